//! `unreachable-step`: a block that no family comes to: because no way leads there, or because nobody takes those
//! that do.
//!
//! One finding for each root: what can only be reached from an unreachable block is told with that block.

use std::collections::BTreeMap;

use super::{Context, names};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ir::BlockId;
use crate::source::Span;

/// `from`: the unreachable blocks with a way to the root. `not_taken`: the ways to it from blocks that families come
/// to. `behind`: what else families would come to through it.
fn unreachable(
    ctx: &Context<'_>,
    root: BlockId,
    from: &[BlockId],
    not_taken: &[Span],
    behind: &[BlockId],
) -> Diagnostic {
    let name_of = |block: &BlockId| ctx.pathway[*block].name.as_str();
    let called = ctx.called(root);
    let mut message = if let [_, others @ ..] = not_taken {
        let ways = match others {
            [] => "the way that leads to it",
            [_, ..] => "any of the ways that lead to it",
        };
        format!("Nobody comes to {called}: no family takes {ways}.")
    } else if from.is_empty() {
        format!("No way leads to {called}.")
    } else if from == [root] {
        format!("No way leads to {called} except its own.")
    } else {
        let from: Vec<&str> = from.iter().map(name_of).collect();
        format!(
            "Nobody can come to {called}: ways lead to it only from {}, where nobody can come either.",
            names(&from)
        )
    };
    if !behind.is_empty() {
        let behind: Vec<&str> = behind.iter().map(name_of).collect();
        message += &format!(
            " What lies behind it is out of reach too: {}.",
            names(&behind)
        );
    }
    let name = &ctx.pathway[root].name;
    let help = format!("Lead to it from where families should come (`-> {name}`), or delete it.");
    let mut finding = Diagnostic::new(Code::UnreachableStep, ctx.pathway[root].span, message)
        .here("Nobody can come here.")
        .help(help);
    for way in not_taken.iter().take(3) {
        finding = finding.label(*way, "No family takes this way.");
    }
    let mut returns = ctx.pathway.blocks.iter().flat_map(|block| &block.returns);
    match returns.find(|back| back.to == root) {
        Some(back) => finding.label(
            back.span,
            "This line is a note for the reader; no family goes this way.",
        ),
        None => finding,
    }
}

pub(super) fn check(ctx: &Context<'_>, out: &mut Diagnostics) {
    // The root that each unreachable block hangs on, passed along the ways.
    let mut hangs_on: BTreeMap<BlockId, BlockId> = BTreeMap::new();
    for block in ctx.graph.components().into_iter().flatten() {
        if ctx.may_be_reached(block) || hangs_on.contains_key(&block) {
            continue;
        }
        let mut open = vec![block];
        while let Some(at) = open.pop() {
            if !ctx.may_be_reached(at) && !hangs_on.contains_key(&at) {
                hangs_on.insert(at, block);
                open.extend(targets(ctx, at));
            }
        }
    }

    let mut blocks_of: BTreeMap<BlockId, Vec<BlockId>> = BTreeMap::new();
    for (block, root) in hangs_on {
        blocks_of.entry(root).or_default().push(block);
    }
    for (root, blocks) in blocks_of {
        let leads_to_root = |block: &BlockId| targets(ctx, *block).any(|target| target == root);
        let (from, mut behind): (Vec<_>, Vec<_>) = blocks.into_iter().partition(leads_to_root);
        behind.retain(|block| *block != root);
        let not_taken = ways_from_where_families_come(ctx, root);
        out.push(unreachable(ctx, root, &from, &not_taken, &behind));
    }
}

/// The ways to a block from blocks that families do come to.
fn ways_from_where_families_come(ctx: &Context<'_>, block: BlockId) -> Vec<Span> {
    ctx.blocks()
        .filter(|from| ctx.may_be_reached(*from))
        .flat_map(|from| &ctx.pathway[from].ways)
        .filter(|way| way.target == Some(block))
        .map(|way| way.span)
        .collect()
}

fn targets(ctx: &Context<'_>, block: BlockId) -> impl Iterator<Item = BlockId> {
    ctx.pathway[block].ways.iter().filter_map(|way| way.target)
}
