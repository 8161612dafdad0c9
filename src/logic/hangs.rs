//! Why something is unknown: because a question has not been asked, or because a value has no line that
//! applies, or several that differ. The rule is that of `Needs` in [`crate::evaluate`].

use std::collections::BTreeMap;

use super::formula::Formula;
use super::meaning::Seen;
use super::solver::Lit;
use crate::evaluate::{Definition, definition_named, parts};
use crate::ir::{BlockId, Condition, TermFor, ValueId};

/// What an unknown may hang on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum On {
    /// A question that has not been asked.
    Question,
    /// A value of which no line applies.
    Gap(ValueId),
    /// A value of which lines that differ apply.
    Conflict(ValueId),
}

impl Formula<'_> {
    /// Whether it is undecided how a place chooses, and something open there hangs on this.
    pub(super) fn choice_hangs(&mut self, block: BlockId, on: On) -> Lit {
        let choice = self.choice(block);
        if choice.undecided == Lit::FALSE {
            return Lit::FALSE;
        }
        let pathway = self.pathway();
        let ways = &pathway[block].ways;
        let guards: Vec<Option<&Condition>> = ways
            .iter()
            .map(|way| way.when.as_ref().map(|guard| &guard.condition))
            .collect();
        if on == On::Question
            && self
                .plan()
                .values_in(guards.iter().flatten().copied())
                .is_empty()
        {
            return choice.undecided;
        }
        let mut hang = Vec::new();
        for (at, guard) in guards.iter().enumerate() {
            if let Some(guard) = guard {
                let hangs = self.hangs_at(block, guard, on);
                hang.push(self.gates.and(choice.open[at], hangs));
            }
        }
        let any = self.gates.any(hang);
        self.gates.and(choice.undecided, any)
    }

    /// Whether it is unknown if an action is given, and hangs on this.
    pub(super) fn action_hangs(&mut self, block: BlockId, number: usize, on: On) -> Lit {
        let pathway = self.pathway();
        let action = pathway[block].actions.get(number);
        match action.and_then(|action| action.when.as_ref()) {
            None => Lit::FALSE,
            Some(guard) => self.hangs_at(block, &guard.condition, on),
        }
    }

    /// Whether something at a place hangs on a value that is not one thing.
    pub(super) fn anything_hangs(&mut self, block: BlockId, on: On) -> Lit {
        let mut hang = vec![self.choice_hangs(block, on)];
        for number in 0..self.pathway()[block].actions.len() {
            hang.push(self.action_hangs(block, number, on));
        }
        self.gates.any(hang)
    }

    /// Whether a condition is unknown at a place, and hangs on this.
    fn hangs_at(&mut self, block: BlockId, condition: &Condition, on: On) -> Lit {
        let read = self.plan().read_by(condition);
        let seen = self.seen_at(block, read.iter());
        let used = self.used_by(condition);
        let mut hangs: BTreeMap<Definition, Lit> = BTreeMap::new();
        for definition in used {
            let lit = self.definition_hangs(definition, &seen, on, &hangs);
            hangs.insert(definition, lit);
        }
        self.condition_hangs(condition, &seen, on, &hangs)
    }

    /// The definitions that a condition uses, each after those that it uses.
    fn used_by(&self, condition: &Condition) -> Vec<Definition> {
        let mut used = std::collections::BTreeSet::new();
        let mut open: Vec<Definition> = parts(condition)
            .into_iter()
            .filter_map(|(part, _)| definition_named(part))
            .collect();
        while let Some(definition) = open.pop() {
            if used.insert(definition) {
                open.extend(crate::evaluate::definitions_in(self.pathway(), definition));
            }
        }
        let order = self.plan().definitions.iter();
        order.filter(|it| used.contains(it)).copied().collect()
    }

    fn condition_hangs(
        &mut self,
        condition: &Condition,
        seen: &Seen,
        on: On,
        hangs: &BTreeMap<Definition, Lit>,
    ) -> Lit {
        let parts = parts(condition);
        let mut lits = vec![Lit::FALSE; parts.len()];
        for (at, (part, inner)) in parts.into_iter().enumerate().rev() {
            let truth = self.truth(part, seen);
            let unknown = self.gates.and(!truth.yes, !truth.no);
            let why = match (definition_named(part), part) {
                (Some(definition), _) => hangs.get(&definition).copied().unwrap_or(Lit::FALSE),
                (
                    None,
                    Condition::All(_)
                    | Condition::Any(_)
                    | Condition::Not(_)
                    | Condition::HowMany(..),
                ) => self.gates.any(lits[inner].to_vec()),
                (None, Condition::Broken) => Lit::FALSE,
                (None, _) => Lit::of(on == On::Question),
            };
            lits[at] = self.gates.and(unknown, why);
        }
        lits.first().copied().unwrap_or(Lit::FALSE)
    }

    fn definition_hangs(
        &mut self,
        definition: Definition,
        seen: &Seen,
        on: On,
        hangs: &BTreeMap<Definition, Lit>,
    ) -> Lit {
        let pathway = self.pathway();
        match definition {
            Definition::Condition(id) => {
                self.condition_hangs(&pathway[id].guard.condition, seen, on, hangs)
            }
            Definition::Value(id) => {
                let Some(choice) = self.value(id, seen) else {
                    return Lit::FALSE;
                };
                let mut why = Vec::new();
                for (line, open) in pathway[id].lines.iter().zip(&choice.open) {
                    if let Some(guard) = &line.when {
                        let hangs = self.condition_hangs(&guard.condition, seen, on, hangs);
                        why.push(self.gates.all([choice.undecided, *open, hangs]));
                    }
                }
                if on == On::Gap(id) {
                    why.push(choice.gap);
                }
                if on == On::Conflict(id) {
                    why.push(choice.conflict);
                }
                self.gates.any(why)
            }
            Definition::Score(id) => {
                let mut why = Vec::new();
                for term in &pathway[id].terms {
                    match &term.for_ {
                        TermFor::When(condition) => {
                            why.push(self.condition_hangs(condition, seen, on, hangs));
                        }
                        TermFor::Each { list, items, marks } => {
                            let items: Vec<Lit> = self
                                .items(*list, items, marks, seen)
                                .into_iter()
                                .map(|it| self.gates.and(!it.yes, !it.no))
                                .collect();
                            let asks = Lit::of(on == On::Question);
                            let unknown = self.gates.any(items);
                            why.push(self.gates.and(asks, unknown));
                        }
                    }
                }
                self.gates.any(why)
            }
        }
    }
}
