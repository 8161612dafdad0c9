//! The arrows of a drawing: ways on, ways in from what is not drawn, and dashed ways back.

use std::collections::BTreeSet;

use crate::emit::words::Words;
use crate::ir::{Answers, Block, BlockId, BlockKind, Pathway, Policy, Way, WayKind};

use super::label::{Label, attribute, identifier, short};
use super::nodes::START;

/// Characters in a line beside an arrow.
const WIDTH: usize = 22;

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
    arrows(words, pathway, block)
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
        let inwards: Vec<Arrow> = arrows(words, pathway, block)
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
    /// The answers it stands for alone; none where it asks for more.
    answers: BTreeSet<usize>,
}

fn arrows(words: &Words<'_>, pathway: &Pathway, block: &Block) -> Vec<Arrow> {
    let mut arrows: Vec<Arrow> = Vec::new();
    for (number, way) in block.ways.iter().enumerate() {
        let Some(target) = way.target else {
            continue;
        };
        let mut lines = words.way(block, way);
        let mut answers = answers_alone(way);
        if block.policy == Policy::FirstMatch {
            answers.clear();
            if let Some(first) = lines.first_mut() {
                *first = format!("{}. {first}", number + 1);
            }
        }
        let joins = |arrow: &&mut Arrow| arrow.target == target && !arrow.answers.is_empty();
        match arrows.iter_mut().find(joins) {
            Some(arrow) if !answers.is_empty() => {
                if let Some(last) = arrow.lines.last_mut() {
                    last.push_str("\u{a0}/");
                }
                arrow.lines.append(&mut lines);
                arrow.answers.append(&mut answers);
            }
            Some(_) | None => arrows.push(Arrow {
                target,
                lines,
                answers,
            }),
        }
    }
    for arrow in &mut arrows {
        tidy(arrow, choices(pathway, block));
    }
    arrows
}

/// Answers joined in one line where they fit; every answer of several is "Any answer".
fn tidy(arrow: &mut Arrow, choices: usize) {
    let joined = arrow.lines.join(" ");
    if arrow.answers.len() > 1 && arrow.answers.len() == choices {
        arrow.lines = vec!["Any answer".to_string()];
    } else if !arrow.answers.is_empty() && joined.chars().count() <= WIDTH {
        arrow.lines = vec![joined];
    }
}

/// Between how many answers a block's question lets choose.
fn choices(pathway: &Pathway, block: &Block) -> usize {
    match block.kind {
        BlockKind::Question(id) => match &pathway[id].answers {
            Answers::OneOf(options) => options.len(),
            Answers::Several { .. } | Answers::Range { .. } | Answers::Text | Answers::Broken => 0,
        },
        BlockKind::Step | BlockKind::Outcome => 0,
    }
}

/// The answers of a way that asks for nothing but one of its block's own answers.
fn answers_alone(way: &Way) -> BTreeSet<usize> {
    let by_answer = matches!(way.kind, WayKind::Answer | WayKind::On) && way.when.is_none();
    way.on
        .iter()
        .filter(|_| by_answer)
        .flatten()
        .copied()
        .collect()
}
