//! Outlines: the shapes, lines and letters of a picture as paths, for outputs that draw them themselves.
//!
//! Invariant: PDF and PNG are drawn from the same paths, so a page looks the same in both.
//!
//! Absent on purpose: colours, which stay with the items, and SVG, whose readers set text themselves.

use crate::letters::{Letters, Run, Stroke, is_right_to_left};
use crate::picture::{Line, Shape, Text};

/// How long the head of an arrow is, in points, and how wide; both grow with the line's width, as in an SVG.
const HEAD: (f64, f64) = (7.0, 6.0);
/// How much a head grows for each point by which its line is wider than one point.
const GROWTH: f64 = 1.6;
/// How far below its words a link is underlined, and how thick, in sizes.
const UNDERLINE: (f64, f64) = (0.14, 0.06);
/// How much of its way to a corner's point a round corner's curve is bent: that of a circle.
const CIRCLE: f64 = 0.552_284_75;
/// How long dashes and their gaps are, in points.
pub(super) const DASHES: [f32; 2] = [4.0, 3.0];

fn place((x, y): (f64, f64)) -> (f32, f32) {
    (x as f32, y as f32)
}

/// The place so far from one place towards another, and never past the middle.
fn towards(from: (f64, f64), to: (f64, f64), far: f64) -> (f64, f64) {
    let long = (to.0 - from.0).hypot(to.1 - from.1);
    let part = if long > 0.0 {
        (far / long).min(0.5)
    } else {
        0.0
    };
    (
        from.0 + (to.0 - from.0) * part,
        from.1 + (to.1 - from.1) * part,
    )
}

/// A closed shape, with its corners as round as it says.
pub(super) fn shape(shape: &Shape) -> Vec<Stroke> {
    let points = &shape.points;
    let mut strokes = Vec::new();
    for (number, corner) in points.iter().enumerate() {
        let before = points[(number + points.len() - 1) % points.len()];
        let after = points[(number + 1) % points.len()];
        let start = towards(*corner, before, shape.round);
        let end = towards(*corner, after, shape.round);
        let (x, y) = place(start);
        strokes.push(match number {
            0 => Stroke::Move(x, y),
            _ => Stroke::Line(x, y),
        });
        if shape.round > 0.0 {
            let bent = |from: (f64, f64)| {
                let at = |from: f64, to: f64| from + (to - from) * CIRCLE;
                place((at(from.0, corner.0), at(from.1, corner.1)))
            };
            let ((x1, y1), (x2, y2), (x, y)) = (bent(start), bent(end), place(end));
            strokes.push(Stroke::Curve(x1, y1, x2, y2, x, y));
        }
    }
    if !strokes.is_empty() {
        strokes.push(Stroke::Close);
    }
    strokes
}

/// A line up to its head, and the head, where it has one.
pub(super) fn line(line: &Line) -> (Vec<Stroke>, Vec<Stroke>) {
    let mut points = line.points.clone();
    let mut head = Vec::new();
    if let (true, [.., before, tip]) = (line.arrow, points.as_mut_slice()) {
        let grown = (line.width - 1.0).max(0.0) * GROWTH;
        let (long, half) = (HEAD.0 + grown, (HEAD.1 + grown) / 2.0);
        let length = (tip.0 - before.0).hypot(tip.1 - before.1);
        let length = length.max(f64::MIN_POSITIVE);
        let (dx, dy) = ((tip.0 - before.0) / length, (tip.1 - before.1) / length);
        let foot = (tip.0 - dx * long, tip.1 - dy * long);
        let corners = [
            *tip,
            (foot.0 - dy * half, foot.1 + dx * half),
            (foot.0 + dy * half, foot.1 - dx * half),
        ];
        for (number, corner) in corners.into_iter().enumerate() {
            let (x, y) = place(corner);
            head.push(match number {
                0 => Stroke::Move(x, y),
                _ => Stroke::Line(x, y),
            });
        }
        head.push(Stroke::Close);
        // The line ends inside its head, so that its end does not show at the tip.
        *tip = (tip.0 - dx * long * 0.6, tip.1 - dy * long * 0.6);
    }
    let strokes = points.into_iter().enumerate().map(|(number, point)| {
        let (x, y) = place(point);
        match number {
            0 => Stroke::Move(x, y),
            _ => Stroke::Line(x, y),
        }
    });
    (strokes.collect(), head)
}

/// Where the first glyph of a line of text stands: at the left of its room, or where it ends at the right of it, if it
/// is read from the right.
pub(super) fn begins(text: &Text, runs: &[Run]) -> f64 {
    if !is_right_to_left(&text.text) {
        return text.x;
    }
    let wide: f64 = runs.iter().map(Run::width).sum();
    text.x + (text.room - wide).max(0.0)
}

/// The line under words that begin at a place, as strokes, and how thick it is.
pub(super) fn underline((x, y): (f64, f64), wide: f64, size: f64) -> (Vec<Stroke>, f64) {
    let y = (y + size * UNDERLINE.0) as f32;
    let strokes = vec![
        Stroke::Move(x as f32, y),
        Stroke::Line((x + wide) as f32, y),
    ];
    (strokes, size * UNDERLINE.1)
}

/// Whether a link may be followed: to ring, to write to, or on the web.
pub(super) fn is_followed(link: &str) -> bool {
    let begins = |start: &str| {
        link.get(..start.len())
            .is_some_and(|it| it.eq_ignore_ascii_case(start))
    };
    ["tel:", "mailto:", "https://", "http://"]
        .into_iter()
        .any(begins)
}

/// The box that stands for a character that no font has: its left end, top, width and height.
pub(super) fn empty_box(x: f64, y: f64, advance: f64, size: f64) -> (f64, f64, f64, f64) {
    let gap = advance * 0.1;
    (x + gap, y - size * 0.7, advance - 2.0 * gap, size * 0.7)
}

/// That some characters of a text are in none of the fonts, in a sentence; nothing where all are.
pub fn missing(text: &str, letters: &Letters) -> Option<String> {
    let missing = letters.missing(text);
    let shown: Vec<String> = missing
        .iter()
        .take(20)
        .map(|character| format!("{character} (U+{:04X})", u32::from(*character)))
        .collect();
    let more = match missing.len() - shown.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    (!shown.is_empty()).then(|| {
        format!(
            "No font that comes with Fingerpost has these characters, so empty boxes stand in their place: {}{more}.",
            shown.join(", ")
        )
    })
}
