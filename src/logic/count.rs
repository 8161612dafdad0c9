//! How many possible families a pathway has.
//!
//! Two families are different if they are asked different things or answer differently; of numbers, ages, dates and
//! money those count as one that no condition tells apart, and facts that nothing reads do not count. They are
//! counted forward, place by place: at each place, for each set of answers that is read again later, how many
//! families arrive with it. What is not read again is forgotten, so ten thousand questions are no more work
//! than ten thousand steps.
//!
//! Where a list has too many answers to go through, too much is read again later or several ways are taken at once, they
//! are counted by their answers ([`super::census`]), exactly too. Where that takes too much, and where the drawing has a
//! circle, the number is a lower bound, and is said to be one.

use std::collections::BTreeMap;

use super::census::{self, Census};
use super::solver::Lit;
use super::{Ground, Logic};
use crate::diagnostic::Families;
use crate::evaluate::{Evaluator, Known, Sheet, question_at};
use crate::families::{Choices, families};
use crate::ir::{Answer, Answers, BlockId, QuestionId};

/// How many answers to one question are gone through.
const ANSWERS: usize = 1 << 12;
/// How many sets of answers are kept at all places together.
const SETS: usize = 200_000;
/// How many steps are taken to count families one by one.
const STEPS: usize = 2_000;
/// How many places are written down to count families by what they answer, and how many nodes that may take: a few
/// milliseconds.
const PLACES: usize = 400;
const NODES: usize = 40_000;

/// Where families go, the answer that they take along, and how many they are.
type Move = (Option<BlockId>, Option<Answer>, f64);

/// Answers that are read again later.
type Carried = BTreeMap<QuestionId, Answer>;

impl Logic<'_> {
    /// How many possible families there are, or at least how many.
    pub(crate) fn families(&self) -> Families {
        if let Some(families) = self.ground.counted_forward() {
            return families;
        }
        if let Some(number) = self.counted_by_answers() {
            return Families {
                number,
                at_least: false,
            };
        }
        // Families are listed without the facts that make no difference to them.
        let ground = self.ground;
        let pathway = ground.pathway;
        let facts = (0..pathway.questions.len()).map(QuestionId);
        let facts = facts.filter(|it| pathway[*it].fact && ground.is_read(*it));
        let facts: Vec<(QuestionId, f64)> =
            facts.map(|it| (it, ground.number_of_answers(it))).collect();
        let mut number = 0.0;
        let searched = families(pathway, ground.today, STEPS, &mut |family| {
            let open = facts
                .iter()
                .filter(|(it, _)| !family.sheet.0.contains_key(it));
            number += open.map(|(_, answers)| answers).product::<f64>();
            std::ops::ControlFlow::Continue(())
        });
        Families {
            number,
            at_least: searched != crate::families::Searched::Everyone,
        }
    }

    /// None where the drawing has a circle, whose places are not said by answers alone, or where it takes too much.
    fn counted_by_answers(&self) -> Option<f64> {
        let pathway = self.ground.pathway;
        if pathway.start.is_none() || pathway.blocks.len() > PLACES || !self.circles().is_empty() {
            return None;
        }
        let mut whole = census::whole(self.ground);
        Census::of(&mut whole, NODES).count(&whole, Lit::TRUE)
    }
}

impl Ground<'_> {
    /// None where several ways may be taken at once, where one can come back to a place, or where too much is carried.
    fn counted_forward(&self) -> Option<Families> {
        let (pathway, plan) = (self.pathway, &self.plan);
        let start = pathway.start?;
        let mut order: Vec<BlockId> = (0..pathway.blocks.len()).map(BlockId).collect();
        order.retain(|block| plan.is_drawn(*block));
        order.sort_by_key(|block| plan.place(*block));
        let apart =
            |block: &BlockId| plan.circle(*block).is_none() && !plan.may_be_abreast(*block, *block);
        if !order.iter().all(apart) {
            return None;
        }
        let evaluator = Evaluator::new(pathway, self.today);
        let mut arriving: BTreeMap<BlockId, BTreeMap<Carried, f64>> = BTreeMap::new();
        arriving.insert(start, self.facts()?);
        let (mut total, mut sets) = (0.0, 0);
        for block in order {
            let own = question_at(pathway, block);
            let answers = self.answers(own)?;
            // Where nothing but the answer given here is read, it is the same for everybody who comes.
            let alone = plan.ways_read[block.0].iter().all(|it| Some(*it) == own);
            let mut same: Option<Vec<Move>> = None;
            for (carried, number) in arriving.remove(&block).unwrap_or_default() {
                sets += 1;
                if sets > SETS {
                    return None;
                }
                let moves = match same.take() {
                    Some(moves) => moves,
                    None => self.moves(&evaluator, block, &carried, &answers),
                };
                for (target, answer, times) in &moves {
                    let Some(target) = target else {
                        total += number * times;
                        continue;
                    };
                    let mut on = carried.clone();
                    if let (Some(question), Some(answer)) = (own, answer) {
                        on.insert(question, answer.clone());
                    }
                    on.retain(|question, _| plan.is_read_from(*question, *target));
                    let there = arriving.entry(*target).or_default();
                    *there.entry(on).or_default() += number * times;
                }
                if alone {
                    same = Some(moves);
                }
            }
        }
        Some(Families {
            number: total,
            at_least: false,
        })
    }

    /// Where families with these answers go from a place, with the answer they give there as far as it is read later, and
    /// how many do.
    fn moves(
        &self,
        evaluator: &Evaluator<'_>,
        block: BlockId,
        carried: &Carried,
        answers: &[(Option<Answer>, f64)],
    ) -> Vec<Move> {
        let own = question_at(self.pathway, block);
        let mut moves: BTreeMap<(Option<BlockId>, Option<Answer>), f64> = BTreeMap::new();
        for (answer, times) in answers {
            let mut sheet = Sheet(carried.clone());
            if let (Some(question), Some(answer)) = (own, answer) {
                sheet.0.insert(question, answer.clone());
            }
            let mut known = Known::default();
            sheet.0.keys().for_each(|question| known.insert(*question));
            own.iter().for_each(|question| known.insert(*question));
            let taken = evaluator.taken_at(&sheet, block, &known);
            let target = taken
                .first()
                .and_then(|way| self.pathway[block].ways[*way].target);
            let is_kept = target.zip(own);
            let is_kept = is_kept.is_some_and(|(at, own)| self.plan.is_read_from(own, at));
            let kept = answer.clone().filter(|_| is_kept);
            *moves.entry((target, kept)).or_default() += times;
        }
        moves
            .into_iter()
            .map(|((target, kept), times)| (target, kept, times))
            .collect()
    }

    /// Every choice of the facts that anything reads.
    fn facts(&self) -> Option<BTreeMap<Carried, f64>> {
        let mut sets = vec![Carried::new()];
        for (number, it) in self.pathway.questions.iter().enumerate() {
            let fact = QuestionId(number);
            if !it.fact || self.plan.read_at[number].is_empty() {
                continue;
            }
            let mut more = Vec::new();
            for set in &sets {
                for answer in Choices::of(self.pathway, fact, &self.cells)? {
                    let mut set = set.clone();
                    set.insert(fact, answer);
                    more.push(set);
                    if more.len() > ANSWERS {
                        return None;
                    }
                }
            }
            sets = more;
        }
        Some(sets.into_iter().map(|set| (set, 1.0)).collect())
    }

    /// Every answer to a question, and how many it stands for. One answer stands for all where
    /// nothing reads it.
    fn answers(&self, question: Option<QuestionId>) -> Option<Vec<(Option<Answer>, f64)>> {
        let Some(question) = question else {
            return Some(vec![(None, 1.0)]);
        };
        if matches!(self.pathway[question].answers, Answers::Text) {
            return Some(vec![(None, 1.0)]);
        }
        let mut choices = Choices::of(self.pathway, question, &self.cells)?;
        if self.plan.read_at[question.0].is_empty() {
            let any = choices.next()?;
            return Some(vec![(Some(any), self.number_of_answers(question))]);
        }
        let answers: Vec<_> = choices
            .take(ANSWERS + 1)
            .map(|answer| (Some(answer), 1.0))
            .collect();
        (answers.len() <= ANSWERS).then_some(answers)
    }

    fn number_of_answers(&self, question: QuestionId) -> f64 {
        match &self.pathway[question].answers {
            Answers::OneOf(options) => options.len() as f64,
            Answers::Several { items, marks } if marks.is_empty() => {
                let alone = items.iter().filter(|item| item.alone).count();
                let together = (items.len() - alone) as f64;
                // A list with an item that stands alone needs a tick.
                together.exp2() + if alone > 0 { alone as f64 - 1.0 } else { 0.0 }
            }
            Answers::Several { items, marks } => (marks.len() as f64).powf(items.len() as f64),
            Answers::Range { .. } => self.cells.of_question(question).len() as f64,
            Answers::Text | Answers::Broken => 1.0,
        }
    }
}
