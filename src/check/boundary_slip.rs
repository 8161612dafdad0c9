//! `boundary-slip`: one number compared with the same limit in two ways, so that the limit itself counts as above in
//! one place and as below in another: `age < 12` here, `age <= 12` there.
//!
//! Where some condition asks for exactly that number, the author has seen it, and nothing is said.

use std::collections::BTreeMap;

use super::Context;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::emit::words;
use crate::evaluate::{bound_number, parts};
use crate::ir::{
    Answer, Answers, BlockId, Bound, Condition, Guard, Measure, Order, PromiseKind, RangeKind,
};
use crate::logic::{Claim, Family};
use crate::source::Span;

/// Where a number is compared with one limit.
#[derive(Default)]
struct Limit {
    /// Conditions by which the limit itself is above, and which place they belong to.
    above: Vec<(Span, Option<BlockId>)>,
    /// Conditions by which it is below.
    below: Vec<(Span, Option<BlockId>)>,
    /// Whether some condition asks for exactly this number.
    exactly: bool,
}

impl Limit {
    /// The first two conditions that differ on the limit and do not belong to the ways of one place. (Whether those
    /// leave families out, or overlap, is found exactly.)
    fn apart(&self) -> Option<(Span, Span)> {
        self.above.iter().find_map(|(above, one)| {
            let differs = |(below, other): &&(Span, Option<BlockId>)| {
                below != above && (one.is_none() || one != other)
            };
            let (below, _) = self.below.iter().find(differs)?;
            Some((*above, *below))
        })
    }
}

fn slips(
    ctx: &Context<'_>,
    measure: Measure,
    limit: i64,
    places: (Span, Span, bool),
    family: &Family,
) -> Diagnostic {
    let (name, number) = in_words(ctx, measure, limit);
    let (earlier, later, later_is_above) = places;
    let (one, other) = if later_is_above {
        ("below", "above")
    } else {
        ("above", "below")
    };
    let finding = Diagnostic::new(
        Code::BoundarySlip,
        later,
        format!(
            "`{name}` is compared with {number} in two ways: exactly {number} goes with what is {other} it here, and \
             with what is {one} it elsewhere."
        ),
    )
    .here(format!("Here it goes with what is {other}."))
    .label(earlier, format!("Here it goes with what is {one}."));
    ctx.told(
        finding,
        family,
        format!("`{name}` is exactly {number}, and is read in two ways."),
    )
    .help(format!(
        "Decide where exactly {number} belongs, and write both conditions so: with `<` and `>=`, or with `<=` and `>`."
    ))
}

fn in_words(ctx: &Context<'_>, measure: Measure, limit: i64) -> (String, String) {
    match measure {
        Measure::Question(question) => {
            let it = &ctx.pathway[question];
            let kind = match &it.answers {
                Answers::Range { kind, .. } => *kind,
                Answers::OneOf(_) | Answers::Several { .. } | Answers::Text | Answers::Broken => {
                    RangeKind::Number
                }
            };
            (it.name.clone(), words::quantity(kind, limit))
        }
        Measure::Score(score) => (ctx.pathway[score].name.clone(), limit.to_string()),
        Measure::Setting(setting) => (ctx.pathway[setting].name.clone(), limit.to_string()),
    }
}

pub(super) fn check(ctx: &Context<'_>, out: &mut Diagnostics) {
    if ctx.logic.is_none() {
        return;
    }
    for ((measure, limit), places) in limits(ctx) {
        let Some((above, below)) = places.apart().filter(|_| !places.exactly) else {
            continue;
        };
        let exactly = Condition::Between(
            measure,
            Some(Bound::Fixed(limit)),
            Some(Bound::Fixed(limit)),
        );
        let claim = match measure {
            Measure::Question(question) => Claim::Answers(question, Answer::Quantity(limit)),
            Measure::Score(_) => Claim::AtTheEnd(&exactly),
            Measure::Setting(_) => continue,
        };
        if let Some(family) = ctx.family(&claim) {
            let (earlier, later) = (above.min(below), above.max(below));
            let places = (earlier, later, later == above);
            out.push(slips(ctx, measure, limit, places, &family));
        }
    }
}

/// Everything that numbers are compared with, and where.
fn limits(ctx: &Context<'_>) -> BTreeMap<(Measure, i64), Limit> {
    let mut limits: BTreeMap<(Measure, i64), Limit> = BTreeMap::new();
    for (guard, place) in guards(ctx) {
        for (part, _) in parts(&guard.condition) {
            let number = |bound: &Bound| bound_number(ctx.pathway, ctx.today, *bound);
            match part {
                Condition::Beyond(measure, order, bound) => {
                    let limit = limits.entry((*measure, number(bound))).or_default();
                    match order {
                        Order::Less | Order::AtLeast => limit.above.push((guard.span, place)),
                        Order::More | Order::AtMost => limit.below.push((guard.span, place)),
                    }
                }
                Condition::Between(measure, least, most) => {
                    let is_one =
                        least.is_some() && least.as_ref().map(number) == most.as_ref().map(number);
                    if let Some(bound) = least {
                        let limit = limits.entry((*measure, number(bound))).or_default();
                        limit.exactly |= is_one;
                        limit.above.push((guard.span, place));
                    }
                    if let Some(bound) = most {
                        let limit = limits.entry((*measure, number(bound))).or_default();
                        limit.exactly |= is_one;
                        limit.below.push((guard.span, place));
                    }
                }
                Condition::All(_)
                | Condition::Any(_)
                | Condition::Not(_)
                | Condition::HowMany(..)
                | Condition::Named(_)
                | Condition::Is(..)
                | Condition::ValueIs(..)
                | Condition::Items { .. }
                | Condition::Empty(_)
                | Condition::Within(..)
                | Condition::WasAsked(_)
                | Condition::Broken => {}
            }
        }
    }
    for limit in limits.values_mut() {
        limit.above.sort();
        limit.below.sort();
    }
    limits
}

/// Every condition of the file, and for those of ways the place they lead on from.
fn guards<'a>(ctx: &Context<'a>) -> Vec<(&'a Guard, Option<BlockId>)> {
    let pathway = ctx.pathway;
    let mut ways: Vec<(&Guard, Option<BlockId>)> = Vec::new();
    let mut guards: Vec<&Guard> = Vec::new();
    for (number, block) in (0..).zip(&pathway.blocks) {
        let own = block.ways.iter().filter_map(|it| it.when.as_ref());
        ways.extend(own.map(|guard| (guard, Some(BlockId(number)))));
        guards.extend(block.actions.iter().filter_map(|it| it.when.as_ref()));
    }
    for service in &pathway.services {
        guards.extend(service.lines.iter().filter_map(|it| it.when.as_ref()));
        guards.extend(&service.eligible);
    }
    guards.extend(pathway.conditions.iter().map(|it| &it.guard));
    for value in &pathway.values {
        guards.extend(value.lines.iter().filter_map(|it| it.when.as_ref()));
    }
    for promise in pathway.rules.iter().flat_map(|rule| &rule.promises) {
        match &promise.kind {
            PromiseKind::Never(_, guard)
            | PromiseKind::Always(_, guard)
            | PromiseKind::NeverBoth(_, _, guard) => guards.extend(guard),
            PromiseKind::Before(..) => {}
        }
    }
    ways.extend(guards.into_iter().map(|guard| (guard, None)));
    ways
}
