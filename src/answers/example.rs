//! A family as an `example`, ready to stand in its flow.
//!
//! Invariant: what is written is laid out as `fmt` lays it out, and it holds: a family that comes to its end,
//! with nothing on its way that leaves open what it gets, makes an example of which nothing is found.
//!
//! Absent on purpose: what cannot be said of a family (texts without a name), and `expect not`, which only
//! the author can choose.

use std::collections::{BTreeMap, BTreeSet};

use super::family::iso;
use crate::calendar;
use crate::emit::words::{from_today, quantity};
use crate::evaluate::{Evaluation, Got};
use crate::families::counts_from_today;
use crate::ir::{
    Answer, AnswerOption, Answers, BlockKind, Distance, Pathway, QuestionId, RangeKind, Strength,
    Verb, What,
};

/// The widest line, in characters, where there is a choice.
const WIDE: usize = 96;

/// An `example` block for a family: what it answers, in the order in which it is asked, and what it gets.
pub fn example(pathway: &Pathway, family: &Evaluation, title: &str) -> String {
    let mut out = format!("example {}\n", quoted(title));
    let (facts, asked): (Vec<_>, Vec<_>) = family
        .answers(pathway)
        .into_iter()
        .partition(|(question, _)| pathway[*question].fact);
    for answers in [facts, asked] {
        let pairs = answers
            .into_iter()
            .flat_map(|(question, answer)| given(pathway, family, question, answer));
        lines(&mut out, "given ", pairs, " and ");
    }
    lines(&mut out, "expect ", plainly(pathway, family), ", ");
    for ((strength, verb), services) in services(pathway, family) {
        let manner = format!("expect {}{} ", said(strength), towards(verb));
        lines(&mut out, &manner, services, ", ");
    }
    out
}

/// Lines that begin alike, each with as many of the pieces as it can hold.
fn lines(out: &mut String, begin: &str, pieces: impl IntoIterator<Item = String>, between: &str) {
    let mut width = 0;
    for piece in pieces {
        let more = piece.chars().count();
        let fits = width + between.len() + more <= WIDE;
        if width > 0 && fits {
            *out += between;
            width += between.len() + more;
        } else {
            if width > 0 {
                out.push('\n');
            }
            *out += "  ";
            *out += begin;
            width = 2 + begin.len() + more;
        }
        *out += &piece;
    }
    if width > 0 {
        out.push('\n');
    }
}

/// An answer as it is given; marks on a long list as several answers.
fn given(
    pathway: &Pathway,
    family: &Evaluation,
    question: QuestionId,
    answer: &Answer,
) -> Vec<String> {
    let it = &pathway[question];
    let option = |at: usize| named(it.answers.options(), at);
    let said = match (answer, &it.answers) {
        (Answer::Marked(given), Answers::Several { items, marks }) => {
            return marked(&it.name, items, marks, given);
        }
        (Answer::Option(at), _) => option(*at),
        (Answer::Ticked(ticked), _) if ticked.is_empty() => "empty".to_string(),
        (Answer::Ticked(ticked), _) => {
            let items: Vec<String> = ticked.iter().map(|at| option(*at)).collect();
            items.join(", ")
        }
        (
            Answer::Quantity(day),
            Answers::Range {
                kind: RangeKind::Date,
                ..
            },
        ) => {
            // A day that is compared with today would mean something else tomorrow.
            if counts_from_today(pathway, question) {
                let distance = day.saturating_sub(calendar::days(family.today));
                let days = i32::try_from(distance).unwrap_or_default();
                from_today(Distance { months: 0, days })
            } else {
                calendar::date(*day).map_or_else(String::new, iso)
            }
        }
        (Answer::Quantity(number), Answers::Range { kind, .. }) => {
            quantity(*kind, *number).replace("-£", "£-")
        }
        (Answer::FromToday(by), _) => from_today(*by),
        (Answer::Text(text), _) => quoted(text),
        (
            Answer::Marked(_) | Answer::Quantity(_),
            Answers::OneOf(_)
            | Answers::Several { .. }
            | Answers::Range { .. }
            | Answers::Text
            | Answers::Broken,
        ) => return Vec::new(),
    };
    vec![format!("{} is {said}", it.name)]
}

/// `dash is yes for a, b`, `dash is no for the rest`: the mark that most items have comes last.
fn marked(
    list: &str,
    items: &[AnswerOption],
    marks: &[AnswerOption],
    given: &[usize],
) -> Vec<String> {
    let mut with: Vec<(usize, Vec<String>)> = (0..marks.len())
        .map(|mark| {
            let items = (0..given.len())
                .filter(|item| given.get(*item) == Some(&mark))
                .map(|item| named(items, item));
            (mark, items.collect())
        })
        .filter(|(_, items): &(usize, Vec<String>)| !items.is_empty())
        .collect();
    with.sort_by_key(|(_, items)| items.len());
    let rest = with.pop();
    let mut pairs = Vec::new();
    for (mark, items) in &with {
        // A long list goes on under the same mark.
        for items in items.chunks(6) {
            let mark = named(marks, *mark);
            pairs.push(format!("{list} is {mark} for {}", items.join(", ")));
        }
    }
    pairs.extend(rest.map(|(mark, _)| format!("{list} is {} for the rest", named(marks, mark))));
    let together = pairs.join(" and ");
    if together.chars().count() < WIDE - 10 {
        vec![together]
    } else {
        pairs
    }
}

fn named(options: &[AnswerOption], at: usize) -> String {
    options
        .get(at)
        .map_or_else(String::new, |it| it.name.clone())
}

/// A text in its quotes, on one line.
fn quoted(text: &str) -> String {
    let text: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// The outcomes that the family comes to, and the named actions that it gets. `must` is left out before an
/// action, as in `do`.
fn plainly(pathway: &Pathway, family: &Evaluation) -> Vec<String> {
    let blocks = family.visits.iter().map(|visit| &pathway[visit.block]);
    let mut plainly: Vec<String> = blocks
        .filter(|block| block.kind == BlockKind::Outcome)
        .map(|block| block.name.clone())
        .collect();
    if plainly.is_empty() {
        plainly.push("no outcome".to_string());
    }
    let mut strongly = BTreeSet::new();
    for got in &family.got {
        let What::Named(id) = got.what else {
            continue;
        };
        let name = &pathway[id].name;
        match got.strength {
            Strength::Must if !plainly.contains(name) => plainly.push(name.clone()),
            Strength::Must => {}
            Strength::Should | Strength::Consider | Strength::MustNot => {
                strongly.insert((got.strength, format!("{} {name}", said(got.strength))));
            }
        }
    }
    plainly.extend(strongly.into_iter().map(|(_, words)| words));
    plainly
}

/// The services that the family gets, by how.
fn services(pathway: &Pathway, family: &Evaluation) -> BTreeMap<(Strength, Verb), Vec<String>> {
    let mut services: BTreeMap<(Strength, Verb), Vec<String>> = BTreeMap::new();
    for Got {
        what,
        strength,
        verb,
        ..
    } in &family.got
    {
        if let What::Service(id) = what {
            let names = services.entry((*strength, *verb)).or_default();
            names.push(pathway[*id].name.clone());
        }
    }
    services
}

fn said(strength: Strength) -> &'static str {
    match strength {
        Strength::Must => "must",
        Strength::Should => "should",
        Strength::Consider => "consider",
        Strength::MustNot => "must not",
    }
}

/// The words between a strength and a service.
fn towards(verb: Verb) -> &'static str {
    match verb {
        Verb::Refer => " refer to",
        Verb::Signpost => " signpost to",
        Verb::Offer => " offer",
        Verb::Contact | Verb::Do | Verb::Say | Verb::Urgent => "",
    }
}
