//! Definitions and conditions taken apart: what a condition is made of, and what a definition says.
//!
//! Absent on purpose: what any of it means; that is [`super::condition`]'s.

use std::ops::Range;

use crate::calendar;
use crate::ir::{
    Bound, Condition, ConditionId, Date, Distance, Measure, Pathway, ScoreId, TermFor, ValueId,
};

/// Something that conditions are made of and that has a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Definition {
    Condition(ConditionId),
    Value(ValueId),
    Score(ScoreId),
}

/// The number that a bound stands for: for dates, days since 1970-01-01.
pub(crate) fn bound_number(pathway: &Pathway, today: Date, bound: Bound) -> i64 {
    match bound {
        Bound::Fixed(number) => number,
        Bound::Setting(setting) => pathway[setting].number,
        Bound::FromToday(distance) => calendar::days(calendar::after(today, distance)),
    }
}

/// The first and the last day that lie at most so far from today.
pub(crate) fn days_within(today: Date, distance: Distance) -> (i64, i64) {
    let before = Distance {
        months: distance.months.saturating_neg(),
        days: distance.days.saturating_neg(),
    };
    (
        calendar::days(calendar::after(today, before)),
        calendar::days(calendar::after(today, distance)),
    )
}

/// Everything that a definition says directly, as conditions.
pub(crate) fn conditions_of(pathway: &Pathway, definition: Definition) -> Vec<&Condition> {
    match definition {
        Definition::Condition(id) => vec![&pathway[id].guard.condition],
        Definition::Value(id) => pathway[id]
            .lines
            .iter()
            .filter_map(|line| line.when.as_ref())
            .map(|guard| &guard.condition)
            .collect(),
        Definition::Score(id) => pathway[id]
            .terms
            .iter()
            .filter_map(|term| match &term.for_ {
                TermFor::When(condition) => Some(condition),
                TermFor::Each { .. } => None,
            })
            .collect(),
    }
}

/// The definitions that a definition uses directly.
pub(crate) fn definitions_in(pathway: &Pathway, definition: Definition) -> Vec<Definition> {
    let mut found = Vec::new();
    for condition in conditions_of(pathway, definition) {
        for (part, _) in parts(condition) {
            found.extend(definition_named(part));
        }
    }
    found
}

/// The definition that a condition speaks of, where it is not made of other conditions.
pub(crate) fn definition_named(condition: &Condition) -> Option<Definition> {
    match condition {
        Condition::Named(id) => Some(Definition::Condition(*id)),
        Condition::ValueIs(id, _) => Some(Definition::Value(*id)),
        Condition::Between(Measure::Score(id), ..) | Condition::Beyond(Measure::Score(id), ..) => {
            Some(Definition::Score(*id))
        }
        Condition::All(_)
        | Condition::Any(_)
        | Condition::Not(_)
        | Condition::HowMany(..)
        | Condition::Is(..)
        | Condition::Items { .. }
        | Condition::Empty(_)
        | Condition::Between(..)
        | Condition::Beyond(..)
        | Condition::Within(..)
        | Condition::WasAsked(_)
        | Condition::Broken => None,
    }
}

/// A condition and every condition inside it, the outer before the inner, each with where those directly
/// inside it stand in the list.
pub(crate) fn parts(condition: &Condition) -> Vec<(&Condition, Range<usize>)> {
    let mut found = vec![(condition, 0..0)];
    let mut at = 0;
    while let Some((part, _)) = found.get(at) {
        let first = found.len();
        match part {
            Condition::All(inner) | Condition::Any(inner) | Condition::HowMany(_, inner) => {
                found.extend(inner.iter().map(|it| (it, 0..0)));
            }
            Condition::Not(inner) => found.push((inner, 0..0)),
            Condition::Named(_)
            | Condition::Is(..)
            | Condition::ValueIs(..)
            | Condition::Items { .. }
            | Condition::Empty(_)
            | Condition::Between(..)
            | Condition::Beyond(..)
            | Condition::Within(..)
            | Condition::WasAsked(_)
            | Condition::Broken => {}
        }
        found[at].1 = first..found.len();
        at += 1;
    }
    found
}
