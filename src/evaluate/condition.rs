//! Whether a condition holds at a place: every kind of condition, once.
//!
//! Invariant: nothing nests. The parts of a condition are looked at one after another, the innermost first;
//! and so are definitions that use one another, each once for a place.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use super::Sheet;
use super::choose::{Choice, Choosable, choose};
use super::definitions::{Definition, bound_number, days_within, definitions_in, parts};
use super::known::Known;
use super::truth::{Interval, Needs, Truth};
use crate::calendar;
use crate::ir::{
    Answer, Bound, Condition, Count, Date, Distance, Measure, Order, Pathway, Policy, QuestionId,
    ScoreId, Term, TermFor, ValueId,
};

/// What a definition comes to, and what it hangs on where that is open.
#[derive(Clone, Debug)]
enum Settled {
    Condition(Verdict),
    /// The option, or those that it may be.
    Value(Vec<usize>, bool, Needs),
    Score(Interval, Needs),
}

/// A place, with the answers that are known there.
#[derive(Debug)]
pub(crate) struct Place<'a> {
    pathway: &'a Pathway,
    today: Date,
    sheet: &'a Sheet,
    known: &'a Known,
    /// Whether `unasked means` speaks for a fact that the sheet does not give.
    facts_may_be_left_out: bool,
    /// For a rule, which reads conditions at the end: the same place as it is read anywhere else, for values and
    /// scores. A comparison with what was not asked is then simply not so.
    plainly: Option<Box<Place<'a>>>,
    settled: RefCell<BTreeMap<Definition, Settled>>,
    settling: Cell<bool>,
}

impl<'a> Place<'a> {
    /// A place at which these questions have been asked.
    pub(crate) fn new(
        pathway: &'a Pathway,
        today: Date,
        sheet: &'a Sheet,
        known: &'a Known,
    ) -> Place<'a> {
        Place {
            pathway,
            today,
            sheet,
            known,
            facts_may_be_left_out: true,
            plainly: None,
            settled: RefCell::default(),
            settling: Cell::new(false),
        }
    }

    /// A fact that the sheet does not give is not known, whatever `unasked means` says.
    pub(crate) fn with_every_fact(mut self) -> Place<'a> {
        self.facts_may_be_left_out = false;
        self
    }

    /// Reads conditions as a rule does: `q is a` says that the question was asked and answered so.
    pub(crate) fn for_a_rule(mut self) -> Place<'a> {
        let mut plainly = Place::new(self.pathway, self.today, self.sheet, self.known);
        plainly.facts_may_be_left_out = self.facts_may_be_left_out;
        self.plainly = Some(Box::new(plainly));
        self
    }

    /// Whether a condition holds here; where that is not known, what it hangs on is added to `needs`.
    pub(crate) fn truth(&self, condition: &Condition, needs: &mut Needs) -> Truth {
        let verdict = self.verdict(condition);
        needs.add(&verdict.needs);
        verdict.truth
    }

    /// The innermost parts first, each once, and last the condition itself.
    fn verdict(&self, condition: &Condition) -> Verdict {
        let parts = parts(condition);
        let mut verdicts = vec![Verdict::default(); parts.len()];
        for (at, (part, inner)) in parts.into_iter().enumerate().rev() {
            let verdict = self.verdict_of_part(part, &verdicts[inner]);
            let is_not_so = verdict.truth == Truth::Unknown && is_comparison(part);
            verdicts[at] = if self.plainly.is_some() && is_not_so {
                Verdict::new(Truth::No, Needs::default)
            } else {
                verdict
            };
        }
        verdicts.swap_remove(0)
    }

    fn verdict_of_part(&self, part: &Condition, inner: &[Verdict]) -> Verdict {
        let truths = inner.iter().map(|it| it.truth);
        let open = || {
            let mut needs = Needs::default();
            for verdict in inner {
                needs.add(&verdict.needs);
            }
            needs
        };
        match part {
            Condition::All(_) => Verdict::new(truths.fold(Truth::Yes, Truth::and), open),
            Condition::Any(_) => Verdict::new(truths.fold(Truth::No, Truth::or), open),
            Condition::Not(_) => {
                Verdict::new(truths.fold(Truth::Unknown, |_, it| it.negated()), open)
            }
            Condition::HowMany(count, _) => {
                let number = truths.fold(Interval::exactly(0), |sum, it| sum.plus(one_if(it)));
                Verdict::new(self.counted(number, *count, inner.len()), open)
            }
            Condition::Named(id) => match self.settled(Definition::Condition(*id)) {
                Settled::Condition(verdict) => verdict,
                Settled::Value(..) | Settled::Score(..) => Verdict::unreadable(),
            },
            Condition::Is(question, answers) => self.is(*question, answers),
            Condition::ValueIs(value, options) => self.value_is(*value, options),
            Condition::Items {
                list,
                items,
                marks,
                count,
            } => {
                let number = self.items(*list, items, marks);
                let truth = self.counted(number, *count, items.len());
                Verdict::new(truth, || Needs::question(*list))
            }
            Condition::Empty(list) => self.empty(*list),
            Condition::Between(measure, least, most) => self.between(
                *measure,
                least.map_or(i64::MIN, |bound| self.bound(bound)),
                most.map_or(i64::MAX, |bound| self.bound(bound)),
            ),
            Condition::Beyond(measure, order, bound) => {
                self.beyond(*measure, *order, self.bound(*bound))
            }
            Condition::Within(question, distance) => self.within(*question, *distance),
            Condition::WasAsked(question) => {
                Verdict::new(Truth::of(self.known.contains(*question)), Needs::default)
            }
            Condition::Broken => Verdict::unreadable(),
        }
    }

    /// The option of a value; none where it is not settled.
    pub(crate) fn value(&self, value: ValueId) -> Option<usize> {
        match self.settled(Definition::Value(value)) {
            Settled::Value(options, true, _) => options.first().copied(),
            Settled::Value(..) | Settled::Condition(..) | Settled::Score(..) => None,
        }
    }

    /// A score, as far as it is known.
    pub(crate) fn score(&self, score: ScoreId) -> Interval {
        match self.settled(Definition::Score(score)) {
            Settled::Score(points, _) => points,
            Settled::Condition(..) | Settled::Value(..) => ANYTHING,
        }
    }

    /// The number that a bound stands for.
    pub(crate) fn bound(&self, bound: Bound) -> i64 {
        bound_number(self.pathway, self.today, bound)
    }

    /// The answer to a question as it is known here. A question that was not asked has the answer that
    /// `unasked means`, where it says so.
    fn answer(&self, question: QuestionId) -> Option<&Answer> {
        let asked = &self.pathway[question];
        if asked.fact {
            let left_out = asked
                .unasked
                .as_ref()
                .filter(|_| self.facts_may_be_left_out);
            self.sheet.0.get(&question).or(left_out)
        } else if self.known.contains(question) {
            self.sheet.0.get(&question)
        } else {
            asked.unasked.as_ref()
        }
    }

    fn is(&self, question: QuestionId, answers: &[usize]) -> Verdict {
        let truth = match self.answer(question) {
            Some(Answer::Option(answer)) => Truth::of(answers.contains(answer)),
            Some(
                Answer::Ticked(_)
                | Answer::Marked(_)
                | Answer::Quantity(_)
                | Answer::FromToday(_)
                | Answer::Text(_),
            )
            | None => Truth::Unknown,
        };
        Verdict::new(truth, || Needs::question(question))
    }

    fn value_is(&self, value: ValueId, wanted: &[usize]) -> Verdict {
        let Settled::Value(options, sure, open) = self.settled(Definition::Value(value)) else {
            return Verdict::unreadable();
        };
        let any = options.iter().any(|option| wanted.contains(option));
        let truth = match (options.is_empty(), any, sure) {
            (true, _, _) | (false, true, false) => Truth::Unknown,
            (false, true, true) => Truth::Yes,
            (false, false, _) => Truth::No,
        };
        Verdict::new(truth, || open)
    }

    /// How many of these items are ticked, or have one of these marks.
    fn items(&self, list: QuestionId, items: &[usize], marks: &[usize]) -> Interval {
        let counts = |item: &usize| match self.answer(list) {
            Some(Answer::Ticked(ticked)) if marks.is_empty() => Truth::of(ticked.contains(item)),
            Some(Answer::Marked(given)) => match given.get(*item) {
                Some(mark) => Truth::of(marks.contains(mark)),
                None => Truth::Unknown,
            },
            Some(
                Answer::Option(_)
                | Answer::Ticked(_)
                | Answer::Quantity(_)
                | Answer::FromToday(_)
                | Answer::Text(_),
            )
            | None => Truth::Unknown,
        };
        items.iter().fold(Interval::exactly(0), |sum, item| {
            sum.plus(one_if(counts(item)))
        })
    }

    fn empty(&self, list: QuestionId) -> Verdict {
        let truth = match self.answer(list) {
            Some(Answer::Ticked(ticked)) => Truth::of(ticked.is_empty()),
            Some(
                Answer::Option(_)
                | Answer::Marked(_)
                | Answer::Quantity(_)
                | Answer::FromToday(_)
                | Answer::Text(_),
            )
            | None => Truth::Unknown,
        };
        Verdict::new(truth, || Needs::question(list))
    }

    /// Whether so many of `of` things, of which the interval says how many hold, are what was counted for.
    fn counted(&self, number: Interval, count: Count, of: usize) -> Truth {
        match count {
            Count::All => number.lies(i64::try_from(of).unwrap_or(i64::MAX), i64::MAX),
            Count::AtLeast(least) => number.lies(self.bound(least), i64::MAX),
            Count::AtMost(most) => number.lies(i64::MIN, self.bound(most)),
            Count::Exactly(exactly) => number.lies(self.bound(exactly), self.bound(exactly)),
        }
    }

    fn between(&self, measure: Measure, least: i64, most: i64) -> Verdict {
        let (number, open) = self.measure(measure);
        Verdict::new(number.lies(least, most), || open)
    }

    fn beyond(&self, measure: Measure, order: Order, bound: i64) -> Verdict {
        let (number, open) = self.measure(measure);
        let truth = match order {
            Order::Less => number.lies(bound, i64::MAX).negated(),
            Order::AtMost => number.lies(i64::MIN, bound),
            Order::More => number.lies(i64::MIN, bound).negated(),
            Order::AtLeast => number.lies(bound, i64::MAX),
        };
        Verdict::new(truth, || open)
    }

    fn within(&self, question: QuestionId, distance: Distance) -> Verdict {
        let (first, last) = days_within(self.today, distance);
        self.between(Measure::Question(question), first, last)
    }

    /// A number, as far as it is known here, and what it hangs on where it is not.
    fn measure(&self, measure: Measure) -> (Interval, Needs) {
        match measure {
            Measure::Question(question) => match self.answer(question) {
                Some(Answer::Quantity(number)) => (Interval::exactly(*number), Needs::default()),
                Some(Answer::FromToday(distance)) => {
                    let day = calendar::days(calendar::after(self.today, *distance));
                    (Interval::exactly(day), Needs::default())
                }
                Some(
                    Answer::Option(_) | Answer::Ticked(_) | Answer::Marked(_) | Answer::Text(_),
                )
                | None => (ANYTHING, Needs::question(question)),
            },
            Measure::Setting(setting) => (
                Interval::exactly(self.pathway[setting].number),
                Needs::default(),
            ),
            Measure::Score(score) => match self.settled(Definition::Score(score)) {
                Settled::Score(points, open) => (points, open),
                Settled::Condition(..) | Settled::Value(..) => (ANYTHING, Needs::default()),
            },
        }
    }

    /// What a definition comes to here.
    fn settled(&self, definition: Definition) -> Settled {
        if let (Some(plainly), Definition::Value(_) | Definition::Score(_)) =
            (&self.plainly, definition)
        {
            return plainly.settled(definition);
        }
        if !self.settling.get() {
            self.settling.set(true);
            self.settle(definition);
            self.settling.set(false);
        }
        let settled = self.settled.borrow().get(&definition).cloned();
        settled.unwrap_or_else(|| unreadable(definition))
    }

    /// Works out a definition after those that it uses, without nesting.
    fn settle(&self, wanted: Definition) {
        let mut open = vec![(wanted, definitions_in(self.pathway, wanted))];
        while let Some((definition, uses)) = open.last_mut() {
            let definition = *definition;
            if self.settled.borrow().contains_key(&definition) {
                open.pop();
            } else if let Some(next) = uses.pop() {
                // Definitions form no circle; were there one, it would stay open here and count as
                // unreadable.
                if open.iter().all(|(other, _)| *other != next) {
                    open.push((next, definitions_in(self.pathway, next)));
                }
            } else {
                let settled = self.work_out(definition);
                self.settled.borrow_mut().insert(definition, settled);
                open.pop();
            }
        }
    }

    fn work_out(&self, definition: Definition) -> Settled {
        match definition {
            Definition::Condition(id) => {
                Settled::Condition(self.verdict(&self.pathway[id].guard.condition))
            }
            Definition::Value(id) => self.work_out_value(id),
            Definition::Score(id) => {
                let mut needs = Needs::default();
                let points = self.pathway[id]
                    .terms
                    .iter()
                    .fold(Interval::exactly(0), |sum, term| {
                        sum.plus(self.term(term, &mut needs))
                    });
                Settled::Score(points, needs)
            }
        }
    }

    /// The line of a value is chosen as a way is. A value is one thing: lines that apply and differ are a
    /// conflict, under `every match` too.
    fn work_out_value(&self, id: ValueId) -> Settled {
        let value = &self.pathway[id];
        let mut open_for = Vec::new();
        let mut lines = Vec::new();
        for line in &value.lines {
            let mut needs = Needs::default();
            lines.push(Choosable {
                applies: line
                    .when
                    .as_ref()
                    .map_or(Truth::Yes, |guard| self.truth(&guard.condition, &mut needs)),
                otherwise: line.otherwise,
                leads: Some(line.option),
            });
            open_for.push(needs);
        }
        let options = |chosen: &[usize]| -> Vec<usize> {
            chosen.iter().map(|at| value.lines[*at].option).collect()
        };
        let policy = match value.policy {
            Policy::FirstMatch => Policy::FirstMatch,
            Policy::ExactlyOne | Policy::EveryMatch => Policy::ExactlyOne,
        };
        let mut needs = Needs::default();
        match choose(policy, &lines) {
            Choice::Taken(chosen) => Settled::Value(options(&chosen), true, needs),
            Choice::Gap => {
                needs.gaps.insert(id);
                Settled::Value(Vec::new(), false, needs)
            }
            Choice::Conflict(_) => {
                needs.conflicts.insert(id);
                Settled::Value(Vec::new(), false, needs)
            }
            Choice::Undecided { open, .. } => {
                // An `otherwise` hangs on what all the others hang on, and they are open too.
                for at in &open {
                    needs.add(&open_for[*at]);
                }
                Settled::Value(options(&open), false, needs)
            }
        }
    }

    fn term(&self, term: &Term, needs: &mut Needs) -> Interval {
        match &term.for_ {
            TermFor::Each { list, items, marks } => {
                let counted = self.items(*list, items, marks);
                if counted.number().is_none() {
                    needs.questions.insert(*list);
                }
                counted.times(term.points)
            }
            TermFor::When(condition) => one_if(self.truth(condition, needs)).times(term.points),
        }
    }
}

/// Whether a condition compares something, and is not made of other conditions.
fn is_comparison(condition: &Condition) -> bool {
    match condition {
        Condition::Is(..)
        | Condition::ValueIs(..)
        | Condition::Items { .. }
        | Condition::Empty(_)
        | Condition::Between(..)
        | Condition::Beyond(..)
        | Condition::Within(..)
        | Condition::Broken => true,
        Condition::All(_)
        | Condition::Any(_)
        | Condition::Not(_)
        | Condition::HowMany(..)
        | Condition::Named(_)
        | Condition::WasAsked(_) => false,
    }
}

const ANYTHING: Interval = Interval {
    lowest: i64::MIN,
    highest: i64::MAX,
};

fn one_if(truth: Truth) -> Interval {
    Interval {
        lowest: i64::from(truth == Truth::Yes),
        highest: i64::from(truth != Truth::No),
    }
}

fn unreadable(definition: Definition) -> Settled {
    match definition {
        Definition::Condition(_) => Settled::Condition(Verdict::unreadable()),
        Definition::Value(_) => Settled::Value(Vec::new(), false, Needs::unreadable()),
        Definition::Score(_) => Settled::Score(ANYTHING, Needs::unreadable()),
    }
}

/// Whether something holds, and, only where that is unknown, what it hangs on.
#[derive(Clone, Debug)]
struct Verdict {
    truth: Truth,
    needs: Needs,
}

impl Verdict {
    fn new(truth: Truth, needs: impl FnOnce() -> Needs) -> Verdict {
        let needs = match truth {
            Truth::Unknown => needs(),
            Truth::Yes | Truth::No => Needs::default(),
        };
        Verdict { truth, needs }
    }

    fn unreadable() -> Verdict {
        Verdict::new(Truth::Unknown, Needs::unreadable)
    }
}

impl Default for Verdict {
    fn default() -> Verdict {
        Verdict::unreadable()
    }
}
