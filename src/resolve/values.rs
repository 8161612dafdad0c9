//! Definitions worked out from answers: conditions, values, levels and scores.

use super::{Context, Owner, spaced};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{
    AnswerOption, ConditionId, Guard, Part, Policy, ScoreId, Term, TermFor, ValueId, ValueLine,
};
use crate::source::Span;
use crate::syntax::ast::{Block, BlockKind, CellKind, Leads, Line, LineKind, Name, Text};

impl<'s> Context<'_, 's> {
    /// The options of every value and level, in the order in which its lines first name them.
    pub(super) fn value_options(&mut self) {
        for (part, block) in self.blocks_of(&[BlockKind::Value, BlockKind::Level]) {
            let Part::Value(id) = part else { continue };
            self.enter(Some(part), block.header);
            for line in &block.lines {
                self.line = line.span;
                if let Some((name, text)) = given_option(&line.kind) {
                    self.add_option(id, name, text);
                } else if matches!(line.kind, LineKind::Broken) {
                    self.open.insert(Owner::Value(id));
                }
            }
        }
    }

    fn add_option(&mut self, id: ValueId, name: &Name<'_>, text: Option<&Text<'_>>) {
        let owner = Owner::Value(id);
        let Some(value) = self.pathway.values.get_mut(id.0) else {
            return;
        };
        let numbers = self.option_numbers.entry(owner).or_default();
        let known = numbers.get(name.it);
        let Some(option) = known.and_then(|number| value.options.get_mut(*number)) else {
            numbers.insert(name.it.to_string(), value.options.len());
            value.options.push(AnswerOption {
                name: name.it.to_string(),
                text: text.map_or_else(String::new, |text| text.it.to_string()),
                alone: false,
                notes: Vec::new(),
                span: name.span,
            });
            if !["yes", "no", "unsure"].contains(&name.it) {
                self.check_name(name, "Choose another name.");
            }
            return;
        };
        let Some(text) = text else { return };
        if option.text.is_empty() {
            option.text = text.it.to_string();
        } else if option.text != text.it {
            let first = option.span;
            let message = format!("`{}` is given two texts.", name.it);
            let finding = Diagnostic::new(Code::RepeatedLine, text.span, message)
                .label(first, "The first one stands here.")
                .help("Give its text once, on the first line that names it.");
            self.say(finding);
        }
    }

    /// Reads the lines of a value or level.
    pub(super) fn value(&mut self, id: ValueId, block: &Block<'s>) {
        let policy = self.policy(block);
        if policy == Policy::EveryMatch
            && let Some(line) = block
                .lines
                .iter()
                .find(|line| matches!(line.kind, LineKind::EveryMatch))
        {
            let message = "A value is one thing at a time, so `every match` cannot stand in it.";
            let help = "Write `first match`, or leave the line out.";
            self.say(Diagnostic::new(Code::MisplacedLine, line.span, message).help(help));
            self.line = line.span;
            self.spoil();
        }
        self.last_lines(block);
        let mut lines = Vec::new();
        let mut columns = Vec::new();
        for line in &block.lines {
            self.line = line.span;
            if let LineKind::Table(table) = &line.kind {
                columns = self.columns(table);
                continue;
            }
            let Some((option, _)) = given_option(&line.kind) else {
                continue;
            };
            let Some(option) = self.find_option(Owner::Value(id), option.it) else {
                continue;
            };
            let (when, otherwise) = if let LineKind::Is { when, .. } = &line.kind {
                (self.guard_of(when.as_ref()), false)
            } else if let LineKind::Row { cells, .. } = &line.kind
                && !matches!(cells.as_slice(), [cell] if cell.kind == CellKind::Otherwise)
            {
                (Some(self.row(&columns, cells, line.span)), false)
            } else {
                (None, true)
            };
            lines.push(ValueLine {
                option,
                when,
                otherwise,
                span: line.span,
            });
        }
        let unread = block.lines.iter().any(is_broken);
        if lines.is_empty() && !unread {
            let name = &self.pathway[id].name;
            let message = format!("`{name}` can be nothing: it has no `is` lines.");
            let help = "Write a line such as `is high when ...` for each thing that it can be.";
            self.line = block.header;
            self.say(Diagnostic::new(Code::NoAnswers, block.header, message).help(help));
            self.spoil();
        }
        if let Some(value) = self.pathway.values.get_mut(id.0) {
            value.lines = lines;
            if policy != Policy::EveryMatch {
                value.policy = policy;
            }
            for option in &mut value.options {
                if option.text.is_empty() {
                    option.text = spaced(&option.name);
                }
            }
        }
    }

    /// Reads the body of a named condition.
    pub(super) fn named_condition(&mut self, id: ConditionId, block: &Block<'s>) {
        let mut body: Option<(Guard, Span)> = None;
        let mut unread = block.lines.iter().any(is_broken);
        let mut lines = block.lines.iter().peekable();
        while let Some(line) = lines.next() {
            self.line = line.span;
            let guard = if let LineKind::When { condition, .. } = &line.kind {
                self.guard(condition)
            } else if let LineKind::Bullets(count) = &line.kind {
                let mut parts = Vec::new();
                let (mut words, mut span) = (Vec::new(), line.span);
                while let Some(bullet) = lines.next_if(|line| is_bullet(line) || is_broken(line)) {
                    self.line = bullet.span;
                    span = span.to(bullet.span);
                    if let LineKind::Bullet(condition) = &bullet.kind {
                        words.push(self.words(condition.span));
                        parts.push(self.condition(condition));
                    } else {
                        parts.push(crate::ir::Condition::Broken);
                    }
                }
                self.line = line.span;
                if parts.is_empty() && !unread {
                    let message = "Nothing follows this line that could be so or not.";
                    let help = "Write each condition on a line of its own that begins with `-`.";
                    self.say(Diagnostic::new(Code::BadCondition, line.span, message).help(help));
                    self.spoil();
                    parts.push(crate::ir::Condition::Broken);
                }
                Guard {
                    text: format!("{} ({})", self.words(line.span), words.join("; ")),
                    condition: self.bullets(count, parts, line.span),
                    span,
                }
            } else {
                if is_bullet(line) && !unread {
                    let message = "This line stands under nothing that says how many must hold.";
                    let help = "Write `all of`, `any of`, `none of` or `at least 2 of` on a line above the first `-`.";
                    self.say(Diagnostic::new(Code::MisplacedLine, line.span, message).help(help));
                    unread = true;
                }
                continue;
            };
            if let Some((_, first)) = &body {
                let message = format!("`{}` says twice when it holds.", self.pathway[id].name);
                let finding = Diagnostic::new(Code::RepeatedLine, line.span, message)
                    .label(*first, "The first time.")
                    .help(
                        "Join the two with `and` or `or`, or put both below `all of` or `any of`.",
                    );
                self.say(finding);
                self.spoil();
            } else {
                body = Some((guard, line.span));
            }
        }
        self.line = block.header;
        match body {
            Some((guard, _)) => {
                if let Some(condition) = self.pathway.conditions.get_mut(id.0) {
                    condition.guard = guard;
                }
            }
            None if unread => self.spoil(),
            None => self.says_nothing(block, "Write `when` and what must hold."),
        }
    }

    /// A definition or promise without a line that says something.
    pub(super) fn says_nothing(&mut self, block: &Block<'s>, help: &str) {
        let name = block.name.map_or("", |name| name.it);
        let message = format!("`{name}` says nothing.");
        self.line = block.header;
        self.say(Diagnostic::new(Code::BadCondition, block.header, message).help(help));
        self.spoil();
    }

    /// Reads the lines of a score.
    pub(super) fn score(&mut self, id: ScoreId, block: &Block<'s>) {
        let mut terms = Vec::new();
        let mut lines_with_points = 0;
        for line in &block.lines {
            self.line = line.span;
            if let LineKind::AddEach { points, .. } | LineKind::AddWhen { points, .. } = &line.kind
                && self.sources.slice(points.span).contains('.')
            {
                let message = "Points are whole numbers.".to_string();
                let help = "Multiply every number of the score, and what it is compared with.";
                self.mismatch(points.span, message, help.to_string());
                self.spoil();
            }
            let (points, for_) = if let LineKind::AddEach { points, of } = &line.kind {
                lines_with_points += 1;
                let Some(listed) = self.listed_items(of) else {
                    self.spoil();
                    continue;
                };
                let each = TermFor::Each {
                    list: listed.list,
                    items: listed.items,
                    marks: listed.marks,
                };
                (points, each)
            } else if let LineKind::AddWhen { points, when } = &line.kind {
                lines_with_points += 1;
                (points, TermFor::When(self.condition(when)))
            } else {
                continue;
            };
            let after = Span {
                start: points.span.end,
                ..line.span
            };
            terms.push(Term {
                points: points.it,
                for_,
                text: self.words(after),
                span: line.span,
            });
        }
        if lines_with_points == 0 && !block.lines.iter().any(is_broken) {
            self.says_nothing(
                block,
                "Write a line such as `add 1 for each of ...`, or `add 2 when ...`.",
            );
        }
        if let Some(score) = self.pathway.scores.get_mut(id.0) {
            score.terms = terms;
        }
    }
}

pub(super) fn is_broken(line: &Line<'_>) -> bool {
    matches!(line.kind, LineKind::Broken)
}

fn is_bullet(line: &Line<'_>) -> bool {
    matches!(line.kind, LineKind::Bullet(_))
}

/// The option that a line of a value gives.
fn given_option<'l, 's>(line: &'l LineKind<'s>) -> Option<(&'l Name<'s>, Option<&'l Text<'s>>)> {
    if let LineKind::Is { option, text, .. } = line {
        Some((option, text.as_ref()))
    } else if let LineKind::Otherwise(Leads::Is(option, text))
    | LineKind::Row {
        result: Leads::Is(option, text),
        ..
    } = line
    {
        Some((option, text.as_ref()))
    } else {
        None
    }
}
