//! `same-service-twice`: services that have a telephone number, an address or a form in common.
//!
//! Services that hang together by their contacts are one finding, however many contacts they share.
//! Contacts are compared by what they are, not by how they are written. 999 and 112 are everybody's, and
//! a postal address may be that of a building, so neither counts.

use std::collections::{BTreeMap, BTreeSet};

use super::Context;
use crate::contact::{email, phone, website};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, list};
use crate::ir::{Detail, Service, ServiceId, ServiceLine};
use crate::source::Span;

/// `contacts`: what they share, in words. `places`: whose line each is, and where; the first is shown first.
fn shared(
    services: &[&Service],
    contacts: &[String],
    places: &[(&Service, Span)],
) -> Option<Diagnostic> {
    let ((service, span), others) = places.split_first()?;
    let named: Vec<String> = services.iter().map(|it| format!("`{}`", it.name)).collect();
    let mut finding = Diagnostic::new(
        Code::SameServiceTwice,
        *span,
        format!(
            "{} have {} in common, so they may be one service.",
            list(&named, "and"),
            list(contacts, "and")
        ),
    )
    .here(format!("Here it stands in `{}`.", service.name));
    for (service, span) in others {
        finding = finding.label(*span, format!("Here it stands in `{}`.", service.name));
    }
    Some(finding.help(
        "Keep one of them and use its name everywhere, or give each the contact that is its own.",
    ))
}

/// A contact of one kind, the same for every way of writing it.
type Contact = (Detail, String);

/// Contacts, and the lines in which each stands.
type Contacts = BTreeMap<Contact, Vec<(ServiceId, Span)>>;

pub(super) fn check(ctx: &Context<'_>, out: &mut Diagnostics) {
    let mut contacts = Contacts::new();
    for (id, service) in ctx.open_services() {
        for line in &service.lines {
            if let Some(contact) = contact(line) {
                let contact = (line.kind, contact);
                contacts.entry(contact).or_default().push((id, line.span));
            }
        }
    }
    contacts.retain(|_, places| places.first().map(|it| it.0) != places.last().map(|it| it.0));

    for contacts in hanging_together(contacts) {
        let mut places: Vec<(ServiceId, Span)> = contacts.values().flatten().copied().collect();
        places.sort_unstable();
        let services: BTreeSet<ServiceId> = places.iter().map(|it| it.0).collect();
        let services: Vec<&Service> = services.into_iter().map(|id| &ctx.pathway[id]).collect();
        let contacts: Vec<String> = contacts.keys().map(in_words).collect();
        // The second service is the one too many, unless the author allows it in another.
        let first = places.first().map(|it| it.0);
        let allowed = places.iter().position(|(_, span)| is_allowed(ctx, *span));
        let second = places.iter().position(|(id, _)| Some(*id) != first);
        if let Some(sorted) = places.get_mut(..=allowed.or(second).unwrap_or(0)) {
            sorted.rotate_right(1);
        }
        let places: Vec<_> = places
            .into_iter()
            .map(|(id, span)| (&ctx.pathway[id], span))
            .collect();
        out.findings.extend(shared(&services, &contacts, &places));
    }
}

/// The contacts in heaps: two are in one heap where some service has both, or has one that is in a heap
/// with the other.
fn hanging_together(contacts: Contacts) -> Vec<Contacts> {
    // Each service points to an earlier one that it hangs together with; the first of a heap to none.
    let mut earlier: BTreeMap<ServiceId, ServiceId> = BTreeMap::new();
    let first = |earlier: &BTreeMap<ServiceId, ServiceId>, mut id: ServiceId| {
        while let Some(before) = earlier.get(&id) {
            id = *before;
        }
        id
    };
    for places in contacts.values() {
        for pair in places.windows(2) {
            if let [(a, _), (b, _)] = pair {
                let (a, b) = (first(&earlier, *a), first(&earlier, *b));
                if a != b {
                    earlier.insert(a.max(b), a.min(b));
                }
            }
        }
    }
    let mut heaps: BTreeMap<ServiceId, Contacts> = BTreeMap::new();
    for (contact, places) in contacts {
        if let Some((id, _)) = places.first() {
            let heap = first(&earlier, *id);
            heaps.entry(heap).or_default().insert(contact, places);
        }
    }
    heaps.into_values().collect()
}

fn is_allowed(ctx: &Context<'_>, span: Span) -> bool {
    let mut allows = ctx.pathway.allows.iter();
    allows.any(|it| it.finding == Code::SameServiceTwice.name() && it.holds_at(span))
}

fn in_words((kind, contact): &(Detail, String)) -> String {
    let kind = match kind {
        Detail::Phone => "the telephone number",
        Detail::Email => "the e-mail address",
        Detail::Website => "the website",
        Detail::Form => "the form",
        Detail::Authority
        | Detail::Audience
        | Detail::Source
        | Detail::Owner
        | Detail::Version
        | Detail::Note
        | Detail::Hint
        | Detail::Address
        | Detail::Postcode
        | Detail::Hours
        | Detail::For
        | Detail::Cost
        | Detail::Languages => "the contact",
    };
    format!("{kind} `{contact}`")
}

/// What the contact on this line is, the same for every way of writing it; none for other lines, and for
/// what cannot be read.
fn contact(line: &ServiceLine) -> Option<String> {
    match line.kind {
        Detail::Phone => {
            let number = phone::read(&line.text).ok()?.canonical;
            (!matches!(number.as_str(), "999" | "112")).then_some(number)
        }
        Detail::Email => Some(email::read(&line.text).ok()?.canonical),
        Detail::Website => {
            let website = website::read(&line.text).ok()?.canonical;
            let place = website
                .split_once("://")
                .map(|(_, place)| place.to_string());
            place.or(Some(website))
        }
        Detail::Form => {
            let words: Vec<&str> = line.text.split_whitespace().collect();
            Some(words.join(" "))
        }
        Detail::Authority
        | Detail::Audience
        | Detail::Source
        | Detail::Owner
        | Detail::Version
        | Detail::Note
        | Detail::Hint
        | Detail::Address
        | Detail::Postcode
        | Detail::Hours
        | Detail::For
        | Detail::Cost
        | Detail::Languages => None,
    }
}
