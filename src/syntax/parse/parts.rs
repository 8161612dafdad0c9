//! What the formatter needs to know of a text: of each line, what it is and what it is made of.
#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "the rules of the grammar are one long list, of which each place may hold a few"
)]

use pest::Parser;

use super::Reader;
use super::grammar::{Grammar, Rule};

/// One line of a text, or several that are left as they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum LineLayout<'s> {
    /// Nothing but space.
    Blank,
    /// A comment alone on its line, and whether it was indented.
    Comment(&'s str, bool),
    /// A heading, in its parts.
    Heading(Vec<Part<'s>>),
    /// A line under a heading, in its parts.
    Body(Vec<Part<'s>>),
    /// A line that begins with `and` or `or` and continues the one above.
    Continued(Vec<Part<'s>>),
    /// A line that could not be read, or the inside of a text over several lines: kept to the letter.
    Verbatim(&'s str),
}

/// The smallest parts of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part<'s> {
    /// A text in its quotes.
    Text(&'s str),
    /// A comment.
    Comment(&'s str),
    /// `->`, a bracket, a comma, a bar, or a sign that compares.
    Sign(&'s str),
    /// Anything else between spaces.
    Word(&'s str),
}

impl<'s> Part<'s> {
    /// The letters of it.
    pub(crate) fn letters(self) -> &'s str {
        match self {
            Part::Text(letters)
            | Part::Comment(letters)
            | Part::Sign(letters)
            | Part::Word(letters) => letters,
        }
    }
}

/// The lines of a text that has been through [`super::readable`], without their ends.
pub(crate) fn layout(text: &str) -> Vec<LineLayout<'_>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let Some(file) = Grammar::parse(Rule::file, text)
        .ok()
        .and_then(|mut pairs| pairs.next())
    else {
        return text.lines().map(LineLayout::Verbatim).collect();
    };
    let mut lines = Vec::new();
    let mut done = 0;
    for pair in file.into_inner() {
        let span = pair.as_span();
        match pair.as_rule() {
            Rule::comment_text | Rule::EOI => {}
            Rule::bad_line | Rule::bad_text => {
                loose(&text[done..line_start(text, span.start())], &mut lines);
                done = line_end(text, span.end());
                let whole = &text[line_start(text, span.start())..done];
                lines.extend(ended(whole).map(LineLayout::Verbatim));
            }
            rule => {
                let heading = Reader::is_header(rule);
                let start = line_start(text, span.start());
                loose(&text[done..start], &mut lines);
                done = line_end(text, span.end());
                read_lines(&text[start..done], heading, &mut lines);
            }
        }
    }
    loose(&text[done..], &mut lines);
    lines
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

/// The byte after the end of the line, its newline included.
fn line_end(text: &str, at: usize) -> usize {
    if text[..at].ends_with('\n') {
        return at;
    }
    text[at..]
        .find('\n')
        .map_or(text.len(), |newline| at + newline + 1)
}

fn ended(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive('\n')
        .map(|line| line.strip_suffix('\n').unwrap_or(line))
        .map(|line| line.strip_suffix('\r').unwrap_or(line))
}

/// Blank lines and comments between lines that say something.
fn loose<'s>(text: &'s str, lines: &mut Vec<LineLayout<'s>>) {
    lines.extend(ended(text).map(|line| match line.trim() {
        "" => LineLayout::Blank,
        comment => LineLayout::Comment(comment, !line.starts_with('#')),
    }));
}

/// One thing an author said, over as many lines as it takes.
fn read_lines<'s>(text: &'s str, heading: bool, lines: &mut Vec<LineLayout<'s>>) {
    let mut rest = text;
    let mut first = true;
    while !rest.is_empty() {
        let line = rest.split_inclusive('\n').next().unwrap_or(rest);
        let parts = parts(ended(line).next().unwrap_or(""));
        // A text in three quotes that does not end on its line: the lines up to its end are its own.
        let open = parts.last().is_some_and(|part| {
            matches!(part, Part::Word(_)) && line.matches("\"\"\"").count() % 2 == 1
        });
        if open {
            lines.extend(ended(rest).map(LineLayout::Verbatim));
            return;
        }
        lines.push(match parts.as_slice() {
            [] => LineLayout::Blank,
            [Part::Comment(comment)] => LineLayout::Comment(comment, true),
            _ if first && heading => LineLayout::Heading(parts),
            _ if first => LineLayout::Body(parts),
            _ => LineLayout::Continued(parts),
        });
        first = false;
        rest = &rest[line.len()..];
    }
}

/// A line in its smallest parts.
fn parts(line: &str) -> Vec<Part<'_>> {
    let Some(parts) = Grammar::parse(Rule::parts, line)
        .ok()
        .and_then(|mut pairs| pairs.next())
    else {
        return vec![Part::Word(line.trim())];
    };
    parts
        .into_inner()
        .filter_map(|part| match part.as_rule() {
            Rule::text => Some(Part::Text(part.as_str())),
            Rule::comment_text => Some(Part::Comment(part.as_str().trim_end())),
            Rule::part_sign => Some(Part::Sign(part.as_str())),
            Rule::part_word | Rule::part_number => Some(Part::Word(part.as_str())),
            _ => None,
        })
        .collect()
}
