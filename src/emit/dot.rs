//! A pathway as a Graphviz drawing, made to stand in a guidance document.
//!
//! Invariants: the author's order is kept; a kind of block is told by its shape and its word, never by
//! colour alone; every pair of colours meets WCAG 2.2 AA; whatever an author writes, Graphviz accepts it
//! without a warning and shows it as text.
//!
//! Absent on purpose: places on the paper (Graphviz's business), and what a picture cannot say well: how
//! scores and values are worked out, rules, examples. The drawing is an aid to the text, never its stand-in.

mod edges;
mod label;
mod legend;
mod nodes;
#[cfg(test)]
mod tests;
mod theme;

use std::collections::BTreeSet;

use crate::calendar;
use crate::diagnostic::{count, nearest};
use crate::ir::{BlockId, Pathway};

use super::words::Words;
use label::{Label, attribute};

/// How the drawing is to look.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Which way the pathway runs.
    pub direction: Direction,
    /// The paper it should fit on.
    pub paper: Paper,
    /// Whether to explain the shapes.
    pub legend: bool,
    /// The block to begin at, by its name: only what it leads to is drawn. The whole pathway where none.
    pub section: Option<String>,
    /// How many errors were found in the flow. Where there are any, the drawing says that it is a draft.
    pub errors: usize,
}

/// Which way the pathway runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    /// From left to right: prints largest, since pathways are wide.
    #[default]
    LeftRight,
    /// From top to bottom.
    TopDown,
}

/// The paper a drawing should fit on. From left to right it lies on its side; from top to bottom too, where
/// the pathway is wider than it is long. More than a dozen blocks print too small for A4: draw such a
/// pathway section by section, or on A3.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Paper {
    /// No paper: as large as it needs to be.
    #[default]
    None,
    /// A4.
    A4,
    /// A3.
    A3,
}

/// The drawing as DOT text; or, where `section` names no block, a sentence that says so.
pub fn emit(pathway: &Pathway, options: &Options) -> Result<String, String> {
    let words = Words::of(pathway);
    let root = match &options.section {
        Some(name) => Some(find(pathway, name)?),
        None => None,
    };
    let drawn = match root {
        Some(root) => led_to(pathway, root),
        None => (0..pathway.blocks.len()).map(BlockId).collect(),
    };
    let mut out = String::new();
    out.push_str(COMMENT);
    out.push_str("digraph \"pathway\" {\n");
    out.push_str(&settings(pathway, options, root, &drawn));
    if let Some(start) = pathway.start.filter(|start| drawn.contains(start)) {
        out.push_str(&nodes::start());
        out.push_str(&edges::from_start(pathway, start));
    }
    for id in &drawn {
        out.push_str(&nodes::block(&words, pathway, *id));
    }
    out.push_str(&edges::from_outside(&words, pathway, &drawn));
    for id in &drawn {
        out.push_str(&edges::ways(&words, pathway, *id));
        out.push_str(&edges::returns(pathway, *id, &drawn));
    }
    if options.legend {
        out.push_str(&legend::legend(options.direction));
    }
    out.push_str("}\n");
    Ok(out)
}

const COMMENT: &str = "\
// A drawing of a pathway, for Graphviz: dot -Tsvg pathway.dot -o pathway.svg
// It is an aid to the eye and not accessible on its own. Publish it beside the pathway as text, which says
// all of it and more; give the picture a short alternative text that says where the text is.
";

fn find(pathway: &Pathway, name: &str) -> Result<BlockId, String> {
    let found = pathway.blocks.iter().position(|block| block.name == name);
    found.map(BlockId).ok_or_else(|| {
        let names = pathway.blocks.iter().map(|block| block.name.as_str());
        let hint = nearest(name, names)
            .map(|name| format!(" Did you mean `{name}`?"))
            .unwrap_or_default();
        format!(
            "There is no question, checklist, step or outcome called `{name}` in this pathway.{hint}"
        )
    })
}

/// A block and everything it leads to, in the author's order.
fn led_to(pathway: &Pathway, root: BlockId) -> BTreeSet<BlockId> {
    let mut found = BTreeSet::from([root]);
    let mut next = vec![root];
    while let Some(id) = next.pop() {
        for target in pathway[id].ways.iter().filter_map(|way| way.target) {
            if found.insert(target) {
                next.push(target);
            }
        }
    }
    found
}

/// What holds for the whole drawing, and the words over it.
fn settings(
    pathway: &Pathway,
    options: &Options,
    root: Option<BlockId>,
    drawn: &BTreeSet<BlockId>,
) -> String {
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
    let wide = is_wide(pathway, drawn, root.or(pathway.start));
    if let Some((width, height)) = size(options, wide) {
        out.push_str(&format!("\n    size=\"{width},{height}\" ratio=compress"));
    }
    out.push_str(&format!(
        "\n    fontname=\"{}\" fontsize=12 fontcolor=\"{}\"",
        theme::FONT,
        theme::INK
    ));
    out.push_str(&format!(
        "\n    tooltip={}",
        attribute(&[pathway.title.as_str()])
    ));
    out.push_str(&format!(
        "\n    label={}\n  ]\n",
        title(pathway, root, options.errors, width)
    ));
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

/// Width and height of the drawing in inches: the paper less a margin on each side.
fn size(options: &Options, wide: bool) -> Option<(&'static str, &'static str)> {
    let (short, long) = match options.paper {
        Paper::None => return None,
        Paper::A4 => ("7.6", "11.0"),
        Paper::A3 => ("11.0", "15.9"),
    };
    match options.direction {
        Direction::TopDown if !wide => Some((short, long)),
        Direction::TopDown | Direction::LeftRight => Some((long, short)),
    }
}

/// Whether more blocks stand side by side than one under another, drawn from top to bottom.
fn is_wide(pathway: &Pathway, drawn: &BTreeSet<BlockId>, from: Option<BlockId>) -> bool {
    let mut left = drawn.clone();
    let mut row: Vec<BlockId> = from.into_iter().filter(|from| left.remove(from)).collect();
    let (mut rows, mut widest) = (0, 0);
    while !row.is_empty() {
        rows += 1;
        widest = widest.max(row.len());
        row = row
            .iter()
            .flat_map(|id| pathway[*id].ways.iter().filter_map(|way| way.target))
            .filter(|target| left.remove(target))
            .collect();
    }
    widest > rows
}

/// Title, document control, the word on judgement, and the urgent lines in a box.
fn title(pathway: &Pathway, root: Option<BlockId>, errors: usize, width: usize) -> String {
    let document = &pathway.document;
    let mut label = Label::new(width);
    label.title(&pathway.title);
    if errors > 0 {
        let errors = count(errors, "error");
        label.bold(&format!(
            "DRAFT, not fit to publish: {errors} found in the flow"
        ));
    }
    if let Some(root) = root {
        label.bold(&format!("Part: {}", pathway[root].title));
    }
    let mut control: Vec<String> = Vec::new();
    control.extend(document.authority.clone());
    control.extend(document.version.iter().map(|it| format!("Version {it}")));
    control.extend(
        document
            .review_by
            .iter()
            .map(|(date, _)| format!("Review by {}", calendar::words(*date))),
    );
    label.text(&control.join(" · "));
    if let Some(audience) = &document.audience {
        label.text(&format!("For: {audience}"));
    }
    let facts: Vec<&str> = pathway
        .questions
        .iter()
        .filter(|question| question.fact)
        .map(|question| question.text.as_str())
        .collect();
    if !facts.is_empty() {
        label.text(&format!("Known from the start: {}", facts.join(" · ")));
    }
    label.bold("Professional judgement comes first.");
    for text in &document.urgent {
        label.urgent(text);
    }
    label.finish()
}
