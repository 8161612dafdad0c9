//! What is so of families in two versions of a pathway at once.
//!
//! Everything is asked of one formula, which holds both versions whole. Invariant: what is not settled is said to be
//! so, by an answer that is neither yes nor no.

mod census;
mod diagram;

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeSet;

use super::cover::{self, Cover};
use super::family::Shortest;
use super::formula::{Formula, Need};
use super::solver::{Lit, Settled};
use super::{Claim, Ground};
use crate::diagnostic::Families;
use crate::evaluate::{Sheet, question_at};
use crate::families::completed;
use crate::ir::{BlockId, QuestionId};

use census::Census;

/// How many combinations of what is so in the one and in the other are told apart.
const COMBINATIONS: usize = 64;
/// How many families are tried that somebody does not agree to.
const TRIES: usize = 20;

/// Two versions, as one formula.
pub(crate) struct Joint<'g> {
    ground: &'g Ground<'g>,
    whole: RefCell<Formula<'g>>,
    census: OnceCell<RefCell<Census>>,
}

/// What is so in the old version, and in the new one, of the same family.
pub(crate) type Combination = (Vec<bool>, Vec<bool>);

impl<'g> Joint<'g> {
    /// Writes down both versions.
    pub(crate) fn of(ground: &'g Ground<'g>) -> Joint<'g> {
        let (pathway, plan) = (ground.pathway, &ground.plan);
        let blocks = (0..pathway.blocks.len()).map(BlockId);
        let drawn: Vec<BlockId> = blocks.filter(|it| plan.is_drawn(*it)).collect();
        let needs: Vec<Need> = drawn
            .iter()
            .map(|block| Need {
                block: *block,
                reads: plan.actions_read(pathway, *block),
            })
            .collect();
        let mut whole = Formula::at(ground, pathway.start.unwrap_or(BlockId(0)));
        whole.gates.keep_what_is_made();
        whole.write_down(&needs);
        // Facts that only a service's lines read tell families apart as well.
        for (at, question) in pathway.questions.iter().enumerate() {
            if question.fact && !plan.read_at[at].is_empty() {
                whole.variables(QuestionId(at));
            }
        }
        // An answer that nothing reads makes another family too.
        for block in drawn {
            if let Some(question) = question_at(pathway, block) {
                whole.variables(question);
            }
        }
        Joint {
            ground,
            whole: RefCell::new(whole),
            census: OnceCell::new(),
        }
    }

    /// Every combination of these claims of which some family is an example and in which the two lists differ; and
    /// whether these are all.
    pub(crate) fn combinations(
        &self,
        old: &[Claim<'_>],
        new: &[Claim<'_>],
    ) -> (Vec<Combination>, bool) {
        let mut whole = self.whole.borrow_mut();
        let old: Vec<Lit> = old.iter().map(|it| whole.lit(it)).collect();
        let new: Vec<Lit> = new.iter().map(|it| whole.lit(it)).collect();
        let apart: Vec<Lit> = old
            .iter()
            .zip(&new)
            .map(|(old, new)| whole.gates.choose(*old, !*new, *new))
            .collect();
        let mut assumed = vec![whole.gates.any(apart)];
        let mut found = Vec::new();
        loop {
            match whole.can(&assumed) {
                Settled::Cannot => return (found, true),
                Settled::Can if found.len() < COMBINATIONS => {}
                Settled::Can | Settled::TooHard => return (found, false),
            }
            let holds = |lits: &[Lit]| -> Vec<bool> {
                lits.iter().map(|lit| whole.gates.holds(*lit)).collect()
            };
            let combination = (holds(&old), holds(&new));
            let exactly = [(&old, &combination.0), (&new, &combination.1)]
                .into_iter()
                .flat_map(|(lits, holds)| lits.iter().zip(holds))
                .map(|(lit, holds)| if *holds { *lit } else { !*lit })
                .collect::<Vec<_>>();
            let this = whole.gates.all(exactly);
            assumed.push(!this);
            found.push(combination);
        }
    }

    /// When a claim is so, among the families of which another is, in at most so many cases.
    pub(crate) fn when(&self, claim: &Claim<'_>, among: Option<&Claim<'_>>, most: usize) -> Cover {
        let mut needs = self.needs(claim);
        needs.extend(among.into_iter().flat_map(|it| self.needs(it)));
        let start = self.ground.pathway.start.unwrap_or(BlockId(0));
        let mut formula = Formula::at(self.ground, start);
        formula.write_down(&needs);
        self.write_down_what_is_asked(&mut formula);
        cover::when(&mut formula, claim, among, most)
    }

    /// Writes down, of every question that is read, the places at which either version asks it: an answer is known
    /// where any of them asks.
    fn write_down_what_is_asked(&self, formula: &mut Formula<'_>) {
        let (pathway, plan) = (self.ground.pathway, &self.ground.plan);
        let mut known = 0;
        while formula.met().len() > known {
            known = formula.met().len();
            let read: BTreeSet<QuestionId> = formula
                .met()
                .iter()
                .map(|it| formula.first_of(*it))
                .collect();
            let all = (0..pathway.questions.len()).map(QuestionId);
            let tied = all.filter(|it| read.contains(&formula.first_of(*it)));
            let blocks = tied.filter_map(|it| pathway[it].block);
            let needs: Vec<Need> = blocks
                .filter(|it| plan.is_drawn(*it))
                .map(|block| Need {
                    block,
                    reads: BTreeSet::new(),
                })
                .collect();
            formula.write_down(&needs);
        }
    }

    /// The shortest family of which a claim is so and to which `agrees` agrees: what it answers in both versions, and
    /// which of that tells it. None where there is none, or where none could be found.
    pub(crate) fn family(
        &self,
        claim: &Claim<'_>,
        agrees: &dyn Fn(&Sheet) -> bool,
    ) -> Option<(Sheet, BTreeSet<QuestionId>)> {
        let needs = self.needs(claim);
        let mut whole = self.whole.borrow_mut();
        let mut lit = whole.lit(claim);
        for _ in 0..TRIES {
            if whole.can(&[lit]) != Settled::Can {
                return None;
            }
            let shortest = Shortest::of(&mut whole, lit, &needs)?;
            let mut sheet = Sheet(shortest.answers.iter().cloned().collect());
            self.tie(&mut sheet);
            let mut sheet = completed(self.ground.pathway, self.ground.today, &sheet);
            self.tie(&mut sheet);
            if agrees(&sheet) {
                let told = shortest
                    .asked
                    .iter()
                    .filter(|it| !shortest.free.contains(it));
                let told = told.map(|it| whole.first_of(*it)).collect();
                return Some((sheet, told));
            }
            let another = whole.gates.any(shortest.but_these.iter().copied());
            lit = whole.gates.and(lit, another);
        }
        None
    }

    /// Gives the same answer to both of two questions that are tied.
    fn tie(&self, sheet: &mut Sheet) {
        for (question, other) in &self.ground.ties {
            let answer = sheet
                .0
                .get(other)
                .or_else(|| sheet.0.get(question))
                .cloned();
            if let Some(answer) = answer {
                sheet.0.insert(*question, answer.clone());
                sheet.0.insert(*other, answer);
            }
        }
    }

    /// Whether two claims are so of the same families.
    pub(crate) fn are_same(&self, one: &Claim<'_>, other: &Claim<'_>) -> bool {
        let mut whole = self.whole.borrow_mut();
        let (one, other) = (whole.lit(one), whole.lit(other));
        one == other
            || whole.can(&[one, !other]) == Settled::Cannot
                && whole.can(&[!one, other]) == Settled::Cannot
    }

    /// How many families there are of which a claim is so: each that answers otherwise in either version is one.
    pub(crate) fn count(&self, claim: &Claim<'_>) -> Families {
        let mut whole = self.whole.borrow_mut();
        let census = self
            .census
            .get_or_init(|| RefCell::new(Census::of(&mut whole)));
        let lit = whole.lit(claim);
        match census.borrow_mut().count(&whole, lit) {
            Some(number) => Families {
                number,
                at_least: false,
            },
            None => Families {
                number: if whole.can(&[lit]) == Settled::Can {
                    1.0
                } else {
                    0.0
                },
                at_least: true,
            },
        }
    }

    fn needs(&self, claim: &Claim<'_>) -> Vec<Need> {
        claim.needs(self.ground.pathway, &self.ground.plan)
    }
}
