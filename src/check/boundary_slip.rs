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
    Answer, Answers, BlockId, Bound, Condition, Guard, Measure, Order, Pathway, PromiseKind,
    RangeKind, TermFor,
};
use crate::logic::{Claim, Family};
use crate::source::Span;

/// Which side of a limit is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    Over,
    Under,
}

/// Where a number is compared with one limit.
#[derive(Default)]
struct Limit {
    /// Conditions that leave the limit itself out, and which place they belong to.
    without: Vec<(Span, Side, Option<BlockId>)>,
    /// Conditions that take it in.
    with: Vec<(Span, Side, Option<BlockId>)>,
    /// Whether some condition asks for exactly this number.
    exactly: bool,
}

impl Limit {
    /// The first two conditions of one side, of which one takes the limit in and the other leaves it out, and that do
    /// not belong to the ways of one place. (Whether those leave families out, or overlap, is found exactly.)
    fn slip(&self) -> Option<(Span, Span, Side)> {
        let mut slips: Vec<(Span, Span, Side)> = Vec::new();
        for (without, side, one) in &self.without {
            for (with, other_side, other) in &self.with {
                if side == other_side && without != with && (one.is_none() || one != other) {
                    slips.push((*without, *with, *side));
                }
            }
        }
        slips
            .into_iter()
            .min_by_key(|(without, with, _)| *without.max(with))
    }
}

fn slips(
    ctx: &Context<'_>,
    measure: Measure,
    limit: i64,
    (without, with, side): (Span, Span, Side),
    family: &Family,
) -> Diagnostic {
    let (name, number) = in_words(ctx, measure, limit);
    let (side, signs) = match side {
        Side::Over => ("over", "`>` or `>=`"),
        Side::Under => ("under", "`<` or `<=`"),
    };
    let counts = format!("Exactly {number} counts as {side} the limit here.");
    let does_not = format!("Exactly {number} does not count as {side} the limit here.");
    let finding = Diagnostic::new(
        Code::BoundarySlip,
        without.max(with),
        format!(
            "`{name}` is compared with {number} in two ways: exactly {number} counts as {side} the limit in one place, \
             and does not in another."
        ),
    );
    let finding = if without < with {
        finding.here(counts).label(without, does_not)
    } else {
        finding.here(does_not).label(with, counts)
    };
    ctx.told(
        finding,
        family,
        format!("`{name}` is exactly {number}, and is read in two ways."),
    )
    .help(format!(
        "Decide on which side exactly {number} belongs, and write the same sign in both places ({signs})."
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
        let Some(slip) = places.slip().filter(|_| !places.exactly) else {
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
            out.push(slips(ctx, measure, limit, slip, &family));
        }
    }
}

/// Everything that numbers are compared with, and where.
fn limits(ctx: &Context<'_>) -> BTreeMap<(Measure, i64), Limit> {
    let mut limits: BTreeMap<(Measure, i64), Limit> = BTreeMap::new();
    for (condition, span, place) in conditions(ctx) {
        for (part, _) in parts(condition) {
            let number = |bound: &Bound| bound_number(ctx.pathway, ctx.today, *bound);
            match part {
                Condition::Beyond(measure, order, bound) => {
                    let limit = limits.entry((*measure, number(bound))).or_default();
                    match order {
                        Order::Less => limit.without.push((span, Side::Under, place)),
                        Order::More => limit.without.push((span, Side::Over, place)),
                        Order::AtMost => limit.with.push((span, Side::Under, place)),
                        Order::AtLeast => limit.with.push((span, Side::Over, place)),
                    }
                }
                Condition::Between(measure, least, most) => {
                    let least = least.as_ref().map(number);
                    let most = most.as_ref().map(number);
                    for (bound, side) in [(least, Side::Over), (most, Side::Under)] {
                        if let Some(bound) = bound {
                            let limit = limits.entry((*measure, bound)).or_default();
                            limit.exactly |= least == most;
                            limit.with.push((span, side, place));
                        }
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
    limits
}

/// Every condition of the file, where it stands, and for those of ways the place they lead on from.
fn conditions<'a>(ctx: &Context<'a>) -> Vec<(&'a Condition, Span, Option<BlockId>)> {
    let pathway: &'a Pathway = ctx.pathway;
    let mut ways: Vec<(&Condition, Span, Option<BlockId>)> = Vec::new();
    let mut guards: Vec<&Guard> = Vec::new();
    for (number, block) in (0..).zip(&pathway.blocks) {
        let own = block.ways.iter().filter_map(|it| it.when.as_ref());
        ways.extend(own.map(|it| (&it.condition, it.span, Some(BlockId(number)))));
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
    for term in pathway.scores.iter().flat_map(|score| &score.terms) {
        if let TermFor::When(condition) = &term.for_ {
            ways.push((condition, term.span, None));
        }
    }
    ways.extend(guards.into_iter().map(|it| (&it.condition, it.span, None)));
    ways
}
