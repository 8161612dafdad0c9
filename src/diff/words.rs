//! What is another for some families, in sentences that begin in the middle: "they must be ...". Shared by all that is
//! printed for people.
//!
//! Invariant: whatever the author wrote goes through [`Style::text`], and every name through [`Style::name`].

use super::edits::EXAMPLE;
use super::{Among, Change, Difference, Edit, Kind, Part, Weight};
use crate::diagnostic::{Families, count, list};
use crate::emit::words::on_one_line;

/// From how many families on their number says nothing to anybody.
const MANY: f64 = 1e9;
/// From how many families on a share says more than the number.
const SOME: f64 = 1e3;
/// How many things a line of the overview names.
const NAMED: usize = 4;
/// How long cases may be to stand in the overview: where it has few lines, and where it has many; and how long a text.
const FEW: usize = 5;
const LONG: usize = 240;
const SHORT: usize = 110;
const TEXT: usize = 60;

/// What has to be known of the numbers.
pub(super) const FAMILIES: &str = "A family here is one way to answer what is asked, in either version. Of numbers, ages, dates and amounts those \
     count as one that no condition tells apart. How many real families answer so, no pathway can tell.";

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
fn families(families: &Families) -> String {
    let one = families.number < 1.5;
    format!("{families} {}", if one { "family" } else { "families" })
}

/// In how many ways two versions differ.
pub(super) fn ways(number: usize) -> String {
    match number {
        1 => String::from("one way"),
        _ => format!("{number} ways"),
    }
}

/// How many families there are; nothing where the number says nothing to anybody.
pub(super) fn all(difference: &Difference) -> Option<String> {
    let all = &difference.families;
    (all.number < MANY && !all.at_least).then(|| format!("There are {} in all.", families(all)))
}

/// The share of all families; none where it is not known.
pub(super) fn share_of(some: &Families, all: &Families) -> Option<f64> {
    let is_known = !some.at_least && !all.at_least && all.number > 0.0;
    is_known.then(|| some.number / all.number)
}

/// "about 1 in 12", "fewer than 1 in 1,000"; "all" and "nearly all".
fn ratio(share: f64) -> String {
    let one_in = (1.0 / share).round();
    let about = if (share * one_in - 1.0).abs() < 1e-9 {
        ""
    } else {
        "about "
    };
    if share >= 1.0 {
        String::from("all")
    } else if share > 0.99 {
        String::from("nearly all")
    } else if share < 0.001 {
        String::from("fewer than 1 in 1,000")
    } else if share < 0.38 {
        format!("{about}1 in {one_in:.0}")
    } else if (0.45..0.55).contains(&share) {
        format!("{about}half")
    } else {
        format!("about {:.0} in 10", (10.0 * share).clamp(4.0, 9.0))
    }
}

/// How many of all families: "3 of 12 families", "about 1 in 3: 213,177 of 639,532 families", "about 1 in 12 of all
/// possible families".
pub(super) fn share(some: &Families, all: &Families) -> String {
    let Some(share) = share_of(some, all) else {
        return uncounted(some);
    };
    let of = families(all);
    if all.number < SOME {
        format!("{some} of {of}")
    } else if all.number < MANY && share >= 1.0 {
        format!("all {of}")
    } else if all.number < MANY {
        format!("{}: {some} of {of}", ratio(share))
    } else if share >= 1.0 {
        String::from("all possible families")
    } else {
        format!("{} of all possible families", ratio(share))
    }
}

fn uncounted(some: &Families) -> String {
    if some.number < 1.5 {
        String::from("how many could not be counted")
    } else {
        families(some)
    }
}

/// The same, as a sentence begins: "About 1 in 12 families".
fn share_first(some: &Families, all: &Families) -> String {
    let words = match share_of(some, all) {
        None => String::from("some families"),
        Some(share) if share >= 1.0 => String::from("every family"),
        Some(_) if all.number < SOME => format!("{some} of {}", families(all)),
        Some(share) => {
            let of = if share > 0.99 || (0.45..0.55).contains(&share) {
                " of all"
            } else {
                ""
            };
            let ratio = ratio(share);
            match ratio.strip_suffix(" all") {
                Some(nearly) => format!("{nearly} all families"),
                None => format!("{ratio}{of} families"),
            }
        }
    };
    capital(&words)
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// One sentence for each change, the gravest first.
pub(super) fn in_short(difference: &Difference, style: &impl Style) -> Vec<String> {
    let changes = difference.changes.iter();
    changes
        .map(|it| {
            let who = share_first(&it.families, &difference.families);
            let who = format!("{who}{}", whom(it, difference.changes.len(), style));
            format!("{who}: {}.", briefly(it, style))
        })
        .collect()
}

/// Which families, where that is short.
fn whom(change: &Change, changes: usize, style: &impl Style) -> String {
    let cases = change.when.cases.join(", or where ");
    let room = if changes <= FEW { LONG } else { SHORT };
    if cases.is_empty() || change.when.more || cases.chars().count() > room {
        return String::new();
    }
    let of = among(change, style).map_or_else(String::new, |it| format!(" {it}"));
    format!("{of}, where {}", style.sentence(&cases))
}

/// What is another, the gravest things by their names and the others by their number.
fn briefly(change: &Change, style: &impl Style) -> String {
    let mut said: Vec<(String, Vec<String>)> = Vec::new();
    let told = told(change);
    for one in told.iter().take(NAMED) {
        let (does, what) = brief(one, style);
        match said.last_mut() {
            Some((same, things)) if *same == does => things.push(what),
            Some(_) | None => said.push((does, vec![what])),
        }
    }
    let mut words: Vec<String> = said
        .into_iter()
        .map(|(does, things)| format!("{does}{}", list(&things, "and")))
        .collect();
    if told.len() > NAMED {
        words.push(format!("and {}", count(told.len() - NAMED, "more thing")));
    }
    words.join("; ")
}

/// What one thing is, in short: what families do, and with what.
fn brief(told: &Told<'_>, style: &impl Style) -> (String, String) {
    let short = |part: &Part, how: Option<&String>| {
        let thing = match (&part.name, part.kind) {
            (Some(name), Kind::Line) => service_line(part, name, style),
            (Some(name), _) => style.name(name),
            (None, _) => style.text(&cut(&part.title)),
        };
        match (part.kind, how) {
            (Kind::Done | Kind::Forbidden, Some(how)) => format!("{thing} ({how})"),
            (
                Kind::Done
                | Kind::Forbidden
                | Kind::Said
                | Kind::Urgent
                | Kind::Outcome
                | Kind::Value
                | Kind::Line
                | Kind::Question,
                _,
            ) => thing,
        }
    };
    let part = match told {
        Told::Move(lost, gained) => {
            let (from, to) = (
                short(lost, lost.old.as_ref()),
                short(gained, gained.new.as_ref()),
            );
            let does = does(gained);
            return (does, format!("{to} instead of {from}"));
        }
        Told::One(part) => part,
    };
    if let Some(old) = &part.old_title {
        let (old, new) = (style.text(&cut(old)), style.text(&cut(&part.title)));
        return (String::from("are told "), format!("{new} instead of {old}"));
    }
    let sentence = |it: &Option<String>| it.as_ref().map(|it| style.sentence(it));
    let (was, is) = (sentence(&part.old), sentence(&part.new));
    match (part.kind, was, is) {
        (Kind::Value, was, is) => {
            let open = || String::from("open");
            let (was, is) = (was.unwrap_or_else(open), is.unwrap_or_else(open));
            (
                String::new(),
                format!("{} is {is}, was {was}", short(part, None)),
            )
        }
        (_, Some(was), Some(is)) => {
            let how = format!("{is}, was {was}");
            (String::from("now get "), short(part, Some(&how)))
        }
        (_, None, is) => (does(part), short(part, is.as_ref())),
        (_, was, None) => {
            let does = does(part);
            let does = does.strip_prefix("are ").map_or_else(
                || format!("no longer {does}"),
                |it| format!("are no longer {it}"),
            );
            (does, short(part, was.as_ref()))
        }
    }
}

/// What families do that are given it, come to it, are asked or told it.
fn does(part: &Part) -> String {
    String::from(match part.kind {
        Kind::Done => "get ",
        Kind::Forbidden => "get the warning ",
        Kind::Said | Kind::Line => "are told ",
        Kind::Urgent => "are shown as urgent ",
        Kind::Outcome => "come to ",
        Kind::Value => "have ",
        Kind::Question => "are asked ",
    })
}

fn cut(text: &str) -> String {
    let text = on_one_line(text);
    if text.chars().count() <= TEXT {
        return text;
    }
    let mut kept: String = text.chars().take(TEXT).collect();
    if let Some((whole, _)) = kept.rsplit_once(' ') {
        kept = whole.to_string();
    }
    format!("{}…", kept.trim_end_matches([' ', ',', ';', ':', '.']))
}

/// Which families: the sentence, and the cases that follow where there are several.
pub(super) fn who(change: &Change, style: &impl Style) -> (String, Vec<String>) {
    let when = &change.when;
    let of = among(change, style);
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

/// Of which families the cases speak, where that is not of all.
fn among(change: &Change, style: &impl Style) -> Option<String> {
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
    match change.when.among {
        Among::All => None,
        Among::Old => Some(held(first.and_then(|it| it.old.as_ref()), false)),
        Among::New => Some(held(first.and_then(|it| it.new.as_ref()), true)),
    }
}

/// A thing by its name and title.
pub(super) fn thing(part: &Part, style: &impl Style) -> String {
    let Some(name) = &part.name else {
        return style.text(&part.title);
    };
    if part.kind == Kind::Line {
        return service_line(part, name, style);
    }
    if part.title.is_empty() {
        return style.name(name);
    }
    format!("{} ({})", style.name(name), style.text(&part.title))
}

/// A line of a service: "the form "Referral form" of `mediation`".
fn service_line(part: &Part, service: &str, style: &impl Style) -> String {
    let (word, text) = part.title.split_once(' ').unwrap_or(("line", &part.title));
    let text = text
        .strip_prefix('"')
        .and_then(|it| it.strip_suffix('"'))
        .unwrap_or(text);
    format!("the {word} {} of {}", style.text(text), style.name(service))
}

/// What is told in one line: one thing, or one in the place of another.
enum Told<'c> {
    One(&'c Part),
    Move(&'c Part, &'c Part),
}

impl Told<'_> {
    fn weight(&self) -> Weight {
        match self {
            Told::One(part) => part.weight,
            Told::Move(lost, gained) => lost.weight.min(gained.weight),
        }
    }
}

/// What is another, the gravest first. What some lose and others gain at once is a move.
fn told(change: &Change) -> Vec<Told<'_>> {
    let mut parts: Vec<&Part> = change.parts.iter().collect();
    let mut told = Vec::new();
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
        let (lost, gained) = (*lost, *gained);
        told.push(Told::Move(lost, gained));
        parts.retain(|it| *it != lost && *it != gained);
    }
    told.extend(parts.into_iter().map(Told::One));
    told.sort_by_key(Told::weight);
    told
}

/// What is another, a line each.
pub(super) fn lines(change: &Change, style: &impl Style) -> Vec<String> {
    let told = told(change);
    let lines = told.iter().map(|it| match it {
        Told::One(part) => line(part, style),
        Told::Move(lost, gained) => moved(lost, gained, style),
    });
    lines.collect()
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
    let words = |it: &str| style.sentence(it);
    if let Some(old) = &part.old_title {
        let (old, new) = (style.text(old), style.text(&part.title));
        return match &part.new {
            Some(how) if part.kind == Kind::Done || part.kind == Kind::Forbidden => {
                format!(
                    "are told {new} instead of {old} ({}, as before)",
                    words(how)
                )
            }
            Some(_) | None => format!("are told {new} instead of {old}"),
        };
    }
    let thing = thing(part, style);
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
        (Kind::Forbidden, None, Some(new)) => format!("get the warning {thing}: {}", words(new)),
        (Kind::Forbidden, Some(old), None) => {
            format!(
                "no longer get the warning {thing}, which was: {}",
                words(old)
            )
        }
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
