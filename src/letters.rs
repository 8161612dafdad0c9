//! Letters: how wide a text is when it is set in the fonts that come with Fingerpost, and where its lines break.
//!
//! Invariant: what is measured here is what is drawn: pictures and pages are set in the same fonts, glyph by glyph.
//!
//! Absent on purpose: colours and places, which are [`crate::picture`]'s.

mod fonts;
mod lines;
mod runs;
#[cfg(test)]
mod tests;
mod whole;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Range;
use std::rc::Rc;

pub use fonts::Stroke;
pub use lines::{characters, marked, pieces, unmarked};
pub use runs::{clean, is_drawn, is_right_to_left};

/// How heavy letters are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say what they are")]
pub enum Weight {
    #[default]
    Regular,
    Bold,
}

/// One of the fonts that come with Fingerpost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FontId(usize);

/// Glyphs of one font that stand side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// The font; nothing where no font has the characters, which are to be drawn as empty boxes.
    pub font: Option<FontId>,
    /// Whether these are read from the right.
    pub is_right_to_left: bool,
    /// The glyphs, from left to right.
    pub glyphs: Vec<Glyph>,
}

impl Run {
    /// How wide it is, in points.
    pub fn width(&self) -> f64 {
        self.glyphs.iter().map(|glyph| glyph.advance).sum()
    }
}

/// One glyph.
#[derive(Clone, Debug, PartialEq)]
pub struct Glyph {
    /// Its number in the font.
    pub id: u32,
    /// How far it is from here to the next glyph, in points.
    pub advance: f64,
    /// How far to the right of here it is drawn, in points.
    pub right: f64,
    /// How far above the line it is drawn, in points.
    pub up: f64,
    /// Which bytes of the text it stands for, perhaps with other glyphs.
    pub text: Range<usize>,
}

/// The fonts in which everything is set, and what was measured in them.
#[derive(Clone)]
pub struct Letters {
    /// One for all copies: a font is read once, a word is measured once.
    made: Rc<Made>,
}

struct Made {
    faces: Vec<fonts::Face>,
    /// Of each weight, how wide a word is at a size of 1.
    words: [RefCell<BTreeMap<Box<str>, f64>>; 2],
    /// Of each weight, where a text can break.
    texts: [RefCell<BTreeMap<Box<str>, Rc<lines::Breaks>>>; 2],
}

/// So many measured texts are remembered; a pathway has far fewer.
const REMEMBERED: usize = 100_000;

impl fmt::Debug for Letters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.made.faces.iter().map(|face| face.name).collect();
        f.debug_tuple("Letters").field(&names).finish()
    }
}

impl Default for Letters {
    fn default() -> Letters {
        Letters::shipped()
    }
}

impl Letters {
    /// The fonts that come with Fingerpost.
    pub fn shipped() -> Letters {
        Letters {
            made: Rc::new(Made {
                faces: fonts::shipped(),
                words: Default::default(),
                texts: Default::default(),
            }),
        }
    }

    /// How wide a text is on one line, in points, at a size in points.
    pub fn width(&self, text: &str, size: f64, weight: Weight) -> f64 {
        self.width_at_one(text, weight) * size
    }

    /// A text in lines no wider than so many points. A number to ring, a postcode and an address of the web or of
    /// e-mail stay whole if they fit on a line; a word that does not is broken, between characters as people see them.
    /// Space is one space, as it is in the language. Lines that may be read from the right are
    /// [marked].
    pub fn wrap(&self, text: &str, size: f64, weight: Weight, width: f64) -> Vec<String> {
        let remembered = self.made.texts[weight as usize].borrow().get(text).cloned();
        let breaks = remembered.unwrap_or_else(|| {
            let breaks = Rc::new(lines::Breaks::of(self, text, weight));
            remember(&self.made.texts[weight as usize], text, breaks.clone());
            breaks
        });
        // A size of nothing fits everywhere; widths that are no number are none.
        let room = if size > 0.0 { width / size } else { f64::MAX };
        breaks.lines(self, weight, if room.is_nan() { 0.0 } else { room })
    }

    /// The glyphs of a text on one line, from left to right, at a size in points.
    pub fn runs(&self, text: &str, size: f64, weight: Weight) -> Vec<Run> {
        let mut runs = runs::runs(&self.made.faces, text, weight);
        for glyph in runs.iter_mut().flat_map(|run| &mut run.glyphs) {
            glyph.advance *= size;
            glyph.right *= size;
            glyph.up *= size;
        }
        runs
    }

    /// The characters of a text that none of the fonts has.
    pub fn missing(&self, text: &str) -> BTreeSet<char> {
        let drawn = text
            .chars()
            .filter(|character| !character.is_whitespace() && is_drawn(*character));
        drawn
            .filter(|character| !self.made.faces.iter().any(|face| face.has(*character)))
            .collect()
    }

    /// The file of a font.
    pub fn bytes(&self, font: FontId) -> &'static [u8] {
        self.made.faces.get(font.0).map_or(&[], |face| face.bytes)
    }

    /// The name of a font's family.
    pub fn family(&self, font: FontId) -> &'static str {
        self.made.faces.get(font.0).map_or("", |face| face.name)
    }

    /// What a glyph of a font looks like at a size of 1.
    pub fn outline(&self, font: FontId, glyph: u32) -> Vec<Stroke> {
        let face = self.made.faces.get(font.0);
        face.map(|face| face.outline(glyph)).unwrap_or_default()
    }

    fn width_at_one(&self, text: &str, weight: Weight) -> f64 {
        if runs::may_read_from_the_right(text) {
            // Which glyphs stand side by side hangs on the whole text.
            return self.width_of_word(text, weight);
        }
        let units = runs::units(text).map(|(unit, is_space)| match is_space {
            true => self.width_of_word(" ", weight),
            false => self.width_of_word(&text[unit], weight),
        });
        units.sum()
    }

    fn width_of_word(&self, word: &str, weight: Weight) -> f64 {
        let widths = &self.made.words[weight as usize];
        if let Some(width) = widths.borrow().get(word) {
            return *width;
        }
        let runs = runs::runs(&self.made.faces, word, weight);
        let width = runs.iter().map(Run::width).sum();
        remember(widths, word, width);
        width
    }
}

fn remember<T>(measured: &RefCell<BTreeMap<Box<str>, T>>, text: &str, what: T) {
    let mut measured = measured.borrow_mut();
    if measured.len() >= REMEMBERED {
        measured.clear();
    }
    measured.insert(text.into(), what);
}
