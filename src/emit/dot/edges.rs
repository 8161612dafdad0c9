//! The arrows of a drawing: ways on, ways in from what is not drawn, and dashed ways back.

use std::collections::BTreeSet;

use crate::emit::words::Words;
use crate::ir::{Block, BlockId, Pathway, Policy, Way, WayKind};

use super::label::{Label, attribute, identifier, short};
use super::nodes::START;

/// Characters in a line beside an arrow.
const WIDTH: usize = 26;

/// The arrow from the start.
pub(super) fn from_start(pathway: &Pathway, start: BlockId) -> String {
    format!(
        "  {} -> {} [id=\"way-start\" class=\"way\" tooltip=\"Start here\"]\n",
        identifier(START),
        identifier(&pathway[start].name)
    )
}

/// A block's ways on. Ways by answer alone that lead to the same place are one arrow.
pub(super) fn ways(words: &Words<'_>, pathway: &Pathway, id: BlockId) -> String {
    let block = &pathway[id];
    arrows(words, block)
        .iter()
        .enumerate()
        .map(|(number, arrow)| {
            let target = &pathway[arrow.target];
            format!(
                "  {} -> {} [id={} class=\"way\" tooltip={} label={}]\n",
                identifier(&block.name),
                identifier(&target.name),
                identifier(&format!("way-{}-{}", block.name, number + 1)),
                attribute(&[&arrow.lines.join(" "), &format!("Go to: {}", target.title)]),
                short(&arrow.lines, WIDTH)
            )
        })
        .collect()
}

/// Ways from blocks that are not drawn into those that are, as dashed stubs.
pub(super) fn from_outside(
    words: &Words<'_>,
    pathway: &Pathway,
    drawn: &BTreeSet<BlockId>,
) -> String {
    let mut out = String::new();
    for (number, block) in pathway.blocks.iter().enumerate() {
        if drawn.contains(&BlockId(number)) {
            continue;
        }
        let inwards: Vec<Arrow> = arrows(words, block)
            .into_iter()
            .filter(|arrow| drawn.contains(&arrow.target))
            .collect();
        if inwards.is_empty() {
            continue;
        }
        let stub = identifier(&format!("fingerpost:from:{}", block.name));
        let mut label = Label::new(30);
        label.bold("From");
        label.text(&block.title);
        out.push_str(&format!(
            "  {stub} [class=\"from\" shape=box style=dashed tooltip={} label={}]\n",
            attribute(&["From", &block.title]),
            label.finish()
        ));
        for arrow in inwards {
            out.push_str(&format!(
                "  {stub} -> {} [class=\"from\" style=dashed tooltip={} label={}]\n",
                identifier(&pathway[arrow.target].name),
                attribute(&[&arrow.lines.join(" ")]),
                short(&arrow.lines, WIDTH)
            ));
        }
    }
    out
}

/// `if "..." return to NAME`, as dashed arrows that move nothing.
pub(super) fn returns(pathway: &Pathway, id: BlockId, drawn: &BTreeSet<BlockId>) -> String {
    let block = &pathway[id];
    block
        .returns
        .iter()
        .filter(|back| drawn.contains(&back.to))
        .map(|back| {
            format!(
                "  {} -> {} [class=\"return\" style=dashed constraint=false tooltip={}]\n",
                identifier(&block.name),
                identifier(&pathway[back.to].name),
                attribute(&[&format!("If {}", back.text)])
            )
        })
        .collect()
}

/// One arrow: where it leads, and what stands beside it.
struct Arrow {
    target: BlockId,
    lines: Vec<String>,
    /// Whether it stands for answers alone, so that another such may join it.
    answers: bool,
}

fn arrows(words: &Words<'_>, block: &Block) -> Vec<Arrow> {
    let mut arrows: Vec<Arrow> = Vec::new();
    for (number, way) in block.ways.iter().enumerate() {
        let Some(target) = way.target else {
            continue;
        };
        let answers = by_answer(way) && block.policy != Policy::FirstMatch;
        let mut lines = words.way(block, way);
        let same = |arrow: &&mut Arrow| answers && arrow.answers && arrow.target == target;
        if let Some(arrow) = arrows.iter_mut().find(same) {
            if let Some(last) = arrow.lines.last_mut() {
                last.push_str(" /");
            }
            arrow.lines.append(&mut lines);
            continue;
        }
        if block.policy == Policy::FirstMatch
            && let Some(first) = lines.first_mut()
        {
            *first = format!("{}. {first}", number + 1);
        }
        arrows.push(Arrow {
            target,
            lines,
            answers,
        });
    }
    for arrow in &mut arrows {
        let joined = arrow.lines.join(" ");
        if arrow.answers && joined.chars().count() <= WIDTH {
            arrow.lines = vec![joined];
        }
    }
    arrows
}

/// Whether a way asks for nothing but one of its block's own answers.
fn by_answer(way: &Way) -> bool {
    matches!(way.kind, WayKind::Answer | WayKind::On) && way.when.is_none() && way.on.is_some()
}
