//! `unused-service`: services in the file that no action speaks of.
//!
//! Out of hours and replacing another service are uses too; a rule or an example is none. One finding for
//! the file, however many there are.

use std::collections::BTreeSet;

use super::{Context, SHOWN, names};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ir::{Part, ServiceId, What};
use crate::source::Span;

fn unused(services: &[(Span, &str)]) -> Option<Diagnostic> {
    let ((span, first), others) = services.split_first()?;
    let listed: Vec<&str> = services.iter().map(|(_, name)| *name).collect();
    let message = match others {
        [] => format!("No action and no other service speaks of the service `{first}`."),
        _ => format!(
            "No action and no other service speaks of these {} services: {}.",
            services.len(),
            names(&listed)
        ),
    };
    let mut finding =
        Diagnostic::new(Code::UnusedService, *span, message).here("Nothing sends anybody to it.");
    for (span, name) in others.iter().take(SHOWN) {
        finding = finding.label(*span, format!("Nor to `{name}`."));
    }
    Some(finding.help(format!(
        "Write an action where families need it, such as `signpost to {first}`, or delete it."
    )))
}

pub(super) fn check(ctx: &Context<'_>, out: &mut Diagnostics) {
    let used = used(ctx);
    let unused_services = (0..)
        .map(ServiceId)
        .zip(&ctx.pathway.services)
        .filter(|(id, _)| !used.contains(id) && !ctx.pathway.broken.mentions(Part::Service(*id)))
        .map(|(_, service)| (service.span, service.name.as_str()))
        .collect();
    for services in ctx.together(Code::UnusedService, unused_services) {
        out.findings.extend(unused(&services));
    }
}

fn used(ctx: &Context<'_>) -> BTreeSet<ServiceId> {
    let mut used = BTreeSet::new();
    for action in ctx.pathway.blocks.iter().flat_map(|block| &block.actions) {
        if let What::Service(service) = &action.what {
            used.insert(*service);
        }
    }
    for (id, service) in (0..).map(ServiceId).zip(&ctx.pathway.services) {
        let replaced_by = service.retired.as_ref().and_then(|it| it.replaced_by);
        let named = service.out_of_hours.into_iter().chain(replaced_by);
        used.extend(named.filter(|named| *named != id));
    }
    used
}
