//! Ways on: where each block leads, for whom, and by which policy the block chooses.

use std::collections::BTreeSet;

use super::names::Use;
use super::tables::Columns;
use super::values::is_broken;
use super::{Context, Owner};
use crate::diagnostic::{Code, Diagnostic, count};
use crate::ir::{Answers, BlockId, Policy, QuestionId, Table, Way, WayKind};
use crate::source::Span;
use crate::syntax::ast::{Block, CellKind, Leads, Line, LineKind, Name, OptionKind};

impl<'s> Context<'_, 's> {
    /// Reads the ways of a question, checklist or step.
    pub(super) fn ways(&mut self, id: BlockId, question: Option<QuestionId>, block: &Block<'s>) {
        let policy = self.policy(block);
        self.last_lines(block);
        let mut ways = Vec::new();
        let mut tables: Vec<Table> = Vec::new();
        let mut columns = Columns::default();
        for line in &block.lines {
            self.line = line.span;
            if let LineKind::Table(table) = &line.kind {
                columns = self.columns(table, line.span);
                tables.push(Table {
                    columns: columns
                        .list
                        .iter()
                        .map(|column| column.label.clone())
                        .collect(),
                    rows: Vec::new(),
                    span: line.span,
                });
                continue;
            }
            columns.unread |= is_broken(line);
            if let LineKind::Row { cells, .. } = &line.kind
                && let Some(table) = tables.last_mut()
            {
                let words = cells
                    .iter()
                    .map(|cell| super::one_line(self.sources.slice(cell.span)));
                table.rows.push(words.collect());
            }
            let rows = tables.last().map_or(0, |table| table.rows.len());
            let row = (tables.len().saturating_sub(1), rows.saturating_sub(1));
            if let Some(way) = self.way(question, &columns, row, line) {
                ways.push(way);
            }
        }
        if let Some(block) = self.pathway.blocks.get_mut(id.0) {
            (block.policy, block.ways, block.tables) = (policy, ways, tables);
        }
    }

    fn way(
        &mut self,
        question: Option<QuestionId>,
        columns: &Columns,
        (table, row): (usize, usize),
        line: &Line<'s>,
    ) -> Option<Way> {
        let target = target_of(&line.kind)?;
        let leads = self.target(target, Use::Way);
        let (mut kind, mut on, mut when) = (WayKind::Otherwise, None, None);
        if let LineKind::Option(option) = &line.kind {
            if option.kind.it == OptionKind::Mark {
                let message = "A mark is given to an item, so no way leads on from it.";
                let help = format!(
                    "Write `when any of ... are {} -> {}`.",
                    option.name.it, target.it
                );
                self.say(Diagnostic::new(Code::MisplacedLine, line.span, message).help(help));
                self.spoil();
                return None;
            }
            kind = WayKind::Answer;
            on = Some(self.own_answer(question, option.name.it)?);
        } else if let LineKind::YesNo { answer, .. } = &line.kind {
            kind = WayKind::Answer;
            on = Some(self.own_answer(question, answer.it.name())?);
        } else if let LineKind::On {
            answers,
            when: condition,
            ..
        } = &line.kind
        {
            kind = WayKind::On;
            on = self.own_answers(question, answers, line.span);
            when = self.guard_of(condition.as_ref());
            if on.is_none() {
                self.spoil();
                when = Some(Self::broken_guard(line.span));
            }
        } else if let LineKind::When { condition, .. } = &line.kind {
            kind = WayKind::When;
            when = Some(self.guard(condition));
        } else if let LineKind::Then(_) = &line.kind {
            kind = WayKind::Then;
        } else if let LineKind::Row { cells, .. } = &line.kind
            && !matches!(cells.as_slice(), [cell] if cell.kind == CellKind::Otherwise)
        {
            kind = WayKind::Row(table, row);
            when = Some(self.row(columns, cells, line.span));
        }
        Some(Way {
            kind,
            on,
            when,
            target: leads,
            span: line.span,
        })
    }

    /// The answer whose line carries an arrow.
    fn own_answer(&self, question: Option<QuestionId>, name: &str) -> Option<Vec<usize>> {
        let number = self.find_option(Owner::Question(question?), name)?;
        Some(vec![number])
    }

    /// The answers after `on`.
    fn own_answers(
        &mut self,
        question: Option<QuestionId>,
        names: &[Name<'_>],
        span: Span,
    ) -> Option<Vec<usize>> {
        let Some(id) = question else {
            let message = "`on` speaks of a question's own answers, and a step has none.";
            let help = "Write `when` and a condition.";
            self.say(Diagnostic::new(Code::MisplacedLine, span, message).help(help));
            return None;
        };
        let name = &self.pathway[id].name;
        match &self.pathway[id].answers {
            Answers::Broken => return None,
            Answers::OneOf(_) | Answers::Several { .. } => {}
            Answers::Range { .. } | Answers::Text => {
                let message =
                    format!("`{name}` has no answers to choose from, so `on` cannot name one.");
                let help = format!("Write `when {name} ...` and a comparison.");
                self.mismatch(span, message, help);
                return None;
            }
        }
        if let [mark] = names
            && self.find_option(Owner::Question(id), mark.it).is_none()
            && self.find_option(Owner::Marks(id), mark.it).is_some()
        {
            let message = format!("`{}` is a mark, and `on` names items.", mark.it);
            let help = format!("Write `when any of {name} are {}`.", mark.it);
            self.mismatch(span, message, help);
            return None;
        }
        let numbers: BTreeSet<usize> = self.option_numbers(Owner::Question(id), names)?;
        Some(numbers.into_iter().collect())
    }

    /// The policy of a block or value: one line, before the first thing to choose from.
    pub(super) fn policy(&mut self, block: &Block<'s>) -> Policy {
        let mut policy = Policy::default();
        let mut first: Option<Span> = None;
        let mut choice: Option<Span> = None;
        for line in &block.lines {
            let found = if matches!(line.kind, LineKind::FirstMatch) {
                Policy::FirstMatch
            } else if matches!(line.kind, LineKind::EveryMatch) {
                Policy::EveryMatch
            } else {
                if choice.is_none() && is_choice(&line.kind) {
                    choice = Some(line.span);
                }
                continue;
            };
            self.line = line.span;
            if let Some(first) = first {
                self.once(line.span, first, "How to choose among the lines");
                continue;
            }
            first = Some(line.span);
            policy = found;
            if let Some(choice) = choice {
                let message = format!(
                    "`{}` stands after lines that it is meant for.",
                    self.words(line.span)
                );
                let finding = Diagnostic::new(Code::RepeatedLine, line.span, message)
                    .label(choice, "The first of those lines.")
                    .help("Move it above them.");
                self.say(finding);
                self.spoil();
            }
        }
        policy
    }

    /// `otherwise` is last and stands once; `then` stands alone.
    pub(super) fn last_lines(&mut self, block: &Block<'s>) {
        let choices: Vec<&Line<'s>> = block
            .lines
            .iter()
            .filter(|line| is_choice(&line.kind))
            .collect();
        let otherwise: Vec<&&Line<'s>> = choices
            .iter()
            .filter(|line| is_otherwise(&line.kind))
            .collect();
        if let [first, again, ..] = otherwise.as_slice() {
            self.line = again.span;
            self.once(again.span, first.span, "`otherwise`");
        } else if let ([only], Some(last)) = (otherwise.as_slice(), choices.last())
            && only.span != last.span
        {
            self.line = only.span;
            let message =
                "`otherwise` is not the last line, and it means that none of the others applies.";
            let finding = Diagnostic::new(Code::RepeatedLine, only.span, message)
                .label(last.span, "This line comes after it.")
                .help("Move `otherwise` below the others.");
            self.say(finding);
            self.spoil();
        }
        let is_then = |line: &&&Line<'s>| matches!(line.kind, LineKind::Then(_));
        let Some(then) = choices.iter().find(is_then) else {
            return;
        };
        let unread = block.lines.iter().any(is_broken);
        let others = choices.iter().filter(|line| line.span != then.span);
        let others: Vec<Span> = others.map(|line| line.span).collect();
        if let Some(other) = others.first()
            && !unread
        {
            self.line = then.span;
            let message = format!(
                "`then` is for a block with one way on, and this one has {}.",
                count(others.len() + 1, "way")
            );
            let finding = Diagnostic::new(Code::RepeatedLine, then.span, message)
                .label(*other, "Another way.")
                .help("Write `otherwise` in the place of `then` if it is for everyone else.");
            self.say(finding);
            self.spoil();
        }
    }
}

/// Whether a line is one of those among which a block or value chooses.
fn is_choice(line: &LineKind<'_>) -> bool {
    target_of(line).is_some()
        || matches!(
            line,
            LineKind::Is { .. } | LineKind::Otherwise(_) | LineKind::Row { .. }
        )
}

fn is_otherwise(line: &LineKind<'_>) -> bool {
    if let LineKind::Row { cells, .. } = line {
        return matches!(cells.as_slice(), [cell] if cell.kind == CellKind::Otherwise);
    }
    matches!(line, LineKind::Otherwise(_))
}

/// Where a line leads, if it is a way.
fn target_of<'l, 's>(line: &'l LineKind<'s>) -> Option<&'l Name<'s>> {
    if let LineKind::Option(option) = line {
        option.target.as_ref()
    } else if let LineKind::YesNo { target, .. } | LineKind::When { target, .. } = line {
        target.as_ref()
    } else if let LineKind::On { target, .. }
    | LineKind::Then(target)
    | LineKind::Otherwise(Leads::Target(target))
    | LineKind::Row {
        result: Leads::Target(target),
        ..
    } = line
    {
        Some(target)
    } else {
        None
    }
}
