//! What stands above every sheet: what it is, whose, of when; what is urgent; that judgement comes first.

use crate::emit::document::{self, Document};
use crate::letters::{Letters, Weight};

use super::block::{self, one};
use super::theme::{LEAD, TITLE};
use super::words::{BULLET, Frame, Paragraph};
use super::{Group, Item, draw, parts};

/// Which sheet of how many it is, counted from 1.
#[derive(Clone, Copy, Debug)]
pub(super) struct Which {
    pub(super) sheet: usize,
    pub(super) of: usize,
    /// Whether the shapes are to be explained there.
    pub(super) legend: bool,
}

/// What stands above a sheet.
pub(super) struct Above {
    title: Vec<String>,
    paragraphs: Vec<Paragraph>,
    width: f64,
    /// What explains the shapes, where that is wanted: how high it is.
    legend: f64,
    /// How high it is, with the room below it.
    pub(super) high: f64,
}

/// The widest lines that can still be read with ease, in points.
const WIDEST: f64 = 620.0;
/// From one line of the title to the next, in points.
const TITLE_LEAD: f64 = TITLE * 1.25;
/// The room below it, in points.
const BELOW: f64 = LEAD * 1.4;

impl Above {
    /// Of a sheet with so much room from left to right.
    pub(super) fn of(document: &Document, letters: &Letters, room: f64, which: Which) -> Above {
        let width = room.min(WIDEST);
        let title = letters.wrap(&document.title, TITLE, Weight::Bold, width);
        let mut above = Above::new(letters, title, paragraphs(document, which), width);
        if which.legend {
            above.legend = draw::legend(letters, (0.0, 0.0), width).1;
            above.high += above.legend;
        }
        above
    }

    fn new(letters: &Letters, title: Vec<String>, paragraphs: Vec<Paragraph>, width: f64) -> Above {
        let titles = title.len() as f64 * TITLE_LEAD;
        let high = titles + block::height(letters, &paragraphs, width) + BELOW;
        Above {
            title,
            paragraphs,
            width,
            legend: 0.0,
            high,
        }
    }

    /// What is left of it where it may be only so high: its end is left out.
    pub(super) fn no_higher(self, letters: &Letters, most: f64) -> Above {
        if self.high <= most {
            return self;
        }
        let mut title = self.title;
        title.truncate(2);
        let mut high = title.len() as f64 * TITLE_LEAD + BELOW;
        let mut paragraphs = self.paragraphs;
        let judgement = paragraphs.pop();
        high += judgement
            .as_ref()
            .map_or(0.0, |it| block::high(letters, it, self.width));
        paragraphs.retain(|it| {
            high += block::high(letters, it, self.width);
            let fits = high <= most;
            if !fits {
                high -= block::high(letters, it, self.width);
            }
            fits
        });
        paragraphs.extend(judgement);
        Above::new(letters, title, paragraphs, self.width)
    }

    /// It on sheets by itself, where it is too high to stand above anything else.
    pub(super) fn alone(&self, letters: &Letters, most: f64) -> Vec<Above> {
        let mut sheets = Vec::new();
        let mut title = self.title.clone();
        let mut part: Vec<Paragraph> = Vec::new();
        let mut high = title.len() as f64 * TITLE_LEAD + BELOW;
        let pieces = self.paragraphs.iter();
        let pieces = pieces.flat_map(|it| parts::pieces_of(letters, it, self.width, most * 0.5));
        for it in pieces {
            let more = block::high(letters, &it, self.width);
            if high + more > most && !part.is_empty() {
                let part = std::mem::take(&mut part);
                sheets.push(Above::new(
                    letters,
                    std::mem::take(&mut title),
                    part,
                    self.width,
                ));
                high = BELOW;
            }
            high += more;
            part.push(it);
        }
        sheets.push(Above::new(letters, title, part, self.width));
        sheets
    }

    /// It, below and right of a place.
    pub(super) fn items(&self, letters: &Letters, (x, y): (f64, f64)) -> Item {
        let mut items = Vec::new();
        let mut down = y;
        for line in &self.title {
            let mut text = one(letters, line, (x, down + TITLE), self.width, Weight::Bold);
            text.size = TITLE;
            text.wide = letters.width(line, TITLE, Weight::Bold);
            items.push(Item::Text(text));
            down += TITLE_LEAD;
        }
        items.extend(block::set(letters, &self.paragraphs, (x, down), self.width));
        if self.legend > 0.0 {
            let top = y + self.high - BELOW - self.legend;
            items.extend(draw::legend(letters, (x, top), self.width).0);
        }
        Item::Group(Group {
            id: "about".to_string(),
            label: "About this pathway".to_string(),
            lit: false,
            items,
        })
    }
}

/// All that is said above a sheet under the title.
fn paragraphs(document: &Document, which: Which) -> Vec<Paragraph> {
    let mut all = Vec::new();
    all.extend((document.draft.iter()).map(|it| Paragraph::framed(it, Frame::Stuck)));
    all.extend(document.only.iter().map(Paragraph::bold));
    all.extend(document.lit.iter().map(Paragraph::new));
    let mut control: Vec<String> = (document.control.iter())
        .filter(|(word, _)| ["Authority", "Version", "Review by"].contains(word))
        .map(|(word, text)| format!("{word}: {text}"))
        .collect();
    if which.of > 1 {
        control.push(format!("Sheet {} of {}", which.sheet, which.of));
    }
    if !control.is_empty() {
        all.push(Paragraph::new(control.join(" \u{b7} ")));
    }
    let urgent = document.urgent.iter();
    all.extend(urgent.map(|it| Paragraph::framed(format!("URGENT: {it}"), Frame::Urgent)));
    if which.sheet == 1 {
        all.extend((document.notes.iter()).map(|it| Paragraph::new(format!("Note: {it}"))));
    }
    if !document.facts.is_empty() {
        all.push(Paragraph::bold("Known from the start"));
        for fact in &document.facts {
            let choices: Vec<&str> = fact.choices.iter().map(|it| it.text.as_str()).collect();
            let more = [Some(choices.join(" / ")), fact.range.clone()];
            let more: Vec<String> = more.into_iter().flatten().collect();
            all.push(Paragraph {
                before: BULLET.to_string(),
                above: 1.0,
                ..Paragraph::new(format!("{} {}", fact.text, more.join(" ")).trim())
            });
        }
    }
    all.push(Paragraph {
        above: 5.0,
        ..Paragraph::bold(document::JUDGEMENT)
    });
    all
}
