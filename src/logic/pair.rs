//! Two versions of a pathway as one: a first step from which every family takes both ways at once, one into each.
//!
//! What can be asked of one pathway can then be asked of the difference of two: "comes to this outcome in the one
//! and not in the other" is a claim like any other. A question that both ask is tied: it has the same answers in both
//! (all that either offers), and a family answers it the same way. A family whose answer a version does not offer
//! comes to the question there and goes no further; a fact that a version does not offer is not known there.
//!
//! Invariant: for a family's own answers, each half says what the version says by itself. Absent on purpose: what
//! rules promise, examples, and every text that no condition reads.

mod answers;
mod conditions;
mod names;

use std::collections::{BTreeMap, BTreeSet};

use crate::evaluate::{Definition, Sheet, bound_number};
use crate::ir::{
    Action, Answers, Block, BlockId, BlockKind, Bound, Condition, Date, Group, Guard,
    NamedCondition, Pathway, Policy, Promise, PromiseKind, Question, QuestionId, Rule, Score,
    Service, ServiceId, ServiceLine, Subject, Value, ValueId, ValueLine, Way, WayKind, What,
};
use crate::source::Span;

use answers::{Offered, tied};
use conditions::Rewriting;

/// Two versions of a pathway, as one.
#[derive(Clone, Debug)]
pub(crate) struct Pair {
    pub(crate) pathway: Pathway,
    /// For each question of the new version that the old one asks too, that of the old one.
    pub(crate) ties: BTreeMap<QuestionId, QuestionId>,
    /// For each question of which a version does not offer every answer, that the answer is one that it offers.
    pub(crate) offered: BTreeMap<QuestionId, Condition>,
    /// The definitions that mean the same in both, and those of the old version whose names stand for both.
    pub(crate) names: BTreeMap<Definition, Definition>,
    pub(crate) old: Side,
    pub(crate) new: Side,
}

/// Where the parts of one version stand in both together.
#[derive(Clone, Debug)]
pub(crate) struct Side {
    first: First,
    /// For each of its questions which of the answers it offers.
    offered: Vec<Offered>,
}

/// The first number of each kind of part.
#[derive(Clone, Copy, Debug, Default)]
struct First {
    block: usize,
    question: usize,
    service: usize,
    condition: usize,
    value: usize,
    score: usize,
    setting: usize,
    action: usize,
    group: usize,
}

impl Side {
    pub(crate) fn block(&self, block: BlockId) -> BlockId {
        BlockId(self.first.block + block.0)
    }

    pub(crate) fn question(&self, question: QuestionId) -> QuestionId {
        QuestionId(self.first.question + question.0)
    }

    pub(crate) fn value(&self, value: ValueId) -> ValueId {
        ValueId(self.first.value + value.0)
    }

    pub(crate) fn service(&self, service: ServiceId) -> ServiceId {
        ServiceId(self.first.service + service.0)
    }

    pub(crate) fn condition(&self, condition: crate::ir::ConditionId) -> crate::ir::ConditionId {
        crate::ir::ConditionId(self.first.condition + condition.0)
    }

    pub(crate) fn score(&self, score: crate::ir::ScoreId) -> crate::ir::ScoreId {
        crate::ir::ScoreId(self.first.score + score.0)
    }

    pub(crate) fn what(&self, what: &What) -> What {
        match what {
            What::Service(id) => What::Service(self.service(*id)),
            What::Named(id) => What::Named(crate::ir::ActionNameId(self.first.action + id.0)),
            What::Text(text) => What::Text(text.clone()),
        }
    }

    /// The version's own answers of a family; without those that it does not offer.
    pub(crate) fn sheet(&self, own: &Pathway, both: &Sheet) -> Sheet {
        let mut sheet = Sheet::default();
        for at in 0..own.questions.len() {
            let question = QuestionId(at);
            let answer = both.0.get(&self.question(question));
            let answer = answer.and_then(|it| self.offered[at].own_answer(it));
            if let Some(answer) = answer {
                sheet.0.insert(question, answer);
            }
        }
        sheet
    }

    /// The items of a list of this version's that do not stand alone, by their numbers in both.
    fn items(&self, in_both: QuestionId) -> Option<BTreeSet<usize>> {
        let own = in_both.0.checked_sub(self.first.question)?;
        self.offered.get(own).map(Offered::together)
    }

    /// The answers of a question that the other version offers and this one does not, by their numbers in both.
    pub(crate) fn not_offered(
        &self,
        own: &Pathway,
        question: QuestionId,
        all: usize,
    ) -> Vec<usize> {
        let options = own[question].answers.options().len();
        let mine: BTreeSet<usize> = (0..options)
            .map(|it| self.offered[question.0].option(it))
            .collect();
        (0..all).filter(|it| !mine.contains(it)).collect()
    }
}

/// Which of two versions is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Whose {
    Old,
    New,
    Both,
}

impl Pair {
    /// Whose list of items this is, whole, but for items that stand alone.
    pub(crate) fn list_of(&self, list: QuestionId, items: &BTreeSet<usize>) -> Option<Whose> {
        let tied = self.ties.iter().find(|(_, old)| **old == list);
        let old = self.old.items(list);
        let new = self.new.items(tied.map_or(list, |(new, _)| *new));
        match (old, new) {
            (Some(old), Some(new)) if old == *items && new == *items => Some(Whose::Both),
            (Some(old), Some(_)) if old == *items => Some(Whose::Old),
            (Some(_), Some(new)) if new == *items => Some(Whose::New),
            // What only one version asks needs no word whose it is.
            (Some(own), None) | (None, Some(own)) if own == *items => Some(Whose::Both),
            (Some(_) | None, Some(_) | None) => None,
        }
    }

    /// The name of the group that is these items, and whose it is, where the other version means other items by it.
    pub(crate) fn group_of(
        &self,
        list: QuestionId,
        items: &BTreeSet<usize>,
    ) -> Option<(&str, Whose)> {
        let is_these = |it: &Group| it.members.iter().copied().collect::<BTreeSet<_>>() == *items;
        let groups = || (0..).zip(&self.pathway.groups);
        let (at, found) = groups().find(|(_, it)| it.question == list && is_these(it))?;
        let is_new = |at: usize| at >= self.new.first.group;
        let mut others = groups().filter(|(other, it)| {
            is_new(*other) != is_new(at) && it.name == found.name && !is_these(it)
        });
        let whose = match (others.next().is_some(), is_new(at)) {
            (false, _) => Whose::Both,
            (true, false) => Whose::Old,
            (true, true) => Whose::New,
        };
        Some((&found.name, whose))
    }

    /// Both versions together, as of a day. Both have a start.
    pub(crate) fn of(old: &Pathway, new: &Pathway, today: Date) -> Pair {
        let mut pathway = Pathway {
            name: old.name.clone(),
            title: old.title.clone(),
            start: Some(BlockId(0)),
            ..Pathway::default()
        };
        let names: BTreeMap<&str, usize> = (0..)
            .zip(&old.questions)
            .map(|(at, it)| (it.name.as_str(), at))
            .collect();
        let range = |of: &Pathway, answers: &Answers| match answers {
            Answers::Range { from, to, .. } => {
                (bound_number(of, today, *from), bound_number(of, today, *to))
            }
            Answers::OneOf(_) | Answers::Several { .. } | Answers::Text | Answers::Broken => (0, 0),
        };
        let own = |of: &Pathway| -> Vec<Offered> {
            of.questions
                .iter()
                .map(|it| Offered::all(&it.answers))
                .collect()
        };
        let (mut old_offers, mut new_offers) = (own(old), own(new));
        let mut common: BTreeMap<usize, (usize, Answers)> = BTreeMap::new();
        let mut apart: BTreeSet<usize> = BTreeSet::new();
        for (at, question) in new.questions.iter().enumerate() {
            let Some(before) = names.get(question.name.as_str()).copied() else {
                continue;
            };
            let was = &old.questions[before].answers;
            let ranges = (range(old, was), range(new, &question.answers));
            match tied(was, &question.answers, ranges) {
                Some((answers, of_old, of_new)) => {
                    old_offers[before] = of_old;
                    new_offers[at] = of_new;
                    common.insert(at, (before, answers));
                }
                None => drop(apart.insert(before)),
            }
        }
        let first_old = First {
            block: 1,
            ..First::default()
        };
        let first_new = First {
            block: 1 + old.blocks.len(),
            question: old.questions.len(),
            service: old.services.len(),
            condition: old.conditions.len(),
            value: old.values.len(),
            score: old.scores.len(),
            setting: old.settings.len(),
            action: old.named_actions.len(),
            group: old.groups.len(),
        };
        let side = |first, offered| Side { first, offered };
        let (before, after) = (side(first_old, old_offers), side(first_new, new_offers));
        let mut ties = BTreeMap::new();
        let mut domains: BTreeMap<QuestionId, Answers> = BTreeMap::new();
        for (at, (was, answers)) in common {
            let (was, now) = (
                before.question(QuestionId(was)),
                after.question(QuestionId(at)),
            );
            ties.insert(now, was);
            domains.insert(was, answers.clone());
            domains.insert(now, answers);
        }
        pathway.blocks.push(Block {
            name: String::new(),
            title: String::new(),
            kind: BlockKind::Step,
            policy: Policy::EveryMatch,
            ways: Vec::new(),
            tables: Vec::new(),
            actions: Vec::new(),
            notes: Vec::new(),
            review_in: Vec::new(),
            returns: Vec::new(),
            span: old.span,
        });
        let mut starts = Vec::new();
        let mut gates = Vec::new();
        let first_gate = 1 + old.blocks.len() + new.blocks.len();
        for (side, own) in [(&before, old), (&after, new)] {
            let mut adding = Adding {
                side,
                own,
                rewriting: Rewriting { side, own },
                domains: &domains,
                first_gate,
                gates: &mut gates,
            };
            starts.extend(adding.add(&mut pathway));
        }
        pathway.blocks.extend(gates);
        pathway.blocks[0].ways = starts
            .into_iter()
            .map(|start| way(WayKind::Then, None, Some(start), old.span))
            .collect();
        // Questions of the same name that mean different things are told apart.
        for (at, question) in new.questions.iter().enumerate() {
            let was = names.get(question.name.as_str()).copied();
            if let Some(was) = was.filter(|it| apart.contains(it)) {
                let (was, now) = (
                    before.question(QuestionId(was)),
                    after.question(QuestionId(at)),
                );
                pathway.questions[was.0].name = format!("{} (old)", question.name);
                pathway.questions[now.0].name = format!("{} (new)", question.name);
            }
        }
        // Groups are named by whoever says cases, which speak of the old of two questions that are tied.
        for group in &mut pathway.groups {
            if let Some(was) = ties.get(&group.question) {
                group.question = *was;
            }
        }
        let mut offered = BTreeMap::new();
        for (side, own) in [(&before, old), (&after, new)] {
            for id in (0..own.questions.len()).map(QuestionId) {
                let in_both = side.question(id);
                let gate = side.offered[id.0].gate(in_both);
                offered.extend(gate.map(|it| (in_both, it)));
            }
        }
        Pair {
            offered,
            names: names::shared(old, new, (&before, &after), &pathway, &ties),
            pathway,
            ties,
            old: before,
            new: after,
        }
    }
}

fn way(kind: WayKind, when: Option<Guard>, target: Option<BlockId>, span: Span) -> Way {
    Way {
        kind,
        on: None,
        when,
        target,
        span,
    }
}

/// Adds one version to both.
struct Adding<'a> {
    side: &'a Side,
    own: &'a Pathway,
    rewriting: Rewriting<'a>,
    /// What can be answered to the questions that both ask.
    domains: &'a BTreeMap<QuestionId, Answers>,
    first_gate: usize,
    gates: &'a mut Vec<Block>,
}

impl Adding<'_> {
    /// Adds everything, and says where the version starts.
    fn add(&mut self, pathway: &mut Pathway) -> Option<BlockId> {
        let (side, own) = (self.side, self.own);
        pathway.settings.extend(own.settings.iter().cloned());
        pathway
            .named_actions
            .extend(own.named_actions.iter().cloned());
        pathway
            .questions
            .extend((0..).map(QuestionId).zip(&own.questions).map(|(id, it)| {
                let domain = self.domains.get(&side.question(id)).cloned();
                let unasked = it.unasked.as_ref();
                Question {
                    answers: domain.unwrap_or_else(|| self.rewriting.answers(&it.answers)),
                    block: it.block.map(|block| side.block(block)),
                    unasked: unasked.map(|it| side.offered[id.0].in_both(it)),
                    ..it.clone()
                }
            }));
        pathway.groups.extend(own.groups.iter().map(|it| Group {
            question: side.question(it.question),
            members: self.rewriting.options(it.question, &it.members),
            ..it.clone()
        }));
        pathway
            .conditions
            .extend(own.conditions.iter().map(|it| NamedCondition {
                guard: self.rewriting.guard(&it.guard),
                ..it.clone()
            }));
        pathway.values.extend(own.values.iter().map(|it| Value {
            lines: it.lines.iter().map(|line| self.value_line(line)).collect(),
            ..it.clone()
        }));
        pathway.scores.extend(own.scores.iter().map(|it| {
            Score {
                terms: it
                    .terms
                    .iter()
                    .flat_map(|term| self.rewriting.term(term))
                    .collect(),
                ..it.clone()
            }
        }));
        pathway
            .services
            .extend(own.services.iter().map(|it| self.service(it)));
        pathway
            .rules
            .extend(own.rules.iter().map(|it| self.rule(it)));
        let gated: Vec<Option<BlockId>> = (0..own.blocks.len())
            .map(|at| self.gate(BlockId(at), pathway))
            .collect();
        let target = |block: BlockId| gated[block.0].unwrap_or(side.block(block));
        for (at, it) in (0..).map(BlockId).zip(&own.blocks) {
            let mut block = self.block(at, it, gated[at.0].is_some());
            for way in &mut block.ways {
                way.target = way.target.map(target);
            }
            pathway.blocks.push(block);
        }
        own.start.map(target)
    }

    /// What a rule compares with tells families apart, and is counted. What it promises is not asked of two versions.
    fn rule(&self, rule: &Rule) -> Rule {
        let promises = rule.promises.iter().map(|it| {
            let when = match &it.kind {
                PromiseKind::Never(_, when)
                | PromiseKind::Always(_, when)
                | PromiseKind::NeverBoth(_, _, when) => when.as_ref(),
                PromiseKind::Before(..) => None,
            };
            let when = when.map(|it| self.rewriting.guard(it));
            Promise {
                kind: PromiseKind::Never(Subject::Reach(BlockId(0)), when),
                ..it.clone()
            }
        });
        Rule {
            promises: promises.collect(),
            ..rule.clone()
        }
    }

    fn value_line(&self, line: &ValueLine) -> ValueLine {
        ValueLine {
            when: line.when.as_ref().map(|it| self.rewriting.guard(it)),
            ..line.clone()
        }
    }

    fn service(&self, service: &Service) -> Service {
        let lines = service.lines.iter().map(|line| ServiceLine {
            when: line.when.as_ref().map(|it| self.rewriting.guard(it)),
            ..line.clone()
        });
        Service {
            lines: lines.collect(),
            eligible: service
                .eligible
                .iter()
                .map(|it| self.rewriting.guard(it))
                .collect(),
            out_of_hours: None,
            retired: None,
            ..service.clone()
        }
    }

    /// A place before a block that only those pass whose answers are all offered; none where all are.
    fn gate(&mut self, at: BlockId, pathway: &mut Pathway) -> Option<BlockId> {
        let own = &self.own[at];
        let asked = match own.kind {
            BlockKind::Question(question) => Some(question),
            BlockKind::Step | BlockKind::Outcome => None,
        };
        let question = asked?;
        let in_both = self.side.question(question);
        let condition = self.side.offered[question.0].gate(in_both)?;
        let guard = Guard {
            condition,
            text: String::new(),
            span: own.span,
        };
        let gate = BlockId(self.first_gate + self.gates.len());
        pathway.questions[in_both.0].block = Some(gate);
        self.gates.push(Block {
            name: own.name.clone(),
            title: own.title.clone(),
            kind: BlockKind::Question(in_both),
            policy: Policy::ExactlyOne,
            ways: vec![way(
                WayKind::When,
                Some(guard),
                Some(self.side.block(at)),
                own.span,
            )],
            tables: Vec::new(),
            actions: Vec::new(),
            notes: Vec::new(),
            review_in: Vec::new(),
            returns: Vec::new(),
            span: own.span,
        });
        Some(gate)
    }

    fn block(&self, at: BlockId, own: &Block, gated: bool) -> Block {
        let asked = match own.kind {
            BlockKind::Question(question) => Some(question),
            BlockKind::Step | BlockKind::Outcome => None,
        };
        let ways = own.ways.iter().map(|it| {
            let mut when = it.when.as_ref().map(|it| self.rewriting.guard(it));
            let mut on = None;
            if let (Some(answers), Some(question)) = (&it.on, asked) {
                if !gated && !self.side.offered[question.0].is_changed() {
                    on = Some(answers.clone());
                } else {
                    let given = self.rewriting.given(question, answers);
                    let parts = [given].into_iter().chain(when.map(|it| it.condition));
                    when = Some(Guard {
                        condition: Condition::All(parts.collect()),
                        text: String::new(),
                        span: it.span,
                    });
                }
            }
            Way {
                kind: it.kind,
                on,
                when,
                target: it.target,
                span: it.span,
            }
        });
        let actions = own.actions.iter().map(|it| Action {
            what: self.side.what(&it.what),
            when: it.when.as_ref().map(|it| self.rewriting.guard(it)),
            notes: Vec::new(),
            ..it.clone()
        });
        Block {
            name: own.name.clone(),
            title: own.title.clone(),
            kind: match (own.kind, gated) {
                (BlockKind::Question(_), true) | (BlockKind::Step, _) => BlockKind::Step,
                (BlockKind::Outcome, _) => BlockKind::Outcome,
                (BlockKind::Question(question), false) => {
                    BlockKind::Question(self.side.question(question))
                }
            },
            policy: own.policy,
            ways: ways.collect(),
            tables: Vec::new(),
            actions: actions.collect(),
            notes: Vec::new(),
            review_in: Vec::new(),
            returns: Vec::new(),
            span: self.own[at].span,
        }
    }
}

/// A bound as it is in both.
fn bound(first: First, bound: Bound) -> Bound {
    match bound {
        Bound::Setting(id) => Bound::Setting(crate::ir::SettingId(first.setting + id.0)),
        Bound::Fixed(_) | Bound::FromToday(_) => bound,
    }
}
