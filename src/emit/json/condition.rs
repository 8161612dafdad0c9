//! Conditions in the contract: the author's words, and a tree that a program can evaluate.

use schemars::JsonSchema;
use serde::Serialize;

use super::logic::Quantity;
use super::{Place, View, each, names};
use crate::ir;

/// A condition, in the author's words and as a tree that a program can evaluate.
#[derive(Serialize, JsonSchema)]
pub(super) struct Guard<'a> {
    /// The author's words.
    text: &'a str,
    /// What must hold.
    condition: Condition<'a>,
    /// Where the words stand.
    place: Place<'a>,
}

impl<'a> Guard<'a> {
    pub(super) fn of(view: &View<'a>, it: &'a ir::Guard) -> Guard<'a> {
        Guard {
            text: &it.text,
            condition: Condition::of(view, &it.condition),
            place: view.place(it.span),
        }
    }
}

/// A condition over answers.
#[derive(Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum Condition<'a> {
    /// Every one holds.
    All {
        /// Of these.
        conditions: Vec<Condition<'a>>,
    },
    /// At least one holds.
    Any {
        /// Of these.
        conditions: Vec<Condition<'a>>,
    },
    /// It does not hold.
    Not {
        /// What does not hold.
        condition: Box<Condition<'a>>,
    },
    /// So many hold.
    HowMany {
        /// How many.
        count: Count<'a>,
        /// Of these.
        conditions: Vec<Condition<'a>>,
    },
    /// A named condition holds.
    Condition {
        /// Its name.
        condition: &'a str,
    },
    /// A question was answered with one of these.
    AnswerIs {
        /// The question's or fact's name.
        question: &'a str,
        /// The answers' names.
        answers: Vec<&'a str>,
    },
    /// A value or level is one of these.
    ValueIs {
        /// Its name.
        value: &'a str,
        /// The options' names.
        options: Vec<&'a str>,
    },
    /// So many of these items are ticked.
    Ticked {
        /// The checklist's name.
        checklist: &'a str,
        /// How many.
        count: Count<'a>,
        /// Of these items.
        items: Vec<&'a str>,
    },
    /// So many of these items have one of these marks.
    Marked {
        /// The checklist's name.
        checklist: &'a str,
        /// How many.
        count: Count<'a>,
        /// Of these items.
        items: Vec<&'a str>,
        /// Which marks count.
        marks: Vec<&'a str>,
    },
    /// Nothing on the list is ticked.
    NothingTicked {
        /// The checklist's name.
        checklist: &'a str,
    },
    /// A number lies between two bounds, both included.
    Between {
        /// Which number.
        number: Number<'a>,
        /// The least; no least where left out.
        #[serde(skip_serializing_if = "Option::is_none")]
        from: Option<Quantity<'a>>,
        /// The most; no most where left out.
        #[serde(skip_serializing_if = "Option::is_none")]
        to: Option<Quantity<'a>>,
    },
    /// A number is smaller than a bound (a date: earlier), and not equal to it.
    Below {
        /// Which number.
        number: Number<'a>,
        /// The bound.
        bound: Quantity<'a>,
    },
    /// A number is larger than a bound (a date: later), and not equal to it.
    Above {
        /// Which number.
        number: Number<'a>,
        /// The bound.
        bound: Quantity<'a>,
    },
    /// A date lies at most so far from today, before or after, both ends included.
    WithinOfToday {
        /// The question's or fact's name.
        question: &'a str,
        /// How many months. Months are counted first and stop at a month's last day.
        months: i32,
        /// And how many days.
        days: i32,
    },
    /// The question was asked, on the family's way to this place.
    WasAsked {
        /// The question's name.
        question: &'a str,
    },
    /// Part of the condition could not be read: nothing is known of it. A pathway without mistakes has none.
    Unreadable,
}

impl<'a> Condition<'a> {
    pub(super) fn of(view: &View<'a>, it: &'a ir::Condition) -> Condition<'a> {
        match it {
            ir::Condition::All(all) => Condition::All {
                conditions: each(view, all, Condition::of),
            },
            ir::Condition::Any(any) => Condition::Any {
                conditions: each(view, any, Condition::of),
            },
            ir::Condition::Not(not) => Condition::Not {
                condition: Box::new(Condition::of(view, not)),
            },
            ir::Condition::HowMany(count, of) => Condition::HowMany {
                count: Count::of(view, *count),
                conditions: each(view, of, Condition::of),
            },
            ir::Condition::Named(id) => Condition::Condition {
                condition: &view.pathway[*id].name,
            },
            ir::Condition::Is(question, answers) => Condition::AnswerIs {
                question: view.question(*question),
                answers: view.answers(*question, answers),
            },
            ir::Condition::ValueIs(id, options) => Condition::ValueIs {
                value: &view.pathway[*id].name,
                options: names(&view.pathway[*id].options, options),
            },
            ir::Condition::Items {
                list,
                items,
                marks,
                count,
            } => {
                let checklist = view.question(*list);
                let count = Count::of(view, *count);
                let items = view.answers(*list, items);
                if marks.is_empty() {
                    Condition::Ticked {
                        checklist,
                        count,
                        items,
                    }
                } else {
                    Condition::Marked {
                        checklist,
                        count,
                        items,
                        marks: view.marks(*list, marks),
                    }
                }
            }
            ir::Condition::Empty(list) => Condition::NothingTicked {
                checklist: view.question(*list),
            },
            ir::Condition::Between(measure, from, to) => {
                let bound = |bound| Quantity::of(view, kind(view, *measure), bound);
                Condition::Between {
                    number: Number::of(view, *measure),
                    from: from.map(bound),
                    to: to.map(bound),
                }
            }
            ir::Condition::Beyond(measure, order, bound) => {
                let number = Number::of(view, *measure);
                let bound = Quantity::of(view, kind(view, *measure), *bound);
                match order {
                    ir::Order::Less => Condition::Below { number, bound },
                    ir::Order::More => Condition::Above { number, bound },
                    ir::Order::AtMost => Condition::Between {
                        number,
                        from: None,
                        to: Some(bound),
                    },
                    ir::Order::AtLeast => Condition::Between {
                        number,
                        from: Some(bound),
                        to: None,
                    },
                }
            }
            ir::Condition::Within(question, by) => Condition::WithinOfToday {
                question: view.question(*question),
                months: by.months,
                days: by.days,
            },
            ir::Condition::WasAsked(question) => Condition::WasAsked {
                question: view.question(*question),
            },
            ir::Condition::Broken => Condition::Unreadable,
        }
    }
}

/// How many of a number of things.
#[derive(Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum Count<'a> {
    /// Every one.
    All,
    /// At least so many.
    AtLeast {
        /// How many: a number or a setting.
        number: Quantity<'a>,
    },
    /// At most so many.
    AtMost {
        /// How many: a number or a setting.
        number: Quantity<'a>,
    },
    /// Exactly so many.
    Exactly {
        /// How many: a number or a setting.
        number: Quantity<'a>,
    },
}

impl<'a> Count<'a> {
    fn of(view: &View<'a>, it: ir::Count) -> Count<'a> {
        let number = |bound| Quantity::of(view, ir::RangeKind::Number, bound);
        match it {
            ir::Count::All => Count::All,
            ir::Count::AtLeast(n) => Count::AtLeast { number: number(n) },
            ir::Count::AtMost(n) => Count::AtMost { number: number(n) },
            ir::Count::Exactly(n) => Count::Exactly { number: number(n) },
        }
    }
}

/// A number that is compared.
#[derive(Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum Number<'a> {
    /// The answer to a question or fact for a number, an amount, an age or a date.
    Question {
        /// Its name.
        question: &'a str,
    },
    /// A score.
    Score {
        /// Its name.
        score: &'a str,
    },
    /// A setting.
    Setting {
        /// Its name.
        setting: &'a str,
    },
}

impl<'a> Number<'a> {
    fn of(view: &View<'a>, it: ir::Measure) -> Number<'a> {
        match it {
            ir::Measure::Question(id) => Number::Question {
                question: view.question(id),
            },
            ir::Measure::Score(id) => Number::Score {
                score: &view.pathway[id].name,
            },
            ir::Measure::Setting(id) => Number::Setting {
                setting: &view.pathway[id].name,
            },
        }
    }
}

/// Of what kind a number that is compared is.
fn kind(view: &View<'_>, measure: ir::Measure) -> ir::RangeKind {
    match measure {
        ir::Measure::Question(id) => number_kind(&view.pathway[id].answers),
        ir::Measure::Score(_) => ir::RangeKind::Number,
        ir::Measure::Setting(id) => view.pathway[id].kind,
    }
}

/// The kind of number that answers a question; a plain number where it asks for none.
pub(super) fn number_kind(answers: &ir::Answers) -> ir::RangeKind {
    match answers {
        ir::Answers::Range { kind, .. } => *kind,
        ir::Answers::OneOf(_)
        | ir::Answers::Several { .. }
        | ir::Answers::Text
        | ir::Answers::Broken => ir::RangeKind::Number,
    }
}
