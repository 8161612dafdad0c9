//! `no-contact`: a service that some family is sent to without a way to reach it.
//!
//! A family that is sent to a service at several places sees what each of them tells it.

use super::{Context, SHOWN, names};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::evaluate::{Evaluation, Truth};
use crate::ir::{Action, BlockId, Pathway, Service, ServiceId, Strength, Verb, What};
use crate::logic::{Asked, Claim, Family, Settled};
use crate::source::Span;

fn sees_no_contact(
    ctx: &Context<'_>,
    service: &Service,
    sent: Span,
    family: &Family,
) -> Diagnostic {
    let name = &service.name;
    let who = if family.told.is_empty() {
        String::from("Every family")
    } else {
        ctx.a_family(family).replacen('a', "A", 1)
    };
    let contacts: Vec<Span> = service
        .lines
        .iter()
        .filter(|line| line.is_contact())
        .filter_map(|line| Some(line.when.as_ref()?.span))
        .collect();
    let finding = Diagnostic::new(
        Code::NoContact,
        service.span,
        format!("{who} is sent to `{name}` and sees no way to reach it."),
    )
    .label(sent, "The family is sent there here.");
    let finding = contacts
        .iter()
        .take(3)
        .fold(finding, |finding, span| {
            finding.label(*span, "This does not hold for that family.")
        })
        .help(format!(
            "Give `{name}` a contact for this family too, or one without `when`, which is for everyone."
        ));
    ctx.told(
        finding,
        family,
        format!("it is sent to `{name}`, and sees no way to reach it."),
    )
}

/// Services that say nothing at all of how to reach them, each with a place that sends families there.
fn have_no_contact(
    ctx: &Context<'_>,
    services: &[(Span, (ServiceId, Span))],
) -> Option<Diagnostic> {
    let ((span, (_, sent)), others) = services.split_first()?;
    let shown: Vec<&str> = services
        .iter()
        .map(|(_, (service, _))| ctx.pathway[*service].name.as_str())
        .collect();
    let message = match shown.as_slice() {
        [only] => format!("Families are sent to `{only}`, and nothing says how to reach it."),
        several => format!(
            "Families are sent to {} services of which nothing says how to reach them: {}.",
            several.len(),
            names(several)
        ),
    };
    let mut finding = Diagnostic::new(Code::NoContact, *span, message)
        .label(*sent, "Families are sent there here.");
    for (span, _) in others.iter().take(SHOWN - 1) {
        finding = finding.label(*span, "This one too.");
    }
    Some(finding.help(
        "Give the service a `phone`, `email`, `website`, `form`, `address` or `postcode` line.",
    ))
}

/// A place, the number of an action there, and the action.
type Place<'a> = (BlockId, usize, &'a Action);

pub(super) fn check<'a>(ctx: &Context<'a>, out: &mut Diagnostics) {
    let mut bare = Vec::new();
    // A service that has closed needs no contact: that families are sent there is the finding.
    for (id, _) in ctx.open_services() {
        let pathway: &'a Pathway = ctx.pathway;
        let service = &pathway[id];
        let without_when = |line: &crate::ir::ServiceLine| line.is_contact() && line.when.is_none();
        // What is left open, each version of the pathway says.
        if service.local || service.lines.iter().any(without_when) {
            continue;
        }
        let places = places_that_send(ctx, id);
        let Some(family) = stranded(ctx, service, &places) else {
            continue;
        };
        let Some(sent) = sent_from(ctx, id, &family.evaluation) else {
            continue;
        };
        if service.lines.iter().any(|line| line.is_contact()) {
            out.push(sees_no_contact(ctx, service, sent, &family));
        } else {
            bare.push((service.span, (id, sent)));
        }
    }
    for services in ctx.together(Code::NoContact, bare) {
        out.findings.extend(have_no_contact(ctx, &services));
    }
}

/// The actions that send families to a service.
fn places_that_send<'a>(ctx: &Context<'a>, service: ServiceId) -> Vec<Place<'a>> {
    let blocks = (0..).map(BlockId).zip(&ctx.pathway.blocks);
    blocks
        .flat_map(|(at, block)| (0..).zip(&block.actions).map(move |(n, it)| (at, n, it)))
        .filter(|(_, _, it)| it.what == What::Service(service) && sends(it.strength, it.verb))
        .collect()
}

/// The shortest family that is sent to a service and sees no contact, wherever it is sent there.
fn stranded<'a>(ctx: &Context<'a>, service: &'a Service, places: &[Place<'a>]) -> Option<Family> {
    let survey = ctx.logic.as_ref()?.survey();
    let contacts = || service.lines.iter().filter(|line| line.is_contact());
    // What is seen where a place gives the service.
    let unseen_at = |(block, _, action): &Place<'a>| {
        let guards = contacts().filter_map(|line| line.when.as_ref());
        let mut all = vec![Claim::gives(*block, action)];
        all.extend(guards.map(|guard| Claim::Is(*block, &guard.condition, Truth::No)));
        Claim::All(all)
    };
    // Most services are settled place by place.
    let is_in_doubt = |(block, number, action): &&Place<'a>| {
        let asked = match (contacts().next(), &action.when) {
            (Some(_), _) => Asked::Unseen(*block, *number),
            (None, Some(_)) => Asked::Action(*block, *number, Truth::Yes),
            (None, None) => return survey.reached(*block) != Settled::Cannot,
        };
        survey.found(asked) != Settled::Cannot
    };
    let in_doubt: Vec<&Place<'a>> = places.iter().filter(is_in_doubt).collect();
    if in_doubt.is_empty() {
        return None;
    }
    let some = Claim::Any(in_doubt.iter().map(|place| unseen_at(place)).collect());
    if places.len() == 1 {
        return ctx.family(&some);
    }
    let every = places.iter().map(|place| {
        let elsewhere = Claim::Not(Box::new(Claim::gives(place.0, place.2)));
        Claim::Any(vec![elsewhere, unseen_at(place)])
    });
    ctx.family(&Claim::All(std::iter::once(some).chain(every).collect()))
}

/// Whether an action of this kind sends a family somewhere.
fn sends(strength: Strength, verb: Verb) -> bool {
    match verb {
        Verb::Refer | Verb::Signpost | Verb::Offer | Verb::Contact => strength != Strength::MustNot,
        Verb::Do | Verb::Say | Verb::Urgent => false,
    }
}

/// Where a family is sent to a service.
fn sent_from(ctx: &Context<'_>, service: ServiceId, family: &Evaluation) -> Option<Span> {
    let got = family
        .got
        .iter()
        .find(|got| got.what == What::Service(service) && sends(got.strength, got.verb))?;
    let (block, action) = got.places.first()?;
    Some(ctx.pathway[*block].actions.get(*action)?.span)
}
