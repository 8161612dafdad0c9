//! Numbers and everything worked out from answers, in the contract.

use schemars::JsonSchema;
use serde::Serialize;

use super::asked::{AnswerOption, NumberKind};
use super::condition::{Condition, Guard};
use super::{Place, View, each, written};
use crate::calendar;
use crate::emit::words;
use crate::ir;

/// A number with its kind.
#[derive(Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum Quantity<'a> {
    /// A whole number, or points.
    Number {
        /// The number.
        number: i64,
    },
    /// An amount of money.
    Money {
        /// The amount in pence.
        pence: i64,
    },
    /// An age: so many months and days.
    Age {
        /// Whole months; twelve are a year.
        months: i64,
        /// And days.
        days: i64,
        /// What ages are compared by: months × 487 + days × 16. It orders ages as people do: 12 months is
        /// 1 year, 15 years 364 days is less than 16 years, 30 days is less than 1 month and 31 are more.
        order: i64,
    },
    /// A day of the calendar.
    Date {
        /// The day, as `2027-03-31`.
        date: String,
    },
    /// A day, so far after the day on which the pathway is used; negative numbers are before it.
    FromToday {
        /// Months, counted first. They stop at a month's last day: a month after 31 January is 28 February.
        months: i32,
        /// And days.
        days: i32,
    },
    /// A setting's number.
    Setting {
        /// The setting's name.
        setting: &'a str,
    },
}

impl<'a> Quantity<'a> {
    pub(super) fn of(view: &View<'a>, kind: ir::RangeKind, bound: ir::Bound) -> Quantity<'a> {
        match bound {
            ir::Bound::Fixed(number) => Quantity::fixed(kind, number),
            ir::Bound::Setting(id) => Quantity::Setting {
                setting: &view.pathway[id].name,
            },
            ir::Bound::FromToday(by) => Quantity::FromToday {
                months: by.months,
                days: by.days,
            },
        }
    }

    fn fixed(kind: ir::RangeKind, number: i64) -> Quantity<'a> {
        match kind {
            ir::RangeKind::Number => Quantity::Number { number },
            ir::RangeKind::Money => Quantity::Money { pence: number },
            ir::RangeKind::Age => {
                let (months, days) = words::months_and_days(number);
                Quantity::Age {
                    months,
                    days,
                    order: number,
                }
            }
            ir::RangeKind::Date => Quantity::Date {
                date: calendar::date(number).map_or_else(String::new, written),
            },
        }
    }
}

/// A named condition.
#[derive(Serialize, JsonSchema)]
pub(super) struct NamedCondition<'a> {
    /// Its name.
    name: &'a str,
    /// Its text.
    text: &'a str,
    /// When it holds.
    when: Guard<'a>,
    /// Where its heading stands.
    place: Place<'a>,
}

impl<'a> NamedCondition<'a> {
    pub(super) fn of(view: &View<'a>, it: &'a ir::NamedCondition) -> NamedCondition<'a> {
        NamedCondition {
            name: &it.name,
            text: &it.text,
            when: Guard::of(view, &it.guard),
            place: view.place(it.span),
        }
    }
}

/// How a block chooses among its ways, and a value among its lines.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Policy {
    /// Exactly one applies; their order means nothing. `otherwise` applies when no other does.
    ExactlyOne,
    /// The first that applies, in the order of the list.
    FirstMatch,
    /// All that apply. `otherwise` applies when no other does.
    EveryMatch,
}

impl Policy {
    pub(super) fn of(it: ir::Policy) -> Policy {
        match it {
            ir::Policy::ExactlyOne => Policy::ExactlyOne,
            ir::Policy::FirstMatch => Policy::FirstMatch,
            ir::Policy::EveryMatch => Policy::EveryMatch,
        }
    }
}

/// A value or level: worked out from answers, used like an answer.
#[derive(Serialize, JsonSchema)]
pub(super) struct Value<'a> {
    /// Its name.
    name: &'a str,
    /// Its text.
    text: &'a str,
    /// Whether it is a level: its options are in order, low to high.
    level: bool,
    /// What it can be.
    options: Vec<AnswerOption<'a>>,
    /// How it chooses among its lines.
    policy: Policy,
    /// What makes it what it is.
    lines: Vec<ValueLine<'a>>,
    /// Where its heading stands.
    place: Place<'a>,
}

impl<'a> Value<'a> {
    pub(super) fn of(view: &View<'a>, it: &'a ir::Value) -> Value<'a> {
        Value {
            name: &it.name,
            text: &it.text,
            level: it.level,
            options: each(view, &it.options, AnswerOption::of),
            policy: Policy::of(it.policy),
            lines: it
                .lines
                .iter()
                .map(|line| ValueLine {
                    option: it.options.get(line.option).map_or("", |it| &it.name),
                    otherwise: line.otherwise,
                    when: line.when.as_ref().map(|guard| Guard::of(view, guard)),
                    place: view.place(line.span),
                })
                .collect(),
            place: view.place(it.span),
        }
    }
}

/// One line of a value.
#[derive(Serialize, JsonSchema)]
struct ValueLine<'a> {
    /// The name of the option it gives.
    option: &'a str,
    /// Whether it applies when no other line does.
    otherwise: bool,
    /// When it applies; always where left out, unless it is the `otherwise`.
    #[serde(skip_serializing_if = "Option::is_none")]
    when: Option<Guard<'a>>,
    /// Where it stands.
    place: Place<'a>,
}

/// A sum of points.
#[derive(Serialize, JsonSchema)]
pub(super) struct Score<'a> {
    /// Its name.
    name: &'a str,
    /// Its text.
    text: &'a str,
    /// What is added up.
    terms: Vec<Term<'a>>,
    /// Where its heading stands.
    place: Place<'a>,
}

impl<'a> Score<'a> {
    pub(super) fn of(view: &View<'a>, it: &'a ir::Score) -> Score<'a> {
        Score {
            name: &it.name,
            text: &it.text,
            terms: each(view, &it.terms, Term::of),
            place: view.place(it.span),
        }
    }
}

/// One line of a score.
#[derive(Serialize, JsonSchema)]
struct Term<'a> {
    /// How many points.
    points: i64,
    /// What they are given for.
    given_for: TermFor<'a>,
    /// The author's words after the points.
    text: &'a str,
    /// Where it stands.
    place: Place<'a>,
}

impl<'a> Term<'a> {
    fn of(view: &View<'a>, it: &'a ir::Term) -> Term<'a> {
        Term {
            points: it.points,
            given_for: TermFor::of(view, &it.for_),
            text: &it.text,
            place: view.place(it.span),
        }
    }
}

/// What points are given for.
#[derive(Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum TermFor<'a> {
    /// Each of these items that is ticked.
    EachTicked {
        /// The checklist's name.
        checklist: &'a str,
        /// The items' names.
        items: Vec<&'a str>,
    },
    /// Each of these items that has one of these marks.
    EachMarked {
        /// The checklist's name.
        checklist: &'a str,
        /// The items' names.
        items: Vec<&'a str>,
        /// The marks' names.
        marks: Vec<&'a str>,
    },
    /// A condition that holds, once.
    When {
        /// The condition.
        condition: Condition<'a>,
    },
}

impl<'a> TermFor<'a> {
    fn of(view: &View<'a>, it: &'a ir::TermFor) -> TermFor<'a> {
        match it {
            ir::TermFor::Each { list, items, marks } if marks.is_empty() => TermFor::EachTicked {
                checklist: view.question(*list),
                items: view.answers(*list, items),
            },
            ir::TermFor::Each { list, items, marks } => TermFor::EachMarked {
                checklist: view.question(*list),
                items: view.answers(*list, items),
                marks: view.marks(*list, marks),
            },
            ir::TermFor::When(condition) => TermFor::When {
                condition: Condition::of(view, condition),
            },
        }
    }
}

/// A number that local versions may change.
#[derive(Serialize, JsonSchema)]
pub(super) struct Setting<'a> {
    /// Its name.
    name: &'a str,
    /// Its text.
    text: &'a str,
    /// What kind of number it is.
    of: NumberKind,
    /// The number.
    number: Quantity<'a>,
    /// The number in the author's words.
    written: &'a str,
    /// That each version of this pathway has to say its own number; left out where that is not so.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    local: bool,
    /// Where its heading stands.
    place: Place<'a>,
}

impl<'a> Setting<'a> {
    pub(super) fn of(view: &View<'a>, it: &'a ir::Setting) -> Setting<'a> {
        Setting {
            name: &it.name,
            text: &it.text,
            of: NumberKind::of(it.kind),
            number: Quantity::fixed(it.kind, it.number),
            written: &it.written,
            local: it.local,
            place: view.place(it.span),
        }
    }
}
