//! A difference as running text, for a document that somebody signs.

use std::collections::BTreeSet;

use super::words::{self, Style};
use super::{Change, Difference, Edit};
use crate::emit::text::{Anchor, Block, spans};
use crate::emit::words::on_one_line;

struct Spoken;

impl Style for Spoken {
    fn name(&self, name: &str) -> String {
        format!("`{name}`")
    }

    fn text(&self, text: &str) -> String {
        format!("“{}”", on_one_line(text).replace('`', "'"))
    }

    fn sentence(&self, sentence: &str) -> String {
        on_one_line(sentence)
    }
}

/// What is told of a difference, under headings of a level.
pub fn prose(difference: &Difference, level: usize) -> Vec<Block> {
    let heading = |words, name| Block::heading(level, Some(Anchor::Chapter(name)), words);
    let mut out = Vec::new();
    let changes = difference.changes.len();
    out.push(Block::sentence(&if difference.is_none() {
        "Nothing is different.".to_string()
    } else if difference.same_for_everybody() {
        "Every family gets the same in both.".to_string()
    } else if changes == 0 {
        "No family was found that gets something else, but not all of it could be settled."
            .to_string()
    } else {
        let all = words::all(difference).map_or_else(String::new, |it| format!(" {it}"));
        format!(
            "What families get differs in {}, the gravest first.{all}",
            words::ways(changes)
        )
    }));
    let mut noted = BTreeSet::new();
    if changes > 0 {
        out.push(heading("For whom, and what", "since-for-whom"));
        for change in &difference.changes {
            told(change, difference, &mut noted, &mut out);
        }
    }
    if !difference.asked.is_empty() {
        out.push(heading("Who is asked what", "since-asked"));
        for change in &difference.asked {
            told(change, difference, &mut noted, &mut out);
        }
    }
    for (title, id, edits, quoted) in [
        (
            "What the pathway is made of",
            "since-made-of",
            &difference.structure,
            false,
        ),
        (
            "Words, contacts and lines of the document",
            "since-words",
            &difference.texts,
            true,
        ),
    ] {
        if !edits.is_empty() {
            out.push(heading(title, id));
            let item = |it: &Edit| item(0, &words::edit(it, &Spoken, quoted));
            out.extend(edits.iter().map(item));
        }
    }
    if !difference.open.is_empty() {
        out.push(heading("Not settled", "since-open"));
        out.extend(difference.open.iter().map(|it| item(0, it)));
    }
    if changes > 0 || !difference.asked.is_empty() {
        out.push(Block::sentence(words::FAMILIES));
    }
    out
}

/// A change; a note that was made before is not made again.
fn told<'d>(
    change: &'d Change,
    difference: &Difference,
    noted: &mut BTreeSet<&'d str>,
    out: &mut Vec<Block>,
) {
    let (who, cases) = words::who(change, &Spoken);
    let share = words::share(&change.families, &difference.families);
    out.push(item(0, &format!("{who} ({share})")));
    out.extend(cases.iter().map(|it| item(1, it)));
    out.push(item(1, "What is different for them:"));
    let lines = words::lines(change, &Spoken);
    out.extend(lines.iter().map(|it| item(2, it)));
    let notes = change.notes.iter().filter(|it| noted.insert(it.as_str()));
    out.extend(notes.map(|it| item(1, it)));
}

fn item(depth: usize, sentence: &str) -> Block {
    let words = spans(sentence);
    Block::Item { depth, words }
}
