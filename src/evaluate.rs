//! What a family gets: from a pathway and a family's answers to the places it comes to and the help it
//! is given. Everything that is proved of a pathway is tested against this.
//!
//! A family begins at the start. At each place its answer is read, the ways that apply are taken under the
//! place's policy, and what the place gives is collected. A condition is read with what is **known at the
//! place**: the answers of the questions on the taken ways to it, its own answer, and facts. What is not
//! known makes a condition neither yes nor no (see [`Truth`]); where that decides, it is a [`Problem`].
//!
//! Under `every match` ways may meet again, and what is known where they meet is what any of them brings.
//! So a place must be decided after every place that leads to it. The drawing of most pathways has an order
//! in which that is so, and places are decided in it. Where the drawing has a circle there is no such
//! order beforehand: there the places are decided as they come, and if a way then arrives at a place that has
//! been decided, either it closes a circle, which is a problem, or that part of the drawing is decided anew
//! with the order so learned.
//!
//! Invariants: the order of blocks in the file means nothing. With an answer missing, everything found is
//! still so when the answer comes: a place that something unanswered may yet lead to is not decided. (Only
//! inside a circle of the drawing may a question be waited for that another answer would have spared.)
//!
//! There is one result as long as conditions read answers only. `was asked` and `unasked means` read the way
//! as well: an author who lets each of two places depend on whether the other was asked, round a circle of
//! the drawing, gets the result that begins with the place which the first way leads to.
//!
//! Absent on purpose: proofs about all families ([`crate::families`] tries them one after another),
//! and any change of mind; a sheet has one answer to a question.

mod choose;
mod condition;
mod decide;
mod definitions;
mod describe;
mod drawing;
mod got;
mod known;
mod truth;
mod uses;
mod walk;

#[cfg(test)]
pub(crate) mod build;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::ir::{
    Answer, BlockId, BlockKind, Condition, Date, Deadline, Example, Part, Pathway, QuestionId,
    ScoreId, Strength, Subject, ValueId, Verb, What,
};

pub use describe::{describe, way_in_words, what};
pub use known::Known;
pub use truth::{Interval, Needs, Truth};
pub(crate) use uses::question_in;
pub use uses::{uses, uses_of};

pub(crate) use choose::{Choice, Choosable, choose};
pub(crate) use condition::Place;
pub(crate) use definitions::{
    Definition, bound_number, conditions_of, days_within, definition_named, definitions_in, parts,
};
pub(crate) use drawing::Drawing;
pub(crate) use got::minutes;
pub(crate) use walk::{Mark, Step, Walk};

/// What a family answers; an answer may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet(pub BTreeMap<QuestionId, Answer>);

impl Sheet {
    /// The answers that an example gives.
    pub fn of(example: &Example) -> Sheet {
        Sheet(
            example
                .given
                .iter()
                .map(|given| (given.question, given.answer.clone()))
                .collect(),
        )
    }
}

/// What a family comes to and gets.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluation {
    /// The answers it was worked out from.
    pub sheet: Sheet,
    /// The day on which.
    pub today: Date,
    /// Every place the family comes to, in the order in which they were decided.
    pub visits: Vec<Visit>,
    /// Every question the family was asked and has answered, in order; those for a text even without an
    /// answer.
    pub asked: Vec<QuestionId>,
    /// What must be answered before more can be said: facts first, then questions in order. Empty when
    /// the family has come to its end.
    pub waiting: Vec<QuestionId>,
    /// What is wrong on the family's way, in the order in which it was met.
    pub problems: Vec<Problem>,
    /// What the family gets, each thing once, in the order of the places.
    pub got: Vec<Got>,
    /// Where each place stands in `visits`.
    places: BTreeMap<BlockId, usize>,
}

/// A place the family comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Visit {
    /// The place.
    pub block: BlockId,
    /// The questions that are known here: asked on a way to this place, or at it.
    pub known: Known,
    /// The ways by which the family came: the place before, and the number of its way. Empty at the start.
    pub came: Vec<(BlockId, usize)>,
    /// The numbers of the ways that the family takes on from here.
    pub taken: Vec<usize>,
    /// What the family gets here.
    pub gets: Vec<Here>,
}

/// An action that the family gets at a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Here {
    /// The number of the action.
    pub action: usize,
    /// The lines of its service that are said to this family.
    pub lines: Vec<usize>,
    /// The lines of its service of which it is not known whether they are.
    pub unsure_lines: Vec<usize>,
}

/// One thing that the family gets, put together from every place that gives it.
#[derive(Clone, Debug, PartialEq)]
pub struct Got {
    /// What.
    pub what: What,
    /// The strongest of the strengths. `must not` is kept apart from the others.
    pub strength: Strength,
    /// The manner: of those at that strength the first in the order of [`Verb`].
    pub verb: Verb,
    /// Every manner at that strength.
    pub verbs: BTreeSet<Verb>,
    /// The shortest of the deadlines.
    pub deadline: Option<Deadline>,
    /// The places that give it, and the number of the action there.
    pub places: Vec<(BlockId, usize)>,
    /// For a service: the numbers of its lines, contacts and others, that are said to this family.
    pub lines: Vec<usize>,
    /// For a service: the numbers of its lines of which it is not known whether they are.
    pub unsure_lines: Vec<usize>,
}

/// Something wrong on a family's way.
#[derive(Clone, Debug, PartialEq)]
pub enum Problem {
    /// No way applies here.
    Gap {
        /// Where.
        block: BlockId,
    },
    /// Ways with different targets apply here.
    Conflict {
        /// Where.
        block: BlockId,
        /// The ways that apply.
        ways: Vec<usize>,
    },
    /// Which way applies hangs on what is not known here.
    Undecided {
        /// Where.
        block: BlockId,
        /// The ways of which it is not known whether they apply.
        ways: Vec<usize>,
        /// The questions that would decide.
        needs: BTreeSet<QuestionId>,
    },
    /// Whether the family gets an action hangs on what is not known here.
    UndecidedAction {
        /// Where.
        block: BlockId,
        /// The action.
        action: usize,
        /// The questions that would decide.
        needs: BTreeSet<QuestionId>,
    },
    /// The family goes round: these places, each with the way that it takes on; the last way leads to the
    /// first place. The first is where the family entered.
    Circle(Vec<(BlockId, usize)>),
    /// A question or step without any way on.
    DeadEnd {
        /// Where.
        block: BlockId,
    },
    /// A value that is needed here has no line that applies.
    ValueGap {
        /// Where.
        block: BlockId,
        /// The value.
        value: ValueId,
    },
    /// A value that is needed here has lines that apply and differ.
    ValueConflict {
        /// Where.
        block: BlockId,
        /// The value.
        value: ValueId,
    },
    /// What happens here hangs on a part of the file that could not be read.
    Broken {
        /// Where.
        block: BlockId,
    },
}

impl Problem {
    /// Where it is; for a circle, where the family enters it.
    pub fn block(&self) -> Option<BlockId> {
        match self {
            Problem::Gap { block }
            | Problem::Conflict { block, .. }
            | Problem::Undecided { block, .. }
            | Problem::UndecidedAction { block, .. }
            | Problem::DeadEnd { block }
            | Problem::ValueGap { block, .. }
            | Problem::ValueConflict { block, .. }
            | Problem::Broken { block } => Some(*block),
            Problem::Circle(circle) => circle.first().map(|(block, _)| *block),
        }
    }
}

/// One stop on the way to a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// The place.
    pub block: BlockId,
    /// What the family answered there, where it was asked.
    pub answer: Option<Answer>,
    /// The way it took on towards the place in question; none at that place itself.
    pub way: Option<usize>,
}

/// What a family with these answers comes to and gets, on a day.
pub fn evaluate(pathway: &Pathway, sheet: &Sheet, today: Date) -> Evaluation {
    Evaluator::new(pathway, today).evaluate(sheet)
}

/// Evaluates many families of one pathway on one day.
#[derive(Clone, Debug)]
pub struct Evaluator<'p> {
    pub(crate) pathway: &'p Pathway,
    pub(crate) today: Date,
    pub(crate) drawing: Drawing,
    /// Whether `unasked means` speaks for a fact that the sheet does not give.
    pub(crate) facts_may_be_left_out: bool,
}

impl<'p> Evaluator<'p> {
    /// Looks at the drawing of the pathway once.
    pub fn new(pathway: &'p Pathway, today: Date) -> Evaluator<'p> {
        Evaluator {
            pathway,
            today,
            drawing: Drawing::of(pathway),
            facts_may_be_left_out: true,
        }
    }

    /// The ways that a family with these answers takes on from a place, of which these are known there.
    pub(crate) fn taken_at(&self, sheet: &Sheet, block: BlockId, known: &Known) -> Vec<usize> {
        let pending = walk::Pending {
            block,
            came: Vec::new(),
            known: known.clone(),
        };
        decide::Decision::at(self, sheet, &pending).map_or_else(|_| Vec::new(), |it| it.visit.taken)
    }

    /// What a family with these answers comes to and gets.
    pub fn evaluate(&self, sheet: &Sheet) -> Evaluation {
        let mut walk = Walk::new(self);
        let mut waiting = BTreeSet::new();
        let mut in_order = Vec::new();
        loop {
            match walk.step(sheet) {
                Step::Decided => {}
                Step::Needs(questions) => {
                    for question in questions {
                        if waiting.insert(question) {
                            in_order.push(question);
                        }
                    }
                    walk.set_aside();
                }
                Step::Done => break,
            }
        }
        in_order.sort_by_key(|question| !self.pathway[*question].fact);
        walk.evaluation(sheet, in_order)
    }
}

impl Evaluation {
    /// The family's visit to a place, where it comes there.
    pub fn visit(&self, block: BlockId) -> Option<&Visit> {
        self.visits.get(*self.places.get(&block)?)
    }

    /// Whether the family was asked a question, and has answered it or need not.
    pub fn was_asked(&self, pathway: &Pathway, question: QuestionId) -> bool {
        let asked_at = pathway[question].block;
        asked_at.is_some_and(|block| self.places.contains_key(&block))
    }

    /// Whether nothing is left to answer.
    pub fn is_complete(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Whether a mistake in the file may have a hand in where the family goes and what it gets.
    pub fn may_be_misread(&self, pathway: &Pathway) -> bool {
        let misread = |block| !pathway.broken.parts.is_disjoint(&uses(pathway, block));
        let broken = |problem: &Problem| matches!(problem, Problem::Broken { .. });
        !pathway.broken.parts.is_empty()
            && (self.visits.iter().any(|visit| misread(visit.block))
                || self.waiting.iter().any(|question| {
                    pathway.broken.holds(Part::Question(*question))
                        || pathway[*question].block.is_some_and(misread)
                }))
            || self.problems.iter().any(broken)
    }

    /// Whether a rule or an expectation holds of what the family comes to or gets. An action spoken of
    /// without a strength is any but `must not`.
    pub fn gets(&self, subject: &Subject) -> bool {
        match subject {
            Subject::Reach(block) => self.places.contains_key(block),
            Subject::Action {
                strength,
                verb,
                what,
            } => self
                .got
                .iter()
                .any(|got| got.what == *what && got.is(*strength, *verb)),
        }
    }

    /// The option of a value or level at the end, when everything the family was asked is known; none
    /// where it is not settled.
    pub fn value(&self, pathway: &Pathway, value: ValueId) -> Option<usize> {
        self.at_the_end(pathway, |place| place.value(value))
    }

    /// The number of a score at the end, when everything the family was asked is known; none where it is
    /// not settled.
    pub fn score(&self, pathway: &Pathway, score: ScoreId) -> Option<i64> {
        self.at_the_end(pathway, |place| place.score(score).number())
    }

    /// The stops on the shortest way by which the family came to a place, from the start to it; empty where
    /// it does not come there.
    pub fn why(&self, pathway: &Pathway, block: BlockId) -> Vec<Stop> {
        let mut onward: BTreeMap<BlockId, Option<(BlockId, usize)>> = BTreeMap::new();
        onward.insert(block, None);
        let mut queue = VecDeque::from([block]);
        while let Some(visit) = queue.pop_front().and_then(|at| self.visit(at)) {
            if visit.came.is_empty() {
                return self.stops(pathway, visit.block, &onward);
            }
            for (before, way) in &visit.came {
                if !onward.contains_key(before) {
                    onward.insert(*before, Some((visit.block, *way)));
                    queue.push_back(*before);
                }
            }
        }
        Vec::new()
    }

    fn stops(
        &self,
        pathway: &Pathway,
        start: BlockId,
        onward: &BTreeMap<BlockId, Option<(BlockId, usize)>>,
    ) -> Vec<Stop> {
        let mut stops = Vec::new();
        let mut at = Some(start);
        while let Some(block) = at {
            let on = onward.get(&block).copied().flatten();
            stops.push(Stop {
                block,
                answer: question_at(pathway, block)
                    .and_then(|question| self.sheet.0.get(&question).cloned()),
                way: on.map(|(_, way)| way),
            });
            at = on.map(|(next, _)| next);
        }
        stops
    }

    /// Whether a condition of a rule holds of the family, with everything it was asked known.
    pub fn holds_at_the_end(&self, pathway: &Pathway, condition: &Condition) -> bool {
        let mut needs = Needs::default();
        let truth = self.at_the_end(pathway, |place| {
            place.for_a_rule().truth(condition, &mut needs)
        });
        truth == Truth::Yes
    }

    /// Whether a condition holds for the family at a place it comes to.
    pub fn truth_at(&self, pathway: &Pathway, visit: &Visit, condition: &Condition) -> Truth {
        let place = Place::new(pathway, self.today, &self.sheet, &visit.known);
        place.truth(condition, &mut Needs::default())
    }

    fn at_the_end<T>(&self, pathway: &Pathway, read: impl FnOnce(Place<'_>) -> T) -> T {
        let mut known = Known::default();
        for question in &self.asked {
            known.insert(*question);
        }
        read(Place::new(pathway, self.today, &self.sheet, &known))
    }
}

/// The question asked at a place; none at a step or an outcome.
pub(crate) fn question_at(pathway: &Pathway, block: BlockId) -> Option<QuestionId> {
    match pathway[block].kind {
        BlockKind::Question(question) => Some(question),
        BlockKind::Step | BlockKind::Outcome => None,
    }
}
