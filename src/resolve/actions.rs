//! Places that families come to: their actions, notes and the ways on.

use super::Context;
use super::names::Use;
use super::notes::{block_notes, hints, notes};
use crate::ir::{Action, BlockId, BlockKind, Part, QuestionId, Return, What};
use crate::syntax::ast::{ActionLine, ActionWhat, Block, LineKind};

impl<'s> Context<'_, 's> {
    /// Reads a question, checklist or fact, apart from its answers.
    pub(super) fn question(&mut self, id: QuestionId, block: &Block<'s>) {
        let mut unasked = None;
        for line in &block.lines {
            self.line = line.span;
            if let LineKind::Unasked(given) = &line.kind {
                match unasked {
                    Some(first) => self.once(line.span, first, "`unasked means`"),
                    None => {
                        unasked = Some(line.span);
                        let answer = self.given_alone(id, given, line.span);
                        if let Some(question) = self.pathway.questions.get_mut(id.0) {
                            question.unasked = answer;
                        }
                    }
                }
            }
        }
        if let Some(question) = self.pathway.questions.get_mut(id.0) {
            question.hints = hints(&block.lines);
            question.notes = block_notes(&block.lines);
        }
        if let Some(place) = self.pathway[id].block {
            self.actions(place, block);
            self.ways(place, Some(id), block);
        }
    }

    /// Reads a step or outcome.
    pub(super) fn step(&mut self, id: BlockId, block: &Block<'s>) {
        let mut review_in = Vec::new();
        let mut returns = Vec::new();
        for line in &block.lines {
            self.line = line.span;
            if let LineKind::ReviewIn(duration) = &line.kind {
                review_in.push(duration.it.clone());
            } else if let LineKind::Return { text, to } = &line.kind
                && let Some(place) = self.target(to, Use::Return)
            {
                returns.push(Return {
                    text: text.it.to_string(),
                    to: place,
                    span: line.span,
                });
            }
        }
        if let Some(place) = self.pathway.blocks.get_mut(id.0) {
            place.notes = block_notes(&block.lines);
            (place.review_in, place.returns) = (review_in, returns);
        }
        self.actions(id, block);
        if self.pathway[id].kind != BlockKind::Outcome {
            self.ways(id, None, block);
        }
    }

    fn actions(&mut self, id: BlockId, block: &Block<'s>) {
        let mut notes = notes(&block.lines).into_iter().peekable();
        let mut actions = Vec::new();
        for (number, line) in block.lines.iter().enumerate() {
            self.line = line.span;
            let mut below = Vec::new();
            while let Some(note) = notes.next_if(|note| note.below.is_none_or(|it| it <= number)) {
                if note.below == Some(number) {
                    below.push(note.text);
                }
            }
            if let LineKind::Action(action) = &line.kind {
                self.action(action, &below, &mut actions);
            }
        }
        if let Some(place) = self.pathway.blocks.get_mut(id.0) {
            place.actions = actions;
        }
    }

    /// One action for each service of the line.
    fn action(&mut self, line: &ActionLine<'s>, notes: &[String], actions: &mut Vec<Action>) {
        let when = self.guard_of(line.when.as_ref());
        let mut add = |what, span| {
            actions.push(Action {
                strength: line.strength,
                verb: line.verb,
                what,
                deadline: line.deadline.as_ref().map(|deadline| deadline.it.clone()),
                when: when.clone(),
                notes: notes.to_vec(),
                span,
            });
        };
        match &line.what {
            ActionWhat::Services(names) => {
                for name in names {
                    if let Some(Part::Service(id)) = self.look_up(name, Use::Service) {
                        add(What::Service(id), name.span);
                    }
                }
            }
            ActionWhat::Text(name, text) => {
                let declared = name.and_then(|name| self.names.get(name.it));
                let what = if let Some(Part::ActionName(id)) = declared.map(|it| it.part) {
                    What::Named(id)
                } else {
                    What::Text(text.it.to_string())
                };
                add(what, text.span);
            }
        }
    }
}
