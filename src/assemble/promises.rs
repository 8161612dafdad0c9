//! A rule of the base is written in names: of conditions, values, scores. A version that gives such a name another
//! meaning keeps the rule to the letter and changes what it promises. It may have to; it is told.
//!
//! Settings are numbers that versions may change, unless the base fixes them, and an answer that is added to a question
//! is none that the rule speaks of: these are not told.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{Changing, Done, called};
use super::unused::words;
use crate::diagnostic::{Code, Diagnostic, list};
use crate::source::Span;
use crate::syntax::ast::{Block, BlockKind};

/// Whether a block gives a meaning to a name.
fn is_definition(block: &Block<'_>) -> bool {
    matches!(
        block.kind,
        BlockKind::Condition
            | BlockKind::Value
            | BlockKind::Level
            | BlockKind::Score
            | BlockKind::Group
            | BlockKind::Question
            | BlockKind::Checklist
            | BlockKind::Fact
    )
}

/// Whether a change of a block is one of what a rule says that is written in it.
fn means_other(block: &Block<'_>, done: Done) -> bool {
    let is_question = matches!(block.kind, BlockKind::Question | BlockKind::Fact);
    match done {
        Done::Replaced => true,
        // An answer more is nothing that the rule speaks of; an item more may count.
        Done::AddedTo => !is_question,
        Done::Removed | Done::Set | Done::FilledIn | Done::Worded => false,
    }
}

impl Changing<'_, '_> {
    /// Tells which definitions the version has changed that rules of the base are written in.
    pub(super) fn tell_changed_promises(&mut self) {
        let mut changed: BTreeMap<Span, (String, Vec<(String, Span)>)> = BTreeMap::new();
        for (rule, block) in self.blocks.iter().enumerate() {
            let Some(block) = block.as_ref().filter(|it| it.kind == BlockKind::Rule) else {
                continue;
            };
            for number in self.read_by(rule) {
                let done = self.done.get(&number).into_iter().flatten();
                let Some(definition) = &self.blocks[number] else {
                    continue;
                };
                let means_other = |it: &&(Done, Span)| means_other(definition, it.0);
                let Some((_, at)) = done.into_iter().find(means_other) else {
                    continue;
                };
                let name = block.name.map_or("", |name| name.it);
                changed
                    .entry(*at)
                    .or_insert_with(|| (called(definition), Vec::new()))
                    .1
                    .push((format!("`{name}`"), block.header));
            }
        }
        for (at, (what, rules)) in changed {
            let names: Vec<&str> = rules.iter().map(|rule| rule.0.as_str()).collect();
            let (rule, is) = match names.as_slice() {
                [_] => ("the rule", "is"),
                [..] => ("the rules", "are"),
            };
            let names = list(&names, "and");
            let mut finding = Diagnostic::new(
                Code::RuleMeansOther,
                at,
                format!("This changes {what}, in which {rule} {names} of the base {is} written: here the promise is about other families."),
            )
            .help("Check with whoever keeps the base that this is meant. If it is, allow the finding under this heading, and say why.");
            for (_, place) in rules {
                finding = finding.label(place, "This is what was promised.");
            }
            self.say(finding);
        }
    }

    /// The definitions that a rule is written in, those that they are written in, and so on.
    fn read_by(&self, rule: usize) -> BTreeSet<usize> {
        let mut read = BTreeSet::new();
        let mut open = vec![rule];
        while let Some(number) = open.pop() {
            let Some(block) = &self.blocks[number] else {
                continue;
            };
            for line in &block.lines {
                for word in words(self.sources.slice(line.span)) {
                    let key = (false, word.to_string());
                    let Some(other) = self.numbers.get(&key) else {
                        continue;
                    };
                    let definition = self.blocks[*other].as_ref().filter(|it| is_definition(it));
                    if definition.is_some() && read.insert(*other) {
                        open.push(*other);
                    }
                }
            }
        }
        read
    }
}
