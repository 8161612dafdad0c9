//! The family that shows a claim: the shortest list of answers, and among the shortest the most natural one.
//!
//! First as few questions as can be; then, question by question in the order in which they are asked, the first
//! answer, the fewest ticks, the smallest number that still shows it. The family is then evaluated, and is shown
//! only if the evaluator agrees.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::formula::{Formula, Need};
use super::solver::{Lit, Settled};
use super::{Claim, Logic, slice};
use crate::evaluate::{Evaluation, Sheet, evaluate};
use crate::families::completed;
use crate::ir::{Answer, BlockId, Pathway, QuestionId};

/// How many families are tried that the evaluator does not agree to.
const TRIES: usize = 40;
/// How many questions are made as few as can be. Beyond, nobody reads them.
const FEW: usize = 300;
/// How often the solver is asked for a more natural answer.
const NICER: usize = 1500;

/// A family that shows something.
#[derive(Clone, Debug)]
pub(crate) struct Family {
    /// What it comes to and gets; everything that it is asked is answered.
    pub(crate) evaluation: Evaluation,
    /// The answers that show it: facts that matter, then questions in the order asked.
    pub(crate) told: Vec<(QuestionId, Answer)>,
}

impl Logic<'_> {
    /// The shortest family of which a claim is so. None where there is none, or where none could be found.
    pub(crate) fn family(&self, claim: &Claim<'_>) -> Option<Family> {
        if self.can(claim) != Settled::Can {
            return None;
        }
        let needs = self.needs(claim)?;
        let mut formula = self.formula(&needs)?;
        let lit = formula.lit(claim);
        for _ in 0..TRIES {
            match formula.can(&[lit]) {
                Settled::Can => {}
                Settled::Cannot => break,
                Settled::TooHard => return self.left_open(&needs),
            }
            let Some(shortest) = Shortest::of(&mut formula, lit, &needs) else {
                return self.left_open(&needs);
            };
            let Some(before) = self.before(&formula, &shortest) else {
                return self.left_open(&needs);
            };
            let mut answers: Vec<(QuestionId, Answer)> = Vec::new();
            let mut told = BTreeSet::new();
            let before = before.iter().map(|piece| &piece.shortest);
            for piece in before.chain([&shortest]) {
                answers.extend(piece.answers.iter().cloned());
                told.extend(piece.asked.iter().filter(|it| !piece.free.contains(it)));
            }
            let evaluation = self.completed(&answers)?;
            if claim.is_so(self.ground.pathway, &evaluation) {
                return Some(Family {
                    told: in_order(&evaluation, self.ground.pathway, &told),
                    evaluation,
                });
            }
            formula.gates.must(&shortest.but_these);
        }
        self.contradicted.set(true);
        None
    }

    /// No family could be found, and it is not proved that there is none.
    fn left_open(&self, needs: &[Need]) -> Option<Family> {
        needs
            .iter()
            .for_each(|need| self.note_unsettled(need.block));
        None
    }

    /// A formula in which these places are written down.
    pub(super) fn formula(&self, needs: &[Need]) -> Option<Formula<'_>> {
        let root = slice::root(self.ground, needs)?;
        if self.survey.reached(root) == Settled::Cannot {
            return None;
        }
        let mut formula = Formula::at(self.ground, root);
        formula.write_down(needs);
        Some(formula)
    }

    /// The shortest way to the root of a formula, from the start, with the answers that the formula takes for given.
    fn before(&self, formula: &Formula<'_>, shortest: &Shortest) -> Option<Vec<Rc<Piece>>> {
        let mut pieces: Vec<Rc<Piece>> = Vec::new();
        let mut to = (formula.root(), shortest.brought.clone());
        while Some(to.0) != self.ground.pathway.start {
            let known = self.pieces.borrow().get(&to).cloned();
            let piece = match known {
                Some(piece) => piece,
                None => {
                    let piece = Rc::new(self.piece(&to)?);
                    self.pieces.borrow_mut().insert(to, Rc::clone(&piece));
                    piece
                }
            };
            to = (piece.root, piece.shortest.brought.clone());
            pieces.push(piece);
        }
        pieces.reverse();
        Some(pieces)
    }

    /// The shortest way to a place with some answers, from the last place that every way there passes.
    fn piece(&self, (to, with): &(BlockId, Vec<(QuestionId, Answer)>)) -> Option<Piece> {
        let here = [Need {
            block: *to,
            reads: with.iter().map(|(question, _)| *question).collect(),
        }];
        let above = Need {
            block: self.ground.plan.passed_before(*to)?,
            reads: BTreeSet::new(),
        };
        let mut formula = self.formula(&[here[0].clone(), above])?;
        let mut lits = vec![formula.comes(*to)];
        for (question, answer) in with {
            lits.extend(formula.variables(*question).exactly(answer)?);
        }
        let lit = formula.gates.all(lits);
        match formula.can(&[lit]) {
            Settled::Can => {}
            Settled::Cannot | Settled::TooHard => return None,
        }
        Some(Piece {
            shortest: Shortest::of(&mut formula, lit, &here)?,
            root: formula.root(),
        })
    }

    /// A family with these answers, and with the first answer to whatever else it is asked.
    fn completed(&self, answers: &[(QuestionId, Answer)]) -> Option<Evaluation> {
        let (pathway, today) = (self.ground.pathway, self.ground.today);
        let sheet = Sheet(answers.iter().cloned().collect::<BTreeMap<_, _>>());
        let evaluation = evaluate(pathway, &completed(pathway, today, &sheet), today);
        evaluation.waiting.is_empty().then_some(evaluation)
    }
}

/// A piece of the way.
#[derive(Debug)]
pub(super) struct Piece {
    shortest: Shortest,
    /// Where it begins.
    root: BlockId,
}

/// What shows a claim in a formula.
#[derive(Debug)]
pub(super) struct Shortest {
    /// The answers to what was asked before the root, as far as they are read here.
    brought: Vec<(QuestionId, Answer)>,
    /// What is asked on the way, and facts that are read.
    pub(super) asked: Vec<QuestionId>,
    /// The answers, where anything depends on them.
    pub(super) answers: Vec<(QuestionId, Answer)>,
    /// Facts among them that do not matter.
    pub(super) free: BTreeSet<QuestionId>,
    /// What must be so for another family than this.
    pub(super) but_these: Vec<Lit>,
}

impl Shortest {
    /// The formula has an example of `lit`.
    pub(super) fn of(formula: &mut Formula<'_>, lit: Lit, needs: &[Need]) -> Option<Shortest> {
        let asked = formula.asked_before(needs);
        let mut search = Search {
            formula,
            fixed: vec![lit],
            is_fresh: true,
            left: NICER,
        };
        search.as_few_as_can_be(&asked);
        search.as_natural_as_can_be(&asked);
        search.refresh();
        if !search.is_fresh {
            return None;
        }
        let fixed = search.fixed;
        let facts: Vec<QuestionId> = formula.facts();
        let mut answers: Vec<(QuestionId, Answer)> = Vec::new();
        let mut exactly: Vec<(QuestionId, Vec<Lit>)> = Vec::new();
        let on_the_way = asked
            .iter()
            .filter(|(block, _)| formula.gates.holds(formula.comes(*block)))
            .map(|(_, question)| *question);
        let all: Vec<QuestionId> = facts.iter().copied().chain(on_the_way).collect();
        for question in all.iter().copied() {
            if let Some(answer) = formula.answer(question) {
                let lits = formula.variables(question).exactly(&answer);
                exactly.push((question, lits.unwrap_or_default()));
                answers.push((question, answer));
            }
        }
        let but_these = exactly
            .iter()
            .flat_map(|(_, lits)| lits.iter().map(|lit| !*lit))
            .collect();
        let brought = formula.carried();
        let brought = brought
            .into_iter()
            .filter_map(|question| Some((question, formula.answer(question)?)));
        let brought = brought.collect();
        // A fact does not matter if, all else as it is, the claim is so whatever the fact.
        let mut free = BTreeSet::new();
        let claim = fixed.first().copied().unwrap_or(Lit::TRUE);
        for fact in facts {
            let mut others: Vec<Lit> = exactly
                .iter()
                .filter(|(question, _)| *question != fact && !free.contains(question))
                .flat_map(|(_, lits)| lits.iter().copied())
                .collect();
            others.push(!claim);
            if formula.can(&others) == Settled::Cannot {
                free.insert(fact);
            }
        }
        Some(Shortest {
            brought,
            asked: all,
            answers,
            free,
            but_these,
        })
    }
}

struct Search<'f, 'g> {
    formula: &'f mut Formula<'g>,
    /// What is settled so far: there is an example of it.
    fixed: Vec<Lit>,
    /// Whether the solver's last example is one of it.
    is_fresh: bool,
    /// How often the solver may still be asked.
    left: usize,
}

impl Search<'_, '_> {
    /// Whether something can be settled as well; if so, it is.
    fn settle(&mut self, lit: Lit) -> bool {
        if self.is_fresh && self.formula.gates.holds(lit) {
            self.fixed.push(lit);
            return true;
        }
        if self.left == 0 {
            return false;
        }
        self.left -= 1;
        self.fixed.push(lit);
        self.is_fresh = self.formula.can(&self.fixed) == Settled::Can;
        if !self.is_fresh {
            self.fixed.pop();
        }
        self.is_fresh
    }

    /// Makes the solver's last example one of what is settled.
    fn refresh(&mut self) {
        if !self.is_fresh {
            self.is_fresh = self.formula.can(&self.fixed) == Settled::Can;
        }
    }

    fn as_few_as_can_be(&mut self, asked: &[(BlockId, QuestionId)]) {
        let comes: Vec<Lit> = asked
            .iter()
            .map(|(block, _)| self.formula.comes(*block))
            .filter(|lit| *lit != Lit::TRUE)
            .collect();
        if comes.len() > FEW {
            return;
        }
        loop {
            self.refresh();
            if !self.is_fresh {
                return;
            }
            let now = comes
                .iter()
                .filter(|lit| self.formula.gates.holds(**lit))
                .count();
            let Ok(bound) = i64::try_from(now) else {
                return;
            };
            let as_many = self.formula.gates.at_least(bound, &comes);
            // The example knows nothing of what is written down after it.
            self.is_fresh = false;
            if now == 0 || !self.settle(!as_many) {
                let more = self.formula.gates.at_least(bound + 1, &comes);
                self.fixed.push(!more);
                return;
            }
        }
    }

    fn as_natural_as_can_be(&mut self, asked: &[(BlockId, QuestionId)]) {
        for fact in self.formula.facts() {
            self.first_that_can_be(fact);
        }
        for (block, question) in asked {
            self.refresh();
            if self.formula.gates.holds(self.formula.comes(*block)) {
                self.first_that_can_be(*question);
            }
        }
    }

    fn first_that_can_be(&mut self, question: QuestionId) {
        if !self.formula.has_variables(question) {
            return;
        }
        for round in self.formula.variables(question).rounds() {
            for lit in round {
                self.refresh();
                if self.settle(lit) {
                    break;
                }
            }
        }
    }
}

/// The answers to these in the order in which they are given: facts, then questions as they were asked.
fn in_order(
    evaluation: &Evaluation,
    pathway: &Pathway,
    told: &BTreeSet<QuestionId>,
) -> Vec<(QuestionId, Answer)> {
    evaluation
        .answers(pathway)
        .into_iter()
        .filter(|(question, _)| told.contains(question))
        .map(|(question, answer)| (question, answer.clone()))
        .collect()
}
