//! A family's answers in words: as people type them, and as they stand in an answers file.
//!
//! ```json
//! { "answers": { "worker": "family_hub", "signs": ["afraid"], "age": "5 years", "dash": { "afraid": "yes" } } }
//! ```
//!
//! Invariants: an answer that was read here is one that its question accepts; a finding's [`family`]
//! written as JSON is what [`read_file`] reads back as the same answers. Errors are whole sentences for the person who typed.
//!
//! Absent on purpose: asking. Which question comes next is for [`crate::evaluate`] to say.

mod choice;
mod example;
mod family;
mod file;
mod quantity;

pub use example::example;
pub use family::{family, story};
pub use file::read_file;

use crate::calendar;
use crate::diagnostic::list;
use crate::emit::words::{from_today, quantity as quantity_in_words};
use crate::ir::{Answer, AnswerOption, Answers, Bound, Date, Pathway, QuestionId, RangeKind};

/// What a person typed in answer to a question: an answer's name, its text or its number in the list;
/// several of them; an amount; words. A checklist with marks takes one mark for each item, in order; to
/// ask for them one by one there is [`read_mark`].
pub fn read(
    typed: &str,
    pathway: &Pathway,
    question: QuestionId,
    today: Date,
) -> Result<Answer, String> {
    let typed = typed.trim();
    match &pathway[question].answers {
        Answers::OneOf(options) => choice::one(typed, options).map(Answer::Option),
        Answers::Several { items, marks } if marks.is_empty() => {
            choice::several(&choice::split(typed), items).map(Answer::Ticked)
        }
        Answers::Several { items, marks } => {
            let typed = choice::split(typed);
            if typed.len() != items.len() {
                let expected = crate::diagnostic::count(items.len(), "mark");
                return Err(format!("Give {expected}, one for each item."));
            }
            let marks = typed.into_iter().map(|typed| choice::one(typed, marks));
            marks.collect::<Result<_, _>>().map(Answer::Marked)
        }
        Answers::Range { kind, from, to, .. } => {
            let number = quantity::read(typed, *kind, today)?;
            let range = Range {
                kind: *kind,
                from: *from,
                to: *to,
            };
            range.check(number, pathway, today)?;
            Ok(Answer::Quantity(number))
        }
        Answers::Text if typed.is_empty() => Err("Nothing was written.".to_string()),
        Answers::Text => Ok(Answer::Text(typed.to_string())),
        Answers::Broken => Err("The answers to this question could not be read.".to_string()),
    }
}

/// What a person typed as the mark of one item of a checklist: the number of the mark.
pub fn read_mark(typed: &str, pathway: &Pathway, question: QuestionId) -> Result<usize, String> {
    match &pathway[question].answers {
        Answers::Several { marks, .. } => choice::one(typed.trim(), marks),
        Answers::OneOf(_) | Answers::Range { .. } | Answers::Text | Answers::Broken => {
            Err("This question has no marks.".to_string())
        }
    }
}

/// An answer as it is said to people: "Family Hub practitioner", "15 years 364 days".
pub fn words(answer: &Answer, pathway: &Pathway, question: QuestionId) -> String {
    let answers = &pathway[question].answers;
    let text = |options: &[AnswerOption], number: usize| {
        options
            .get(number)
            .map_or_else(String::new, |option| option.text.clone())
    };
    match (answer, answers) {
        (Answer::Option(number), _) => text(answers.options(), *number),
        (Answer::Ticked(ticked), _) if ticked.is_empty() => "None".to_string(),
        (Answer::Ticked(ticked), _) => {
            let texts: Vec<String> = ticked
                .iter()
                .map(|number| text(answers.options(), *number))
                .collect();
            texts.join("; ")
        }
        (Answer::Marked(given), Answers::Several { items, marks }) => {
            let texts: Vec<String> = items
                .iter()
                .zip(given)
                .map(|(item, mark)| format!("{}: {}", item.text, text(marks, *mark)))
                .collect();
            texts.join("; ")
        }
        (Answer::Quantity(number), Answers::Range { kind, unit, .. }) => {
            let said = quantity_in_words(*kind, *number);
            format!("{said} {unit}").trim_end().to_string()
        }
        (Answer::FromToday(by), _) => from_today(*by),
        (Answer::Text(text), _) => text.clone(),
        (
            Answer::Marked(_) | Answer::Quantity(_),
            Answers::OneOf(_)
            | Answers::Several { .. }
            | Answers::Range { .. }
            | Answers::Text
            | Answers::Broken,
        ) => String::new(),
    }
}

/// What a question for a number accepts.
struct Range {
    kind: RangeKind,
    from: Bound,
    to: Bound,
}

impl Range {
    fn check(&self, number: i64, pathway: &Pathway, today: Date) -> Result<(), String> {
        let said = |number| quantity_in_words(self.kind, number);
        let from = bound(self.from, pathway, today);
        let to = bound(self.to, pathway, today);
        let date = self.kind == RangeKind::Date;
        let (than, limit, most) = if number < from && date {
            ("earlier", from, "the earliest day")
        } else if number < from {
            ("less", from, "the least")
        } else if number > to && date {
            ("later", to, "the latest day")
        } else if number > to {
            ("more", to, "the most")
        } else {
            return Ok(());
        };
        Err(format!(
            "{} is {than} than {}, {most} that this question accepts.",
            said(number),
            said(limit)
        ))
    }
}

fn bound(bound: Bound, pathway: &Pathway, today: Date) -> i64 {
    match bound {
        Bound::Fixed(number) => number,
        Bound::Setting(setting) => pathway[setting].number,
        Bound::FromToday(by) => calendar::days(calendar::after(today, by)),
    }
}

/// The names of a few answers, to choose from; empty where there are many.
fn names(options: &[AnswerOption]) -> String {
    let names: Vec<String> = options.iter().map(|it| format!("`{}`", it.name)).collect();
    if names.len() > 8 {
        String::new()
    } else {
        list(&names, "and")
    }
}

#[cfg(test)]
mod tests;
