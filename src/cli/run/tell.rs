//! What a family gets, for people: by strength, then where it comes from.

use std::collections::BTreeSet;

use fingerpost::calendar;
use fingerpost::emit::words::{Words, capital, deadline, duration};
use fingerpost::evaluate::{Evaluation, Got, describe};
use fingerpost::ir::{Action, BlockKind, Pathway, Service, ServiceLine, Strength, Verb, What};

use super::ask::chain;

/// Everything there is to say of a family that has come to its end.
pub(super) fn tell(pathway: &Pathway, ended: &Evaluation) -> String {
    let mut out = String::new();
    for visit in &ended.visits {
        let block = &pathway[visit.block];
        if block.kind == BlockKind::Outcome {
            out += &format!("\n{}\n", block.title);
            out += &notes(&block.notes, "  ");
        }
    }
    out += &urgent(pathway, ended);
    for (heading, kind) in [
        ("Must", Some(Strength::Must)),
        ("Should", Some(Strength::Should)),
        ("Consider", Some(Strength::Consider)),
        ("Must not", Some(Strength::MustNot)),
        ("To say", None),
    ] {
        let got = ended.got.iter().filter(|got| strength(got) == kind);
        let got: String = got
            .filter(|got| got.verb != Verb::Urgent)
            .map(|got| gets(pathway, got))
            .collect();
        if !got.is_empty() {
            out += &format!("\n{heading}\n{got}");
        }
    }
    if ended.got.is_empty() && ended.problems.is_empty() {
        out += "\nThis pathway gives nothing to this family.\n";
    }
    out += &afterwards(pathway, ended);
    out += &why(pathway, ended);
    if !ended.problems.is_empty() {
        out += "\nThe pathway has a fault on this family's way\n";
        for problem in &ended.problems {
            out += &format!("  {}\n", describe(problem, pathway));
        }
    }
    out + "\nThis does not replace your judgement.\n"
}

/// The strength to sort by; none for what is to be said.
fn strength(got: &Got) -> Option<Strength> {
    match got.verb {
        Verb::Say => None,
        Verb::Refer | Verb::Signpost | Verb::Offer | Verb::Contact | Verb::Do | Verb::Urgent => {
            Some(got.strength)
        }
    }
}

fn urgent(pathway: &Pathway, ended: &Evaluation) -> String {
    let mut lines: Vec<String> = pathway.document.urgent.clone();
    let got = ended.got.iter().filter(|got| got.verb == Verb::Urgent);
    lines.extend(got.map(|got| text(pathway, &got.what).to_string()));
    if lines.is_empty() {
        return String::new();
    }
    format!("\nUrgent\n{}", notes(&lines, "  "))
}

/// The text of what an action is about.
pub(super) fn text<'a>(pathway: &'a Pathway, what: &'a What) -> &'a str {
    match what {
        What::Service(service) => &pathway[*service].title,
        What::Named(action) => &pathway[*action].text,
        What::Text(text) => text,
    }
}

/// One thing that the family gets: what to do and by when, how to reach the service, notes.
fn gets(pathway: &Pathway, got: &Got) -> String {
    let mut out = format!("  {}", doing(pathway, got));
    if let Some(by) = &got.deadline {
        out += &format!(" ({})", deadline(by));
    }
    out.push('\n');
    if let What::Service(service) = got.what {
        out += &service_lines(pathway, &pathway[service], got);
    }
    for action in actions(pathway, got) {
        out += &notes(&action.notes, "      ");
    }
    out
}

/// "Refer to MASH"; what must not be done is said without its manner where the author left it open.
fn doing(pathway: &Pathway, got: &Got) -> String {
    let as_got = actions(pathway, got)
        .find(|action| (action.strength, action.verb) == (got.strength, got.verb));
    let said = as_got.map(|action| Words::of(pathway).doing(action));
    said.unwrap_or_else(|| text(pathway, &got.what).to_string())
}

/// The author's lines that give it.
pub(super) fn actions<'p>(pathway: &'p Pathway, got: &Got) -> impl Iterator<Item = &'p Action> {
    got.places
        .iter()
        .filter_map(|(block, action)| pathway[*block].actions.get(*action))
}

fn service_lines(pathway: &Pathway, service: &Service, got: &Got) -> String {
    if got.strength == Strength::MustNot {
        return String::new();
    }
    let words = Words::of(pathway);
    let mut out = String::new();
    if let Some(retired) = &service.retired {
        out += &format!("      Retired on {}", calendar::words(retired.on));
        if let Some(other) = retired.replaced_by {
            out += &format!(", replaced by {}", pathway[other].title);
        }
        out.push('\n');
    }
    let is_shown = |number: &usize| {
        service
            .lines
            .get(*number)
            .is_some_and(ServiceLine::is_contact)
    };
    if !got.lines.iter().chain(&got.unsure_lines).any(is_shown) {
        out += "      The pathway gives no way to reach it.\n";
    }
    for (number, line) in service.lines.iter().enumerate() {
        let sure = got.lines.contains(&number);
        if !sure && !got.unsure_lines.contains(&number) {
            continue;
        }
        out += &format!("      {}{}", label(line), line.text);
        if let Some(when) = line.when.as_ref().filter(|_| !sure) {
            out += &format!(" (when {})", words.guard(when, None));
        }
        out.push('\n');
    }
    for guard in &service.eligible {
        out += &format!("      Eligible when {}\n", words.guard(guard, None));
    }
    if let Some(other) = service.out_of_hours {
        let other = &pathway[other];
        let contacts: Vec<&str> = other
            .lines
            .iter()
            .filter(|line| line.is_contact() && line.when.is_none())
            .map(|line| line.text.as_str())
            .collect();
        out += &format!("      Out of hours: {}", other.title);
        if !contacts.is_empty() {
            out += &format!(" ({})", contacts.join(", "));
        }
        out.push('\n');
    }
    out
}

/// "Phone: "; nothing before a note.
fn label(line: &ServiceLine) -> String {
    match line.kind.word() {
        "note" | "hint" => String::new(),
        key => format!("{}: ", capital(key)),
    }
}

/// What the author says of the time after: reviews, and where to begin again.
fn afterwards(pathway: &Pathway, ended: &Evaluation) -> String {
    let mut lines = Vec::new();
    for visit in &ended.visits {
        let block = &pathway[visit.block];
        for length in &block.review_in {
            lines.push(format!("Review in {}.", duration(length)));
        }
        for back in &block.returns {
            let to = &pathway[back.to].title;
            lines.push(format!("If {}, return to: {to}", back.text));
        }
        if block.kind == BlockKind::Step {
            lines.extend(block.notes.iter().cloned());
        }
    }
    if lines.is_empty() {
        return String::new();
    }
    format!("\nAfterwards\n{}", notes(&lines, "  "))
}

/// The answers that led to each place that gives something. What has been said of an earlier place is not
/// said again.
fn why(pathway: &Pathway, ended: &Evaluation) -> String {
    let mut said = BTreeSet::new();
    let mut out = String::new();
    for visit in ended.visits.iter().filter(|visit| !visit.gets.is_empty()) {
        let first = out.is_empty();
        let mut stops = ended.why(pathway, visit.block);
        stops.retain(|stop| {
            let itself = stop.block == visit.block && stop.answer.is_none();
            !itself && said.insert((stop.block, stop.way))
        });
        let because = match (stops.is_empty(), first) {
            (true, true) => "where the pathway starts",
            (true, false) => "for the same reasons",
            (false, true) => "because",
            (false, false) => "because also",
        };
        let title = &pathway[visit.block].title;
        // A question that says something of its own ends in its own mark.
        let comma = if title.ends_with(['?', '!', '.']) {
            ""
        } else {
            ","
        };
        out += &format!("  {title}{comma} {because}\n");
        out += &chain(pathway, &stops);
    }
    if out.is_empty() {
        return out;
    }
    format!("\nWhy\n{out}")
}

fn notes(lines: &[String], indent: &str) -> String {
    let lines = lines.iter().flat_map(|note| note.lines());
    lines.map(|line| format!("{indent}{line}\n")).collect()
}
