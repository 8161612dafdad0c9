//! `no-urgent-line`: something is due at once or within hours, and nothing says what to do in an
//! emergency.

use super::Context;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::emit::words::capital;
use crate::ir::{Action, Deadline, Pathway, Strength, Unit};

fn no_urgent_line(pathway: &Pathway, action: &Action) -> Diagnostic {
    let due = match action.deadline {
        Some(Deadline::AtOnce) | None => "at once",
        Some(Deadline::Within(_)) => "within hours",
    };
    Diagnostic::new(
        Code::NoUrgentLine,
        pathway.span,
        capital(&format!(
            "{} has an action that is due {due}, but does not say what to do in an emergency.",
            pathway.called()
        )),
    )
    .here("No line below it says `urgent`.")
    .label(action.span, format!("This is due {due}."))
    .help(
        "Write it below the heading, such as `urgent \"If anyone is in immediate danger, call 999.\"`.",
    )
}

pub(super) fn check(ctx: &Context<'_>, out: &mut Diagnostics) {
    let pathway = ctx.pathway;
    if !ctx.knows_the_document() || !pathway.document.urgent.is_empty() {
        return;
    }
    if let Some(action) = ctx.actions().find(|action| is_urgent(action)) {
        out.push(no_urgent_line(pathway, action));
    }
}

fn is_urgent(action: &Action) -> bool {
    let within_hours = match &action.deadline {
        Some(Deadline::AtOnce) => true,
        Some(Deadline::Within(time)) => {
            let mut units = time.0.iter();
            units.all(|(_, unit)| matches!(unit, Unit::Minutes | Unit::Hours))
        }
        None => false,
    };
    within_hours && action.strength != Strength::MustNot
}
