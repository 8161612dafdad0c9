//! Definitions that two versions write in the same way: only their names can be said of both at once.

use std::collections::BTreeMap;

use super::Side;
use crate::evaluate::Definition;
use crate::ir::{
    Bound, Condition, ConditionId, Count, Measure, Pathway, QuestionId, ScoreId, Term, TermFor,
    ValueId,
};

/// The definitions of both versions that are written the same, each with that of the old version.
pub(super) fn shared(
    old: &Pathway,
    new: &Pathway,
    sides: (&Side, &Side),
    both: &Pathway,
    ties: &BTreeMap<QuestionId, QuestionId>,
) -> BTreeMap<Definition, Definition> {
    let (was, is) = sides;
    let mut same = Same {
        both,
        ties,
        names: BTreeMap::new(),
    };
    let mut pairs: Vec<(Definition, Definition)> = Vec::new();
    for (at, it) in new.conditions.iter().enumerate() {
        let before = old.conditions.iter().position(|old| old.name == it.name);
        pairs.extend(before.map(|before| {
            (
                Definition::Condition(was.condition(ConditionId(before))),
                Definition::Condition(is.condition(ConditionId(at))),
            )
        }));
    }
    for (at, it) in new.values.iter().enumerate() {
        let before = old.values.iter().position(|old| old.name == it.name);
        pairs.extend(before.map(|before| {
            (
                Definition::Value(was.value(ValueId(before))),
                Definition::Value(is.value(ValueId(at))),
            )
        }));
    }
    for (at, it) in new.scores.iter().enumerate() {
        let before = old.scores.iter().position(|old| old.name == it.name);
        pairs.extend(before.map(|before| {
            (
                Definition::Score(was.score(ScoreId(before))),
                Definition::Score(is.score(ScoreId(at))),
            )
        }));
    }
    // A definition is the same when those that it uses are: each round finds those that use what is found.
    loop {
        let known = same.names.len();
        for (before, after) in &pairs {
            if !same.names.contains_key(after) && same.is_same(*before, *after) {
                same.names.insert(*before, *before);
                same.names.insert(*after, *before);
            }
        }
        if same.names.len() == known {
            return same.names;
        }
    }
}

struct Same<'a> {
    both: &'a Pathway,
    ties: &'a BTreeMap<QuestionId, QuestionId>,
    names: BTreeMap<Definition, Definition>,
}

impl Same<'_> {
    fn is_same(&self, old: Definition, new: Definition) -> bool {
        match (old, new) {
            (Definition::Condition(old), Definition::Condition(new)) => {
                let (old, new) = (&self.both[old].guard, &self.both[new].guard);
                let said = self.said(&old.condition);
                said.is_some() && said == self.said(&new.condition)
            }
            (Definition::Value(old), Definition::Value(new)) => {
                let (old, new) = (&self.both[old], &self.both[new]);
                let names = |value: &crate::ir::Value| -> Vec<String> {
                    value.options.iter().map(|it| it.name.clone()).collect()
                };
                let lines = |value: &crate::ir::Value| -> Option<Vec<_>> {
                    let said = |guard: &crate::ir::Guard| self.said(&guard.condition);
                    let each = value.lines.iter().map(|it| {
                        let when = it.when.as_ref().map(said);
                        let when = when.map_or(Some(None), |it| it.map(Some))?;
                        Some((it.option, it.otherwise, when))
                    });
                    each.collect()
                };
                let said = lines(old);
                said.is_some()
                    && (names(old), old.policy, said) == (names(new), new.policy, lines(new))
            }
            (Definition::Score(old), Definition::Score(new)) => {
                let terms = |it: &[Term]| -> Option<Vec<_>> {
                    let each = it.iter().map(|term| Some((term.points, self.given(term)?)));
                    each.collect()
                };
                let said = terms(&self.both[old].terms);
                said.is_some() && said == terms(&self.both[new].terms)
            }
            _ => false,
        }
    }

    fn given(&self, term: &Term) -> Option<Condition> {
        match &term.for_ {
            TermFor::When(condition) => self.said(condition),
            TermFor::Each { list, items, marks } => Some(Condition::Items {
                list: self.question(*list),
                items: items.clone(),
                marks: marks.clone(),
                count: Count::All,
            }),
        }
    }

    fn question(&self, question: QuestionId) -> QuestionId {
        self.ties.get(&question).copied().unwrap_or(question)
    }

    /// What a condition says, in the words of the old version; none where that is not known (yet).
    fn said(&self, condition: &Condition) -> Option<Condition> {
        let each = |inner: &[Condition]| -> Option<Vec<Condition>> {
            inner.iter().map(|it| self.said(it)).collect()
        };
        Some(match condition {
            Condition::All(inner) => Condition::All(each(inner)?),
            Condition::Any(inner) => Condition::Any(each(inner)?),
            Condition::Not(inner) => Condition::Not(Box::new(self.said(inner)?)),
            Condition::HowMany(count, inner) => {
                Condition::HowMany(self.count(*count), each(inner)?)
            }
            Condition::Named(id) => match self.names.get(&Definition::Condition(*id))? {
                Definition::Condition(id) => Condition::Named(*id),
                Definition::Value(_) | Definition::Score(_) => return None,
            },
            Condition::ValueIs(id, options) => match self.names.get(&Definition::Value(*id))? {
                Definition::Value(id) => Condition::ValueIs(*id, options.clone()),
                Definition::Condition(_) | Definition::Score(_) => return None,
            },
            Condition::Is(question, answers) => {
                let mut answers = answers.clone();
                answers.sort_unstable();
                Condition::Is(self.question(*question), answers)
            }
            Condition::Items {
                list,
                items,
                marks,
                count,
            } => {
                let mut items = items.clone();
                items.sort_unstable();
                Condition::Items {
                    list: self.question(*list),
                    items,
                    marks: marks.clone(),
                    count: self.count(*count),
                }
            }
            Condition::Empty(list) => Condition::Empty(self.question(*list)),
            Condition::Between(measure, least, most) => Condition::Between(
                self.measure(*measure)?,
                least.map(|it| self.bound(it)),
                most.map(|it| self.bound(it)),
            ),
            Condition::Beyond(measure, order, bound) => {
                Condition::Beyond(self.measure(*measure)?, *order, self.bound(*bound))
            }
            Condition::Within(question, distance) => {
                Condition::Within(self.question(*question), *distance)
            }
            Condition::WasAsked(_) | Condition::Broken => return None,
        })
    }

    fn measure(&self, measure: Measure) -> Option<Measure> {
        match measure {
            Measure::Question(question) => Some(Measure::Question(self.question(question))),
            Measure::Score(id) => match self.names.get(&Definition::Score(id))? {
                Definition::Score(id) => Some(Measure::Score(*id)),
                Definition::Condition(_) | Definition::Value(_) => None,
            },
            Measure::Setting(_) => None,
        }
    }

    fn bound(&self, bound: Bound) -> Bound {
        match bound {
            Bound::Setting(id) => Bound::Fixed(self.both[id].number),
            Bound::Fixed(_) | Bound::FromToday(_) => bound,
        }
    }

    fn count(&self, count: Count) -> Count {
        match count {
            Count::All => Count::All,
            Count::AtLeast(it) => Count::AtLeast(self.bound(it)),
            Count::AtMost(it) => Count::AtMost(self.bound(it)),
            Count::Exactly(it) => Count::Exactly(self.bound(it)),
        }
    }
}
