//! Ways on as arrows: those of one block that ask for nothing but one answer or another, and lead to the same place,
//! are one arrow.

use std::collections::BTreeSet;

use crate::emit::words::Words;
use crate::ir::{Answers, BlockId, BlockKind, Pathway, Policy, WayKind};

use super::{Shown, Way};

/// The arrows of a block, in the author's order.
pub(super) fn arrows(words: &Words<'_>, pathway: &Pathway, shown: &Shown, id: BlockId) -> Vec<Way> {
    let block = &pathway[id];
    let in_order = block.policy == Policy::FirstMatch;
    // Of each arrow, the answers that lead along it where nothing else does.
    let mut answers: Vec<BTreeSet<usize>> = Vec::new();
    let mut arrows: Vec<Way> = Vec::new();
    for (number, way) in block.ways.iter().enumerate() {
        let target = way.target.filter(|_| shown.ways.contains(&(id, number)));
        let Some((target, to)) = target.and_then(|it| Some((it, *shown.numbers.get(&it)?))) else {
            continue;
        };
        let lit = (shown.lit.as_ref()).is_some_and(|lit| lit.ways.contains(&(id, number)));
        let by_answer = matches!(way.kind, WayKind::Answer | WayKind::On) && way.when.is_none();
        let on: BTreeSet<usize> = match &way.on {
            Some(on) if by_answer && !in_order => on.iter().copied().collect(),
            Some(_) | None => BTreeSet::new(),
        };
        let joins = |(arrow, answers): &(&mut Way, &mut BTreeSet<usize>)| {
            arrow.to == to && !answers.is_empty() && !on.is_empty()
        };
        if let Some((arrow, answers)) = arrows.iter_mut().zip(&mut answers).find(joins) {
            answers.extend(on);
            arrow.ways.push(number);
            arrow.lit |= lit;
            continue;
        }
        let mut lines = words.way(block, way);
        if in_order && let Some(first) = lines.first_mut() {
            *first = format!("{}. {first}", number + 1);
        }
        answers.push(on);
        arrows.push(Way {
            ways: vec![number],
            tried: in_order.then_some(number + 1),
            lines,
            to,
            title: pathway[target].title.clone(),
            is_shown: shown.blocks.contains(&target),
            lit,
        });
    }
    if let BlockKind::Question(question) = block.kind
        && let Answers::OneOf(options) = &pathway[question].answers
    {
        for (arrow, answers) in arrows.iter_mut().zip(&answers) {
            if answers.len() < 2 {
                continue;
            }
            arrow.lines = if answers.len() == options.len() {
                vec!["Any answer".to_string()]
            } else {
                let chosen: Vec<usize> = answers.iter().copied().collect();
                vec![words.answers(question, &chosen).join(" / ")]
            };
        }
    }
    arrows
}
