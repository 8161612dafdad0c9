//! Choosing from a list: by name, by text or by number.

use std::collections::BTreeSet;

use super::names;
use crate::diagnostic::nearest;
use crate::ir::AnswerOption;

/// The words of a list, between commas and blanks.
pub(super) fn split(typed: &str) -> Vec<&str> {
    typed
        .split(|c: char| c == ',' || c == ';' || c.is_whitespace())
        .filter(|word| !word.is_empty())
        .collect()
}

/// One answer, by its name, its text, its number counted from 1, or `y` and `n` for `yes` and `no`.
pub(super) fn one(typed: &str, options: &[AnswerOption]) -> Result<usize, String> {
    if typed.is_empty() {
        return Err("Nothing was answered.".to_string());
    }
    let number = typed.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
    let number = number.filter(|number| *number < options.len());
    let is = |option: &AnswerOption, word: &str| {
        option.name.eq_ignore_ascii_case(word) || option.text.to_lowercase() == word.to_lowercase()
    };
    let word = match typed {
        "y" | "Y" => "yes",
        "n" | "N" => "no",
        other => other,
    };
    number
        .or_else(|| options.iter().position(|option| is(option, word)))
        .ok_or_else(|| unknown(typed, options))
}

/// Any of the items, each once; `none` for none of them. An item that excludes the others stands alone,
/// and a list that has one is never left empty.
pub(super) fn several(typed: &[&str], items: &[AnswerOption]) -> Result<BTreeSet<usize>, String> {
    let excluding = items.iter().find(|item| item.alone);
    let none = matches!(typed, [only] if only.eq_ignore_ascii_case("none"));
    if typed.is_empty() && excluding.is_none() {
        return Err("Nothing was answered. If none of them is true, say `none`.".to_string());
    }
    if none || typed.is_empty() {
        return match excluding {
            None => Ok(BTreeSet::new()),
            Some(item) => Err(format!(
                "Choose at least one. If none of the others is true, choose `{}`.",
                item.name
            )),
        };
    }
    let ticked: BTreeSet<usize> = typed
        .iter()
        .map(|typed| one(typed, items))
        .collect::<Result<_, _>>()?;
    let alone = ticked
        .iter()
        .filter_map(|number| items.get(*number))
        .find(|item| item.alone);
    match alone {
        Some(item) if ticked.len() > 1 => Err(format!(
            "`{}` excludes the others. Choose it alone, or leave it out.",
            item.name
        )),
        Some(_) | None => Ok(ticked),
    }
}

fn unknown(typed: &str, options: &[AnswerOption]) -> String {
    let known = options.iter().map(|option| option.name.as_str());
    let names = names(options);
    match nearest(typed, known) {
        Some(near) => {
            format!("`{typed}` is not one of the answers. Did you mean `{near}`?")
        }
        None if names.is_empty() => format!("`{typed}` is not one of the answers."),
        None => format!("`{typed}` is not one of the answers. They are {names}."),
    }
}
