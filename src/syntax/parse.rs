//! pest's pairs to blocks of lines. With its submodules, the only file that knows pest.
//!
//! Invariant: whatever the text, [`parse`] returns, reports every line it cannot read, and keeps each of
//! them as a broken line or a broken heading. What the grammar promises is presumed here (a mismatch would
//! be our mistake); what an author may get wrong is reported.

#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "the rules of the grammar are one long list, of which each place may hold a few"
)]

mod condition;
mod doing;
mod headings;
mod leaves;
mod lines;
mod naming;
mod parts;
mod places;
mod reason;
mod words;

pub(super) use parts::{LineLayout, Part, layout};
pub(crate) use places::{a, word};

use std::borrow::Cow;
use std::collections::BTreeSet;

use pest::Parser;
use pest::iterators::Pair;

use super::ast::*;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, count};
use crate::source::{SourceId, Span};

/// pest's own parser, kept in a module of its own because its derived types are public.
#[allow(
    missing_docs,
    unreachable_pub,
    reason = "pest derives a public enum of the grammar's rules, documented in the grammar"
)]
mod grammar {
    #[derive(pest_derive::Parser)]
    #[grammar = "../grammar/flow.pest"]
    pub struct Grammar;
}

use grammar::{Grammar, Rule};

/// Brackets inside brackets that a condition may have.
const DEEPEST: usize = 64;
/// Unreadable lines that are told one by one; a file with more is hardly a flow file.
const MOST_BAD_LINES: usize = 1000;
/// Stands for each bracket of a line that has too many, so that the grammar refuses the line at once.
const TOO_DEEP: char = '\u{1}';

/// The text as it can safely be read: a condition with more than 64 brackets inside each other has its
/// brackets replaced by a sign that no rule accepts, byte for byte, so that places stay true.
pub fn readable(text: &str) -> Cow<'_, str> {
    let mut deep: Vec<(usize, usize)> = Vec::new();
    let (mut start, mut depth, mut deepest) = (0, 0usize, 0);
    for line in text.split_inclusive('\n') {
        let offset = line.as_ptr() as usize - text.as_ptr() as usize;
        let first = line.trim_start();
        if !(first.starts_with("and") || first.starts_with("or")) {
            (start, depth, deepest) = (offset, 0, 0);
        }
        let mut quoted = false;
        for byte in line.bytes() {
            match byte {
                b'"' => quoted = !quoted,
                b'#' if !quoted => break,
                b'(' if !quoted => depth += 1,
                b')' if !quoted => depth = depth.saturating_sub(1),
                _ => {}
            }
            deepest = deepest.max(depth);
        }
        if deepest > DEEPEST {
            deep.retain(|(from, _)| *from != start);
            deep.push((start, offset + line.len()));
        }
    }
    if deep.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len());
    let mut done = 0;
    for (from, to) in deep {
        safe.push_str(&text[done..from]);
        safe.extend(text[from..to].chars().map(|c| match c {
            '(' | ')' => TOO_DEEP,
            other => other,
        }));
        done = to;
    }
    safe.push_str(&text[done..]);
    Cow::Owned(safe)
}

/// Reads a text that has been through [`readable`]. Every mistake in it goes to `out`.
pub fn parse<'s>(text: &'s str, source: SourceId, out: &mut Diagnostics) -> File<'s> {
    let span = Span::new(source, 0, text.len());
    let mut file = Assembly {
        text,
        blocks: Vec::new(),
        at_margin: Vec::new(),
        indented: Vec::new(),
        bad: 0,
        before_heading: false,
        lost_heading: false,
    };
    if let Some(nul) = text.find('\0') {
        let span = Span::new(source, nul, nul + 1);
        out.push(
            Diagnostic::new(Code::NotText, span, "This file is not text.")
                .here("a byte that no text has")
                .help("Open it in the program that made it, and save it as plain text in UTF-8."),
        );
        return File {
            blocks: Vec::new(),
            span,
            versions: Vec::new(),
            of_the_base: BTreeSet::new(),
            gone: Vec::new(),
        };
    }
    let mut reader = Reader { source, out };
    for line in reader.read(text) {
        file.add(line, &mut reader);
    }
    file.finish(&mut reader);
    File {
        blocks: file.blocks,
        span,
        versions: Vec::new(),
        of_the_base: BTreeSet::new(),
        gone: Vec::new(),
    }
}

/// What every part of reading needs: where the text is from, and where to report.
struct Reader<'o> {
    source: SourceId,
    out: &'o mut Diagnostics,
}

impl Reader<'_> {
    fn read<'s>(&mut self, text: &'s str) -> impl Iterator<Item = Pair<'s, Rule>> + use<'s> {
        let file = match Grammar::parse(Rule::file, text) {
            Ok(mut pairs) => pairs.next().map(Pair::into_inner),
            // The grammar accepts every text, so this is pest giving up (its stack ran out): say so.
            Err(error) => {
                let at = match error.location {
                    pest::error::InputLocation::Pos(at) => at,
                    pest::error::InputLocation::Span((at, _)) => at,
                };
                self.out.push(Diagnostic::new(
                    Code::TooDeep,
                    Span::new(self.source, at, at),
                    "From here on this file cannot be read: it is too deeply nested.",
                ));
                None
            }
        };
        file.into_iter().flatten()
    }

    fn span(&self, pair: &Pair<'_, Rule>) -> Span {
        let span = pair.as_span();
        Span::new(self.source, span.start(), span.end())
    }
}

/// The file as it comes together, line by line.
struct Assembly<'s> {
    text: &'s str,
    blocks: Vec<Block<'s>>,
    /// Lines of a block that stand at the left margin.
    at_margin: Vec<Span>,
    /// Headings that do not.
    indented: Vec<Span>,
    bad: usize,
    before_heading: bool,
    /// Whether an unreadable line at the left margin may have been a heading: lines after it that do not
    /// fit the block above are its, and nothing is said of them.
    lost_heading: bool,
}

impl<'s> Assembly<'s> {
    fn add(&mut self, pair: Pair<'s, Rule>, reader: &mut Reader<'_>) {
        let span = reader.span(&pair);
        match pair.as_rule() {
            Rule::EOI | Rule::comment_text => {}
            rule if Reader::is_header(rule) => {
                if !self.is_at_margin(span) {
                    self.indented.push(span);
                }
                let block = reader.header(pair);
                self.lost_heading = false;
                self.blocks.push(block);
            }
            Rule::bad_line | Rule::bad_text => self.bad_line(pair.as_str(), span, reader),
            _ => {
                let line = reader.line(pair);
                self.line(line, reader);
            }
        }
    }

    fn is_at_margin(&self, span: Span) -> bool {
        let before = &self.text[..span.start as usize];
        before.is_empty() || before.ends_with(['\n', '\u{feff}'])
    }

    fn line(&mut self, mut line: Line<'s>, reader: &mut Reader<'_>) {
        if self.is_at_margin(line.span) {
            self.at_margin.push(line.span);
        }
        let Some(block) = self.blocks.last_mut() else {
            if !self.before_heading {
                self.before_heading = true;
                reader.out.push(places::before_any_heading(line.span));
            }
            return;
        };
        if let Some(finding) = places::misplaced(block, &line) {
            if !self.lost_heading {
                reader.out.push(finding);
            }
            line.kind = LineKind::Broken;
        }
        block.span = block.span.to(line.span);
        block.lines.push(line);
    }

    fn bad_line(&mut self, text: &'s str, span: Span, reader: &mut Reader<'_>) {
        let text = text.trim_end();
        let span = Span::new(
            span.source,
            span.start as usize,
            span.start as usize + text.len(),
        );
        let word = naming::first_word(text);
        self.bad += 1;
        let heading = naming::is_heading(word)
            || naming::is_addition(text)
            || (self.bad <= MOST_BAD_LINES
                && self.is_at_margin(span)
                && (naming::is_nearly_heading(word) || naming::is_titled(text)));
        if self.bad <= MOST_BAD_LINES {
            let under = self.blocks.last().map(|block| block.kind);
            let finding = reason::of(text, span, if heading { None } else { under });
            reader.out.push(finding);
        }
        self.lost_heading = !heading && self.is_at_margin(span);
        if heading {
            let unnamed = !naming::is_heading(word) && !naming::is_nearly_heading(word);
            let named = match unnamed {
                true => (!word.is_empty()).then_some((0, word)),
                false if naming::is_of_a_version(text) => naming::last_name(text),
                false => naming::second_name(text),
            };
            let name = named.map(|(start, name)| Name {
                it: name,
                span: Span::new(
                    span.source,
                    span.start as usize + start,
                    span.start as usize + start + name.len(),
                ),
            });
            self.blocks.push(Block {
                name,
                ..Block::bare(BlockKind::Broken, span)
            });
        } else if let Some(block) = self.blocks.last_mut() {
            block.span = block.span.to(span);
            block.lines.push(Line {
                kind: LineKind::Broken,
                span,
            });
        }
    }

    fn finish(&mut self, reader: &mut Reader<'_>) {
        reader
            .out
            .findings
            .extend(places::indents(&self.indented, &self.at_margin));
        if self.bad > MOST_BAD_LINES {
            let more = count(self.bad - MOST_BAD_LINES, "more line");
            let end = Span::new(reader.source, self.text.len(), self.text.len());
            reader.out.push(Diagnostic::new(
                Code::UnreadableLine,
                end,
                format!("{more} of this file cannot be read. It may not be a flow file at all."),
            ));
        }
    }
}
