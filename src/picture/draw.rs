//! Boxes, lines and marks as items: the kind of a box told by its shape and its word.

use crate::emit::document::{Kind, Step};
use crate::letters::{Letters, Weight};

use super::block::{self, one};
use super::nodes::{Node, NodeId};
use super::place::{Goes, Placed, Stands};
use super::says::{LIT, MARK_PAD, Says, kind};
use super::theme::{self, INSET, LEAD, PAD, RISE, SIZE, START, START_HIGH, THICK, THIN};
use super::words::Paragraph;
use super::{Colour, Group, Item, Line, Shape};

/// What is drawn, and what is written at marks.
pub(super) struct Drawing<'a> {
    pub(super) says: &'a Says<'a>,
    /// Of each place, from where one comes who follows a mark.
    pub(super) from: &'a [Option<Paragraph>],
}

/// A closed shape with sharp corners around a place.
fn rectangle((x, y, w, h): (f64, f64, f64, f64), fill: Colour, width: f64) -> Shape {
    Shape {
        points: vec![(x, y), (x + w, y), (x + w, y + h), (x, y + h)],
        round: 0.0,
        fill,
        border: theme::INK,
        width,
        dashed: false,
    }
}

impl Drawing<'_> {
    /// Everything that was placed, step by step with its ways.
    pub(super) fn items(&self, placed: &Placed) -> Vec<Item> {
        let mut groups: Vec<((usize, usize), Group)> = Vec::new();
        for it in &placed.boxes {
            groups.push(((it.node.0, 0), self.step(it)));
        }
        for it in &placed.ways {
            groups.push(((it.node.0, it.way + 1), self.way(it)));
        }
        groups.sort_by_key(|(order, _)| *order);
        groups.into_iter().map(|(_, it)| Item::Group(it)).collect()
    }

    /// The mark from which everything starts, with an arrow to the box at a place.
    pub(super) fn start(&self, (x, y): (f64, f64)) -> Item {
        let wide = self.says.letters.width("Start", SIZE, Weight::Bold);
        let top = y - START;
        let place = (x, top, wide + 2.0 * PAD, START_HIGH);
        let mut text = one(
            self.says.letters,
            "Start",
            (x + PAD, top + 4.0 + RISE),
            wide,
            Weight::Bold,
        );
        text.colour = theme::PAPER;
        Item::Group(Group {
            id: "start".to_string(),
            label: "Start".to_string(),
            lit: false,
            items: vec![
                Item::Shape(Shape {
                    round: START_HIGH / 2.0,
                    ..rectangle(place, theme::INK, 0.0)
                }),
                Item::Text(text),
                Item::Line(Line {
                    points: vec![(x + INSET, top + START_HIGH), (x + INSET, y)],
                    colour: theme::INK,
                    width: THIN,
                    dashed: false,
                    arrow: true,
                }),
            ],
        })
    }

    fn of(&self, node: NodeId) -> (&Node, &Step) {
        let node = &self.says.nodes[node.0];
        (node, &self.says.document.steps[node.step])
    }

    fn step(&self, it: &Stands) -> Group {
        let (node, step) = self.of(it.node);
        let mut items = outline((it.x, it.y, it.w, it.h), step.kind, step.lit);
        let (x, y, room) = (it.x + PAD, it.y + PAD, it.w - 2.0 * PAD);
        let number = step.number.to_string();
        let wide = self.says.letters.width(&number, SIZE, Weight::Bold) + 5.0;
        let baseline = y + RISE;
        items.push(Item::Text(one(
            self.says.letters,
            &number,
            (x, baseline),
            wide,
            Weight::Bold,
        )));
        let word = kind(step.kind, node.part);
        let text = one(
            self.says.letters,
            &word,
            (x + wide, baseline),
            room - wide,
            Weight::Regular,
        );
        let mut left = x + room;
        let ends = x + wide + text.wide;
        items.push(Item::Text(text));
        let tags = [step.lit.then_some(LIT), step.mark];
        for tag in tags.into_iter().flatten() {
            let wide = self.says.letters.width(tag, SIZE, Weight::Bold);
            left -= wide + 8.0;
            if left < ends {
                break;
            }
            let place = (left, y - 2.0, wide + 8.0, LEAD + 2.0);
            items.push(Item::Shape(rectangle(place, theme::INK, 0.0)));
            let mut text = one(
                self.says.letters,
                tag,
                (left + 4.0, baseline),
                wide,
                Weight::Bold,
            );
            text.colour = theme::PAPER;
            items.push(Item::Text(text));
            left -= 4.0;
        }
        let from = self.from.get(it.node.0).and_then(Option::as_ref);
        let all: Vec<Paragraph> = from.into_iter().chain(&node.paragraphs).cloned().collect();
        items.extend(block::set(self.says.letters, &all, (x, y + LEAD), room));
        let part = match node.part {
            0 => String::new(),
            part => format!("-part-{}", part + 1),
        };
        Group {
            id: format!("step-{}{part}", step.number),
            label: format!(
                "Step {}, {}: {}",
                step.number,
                word.to_lowercase(),
                step.title
            ),
            lit: step.lit,
            items,
        }
    }

    fn way(&self, it: &Goes) -> Group {
        let (node, step) = self.of(it.node);
        let arrow = &node.ways[it.way];
        let mut items = vec![Item::Line(Line {
            points: straight(&it.points),
            colour: theme::INK,
            width: if arrow.lit { THICK } else { THIN },
            dashed: false,
            arrow: true,
        })];
        let (x, mut y) = it.label;
        for line in arrow.set(self.says.letters, it.room) {
            let at = (x, y + RISE - 2.0);
            items.push(Item::Text(one(
                self.says.letters,
                &line,
                at,
                it.room,
                Weight::Bold,
            )));
            y += LEAD;
        }
        if let Some((x, y, w, h)) = it.mark {
            let mut border = rectangle((x, y, w, h), theme::PAPER, 1.0);
            border.round = 0.0;
            border.dashed = true;
            items.push(Item::Shape(border));
            let all = self.says.mark(it.node, it.way);
            let within = (x + MARK_PAD, y + MARK_PAD);
            items.extend(block::set(
                self.says.letters,
                &all,
                within,
                w - 2.0 * MARK_PAD,
            ));
        }
        let (id, label) = match arrow.way.and_then(|way| Some((way, step.ways.get(way)?))) {
            Some((way, it)) => (
                format!("way-{}-{}", step.number, way + 1),
                match it.lines.is_empty() {
                    true => format!("From step {} to step {}", step.number, it.to),
                    false => format!("{}: from step {} to step {}", it.line(), step.number, it.to),
                },
            ),
            None => (
                format!("way-{}-on-{}", step.number, node.part + 1),
                format!("Step {} is continued", step.number),
            ),
        };
        Group {
            id,
            label,
            lit: arrow.lit,
            items,
        }
    }
}

/// A line without corners that are none.
fn straight(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let same = |one: f64, other: f64| (one - other).abs() < 0.01;
    let mut line: Vec<(f64, f64)> = Vec::new();
    for point in points {
        if let [.., before, last] = line[..] {
            let upright = same(before.0, last.0) && same(last.0, point.0);
            let level = same(before.1, last.1) && same(last.1, point.1);
            if upright || level {
                line.pop();
            }
        }
        if line
            .last()
            .is_none_or(|last| !same(last.0, point.0) || !same(last.1, point.1))
        {
            line.push(*point);
        }
    }
    line
}

/// The border of a box: by its shape one sees what it is.
fn outline(place: (f64, f64, f64, f64), kind: Kind, lit: bool) -> Vec<Item> {
    let (x, y, w, h) = place;
    let width = if lit { THICK } else { THIN };
    let mut shapes = Vec::new();
    match kind {
        Kind::Question => shapes.push(Shape {
            round: 10.0f64.min(h / 2.5),
            ..rectangle(place, theme::ASKED, width)
        }),
        Kind::Checklist => {
            let fold = 12.0f64.min(h / 2.0);
            let right = x + w;
            let mut sheet = rectangle(place, theme::ASKED, width);
            sheet.points[1] = (right - fold, y);
            sheet.points.insert(2, (right, y + fold));
            shapes.push(sheet);
        }
        Kind::Step => shapes.push(rectangle(place, theme::STEP, width)),
        Kind::Outcome => {
            shapes.push(rectangle(place, theme::PAPER, width));
            let by = 3.0 + (width - THIN) / 2.0;
            let inner = (x + by, y + by, w - 2.0 * by, h - 2.0 * by);
            shapes.push(rectangle(inner, theme::PAPER, THIN));
        }
    }
    shapes.into_iter().map(Item::Shape).collect()
}

/// What explains the shapes, below and right of a place, and how high it is.
pub(super) fn legend(letters: &Letters, (left, top): (f64, f64), width: f64) -> (Vec<Item>, f64) {
    let mut items = Vec::new();
    let (mut x, mut y) = (left, top + LEAD * 0.6);
    let high = LEAD + 4.0;
    let kinds = [Kind::Question, Kind::Checklist, Kind::Step, Kind::Outcome];
    for kind in kinds {
        let word = kind.word();
        let wide = letters.width(word, SIZE, Weight::Regular);
        let room = wide + 2.0 * PAD + 4.0;
        if x > left && x + room > left + width {
            (x, y) = (left, y + high + 6.0);
        }
        items.extend(outline((x, y, room, high), kind, false));
        let at = (x + PAD + 2.0, y + 2.0 + RISE);
        items.push(Item::Text(one(letters, word, at, wide, Weight::Regular)));
        x += room + PAD;
    }
    (items, y + high - top)
}
