//! How a pathway's parts are said to people: guards, actions, deadlines and numbers in the author's words.
//!
//! Invariant: nothing here decides; every word was written by the author, or stands for one of the
//! language's own. Names lose their underscores (`child_at_risk` is "child at risk"); where the author gave
//! something a text short enough to stand inside a sentence, the text is said in place of the name.
//!
//! Absent on purpose: layout, wrapping and escaping, which differ from one document to the next.

mod guard;
mod number;

pub use number::{deadline, duration, from_today, months_and_days, quantity};

use std::collections::BTreeMap;

use crate::ir::{
    Action, AnswerOption, Answers, Block, BlockKind, Bound, Guard, Pathway, QuestionId, RangeKind,
    Strength, Verb, Way, WayKind, What,
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

    /// Other words of the author in which names stand: "for each of signs".
    pub fn said(&self, text: &str) -> String {
        guard::words(self, text, None)
    }

    /// What leads a family along a way, one line for each thing that must hold; none for the only way.
    pub fn way(&self, block: &Block, way: &Way) -> Vec<String> {
        let own = match block.kind {
            BlockKind::Question(id) => Some(id),
            BlockKind::Step | BlockKind::Outcome => None,
        };
        let mut lines = Vec::new();
        if let Some((own, on)) = own.zip(way.on.as_ref()) {
            let ticked = match self.pathway[own].answers {
                Answers::Several { .. } => "Ticked: ",
                Answers::OneOf(_) | Answers::Range { .. } | Answers::Text | Answers::Broken => "",
            };
            lines.push(format!("{ticked}{}", self.answers(own, on).join(" / ")));
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

    /// What stands in a table under the name of a question, value or level: "Yes".
    pub fn cell(&self, column: &str, cell: &str) -> String {
        guard::cell(self, column, cell)
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
            (Verb::Contact, What::Service(_)) if action.strength != Strength::Consider => {
                format!("Contact {text}")
            }
            (Verb::Refer | Verb::Signpost | Verb::Offer | Verb::Contact | Verb::Do, _) => {
                text.to_string()
            }
        }
    }

    /// By when and for whom an action holds: " within 24 hours, when child at risk is yes"; empty where the
    /// author said neither.
    pub fn terms(&self, action: &Action, own: Option<QuestionId>) -> String {
        let mut terms = String::new();
        if let Some(by) = &action.deadline {
            terms = match &action.what {
                What::Service(_) => format!(" {}", deadline(by)),
                // A sentence of the author's would go on with another meaning.
                What::Named(_) | What::Text(_) => format!(" ({})", deadline(by)),
            };
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
            (Verb::Contact, What::Service(_)) if action.strength == Strength::Consider => {
                format!("Consider {doing}")
            }
            (_, What::Service(_)) => format!("{} {}", strength(action.strength), small(&doing)),
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
            Bound::Fixed(number) => number::quantity(kind, number),
            Bound::Setting(id) => {
                let setting = &self.pathway[id];
                with_number(said(&setting.name, &setting.text), &setting.written)
            }
            Bound::FromToday(by) => number::from_today(by),
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

/// A setting: its number, and what it is called.
fn with_number(said: String, number: &str) -> String {
    format!("{number} ({})", small(&said))
}

/// A text on one line, with single spaces.
pub fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text with a capital at its beginning.
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

/// The text as it stands inside a sentence: its first letter small, unless it begins with an abbreviation.
fn small(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next();
    let abbreviation = chars
        .clone()
        .next()
        .is_none_or(|second| !second.is_lowercase());
    match first {
        Some(first) if !abbreviation => first.to_lowercase().chain(chars).collect(),
        Some(_) | None => text.to_string(),
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_action_is_a_sentence() {
        let pathway = crate::emit::sample::thurrock();
        let words = Words::of(&pathway);
        let block = pathway
            .blocks
            .iter()
            .find(|it| it.name == "domestic_violence");
        let said: Vec<String> = block
            .expect("the outcome")
            .actions
            .iter()
            .map(|action| words.action(action, None))
            .collect();
        assert_eq!(
            said,
            [
                "Urgent: Do not tell the other parent that you have asked.",
                "Must refer to MASH within 24 hours, when child at risk is yes.",
                "Consider Independent Domestic Violence Adviser.",
                "Consider Housing Safeguarding Team.",
                "Consider Children's Healthy Relationships group, when open to social care is yes.",
                "Must not refer to Think Family Service.",
                "Must: Write down what you saw and what was said.",
            ]
        );
        let advice = pathway.blocks.iter().find(|it| it.name == "advice");
        let contact = &advice.expect("the outcome").actions[0];
        assert_eq!(
            words.action(contact, None),
            "Should contact Think Family Service."
        );
    }
}
