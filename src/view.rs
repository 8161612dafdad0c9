//! What of a pathway is shown: only what some family can meet, and of that the part that was asked for.
//!
//! Invariants: a way is shown if and only if some family takes it, proved by `logic`, and it belongs to the
//! part; where that could not be settled it is shown, and the document says so. A place has the same number in every
//! view of a pathway.
//!
//! Absent on purpose: words and pictures, which are made of what is shown by [`crate::emit`].

mod changed;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::nearest;
use crate::emit::document::{Lit, Shown};
use crate::evaluate::{Sheet, Truth, evaluate};
use crate::graph::Graph;
use crate::ir::{Action, BlockId, Date, Pathway, ServiceId, Strength, What};
use crate::logic::{Asked, Claim, Ground, Limits, Logic, Settled};

/// The part of a pathway that is asked for; the whole where nothing is said.
#[derive(Clone, Copy, Debug, Default)]
pub struct View<'a> {
    /// The block to begin at, by its name: only what it leads to.
    pub section: Option<&'a str>,
    /// A service, by its name: only the ways by which families get it.
    pub service: Option<&'a str>,
    /// What one family answers: its way stands out.
    pub family: Option<&'a Sheet>,
    /// An earlier version, and what it is called: only what is another since.
    pub since: Option<(&'a Pathway, &'a str)>,
}

/// What is shown of a pathway, on a day; or, where a name is unknown or nobody gets there, a sentence that says so.
pub fn view(pathway: &Pathway, today: Date, asked: &View<'_>) -> Result<Shown, String> {
    let graph = Graph::of(pathway);
    let ground = Ground::of(pathway, today, &graph, Limits::USUAL);
    let Some(start) = pathway.start else {
        return Ok(Shown::all(pathway));
    };
    let logic = Logic::of(&ground);
    let mut shown = possible(pathway, &graph, &logic, start);
    if let Some(name) = asked.section {
        let root = block_called(pathway, name)?;
        if !shown.blocks.contains(&root) {
            return Err(format!(
                "No family comes to `{name}`, so there is nothing to show of it."
            ));
        }
        let led_to = led_to(pathway, &shown, root);
        keep(&mut shown, |block| led_to.contains(&block));
        shown.only = Some(format!(
            "Only a part: what “{}” leads to.",
            pathway[root].title
        ));
    }
    if let Some(name) = asked.service {
        let service = service_called(pathway, name)?;
        to_service(pathway, &logic, &mut shown, service)?;
    }
    if let Some((old, called)) = asked.since {
        changed::keep(pathway, &mut shown, old, called, today);
    }
    if let Some(sheet) = asked.family {
        shown.lit = Some(lit(pathway, sheet, today));
    }
    Ok(shown)
}

/// Everything that some family can meet.
fn possible(pathway: &Pathway, graph: &Graph, logic: &Logic<'_>, start: BlockId) -> Shown {
    let survey = logic.survey();
    let order: Vec<BlockId> = (graph.reading_order(Some(start)).into_iter())
        .filter(|block| survey.reached(*block) != Settled::Cannot)
        .collect();
    let takes = |(block, way)| survey.found(Asked::Takes(block, way));
    let mut shown = Shown::of(pathway, &order, |way| takes(way) != Settled::Cannot);
    shown.open = (shown.ways.iter().copied())
        .filter(|way| takes(*way) == Settled::TooHard)
        .collect();
    shown.stuck = (order.iter().copied())
        .filter(|block| survey.found(Asked::Gap(*block)) == Settled::Can)
        .collect();
    for block in &order {
        let actions = (0..).zip(&pathway[*block].actions);
        let guarded = actions.filter(|(_, action)| action.when.is_some());
        let gives = |number| survey.found(Asked::Action(*block, number, Truth::Yes));
        let never = guarded.filter(|(number, _)| gives(*number) == Settled::Cannot);
        shown
            .never
            .extend(never.map(|(number, _)| (*block, number)));
    }
    let dead_ends = order.into_iter().filter(|block| {
        let block = &pathway[*block];
        block.ways.is_empty() && block.kind != crate::ir::BlockKind::Outcome
    });
    shown.stuck.extend(dead_ends);
    shown
}

/// Leaves out all other places, and their ways.
fn keep(shown: &mut Shown, is_kept: impl Fn(BlockId) -> bool) {
    shown.blocks.retain(|block| is_kept(*block));
    shown.ways.retain(|(block, _)| is_kept(*block));
    shown.stuck.retain(|block| is_kept(*block));
}

/// A block and every one that shown ways lead to from there.
fn led_to(pathway: &Pathway, shown: &Shown, root: BlockId) -> BTreeSet<BlockId> {
    let mut found = BTreeSet::from([root]);
    let mut next = vec![root];
    while let Some(block) = next.pop() {
        let ways = shown.ways.range((block, 0)..=(block, usize::MAX));
        for target in ways.filter_map(|(block, way)| pathway[*block].ways[*way].target) {
            if found.insert(target) {
                next.push(target);
            }
        }
    }
    found
}

/// Leaves only the ways by which families get a service.
fn to_service(
    pathway: &Pathway,
    logic: &Logic<'_>,
    shown: &mut Shown,
    service: ServiceId,
) -> Result<(), String> {
    let gives = |action: &&Action| {
        action.what == What::Service(service) && action.strength != Strength::MustNot
    };
    // Of each place that gives it to somebody, the claims that it does.
    let mut giving: BTreeMap<BlockId, Vec<Claim<'_>>> = BTreeMap::new();
    for block in &shown.blocks {
        for action in pathway[*block].actions.iter().filter(gives) {
            let claim = Claim::gives(*block, action);
            if logic.can(&claim) != Settled::Cannot {
                giving.entry(*block).or_default().push(claim);
            }
        }
    }
    if giving.is_empty() {
        let name = &pathway[service].name;
        return Err(format!(
            "No family gets `{name}`, so there is no way to it to show."
        ));
    }
    let to_it = |way: &(BlockId, usize)| {
        let (block, number) = *way;
        let Some(target) = pathway[block].ways[number].target else {
            return false;
        };
        let beyond = led_to(pathway, shown, target);
        let given = giving.iter().filter(|(place, _)| beyond.contains(place));
        let given: Vec<Claim<'_>> = given.flat_map(|(_, claims)| claims.clone()).collect();
        !given.is_empty()
            && logic.can(&Claim::All(vec![
                Claim::Takes(block, number),
                Claim::Any(given),
            ])) != Settled::Cannot
    };
    let ways: BTreeSet<(BlockId, usize)> = shown.ways.iter().copied().filter(to_it).collect();
    let leading: BTreeSet<BlockId> = ways.iter().map(|(block, _)| *block).collect();
    keep(shown, |block| {
        leading.contains(&block) || giving.contains_key(&block)
    });
    shown.ways = ways;
    shown.only = Some(format!(
        "Only a part: the ways by which families get “{}”.",
        pathway[service].title
    ));
    Ok(())
}

/// One family's way.
fn lit(pathway: &Pathway, sheet: &Sheet, today: Date) -> Lit {
    let evaluation = evaluate(pathway, sheet, today);
    let visits = evaluation.visits.iter();
    let ways = visits
        .clone()
        .flat_map(|visit| visit.taken.iter().map(|way| (visit.block, *way)));
    let waiting = evaluation.waiting.iter().map(|id| &pathway[*id].text);
    let waiting: Vec<String> = waiting.map(|text| format!("“{text}”")).collect();
    let whose = if waiting.is_empty() {
        "One family’s way stands out: its lines are thick and its steps are marked.".to_string()
    } else {
        format!(
            "One family’s way stands out, as far as its answers lead. Still to be answered: {}.",
            waiting.join(", ")
        )
    };
    Lit {
        whose,
        blocks: visits.map(|visit| visit.block).collect(),
        ways: ways.collect(),
    }
}

fn block_called(pathway: &Pathway, name: &str) -> Result<BlockId, String> {
    let found = pathway.blocks.iter().position(|block| block.name == name);
    found.map(BlockId).ok_or_else(|| {
        let names = pathway.blocks.iter().map(|block| block.name.as_str());
        unknown("question, checklist, step or outcome", name, names)
    })
}

fn service_called(pathway: &Pathway, name: &str) -> Result<ServiceId, String> {
    let found = pathway.services.iter().position(|it| it.name == name);
    found.map(ServiceId).ok_or_else(|| {
        let names = pathway.services.iter().map(|it| it.name.as_str());
        unknown("service", name, names)
    })
}

fn unknown<'a>(kind: &str, name: &str, names: impl Iterator<Item = &'a str>) -> String {
    let hint = nearest(name, names);
    let hint = hint.map(|name| format!(" Did you mean `{name}`?"));
    let hint = hint.unwrap_or_default();
    format!("There is no {kind} called `{name}` in this pathway.{hint}")
}
