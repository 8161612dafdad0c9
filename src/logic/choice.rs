//! How a place chooses among its ways, and a value among its lines, for all families at once: the rule of
//! `evaluate/choose.rs`, said in variables of the solver.

use std::collections::BTreeMap;

use super::gates::Gates;
use super::meaning::Three;
use super::solver::Lit;
use crate::ir::Policy;

/// A way or a line to choose from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Choosable {
    /// Whether its condition holds; for an `otherwise` this says nothing.
    pub(super) applies: Three,
    /// Whether it is the `otherwise`.
    pub(super) otherwise: bool,
    /// What it leads to; none where that could not be read.
    pub(super) leads: Option<usize>,
}

/// What is chosen.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    /// Whether each applies, `otherwise` when none of the others does.
    pub(super) applies: Vec<Three>,
    /// Whether each is taken.
    pub(super) taken: Vec<Lit>,
    /// Whether each may be the one, as far as is known: it is not surely out, and no earlier one that comes first
    /// surely applies.
    pub(super) may: Vec<Lit>,
    /// None applies.
    pub(super) gap: Lit,
    /// Some that lead to different things apply, where only one may.
    pub(super) conflict: Lit,
    /// What is not known decides.
    pub(super) undecided: Lit,
    /// Where it is undecided, the lines that may or may not be chosen.
    pub(super) open: Vec<Lit>,
}

impl Choice {
    /// What is chosen under a policy.
    pub(super) fn among(policy: Policy, lines: &[Choosable], gates: &mut Gates) -> Choice {
        let applies = with_otherwise(lines, gates);
        let all_known = applies.iter().all(|it| it.is_known());
        let groups = groups(lines);
        let mut earlier = Lit::FALSE;
        let mut may = Vec::new();
        let mut first_yes = Vec::new();
        for it in &applies {
            let in_turn = match policy {
                Policy::FirstMatch => !earlier,
                Policy::ExactlyOne | Policy::EveryMatch => Lit::TRUE,
            };
            may.push(gates.and(in_turn, !it.no));
            first_yes.push(gates.and(in_turn, it.yes));
            if policy == Policy::FirstMatch {
                earlier = gates.or(earlier, it.yes);
            }
        }
        let gap = gates.all(may.iter().map(|it| !*it));
        let any_yes = gates.any(applies.iter().map(|it| it.yes));
        let (conflict, sure): (Lit, Vec<Lit>) = match policy {
            Policy::ExactlyOne => {
                let readable = groups.iter().filter(|it| lines[it[0]].leads.is_some());
                let yes: Vec<Lit> = readable
                    .map(|group| gates.any(group.iter().map(|at| applies[*at].yes)))
                    .collect();
                let conflict = gates.at_least(2, &yes);
                let sure = applies.iter().map(|it| gates.and(it.yes, !conflict));
                (conflict, sure.collect())
            }
            Policy::FirstMatch => (Lit::FALSE, first_yes),
            Policy::EveryMatch => (Lit::FALSE, applies.iter().map(|it| it.yes).collect()),
        };
        if all_known {
            return Choice {
                open: vec![Lit::FALSE; applies.len()],
                applies,
                taken: sure,
                may,
                gap,
                conflict,
                undecided: Lit::FALSE,
            };
        }
        // From here on something may be unknown.
        let perhaps: Vec<Lit> = groups
            .iter()
            .map(|group| gates.any(group.iter().map(|at| may[*at])))
            .collect();
        let two = gates.at_least(2, &perhaps);
        let otherwise: Vec<Lit> = (0..lines.len())
            .filter(|at| lines[*at].otherwise)
            .map(|at| may[at])
            .collect();
        let otherwise = gates.any(otherwise);
        // All that may apply lead to one thing, and one of them surely does.
        let one_of_these = gates.all([!any_yes, !two, otherwise]);
        let first_open = first_of(&may, gates);
        let mut open = may.clone();
        let settled = match policy {
            Policy::ExactlyOne | Policy::FirstMatch => {
                let sure_of_one = gates.and(any_yes, !two);
                gates.or(one_of_these, sure_of_one)
            }
            Policy::EveryMatch => {
                for group in &groups {
                    let yes = gates.any(group.iter().map(|at| applies[*at].yes));
                    let unread = lines[group[0]].leads.is_none();
                    for at in group {
                        let unknown = gates.and(!applies[*at].yes, !applies[*at].no);
                        let other = if unread { Lit::TRUE } else { !yes };
                        open[*at] = gates.and(unknown, other);
                    }
                }
                let some_open = gates.any(open.iter().copied());
                for (at, open) in open.iter_mut().enumerate() {
                    *open = gates.choose(any_yes, *open, may[at]);
                }
                let sure_of_all = gates.and(any_yes, !some_open);
                gates.or(one_of_these, sure_of_all)
            }
        };
        let mut taken = Vec::new();
        for (at, sure) in sure.into_iter().enumerate() {
            let sure = match policy {
                Policy::ExactlyOne | Policy::FirstMatch => gates.and(sure, settled),
                Policy::EveryMatch => sure,
            };
            let only = gates.and(one_of_these, first_open[at]);
            taken.push(gates.or(sure, only));
        }
        Choice {
            undecided: gates.all([!gap, !conflict, !settled]),
            applies,
            taken,
            may,
            gap,
            conflict,
            open,
        }
    }
}

/// Whether each applies. `otherwise` does when none of the others does, under every policy.
fn with_otherwise(lines: &[Choosable], gates: &mut Gates) -> Vec<Three> {
    let others = || lines.iter().filter(|it| !it.otherwise).map(|it| it.applies);
    if lines.iter().all(|it| !it.otherwise) {
        return others().collect();
    }
    let yes = gates.all(others().map(|it| it.no));
    let no = gates.any(others().map(|it| it.yes));
    let none_of_them = if others().all(Three::is_known) {
        Three::known(yes)
    } else {
        Three { yes, no }
    };
    lines
        .iter()
        .map(|it| {
            if it.otherwise {
                none_of_them
            } else {
                it.applies
            }
        })
        .collect()
}

/// The lines that lead to the same thing, together. A line that leads to what could not be read is alone.
fn groups(lines: &[Choosable]) -> Vec<Vec<usize>> {
    let mut by: BTreeMap<(Option<usize>, usize), Vec<usize>> = BTreeMap::new();
    for (at, line) in lines.iter().enumerate() {
        let alone = if line.leads.is_none() { at } else { 0 };
        by.entry((line.leads, alone)).or_default().push(at);
    }
    by.into_values().collect()
}

/// For each whether it is the first that is so.
fn first_of(lits: &[Lit], gates: &mut Gates) -> Vec<Lit> {
    let mut earlier = Lit::FALSE;
    let mut first = Vec::new();
    for lit in lits {
        first.push(gates.and(*lit, !earlier));
        earlier = gates.or(earlier, *lit);
    }
    first
}
