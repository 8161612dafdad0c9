//! What must be found of rules and examples.
//!
//! A rule's condition is yes or no: a comparison that cannot be told at the family's end is a no.

use std::collections::BTreeSet;

use super::{Everyone, Expected};
use crate::evaluate::{Evaluation, Problem, Sheet, evaluate};
use crate::ir::{BlockId, BlockKind, Guard, PromiseKind, Strength, Subject, Verb};

pub(super) fn all(everyone: &Everyone<'_>) -> Vec<Expected> {
    let mut found = Vec::new();
    promises(everyone, &mut found);
    outcomes(everyone, &mut found);
    found
}

fn promises(everyone: &Everyone<'_>, found: &mut Vec<Expected>) {
    let promises = everyone
        .pathway
        .rules
        .iter()
        .flat_map(|rule| &rule.promises);
    for promise in promises {
        let fails = |family: &Evaluation| match &promise.kind {
            PromiseKind::Never(subject, when) => {
                holds(everyone, family, when) && family.gets(subject)
            }
            PromiseKind::Always(subject, when) => {
                holds(everyone, family, when) && !family.gets(subject) && !is_lost(family)
            }
            PromiseKind::NeverBoth(one, other, when) => {
                holds(everyone, family, when) && family.gets(one) && family.gets(other)
            }
            PromiseKind::Before(one, other) => comes_without(everyone, family, one, other),
        };
        if everyone.families.iter().any(fails) {
            found.push(Expected::at("rule-broken", promise.span));
        }
        if let PromiseKind::Never(_, Some(when))
        | PromiseKind::Always(_, Some(when))
        | PromiseKind::NeverBoth(_, _, Some(when)) = &promise.kind
        {
            let yes =
                |family: &Evaluation| family.holds_at_the_end(everyone.pathway, &when.condition);
            if !everyone.families.iter().any(yes) {
                found.push(Expected::at("rule-says-nothing", when.span));
            }
        }
    }
}

/// Whether the pathway itself fails the family, so that nobody can say what it should have got.
fn is_lost(family: &Evaluation) -> bool {
    family.problems.iter().any(|problem| match problem {
        Problem::Conflict { .. }
        | Problem::Undecided { .. }
        | Problem::UndecidedAction { .. }
        | Problem::Circle(_)
        | Problem::ValueGap { .. }
        | Problem::ValueConflict { .. } => true,
        Problem::Gap { .. } | Problem::DeadEnd { .. } | Problem::Broken { .. } => false,
    })
}

/// Where a family gets something: a place, and the number of the action there; none for the place itself.
fn got_at(
    everyone: &Everyone<'_>,
    family: &Evaluation,
    subject: &Subject,
) -> Vec<(BlockId, Option<usize>)> {
    match subject {
        Subject::Reach(block) => family
            .visit(*block)
            .map(|visit| (visit.block, None))
            .into_iter()
            .collect(),
        Subject::Action {
            strength,
            verb,
            what,
        } => super::actions::actions_of(everyone, family)
            .into_iter()
            .filter(|(_, _, action)| {
                let strong = match strength {
                    Some(strength) => action.strength == *strength,
                    None => action.strength != Strength::MustNot,
                };
                let any_manner = verb.is_none() || *verb == Some(Verb::Contact);
                let manner = any_manner || *verb == Some(action.verb);
                strong && manner && action.what == *what
            })
            .map(|(block, number, _)| (block, Some(number)))
            .collect(),
    }
}

/// Whether a family comes to the second somewhere without having come through the first.
fn comes_without(
    everyone: &Everyone<'_>,
    family: &Evaluation,
    first: &Subject,
    second: &Subject,
) -> bool {
    let firsts = got_at(everyone, family, first);
    got_at(everyone, family, second)
        .into_iter()
        .any(|(place, action)| {
            let before = places_before(family, place);
            !firsts.iter().any(|(at, first_action)| {
                let above = match (first_action, action) {
                    (None, _) => true,
                    (Some(_), None) => false,
                    (Some(first), Some(second)) => *first < second,
                };
                (*at == place && above) || (*at != place && before.contains(at))
            })
        })
}

/// Every place on the taken ways to a place.
fn places_before(family: &Evaluation, place: BlockId) -> BTreeSet<BlockId> {
    let mut found = BTreeSet::new();
    let mut open = vec![place];
    while let Some(visit) = open.pop().and_then(|block| family.visit(block)) {
        for (before, _) in &visit.came {
            if found.insert(*before) {
                open.push(*before);
            }
        }
    }
    found
}

fn outcomes(everyone: &Everyone<'_>, found: &mut Vec<Expected>) {
    let pathway = everyone.pathway;
    let examples: Vec<Evaluation> = pathway
        .examples
        .iter()
        .map(|example| evaluate(pathway, &Sheet::of(example), everyone.today))
        .collect();
    let mut spans = Vec::new();
    for block in everyone.visited() {
        let shown = examples.iter().any(|family| family.visit(block).is_some());
        if pathway[block].kind == BlockKind::Outcome && !shown {
            spans.push(pathway[block].span);
        }
    }
    spans.sort();
    if let Some((first, others)) = spans.split_first() {
        let labels = others.to_vec();
        found.push(Expected::beside("outcome-without-example", *first, labels));
    }
}

/// Whether the condition of a promise holds for a family, at its end.
fn holds(everyone: &Everyone<'_>, family: &Evaluation, when: &Option<Guard>) -> bool {
    when.as_ref()
        .is_none_or(|when| family.holds_at_the_end(everyone.pathway, &when.condition))
}
