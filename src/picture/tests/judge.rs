//! Judges pictures by what can be seen: nothing overlaps, no line goes through a box, every way of the document leads
//! where it says.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use crate::emit::document::Document;
use crate::picture::{Group, Item, Line, Picture, Shape, Sheet, Text};

/// Lengths are compared with so much leeway, in points.
const NEAR: f64 = 0.6;

/// A stretch of a sheet: left, top, right, bottom.
type Area = (f64, f64, f64, f64);

fn around(shape: &Shape) -> Area {
    let xs = shape.points.iter().map(|point| point.0);
    let ys = shape.points.iter().map(|point| point.1);
    (
        xs.clone().fold(f64::MAX, f64::min),
        ys.clone().fold(f64::MAX, f64::min),
        xs.fold(f64::MIN, f64::max),
        ys.fold(f64::MIN, f64::max),
    )
}

fn overlap(one: Area, other: Area) -> bool {
    one.0 + NEAR < other.2
        && other.0 + NEAR < one.2
        && one.1 + NEAR < other.3
        && other.1 + NEAR < one.3
}

fn is_in(inner: Area, outer: Area) -> bool {
    inner.0 + NEAR >= outer.0
        && inner.1 + NEAR >= outer.1
        && inner.2 <= outer.2 + NEAR
        && inner.3 <= outer.3 + NEAR
}

fn letters(text: &Text) -> Area {
    // Letters rise higher above the line than they reach below it.
    (
        text.x,
        text.y - text.size * 0.75,
        text.x + text.wide,
        text.y + text.size * 0.22,
    )
}

fn shapes(group: &Group) -> impl Iterator<Item = &Shape> {
    group.items.iter().filter_map(|item| match item {
        Item::Shape(it) => Some(it),
        Item::Group(_) | Item::Line(_) | Item::Text(_) => None,
    })
}

fn lines(group: &Group) -> impl Iterator<Item = &Line> {
    group.items.iter().filter_map(|item| match item {
        Item::Line(it) => Some(it),
        Item::Group(_) | Item::Shape(_) | Item::Text(_) => None,
    })
}

pub(super) fn texts(group: &Group) -> impl Iterator<Item = &Text> {
    group.items.iter().filter_map(|item| match item {
        Item::Text(it) => Some(it),
        Item::Group(_) | Item::Shape(_) | Item::Line(_) => None,
    })
}

pub(super) fn groups(sheet: &Sheet) -> impl Iterator<Item = &Group> {
    sheet.items.iter().filter_map(|item| match item {
        Item::Group(it) => Some(it),
        Item::Shape(_) | Item::Line(_) | Item::Text(_) => None,
    })
}

/// The stretch that each part of a line goes through.
fn stretches(line: &Line) -> impl Iterator<Item = Area> {
    let pairs = line.points.iter().zip(line.points.iter().skip(1));
    pairs.map(|(from, to)| {
        (
            from.0.min(to.0),
            from.1.min(to.1),
            from.0.max(to.0),
            from.1.max(to.1),
        )
    })
}

/// All that is wrong with a picture of a document whose smallest letters are to have a size, line by line.
pub(super) fn judge(picture: &Picture, document: &Document, least: f64) -> String {
    let mut wrong = String::new();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for (sheet, number) in picture.sheets.iter().zip(1..) {
        let mut on_sheet = Sheets::default();
        on_sheet.look(sheet);
        on_sheet.judge(sheet, least);
        on_sheet.judge_ways(document);
        for id in on_sheet.ids.clone() {
            if (id.starts_with("step-") || id.starts_with("way-")) && !seen.insert(id.clone()) {
                on_sheet.say(&format!("{id} is drawn again"));
            }
        }
        for line in on_sheet.wrong.lines() {
            let _ = writeln!(wrong, "sheet {number}: {line}");
        }
    }
    for step in &document.steps {
        if !seen.contains(&format!("step-{}", step.number)) {
            let _ = writeln!(wrong, "step {} is not drawn", step.number);
        }
        for way in 1..=step.ways.len() {
            if !seen.contains(&format!("way-{}-{way}", step.number)) {
                let _ = writeln!(wrong, "way {way} of step {} is not drawn", step.number);
            }
        }
    }
    wrong
}

/// What is on a sheet.
#[derive(Default)]
struct Sheets<'p> {
    ids: Vec<String>,
    /// Boxes and marks.
    boxes: Vec<(String, Area)>,
    /// Lines, with whose they are and where they end.
    lines: Vec<(String, &'p Line)>,
    /// What is written at lines.
    labels: Vec<(String, &'p Text)>,
    marks: BTreeMap<String, String>,
    wrong: String,
}

impl<'p> Sheets<'p> {
    fn say(&mut self, line: &str) {
        let _ = writeln!(self.wrong, "{line}");
    }

    fn look(&mut self, sheet: &'p Sheet) {
        for group in groups(sheet) {
            let id = group.id.clone();
            self.ids.push(id.clone());
            let is_way = id.starts_with("way-");
            let outline = shapes(group).next().map(around);
            if is_way || id.starts_with("step-") {
                self.boxes.extend(outline.map(|area| (id.clone(), area)));
            }
            for text in texts(group) {
                let is_within = outline.is_some_and(|area| is_in(letters(text), area));
                if is_way && !is_within {
                    self.labels.push((id.clone(), text));
                } else if is_way {
                    let mark = self.marks.entry(id.clone()).or_default();
                    mark.push_str(&text.text);
                    mark.push(' ');
                } else if id.starts_with("step-") && !is_within {
                    self.say(&format!("{id}: “{}” is not in its box", text.text));
                }
            }
            if is_way {
                self.lines
                    .extend(lines(group).map(|line| (id.clone(), line)));
            }
        }
    }

    fn judge(&mut self, sheet: &Sheet, least: f64) {
        let whole = (0.0, 0.0, sheet.width, sheet.height);
        let mut wrong = Vec::new();
        for text in groups(sheet).flat_map(texts) {
            if !is_in(letters(text), whole) {
                wrong.push(format!("“{}” is not on the sheet", text.text));
            }
            if text.wide > text.room + NEAR {
                wrong.push(format!("“{}” has not room enough", text.text));
            }
            if text.size < least {
                wrong.push(format!("“{}” is too small: {}", text.text, text.size));
            }
        }
        for (at, (one, area)) in self.boxes.iter().enumerate() {
            if !is_in(*area, whole) {
                wrong.push(format!("{one} is not on the sheet"));
            }
            for (other, it) in &self.boxes[at + 1..] {
                if overlap(*area, *it) {
                    wrong.push(format!("{one} and {other} overlap"));
                }
            }
            for (way, line) in &self.lines {
                if stretches(line).any(|it| {
                    overlap(
                        (it.0 - NEAR, it.1 - NEAR, it.2 + NEAR, it.3 + NEAR),
                        (area.0 + NEAR, area.1 + NEAR, area.2 - NEAR, area.3 - NEAR),
                    )
                }) {
                    wrong.push(format!("{way} goes through {one}"));
                }
            }
            for (way, text) in &self.labels {
                if overlap(letters(text), *area) {
                    wrong.push(format!("“{}” of {way} is on {one}", text.text));
                }
            }
        }
        for (at, (way, text)) in self.labels.iter().enumerate() {
            for (other, line) in &self.lines {
                if stretches(line).any(|it| {
                    overlap(
                        (it.0 - NEAR, it.1 - NEAR, it.2 + NEAR, it.3 + NEAR),
                        letters(text),
                    )
                }) {
                    wrong.push(format!("{other} goes through “{}” of {way}", text.text));
                }
            }
            for (other, it) in &self.labels[at + 1..] {
                if overlap(letters(text), letters(it)) {
                    wrong.push(format!(
                        "“{}” of {way} is on “{}” of {other}",
                        text.text, it.text
                    ));
                }
            }
        }
        for (at, (one, line)) in self.lines.iter().enumerate() {
            for (other, it) in &self.lines[at + 1..] {
                // Those from the same step part, and those to the same place meet.
                let same_from = one.split('-').nth(1) == other.split('-').nth(1);
                let same_to = line.points.last() == it.points.last();
                let crosses = stretches(line).any(|a| stretches(it).any(|b| crossing(a, b)));
                if !same_from && !same_to && crosses {
                    wrong.push(format!("{one} and {other} cross"));
                }
            }
        }
        for line in wrong {
            self.say(&line);
        }
    }

    /// Each way ends at the step to which it leads, or at a mark that says so; in the author's order.
    fn judge_ways(&mut self, document: &Document) {
        let mut wrong = Vec::new();
        for step in &document.steps {
            let mut before: Option<(f64, f64)> = None;
            for (way, number) in step.ways.iter().zip(1..) {
                let id = format!("way-{}-{number}", step.number);
                let Some((_, line)) = self.lines.iter().find(|(it, _)| *it == id) else {
                    continue;
                };
                let Some((x, y)) = line.points.last().copied() else {
                    wrong.push(format!("{id} has no line"));
                    continue;
                };
                let end = (x - NEAR, y - NEAR, x + NEAR, y + NEAR);
                let target = format!("step-{}", way.to);
                let at = match self.marks.get(&id) {
                    Some(mark) => {
                        let says = ["Go to", "Continued at"];
                        let mut said = says.iter().map(|it| format!("{it} {} ", way.to));
                        if !said.any(|it| mark.starts_with(&it)) {
                            wrong.push(format!("the mark of {id} says: {mark}"));
                        }
                        &id
                    }
                    None => &target,
                };
                let found = self.boxes.iter().find(|(it, _)| it == at);
                if !found.is_some_and(|(_, area)| {
                    is_in(
                        end,
                        (area.0 - NEAR, area.1 - NEAR, area.2 + NEAR, area.3 + NEAR),
                    )
                }) {
                    wrong.push(format!("{id} does not end at {at}"));
                }
                let label = self.labels.iter().find(|(it, _)| *it == id);
                let Some((x, y)) = label.map(|(_, text)| (text.x, text.y)) else {
                    continue;
                };
                if before.is_some_and(|it| x <= it.0 && y <= it.1) {
                    wrong.push(format!("{id} does not stand after the way before it"));
                }
                before = Some((x, y));
            }
        }
        for line in wrong {
            self.say(&line);
        }
    }
}

/// Whether two stretches of lines cross, and do not only meet.
fn crossing(one: Area, other: Area) -> bool {
    let is_upright = |it: Area| it.2 - it.0 < NEAR;
    let (up, level) = match (is_upright(one), is_upright(other)) {
        (true, false) => (one, other),
        (false, true) => (other, one),
        (true, true) | (false, false) => return false,
    };
    level.0 + NEAR < up.0 && up.0 + NEAR < level.2 && up.1 + NEAR < level.1 && level.1 + NEAR < up.3
}
