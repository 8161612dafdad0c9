//! What a family gets, for programs.
//!
//! Invariant: `format` and `version` say which shape it is. What stands under `answers` may be given to
//! `fingerpost run --answers` again.

use fingerpost::answers;
use fingerpost::diagnostic::Family;
use fingerpost::emit::words;
use fingerpost::evaluate::{Evaluation, Got, Visit, describe};
use fingerpost::ir::{BlockKind, Pathway, ServiceLine, Strength, Verb, What};
use serde::Serialize;

use super::tell::{actions, text};

/// The result as one JSON object, and a line end.
pub(super) fn json(pathway: &Pathway, ended: &Evaluation) -> String {
    let day = ended.today;
    let names = |visits: &mut dyn Iterator<Item = &Visit>| -> Vec<&str> {
        visits.map(|it| &*pathway[it.block].name).collect()
    };
    let is_outcome = |visit: &&Visit| pathway[visit.block].kind == BlockKind::Outcome;
    let result = Result {
        format: "fingerpost-run",
        version: 1,
        pathway: &pathway.name,
        today: format!("{:04}-{:02}-{:02}", day.year, day.month, day.day),
        family: answers::family(&ended.sheet, pathway, day),
        waiting: ended
            .waiting
            .iter()
            .map(|question| &*pathway[*question].name)
            .collect(),
        visited: names(&mut ended.visits.iter()),
        outcomes: names(&mut ended.visits.iter().filter(is_outcome)),
        urgent: &pathway.document.urgent,
        gets: ended.got.iter().map(|got| Gets::of(got, pathway)).collect(),
        problems: ended
            .problems
            .iter()
            .map(|problem| describe(problem, pathway))
            .collect(),
    };
    let text = serde_json::to_string_pretty(&result)
        .expect("plain structures of texts and numbers are always writable");
    format!("{text}\n")
}

#[derive(Serialize)]
struct Result<'a> {
    format: &'static str,
    version: u32,
    pathway: &'a str,
    today: String,
    /// `answers`
    #[serde(flatten)]
    family: Family,
    /// Questions that must be answered before more can be said.
    waiting: Vec<&'a str>,
    /// Places, in the order in which the family comes to them.
    visited: Vec<&'a str>,
    outcomes: Vec<&'a str>,
    urgent: &'a [String],
    gets: Vec<Gets<'a>>,
    problems: Vec<String>,
}

#[derive(Serialize)]
struct Gets<'a> {
    strength: &'static str,
    verb: &'static str,
    /// The service's name, for a service.
    service: Option<&'a str>,
    /// The action's name, where it has one.
    action: Option<&'a str>,
    text: &'a str,
    deadline: Option<String>,
    lines: Vec<Line<'a>>,
    notes: Vec<&'a str>,
    /// The places that give it.
    places: Vec<&'a str>,
}

/// A contact of the service, or something else that is said of it.
#[derive(Serialize)]
struct Line<'a> {
    kind: &'static str,
    text: &'a str,
    /// Whether it is known that it is said to this family.
    sure: bool,
}

impl<'a> Gets<'a> {
    fn of(got: &'a Got, pathway: &'a Pathway) -> Gets<'a> {
        let (service, action) = match &got.what {
            What::Service(id) => (Some(&pathway[*id]), None),
            What::Named(id) => (None, Some(&*pathway[*id].name)),
            What::Text(_) => (None, None),
        };
        let lines = service.map_or(&[][..], |service| service.lines.as_slice());
        let lines = lines.iter().enumerate().filter_map(|(number, line)| {
            let sure = got.lines.contains(&number);
            (sure || got.unsure_lines.contains(&number)).then(|| Line::of(line, sure))
        });
        let notes = actions(pathway, got).flat_map(|action| &action.notes);
        Gets {
            strength: strength(got.strength),
            verb: verb(got.verb),
            service: service.map(|service| &*service.name),
            action,
            text: text(pathway, &got.what),
            deadline: got.deadline.as_ref().map(words::deadline),
            lines: lines.collect(),
            notes: notes.map(String::as_str).collect(),
            places: got
                .places
                .iter()
                .map(|(block, _)| &*pathway[*block].name)
                .collect(),
        }
    }
}

impl<'a> Line<'a> {
    fn of(line: &'a ServiceLine, sure: bool) -> Line<'a> {
        Line {
            kind: line.kind.word(),
            text: &line.text,
            sure,
        }
    }
}

fn strength(strength: Strength) -> &'static str {
    match strength {
        Strength::Must => "must",
        Strength::Should => "should",
        Strength::Consider => "consider",
        Strength::MustNot => "must not",
    }
}

fn verb(verb: Verb) -> &'static str {
    match verb {
        Verb::Refer => "refer",
        Verb::Signpost => "signpost",
        Verb::Offer => "offer",
        Verb::Contact => "contact",
        Verb::Do => "do",
        Verb::Say => "say",
        Verb::Urgent => "urgent",
    }
}
