//! The document as a Mermaid flowchart, which code hosts and wikis draw where the text of a page holds it.
//!
//! Invariants: one node for each step, with the number of the step in its name, and one arrow for each way; whatever an
//! author writes is text, and starts neither a tag nor a setting of Mermaid. A kind of step is told by its shape and its
//! word, and every pair of colours meets WCAG 2.2 AA.
//!
//! Absent on purpose: contacts, hints and the items of lists, for which Mermaid's boxes have no room. The text has them.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::document::{Document, JUDGEMENT, Kind, Step, Way};
use super::{Direction, Options, theme};

/// No width and no ink: between two letters that would mean something together.
const APART: char = '\u{2060}';

/// The flowchart.
pub fn emit(document: &Document, options: &Options) -> String {
    let mut out = String::from(BEGINNING);
    let direction = match options.direction {
        Direction::LeftRight => "LR",
        Direction::TopDown => "TD",
    };
    let _ = writeln!(out, "flowchart {direction}");
    let _ = writeln!(out, "  accTitle: {}", on_its_line(&document.title));
    let _ = writeln!(out, "  accDescr: {}", on_its_line(&document.alternative()));
    let _ = writeln!(out, "  Frame[{}]", label(&frame(document)));
    if let Some(start) = document.start.and_then(|start| document.step(start)) {
        out.push_str("  Start([\"Start\"])\n");
        let _ = writeln!(out, "  Start ==> {}", name(start));
    }
    for step in &document.steps {
        let (open, close) = shape(step.kind);
        let class = step.kind.word().to_lowercase();
        let lit = if step.lit { "Lit" } else { "" };
        let label = label(&lines(step));
        let _ = writeln!(out, "  {}{open}{label}{close}:::{class}{lit}", name(step));
    }
    out.push_str(&outside(document));
    for (step, way) in ways(document) {
        out.push_str(&arrow(document, step, way));
    }
    out.push_str(&looks());
    out
}

const BEGINNING: &str = "\
%% A drawing of a pathway, for Mermaid. It is an aid to the eye: publish it beside the pathway as text.
%%{init: {\"htmlLabels\": false, \"flowchart\": {\"htmlLabels\": false, \"wrappingWidth\": 280}}}%%
";

/// Every way with its step, in the order of their arrows.
fn ways(document: &Document) -> impl Iterator<Item = (&Step, &Way)> {
    let steps = document.steps.iter();
    steps.flat_map(|step| step.ways.iter().map(move |way| (step, way)))
}

/// What the drawing calls a step: the first letter of its kind, and its number.
fn name(step: &Step) -> String {
    let letter = match step.kind {
        Kind::Question => "Q",
        Kind::Checklist => "C",
        Kind::Step => "S",
        Kind::Outcome => "O",
    };
    format!("{letter}{}", step.number)
}

/// The brackets that make the shape of a kind.
fn shape(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Question => ("(", ")"),
        Kind::Checklist => ("[[", "]]"),
        Kind::Step => ("[", "]"),
        Kind::Outcome => ("{{", "}}"),
    }
}

/// What stands above everything.
fn frame(document: &Document) -> Vec<String> {
    let mut lines = vec![document.title.clone()];
    for sentence in [&document.draft, &document.only, &document.lit] {
        lines.extend(sentence.clone());
    }
    let control = document.control.iter();
    let control =
        control.filter(|(word, _)| matches!(*word, "Authority" | "Version" | "Review by"));
    lines.extend(control.map(|(word, said)| format!("{word}: {said}")));
    let urgent = document.urgent.iter();
    lines.extend(urgent.map(|text| format!("URGENT: {text}")));
    lines.push(JUDGEMENT.to_string());
    lines
}

/// What stands in the box of a step.
fn lines(step: &Step) -> Vec<String> {
    let mark = step.mark.map_or_else(String::new, |it| format!(" · {it}"));
    let lit = if step.lit {
        " · this family’s way"
    } else {
        ""
    };
    let mut lines = vec![
        format!("{} {}{mark}{lit}", step.number, step.kind.word()),
        step.title.clone(),
    ];
    lines.extend(step.urgent.iter().map(|text| format!("URGENT: {text}")));
    lines.extend(step.says.iter().map(|text| format!("Say: {text}")));
    for duty in &step.duties {
        let deeds = duty.deeds.iter();
        lines.extend(deeds.map(|deed| format!("{}: {}", duty.strength, deed.text)));
    }
    lines.extend(step.policy.map(String::from));
    lines.extend(step.asides.iter().cloned());
    lines.extend(step.stuck.iter().map(|stuck| format!("! {stuck}")));
    lines
}

/// Steps that are not drawn and to which ways lead, or which lead to some that are.
fn outside(document: &Document) -> String {
    let to: BTreeMap<usize, &str> = ways(document)
        .filter(|(_, way)| !way.is_shown)
        .map(|(_, way)| (way.to, way.title.as_str()))
        .collect();
    let mut out = String::new();
    for (number, title) in to {
        let label = label(&[format!("Go to {number}"), title.to_string()]);
        let _ = writeln!(out, "  To{number}[{label}]:::outside");
    }
    let mut from = BTreeSet::new();
    for step in &document.steps {
        for number in &step.from {
            if document.step(*number).is_some() {
                continue;
            }
            if from.insert(*number) {
                let label = label(&[format!("From {number}")]);
                let _ = writeln!(out, "  From{number}[{label}]:::outside");
            }
            let _ = writeln!(out, "  From{number} -.-> {}", name(step));
        }
    }
    out
}

/// A way, thick where it stands out.
fn arrow(document: &Document, step: &Step, way: &Way) -> String {
    let to = document.step(way.to).filter(|_| way.is_shown);
    let to = to.map_or_else(|| format!("To{}", way.to), name);
    let line = if way.lit { "==>" } else { "-->" };
    let said: Vec<String> = way.lines.iter().map(|line| escaped(line)).collect();
    let said = said.join("<br/>");
    if said.is_empty() {
        format!("  {} {line} {to}\n", name(step))
    } else {
        format!("  {} {line}|\"{said}\"| {to}\n", name(step))
    }
}

/// The colours of the kinds.
fn looks() -> String {
    let mut out = String::new();
    for (kind, fill, width) in [
        (Kind::Question, theme::ASKED, 1),
        (Kind::Checklist, theme::ASKED, 1),
        (Kind::Step, theme::STEP, 1),
        (Kind::Outcome, theme::PAPER, 3),
    ] {
        let class = kind.word().to_lowercase();
        for (lit, width) in [("", width), ("Lit", 5)] {
            let _ = writeln!(
                out,
                "  classDef {class}{lit} fill:{fill},stroke:{ink},color:{ink},stroke-width:{width}px",
                ink = theme::INK
            );
        }
    }
    let _ = writeln!(
        out,
        "  classDef outside fill:{paper},stroke:{ink},color:{ink},stroke-dasharray:4 3",
        paper = theme::PAPER,
        ink = theme::INK
    );
    let _ = writeln!(
        out,
        "  classDef start fill:{},stroke:{ink},color:{}\n  class Start start\n  classDef frame fill:{},stroke:{ink},color:{ink}\n  class Frame frame",
        theme::START,
        theme::ON_START,
        theme::PAPER,
        ink = theme::INK
    );
    out
}

/// Lines as one label.
fn label(lines: &[String]) -> String {
    let lines: Vec<String> = lines.iter().map(|line| escaped(line)).collect();
    format!("\"{}\"", lines.join("<br/>"))
}

/// A text that ends with its line, and needs no quotes.
fn on_its_line(text: &str) -> String {
    let text = escaped(text);
    // There must be something, and it must not begin like a comment.
    if text.starts_with(|c: char| c.is_alphanumeric()) {
        text
    } else {
        format!("{APART}{text}")
    }
}

/// A text inside quotes, on one line, in which no letter means anything but itself.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    for letter in text.trim().chars() {
        let is_space = letter.is_whitespace();
        if letter.is_control() && !is_space || is_space && before == ' ' && !out.is_empty() {
            continue;
        }
        let letter = if is_space { ' ' } else { letter };
        // An entity, a setting, a formula, a line's end, Markdown.
        let is_pair = match before {
            '#' | '&' => letter.is_alphanumeric() || letter == '#',
            '%' | '$' => letter == before,
            '\\' => true,
            _ => out.is_empty() && letter == '`',
        };
        if is_pair {
            out.push(APART);
        }
        match letter {
            // Mermaid knows no sign for it that all of its outputs show.
            '"' if before == ' ' || before == '(' => out.push('“'),
            '"' => out.push('”'),
            '<' => out.push_str("#lt;"),
            '>' => out.push_str("#gt;"),
            letter => out.push(letter),
        }
        before = letter;
    }
    out
}
