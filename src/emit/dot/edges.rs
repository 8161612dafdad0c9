//! The arrows of a drawing: ways on, ways in from what is not drawn, and dashed ways back.

use std::collections::BTreeSet;

use crate::emit::words::Words;
use crate::ir::{Answers, Block, BlockId, BlockKind, Pathway, Policy, Way, WayKind};

use super::label::{Label, attribute, identifier, short};
use super::nodes::START;

/// Characters in a line beside an arrow.
const WIDTH: usize = 24;
/// So many answers stand beside one arrow; of more, the first of them and how many others.
const LISTED: usize = 12;

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
    let in_order = block.policy == Policy::FirstMatch;
    for (number, way) in block.ways.iter().enumerate() {
        let Some(target) = way.target else {
            continue;
        };
        let mut answers = if in_order {
            BTreeSet::new()
        } else {
            answers_alone(way)
        };
        let joins = |arrow: &&mut Arrow| arrow.target == target && !arrow.answers.is_empty();
        if !answers.is_empty()
            && let Some(arrow) = arrows.iter_mut().find(joins)
        {
            arrow.answers.append(&mut answers);
            continue;
        }
        let mut lines = words.way(block, way);
        if in_order && let Some(first) = lines.first_mut() {
            *first = format!("{}. {first}", number + 1);
        }
        arrows.push(Arrow {
            target,
            lines,
            answers,
        });
    }
    if let BlockKind::Question(question) = block.kind
        && let Answers::OneOf(options) = &pathway[question].answers
    {
        for arrow in arrows.iter_mut().filter(|it| it.answers.len() > 1) {
            arrow.lines = if arrow.answers.len() == options.len() {
                vec!["Any answer".to_string()]
            } else {
                let chosen: Vec<usize> = arrow.answers.iter().copied().collect();
                joined(words.answers(question, &chosen))
            };
        }
    }
    arrows
}

/// Answers that lead to one place: in one line where they fit, and not too many of them.
fn joined(mut texts: Vec<String>) -> Vec<String> {
    let line = texts.join(" / ");
    if line.chars().count() <= WIDTH {
        return vec![line];
    }
    let more = texts.len().saturating_sub(LISTED);
    if more > 1 {
        texts.truncate(LISTED);
        texts.push(format!("{more} other answers"));
    }
    let last = texts.len().saturating_sub(1);
    for text in texts.iter_mut().take(last) {
        text.push_str("\u{a0}/");
    }
    texts
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
