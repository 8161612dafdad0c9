//! Rules: what must hold for every family.

use super::Context;
use super::names::Use;
use super::values::is_broken;
use crate::ir::{Part, Promise, PromiseKind, Subject, What};
use crate::syntax::ast::{self, Block, LineKind};

impl<'s> Context<'_, 's> {
    /// Reads the lines of a rule.
    pub(super) fn rule(&mut self, place: usize, block: &Block<'s>) {
        let mut promises = Vec::new();
        let mut said = 0;
        for line in &block.lines {
            self.line = line.span;
            let is_promise = matches!(
                line.kind,
                LineKind::Promise { .. } | LineKind::NeverBoth(..) | LineKind::Before(..)
            );
            if !is_promise {
                continue;
            }
            said += 1;
            match self.promise(&line.kind) {
                Some(kind) => promises.push(Promise {
                    kind,
                    text: self.words(line.span),
                    span: line.span,
                }),
                None => self.spoil(),
            }
        }
        if said == 0 && !block.lines.iter().any(is_broken) {
            self.says_nothing(
                block,
                "Write what must hold, as in `never reach NAME when ...`.",
            );
        }
        if let Some(rule) = self.pathway.rules.get_mut(place) {
            rule.promises = promises;
        }
    }

    fn promise(&mut self, line: &LineKind<'s>) -> Option<PromiseKind> {
        if let LineKind::Promise {
            always,
            subject,
            when,
        } = line
        {
            let subject = self.subject(subject, Use::Promised);
            let when = self.guard_of(when.as_ref());
            return Some(match always {
                true => PromiseKind::Always(subject?, when),
                false => PromiseKind::Never(subject?, when),
            });
        }
        if let LineKind::NeverBoth(one, other, when) = line {
            let one = self.subject(one, Use::Promised);
            let other = self.subject(other, Use::Promised);
            let when = self.guard_of(when.as_ref());
            return Some(PromiseKind::NeverBoth(one?, other?, when));
        }
        if let LineKind::Before(first, then) = line {
            let first = self.subject(first, Use::Promised);
            let then = self.subject(then, Use::Promised);
            return Some(PromiseKind::Before(first?, then?));
        }
        None
    }

    /// What a rule or an expectation speaks of.
    pub(super) fn subject(&mut self, subject: &ast::Subject<'_>, used: Use) -> Option<Subject> {
        let name = &subject.name;
        if subject.reach {
            return Some(Subject::Reach(self.target(name, Use::Reach)?));
        }
        let words = [
            subject.strength.map(|it| it.span),
            subject.verb.map(|it| it.span),
        ];
        let mut words = words.into_iter().flatten();
        let own = words.any(|word| subject.span.contains(word));
        let used = if own { Use::Strength } else { used };
        let part = self.look_up(name, used)?;
        // The strength of an earlier name of the line (`consider idva, housing`) holds for services alone.
        let (what, is_meant) = if let Part::Service(id) = part {
            (What::Service(id), true)
        } else if let Part::ActionName(id) = part {
            (What::Named(id), own)
        } else if let Part::Block(id) = part {
            return Some(Subject::Reach(id));
        } else {
            return None;
        };
        Some(Subject::Action {
            strength: subject.strength.filter(|_| is_meant).map(|it| it.it),
            verb: subject.verb.filter(|_| is_meant).map(|it| it.it),
            what,
        })
    }
}
