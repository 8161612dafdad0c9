//! One block's ways as a table of numbers, for the peers that know nothing but tables.

use std::collections::{BTreeMap, BTreeSet};

use fingerpost::ir::{
    Answers, Block, Bound, Condition, Measure, Order, Pathway, QuestionId, WayKind,
};

/// The numbers of a cell: stretches in order, both ends included, none touching another.
pub(crate) type Cell = Vec<(i64, i64)>;

/// A table over answers that everybody has given.
pub(crate) struct Table {
    /// All that each column can be.
    pub(crate) columns: Vec<(i64, i64)>,
    /// The cells of each row.
    pub(crate) rows: Vec<Vec<Cell>>,
    /// Where each row leads.
    pub(crate) targets: Vec<Option<usize>>,
}

impl Table {
    /// The ways of a block; none where one of them says more than cells of a table can.
    pub(crate) fn of(pathway: &Pathway, block: &Block) -> Option<Table> {
        let mut rows: Vec<BTreeMap<QuestionId, Cell>> = Vec::new();
        let mut asked: BTreeSet<QuestionId> = BTreeSet::new();
        for way in &block.ways {
            if way.on.is_some() || way.kind == WayKind::Otherwise {
                return None;
            }
            let mut row = BTreeMap::new();
            let guard = way.when.as_ref().map(|guard| &guard.condition);
            let conditions = match guard {
                Some(Condition::All(all)) => all.iter().collect(),
                other => other.into_iter().collect::<Vec<_>>(),
            };
            for condition in conditions {
                let (question, cell) = cell(pathway, condition)?;
                asked.insert(question);
                row.insert(question, cell);
            }
            rows.push(row);
        }
        let mut columns = Vec::new();
        for question in &asked {
            columns.push(range(pathway, *question)?);
        }
        let full = |row: &BTreeMap<QuestionId, Cell>| -> Vec<Cell> {
            let cells = asked.iter().zip(&columns);
            cells
                .map(|(question, all)| row.get(question).cloned().unwrap_or(vec![*all]))
                .collect()
        };
        Some(Table {
            rows: rows.iter().map(full).collect(),
            targets: block
                .ways
                .iter()
                .map(|way| way.target.map(|it| it.0))
                .collect(),
            columns,
        })
    }
}

fn range(pathway: &Pathway, question: QuestionId) -> Option<(i64, i64)> {
    match &pathway[question].answers {
        Answers::OneOf(answers) => Some((0, i64::try_from(answers.len()).ok()? - 1)),
        Answers::Range { from, to, .. } => Some((fixed(*from)?, fixed(*to)?)),
        Answers::Several { .. } | Answers::Text | Answers::Broken => None,
    }
}

fn fixed(bound: Bound) -> Option<i64> {
    match bound {
        Bound::Fixed(number) => Some(number),
        Bound::Setting(_) | Bound::FromToday(_) => None,
    }
}

fn cell(pathway: &Pathway, condition: &Condition) -> Option<(QuestionId, Cell)> {
    match condition {
        Condition::Is(question, answers) => {
            let mut numbers: Vec<i64> = answers
                .iter()
                .filter_map(|it| i64::try_from(*it).ok())
                .collect();
            numbers.sort_unstable();
            let mut cell: Cell = Vec::new();
            for number in numbers {
                match cell.last_mut() {
                    Some((_, last)) if *last + 1 == number => *last = number,
                    Some(_) | None => cell.push((number, number)),
                }
            }
            Some((*question, cell))
        }
        Condition::Between(Measure::Question(question), from, to) => {
            let (least, most) = range(pathway, *question)?;
            let from = from.map_or(Some(least), fixed)?;
            let to = to.map_or(Some(most), fixed)?;
            Some((*question, vec![(from.max(least), to.min(most))]))
        }
        Condition::Beyond(Measure::Question(question), order, bound) => {
            let (least, most) = range(pathway, *question)?;
            let bound = fixed(*bound)?;
            let (from, to) = match order {
                Order::Less => (least, bound - 1),
                Order::AtMost => (least, bound),
                Order::More => (bound + 1, most),
                Order::AtLeast => (bound, most),
            };
            Some((*question, vec![(from.max(least), to.min(most))]))
        }
        Condition::All(_)
        | Condition::Any(_)
        | Condition::Not(_)
        | Condition::HowMany(..)
        | Condition::Named(_)
        | Condition::ValueIs(..)
        | Condition::Items { .. }
        | Condition::Empty(_)
        | Condition::Between(..)
        | Condition::Beyond(..)
        | Condition::Within(..)
        | Condition::WasAsked(_)
        | Condition::Broken => None,
    }
}
