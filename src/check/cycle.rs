//! `cycle`: a circle that a family can go round for ever. What counts is whether a family can, not whether
//! the drawing has a circle.

use std::ops::ControlFlow;

use super::Context;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::evaluate::{Drawing, Evaluation, Problem, Sheet};
use crate::families::{Searched, families_through, family_in_words, leading_to, shortened};
use crate::ir::{Answer, BlockId, QuestionId};

/// How many steps are taken to find a family that goes round.
const STEPS: usize = 50_000;

fn goes_round(ctx: &Context<'_>, round: &Round) -> Option<Diagnostic> {
    let (first, _) = *round.circle.first()?;
    let name = |block: BlockId| format!("`{}`", ctx.pathway[block].name);
    let through: Vec<String> = round.circle.iter().map(|(block, _)| name(*block)).collect();
    let circle = match &through[..] {
        [only] => format!("from {only} to {only} itself"),
        names => format!(
            "{}, and again {}",
            shortened(names, 12, "then"),
            name(first)
        ),
    };
    let answers = round
        .answers
        .iter()
        .map(|(question, answer)| (*question, answer));
    let who = if round.answers.is_empty() {
        String::from("It happens to every family.")
    } else {
        format!(
            "It happens to a family for which {}.",
            family_in_words(ctx.pathway, ctx.today, answers)
        )
    };
    let mut finding = Diagnostic::new(
        Code::Cycle,
        ctx.pathway[first].span,
        format!("A family goes round in a circle for ever: {circle}. {who}"),
    );
    for (at, (block, way)) in round.circle.iter().enumerate().take(12) {
        let next = round.circle.get(at + 1).map_or(first, |(next, _)| *next);
        if let Some(way) = ctx.pathway[*block].ways.get(*way) {
            finding = finding.label(way.span, format!("This leads to {}.", name(next)));
        }
    }
    let places: Vec<BlockId> = round.circle.iter().map(|(block, _)| *block).collect();
    let last = places.last().copied().unwrap_or(first);
    let then = format!("at {}, it comes to {} again.", name(last), name(first));
    Some(
        finding
            .family(ctx.family(&round.sheet, &places, then))
            .help("Let one of these ways lead on, or say when it is taken so that nobody comes round again.")
            .help(
                "To send a family back when something has changed, write `if \"...\" return to NAME`: \
                 it is drawn, and not followed.",
            ),
    )
}

fn not_settled(ctx: &Context<'_>, circle: &[BlockId]) -> Option<Diagnostic> {
    let names: Vec<String> = circle
        .iter()
        .map(|block| format!("`{}`", ctx.pathway[*block].name))
        .collect();
    Some(
        Diagnostic::new(
            Code::TooManyFamilies,
            ctx.pathway[*circle.first()?].span,
            format!(
                "Whether a family can go round in a circle through {} could not be settled: there are \
                 too many families to try them all.",
                shortened(&names, 8, "and")
            ),
        )
        .help("No family that was tried goes round. Take the circle out of the drawing to be sure."),
    )
}

/// A family that goes round.
struct Round {
    circle: Vec<(BlockId, usize)>,
    /// What it answered on its way into the circle and round it, and facts.
    answers: Vec<(QuestionId, Answer)>,
    sheet: Sheet,
}

pub(super) fn check(ctx: &Context<'_>, out: &mut Diagnostics) {
    let mut unsettled = None;
    for circle in Drawing::of(ctx.pathway).circles() {
        let only = leading_to(ctx.pathway, circle.iter().copied());
        let mut shortest: Option<Round> = None;
        let searched = families_through(ctx.pathway, ctx.today, &only, STEPS, &mut |family| {
            for round in rounds(ctx, family, &circle) {
                let shorter = shortest
                    .as_ref()
                    .is_none_or(|other| round.answers.len() < other.answers.len());
                if shorter {
                    shortest = Some(round);
                }
            }
            ControlFlow::Continue(())
        });
        match shortest {
            Some(round) => out.findings.extend(goes_round(ctx, &round)),
            None if searched == Searched::TooMany => {
                unsettled.get_or_insert(circle);
            }
            None => {}
        }
    }
    if let Some(circle) = unsettled {
        out.findings.extend(not_settled(ctx, &circle));
    }
}

/// The circles among these places that a family goes round.
fn rounds(ctx: &Context<'_>, family: &Evaluation, among: &[BlockId]) -> Vec<Round> {
    let circles = family.problems.iter().filter_map(|problem| match problem {
        Problem::Circle(circle) => Some(circle),
        Problem::Gap { .. }
        | Problem::Conflict { .. }
        | Problem::Undecided { .. }
        | Problem::UndecidedAction { .. }
        | Problem::DeadEnd { .. }
        | Problem::ValueGap { .. }
        | Problem::ValueConflict { .. }
        | Problem::Broken { .. } => None,
    });
    let here = circles.filter(|circle| circle.iter().all(|(block, _)| among.contains(block)));
    let rounds: Vec<Round> = here
        .map(|circle| Round {
            answers: family
                .answers_known_at(ctx.pathway, circle.iter().map(|(block, _)| *block))
                .into_iter()
                .map(|(question, answer)| (question, answer.clone()))
                .collect(),
            circle: circle.clone(),
            sheet: family.sheet.clone(),
        })
        .collect();
    if rounds.is_empty() || family.may_be_misread(ctx.pathway) {
        return Vec::new();
    }
    rounds
}
