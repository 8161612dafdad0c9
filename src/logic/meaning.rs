//! Whether a condition holds at a place, as variables of the solver: every kind of condition, once.
//!
//! This says again, for all families at once, what [`crate::evaluate`] says of one: a condition is yes, no, or
//! neither where what it hangs on is not known at the place. Each has a variable for its yes and one for its
//! no; where everything it reads is known, the one is the opposite of the other, and nothing is doubled.
//!
//! Invariant: the same condition with the same things known is made once. Nothing nests.

use std::collections::BTreeMap;

use super::choice::{Choice, Choosable};
use super::formula::Formula;
use super::solver::Lit;
use crate::calendar;
use crate::evaluate::{Definition, bound_number, days_within, definitions_in, parts};
use crate::ir::{
    Answer, Bound, Condition, Count, Measure, Order, Policy, QuestionId, ScoreId, TermFor, ValueId,
};

/// Whether something holds: where neither is so, it is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Three {
    pub(super) yes: Lit,
    pub(super) no: Lit,
}

impl Three {
    pub(super) const YES: Three = Three {
        yes: Lit::TRUE,
        no: Lit::FALSE,
    };
    pub(super) const NO: Three = Three {
        yes: Lit::FALSE,
        no: Lit::TRUE,
    };
    const UNKNOWN: Three = Three {
        yes: Lit::FALSE,
        no: Lit::FALSE,
    };

    /// What is always known.
    pub(super) fn known(yes: Lit) -> Three {
        Three { yes, no: !yes }
    }

    pub(super) fn negated(self) -> Three {
        Three {
            yes: self.no,
            no: self.yes,
        }
    }

    /// Whether it is always known.
    pub(super) fn is_known(self) -> bool {
        self.no == !self.yes
    }
}

/// What is known where a condition is read.
#[derive(Clone, Debug, Default)]
pub(super) struct Seen {
    /// For each question that matters whether it has been asked on the way.
    pub(super) known: BTreeMap<QuestionId, Lit>,
    /// Whether a comparison with what was not asked is simply not so, as rules have it.
    pub(super) at_the_end: bool,
}

/// What a definition comes to.
#[derive(Clone, Debug)]
pub(super) enum Definite {
    Condition(Three),
    /// For each line what it leads to.
    Value(Box<Choice>),
    /// What surely is given, and what may be given.
    Score(Vec<(i64, Lit)>, Vec<(i64, Lit)>),
}

/// A definition, whether it is read at the end, and what is known of what it reads.
pub(super) type Key = (Definition, bool, Vec<Lit>);

impl Formula<'_> {
    /// Whether a condition holds, with this seen.
    pub(super) fn truth(&mut self, condition: &Condition, seen: &Seen) -> Three {
        let parts = parts(condition);
        let mut truths = vec![Three::UNKNOWN; parts.len()];
        for (at, (part, inner)) in parts.into_iter().enumerate().rev() {
            let inner = truths[inner].to_vec();
            truths[at] = self.truth_of_part(part, &inner, seen);
        }
        truths.first().copied().unwrap_or(Three::UNKNOWN)
    }

    fn truth_of_part(&mut self, part: &Condition, inner: &[Three], seen: &Seen) -> Three {
        let leaf = match part {
            Condition::All(_) => return self.every(inner),
            Condition::Any(_) => {
                let negated: Vec<Three> = inner.iter().map(|it| it.negated()).collect();
                return self.every(&negated).negated();
            }
            Condition::Not(_) => {
                return inner.first().map_or(Three::UNKNOWN, |it| it.negated());
            }
            Condition::HowMany(count, _) => return self.counted(*count, inner),
            Condition::Named(id) => {
                return match self.definite(Definition::Condition(*id), seen) {
                    Definite::Condition(truth) => truth,
                    Definite::Value(_) | Definite::Score(..) => Three::UNKNOWN,
                };
            }
            Condition::WasAsked(question) => {
                return Three::known(self.seen(*question, seen));
            }
            Condition::Is(question, answers) => self.is(*question, answers, seen),
            Condition::ValueIs(value, options) => self.value_is(*value, options, seen),
            Condition::Items {
                list,
                items,
                marks,
                count,
            } => {
                let items = self.items(*list, items, marks, seen);
                self.counted(*count, &items)
            }
            Condition::Empty(list) => self.empty(*list, seen),
            Condition::Between(measure, least, most) => {
                let least = least.map_or(i64::MIN, |bound| self.bound(bound));
                let most = most.map_or(i64::MAX, |bound| self.bound(bound));
                self.between(*measure, least, most, seen)
            }
            Condition::Beyond(measure, order, bound) => {
                let bound = self.bound(*bound);
                match order {
                    Order::Less => self.between(*measure, bound, i64::MAX, seen).negated(),
                    Order::AtMost => self.between(*measure, i64::MIN, bound, seen),
                    Order::More => self.between(*measure, i64::MIN, bound, seen).negated(),
                    Order::AtLeast => self.between(*measure, bound, i64::MAX, seen),
                }
            }
            Condition::Within(question, distance) => {
                let (first, last) = days_within(self.today(), *distance);
                self.between(Measure::Question(*question), first, last, seen)
            }
            Condition::Broken => Three::UNKNOWN,
        };
        if seen.at_the_end {
            Three::known(leaf.yes)
        } else {
            leaf
        }
    }

    fn every(&mut self, inner: &[Three]) -> Three {
        let yes = self.gates.all(inner.iter().map(|it| it.yes));
        if inner.iter().all(|it| it.is_known()) {
            return Three::known(yes);
        }
        let no = self.gates.any(inner.iter().map(|it| it.no));
        Three { yes, no }
    }

    /// Whether so many of these hold.
    fn counted(&mut self, count: Count, of: &[Three]) -> Three {
        let all = i64::try_from(of.len()).unwrap_or(i64::MAX);
        let (least, most) = match count {
            Count::All => (all, i64::MAX),
            Count::AtLeast(least) => (self.bound(least), i64::MAX),
            Count::AtMost(most) => (i64::MIN, self.bound(most)),
            Count::Exactly(exactly) => (self.bound(exactly), self.bound(exactly)),
        };
        let surely: Vec<(i64, Lit)> = of.iter().map(|it| (1, it.yes)).collect();
        let perhaps: Vec<(i64, Lit)> = of.iter().map(|it| (1, !it.no)).collect();
        self.lies(&surely, &perhaps, least, most)
    }

    /// Whether a sum lies between two numbers, both included, of which it is known what it comes to at least
    /// and at most.
    fn lies(&mut self, low: &[(i64, Lit)], high: &[(i64, Lit)], least: i64, most: i64) -> Three {
        if least > most {
            return Three::NO;
        }
        let low_from = self.reaches(low, least);
        let high_from = self.reaches(high, least);
        let above = most.checked_add(1);
        let low_above = above.map_or(Lit::FALSE, |above| self.reaches(low, above));
        let high_above = above.map_or(Lit::FALSE, |above| self.reaches(high, above));
        Three {
            yes: self.gates.and(low_from, !high_above),
            no: self.gates.or(!high_from, low_above),
        }
    }

    fn reaches(&mut self, terms: &[(i64, Lit)], bound: i64) -> Lit {
        if bound == i64::MIN {
            return Lit::TRUE;
        }
        self.gates.sum_at_least(terms, bound)
    }

    /// Whether a question has been asked where this is seen.
    fn seen(&self, question: QuestionId, seen: &Seen) -> Lit {
        seen.known.get(&question).copied().unwrap_or(Lit::FALSE)
    }

    /// What holds of an answer where the question has been asked, and of what `unasked means` where it has not.
    fn if_asked(
        &mut self,
        question: QuestionId,
        seen: &Seen,
        asked: Option<Lit>,
        unasked: impl FnOnce(&Answer) -> Option<bool>,
    ) -> Three {
        let known = self.seen(question, seen);
        let asked = asked.map_or(Three::UNKNOWN, Three::known);
        let pathway = self.pathway();
        let unasked = pathway[question].unasked.as_ref().and_then(unasked);
        let unasked = unasked.map_or(Three::UNKNOWN, |it| Three::known(Lit::of(it)));
        let yes = self.gates.choose(known, asked.yes, unasked.yes);
        if asked.is_known() && (unasked.is_known() || known == Lit::TRUE) {
            return Three::known(yes);
        }
        let no = self.gates.choose(known, asked.no, unasked.no);
        Three { yes, no }
    }

    fn is(&mut self, question: QuestionId, answers: &[usize], seen: &Seen) -> Three {
        let variables = self.variables(question);
        let asked = variables.is_one_of(answers, &mut self.gates);
        self.if_asked(question, seen, asked, |answer| match answer {
            Answer::Option(answer) => Some(answers.contains(answer)),
            Answer::Ticked(_)
            | Answer::Marked(_)
            | Answer::Quantity(_)
            | Answer::FromToday(_)
            | Answer::Text(_) => None,
        })
    }

    /// For each item whether it is ticked, or has one of these marks.
    pub(super) fn items(
        &mut self,
        list: QuestionId,
        items: &[usize],
        marks: &[usize],
        seen: &Seen,
    ) -> Vec<Three> {
        let variables = self.variables(list);
        let asked = variables.items(items, marks, &mut self.gates);
        (0..)
            .zip(items)
            .map(|(at, item): (usize, &usize)| {
                let asked = asked.as_ref().and_then(|asked| asked.get(at)).copied();
                self.if_asked(list, seen, asked, |answer| match answer {
                    Answer::Ticked(ticked) if marks.is_empty() => Some(ticked.contains(item)),
                    Answer::Marked(given) => given.get(*item).map(|it| marks.contains(it)),
                    Answer::Option(_)
                    | Answer::Ticked(_)
                    | Answer::Quantity(_)
                    | Answer::FromToday(_)
                    | Answer::Text(_) => None,
                })
            })
            .collect()
    }

    fn empty(&mut self, list: QuestionId, seen: &Seen) -> Three {
        let items: Vec<usize> = (0..self.pathway()[list].answers.options().len()).collect();
        let variables = self.variables(list);
        let ticked = variables.items(&items, &[], &mut self.gates);
        let asked = ticked.map(|ticked| !self.gates.any(ticked));
        self.if_asked(list, seen, asked, |answer| match answer {
            Answer::Ticked(ticked) => Some(ticked.is_empty()),
            Answer::Option(_)
            | Answer::Marked(_)
            | Answer::Quantity(_)
            | Answer::FromToday(_)
            | Answer::Text(_) => None,
        })
    }

    fn between(&mut self, measure: Measure, least: i64, most: i64, seen: &Seen) -> Three {
        let within = |number: i64| least <= number && number <= most;
        if least > most {
            return Three::NO;
        }
        match measure {
            Measure::Question(question) => {
                let variables = self.variables(question);
                let from = variables.is_at_least(least);
                let above = match most.checked_add(1) {
                    Some(above) => variables.is_at_least(above),
                    None => from.map(|_| Lit::FALSE),
                };
                let asked = match (from, above) {
                    (Some(from), Some(above)) => Some(self.gates.and(from, !above)),
                    (None, _) | (_, None) => None,
                };
                let today = self.today();
                self.if_asked(question, seen, asked, |answer| match answer {
                    Answer::Quantity(number) => Some(within(*number)),
                    Answer::FromToday(distance) => {
                        Some(within(calendar::days(calendar::after(today, *distance))))
                    }
                    Answer::Option(_) | Answer::Ticked(_) | Answer::Marked(_) | Answer::Text(_) => {
                        None
                    }
                })
            }
            Measure::Setting(setting) => {
                Three::known(Lit::of(within(self.pathway()[setting].number)))
            }
            Measure::Score(score) => match self.definite(Definition::Score(score), seen) {
                Definite::Score(low, high) => self.lies(&low, &high, least, most),
                Definite::Condition(_) | Definite::Value(_) => Three::UNKNOWN,
            },
        }
    }

    fn value_is(&mut self, value: ValueId, wanted: &[usize], seen: &Seen) -> Three {
        let Some(choice) = self.value(value, seen) else {
            return Three::UNKNOWN;
        };
        let lines = &self.pathway()[value].lines;
        let these: Vec<usize> = (0..lines.len())
            .filter(|line| wanted.contains(&lines[*line].option))
            .collect();
        let yes = self.gates.any(these.iter().map(|line| choice.taken[*line]));
        let none = self.gates.all(these.iter().map(|line| !choice.may[*line]));
        let no = self.gates.all([none, !choice.gap, !choice.conflict]);
        Three { yes, no }
    }

    /// Which line of a value applies.
    pub(super) fn value(&mut self, value: ValueId, seen: &Seen) -> Option<Choice> {
        match self.definite(Definition::Value(value), seen) {
            Definite::Value(choice) => Some(*choice),
            Definite::Condition(_) | Definite::Score(..) => None,
        }
    }

    fn bound(&self, bound: Bound) -> i64 {
        bound_number(self.pathway(), self.today(), bound)
    }

    /// What a definition comes to, each after those that it uses.
    fn definite(&mut self, wanted: Definition, seen: &Seen) -> Definite {
        // A value or a score that a rule speaks of is worked out as it always is.
        let inside = |definition: Definition, at_the_end: bool| match definition {
            Definition::Condition(_) => at_the_end,
            Definition::Value(_) | Definition::Score(_) => false,
        };
        let mut open = vec![(wanted, inside(wanted, seen.at_the_end))];
        let mut last = None;
        while let Some((definition, at_the_end)) = open.last().copied() {
            let key = self.key(definition, at_the_end, seen);
            if let Some(settled) = self.definites.get(&key) {
                last = Some(settled.clone());
                open.pop();
                continue;
            }
            let uses = definitions_in(self.pathway(), definition);
            let missing = uses
                .into_iter()
                .map(|used| (used, inside(used, at_the_end)))
                .find(|(used, at_the_end)| {
                    let is_open = open.iter().any(|(other, _)| other == used);
                    let key = self.key(*used, *at_the_end, seen);
                    !is_open && !self.definites.contains_key(&key)
                });
            if let Some(used) = missing {
                open.push(used);
                continue;
            }
            let here = Seen {
                known: seen.known.clone(),
                at_the_end,
            };
            let settled = self.work_out(definition, &here);
            self.definites.insert(key, settled);
        }
        last.unwrap_or(Definite::Condition(Three::UNKNOWN))
    }

    fn key(&self, definition: Definition, at_the_end: bool, seen: &Seen) -> Key {
        let read = self.plan().read_by_definition(definition).iter();
        let known = read.map(|question| self.seen(*question, seen)).collect();
        (definition, at_the_end, known)
    }

    fn work_out(&mut self, definition: Definition, seen: &Seen) -> Definite {
        match definition {
            Definition::Condition(id) => {
                let pathway = self.pathway();
                Definite::Condition(self.truth(&pathway[id].guard.condition, seen))
            }
            Definition::Value(id) => {
                let value = &self.pathway()[id];
                let lines: Vec<Choosable> = value
                    .lines
                    .iter()
                    .map(|line| Choosable {
                        applies: line
                            .when
                            .as_ref()
                            .map_or(Three::YES, |guard| self.truth(&guard.condition, seen)),
                        otherwise: line.otherwise,
                        leads: Some(line.option),
                    })
                    .collect();
                let policy = match value.policy {
                    Policy::FirstMatch => Policy::FirstMatch,
                    Policy::ExactlyOne | Policy::EveryMatch => Policy::ExactlyOne,
                };
                Definite::Value(Box::new(Choice::among(policy, &lines, &mut self.gates)))
            }
            Definition::Score(id) => self.work_out_score(id, seen),
        }
    }

    fn work_out_score(&mut self, id: ScoreId, seen: &Seen) -> Definite {
        let (mut low, mut high) = (Vec::new(), Vec::new());
        for term in &self.pathway()[id].terms {
            let given = match &term.for_ {
                TermFor::Each { list, items, marks } => self.items(*list, items, marks, seen),
                TermFor::When(condition) => vec![self.truth(condition, seen)],
            };
            for it in given {
                let (surely, perhaps) = ((term.points, it.yes), (term.points, !it.no));
                if term.points >= 0 {
                    low.push(surely);
                    high.push(perhaps);
                } else {
                    low.push(perhaps);
                    high.push(surely);
                }
            }
        }
        Definite::Score(low, high)
    }
}
