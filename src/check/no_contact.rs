//! `no-contact`: a service that some family is sent to without a way to reach it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use super::{Context, SHOWN, names};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::evaluate::{Drawing, Evaluation, Got, Sheet};
use crate::families::{Searched, families_through, family_in_words, leading_to, shortened};
use crate::ir::{
    Action, Answer, BlockId, Part, QuestionId, Service, ServiceId, Strength, Verb, What,
};
use crate::source::Span;

/// How many steps are taken to find families that see no contact.
const STEPS: usize = 50_000;

fn sees_no_contact(ctx: &Context<'_>, service: &Service, stranded: &Stranded) -> Diagnostic {
    let name = &service.name;
    let who = if stranded.answers.is_empty() {
        String::from("Every family")
    } else {
        let answers = stranded.answers.iter();
        let answers = answers.map(|(question, answer)| (*question, answer));
        let words = family_in_words(ctx.pathway, ctx.today, answers);
        format!("A family for which {words}")
    };
    let contacts: Vec<Span> = service
        .lines
        .iter()
        .filter(|line| line.is_contact())
        .filter_map(|line| Some(line.when.as_ref()?.span))
        .collect();
    let places: Vec<String> = stranded
        .places
        .iter()
        .map(|place| format!("`{}`", ctx.pathway[*place].name))
        .collect();
    let then = format!(
        "at {}, it is sent to `{name}` and sees no way to reach it.",
        shortened(&places, 4, "and")
    );
    let finding = Diagnostic::new(
        Code::NoContact,
        service.span,
        format!("{who} is sent to `{name}` and sees no way to reach it."),
    )
    .label(stranded.sent, "The family is sent there here.")
    .family(ctx.family(&stranded.sheet, &stranded.places, then));
    contacts
        .iter()
        .take(3)
        .fold(finding, |finding, span| {
            finding.label(*span, "This does not hold for that family.")
        })
        .help(format!(
            "Give `{name}` a contact for this family too, or one without `when`, which is for everyone."
        ))
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

fn not_settled(ctx: &Context<'_>, services: &[ServiceId], span: Span) -> Diagnostic {
    let names: Vec<String> = services
        .iter()
        .map(|service| format!("`{}`", ctx.pathway[*service].name))
        .collect();
    Diagnostic::new(
        Code::TooManyFamilies,
        span,
        format!(
            "Whether every family that is sent to {} sees a way to reach it could not be settled: there \
             are too many families to try them all.",
            shortened(&names, 8, "or")
        ),
    )
    .help("No family that was tried is without one. A contact without `when` is for everyone.")
}

/// The first family found that sees no contact, and where it is sent.
struct Stranded {
    sent: Span,
    answers: Vec<(QuestionId, Answer)>,
    sheet: Sheet,
    /// The places that send it there.
    places: Vec<BlockId>,
}

pub(super) fn check(ctx: &Context<'_>, out: &mut Diagnostics) {
    let in_doubt = services_in_doubt(ctx);
    if in_doubt.is_empty() {
        return;
    }
    let only = leading_to(ctx.pathway, in_doubt.values().flatten().copied());
    let mut found: BTreeMap<ServiceId, Stranded> = BTreeMap::new();
    let searched = families_through(ctx.pathway, ctx.today, &only, STEPS, &mut |family| {
        for got in &family.got {
            let What::Service(service) = got.what else {
                continue;
            };
            let new = in_doubt.contains_key(&service) && !found.contains_key(&service);
            if new && is_stranded(ctx, got) && !family.may_be_misread(ctx.pathway) {
                found.extend(stranded(ctx, family, got).map(|it| (service, it)));
            }
        }
        if found.len() == in_doubt.len() {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    });
    let mut unsettled = Vec::new();
    let mut bare = Vec::new();
    for (service, blocks) in &in_doubt {
        let it = &ctx.pathway[*service];
        let without_any = !it.lines.iter().any(|line| line.is_contact());
        match found.get(service) {
            Some(stranded) if without_any => bare.push((it.span, (*service, stranded.sent))),
            Some(stranded) => {
                out.push(sees_no_contact(ctx, it, stranded));
            }
            None if searched == Searched::TooMany => {
                let sent = sent_from(ctx, *service, blocks);
                match sent.filter(|_| without_any && ctx.pathway.broken.parts.is_empty()) {
                    Some(sent) => bare.push((it.span, (*service, sent))),
                    None => unsettled.push(*service),
                }
            }
            None => {}
        }
    }
    for services in ctx.together(Code::NoContact, bare) {
        out.findings.extend(have_no_contact(ctx, &services));
    }
    if let Some(first) = unsettled.first() {
        out.push(not_settled(ctx, &unsettled, ctx.pathway[*first].span));
    }
}

/// The services of which not every family surely sees a contact, with the places that send families there.
fn services_in_doubt(ctx: &Context<'_>) -> BTreeMap<ServiceId, BTreeSet<BlockId>> {
    let drawing = Drawing::of(ctx.pathway);
    let mut found: BTreeMap<ServiceId, BTreeSet<BlockId>> = BTreeMap::new();
    for (at, block) in ctx.pathway.blocks.iter().enumerate() {
        let at = BlockId(at);
        for action in &block.actions {
            let What::Service(service) = action.what else {
                continue;
            };
            let always = ctx.pathway[service]
                .lines
                .iter()
                .any(|line| line.is_contact() && line.when.is_none());
            let unread = ctx.pathway.broken.holds(Part::Service(service));
            // A service that has closed needs no contact: that families are sent there is the finding.
            let closed = ctx.pathway[service].retired.as_ref();
            let closed = closed.is_some_and(|retired| retired.on <= ctx.today);
            if sends(action.strength, action.verb)
                && !always
                && !unread
                && !closed
                && drawing.spot(at).is_some()
            {
                found.entry(service).or_default().insert(at);
            }
        }
    }
    found
}

/// Whether an action of this kind sends a family somewhere.
fn sends(strength: Strength, verb: Verb) -> bool {
    match verb {
        Verb::Refer | Verb::Signpost | Verb::Offer | Verb::Contact => strength != Strength::MustNot,
        Verb::Do | Verb::Say | Verb::Urgent => false,
    }
}

/// Whether a family that gets this is sent to a service, and surely sees no contact.
fn is_stranded(ctx: &Context<'_>, got: &Got) -> bool {
    let What::Service(service) = got.what else {
        return false;
    };
    let lines = &ctx.pathway[service].lines;
    let mut seen = got.lines.iter().chain(&got.unsure_lines);
    sends(got.strength, got.verb)
        && !seen.any(|at| lines.get(*at).is_some_and(|line| line.is_contact()))
}

fn stranded(ctx: &Context<'_>, family: &Evaluation, got: &Got) -> Option<Stranded> {
    let (block, action) = got.places.first()?;
    Some(Stranded {
        sent: ctx.pathway[*block].actions.get(*action)?.span,
        answers: family
            .answers_known_at(ctx.pathway, got.places.iter().map(|(block, _)| *block))
            .into_iter()
            .map(|(question, answer)| (question, answer.clone()))
            .collect(),
        sheet: family.sheet.clone(),
        places: got.places.iter().map(|(block, _)| *block).collect(),
    })
}

/// Where one of these places sends a family to a service.
fn sent_from(ctx: &Context<'_>, service: ServiceId, blocks: &BTreeSet<BlockId>) -> Option<Span> {
    let here = |action: &&Action| {
        action.what == What::Service(service) && sends(action.strength, action.verb)
    };
    blocks
        .iter()
        .find_map(|block| ctx.pathway[*block].actions.iter().find(here))
        .map(|action| action.span)
}
