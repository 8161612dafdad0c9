//! Other ways to answer the questions that our checks answer, and one form for everybody's answers.
//!
//! Invariants: a peer says how far it came where its time ran out, and what it did not ask it leaves out, so
//! that no silence reads as an answer. The names of blocks and rules are the author's; ways are counted from
//! 0 in the order of the block.

pub(crate) mod sweep;
pub(crate) mod tables;
pub(crate) mod usefulness;
pub(crate) mod z3;

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use fingerpost::diagnostic::{Code, Diagnostics};
use fingerpost::evaluate::Problem;
use fingerpost::families::{Searched, families};
use fingerpost::graph::Graph;
use fingerpost::ir::{BlockId, Date, Pathway};
use fingerpost::source::Span;
use serde::{Deserialize, Serialize};

/// What somebody says of a pathway. What was not asked is none.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Answers {
    /// Blocks that no family comes to.
    pub(crate) unreachable: Option<BTreeSet<String>>,
    /// Ways that may apply to no family at their block, where families come there.
    pub(crate) dead_ways: Option<BTreeSet<(String, usize)>>,
    /// Blocks at which no way applies to some family.
    pub(crate) gaps: Option<BTreeSet<String>>,
    /// Blocks at which two ways apply to some family, and the first of the pairs.
    pub(crate) overlaps: Option<BTreeSet<(String, usize, usize)>>,
    /// Blocks at which something hangs on what is not known there.
    pub(crate) too_late: Option<BTreeSet<String>>,
    /// Rules that some family breaks.
    pub(crate) rules: Option<BTreeSet<String>>,
}

/// What one peer did.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Answered {
    /// Making ready: reading and translating.
    pub(crate) ready: f64,
    /// Answering.
    pub(crate) seconds: f64,
    /// Whether every question was answered.
    pub(crate) finished: bool,
    /// How far it came, or what it found where that is not in `answers`.
    pub(crate) note: String,
    pub(crate) answers: Answers,
}

/// How many pairs of one block are told, by anybody.
const PAIRS: usize = 8;

impl Answers {
    /// What our findings say. What this version does not look for is none.
    pub(crate) fn of(pathway: &Pathway, diagnostics: &Diagnostics) -> Answers {
        let all = |name: &'static str| {
            Code::named(name)?;
            let findings = diagnostics.findings.iter();
            Some(findings.filter(move |finding| finding.code.name() == name))
        };
        let headings = |name: &'static str| {
            Some(
                all(name)?
                    .filter_map(|it| heading(pathway, it.span))
                    .collect(),
            )
        };
        Answers {
            unreachable: headings("unreachable-step"),
            dead_ways: all("unreachable-branch")
                .map(|them| them.filter_map(|it| way(pathway, it.span)).collect()),
            gaps: headings("missing-branch"),
            overlaps: all("conflicting-branches").map(|them| {
                them.filter_map(|it| {
                    let (block, first) = way(pathway, it.span)?;
                    let others = it
                        .labels
                        .iter()
                        .filter_map(|label| way(pathway, label.span));
                    let second = others.map(|(_, at)| at).find(|at| *at != first)?;
                    Some((block, first.min(second), first.max(second)))
                })
                .collect()
            }),
            too_late: headings("asked-too-late"),
            rules: headings("rule-broken"),
        }
    }

    /// Where two differ, in a few words each; empty where they agree in all that both asked.
    pub(crate) fn differences(&self, peer: &Answers, pathway: &Pathway) -> Vec<String> {
        let mut found = Vec::new();
        if let (Some(ours), Some(theirs)) = (&self.unreachable, &peer.unreachable) {
            // One finding stands for a block and for all that hangs on it.
            let hanging = hanging_on(pathway, ours);
            for only in ours.difference(theirs).take(3) {
                found.push(format!("unreachable, only we: {only:?}"));
            }
            for only in theirs
                .iter()
                .filter(|it| !ours.contains(*it) && !hanging.contains(*it))
                .take(3)
            {
                found.push(format!("unreachable, only they: {only:?}"));
            }
        }
        compare(&mut found, "dead way", &self.dead_ways, &peer.dead_ways);
        compare(&mut found, "gap", &self.gaps, &peer.gaps);
        let blocks = |pairs: &Option<BTreeSet<(String, usize, usize)>>| {
            pairs.as_ref().map(|pairs| -> BTreeSet<String> {
                pairs.iter().map(|(block, ..)| block.clone()).collect()
            })
        };
        let few = |pairs: &Option<BTreeSet<(String, usize, usize)>>| {
            pairs.as_ref().is_none_or(|it| it.len() < PAIRS)
        };
        if few(&self.overlaps) && few(&peer.overlaps) {
            compare(&mut found, "overlap", &self.overlaps, &peer.overlaps);
        } else {
            compare(
                &mut found,
                "overlap at",
                &blocks(&self.overlaps),
                &blocks(&peer.overlaps),
            );
        }
        compare(&mut found, "asked too late", &self.too_late, &peer.too_late);
        compare(&mut found, "broken rule", &self.rules, &peer.rules);
        found
    }

    /// Whether there is anything that both were asked.
    pub(crate) fn meets(&self, peer: &Answers) -> bool {
        self.gaps.is_some() && peer.gaps.is_some()
    }
}

fn compare<T: Ord + Clone + std::fmt::Debug>(
    found: &mut Vec<String>,
    what: &str,
    ours: &Option<BTreeSet<T>>,
    theirs: &Option<BTreeSet<T>>,
) {
    if let (Some(ours), Some(theirs)) = (ours, theirs) {
        tell(found, what, ours, theirs);
    }
}

fn tell<T: Ord + std::fmt::Debug>(
    found: &mut Vec<String>,
    what: &str,
    ours: &BTreeSet<T>,
    theirs: &BTreeSet<T>,
) {
    for only in ours.difference(theirs).take(3) {
        found.push(format!("{what}, only we: {only:?}"));
    }
    for only in theirs.difference(ours).take(3) {
        found.push(format!("{what}, only they: {only:?}"));
    }
}

/// Every block that the ways from these lead to.
fn hanging_on(pathway: &Pathway, roots: &BTreeSet<String>) -> BTreeSet<String> {
    let graph = Graph::of(pathway);
    let mut found = BTreeSet::new();
    for (at, block) in pathway.blocks.iter().enumerate() {
        if roots.contains(&block.name) {
            let after = graph.reached_from(BlockId(at));
            found.extend(
                after
                    .into_iter()
                    .filter(|it| it.0 != at)
                    .map(|it| pathway[it].name.clone()),
            );
        }
    }
    found
}

/// The name of the heading below which a span stands.
pub(crate) fn heading(pathway: &Pathway, span: Span) -> Option<String> {
    let p = pathway;
    let all = (p.blocks.iter().map(|it| (it.span, &it.name)))
        .chain(p.services.iter().map(|it| (it.span, &it.name)))
        .chain(p.questions.iter().map(|it| (it.span, &it.name)))
        .chain(p.conditions.iter().map(|it| (it.span, &it.name)))
        .chain(p.values.iter().map(|it| (it.span, &it.name)))
        .chain(p.rules.iter().map(|it| (it.span, &it.name)));
    all.filter(|(heading, _)| *heading <= span || heading.contains(span))
        .max_by_key(|(heading, _)| *heading)
        .map(|(_, name)| name.clone())
}

fn way(pathway: &Pathway, span: Span) -> Option<(String, usize)> {
    let meet = |way: Span| way.contains(span) || span.contains(way);
    pathway.blocks.iter().find_map(|block| {
        let at = block.ways.iter().position(|way| meet(way.span))?;
        Some((block.name.clone(), at))
    })
}

/// The plainest peer: every family, one after another, through the evaluator.
pub(crate) fn enumerate(pathway: &Pathway, today: Date, steps: usize, limit: Duration) -> Answered {
    let start = Instant::now();
    let mut visited = vec![false; pathway.blocks.len()];
    let (mut gaps, mut overlaps, mut too_late) =
        (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let name = |block: BlockId| pathway[block].name.clone();
    let mut count = 0usize;
    let searched = families(pathway, today, steps, &mut |family| {
        count += 1;
        for visit in &family.visits {
            visited[visit.block.0] = true;
        }
        for problem in &family.problems {
            match problem {
                Problem::Gap { block } => {
                    gaps.insert(name(*block));
                }
                Problem::Conflict { block, ways } => {
                    for (at, first) in ways.iter().enumerate() {
                        for second in &ways[at + 1..] {
                            let leads = |way: usize| pathway[*block].ways[way].target;
                            if leads(*first) != leads(*second) {
                                overlaps.insert((name(*block), *first, *second));
                            }
                        }
                    }
                }
                Problem::Undecided { block, .. } | Problem::UndecidedAction { block, .. } => {
                    too_late.insert(name(*block));
                }
                Problem::Circle(_)
                | Problem::DeadEnd { .. }
                | Problem::ValueGap { .. }
                | Problem::ValueConflict { .. }
                | Problem::Broken { .. } => {}
            }
        }
        if start.elapsed() > limit {
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    });
    let unreachable = (0..visited.len()).filter(|at| !visited[*at]);
    Answered {
        ready: 0.0,
        seconds: start.elapsed().as_secs_f64(),
        finished: searched == Searched::Everyone,
        note: format!("{count} families"),
        answers: Answers {
            unreachable: Some(unreachable.map(|at| name(BlockId(at))).collect()),
            gaps: Some(gaps),
            overlaps: Some(overlaps),
            too_late: Some(too_late),
            ..Answers::default()
        },
    }
}
