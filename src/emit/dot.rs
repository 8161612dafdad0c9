//! A pathway as a Graphviz drawing, made to stand in a guidance document.
//!
//! Invariants: the author's order is kept; a kind of step is told by its shape and its word, never by
//! colour alone; every pair of colours meets WCAG 2.2 AA; whatever an author writes, Graphviz accepts it
//! without a warning and shows it as text. Arrows of the class `way` are the ways of the document, and no others.
//!
//! Absent on purpose: places on the paper (Graphviz's business), and what a picture cannot say well: how
//! scores and values are worked out, rules, examples. The drawing is an aid to the text, never its stand-in.

mod edges;
mod label;
mod legend;
mod nodes;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use super::document::{Document, JUDGEMENT};
use super::{Direction, Made, Options, theme};
use crate::picture::Paper;
use label::{Label, attribute};

/// The drawing as DOT text.
pub fn emit(made: &Made<'_>) -> String {
    let document = made.document;
    let mut out = String::new();
    out.push_str(COMMENT);
    out.push_str("digraph \"pathway\" {\n");
    out.push_str(&settings(document, &made.options));
    if let Some(start) = document.start.and_then(|start| document.step(start)) {
        out.push_str(&nodes::start());
        out.push_str(&edges::from_start(start));
    }
    for step in &document.steps {
        out.push_str(&nodes::step(made.pathway, document, step));
    }
    out.push_str(&edges::from_outside(made));
    out.push_str(&edges::to_outside(document));
    for step in &document.steps {
        out.push_str(&edges::ways(document, step));
        out.push_str(&edges::returns(made, step));
    }
    if made.options.legend {
        out.push_str(&legend::legend(made.options.direction));
    }
    out.push_str("}\n");
    out
}

const COMMENT: &str = "\
// A drawing of a pathway, for Graphviz: dot -Tsvg pathway.dot -o pathway.svg
// It is an aid to the eye and not accessible on its own. Publish it beside the pathway as text, which says
// all of it and more; give the picture a short alternative text that says where the text is.
";

/// What holds for the whole drawing, and the words over it.
fn settings(document: &Document, options: &Options) -> String {
    let (rankdir, width) = match options.direction {
        Direction::LeftRight => ("LR", 100),
        Direction::TopDown => ("TB", 80),
    };
    let mut out =
        String::from("  graph [\n    charset=\"UTF-8\" ordering=out labelloc=t labeljust=l");
    out.push_str(&format!(
        "\n    rankdir={rankdir} nodesep=0.2 ranksep=0.35 margin=0.3 bgcolor=\"{}\"",
        theme::PAPER
    ));
    if let Some((width, height)) = size(options, is_wide(document)) {
        out.push_str(&format!("\n    size=\"{width},{height}\" ratio=compress"));
    }
    out.push_str(&format!(
        "\n    fontname=\"{}\" fontsize=12 fontcolor=\"{}\"",
        theme::FONT,
        theme::INK
    ));
    out.push_str(&format!(
        "\n    tooltip={}",
        attribute(&[document.title.as_str()])
    ));
    out.push_str(&format!("\n    label={}\n  ]\n", title(document, width)));
    out.push_str(&format!(
        "  node [fontname=\"{}\" fontsize=12 color=\"{ink}\" fontcolor=\"{ink}\" margin=\"0.12,0.08\"]\n",
        theme::FONT,
        ink = theme::INK
    ));
    out.push_str(&format!(
        "  edge [fontname=\"{}\" fontsize=12 color=\"{ink}\" fontcolor=\"{ink}\" arrowsize=0.8]\n",
        theme::FONT,
        ink = theme::INK
    ));
    out
}

/// Width and height of the drawing in inches: the paper less a margin on each side. From left to right it lies on its
/// side; from top to bottom too, where the pathway is wider than it is long. More than a dozen steps print too small
/// for A4.
fn size(options: &Options, wide: bool) -> Option<(&'static str, &'static str)> {
    let (short, long) = match options.paper.unwrap_or_default() {
        Paper::None => return None,
        Paper::A4 => ("7.6", "11.0"),
        Paper::A3 => ("11.0", "15.9"),
    };
    match options.direction {
        Direction::TopDown if !wide => Some((short, long)),
        Direction::TopDown | Direction::LeftRight => Some((long, short)),
    }
}

/// Whether more steps stand side by side than one under another, drawn from top to bottom.
fn is_wide(document: &Document) -> bool {
    let mut left: BTreeSet<usize> = document.steps.iter().map(|step| step.number).collect();
    let first = document.start.or(left.first().copied());
    let mut row: Vec<usize> = first.into_iter().filter(|it| left.remove(it)).collect();
    let (mut rows, mut widest) = (0, 0);
    while !row.is_empty() {
        rows += 1;
        widest = widest.max(row.len());
        row = row
            .iter()
            .filter_map(|number| document.step(*number))
            .flat_map(|step| step.ways.iter().map(|way| way.to))
            .filter(|to| left.remove(to))
            .collect();
    }
    widest > rows
}

/// Title, document control, the word on judgement, and the urgent lines in a box.
fn title(document: &Document, width: usize) -> String {
    let mut label = Label::new(width);
    label.title(&document.title);
    for sentence in [&document.draft, &document.only, &document.lit] {
        label.bold(sentence.as_deref().unwrap_or_default());
    }
    let said = |words: &[&str]| -> Vec<String> {
        let lines = document.control.iter();
        let lines = lines.filter(|(word, _)| words.contains(word));
        let line = |(word, text): &(&str, String)| match *word {
            "Authority" => text.clone(),
            "For" => format!("{word}: {text}"),
            _ => format!("{word} {text}"),
        };
        lines.map(line).collect()
    };
    label.text(&said(&["Authority", "Version", "Review by"]).join(" · "));
    label.text(&said(&["For"]).concat());
    let facts: Vec<&str> = document.facts.iter().map(|it| it.text.as_str()).collect();
    if !facts.is_empty() {
        label.text(&format!("Known from the start: {}", facts.join(" · ")));
    }
    for note in &document.notes {
        label.text(&format!("Note: {note}"));
    }
    label.bold(JUDGEMENT);
    for text in &document.urgent {
        label.urgent(text);
    }
    label.finish()
}
