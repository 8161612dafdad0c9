//! Paragraphs set in lines: how high they are at a width, and where each line stands.

use crate::letters::{Letters, Weight};

use super::theme::{self, LEAD, RISE, SIZE};
use super::words::{self, Frame, Paragraph};
use super::{Colour, Item, Shape, Text};

/// Between the border around a paragraph and its text.
const WITHIN: f64 = 6.0;

/// The lines of a paragraph at a width, and how far right they begin: the first, and the others.
fn lines(letters: &Letters, it: &Paragraph, width: f64) -> (f64, Vec<String>) {
    let inner = width
        - it.indent
        - if it.frame == Frame::None {
            0.0
        } else {
            2.0 * WITHIN
        };
    let before = before(letters, it);
    let inner = (inner - before).max(SIZE);
    (before, letters.wrap(&it.text, SIZE, it.weight, inner))
}

/// How wide what stands before a paragraph is.
pub(super) fn before(letters: &Letters, it: &Paragraph) -> f64 {
    match it.before.as_str() {
        "" => 0.0,
        // As far as what stands under a bullet is moved to the right.
        words::BULLET => words::UNDER,
        word => letters.width(word, SIZE, it.weight) + 4.0,
    }
}

/// The least width at which no word is broken, and a link is whole.
pub(super) fn narrow(letters: &Letters, it: &Paragraph) -> f64 {
    let wide = |text: &str| letters.width(text, SIZE, it.weight);
    let text = match it.link {
        Some(_) => wide(&it.text),
        None => it.text.split_whitespace().map(wide).fold(0.0, f64::max),
    };
    let border = if it.frame == Frame::None {
        0.0
    } else {
        2.0 * WITHIN
    };
    text + before(letters, it) + it.indent + border + 0.5
}

/// How high paragraphs are at a width.
pub(super) fn height(letters: &Letters, all: &[Paragraph], width: f64) -> f64 {
    all.iter().map(|it| high(letters, it, width)).sum()
}

/// How high one paragraph is at a width, with the room above it.
pub(super) fn high(letters: &Letters, it: &Paragraph, width: f64) -> f64 {
    let (_, lines) = lines(letters, it, width);
    let border = if it.frame == Frame::None {
        0.0
    } else {
        2.0 * WITHIN - 2.0
    };
    it.above + lines.len() as f64 * LEAD + border
}

/// Paragraphs as items, below and right of a place.
pub(super) fn set(
    letters: &Letters,
    all: &[Paragraph],
    (x, mut y): (f64, f64),
    width: f64,
) -> Vec<Item> {
    let mut items = Vec::new();
    for it in all {
        let (before, lines) = lines(letters, it, width);
        let down = high(letters, it, width);
        let (mut at, mut top, mut room) = (x + it.indent, y + it.above, width - it.indent);
        y += down;
        if it.frame != Frame::None {
            let bottom = y - 1.0;
            let points = [
                (at, top),
                (at + room, top),
                (at + room, bottom),
                (at, bottom),
            ];
            items.push(Item::Shape(Shape {
                points: points.to_vec(),
                round: 0.0,
                fill: match it.frame {
                    Frame::Urgent => theme::URGENT,
                    Frame::None | Frame::Stuck | Frame::Aside => theme::PAPER,
                },
                border: theme::INK,
                width: match it.frame {
                    Frame::Urgent | Frame::Stuck => 2.4,
                    Frame::None | Frame::Aside => 1.0,
                },
                dashed: matches!(it.frame, Frame::Stuck | Frame::Aside),
            }));
            at += WITHIN;
            top += WITHIN - 1.5;
            room -= 2.0 * WITHIN;
        }
        for (number, line) in lines.into_iter().enumerate() {
            let y = top + RISE;
            if number == 0 && !it.before.is_empty() {
                let text = it.before.as_str();
                items.push(Item::Text(one(letters, text, (at, y), before, it.weight)));
            }
            let mut text = one(letters, &line, (at + before, y), room - before, it.weight);
            if it.link.is_some() {
                text.colour = theme::LINK;
                text.link.clone_from(&it.link);
            }
            items.push(Item::Text(text));
            top += LEAD;
        }
    }
    items
}

/// One line of text.
pub(super) fn one(
    letters: &Letters,
    text: &str,
    (x, y): (f64, f64),
    room: f64,
    weight: Weight,
) -> Text {
    let colour: Colour = theme::INK;
    Text {
        x,
        y,
        wide: letters.width(text, SIZE, weight),
        room,
        text: text.to_string(),
        size: SIZE,
        weight,
        colour,
        link: None,
    }
}
