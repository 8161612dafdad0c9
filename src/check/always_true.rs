//! `always-true`: conditions that hold for every family that comes there, and so need not be written.
//!
//! One finding for the file, however many there are.

use super::{Context, SHOWN};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::evaluate::Truth;
use crate::families::shortened;
use crate::ir::{Guard, ServiceId};
use crate::logic::{Asked, Settled};
use crate::source::Span;

fn always(found: &[(Span, &Guard)]) -> Option<Diagnostic> {
    let ((span, first), others) = found.split_first()?;
    let message = match others {
        [] => format!(
            "The condition `{}` holds for every family that comes there, and so makes no difference.",
            first.text
        ),
        _ => {
            let words: Vec<String> = found
                .iter()
                .map(|(_, it)| format!("`{}`", it.text))
                .collect();
            format!(
                "{} conditions hold for every family that comes there, and so make no difference: {}.",
                found.len(),
                shortened(&words, SHOWN, "and")
            )
        }
    };
    let mut finding = Diagnostic::new(Code::AlwaysTrue, *span, message);
    for (span, _) in others.iter().take(SHOWN - 1) {
        finding = finding.label(*span, "This one too.");
    }
    Some(finding.help("If the line is meant for all of them, take the `when` away. If it is not, mend the condition."))
}

pub(super) fn check(ctx: &Context<'_>, out: &mut Diagnostics) {
    let Some(logic) = ctx.logic.as_ref().filter(|_| ctx.is_whole()) else {
        return;
    };
    let cannot = |asked| logic.survey().found(asked) == Settled::Cannot;
    let mut found: Vec<(Span, &Guard)> = Vec::new();
    for block in ctx.blocks() {
        if logic.survey().reached(block) != Settled::Can {
            continue;
        }
        for (number, action) in ctx.pathway[block].actions.iter().enumerate() {
            let everybody = [Truth::No, Truth::Unknown]
                .iter()
                .all(|truth| cannot(Asked::Action(block, number, *truth)));
            let guard = action.when.as_ref().filter(|_| everybody);
            found.extend(guard.map(|guard| (guard.span, guard)));
        }
    }
    for service in (0..ctx.pathway.services.len()).map(ServiceId) {
        for (number, line) in ctx.pathway[service].lines.iter().enumerate() {
            let everybody = [Truth::No, Truth::Unknown]
                .iter()
                .all(|truth| cannot(Asked::Line(service, number, *truth)));
            let somebody = !cannot(Asked::Line(service, number, Truth::Yes));
            let guard = line.when.as_ref().filter(|_| everybody && somebody);
            found.extend(guard.map(|guard| (guard.span, guard)));
        }
    }
    found.sort_by_key(|(span, _)| *span);
    for found in ctx.together(Code::AlwaysTrue, found) {
        out.findings.extend(always(&found));
    }
}
