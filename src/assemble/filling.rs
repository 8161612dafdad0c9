//! What a base leaves to its versions, or lets them set: services that are filled in, numbers.

use super::change::{Changing, Done, called, kind_of, same_kind};
use super::lines;
use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::ast::{Block, BlockKind, Mark};

impl<'s> Changing<'s, '_> {
    /// `service NAME` with its contacts, for one that the base left open.
    pub(super) fn fill_in(&mut self, block: Block<'s>) {
        let Some(number) = self.find(&block, "fills in") else {
            return;
        };
        let Some(base) = &self.blocks[number] else {
            return;
        };
        if base.mark.is_none_or(|mark| mark.it != Mark::Local) {
            let name = block.name.map_or("", |name| name.it);
            let finding = Diagnostic::new(
                Code::DuplicateName,
                block.header,
                format!("The service `{name}` is not left open to be filled in: it is declared whole."),
            )
            .label(base.header, "It is declared here.")
            .help(format!(
                "To add contacts to it, write `add to service {name}`. To put yours in its place, write `replace service {name} \"...\"`."
            ));
            self.say(finding);
            return;
        }
        let hands_on = block.mark.filter(|mark| mark.it == Mark::Local);
        let is_reached = block.lines.iter().any(lines::is_contact);
        if block.kind == BlockKind::Service && hands_on.is_none() && !is_reached {
            let finding = Diagnostic::new(
                Code::LocalPartMissing,
                block.header,
                format!("The base leaves {} to its versions, and this one does not say how to reach it.", called(&block)),
            )
            .label(base.header, "Left open here.")
            .help("Write a `phone`, `email`, `website`, `form`, `address` or `postcode` line below it.");
            self.say(finding);
        }
        if self.may(number, &block, Done::FilledIn)
            && let Some(base) = &mut self.blocks[number]
        {
            // Contacts that stand in the base are there as an example.
            if is_reached {
                base.lines
                    .retain(|line| !lines::is_contact(line) && !lines::is_hours_for_all(line));
            }
            base.mark = hands_on.or(block.mark);
            base.also.push(base.span);
            (base.header, base.span) = (block.header, block.span);
            base.title = block.title.or(base.title.take());
            base.value = block.value.or(base.value.take());
            base.lines.extend(block.lines);
        }
    }

    pub(super) fn set(&mut self, block: Block<'s>) {
        let Some(number) = self.find(&block, "sets") else {
            return;
        };
        let (Some(base), Some(value)) = (&self.blocks[number], &block.value) else {
            return;
        };
        let open = base.mark.is_some_and(|mark| mark.it == Mark::Local);
        if let Some(known) = &base.value {
            let (was, is) = (self.words(known.span), self.words(value.span));
            if !same_kind(&known.it, &value.it) {
                let finding = Diagnostic::new(
                    Code::TypeMismatch,
                    value.span,
                    format!(
                        "`{is}` cannot take the place of `{was}`: it is {}, and the base has {}.",
                        kind_of(&value.it),
                        kind_of(&known.it)
                    ),
                )
                .label(known.span, "The base's value.");
                self.say(finding);
                return;
            }
            if known.it == value.it && !open {
                let name = called(&block);
                let finding = Diagnostic::new(
                    Code::ChangesNothing,
                    block.header,
                    format!("This sets {name} to {is}, which it is in the base already."),
                )
                .label(base.header, "The base sets it here.")
                .help("Take the line out, so that this version follows when the base changes.");
                self.say(finding);
            }
        }
        let done = if open { Done::FilledIn } else { Done::Set };
        if !self.may(number, &block, done) {
            return;
        }
        if !open {
            self.overrides(number, &block);
        }
        if let Some(base) = &mut self.blocks[number] {
            base.value = block.value;
            base.mark = base.mark.filter(|mark| mark.it != Mark::Local);
            base.also.push(base.span);
            (base.header, base.span) = (block.header, block.span);
        }
    }
}
