//! Texts and places in them. Lines, columns and the rounding of places live here and nowhere else.
//!
//! Invariant: a [`Span`] counts bytes of the text it came from, and both of its ends stand between two
//! characters. Everything else in the library passes spans along without looking inside.

/// Which text a [`Span`] points into: its number in a [`Sources`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub u32);

/// A stretch of a text, in bytes: from `start`, up to and not including `end`.
///
/// ```text
/// question age "How old?"
/// ^start  ^end               the span of the word `question` is 0..8
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The text this points into.
    pub source: SourceId,
    /// The first byte.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
}

impl Span {
    /// The place from `start` to `end` of a text.
    pub fn new(source: SourceId, start: usize, end: usize) -> Span {
        let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Span {
            source,
            start: small(start),
            end: small(end),
        }
    }

    /// The shortest span that holds both.
    #[must_use]
    pub fn to(self, other: Span) -> Span {
        Span {
            source: self.source,
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }

    /// Whether `other` lies inside this one.
    pub fn contains(self, other: Span) -> bool {
        self.source == other.source && self.start <= other.start && other.end <= self.end
    }
}

/// Something read, and where it stood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// What was read.
    pub it: T,
    /// Where it stood.
    pub span: Span,
}

/// A place as people and other programs count it: both from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, counted from 1.
    pub line: usize,
    /// The column in characters, counted from 1.
    pub column: usize,
}

/// One text and the name that its reader knows it by.
#[derive(Clone, Debug)]
pub struct Source {
    /// The name shown to the reader: a path, or `-`.
    pub name: String,
    /// The whole text.
    pub text: String,
    line_starts: Vec<u32>,
    /// How many characters begin before each stretch of the text, so that a place on a line of millions
    /// of characters is found as fast as any other.
    stretches: Vec<u32>,
}

/// The length of a stretch in bytes.
const STRETCH: usize = 1024;

impl Source {
    fn new(name: String, text: String) -> Source {
        let line_starts = std::iter::once(0)
            .chain(
                text.bytes()
                    .zip(1u32..)
                    .filter(|(byte, _)| *byte == b'\n')
                    .map(|(_, after)| after),
            )
            .collect();
        let stretches = (0..=text.len() / STRETCH)
            .scan(0, |before, stretch| {
                let begin = *before;
                *before += characters(&text, stretch * STRETCH, (stretch + 1) * STRETCH);
                Some(begin)
            })
            .collect();
        Source {
            name,
            text,
            line_starts,
            stretches,
        }
    }

    /// The line and column of a byte. A byte past the end is the end; a byte inside a character is that
    /// character's first.
    pub fn position(&self, byte: u32) -> Position {
        let mut byte = (byte as usize).min(self.text.len());
        while !self.text.is_char_boundary(byte) {
            byte -= 1;
        }
        let line = self
            .line_starts
            .partition_point(|start| *start as usize <= byte);
        let start = self.line_starts[line - 1] as usize;
        let column = self.characters_before(byte) - self.characters_before(start) + 1;
        Position { line, column }
    }

    fn characters_before(&self, byte: usize) -> usize {
        let stretch = byte / STRETCH;
        let rest = characters(&self.text, stretch * STRETCH, byte);
        (self.stretches[stretch] + rest) as usize
    }

    /// The words a span covers; empty where it points outside the text.
    pub fn slice(&self, span: Span) -> &str {
        self.text
            .get(span.start as usize..span.end as usize)
            .unwrap_or("")
    }
}

/// How many characters begin in a range of bytes; byte-order marks are not counted.
fn characters(text: &str, from: usize, to: usize) -> u32 {
    let bytes = text.as_bytes();
    let begins = |at: &usize| {
        let inside = bytes[*at] & 0b1100_0000 == 0b1000_0000;
        !inside && !bytes[*at..].starts_with("\u{feff}".as_bytes())
    };
    let count = (from..to.min(bytes.len())).filter(begins).count();
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// How many bytes a file may have that is read, and all files of one flow together. A pathway of ten thousand blocks
/// has one to three million.
pub const LARGEST: usize = 8 << 20;

/// A file that a flow names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// What its reader calls it: the same for the same file, by whatever path it is named.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// That a file does not fit beside those that were read before it.
pub(crate) fn too_much_together(path: &str) -> String {
    format!(
        "`{path}` is not read: all files of one flow may have {} MB together, and these have more.",
        LARGEST >> 20
    )
}

/// Gives a file that a flow names. In: the name of the file that names it, and the path as written there. Out: the file,
/// or a sentence that says why it cannot be had.
pub type Read<'r> = dyn Fn(&str, &str) -> Result<Given, String> + 'r;

/// Every text of one compilation, in the order they were read.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    all: Vec<Source>,
}

impl Sources {
    /// Adds a text under the name its reader knows it by.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> SourceId {
        let id =
            SourceId(u32::try_from(self.all.len()).expect("fewer texts than a number can count"));
        self.all.push(Source::new(name.into(), text.into()));
        id
    }

    /// One text.
    pub fn get(&self, id: SourceId) -> &Source {
        &self.all[id.0 as usize]
    }

    /// The words a span covers.
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.source).slice(span)
    }

    /// Where a span begins, as people count.
    pub fn start(&self, span: Span) -> Position {
        self.get(span.source).position(span.start)
    }

    /// Where a span ends, as people count.
    pub fn end(&self, span: Span) -> Position {
        self.get(span.source).position(span.end)
    }

    /// How many bytes all texts have together.
    pub fn bytes(&self) -> usize {
        self.all.iter().map(|source| source.text.len()).sum()
    }

    /// Every text, in the order they were read.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        (0..).map(SourceId).zip(&self.all)
    }
}

/// Words on one line, without comments. A `#` between quotes is no comment.
pub(crate) fn one_line(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    let (mut quoted, mut escaped, mut comment) = (false, false, false);
    for c in text.chars() {
        if comment {
            comment = c != '\n';
        }
        if comment {
            continue;
        }
        match c {
            '#' if !quoted => comment = true,
            c if c.is_whitespace() => {
                if !words.ends_with(' ') && !words.is_empty() {
                    words.push(' ');
                }
            }
            c => {
                if c == '"' && !escaped {
                    quoted = !quoted;
                }
                words.push(c);
            }
        }
        escaped = c == '\\' && !escaped;
    }
    words.truncate(words.trim_end().len());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_on_one_line_without_comments() {
        let text = "age < 5   # young\r\n    and \"a # b\\\" # c\" is x # end";
        assert_eq!(one_line(text), "age < 5 and \"a # b\\\" # c\" is x");
    }

    #[test]
    fn a_position_counts_characters_and_never_falls_inside_one() {
        let mut sources = Sources::default();
        let id = sources.add("a.flow", "\u{feff}é b\r\nŵx");
        let source = sources.get(id);
        assert_eq!(source.position(0), Position { line: 1, column: 1 });
        assert_eq!(source.position(3), Position { line: 1, column: 1 });
        assert_eq!(source.position(6), Position { line: 1, column: 3 });
        assert_eq!(source.position(9), Position { line: 2, column: 1 });
        assert_eq!(source.position(10), Position { line: 2, column: 1 });
        assert_eq!(source.position(11), Position { line: 2, column: 2 });
        assert_eq!(source.position(999), Position { line: 2, column: 3 });
    }

    #[test]
    fn a_position_on_a_very_long_line_is_counted_the_same_way() {
        let text = format!("x\n{}", "é\u{feff}€ ".repeat(1000));
        let mut sources = Sources::default();
        let id = sources.add("a.flow", text.as_str());
        let mut column = 1;
        for (byte, c) in text.char_indices().skip(2) {
            let position = Position { line: 2, column };
            assert_eq!(sources.get(id).position(byte as u32), position);
            column += usize::from(c != '\u{feff}');
        }
    }
}
