//! `not-proved`: what could not be settled with the work that is allowed. Silence must never look like proof.
//!
//! This check runs last: it tells what the others could not.

use super::{Context, names};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::Span;

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

/// The same of the lines of values and services.
fn lines_not_settled(parts: &[(&str, &str, Span)]) -> Option<Diagnostic> {
    let (kind, name, place) = parts.first()?;
    let message = match parts {
        [_] => format!(
            "Not every line of the {kind} `{name}` could be settled: too many answers depend on each other there."
        ),
        [..] => format!(
            "Not every line of {} values and services could be settled, because too many answers depend on each other there: {}.",
            parts.len(),
            names(&parts.iter().map(|part| part.1).collect::<Vec<_>>())
        ),
    };
    Some(
        Diagnostic::new(Code::NotProved, *place, message)
            .help("That nothing else is said of these lines proves nothing.")
            .help("Let the conditions there depend on fewer answers."),
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
    let pathway = ctx.pathway;
    let (values, services) = logic.survey().too_hard_lines();
    let values = values.iter().map(|id| &pathway[*id]);
    let values = values.map(|it| ("value", it.name.as_str(), it.span));
    let services = services.iter().map(|id| &pathway[*id]);
    let services = services.map(|it| ("service", it.name.as_str(), it.span));
    let parts: Vec<_> = values.chain(services).collect();
    out.findings.extend(lines_not_settled(&parts));
    if logic.contradicted.get() && ctx.is_whole() {
        out.push(contradicts_itself(ctx));
    }
}
