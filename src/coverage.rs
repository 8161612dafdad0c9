//! How much of a pathway its examples meet: from a pathway and a day to its ways, outcomes, services and
//! actions, each met by some example's family or by none.
//!
//! What no way leads to does not count, nor does what [`Dead`] names: nobody can write an example of it.
//! Absent on purpose: whether the examples hold, which is a check's business.

use std::collections::BTreeSet;

use crate::diagnostic::{self, Label, Share};
use crate::evaluate::{Evaluator, Sheet, Truth, way_in_words, what};
use crate::graph::Graph;
use crate::ir::{BlockId, BlockKind, Date, Part, Pathway, ServiceId, Strength, WayKind, What};
use crate::logic::{Asked, Ground, Limits, Logic, Settled};
use crate::source::Span;

/// What no family can meet.
#[derive(Clone, Debug, Default)]
pub struct Dead {
    /// Blocks that no family comes to.
    pub blocks: BTreeSet<BlockId>,
    /// Ways that no family takes: the block, and the number of the way.
    pub ways: BTreeSet<(BlockId, usize)>,
    /// Actions that no family gets: the block, and the number of the action.
    pub actions: BTreeSet<(BlockId, usize)>,
}

impl Dead {
    /// What no family of a pathway can meet, on a day, as far as it is proved.
    pub fn of(pathway: &Pathway, today: Date) -> Dead {
        let graph = Graph::of(pathway);
        let ground = Ground::of(pathway, today, &graph, Limits::USUAL);
        match pathway.start {
            Some(_) => Dead::found_by(&Logic::of(&ground), pathway),
            None => Dead::default(),
        }
    }

    /// What no family is known to meet: it is proved that none does, or it could not be settled.
    pub(crate) fn found_by(logic: &Logic<'_>, pathway: &Pathway) -> Dead {
        let survey = logic.survey();
        let never = |asked| survey.found(asked) != Settled::Can;
        let mut dead = Dead::default();
        for (number, block) in pathway.blocks.iter().enumerate() {
            let at = BlockId(number);
            if survey.reached(at) != Settled::Can {
                dead.blocks.insert(at);
                continue;
            }
            let ways = (0..block.ways.len()).map(|way| (at, way));
            dead.ways
                .extend(ways.filter(|(at, way)| never(Asked::Takes(*at, *way))));
            let guarded = (0..)
                .zip(&block.actions)
                .filter(|(_, it)| it.when.is_some());
            let actions = guarded.map(|(action, _)| (at, action));
            dead.actions.extend(
                actions.filter(|(at, action)| never(Asked::Action(*at, *action, Truth::Yes))),
            );
        }
        dead
    }
}

/// Of things of one kind, those that count and those of them that some example meets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Met<T> {
    /// All that count, in the order of the file.
    pub all: BTreeSet<T>,
    /// Those that are met.
    pub met: BTreeSet<T>,
}

impl<T: Ord + Copy> Met<T> {
    fn of(all: BTreeSet<T>, met: &BTreeSet<T>) -> Met<T> {
        let met = all.intersection(met).copied().collect();
        Met { all, met }
    }

    /// Those that no example meets.
    pub fn missing(&self) -> impl Iterator<Item = T> {
        self.all.difference(&self.met).copied()
    }
}

/// What the examples of a pathway meet.
#[derive(Clone, Debug)]
pub struct Coverage {
    /// How many examples there are.
    pub examples: usize,
    /// Ways that lead somewhere and are not rows of tables, by block and number.
    pub ways: Met<(BlockId, usize)>,
    /// Rows of tables that lead somewhere, by block and the number of the way.
    pub rows: Met<(BlockId, usize)>,
    /// Outcomes.
    pub outcomes: Met<BlockId>,
    /// Services that some family is sent to or offered.
    pub services: Met<ServiceId>,
    /// Actions, by block and number.
    pub actions: Met<(BlockId, usize)>,
    /// Whether a mistake in the file may have a hand in what the examples meet.
    pub is_in_doubt: bool,
}

/// What the examples of a pathway meet, on a day.
pub fn coverage(pathway: &Pathway, today: Date, dead: &Dead) -> Coverage {
    let graph = Graph::of(pathway);
    let mut blocks: Vec<BlockId> = (0..pathway.blocks.len()).map(BlockId).collect();
    blocks.retain(|block| graph.is_reached(*block) && !dead.blocks.contains(block));

    let mut ways = BTreeSet::new();
    let mut rows = BTreeSet::new();
    let mut actions = BTreeSet::new();
    let mut services = BTreeSet::new();
    for block in &blocks {
        for (at, way) in pathway[*block].ways.iter().enumerate() {
            if way.target.is_none() || dead.ways.contains(&(*block, at)) {
                continue;
            }
            match way.kind {
                WayKind::Row(..) => rows.insert((*block, at)),
                WayKind::Answer
                | WayKind::On
                | WayKind::When
                | WayKind::Otherwise
                | WayKind::Then => ways.insert((*block, at)),
            };
        }
        for (at, action) in pathway[*block].actions.iter().enumerate() {
            if dead.actions.contains(&(*block, at)) {
                continue;
            }
            actions.insert((*block, at));
            if let (What::Service(service), true) =
                (&action.what, action.strength != Strength::MustNot)
            {
                services.insert(*service);
            }
        }
    }
    let outcomes = blocks.into_iter();
    let outcomes = outcomes.filter(|block| pathway[*block].kind == BlockKind::Outcome);

    let seen = Seen::by_examples(pathway, today);
    Coverage {
        examples: pathway.examples.len(),
        ways: Met::of(ways, &seen.ways),
        rows: Met::of(rows, &seen.ways),
        outcomes: Met::of(outcomes.collect(), &seen.blocks),
        services: Met::of(services, &seen.services),
        actions: Met::of(actions, &seen.actions),
        is_in_doubt: seen.is_in_doubt,
    }
}

/// Everything that the families of the examples come to.
#[derive(Default)]
struct Seen {
    blocks: BTreeSet<BlockId>,
    ways: BTreeSet<(BlockId, usize)>,
    actions: BTreeSet<(BlockId, usize)>,
    services: BTreeSet<ServiceId>,
    is_in_doubt: bool,
}

impl Seen {
    fn by_examples(pathway: &Pathway, today: Date) -> Seen {
        let mut seen = Seen {
            // A line that could not be read may have been an example.
            is_in_doubt: pathway.broken.holds(Part::Pathway) || pathway.start.is_none(),
            ..Seen::default()
        };
        let evaluator = Evaluator::new(pathway, today);
        for (at, example) in pathway.examples.iter().enumerate() {
            let family = evaluator.evaluate(&Sheet::of(example));
            seen.is_in_doubt |=
                pathway.broken.holds(Part::Example(at)) || family.may_be_misread(pathway);
            for visit in &family.visits {
                seen.blocks.insert(visit.block);
                seen.ways
                    .extend(visit.taken.iter().map(|way| (visit.block, *way)));
                let actions = visit.gets.iter().map(|here| (visit.block, here.action));
                seen.actions.extend(actions);
            }
            for got in &family.got {
                if let (What::Service(service), true) =
                    (&got.what, got.strength != Strength::MustNot)
                {
                    seen.services.insert(*service);
                }
            }
        }
        seen
    }
}

impl Coverage {
    /// As plain data, to be told beside the findings.
    pub fn report(&self, pathway: &Pathway) -> diagnostic::Coverage {
        let way = |(block, way): (BlockId, usize)| {
            let span = pathway[block].ways.get(way)?.span;
            Some((
                span,
                format!(
                    "{} at `{}`",
                    way_in_words(pathway, block, way),
                    pathway[block].name
                ),
            ))
        };
        let row = |(block, way): (BlockId, usize)| {
            let span = pathway[block].ways.get(way)?.span;
            Some((span, row_in_words(pathway, block, way)))
        };
        let action = |(block, at): (BlockId, usize)| {
            let action = pathway[block].actions.get(at)?;
            let name = &pathway[block].name;
            Some((
                action.span,
                format!("{} at `{name}`", what(pathway, &action.what)),
            ))
        };
        let outcome =
            |block: BlockId| Some((pathway[block].span, format!("`{}`", pathway[block].name)));
        let service = |id: ServiceId| Some((pathway[id].span, format!("`{}`", pathway[id].name)));
        diagnostic::Coverage {
            examples: self.examples,
            is_in_doubt: self.is_in_doubt,
            shares: vec![
                share("take", "way", &self.ways, way),
                share("take", "table row", &self.rows, row),
                share("reach", "outcome", &self.outcomes, outcome),
                share("get", "service", &self.services, service),
                share("get", "action line", &self.actions, action),
            ],
        }
    }
}

fn share<T: Ord + Copy>(
    verb: &'static str,
    noun: &'static str,
    of: &Met<T>,
    say: impl Fn(T) -> Option<(Span, String)>,
) -> Share {
    let mut missing: Vec<Label> = of
        .missing()
        .filter_map(say)
        .map(|(span, text)| Label { span, text })
        .collect();
    missing.sort_by_key(|label| label.span);
    Share {
        verb,
        noun,
        met: of.met.len(),
        all: of.all.len(),
        missing,
    }
}

/// A row as it stands in its table: ``row 3, `yes | >= 26`, at `entitlement` ``.
fn row_in_words(pathway: &Pathway, block: BlockId, way: usize) -> String {
    let it = &pathway[block];
    let kind = it.ways.get(way).map(|way| way.kind);
    let (Some(WayKind::Row(table, row)), name) = (kind, &it.name) else {
        return way_in_words(pathway, block, way);
    };
    let cells = it.tables.get(table).and_then(|table| table.rows.get(row));
    let cells = cells.map_or_else(String::new, |cells| cells.join(" | "));
    format!("row {}, `{cells}`, at `{name}`", row + 1)
}
