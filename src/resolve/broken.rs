//! What mistakes may have hidden: the parts they stand in, and the parts they may have meant.

use std::collections::BTreeSet;

use super::Context;
use crate::diagnostic::{Code, Diagnostics};
use crate::ir::{Part, Pathway};
use crate::source::{Sources, Span};
use crate::syntax::ast::{Block, BlockKind, File, LineKind};

/// The file with a heading wherever a line that could not be read stands at the left margin, as headings
/// do: the lines below it may not belong to the block above. None where there is no such line. A line that
/// is only misplaced could be read, and is no heading.
pub(super) fn part_at_lost_headings<'s>(
    file: &File<'s>,
    sources: &Sources,
    told: &Diagnostics,
) -> Option<File<'s>> {
    let misplaced = told.findings.iter();
    let misplaced = misplaced.filter(|finding| finding.code == Code::MisplacedLine);
    let misplaced: BTreeSet<Span> = misplaced.map(|finding| finding.span).collect();
    let is_lost = |kind: &LineKind<'_>, span: Span| {
        matches!(kind, LineKind::Broken)
            && sources.start(span).column == 1
            && !misplaced.contains(&span)
    };
    let lost = |block: &Block<'s>| {
        let mut lines = block.lines.iter();
        lines.position(|line| is_lost(&line.kind, line.span))
    };
    if file.blocks.iter().all(|block| lost(block).is_none()) {
        return None;
    }
    let mut blocks = Vec::with_capacity(file.blocks.len() + 1);
    for block in &file.blocks {
        let Some(place) = lost(block) else {
            blocks.push(block.clone());
            continue;
        };
        let mut above = block.clone();
        let below = above.lines.split_off(place + 1);
        let heading = above.lines.last().map_or(block.header, |line| line.span);
        blocks.push(above);
        blocks.push(Block {
            kind: BlockKind::Broken,
            name: None,
            title: None,
            of: None,
            value: None,
            lines: below,
            header: heading,
            span: Span {
                end: block.span.end.max(heading.end),
                ..heading
            },
        });
    }
    Some(File {
        blocks,
        span: file.span,
    })
}

impl Context<'_, '_> {
    /// The line being read could not be resolved.
    pub(super) fn spoil(&mut self) {
        let spoiled = (self.at, self.line);
        self.break_part(self.at);
        if self.spoiled.last() != Some(&spoiled) {
            self.spoiled.push(spoiled);
        }
    }

    /// A mistake stands inside this part.
    pub(super) fn break_part(&mut self, part: Part) {
        for part in self.both(part) {
            self.pathway.broken.parts.insert(part);
        }
    }

    /// The line being read may have meant this part.
    pub(super) fn mention(&mut self, from: Part, named: Part) {
        for from in self.both(from) {
            for named in self.both(named) {
                self.pathway.broken.mentions.insert((from, named));
            }
        }
    }

    /// Tells which lines of a block the reader of lines could not read.
    pub(super) fn broken_lines(&mut self, block: &Block<'_>) {
        for line in &block.lines {
            if matches!(line.kind, LineKind::Broken) {
                self.line = line.span;
                self.spoil();
            }
        }
    }

    /// The end: findings with several places are told, and spoiled lines are searched for names.
    pub(super) fn finish(mut self) -> Pathway {
        self.tell_repeated();
        let mut spoiled = std::mem::take(&mut self.spoiled);
        for (part, block) in self.blocks() {
            if part.is_none() {
                spoiled.push((Part::Pathway, block.span));
                self.pathway.broken.parts.insert(Part::Pathway);
            }
        }
        for (part, line) in spoiled {
            self.mention_words(part, line);
        }
        self.pathway
    }

    fn mention_words(&mut self, from: Part, line: Span) {
        let named: Vec<Part> = name_words(self.sources.slice(line))
            .filter_map(|word| self.names.get(word))
            .flat_map(super::names::Declared::parts)
            .collect();
        for named in named {
            self.mention(from, named);
        }
    }

    /// A question is a part of its own and a place that families come to.
    fn both(&self, part: Part) -> Vec<Part> {
        match part {
            Part::Question(id) => match self.pathway[id].block {
                Some(block) => vec![part, Part::Block(block)],
                None => vec![part],
            },
            Part::Pathway
            | Part::Block(_)
            | Part::Service(_)
            | Part::Group(_)
            | Part::Condition(_)
            | Part::Value(_)
            | Part::Score(_)
            | Part::Setting(_)
            | Part::ActionName(_)
            | Part::Rule(_)
            | Part::Example(_) => vec![part],
        }
    }
}

/// The words of a text that could be names.
pub(super) fn name_words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .filter(|word| word.starts_with(|c: char| c.is_ascii_lowercase()))
}
