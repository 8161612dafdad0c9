//! `example-contact`: numbers, addresses and postcodes that are kept for examples and reach nobody.
//!
//! One finding for the file, however many there are. Services that have closed are passed over.

use super::{Context, names};
use crate::contact::{email, phone, postcode, website};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, count};
use crate::ir::{Detail, ServiceLine};
use crate::source::Span;

fn reaches_nobody(services: &[(Span, Vec<Contact<'_>>)]) -> Option<Diagnostic> {
    let contacts: Vec<&Contact<'_>> = services.iter().flat_map(|(_, it)| it).collect();
    let (first, others) = contacts.split_first()?;
    let message = match others {
        [] => format!(
            "`{}`, in `{}`, reaches nobody: it is {}.",
            first.text, first.service, first.kind
        ),
        _ => {
            let mut named: Vec<&str> = contacts.iter().map(|it| it.service).collect();
            named.dedup();
            format!(
                "{} reach nobody: they are numbers or addresses kept for examples ({}).",
                count(contacts.len(), "contact"),
                names(&named)
            )
        }
    };
    let mut finding = Diagnostic::new(Code::ExampleContact, first.span, message);
    for it in others {
        finding = finding.label(it.span, format!("In `{}`, {}.", it.service, it.kind));
    }
    Some(finding.help("Write the contact that families are to use before this is published."))
}

/// A contact, whose it is, and why it reaches nobody.
#[derive(Clone)]
struct Contact<'a> {
    service: &'a str,
    text: &'a str,
    kind: &'static str,
    span: Span,
}

pub(super) fn check(ctx: &Context<'_>, out: &mut Diagnostics) {
    let mut services = Vec::new();
    for (_, service) in ctx.open_services() {
        let mut contacts = Vec::new();
        for line in &service.lines {
            if let Some(kind) = kept_for_examples(line) {
                contacts.push(Contact {
                    service: &service.name,
                    text: line.text.trim(),
                    kind,
                    span: line.span,
                });
            }
        }
        // A version may have added some of them.
        for contacts in contacts.chunk_by(|a, b| a.span.source == b.span.source) {
            services.extend(
                contacts
                    .first()
                    .map(|it| it.span)
                    .map(|span| (span, contacts.to_vec())),
            );
        }
    }
    for services in ctx.together(Code::ExampleContact, services) {
        out.findings.extend(reaches_nobody(&services));
    }
}

/// Why nobody is reached by this line; none where it may reach somebody, or cannot be read.
fn kept_for_examples(line: &ServiceLine) -> Option<&'static str> {
    let text = &line.text;
    let (is_example, kind) = match line.kind {
        Detail::Phone => (
            phone::read(text).ok()?.example,
            "a number kept for films and examples",
        ),
        Detail::Email => (
            email::read(text).ok()?.example,
            "an address kept for examples",
        ),
        Detail::Website => (
            website::read(text).ok()?.example,
            "an address kept for examples",
        ),
        Detail::Postcode => (
            postcode::read(text).ok()?.example,
            "a postcode that stands for no place",
        ),
        Detail::Authority
        | Detail::Audience
        | Detail::Source
        | Detail::Owner
        | Detail::Version
        | Detail::Note
        | Detail::Hint
        | Detail::Form
        | Detail::Address
        | Detail::Hours
        | Detail::For
        | Detail::Cost
        | Detail::Languages => return None,
    };
    is_example.then_some(kind)
}
