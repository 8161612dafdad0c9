//! How a pathway's parts are said to people: guards, actions, deadlines and numbers in the author's words.
//!
//! Invariant: nothing here decides; every word was written by the author, or stands for one of the
//! language's own. Names lose their underscores (`child_at_risk` is "child at risk"); where the author gave
//! something a text short enough to stand inside a sentence, the text is said in place of the name.
//!
//! Absent on purpose: layout, wrapping and escaping, which differ from one document to the next.

mod guard;

use std::collections::BTreeMap;

use crate::calendar;
use crate::ir::{
    Action, AnswerOption, Answers, Block, BlockKind, Bound, Deadline, Distance, Duration, Guard,
    Pathway, QuestionId, RangeKind, Strength, Unit, Verb, Way, WayKind, What,
};

/// The longest text that is said in place of a name, in characters.
const SHORT: usize = 32;

/// A pathway's vocabulary: what its names stand for.
#[derive(Debug)]
pub struct Words<'a> {
    pathway: &'a Pathway,
    names: BTreeMap<&'a str, Thing<'a>>,
}

/// What a name in a condition stands for.
#[derive(Clone, Copy, Debug)]
enum Thing<'a> {
    Question(QuestionId),
    /// A value's or level's options.
    Value(&'a str, &'a [AnswerOption]),
    /// A condition's text.
    Condition(&'a str),
    /// A score, setting or group, by its text; with the number of a setting.
    Other(&'a str, Option<&'a str>),
}

impl<'a> Words<'a> {
    /// The vocabulary of a pathway.
    pub fn of(pathway: &'a Pathway) -> Words<'a> {
        let mut names = BTreeMap::new();
        for (number, it) in pathway.questions.iter().enumerate() {
            names.insert(it.name.as_str(), Thing::Question(QuestionId(number)));
        }
        for it in &pathway.values {
            names.insert(&it.name, Thing::Value(&it.text, &it.options));
        }
        for it in &pathway.conditions {
            names.insert(&it.name, Thing::Condition(&it.text));
        }
        for it in &pathway.scores {
            names.insert(&it.name, Thing::Other(&it.text, None));
        }
        for it in &pathway.groups {
            names.insert(&it.name, Thing::Other(&it.text, None));
        }
        for it in &pathway.settings {
            names.insert(&it.name, Thing::Other(&it.text, Some(&it.written)));
        }
        Words { pathway, names }
    }

    /// A guard as words that follow "when": `child_at_risk is yes` is "child at risk is yes", a named
    /// condition is its text. `own` is the question of the block it stands in: its own list is "these".
    pub fn guard(&self, guard: &Guard, own: Option<QuestionId>) -> String {
        guard::words(self, &guard.text, own)
    }

    /// What leads a family along a way, one line for each thing that must hold; none for the only way.
    pub fn way(&self, block: &Block, way: &Way) -> Vec<String> {
        let own = match block.kind {
            BlockKind::Question(id) => Some(id),
            BlockKind::Step | BlockKind::Outcome => None,
        };
        let mut lines = Vec::new();
        if let Some((own, on)) = own.zip(way.on.as_ref()) {
            lines.push(self.answers(own, on).join(" / "));
        }
        match way.kind {
            WayKind::Row(table, row) => lines.extend(self.row(block, table, row)),
            WayKind::Answer | WayKind::On | WayKind::When | WayKind::Otherwise | WayKind::Then => {
                if let Some(guard) = &way.when {
                    let words = self.guard(guard, own);
                    lines.push(if lines.is_empty() {
                        capital(&words)
                    } else {
                        format!("and {words}")
                    });
                }
            }
        }
        if way.kind == WayKind::Otherwise {
            lines.push("Otherwise".to_string());
        }
        lines
    }

    /// The texts of some of a question's answers.
    pub fn answers(&self, question: QuestionId, chosen: &[usize]) -> Vec<String> {
        let options = self.pathway[question].answers.options();
        chosen
            .iter()
            .filter_map(|number| options.get(*number))
            .map(|option| option.text.clone())
            .collect()
    }

    /// The cells of a row that say something, each after the words over its column.
    fn row(&self, block: &Block, table: usize, row: usize) -> Vec<String> {
        let Some(table) = block.tables.get(table) else {
            return Vec::new();
        };
        let cells = table.rows.get(row).map_or(&[][..], Vec::as_slice);
        table
            .columns
            .iter()
            .zip(cells)
            .filter(|(_, cell)| !matches!(cell.trim(), "-" | ""))
            .map(|(column, cell)| {
                format!(
                    "{}: {}",
                    capital(&self.heading(column)),
                    guard::cell(self, column, cell)
                )
            })
            .collect()
    }

    /// The words over a column: a name is said as names are, other words are the author's.
    pub fn heading(&self, column: &str) -> String {
        let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if column.chars().all(is_name) {
            guard::words(self, column, None)
        } else {
            column.to_string()
        }
    }

    /// What an action asks for, without its strength, deadline and condition: "Refer to MASH".
    pub fn doing(&self, action: &Action) -> String {
        let text = match &action.what {
            What::Service(id) => &self.pathway[*id].title,
            What::Named(id) => &self.pathway[*id].text,
            What::Text(text) => text,
        };
        match (action.verb, &action.what) {
            (Verb::Refer, What::Service(_)) => format!("Refer to {text}"),
            (Verb::Signpost, What::Service(_)) => format!("Signpost to {text}"),
            (Verb::Offer, What::Service(_)) => format!("Offer {text}"),
            (Verb::Say, _) => format!("Say: {text}"),
            (Verb::Urgent, _) => format!("Urgent: {text}"),
            (Verb::Contact, What::Service(_)) | (Verb::Do, _) => text.to_string(),
            (
                Verb::Refer | Verb::Signpost | Verb::Offer | Verb::Contact,
                What::Named(_) | What::Text(_),
            ) => text.to_string(),
        }
    }

    /// By when and for whom an action holds: " within 24 hours, when child at risk is yes"; empty where the
    /// author said neither.
    pub fn terms(&self, action: &Action, own: Option<QuestionId>) -> String {
        let mut terms = String::new();
        if let Some(by) = &action.deadline {
            terms = format!(" {}", deadline(by));
        }
        if let Some(guard) = &action.when {
            terms = format!("{terms}, when {}", self.guard(guard, own));
        }
        terms
    }

    /// An action as a sentence: "Must refer to MASH within 24 hours, when child at risk is yes."
    pub fn action(&self, action: &Action, own: Option<QuestionId>) -> String {
        let doing = self.doing(action);
        let sentence = match (action.verb, &action.what) {
            (Verb::Say | Verb::Urgent, _) => doing,
            (_, What::Named(_) | What::Text(_)) => {
                format!("{}: {doing}", strength(action.strength))
            }
            (Verb::Contact, What::Service(_)) if action.strength != Strength::Consider => {
                format!("{} contact {doing}", strength(action.strength))
            }
            (_, What::Service(_)) => {
                let manner = match action.verb {
                    Verb::Refer | Verb::Signpost | Verb::Offer => small(&doing),
                    Verb::Contact | Verb::Do | Verb::Say | Verb::Urgent => doing,
                };
                format!("{} {manner}", strength(action.strength))
            }
        };
        stop(&join(&sentence, &self.terms(action, own)))
    }

    /// What can be answered to a question for a number: "A whole number from 0 to 54 points". Empty for
    /// answers that are chosen, and for text.
    pub fn range(&self, answers: &Answers) -> String {
        match answers {
            Answers::Range {
                kind,
                from,
                to,
                unit,
            } => {
                let what = match kind {
                    RangeKind::Number => "A whole number",
                    RangeKind::Money => "An amount",
                    RangeKind::Age => "An age",
                    RangeKind::Date => "A date",
                };
                let unit = if unit.is_empty() {
                    String::new()
                } else {
                    format!(" {unit}")
                };
                let (from, to) = (self.quantity(*kind, *from), self.quantity(*kind, *to));
                format!("{what} from {from} to {to}{unit}")
            }
            Answers::Text => "In your own words".to_string(),
            Answers::OneOf(_) | Answers::Several { .. } | Answers::Broken => String::new(),
        }
    }

    /// A number with its kind: "£14.50", "16 years", "31 March 2027", "28 days before today".
    pub fn quantity(&self, kind: RangeKind, bound: Bound) -> String {
        match bound {
            Bound::Fixed(number) => quantity(kind, number),
            Bound::Setting(id) => {
                let setting = &self.pathway[id];
                with_number(said(&setting.name, &setting.text), &setting.written)
            }
            Bound::FromToday(by) => from_today(by),
        }
    }
}

/// The marks of a checklist; none for anything else.
pub fn marks(answers: &Answers) -> &[AnswerOption] {
    match answers {
        Answers::Several { marks, .. } => marks,
        Answers::OneOf(_) | Answers::Range { .. } | Answers::Text | Answers::Broken => &[],
    }
}

/// A name without its underscores.
pub fn name(name: &str) -> String {
    name.replace('_', " ")
}

/// A text short enough to be said in place of a name, or else the name.
fn said(of: &str, text: &str) -> String {
    let text = text.trim().trim_end_matches('.');
    let fits = !text.is_empty() && text.chars().count() <= SHORT;
    if fits && !text.contains(['?', '\n']) {
        text.to_string()
    } else {
        name(of)
    }
}

fn with_number(said: String, number: &str) -> String {
    format!("{said} ({number})")
}

/// The text with a capital at its beginning.
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

fn small(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(chars).collect()
    })
}

/// A text and what follows it in the same sentence: a full stop between them is dropped.
pub fn join(text: &str, more: &str) -> String {
    if more.is_empty() {
        text.to_string()
    } else {
        format!("{}{more}", text.trim_end_matches('.'))
    }
}

fn stop(text: &str) -> String {
    if text.ends_with(['.', '!', '?', '”', '"']) {
        text.to_string()
    } else {
        format!("{text}.")
    }
}

/// The word for how strong an action is.
pub fn strength(strength: Strength) -> &'static str {
    match strength {
        Strength::Must => "Must",
        Strength::Should => "Should",
        Strength::Consider => "Consider",
        Strength::MustNot => "Must not",
    }
}

/// "at once", "within 24 hours"
pub fn deadline(by: &Deadline) -> String {
    match by {
        Deadline::AtOnce => "at once".to_string(),
        Deadline::Within(length) => format!("within {}", duration(length)),
    }
}

/// "6 weeks", "1 year 6 months"
pub fn duration(length: &Duration) -> String {
    let parts: Vec<String> = length
        .0
        .iter()
        .map(|(number, unit)| {
            let unit = match unit {
                Unit::Minutes => "minute",
                Unit::Hours => "hour",
                Unit::Days => "day",
                Unit::WorkingDays => "working day",
                Unit::Weeks => "week",
                Unit::Months => "month",
                Unit::Years => "year",
            };
            many(i64::from(*number), unit)
        })
        .collect();
    parts.join(" ")
}

fn many(number: i64, unit: &str) -> String {
    let s = if number == 1 { "" } else { "s" };
    format!("{number} {unit}{s}")
}

fn quantity(kind: RangeKind, number: i64) -> String {
    match kind {
        RangeKind::Number => number.to_string(),
        RangeKind::Money => {
            let sign = if number < 0 { "-" } else { "" };
            let (pounds, pence) = (number.unsigned_abs() / 100, number.unsigned_abs() % 100);
            if pence == 0 {
                format!("{sign}£{pounds}")
            } else {
                format!("{sign}£{pounds}.{pence:02}")
            }
        }
        RangeKind::Age => {
            let (months, days) = months_and_days(number);
            length(months, days)
        }
        RangeKind::Date => calendar::date(number).map_or_else(String::new, calendar::words),
    }
}

/// An age in months and days, the most months that leave whole days: the other way of [`Distance::age`].
pub fn months_and_days(age: i64) -> (i64, i64) {
    // 487 and 16 have no common divisor, so one of any sixteen months in a row leaves whole days.
    let most = age.max(0) / 487;
    (0..16)
        .map(|fewer| most - fewer)
        .filter(|months| *months >= 0)
        .map(|months| (months, age - months * 487))
        .find(|(_, left)| left % 16 == 0)
        .map_or((0, age / 16), |(months, left)| (months, left / 16))
}

/// Months and days as people say them: years from two years on.
fn length(months: i64, days: i64) -> String {
    let (years, months) = if months >= 24 {
        (months / 12, months % 12)
    } else {
        (0, months)
    };
    let said: Vec<String> = [(years, "year"), (months, "month"), (days, "day")]
        .into_iter()
        .filter(|(number, _)| *number != 0)
        .map(|(number, unit)| many(number, unit))
        .collect();
    if said.is_empty() {
        many(0, "month")
    } else {
        said.join(" ")
    }
}

fn from_today(by: Distance) -> String {
    let (months, days) = (i64::from(by.months), i64::from(by.days));
    if (months, days) == (0, 0) {
        "today".to_string()
    } else if months <= 0 && days <= 0 {
        format!("{} before today", length(-months, -days))
    } else {
        format!("{} after today", length(months, days))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_age_goes_to_months_and_days_and_back() {
        for (months, days) in [(0, 0), (12, 0), (191, 30), (191, 364), (0, 31), (216, 0)] {
            let age = Distance { months, days }.age();
            let (m, d) = months_and_days(age);
            assert_eq!(m * 487 + d * 16, age);
        }
        assert_eq!(
            quantity(
                RangeKind::Age,
                Distance {
                    months: 12,
                    days: 0
                }
                .age()
            ),
            "12 months"
        );
        assert_eq!(
            quantity(
                RangeKind::Age,
                Distance {
                    months: 192,
                    days: 0
                }
                .age()
            ),
            "16 years"
        );
        assert_eq!(quantity(RangeKind::Age, 0), "0 months");
        assert_eq!(
            quantity(
                RangeKind::Age,
                Distance {
                    months: 191,
                    days: 5
                }
                .age()
            ),
            "15 years 11 months 5 days"
        );
    }

    #[test]
    fn numbers_are_said_with_their_kind() {
        assert_eq!(quantity(RangeKind::Money, 1450), "£14.50");
        assert_eq!(quantity(RangeKind::Money, -200), "-£2");
        assert_eq!(quantity(RangeKind::Date, 0), "1 January 1970");
        assert_eq!(
            from_today(Distance {
                months: 0,
                days: -28
            }),
            "28 days before today"
        );
        assert_eq!(
            duration(&Duration(vec![(1, Unit::Years), (6, Unit::Months)])),
            "1 year 6 months"
        );
        assert_eq!(
            duration(&Duration(vec![(2, Unit::WorkingDays)])),
            "2 working days"
        );
    }
}
