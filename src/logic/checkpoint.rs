//! Places at which a long pathway can be cut.
//!
//! Every way on passes such a place, and of all that was asked before it only a few answers are read again later.
//! So what families bring there is a short list: which of those answers go together. With that list, what lies
//! behind the place is asked without looking at what lies before it again, and the work grows with the length
//! of a pathway and not with its square. (The list is what is left of all families that reach the place when
//! everything that is not read again is forgotten.)

use std::collections::BTreeMap;
use std::rc::Rc;

use super::formula::{Formula, Need};
use super::solver::Settled;
use super::{Ground, slice};
use crate::ir::{Answer, Answers, BlockId, QuestionId};

/// How many sets of answers may arrive at a checkpoint.
const MOST: usize = 64;

/// What families bring to a place.
#[derive(Clone, Debug)]
pub(super) struct Checkpoint {
    /// The questions and facts that are read before the place and after it.
    pub(super) carried: Vec<QuestionId>,
    /// Every set of answers to them with which some family arrives.
    pub(super) brought: Vec<Vec<Answer>>,
}

/// Every checkpoint of a pathway, by its place.
pub(super) type Checkpoints = BTreeMap<BlockId, Rc<Checkpoint>>;

/// Finds the checkpoints, from the start on: each is asked from the one before it.
pub(super) fn place(ground: &Ground<'_>) {
    let plan = &ground.plan;
    let blocks = ground.pathway.blocks.len();
    let mut order: Vec<BlockId> = (0..blocks).map(BlockId).collect();
    order.retain(|block| plan.is_drawn(*block));
    order.sort_by_key(|block| plan.place(*block));
    let mut passed = vec![false; blocks];
    for block in &order {
        if let Some(above) = plan.passed_before(*block) {
            passed[above.0] = true;
        }
    }
    // The last cut on the way to each block.
    let mut above = vec![0; blocks];
    for block in order {
        let Some(before) = plan.passed_before(block) else {
            above[block.0] = plan.place(block);
            continue;
        };
        let since = above[before.0];
        above[block.0] = since;
        let is_far = plan.place(block) >= since + ground.limits.apart;
        if !passed[block.0] || !is_far || plan.circle(block).is_some() {
            continue;
        }
        if let Some(checkpoint) = at(ground, block) {
            ground
                .checkpoints
                .borrow_mut()
                .insert(block, Rc::new(checkpoint));
            above[block.0] = plan.place(block);
        }
    }
}

fn at(ground: &Ground<'_>, block: BlockId) -> Option<Checkpoint> {
    let carried = carried(ground, block)?;
    let needs = [Need {
        block,
        reads: carried.iter().copied().collect(),
    }];
    let root = slice::root(ground, &needs)?;
    let mut formula = Formula::at(ground, root);
    formula.write_down(&needs);
    let comes = formula.comes(block);
    let variables: Vec<_> = carried.iter().map(|it| formula.variables(*it)).collect();
    let mut brought = Vec::new();
    loop {
        match formula.can(&[comes]) {
            Settled::Can => {}
            Settled::Cannot => break,
            Settled::TooHard => return None,
        }
        if brought.len() == MOST {
            return None;
        }
        let answers: Option<Vec<Answer>> = carried
            .iter()
            .map(|question| formula.answer(*question))
            .collect();
        let answers = answers?;
        let mut another = Vec::new();
        for (variables, answer) in variables.iter().zip(&answers) {
            another.extend(variables.exactly(answer)?.into_iter().map(|lit| !lit));
        }
        another.push(!comes);
        brought.push(answers);
        formula.gates.must(&another);
    }
    brought.sort();
    Some(Checkpoint { carried, brought })
}

/// The questions that are read before a place and behind it, if families have surely been asked each of them, and
/// there are few enough answers to them all.
fn carried(ground: &Ground<'_>, block: BlockId) -> Option<Vec<QuestionId>> {
    let plan = &ground.plan;
    let mut carried = Vec::new();
    let mut many = 1;
    for (number, it) in ground.pathway.questions.iter().enumerate() {
        let question = QuestionId(number);
        if !plan.is_read_from(question, block) {
            continue;
        }
        if let Some(asked) = it.block {
            let elsewhere = !plan.is_drawn(asked)
                || plan.is_passed(block, asked)
                || plan.part(asked) > plan.part(block);
            if elsewhere {
                continue;
            }
            if !plan.is_passed(asked, block) {
                return None;
            }
        }
        if plan.is_read_before(question, block) {
            many *= answers(ground, question)?;
            if many > MOST {
                return None;
            }
            carried.push(question);
        }
    }
    Some(carried)
}

/// How many answers to a question can be told apart; none where they are not counted.
fn answers(ground: &Ground<'_>, question: QuestionId) -> Option<usize> {
    match &ground.pathway[question].answers {
        Answers::OneOf(options) => Some(options.len().max(1)),
        Answers::Several { items, marks } if marks.is_empty() && items.len() <= 6 => {
            Some(1 << items.len())
        }
        Answers::Range { .. } => Some(ground.cells.of_question(question).len().max(1)),
        Answers::Several { .. } | Answers::Text | Answers::Broken => None,
    }
}
