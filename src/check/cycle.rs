//! `cycle`: a circle that a family can go round for ever. What counts is whether a family can, not whether
//! the drawing has a circle.

use super::Context;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::evaluate::{Drawing, Problem};
use crate::families::shortened;
use crate::ir::BlockId;
use crate::logic::{Claim, Family};

fn goes_round(
    ctx: &Context<'_>,
    circle: &[(BlockId, usize)],
    family: &Family,
) -> Option<Diagnostic> {
    let (first, _) = *circle.first()?;
    let name = |block: BlockId| format!("`{}`", ctx.pathway[block].name);
    let through: Vec<String> = circle.iter().map(|(block, _)| name(*block)).collect();
    let round = match &through[..] {
        [only] => format!("from {only} to {only} itself"),
        names => format!(
            "{}, and again {}",
            shortened(names, 12, "then"),
            name(first)
        ),
    };
    let who = if family.told.is_empty() {
        String::from("It happens to every family.")
    } else {
        format!("It happens to {}.", ctx.a_family(family))
    };
    let mut finding = Diagnostic::new(
        Code::Cycle,
        ctx.pathway[first].span,
        format!("A family goes round in a circle for ever: {round}. {who}"),
    );
    for (at, (block, way)) in circle.iter().enumerate().take(12) {
        let next = circle.get(at + 1).map_or(first, |(next, _)| *next);
        if let Some(way) = ctx.pathway[*block].ways.get(*way) {
            finding = finding.label(way.span, format!("This leads to {}.", name(next)));
        }
    }
    let finding = ctx.told(
        finding,
        family,
        format!("it goes round in a circle: {round}."),
    );
    Some(
        finding
            .help("Let one of these ways lead on, or say when it is taken so that nobody comes round again.")
            .help(
                "To send a family back when something has changed, write `if \"...\" return to NAME`: \
                 it is drawn, and not followed.",
            ),
    )
}

pub(super) fn check(ctx: &Context<'_>, out: &mut Diagnostics) {
    if ctx.logic.is_none() {
        return;
    }
    for places in Drawing::of(ctx.pathway).circles() {
        let round = Claim::Any(places.iter().map(|it| Claim::GoesRound(*it)).collect());
        let Some(family) = ctx.family(&round) else {
            continue;
        };
        let circle = family.evaluation.problems.iter().find_map(|problem| {
            let Problem::Circle(circle) = problem else {
                return None;
            };
            let is_here = circle.iter().all(|(it, _)| places.contains(it));
            is_here.then_some(circle)
        });
        let finding = circle.and_then(|circle| goes_round(ctx, circle, &family));
        out.findings.extend(finding);
    }
}
