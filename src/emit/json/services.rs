//! Services in the contract.

use schemars::JsonSchema;
use serde::Serialize;

use super::condition::Guard;
use super::{Place, View, each, written};
use crate::ir;

/// Who helps, and how to reach them.
#[derive(Serialize, JsonSchema)]
pub(super) struct Service<'a> {
    /// Its name.
    name: &'a str,
    /// Its title, for people.
    title: &'a str,
    /// How to reach it, and what else is said of it.
    lines: Vec<ServiceLine<'a>>,
    /// Who may use it: every one of these conditions must hold; anyone where there is none.
    eligible: Vec<Guard<'a>>,
    /// The service that answers when this one is closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    out_of_hours: Option<&'a str>,
    /// That it has closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    retired: Option<Retired<'a>>,
    /// That each version of this pathway has to say how to reach it; left out where that is not so.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    local: bool,
    /// Where its heading stands.
    place: Place<'a>,
}

impl<'a> Service<'a> {
    pub(super) fn of(view: &View<'a>, it: &'a ir::Service) -> Service<'a> {
        Service {
            name: &it.name,
            title: &it.title,
            lines: each(view, &it.lines, ServiceLine::of),
            eligible: each(view, &it.eligible, Guard::of),
            out_of_hours: it.out_of_hours.map(|id| view.service(id)),
            retired: it.retired.as_ref().map(|it| Retired {
                on: written(it.on),
                replaced_by: it.replaced_by.map(|id| view.service(id)),
                place: view.place(it.span),
            }),
            local: it.local,
            place: view.place(it.span),
        }
    }
}

/// One thing that is said of a service.
#[derive(Serialize, JsonSchema)]
struct ServiceLine<'a> {
    /// What kind of thing.
    kind: ServiceLineKind,
    /// The author's words: the number, the address, the note.
    text: &'a str,
    /// Whether it is a way to reach the service.
    contact: bool,
    /// For whom it is said; for everyone where left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    when: Option<Guard<'a>>,
    /// Where its text stands.
    place: Place<'a>,
}

impl<'a> ServiceLine<'a> {
    fn of(view: &View<'a>, it: &'a ir::ServiceLine) -> ServiceLine<'a> {
        ServiceLine {
            kind: ServiceLineKind::of(it.kind),
            text: &it.text,
            contact: it.is_contact(),
            when: it.when.as_ref().map(|guard| Guard::of(view, guard)),
            place: view.place(it.span),
        }
    }
}

/// The kinds of things that are said of a service.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum ServiceLineKind {
    /// A telephone number.
    Phone,
    /// An e-mail address.
    Email,
    /// A web address.
    Website,
    /// A form, and where it is.
    Form,
    /// A postal address.
    Address,
    /// A postcode.
    Postcode,
    /// When it is open.
    Hours,
    /// Who it is for.
    For,
    /// What it costs.
    Cost,
    /// Which languages it speaks.
    Languages,
    /// A note to the reader.
    Note,
    /// A hint to the reader.
    Hint,
    /// Which authority runs it.
    Authority,
    /// Whom it is written for.
    Audience,
    /// What it was taken from.
    Source,
    /// Who keeps the entry.
    Owner,
    /// The version of the entry.
    Version,
}

impl ServiceLineKind {
    fn of(kind: ir::Detail) -> ServiceLineKind {
        match kind {
            ir::Detail::Phone => ServiceLineKind::Phone,
            ir::Detail::Email => ServiceLineKind::Email,
            ir::Detail::Website => ServiceLineKind::Website,
            ir::Detail::Form => ServiceLineKind::Form,
            ir::Detail::Address => ServiceLineKind::Address,
            ir::Detail::Postcode => ServiceLineKind::Postcode,
            ir::Detail::Hours => ServiceLineKind::Hours,
            ir::Detail::For => ServiceLineKind::For,
            ir::Detail::Cost => ServiceLineKind::Cost,
            ir::Detail::Languages => ServiceLineKind::Languages,
            ir::Detail::Note => ServiceLineKind::Note,
            ir::Detail::Hint => ServiceLineKind::Hint,
            ir::Detail::Authority => ServiceLineKind::Authority,
            ir::Detail::Audience => ServiceLineKind::Audience,
            ir::Detail::Source => ServiceLineKind::Source,
            ir::Detail::Owner => ServiceLineKind::Owner,
            ir::Detail::Version => ServiceLineKind::Version,
        }
    }
}

/// A service that has closed.
#[derive(Serialize, JsonSchema)]
struct Retired<'a> {
    /// Its last day, as `2027-03-31`.
    on: String,
    /// The service that does its work now.
    #[serde(skip_serializing_if = "Option::is_none")]
    replaced_by: Option<&'a str>,
    /// Where the line stands.
    place: Place<'a>,
}
