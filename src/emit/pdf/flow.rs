//! The text of a document on A4 pages: which line stands where, and what each belongs to.
//!
//! Invariants: lines are in the order in which they are read; nothing stands below the margin; a heading stands on the
//! page of what it heads; text is 12 points, and never under 11.
//!
//! Absent on purpose: the file format. What is made here is drawn by [`super::write`].

use std::collections::BTreeMap;
use std::ops::Range;

use crate::emit::text::{Anchor, Block, Span, rows_as_items};
use crate::letters::{self, Letters, Weight};
use crate::picture::Colour;

/// A4, in points.
pub(super) const WIDTH: f64 = 595.0;
/// A4, in points.
pub(super) const HEIGHT: f64 = 842.0;
/// The white edge of a page, in points.
pub(super) const MARGIN: f64 = 57.0;
/// Where the last line may stand; the footer is below.
const BOTTOM: f64 = HEIGHT - 72.0;
/// How far lines are from each other, in sizes.
const LEADING: f64 = 1.4;
/// The size of text, in points.
const SIZE: f64 = 12.0;
/// How far in a list stands, and what is behind its mark.
const INDENT: f64 = 16.0;
/// What stands where the author gave no title.
const NO_TITLE: &str = "Without a title";

pub(super) const BLACK: Colour = Colour(0x0b, 0x0c, 0x0c);
/// Of links: 7.6 to 1 on white.
pub(super) const BLUE: Colour = Colour(0x0b, 0x4f, 0x94);
/// Of what is urgent: 7.5 to 1 on white.
pub(super) const RED: Colour = Colour(0xa3, 0x1b, 0x12);

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum To {
    Inside(Anchor),
    Outside(String),
}

/// What a part of the text is, for somebody who hears it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Heading { level: usize, words: String },
    Paragraph,
    List,
    Item,
    Mark,
    Body,
    Link { to: To, words: String },
}

/// A part of the text.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Part {
    Of(Role, Vec<Part>),
    /// A line, by its number.
    Line(usize),
}

/// Words that stand on one line.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    /// On which page, counted from 0.
    pub(super) page: usize,
    /// Where they begin.
    pub(super) x: f64,
    /// The line that they stand on.
    pub(super) y: f64,
    pub(super) text: String,
    pub(super) size: f64,
    pub(super) weight: Weight,
    pub(super) colour: Colour,
    /// How wide they are.
    pub(super) wide: f64,
    /// Whether they are underlined, as links are.
    pub(super) underlined: bool,
}

/// A heading, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) level: usize,
    pub(super) words: String,
    /// Its page and how far down it begins, in whole points.
    pub(super) place: (usize, u32),
}

/// The pages of a text.
#[derive(Debug, Default)]
pub(super) struct Pages {
    /// How many there are.
    pub(super) count: usize,
    pub(super) lines: Vec<Line>,
    pub(super) parts: Vec<Part>,
    /// Thick lines beside what must not be overlooked: page, top and bottom.
    pub(super) bars: Vec<(usize, f64, f64)>,
    pub(super) heads: Vec<Head>,
    /// The headings to which links lead, by their numbers in `heads`.
    pub(super) anchors: BTreeMap<Anchor, usize>,
}

/// Lays out running text.
pub(super) fn pages(blocks: &[Block], letters: &Letters) -> Pages {
    let mut flow = Flow {
        letters,
        pages: Pages::default(),
        page: 0,
        y: MARGIN,
    };
    let mut parts = Vec::new();
    let mut at = 0;
    while let Some(block) = blocks.get(at) {
        match block {
            Block::Heading {
                level,
                anchor,
                words,
            } => parts.push(flow.heading(*level, *anchor, words)),
            Block::Paragraph(words) => parts.push(flow.paragraph(words)),
            Block::Alarm(words) => parts.push(flow.alarm(words)),
            Block::Item { .. } => {
                let is_item = |block: &&Block| matches!(block, Block::Item { .. });
                let items = blocks[at..].iter().take_while(is_item).count();
                parts.push(flow.list(&blocks[at..at + items]));
                at += items - 1;
            }
            Block::Table {
                caption,
                head,
                rows,
            } => {
                parts.push(flow.paragraph(&[Span::Strong(caption.clone())]));
                parts.push(flow.list(&rows_as_items(head, rows)));
            }
            Block::Figure { caption, .. } => {
                parts.push(flow.paragraph(&[Span::Plain(caption.clone())]));
            }
            Block::ToFillIn(lines) => {
                let line = |it: &String| Block::item(0, format!("{it}: {}", "…".repeat(30)));
                parts.push(flow.list(&lines.iter().map(line).collect::<Vec<_>>()));
            }
        }
        at += 1;
    }
    let mut pages = flow.pages;
    pages.parts = parts;
    pages.count = flow.page + 1;
    pages
}

struct Flow<'a> {
    letters: &'a Letters,
    pages: Pages,
    page: usize,
    /// How far down the page is filled.
    y: f64,
}

/// How words look.
#[derive(Clone, Copy)]
struct Look {
    size: f64,
    weight: Weight,
    colour: Colour,
}

const PLAIN: Look = Look {
    size: SIZE,
    weight: Weight::Regular,
    colour: BLACK,
};

/// Words that look alike, in a text that is made of several such.
struct Stretch {
    text: Range<usize>,
    look: Look,
    link: Option<To>,
}

impl Flow<'_> {
    fn heading(&mut self, level: usize, anchor: Option<Anchor>, words: &str) -> Part {
        // A heading that says nothing could not be heard, nor be a bookmark.
        let words = match letters::clean(words).trim() {
            "" => NO_TITLE,
            _ => words,
        };
        let size = match level {
            1 => 22.0,
            2 => 17.0,
            _ => 13.5,
        };
        let look = Look {
            size,
            weight: Weight::Bold,
            colour: BLACK,
        };
        if self.y > MARGIN {
            self.y += size * 0.7;
        }
        let wanted = self
            .letters
            .wrap(words, size, look.weight, WIDTH - 2.0 * MARGIN);
        let high = wanted.len() as f64 * size * LEADING + 2.5 * SIZE * LEADING;
        if self.y + high > BOTTOM {
            self.next_page();
        }
        let place = (self.page, self.y as u32);
        self.pages.heads.push(Head {
            level,
            words: letters::clean(words),
            place,
        });
        if let Some(anchor) = anchor {
            self.pages
                .anchors
                .insert(anchor, self.pages.heads.len() - 1);
        }
        let parts = self.words(&[Span::Plain(words.to_string())], look, MARGIN);
        self.y += SIZE * 0.25;
        let words = letters::clean(words);
        Part::Of(Role::Heading { level, words }, parts)
    }

    fn paragraph(&mut self, words: &[Span]) -> Part {
        // What a paragraph announces stands on its page.
        let announces = words.last().is_some_and(|span| span.words().ends_with(':'));
        if announces && self.y + 3.0 * SIZE * LEADING > BOTTOM {
            self.next_page();
        }
        let parts = self.words(words, PLAIN, MARGIN);
        self.y += SIZE * 0.5;
        Part::Of(Role::Paragraph, parts)
    }

    fn alarm(&mut self, words: &str) -> Part {
        let look = Look {
            weight: Weight::Bold,
            colour: RED,
            ..PLAIN
        };
        self.y += SIZE * 0.25;
        let first = self.pages.lines.len();
        let parts = self.words(&[Span::Plain(words.to_string())], look, MARGIN + 12.0);
        let lines = self.pages.lines.get(first..).unwrap_or_default();
        let mut bars: Vec<(usize, f64, f64)> = Vec::new();
        for line in lines {
            let (top, bottom) = (line.y - SIZE, line.y + SIZE * 0.4);
            match bars.last_mut() {
                Some(bar) if bar.0 == line.page => bar.2 = bottom,
                Some(_) | None => bars.push((line.page, top, bottom)),
            }
        }
        self.pages.bars.extend(bars);
        self.y += SIZE * 0.75;
        Part::Of(Role::Paragraph, parts)
    }

    /// Items, each of which takes in the deeper ones that follow it.
    fn list(&mut self, items: &[Block]) -> Part {
        let mut list: Vec<Part> = Vec::new();
        let mut at = 0;
        while let Some(Block::Item { depth, words }) = items.get(at) {
            let is_deeper = |block: &&Block| match block {
                Block::Item { depth: its, .. } => its > depth,
                Block::Heading { .. }
                | Block::Paragraph(_)
                | Block::Alarm(_)
                | Block::Table { .. }
                | Block::Figure { .. }
                | Block::ToFillIn(_) => false,
            };
            let rest = items.get(at + 1..).unwrap_or_default();
            let deeper = rest.iter().take_while(is_deeper).count();
            let x = MARGIN + INDENT * (*depth as f64 + 0.25);
            let mark = if *depth == 0 { "•" } else { "–" };
            self.room_for(SIZE);
            let marks = self.pages.lines.len();
            let baseline = self.y + SIZE;
            self.put(x, baseline, mark, PLAIN, false);
            let mut body = self.words(words, PLAIN, x + INDENT * 0.75);
            self.y += SIZE * 0.2;
            if deeper > 0 {
                body.push(self.list(&rest[..deeper]));
            }
            list.push(Part::Of(
                Role::Item,
                vec![
                    Part::Of(Role::Mark, vec![Part::Line(marks)]),
                    Part::Of(Role::Body, body),
                ],
            ));
            at += 1 + deeper;
        }
        self.y += SIZE * 0.3;
        Part::Of(Role::List, list)
    }

    /// Sets words between an edge and the right margin, over as many lines and pages as they take.
    fn words(&mut self, spans: &[Span], look: Look, left: f64) -> Vec<Part> {
        let (text, stretches) = stretches(spans, look);
        let from_right = letters::is_right_to_left(&text);
        let room = WIDTH - MARGIN - left;
        let mut parts: Vec<Part> = Vec::new();
        for line in self.lines(&text, &stretches, room) {
            self.room_for(look.size);
            let baseline = self.y + look.size;
            self.y += look.size * LEADING;
            let mut of_line: Vec<(String, usize, f64)> = Vec::new();
            for (number, stretch) in of(&stretches, &line) {
                let range = both(&stretch.text, &line);
                if !range.is_empty() {
                    let words = letters::marked(&text[range], from_right);
                    let wide = self.width(&words, stretch.look);
                    of_line.push((words, number, wide));
                }
            }
            let total: f64 = of_line.iter().map(|(_, _, wide)| wide).sum();
            let mut x = if from_right { left + room } else { left };
            if total > room {
                x = if from_right { left + total } else { left };
            }
            for (words, number, wide) in of_line {
                let Some(stretch) = stretches.get(number) else {
                    continue;
                };
                x -= if from_right { wide } else { 0.0 };
                let line = self.put(x, baseline, &words, stretch.look, stretch.link.is_some());
                x += if from_right { 0.0 } else { wide };
                add(&mut parts, stretch, &text, line);
            }
        }
        parts
    }

    /// Where the lines of a text begin and end.
    fn lines(&self, text: &str, stretches: &[Stretch], room: f64) -> Vec<Range<usize>> {
        let mut lines: Vec<Range<usize>> = Vec::new();
        let mut open: Option<Range<usize>> = None;
        let fits = |range: Range<usize>| self.wide(text, stretches, range) <= room + 1e-6;
        for piece in letters::pieces(text) {
            if let Some(line) = &mut open
                && fits(line.start..piece.end)
            {
                line.end = piece.end;
                continue;
            }
            lines.extend(open.take());
            let mut start = piece.start;
            let mut last = start;
            if !fits(piece.clone()) {
                for end in letters::characters(&text[piece.clone()]) {
                    let end = piece.start + end;
                    if last > start && !fits(start..end) {
                        lines.push(start..last);
                        start = last;
                    }
                    last = end;
                }
            }
            open = Some(start..piece.end);
        }
        lines.extend(open);
        lines
    }

    fn wide(&self, text: &str, stretches: &[Stretch], range: Range<usize>) -> f64 {
        let parts = of(stretches, &range).map(|(_, stretch)| {
            let part = both(&stretch.text, &range);
            self.width(&text[part], stretch.look)
        });
        parts.sum()
    }

    fn width(&self, words: &str, look: Look) -> f64 {
        self.letters.width(words, look.size, look.weight)
    }

    fn put(&mut self, x: f64, y: f64, words: &str, look: Look, underlined: bool) -> usize {
        self.pages.lines.push(Line {
            page: self.page,
            x,
            y,
            wide: self.width(words, look),
            text: words.to_string(),
            size: look.size,
            weight: look.weight,
            colour: look.colour,
            underlined,
        });
        self.pages.lines.len() - 1
    }

    fn room_for(&mut self, size: f64) {
        if self.y + size * LEADING > BOTTOM {
            self.next_page();
        }
    }

    fn next_page(&mut self) {
        self.page += 1;
        self.y = MARGIN;
    }
}

/// The stretches that have a part in a range, with their numbers.
fn of<'a>(
    stretches: &'a [Stretch],
    range: &Range<usize>,
) -> impl Iterator<Item = (usize, &'a Stretch)> + use<'a> {
    let first = stretches.partition_point(|stretch| stretch.text.end <= range.start);
    let end = range.end;
    let rest = stretches.iter().enumerate().skip(first);
    rest.take_while(move |(_, stretch)| stretch.text.start < end)
}

/// What two ranges have in common.
fn both(one: &Range<usize>, other: &Range<usize>) -> Range<usize> {
    let start = one.start.max(other.start);
    start..one.end.min(other.end).max(start)
}

/// Adds a line, to the link before it if it is the same link going on.
fn add(parts: &mut Vec<Part>, stretch: &Stretch, text: &str, line: usize) {
    let Some(to) = &stretch.link else {
        parts.push(Part::Line(line));
        return;
    };
    let role = Role::Link {
        to: to.clone(),
        words: text[stretch.text.clone()].to_string(),
    };
    match parts.last_mut() {
        Some(Part::Of(last, lines)) if *last == role => lines.push(Part::Line(line)),
        Some(_) | None => parts.push(Part::Of(role, vec![Part::Line(line)])),
    }
}

/// Spans as one text, in which space is one space, with what looks alike in it.
fn stretches(spans: &[Span], look: Look) -> (String, Vec<Stretch>) {
    let mut text = String::new();
    let mut stretches = Vec::new();
    for span in spans {
        let start = text.len();
        for character in letters::clean(span.words()).chars() {
            if character != ' ' || !(text.is_empty() || text.ends_with(' ')) {
                text.push(character);
            }
        }
        let link = match span {
            Span::Plain(_) | Span::Strong(_) | Span::Name(_) => None,
            Span::Inside(_, anchor) => Some(To::Inside(*anchor)),
            Span::Outside(_, address) => super::address(address).map(To::Outside),
        };
        let look = match span {
            Span::Strong(_) => Look {
                weight: Weight::Bold,
                ..look
            },
            Span::Inside(..) | Span::Outside(..) if link.is_some() => Look {
                colour: BLUE,
                ..look
            },
            Span::Plain(_) | Span::Name(_) | Span::Inside(..) | Span::Outside(..) => look,
        };
        stretches.push(Stretch {
            text: start..text.len(),
            look,
            link,
        });
    }
    (text, stretches)
}
