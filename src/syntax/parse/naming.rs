//! The words that begin lines, and names for what cannot be one.

use super::super::ast::BlockKind;
use super::places;
use crate::diagnostic::{list, nearest};

/// Words that begin a heading.
pub(super) const HEADINGS: &[&str] = &[
    "pathway",
    "service",
    "question",
    "checklist",
    "fact",
    "group",
    "condition",
    "value",
    "level",
    "score",
    "setting",
    "step",
    "outcome",
    "rule",
    "example",
    "shared",
    "include",
    "variant",
    "local",
    "fixed",
    "set",
    "replace",
    "remove",
];

/// Those of them that stand before what a version changes, or before another heading.
const OF_A_VERSION: &[&str] = &["variant", "local", "fixed", "set", "replace", "remove"];

/// Words that begin a line under a heading, and what must follow those that never stand alone.
pub(super) const LINES: &[(&str, &str)] = &[
    ("answer", ""),
    ("item", ""),
    ("mark", ""),
    ("yes", ""),
    ("no", ""),
    ("unsure", ""),
    ("answers", "`as` or `from`"),
    ("number", ""),
    ("money", ""),
    ("age", ""),
    ("date", ""),
    ("text", ""),
    ("unasked", "`means`"),
    ("on", ""),
    ("when", ""),
    ("otherwise", ""),
    ("then", ""),
    ("table", ""),
    ("first", "`match`"),
    ("every", "`match`"),
    ("all", "`of`"),
    ("any", "`of`"),
    ("none", "`of`"),
    ("at", "`least` or `most`"),
    ("exactly", ""),
    ("member", ""),
    ("except", ""),
    ("is", ""),
    ("add", ""),
    ("must", ""),
    ("should", ""),
    ("consider", ""),
    ("refer", "`to`"),
    ("signpost", "`to`"),
    ("offer", ""),
    ("do", ""),
    ("say", ""),
    ("urgent", ""),
    ("phone", ""),
    ("email", ""),
    ("website", ""),
    ("form", ""),
    ("address", ""),
    ("postcode", ""),
    ("hours", ""),
    ("for", ""),
    ("eligible", ""),
    ("note", ""),
    ("cost", ""),
    ("languages", ""),
    ("out", "`of hours`"),
    ("retired", "`on`"),
    ("authority", ""),
    ("audience", ""),
    ("source", ""),
    ("owner", ""),
    ("version", ""),
    ("review", "`by` or `in`"),
    ("start", ""),
    ("hint", ""),
    ("if", ""),
    ("allow", ""),
    ("given", ""),
    ("expect", ""),
    ("never", ""),
    ("always", ""),
];

/// The first word of a line.
pub(super) fn first_word(text: &str) -> &str {
    let end = text
        .find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-'))
        .unwrap_or(text.len());
    &text[..end]
}

/// Whether a word begins a heading.
pub(super) fn is_heading(word: &str) -> bool {
    HEADINGS.contains(&word)
}

/// Whether a line begins with `add to`, as the headings of what a version adds do.
pub(super) fn is_addition(text: &str) -> bool {
    let mut words = text.split_whitespace();
    words.next() == Some("add") && words.next() == Some("to")
}

/// Whether a heading begins with another word than that of what it names.
pub(super) fn is_of_a_version(text: &str) -> bool {
    OF_A_VERSION.contains(&first_word(text)) || is_addition(text)
}

/// Whether a word at the left margin was meant to begin a heading.
pub(super) fn is_nearly_heading(word: &str) -> bool {
    !is_line(word) && nearest(word, known_words()).is_some_and(is_heading)
}

/// Whether a line at the left margin is a heading that lacks its word: `mash "MASH"`, `"A family"`.
pub(super) fn is_titled(text: &str) -> bool {
    let mut before = text.split('"').next().unwrap_or("").split_whitespace();
    let name = before.next().unwrap_or("");
    text.contains('"') && before.next().is_none() && !is_line(name)
}

/// Whether a word begins a line under a heading.
pub(super) fn is_line(word: &str) -> bool {
    LINES.iter().any(|(line, _)| *line == word)
}

/// Every word that begins a heading or a line.
pub(super) fn known_words() -> impl Iterator<Item = &'static str> {
    HEADINGS
        .iter()
        .copied()
        .chain(LINES.iter().map(|(word, _)| *word))
}

/// The second word of a heading, where it could be the name it declares.
pub(super) fn second_name(text: &str) -> Option<(usize, &str)> {
    let rest = &text[first_word(text).len()..];
    let start = text.len() - rest.trim_start().len();
    let name = first_word(&text[start..]);
    (!name.is_empty()).then_some((start, name))
}

/// The last word before the text of a heading such as `local service NAME "Text"`.
pub(super) fn last_name(text: &str) -> Option<(usize, &str)> {
    let before = text.split('"').next().unwrap_or("").trim_end();
    let start = before.rfind(char::is_whitespace)? + 1;
    let name = first_word(before.get(start..)?);
    (!name.is_empty()).then_some((start, name))
}

/// A name as near as can be to a word that cannot be one: `21_or_over` becomes `from_21`.
pub(super) fn better_name(word: &str) -> String {
    let mut name = String::new();
    for c in word.to_lowercase().chars() {
        match c {
            'a'..='z' | '0'..='9' => name.push(c),
            '\'' | '’' => {}
            '&' => name.push_str("and"),
            '+' => name.push_str("_or_over"),
            _ if !name.ends_with('_') => name.push('_'),
            _ => {}
        }
    }
    let name = name.trim_matches('_');
    let digits = name.len() - name.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if digits == 0 {
        return if name.is_empty() {
            "name".into()
        } else {
            name.into()
        };
    }
    let (number, rest) = name.split_at(digits);
    match rest {
        "_or_over" | "_and_over" | "_or_more" | "_plus" | "_or_older" => format!("from_{number}"),
        "_or_under" | "_and_under" | "_or_less" | "_or_younger" => format!("up_to_{number}"),
        rest => match rest.trim_start_matches('_') {
            "" => format!("n_{number}"),
            rest => format!("{rest}_{number}"),
        },
    }
}

/// What a line under this heading may begin with.
pub(super) fn suggestions(under: Option<BlockKind>) -> String {
    let words: &[&str] = match under {
        None | Some(BlockKind::Broken) => {
            return format!("A heading begins with {}.", quoted(HEADINGS));
        }
        Some(BlockKind::Pathway) => &[
            "authority",
            "audience",
            "source",
            "owner",
            "version",
            "review by",
            "urgent",
            "start",
            "note",
        ],
        Some(BlockKind::Shared) => &["owner", "source", "version", "review by", "note"],
        Some(BlockKind::Include) => {
            return "Nothing stands under `include`: it brings in what the other file declares."
                .into();
        }
        Some(BlockKind::Service) => &[
            "phone",
            "email",
            "website",
            "form",
            "address",
            "postcode",
            "hours",
            "for",
            "eligible when",
            "note",
            "cost",
            "languages",
            "out of hours",
            "retired on",
        ],
        Some(BlockKind::Question | BlockKind::Fact) => &[
            "yes",
            "no",
            "unsure",
            "answer",
            "answers as",
            "answers from",
            "number from",
            "money from",
            "age from",
            "date from",
            "text",
            "on",
            "when",
            "otherwise",
            "then",
            "table",
            "hint",
            "note",
        ],
        Some(BlockKind::Checklist) => &[
            "item",
            "mark",
            "on",
            "when",
            "otherwise",
            "then",
            "table",
            "hint",
            "note",
        ],
        Some(BlockKind::Group) => &["member", "except"],
        Some(BlockKind::Condition) => &["when", "all of", "any of", "none of", "at least", "-"],
        Some(BlockKind::Value | BlockKind::Level) => {
            &["is", "otherwise is", "table", "first match"]
        }
        Some(BlockKind::Score) => &["add"],
        Some(BlockKind::Setting) => &["note"],
        Some(BlockKind::Step) => &[
            "must",
            "should",
            "consider",
            "must not",
            "refer to",
            "signpost to",
            "offer",
            "do",
            "say",
            "urgent",
            "then",
            "when",
            "otherwise",
            "table",
            "note",
            "review in",
        ],
        Some(BlockKind::Outcome) => &[
            "must",
            "should",
            "consider",
            "must not",
            "refer to",
            "signpost to",
            "offer",
            "do",
            "say",
            "urgent",
            "note",
            "review in",
        ],
        Some(BlockKind::Rule) => &["never", "always", "never both"],
        Some(BlockKind::Example) => &["given", "expect", "expect not"],
    };
    let under = under.map_or(String::new(), places::a);
    format!("A line under {under} begins with {}.", quoted(words))
}

fn quoted(words: &[&str]) -> String {
    list(
        &words
            .iter()
            .map(|word| format!("`{word}`"))
            .collect::<Vec<_>>(),
        "or",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_none_becomes_the_nearest_one() {
        assert_eq!(better_name("21_or_over"), "from_21");
        assert_eq!(better_name("18+"), "from_18");
        assert_eq!(better_name("Parents-Aid"), "parents_aid");
        assert_eq!(better_name("Children's"), "childrens");
        assert_eq!(better_name("3_months"), "months_3");
        assert_eq!(better_name("ŵ"), "name");
    }
}
