//! `never-true`: an action, or a line of a service, whose condition holds for no family that comes there.

use super::Context;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::evaluate::{Truth, what};
use crate::ir::{Guard, ServiceId};
use crate::logic::{Asked, Settled};

fn never(guard: &Guard, who: &str, comes: &str) -> Diagnostic {
    Diagnostic::new(
        Code::NeverTrue,
        guard.span,
        format!("{who}: `{}` holds for no family that {comes} there.", guard.text),
    )
    .help("Look at what must be so before a family comes there, and mend the condition; or delete the line.")
}

pub(super) fn check(ctx: &Context<'_>, out: &mut Diagnostics) {
    let Some(logic) = ctx.logic.as_ref().filter(|_| ctx.is_whole()) else {
        return;
    };
    let cannot = |asked| logic.survey().found(asked) == Settled::Cannot;
    for block in ctx.blocks() {
        if logic.survey().reached(block) != Settled::Can {
            continue;
        }
        for (number, action) in ctx.pathway[block].actions.iter().enumerate() {
            let nobody = [Truth::Yes, Truth::Unknown]
                .iter()
                .all(|truth| cannot(Asked::Action(block, number, *truth)));
            if let Some(guard) = action.when.as_ref().filter(|_| nobody) {
                let what = what(ctx.pathway, &action.what);
                let who = format!("At {}, nobody gets {what}", ctx.called(block));
                out.push(never(guard, &who, "comes"));
            }
        }
    }
    for service in (0..ctx.pathway.services.len()).map(ServiceId) {
        for (number, line) in ctx.pathway[service].lines.iter().enumerate() {
            let nobody = [Truth::Yes, Truth::Unknown]
                .iter()
                .all(|truth| cannot(Asked::Line(service, number, *truth)));
            let somebody_is_sent = !cannot(Asked::Line(service, number, Truth::No));
            if let Some(guard) = line.when.as_ref().filter(|_| nobody && somebody_is_sent) {
                let who = format!(
                    "Nobody who is sent to `{}` sees \"{}\"",
                    ctx.pathway[service].name, line.text
                );
                out.push(never(guard, &who, "is sent"));
            }
        }
    }
}
