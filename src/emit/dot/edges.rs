//! The arrows of a drawing: ways on, stubs for what is not drawn, and dashed ways back.

use std::collections::{BTreeMap, BTreeSet};

use crate::emit::Made;
use crate::emit::document::{Document, Step};

use super::label::{Label, attribute, identifier, short};
use super::nodes::START;

/// Characters in a line beside an arrow.
const WIDTH: usize = 24;
/// How wide the lines are on a family's way that stands out, in points.
pub(super) const THICK: &str = "3";

/// The arrow from the start.
pub(super) fn from_start(start: &Step) -> String {
    format!(
        "  {} -> {} [id=\"way-start\" class=\"start\" tooltip=\"Start here\"]\n",
        identifier(START),
        identifier(&start.name)
    )
}

/// A step's ways on.
pub(super) fn ways(document: &Document, step: &Step) -> String {
    let ways = step.ways.iter().zip(1..).map(|(way, number)| {
        let target = document.step(way.to).filter(|_| way.is_shown);
        let target = target.map_or_else(|| outside("to", way.to), |to| identifier(&to.name));
        let lines: Vec<String> = way.lines.iter().flat_map(|line| broken(line)).collect();
        let thick = if way.lit {
            format!(" penwidth={THICK}")
        } else {
            String::new()
        };
        format!(
            "  {} -> {target} [id={} class=\"way\"{thick} tooltip={} label={}]\n",
            identifier(&step.name),
            identifier(&format!("way-{}-{number}", step.name)),
            attribute(&[&way.lines.join(" "), &format!("Go to: {}", way.title)]),
            short(&lines, WIDTH)
        )
    });
    ways.collect()
}

/// Steps that are not drawn and lead to some that are, as dashed stubs.
pub(super) fn from_outside(made: &Made<'_>) -> String {
    let document = made.document;
    let titles: BTreeMap<usize, &str> = (made.shown.numbers.iter())
        .map(|(block, number)| (*number, made.pathway[*block].title.as_str()))
        .collect();
    let mut out = String::new();
    let mut stubs = BTreeSet::new();
    for step in &document.steps {
        for from in &step.from {
            if document.step(*from).is_some() {
                continue;
            }
            let stub = outside("from", *from);
            if stubs.insert(*from) {
                let title = titles.get(from).copied().unwrap_or_default();
                out.push_str(&outside_box(&stub, &format!("From {from}"), title));
            }
            out.push_str(&format!(
                "  {stub} -> {} [class=\"from\" style=dashed]\n",
                identifier(&step.name)
            ));
        }
    }
    out
}

/// Steps that are not drawn and to which ways lead, as dashed stubs.
pub(super) fn to_outside(document: &Document) -> String {
    let ways = document.steps.iter().flat_map(|step| &step.ways);
    let hidden: BTreeMap<usize, &str> = ways
        .filter(|way| !way.is_shown)
        .map(|way| (way.to, way.title.as_str()))
        .collect();
    let stubs = hidden.into_iter().map(|(number, title)| {
        outside_box(&outside("to", number), &format!("Go to {number}"), title)
    });
    stubs.collect()
}

fn outside(which: &str, number: usize) -> String {
    identifier(&format!("fingerpost:{which}:{number}"))
}

fn outside_box(stub: &str, word: &str, title: &str) -> String {
    let mut label = Label::new(30);
    label.bold(word);
    label.text(title);
    format!(
        "  {stub} [class=\"outside\" shape=box style=dashed tooltip={} label={}]\n",
        attribute(&[word, title]),
        label.finish()
    )
}

/// `if "..." return to NAME`, as dashed arrows that move nothing.
pub(super) fn returns(made: &Made<'_>, step: &Step) -> String {
    let back = made.pathway[step.block].returns.iter();
    back.filter(|back| made.shown.blocks.contains(&back.to))
        .map(|back| {
            format!(
                "  {} -> {} [class=\"return\" style=dashed constraint=false tooltip={}]\n",
                identifier(&step.name),
                identifier(&made.pathway[back.to].name),
                attribute(&[&format!("If {}", back.text)])
            )
        })
        .collect()
}

/// What stands beside an arrow; of several answers that are too long for a line, each in its own.
fn broken(line: &str) -> Vec<String> {
    if line.chars().count() <= WIDTH {
        return vec![line.to_string()];
    }
    let mut lines: Vec<String> = line.split(" / ").map(String::from).collect();
    let last = lines.len().saturating_sub(1);
    for line in lines.iter_mut().take(last) {
        line.push_str("\u{a0}/");
    }
    lines
}
