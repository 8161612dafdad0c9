//! `dead-end`: a question or step from which there is no way on, or none for some of its answers.
//!
//! An answer counts as left out only where no condition could be meant for it: every way of the question
//! names answers, and none names this one. Whether conditions leave anybody out is not asked here.

use std::collections::BTreeSet;

use super::Context;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, list};
use crate::ir::{AnswerOption, Answers, BlockId, BlockKind, Part};

fn no_way_on(ctx: &Context<'_>, block: BlockId) -> Diagnostic {
    let called = ctx.called(block);
    let finding = Diagnostic::new(
        Code::DeadEnd,
        ctx.pathway[block].span,
        format!("There is no way on from {called}."),
    )
    .here("It leads nowhere.")
    .help("Write where families go next, such as `then -> NAME`.");
    match ctx.pathway[block].kind {
        BlockKind::Step => finding.help("If their way ends here, make it an `outcome`."),
        BlockKind::Question(_) | BlockKind::Outcome => finding,
    }
}

fn answers_left_out(ctx: &Context<'_>, block: BlockId, left_out: &[&AnswerOption]) -> Diagnostic {
    let name = &ctx.pathway[block].name;
    let answers: Vec<String> = left_out
        .iter()
        .map(|answer| format!("`{}`", answer.name))
        .collect();
    let each = match left_out {
        [_] => "Give the answer an arrow",
        _ => "Give each of the answers an arrow",
    };
    Diagnostic::new(
        Code::DeadEnd,
        ctx.pathway[block].span,
        format!(
            "Families who answer {} to `{name}` have no way on.",
            list(&answers, "or")
        ),
    )
    .here(format!("No way from here is for {}.", list(&answers, "or")))
    .help(format!(
        "{each} (`-> NAME`), or end the ways with `otherwise -> NAME`."
    ))
}

pub(super) fn check(ctx: &Context<'_>, out: &mut Diagnostics) {
    for (number, block) in ctx.pathway.blocks.iter().enumerate() {
        let id = BlockId(number);
        let broken = &ctx.pathway.broken;
        if broken.holds(Part::Block(id)) || !ctx.graph.may_be_reached(id) {
            continue;
        }
        match block.kind {
            BlockKind::Outcome => {}
            BlockKind::Step if block.ways.is_empty() => out.push(no_way_on(ctx, id)),
            BlockKind::Step => {}
            BlockKind::Question(question) => {
                if broken.holds(Part::Question(question)) {
                    continue;
                }
                let left_out = left_out(ctx, id, &ctx.pathway[question].answers);
                if block.ways.is_empty() {
                    out.push(no_way_on(ctx, id));
                } else if !left_out.is_empty() {
                    out.push(answers_left_out(ctx, id, &left_out));
                }
            }
        }
    }
}

/// The answers that no way of the block can be meant for.
fn left_out<'a>(ctx: &Context<'_>, block: BlockId, answers: &'a Answers) -> Vec<&'a AnswerOption> {
    let Answers::OneOf(options) = answers else {
        return Vec::new();
    };
    let ways = &ctx.pathway[block].ways;
    if ways.iter().any(|way| way.on.is_none()) {
        return Vec::new();
    }
    let covered: BTreeSet<usize> = ways
        .iter()
        .filter_map(|way| way.on.as_ref())
        .flatten()
        .copied()
        .collect();
    let left_out = (0..)
        .zip(options)
        .filter(|(answer, _)| !covered.contains(answer));
    left_out.map(|(_, option)| option).collect()
}
