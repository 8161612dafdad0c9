//! What is another for some families, in sentences that begin in the middle: "they must be ...". Shared by all that is
//! printed for people.
//!
//! Invariant: whatever the author wrote goes through [`Style::text`], and every name through [`Style::name`].

use super::edits::EXAMPLE;
use super::{Among, Change, Edit, Kind, Part};
use crate::diagnostic::Families;

/// From how many families on shares are told in a hundred.
const MANY: f64 = 1e9;

/// How names and texts of the author are written down.
pub(super) trait Style {
    /// A name.
    fn name(&self, name: &str) -> String;
    /// Words of the author.
    fn text(&self, text: &str) -> String;
    /// A sentence that is made of our own words and names in backticks.
    fn sentence(&self, sentence: &str) -> String;
}

/// "12 families", "1 family", "at least 3 families".
pub(super) fn families(families: &Families) -> String {
    let one = !families.at_least && families.number < 1.5;
    format!("{families} {}", if one { "family" } else { "families" })
}

/// How many of all families: "3 of 12 families", "about 8% of about 10 to the power of 20 families".
pub(super) fn share(some: &Families, all: &Families) -> String {
    if some.at_least || all.at_least {
        return families(some);
    }
    let of = families(all);
    if all.number < MANY {
        return format!("{some} of {of}");
    }
    let percent = 100.0 * some.number / all.number;
    if percent < 1.0 {
        format!("fewer than 1% of {of}")
    } else if percent > 99.0 {
        format!("more than 99% of {of}")
    } else {
        format!("about {percent:.0}% of {of}")
    }
}

/// Which families: the sentence, and the cases that follow where there are several.
pub(super) fn who(change: &Change, style: &impl Style) -> (String, Vec<String>) {
    let when = &change.when;
    let first = change.parts.first();
    let held = |it: Option<&String>, is_new: bool| {
        let words = it.map_or_else(String::new, |it| style.sentence(it));
        let name = first.map_or_else(String::new, |it| thing(it, style));
        let tense = |was: &'static str, is: &'static str| if is_new { is } else { was };
        let version = tense("in the old version", "in the new version");
        match first.map(|it| it.kind) {
            Some(Kind::Outcome) => {
                format!("that {} to {name} {version}", tense("came", "come"))
            }
            Some(Kind::Question) => {
                format!("that {} asked {name} {version}", tense("were", "are"))
            }
            Some(Kind::Value) => {
                format!("for whom {name} {} {words} {version}", tense("was", "is"))
            }
            Some(Kind::Line | Kind::Said) => {
                format!("that {} told {name} {version}", tense("were", "are"))
            }
            Some(Kind::Done | Kind::Forbidden | Kind::Urgent) | None => {
                format!("that {} {name} ({words}) {version}", tense("got", "get"))
            }
        }
    };
    let of = match when.among {
        Among::All => None,
        Among::Old => Some(held(first.and_then(|it| it.old.as_ref()), false)),
        Among::New => Some(held(first.and_then(|it| it.new.as_ref()), true)),
    };
    let cases: Vec<String> = when.cases.iter().map(|it| style.sentence(it)).collect();
    let sentence = match (cases.as_slice(), of, when.more) {
        ([], None, false) => String::from("Every family"),
        ([], Some(of), false) => format!("Every family {of}"),
        ([], None, true) => String::from("Families whose answers could not be put in few words"),
        ([], Some(of), true) => {
            format!("Families {of}, and whose answers could not be put in few words")
        }
        ([only], None, false) => format!("Families where {only}"),
        ([only], Some(of), false) => format!("Families {of}, where {only}"),
        (_, of, more) => {
            let of = of.map_or_else(String::new, |it| format!(" {it},"));
            let more = if more {
                "in one of these cases, and in others that are not listed"
            } else {
                "in one of these cases"
            };
            format!("Families{of} {more}")
        }
    };
    let listed = if cases.len() > 1 || when.more {
        cases
    } else {
        Vec::new()
    };
    (sentence, listed)
}

/// A thing by its name and title.
pub(super) fn thing(part: &Part, style: &impl Style) -> String {
    let Some(name) = &part.name else {
        return style.text(&part.title);
    };
    if part.kind == Kind::Line {
        return format!("{} of {}", style.text(&part.title), style.name(name));
    }
    if part.title.is_empty() {
        return style.name(name);
    }
    format!("{} ({})", style.name(name), style.text(&part.title))
}

/// What is another, a line each. What some lose and others gain at once is told as a move.
pub(super) fn lines(change: &Change, style: &impl Style) -> Vec<String> {
    let mut parts: Vec<&Part> = change.parts.iter().collect();
    let mut lines = Vec::new();
    for kind in [Kind::Done, Kind::Outcome, Kind::Said, Kind::Urgent] {
        let of = |it: &&&Part| it.kind == kind;
        let lost: Vec<&Part> = parts
            .iter()
            .filter(of)
            .filter(|it| it.new.is_none())
            .copied()
            .collect();
        let gained: Vec<&Part> = parts
            .iter()
            .filter(of)
            .filter(|it| it.old.is_none())
            .copied()
            .collect();
        let ([lost], [gained]) = (lost.as_slice(), gained.as_slice()) else {
            continue;
        };
        // A service is not replaced by a text.
        if lost.name.is_some() != gained.name.is_some() {
            continue;
        }
        lines.push(moved(lost, gained, style));
        let (lost, gained) = (*lost, *gained);
        parts.retain(|it| *it != lost && *it != gained);
    }
    lines.extend(parts.into_iter().map(|it| line(it, style)));
    lines
}

fn moved(lost: &Part, gained: &Part, style: &impl Style) -> String {
    let (from, to) = (thing(lost, style), thing(gained, style));
    let words = |it: &Option<String>| it.clone().unwrap_or_default();
    let (was, is) = (words(&lost.old), words(&gained.new));
    match lost.kind {
        Kind::Outcome => format!("come to {to}, and no longer to {from}"),
        Kind::Said => format!("are told {to}, and no longer {from}"),
        Kind::Urgent => format!("are shown as urgent {to}, and no longer {from}"),
        Kind::Done | Kind::Forbidden | Kind::Value | Kind::Line | Kind::Question if was == is => {
            format!("move from {from} to {to}: {is}, as before")
        }
        Kind::Done | Kind::Forbidden | Kind::Value | Kind::Line | Kind::Question => {
            format!("move from {from} ({was}) to {to} ({is})")
        }
    }
}

fn line(part: &Part, style: &impl Style) -> String {
    let thing = thing(part, style);
    let words = |it: &str| style.sentence(it);
    match (part.kind, &part.old, &part.new) {
        (Kind::Outcome, _, Some(_)) => format!("come to {thing}"),
        (Kind::Outcome, _, None) => format!("no longer come to {thing}"),
        (Kind::Question, _, Some(_)) => format!("are asked {thing}"),
        (Kind::Question, _, None) => format!("are no longer asked {thing}"),
        (Kind::Line, _, Some(_)) => format!("are told {thing}"),
        (Kind::Line, _, None) => format!("are no longer told {thing}"),
        (Kind::Said, None, _) => format!("are told {thing}"),
        (Kind::Said, Some(_), _) => format!("are no longer told {thing}"),
        (Kind::Urgent, None, _) => format!("are shown as urgent {thing}"),
        (Kind::Urgent, Some(_), _) => format!("are no longer shown as urgent {thing}"),
        (Kind::Value, Some(old), Some(new)) => {
            format!("{thing} is {}, was {}", words(new), words(old))
        }
        (Kind::Value, None, Some(new)) => format!("{thing} is {}, was open", words(new)),
        (Kind::Value, Some(old), None) => format!("{thing} is open, was {}", words(old)),
        (_, None, Some(new)) => format!("get {thing}: {}", words(new)),
        (_, Some(old), None) => format!("no longer get {thing}, which was: {}", words(old)),
        (_, Some(old), Some(new)) => {
            format!("{thing}: {}, was: {}", words(new), words(old))
        }
        (_, None, None) => thing,
    }
}

/// An edit, as its sentence.
pub(super) fn edit(edit: &Edit, style: &impl Style, quoted: bool) -> String {
    let what = style.sentence(&edit.what);
    let text = |it: &str| {
        if quoted {
            style.text(it)
        } else {
            style.sentence(it)
        }
    };
    match (&edit.old, &edit.new) {
        (Some(_), Some(_)) if edit.what.starts_with(EXAMPLE) => format!("{what} are others"),
        (Some(old), Some(new)) => format!("{what}: {} is now {}", text(old), text(new)),
        (Some(old), None) => format!("{what} taken away: {}", text(old)),
        (None, Some(new)) => format!("{what} added: {}", text(new)),
        (None, None) => what,
    }
}
