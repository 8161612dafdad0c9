//! The document as Markdown: the text that says all that a picture shows, for a page of a repository or a website.
//!
//! Invariants: every character that an author wrote is read as that character, and never as markup; links lead to
//! steps and services by anchors of their own, which need no particular program.
//!
//! Absent on purpose: tables and raw HTML, but for the anchors.

#[cfg(test)]
mod tests;

use super::document::Document;
use super::text::{Anchor, Block, Span, text};
use super::words::on_one_line;

/// The document as a page.
pub fn emit(document: &Document) -> String {
    markdown(&text(document))
}

/// Running text as Markdown. Pictures are left to other files.
pub fn markdown(blocks: &[Block]) -> String {
    let mut out = String::new();
    let mut was_item = false;
    for block in blocks {
        let is_item = matches!(block, Block::Item { .. });
        let goes_on = is_item && was_item;
        if !out.is_empty() && !goes_on {
            out.push('\n');
        }
        was_item = is_item;
        match block {
            Block::Heading {
                level,
                anchor,
                words,
            } => {
                let marks = "#".repeat(*level);
                let anchor = anchor.map_or_else(String::new, place);
                out.push_str(&format!(
                    "{marks} {anchor}{}\n",
                    inline(words.trim(), false)
                ));
            }
            Block::Paragraph(words) => out.push_str(&format!("{}\n", line(words))),
            Block::Alarm(words) => {
                out.push_str(&format!("> **{}**\n", inline(words.trim(), false)));
            }
            Block::Item { depth, words } => {
                out.push_str(&format!("{}- {}\n", "  ".repeat(*depth), line(words)));
            }
            Block::Table {
                caption,
                head,
                rows,
            } => out.push_str(&table(caption, head, rows)),
            Block::Figure { caption, .. } => {
                out.push_str(&format!("{}\n", inline(caption, false)));
            }
            Block::ToFillIn(lines) => {
                for line in lines {
                    out.push_str(&format!("- {}: ……………………………………\n", inline(line, false)));
                }
            }
        }
    }
    out
}

fn table(caption: &str, head: &[String], rows: &[Vec<Vec<Span>>]) -> String {
    let mut out = format!("{}\n\n|", at_start(&inline(caption.trim(), false)));
    for cell in head {
        out += &format!(" {} |", inline(cell, false));
    }
    out += &format!("\n|{}\n", " --- |".repeat(head.len()));
    for row in rows {
        out.push('|');
        for cell in row {
            out += &format!(" {} |", line(cell));
        }
        out.push('\n');
    }
    out
}

fn place(anchor: Anchor) -> String {
    format!("<a id=\"{}\"></a>", anchor.name())
}

fn line(words: &[Span]) -> String {
    let words = words.iter().map(|span| match span {
        Span::Plain(words) => inline(words, false),
        Span::Strong(words) => format!("**{}**", inline(words.trim(), false)),
        Span::Name(name) => format!("`{}`", on_one_line(&name.replace(['`', '|'], " "))),
        Span::Inside(words, to) => format!("[{}](#{})", inline(words.trim(), false), to.name()),
        // Whoever made the link let nothing into it that could end it.
        Span::Outside(words, to) => format!("[{}](<{to}>)", inline(words.trim(), false)),
    });
    let line: String = words.collect();
    at_start(line.trim())
}

/// A text in which no letter means anything but itself, for a page on which names call people, numbers of other pages
/// become links, and HTML may stand around it: with joints of no width, nobody is called.
pub(crate) fn uncalling(text: &str) -> String {
    inline(text, true)
}

/// The text, with a sign before what would begin a list, a quote or an underline at the beginning of a line.
fn at_start(text: &str) -> String {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, rest) = text.split_at(digits);
    let is_number = digits > 0 && rest.starts_with(['.', ')']);
    if is_number || (digits == 0 && rest.starts_with(['-', '+', '=', '>'])) {
        format!("{number}\\{rest}")
    } else {
        text.to_string()
    }
}

/// A text in which no letter means anything but itself, on one line; its beginning may be that of the line.
fn inline(text: &str, is_public: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = '-';
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let next = letters.peek().copied();
        match letter {
            '<' if is_public => out.push_str("&lt;"),
            '>' if is_public => out.push_str("&gt;"),
            '&' if is_public => out.push_str("&amp;"),
            '`' => out.push_str("&#96;"),
            '|' => out.push_str("&#124;"),
            '@' | '#' if is_public => {
                out.push(letter);
                out.push('\u{2060}');
            }
            // An address is not made a link of.
            ':' if is_public
                && before.is_alphabetic()
                && next.is_some_and(|it| !it.is_whitespace()) =>
            {
                out.push_str(":\u{2060}");
            }
            '*' | '[' | ']' | '\\' | '~' | '$' | '#' | '<' => {
                out.push('\\');
                out.push(letter);
            }
            // In the middle of a word it is a letter.
            '_' if is_public
                || !before.is_alphanumeric()
                || !next.is_some_and(char::is_alphanumeric) =>
            {
                out.push_str("\\_");
            }
            '&' if next.is_some_and(|it| it.is_alphanumeric() || it == '#') => {
                out.push_str("&amp;");
            }
            '!' if is_public || next.is_none() => out.push_str("\\!"),
            letter if letter.is_whitespace() => {
                if !before.is_whitespace() {
                    out.push(' ');
                }
            }
            letter if letter.is_control() => continue,
            letter => out.push(letter),
        }
        before = letter;
    }
    out
}
