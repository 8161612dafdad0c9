//! Questions, checklists, facts and groups in the contract, and what a family answered.

use schemars::JsonSchema;
use serde::Serialize;

use super::condition::number_kind;
use super::logic::Quantity;
use super::{Place, View, each, texts};
use crate::emit::words;
use crate::ir;

/// Something that families answer, or that is known from the start.
#[derive(Serialize, JsonSchema)]
pub(super) struct Question<'a> {
    /// Its name.
    name: &'a str,
    /// Its text.
    text: &'a str,
    /// Whether it is a fact: given by whoever opens the pathway, asked of nobody.
    fact: bool,
    /// What can be answered.
    answers: Answers<'a>,
    /// The block at which it is asked; left out for a fact.
    #[serde(skip_serializing_if = "Option::is_none")]
    block: Option<&'a str>,
    /// Hints to the reader.
    hints: Vec<&'a str>,
    /// Notes under it.
    notes: Vec<&'a str>,
    /// The answer that a family counts as having given that was not asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    unasked: Option<Answer<'a>>,
    /// Where its heading stands.
    place: Place<'a>,
}

impl<'a> Question<'a> {
    pub(super) fn of(view: &View<'a>, it: &'a ir::Question) -> Question<'a> {
        Question {
            name: &it.name,
            text: &it.text,
            fact: it.fact,
            answers: Answers::of(view, &it.answers),
            block: it.block.map(|id| view.block(id)),
            hints: texts(&it.hints),
            notes: texts(&it.notes),
            unasked: it
                .unasked
                .as_ref()
                .map(|answer| Answer::of(view, it, answer)),
            place: view.place(it.span),
        }
    }
}

/// What can be answered.
#[derive(Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Answers<'a> {
    /// One of these.
    OneOf {
        /// The answers; a yes-or-no question has `yes`, `no` and perhaps `unsure`.
        answers: Vec<AnswerOption<'a>>,
    },
    /// Any number of items of a checklist, each ticked or not. A list with an item that stands alone needs
    /// at least one tick; another may be left empty.
    Ticks {
        /// The items.
        items: Vec<AnswerOption<'a>>,
    },
    /// Each item of a checklist gets one mark.
    Marks {
        /// The items.
        items: Vec<AnswerOption<'a>>,
        /// The marks.
        marks: Vec<AnswerOption<'a>>,
    },
    /// A number between two bounds, both included.
    Range {
        /// What kind of number.
        of: NumberKind,
        /// The least.
        from: Quantity<'a>,
        /// The most.
        to: Quantity<'a>,
        /// The unit, in the author's words.
        #[serde(skip_serializing_if = "Option::is_none")]
        unit: Option<&'a str>,
    },
    /// Any words, recorded for the reader. No condition reads them.
    Text,
    /// The answers could not be read. A pathway without mistakes has none of these.
    Unreadable,
}

impl<'a> Answers<'a> {
    fn of(view: &View<'a>, it: &'a ir::Answers) -> Answers<'a> {
        match it {
            ir::Answers::OneOf(answers) => Answers::OneOf {
                answers: each(view, answers, AnswerOption::of),
            },
            ir::Answers::Several { items, marks } if marks.is_empty() => Answers::Ticks {
                items: each(view, items, AnswerOption::of),
            },
            ir::Answers::Several { items, marks } => Answers::Marks {
                items: each(view, items, AnswerOption::of),
                marks: each(view, marks, AnswerOption::of),
            },
            ir::Answers::Range {
                kind,
                from,
                to,
                unit,
            } => Answers::Range {
                of: NumberKind::of(*kind),
                from: Quantity::of(view, *kind, *from),
                to: Quantity::of(view, *kind, *to),
                unit: Some(unit.as_str()).filter(|unit| !unit.is_empty()),
            },
            ir::Answers::Text => Answers::Text,
            ir::Answers::Broken => Answers::Unreadable,
        }
    }
}

/// The kinds of numbers.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum NumberKind {
    /// A whole number.
    Number,
    /// An amount of money.
    Money,
    /// An age.
    Age,
    /// A date.
    Date,
}

impl NumberKind {
    pub(super) fn of(kind: ir::RangeKind) -> NumberKind {
        match kind {
            ir::RangeKind::Number => NumberKind::Number,
            ir::RangeKind::Money => NumberKind::Money,
            ir::RangeKind::Age => NumberKind::Age,
            ir::RangeKind::Date => NumberKind::Date,
        }
    }
}

/// An answer, an item, a mark, or an option of a value.
#[derive(Serialize, JsonSchema)]
pub(super) struct AnswerOption<'a> {
    /// Its name, within its question, checklist or value.
    name: &'a str,
    /// Its text, for people.
    text: &'a str,
    /// Whether it excludes every other item ("none of these").
    alone: bool,
    /// Notes under it.
    notes: Vec<&'a str>,
    /// Where its name stands.
    place: Place<'a>,
}

impl<'a> AnswerOption<'a> {
    pub(super) fn of(view: &View<'a>, it: &'a ir::AnswerOption) -> AnswerOption<'a> {
        AnswerOption {
            name: &it.name,
            text: &it.text,
            alone: it.alone,
            notes: texts(&it.notes),
            place: view.place(it.span),
        }
    }
}

/// What a family answered to one question.
#[derive(Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum Answer<'a> {
    /// One of the answers.
    OneOf {
        /// Its name.
        answer: &'a str,
    },
    /// The items that were ticked; the others were not.
    Ticks {
        /// Their names.
        items: Vec<&'a str>,
    },
    /// A mark for each item.
    Marks {
        /// The items in the checklist's order, each with its mark.
        items: Vec<MarkedItem<'a>>,
    },
    /// A number, an amount, an age or a date.
    Quantity {
        /// Which.
        quantity: Quantity<'a>,
    },
    /// Words.
    Text {
        /// Which.
        text: &'a str,
    },
}

/// An item and the mark it was given.
#[derive(Serialize, JsonSchema)]
pub(super) struct MarkedItem<'a> {
    /// The item's name.
    item: &'a str,
    /// The mark's name.
    mark: &'a str,
}

impl<'a> Answer<'a> {
    pub(super) fn of(view: &View<'a>, to: &'a ir::Question, it: &'a ir::Answer) -> Answer<'a> {
        let option = |options: &'a [ir::AnswerOption], number: usize| {
            options.get(number).map_or("", |it| it.name.as_str())
        };
        let items = to.answers.options();
        match it {
            ir::Answer::Option(number) => Answer::OneOf {
                answer: option(items, *number),
            },
            ir::Answer::Ticked(ticked) => Answer::Ticks {
                items: ticked.iter().map(|it| option(items, *it)).collect(),
            },
            ir::Answer::Marked(marks) => Answer::Marks {
                items: items
                    .iter()
                    .zip(marks)
                    .map(|(item, mark)| MarkedItem {
                        item: &item.name,
                        mark: option(words::marks(&to.answers), *mark),
                    })
                    .collect(),
            },
            ir::Answer::Quantity(number) => Answer::Quantity {
                quantity: Quantity::of(view, number_kind(&to.answers), ir::Bound::Fixed(*number)),
            },
            ir::Answer::FromToday(distance) => Answer::Quantity {
                quantity: Quantity::of(view, ir::RangeKind::Date, ir::Bound::FromToday(*distance)),
            },
            ir::Answer::Text(text) => Answer::Text { text },
        }
    }
}

/// A named set of a question's answers, or of a checklist's items.
#[derive(Serialize, JsonSchema)]
pub(super) struct Group<'a> {
    /// Its name.
    name: &'a str,
    /// Its text.
    text: &'a str,
    /// The question or checklist.
    question: &'a str,
    /// The names of the answers or items in it.
    members: Vec<&'a str>,
    /// Where its heading stands.
    place: Place<'a>,
}

impl<'a> Group<'a> {
    pub(super) fn of(view: &View<'a>, it: &'a ir::Group) -> Group<'a> {
        Group {
            name: &it.name,
            text: &it.text,
            question: view.question(it.question),
            members: view.answers(it.question, &it.members),
            place: view.place(it.span),
        }
    }
}
