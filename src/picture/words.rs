//! What is written in the box of a step, paragraph by paragraph: the same as every other drawing says.

use crate::emit::document::{Asked, Choice, Contact, Deed, Document, Service, Step};
use crate::letters::Weight;

/// A paragraph of a box.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Paragraph {
    /// What stands before it: a bullet, a word. Lines after the first begin beside it.
    pub(super) before: String,
    /// The text.
    pub(super) text: String,
    /// How heavy its letters are.
    pub(super) weight: Weight,
    /// How far it is moved to the right, in points.
    pub(super) indent: f64,
    /// Free room above it, in points.
    pub(super) above: f64,
    /// What is around it.
    pub(super) frame: Frame,
    /// Where it leads when it is clicked.
    pub(super) link: Option<String>,
}

/// What is around a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Frame {
    /// Nothing.
    None,
    /// A thick border.
    Urgent,
    /// A thick dashed border.
    Stuck,
    /// A thin dashed border.
    Aside,
}

impl Paragraph {
    /// A plain one.
    pub(super) fn new(text: impl Into<String>) -> Paragraph {
        Paragraph {
            before: String::new(),
            text: text.into(),
            weight: Weight::Regular,
            indent: 0.0,
            above: 3.0,
            frame: Frame::None,
            link: None,
        }
    }

    pub(super) fn bold(text: impl Into<String>) -> Paragraph {
        Paragraph {
            weight: Weight::Bold,
            ..Paragraph::new(text)
        }
    }

    fn bullet(text: impl Into<String>) -> Paragraph {
        Paragraph {
            before: BULLET.to_string(),
            above: 2.0,
            ..Paragraph::new(text)
        }
    }

    fn under(text: impl Into<String>) -> Paragraph {
        Paragraph {
            indent: UNDER,
            above: 0.0,
            ..Paragraph::new(text)
        }
    }

    pub(super) fn framed(text: impl Into<String>, frame: Frame) -> Paragraph {
        Paragraph {
            frame,
            above: 6.0,
            weight: match frame {
                Frame::Urgent | Frame::Stuck => Weight::Bold,
                Frame::None | Frame::Aside => Weight::Regular,
            },
            ..Paragraph::new(text)
        }
    }
}

/// How far what stands under a bullet is moved to the right, in points: as far as its text.
pub(super) const UNDER: f64 = 10.0;
/// What stands before an item of a list.
pub(super) const BULLET: &str = "\u{2022}";
/// So many answers or items are listed in a box; the text has all of them.
const LISTED: usize = 40;
/// So many contacts of a service are said in a box; the text has all of them.
const CONTACTS: usize = 8;

/// All that is written in a step's box below its number and kind.
pub(super) fn paragraphs(document: &Document, step: &Step) -> Vec<Paragraph> {
    let mut all = vec![Paragraph {
        above: 2.0,
        ..Paragraph::bold(&step.title)
    }];
    all.extend(
        (step.urgent.iter()).map(|it| Paragraph::framed(format!("URGENT: {it}"), Frame::Urgent)),
    );
    all.extend(
        step.stuck
            .iter()
            .map(|it| Paragraph::framed(format!("! {it}"), Frame::Stuck)),
    );
    if let Some(asked) = &step.asked {
        question(&mut all, step, asked);
    }
    let says = step.says.iter();
    all.extend(says.map(|it| Paragraph::new(format!("Say: {it}"))));
    for duty in &step.duties {
        all.push(Paragraph {
            above: 5.0,
            ..Paragraph::bold(duty.strength)
        });
        for it in &duty.deeds {
            deed(&mut all, document, it);
        }
    }
    all.extend(step.notes.iter().map(note));
    all.extend(step.policy.map(Paragraph::new));
    all.extend((step.asides.iter()).map(|it| Paragraph::framed(it, Frame::Aside)));
    all.retain(|it| !it.text.trim().is_empty());
    all
}

fn note(text: &String) -> Paragraph {
    Paragraph::new(format!("Note: {text}"))
}

fn question(all: &mut Vec<Paragraph>, step: &Step, asked: &Asked) {
    if asked.text != step.title {
        all.push(Paragraph::new(&asked.text));
    }
    all.extend(
        asked
            .hints
            .iter()
            .map(|it| Paragraph::new(format!("Hint: {it}"))),
    );
    let on_arrows = |choice: &Choice| {
        let mut lines = step.ways.iter().flat_map(|way| &way.lines);
        choice.notes.is_empty()
            && lines.any(|line| line.split(" / ").any(|part| part == choice.text))
    };
    if asked.several || !asked.choices.iter().all(on_arrows) {
        list(all, &asked.choices);
    }
    if !asked.marks.is_empty() {
        let texts: Vec<&str> = asked.marks.iter().map(|it| it.text.as_str()).collect();
        all.push(Paragraph::new(format!("For each: {}", texts.join(" / "))));
        for mark in &asked.marks {
            let notes = mark.notes.iter();
            all.extend(notes.map(|it| Paragraph::under(format!("{}: {it}", mark.text))));
        }
    }
    all.extend(asked.range.iter().map(Paragraph::new));
    all.extend(asked.notes.iter().map(note));
}

fn list(all: &mut Vec<Paragraph>, choices: &[Choice]) {
    for choice in choices.iter().take(LISTED) {
        all.push(match choice.alone {
            true => Paragraph::bullet(format!("{} (on its own)", choice.text)),
            false => Paragraph::bullet(&choice.text),
        });
        let notes = choice.notes.iter();
        all.extend(notes.map(|it| Paragraph::under(format!("Note: {it}"))));
    }
    let more = choices.len().saturating_sub(LISTED);
    if more > 0 {
        all.push(Paragraph::under(format!("and {more} more: see the text")));
    }
}

fn deed(all: &mut Vec<Paragraph>, document: &Document, deed: &Deed) {
    all.push(Paragraph::bullet(&deed.text));
    let notes = deed.notes.iter();
    all.extend(notes.map(|it| Paragraph::under(format!("Note: {it}"))));
    let named = |id| document.services.iter().find(|it| it.id == id);
    let Some(service) = deed.service.filter(|_| deed.tells_contact).and_then(named) else {
        return;
    };
    let guards = service.eligible.iter();
    all.extend(guards.map(|it| Paragraph::under(format!("Only when {it}"))));
    contacts(all, service);
    if let Some(other) = service.out_of_hours.and_then(named) {
        all.push(Paragraph::under(format!("Out of hours: {}", other.title)));
        contacts(all, other);
    }
    all.extend(service.closed.iter().map(Paragraph::under));
}

fn contacts(all: &mut Vec<Paragraph>, service: &Service) {
    let brief: Vec<&Contact> = service.contacts.iter().filter(|it| it.is_brief()).collect();
    for contact in brief.iter().take(CONTACTS) {
        all.push(match &contact.link {
            Some(link) => Paragraph {
                before: format!("{}:", contact.word),
                link: Some(link.clone()),
                ..Paragraph::under(&contact.text)
            },
            None => Paragraph::under(contact.line()),
        });
        if let (Some(_), Some(when)) = (&contact.link, &contact.when) {
            all.push(Paragraph::under(format!("when {when}")));
        }
    }
    let more = brief.len().saturating_sub(CONTACTS);
    if more > 0 {
        all.push(Paragraph::under(format!("and {more} more: see the text")));
    }
}
