//! Numbers that stand for all others: one for each stretch of a question's range within which every
//! condition is constant.
//!
//! Invariant: two numbers of one cell are never told apart by any condition of the pathway.

use std::collections::{BTreeMap, BTreeSet};

use crate::evaluate::{Definition, bound_number, conditions_of, days_within, parts};
use crate::ir::{
    Answers, Bound, Condition, ConditionId, Date, Distance, Guard, Measure, Order, Pathway,
    PromiseKind, QuestionId, RangeKind, ScoreId, ValueId,
};

/// The numbers to try for every question that asks for a number, an amount, an age or a date.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cells(BTreeMap<QuestionId, Stretches>);

/// The cells of one question.
#[derive(Clone, Debug, Default)]
struct Stretches {
    /// The number that stands for each cell, the least first.
    numbers: Vec<i64>,
    /// The first number of each.
    firsts: Vec<i64>,
    /// The numbers that conditions compare with.
    constants: BTreeSet<i64>,
}

impl Cells {
    /// Cuts every question's range at everything that it is compared with.
    pub(crate) fn of(pathway: &Pathway, today: Date) -> Cells {
        Cells::tied(pathway, today, &BTreeMap::new())
    }

    /// The same, where some questions are tied to others that accept the same numbers: each is cut at everything
    /// that either is compared with.
    pub(crate) fn tied(
        pathway: &Pathway,
        today: Date,
        ties: &BTreeMap<QuestionId, QuestionId>,
    ) -> Cells {
        let mut begins: BTreeMap<QuestionId, BTreeSet<i64>> = BTreeMap::new();
        let mut constants: BTreeMap<QuestionId, BTreeSet<i64>> = BTreeMap::new();
        for condition in every_condition(pathway) {
            for (part, _) in parts(condition) {
                cut(pathway, today, part, &mut |question, first, constant| {
                    begins.entry(question).or_default().insert(first);
                    constants.entry(question).or_default().insert(constant);
                });
            }
        }
        for (question, other) in ties {
            for bounds in [&mut begins, &mut constants] {
                let mut both = bounds.remove(question).unwrap_or_default();
                both.extend(bounds.remove(other).unwrap_or_default());
                bounds.insert(*question, both.clone());
                bounds.insert(*other, both);
            }
        }
        let mut cells = BTreeMap::new();
        for (at, question) in pathway.questions.iter().enumerate() {
            if let Answers::Range { kind, from, to, .. } = &question.answers {
                let range = (
                    bound_number(pathway, today, *from),
                    bound_number(pathway, today, *to),
                );
                let question = QuestionId(at);
                let begins = begins.remove(&question).unwrap_or_default();
                let each = one_for_each(*kind, range, &begins).into_iter();
                let (firsts, numbers) = each.unzip();
                let constants = constants.remove(&question).unwrap_or_default();
                let stretches = Stretches {
                    numbers,
                    firsts,
                    constants,
                };
                cells.insert(question, stretches);
            }
        }
        Cells(cells)
    }

    /// One number for each cell of a question, the least first.
    pub(crate) fn of_question(&self, question: QuestionId) -> Vec<i64> {
        self.0
            .get(&question)
            .map_or_else(Vec::new, |it| it.numbers.clone())
    }

    /// The first number of each cell of a question, the least first.
    pub(crate) fn firsts(&self, question: QuestionId) -> &[i64] {
        self.0.get(&question).map_or(&[], |it| &it.firsts)
    }

    /// Whether a condition compares the answer to a question with this number.
    pub(crate) fn is_compared(&self, question: QuestionId, number: i64) -> bool {
        let it = self.0.get(&question);
        it.is_some_and(|it| it.constants.contains(&number))
    }
}

/// Whether the answer to a question is counted from today, by a condition or by the earliest day that the
/// question accepts, so that a day of the calendar does not mean the same tomorrow.
pub fn counts_from_today(pathway: &Pathway, question: QuestionId) -> bool {
    let from_today = |bound: &Bound| matches!(bound, Bound::FromToday(_));
    if let Answers::Range { from, .. } = &pathway[question].answers
        && from_today(from)
    {
        return true;
    }
    every_condition(pathway)
        .into_iter()
        .flat_map(parts)
        .any(|(part, _)| match part {
            Condition::Between(Measure::Question(it), least, most) => {
                *it == question && least.iter().chain(most).any(from_today)
            }
            Condition::Beyond(Measure::Question(it), _, bound) => {
                *it == question && from_today(bound)
            }
            Condition::Within(it, _) => *it == question,
            Condition::All(_)
            | Condition::Any(_)
            | Condition::Not(_)
            | Condition::HowMany(..)
            | Condition::Named(_)
            | Condition::Is(..)
            | Condition::ValueIs(..)
            | Condition::Items { .. }
            | Condition::Empty(_)
            | Condition::Between(..)
            | Condition::Beyond(..)
            | Condition::WasAsked(_)
            | Condition::Broken => false,
        })
}

/// Notes where a condition makes a new cell begin, and with what it compares.
fn cut(
    pathway: &Pathway,
    today: Date,
    condition: &Condition,
    at: &mut dyn FnMut(QuestionId, i64, i64),
) {
    let number = |bound| bound_number(pathway, today, bound);
    match condition {
        Condition::Between(Measure::Question(question), least, most) => {
            if let Some(least) = least {
                at(*question, number(*least), number(*least));
            }
            if let Some(most) = most {
                at(*question, number(*most).saturating_add(1), number(*most));
            }
        }
        Condition::Beyond(Measure::Question(question), order, bound) => match order {
            Order::Less | Order::AtLeast => at(*question, number(*bound), number(*bound)),
            Order::More | Order::AtMost => {
                at(*question, number(*bound).saturating_add(1), number(*bound));
            }
        },
        Condition::Within(question, distance) => {
            let (first, last) = days_within(today, *distance);
            at(*question, first, first);
            at(*question, last.saturating_add(1), last);
        }
        Condition::All(_)
        | Condition::Any(_)
        | Condition::Not(_)
        | Condition::HowMany(..)
        | Condition::Named(_)
        | Condition::Is(..)
        | Condition::ValueIs(..)
        | Condition::Items { .. }
        | Condition::Empty(_)
        | Condition::Between(..)
        | Condition::Beyond(..)
        | Condition::WasAsked(_)
        | Condition::Broken => {}
    }
}

/// The first number of each cell of a range, and the one that is easiest to say.
fn one_for_each(kind: RangeKind, range: (i64, i64), begins: &BTreeSet<i64>) -> Vec<(i64, i64)> {
    let (from, to) = range;
    if from > to {
        return Vec::new();
    }
    let mut firsts = vec![from];
    firsts.extend(
        begins
            .iter()
            .filter(|begin| from < **begin && **begin <= to),
    );
    let lasts = firsts
        .iter()
        .skip(1)
        .map(|next| next.saturating_sub(1))
        .chain([to]);
    firsts
        .iter()
        .zip(lasts)
        .filter_map(|(first, last)| Some((*first, easiest(kind, *first, last)?)))
        .collect()
}

/// The number from `first` to `last` that is easiest to say: whole pounds; whole years, then months, then
/// days added to either, then days. There is none where no age that can be said lies between.
fn easiest(kind: RangeKind, first: i64, last: i64) -> Option<i64> {
    let whole = |unit: i64| {
        let up = first.rem_euclid(unit);
        let number = if up == 0 {
            first
        } else {
            first.checked_add(unit - up)?
        };
        (number <= last).then_some(number)
    };
    match kind {
        RangeKind::Number | RangeKind::Date => Some(first),
        RangeKind::Money => whole(100).or(Some(first)),
        RangeKind::Age => {
            let month = Distance { months: 1, days: 0 }.age();
            let day = Distance { months: 0, days: 1 }.age();
            let and_days = |unit: i64| {
                let units = first.div_euclid(unit) * unit;
                let days = (first - units + day - 1).div_euclid(day);
                let number = units + days * day;
                (number <= last).then_some(number)
            };
            whole(12 * month)
                .or_else(|| whole(month))
                .or_else(|| and_days(month))
                .or_else(|| and_days(12 * month))
                .or_else(|| whole(day))
        }
    }
}

/// Every condition of a pathway, wherever it stands.
fn every_condition(pathway: &Pathway) -> Vec<&Condition> {
    let mut guards: Vec<&Guard> = Vec::new();
    for block in &pathway.blocks {
        guards.extend(block.ways.iter().filter_map(|way| way.when.as_ref()));
        guards.extend(block.actions.iter().filter_map(|it| it.when.as_ref()));
    }
    for service in &pathway.services {
        guards.extend(service.lines.iter().filter_map(|it| it.when.as_ref()));
        guards.extend(&service.eligible);
    }
    for promise in pathway.rules.iter().flat_map(|rule| &rule.promises) {
        match &promise.kind {
            PromiseKind::Never(_, when)
            | PromiseKind::Always(_, when)
            | PromiseKind::NeverBoth(_, _, when) => guards.extend(when),
            PromiseKind::Before(..) => {}
        }
    }
    let definitions = (0..pathway.conditions.len())
        .map(|at| Definition::Condition(ConditionId(at)))
        .chain((0..pathway.values.len()).map(|at| Definition::Value(ValueId(at))))
        .chain((0..pathway.scores.len()).map(|at| Definition::Score(ScoreId(at))));
    let mut conditions: Vec<&Condition> = guards.iter().map(|guard| &guard.condition).collect();
    conditions.extend(definitions.flat_map(|definition| conditions_of(pathway, definition)));
    conditions
}

#[cfg(test)]
mod tests {
    use super::*;

    fn years(years: i32) -> i64 {
        Distance {
            months: years * 12,
            days: 0,
        }
        .age()
    }

    #[test]
    fn a_range_is_cut_where_a_cell_begins() {
        let cells = |begins: &[i64]| {
            let begins = begins.iter().copied().collect();
            let each = one_for_each(RangeKind::Number, (0, 54), &begins).into_iter();
            each.map(|(_, number)| number).collect::<Vec<_>>()
        };
        assert_eq!(cells(&[]), [0]);
        assert_eq!(cells(&[6, 11]), [0, 6, 11]);
        assert_eq!(cells(&[0, 54, 55, -3]), [0, 54]);
        assert!(one_for_each(RangeKind::Number, (3, 2), &BTreeSet::new()).is_empty());
    }

    #[test]
    fn an_age_is_said_in_whole_years_where_that_can_be() {
        let begins = BTreeSet::from([years(12) + 1, years(16)]);
        let cells = one_for_each(RangeKind::Age, (0, years(18)), &begins);
        let (first, thirteen, sixteen) = (years(12) + 1, years(13), years(16));
        assert_eq!(cells, [(0, 0), (first, thirteen), (sixteen, sixteen)]);
        let day_after = Distance {
            months: 12,
            days: 1,
        };
        let month_after = Distance {
            months: 13,
            days: 0,
        };
        assert_eq!(
            easiest(RangeKind::Age, years(1) + 1, month_after.age() - 1),
            Some(day_after.age())
        );
        assert_eq!(easiest(RangeKind::Age, years(1) + 1, years(1) + 2), None);
    }

    #[test]
    fn money_is_said_in_whole_pounds_where_that_can_be() {
        assert_eq!(easiest(RangeKind::Money, 1401, 9999), Some(1500));
        assert_eq!(easiest(RangeKind::Money, 1401, 1450), Some(1401));
    }
}
