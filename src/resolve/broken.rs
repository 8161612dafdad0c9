//! What mistakes may have hidden: the parts they stand in, and the parts they may have meant.

use std::collections::BTreeSet;

use super::Context;
use crate::diagnostic::{Code, Diagnostics};
use crate::ir::{BlockId, Part, Pathway};
use crate::source::{Sources, Span};
use crate::syntax::ast::{Block, BlockKind, File, Line, LineKind};

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
            lines: below,
            span: Span {
                end: block.span.end.max(heading.end),
                ..heading
            },
            ..Block::bare(BlockKind::Broken, heading)
        });
    }
    Some(File {
        blocks,
        span: file.span,
        versions: file.versions.clone(),
        of_the_base: file.of_the_base.clone(),
        gone: file.gone.clone(),
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
        let mut broken = false;
        for line in &block.lines {
            if matches!(line.kind, LineKind::Broken) {
                self.line = line.span;
                self.spoil();
                self.may_lead_anywhere(line.span);
                broken = true;
            }
        }
        // A row that could not be read may have used any column, and bullets may have lost their head.
        let hidden =
            |line: &&Line<'_>| matches!(line.kind, LineKind::Table(_) | LineKind::Bullet(_));
        for line in block.lines.iter().filter(hidden).filter(|_| broken) {
            self.spoiled.push((self.at, line.span));
        }
    }

    /// A line that could not be read, and after whose arrow nothing stands that is declared, may be the way
    /// to any place.
    fn may_lead_anywhere(&mut self, line: Span) {
        let text = self.sources.slice(line);
        let is_way = ["when ", "on ", "then", "otherwise", "|"]
            .iter()
            .any(|it| text.starts_with(it));
        let after = match text.split_once("->") {
            Some((_, after)) => after,
            None if is_way => "",
            None => return,
        };
        let leads = joined_words(after)
            .iter()
            .filter_map(|word| self.names.get(word))
            .flat_map(super::names::Declared::parts)
            .any(|part| matches!(part, Part::Block(_) | Part::Question(_)));
        if leads || self.leads_anywhere {
            return;
        }
        self.leads_anywhere = true;
        for block in 0..self.pathway.blocks.len() {
            self.mention(Part::Pathway, Part::Block(BlockId(block)));
        }
    }

    /// The end: findings with several places are told, and spoiled lines are searched for names.
    pub(super) fn finish(mut self) -> Pathway {
        self.tell_repeated();
        let mut spoiled = std::mem::take(&mut self.spoiled);
        for (part, block) in self.blocks() {
            if part.is_none() && block.kind != BlockKind::Shared {
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
        let named: Vec<Part> = joined_words(self.sources.slice(line))
            .iter()
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

/// The words of a text that could be names, and what could be names with spaces, hyphens or capitals in them.
pub(super) fn joined_words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = name_words(text).map(str::to_string).collect();
    let lower = text.to_lowercase();
    let parts: Vec<&str> = name_words(&lower).collect();
    for length in 1..=4 {
        words.extend(parts.windows(length).map(|parts| parts.join("_")));
    }
    words
}
