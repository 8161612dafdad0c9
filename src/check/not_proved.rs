//! `not-proved`: what could not be settled with the work that is allowed. Silence must never look like proof.
//!
//! This check runs last: it tells what the others could not.

use super::{Context, names};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};

fn not_settled(ctx: &Context<'_>, blocks: &[crate::ir::BlockId]) -> Option<Diagnostic> {
    let first = blocks.first()?;
    let listed: Vec<&str> = blocks
        .iter()
        .map(|it| ctx.pathway[*it].name.as_str())
        .collect();
    let message = match blocks {
        [only] => format!(
            "Not everything about {} could be settled: too many answers depend on each other there.",
            ctx.called(*only)
        ),
        _ => format!(
            "Not everything about {} places could be settled, because too many answers depend on each other there: {}.",
            blocks.len(),
            names(&listed)
        ),
    };
    Some(
        Diagnostic::new(Code::NotProved, ctx.pathway[*first].span, message)
            .help("That nothing else is said of these places proves nothing. All other places are settled.")
            .help(
                "Let the conditions there depend on fewer answers, or split the place in two.",
            ),
    )
}

fn contradicts_itself(ctx: &Context<'_>) -> Diagnostic {
    Diagnostic::new(
        Code::NotProved,
        ctx.pathway.span,
        "Fingerpost contradicts itself about this pathway: something was proved of a family that does not show it. \
         This is a mistake in Fingerpost, and not in the pathway.",
    )
    .help("Please report it with this file. Until it is mended, do not take silence for proof.")
}

pub(super) fn check(ctx: &Context<'_>, out: &mut Diagnostics) {
    let Some(logic) = &ctx.logic else {
        return;
    };
    let blocks: Vec<_> = logic.unsettled().into_iter().collect();
    out.findings.extend(not_settled(ctx, &blocks));
    if logic.contradicted.get() && ctx.is_whole() {
        out.push(contradicts_itself(ctx));
    }
}
