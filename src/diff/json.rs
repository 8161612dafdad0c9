//! A difference as JSON, for programs.
//!
//! Invariant: each family's answers are such as `fingerpost run --answers` reads, apart for each version.

use serde::Serialize;

use super::words;
use super::{Among, Change, Difference, Edit, Kind};
use crate::diagnostic::{Families, Family};

#[derive(Serialize)]
struct Report<'a> {
    format: &'static str,
    version: u32,
    old: &'a str,
    new: &'a str,
    /// Whether nothing is another but the way in which it is written.
    same: bool,
    /// Whether it is proved that every family gets the same in both.
    same_for_every_family: bool,
    /// How many possible families there are.
    families: Number,
    /// What families get. Differences with the same group are of the same families.
    differences: Vec<Item<'a>>,
    /// Who is asked what.
    asked: Vec<Item<'a>>,
    structure: Vec<Line<'a>>,
    texts: Vec<Line<'a>>,
    not_settled: &'a [String],
}

#[derive(Serialize)]
struct Number {
    number: f64,
    at_least: bool,
}

impl Number {
    fn of(families: Families) -> Number {
        Number {
            number: families.number,
            at_least: families.at_least,
        }
    }
}

#[derive(Serialize)]
struct Item<'a> {
    group: usize,
    kind: &'static str,
    /// `null` for a text without a name.
    name: Option<&'a str>,
    /// Its name in the old version, where that was another.
    #[serde(skip_serializing_if = "Option::is_none")]
    old_name: Option<&'a str>,
    text: &'a str,
    /// Its old text, where nothing but the words is another.
    #[serde(skip_serializing_if = "Option::is_none")]
    old_text: Option<&'a str>,
    /// How it was; `null` where families did not get it.
    old: Option<&'a str>,
    new: Option<&'a str>,
    when: When<'a>,
    families: Number,
    of: Number,
    /// The share of all families, from 0 to 1; `null` where one of the two could not be counted.
    share: Option<f64>,
    family: Option<Replay<'a>>,
    notes: &'a [String],
}

#[derive(Serialize)]
struct When<'a> {
    /// Of whom the cases speak: `all`, or those for whom the first difference of the group was so in the `old`
    /// version, or is so in the `new` one.
    among: &'static str,
    cases: &'a [String],
    /// Whether there are families in none of these cases.
    more: bool,
}

#[derive(Serialize)]
struct Replay<'a> {
    old: &'a Family,
    new: &'a Family,
}

#[derive(Serialize)]
struct Line<'a> {
    what: &'a str,
    old: Option<&'a str>,
    new: Option<&'a str>,
}

/// The difference as one JSON object, and a line end; `names` are those of the old version and of the new.
pub fn json(difference: &Difference, names: (&str, &str)) -> String {
    let of = difference.families;
    let report = Report {
        format: "fingerpost-diff",
        version: 1,
        old: names.0,
        new: names.1,
        same: difference.is_none(),
        same_for_every_family: difference.same_for_everybody(),
        families: Number::of(of),
        differences: items(&difference.changes, of, 1),
        asked: items(&difference.asked, of, 1 + difference.changes.len()),
        structure: lines(&difference.structure),
        texts: lines(&difference.texts),
        not_settled: &difference.open,
    };
    let text = serde_json::to_string_pretty(&report)
        .expect("plain structures of texts and numbers are always writable");
    format!("{text}\n")
}

fn items(changes: &[Change], of: Families, first: usize) -> Vec<Item<'_>> {
    let groups = (first..).zip(changes);
    let items = groups.flat_map(|(group, change)| {
        change.parts.iter().map(move |part| Item {
            group,
            kind: word(part.kind),
            name: part.name.as_deref(),
            old_name: part.old_name.as_deref(),
            text: &part.title,
            old_text: part.old_title.as_deref(),
            old: part.old.as_deref(),
            new: part.new.as_deref(),
            when: When {
                among: match change.when.among {
                    Among::All => "all",
                    Among::Old => "old",
                    Among::New => "new",
                },
                cases: &change.when.cases,
                more: change.when.more,
            },
            families: Number::of(change.families),
            of: Number::of(of),
            share: words::share_of(&change.families, &of),
            family: change.family.as_ref().map(|it| Replay {
                old: &it.old,
                new: &it.new,
            }),
            notes: &change.notes,
        })
    });
    items.collect()
}

fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Done => "given",
        Kind::Forbidden => "forbidden",
        Kind::Said => "said",
        Kind::Urgent => "urgent",
        Kind::Outcome => "outcome",
        Kind::Value => "value",
        Kind::Line => "service line",
        Kind::Question => "question",
    }
}

fn lines(edits: &[Edit]) -> Vec<Line<'_>> {
    edits
        .iter()
        .map(|it| Line {
            what: &it.what,
            old: it.old.as_deref(),
            new: it.new.as_deref(),
        })
        .collect()
}
