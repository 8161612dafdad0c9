//! The answers file, read.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};

use super::{choice, names, read};
use crate::diagnostic::{list, nearest};
use crate::evaluate::Sheet;
use crate::ir::{Answer, AnswerOption, Answers, Date, Pathway, QuestionId};

/// The answers in an answers file, or everything that is wrong with it, a sentence each. What else
/// stands in the file beside `answers` is passed over.
pub fn read_file(text: &str, pathway: &Pathway, today: Date) -> Result<Sheet, Vec<String>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let file: File = serde_json::from_str(text).map_err(|error| vec![not_json(&error)])?;
    let mut sheet = BTreeMap::new();
    let mut wrong = Vec::new();
    for (name, given) in file.answers.0 {
        let known = pathway.questions.iter().position(|it| it.name == name);
        let Some(question) = known.map(QuestionId) else {
            wrong.push(unknown_question(&name, pathway));
            continue;
        };
        match given.answer(pathway, question, today) {
            Ok(answer) if !sheet.contains_key(&question) => {
                sheet.insert(question, answer);
            }
            Ok(_) => wrong.push(format!("`{name}` is answered twice.")),
            Err(sentence) => wrong.push(format!("`{name}`: {sentence}")),
        }
    }
    if wrong.is_empty() {
        Ok(Sheet(sheet))
    } else {
        Err(wrong)
    }
}

fn not_json(error: &serde_json::Error) -> String {
    let (line, column) = (error.line(), error.column());
    match error.classify() {
        serde_json::error::Category::Data => "The answers are not written as \
            {\"answers\": {\"QUESTION\": \"ANSWER\"}}."
            .to_string(),
        serde_json::error::Category::Syntax
        | serde_json::error::Category::Eof
        | serde_json::error::Category::Io => {
            format!("The answers cannot be read as JSON from line {line}, column {column} on.")
        }
    }
}

fn unknown_question(name: &str, pathway: &Pathway) -> String {
    let known = pathway.questions.iter().map(|it| it.name.as_str());
    match nearest(name, known) {
        Some(near) => format!("`{name}` is not a question. Did you mean `{near}`?"),
        None => format!("`{name}` is not a question of this pathway."),
    }
}

#[derive(serde::Deserialize)]
struct File {
    answers: Pairs<Given>,
}

/// An answer as it stands in the file.
#[derive(serde::Deserialize)]
#[serde(untagged)]
enum Given {
    YesNo(bool),
    Number(serde_json::Number),
    Words(String),
    Items(Vec<String>),
    Marks(Pairs<String>),
    /// Nothing that is an answer.
    Other(IgnoredAny),
}

impl Given {
    fn answer(
        self,
        pathway: &Pathway,
        question: QuestionId,
        today: Date,
    ) -> Result<Answer, String> {
        let answers = &pathway[question].answers;
        match (self, answers) {
            (Given::Marks(given), Answers::Several { items, marks }) if !marks.is_empty() => {
                marked(&given.0, items, marks).map(Answer::Marked)
            }
            (Given::Items(given), Answers::Several { items, marks }) if marks.is_empty() => {
                let given: Vec<&str> = given.iter().map(String::as_str).collect();
                match given.as_slice() {
                    [] => choice::several(&["none"], items),
                    given => by_name(given).and_then(|()| choice::several(given, items)),
                }
                .map(Answer::Ticked)
            }
            (Given::YesNo(yes), Answers::OneOf(options)) => {
                choice::one(if yes { "yes" } else { "no" }, options).map(Answer::Option)
            }
            (Given::Words(word), Answers::OneOf(options)) => {
                by_name(&[&word])?;
                choice::one(&word, options).map(Answer::Option)
            }
            (Given::Number(number), Answers::Range { .. }) => {
                read(&number.to_string(), pathway, question, today)
            }
            (Given::Words(words), Answers::Range { .. } | Answers::Text) => {
                read(&words, pathway, question, today)
            }
            (
                Given::YesNo(_)
                | Given::Number(_)
                | Given::Words(_)
                | Given::Items(_)
                | Given::Marks(_)
                | Given::Other(_),
                _,
            ) => Err(expected(answers)),
        }
    }
}

/// A mark for each item, in the order of the items.
fn marked(
    given: &[(String, String)],
    items: &[AnswerOption],
    marks: &[AnswerOption],
) -> Result<Vec<usize>, String> {
    let mut by_item = BTreeMap::new();
    for (item, mark) in given {
        by_name(&[item, mark])?;
        let item = choice::one(item, items)?;
        if by_item.insert(item, choice::one(mark, marks)?).is_some() {
            return Err("one item is marked twice.".to_string());
        }
    }
    let missing = items
        .iter()
        .zip(0..)
        .filter(|(_, at)| !by_item.contains_key(at));
    let missing: Vec<String> = missing
        .map(|(item, _)| format!("`{}`", item.name))
        .collect();
    if missing.is_empty() {
        Ok(by_item.into_values().collect())
    } else {
        Err(format!("There is no mark for {}.", list(&missing, "and")))
    }
}

/// A file says names: the number of an answer changes when the author adds another before it.
fn by_name(words: &[&str]) -> Result<(), String> {
    match words.iter().find(|word| word.parse::<i64>().is_ok()) {
        Some(number) => Err(format!(
            "Give the answer's name, not its number `{number}`."
        )),
        None => Ok(()),
    }
}

fn expected(answers: &Answers) -> String {
    match answers {
        Answers::OneOf(options) => match names(options).as_str() {
            "" => "Give the name of one answer, in quotes.".to_string(),
            names => format!("Give the name of one answer, in quotes: {names}."),
        },
        Answers::Several { marks, .. } if marks.is_empty() => {
            "Give the names of the items that are true, as [\"A\", \"B\"], or [] for none."
                .to_string()
        }
        Answers::Several { .. } => {
            "Give a mark for each item, as {\"ITEM\": \"MARK\"}.".to_string()
        }
        Answers::Range { .. } => "Give a number, or an amount in quotes.".to_string(),
        Answers::Text => "Give a text in quotes.".to_string(),
        Answers::Broken => "The answers to this question could not be read.".to_string(),
    }
}

/// The pairs of a JSON object in the order they stand there, so that a name that stands twice is seen.
struct Pairs<T>(Vec<(String, T)>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Pairs<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(PairsVisitor(PhantomData))
    }
}

struct PairsVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for PairsVisitor<T> {
    type Value = Pairs<T>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs<T>, A::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = map.next_entry()? {
            pairs.push(pair);
        }
        Ok(Pairs(pairs))
    }
}
