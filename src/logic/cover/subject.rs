//! What cases can speak of: answers, items, numbers; and what is made of answers: counts, and what the author has
//! named.
//!
//! Each way to be of each subject is a condition of the language, so that a case means what the same words
//! mean in a flow.

use std::collections::{BTreeMap, BTreeSet};

use super::super::formula::{Formula, Need};
use crate::evaluate::{Definition, bound_number, conditions_of, definition_named, parts};
use crate::ir::{
    Answers, BlockId, Bound, Condition, ConditionId, Count, Measure, Order, Pathway, QuestionId,
    ScoreId, ValueId,
};

/// The most counts, values and scores of a pathway that are tried.
const MOST: usize = 120;

/// What is counted: a list, which of its items, and which marks.
type Counted = (QuestionId, Vec<usize>, Vec<usize>);

/// Something that a case may speak of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Subject {
    /// Which answer a question has.
    Answer(QuestionId),
    /// In which stretch the number lies that answers a question.
    Number(QuestionId, Stretches),
    /// Whether an item is ticked (not, or yes), or which mark it has.
    Item(QuestionId, usize),
    /// Whether a question was asked (not, or yes).
    Asked(QuestionId),
    /// How many of these items are ticked, or have one of these marks.
    Count {
        /// The checklist.
        list: QuestionId,
        /// Which items count.
        items: Vec<usize>,
        /// Which marks; empty for a list that is ticked.
        marks: Vec<usize>,
        /// The stretches told apart.
        stretches: Stretches,
    },
    /// Whether a named condition holds (not, or yes).
    Condition(ConditionId),
    /// Which option a value or level has.
    Value(ValueId),
    /// In which stretch a score lies.
    Score(ScoreId, Stretches),
}

/// Numbers cut into stretches.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Stretches {
    /// The first number of each stretch.
    pub(crate) firsts: Vec<i64>,
    /// The greatest number of all.
    pub(crate) last: i64,
    /// The numbers with which conditions compare.
    pub(crate) constants: BTreeSet<i64>,
}

impl Stretches {
    fn cut(from: i64, to: i64, bounds: &BTreeSet<(i64, i64)>) -> Stretches {
        let begins: BTreeSet<i64> = bounds.iter().map(|(first, _)| *first).collect();
        let inside = begins.into_iter().filter(|it| from < *it && *it <= to);
        Stretches {
            firsts: [from].into_iter().chain(inside).collect(),
            last: to,
            constants: bounds.iter().map(|(_, constant)| *constant).collect(),
        }
    }

    /// The first and the last number of one stretch.
    pub(crate) fn ends(&self, at: usize) -> (i64, i64) {
        let first = self.firsts.get(at).copied().unwrap_or(i64::MIN);
        let next = self.firsts.get(at + 1).map(|next| next.saturating_sub(1));
        (first, next.unwrap_or(self.last))
    }
}

impl Subject {
    /// How many ways there are for it to be.
    pub(super) fn count(&self, pathway: &Pathway) -> usize {
        match self {
            Subject::Answer(question) => pathway[*question].answers.options().len(),
            Subject::Number(_, stretches)
            | Subject::Count { stretches, .. }
            | Subject::Score(_, stretches) => stretches.firsts.len(),
            Subject::Item(list, _) => match &pathway[*list].answers {
                Answers::Several { marks, .. } if !marks.is_empty() => marks.len(),
                Answers::OneOf(_)
                | Answers::Several { .. }
                | Answers::Range { .. }
                | Answers::Text
                | Answers::Broken => 2,
            },
            Subject::Asked(_) | Subject::Condition(_) => 2,
            Subject::Value(value) => pathway[*value].options.len(),
        }
    }

    /// That it is so, as a condition.
    pub(super) fn condition(&self, pathway: &Pathway, way: usize) -> Condition {
        let one_of_two = |condition: Condition| match way {
            0 => Condition::Not(Box::new(condition)),
            _ => condition,
        };
        let between = |measure, stretches: &Stretches| {
            let (first, last) = stretches.ends(way);
            Condition::Between(measure, Some(Bound::Fixed(first)), Some(Bound::Fixed(last)))
        };
        match self {
            Subject::Answer(question) => Condition::Is(*question, vec![way]),
            Subject::Number(question, stretches) => {
                between(Measure::Question(*question), stretches)
            }
            Subject::Item(list, item) => {
                let marked = matches!(&pathway[*list].answers, Answers::Several { marks, .. } if !marks.is_empty());
                let (marks, count) = match (marked, way) {
                    (true, mark) => (vec![mark], Count::AtLeast(Bound::Fixed(1))),
                    (false, 0) => (Vec::new(), Count::AtMost(Bound::Fixed(0))),
                    (false, _) => (Vec::new(), Count::AtLeast(Bound::Fixed(1))),
                };
                Condition::Items {
                    list: *list,
                    items: vec![*item],
                    marks,
                    count,
                }
            }
            Subject::Asked(question) => one_of_two(Condition::WasAsked(*question)),
            Subject::Count {
                list,
                items,
                marks,
                stretches,
            } => {
                let (first, last) = stretches.ends(way);
                let so_many = |count| Condition::Items {
                    list: *list,
                    items: items.clone(),
                    marks: marks.clone(),
                    count,
                };
                Condition::All(vec![
                    so_many(Count::AtLeast(Bound::Fixed(first))),
                    so_many(Count::AtMost(Bound::Fixed(last))),
                ])
            }
            Subject::Condition(condition) => one_of_two(Condition::Named(*condition)),
            Subject::Value(value) => Condition::ValueIs(*value, vec![way]),
            Subject::Score(score, stretches) => between(Measure::Score(*score), stretches),
        }
    }

    /// Whether the ways to be stand in order, and only neighbours are said together.
    pub(super) fn is_ordered(&self) -> bool {
        match self {
            Subject::Number(..) | Subject::Count { .. } | Subject::Score(..) => true,
            Subject::Answer(_)
            | Subject::Item(..)
            | Subject::Asked(_)
            | Subject::Condition(_)
            | Subject::Value(_) => false,
        }
    }

    /// The question that it is about, where it says how that is answered.
    pub(super) fn answers(&self) -> Option<QuestionId> {
        match self {
            Subject::Answer(question)
            | Subject::Number(question, _)
            | Subject::Item(question, _)
            | Subject::Count { list: question, .. } => Some(*question),
            Subject::Asked(_) | Subject::Condition(_) | Subject::Value(_) | Subject::Score(..) => {
                None
            }
        }
    }

    /// Whether it is made of answers, and not an answer itself.
    pub(super) fn is_made(&self) -> bool {
        match self {
            Subject::Answer(_) | Subject::Number(..) | Subject::Item(..) => false,
            Subject::Asked(_)
            | Subject::Count { .. }
            | Subject::Condition(_)
            | Subject::Value(_)
            | Subject::Score(..) => true,
        }
    }
}

/// Every answer that the formula reads, in order: facts, then questions as they are asked. With each the number of
/// its question in that order.
pub(super) fn plain(formula: &Formula<'_>) -> Vec<(usize, Subject)> {
    let pathway = formula.pathway();
    let mut read: Vec<QuestionId> = (0..pathway.questions.len())
        .map(QuestionId)
        .filter(|question| formula.has_variables(*question))
        .filter(|question| formula.first_of(*question) == *question)
        .collect();
    read.sort_by_key(|question| {
        let place = pathway[*question]
            .block
            .map(|block| formula.plan().place(block));
        (place, *question)
    });
    let mut subjects = Vec::new();
    for (group, question) in read.into_iter().enumerate() {
        match &pathway[question].answers {
            Answers::OneOf(_) => subjects.push((group, Subject::Answer(question))),
            Answers::Several { items, .. } => {
                subjects
                    .extend((0..items.len()).map(|item| (group, Subject::Item(question, item))));
            }
            Answers::Range { to, .. } => {
                let cells = formula.cells();
                let firsts = cells.firsts(question).to_vec();
                let last = bound_number(pathway, formula.today(), *to);
                let ends = firsts
                    .iter()
                    .flat_map(|first| [*first, first.saturating_sub(1)]);
                let stretches = Stretches {
                    constants: ends.filter(|it| cells.is_compared(question, *it)).collect(),
                    firsts,
                    last,
                };
                subjects.push((group, Subject::Number(question, stretches)));
            }
            Answers::Text | Answers::Broken => {}
        }
    }
    subjects
}

/// The places at which the questions of these are asked, to be written down.
pub(super) fn places(formula: &Formula<'_>, subjects: &[(usize, Subject)]) -> Vec<Need> {
    let mut blocks: BTreeSet<BlockId> = BTreeSet::new();
    for (_, subject) in subjects {
        if let Subject::Answer(question)
        | Subject::Number(question, _)
        | Subject::Item(question, _) = subject
        {
            blocks.extend(formula.pathway()[*question].block);
        }
    }
    blocks.retain(|block| formula.plan().is_drawn(*block));
    let need = |block| Need {
        block,
        reads: BTreeSet::new(),
    };
    blocks.into_iter().map(need).collect()
}

/// What the author's conditions make of these answers: counts and whether something was asked; `named`: what has a
/// name, too.
pub(super) fn made(formula: &Formula<'_>, named: bool) -> Vec<(usize, Subject)> {
    let pathway = formula.pathway();
    let mut counts: BTreeMap<Counted, BTreeSet<(i64, i64)>> = BTreeMap::new();
    let mut scores: BTreeMap<ScoreId, BTreeSet<(i64, i64)>> = BTreeMap::new();
    let mut found: BTreeSet<Subject> = BTreeSet::new();
    let number = |bound| bound_number(pathway, formula.today(), bound);
    for condition in written(pathway) {
        let read = formula.plan().read_by(condition);
        if !read.iter().any(|question| formula.has_variables(*question)) {
            continue;
        }
        for (part, _) in parts(condition) {
            match part {
                Condition::Items {
                    list,
                    items,
                    marks,
                    count,
                } if items.len() > 1 => {
                    let all = i64::try_from(items.len()).unwrap_or(i64::MAX);
                    let list = formula.first_of(*list);
                    let bounds = counts
                        .entry((list, items.clone(), marks.clone()))
                        .or_default();
                    match count {
                        Count::All => {
                            bounds.insert((all, all));
                        }
                        Count::AtLeast(bound) => {
                            bounds.insert((number(*bound), number(*bound)));
                        }
                        Count::AtMost(bound) => {
                            bounds.insert((number(*bound) + 1, number(*bound)));
                        }
                        Count::Exactly(bound) => {
                            bounds.insert((number(*bound), number(*bound)));
                            bounds.insert((number(*bound) + 1, number(*bound)));
                        }
                    }
                }
                Condition::WasAsked(question) => {
                    // Of two versions it would have to be said which one asks.
                    if !formula.is_of_both() {
                        found.insert(Subject::Asked(*question));
                    }
                }
                Condition::Named(_) | Condition::ValueIs(..) => {
                    let named = definition_named(part).and_then(|it| formula.name_of(it));
                    found.extend(named.and_then(|it| match it {
                        Definition::Condition(id) => Some(Subject::Condition(id)),
                        Definition::Value(id) => Some(Subject::Value(id)),
                        Definition::Score(_) => None,
                    }));
                }
                Condition::Between(Measure::Score(_), least, most) => {
                    let Some(id) = score_named(formula, part) else {
                        continue;
                    };
                    let bounds = scores.entry(id).or_default();
                    bounds.extend(least.map(|it| (number(it), number(it))));
                    bounds.extend(most.map(|it| (number(it).saturating_add(1), number(it))));
                }
                Condition::Beyond(Measure::Score(_), order, bound) => {
                    let Some(id) = score_named(formula, part) else {
                        continue;
                    };
                    let bound = number(*bound);
                    let first = match order {
                        Order::Less | Order::AtLeast => bound,
                        Order::More | Order::AtMost => bound.saturating_add(1),
                    };
                    scores.entry(id).or_default().insert((first, bound));
                }
                Condition::All(_)
                | Condition::Any(_)
                | Condition::Not(_)
                | Condition::HowMany(..)
                | Condition::Is(..)
                | Condition::Items { .. }
                | Condition::Empty(_)
                | Condition::Between(..)
                | Condition::Beyond(..)
                | Condition::Within(..)
                | Condition::Broken => {}
            }
        }
    }
    found.extend(counts.into_iter().map(|((list, items, marks), bounds)| {
        let all = i64::try_from(items.len()).unwrap_or(i64::MAX);
        Subject::Count {
            list,
            items,
            marks,
            stretches: Stretches::cut(0, all, &bounds),
        }
    }));
    found.extend(
        scores
            .into_iter()
            .map(|(id, bounds)| Subject::Score(id, Stretches::cut(i64::MIN, i64::MAX, &bounds))),
    );
    found.retain(|subject| match subject {
        Subject::Condition(_) | Subject::Value(_) | Subject::Score(..) => named,
        Subject::Asked(question) => !pathway[*question].fact,
        Subject::Answer(_) | Subject::Number(..) | Subject::Item(..) | Subject::Count { .. } => {
            true
        }
    });
    // What reads anything else than these answers does not help to say them.
    found.retain(|subject| {
        let read = formula.plan().read_by(&subject.condition(pathway, 0));
        read.iter().all(|question| formula.has_variables(*question))
    });
    // Each is a group of its own, behind all questions.
    let first = pathway.questions.len();
    found
        .into_iter()
        .take(MOST)
        .enumerate()
        .map(|(at, it)| (first + at, it))
        .collect()
}

/// The score that a comparison is about, as cases may name it.
fn score_named(formula: &Formula<'_>, part: &Condition) -> Option<ScoreId> {
    match definition_named(part).and_then(|it| formula.name_of(it))? {
        Definition::Score(id) => Some(id),
        Definition::Condition(_) | Definition::Value(_) => None,
    }
}

/// Every condition that decides about places: those of ways and actions, and of definitions.
fn written(pathway: &Pathway) -> Vec<&Condition> {
    let mut conditions = Vec::new();
    for block in &pathway.blocks {
        let guards = block.ways.iter().filter_map(|it| it.when.as_ref());
        conditions.extend(guards.map(|guard| &guard.condition));
        let guards = block.actions.iter().filter_map(|it| it.when.as_ref());
        conditions.extend(guards.map(|guard| &guard.condition));
    }
    for at in 0..pathway.conditions.len() {
        conditions.extend(conditions_of(
            pathway,
            Definition::Condition(ConditionId(at)),
        ));
    }
    for at in 0..pathway.values.len() {
        conditions.extend(conditions_of(pathway, Definition::Value(ValueId(at))));
    }
    for at in 0..pathway.scores.len() {
        conditions.extend(conditions_of(pathway, Definition::Score(ScoreId(at))));
    }
    conditions
}
