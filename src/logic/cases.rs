//! The fewest families that between them meet everything that can be met: ways, outcomes, action lines.
//!
//! One family after another is asked of the solver, each for something that is still open and then for as much more
//! of it as can be had at once. Then families that the others make superfluous go, and where one family can do what
//! two do alone, it takes their place. How few would do is known from below too: things of which no family meets
//! two need a family each.
//!
//! Invariant: a family is chosen only if the evaluator agrees, and finds no problem on its way. Absent on purpose:
//! the proof that fewer cannot do it, where the two numbers differ.

use std::collections::{BTreeMap, BTreeSet};

use super::formula::{Formula, Need};
use super::solver::{Lit, Settled};
use super::{Asked, Claim, Logic};
use crate::evaluate::{Evaluation, Sheet, evaluate};
use crate::families::completed;
use crate::ir::{BlockId, BlockKind, Pathway, QuestionId, ValueId};

/// How often the solver is asked in all.
const STEPS: usize = 50_000;
/// How many goals in a row are tried in vain for one family, at least.
const VAIN: usize = 32;
/// The most places that all families come to together: beyond, nobody reads their examples.
const PLACES: usize = 100_000;
/// The most questions of which the answers are made natural. Beyond, nobody reads them.
const READ: usize = 300;
/// The most families of which pairs are tried.
const PAIRS: usize = 60;
/// How often a set of things that no family meets together is looked for.
const SEEDS: usize = 12;

/// Something that a family meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Goal {
    /// It takes a way.
    Way(BlockId, usize),
    /// It sees an action line.
    Action(BlockId, usize),
    /// It reaches an outcome.
    Outcome(BlockId),
}

/// Families that meet everything that was asked for, as far as that can be.
#[derive(Clone, Debug, Default)]
pub(crate) struct Chosen {
    pub(crate) families: Vec<Evaluation>,
    /// What only families meet on whose way something is wrong.
    pub(crate) only_with_problems: Vec<Goal>,
    /// What could not be settled in the work allowed.
    pub(crate) open: Vec<Goal>,
    /// Fewer families than this cannot do it.
    pub(crate) at_least: usize,
}

impl Goal {
    /// Everything that a family meets.
    pub(crate) fn met_by(pathway: &Pathway, family: &Evaluation) -> BTreeSet<Goal> {
        let mut met = BTreeSet::new();
        for visit in &family.visits {
            met.extend(visit.taken.iter().map(|way| Goal::Way(visit.block, *way)));
            met.extend(
                visit
                    .gets
                    .iter()
                    .map(|here| Goal::Action(visit.block, here.action)),
            );
            if pathway[visit.block].kind == BlockKind::Outcome {
                met.insert(Goal::Outcome(visit.block));
            }
        }
        met
    }

    fn claim(self, pathway: &Pathway) -> Claim<'_> {
        match self {
            Goal::Way(block, way) => Claim::Takes(block, way),
            Goal::Outcome(block) => Claim::Comes(block),
            Goal::Action(block, number) => match pathway[block].actions.get(number) {
                Some(action) => Claim::gives(block, action),
                None => Claim::Any(Vec::new()),
            },
        }
    }
}

impl Logic<'_> {
    /// Families that meet these goals, as few as could be found.
    pub(crate) fn fewest(&self, goals: &BTreeSet<Goal>) -> Chosen {
        let pathway = self.ground.pathway;
        let Some(start) = pathway.start.filter(|_| !goals.is_empty()) else {
            return Chosen::default();
        };
        let plan = &self.ground.plan;
        let blocks = (0..pathway.blocks.len()).map(BlockId);
        let needs: Vec<Need> = blocks
            .filter(|block| plan.is_drawn(*block))
            .map(|block| Need {
                block,
                reads: plan.actions_read(pathway, block),
            })
            .collect();
        let mut formula = Formula::at(self.ground, start);
        formula.write_down(&needs);
        let problems: Vec<Lit> = self.problems().iter().map(|it| formula.lit(it)).collect();
        let problem = formula.gates.any(problems);
        let goals = goals
            .iter()
            .map(|goal| (*goal, formula.lit(&goal.claim(pathway))))
            .collect();
        let mut choosing = Choosing {
            formula,
            problem,
            goals,
            left: STEPS,
            places: 0,
            families: Vec::new(),
            apart: BTreeMap::new(),
        };
        let (only_with_problems, open) = choosing.choose();
        choosing.drop_superfluous();
        choosing.one_for_two();
        let at_least = choosing.apart();
        Chosen {
            only_with_problems,
            open,
            at_least,
            families: choosing
                .families
                .into_iter()
                .map(|(family, _)| family)
                .collect(),
        }
    }

    /// Everything that may be wrong on a family's way.
    fn problems(&self) -> Vec<Claim<'_>> {
        let pathway = self.ground.pathway;
        let may = |asked| self.survey.found(asked) != Settled::Cannot;
        let mut problems = Vec::new();
        for (block, it) in (0..).map(BlockId).zip(&pathway.blocks) {
            if self.survey.reached(block) == Settled::Cannot {
                continue;
            }
            if it.ways.is_empty() && it.kind != BlockKind::Outcome {
                problems.push(Claim::Comes(block));
            }
            for (asked, claim) in [
                (Asked::Gap(block), Claim::Gap(block)),
                (Asked::Conflict(block), Claim::Conflict(block)),
                (Asked::Undecided(block), Claim::Undecided(block)),
            ] {
                problems.extend(may(asked).then_some(claim));
            }
            for number in 0..it.actions.len() {
                let asked = Asked::UndecidedAction(block, number);
                problems.extend(may(asked).then_some(Claim::UndecidedAction(block, number)));
            }
            for value in (0..pathway.values.len()).map(ValueId) {
                let gap = may(Asked::ValueGap(block, value));
                problems.extend(gap.then_some(Claim::ValueGap(block, value)));
                let conflict = may(Asked::ValueConflict(block, value));
                problems.extend(conflict.then_some(Claim::ValueConflict(block, value)));
            }
        }
        let circles = self.ground.plan.circles();
        problems
            .extend(circles.filter_map(|circle| circle.first().map(|it| Claim::GoesRound(*it))));
        problems
    }
}

struct Choosing<'g> {
    formula: Formula<'g>,
    /// Whether anything is wrong on the family's way.
    problem: Lit,
    goals: Vec<(Goal, Lit)>,
    /// How often the solver may still be asked.
    left: usize,
    /// How many places the families come to together.
    places: usize,
    /// The families chosen so far, and which of the goals each meets.
    families: Vec<(Evaluation, BTreeSet<Goal>)>,
    /// Of two goals whether no family meets both, as far as it was asked.
    apart: BTreeMap<(Goal, Goal), bool>,
}

impl Choosing<'_> {
    fn can(&mut self, assumed: &[Lit]) -> Settled {
        if self.left == 0 {
            return Settled::TooHard;
        }
        self.left -= 1;
        self.formula.can(assumed)
    }

    /// Chooses families until nothing is open that can be met; gives what only families with problems meet, and
    /// what is not settled.
    fn choose(&mut self) -> (Vec<Goal>, Vec<Goal>) {
        let (mut with_problems, mut unsettled) = (Vec::new(), Vec::new());
        // What lies farthest from the start brings the most along.
        let mut open: Vec<(Goal, Lit)> = self.goals.clone();
        open.sort_by_key(|(goal, _)| {
            let (Goal::Way(block, _) | Goal::Action(block, _) | Goal::Outcome(block)) = goal;
            (self.formula.plan().place(*block), *goal)
        });
        while let Some((goal, lit)) = open.last().copied() {
            if self.places > PLACES {
                unsettled.extend(open.iter().map(|(goal, _)| *goal));
                break;
            }
            let found = match self.can(&[!self.problem, lit]) {
                Settled::Can => self.with_as_many(&[lit], &open),
                Settled::Cannot => {
                    with_problems.push(goal);
                    open.pop();
                    continue;
                }
                Settled::TooHard => None,
            };
            match found {
                Some((family, met)) if met.contains(&goal) => {
                    open.retain(|(goal, _)| !met.contains(goal));
                    self.places += family.visits.len();
                    self.families.push((family, met));
                }
                Some(_) | None => {
                    unsettled.push(goal);
                    open.pop();
                }
            }
        }
        with_problems.sort();
        unsettled.sort();
        (with_problems, unsettled)
    }

    /// A family without problems that meets these, and as many of the others as can be had. The solver has just found
    /// one that meets these.
    fn with_as_many(
        &mut self,
        these: &[Lit],
        others: &[(Goal, Lit)],
    ) -> Option<(Evaluation, BTreeSet<Goal>)> {
        let mut assumed = vec![!self.problem];
        assumed.extend(these);
        let mut waiting: Vec<Lit> = others.iter().map(|(_, lit)| *lit).collect();
        let patience = VAIN.max(self.left / waiting.len().max(1));
        let mut in_vain = 0;
        let mut is_fresh = true;
        while !waiting.is_empty() && in_vain < patience {
            if is_fresh {
                in_vain = 0;
                waiting.retain(|lit| {
                    let holds = self.formula.gates.holds(*lit);
                    if holds {
                        assumed.push(*lit);
                    }
                    !holds
                });
            }
            let Some(next) = waiting.pop() else {
                break;
            };
            assumed.push(next);
            is_fresh = self.can(&assumed) == Settled::Can;
            if !is_fresh {
                assumed.pop();
                in_vain += 1;
            }
        }
        self.natural(assumed)
    }

    /// A family of which all these are so, with the first answers that can be.
    fn natural(&mut self, mut assumed: Vec<Lit>) -> Option<(Evaluation, BTreeSet<Goal>)> {
        let questions = self.questions();
        // What was settled before the work ran out is still had once more.
        if self.formula.can(&assumed) != Settled::Can {
            return None;
        }
        let mut is_fresh = true;
        for (question, asked) in questions.iter().filter(|_| questions.len() <= READ) {
            for round in self.formula.variables(*question).rounds() {
                for lit in round {
                    if !is_fresh {
                        is_fresh = self.formula.can(&assumed) == Settled::Can;
                    }
                    if !self.formula.gates.holds(*asked) {
                        break;
                    }
                    let holds = self.formula.gates.holds(lit);
                    assumed.push(lit);
                    is_fresh = holds || self.can(&assumed) == Settled::Can;
                    if is_fresh {
                        break;
                    }
                    assumed.pop();
                }
            }
        }
        if !is_fresh && self.formula.can(&assumed) != Settled::Can {
            return None;
        }
        let mut sheet = Sheet::default();
        for (question, asked) in questions {
            if self.formula.gates.holds(asked)
                && let Some(answer) = self.formula.answer(question)
            {
                sheet.0.insert(question, answer);
            }
        }
        let (pathway, today) = (self.formula.pathway(), self.formula.today());
        let family = evaluate(pathway, &completed(pathway, today, &sheet), today);
        let met = Goal::met_by(pathway, &family);
        let goals = self.goals.iter().map(|(goal, _)| *goal);
        let met = goals.filter(|goal| met.contains(goal)).collect();
        (family.problems.is_empty() && family.is_complete()).then_some((family, met))
    }

    /// The questions that matter, in the order in which they are asked, and whether each is.
    fn questions(&self) -> Vec<(QuestionId, Lit)> {
        let pathway = self.formula.pathway();
        let all = (0..pathway.questions.len()).map(QuestionId);
        let mut read: Vec<QuestionId> = all.filter(|it| self.formula.has_variables(*it)).collect();
        let place = |it: &QuestionId| {
            pathway[*it]
                .block
                .map(|block| self.formula.plan().place(block))
        };
        read.sort_by_key(|question| (place(question), *question));
        let asked = |question: QuestionId| match pathway[question].block {
            Some(block) => self.formula.comes(block),
            None => Lit::TRUE,
        };
        read.into_iter()
            .map(|question| (question, asked(question)))
            .collect()
    }

    /// The goals that these families meet and no other does.
    fn alone(&self, these: &[usize]) -> BTreeSet<Goal> {
        let mut elsewhere = BTreeSet::new();
        for (at, (_, met)) in self.families.iter().enumerate() {
            if !these.contains(&at) {
                elsewhere.extend(met.iter().copied());
            }
        }
        let met = these.iter().flat_map(|at| &self.families[*at].1).copied();
        met.filter(|goal| !elsewhere.contains(goal)).collect()
    }

    /// Lets families go that meet nothing alone, those first that meet least.
    fn drop_superfluous(&mut self) {
        if self.families.len() > 40 * PAIRS {
            return;
        }
        let mut times: BTreeMap<Goal, usize> = BTreeMap::new();
        for goal in self.families.iter().flat_map(|(_, met)| met) {
            *times.entry(*goal).or_default() += 1;
        }
        let mut order: Vec<usize> = (0..self.families.len()).collect();
        order.sort_by_key(|at| (self.families[*at].1.len(), *at));
        let mut gone = BTreeSet::new();
        for at in order {
            let met = &self.families[at].1;
            if met
                .iter()
                .all(|goal| times.get(goal).is_some_and(|times| *times > 1))
            {
                for goal in met {
                    times.entry(*goal).and_modify(|times| *times -= 1);
                }
                gone.insert(at);
            }
        }
        let mut at = 0;
        self.families.retain(|_| {
            at += 1;
            !gone.contains(&(at - 1))
        });
    }

    /// Puts one family in the place of two that it can do the work of.
    fn one_for_two(&mut self) {
        let mut first = 0;
        while first < self.families.len() && self.families.len() <= PAIRS {
            let mut second = first + 1;
            while second < self.families.len() {
                let needed = self.alone(&[first, second]);
                let lits: Vec<Lit> = self
                    .goals
                    .iter()
                    .filter(|(goal, _)| needed.contains(goal))
                    .map(|(_, lit)| *lit)
                    .collect();
                let mut assumed = vec![!self.problem];
                assumed.extend(&lits);
                if self.can(&assumed) == Settled::Can
                    && let Some((family, met)) = self.with_as_many(&lits, &[])
                    && needed.is_subset(&met)
                {
                    self.families.remove(second);
                    self.families[first] = (family, met);
                    second = first + 1;
                } else {
                    second += 1;
                }
            }
            first += 1;
        }
        self.drop_superfluous();
    }

    /// How many goals there are of which no family meets two: the most that was found.
    fn apart(&mut self) -> usize {
        let met: BTreeSet<Goal> = self
            .families
            .iter()
            .flat_map(|(_, met)| met)
            .copied()
            .collect();
        let mut rarest: Vec<(usize, Goal, Lit)> = Vec::new();
        for (goal, lit) in self.goals.iter().filter(|(goal, _)| met.contains(goal)) {
            let times = self
                .families
                .iter()
                .filter(|(_, met)| met.contains(goal))
                .count();
            rarest.push((times, *goal, *lit));
        }
        rarest.sort();
        let mut most = usize::from(!rarest.is_empty());
        let seeds = if self.families.len() > PAIRS {
            0
        } else {
            rarest.len().min(SEEDS)
        };
        for seed in 0..seeds {
            let mut apart: Vec<(Goal, Lit)> = Vec::new();
            for (_, goal, lit) in rarest.iter().cycle().skip(seed).take(rarest.len()) {
                let mut fits = true;
                for other in &apart {
                    fits = fits && self.are_apart((*goal, *lit), *other);
                }
                if fits {
                    apart.push((*goal, *lit));
                }
            }
            most = most.max(apart.len());
            if most >= self.families.len() {
                break;
            }
        }
        most
    }

    fn are_apart(&mut self, a: (Goal, Lit), b: (Goal, Lit)) -> bool {
        let pair = (a.0.min(b.0), a.0.max(b.0));
        if self
            .families
            .iter()
            .any(|(_, met)| met.contains(&a.0) && met.contains(&b.0))
        {
            return false;
        }
        if let Some(known) = self.apart.get(&pair) {
            return *known;
        }
        let apart = self.can(&[!self.problem, a.1, b.1]) == Settled::Cannot;
        self.apart.insert(pair, apart);
        apart
    }
}
