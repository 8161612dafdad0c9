//! `boundary-slip`: the same number compared with the same constant, here with it and there without it.

use std::collections::{BTreeMap, BTreeSet};

use super::{Everyone, Expected};
use crate::evaluate::{bound_number, parts};
use crate::ir::{Answer, Condition, Measure, Order, Pathway, PromiseKind, TermFor};
use crate::source::Span;

/// Which side of the constant is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    Above,
    Below,
}

/// Which side is meant, where, and for the ways of a block which block.
type Place = (Side, Span, Option<usize>);

pub(super) fn all(everyone: &Everyone<'_>) -> Vec<Expected> {
    let mut without: BTreeMap<(Measure, i64), BTreeSet<Place>> = BTreeMap::new();
    let mut with = without.clone();
    let mut exact: BTreeSet<(Measure, i64)> = BTreeSet::new();
    let number = |bound| bound_number(everyone.pathway, everyone.today, bound);
    for (span, condition, place) in every_condition(everyone.pathway) {
        for (part, _) in parts(condition) {
            if let Condition::Beyond(measure, order, bound) = part {
                let (among, side) = match order {
                    Order::Less => (&mut without, Side::Below),
                    Order::More => (&mut without, Side::Above),
                    Order::AtMost => (&mut with, Side::Below),
                    Order::AtLeast => (&mut with, Side::Above),
                };
                let lines = among.entry((*measure, number(*bound))).or_default();
                lines.insert((side, span, place));
            }
            if let Condition::Between(measure, least, most) = part {
                let (least, most) = (least.map(number), most.map(number));
                if let (Some(least), true) = (least, least == most) {
                    exact.insert((*measure, least));
                    continue;
                }
                for (bound, side) in [(least, Side::Above), (most, Side::Below)] {
                    if let Some(bound) = bound {
                        let lines = with.entry((*measure, bound)).or_default();
                        lines.insert((side, span, place));
                    }
                }
            }
        }
    }
    let mut found = Vec::new();
    for (compared, strict) in &without {
        let mut places = BTreeSet::new();
        for (side, one, place) in strict {
            for (other_side, other, other_place) in with.get(compared).into_iter().flatten() {
                let of_one_place = place.is_some() && place == other_place;
                if side == other_side && one != other && !of_one_place {
                    places.insert((*one.max(other), vec![*one.min(other)]));
                }
            }
        }
        let (measure, constant) = *compared;
        if !places.is_empty() && !exact.contains(compared) && has(everyone, measure, constant) {
            found.push(Expected {
                code: "boundary-slip",
                places,
            });
        }
    }
    found
}

/// Whether some family has exactly this number.
fn has(everyone: &Everyone<'_>, measure: Measure, number: i64) -> bool {
    everyone.families.iter().any(|family| match measure {
        Measure::Question(question) => {
            let told = family.asked.contains(&question) || everyone.pathway[question].fact;
            told && family.sheet.0.get(&question) == Some(&Answer::Quantity(number))
        }
        Measure::Score(score) => family.score(everyone.pathway, score) == Some(number),
        Measure::Setting(_) => false,
    })
}

/// Every condition that the author wrote, where it stands, and for those of ways the block they lead on from.
fn every_condition(pathway: &Pathway) -> Vec<(Span, &Condition, Option<usize>)> {
    let mut guards = Vec::new();
    let mut all = Vec::new();
    for (number, block) in pathway.blocks.iter().enumerate() {
        let ways = block.ways.iter().filter_map(|way| way.when.as_ref());
        all.extend(ways.map(|it| (it.span, &it.condition, Some(number))));
        guards.extend(block.actions.iter().filter_map(|it| it.when.as_ref()));
    }
    for service in &pathway.services {
        guards.extend(service.lines.iter().filter_map(|it| it.when.as_ref()));
        guards.extend(&service.eligible);
    }
    for promise in pathway.rules.iter().flat_map(|rule| &rule.promises) {
        match &promise.kind {
            PromiseKind::Never(_, when)
            | PromiseKind::Always(_, when)
            | PromiseKind::NeverBoth(_, _, when) => guards.extend(when),
            PromiseKind::Before(..) => {}
        }
    }
    guards.extend(pathway.conditions.iter().map(|it| &it.guard));
    for value in &pathway.values {
        guards.extend(value.lines.iter().filter_map(|line| line.when.as_ref()));
    }
    all.extend(guards.iter().map(|it| (it.span, &it.condition, None)));
    for term in pathway.scores.iter().flat_map(|score| &score.terms) {
        if let TermFor::When(condition) = &term.for_ {
            all.push((term.span, condition, None));
        }
    }
    all
}
