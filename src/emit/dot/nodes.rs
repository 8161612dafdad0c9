//! The boxes of a drawing: the start, and one for each step.

use crate::emit::document::{Asked, Choice, Contact, Document, Duty, Kind, Service, Step};
use crate::emit::theme;
use crate::ir::{Pathway, WayKind};

use super::edges::THICK;
use super::label::{Label, attribute, identifier};

/// Characters in a line of a box.
const WIDTH: usize = 40;
/// So many answers are listed; of more, the first of them and how many follow.
const LISTED: usize = 40;
/// So many contacts are shown under a service: forty districts have forty numbers.
const CONTACTS: usize = 8;

/// The identifier of the start. No step can have it: names hold no colon.
pub(super) const START: &str = "fingerpost:start";

/// The shape of a kind of step, and what is behind its letters.
pub(super) fn look(kind: Kind) -> String {
    let (shape, fill) = match kind {
        Kind::Question => ("shape=box style=\"rounded,filled\"", theme::ASKED),
        Kind::Checklist => ("shape=note style=filled", theme::ASKED),
        Kind::Step => ("shape=box style=filled", theme::STEP),
        Kind::Outcome => ("shape=box style=filled peripheries=2", theme::PAPER),
    };
    format!("{shape} fillcolor=\"{fill}\"")
}

/// The mark from which everything starts.
pub(super) fn start() -> String {
    format!(
        "  {} [id=\"start\" class=\"start\" label=\"Start\" tooltip=\"Start\" {}]\n",
        identifier(START),
        start_look()
    )
}

/// How the start looks.
pub(super) fn start_look() -> String {
    format!(
        "shape=oval style=filled fillcolor=\"{}\" fontcolor=\"{}\"",
        theme::START,
        theme::ON_START
    )
}

/// The box of a step.
pub(super) fn step(pathway: &Pathway, document: &Document, step: &Step) -> String {
    let mut label = Label::new(WIDTH);
    let number = step.number;
    let word = step.kind.word();
    let mark = step.mark.map_or_else(String::new, |it| format!(" · {it}"));
    let (on_way, thick) = if step.lit {
        (" · this family’s way", format!(" penwidth={THICK}"))
    } else {
        ("", String::new())
    };
    label.text(&format!("{number} {word}{mark}{on_way}"));
    label.heading(&step.title);
    if let Some(asked) = &step.asked {
        question(&mut label, pathway, step, asked);
    }
    for text in &step.urgent {
        label.urgent(text);
    }
    for text in &step.says {
        label.text(&format!("Say: {text}"));
    }
    for it in &step.duties {
        duty(&mut label, document, it);
    }
    for note in &step.notes {
        label.text(&format!("Note: {note}"));
    }
    if let Some(policy) = step.policy {
        label.text(policy);
    }
    for aside in &step.asides {
        label.dashed(aside);
    }
    if let Some(stuck) = &step.stuck {
        label.alarm(&format!("! {stuck}"));
    }
    format!(
        "  {} [id={} class=\"{}\" {}{thick} tooltip={} label={}]\n",
        identifier(&step.name),
        identifier(&format!("block-{}", step.name)),
        word.to_lowercase(),
        look(step.kind),
        attribute(&[&format!("{number} {word}"), &step.title]),
        label.finish()
    )
}

/// What is said and chosen at a question.
fn question(label: &mut Label, pathway: &Pathway, step: &Step, asked: &Asked) {
    for hint in &asked.hints {
        label.text(&format!("Hint: {hint}"));
    }
    let noted = asked.choices.iter().any(|choice| !choice.notes.is_empty());
    if asked.several || noted || !are_on_arrows(pathway, step, asked.choices.len()) {
        list(label, &asked.choices);
    }
    if !asked.marks.is_empty() {
        let texts: Vec<&str> = asked.marks.iter().map(|mark| mark.text.as_str()).collect();
        label.text(&format!("For each: {}", texts.join(" / ")));
        for mark in &asked.marks {
            for note in &mark.notes {
                label.inner(&format!("{}: {note}", mark.text));
            }
        }
    }
    label.text(asked.range.as_deref().unwrap_or_default());
    for note in &asked.notes {
        label.text(&format!("Note: {note}"));
    }
}

/// Whether each of so many answers stands alone beside an arrow of its step.
fn are_on_arrows(pathway: &Pathway, step: &Step, number: usize) -> bool {
    let ways = &pathway[step.block].ways;
    let drawn = step.ways.iter().flat_map(|way| &way.ways);
    let drawn: Vec<_> = drawn.filter_map(|number| ways.get(*number)).collect();
    (0..number).all(|answer| {
        drawn.iter().any(|way| {
            matches!(way.kind, WayKind::Answer | WayKind::On)
                && way.when.is_none()
                && way.on.as_ref().is_some_and(|on| on.contains(&answer))
        })
    })
}

/// Answers or items, each with its notes.
fn list(label: &mut Label, choices: &[Choice]) {
    for choice in choices.iter().take(LISTED) {
        label.bullet(&choice.text);
        for note in &choice.notes {
            label.inner(&format!("Note: {note}"));
        }
    }
    if let Some(more) = choices.len().checked_sub(LISTED).filter(|more| *more > 0) {
        label.inner(&format!("and {more} more"));
    }
}

/// What is to be done with the same strength. How a service is reached stands under the first deed that names it.
fn duty(label: &mut Label, document: &Document, duty: &Duty) {
    label.bold(duty.strength);
    for deed in &duty.deeds {
        label.bullet(&deed.text);
        for note in &deed.notes {
            label.inner(&format!("Note: {note}"));
        }
        let told = deed.service.filter(|_| deed.tells_contact);
        let told = told.and_then(|id| document.services.iter().find(|it| it.id == id));
        if let Some(told) = told {
            service(label, document, told);
        }
    }
}

/// How a service is reached, and what must be known before a family is sent there.
fn service(label: &mut Label, document: &Document, service: &Service) {
    for guard in &service.eligible {
        label.inner(&format!("Only when {guard}"));
    }
    contacts(label, service);
    let other = service.out_of_hours;
    let other = other.and_then(|id| document.services.iter().find(|it| it.id == id));
    if let Some(other) = other {
        label.inner(&format!("Out of hours: {}", other.title));
        contacts(label, other);
    }
    if let Some(closed) = &service.closed {
        label.inner(closed);
    }
}

fn contacts(label: &mut Label, service: &Service) {
    let brief: Vec<&Contact> = service.contacts.iter().filter(|it| it.is_brief()).collect();
    for contact in brief.iter().take(CONTACTS) {
        match &contact.link {
            Some(to) => {
                label.link(contact.word, &contact.text, to);
                let when = contact.when.as_ref();
                label.under(&when.map_or_else(String::new, |when| format!("when {when}")));
            }
            None => label.inner(&contact.line()),
        }
    }
    if let Some(more) = brief.len().checked_sub(CONTACTS).filter(|it| *it > 0) {
        label.inner(&format!("and {more} more: see the text"));
    }
}
