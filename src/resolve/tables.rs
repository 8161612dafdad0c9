//! Tables: each row is a condition over its columns.

use std::collections::BTreeSet;

use super::Context;
use super::choice::Readable;
use super::counts::negated_if;
use super::names::Use;
use super::number::operand_span;
use crate::diagnostic::{Code, Diagnostic, count};
use crate::ir::{Condition, ConditionId, Guard, Part};
use crate::source::{Span, Spanned};
use crate::syntax::ast::{self, Cell, CellKind, Name, Operand, Order};

/// A column: what it reads, where that is known, and the words over it.
pub(super) struct Column {
    name: Spanned<String>,
    reads: Option<Reads>,
    pub(super) label: String,
}

#[derive(Clone, Copy)]
enum Reads {
    Answer(Readable),
    Condition(ConditionId),
}

impl Context<'_, '_> {
    /// The columns of a table.
    pub(super) fn columns(&mut self, columns: &[ast::Column<'_>]) -> Vec<Column> {
        columns
            .iter()
            .map(|column| {
                let label = column.label.as_ref();
                let label = label.map_or(column.name.it, |label| label.it.as_ref());
                let reads = self.column(&column.name);
                if reads.is_none() {
                    self.spoil();
                }
                Column {
                    name: Spanned {
                        it: column.name.it.to_string(),
                        span: column.name.span,
                    },
                    reads,
                    label: label.to_string(),
                }
            })
            .collect()
    }

    fn column(&mut self, name: &Name<'_>) -> Option<Reads> {
        if let Part::Condition(id) = self.look_up(name, Use::Column)? {
            return Some(Reads::Condition(id));
        }
        let readable = self.readable(name, Use::Column)?;
        match readable {
            Readable::Choice(_) | Readable::Number(_) => Some(Reads::Answer(readable)),
            Readable::Text => {
                self.is_text(name);
                None
            }
            Readable::List(_) => {
                let message = format!(
                    "`{}` is a checklist: several of its items can be ticked at once, so it cannot be a column.",
                    name.it
                );
                let help = format!(
                    "Declare a condition such as `when any of {}`, and make that the column.",
                    name.it
                );
                self.mismatch(name.span, message, help);
                None
            }
        }
    }

    /// The condition that a row stands for.
    pub(super) fn row(&mut self, columns: &[Column], cells: &[Cell<'_>], span: Span) -> Guard {
        if cells.len() != columns.len() {
            let message = format!(
                "This row has {} and its table has {}.",
                count(cells.len(), "cell"),
                count(columns.len(), "column")
            );
            let help = "Give the row one cell for each column; `-` stands for anything.";
            if columns.is_empty() && self.spoiled.iter().any(|(part, _)| *part == self.at) {
                // A line that could not be read may have been its table.
            } else if columns.is_empty() {
                let message = "This row stands under no `table` line, so its cells say nothing.";
                let help = "Write `table` and the names of the columns on a line above it.";
                self.say(Diagnostic::new(Code::MisplacedLine, span, message).help(help));
            } else {
                self.mismatch(span, message, help.to_string());
            }
            self.spoil();
            return Self::broken_guard(span);
        }
        let mut parts = Vec::new();
        let mut words = Vec::new();
        for (column, cell) in columns.iter().zip(cells) {
            if cell.kind == CellKind::Anything {
                continue;
            }
            words.push(self.cell_words(column, cell));
            let part = self.cell(column, cell).unwrap_or_else(|| {
                self.spoil();
                Condition::Broken
            });
            parts.push(part);
        }
        let text = if words.is_empty() {
            "always".to_string()
        } else {
            words.join(" and ")
        };
        Guard {
            condition: Condition::All(parts),
            text,
            span,
        }
    }

    fn cell(&mut self, column: &Column, cell: &Cell<'_>) -> Option<Condition> {
        let name = Spanned {
            it: column.name.it.as_str(),
            span: column.name.span,
        };
        let readable = match column.reads? {
            Reads::Condition(id) => return self.condition_cell(&name, id, cell),
            Reads::Answer(readable) => readable,
        };
        match &cell.kind {
            CellKind::Anything => None,
            CellKind::Otherwise => {
                let message = "`otherwise` stands alone in its row.".to_string();
                let help = "Write `| otherwise | -> ...`, or `-` in this cell.".to_string();
                self.mismatch(cell.span, message, help);
                None
            }
            CellKind::OneOf { not, answers } => match readable {
                Readable::Choice(owner) => {
                    let mut chosen = BTreeSet::new();
                    let mut single = Vec::new();
                    for answer in answers {
                        match self.cell_group(owner, answer) {
                            Some(members) => chosen.extend(members?),
                            None => single.push(answer.clone()),
                        }
                    }
                    chosen.extend(self.chosen(&name, owner, &single)?);
                    Some(self.choice(owner, &chosen, *not))
                }
                Readable::Number(_) | Readable::List(_) | Readable::Text => {
                    self.is_one_of(&name, readable, *not, answers, cell.span)
                }
            },
            CellKind::Compare(order, with) => {
                let measure = self.as_number(&name, readable, cell.span)?;
                self.compare(&name, measure, order.it, with)
            }
            CellKind::Between(from, to) => {
                let measure = self.as_number(&name, readable, cell.span)?;
                self.between(&name, measure, from, to)
            }
            CellKind::Ranked(order, with) => {
                let name = Spanned {
                    span: cell.span,
                    ..name
                };
                self.ranked(&name, readable, order, with)
            }
        }
    }

    /// The members of a group named in a cell; the inner none is for a group that cannot be used here.
    fn cell_group(
        &mut self,
        owner: super::Owner,
        answer: &Operand<'_>,
    ) -> Option<Option<BTreeSet<usize>>> {
        let Operand::Name(name) = answer else {
            return None;
        };
        if self.find_option(owner, name.it).is_some() {
            return None;
        }
        let Some(Part::Group(group)) = self.names.get(name.it).map(|declared| declared.part) else {
            return (self.groups_may_be_missing && self.names.get(name.it).is_none())
                .then_some(None);
        };
        if self.pathway.broken.holds(Part::Group(group)) {
            return Some(None);
        }
        let members = self.members(group, owner);
        if members.is_none() && !self.is_open(owner) {
            let of = self.pathway[self.pathway[group].question].name.clone();
            let message = format!(
                "`{}` is a group of answers of `{of}`, and the column reads `{}`.",
                name.it,
                self.owner_name(owner)
            );
            let help = self.options_help(owner);
            self.mismatch(name.span, message, help);
        }
        Some(members)
    }

    /// A column that reads a condition takes `yes` and `no`.
    fn condition_cell(
        &mut self,
        name: &Name<'_>,
        id: ConditionId,
        cell: &Cell<'_>,
    ) -> Option<Condition> {
        if let CellKind::OneOf { not, answers } = &cell.kind
            && let [Operand::Name(answer)] = answers.as_slice()
            && ["yes", "no"].contains(&answer.it)
        {
            let holds = (answer.it == "yes") != *not;
            return Some(negated_if(!holds, Condition::Named(id)));
        }
        let message = format!(
            "`{}` is a condition, so its column says `yes`, `no` or `-`, not `{}`.",
            name.it,
            self.words(cell.span)
        );
        self.mismatch(cell.span, message, String::new());
        None
    }

    /// A cell as a condition is written.
    fn cell_words(&self, column: &Column, cell: &Cell<'_>) -> String {
        let name = &column.name.it;
        match &cell.kind {
            CellKind::Anything | CellKind::Otherwise => String::new(),
            CellKind::OneOf { not, answers } => {
                let words: Vec<String> = answers
                    .iter()
                    .map(|answer| self.words(operand_span(answer)))
                    .collect();
                if let (Some(Reads::Condition(_)), [word]) = (column.reads, words.as_slice()) {
                    return match (word == "no") != *not {
                        true => format!("not {name}"),
                        false => name.clone(),
                    };
                }
                let is = match (not, words.len()) {
                    (false, 0 | 1) => "is",
                    (false, _) => "is one of",
                    (true, 0 | 1) => "is not",
                    (true, _) => "is not one of",
                };
                format!("{name} {is} {}", words.join(", "))
            }
            CellKind::Compare(order, with) => {
                let sign = match order.it {
                    Order::Less => "<",
                    Order::AtMost => "<=",
                    Order::More => ">",
                    Order::AtLeast => ">=",
                };
                format!("{name} {sign} {}", self.words(operand_span(with)))
            }
            CellKind::Between(from, to) => format!(
                "{name} from {} to {}",
                self.words(operand_span(from)),
                self.words(operand_span(to))
            ),
            CellKind::Ranked(order, with) => {
                let words = match order.it {
                    Order::Less => "below",
                    Order::AtMost => "at most",
                    Order::More => "above",
                    Order::AtLeast => "at least",
                };
                format!("{name} is {words} {}", with.it)
            }
        }
    }
}
