//! `retired-service`: families sent to a service that has closed.

use super::Context;
use crate::calendar;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ir::{Action, Retired, Service, ServiceId, Strength, What};

fn closed(
    ctx: &Context<'_>,
    service: &Service,
    retired: &Retired,
    actions: &[&Action],
) -> Diagnostic {
    let mut finding = Diagnostic::new(
        Code::RetiredService,
        retired.span,
        format!(
            "The service `{}` closed on {}, but families are still sent to it.",
            service.name,
            calendar::words(retired.on)
        ),
    )
    .here("It closed on this day.");
    for action in actions {
        finding = finding.label(action.span, "Families are sent to it here.");
    }
    match retired.replaced_by {
        Some(new) => {
            let new = &ctx.pathway[new].name;
            finding.help(format!(
                "Send them to `{new}` instead, which has taken its place."
            ))
        }
        None => finding.help("Send them to another service, or delete the action."),
    }
}

pub(super) fn check(ctx: &Context<'_>, out: &mut Diagnostics) {
    for (id, service) in (0..).map(ServiceId).zip(&ctx.pathway.services) {
        let Some(retired) = service.retired.as_ref().filter(|it| it.on <= ctx.today) else {
            continue;
        };
        let blocks = ctx.pathway.blocks.iter();
        let actions: Vec<&Action> = blocks
            .flat_map(|block| &block.actions)
            .filter(|it| it.what == What::Service(id) && it.strength != Strength::MustNot)
            .collect();
        if !actions.is_empty() {
            out.push(closed(ctx, service, retired, &actions));
        }
    }
}
