//! What is so of some family, of every family, of none: proved, over all answers that anybody could give.
//!
//! [`crate::evaluate`] says what one family gets. Here the same is said of all of them at once, as a formula
//! ([`Formula`]) whose examples are families, and a solver says whether there is an example. So each question
//! about a pathway has one of three ends: a family, a proof that there is none, or the plain word that the work
//! allowed was not enough. Nothing is guessed, and no family is shown that the evaluator has not agreed to.
//!
//! Checks ask in claims ([`Claim`]): can this happen, for which family, the shortest first. What is asked of every
//! place is asked once, in the survey.
//!
//! Absent on purpose: time. The work for one question is counted in conflicts of the solver.

mod cases;
mod census;
mod checkpoint;
mod choice;
mod claim;
mod count;
mod cover;
mod family;
mod formula;
mod gates;
mod hangs;
mod idle;
mod joint;
mod meaning;
mod overlap;
mod pair;
mod plan;
mod round;
mod slice;
mod solver;
mod survey;
mod variables;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::evaluate::Definition;
use crate::families::Cells;
use crate::graph::Graph;
use crate::ir::{Answer, BlockId, Condition, Date, Pathway, QuestionId};

pub(crate) use cases::{Chosen, Goal};
pub(crate) use claim::Claim;
pub(crate) use cover::{Cover, Says};
#[cfg(test)]
pub(crate) use cover::{Part, Subject};
pub(crate) use family::Family;
use family::Piece;
pub(crate) use joint::Joint;
pub(crate) use pair::{Pair, Side, Whose};
pub(crate) use solver::Settled;
pub(crate) use survey::{Asked, Survey};

use checkpoint::Checkpoints;
use formula::{Formula, Need};
use plan::Plan;

/// How many places a formula may hold to be asked something else.
const SMALL: usize = 64;

/// How much may be spent, and where a pathway is cut.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// How many conflicts of the solver one question may cost.
    pub(crate) work: u64,
    /// How many blocks a pathway has before it is cut. Uncut, the families that are shown are the shortest of all; in
    /// a pathway that is cut, each piece of the way is as short as can be.
    pub(crate) cut: usize,
    /// How many blocks lie between two checkpoints, at least.
    pub(crate) apart: usize,
}

impl Limits {
    /// What holds for every pathway that is checked.
    pub(crate) const USUAL: Limits = Limits {
        work: 20_000,
        cut: 400,
        apart: 8,
    };
}

/// What every formula of a pathway is made from.
pub(crate) struct Ground<'p> {
    pathway: &'p Pathway,
    today: Date,
    /// Questions that are answered as others are.
    ties: BTreeMap<QuestionId, QuestionId>,
    /// Of two versions, for a question of which one does not offer every answer, that it offers the one given.
    offered: BTreeMap<QuestionId, Condition>,
    /// Of two versions, the definitions that cases may name, and by which; every one where none.
    names: Option<BTreeMap<Definition, Definition>>,
    cells: Cells,
    plan: Plan,
    limits: Limits,
    /// Places at which the pathway can be cut; filled once, from the start on.
    checkpoints: RefCell<Checkpoints>,
}

impl<'p> Ground<'p> {
    /// Looks at a pathway from above, as of a day.
    pub(crate) fn of(
        pathway: &'p Pathway,
        today: Date,
        graph: &Graph,
        limits: Limits,
    ) -> Ground<'p> {
        let ground = Ground {
            pathway,
            today,
            ties: BTreeMap::new(),
            offered: BTreeMap::new(),
            names: None,
            cells: Cells::of(pathway, today),
            plan: Plan::of(pathway, graph),
            limits,
            checkpoints: RefCell::default(),
        };
        if pathway.blocks.len() > limits.cut {
            checkpoint::place(&ground);
        }
        ground
    }

    /// Looks at two versions at once. Nothing is cut: what is asked is asked of both.
    pub(crate) fn of_both(
        pair: &'p Pair,
        today: Date,
        graph: &Graph,
        limits: Limits,
    ) -> Ground<'p> {
        let pathway = &pair.pathway;
        Ground {
            pathway,
            today,
            ties: pair.ties.clone(),
            offered: pair.offered.clone(),
            names: Some(pair.names.clone()),
            cells: Cells::tied(pathway, today, &pair.ties),
            plan: Plan::beside(pathway, graph, pathway.start),
            limits,
            checkpoints: RefCell::default(),
        }
    }

    /// Whether anything reads a question.
    pub(crate) fn is_read(&self, question: QuestionId) -> bool {
        !self.plan.read_at[question.0].is_empty()
    }

    /// Whether it is cut anywhere.
    #[cfg(test)]
    pub(crate) fn is_cut(&self) -> bool {
        !self.checkpoints.borrow().is_empty()
    }
}

/// Answers questions about all families of one pathway.
pub(crate) struct Logic<'g> {
    ground: &'g Ground<'g>,
    survey: Survey,
    /// The formula written down last: the next question often has the same root.
    last: RefCell<Option<Formula<'g>>>,
    /// Whether a family was found that the evaluator does not agree to.
    pub(crate) contradicted: Cell<bool>,
    /// The places of which something could not be settled.
    unsettled: RefCell<BTreeSet<BlockId>>,
    /// The shortest ways found so far, by where they lead and with which answers.
    pieces: RefCell<BTreeMap<Way, Rc<Piece>>>,
}

/// A place, and answers with which a family comes there.
type Way = (BlockId, Vec<(QuestionId, Answer)>);

impl<'g> Logic<'g> {
    /// Asks what is asked of every place.
    pub(crate) fn of(ground: &'g Ground<'g>) -> Logic<'g> {
        Logic {
            ground,
            survey: Survey::of(ground),
            last: RefCell::new(None),
            contradicted: Cell::new(false),
            unsettled: RefCell::new(BTreeSet::new()),
            pieces: RefCell::default(),
        }
    }

    /// What was found of every place.
    pub(crate) fn survey(&self) -> &Survey {
        &self.survey
    }

    /// Whether a claim is so of some family.
    pub(crate) fn can(&self, claim: &Claim<'_>) -> Settled {
        if claim.is_out_of_the_drawing(&self.ground.plan, self.ground.pathway) {
            return Settled::Cannot;
        }
        let Some(needs) = self.needs(claim) else {
            return Settled::Cannot;
        };
        let Some(root) = slice::root(self.ground, &needs) else {
            return Settled::Cannot;
        };
        if self.survey.reached(root) == Settled::Cannot {
            return Settled::Cannot;
        }
        let mut last = self.last.borrow_mut();
        let formula = match &mut *last {
            // A large formula would have to be shown whole for a small question.
            Some(formula) if formula.root() == root && formula.places() <= SMALL => formula,
            other => other.insert(Formula::at(self.ground, root)),
        };
        formula.write_down(&needs);
        let lit = formula.lit(claim);
        let settled = formula.can(&[lit]);
        if settled == Settled::TooHard {
            for need in &needs {
                self.note_unsettled(need.block);
            }
        }
        settled
    }

    /// A place in each circle of the drawing.
    pub(crate) fn circles(&self) -> Vec<BlockId> {
        let circles = self.ground.plan.circles();
        circles
            .filter_map(|circle| circle.first().copied())
            .collect()
    }

    fn note_unsettled(&self, block: BlockId) {
        self.unsettled.borrow_mut().insert(block);
    }

    /// The places of which something could not be settled, so far.
    pub(crate) fn unsettled(&self) -> BTreeSet<BlockId> {
        let mut all = self.survey.too_hard();
        all.extend(self.unsettled.borrow().iter());
        all
    }

    /// The places that a claim speaks of; none where the pathway has no start.
    fn needs(&self, claim: &Claim<'_>) -> Option<Vec<Need>> {
        let needs = claim.needs(self.ground.pathway, &self.ground.plan);
        (!needs.is_empty()).then_some(needs)
    }
}
