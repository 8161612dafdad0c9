//! Questions asked for nothing: a family that is asked one, and to whom any other answer would have made no
//! difference.
//!
//! "Whatever else it had answered" is a claim about all answers, inside a claim about some family. It is settled by
//! turns (counterexample-guided, as in Janota and others, "Solving QBF with counterexample guided refinement", 2012):
//! a family for whom the other answers tried so far make no difference; then an answer that does make one to this
//! family, which is tried from then on. When there is no such answer, the family shows it.
//!
//! Another answer makes a difference exactly where, at some place that the family comes to, another place is next or
//! another thing is given. Until the first such place everything is as before, so each place can be looked at by itself.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::formula::{Formula, Need};
use super::solver::{Lit, Settled};
use super::variables::Variables;
use super::{Claim, Family, Logic};
use crate::evaluate::{Evaluation, Evaluator, Sheet, Visit};
use crate::families::Choices;
use crate::ir::{Answer, Answers, Block, BlockId, Pathway, Policy, QuestionId, What};

/// How much may hang on one question. It is written down again for each other answer.
const LARGEST: usize = 20_000;
/// How many turns are taken for one question.
const TURNS: usize = 200;
/// How many other answers are tried on the evaluator before a family is shown.
const TRIED: usize = 200;

impl Logic<'_> {
    /// The answers of a family that is asked a question for nothing, as far as they are read; none where every family's
    /// answer matters. A question of which nothing depends anywhere is asked for nothing of everybody.
    pub(crate) fn asked_for_nothing(
        &self,
        question: QuestionId,
    ) -> Option<Vec<(QuestionId, Answer)>> {
        let pathway = self.ground.pathway;
        let it = &pathway[question];
        let block = it.block?;
        if matches!(it.answers, Answers::Text | Answers::Broken)
            || self.survey.reached(block) != Settled::Can
            || self.every_answer_leads_elsewhere(question, block)
        {
            return None;
        }
        let readers = self.readers(question, block);
        let mut tried: Vec<Answer> = Choices::of(pathway, question, &self.ground.cells)?
            .take(2)
            .collect();
        let needs: Vec<Need> = readers
            .iter()
            .map(|at| {
                let mut reads = self.ground.plan.actions_read(pathway, *at);
                reads.extend(&self.ground.plan.ways_read[at.0]);
                Need { block: *at, reads }
            })
            .collect();
        let mut formula = self.formula(&needs)?;
        formula.variables(question);
        let comes = formula.comes(block);
        for at in &readers {
            formula.decisions(*at);
        }
        if formula.gates.size() > LARGEST {
            self.note_unsettled(block);
            return None;
        }
        let other = formula.another(question);
        let differs = formula.differs(question, &other, &readers);
        let mut no_difference = vec![comes];
        for answer in &tried {
            no_difference.push(formula.makes_no_difference(question, &readers, answer));
        }
        for _ in 0..TURNS {
            match formula.can(&no_difference) {
                Settled::Can => {}
                Settled::Cannot => return None,
                Settled::TooHard => break,
            }
            let mut this_family = formula.example();
            this_family.push(differs);
            match formula.can(&this_family) {
                Settled::Cannot => {
                    // Nothing makes a difference to this family.
                    return Some(formula.answers_of(&this_family, &needs));
                }
                Settled::Can => {
                    let answer = other.answer(&formula.gates)?;
                    let lit = formula.makes_no_difference(question, &readers, &answer);
                    no_difference.push(lit);
                    tried.push(answer);
                }
                Settled::TooHard => break,
            }
        }
        self.note_unsettled(block);
        None
    }

    /// Whether a place whose ways read nothing but its own answer sends some answers to one place and others to
    /// another: then every family's answer matters.
    fn every_answer_leads_elsewhere(&self, question: QuestionId, block: BlockId) -> bool {
        let reads = &self.ground.plan.ways_read[block.0];
        let Block { policy, ways, .. } = &self.ground.pathway[block];
        let targets: BTreeSet<Option<BlockId>> = (0..)
            .zip(ways)
            .filter(|(way, _)| self.survey.found(super::Asked::Takes(block, *way)) == Settled::Can)
            .map(|(_, way)| way.target)
            .collect();
        let one_at_a_time = *policy != Policy::EveryMatch;
        one_at_a_time && reads.iter().all(|it| *it == question) && targets.len() > 1
    }

    /// The places whose ways, actions or services' lines read a question, and the one where it is asked.
    fn readers(&self, question: QuestionId, block: BlockId) -> Vec<BlockId> {
        let mut readers = self.ground.plan.read_at[question.0].clone();
        readers.retain(|at| self.survey.reached(*at) != Settled::Cannot);
        readers.push(block);
        readers.sort();
        readers.dedup();
        readers
    }

    /// The family with these answers, if the evaluator agrees that no other answer to the question makes a difference.
    pub(crate) fn idle_family(
        &self,
        question: QuestionId,
        answers: &[(QuestionId, Answer)],
    ) -> Option<Family> {
        let pathway = self.ground.pathway;
        let block = pathway[question].block?;
        let mut all = Vec::new();
        for (question, answer) in answers {
            all.push(Claim::Answers(*question, answer.clone()));
        }
        all.push(Claim::Comes(block));
        // All that was read is as it was; how the family comes there is as short as can be.
        let family = self.family(&Claim::All(all))?;
        let evaluator = Evaluator::new(pathway, self.ground.today);
        let choices = Choices::of(pathway, question, &self.ground.cells)?;
        let same = choices.take(TRIED).all(|answer| {
            let mut sheet: Sheet = family.evaluation.sheet.clone();
            sheet.0.insert(question, answer);
            let other = evaluator.evaluate(&sheet);
            let now = &family.evaluation;
            other.waiting.is_empty() && same_for_the_family(pathway, &other, now)
        });
        if !same {
            self.contradicted.set(true);
        }
        same.then_some(family)
    }
}

/// Whether two families come to the same places, get the same there, and go on to the same.
fn same_for_the_family(pathway: &Pathway, a: &Evaluation, b: &Evaluation) -> bool {
    let next = |visit: &Visit| -> BTreeSet<Option<BlockId>> {
        let ways = visit
            .taken
            .iter()
            .map(|way| &pathway[visit.block].ways[*way]);
        ways.map(|way| way.target).collect()
    };
    a.visits.len() == b.visits.len()
        && a.visits.iter().all(|visit| {
            let other = b.visit(visit.block);
            other.is_some_and(|other| other.gets == visit.gets && next(other) == next(visit))
        })
}

impl Formula<'_> {
    /// Another answer to a question, beside the family's own.
    fn another(&mut self, question: QuestionId) -> Rc<Variables> {
        Rc::new(self.made(question))
    }

    /// Whether, with another answer, some place that the family comes to would do something else.
    fn differs(&mut self, question: QuestionId, other: &Rc<Variables>, readers: &[BlockId]) -> Lit {
        let mut differs = Vec::new();
        for at in readers {
            let comes = self.comes(*at);
            let own = self.decisions(*at);
            let others = self.with(question, other, |formula| formula.decisions(*at));
            for (a, b) in own.into_iter().zip(others) {
                let differ = self.gates.choose(a, !b, b);
                differs.push(self.gates.and(comes, differ));
            }
        }
        self.gates.any(differs)
    }

    /// Whether, had the family given this answer, every place would do what it does.
    fn makes_no_difference(
        &mut self,
        question: QuestionId,
        readers: &[BlockId],
        answer: &Answer,
    ) -> Lit {
        let fixed = Rc::new(self.variables(question).fixed(answer));
        !self.differs(question, &fixed, readers)
    }

    /// Everything that a place decides: where families go from there, what is given, which lines of services are seen.
    fn decisions(&mut self, at: BlockId) -> Vec<Lit> {
        let pathway = self.pathway();
        let choice = self.choice(at);
        let mut by_target: BTreeMap<Option<BlockId>, Vec<Lit>> = BTreeMap::new();
        for (way, taken) in pathway[at].ways.iter().zip(&choice.taken) {
            by_target.entry(way.target).or_default().push(*taken);
        }
        let mut decisions = Vec::new();
        for taken in by_target.into_values() {
            decisions.push(self.gates.any(taken));
        }
        for action in &pathway[at].actions {
            let given = match &action.when {
                None => Lit::TRUE,
                Some(guard) => self.truth_at(at, &guard.condition).yes,
            };
            decisions.push(given);
            if let What::Service(service) = &action.what {
                for guard in pathway[*service]
                    .lines
                    .iter()
                    .filter_map(|it| it.when.as_ref())
                {
                    let truth = self.truth_at(at, &guard.condition);
                    decisions.push(self.gates.and(given, truth.yes));
                    decisions.push(self.gates.and(given, truth.no));
                }
            }
        }
        decisions
    }

    /// What makes the solver's last example this one, of all that conditions read.
    fn example(&mut self) -> Vec<Lit> {
        let mut lits = Vec::new();
        for question in self.met().to_vec() {
            let exactly = self
                .answer(question)
                .and_then(|answer| self.variables(question).exactly(&answer));
            lits.extend(exactly.into_iter().flatten());
        }
        lits
    }

    /// The answers of a family that is fixed by these, as far as it is asked on its way to these places.
    fn answers_of(&mut self, fixed: &[Lit], needs: &[Need]) -> Vec<(QuestionId, Answer)> {
        let mut fixed = fixed.to_vec();
        fixed.pop();
        if self.can(&fixed) != Settled::Can {
            return Vec::new();
        }
        let asked = self.asked_before(needs);
        let asked = asked
            .into_iter()
            .filter(|(block, _)| self.gates.holds(self.comes(*block)))
            .map(|(_, question)| question);
        let facts = self.facts().into_iter().chain(self.carried());
        facts
            .chain(asked)
            .filter_map(|question| Some((question, self.answer(question)?)))
            .collect()
    }
}
