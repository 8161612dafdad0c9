//! What can be answered: the answer lines of questions, checklists and facts, and lists used twice.

use std::collections::HashMap;

use super::declare::duplicate;
use super::definitions::walk;
use super::names::Use;
use super::notes::notes;
use super::{Context, Owner};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{AnswerOption, Answers, Part, QuestionId};
use crate::source::{Span, Spanned};
use crate::syntax::ast::{AnswerLine, Block, BlockKind, LineKind, Name, OptionKind, Text, YesNo};

/// Headings that have answers.
pub(super) const ASKED: [BlockKind; 3] =
    [BlockKind::Question, BlockKind::Checklist, BlockKind::Fact];

/// The ways to say what can be answered. A question uses one of them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Manner {
    YesNoLines,
    YesOrNo,
    Answers,
    Items,
    As,
    File,
    Range,
    Words,
}

impl Manner {
    fn of(line: &LineKind<'_>) -> Option<Manner> {
        if let LineKind::Option(option) = line {
            return Some(match option.kind.it {
                OptionKind::Answer => Manner::Answers,
                OptionKind::Item | OptionKind::Mark => Manner::Items,
            });
        }
        let manners = [
            (matches!(line, LineKind::YesNo { .. }), Manner::YesNoLines),
            (matches!(line, LineKind::YesOrNo { .. }), Manner::YesOrNo),
            (matches!(line, LineKind::AnswersAs { .. }), Manner::As),
            (matches!(line, LineKind::AnswersFrom(_)), Manner::File),
            (matches!(line, LineKind::Range { .. }), Manner::Range),
            (matches!(line, LineKind::FreeText), Manner::Words),
        ];
        manners
            .into_iter()
            .find(|(is, _)| *is)
            .map(|(_, manner)| manner)
    }

    /// Whether more than one line of it may stand in a question.
    fn is_many(self) -> bool {
        matches!(self, Manner::YesNoLines | Manner::Answers | Manner::Items)
    }

    fn word(self) -> &'static str {
        match self {
            Manner::YesNoLines => "`yes` and `no` lines",
            Manner::YesOrNo => "`yes or no`",
            Manner::Answers => "`answer` lines",
            Manner::Items => "`item` lines",
            Manner::As => "`answers as`",
            Manner::File => "`answers from`",
            Manner::Range => "a range",
            Manner::Words => "`text`",
        }
    }
}

impl<'s> Context<'_, 's> {
    /// Reads the answers of every question, those that others copy first.
    pub(super) fn answers(&mut self) {
        let blocks = self.blocks_of(&ASKED);
        let uses: Vec<Vec<usize>> = blocks
            .iter()
            .map(|(part, block)| {
                self.enter(Some(*part), block.header);
                self.copied_from(block)
                    .map_or_else(Vec::new, |id| vec![id.0])
            })
            .collect();
        let walk = walk(&uses);
        for circle in &walk.circles {
            self.tell_circle(circle, |ctx, number| {
                let id = QuestionId(number);
                let question = &ctx.pathway[id];
                (Part::Question(id), question.name.clone(), question.span)
            });
        }
        for number in walk.order {
            if let Some((part, block)) = blocks.get(number) {
                self.enter(Some(*part), block.header);
                self.answers_of(QuestionId(number), block);
            }
        }
    }

    /// The question whose answers this one copies.
    fn copied_from(&mut self, block: &Block<'s>) -> Option<QuestionId> {
        let first = block
            .lines
            .iter()
            .find(|line| Manner::of(&line.kind).is_some())?;
        let LineKind::AnswersAs { question, .. } = &first.kind else {
            return None;
        };
        self.line = first.span;
        self.look_up_question(question, Use::AnswersAs)
    }

    fn answers_of(&mut self, id: QuestionId, block: &Block<'s>) {
        let unread = block
            .lines
            .iter()
            .any(|line| matches!(line.kind, LineKind::Broken));
        if unread {
            self.open.extend([Owner::Question(id), Owner::Marks(id)]);
        }
        let Some(manner) = self.manner(id, block) else {
            if !unread {
                self.no_answers(id, block);
            }
            return;
        };
        let answers = match manner {
            Manner::YesNoLines | Manner::Answers | Manner::Items => self.listed(id, block, manner),
            Manner::YesOrNo | Manner::As | Manner::File | Manner::Range | Manner::Words => block
                .lines
                .iter()
                .find(|line| Manner::of(&line.kind) == Some(manner))
                .map_or(Answers::Broken, |line| {
                    self.line = line.span;
                    self.one_line_answers(id, &line.kind, line.span)
                }),
        };
        if matches!(answers, Answers::Broken) {
            self.spoil();
        } else if !unread {
            self.is_yes_or_no_complete(id, block, manner);
        }
        self.set_answers(id, answers);
    }

    /// In which of the ways the answers are written; a second way is told, and not read.
    fn manner(&mut self, id: QuestionId, block: &Block<'s>) -> Option<Manner> {
        let mut first: Option<(Manner, Span)> = None;
        for line in &block.lines {
            let Some(manner) = Manner::of(&line.kind) else {
                continue;
            };
            let Some((known, span)) = first else {
                first = Some((manner, line.span));
                continue;
            };
            self.line = line.span;
            if known == manner && manner.is_many() {
                continue;
            }
            if known == manner {
                self.once(line.span, span, manner.word());
            } else {
                let name = &self.pathway[id].name;
                let message = format!(
                    "`{name}` has two kinds of answers, {} and {}.",
                    known.word(),
                    manner.word()
                );
                let finding = Diagnostic::new(Code::RepeatedLine, line.span, message)
                    .label(span, "The first kind.")
                    .help("Keep one kind. A way on from an answer can be written as `on ANSWER -> NAME`.");
                self.say(finding);
                self.spoil();
            }
            self.open.extend([Owner::Question(id), Owner::Marks(id)]);
            break;
        }
        first.map(|(manner, _)| manner)
    }

    fn no_answers(&mut self, id: QuestionId, block: &Block<'s>) {
        let name = self.pathway[id].name.clone();
        let (message, help) = if block.kind == BlockKind::Checklist {
            (
                format!("The checklist `{name}` has no items."),
                "Write one `item` line for each.",
            )
        } else {
            (
                format!("Nobody can answer `{name}`: it has no answers."),
                "Write `yes or no`, one `answer` line for each answer, a range such as `number from 0 to 10`, or `text`.",
            )
        };
        let span = block.name.map_or(block.header, |name| name.span);
        self.say(Diagnostic::new(Code::NoAnswers, span, message).help(help));
        self.spoil();
    }

    /// A forgotten `no` must not leave a question that can only be answered `yes`.
    fn is_yes_or_no_complete(&mut self, id: QuestionId, block: &Block<'s>, manner: Manner) {
        let has = |wanted| {
            block.lines.iter().any(
                |line| matches!(&line.kind, LineKind::YesNo { answer, .. } if answer.it == wanted),
            )
        };
        let missing = match (has(YesNo::Yes), has(YesNo::No)) {
            (true, true) => return,
            (true, false) => "no",
            (false, _) => "yes",
        };
        if manner != Manner::YesNoLines {
            return;
        }
        let name = &self.pathway[id].name;
        let message = format!("`{name}` is a yes-or-no question without the answer `{missing}`.");
        let span = block.name.map_or(block.header, |name| name.span);
        let help = format!("Add a line `{missing}`.");
        self.say(Diagnostic::new(Code::NoAnswers, span, message).help(help));
        self.open.insert(Owner::Question(id));
        self.spoil();
    }

    /// Answers that are written one to a line.
    fn listed(&mut self, id: QuestionId, block: &Block<'s>, manner: Manner) -> Answers {
        let mut notes = notes(&block.lines).into_iter().peekable();
        let (mut options, mut marks) = (Vec::new(), Vec::new());
        for (number, line) in block.lines.iter().enumerate() {
            if Manner::of(&line.kind) != Some(manner) {
                continue;
            }
            self.line = line.span;
            let mut option = if let LineKind::Option(option) = &line.kind {
                self.option(option)
            } else if let LineKind::YesNo { answer, text, .. } = &line.kind {
                yes_no_option(answer.it, text.as_ref(), answer.span)
            } else {
                continue;
            };
            while let Some(note) = notes.next_if(|note| note.below.is_none_or(|it| it <= number)) {
                if note.below == Some(number) {
                    option.notes.push(note.text);
                }
            }
            let is_mark =
                matches!(&line.kind, LineKind::Option(it) if it.kind.it == OptionKind::Mark);
            let list = if is_mark { &mut marks } else { &mut options };
            list.push(option);
        }
        for list in [&mut options, &mut marks] {
            self.drop_repeats(list);
        }
        if options.is_empty() {
            self.no_answers(id, block);
            return Answers::Broken;
        }
        if manner == Manner::Items {
            Answers::Several {
                items: options,
                marks,
            }
        } else {
            Answers::OneOf(options)
        }
    }

    fn option(&mut self, line: &AnswerLine<'_>) -> AnswerOption {
        let is_mark = line.kind.it == OptionKind::Mark;
        let is_yes_no = ["yes", "no", "unsure"].contains(&line.name.it);
        if is_yes_no && line.kind.it == OptionKind::Answer {
            let message = format!(
                "`{}` cannot be the name of an `answer`: it is the answer to a yes-or-no question.",
                line.name.it
            );
            let help = format!(
                "Write the line `{} \"...\"` if that is what it means; otherwise choose another name.",
                line.name.it
            );
            self.say(Diagnostic::new(Code::BadName, line.name.span, message).help(help));
        } else if !(is_mark && is_yes_no) {
            self.check_name(&line.name, "Choose another name.");
        }
        if let Some(alone) = line.alone
            && line.kind.it != OptionKind::Item
        {
            let message = "`alone` is for an item that excludes the others.";
            let help = "Take the word out; an answer always excludes the others.";
            self.say(Diagnostic::new(Code::MisplacedLine, alone, message).help(help));
        }
        AnswerOption {
            name: line.name.it.to_string(),
            text: line.text.it.to_string(),
            alone: line.alone.is_some(),
            notes: Vec::new(),
            span: line.name.span,
        }
    }

    /// An option that is on the list already is told and left out.
    fn drop_repeats(&mut self, options: &mut Vec<AnswerOption>) {
        let mut numbers: HashMap<String, usize> = HashMap::new();
        let mut kept: Vec<AnswerOption> = Vec::with_capacity(options.len());
        for option in options.drain(..) {
            let first = numbers
                .get(&option.name)
                .and_then(|number| kept.get(*number));
            if let Some(first) = first {
                let name = Spanned {
                    it: option.name.as_str(),
                    span: option.span,
                };
                let finding = duplicate(&name, first.span, "First declared here.")
                    .help("Delete one of the two, or give it another name.");
                self.say(finding);
                self.spoil();
                continue;
            }
            numbers.insert(option.name.clone(), kept.len());
            kept.push(option);
        }
        *options = kept;
    }

    fn one_line_answers(&mut self, id: QuestionId, line: &LineKind<'s>, span: Span) -> Answers {
        if let LineKind::YesOrNo { unsure } = line {
            let mut options = vec![
                yes_no_option(YesNo::Yes, None, span),
                yes_no_option(YesNo::No, None, span),
            ];
            if *unsure {
                options.push(yes_no_option(YesNo::Unsure, None, span));
            }
            Answers::OneOf(options)
        } else if let LineKind::AnswersAs { question, without } = line {
            self.copied(id, question, without, span)
        } else if matches!(line, LineKind::AnswersFrom(_)) {
            let list = self.answer_files.remove(&span).unwrap_or_default();
            if !list.whole {
                self.open.insert(Owner::Question(id));
            }
            if list.options.is_empty() {
                Answers::Broken
            } else {
                Answers::OneOf(list.options)
            }
        } else if let LineKind::Range {
            kind,
            from,
            to,
            unit,
        } = line
        {
            self.range(id, kind.it, (from, to), unit.as_ref())
        } else {
            Answers::Text
        }
    }

    /// The answers of another question, which has been read before this one.
    fn copied(
        &mut self,
        id: QuestionId,
        question: &Name<'_>,
        without: &[Name<'_>],
        span: Span,
    ) -> Answers {
        let declared = self.names.get(question.it).map(|declared| declared.part);
        let Some(Part::Question(from)) = declared else {
            return Answers::Broken;
        };
        let used = (Part::Question(id), Part::Question(from));
        self.pathway.other_uses.insert(used);
        let owners = [
            (Owner::Question(from), Owner::Question(id)),
            (Owner::Marks(from), Owner::Marks(id)),
        ];
        for (from, to) in owners {
            if self.open.contains(&from) {
                self.open.insert(to);
            }
        }
        let root = self.list_roots.get(&from).copied().unwrap_or(from);
        self.list_roots.insert(id, root);
        let mut answers = self.pathway[from].answers.clone();
        let left_out: Vec<usize> = without
            .iter()
            .filter_map(|name| self.option_number(Owner::Question(from), name))
            .collect();
        if let Answers::OneOf(options) | Answers::Several { items: options, .. } = &mut answers {
            let mut number = 0;
            options.retain(|_| {
                number += 1;
                !left_out.contains(&(number - 1))
            });
            if options.is_empty() {
                let message = format!(
                    "`{}` has no answers left: `without` takes them all.",
                    self.pathway[id].name
                );
                self.say(Diagnostic::new(Code::NoAnswers, span, message).help("Leave some in."));
                return Answers::Broken;
            }
        }
        if let Answers::Several { items, marks } = &mut answers {
            for option in items.iter_mut().chain(marks) {
                option.span = span;
            }
        } else if let Answers::OneOf(options) = &mut answers {
            for option in options {
                option.span = span;
            }
        }
        answers
    }

    /// Gives a question its answers, and numbers them.
    fn set_answers(&mut self, id: QuestionId, answers: Answers) {
        let marks: &[AnswerOption] = match &answers {
            Answers::Several { marks, .. } => marks,
            Answers::OneOf(_) | Answers::Range { .. } | Answers::Text | Answers::Broken => &[],
        };
        for (owner, options) in [
            (Owner::Question(id), answers.options()),
            (Owner::Marks(id), marks),
        ] {
            let numbers = options.iter().zip(0..);
            let numbers = numbers.map(|(option, number)| (option.name.clone(), number));
            self.option_numbers.insert(owner, numbers.collect());
        }
        if let Some(question) = self.pathway.questions.get_mut(id.0) {
            question.answers = answers;
        }
    }

    /// The marks of a checklist; none where its items are ticked.
    pub(super) fn marks(&self, id: QuestionId) -> &[AnswerOption] {
        match &self.pathway[id].answers {
            Answers::Several { marks, .. } => marks,
            Answers::OneOf(_) | Answers::Range { .. } | Answers::Text | Answers::Broken => &[],
        }
    }
}

fn yes_no_option(answer: YesNo, text: Option<&Text<'_>>, span: Span) -> AnswerOption {
    let words = match answer {
        YesNo::Yes => "Yes",
        YesNo::No => "No",
        YesNo::Unsure => "Not sure",
    };
    AnswerOption {
        name: answer.name().to_string(),
        text: text.map_or_else(|| words.to_string(), |text| text.it.to_string()),
        alone: false,
        notes: Vec::new(),
        span,
    }
}
