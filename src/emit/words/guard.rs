//! A condition's words, name by name: every name becomes what it stands for, every sign becomes words.
//!
//! The author's own text is walked, not the condition's tree: a tree no longer knows whether she wrote `is
//! not a` or named every other answer.

use super::{Thing, Words, name, said, with_number};
use crate::calendar;
use crate::ir::{AnswerOption, Answers, QuestionId, RangeKind};

/// What the words so far speak of.
#[derive(Clone, Copy)]
enum About<'a> {
    Nothing,
    Question(QuestionId),
    Value(&'a [AnswerOption]),
}

/// A condition in words. `own` is the question of the block it stands in.
pub(super) fn words(words: &Words<'_>, text: &str, own: Option<QuestionId>) -> String {
    let tokens = tokens(text);
    if let [only] = tokens.as_slice()
        && let Some(Thing::Condition(text)) = words.names.get(only)
    {
        return said_whole(only, text);
    }
    walk(words, &tokens, About::Nothing, own)
}

/// A cell in words, under the column of this name.
pub(super) fn cell(words: &Words<'_>, column: &str, text: &str) -> String {
    let about = match words.names.get(column) {
        Some(Thing::Question(id)) => About::Question(*id),
        Some(Thing::Value(_, options)) => About::Value(options),
        Some(Thing::Condition(_) | Thing::Other(..)) | None => About::Nothing,
    };
    let said = walk(words, &tokens(text), about, None);
    said.strip_prefix("is ")
        .map_or(said.clone(), str::to_string)
}

fn said_whole(of: &str, text: &str) -> String {
    if text.trim().is_empty() {
        name(of)
    } else {
        text.trim().trim_end_matches('.').to_string()
    }
}

fn walk<'a>(
    words: &Words<'a>,
    tokens: &[&str],
    mut about: About<'a>,
    own: Option<QuestionId>,
) -> String {
    let lists = lists(words, tokens);
    let mut answers_next = !matches!(about, About::Nothing);
    let mut out = Sentence::default();
    for (at, (token, list)) in tokens.iter().zip(lists).enumerate() {
        let before = at.checked_sub(1).and_then(|at| tokens.get(at)).copied();
        let option = || match list {
            Some(list) => option(words, About::Question(list), token),
            None => option(words, about, token),
        };
        if let Some(sign) = sign(token) {
            let is = if before == Some("is") { "" } else { "is " };
            out.push(&format!("{is}{sign}"));
            continue;
        }
        if matches!(*token, "and" | "or") {
            answers_next = false;
            out.push(token);
            continue;
        }
        let known = words.names.get(token);
        let said = if answers_next || list.is_some() || known.is_none() {
            option().or_else(|| known.map(|thing| of_thing(words, token, *thing)))
        } else {
            known.map(|thing| of_thing(words, token, *thing))
        };
        if list.is_none() && !(answers_next && option().is_some()) {
            match known {
                Some(Thing::Question(id)) => (about, answers_next) = (About::Question(*id), true),
                Some(Thing::Value(_, options)) => {
                    (about, answers_next) = (About::Value(options), true);
                }
                Some(Thing::Condition(_) | Thing::Other(..)) | None => {}
            }
        }
        let is_own = matches!((known, own), (Some(Thing::Question(id)), Some(own)) if *id == own);
        match (said, before) {
            (Some(_), Some("of")) if is_own => out.push("these"),
            (Some(_), Some("in")) if is_own => out.drop_last(),
            (Some(said), _) => out.push(&said),
            (None, _) => out.push(&plain(words, about, before, token)),
        }
    }
    out.text
}

/// A word that is no name: a number with its pound sign, a date as in a letter, or itself.
fn plain(words: &Words<'_>, about: About<'_>, before: Option<&str>, token: &str) -> String {
    let money = match about {
        About::Question(id) => matches!(
            words.pathway[id].answers,
            Answers::Range {
                kind: RangeKind::Money,
                ..
            }
        ),
        About::Value(_) | About::Nothing => false,
    };
    let number = token.starts_with(|c: char| c.is_ascii_digit());
    if let Some(date) = calendar::read(token) {
        calendar::words(date)
    } else if number && money && before != Some("£") {
        format!("£{token}")
    } else if token == "unsure" {
        "not sure".to_string()
    } else {
        name(token)
    }
}

fn of_thing(words: &Words<'_>, token: &str, thing: Thing<'_>) -> String {
    match thing {
        Thing::Question(id) if words.pathway[id].fact => said(token, &words.pathway[id].text),
        Thing::Question(_) => name(token),
        Thing::Value(text, _) | Thing::Other(text, None) => said(token, text),
        Thing::Condition(text) => format!("“{}”", said_whole(token, text)),
        Thing::Other(text, Some(number)) => with_number(said(token, text), number),
    }
}

/// The words for an answer, item, mark or option of what is spoken of; none where it has none of this name.
fn option(words: &Words<'_>, about: About<'_>, token: &str) -> Option<String> {
    let find = |options: &[AnswerOption]| options.iter().find(|it| it.name == token).cloned();
    match about {
        About::Nothing => None,
        About::Value(options) => find(options).map(|it| name(&it.name)),
        About::Question(id) => {
            let answers = &words.pathway[id].answers;
            find(answers.options())
                .or_else(|| find(super::marks(answers)))
                .map(|it| match it.name.as_str() {
                    "yes" | "no" => it.name,
                    "unsure" => "not sure".to_string(),
                    _ => said(&it.name, &it.text),
                })
        }
    }
}

/// For each word, the checklist whose item it is: `(a, b) in list`, `a in list`.
fn lists(words: &Words<'_>, tokens: &[&str]) -> Vec<Option<QuestionId>> {
    let mut lists = vec![None; tokens.len()];
    for (at, pair) in tokens.windows(2).enumerate() {
        let [before_list, list] = pair else { continue };
        let Some(Thing::Question(list)) = words.names.get(list) else {
            continue;
        };
        if *before_list != "in" {
            continue;
        }
        let mut inside = tokens.get(..at).unwrap_or(&[]).iter().enumerate().rev();
        let Some((last, word)) = inside.next() else {
            continue;
        };
        let items = if *word == ")" {
            inside
                .take_while(|(_, word)| **word != "(")
                .map(|(at, _)| at)
                .collect()
        } else {
            vec![last]
        };
        for item in items {
            if let Some(place) = lists.get_mut(item) {
                *place = Some(*list);
            }
        }
    }
    lists
}

fn sign(token: &str) -> Option<&'static str> {
    match token {
        "<" => Some("less than"),
        "<=" => Some("at most"),
        ">" => Some("more than"),
        ">=" => Some("at least"),
        _ => None,
    }
}

/// Words with the spaces that belong between them.
#[derive(Default)]
struct Sentence {
    text: String,
    /// Where the last word begins, with the space before it.
    last: usize,
}

impl Sentence {
    fn push(&mut self, word: &str) {
        self.last = self.text.len();
        let tight = self.text.is_empty()
            || self.text.ends_with(['(', '£'])
            || matches!(word, "," | ")" | ":" | ";" | ".");
        if !tight {
            self.text.push(' ');
        }
        self.text.push_str(word);
    }

    fn drop_last(&mut self) {
        self.text.truncate(self.last);
    }
}

/// The words and signs of a condition. A word is a name, a number or a date; every other character but a
/// space stands alone, `<=` and `>=` together.
fn tokens(text: &str) -> Vec<&str> {
    let in_word = |c: char| c.is_alphanumeric() || "_'’".contains(c);
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let number = first.is_ascii_digit();
        let length = if in_word(first) {
            // A comma, point or hyphen belongs to a number or date when a digit follows it.
            let mut chars = rest.char_indices().peekable();
            let mut end = rest.len();
            while let Some((at, c)) = chars.next() {
                let digit_next = chars.peek().is_some_and(|(_, next)| next.is_ascii_digit());
                if !(in_word(c) || number && digit_next && ".,-".contains(c)) {
                    end = at;
                    break;
                }
            }
            end
        } else if rest.starts_with("<=") || rest.starts_with(">=") {
            2
        } else {
            first.len_utf8()
        };
        let Some((token, after)) = rest.split_at_checked(length) else {
            break;
        };
        tokens.push(token);
        rest = after.trim_start();
    }
    tokens
}
