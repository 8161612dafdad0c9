//! What must be found of ways, lines of values, and places.

use std::collections::BTreeSet;

use super::{Everyone, Expected};
use crate::evaluate::{Drawing, Problem, Truth};
use crate::ir::{BlockId, BlockKind, Policy, ValueId, WayKind};
use crate::source::Span;

/// How many pairs of one block are told, each in a finding of its own.
const PAIRS: usize = 8;

pub(super) fn all(everyone: &Everyone<'_>) -> Vec<Expected> {
    let mut found = Vec::new();
    for block in everyone.visited() {
        unreachable_branches(everyone, block, &mut found);
        conflicting_branches(everyone, block, &mut found);
        order_not_needed(everyone, block, &mut found);
    }
    for value in (0..everyone.pathway.values.len()).map(ValueId) {
        lines_of_a_value(everyone, value, &mut found);
    }
    problems(everyone, &mut found);
    circles(everyone, &mut found);
    found
}

/// Whether a way or line may be taken, as far as is known there.
fn may_apply(policy: Policy, truths: &[Truth], at: usize) -> bool {
    let earlier = policy == Policy::FirstMatch && truths[..at].contains(&Truth::Yes);
    truths[at] != Truth::No && !earlier
}

fn unreachable_branches(everyone: &Everyone<'_>, block: BlockId, found: &mut Vec<Expected>) {
    let it = &everyone.pathway[block];
    for (number, way) in it.ways.iter().enumerate() {
        if !everyone
            .at(block)
            .any(|arrival| may_apply(it.policy, &arrival.ways, number))
        {
            found.push(Expected::at("unreachable-branch", way.span));
        }
    }
}

fn conflicting_branches(everyone: &Everyone<'_>, block: BlockId, found: &mut Vec<Expected>) {
    let ways = &everyone.pathway[block].ways;
    let mut pairs: BTreeSet<(usize, usize)> = BTreeSet::new();
    for family in &everyone.families {
        for problem in &family.problems {
            let Problem::Conflict {
                block: at,
                ways: both,
            } = problem
            else {
                continue;
            };
            for (nth, one) in both.iter().enumerate() {
                for other in &both[nth + 1..] {
                    if *at == block && ways[*one].target != ways[*other].target {
                        pairs.insert((*one, *other));
                    }
                }
            }
        }
    }
    for (one, other) in pairs.into_iter().take(PAIRS) {
        let labels = vec![ways[other].span];
        found.push(Expected::beside(
            "conflicting-branches",
            ways[one].span,
            labels,
        ));
    }
}

fn order_not_needed(everyone: &Everyone<'_>, block: BlockId, found: &mut Vec<Expected>) {
    let it = &everyone.pathway[block];
    if it.policy != Policy::FirstMatch {
        return;
    }
    let two_may_apply = everyone.at(block).any(|arrival| {
        let targets: BTreeSet<_> = it
            .ways
            .iter()
            .zip(&arrival.ways)
            .filter(|(way, truth)| way.kind != WayKind::Otherwise && **truth != Truth::No)
            .map(|(way, _)| way.target)
            .collect();
        targets.len() > 1
    });
    if !two_may_apply {
        found.push(Expected::at("order-not-needed", it.span));
    }
}

fn lines_of_a_value(everyone: &Everyone<'_>, value: ValueId, found: &mut Vec<Expected>) {
    let it = &everyone.pathway[value];
    if let Some(any) = super::any_answers(everyone, value) {
        for (number, line) in it.lines.iter().enumerate() {
            if !any
                .iter()
                .any(|truths| may_apply(it.policy, truths, number))
            {
                found.push(Expected::at("unreachable-branch", line.span));
            }
        }
    }
    let conflicts = |block: BlockId| Problem::ValueConflict { block, value };
    let mut places: BTreeSet<(Span, Vec<Span>)> = BTreeSet::new();
    for arrival in &everyone.arrivals {
        let problems = &everyone.families[arrival.family].problems;
        let Some(truths) = arrival.values.get(&value) else {
            continue;
        };
        if !problems.contains(&conflicts(arrival.block)) {
            continue;
        }
        let yes: Vec<usize> = (0..truths.len())
            .filter(|line| truths[*line] == Truth::Yes)
            .collect();
        for (nth, one) in yes.iter().enumerate() {
            for other in &yes[nth + 1..] {
                if it.lines[*one].option != it.lines[*other].option {
                    places.insert((it.lines[*one].span, vec![it.lines[*other].span]));
                }
            }
        }
    }
    if !places.is_empty() {
        found.push(Expected {
            code: "conflicting-branches",
            places,
        });
    }
}

/// What a family's walk itself says is wrong.
fn problems(everyone: &Everyone<'_>, found: &mut Vec<Expected>) {
    let pathway = everyone.pathway;
    let mut once: BTreeSet<(&'static str, Span, usize)> = BTreeSet::new();
    for problem in everyone.families.iter().flat_map(|it| &it.problems) {
        let _ = match problem {
            Problem::Gap { block } => once.insert(("missing-branch", pathway[*block].span, 0)),
            Problem::ValueGap { value, .. } => {
                once.insert(("missing-branch", pathway[*value].span, 0))
            }
            Problem::Undecided { block, .. } => {
                once.insert(("asked-too-late", pathway[*block].span, 0))
            }
            Problem::UndecidedAction { block, action, .. } => {
                let when = pathway[*block].actions[*action].when.as_ref();
                when.is_some_and(|when| once.insert(("asked-too-late", when.span, *action)))
            }
            Problem::DeadEnd { block } => once.insert(("dead-end", pathway[*block].span, 0)),
            Problem::Conflict { .. }
            | Problem::Circle(_)
            | Problem::ValueConflict { .. }
            | Problem::Broken { .. } => false,
        };
    }
    found.extend(
        once.into_iter()
            .map(|(code, span, _)| Expected::at(code, span)),
    );
    for block in everyone.visited() {
        let it = &pathway[block];
        let dead_end = it.kind != BlockKind::Outcome && it.ways.is_empty();
        let said = found
            .iter()
            .any(|it| *it == Expected::at("dead-end", pathway[block].span));
        assert_eq!(dead_end, said, "the evaluator's word on `{}`", it.name);
    }
}

/// One finding for each part of the drawing in which somebody goes round.
fn circles(everyone: &Everyone<'_>, found: &mut Vec<Expected>) {
    for circle in Drawing::of(everyone.pathway).circles() {
        let mut places = BTreeSet::new();
        for problem in everyone.families.iter().flat_map(|it| &it.problems) {
            let Problem::Circle(round) = problem else {
                continue;
            };
            if let Some((first, _)) = round.first()
                && round.iter().all(|(block, _)| circle.contains(block))
            {
                places.insert((everyone.pathway[*first].span, Vec::new()));
            }
        }
        if !places.is_empty() {
            found.push(Expected {
                code: "cycle",
                places,
            });
        }
    }
}
