//! Runs: a line of text in parts that one font sets in one direction, in the order in which they are seen.
//!
//! Invariants: a character as people see it (with its accents, joined to others) is set in one font; a word is shaped
//! by itself, so that a line is as wide as its words and spaces.

use std::ops::Range;

use unicode_bidi::{BidiClass, Direction, ParagraphBidiInfo, bidi_class, get_base_direction};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::fonts::Face;
use super::{FontId, Glyph, Run, Weight};

/// Whether anything of a character is seen: not of control characters, and not of those that only say how others are
/// joined or from which side they are read.
pub fn is_drawn(character: char) -> bool {
    let is_mark_only = matches!(character,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}'
        | '\u{FFF0}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}');
    let is_no_character = matches!(u32::from(character) & 0xFFFF, 0xFFFE | 0xFFFF);
    !(is_mark_only || is_no_character || character.is_control())
}

/// Whether a text is read from the right: its first letter is.
pub fn is_right_to_left(text: &str) -> bool {
    may_read_from_the_right(text) && get_base_direction(text) == Direction::Rtl
}

/// Whether anything in a text is read from the right, or could say that something is.
pub(super) fn may_read_from_the_right(text: &str) -> bool {
    !text.is_ascii()
        && text.chars().any(|character| {
            u32::from(character) >= 0x590
                && matches!(
                    bidi_class(character),
                    BidiClass::R
                        | BidiClass::AL
                        | BidiClass::AN
                        | BidiClass::RLE
                        | BidiClass::RLO
                        | BidiClass::RLI
                )
        })
}

/// Whether lines may break at this space. At a no-break space they may not.
pub(super) fn is_space(character: char) -> bool {
    character.is_whitespace() && !matches!(character, '\u{A0}' | '\u{2007}' | '\u{202F}')
}

/// Whether a character stands by itself in its line, as in Chinese and Japanese.
fn stands_alone(character: char) -> bool {
    matches!(u32::from(character),
        0x2E80..=0x3098 | 0x309B..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF | 0xFF01..=0xFF60
        | 0x20000..=0x3FFFF)
}

/// Whether a character only changes the one before it.
fn changes_the_last(character: char) -> bool {
    matches!(u32::from(character), 0x3099..=0x309A | 0x200D | 0xFE00..=0xFE0F | 0xE0100..=0xE01EF | 0x302A..=0x302F)
}

/// The parts of a text that are shaped by themselves, in order: words, spaces one by one (these say so), and
/// characters that stand alone.
pub(super) fn units(text: &str) -> impl Iterator<Item = (Range<usize>, bool)> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = &text[at..];
        let first = rest.chars().next()?;
        let start = at;
        if is_space(first) {
            at += first.len_utf8();
            return Some((start..at, true));
        }
        let ends = |(place, character): (usize, char)| {
            let is_end = match stands_alone(first) {
                true => !changes_the_last(character),
                false => is_space(character) || stands_alone(character),
            };
            is_end.then_some(place)
        };
        let length = rest.char_indices().skip(1).find_map(ends);
        at += length.unwrap_or(rest.len());
        Some((start..at, false))
    })
}

/// The glyphs of a line, from left to right, at a size of 1.
pub(super) fn runs(faces: &[Face], text: &str, weight: Weight) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    if !may_read_from_the_right(text) {
        for part in parts(faces, text, 0..text.len(), weight) {
            add(&mut runs, part.run(faces, text, false));
        }
        return runs;
    }
    let bidi = ParagraphBidiInfo::new(text, None);
    let (levels, seen) = bidi.visual_runs(0..text.len());
    for range in seen {
        let is_right_to_left = levels.get(range.start).is_some_and(|level| level.is_rtl());
        let mut parts = parts(faces, text, range, weight);
        if is_right_to_left {
            parts.reverse();
        }
        for part in parts {
            add(&mut runs, part.run(faces, text, is_right_to_left));
        }
    }
    runs
}

/// Adds a run, to the last one if it is of the same kind.
fn add(runs: &mut Vec<Run>, run: Run) {
    match runs.last_mut() {
        Some(last) if last.font == run.font && last.is_right_to_left == run.is_right_to_left => {
            last.glyphs.extend(run.glyphs);
        }
        Some(_) | None => runs.push(run),
    }
}

/// A part of a word, in one font.
struct Part {
    text: Range<usize>,
    font: Option<FontId>,
    is_space: bool,
}

impl Part {
    fn run(self, faces: &[Face], text: &str, is_right_to_left: bool) -> Run {
        let face = self.font.and_then(|font| faces.get(font.0));
        let glyphs = match face {
            Some(face) if self.is_space => {
                let mut glyphs = face.glyphs(" ", self.text.start, false);
                for glyph in &mut glyphs {
                    glyph.text = self.text.clone();
                }
                glyphs
            }
            Some(face) => face.glyphs(&text[self.text.clone()], self.text.start, is_right_to_left),
            None => {
                let mut boxes = boxes(&text[self.text.clone()], self.text.start);
                if is_right_to_left {
                    boxes.reverse();
                }
                boxes
            }
        };
        Run {
            font: self.font,
            is_right_to_left,
            glyphs,
        }
    }
}

/// Characters that no font has, as wide as they probably are.
fn boxes(text: &str, at: usize) -> Vec<Glyph> {
    let clusters = text.grapheme_indices(true);
    clusters
        .map(|(start, cluster)| Glyph {
            id: 0,
            advance: if cluster.width() > 1 { 1.0 } else { 0.6 },
            right: 0.0,
            up: 0.0,
            text: at + start..at + start + cluster.len(),
        })
        .collect()
}

/// The parts of a range of a text, in the order of the text.
fn parts(faces: &[Face], text: &str, range: Range<usize>, weight: Weight) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let first = |is_wanted: &dyn Fn(&Face) -> bool| {
        let mut found = faces
            .iter()
            .enumerate()
            .filter(|(_, face)| face.weight.is_none_or(|its| its == weight) && is_wanted(face));
        found.next().map(|(number, _)| FontId(number))
    };
    let plain = first(&|_| true);
    for (unit, is_space) in units(&text[range.clone()]) {
        let unit = range.start + unit.start..range.start + unit.end;
        if is_space {
            parts.push(Part {
                text: unit,
                font: plain,
                is_space,
            });
            continue;
        }
        let mut last: Option<Part> = None;
        for (at, cluster) in text[unit.clone()].grapheme_indices(true) {
            let place = unit.start + at..unit.start + at + cluster.len();
            if !cluster.chars().any(is_drawn) {
                parts.extend(last.take());
                continue;
            }
            let has_all = |face: &Face| {
                let mut drawn = cluster.chars().filter(|character| is_drawn(*character));
                drawn.all(|character| face.has(character))
            };
            let of_last = last.as_ref().and_then(|part| part.font);
            let goes_on = of_last
                .filter(|font| Some(*font) != plain && faces.get(font.0).is_some_and(has_all));
            let is_plain = plain
                .and_then(|font| faces.get(font.0))
                .is_some_and(has_all);
            // A mark that two scripts share is set as the letters beside it are.
            let font = match goes_on {
                Some(font) if !is_plain => Some(font),
                Some(_) | None => first(&has_all).or_else(|| {
                    let base = cluster.chars().find(|character| is_drawn(*character));
                    first(&|face| base.is_some_and(|base| face.has(base)))
                }),
            };
            match &mut last {
                Some(part) if part.font == font => part.text.end = place.end,
                Some(_) | None => {
                    parts.extend(last.take());
                    last = Some(Part {
                        text: place,
                        font,
                        is_space: false,
                    });
                }
            }
        }
        parts.extend(last);
    }
    parts
}

/// A text on one line, without characters that no page may have: control characters are spaces or nothing. Marks that
/// say how letters join or from which side they are read stay.
pub fn clean(text: &str) -> String {
    let kept = |character: char| match character {
        _ if character.is_whitespace() && character != '\u{A0}' && character != '\u{202F}' => {
            Some(' ')
        }
        '\u{FEFF}' => None,
        _ if character.is_control() || matches!(u32::from(character) & 0xFFFF, 0xFFFE | 0xFFFF) => {
            None
        }
        _ => Some(character),
    };
    text.chars().filter_map(kept).collect()
}
