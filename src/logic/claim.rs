//! What can be asked about families: claims, each true or false of one family.
//!
//! A claim is put in variables of the solver ([`Formula::lit`]), and it is read off an evaluated family
//! ([`Claim::is_so`]). Every family that is shown to anybody has been asked in the second way too.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::formula::{Formula, Need};
use super::hangs::On;
use super::plan::Plan;
use super::solver::Lit;
use crate::evaluate::{Evaluation, Problem, Truth, question_at};
use crate::ir::{
    Action, Answer, BlockId, Condition, Pathway, QuestionId, Strength, Subject, ValueId, Verb,
};

/// Something that is so of a family or not.
#[derive(Clone, Debug)]
pub(crate) enum Claim<'p> {
    /// Each of these.
    All(Vec<Claim<'p>>),
    /// At least one of these.
    Any(Vec<Claim<'p>>),
    /// Not this.
    Not(Box<Claim<'p>>),
    /// It comes to a place.
    Comes(BlockId),
    /// It takes a way on from a place.
    Takes(BlockId, usize),
    /// It comes to a place and a way applies there, taken or not.
    Applies(BlockId, usize),
    /// No way applies.
    Gap(BlockId),
    /// Ways with different targets apply where one should.
    Conflict(BlockId),
    /// Which way is taken hangs on what is not known.
    Undecided(BlockId),
    /// Whether an action is given hangs on what is not known.
    UndecidedAction(BlockId, usize),
    /// What happens at a place hangs on a value none of whose lines applies.
    ValueGap(BlockId, ValueId),
    /// What happens at a place hangs on a value of which lines apply that differ.
    ValueConflict(BlockId, ValueId),
    /// It comes to a place, and there a condition is yes, no, or unknown.
    Is(BlockId, &'p Condition, Truth),
    /// A condition of a rule holds when all is asked.
    AtTheEnd(&'p Condition),
    /// It goes round in the circle of the drawing that a place is in.
    GoesRound(BlockId),
    /// It comes to a place by a way that passes one of these, where the condition held.
    Passed(Vec<(BlockId, Option<&'p Condition>)>, BlockId),
    /// A question that it is asked, or a fact, has this answer.
    Answers(QuestionId, Answer),
}

impl<'p> Claim<'p> {
    /// The question that a family is asked where it comes to, if that is all that is claimed.
    pub(crate) fn asked_on_arrival(&self, pathway: &Pathway) -> Option<QuestionId> {
        if let Claim::Comes(block) = self {
            question_at(pathway, *block)
        } else {
            None
        }
    }

    /// That an action is given.
    pub(crate) fn gives(block: BlockId, action: &'p Action) -> Claim<'p> {
        match &action.when {
            None => Claim::Comes(block),
            Some(guard) => Claim::Is(block, &guard.condition, Truth::Yes),
        }
    }

    /// That a family comes to or gets what a rule speaks of.
    pub(crate) fn gets(pathway: &'p Pathway, subject: &Subject) -> Claim<'p> {
        match subject {
            Subject::Reach(block) => Claim::Comes(*block),
            Subject::Action { .. } => {
                let each = Claim::places_that_give(pathway, subject).into_iter();
                let strongest =
                    each.map(|(block, _, action)| Claim::gives_at_most(pathway, block, action));
                Claim::Any(strongest.collect())
            }
        }
    }

    /// The places that give what a rule speaks of, the number of the action there, and the action.
    pub(crate) fn places_that_give(
        pathway: &'p Pathway,
        subject: &Subject,
    ) -> Vec<(BlockId, usize, &'p Action)> {
        let Subject::Action {
            strength,
            verb,
            what,
        } = subject
        else {
            return Vec::new();
        };
        let every = || {
            let blocks = (0..).map(BlockId).zip(&pathway.blocks);
            blocks
                .flat_map(|(at, block)| (0..).zip(&block.actions).map(move |(n, it)| (at, n, it)))
                .filter(|(_, _, it)| it.what == *what)
        };
        let fits = |action: &Action| {
            let strong = match strength {
                Some(strength) => action.strength == *strength,
                None => action.strength != Strength::MustNot,
            };
            let manner = match verb {
                None | Some(Verb::Contact) => true,
                Some(verb) => action.verb == *verb,
            };
            strong && manner
        };
        every().filter(|(_, _, action)| fits(action)).collect()
    }

    /// That an action is given, and is the strongest of what is given of its thing: only that one counts.
    fn gives_at_most(pathway: &'p Pathway, block: BlockId, action: &'p Action) -> Claim<'p> {
        let mut stronger = Vec::new();
        for (at, other) in (0..).map(BlockId).zip(&pathway.blocks) {
            let others = other.actions.iter().filter(|other| {
                other.what == action.what
                    && kind(other) == kind(action)
                    && other.strength < action.strength
            });
            stronger.extend(others.map(|other| Claim::gives(at, other)));
        }
        let gives = Claim::gives(block, action);
        if stronger.is_empty() {
            return gives;
        }
        Claim::All(vec![gives, Claim::Not(Box::new(Claim::Any(stronger)))])
    }

    /// Whether a family of which it is so surely comes to one of the places that it speaks of, and so passes whatever
    /// every way to them passes. Of other claims a family may show that goes elsewhere.
    fn is_of_who_comes(&self, pathway: &Pathway) -> bool {
        match self {
            Claim::All(claims) => claims.iter().any(|it| it.is_of_who_comes(pathway)),
            Claim::Any(claims) => claims.iter().all(|it| it.is_of_who_comes(pathway)),
            Claim::Not(_) | Claim::AtTheEnd(_) => false,
            Claim::Answers(question, _) => !pathway[*question].fact,
            Claim::Comes(_)
            | Claim::Takes(..)
            | Claim::Applies(..)
            | Claim::Gap(_)
            | Claim::Conflict(_)
            | Claim::Undecided(_)
            | Claim::UndecidedAction(..)
            | Claim::ValueGap(..)
            | Claim::ValueConflict(..)
            | Claim::Is(..)
            | Claim::GoesRound(_)
            | Claim::Passed(..) => true,
        }
    }

    /// Places of which a family of which it is so surely comes to one; none where that cannot be said.
    fn one_of(&self) -> Option<Vec<BlockId>> {
        match self {
            Claim::All(claims) => claims.iter().find_map(Claim::one_of),
            Claim::Any(claims) => {
                let each: Option<Vec<Vec<BlockId>>> = claims.iter().map(Claim::one_of).collect();
                each.map(|each| each.concat())
            }
            Claim::Comes(block)
            | Claim::Takes(block, _)
            | Claim::Applies(block, _)
            | Claim::Gap(block)
            | Claim::Conflict(block)
            | Claim::Undecided(block)
            | Claim::UndecidedAction(block, _)
            | Claim::ValueGap(block, _)
            | Claim::ValueConflict(block, _)
            | Claim::Is(block, ..)
            | Claim::Passed(_, block) => Some(vec![*block]),
            Claim::Not(_) | Claim::AtTheEnd(_) | Claim::GoesRound(_) | Claim::Answers(..) => None,
        }
    }

    /// Whether it asks for two places of which no ways lead from one to the other, and that are never on two ways
    /// taken at once. What every drawing shows need not be found out of all answers.
    pub(super) fn is_out_of_the_drawing(&self, plan: &Plan, pathway: &Pathway) -> bool {
        let Claim::All(claims) = self else {
            return false;
        };
        let sets: Vec<Vec<BlockId>> = claims.iter().filter_map(Claim::one_of).collect();
        let few = |set: &&Vec<BlockId>| set.len() <= FEW_PLACES;
        sets.iter().filter(few).enumerate().any(|(at, first)| {
            sets.iter()
                .filter(few)
                .skip(at + 1)
                .any(|second| plan.are_apart(pathway, first, second))
        })
    }

    /// The places that it speaks of, and what is read there.
    pub(super) fn needs(&self, pathway: &Pathway, plan: &Plan) -> Vec<Need> {
        let mut needs: BTreeMap<BlockId, BTreeSet<QuestionId>> = BTreeMap::new();
        let mut free = BTreeSet::new();
        let mut open = vec![self];
        while let Some(claim) = open.pop() {
            match claim {
                Claim::All(claims) | Claim::Any(claims) => open.extend(claims),
                Claim::Not(claim) => open.push(claim),
                Claim::Comes(block) => {
                    needs.entry(*block).or_default();
                }
                Claim::GoesRound(block) => {
                    for block in plan.circle(*block).into_iter().flatten() {
                        needs.entry(*block).or_default();
                    }
                }
                Claim::Takes(block, _)
                | Claim::Applies(block, _)
                | Claim::Gap(block)
                | Claim::Conflict(block)
                | Claim::Undecided(block) => {
                    needs
                        .entry(*block)
                        .or_default()
                        .extend(&plan.ways_read[block.0]);
                }
                Claim::UndecidedAction(block, _) => {
                    let read = plan.actions_read(pathway, *block);
                    needs.entry(*block).or_default().extend(read);
                }
                Claim::ValueGap(block, _) | Claim::ValueConflict(block, _) => {
                    let entry = needs.entry(*block).or_default();
                    entry.extend(&plan.ways_read[block.0]);
                    entry.extend(plan.actions_read(pathway, *block));
                }
                Claim::Is(block, condition, _) => {
                    let read = plan.read_by(condition);
                    needs.entry(*block).or_default().extend(read);
                }
                Claim::AtTheEnd(condition) => {
                    for question in plan.read_by(condition) {
                        free.insert(question);
                        if let Some(block) = pathway[question].block {
                            needs.entry(block).or_default();
                        }
                    }
                }
                Claim::Passed(from, to) => {
                    needs.entry(*to).or_default();
                    for (block, condition) in from {
                        let read = condition.iter().flat_map(|it| plan.read_by(it));
                        needs.entry(*block).or_default().extend(read);
                    }
                }
                Claim::Answers(question, _) => {
                    free.insert(*question);
                    if let Some(block) = pathway[*question].block {
                        needs.entry(block).or_default();
                    }
                }
            }
        }
        needs.retain(|block, _| plan.is_drawn(*block));
        if let Some(start) = pathway.start
            && (needs.is_empty() || !self.is_of_who_comes(pathway))
        {
            needs.entry(start).or_default();
        }
        if let Some(mut first) = needs.first_entry() {
            first.get_mut().extend(free);
        }
        needs
            .into_iter()
            .map(|(block, reads)| Need { block, reads })
            .collect()
    }

    /// Whether it is so of a family that has been evaluated.
    pub(crate) fn is_so(&self, pathway: &Pathway, family: &Evaluation) -> bool {
        let problem = |wanted: &dyn Fn(&Problem) -> bool| family.problems.iter().any(wanted);
        match self {
            Claim::All(claims) => claims.iter().all(|it| it.is_so(pathway, family)),
            Claim::Any(claims) => claims.iter().any(|it| it.is_so(pathway, family)),
            Claim::Not(claim) => !claim.is_so(pathway, family),
            Claim::Comes(block) => family.visit(*block).is_some(),
            Claim::Takes(block, way) => family
                .visit(*block)
                .is_some_and(|visit| visit.taken.contains(way)),
            Claim::Applies(block, way) => {
                let taken = family
                    .visit(*block)
                    .is_some_and(|it| it.taken.contains(way));
                taken
                    || problem(&|it| {
                        matches!(it, Problem::Conflict { block: at, ways }
                            if at == block && ways.contains(way))
                    })
            }
            Claim::Gap(block) => problem(&|it| *it == Problem::Gap { block: *block }),
            Claim::Conflict(block) => {
                problem(&|it| matches!(it, Problem::Conflict { block: at, .. } if at == block))
            }
            Claim::Undecided(block) => {
                problem(&|it| matches!(it, Problem::Undecided { block: at, .. } if at == block))
            }
            Claim::UndecidedAction(block, number) => problem(&|it| {
                matches!(it, Problem::UndecidedAction { block: at, action, .. }
                    if at == block && action == number)
            }),
            Claim::ValueGap(block, value) => problem(&|it| {
                let (block, value) = (*block, *value);
                *it == Problem::ValueGap { block, value }
            }),
            Claim::ValueConflict(block, value) => problem(&|it| {
                let (block, value) = (*block, *value);
                *it == Problem::ValueConflict { block, value }
            }),
            Claim::Is(block, condition, truth) => family
                .visit(*block)
                .is_some_and(|visit| family.truth_at(pathway, visit, condition) == *truth),
            Claim::AtTheEnd(condition) => family.holds_at_the_end(pathway, condition),
            Claim::GoesRound(block) => family.problems.iter().any(|problem| match problem {
                Problem::Circle(circle) => circle.iter().any(|(at, _)| at == block),
                Problem::Gap { .. }
                | Problem::Conflict { .. }
                | Problem::Undecided { .. }
                | Problem::UndecidedAction { .. }
                | Problem::DeadEnd { .. }
                | Problem::ValueGap { .. }
                | Problem::ValueConflict { .. }
                | Problem::Broken { .. } => false,
            }),
            Claim::Passed(from, to) => passed(pathway, family, from, *to),
            Claim::Answers(question, answer) => {
                let given = pathway[*question].fact || family.was_asked(pathway, *question);
                given && family.sheet.0.get(question) == Some(answer)
            }
        }
    }
}

/// Of how many places it is looked up where ways lead from them.
const FEW_PLACES: usize = 50;

/// What may be put together of one thing: things to do, things not to do, things to read out.
fn kind(action: &Action) -> (bool, Option<Verb>) {
    match action.verb {
        Verb::Say | Verb::Urgent => (false, Some(action.verb)),
        Verb::Refer | Verb::Signpost | Verb::Offer | Verb::Contact | Verb::Do => {
            (action.strength == Strength::MustNot, None)
        }
    }
}

/// Whether the taken ways to a place lead through one of these, where the condition held.
fn passed(
    pathway: &Pathway,
    family: &Evaluation,
    from: &[(BlockId, Option<&Condition>)],
    to: BlockId,
) -> bool {
    let mut seen = BTreeSet::new();
    let mut open: VecDeque<BlockId> = family
        .visit(to)
        .into_iter()
        .flat_map(|visit| visit.came.iter().map(|(before, _)| *before))
        .collect();
    while let Some(visit) = open.pop_front().and_then(|block| family.visit(block)) {
        if !seen.insert(visit.block) {
            continue;
        }
        let gives = from.iter().any(|(block, condition)| {
            *block == visit.block
                && condition.is_none_or(|it| family.truth_at(pathway, visit, it) == Truth::Yes)
        });
        if gives {
            return true;
        }
        open.extend(visit.came.iter().map(|(before, _)| *before));
    }
    false
}

impl Formula<'_> {
    /// Whether a claim is so, of a family that comes to the root. What it speaks of is written down.
    pub(super) fn lit(&mut self, claim: &Claim<'_>) -> Lit {
        match claim {
            Claim::All(claims) => {
                let lits: Vec<Lit> = claims.iter().map(|it| self.lit(it)).collect();
                self.gates.all(lits)
            }
            Claim::Any(claims) => {
                let lits: Vec<Lit> = claims.iter().map(|it| self.lit(it)).collect();
                self.gates.any(lits)
            }
            Claim::Not(claim) => !self.lit(claim),
            Claim::Comes(block) => self.comes(*block),
            Claim::Takes(block, way) => self.takes(*block, *way),
            Claim::Applies(block, way) => {
                let applies = self.choice(*block).applies.get(*way).map(|it| it.yes);
                self.there(*block, applies)
            }
            Claim::Gap(block) => {
                // A place without any way on is no gap: it is a dead end.
                let gap =
                    (!self.pathway()[*block].ways.is_empty()).then(|| self.choice(*block).gap);
                self.there(*block, gap)
            }
            Claim::Conflict(block) => {
                let conflict = self.choice(*block).conflict;
                self.there(*block, Some(conflict))
            }
            Claim::Undecided(block) => {
                let undecided = self.choice_hangs(*block, On::Question);
                self.there(*block, Some(undecided))
            }
            Claim::UndecidedAction(block, number) => {
                let unknown = self.action_hangs(*block, *number, On::Question);
                self.there(*block, Some(unknown))
            }
            Claim::ValueGap(block, value) => {
                let lit = self.anything_hangs(*block, On::Gap(*value));
                self.there(*block, Some(lit))
            }
            Claim::ValueConflict(block, value) => {
                let lit = self.anything_hangs(*block, On::Conflict(*value));
                self.there(*block, Some(lit))
            }
            Claim::Is(block, condition, truth) => {
                let it = self.truth_at(*block, condition);
                let lit = match truth {
                    Truth::Yes => it.yes,
                    Truth::No => it.no,
                    Truth::Unknown => self.gates.and(!it.yes, !it.no),
                };
                self.there(*block, Some(lit))
            }
            Claim::AtTheEnd(condition) => self.truth_at_the_end(condition),
            Claim::GoesRound(block) => self.goes_round(*block),
            Claim::Passed(from, to) => self.has_passed(from, *to),
            Claim::Answers(question, answer) => {
                let asked = match self.pathway()[*question].block {
                    Some(block) => self.comes(block),
                    None => Lit::TRUE,
                };
                let variables = self.variables(*question);
                match variables.exactly(answer) {
                    Some(lits) => self.gates.all(lits.into_iter().chain([asked])),
                    None => Lit::FALSE,
                }
            }
        }
    }

    /// Something that is so of a family that is at a place.
    fn there(&mut self, block: BlockId, lit: Option<Lit>) -> Lit {
        let comes = self.comes(block);
        self.gates.and(comes, lit.unwrap_or(Lit::FALSE))
    }

    fn has_passed(&mut self, from: &[(BlockId, Option<&Condition>)], to: BlockId) -> Lit {
        let mut sources: BTreeMap<BlockId, Lit> = BTreeMap::new();
        for (block, condition) in from {
            let held = match condition {
                None => Lit::TRUE,
                Some(condition) => self.truth_at(*block, condition).yes,
            };
            let had = sources.get(block).copied().unwrap_or(Lit::FALSE);
            let any = self.gates.or(had, held);
            sources.insert(*block, any);
        }
        let surely = |(block, lit): (&BlockId, &Lit)| {
            *lit == Lit::TRUE && *block != to && self.plan().is_passed(*block, to)
        };
        if sources.iter().any(surely) {
            return self.comes(to);
        }
        let brought = self.brings(&sources, &[to]);
        let came = brought.get(&to).copied().unwrap_or(Lit::FALSE);
        self.there(to, Some(came))
    }

    /// The questions asked on the ways to these places.
    pub(super) fn asked_before(&self, needs: &[Need]) -> Vec<(BlockId, QuestionId)> {
        let mut found = BTreeSet::new();
        let mut seen = BTreeSet::new();
        let mut open: Vec<BlockId> = needs.iter().map(|need| need.block).collect();
        while let Some(block) = open.pop() {
            if self.comes(block) == Lit::FALSE || !seen.insert(block) {
                continue;
            }
            if let Some(question) = question_at(self.pathway(), block) {
                found.insert((self.plan().place(block), block, question));
            }
            if block != self.root() {
                let before = self.plan().before[block.0].iter();
                open.extend(before.map(|(before, _)| *before));
            }
        }
        found
            .into_iter()
            .map(|(_, block, question)| (block, question))
            .collect()
    }
}
