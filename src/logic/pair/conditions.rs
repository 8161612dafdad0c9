//! A version's conditions, as they read in both versions together.

use super::answers::ticked;
use super::{Side, bound};
use crate::ir::{
    Answers, Bound, Condition, Count, Guard, Measure, Pathway, QuestionId, Term, TermFor,
};

/// Writes what a version says so that it speaks of the parts of both.
#[derive(Clone, Copy)]
pub(super) struct Rewriting<'a> {
    pub(super) side: &'a Side,
    pub(super) own: &'a Pathway,
}

impl Rewriting<'_> {
    pub(super) fn guard(&self, guard: &Guard) -> Guard {
        Guard {
            condition: self.condition(&guard.condition),
            text: guard.text.clone(),
            span: guard.span,
        }
    }

    /// The answers of a question that only this version asks.
    pub(super) fn answers(&self, answers: &Answers) -> Answers {
        match answers {
            Answers::Range {
                kind,
                from,
                to,
                unit,
            } => Answers::Range {
                kind: *kind,
                from: self.bound(*from),
                to: self.bound(*to),
                unit: unit.clone(),
            },
            Answers::OneOf(_) | Answers::Several { .. } | Answers::Text | Answers::Broken => {
                answers.clone()
            }
        }
    }

    pub(super) fn options(&self, question: QuestionId, own: &[usize]) -> Vec<usize> {
        let offered = &self.side.offered[question.0];
        own.iter().map(|it| offered.option(*it)).collect()
    }

    /// That one of these answers was given, or one of these items ticked.
    pub(super) fn given(&self, question: QuestionId, own: &[usize]) -> Condition {
        match &self.own[question].answers {
            Answers::Several { .. } => {
                self.items(question, own, &[], Count::AtLeast(Bound::Fixed(1)))
            }
            Answers::OneOf(_) | Answers::Range { .. } | Answers::Text | Answers::Broken => {
                Condition::Is(self.side.question(question), self.options(question, own))
            }
        }
    }

    /// Conditions are nested no deeper than the reader of flows lets them be.
    fn condition(&self, condition: &Condition) -> Condition {
        let each = |inner: &[Condition]| inner.iter().map(|it| self.condition(it)).collect();
        match condition {
            Condition::All(inner) => Condition::All(each(inner)),
            Condition::Any(inner) => Condition::Any(each(inner)),
            Condition::Not(inner) => Condition::Not(Box::new(self.condition(inner))),
            Condition::HowMany(count, inner) => Condition::HowMany(self.count(*count), each(inner)),
            Condition::Named(id) => Condition::Named(self.side.condition(*id)),
            Condition::Is(question, answers) => Condition::Is(
                self.side.question(*question),
                self.options(*question, answers),
            ),
            Condition::ValueIs(id, options) => {
                Condition::ValueIs(self.side.value(*id), options.clone())
            }
            Condition::Items {
                list,
                items,
                marks,
                count,
            } => self.items(*list, items, marks, *count),
            Condition::Empty(list) => self.empty(*list),
            Condition::Between(measure, least, most) => Condition::Between(
                self.measure(*measure),
                least.map(|it| self.bound(it)),
                most.map(|it| self.bound(it)),
            ),
            Condition::Beyond(measure, order, bound) => {
                Condition::Beyond(self.measure(*measure), *order, self.bound(*bound))
            }
            Condition::Within(question, distance) => {
                Condition::Within(self.side.question(*question), *distance)
            }
            Condition::WasAsked(question) => Condition::WasAsked(self.side.question(*question)),
            Condition::Broken => Condition::Broken,
        }
    }

    fn items(&self, list: QuestionId, own: &[usize], marks: &[usize], count: Count) -> Condition {
        let offered = &self.side.offered[list.0];
        let count = self.count(count);
        let one = |item: usize| match offered.stands_in {
            Some(it) if it == item => self.none_but(list, item),
            Some(_) | None => ticked(self.side.question(list), vec![offered.option(item)]),
        };
        if offered.stands_in.is_some_and(|it| own.contains(&it)) {
            return Condition::HowMany(count, own.iter().map(|it| one(*it)).collect());
        }
        Condition::Items {
            list: self.side.question(list),
            items: self.options(list, own),
            marks: marks.iter().map(|it| offered.mark(*it)).collect(),
            count,
        }
    }

    /// That no item of this version but this one is ticked.
    fn none_but(&self, list: QuestionId, own: usize) -> Condition {
        Condition::Items {
            list: self.side.question(list),
            items: self.side.offered[list.0].others(own),
            marks: Vec::new(),
            count: Count::AtMost(Bound::Fixed(0)),
        }
    }

    fn empty(&self, list: QuestionId) -> Condition {
        let offered = &self.side.offered[list.0];
        let none = self.none_but(list, usize::MAX);
        if offered.stands_in.is_some() {
            // It never is; and before it was asked, that is not known.
            let some = Condition::Not(Box::new(none.clone()));
            Condition::All(vec![none, some])
        } else if offered.is_part() {
            none
        } else {
            Condition::Empty(self.side.question(list))
        }
    }

    pub(super) fn term(&self, term: &Term) -> Vec<Term> {
        let with = |for_| Term {
            for_,
            ..term.clone()
        };
        match &term.for_ {
            TermFor::When(condition) => vec![with(TermFor::When(self.condition(condition)))],
            TermFor::Each { list, items, marks } => {
                let offered = &self.side.offered[list.0];
                let in_place = |it: &usize| offered.stands_in == Some(*it);
                let (alone, plain): (Vec<usize>, Vec<usize>) =
                    items.iter().copied().partition(in_place);
                let mut terms = vec![with(TermFor::Each {
                    list: self.side.question(*list),
                    items: self.options(*list, &plain),
                    marks: marks.iter().map(|it| offered.mark(*it)).collect(),
                })];
                let none = alone.into_iter().map(|it| self.none_but(*list, it));
                terms.extend(none.map(|it| with(TermFor::When(it))));
                terms
            }
        }
    }

    fn measure(&self, measure: Measure) -> Measure {
        match measure {
            Measure::Question(id) => Measure::Question(self.side.question(id)),
            Measure::Score(id) => Measure::Score(self.side.score(id)),
            Measure::Setting(id) => {
                Measure::Setting(crate::ir::SettingId(self.side.first.setting + id.0))
            }
        }
    }

    fn bound(&self, it: Bound) -> Bound {
        bound(self.side.first, it)
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
