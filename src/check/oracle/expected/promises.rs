//! What must be found of rules and examples.
//!
//! A rule's condition is yes or no: a question that was not asked makes what is said of its answer a no,
//! inside definitions too.

use std::collections::BTreeSet;

use super::{Everyone, Expected};
use crate::evaluate::{
    Evaluation, Known, Needs, Place, Problem, Sheet, Truth, bound_number, evaluate,
};
use crate::ir::{
    BlockId, BlockKind, Bound, Condition, Count, Guard, Measure, Order, Policy, PromiseKind,
    ScoreId, Strength, Subject, TermFor, ValueId, Verb,
};

pub(super) fn all(everyone: &Everyone<'_>) -> Vec<Expected> {
    let mut found = Vec::new();
    promises(everyone, &mut found);
    outcomes(everyone, &mut found);
    found
}

fn promises(everyone: &Everyone<'_>, found: &mut Vec<Expected>) {
    let promises = everyone
        .pathway
        .rules
        .iter()
        .flat_map(|rule| &rule.promises);
    for promise in promises {
        let fails = |family: &Evaluation| match &promise.kind {
            PromiseKind::Never(subject, when) => {
                End::of(everyone, family, |it| it.holds(when)) && family.gets(subject)
            }
            PromiseKind::Always(subject, when) => {
                End::of(everyone, family, |it| it.holds(when))
                    && !family.gets(subject)
                    && !is_lost(family)
            }
            PromiseKind::NeverBoth(one, other, when) => {
                End::of(everyone, family, |it| it.holds(when))
                    && family.gets(one)
                    && family.gets(other)
            }
            PromiseKind::Before(one, other) => comes_without(everyone, family, one, other),
        };
        if everyone.families.iter().any(fails) {
            found.push(Expected::at("rule-broken", promise.span));
        }
        if let PromiseKind::Never(_, Some(when))
        | PromiseKind::Always(_, Some(when))
        | PromiseKind::NeverBoth(_, _, Some(when)) = &promise.kind
        {
            let when_some = Some(when.clone());
            let yes = |family: &Evaluation| End::of(everyone, family, |it| it.holds(&when_some));
            if !everyone.families.iter().any(yes) {
                found.push(Expected::at("rule-says-nothing", when.span));
            }
        }
    }
}

/// Whether the pathway itself fails the family, so that nobody can say what it should have got.
fn is_lost(family: &Evaluation) -> bool {
    family.problems.iter().any(|problem| match problem {
        Problem::Conflict { .. }
        | Problem::Undecided { .. }
        | Problem::UndecidedAction { .. }
        | Problem::Circle(_)
        | Problem::ValueGap { .. }
        | Problem::ValueConflict { .. } => true,
        Problem::Gap { .. } | Problem::DeadEnd { .. } | Problem::Broken { .. } => false,
    })
}

/// Where a family gets something: a place, and the number of the action there; none for the place itself.
fn got_at(
    everyone: &Everyone<'_>,
    family: &Evaluation,
    subject: &Subject,
) -> Vec<(BlockId, Option<usize>)> {
    match subject {
        Subject::Reach(block) => family
            .visit(*block)
            .map(|visit| (visit.block, None))
            .into_iter()
            .collect(),
        Subject::Action {
            strength,
            verb,
            what,
        } => super::actions::actions_of(everyone, family)
            .into_iter()
            .filter(|(_, _, action)| {
                let strong = match strength {
                    Some(strength) => action.strength == *strength,
                    None => action.strength != Strength::MustNot,
                };
                let any_manner = verb.is_none() || *verb == Some(Verb::Contact);
                let manner = any_manner || *verb == Some(action.verb);
                strong && manner && action.what == *what
            })
            .map(|(block, number, _)| (block, Some(number)))
            .collect(),
    }
}

/// Whether a family comes to the second somewhere without having come through the first.
fn comes_without(
    everyone: &Everyone<'_>,
    family: &Evaluation,
    first: &Subject,
    second: &Subject,
) -> bool {
    let firsts = got_at(everyone, family, first);
    got_at(everyone, family, second)
        .into_iter()
        .any(|(place, action)| {
            let before = places_before(family, place);
            !firsts.iter().any(|(at, first_action)| {
                let above = match (first_action, action) {
                    (None, _) => true,
                    (Some(_), None) => false,
                    (Some(first), Some(second)) => *first < second,
                };
                (*at == place && above) || (*at != place && before.contains(at))
            })
        })
}

/// Every place on the taken ways to a place.
fn places_before(family: &Evaluation, place: BlockId) -> BTreeSet<BlockId> {
    let mut found = BTreeSet::new();
    let mut open = vec![place];
    while let Some(visit) = open.pop().and_then(|block| family.visit(block)) {
        for (before, _) in &visit.came {
            if found.insert(*before) {
                open.push(*before);
            }
        }
    }
    found
}

fn outcomes(everyone: &Everyone<'_>, found: &mut Vec<Expected>) {
    let pathway = everyone.pathway;
    let examples: Vec<Evaluation> = pathway
        .examples
        .iter()
        .map(|example| evaluate(pathway, &Sheet::of(example), everyone.today))
        .collect();
    let mut spans = Vec::new();
    for block in everyone.visited() {
        let shown = examples.iter().any(|family| family.visit(block).is_some());
        if pathway[block].kind == BlockKind::Outcome && !shown {
            spans.push(pathway[block].span);
        }
    }
    spans.sort();
    if let Some((first, others)) = spans.split_first() {
        let labels = others.to_vec();
        found.push(Expected::beside("outcome-without-example", *first, labels));
    }
}

/// A family at its end, with everything known that it was asked.
struct End<'a> {
    everyone: &'a Everyone<'a>,
    place: Place<'a>,
}

impl End<'_> {
    fn of(
        everyone: &Everyone<'_>,
        family: &Evaluation,
        read: impl FnOnce(&End<'_>) -> bool,
    ) -> bool {
        let mut known = Known::default();
        for question in &family.asked {
            known.insert(*question);
        }
        read(&End {
            everyone,
            place: Place::new(everyone.pathway, everyone.today, &family.sheet, &known),
        })
    }

    fn holds(&self, when: &Option<Guard>) -> bool {
        when.as_ref().is_none_or(|when| self.is_so(&when.condition))
    }

    fn is_so(&self, condition: &Condition) -> bool {
        match condition {
            Condition::All(inner) => inner.iter().all(|it| self.is_so(it)),
            Condition::Any(inner) => inner.iter().any(|it| self.is_so(it)),
            Condition::Not(inner) => !self.is_so(inner),
            Condition::HowMany(count, inner) => {
                let hold = inner.iter().filter(|it| self.is_so(it)).count() as i64;
                match count {
                    Count::All => hold == inner.len() as i64,
                    Count::AtLeast(least) => hold >= self.number(*least),
                    Count::AtMost(most) => hold <= self.number(*most),
                    Count::Exactly(exactly) => hold == self.number(*exactly),
                }
            }
            Condition::Named(id) => self.is_so(&self.everyone.pathway[*id].guard.condition),
            Condition::ValueIs(value, options) => {
                self.option(*value).is_some_and(|it| options.contains(&it))
            }
            Condition::Between(Measure::Score(score), least, most) => {
                let points = self.points(*score);
                least.is_none_or(|least| points >= self.number(least))
                    && most.is_none_or(|most| points <= self.number(most))
            }
            Condition::Beyond(Measure::Score(score), order, bound) => {
                let (points, bound) = (self.points(*score), self.number(*bound));
                match order {
                    Order::Less => points < bound,
                    Order::AtMost => points <= bound,
                    Order::More => points > bound,
                    Order::AtLeast => points >= bound,
                }
            }
            leaf @ (Condition::Is(..)
            | Condition::Items { .. }
            | Condition::Empty(_)
            | Condition::Between(..)
            | Condition::Beyond(..)
            | Condition::Within(..)
            | Condition::WasAsked(_)
            | Condition::Broken) => self.place.truth(leaf, &mut Needs::default()) == Truth::Yes,
        }
    }

    fn number(&self, bound: Bound) -> i64 {
        bound_number(self.everyone.pathway, self.everyone.today, bound)
    }

    /// The option of a value; none where no line applies, or lines that differ do.
    fn option(&self, value: ValueId) -> Option<usize> {
        let value = &self.everyone.pathway[value];
        let applies = |guard: &Option<Guard>| self.holds(guard);
        let mut options: Vec<usize> = value
            .lines
            .iter()
            .filter(|line| !line.otherwise && applies(&line.when))
            .map(|line| line.option)
            .collect();
        if options.is_empty() {
            let otherwise = value.lines.iter().filter(|line| line.otherwise);
            options.extend(otherwise.map(|line| line.option));
        }
        if value.policy == Policy::FirstMatch {
            options.truncate(1);
        }
        options.sort_unstable();
        options.dedup();
        match options[..] {
            [only] => Some(only),
            _ => None,
        }
    }

    fn points(&self, score: ScoreId) -> i64 {
        let mut sum = 0;
        for term in &self.everyone.pathway[score].terms {
            sum += term.points
                * match &term.for_ {
                    TermFor::When(condition) => i64::from(self.is_so(condition)),
                    TermFor::Each { list, items, marks } => {
                        let one = |item: &usize| Condition::Items {
                            list: *list,
                            items: vec![*item],
                            marks: marks.clone(),
                            count: Count::AtLeast(Bound::Fixed(1)),
                        };
                        items.iter().filter(|it| self.is_so(&one(it))).count() as i64
                    }
                };
        }
        sum
    }
}
