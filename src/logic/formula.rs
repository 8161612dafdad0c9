//! The places of a pathway and the ways between them, as variables of the solver: who comes where, which way
//! is taken, what is known on arrival.
//!
//! A formula begins at one place, its root, and holds what lies between it and the places that were asked for.
//! A family that comes to the root may have given any answer to what the formula reads; that this is so is the
//! business of [`super::slice`]. Each place is written down once, after all that lead to it; where the drawing
//! has a circle there is no such order, and [`super::round`] writes down the circle as a whole.
//!
//! Invariant: nothing nests, however long the pathway.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use super::Ground;
use super::checkpoint::Checkpoint;
use super::choice::{Choice, Choosable};
use super::gates::Gates;
use super::meaning::{Definite, Key, Seen, Three};
use super::plan::Plan;
use super::round::Round;
use super::solver::{Lit, Settled};
use super::variables::Variables;
use crate::evaluate::{Definition, question_at};
use crate::families::Cells;
use crate::ir::{Answer, BlockId, Condition, Date, Pathway, QuestionId, Way, WayKind};

/// A place, and the questions that are read there.
#[derive(Clone, Debug)]
pub(super) struct Need {
    pub(super) block: BlockId,
    pub(super) reads: BTreeSet<QuestionId>,
}

/// What is written down of a pathway in one solver.
pub(super) struct Formula<'g> {
    ground: &'g Ground<'g>,
    pub(super) gates: Gates,
    root: BlockId,
    variables: HashMap<QuestionId, Rc<Variables>>,
    /// Another answer to a question, while it is asked what that would change.
    instead: Option<(QuestionId, Rc<Variables>)>,
    /// The questions that have variables, in the order in which they were met.
    met: Vec<QuestionId>,
    active: HashMap<BlockId, Lit>,
    /// For each way whether a family arrives by it (and does not close a circle).
    arrives: HashMap<(BlockId, usize), Lit>,
    choices: HashMap<BlockId, Rc<Choice>>,
    known: HashMap<(QuestionId, BlockId), Lit>,
    pub(super) definites: HashMap<Key, Definite>,
    pub(super) rounds: BTreeMap<usize, Round>,
}

impl<'g> Formula<'g> {
    /// A formula that begins at a place and holds nothing yet.
    pub(super) fn at(ground: &'g Ground<'g>, root: BlockId) -> Formula<'g> {
        let mut active = HashMap::new();
        if ground.plan.circle(root).is_none() {
            active.insert(root, Lit::TRUE);
        }
        let mut formula = Formula {
            ground,
            gates: Gates::new(),
            root,
            variables: HashMap::new(),
            instead: None,
            met: Vec::new(),
            active,
            arrives: HashMap::new(),
            choices: HashMap::new(),
            known: HashMap::new(),
            definites: HashMap::new(),
            rounds: BTreeMap::new(),
        };
        let checkpoint = ground.checkpoints.borrow().get(&root).cloned();
        if let Some(checkpoint) = checkpoint {
            formula.bring(&checkpoint);
        }
        formula
    }

    /// Families come to the root with one of the sets of answers that a checkpoint lists.
    fn bring(&mut self, checkpoint: &Checkpoint) {
        let variables: Vec<_> = checkpoint
            .carried
            .iter()
            .map(|it| self.variables(*it))
            .collect();
        let mut one_of = Vec::new();
        for answers in &checkpoint.brought {
            let each = variables.iter().zip(answers);
            let exactly = each.filter_map(|(variables, answer)| variables.exactly(answer));
            let lits: Vec<Lit> = exactly.flatten().collect();
            one_of.push(self.gates.all(lits));
        }
        if !checkpoint.carried.is_empty() {
            self.gates.must(&one_of);
        }
    }

    /// The questions that were asked before the root and are read behind it.
    pub(super) fn carried(&self) -> Vec<QuestionId> {
        let before = |question: &QuestionId| {
            let asked = self.pathway()[*question].block;
            asked.is_some_and(|at| at != self.root && self.plan().is_passed(at, self.root))
        };
        let mut carried: Vec<QuestionId> = self.met.iter().copied().filter(before).collect();
        carried.sort();
        carried
    }

    pub(super) fn pathway(&self) -> &'g Pathway {
        self.ground.pathway
    }

    pub(super) fn plan(&self) -> &'g Plan {
        &self.ground.plan
    }

    pub(super) fn today(&self) -> Date {
        self.ground.today
    }

    /// The question as which one is answered.
    pub(super) fn first_of(&self, question: QuestionId) -> QuestionId {
        self.ground.ties.get(&question).copied().unwrap_or(question)
    }

    /// Whether two versions are looked at.
    pub(super) fn is_of_both(&self) -> bool {
        self.ground.names.is_some()
    }

    /// The definition by whose name cases may speak of this one: itself; of two versions that of the old one, if both
    /// say the same.
    pub(super) fn name_of(&self, definition: Definition) -> Option<Definition> {
        match &self.ground.names {
            None => Some(definition),
            Some(names) => names.get(&definition).copied(),
        }
    }

    pub(super) fn cells(&self) -> &'g Cells {
        &self.ground.cells
    }

    pub(super) fn root(&self) -> BlockId {
        self.root
    }

    /// How many places are written down.
    pub(super) fn places(&self) -> usize {
        self.active.len()
    }

    /// Whether this, and these, can be.
    pub(super) fn can(&mut self, assumed: &[Lit]) -> Settled {
        self.gates.solve(assumed, self.ground.limits.work)
    }

    /// The facts that conditions have read so far, in the author's order.
    pub(super) fn facts(&self) -> Vec<QuestionId> {
        let met = self.met.iter().copied();
        let mut facts: Vec<QuestionId> = met.filter(|it| self.pathway()[*it].fact).collect();
        facts.sort();
        facts
    }

    /// Whether anything written down so far depends on a question.
    pub(super) fn has_variables(&self, question: QuestionId) -> bool {
        self.variables.contains_key(&question)
    }

    /// The questions that conditions have read so far.
    pub(super) fn met(&self) -> &[QuestionId] {
        &self.met
    }

    /// New variables for an answer to a question.
    pub(super) fn made(&mut self, question: QuestionId) -> Variables {
        let ground = self.ground;
        Variables::of(ground.pathway, question, &ground.cells, &mut self.gates)
    }

    /// What is so if a question has another answer at the places that are looked at, all before as it is.
    pub(super) fn with<T>(
        &mut self,
        question: QuestionId,
        answer: &Rc<Variables>,
        look: impl FnOnce(&mut Self) -> T,
    ) -> T {
        self.instead = Some((question, Rc::clone(answer)));
        let definites = std::mem::take(&mut self.definites);
        let choices = std::mem::take(&mut self.choices);
        let seen = look(self);
        self.definites = definites;
        self.choices = choices;
        self.instead = None;
        seen
    }

    /// The variables of a question.
    pub(super) fn variables(&mut self, question: QuestionId) -> Rc<Variables> {
        if let Some((_, other)) = self.instead.as_ref().filter(|(it, _)| *it == question) {
            return Rc::clone(other);
        }
        if let Some(known) = self.variables.get(&question) {
            return Rc::clone(known);
        }
        let made = match self.ground.ties.get(&question) {
            Some(other) => self.variables(*other),
            None => Rc::new(self.made(question)),
        };
        self.variables.insert(question, Rc::clone(&made));
        self.met.push(question);
        made
    }

    /// The answer to a question in the solver's last example.
    pub(super) fn answer(&self, question: QuestionId) -> Option<Answer> {
        self.variables.get(&question)?.answer(&self.gates)
    }

    /// Writes down these places, and all that lies between the root and them.
    pub(super) fn write_down(&mut self, needs: &[Need]) {
        let mut new = BTreeSet::new();
        let mut open: Vec<BlockId> = Vec::new();
        for need in needs {
            open.push(need.block);
            open.extend(self.asked_beside(need.block, need.reads.iter()));
        }
        while let Some(block) = open.pop() {
            if !self.is_inside(block) || self.active.contains_key(&block) && block != self.root {
                continue;
            }
            if !new.insert((self.plan().place(block), block)) {
                continue;
            }
            open.extend(self.asked_beside(block, self.plan().ways_read[block.0].iter()));
            if block != self.root {
                open.extend(
                    self.plan().before[block.0]
                        .iter()
                        .map(|(before, _)| *before),
                );
            }
            open.extend(self.plan().circle(block).into_iter().flatten());
        }
        self.gates
            .let_follow(self.active.len() + new.len() > super::SMALL);
        for (_, block) in new {
            if self.active.contains_key(&block) {
                continue;
            }
            match self.plan().circle(block) {
                Some(circle) => self.write_down_circle(circle),
                None => {
                    let came = self.came_from_outside(block, &[]);
                    let active = self.gates.any(came);
                    self.put_active(block, active);
                }
            }
        }
    }

    /// Where the questions that are read at a place are asked, as far as it matters whether the family was there.
    fn asked_beside<'q>(
        &self,
        block: BlockId,
        read: impl Iterator<Item = &'q QuestionId>,
    ) -> Vec<BlockId> {
        let plan = self.plan();
        let asked = read.filter_map(|question| self.pathway()[*question].block);
        asked
            .filter(|at| {
                plan.is_drawn(*at)
                    && plan.part(*at) <= plan.part(block)
                    && !plan.is_passed(*at, block)
                    && !plan.may_be_abreast(*at, block)
            })
            .collect()
    }

    /// Whether a place lies behind the root.
    fn is_inside(&self, block: BlockId) -> bool {
        self.plan().is_passed(self.root, block)
    }

    pub(super) fn put_active(&mut self, block: BlockId, active: Lit) {
        self.active.insert(block, active);
        // A question of which no answer can be given stops everybody.
        if let Some(question) = question_at(self.pathway(), block) {
            let nothing = matches!(
                &*self.variables(question),
                Variables::Number(numbers, _) if numbers.is_empty()
            );
            if nothing {
                self.gates.must(&[!active]);
            }
        }
    }

    /// Whether the family comes to a place.
    pub(super) fn comes(&self, block: BlockId) -> Lit {
        self.active.get(&block).copied().unwrap_or(Lit::FALSE)
    }

    /// The ways by which a family may come to a place, from others than these.
    pub(super) fn came_from_outside(&mut self, block: BlockId, inside: &[BlockId]) -> Vec<Lit> {
        let mut came = Vec::new();
        for (before, way) in &self.plan().before[block.0] {
            if !inside.contains(before) && self.active.contains_key(before) {
                let takes = self.takes(*before, *way);
                self.put_arrival(*before, *way, takes);
                came.push(takes);
            }
        }
        came
    }

    pub(super) fn put_arrival(&mut self, block: BlockId, way: usize, arrives: Lit) {
        self.arrives.insert((block, way), arrives);
    }

    fn arrives(&self, block: BlockId, way: usize) -> Lit {
        self.arrives
            .get(&(block, way))
            .copied()
            .unwrap_or(Lit::FALSE)
    }

    /// Whether the family comes to a place and takes this way on.
    pub(super) fn takes(&mut self, block: BlockId, way: usize) -> Lit {
        let comes = self.comes(block);
        let taken = self.choice(block).taken.get(way).copied();
        self.gates.and(comes, taken.unwrap_or(Lit::FALSE))
    }

    /// How a place chooses among its ways.
    pub(super) fn choice(&mut self, block: BlockId) -> Rc<Choice> {
        if let Some(known) = self.choices.get(&block) {
            return Rc::clone(known);
        }
        let reads = self.plan().ways_read[block.0].iter();
        let seen = self.seen_at(block, reads);
        let it = &self.pathway()[block];
        let ways: Vec<Choosable> = it
            .ways
            .iter()
            .map(|way| Choosable {
                applies: self.applies(block, way, &seen),
                otherwise: way.kind == WayKind::Otherwise,
                leads: way.target.map(|target| target.0),
            })
            .collect();
        let choice = Rc::new(Choice::among(it.policy, &ways, &mut self.gates));
        self.choices.insert(block, Rc::clone(&choice));
        choice
    }

    /// Whether a way applies, by its own answers and its condition.
    fn applies(&mut self, block: BlockId, way: &Way, seen: &Seen) -> Three {
        let answered = match (&way.on, question_at(self.pathway(), block)) {
            (None, _) => Lit::TRUE,
            (Some(_), None) => Lit::FALSE,
            (Some(answers), Some(question)) => {
                let variables = self.variables(question);
                let one = variables.is_one_of(answers, &mut self.gates);
                match one {
                    Some(one) => one,
                    None => {
                        let ticked = variables.items(answers, &[], &mut self.gates);
                        self.gates.any(ticked.unwrap_or_default())
                    }
                }
            }
        };
        let Some(guard) = &way.when else {
            return Three::known(answered);
        };
        let truth = self.truth(&guard.condition, seen);
        let yes = self.gates.and(answered, truth.yes);
        if truth.is_known() {
            return Three::known(yes);
        }
        let no = self.gates.or(!answered, truth.no);
        Three { yes, no }
    }

    /// Whether a condition holds for a family that is at a place.
    pub(super) fn truth_at(&mut self, block: BlockId, condition: &Condition) -> Three {
        let read = self.plan().read_by(condition);
        let seen = self.seen_at(block, read.iter());
        self.truth(condition, &seen)
    }

    /// Whether a condition of a rule holds, when all is asked.
    pub(super) fn truth_at_the_end(&mut self, condition: &Condition) -> Lit {
        let read = self.plan().read_by(condition);
        let mut known = BTreeMap::new();
        for question in read {
            let (asked, offered) = (self.is_asked(question), self.is_offered(question));
            known.insert(question, self.gates.and(asked, offered));
        }
        self.truth_of_known(condition, known)
    }

    /// The same, where what is answered to a question that is tied to others is known if any of them is asked.
    pub(super) fn truth_of_answers(&mut self, condition: &Condition) -> Lit {
        let mut known = BTreeMap::new();
        for question in self.plan().read_by(condition) {
            let asked = self.is_answered(question);
            known.insert(question, asked);
        }
        self.truth_of_known(condition, known)
    }

    fn truth_of_known(&mut self, condition: &Condition, known: BTreeMap<QuestionId, Lit>) -> Lit {
        let seen = Seen {
            known,
            at_the_end: true,
        };
        self.truth(condition, &seen).yes
    }

    /// Whether the answer to a question is one that its version offers.
    fn is_offered(&mut self, question: QuestionId) -> Lit {
        let ground = self.ground;
        match ground.offered.get(&question) {
            None => Lit::TRUE,
            Some(condition) => {
                self.truth_of_known(condition, BTreeMap::from([(question, Lit::TRUE)]))
            }
        }
    }

    /// Whether the family is asked a question, or a fact.
    fn is_asked(&self, question: QuestionId) -> Lit {
        let it = &self.pathway()[question];
        match it.block {
            _ if it.fact => Lit::TRUE,
            Some(block) => self.comes(block),
            None => Lit::FALSE,
        }
    }

    /// Whether the family is asked a question, or one that is answered as that is.
    pub(super) fn is_answered(&mut self, question: QuestionId) -> Lit {
        let ground = self.ground;
        let first = ground.ties.get(&question).copied().unwrap_or(question);
        let tied = ground.ties.iter().filter(|(_, to)| **to == first);
        let all: Vec<QuestionId> = tied.map(|(it, _)| *it).chain([first]).collect();
        let asked: Vec<Lit> = all.into_iter().map(|it| self.is_asked(it)).collect();
        self.gates.any(asked)
    }

    /// What is known of these questions at a place.
    pub(super) fn seen_at<'q>(
        &mut self,
        block: BlockId,
        questions: impl Iterator<Item = &'q QuestionId>,
    ) -> Seen {
        let known = questions.map(|question| (*question, self.is_known(*question, block)));
        Seen {
            known: known.collect(),
            at_the_end: false,
        }
    }

    /// Whether a question is known at a place, for a family that comes there.
    pub(super) fn is_known(&mut self, question: QuestionId, block: BlockId) -> Lit {
        let plan = self.plan();
        let it = &self.pathway()[question];
        if it.fact {
            return self.is_offered(question);
        }
        let Some(asked) = it.block else {
            return Lit::FALSE;
        };
        if plan.is_passed(asked, block) {
            return Lit::TRUE;
        }
        let never =
            !plan.is_drawn(asked) || plan.part(asked) > plan.part(block) || !self.is_inside(asked);
        if never {
            return Lit::FALSE;
        }
        if let Some(known) = self.known.get(&(question, block)) {
            return *known;
        }
        let abreast = plan.may_be_abreast(asked, block);
        let known = match plan.circle(block) {
            Some(circle) if abreast || plan.part(asked) == plan.part(block) => {
                self.is_known_in_circle(question, asked, circle);
                return self.known_there(question, block);
            }
            Some(_) | None if !abreast => self.comes(asked),
            Some(_) | None => {
                let sources = BTreeMap::from([(asked, Lit::TRUE)]);
                let brought = self.brings(&sources, &[block]);
                brought.get(&block).copied().unwrap_or(Lit::FALSE)
            }
        };
        self.put_known(question, block, known);
        known
    }

    pub(super) fn put_known(&mut self, question: QuestionId, block: BlockId, known: Lit) {
        self.known.insert((question, block), known);
    }

    pub(super) fn known_there(&self, question: QuestionId, block: BlockId) -> Lit {
        let known = self.known.get(&(question, block));
        known.copied().unwrap_or(Lit::FALSE)
    }

    /// For each of these places whether a family that comes there has come by a way that passes one of the
    /// sources, where what the source gives was so.
    pub(super) fn brings(
        &mut self,
        sources: &BTreeMap<BlockId, Lit>,
        to: &[BlockId],
    ) -> HashMap<BlockId, Lit> {
        let mut brought: HashMap<BlockId, Lit> = HashMap::new();
        let Some(first) = sources.keys().map(|it| self.plan().part(*it)).min() else {
            return brought;
        };
        let mut behind = BTreeSet::new();
        let mut open = to.to_vec();
        while let Some(at) = open.pop() {
            let drawn = self.active.contains_key(&at) && self.plan().part(at) >= first;
            if !drawn || !behind.insert((self.plan().place(at), at)) {
                continue;
            }
            if at != self.root {
                open.extend(self.plan().before[at.0].iter().map(|(before, _)| *before));
            }
            open.extend(self.plan().circle(at).into_iter().flatten());
        }
        // In a circle each place has a variable first, and what it stands for afterwards: the ways that count lead
        // from lower places to higher ones, so that nothing is its own reason.
        for (_, at) in &behind {
            if self.plan().circle(*at).is_some() {
                let lit = self.gates.fresh();
                brought.insert(*at, lit);
            }
        }
        for (_, at) in &behind {
            let mut by = Vec::new();
            for (before, way) in &self.plan().before[at.0] {
                let arrives = self.arrives(*before, *way);
                let had = brought.get(before).copied().unwrap_or(Lit::FALSE);
                let given = sources.get(before).copied().unwrap_or(Lit::FALSE);
                let has = self.gates.or(had, given);
                by.push(self.gates.and(arrives, has));
            }
            if *at == self.root {
                by.clear();
            }
            let any = self.gates.any(by);
            match brought.get(at) {
                Some(lit) => self.gates.same(*lit, any),
                None => {
                    brought.insert(*at, any);
                }
            }
        }
        brought
    }
}
