//! Lines: where a text breaks when it has so much room.
//!
//! Invariants: every line has at least one character as people see it, so that breaking ends whatever the room is; a
//! line is as wide as [`Letters::width`] says, and fits unless it is a single character.

use std::ops::Range;

use unicode_linebreak::linebreaks;
use unicode_segmentation::UnicodeSegmentation;

use super::runs::{is_right_to_left, is_space, may_read_from_the_right};
use super::whole::{is_address, whole, words};
use super::{Letters, Weight};

/// A text with the places at which its lines can break.
pub(super) struct Breaks {
    /// The text, in which space is one space.
    text: String,
    /// What is between two such places, in order.
    pieces: Vec<Piece>,
    may_read_from_the_right: bool,
    /// Whether it is read from the right as a whole.
    from_right: bool,
}

/// Sums that are this near are the same, at a size of 1.
const ROUNDING: f64 = 1e-9;

/// A part of a text in which no line breaks if it fits.
struct Piece {
    text: Range<usize>,
    /// Where it begins and ends when the whole text stands on one line, at a size of 1.
    begins: f64,
    ends: f64,
    /// Whether a word begins where it begins.
    begins_word: bool,
    /// Whether a word ends where it ends.
    ends_word: bool,
}

impl Breaks {
    /// Where a text can break.
    pub(super) fn of(letters: &Letters, text: &str, weight: Weight) -> Breaks {
        let given = words(text).into_iter().map(|word| &text[word]);
        let text = given.collect::<Vec<_>>().join(" ");
        let words = words(&text);
        let space = letters.width(" ", 1.0, weight);
        let mut starts_at = Vec::with_capacity(words.len() + 1);
        let mut x = 0.0;
        for word in &words {
            starts_at.push(x);
            x += letters.width(&text[word.clone()], 1.0, weight) + space;
        }
        starts_at.push(x);
        let mut pieces: Vec<Piece> = Vec::new();
        for range in self::pieces(&text) {
            let number = words.partition_point(|word| word.end <= range.start);
            let begins_word = words
                .get(number)
                .is_some_and(|word| word.start == range.start);
            let last = words.partition_point(|word| word.end < range.end);
            let ends_word = words.get(last).is_some_and(|word| word.end == range.end);
            // In the middle of a word, only about where; whoever needs to know measures what is on the line.
            let begins = match (begins_word, pieces.last()) {
                (false, Some(before)) => before.ends,
                (true, _) | (false, None) => starts_at.get(number).copied().unwrap_or(0.0),
            };
            let ends = match starts_at.get(last + 1) {
                Some(next) if ends_word => next - space,
                Some(_) | None if number == last => {
                    begins + letters.width(&text[range.clone()], 1.0, weight)
                }
                Some(_) | None => {
                    let start = words.get(last).map_or(range.start, |word| word.start);
                    let wide = letters.width(&text[start..range.end], 1.0, weight);
                    starts_at.get(last).copied().unwrap_or(0.0) + wide
                }
            };
            pieces.push(Piece {
                text: range,
                begins,
                ends,
                begins_word,
                ends_word,
            });
        }
        Breaks {
            may_read_from_the_right: may_read_from_the_right(&text),
            from_right: is_right_to_left(&text),
            text,
            pieces,
        }
    }

    /// The lines in so much room, at a size of 1.
    pub(super) fn lines(&self, letters: &Letters, weight: Weight, room: f64) -> Vec<String> {
        let mut lines: Vec<Range<usize>> = Vec::new();
        // The piece with which the line begins that is not yet full, and where that line ends.
        let mut open: Option<(&Piece, usize)> = None;
        for piece in &self.pieces {
            if let Some((first, _)) = open
                && self.fits(letters, weight, room, first, piece)
            {
                open = Some((first, piece.text.end));
                continue;
            }
            lines.extend(open.take().map(|(first, end)| first.text.start..end));
            if self.fits(letters, weight, room, piece, piece) {
                open = Some((piece, piece.text.end));
            } else {
                lines.extend(self.broken(letters, weight, room, piece.text.clone()));
            }
        }
        lines.extend(open.map(|(first, end)| first.text.start..end));
        let lines = lines.into_iter().map(|line| &self.text[line]);
        if !self.may_read_from_the_right {
            return lines.map(str::to_string).collect();
        }
        lines.map(|line| marked(line, self.from_right)).collect()
    }

    fn fits(&self, letters: &Letters, weight: Weight, room: f64, from: &Piece, to: &Piece) -> bool {
        let wide = to.ends - from.begins;
        if from.begins_word && to.ends_word && !self.may_read_from_the_right {
            return wide <= room + ROUNDING;
        }
        // Glyphs that stand side by side on one line may be closer there than where the line breaks between them, so
        // what is left of a word is measured; but not where it is far too wide in any case.
        wide <= room * 1.2 + 1.0 && {
            let text = &self.text[from.text.start..to.text.end];
            self.width(letters, weight, text) <= room + ROUNDING
        }
    }

    /// How wide a part of the text is as a line of its own, at a size of 1.
    fn width(&self, letters: &Letters, weight: Weight, line: &str) -> f64 {
        if !self.may_read_from_the_right {
            return letters.width(line, 1.0, weight);
        }
        // The side from which a line is read says which glyphs stand side by side.
        letters.width(&marked(line, self.from_right), 1.0, weight)
    }

    /// Breaks what does not fit on a line: a number at its spaces, an address behind its signs, anything else between
    /// characters.
    fn broken(
        &self,
        letters: &Letters,
        weight: Weight,
        room: f64,
        range: Range<usize>,
    ) -> Vec<Range<usize>> {
        let text = &self.text[range.clone()];
        let signs: &[char] = match is_address(text) {
            true => &['/', '.', '-', '@', '_', '?', '&', '=', ' '],
            false => &[' '],
        };
        let fits = |line: Range<usize>| {
            let line = self.text[line].trim_end_matches(' ');
            self.width(letters, weight, line) <= room + ROUNDING
        };
        let mut lines = Vec::new();
        let mut start = range.start;
        let mut end = range.start;
        for part in text.split_inclusive(signs) {
            if !fits(start..end + part.len()) && start < end {
                lines.push(start..end);
                start = end;
            }
            let begins = end;
            end += part.len();
            if fits(start..end) {
                continue;
            }
            // As many characters as fit when each stands by itself, and then fewer if they do not.
            let clusters = part.grapheme_indices(true);
            let ends: Vec<usize> = clusters.map(|(at, it)| begins + at + it.len()).collect();
            let mut at = 0;
            while start < end {
                let mut wide = 0.0;
                let mut last = at;
                let mut from = start;
                while let Some(to) = ends.get(last) {
                    wide += letters.width(&self.text[from..*to], 1.0, weight);
                    if wide > room && last > at {
                        break;
                    }
                    from = *to;
                    last += 1;
                }
                while last > at + 1 && !fits(start..ends[last - 1]) {
                    last -= 1;
                }
                let stop = ends.get(last.max(at + 1) - 1).copied().unwrap_or(end);
                if stop == end {
                    break;
                }
                lines.push(start..stop);
                start = stop;
                at = last.max(at + 1);
            }
        }
        lines.push(start..end);
        for line in &mut lines {
            line.end = line.start + self.text[line.clone()].trim_end_matches(' ').len();
        }
        lines
    }
}

/// A line that is read from the side from which its text is, whatever it begins with; numbers to ring and addresses
/// in it are read from the left, as a number in parts would otherwise be read with its last part first.
pub fn marked(line: &str, from_right: bool) -> String {
    if !from_right && !may_read_from_the_right(line) {
        return line.to_string();
    }
    let mut marked = String::with_capacity(line.len() + 8);
    if is_right_to_left(line) != from_right {
        marked.push(if from_right { '\u{200F}' } else { '\u{200E}' });
    }
    let mut at = 0;
    for part in whole(line) {
        marked.push_str(&line[at..part.start]);
        marked.push('\u{2066}');
        marked.push_str(&line[part.clone()]);
        marked.push('\u{2069}');
        at = part.end;
    }
    marked.push_str(&line[at..]);
    marked
}

/// A line without the marks that say from which side it is read.
pub fn unmarked(line: &str) -> String {
    let is_mark = |c: char| matches!(c, '\u{200E}' | '\u{200F}' | '\u{2066}' | '\u{2069}');
    line.chars().filter(|c| !is_mark(*c)).collect()
}

/// The parts of a text in which no line should break, in order; between them is a space or nothing.
pub fn pieces(text: &str) -> Vec<Range<usize>> {
    let whole = whole(text);
    let mut pieces = Vec::new();
    let mut start = 0;
    for (end, _) in linebreaks(text) {
        let next = whole.partition_point(|part| part.end <= end);
        if whole.get(next).is_some_and(|part| end > part.start) {
            continue;
        }
        let trimmed = text[start..end].trim_end_matches(is_space);
        if !trimmed.is_empty() {
            pieces.push(start..start + trimmed.len());
        }
        start = end;
    }
    pieces
}

/// The characters of a text as people see them, each with where it ends.
pub fn characters(text: &str) -> impl Iterator<Item = usize> + '_ {
    text.grapheme_indices(true)
        .map(|(at, character)| at + character.len())
}
