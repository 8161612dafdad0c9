//! `order-not-needed`: `first match` at a place where no family meets two ways that lead to different places.

use super::{Context, SHOWN, names};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ir::{BlockId, Policy};
use crate::logic::{Asked, Settled};
use crate::source::Span;

fn not_needed(ctx: &Context<'_>, blocks: &[(Span, BlockId)]) -> Option<Diagnostic> {
    let ((span, first), others) = blocks.split_first()?;
    let listed: Vec<&str> = blocks
        .iter()
        .map(|(_, block)| ctx.pathway[*block].name.as_str())
        .collect();
    let message = match others {
        [] => format!(
            "At {}, `first match` makes no difference: no family has two ways to choose from.",
            ctx.called(*first)
        ),
        _ => format!(
            "At {} places, `first match` makes no difference, because no family has two ways to choose from: {}.",
            blocks.len(),
            names(&listed)
        ),
    };
    let mut finding = Diagnostic::new(Code::OrderNotNeeded, *span, message);
    for (span, _) in others.iter().take(SHOWN - 1) {
        finding = finding.label(*span, "Here too.");
    }
    Some(
        finding
            .help("Delete the line `first match`. If two ways ever overlap after a change, you are then told."),
    )
}

pub(super) fn check(ctx: &Context<'_>, out: &mut Diagnostics) {
    let Some(logic) = ctx.logic.as_ref().filter(|_| ctx.is_whole()) else {
        return;
    };
    let found = ctx
        .blocks()
        .filter(|block| {
            ctx.pathway[*block].policy == Policy::FirstMatch
                && logic.survey().reached(*block) == Settled::Can
                && logic.survey().found(Asked::OrderMatters(*block)) == Settled::Cannot
        })
        .map(|block| (ctx.pathway[block].span, block))
        .collect();
    for blocks in ctx.together(Code::OrderNotNeeded, found) {
        out.findings.extend(not_needed(ctx, &blocks));
    }
}
