//! A pathway as a picture: boxes and lines with places on sheets of paper, and all that is written in them.
//!
//! A [`Picture`] is made of a [`Document`] by itself, without another program, and is written as SVG, PDF or PNG by
//! [`crate::emit`]. Lengths are in points (1/72 inch); y grows downwards.
//!
//! Invariants: items stand in the order in which they are to be read; nothing overlaps; a kind of box is told by its
//! shape and its word, never by colour alone; every arrow of the document is a line, or a line to a mark that says at
//! which number it goes on.

mod block;
mod draw;
mod forest;
mod frame;
mod nodes;
mod parts;
mod place;
mod plan;
mod says;
mod shapes;
mod sheets;
mod split;
#[cfg(test)]
mod tests;
mod theme;
mod words;

use crate::emit::document::Document;
use crate::letters::{Letters, Weight};

/// The paper that a picture is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Paper {
    /// One sheet, as large as it needs to be.
    #[default]
    None,
    /// A4, over as many sheets as it takes to be read.
    A4,
    /// A3, over as many sheets as it takes to be read.
    A3,
}

/// How the paper lies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lie {
    /// Whichever prints larger.
    #[default]
    Either,
    /// Taller than wide.
    Portrait,
    /// Wider than tall.
    Landscape,
}

/// How a picture is to look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The paper.
    pub paper: Paper,
    /// How it lies.
    pub lie: Lie,
    /// Whether to explain the shapes.
    pub legend: bool,
}

/// A picture, sheet by sheet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Picture {
    /// The sheets, in order.
    pub sheets: Vec<Sheet>,
}

/// One sheet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// Its width in points.
    pub width: f64,
    /// Its height in points.
    pub height: f64,
    /// What it is called: the title, and the part where there are several sheets.
    pub title: String,
    /// What is on it, in the order in which it is to be read.
    pub items: Vec<Item>,
}

/// Something on a sheet.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// Things that belong together: a step with all that is written in it, or an arrow with its words.
    Group(Group),
    /// A closed shape.
    Shape(Shape),
    /// A line, perhaps with an arrow at its end.
    Line(Line),
    /// One line of text.
    Text(Text),
}

/// Things that belong together.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// What it is, for programs: `step-3`, `way-3-1`; letters, digits and hyphens.
    pub id: String,
    /// What it is, for somebody who does not see it: "Step 3, question: Is anyone in danger?"
    pub label: String,
    /// Whether it is on the one family's way that stands out.
    pub lit: bool,
    /// What is in it. No groups.
    pub items: Vec<Item>,
}

/// A closed shape.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    /// Its corners, in order.
    pub points: Vec<(f64, f64)>,
    /// How round the corners are: a radius in points; 0 for sharp ones.
    pub round: f64,
    /// What is behind the letters.
    pub fill: Colour,
    /// The border's colour.
    pub border: Colour,
    /// The border's width in points; 0 for none.
    pub width: f64,
    /// Whether the border is dashed.
    pub dashed: bool,
}

/// A line from corner to corner.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Where it goes.
    pub points: Vec<(f64, f64)>,
    /// Its colour.
    pub colour: Colour,
    /// Its width in points.
    pub width: f64,
    /// Whether it is dashed.
    pub dashed: bool,
    /// Whether an arrow stands at its end.
    pub arrow: bool,
}

/// One line of text.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// The left end of the room that it has, in points.
    pub x: f64,
    /// The line it stands on, in points.
    pub y: f64,
    /// How wide it is when set, in points.
    pub wide: f64,
    /// How much room it has, in points: a line that is read from the right ends there.
    pub room: f64,
    /// The text.
    pub text: String,
    /// The size of its letters in points.
    pub size: f64,
    /// How heavy they are.
    pub weight: Weight,
    /// Their colour.
    pub colour: Colour,
    /// Where it leads when it is clicked.
    pub link: Option<String>,
}

/// A colour: red, green and blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Colour(pub u8, pub u8, pub u8);

/// The picture of a document, set in these letters.
pub fn picture(document: &Document, letters: &Letters, options: &Options) -> Picture {
    sheets::picture(document, letters, options)
}
