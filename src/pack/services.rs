//! For each service, who gets it and how it is reached.

use std::collections::BTreeMap;

use super::{Made, chapter};
use crate::calendar;
use crate::diagnostic::list;
use crate::emit::document::Service;
use crate::emit::text::{self, Anchor, Block, Span};
use crate::emit::words::{Words, capital};
use crate::why::{Who, Why, why};

/// Tables wider than this are hard to read on paper: of more columns, the cases are told in sentences alone.
const COLUMNS: usize = 6;

/// Each service that the pathway gives: for whom, in words and as a table.
pub(super) fn services(made: &Made<'_>) -> Vec<Block> {
    let mut out = vec![chapter("Who gets which service", "services")];
    if made.document.services.is_empty() {
        out.push(Block::plain("The pathway names no service."));
        return out;
    }
    out.push(Block::plain(
        "A family gets a service exactly when it is in one of the cases given here. This is worked out from the whole \
         pathway, and proved.",
    ));
    let words = Words::of(made.pathway);
    for service in &made.document.services {
        let anchor = Anchor::Service(service.id.0 + 1);
        out.push(Block::heading(3, Some(anchor), service.title.clone()));
        if let Some(closed) = &service.closed {
            out.push(Block::Alarm(format!("{closed}.")));
        }
        if let Some(why) = why(made.pathway, made.today, &service.name) {
            out.extend(offered(&words, made, &why));
        }
        out.extend(given_at(made, service));
        out.extend(
            (service.eligible.iter())
                .map(|it| Block::plain(format!("Only families may be sent there for whom {it}."))),
        );
    }
    out
}

fn offered(words: &Words<'_>, made: &Made<'_>, why: &Why) -> Vec<Block> {
    let said = |case: &String| in_full(words, &questions(made), case);
    let mut out = Vec::new();
    match (why.who, why.cases.as_slice()) {
        (Who::Everybody, _) => out.push(Block::plain("Every family gets it.")),
        (Who::Nobody, _) => {
            let stands_in = made.document.services.iter().filter(|it| {
                let out_of_hours = it.out_of_hours.map(|id| &made.pathway[id].name);
                out_of_hours == Some(&why.name)
            });
            let stands_in: Vec<String> = stands_in.map(|it| format!("“{}”", it.title)).collect();
            if stands_in.is_empty() {
                out.push(Block::plain("No family gets it."));
                out.extend(why.reasons.iter().map(|it| Block::sentence(it)));
            } else {
                out.push(Block::plain(format!(
                    "It stands in for {} out of hours, and is offered nowhere by itself.",
                    list(&stands_in, "and")
                )));
            }
        }
        (Who::NotSettled, _) => out.push(Block::Alarm(
            "Who gets it could not be settled in the work allowed.".into(),
        )),
        (Who::These | Who::TheseAndMore, [only]) if why.who == Who::These => {
            out.push(Block::plain(format!("Offered when {}.", said(only))));
        }
        (Who::These | Who::TheseAndMore, cases) => {
            let more = if why.who == Who::TheseAndMore {
                ", and in more cases that are not listed"
            } else {
                ""
            };
            out.push(Block::plain(format!(
                "Offered in each of these {} cases{more}:",
                cases.len()
            )));
            let cases = cases.iter();
            out.extend(cases.map(|case| Block::item(0, capital(&said(case)))));
        }
    }
    out.extend(table(words, made, why));
    out
}

/// The cases as a table, with questions and answers in full.
fn table(words: &Words<'_>, made: &Made<'_>, why: &Why) -> Option<Block> {
    let (columns, rows) = &why.table;
    if columns.is_empty() || columns.len() > COLUMNS {
        return None;
    }
    let names: Vec<String> = columns.iter().map(|it| it.replace('`', "")).collect();
    let questions = questions(made);
    let head = names.iter().map(|name| {
        let text = questions.get(name.as_str()).copied();
        text.map_or_else(|| capital(&words.said(name)), str::to_string)
    });
    let cell = |(name, cell): (&String, &Option<String>)| {
        let said = cell
            .as_ref()
            .map(|it| words.cell(name, &it.replace('`', "")));
        vec![Span::Plain(said.map_or("any".into(), |it| capital(&it)))]
    };
    let row = |(number, row): (usize, &Vec<Option<String>>)| {
        let mut cells = vec![vec![Span::Plain(number.to_string())]];
        cells.extend(names.iter().zip(row).map(cell));
        cells
    };
    Some(Block::Table {
        caption: format!("Who gets “{}”: a family fits any one row", why.text),
        head: std::iter::once("Case".to_string()).chain(head).collect(),
        rows: (1..).zip(rows).map(row).collect(),
    })
}

/// The texts of the questions, by their names.
fn questions<'m>(made: &Made<'m>) -> BTreeMap<&'m str, &'m str> {
    let questions = made.pathway.questions.iter();
    questions
        .map(|it| (it.name.as_str(), it.text.as_str()))
        .collect()
}

/// A case, with questions and answers as they are asked: “Is anyone in danger?” is Yes.
fn in_full(words: &Words<'_>, questions: &BTreeMap<&str, &str>, case: &str) -> String {
    let mut out = String::new();
    let mut about = "";
    // Every other piece is a name.
    for (at, piece) in case.split('`').enumerate() {
        if at % 2 == 0 {
            out += piece;
        } else if let Some((name, text)) = questions.get_key_value(piece) {
            about = name;
            out += &format!("“{text}”");
        } else {
            out += &words.cell(about, piece);
        }
    }
    out
}

fn given_at(made: &Made<'_>, service: &Service) -> Option<Block> {
    let steps = service
        .steps
        .iter()
        .filter_map(|it| made.document.step(*it));
    let steps: Vec<&crate::emit::document::Step> = steps.collect();
    if steps.is_empty() {
        return None;
    }
    let mut spans = vec![Span::Plain("Named at ".into())];
    for (at, step) in steps.iter().enumerate() {
        if at > 0 {
            spans.push(Span::Plain("; ".into()));
        }
        spans.push(Span::Inside(
            format!("{}, {}", step.number, step.title),
            Anchor::Step(step.number),
        ));
    }
    spans.push(Span::Plain(".".into()));
    Some(Block::Paragraph(spans))
}

/// How every service is reached, to be checked against what is so today.
pub(super) fn contacts(made: &Made<'_>) -> Vec<Block> {
    let review = made.pathway.document.review_by.as_ref();
    let mut out = vec![chapter("Contacts to check", "contacts")];
    out.push(Block::plain(match review {
        Some((date, _)) => format!(
            "To be checked again by {}, when the pathway is due for review.",
            calendar::words(*date)
        ),
        None => "The flow gives no date of review.".to_string(),
    }));
    let mut rows = Vec::new();
    for service in &made.document.services {
        let steps: Vec<String> = service.steps.iter().map(usize::to_string).collect();
        let row = |line: Vec<Span>| {
            vec![
                vec![Span::Plain(service.title.clone())],
                line,
                vec![Span::Plain(list(&steps, "and"))],
                vec![Span::Plain("☐".into())],
            ]
        };
        let lines = service.contacts.iter().map(text::reached);
        rows.extend(lines.map(row));
        if let Some(id) = service.out_of_hours {
            let other = &made.pathway[id].title;
            rows.push(row(vec![Span::Plain(format!("Out of hours: {other}"))]));
        }
        if let Some(closed) = &service.closed {
            rows.push(row(vec![Span::Plain(closed.clone())]));
        }
        if service.contacts.is_empty() && service.out_of_hours.is_none() {
            rows.push(row(vec![Span::Plain("No contact is given.".into())]));
        }
    }
    if !rows.is_empty() {
        out.push(Block::Table {
            caption: "Contacts".into(),
            head: ["Service", "Contact", "Steps", "Right today"]
                .map(String::from)
                .to_vec(),
            rows,
        });
    }
    out
}
