//! A difference for people, in lines.

use std::collections::BTreeSet;

use unicode_width::UnicodeWidthStr;

use super::words::{self, Style};
use super::{Change, Difference, Edit};
use crate::diagnostic::{count, family_in_lines};
use crate::emit::words::on_one_line;

/// The widest line, in columns.
const WIDE: usize = 100;

struct Plain;

impl Style for Plain {
    fn name(&self, name: &str) -> String {
        format!("`{name}`")
    }

    fn text(&self, text: &str) -> String {
        format!("\"{}\"", on_one_line(text))
    }

    fn sentence(&self, sentence: &str) -> String {
        on_one_line(sentence)
    }
}

/// What is told of a difference; `names` are those of the old version and of the new.
pub fn human(difference: &Difference, names: (&str, &str)) -> String {
    let mut out = format!(
        "Old: {}\nNew: {}\n\n{}",
        names.0,
        names.1,
        in_short(difference)
    );
    let mut noted = BTreeSet::new();
    if !difference.changes.is_empty() {
        out += "\nFor whom, and what\n";
    }
    for (change, number) in difference.changes.iter().zip(1..) {
        out += &told(change, difference, &format!("{number}. "), true, &mut noted);
    }
    if !difference.asked.is_empty() {
        out += "\nWho is asked what\n";
        for change in &difference.asked {
            out += &told(change, difference, "- ", false, &mut noted);
        }
    }
    out += &edits("What the pathway is made of", &difference.structure, false);
    out += &edits(
        "Words, contacts and lines of the document",
        &difference.texts,
        true,
    );
    if !difference.open.is_empty() {
        out += "\nNot settled\n";
        for sentence in &difference.open {
            out += &wrapped(sentence, "  - ");
        }
    }
    if !difference.changes.is_empty() || !difference.asked.is_empty() {
        out.push('\n');
        out += &wrapped(words::FAMILIES, "");
    }
    out
}

/// What is told first: how many differences there are, and a line for each, the gravest first.
///
/// ```text
/// What families get differs in 2 ways. There are 12 families in all.
///
/// In short
///   1. 3 of 12 families, where `violence` is `yes`: no longer get `mash` (must refer at once).
/// ```
pub fn in_short(difference: &Difference) -> String {
    let number = difference.changes.len();
    if difference.same_for_everybody() {
        return String::from("Every family gets the same in both.\n");
    }
    if number == 0 {
        return String::from(
            "No family was found that gets something else, but not all of it could be settled.\n",
        );
    }
    let all = words::all(difference).map_or_else(String::new, |it| format!(" {it}"));
    let mut out = format!(
        "What families get differs in {}.{all}\n\nIn short\n",
        words::ways(number)
    );
    for (line, number) in words::in_short(difference, &Plain).iter().zip(1..) {
        out += &wrapped(line, &format!("  {number}. "));
    }
    out
}

/// A change; a note that was made before is not made again.
fn told<'d>(
    change: &'d Change,
    difference: &Difference,
    bullet: &str,
    whole: bool,
    noted: &mut BTreeSet<&'d str>,
) -> String {
    let (who, cases) = words::who(change, &Plain);
    let share = words::share(&change.families, &difference.families);
    let pad = " ".repeat(bullet.len());
    let mut out = if whole {
        String::from("\n")
    } else {
        String::new()
    };
    out += &wrapped(&format!("{who} ({share}):"), &format!("  {bullet}"));
    for case in &cases {
        out += &wrapped(case, &format!("  {pad}- "));
    }
    for line in words::lines(change, &Plain) {
        out += &wrapped(&line, &format!("  {pad}  * "));
    }
    for note in change.notes.iter().filter(|it| noted.insert(it.as_str())) {
        out += &wrapped(note, &format!("  {pad}  "));
    }
    if !whole {
        return out;
    }
    match &change.family {
        Some(family) => {
            let lines = family_in_lines(&family.told);
            if !lines.is_empty() {
                out += &format!("  {pad}For example:\n");
                for line in lines {
                    out += &format!("  {line}\n");
                }
            }
        }
        None => out += &format!("  {pad}No such family could be shown.\n"),
    }
    out
}

fn edits(title: &str, edits: &[Edit], quoted: bool) -> String {
    if edits.is_empty() {
        return String::new();
    }
    let mut out = format!("\n{title} ({})\n", count(edits.len(), "change"));
    for edit in edits {
        out += &wrapped(&words::edit(edit, &Plain, quoted), "  - ");
    }
    out
}

/// A text in lines that begin below one another.
fn wrapped(text: &str, first: &str) -> String {
    let pad = " ".repeat(first.width());
    let mut out = String::new();
    let mut line = first.to_string();
    let mut is_empty = true;
    for word in text.split_whitespace() {
        if !is_empty && line.width() + 1 + word.width() > WIDE {
            out += &line;
            out.push('\n');
            line.clone_from(&pad);
            is_empty = true;
        }
        if !is_empty {
            line.push(' ');
        }
        line += word;
        is_empty = false;
    }
    out + &line + "\n"
}
