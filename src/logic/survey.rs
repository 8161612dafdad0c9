//! What is asked of every place: who comes there, which ways can be taken, whether ways leave families out or
//! overlap, which actions are ever and always given.
//!
//! Most places settle it by themselves: a question whose ways only name its own answers is counted out answer by
//! answer. The others are put together by their roots ([`super::slice`]), so that what is shared is written
//! down once, and each example that the solver finds settles all that it shows.

use std::collections::{BTreeMap, BTreeSet};

use super::formula::{Formula, Need};
use super::hangs::On;
use super::meaning::Seen;
use super::solver::{Lit, Settled};
use super::{Ground, slice};
use crate::evaluate::{
    Choice, Choosable, Definition, Known, Needs, Place, Sheet, Truth, choose, question_at,
};
use crate::families::Choices;
use crate::ir::{
    Answer, Answers, BlockId, Condition, Pathway, QuestionId, ServiceId, ValueId, WayKind, What,
};

/// How many numbers are tried one by one.
const FEW: usize = 16;

/// Something that is asked of a place, a value or a service's line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Asked {
    /// Whether a family comes here. (Only asked of places in circles of the drawing.)
    Comes(BlockId),
    /// Whether a way may be the one for a family that comes here.
    May(BlockId, usize),
    /// Whether a way applies to a family that comes here, whatever else does.
    Applies(BlockId, usize),
    /// Whether a family takes a way.
    Takes(BlockId, usize),
    /// Whether no way applies to some family.
    Gap(BlockId),
    /// Whether ways that lead to different places apply where one should.
    Conflict(BlockId),
    /// Whether a choice hangs on what is not known.
    Undecided(BlockId),
    /// Whether, were all ways looked at, two that lead to different places might apply.
    OrderMatters(BlockId),
    /// Whether an action's condition is yes, no or unknown for some family.
    Action(BlockId, usize, Truth),
    /// Whether an action is undecided because of a question.
    UndecidedAction(BlockId, usize),
    /// Whether the condition of a service's line is yes, no or unknown where the service is given.
    Line(ServiceId, usize, Truth),
    /// Whether an action sends somebody to a service who surely sees no contact there.
    Unseen(BlockId, usize),
    /// Whether a line of a value is the one for any answers at all, asked or not.
    ValueMay(ValueId, usize),
    /// Whether something hangs on a value none of whose lines applies, at a place.
    ValueGap(BlockId, ValueId),
    /// Whether something hangs on a value of which lines that differ apply, at a place.
    ValueConflict(BlockId, ValueId),
}

/// The answers to all that is asked of places.
#[derive(Clone, Debug, Default)]
pub(crate) struct Survey {
    reached: Vec<Settled>,
    /// What is not here cannot be.
    found: BTreeMap<Asked, Settled>,
}

impl Survey {
    /// Asks every place.
    pub(super) fn of(ground: &Ground<'_>) -> Survey {
        let mut survey = Survey::default();
        let mut groups: BTreeMap<BlockId, Vec<BlockId>> = BTreeMap::new();
        let mut roots: Vec<Option<BlockId>> = Vec::new();
        survey.reached = vec![Settled::Cannot; ground.pathway.blocks.len()];
        for at in (0..ground.pathway.blocks.len()).map(BlockId) {
            let plain = ground.plan.is_drawn(at) && is_plain(ground, at);
            if plain {
                survey.count_out(ground, at);
            }
            let root = (ground.plan.is_drawn(at) && !(plain && has_plain_actions(ground, at)))
                .then(|| slice::root(ground, &[need(ground, at)]))
                .flatten();
            if let Some(root) = root {
                groups.entry(root).or_default().push(at);
            }
            roots.push(root);
        }
        if let Some(start) = ground.pathway.start {
            survey.ask_values(ground, start);
        }
        let mut order: Vec<BlockId> = (0..roots.len()).map(BlockId).collect();
        order.retain(|block| ground.plan.is_drawn(*block));
        order.sort_by_key(|block| ground.plan.place(*block));
        // What leads to a root has been asked before what begins there.
        for block in order {
            survey.reached[block.0] = survey.is_reached(ground, block, &roots);
            if let Some(blocks) = groups.remove(&block)
                && survey.reached(block) != Settled::Cannot
            {
                survey.ask(ground, block, &blocks);
                if ground.plan.circle(block).is_some() {
                    survey.reached[block.0] = survey.is_reached(ground, block, &roots);
                }
            }
        }
        survey
    }

    /// Whether a family comes to a place.
    pub(crate) fn reached(&self, block: BlockId) -> Settled {
        self.reached
            .get(block.0)
            .copied()
            .unwrap_or(Settled::Cannot)
    }

    /// What was found. Nothing can be at a place where nobody comes.
    pub(crate) fn found(&self, asked: Asked) -> Settled {
        let there = asked
            .place()
            .map_or(Settled::Can, |block| self.reached(block));
        both(there, self.raw(asked))
    }

    /// What was found of families that come to the root.
    fn raw(&self, asked: Asked) -> Settled {
        self.found.get(&asked).copied().unwrap_or(Settled::Cannot)
    }

    /// The places of which something could not be settled.
    pub(crate) fn too_hard(&self) -> BTreeSet<BlockId> {
        let reached = (0..).map(BlockId).zip(&self.reached);
        let open = reached.filter(|(_, settled)| **settled == Settled::TooHard);
        let found = self.found.iter();
        let found = found.filter(|(_, settled)| **settled == Settled::TooHard);
        open.map(|(block, _)| block)
            .chain(found.filter_map(|(asked, _)| asked.place()))
            .collect()
    }

    /// The values and services of whose lines something could not be settled.
    pub(crate) fn too_hard_lines(&self) -> (BTreeSet<ValueId>, BTreeSet<ServiceId>) {
        let open = self.found.iter();
        let open = open.filter(|(_, settled)| **settled == Settled::TooHard);
        let (mut values, mut services) = (BTreeSet::new(), BTreeSet::new());
        for (asked, _) in open {
            if let Asked::ValueMay(value, _) = asked {
                values.insert(*value);
            } else if let Asked::Line(service, ..) = asked {
                services.insert(*service);
            }
        }
        (values, services)
    }

    fn note(&mut self, asked: Asked, settled: Settled) {
        let known = self.raw(asked);
        // What can be somewhere can be; what is open somewhere stays open until it can.
        let rank = |it: Settled| match it {
            Settled::Cannot => 0,
            Settled::TooHard => 1,
            Settled::Can => 2,
        };
        if rank(settled) > rank(known) {
            self.found.insert(asked, settled);
        }
    }

    /// A place whose ways read nothing but its own answer: each answer is tried.
    fn count_out(&mut self, ground: &Ground<'_>, at: BlockId) {
        let pathway = ground.pathway;
        let block = &pathway[at];
        if block.ways.is_empty() {
            return;
        }
        let question = question_at(pathway, at);
        // Of a text nothing is read but that it was asked for.
        let is_read = |question: &QuestionId| {
            reads_its_answer(ground, at) && !matches!(pathway[*question].answers, Answers::Text)
        };
        let answers: Vec<Option<Answer>> = match question.filter(is_read) {
            Some(question) => Choices::of(pathway, question, &ground.cells)
                .into_iter()
                .flatten()
                .map(Some)
                .collect(),
            None => vec![None],
        };
        let mut known = Known::default();
        question.iter().for_each(|question| known.insert(*question));
        for answer in answers {
            let mut sheet = Sheet::default();
            if let (Some(question), Some(answer)) = (question, answer.clone()) {
                sheet.0.insert(question, answer);
            }
            let place = Place::new(pathway, ground.today, &sheet, &known);
            let ways: Vec<Choosable> = block
                .ways
                .iter()
                .map(|way| Choosable {
                    applies: Truth::of(match (&way.on, &answer) {
                        (None, _) => true,
                        (Some(on), Some(Answer::Option(answer))) => on.contains(answer),
                        (Some(on), Some(Answer::Ticked(ticked))) => {
                            on.iter().any(|it| ticked.contains(it))
                        }
                        (Some(_), Some(_) | None) => false,
                    })
                    .and(way.when.as_ref().map_or(Truth::Yes, |guard| {
                        place.truth(&guard.condition, &mut Needs::default())
                    })),
                    otherwise: way.kind == WayKind::Otherwise,
                    leads: way.target.map(|target| target.0),
                })
                .collect();
            let choice = choose(block.policy, &ways);
            let mut any = false;
            let mut leads = BTreeSet::new();
            for (number, way) in ways.iter().enumerate() {
                if way.applies == Truth::Yes && !way.otherwise {
                    any = true;
                    leads.insert(way.leads);
                    self.note(Asked::Applies(at, number), Settled::Can);
                }
            }
            let mut earlier = false;
            for (number, way) in ways.iter().enumerate() {
                let applies = if way.otherwise {
                    !any
                } else {
                    way.applies == Truth::Yes
                };
                let in_turn = block.policy != crate::ir::Policy::FirstMatch || !earlier;
                if applies && in_turn {
                    self.note(Asked::May(at, number), Settled::Can);
                }
                earlier |= applies;
            }
            if leads.len() > 1 {
                self.note(Asked::OrderMatters(at), Settled::Can);
            }
            match choice {
                Choice::Taken(taken) => {
                    for way in taken {
                        self.note(Asked::Takes(at, way), Settled::Can);
                    }
                }
                Choice::Gap => self.note(Asked::Gap(at), Settled::Can),
                Choice::Conflict(_) => self.note(Asked::Conflict(at), Settled::Can),
                Choice::Undecided { .. } => {}
            }
        }
    }

    /// Asks of each value whether there are answers for each of its lines.
    fn ask_values(&mut self, ground: &Ground<'_>, start: BlockId) {
        let mut formula = Formula::at(ground, start);
        let mut open = Vec::new();
        for value in (0..ground.pathway.values.len()).map(ValueId) {
            let read = ground.plan.read_by_definition(Definition::Value(value));
            let seen = Seen {
                known: read.iter().map(|question| (*question, Lit::TRUE)).collect(),
                at_the_end: false,
            };
            for (line, may) in formula
                .value(value, &seen)
                .iter()
                .flat_map(|it| (0..).zip(&it.may))
            {
                open.push((Asked::ValueMay(value, line), *may));
            }
        }
        self.settle(&mut formula, open);
    }

    /// Asks these places, whose questions all begin at one root.
    fn ask(&mut self, ground: &Ground<'_>, root: BlockId, blocks: &[BlockId]) {
        let mut formula = Formula::at(ground, root);
        let needs: Vec<Need> = blocks.iter().map(|at| need(ground, *at)).collect();
        formula.write_down(&needs);
        let mut open: Vec<(Asked, Lit)> = Vec::new();
        for at in blocks {
            questions(ground, &mut formula, *at, &mut open);
        }
        self.settle(&mut formula, open);
    }

    /// Settles each of these. An example of anything shows what else can be.
    fn settle(&mut self, formula: &mut Formula<'_>, mut open: Vec<(Asked, Lit)>) {
        open.retain(|(asked, lit)| match *lit {
            Lit::FALSE => false,
            Lit::TRUE => {
                self.note(*asked, Settled::Can);
                false
            }
            _ => self.raw(*asked) != Settled::Can,
        });
        let mut waiting: Vec<(Asked, Lit)> = open.into_iter().rev().collect();
        let mut too_hard: Vec<(Asked, Lit)> = Vec::new();
        let mut proved: BTreeSet<Lit> = BTreeSet::new();
        while let Some((asked, lit)) = waiting.pop() {
            if proved.contains(&lit) {
                continue;
            }
            match formula.can(&[lit]) {
                Settled::Can => {
                    self.note(asked, Settled::Can);
                    waiting.retain(|(asked, lit)| {
                        let shown = formula.gates.holds(*lit);
                        if shown {
                            self.note(*asked, Settled::Can);
                        }
                        !shown
                    });
                }
                Settled::Cannot => {
                    proved.insert(lit);
                }
                Settled::TooHard => too_hard.push((asked, lit)),
            }
        }
        // What was learnt since may have settled it.
        too_hard.retain(|(_, lit)| !proved.contains(lit));
        for (asked, lit) in too_hard {
            self.note(asked, formula.can(&[lit]));
        }
    }

    /// Who comes to a place: whoever takes a way to it.
    fn is_reached(
        &self,
        ground: &Ground<'_>,
        block: BlockId,
        roots: &[Option<BlockId>],
    ) -> Settled {
        let plan = &ground.plan;
        // What was asked of a place holds where its root is reached.
        let asked_from = |at: BlockId| roots[at.0].filter(|root| *root != at);
        if ground.pathway.start == Some(block) {
            return Settled::Can;
        }
        if plan.circle(block).is_some() {
            let root = asked_from(block).map_or(Settled::Can, |root| self.reached(root));
            return both(root, self.raw(Asked::Comes(block)));
        }
        let mut reached = Settled::Cannot;
        for (before, way) in &plan.before[block.0] {
            let from = match asked_from(*before) {
                Some(root) if !is_plain(ground, *before) => self.reached(root),
                Some(_) | None => self.reached(*before),
            };
            match both(from, self.raw(Asked::Takes(*before, *way))) {
                Settled::Can => return Settled::Can,
                Settled::TooHard => reached = Settled::TooHard,
                Settled::Cannot => {}
            }
        }
        reached
    }
}

fn both(a: Settled, b: Settled) -> Settled {
    match (a, b) {
        (Settled::Cannot, _) | (_, Settled::Cannot) => Settled::Cannot,
        (Settled::Can, Settled::Can) => Settled::Can,
        (Settled::TooHard, _) | (_, Settled::TooHard) => Settled::TooHard,
    }
}

impl Asked {
    /// The place that it is asked of.
    fn place(self) -> Option<BlockId> {
        match self {
            Asked::Comes(block)
            | Asked::May(block, _)
            | Asked::Applies(block, _)
            | Asked::Takes(block, _)
            | Asked::Gap(block)
            | Asked::Conflict(block)
            | Asked::Undecided(block)
            | Asked::OrderMatters(block)
            | Asked::Action(block, ..)
            | Asked::UndecidedAction(block, _)
            | Asked::Unseen(block, _)
            | Asked::ValueGap(block, _)
            | Asked::ValueConflict(block, _) => Some(block),
            Asked::Line(..) | Asked::ValueMay(..) => None,
        }
    }
}

/// Whether the ways of a place read nothing but its own answer, one of a few, and an answer can be given.
fn is_plain(ground: &Ground<'_>, at: BlockId) -> bool {
    let ways = &ground.pathway[at].ways;
    let own = question_at(ground.pathway, at);
    let guards = ways.iter().filter_map(|way| way.when.as_ref());
    if !ground.plan.ways_read[at.0]
        .iter()
        .all(|it| Some(*it) == own)
        || !ground
            .plan
            .values_in(guards.map(|guard| &guard.condition))
            .is_empty()
    {
        return false;
    }
    match own.map(|question| (question, &ground.pathway[question].answers)) {
        None | Some((_, Answers::Text)) => true,
        Some((_, Answers::Broken)) => false,
        Some((question, Answers::Range { .. })) => {
            let cells = ground.cells.of_question(question).len();
            (1..=FEW).contains(&cells) || (cells > 0 && !reads_its_answer(ground, at))
        }
        Some((_, Answers::OneOf(options))) => !options.is_empty(),
        Some((_, Answers::Several { items, marks })) => {
            !reads_its_answer(ground, at) || (marks.is_empty() && items.len() <= 4)
        }
    }
}

/// Whether the ways of a place read the answer that is given there.
fn reads_its_answer(ground: &Ground<'_>, at: BlockId) -> bool {
    !ground.plan.ways_read[at.0].is_empty()
}

/// Whether nothing that a place gives depends on anything, and nobody needs ask whether families come there.
fn has_plain_actions(ground: &Ground<'_>, at: BlockId) -> bool {
    ground.plan.circle(at).is_none()
        && ground.pathway[at].actions.iter().all(|action| {
            let lines = match &action.what {
                What::Service(service) => ground.pathway[*service].lines.as_slice(),
                What::Named(_) | What::Text(_) => &[],
            };
            action.when.is_none() && lines.iter().all(|line| line.when.is_none())
        })
}

fn need(ground: &Ground<'_>, at: BlockId) -> Need {
    let mut reads = ground.plan.actions_read(ground.pathway, at);
    reads.extend(&ground.plan.ways_read[at.0]);
    Need { block: at, reads }
}

/// Everything that is asked of one place.
fn questions(
    ground: &Ground<'_>,
    formula: &mut Formula<'_>,
    at: BlockId,
    out: &mut Vec<(Asked, Lit)>,
) {
    let pathway = ground.pathway;
    let block = &pathway[at];
    let comes = formula.comes(at);
    if ground.plan.circle(at).is_some() {
        out.push((Asked::Comes(at), comes));
    }
    if !is_plain(ground, at) && !block.ways.is_empty() {
        questions_of_ways(formula, at, comes, out);
    }
    let mut conditions: Vec<&Condition> = Vec::new();
    conditions.extend(
        block
            .ways
            .iter()
            .filter_map(|it| Some(&it.when.as_ref()?.condition)),
    );
    conditions.extend(
        block
            .actions
            .iter()
            .filter_map(|it| Some(&it.when.as_ref()?.condition)),
    );
    for (number, action) in block.actions.iter().enumerate() {
        let given = match &action.when {
            None => comes,
            Some(guard) => {
                let truth = formula.truth_at(at, &guard.condition);
                let unknown = formula.gates.and(!truth.yes, !truth.no);
                let each = [
                    (Truth::Yes, truth.yes),
                    (Truth::No, truth.no),
                    (Truth::Unknown, unknown),
                ];
                for (which, lit) in each {
                    let lit = formula.gates.and(comes, lit);
                    out.push((Asked::Action(at, number, which), lit));
                }
                let hangs = formula.action_hangs(at, number, On::Question);
                let hangs = formula.gates.and(comes, hangs);
                out.push((Asked::UndecidedAction(at, number), hangs));
                formula.gates.and(comes, truth.yes)
            }
        };
        if let What::Service(service) = &action.what {
            lines_of(pathway, formula, (at, number), *service, given, out);
        }
    }
    for value in ground.plan.values_in(conditions.into_iter()) {
        let gap = formula.anything_hangs(at, On::Gap(value));
        let gap = formula.gates.and(comes, gap);
        out.push((Asked::ValueGap(at, value), gap));
        let conflict = formula.anything_hangs(at, On::Conflict(value));
        let conflict = formula.gates.and(comes, conflict);
        out.push((Asked::ValueConflict(at, value), conflict));
    }
}

/// What is asked of the lines of a service where an action gives it.
fn lines_of(
    pathway: &Pathway,
    formula: &mut Formula<'_>,
    (at, number): (BlockId, usize),
    service: ServiceId,
    given: Lit,
    out: &mut Vec<(Asked, Lit)>,
) {
    let mut unseen = vec![given];
    for (line, detail) in pathway[service].lines.iter().enumerate() {
        let Some(guard) = &detail.when else {
            if detail.is_contact() {
                unseen.push(Lit::FALSE);
            }
            continue;
        };
        let truth = formula.truth_at(at, &guard.condition);
        if detail.is_contact() {
            unseen.push(truth.no);
        }
        let unknown = formula.gates.and(!truth.yes, !truth.no);
        let each = [
            (Truth::Yes, truth.yes),
            (Truth::No, truth.no),
            (Truth::Unknown, unknown),
        ];
        for (which, lit) in each {
            let lit = formula.gates.and(given, lit);
            out.push((Asked::Line(service, line, which), lit));
        }
    }
    let unseen = formula.gates.all(unseen);
    out.push((Asked::Unseen(at, number), unseen));
}

fn questions_of_ways(
    formula: &mut Formula<'_>,
    at: BlockId,
    comes: Lit,
    out: &mut Vec<(Asked, Lit)>,
) {
    let choice = formula.choice(at);
    let ways = &formula.pathway()[at].ways;
    let mut by_target: BTreeMap<usize, Vec<Lit>> = BTreeMap::new();
    for (number, way) in ways.iter().enumerate() {
        let applies = choice.applies[number];
        for (asked, lit) in [
            (Asked::May(at, number), choice.may[number]),
            (Asked::Applies(at, number), applies.yes),
            (Asked::Takes(at, number), choice.taken[number]),
        ] {
            out.push((asked, formula.gates.and(comes, lit)));
        }
        if way.kind != WayKind::Otherwise {
            let target = way.target.map_or(usize::MAX - number, |target| target.0);
            by_target.entry(target).or_default().push(!applies.no);
        }
    }
    if formula.pathway()[at].policy == crate::ir::Policy::FirstMatch {
        let may: Vec<Lit> = by_target
            .into_values()
            .map(|lits| formula.gates.any(lits))
            .collect();
        let two = formula.gates.at_least(2, &may);
        out.push((Asked::OrderMatters(at), formula.gates.and(comes, two)));
    }
    let undecided = formula.choice_hangs(at, On::Question);
    for (asked, lit) in [
        (Asked::Gap(at), choice.gap),
        (Asked::Conflict(at), choice.conflict),
        (Asked::Undecided(at), undecided),
    ] {
        out.push((asked, formula.gates.and(comes, lit)));
    }
}
