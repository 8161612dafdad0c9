//! Every family, one after another: all the answers that make a difference, tried.
//!
//! A family is made question by question, only as it comes to be asked: its answers so far are walked
//! until an answer is missing, and then each answer is tried in the author's order, the first one first.
//! Numbers, ages, dates and money matter only through what they are compared with, so one number stands
//! for each stretch between such bounds. This is plain and slow on purpose; what is proved in a cleverer
//! way is tested against it.
//!
//! Invariants: a search is bounded by steps, never by time, so the same file gives the same findings
//! everywhere. Families come in one fixed order. Nothing is kept of a family once it has been looked at.

mod cells;
mod choices;
mod words;

use std::ops::ControlFlow;

use crate::evaluate::{Evaluation, Evaluator, Mark, Sheet, Step, Walk};
use crate::ir::{Date, Pathway, QuestionId};

pub use cells::counts_from_today;

pub(crate) use cells::Cells;
pub(crate) use choices::Choices;
pub use words::{answer_in_words, answers_to_choose_from, family_in_words, shortened};

/// How a search ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Searched {
    /// Every family was looked at.
    Everyone,
    /// There were more families than steps to try them in.
    TooMany,
    /// Whoever looked had seen enough.
    Enough,
    /// Every family was looked at but those whose answers could not be read.
    Unreadable,
}

/// Looks at every family of a pathway in turn, on a day, until `each` has seen enough or so many steps
/// were taken. A step is a place decided or an answer tried.
///
/// Every family is evaluated to its end. Its sheet holds what it was asked and the facts that mattered.
pub fn families(
    pathway: &Pathway,
    today: Date,
    steps: usize,
    each: &mut dyn FnMut(&Evaluation) -> ControlFlow<()>,
) -> Searched {
    Search::of(pathway, today).run(steps, each)
}

/// A sheet that brings its family to its end: whatever the family is still asked is answered with the first
/// answer there is. Only where answers could not be read does one stay open.
pub fn completed(pathway: &Pathway, today: Date, sheet: &Sheet) -> Sheet {
    let search = Search::of(pathway, today);
    let mut walk = Walk::new(&search.evaluator);
    let mut sheet = sheet.clone();
    loop {
        match walk.step(&sheet) {
            Step::Decided => {}
            Step::Needs(questions) => {
                let first = questions.first().and_then(|question| {
                    let mut choices = Choices::of(pathway, *question, &search.cells)?;
                    Some((*question, choices.next()?))
                });
                match first {
                    Some((question, answer)) => drop(sheet.0.insert(question, answer)),
                    None => return sheet,
                }
            }
            Step::Done => return sheet,
        }
    }
}

struct Search<'p> {
    pathway: &'p Pathway,
    evaluator: Evaluator<'p>,
    cells: Cells,
}

/// A question whose answers are being tried, and the walk up to it.
struct Branch {
    question: QuestionId,
    before: Mark,
    choices: Choices,
}

impl<'p> Search<'p> {
    fn of(pathway: &'p Pathway, today: Date) -> Search<'p> {
        let mut evaluator = Evaluator::new(pathway, today);
        evaluator.facts_may_be_left_out = false;
        Search {
            pathway,
            evaluator,
            cells: Cells::of(pathway, today),
        }
    }

    fn run(&self, steps: usize, each: &mut dyn FnMut(&Evaluation) -> ControlFlow<()>) -> Searched {
        let mut walk = Walk::new(&self.evaluator);
        let mut sheet = Sheet::default();
        let mut branches: Vec<Branch> = Vec::new();
        let mut taken = 0;
        let mut end = Searched::Everyone;
        while taken < steps {
            taken += 1;
            match walk.step(&sheet) {
                Step::Decided => continue,
                Step::Needs(questions) => {
                    let choices = questions
                        .first()
                        .and_then(|it| Some((*it, Choices::of(self.pathway, *it, &self.cells)?)));
                    match choices {
                        Some((question, choices)) => branches.push(Branch {
                            question,
                            before: walk.mark(),
                            choices,
                        }),
                        None => end = Searched::Unreadable,
                    }
                }
                Step::Done => {
                    taken += walk.decided() / 64;
                    if each(&walk.evaluation(&sheet, Vec::new())).is_break() {
                        return Searched::Enough;
                    }
                }
            }
            loop {
                let Some(branch) = branches.last_mut() else {
                    return end;
                };
                if let Some(answer) = branch.choices.next() {
                    sheet.0.insert(branch.question, answer);
                    walk.back_to(&branch.before);
                    taken += branch.before.size() / 8;
                    break;
                }
                sheet.0.remove(&branch.question);
                branches.pop();
            }
        }
        Searched::TooMany
    }
}
