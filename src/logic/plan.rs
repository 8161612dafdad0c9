//! What is known of a pathway before any answer: what leads where, what every way to a place passes, and who
//! reads which question.
//!
//! Invariant: nothing here depends on what families answer; it only says what need not be asked of the solver.

use std::collections::{BTreeMap, BTreeSet};

use crate::evaluate::{
    Definition, Drawing, conditions_of, definition_named, definitions_in, parts, question_at,
    question_in,
};
use crate::graph::Graph;
use crate::ir::{
    BlockId, Condition, ConditionId, Pathway, Policy, QuestionId, ScoreId, TermFor, ValueId, What,
};

/// A pathway, seen from above.
pub(super) struct Plan {
    /// For each block the ways that lead to it: the block before, and the number of its way.
    pub(super) before: Vec<Vec<(BlockId, usize)>>,
    /// For each block the part of the drawing it is in; none where no ways lead there. Ways lead from smaller
    /// numbers to greater ones, or stay in a part.
    part: Vec<Option<usize>>,
    /// Where each block stands among all, such that (outside circles) ways lead only on.
    place: Vec<usize>,
    /// For each part the blocks of a circle; nothing for a block alone.
    circles: BTreeMap<usize, Vec<BlockId>>,
    /// For each block the last one that every way to it passes; none for the start and what is not reached.
    passes: Vec<Option<BlockId>>,
    /// For each block when its subtree of `passes` is entered and left.
    within: Vec<(usize, usize)>,
    /// For each block whether two ways taken at once may both lead to it, or to it and to another place.
    abreast: Vec<bool>,
    /// For each block the questions that its ways read.
    pub(super) ways_read: Vec<Vec<QuestionId>>,
    /// For each question the least part with a block whose ways read it.
    first_read: Vec<Option<usize>>,
    /// For each question the greatest part with a block that reads it in any manner.
    last_read: Vec<Option<usize>>,
    /// For each question the blocks whose ways, actions or services' lines read it.
    pub(super) read_at: Vec<Vec<BlockId>>,
    /// What each definition reads, by the questions in it.
    reads: BTreeMap<Definition, Vec<QuestionId>>,
    /// The values that each definition uses, itself among them.
    values: BTreeMap<Definition, BTreeSet<ValueId>>,
    /// Every definition, after those that it uses.
    pub(super) definitions: Vec<Definition>,
}

impl Plan {
    pub(super) fn of(pathway: &Pathway, graph: &Graph) -> Plan {
        Plan::beside(pathway, graph, None)
    }

    /// The same, where the ways on from one place lead into parts that never meet, and of which none reads what
    /// another asks.
    pub(super) fn beside(pathway: &Pathway, graph: &Graph, apart: Option<BlockId>) -> Plan {
        let blocks = pathway.blocks.len();
        let drawing = Drawing::of(pathway);
        let mut before = vec![Vec::new(); blocks];
        for (number, block) in pathway.blocks.iter().enumerate() {
            let from = BlockId(number);
            if drawing.spot(from).is_none() {
                continue;
            }
            for (way, target) in block.ways.iter().map(|way| way.target).enumerate() {
                if let Some(target) = target {
                    before[target.0].push((from, way));
                }
            }
        }
        let spots: Vec<_> = (0..blocks).map(|at| drawing.spot(BlockId(at))).collect();
        let part = spots
            .iter()
            .map(|spot| spot.map(|it| it.component))
            .collect();
        let mut order: Vec<usize> = (0..blocks).collect();
        order.sort_by_key(|at| (spots[*at], *at));
        let mut place = vec![0; blocks];
        for (at, block) in order.into_iter().enumerate() {
            place[block] = at;
        }
        let mut circles = BTreeMap::new();
        for circle in drawing.circles() {
            if let Some(spot) = circle.first().and_then(|first| drawing.spot(*first)) {
                circles.insert(spot.component, circle);
            }
        }
        let passes = graph.passes(pathway.start);
        let definitions = in_order(pathway);
        let reads = reads_of_definitions(pathway, &definitions);
        let values = values_of_definitions(pathway, &definitions);
        let mut plan = Plan {
            before,
            part,
            place,
            circles,
            within: within(&passes),
            passes,
            abreast: abreast(pathway, graph, apart),
            ways_read: Vec::new(),
            first_read: vec![None; pathway.questions.len()],
            last_read: vec![None; pathway.questions.len()],
            read_at: vec![Vec::new(); pathway.questions.len()],
            reads,
            values,
            definitions,
        };
        for (number, block) in pathway.blocks.iter().enumerate() {
            let mut read = BTreeSet::new();
            for way in &block.ways {
                read.extend(way.when.iter().flat_map(|it| plan.read_by(&it.condition)));
                if way.on.is_some() {
                    read.extend(question_at(pathway, BlockId(number)));
                }
            }
            if let Some(part) = plan.part[number] {
                for question in &read {
                    let first = &mut plan.first_read[question.0];
                    *first = Some(first.map_or(part, |it: usize| it.min(part)));
                }
                let mut in_any_manner = plan.actions_read(pathway, BlockId(number));
                in_any_manner.extend(&read);
                for question in &in_any_manner {
                    plan.read_at[question.0].push(BlockId(number));
                    let last = &mut plan.last_read[question.0];
                    *last = Some(last.map_or(part, |it: usize| it.max(part)));
                }
            }
            plan.ways_read.push(read.into_iter().collect());
        }
        plan
    }

    /// The questions that a condition reads, itself or through definitions, without repeats.
    pub(super) fn read_by(&self, condition: &Condition) -> BTreeSet<QuestionId> {
        let mut read = BTreeSet::new();
        for (part, _) in parts(condition) {
            read.extend(question_in(part));
            if let Some(definition) = definition_named(part) {
                read.extend(self.read_by_definition(definition));
            }
        }
        read
    }

    /// The questions that a definition reads, itself or through others.
    pub(super) fn read_by_definition(&self, definition: Definition) -> &[QuestionId] {
        self.reads.get(&definition).map_or(&[], Vec::as_slice)
    }

    /// The questions that the actions of a block read, and the lines of the services they give.
    pub(super) fn actions_read(&self, pathway: &Pathway, block: BlockId) -> BTreeSet<QuestionId> {
        let mut read = BTreeSet::new();
        for action in &pathway[block].actions {
            read.extend(
                action
                    .when
                    .iter()
                    .flat_map(|it| self.read_by(&it.condition)),
            );
            if let What::Service(service) = &action.what {
                let lines = pathway[*service].lines.iter();
                let guards = lines.filter_map(|line| line.when.as_ref());
                read.extend(guards.flat_map(|it| self.read_by(&it.condition)));
            }
        }
        read
    }

    /// The values that these conditions use, themselves or through definitions.
    pub(super) fn values_in<'c>(
        &self,
        conditions: impl Iterator<Item = &'c Condition>,
    ) -> BTreeSet<ValueId> {
        let mut used = BTreeSet::new();
        for condition in conditions {
            for (part, _) in parts(condition) {
                let values = definition_named(part).and_then(|it| self.values.get(&it));
                used.extend(values.into_iter().flatten());
            }
        }
        used
    }

    /// Whether any ways lead from the start to this block.
    pub(super) fn is_drawn(&self, block: BlockId) -> bool {
        self.part[block.0].is_some()
    }

    /// The part of the drawing that a block is in. (Blocks that are not drawn come last.)
    pub(super) fn part(&self, block: BlockId) -> usize {
        self.part[block.0].unwrap_or(usize::MAX)
    }

    /// Where a block stands among all.
    pub(super) fn place(&self, block: BlockId) -> usize {
        self.place[block.0]
    }

    /// The blocks of the circle of the drawing that a block is in.
    pub(super) fn circle(&self, block: BlockId) -> Option<&[BlockId]> {
        self.circles.get(&self.part(block)).map(Vec::as_slice)
    }

    /// Every circle of the drawing.
    pub(super) fn circles(&self) -> impl Iterator<Item = &[BlockId]> {
        self.circles.values().map(Vec::as_slice)
    }

    /// The last block that every way to this one passes.
    pub(super) fn passed_before(&self, block: BlockId) -> Option<BlockId> {
        self.passes[block.0]
    }

    /// Whether every way to `block` passes `first`; so it does to `first` itself.
    pub(super) fn is_passed(&self, first: BlockId, block: BlockId) -> bool {
        let ((enter, leave), (at, _)) = (self.within[first.0], self.within[block.0]);
        self.is_drawn(first) && self.is_drawn(block) && enter <= at && at < leave
    }

    /// Whether a family may be at one of these places and on its way to the other on two ways at once.
    pub(super) fn may_be_abreast(&self, a: BlockId, b: BlockId) -> bool {
        self.abreast[a.0] && self.abreast[b.0]
    }

    /// Whether anything at this block or after it reads a question, as far as can be told without looking closely.
    pub(super) fn is_read_from(&self, question: QuestionId, block: BlockId) -> bool {
        self.last_read[question.0].is_some_and(|last| last >= self.part(block))
    }

    /// Whether nobody comes to a place of the first list and to one of the second: no ways lead from the one to the
    /// other or back, and the two are never on two ways taken at once.
    pub(super) fn are_apart(
        &self,
        pathway: &Pathway,
        first: &[BlockId],
        second: &[BlockId],
    ) -> bool {
        let leads = |from: &[BlockId], to: &[BlockId]| {
            let last = to.iter().map(|block| self.part(*block)).max();
            from.iter().any(|block| {
                let mut seen = BTreeSet::new();
                let mut open = vec![*block];
                while let Some(at) = open.pop() {
                    if Some(self.part(at)) <= last && seen.insert(at) {
                        open.extend(pathway[at].ways.iter().filter_map(|way| way.target));
                    }
                }
                to.iter().any(|target| seen.contains(target))
            })
        };
        let abreast = first
            .iter()
            .any(|a| second.iter().any(|b| self.may_be_abreast(*a, *b)));
        !abreast && !leads(first, second) && !leads(second, first)
    }

    /// Whether ways before this block read a question, as far as can be told without looking closely.
    pub(super) fn is_read_before(&self, question: QuestionId, block: BlockId) -> bool {
        self.first_read[question.0].is_some_and(|first| first < self.part(block))
    }
}

/// For each block when a walk down the tree of `passes` comes to it, and when it has left all below it.
fn within(passes: &[Option<BlockId>]) -> Vec<(usize, usize)> {
    let mut below: Vec<Vec<usize>> = vec![Vec::new(); passes.len()];
    let mut roots = Vec::new();
    for (block, passed) in passes.iter().enumerate() {
        match passed {
            Some(passed) => below[passed.0].push(block),
            None => roots.push(block),
        }
    }
    let mut within = vec![(0, 0); passes.len()];
    let mut clock = 0;
    let mut open: Vec<(usize, bool)> = roots.into_iter().rev().map(|it| (it, false)).collect();
    while let Some((block, done)) = open.pop() {
        if done {
            within[block].1 = clock;
            continue;
        }
        within[block].0 = clock;
        clock += 1;
        open.push((block, true));
        open.extend(below[block].iter().map(|it| (*it, false)));
    }
    within
}

/// The blocks that lie behind a place where several ways may be taken at once.
fn abreast(pathway: &Pathway, graph: &Graph, apart: Option<BlockId>) -> Vec<bool> {
    let mut abreast = vec![false; pathway.blocks.len()];
    let blocks = (0..).map(BlockId).zip(&pathway.blocks);
    for (_, block) in blocks.filter(|(at, _)| Some(*at) != apart) {
        let targets: BTreeSet<BlockId> = block.ways.iter().filter_map(|it| it.target).collect();
        if block.policy == Policy::EveryMatch && targets.len() > 1 {
            for target in targets
                .iter()
                .filter(|it| !abreast[it.0])
                .copied()
                .collect::<Vec<_>>()
            {
                for reached in graph.reached_from(target) {
                    abreast[reached.0] = true;
                }
            }
        }
    }
    abreast
}

/// Every definition after those that it uses. (Definitions form no circle; were there one, it would be cut.)
fn in_order(pathway: &Pathway) -> Vec<Definition> {
    let all = (0..pathway.conditions.len())
        .map(|at| Definition::Condition(ConditionId(at)))
        .chain((0..pathway.values.len()).map(|at| Definition::Value(ValueId(at))))
        .chain((0..pathway.scores.len()).map(|at| Definition::Score(ScoreId(at))));
    let mut order = Vec::new();
    let mut opened = BTreeSet::new();
    for first in all {
        let mut open = vec![(first, false)];
        while let Some((definition, done)) = open.pop() {
            if done {
                order.push(definition);
            } else if opened.insert(definition) {
                open.push((definition, true));
                let used = definitions_in(pathway, definition).into_iter();
                open.extend(used.map(|used| (used, false)));
            }
        }
    }
    order
}

/// The questions that each definition reads, itself or through others.
fn reads_of_definitions(
    pathway: &Pathway,
    order: &[Definition],
) -> BTreeMap<Definition, Vec<QuestionId>> {
    let mut reads: BTreeMap<Definition, Vec<QuestionId>> = BTreeMap::new();
    for definition in order {
        let mut read = BTreeSet::new();
        for condition in conditions_of(pathway, *definition) {
            for (part, _) in parts(condition) {
                read.extend(question_in(part));
                let used = definition_named(part).and_then(|it| reads.get(&it));
                read.extend(used.into_iter().flatten());
            }
        }
        if let Definition::Score(score) = definition {
            read.extend(
                pathway[*score]
                    .terms
                    .iter()
                    .filter_map(|it| match &it.for_ {
                        TermFor::Each { list, .. } => Some(*list),
                        TermFor::When(_) => None,
                    }),
            );
        }
        reads.insert(*definition, read.into_iter().collect());
    }
    reads
}

/// The values that each definition uses, itself among them.
fn values_of_definitions(
    pathway: &Pathway,
    order: &[Definition],
) -> BTreeMap<Definition, BTreeSet<ValueId>> {
    let mut values: BTreeMap<Definition, BTreeSet<ValueId>> = BTreeMap::new();
    for definition in order {
        let mut used = BTreeSet::new();
        if let Definition::Value(value) = definition {
            used.insert(*value);
        }
        for inner in definitions_in(pathway, *definition) {
            used.extend(values.get(&inner).into_iter().flatten());
        }
        values.insert(*definition, used);
    }
    values
}
