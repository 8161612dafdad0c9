//! How many families there are, of those that a formula holds: an answer to a question counts where the question is
//! asked, and nowhere else.
//!
//! Invariant: the number is exact, or there is none.

mod diagram;

use std::collections::{BTreeMap, BTreeSet};

use super::Ground;
use super::formula::{Formula, Need};
use super::gates::Made;
use super::solver::Lit;
use super::variables::Variables;
use crate::evaluate::question_at;
use crate::ir::{BlockId, QuestionId};

use diagram::{Diagram, Node};

/// The most variables.
const VARIABLES: usize = 900;

/// Everything that families meet, written down, so that the answers that make families differ have variables.
pub(super) fn whole<'g>(ground: &'g Ground<'g>) -> Formula<'g> {
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
    // An answer that nothing reads makes another family too.
    for block in drawn {
        if let Some(question) = question_at(pathway, block) {
            whole.variables(question);
        }
    }
    // What a practitioner knows beforehand counts where anything reads it, whether or not a way does.
    for (number, it) in pathway.questions.iter().enumerate() {
        if it.fact && ground.is_read(QuestionId(number)) {
            whole.variables(QuestionId(number));
        }
    }
    whole
}

/// Every family, as a diagram; nothing where that is too large.
pub(super) struct Census(Option<Counting>);

struct Counting {
    diagram: Diagram,
    nodes: BTreeMap<Lit, Node>,
    everyone: Node,
}

impl Census {
    /// Looks at everyone, with at most so many nodes in all.
    pub(super) fn of(formula: &mut Formula<'_>, nodes: usize) -> Census {
        Census(Counting::of(formula, nodes))
    }

    /// How many families there are of whom this is so.
    pub(super) fn count(&mut self, formula: &Formula<'_>, lit: Lit) -> Option<f64> {
        // What could not be written down may be so, and stands there as if it were not.
        let counting = self.0.as_mut().filter(|_| !formula.gates.gave_up())?;
        let these = counting.lit(formula, lit)?;
        let these = counting.diagram.and(these, counting.everyone)?;
        Some(counting.diagram.count(these))
    }
}

impl Counting {
    fn of(formula: &mut Formula<'_>, nodes: usize) -> Option<Counting> {
        let mut places: BTreeMap<Lit, u32> = BTreeMap::new();
        let mut domains = Vec::new();
        for question in in_order(formula) {
            let variables = formula.variables(question);
            let lits: Vec<Lit> = match &*variables {
                Variables::OneOf(lits) | Variables::Ticks(lits) | Variables::Number(_, lits) => {
                    lits.clone()
                }
                Variables::Marks(each) => each.concat(),
                Variables::Nothing => Vec::new(),
            };
            let mut own = BTreeSet::new();
            for lit in lits {
                let positive = if lit.is_negated() { !lit } else { lit };
                if positive != Lit::TRUE {
                    let next = u32::try_from(places.len()).ok()?;
                    places.entry(positive).or_insert(next);
                    own.insert(positive);
                }
            }
            let asked = formula.is_answered(question);
            domains.push((question, variables, own, asked));
        }
        if places.len() > VARIABLES {
            return None;
        }
        let mut counting = Counting {
            diagram: Diagram::new(u32::try_from(places.len()).ok()?, nodes),
            nodes: BTreeMap::from([(Lit::TRUE, Node::YES), (Lit::FALSE, Node::NO)]),
            everyone: Node::YES,
        };
        for (lit, place) in places {
            let node = counting.diagram.variable(place)?;
            counting.nodes.insert(lit, node);
        }
        // The last questions first: what is asked later hangs on what was asked before.
        for (question, variables, own, asked) in domains.into_iter().rev() {
            let accepted = counting.accepted(formula, question, &variables)?;
            let mut nothing = Node::YES;
            for lit in own {
                let not = counting.lit(formula, !lit)?;
                nothing = counting.diagram.and(nothing, not)?;
            }
            let asked = counting.lit(formula, asked)?;
            let here = counting.diagram.choose(asked, accepted, nothing)?;
            counting.everyone = counting.diagram.and(counting.everyone, here)?;
        }
        Some(counting)
    }

    /// That the variables of a question are an answer.
    fn accepted(
        &mut self,
        formula: &Formula<'_>,
        question: QuestionId,
        variables: &Variables,
    ) -> Option<Node> {
        match variables {
            Variables::OneOf(lits) => self.exactly_one(formula, lits),
            Variables::Marks(each) => {
                let mut all = Node::YES;
                for lits in each {
                    let one = self.exactly_one(formula, lits)?;
                    all = self.diagram.and(all, one)?;
                }
                Some(all)
            }
            Variables::Ticks(ticks) => {
                let items = formula.pathway()[question].answers.options();
                let is_alone = |at: usize| items.get(at).is_some_and(|it| it.alone);
                if !(0..ticks.len()).any(is_alone) {
                    return Some(Node::YES);
                }
                let mut any = Node::NO;
                let mut all = Node::YES;
                for (at, tick) in ticks.iter().enumerate() {
                    let tick = self.lit(formula, *tick)?;
                    any = self.diagram.or(any, tick)?;
                    if !is_alone(at) {
                        continue;
                    }
                    let mut no_other = Node::YES;
                    for (_, other) in ticks.iter().enumerate().filter(|(it, _)| *it != at) {
                        let not = self.lit(formula, !*other)?;
                        no_other = self.diagram.and(no_other, not)?;
                    }
                    let ok = self.diagram.choose(tick, no_other, Node::YES)?;
                    all = self.diagram.and(all, ok)?;
                }
                self.diagram.and(any, all)
            }
            // Nobody can answer, so nobody comes there.
            Variables::Number(numbers, _) if numbers.is_empty() => Some(Node::NO),
            Variables::Number(_, from_here) => {
                let mut all = Node::YES;
                for pair in from_here.windows(2) {
                    if let [before, after] = pair {
                        let before = self.lit(formula, *before)?;
                        let after = self.lit(formula, *after)?;
                        let ok = self.diagram.choose(after, before, Node::YES)?;
                        all = self.diagram.and(all, ok)?;
                    }
                }
                Some(all)
            }
            Variables::Nothing => Some(Node::YES),
        }
    }

    fn exactly_one(&mut self, formula: &Formula<'_>, lits: &[Lit]) -> Option<Node> {
        let (mut none, mut one) = (Node::YES, Node::NO);
        for lit in lits.iter().rev() {
            let lit = self.lit(formula, *lit)?;
            one = self.diagram.choose(lit, none, one)?;
            none = self.diagram.choose(lit, Node::NO, none)?;
        }
        Some(one)
    }

    /// A combination of the formula as a diagram; none where it is made of anything but answers.
    fn lit(&mut self, formula: &Formula<'_>, lit: Lit) -> Option<Node> {
        let mut open = vec![lit];
        while let Some(at) = open.last().copied() {
            if self.nodes.contains_key(&at) {
                open.pop();
                continue;
            }
            if at.is_negated() {
                match self.nodes.get(&!at).copied() {
                    Some(node) => {
                        let not = self.diagram.not(node)?;
                        self.nodes.insert(at, not);
                    }
                    None => open.push(!at),
                }
                continue;
            }
            let made = formula.gates.made_of(at)?;
            let parts: Vec<Lit> = match &made {
                Made::All(lits) => lits.clone(),
                Made::If(condition, then, other) => vec![*condition, *then, *other],
            };
            let missing = parts.iter().filter(|it| !self.nodes.contains_key(it));
            let missing: Vec<Lit> = missing.copied().collect();
            if !missing.is_empty() {
                open.extend(missing);
                continue;
            }
            let nodes = parts.iter().map(|it| self.nodes.get(it).copied());
            let nodes: Vec<Node> = nodes.collect::<Option<_>>()?;
            let node = match (made, nodes.as_slice()) {
                (Made::If(..), [condition, then, other]) => {
                    self.diagram.choose(*condition, *then, *other)?
                }
                (Made::If(..) | Made::All(_), nodes) => {
                    let mut all = Node::YES;
                    for node in nodes {
                        all = self.diagram.and(all, *node)?;
                    }
                    all
                }
            };
            self.nodes.insert(at, node);
        }
        self.nodes.get(&lit).copied()
    }
}

/// Facts first, then questions as the old version asks them; those that only the new one asks stand behind the one
/// that it asks before.
fn in_order(formula: &Formula<'_>) -> Vec<QuestionId> {
    let pathway = formula.pathway();
    let place = |question: QuestionId| Some(formula.plan().place(pathway[question].block?));
    let met = formula.met().iter();
    let mut all: Vec<_> = met.map(|it| (place(*it), *it)).collect();
    all.sort();
    let mut order: Vec<QuestionId> = Vec::new();
    let mut after = 0;
    for (_, question) in all {
        let first = formula.first_of(question);
        match order.iter().position(|it| *it == first) {
            Some(at) => after = at + 1,
            None => {
                order.insert(after, first);
                after += 1;
            }
        }
    }
    order
}
