//! The family's walk: places decided one after another, each when all that leads to it is decided.
//!
//! Where the drawing has a circle, nobody can say beforehand which of its places comes first. There the
//! walk decides them as they come. If a way then arrives late, at a place already decided, and closes no
//! circle, the walk goes back to where it entered that part of the drawing, and keeps in mind which
//! places must wait for which. Each such return teaches something new, so it ends.
//!
//! A walk can stop for an answer, and be taken back to an earlier state: that is how
//! [`crate::families`] tries every answer without beginning each family anew.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::decide::Decision;
use super::drawing::{Spot, targets};
use super::got::put_together;
use super::{Evaluation, Evaluator, Known, Problem, Sheet, Visit, question_at};
use crate::ir::{BlockId, QuestionId};

/// How often the walk goes back in one part of the drawing before it gives up.
const RETURNS: usize = 1000;

/// What happened at one step of a walk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// A place was decided.
    Decided,
    /// The next place cannot be decided before these are answered.
    Needs(Vec<QuestionId>),
    /// Every place that the family comes to is decided, or set aside.
    Done,
}

/// A place that the family comes to and that is not decided yet.
#[derive(Clone, Debug)]
pub(super) struct Pending {
    pub(super) block: BlockId,
    pub(super) came: Vec<(BlockId, usize)>,
    pub(super) known: Known,
}

/// The state in which the walk came into a part of the drawing that has a circle.
#[derive(Clone, Debug)]
struct Entry {
    component: usize,
    visits: usize,
    pending: BTreeMap<Spot, Pending>,
    returns: usize,
    /// Which place must wait for which: the second for the first.
    waits: BTreeSet<(BlockId, BlockId)>,
}

/// A state of a walk to which it can be taken back.
#[derive(Clone, Debug)]
pub(crate) struct Mark {
    visits: usize,
    /// The visits after that, which a return may change.
    unsettled: Vec<Visit>,
    problems: Vec<(usize, Problem)>,
    pending: BTreeMap<Spot, Pending>,
    entry: Option<Entry>,
}

impl Mark {
    /// How much is kept.
    pub(crate) fn size(&self) -> usize {
        self.unsettled.len()
    }
}

/// A walk through a pathway.
#[derive(Debug)]
pub(crate) struct Walk<'e, 'p> {
    evaluator: &'e Evaluator<'p>,
    visits: Vec<Visit>,
    places: BTreeMap<BlockId, usize>,
    /// Each with the visit at which it was met.
    problems: Vec<(usize, Problem)>,
    pending: BTreeMap<Spot, Pending>,
    entry: Option<Entry>,
    /// What a place that was set aside may yet lead to, and such places themselves.
    shadow: BTreeSet<BlockId>,
}

impl<'e, 'p> Walk<'e, 'p> {
    /// A walk that stands at the start.
    pub(crate) fn new(evaluator: &'e Evaluator<'p>) -> Walk<'e, 'p> {
        let mut walk = Walk {
            evaluator,
            visits: Vec::new(),
            places: BTreeMap::new(),
            problems: Vec::new(),
            pending: BTreeMap::new(),
            entry: None,
            shadow: BTreeSet::new(),
        };
        if let Some(start) = evaluator.pathway.start {
            walk.come_to(start, None, &Known::default());
        }
        walk
    }

    /// Decides the next place. Among places that may lead to one another, those that can be decided come
    /// before those that wait for an answer.
    pub(crate) fn step(&mut self, sheet: &Sheet) -> Step {
        let together = self.next();
        let Some(first) = together.first() else {
            return Step::Done;
        };
        self.enter(first.component);
        let mut waiting = None;
        for spot in &together {
            let Some(pending) = self.pending.get(spot) else {
                continue;
            };
            match Decision::at(self.evaluator, sheet, pending) {
                Ok(decided) => {
                    self.pending.remove(spot);
                    self.go_on(decided);
                    return Step::Decided;
                }
                Err(needs) => {
                    waiting.get_or_insert(needs);
                }
            }
        }
        Step::Needs(waiting.unwrap_or_default())
    }

    fn go_on(&mut self, decided: Decision) {
        let at = self.visits.len();
        let block = decided.visit.block;
        let known = decided.visit.known.clone();
        let taken = decided.visit.taken.clone();
        self.places.insert(block, at);
        self.visits.push(decided.visit);
        for problem in decided.problems {
            self.problems.push((at, problem));
        }
        for way in taken {
            let Some(target) = self.evaluator.pathway[block].ways[way].target else {
                continue;
            };
            if !self.places.contains_key(&target) {
                self.come_to(target, Some((block, way)), &known);
            } else if self.came_too_late(block, target) {
                break;
            }
        }
    }

    /// Sets the next place aside, with everything that it may yet lead to.
    pub(crate) fn set_aside(&mut self) {
        let Some(spot) = self.next().first().copied() else {
            return;
        };
        let Some(aside) = self.pending.remove(&spot) else {
            return;
        };
        let mut open = vec![aside.block];
        while let Some(block) = open.pop() {
            if self.shadow.insert(block) {
                open.extend(targets(self.evaluator.pathway, block));
            }
        }
        let mut before = BTreeSet::new();
        for (block, _) in &aside.came {
            before.extend(self.before(*block));
        }
        let too_early = (0..self.visits.len()).find(|at| {
            let block = self.visits[*at].block;
            self.shadow.contains(&block) && !before.contains(&block)
        });
        if let Some(first) = too_early {
            self.forget_shadowed(first, &before);
        }
        let shadow = &self.shadow;
        self.pending
            .retain(|_, pending| !shadow.contains(&pending.block));
    }

    /// Forgets the places that were decided before one that waits and may lead to them.
    fn forget_shadowed(&mut self, first: usize, before: &BTreeSet<BlockId>) {
        let problems = self.problems.clone();
        let later = self.visits.split_off(first);
        self.problems.retain(|(at, _)| *at < first);
        for (was, visit) in (first..).zip(later) {
            if self.shadow.contains(&visit.block) && !before.contains(&visit.block) {
                self.places.remove(&visit.block);
                continue;
            }
            let at = self.visits.len();
            self.places.insert(visit.block, at);
            self.visits.push(visit);
            let here = problems.iter().filter(|(at, _)| *at == was);
            self.problems
                .extend(here.map(|(_, problem)| (at, problem.clone())));
        }
    }

    /// The state as it is now.
    pub(crate) fn mark(&self) -> Mark {
        let settled = match (&self.entry, self.pending.keys().next()) {
            (Some(entry), Some(spot)) if entry.component == spot.component => entry.visits,
            (Some(_) | None, Some(_) | None) => self.visits.len(),
        };
        Mark {
            visits: settled,
            unsettled: self.visits[settled..].to_vec(),
            problems: self.problems.clone(),
            pending: self.pending.clone(),
            entry: self.entry.clone(),
        }
    }

    /// Takes the walk back to an earlier state of its own.
    pub(crate) fn back_to(&mut self, mark: &Mark) {
        self.forget_visits_from(mark.visits);
        for visit in &mark.unsettled {
            self.places.insert(visit.block, self.visits.len());
            self.visits.push(visit.clone());
        }
        self.problems.clone_from(&mark.problems);
        self.pending.clone_from(&mark.pending);
        self.entry.clone_from(&mark.entry);
    }

    /// How many places are decided.
    pub(crate) fn decided(&self) -> usize {
        self.visits.len()
    }

    /// What the walk has come to.
    pub(crate) fn evaluation(&self, sheet: &Sheet, waiting: Vec<QuestionId>) -> Evaluation {
        let pathway = self.evaluator.pathway;
        Evaluation {
            sheet: sheet.clone(),
            today: self.evaluator.today,
            asked: self
                .visits
                .iter()
                .filter_map(|visit| question_at(pathway, visit.block))
                .collect(),
            waiting,
            problems: self.problems.iter().map(|(_, it)| it.clone()).collect(),
            got: put_together(pathway, &self.visits),
            visits: self.visits.clone(),
            places: self.places.clone(),
        }
    }

    fn come_to(&mut self, block: BlockId, by: Option<(BlockId, usize)>, known: &Known) {
        if self.shadow.contains(&block) {
            return;
        }
        let Some(spot) = self.evaluator.drawing.spot(block) else {
            return;
        };
        let pending = self.pending.entry(spot).or_insert_with(|| Pending {
            block,
            came: Vec::new(),
            known: Known::default(),
        });
        pending.came.extend(by);
        pending.known.add(known);
    }

    /// The place to decide next; where the drawing has a circle, every place of it that is pending, those
    /// first of which nothing has been learned that they must wait for another of these.
    fn next(&self) -> Vec<Spot> {
        let Some(first) = self.pending.keys().next().copied() else {
            return Vec::new();
        };
        if !self.evaluator.drawing.is_circular(first.component) {
            return vec![first];
        }
        let together: Vec<(Spot, BlockId)> = self
            .pending
            .iter()
            .take_while(|(spot, _)| spot.component == first.component)
            .map(|(spot, pending)| (*spot, pending.block))
            .collect();
        let nothing = BTreeSet::new();
        let waits = match &self.entry {
            Some(entry) if entry.component == first.component => &entry.waits,
            Some(_) | None => &nothing,
        };
        let (free, held): (Vec<_>, Vec<_>) = together.iter().partition(|(_, block)| {
            let earlier = waited_for(waits, *block);
            together
                .iter()
                .all(|(_, other)| other == block || !earlier.contains(other))
        });
        free.into_iter().chain(held).map(|(spot, _)| spot).collect()
    }

    /// Remembers the state in which the walk comes into a circle of the drawing.
    fn enter(&mut self, component: usize) {
        let inside = self
            .entry
            .as_ref()
            .is_some_and(|entry| entry.component == component);
        if !inside {
            self.entry = self
                .evaluator
                .drawing
                .is_circular(component)
                .then(|| Entry {
                    component,
                    visits: self.visits.len(),
                    pending: self.pending.clone(),
                    returns: 0,
                    waits: BTreeSet::new(),
                });
        }
    }

    /// A way from `block` arrives at `target`, which has been decided. Says whether the walk went back.
    fn came_too_late(&mut self, block: BlockId, target: BlockId) -> bool {
        if let Some(circle) = self.circle(block, target) {
            self.problem_now(Problem::Circle(circle));
            return false;
        }
        let before_target = self.before(target);
        let mut late = self.before(block);
        late.retain(|other| !before_target.contains(other));
        if let Some(entry) = &mut self.entry {
            let knew = entry.waits.len();
            entry
                .waits
                .extend(late.iter().map(|other| (*other, target)));
            if entry.waits.len() > knew && entry.returns < RETURNS {
                entry.returns += 1;
                let (visits, pending) = (entry.visits, entry.pending.clone());
                self.pending = pending;
                self.forget_visits_from(visits);
                return true;
            }
        }
        // Whichever of the two is decided first, the other should have been: what is known at the one
        // depends on what is decided at the other, and the other way round.
        let needs = late
            .iter()
            .filter_map(|other| question_at(self.evaluator.pathway, *other))
            .collect();
        let ways = (0..self.evaluator.pathway[target].ways.len()).collect();
        self.problem_now(Problem::Undecided {
            block: target,
            ways,
            needs,
        });
        false
    }

    /// Adds a problem that was met at the last visit, once.
    fn problem_now(&mut self, problem: Problem) {
        let met = (self.visits.len().saturating_sub(1), problem);
        if !self.problems.contains(&met) {
            self.problems.push(met);
        }
    }

    fn forget_visits_from(&mut self, first: usize) {
        for visit in self.visits.drain(first..) {
            self.places.remove(&visit.block);
        }
        self.problems.retain(|(at, _)| *at < first);
    }

    /// The shortest way round from `target` by taken ways to `block`, whose way leads to `target` again;
    /// none where no taken ways lead from the one to the other.
    fn circle(&self, block: BlockId, target: BlockId) -> Option<Vec<(BlockId, usize)>> {
        let pathway = self.evaluator.pathway;
        let mut reached: BTreeMap<BlockId, Option<(BlockId, usize)>> = BTreeMap::new();
        reached.insert(target, None);
        let mut queue = VecDeque::from([target]);
        while let Some(at) = queue.pop_front() {
            let visit = self.places.get(&at).map(|at| &self.visits[*at]);
            for way in visit.map_or(&[][..], |visit| &visit.taken) {
                let Some(next) = pathway[at].ways[*way].target else {
                    continue;
                };
                if at == block && next == target {
                    let mut circle = vec![(at, *way)];
                    let mut back = reached.get(&at).copied().flatten();
                    while let Some((before, way)) = back {
                        circle.push((before, way));
                        back = reached.get(&before).copied().flatten();
                    }
                    circle.reverse();
                    return Some(circle);
                }
                if self.places.contains_key(&next) && !reached.contains_key(&next) {
                    reached.insert(next, Some((at, *way)));
                    queue.push_back(next);
                }
            }
        }
        None
    }

    /// The places of this part of the drawing by which the family came to a place, and the place itself.
    fn before(&self, block: BlockId) -> BTreeSet<BlockId> {
        let first = self.entry.as_ref().map_or(0, |entry| entry.visits);
        let mut found = BTreeSet::new();
        let mut open = vec![block];
        while let Some(block) = open.pop() {
            let Some(at) = self.places.get(&block).filter(|at| **at >= first) else {
                continue;
            };
            if found.insert(block) {
                open.extend(self.visits[*at].came.iter().map(|(before, _)| *before));
            }
        }
        found
    }
}

/// Every place that a place must wait for, as far as has been learned.
fn waited_for(waits: &BTreeSet<(BlockId, BlockId)>, block: BlockId) -> BTreeSet<BlockId> {
    let mut found = BTreeSet::new();
    let mut open = vec![block];
    while let Some(block) = open.pop() {
        for (earlier, later) in waits {
            if *later == block && found.insert(*earlier) {
                open.push(*earlier);
            }
        }
    }
    found
}
