//! How a place chooses among its ways, and a value among its lines: one rule for both.

use super::truth::Truth;
use crate::ir::Policy;

/// A way or a line to choose from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Choosable {
    /// Whether its condition holds; for an `otherwise` this says nothing.
    pub(crate) applies: Truth,
    /// Whether it is the `otherwise`.
    pub(crate) otherwise: bool,
    /// What it leads to; none where that could not be read.
    pub(crate) leads: Option<usize>,
}

/// What was chosen, by the numbers of the ways or lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Choice {
    /// These.
    Taken(Vec<usize>),
    /// None of them applies.
    Gap,
    /// These apply and lead to different things, where only one may.
    Conflict(Vec<usize>),
    /// What is not known could change what is chosen.
    Undecided {
        /// Chosen however that turns out.
        taken: Vec<usize>,
        /// May or may not be chosen.
        open: Vec<usize>,
    },
}

/// Chooses under a policy.
pub(crate) fn choose(policy: Policy, among: &[Choosable]) -> Choice {
    let truths = with_otherwise(among);
    let that_are = |truth: Truth| -> Vec<usize> {
        (0..among.len()).filter(|at| truths[*at] == truth).collect()
    };
    match policy {
        Policy::ExactlyOne => exactly_one(among, that_are(Truth::Yes), that_are(Truth::Unknown)),
        Policy::FirstMatch => first_match(among, &truths),
        Policy::EveryMatch => every_match(among, that_are(Truth::Yes), that_are(Truth::Unknown)),
    }
}

/// Whether each applies. `otherwise` does when none of the others does, under every policy.
fn with_otherwise(among: &[Choosable]) -> Vec<Truth> {
    let any_other = among
        .iter()
        .filter(|it| !it.otherwise)
        .fold(Truth::No, |any, it| any.or(it.applies));
    among
        .iter()
        .map(|it| {
            if it.otherwise {
                any_other.negated()
            } else {
                it.applies
            }
        })
        .collect()
}

fn exactly_one(among: &[Choosable], yes: Vec<usize>, unknown: Vec<usize>) -> Choice {
    let readable: Vec<usize> = yes
        .iter()
        .copied()
        .filter(|at| among[*at].leads.is_some())
        .collect();
    if !lead_to_one(among, &readable) {
        return Choice::Conflict(readable);
    }
    if yes.is_empty() {
        return one_of_these(among, unknown);
    }
    let all: Vec<usize> = yes.iter().chain(&unknown).copied().collect();
    if unknown.is_empty() || lead_to_one(among, &all) {
        Choice::Taken(yes)
    } else {
        Choice::Undecided {
            taken: Vec::new(),
            open: all,
        }
    }
}

/// No line surely applies and these may. If one of them is the `otherwise`, one of them does.
fn one_of_these(among: &[Choosable], open: Vec<usize>) -> Choice {
    let Some(first) = open.first() else {
        return Choice::Gap;
    };
    if lead_to_one(among, &open) && open.iter().any(|at| among[*at].otherwise) {
        Choice::Taken(vec![*first])
    } else {
        Choice::Undecided {
            taken: Vec::new(),
            open,
        }
    }
}

fn first_match(among: &[Choosable], truths: &[Truth]) -> Choice {
    let mut open = Vec::new();
    for (at, truth) in truths.iter().enumerate() {
        match truth {
            Truth::No => {}
            Truth::Unknown => open.push(at),
            Truth::Yes => {
                open.push(at);
                return if lead_to_one(among, &open) {
                    Choice::Taken(vec![at])
                } else {
                    Choice::Undecided {
                        taken: Vec::new(),
                        open,
                    }
                };
            }
        }
    }
    one_of_these(among, open)
}

fn every_match(among: &[Choosable], yes: Vec<usize>, unknown: Vec<usize>) -> Choice {
    if yes.is_empty() {
        return one_of_these(among, unknown);
    }
    let open: Vec<usize> = unknown
        .into_iter()
        .filter(|at| {
            let leads = among[*at].leads;
            leads.is_none() || yes.iter().all(|sure| among[*sure].leads != leads)
        })
        .collect();
    if open.is_empty() {
        Choice::Taken(yes)
    } else {
        Choice::Undecided { taken: yes, open }
    }
}

/// Whether all of these lead to the same thing. One alone does, even if that could not be read.
fn lead_to_one(among: &[Choosable], these: &[usize]) -> bool {
    these.windows(2).all(|pair| match pair {
        [a, b] => among[*a].leads.is_some() && among[*a].leads == among[*b].leads,
        _ => true,
    })
}
