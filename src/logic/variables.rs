//! What a family can answer to a question, as variables of the solver.
//!
//! Invariant: whatever values the variables of a question take, they are one answer that the question accepts; and
//! every answer that conditions can tell from others is among them. An answer file, a checklist with an item that
//! stands alone, a number cut into cells: all the same to whoever asks.

use std::collections::BTreeSet;

use super::gates::Gates;
use super::solver::Lit;
use crate::families::Cells;
use crate::ir::{Answer, Answers, Pathway, QuestionId};

/// The variables of one question.
#[derive(Clone, Debug)]
pub(super) enum Variables {
    /// One for each answer.
    OneOf(Vec<Lit>),
    /// One for each item.
    Ticks(Vec<Lit>),
    /// For each item one for each mark.
    Marks(Vec<Vec<Lit>>),
    /// The numbers that stand for all others, in order; for each whether the answer is that one or greater.
    Number(Vec<i64>, Vec<Lit>),
    /// Nothing depends on the answer, or it could not be read.
    Nothing,
}

impl Variables {
    /// Variables for a question, with what keeps them one answer.
    pub(super) fn of(
        pathway: &Pathway,
        question: QuestionId,
        cells: &Cells,
        gates: &mut Gates,
    ) -> Variables {
        match &pathway[question].answers {
            Answers::OneOf(options) if options.is_empty() => Variables::Nothing,
            Answers::OneOf(options) => Variables::OneOf(one_of(options.len(), gates)),
            Answers::Several { items, marks } if marks.is_empty() => {
                let ticks: Vec<Lit> = items.iter().map(|_| gates.fresh()).collect();
                let alone: Vec<usize> = (0..items.len()).filter(|it| items[*it].alone).collect();
                for item in &alone {
                    for other in (0..items.len()).filter(|other| other != item) {
                        gates.must(&[!ticks[*item], !ticks[other]]);
                    }
                }
                if !alone.is_empty() {
                    gates.must(&ticks);
                }
                Variables::Ticks(ticks)
            }
            Answers::Several { items, marks } => {
                let each = items.iter().map(|_| one_of(marks.len(), gates));
                Variables::Marks(each.collect())
            }
            Answers::Range { .. } => {
                let numbers = cells.of_question(question);
                let mut from_here = Vec::new();
                for at in 0..numbers.len() {
                    let lit = if at == 0 { Lit::TRUE } else { gates.fresh() };
                    if let Some(before) = from_here.last() {
                        gates.must(&[!lit, *before]);
                    }
                    from_here.push(lit);
                }
                Variables::Number(numbers, from_here)
            }
            Answers::Text | Answers::Broken => Variables::Nothing,
        }
    }

    /// Whether the answer is one of these.
    pub(super) fn is_one_of(&self, answers: &[usize], gates: &mut Gates) -> Option<Lit> {
        let Variables::OneOf(lits) = self else {
            return None;
        };
        let (these, others): (Vec<usize>, Vec<usize>) =
            (0..lits.len()).partition(|at| answers.contains(at));
        // Of two ways to say the same, the shorter.
        Some(if these.len() <= others.len() {
            gates.any(these.iter().map(|at| lits[*at]))
        } else {
            !gates.any(others.iter().map(|at| lits[*at]))
        })
    }

    /// For each of these items whether it is ticked, or has one of these marks; none where that is not how
    /// the question is answered.
    pub(super) fn items(
        &self,
        items: &[usize],
        marks: &[usize],
        gates: &mut Gates,
    ) -> Option<Vec<Lit>> {
        match self {
            Variables::Ticks(ticks) if marks.is_empty() => {
                items.iter().map(|item| ticks.get(*item).copied()).collect()
            }
            Variables::Marks(each) => items
                .iter()
                .map(|item| {
                    let given = each.get(*item)?;
                    let these = marks.iter().filter_map(|mark| given.get(*mark)).copied();
                    Some(gates.any(these))
                })
                .collect(),
            Variables::OneOf(_)
            | Variables::Ticks(_)
            | Variables::Number(..)
            | Variables::Nothing => None,
        }
    }

    /// Whether the number is at least this.
    pub(super) fn is_at_least(&self, bound: i64) -> Option<Lit> {
        let Variables::Number(numbers, from_here) = self else {
            return None;
        };
        let first = numbers.partition_point(|number| *number < bound);
        Some(from_here.get(first).copied().unwrap_or(Lit::FALSE))
    }

    /// What, in each of a few rounds, may be decided about the answer, the most natural first: the first answer,
    /// the fewest ticks, the first mark, the smallest number. In each round one of these is so.
    pub(super) fn rounds(&self) -> Vec<Vec<Lit>> {
        match self {
            Variables::OneOf(lits) => vec![lits.clone()],
            // The last items first: what must be ticked is then among the first.
            Variables::Ticks(ticks) => {
                let last_first = ticks.iter().rev();
                last_first.map(|tick| vec![!*tick, *tick]).collect()
            }
            Variables::Marks(each) => each.clone(),
            Variables::Number(_, from_here) => from_here
                .iter()
                .skip(1)
                .map(|lit| vec![!*lit, *lit])
                .collect(),
            Variables::Nothing => Vec::new(),
        }
    }

    /// What makes the answer this one; none where the question does not accept it.
    pub(super) fn exactly(&self, answer: &Answer) -> Option<Vec<Lit>> {
        match (self, answer) {
            (Variables::OneOf(lits), Answer::Option(at)) => Some(vec![*lits.get(*at)?]),
            (Variables::Ticks(ticks), Answer::Ticked(ticked)) => Some(
                (0..)
                    .zip(ticks)
                    .map(|(at, tick)| if ticked.contains(&at) { *tick } else { !*tick })
                    .collect(),
            ),
            (Variables::Marks(each), Answer::Marked(given)) => each
                .iter()
                .zip(given)
                .map(|(marks, mark)| marks.get(*mark).copied())
                .collect(),
            (Variables::Number(numbers, from_here), Answer::Quantity(number)) => {
                let at = numbers.partition_point(|it| it <= number).checked_sub(1)?;
                let above = from_here.get(at + 1).map(|lit| !*lit);
                Some(
                    from_here
                        .get(at)
                        .copied()
                        .into_iter()
                        .chain(above)
                        .collect(),
                )
            }
            _ => None,
        }
    }

    /// The same variables, of which it is known that the answer is this one.
    pub(super) fn fixed(&self, answer: &Answer) -> Variables {
        match (self, answer) {
            (Variables::OneOf(lits), Answer::Option(given)) => {
                Variables::OneOf((0..lits.len()).map(|at| Lit::of(at == *given)).collect())
            }
            (Variables::Ticks(ticks), Answer::Ticked(ticked)) => {
                let each = (0..ticks.len()).map(|at| Lit::of(ticked.contains(&at)));
                Variables::Ticks(each.collect())
            }
            (Variables::Marks(each), Answer::Marked(given)) => Variables::Marks(
                each.iter()
                    .zip(given)
                    .map(|(marks, mark)| (0..marks.len()).map(|at| Lit::of(at == *mark)).collect())
                    .collect(),
            ),
            (Variables::Number(numbers, _), Answer::Quantity(number)) => Variables::Number(
                numbers.clone(),
                numbers.iter().map(|it| Lit::of(it <= number)).collect(),
            ),
            _ => self.clone(),
        }
    }

    /// The answer in the solver's last example; none where nothing depends on it.
    pub(super) fn answer(&self, gates: &Gates) -> Option<Answer> {
        match self {
            Variables::OneOf(lits) => lits
                .iter()
                .position(|lit| gates.holds(*lit))
                .map(Answer::Option),
            Variables::Ticks(ticks) => {
                let ticked: BTreeSet<usize> = (0..)
                    .zip(ticks)
                    .filter(|(_, tick)| gates.holds(**tick))
                    .map(|(at, _)| at)
                    .collect();
                Some(Answer::Ticked(ticked))
            }
            Variables::Marks(each) => each
                .iter()
                .map(|marks| marks.iter().position(|mark| gates.holds(*mark)))
                .collect::<Option<Vec<usize>>>()
                .map(Answer::Marked),
            Variables::Number(numbers, from_here) => {
                let at = from_here.iter().rposition(|lit| gates.holds(*lit))?;
                numbers.get(at).copied().map(Answer::Quantity)
            }
            Variables::Nothing => None,
        }
    }
}

fn one_of(options: usize, gates: &mut Gates) -> Vec<Lit> {
    let lits: Vec<Lit> = match options {
        1 => vec![Lit::TRUE],
        2 => {
            let first = gates.fresh();
            vec![first, !first]
        }
        _ => (0..options).map(|_| gates.fresh()).collect(),
    };
    gates.exactly_one(&lits);
    lits
}
