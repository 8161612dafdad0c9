//! The places that a picture draws: each step, or, where one is too tall for a sheet, its parts.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::emit::document::{Document, Step};
use crate::letters::{Letters, Weight};

use super::block;
use super::theme::{self, LEAD, PAD, SIZE};
use super::words::{self, Paragraph};

/// A place, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct NodeId(pub(super) usize);

/// A place that is drawn as one box.
#[derive(Clone, Debug)]
pub(super) struct Node {
    /// The step, by its place in the document.
    pub(super) step: usize,
    /// Which part of it: 0 for the first.
    pub(super) part: usize,
    /// What is written in it below its number and kind.
    pub(super) paragraphs: Vec<Paragraph>,
    /// Its ways on.
    pub(super) ways: Vec<Arrow>,
    /// How high what is written in it is at each width that a box may have.
    highs: Vec<f64>,
    /// The least width at which no word of it is broken.
    narrow: f64,
}

impl Node {
    /// A step, or a part of it.
    pub(super) fn new(
        letters: &Letters,
        (step, part): (usize, usize),
        paragraphs: Vec<Paragraph>,
        ways: Vec<Arrow>,
    ) -> Node {
        let widths = theme::WIDTHS.iter();
        let narrow = paragraphs.iter().map(|it| block::narrow(letters, it));
        Node {
            step,
            part,
            highs: widths
                .map(|width| block::height(letters, &paragraphs, width - 2.0 * PAD))
                .collect(),
            narrow: narrow.fold(0.0, f64::max),
            paragraphs,
            ways,
        }
    }

    /// How high what is written in it is in its widest box.
    pub(super) fn least_high(&self) -> f64 {
        self.highs.last().copied().unwrap_or(0.0)
    }
}

/// A way on.
#[derive(Clone, Debug)]
pub(super) struct Arrow {
    /// Which way of the step, by its number; none for the way to the step's own next part.
    pub(super) way: Option<usize>,
    /// What is written at it.
    pub(super) lines: Vec<String>,
    /// How wide each line is, and its widest word.
    wide: Vec<f64>,
    word: f64,
    /// How many lines that makes in so many points of room, as far as somebody has asked.
    counts: RefCell<BTreeMap<u32, usize>>,
    /// The place to which it leads, where that is shown.
    pub(super) to: Option<NodeId>,
    /// Whether it stands out.
    pub(super) lit: bool,
}

impl Arrow {
    /// What is written at it: lines, and where they lead.
    fn new(letters: &Letters, way: Option<usize>, lines: Vec<String>, to: Option<NodeId>) -> Arrow {
        let width = |text: &str| letters.width(text, SIZE, Weight::Bold);
        let words = lines.iter().flat_map(|line| line.split_whitespace());
        let word = words.map(width).fold(0.0, f64::max);
        Arrow {
            way,
            wide: lines.iter().map(|line| width(line)).collect(),
            word: word.min(theme::WIDTHS[4]) + WHOLE,
            counts: RefCell::default(),
            lines,
            to,
            lit: false,
        }
    }

    /// How high what is written at it is in some room, in points.
    pub(super) fn high(&self, letters: &Letters, room: f64) -> f64 {
        let lines = if self.wide() <= room {
            self.lines.len()
        } else {
            // Some points more or less do not matter: so fewer rooms are asked for.
            let room = whole(room);
            let known = self.counts.borrow().get(&(room as u32)).copied();
            known.unwrap_or_else(|| {
                let count = self.set(letters, room).len();
                self.counts.borrow_mut().insert(room as u32, count);
                count
            })
        };
        lines as f64 * LEAD
    }

    /// What is written at it, line by line, in some room.
    pub(super) fn set(&self, letters: &Letters, room: f64) -> Vec<String> {
        if self.wide() <= room {
            return self.lines.clone();
        }
        let room = whole(room);
        let mut all = Vec::new();
        for (line, wide) in self.lines.iter().zip(&self.wide) {
            if *wide <= room {
                all.push(line.clone());
            } else {
                all.extend(letters.wrap(line, SIZE, Weight::Bold, room));
            }
        }
        if all.len() > LINES {
            all.truncate(LINES - 1);
            all.push("\u{2026} (see the text)".to_string());
        }
        all
    }

    /// The way from a part of a step to its next part.
    pub(super) fn on(letters: &Letters, to: NodeId) -> Arrow {
        Arrow::new(letters, None, Vec::new(), Some(to))
    }

    /// The least room in which no word of what is written at it is broken, if that is not too much.
    pub(super) fn narrow(&self) -> f64 {
        self.word
    }

    /// The width of what is written at it on as few lines as there can be.
    pub(super) fn wide(&self) -> f64 {
        self.wide.iter().copied().fold(0.0, f64::max)
    }
}

/// So many lines may stand at an arrow; the text has all of them.
const LINES: usize = 14;

/// The places of a document, in the order of their numbers.
pub(super) fn nodes(document: &Document, letters: &Letters) -> Vec<Node> {
    let place = |number: usize| {
        let found = document.steps.binary_search_by_key(&number, |it| it.number);
        found.ok().map(NodeId)
    };
    let node = |(number, step): (usize, &Step)| {
        let ways = step.ways.iter().enumerate().map(|(way, it)| {
            let lines = it.lines.iter().filter(|line| !line.trim().is_empty());
            Arrow {
                lit: it.lit,
                ..Arrow::new(letters, Some(way), lines.cloned().collect(), place(it.to))
            }
        });
        let paragraphs = words::paragraphs(document, step);
        Node::new(letters, (number, 0), paragraphs, ways.collect())
    };
    document.steps.iter().enumerate().map(node).collect()
}

/// Room in steps, downwards.
fn whole(room: f64) -> f64 {
    ((room / WHOLE).floor() * WHOLE).max(SIZE)
}

/// Room for what is written at arrows goes in such steps, in points.
const WHOLE: f64 = 4.0;

/// How much of a box's height is not its paragraphs.
pub(super) const AROUND: f64 = 2.0 * PAD + LEAD;

/// The least room that a box can take, in square points, whatever its width.
pub(super) fn least(node: &Node) -> f64 {
    let areas = theme::WIDTHS.into_iter().zip(&node.highs);
    let areas = areas.map(|(width, high)| width * (AROUND + high));
    areas.fold(f64::MAX, f64::min)
}

/// The sizes that a box can have, from narrow and tall to wide and low: no other is better than any in both. A word is
/// broken only where even the widest box has no room for it, and a box is not much taller than wide where it need not.
pub(super) fn sizes(
    letters: &Letters,
    node: &Node,
    head: f64,
    from: Option<&Paragraph>,
) -> Vec<(f64, f64)> {
    let widest = theme::WIDTHS[theme::WIDTHS.len() - 1];
    let narrow = node.narrow.max(head) + 2.0 * PAD;
    let mut sizes: Vec<(f64, f64)> = Vec::new();
    for (width, high) in theme::WIDTHS.into_iter().zip(&node.highs) {
        let from = from.map_or(0.0, |it| block::high(letters, it, width - 2.0 * PAD));
        let high = AROUND + from + high;
        if width < widest && (width < narrow || high > TALL * width) {
            continue;
        }
        if sizes.last().is_none_or(|(_, before)| high < before - 0.1) {
            sizes.push((width, high));
        }
    }
    sizes
}

/// A box may be so many times as tall as it is wide, where it can be wider.
const TALL: f64 = 2.3;
