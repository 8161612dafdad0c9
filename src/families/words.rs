//! A family in words: its answers, with the author's names.

use crate::calendar;
use crate::diagnostic::list;
use crate::evaluate::Evaluation;
use crate::ir::{Answer, AnswerOption, Answers, Date, Distance, Pathway, QuestionId, RangeKind};

/// A family's answers, said as a list: `` `worker` is `pass` and `violence` is `no` ``. Empty where nothing
/// was answered.
pub fn family_in_words<'a>(
    pathway: &Pathway,
    today: Date,
    answers: impl IntoIterator<Item = (QuestionId, &'a Answer)>,
) -> String {
    let words: Vec<String> = answers
        .into_iter()
        .map(|(question, answer)| {
            format!(
                "`{}` is {}",
                pathway[question].name,
                answer_in_words(pathway, today, question, answer)
            )
        })
        .collect();
    shortened(&words, 24, "and")
}

/// A list said aloud, of which at most so many are named, and the others counted.
pub fn shortened(words: &[String], most: usize, last: &str) -> String {
    match words.get(most..) {
        Some(more @ [_, _, ..]) => {
            let mut named = words.to_vec();
            named.truncate(most);
            named.push(format!("{} more", more.len()));
            list(&named, last)
        }
        Some([_] | []) | None => list(words, last),
    }
}

/// An answer as the author would write it: `` `pass` ``, `` `a` and `b` ``, `16 years`.
pub fn answer_in_words(
    pathway: &Pathway,
    today: Date,
    question: QuestionId,
    answer: &Answer,
) -> String {
    let answers = &pathway[question].answers;
    let option = |at: usize| named(answers.options(), at);
    match answer {
        Answer::Option(at) => option(*at),
        Answer::Ticked(ticked) if ticked.is_empty() => String::from("empty"),
        Answer::Ticked(ticked) => {
            let items: Vec<String> = ticked.iter().map(|at| option(*at)).collect();
            list(&items, "and")
        }
        Answer::Marked(given) => marked(answers, given),
        Answer::Quantity(number) => quantity(answers, *number),
        Answer::FromToday(distance) => calendar::words(calendar::after(today, *distance)),
        Answer::Text(text) => format!("\"{text}\""),
    }
}

/// What can be answered to a question, shortly: `` `yes`, `no` or `unsure` ``.
pub fn answers_to_choose_from(pathway: &Pathway, today: Date, question: QuestionId) -> String {
    let names = |options: &[AnswerOption]| -> Vec<String> {
        options.iter().map(|it| format!("`{}`", it.name)).collect()
    };
    match &pathway[question].answers {
        Answers::OneOf(options) => shortened(&names(options), 8, "or"),
        Answers::Several { items, marks } if marks.is_empty() => {
            format!("any of {}", shortened(&names(items), 8, "and"))
        }
        Answers::Several { marks, .. } => {
            format!("{} for each item", shortened(&names(marks), 8, "or"))
        }
        answers @ Answers::Range { from, to, .. } => format!(
            "from {} to {}",
            quantity(
                answers,
                crate::evaluate::bound_number(pathway, today, *from)
            ),
            quantity(answers, crate::evaluate::bound_number(pathway, today, *to))
        ),
        Answers::Text | Answers::Broken => String::from("anything"),
    }
}

impl Evaluation {
    /// What the family was given and has answered: facts first, then questions in the order they were
    /// asked.
    pub fn answers(&self, pathway: &Pathway) -> Vec<(QuestionId, &Answer)> {
        let facts = self
            .sheet
            .0
            .iter()
            .filter(|(question, _)| pathway[**question].fact)
            .map(|(question, answer)| (*question, answer));
        let asked = self
            .asked
            .iter()
            .filter_map(|question| Some((*question, self.sheet.0.get(question)?)));
        facts.chain(asked).collect()
    }
}

fn named(options: &[AnswerOption], at: usize) -> String {
    options
        .get(at)
        .map_or_else(String::new, |option| format!("`{}`", option.name))
}

/// Marks by the mark: `` `yes` for `a` and `b`, `no` for the rest ``. The mark that most items have is
/// said last.
fn marked(answers: &Answers, given: &[usize]) -> String {
    let Answers::Several { items, marks } = answers else {
        return String::new();
    };
    let mut groups: Vec<(usize, Vec<String>)> = (0..marks.len())
        .map(|mark| {
            let with: Vec<String> = (0..given.len())
                .filter(|item| given[*item] == mark)
                .map(|item| named(items, item))
                .collect();
            (mark, with)
        })
        .filter(|(_, with)| !with.is_empty())
        .collect();
    groups.sort_by_key(|(_, with)| with.len());
    let last = groups.len().saturating_sub(1);
    let words: Vec<String> = groups
        .iter()
        .enumerate()
        .map(|(at, (mark, with))| {
            let mark = named(marks, *mark);
            match (at == last, last) {
                (true, 0) => format!("{mark} for every item"),
                (true, _) => format!("{mark} for the rest"),
                (false, _) => format!("{mark} for {}", list(with, "and")),
            }
        })
        .collect();
    words.join(", ")
}

/// A number as it is said, by its kind.
fn quantity(answers: &Answers, number: i64) -> String {
    let Answers::Range { kind, unit, .. } = answers else {
        return number.to_string();
    };
    match kind {
        RangeKind::Number if unit.is_empty() => number.to_string(),
        RangeKind::Number => format!("{number} {unit}"),
        RangeKind::Money if number % 100 == 0 => format!("£{}", number / 100),
        RangeKind::Money => format!("£{}.{:02}", number / 100, (number % 100).abs()),
        RangeKind::Age => age(number),
        RangeKind::Date => {
            calendar::date(number).map_or_else(|| number.to_string(), calendar::words)
        }
    }
}

/// An age in years, months and days; where that is not exact, in years and days, or in days.
fn age(number: i64) -> String {
    let month = Distance { months: 1, days: 0 }.age();
    let day = Distance { months: 0, days: 1 }.age();
    let whole = [month, 12 * month]
        .into_iter()
        .find(|unit| number.rem_euclid(*unit) % day == 0);
    let months = whole.map_or(0, |unit| number.div_euclid(unit) * (unit / month));
    let days = (number - months * month).div_euclid(day);
    let words: Vec<String> = [(months / 12, "year"), (months % 12, "month"), (days, "day")]
        .into_iter()
        .filter(|(n, _)| *n != 0)
        .map(|(n, unit)| format!("{n} {unit}{}", if n == 1 { "" } else { "s" }))
        .collect();
    if words.is_empty() {
        String::from("0 months")
    } else {
        words.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_said_in_years_months_and_days() {
        let of = |months, days| age(Distance { months, days }.age());
        assert_eq!(of(0, 0), "0 months");
        assert_eq!(of(12, 0), "1 year");
        assert_eq!(of(191, 1), "15 years 11 months 1 day");
        assert_eq!(of(180, 364), "15 years 364 days");
        assert_eq!(of(0, 364), "364 days");
    }
}
