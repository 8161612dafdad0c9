//! What must be found in a pathway, by looking at every family: the contract of the exact findings, said
//! once more and as plainly as can be.
//!
//! In: a pathway without mistakes and a day. Out: every finding that must be made, each with the places at
//! which it may stand, and the blocks that nobody comes to. Everything follows from the reference
//! evaluator's word about each family, which is given all of its facts first; nothing is concluded from the shape of conditions or of the drawing.
//! Absent on purpose: speed. A pathway with too many families is refused.

mod actions;
mod numbers;
mod promises;
mod tests;
mod ways;

pub(super) use actions::{actions_of, what_happens};

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Diagnostic;
use crate::evaluate::{Definition, Evaluation, Evaluator, Needs, Place, Sheet, Truth, Visit};
use crate::evaluate::{conditions_of, parts};
use crate::families::{Cells, Choices};
use crate::ir::{
    Answer, Answers, BlockId, BlockKind, Condition, Date, Guard, Measure, Pathway, QuestionId,
    ServiceId, ValueId, WayKind, What,
};
use crate::source::Span;

/// How many families, with all or some of their answers, are tried at most.
const STEPS: usize = 1_500;

/// Findings that are made once for a file, with a label at each other place.
const TOLD_AT_ONCE: &[&str] = &["always-true", "order-not-needed"];

/// A finding that must be made.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Expected {
    /// The finding's name.
    pub(super) code: &'static str,
    /// Where it may stand, and what must be labelled if it stands there. Where several families show the
    /// same thing at different places, any of these places will do.
    pub(super) places: BTreeSet<(Span, Vec<Span>)>,
}

impl Expected {
    fn at(code: &'static str, span: Span) -> Expected {
        Expected::beside(code, span, Vec::new())
    }

    fn beside(code: &'static str, span: Span, labels: Vec<Span>) -> Expected {
        Expected {
            code,
            places: BTreeSet::from([(span, labels)]),
        }
    }

    /// Whether a finding that was made is this one.
    pub(super) fn fits(&self, finding: &Diagnostic) -> bool {
        finding.code.name() == self.code
            && self.places.iter().any(|(span, labels)| {
                let mut labels = labels.iter();
                finding.span == *span
                    && labels.all(|it| finding.labels.iter().any(|label| label.span == *it))
            })
    }
}

/// All that must be found.
#[derive(Clone, Debug)]
pub(super) struct Verdict {
    /// Every finding but `unreachable-step`.
    pub(super) findings: Vec<Expected>,
    /// The blocks that no family comes to.
    pub(super) dead: BTreeSet<BlockId>,
}

/// What must be found in a pathway on a day; none where there are too many families to try.
pub(super) fn expected(pathway: &Pathway, today: Date) -> Option<Verdict> {
    Some(Everyone::of(pathway, today)?.verdict())
}

/// Every family of a pathway, each with all of its facts.
pub(super) struct Everyone<'p> {
    pub(super) pathway: &'p Pathway,
    pub(super) today: Date,
    pub(super) families: Vec<Evaluation>,
    /// Every place that some family comes to, for each family and place.
    arrivals: Vec<Arrival>,
}

/// A family at a place: what holds for it there.
struct Arrival {
    /// The family, by its place in the list.
    family: usize,
    block: BlockId,
    /// Whether each way applies: its answers, its condition, `otherwise`; not yet whether another comes
    /// before it.
    ways: Vec<Truth>,
    /// Whether the family gets each action.
    actions: Vec<Truth>,
    /// Whether each line applies of the values that the ways and actions of the place speak of.
    values: BTreeMap<ValueId, Vec<Truth>>,
    /// Whether each line is said of the services that the family is given here.
    services: BTreeMap<ServiceId, Vec<Truth>>,
}

impl<'p> Everyone<'p> {
    pub(super) fn of(pathway: &'p Pathway, today: Date) -> Option<Everyone<'p>> {
        Everyone::within(STEPS, pathway, today)
    }

    /// Every family, where so many sheets are enough to try them all.
    pub(super) fn within(most: usize, pathway: &'p Pathway, today: Date) -> Option<Everyone<'p>> {
        let cells = Cells::of(pathway, today);
        let evaluator = Evaluator::new(pathway, today);
        let mut open = every_choice_of_facts(pathway, &cells, most)?;
        let mut everyone = Vec::new();
        let mut steps = 0;
        while let Some(sheet) = open.pop() {
            steps += 1;
            if steps > most {
                return None;
            }
            let family = evaluator.evaluate(&sheet);
            let Some(question) = family.waiting.first() else {
                everyone.push(family);
                continue;
            };
            for answer in Choices::of(pathway, *question, &cells)? {
                let mut sheet = sheet.clone();
                sheet.0.insert(*question, answer);
                open.push(sheet);
                // A checklist may have more answers than anyone can count.
                if open.len() > most {
                    return None;
                }
            }
        }
        Some(Everyone::these(pathway, today, everyone))
    }

    /// As if these were all the families there are.
    pub(super) fn these(
        pathway: &'p Pathway,
        today: Date,
        families: Vec<Evaluation>,
    ) -> Everyone<'p> {
        let used: Vec<BTreeSet<ValueId>> = (0..pathway.blocks.len())
            .map(|block| values_used(pathway, BlockId(block)))
            .collect();
        let mut arrivals = Vec::new();
        for (at, family) in families.iter().enumerate() {
            for visit in &family.visits {
                let used = &used[visit.block.0];
                arrivals.push(arrival(pathway, today, (at, family), visit, used));
            }
        }
        Everyone {
            pathway,
            today,
            families,
            arrivals,
        }
    }

    pub(super) fn verdict(&self) -> Verdict {
        let dead = (0..self.pathway.blocks.len())
            .map(BlockId)
            .filter(|block| !self.arrive_at(*block))
            .collect();
        let findings = [
            ways::all(self),
            actions::all(self),
            numbers::all(self),
            promises::all(self),
        ];
        let mut findings = findings.concat();
        for code in TOLD_AT_ONCE {
            let (these, others): (Vec<_>, Vec<_>) =
                findings.into_iter().partition(|it| it.code == *code);
            findings = others;
            let mut spans: Vec<Span> = these
                .iter()
                .flat_map(|it| it.places.iter().map(|(span, _)| *span))
                .collect();
            spans.sort();
            if let Some((first, others)) = spans.split_first() {
                findings.push(Expected::beside(code, *first, others.to_vec()));
            }
        }
        Verdict { findings, dead }
    }

    /// What holds for every family that comes to a place.
    fn at(&self, block: BlockId) -> impl Iterator<Item = &Arrival> + '_ {
        self.arrivals.iter().filter(move |it| it.block == block)
    }

    /// Whether anybody comes to a place.
    fn arrive_at(&self, block: BlockId) -> bool {
        self.at(block).next().is_some()
    }

    /// Every block that some family comes to.
    fn visited(&self) -> impl Iterator<Item = BlockId> + '_ {
        (0..self.pathway.blocks.len())
            .map(BlockId)
            .filter(|block| self.arrive_at(*block))
    }
}

/// One sheet for each choice of all the facts; none where there are too many.
fn every_choice_of_facts(pathway: &Pathway, cells: &Cells, most: usize) -> Option<Vec<Sheet>> {
    let mut sheets = vec![Sheet::default()];
    for (number, question) in pathway.questions.iter().enumerate() {
        let fact = QuestionId(number);
        if !question.fact || matches!(question.answers, Answers::Text) {
            continue;
        }
        let mut more = Vec::new();
        for sheet in &sheets {
            for answer in Choices::of(pathway, fact, cells)? {
                let mut sheet = sheet.clone();
                sheet.0.insert(fact, answer);
                more.push(sheet);
                if more.len() > most {
                    return None;
                }
            }
        }
        sheets = more;
    }
    Some(sheets)
}

/// The ways that a family takes at a place and what it gets there: each action with the lines of its
/// service that are said, and those that may be.
pub(super) type Seen = (Vec<usize>, Vec<(usize, Vec<usize>, Vec<usize>)>);

/// The places that a family comes to, the ways it takes, the actions and service lines it gets.
pub(super) fn seen(family: &Evaluation) -> BTreeMap<BlockId, Seen> {
    let visits = family.visits.iter().map(|visit| {
        let gets = visit
            .gets
            .iter()
            .map(|here| (here.action, here.lines.clone(), here.unsure_lines.clone()));
        (visit.block, (visit.taken.clone(), gets.collect()))
    });
    visits.collect()
}

fn truth(place: &Place<'_>, when: Option<&Guard>) -> Truth {
    when.map_or(Truth::Yes, |guard| {
        place.truth(&guard.condition, &mut Needs::default())
    })
}

fn arrival(
    pathway: &Pathway,
    today: Date,
    (number, family): (usize, &Evaluation),
    visit: &Visit,
    used: &BTreeSet<ValueId>,
) -> Arrival {
    let place = Place::new(pathway, today, &family.sheet, &visit.known);
    let block = &pathway[visit.block];
    let ways = block.ways.iter().map(|way| {
        let answered = way.on.as_ref().map_or(Truth::Yes, |answers| {
            Truth::of(answered(pathway, family, visit.block, answers))
        });
        answered.and(truth(&place, way.when.as_ref()))
    });
    let otherwise: Vec<bool> = block
        .ways
        .iter()
        .map(|way| way.kind == WayKind::Otherwise)
        .collect();
    let ways = with_otherwise(ways.collect(), &otherwise);
    let actions = block
        .actions
        .iter()
        .map(|action| truth(&place, action.when.as_ref()))
        .collect();
    let values = used.iter().map(|value| {
        let lines = &pathway[*value].lines;
        let truths = lines
            .iter()
            .map(|line| truth(&place, line.when.as_ref()))
            .collect();
        let otherwise: Vec<bool> = lines.iter().map(|line| line.otherwise).collect();
        (*value, with_otherwise(truths, &otherwise))
    });
    let mut services = BTreeMap::new();
    for here in &visit.gets {
        if let What::Service(service) = block.actions[here.action].what {
            let lines = pathway[service].lines.iter();
            let truths = lines.map(|line| truth(&place, line.when.as_ref()));
            services.insert(service, truths.collect());
        }
    }
    Arrival {
        family: number,
        block: visit.block,
        ways,
        actions,
        values: values.collect(),
        services,
    }
}

/// Whether a family gave one of these answers at the place, or ticked one of these items.
fn answered(pathway: &Pathway, family: &Evaluation, block: BlockId, answers: &[usize]) -> bool {
    let BlockKind::Question(question) = pathway[block].kind else {
        return false;
    };
    match family.sheet.0.get(&question) {
        Some(Answer::Option(answer)) => answers.contains(answer),
        Some(Answer::Ticked(ticked)) => answers.iter().any(|it| ticked.contains(it)),
        Some(Answer::Marked(_) | Answer::Quantity(_) | Answer::FromToday(_) | Answer::Text(_))
        | None => false,
    }
}

/// `otherwise` applies where none of the others does.
fn with_otherwise(mut truths: Vec<Truth>, otherwise: &[bool]) -> Vec<Truth> {
    let mut any = Truth::No;
    for (truth, otherwise) in truths.iter().zip(otherwise) {
        if !otherwise {
            any = any.or(*truth);
        }
    }
    for (truth, otherwise) in truths.iter_mut().zip(otherwise) {
        if *otherwise {
            *truth = any.negated();
        }
    }
    truths
}

/// Whether each line of a value applies, for all answers to everything that it reads; none where these are too many.
fn any_answers(everyone: &Everyone<'_>, value: ValueId) -> Option<Vec<Vec<Truth>>> {
    let pathway = everyone.pathway;
    let cells = Cells::of(pathway, everyone.today);
    let mut known = crate::evaluate::Known::default();
    let mut sheets = vec![Sheet::default()];
    for used in crate::evaluate::uses_of(pathway, crate::ir::Part::Value(value)) {
        let crate::ir::Part::Question(question) = used else {
            continue;
        };
        known.insert(question);
        let mut more = Vec::new();
        for sheet in &sheets {
            for answer in Choices::of(pathway, question, &cells)? {
                let mut sheet = sheet.clone();
                sheet.0.insert(question, answer);
                more.push(sheet);
            }
        }
        if more.len() > 20_000 {
            return None;
        }
        sheets = more;
    }
    let lines = &pathway[value].lines;
    let otherwise: Vec<bool> = lines.iter().map(|line| line.otherwise).collect();
    let each = sheets.iter().map(|sheet| {
        let place = Place::new(pathway, everyone.today, sheet, &known);
        let truths = lines.iter().map(|line| truth(&place, line.when.as_ref()));
        with_otherwise(truths.collect(), &otherwise)
    });
    Some(each.collect())
}

/// The values of which the ways and actions of a block speak, directly or through other definitions.
fn values_used(pathway: &Pathway, block: BlockId) -> BTreeSet<ValueId> {
    let block = &pathway[block];
    let ways = block.ways.iter().filter_map(|way| way.when.as_ref());
    let actions = block.actions.iter().filter_map(|it| it.when.as_ref());
    let mut open: Vec<&Condition> = ways.chain(actions).map(|it| &it.condition).collect();
    let mut values = BTreeSet::new();
    while let Some(condition) = open.pop() {
        for (part, _) in parts(condition) {
            if let Condition::ValueIs(value, _) = part {
                values.insert(*value);
                open.extend(conditions_of(pathway, Definition::Value(*value)));
            }
            if let Condition::Named(named) = part {
                open.extend(conditions_of(pathway, Definition::Condition(*named)));
            }
            if let Condition::Between(Measure::Score(score), ..)
            | Condition::Beyond(Measure::Score(score), ..) = part
            {
                open.extend(conditions_of(pathway, Definition::Score(*score)));
            }
        }
    }
    values
}
