//! Groups: their members, with those of the groups they are made of.

use std::collections::BTreeSet;

use super::definitions::walk;
use super::names::Kind;
use super::{Context, Owner};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{GroupId, Part};
use crate::syntax::ast::{Block, BlockKind, LineKind, Name};

impl<'s> Context<'_, 's> {
    /// Reads the members of every group, those of groups inside groups first.
    pub(super) fn groups(&mut self) {
        let blocks = self.blocks_of(&[BlockKind::Group]);
        let mut block_of = vec![None; self.pathway.groups.len()];
        let mut uses = vec![Vec::new(); self.pathway.groups.len()];
        for (part, block) in &blocks {
            let Part::Group(id) = part else { continue };
            if let (Some(place), Some(used)) = (block_of.get_mut(id.0), uses.get_mut(id.0)) {
                *place = Some(*block);
                *used = self.groups_in(*id, block);
            }
        }
        let walk = walk(&uses);
        for circle in &walk.circles {
            self.tell_circle(circle, |ctx, number| {
                let group = &ctx.pathway[GroupId(number)];
                (Part::Group(GroupId(number)), group.name.clone(), group.span)
            });
        }
        for number in walk.order {
            if let Some(Some(block)) = block_of.get(number) {
                self.group(GroupId(number), block);
            }
        }
    }

    /// The groups that a group's lines name.
    fn groups_in(&self, id: GroupId, block: &Block<'s>) -> Vec<usize> {
        let owner = Owner::Question(self.pathway[id].question);
        names_in(block)
            .filter(|name| self.find_option(owner, name.it).is_none())
            .filter_map(|name| match self.names.get(name.it)?.part {
                Part::Group(group) => Some(group.0),
                Part::Pathway
                | Part::Block(_)
                | Part::Question(_)
                | Part::Service(_)
                | Part::Condition(_)
                | Part::Value(_)
                | Part::Score(_)
                | Part::Setting(_)
                | Part::ActionName(_)
                | Part::Rule(_)
                | Part::Example(_) => None,
            })
            .collect()
    }

    fn group(&mut self, id: GroupId, block: &Block<'s>) {
        self.enter(Some(Part::Group(id)), block.header);
        let mut members = BTreeSet::new();
        let mut whole = true;
        for line in &block.lines {
            self.line = line.span;
            if let LineKind::Member { names, .. } = &line.kind {
                for name in names {
                    let named = self.answers_named(id, name);
                    whole &= named.is_some();
                    members.extend(named.into_iter().flatten());
                }
            }
        }
        for line in &block.lines {
            self.line = line.span;
            if let LineKind::Except(names) = &line.kind {
                for name in names {
                    let named = self.answers_named(id, name);
                    whole &= named.is_some();
                    for answer in named.into_iter().flatten() {
                        members.remove(&answer);
                    }
                }
            }
            whole &= !matches!(line.kind, LineKind::Broken);
        }
        if !whole {
            self.spoil();
        } else if members.is_empty() {
            let name = &self.pathway[id].name;
            let question = &self.pathway[self.pathway[id].question].name;
            let message = format!("The group `{name}` has no members.");
            let help = format!(
                "Write `member` and answers of `{question}`, or `member all of {question}` with `except` below it."
            );
            self.say(Diagnostic::new(Code::NoAnswers, block.header, message).help(help));
            self.spoil();
        }
        if let Some(group) = self.pathway.groups.get_mut(id.0) {
            group.members = members.into_iter().collect();
        }
    }

    /// What a name in a group stands for: an answer, another group of the same question, or the whole
    /// question. None where that is not known.
    fn answers_named(&mut self, id: GroupId, name: &Name<'_>) -> Option<BTreeSet<usize>> {
        let question = self.pathway[id].question;
        let owner = Owner::Question(question);
        if let Some(answer) = self.find_option(owner, name.it) {
            return Some(BTreeSet::from([answer]));
        }
        match self.names.get(name.it).map(|it| (it.kind, it.part)) {
            Some((_, Part::Question(named))) if named == question => {
                Some((0..self.options(owner).len()).collect())
            }
            Some((_, Part::Group(group))) => {
                let members = self.members(group, owner);
                if members.is_none() && !self.is_open(owner) {
                    let of = self.pathway[self.pathway[group].question].name.clone();
                    let message = format!(
                        "`{}` is a group of answers of `{of}`, and `{}` is of `{}`.",
                        name.it, self.pathway[id].name, self.pathway[question].name
                    );
                    let help = "A group is made of answers to one question.".to_string();
                    self.mismatch(name.span, message, help);
                }
                members.filter(|_| !self.pathway.broken.holds(Part::Group(group)))
            }
            Some((Kind::Unread, _)) => None,
            None if self.groups_may_be_missing => None,
            Some(_) | None => {
                self.option_number(owner, name);
                None
            }
        }
    }
}

fn names_in<'b, 's>(block: &'b Block<'s>) -> impl Iterator<Item = &'b Name<'s>> {
    block
        .lines
        .iter()
        .filter_map(|line| {
            if let LineKind::Member { names, .. } | LineKind::Except(names) = &line.kind {
                Some(names)
            } else {
                None
            }
        })
        .flatten()
}
