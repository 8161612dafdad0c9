//! `unreachable-step`: a block that no list of ways from the start leads to.
//!
//! One finding for each root: what can only be reached from an unreachable block is told with that block.
//! Whether any family's answers lead somewhere is not asked here, only whether ways do.

use std::collections::BTreeMap;

use super::{Context, names};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ir::BlockId;

/// `from`: the blocks with a way to the root. `behind`: what else families would come to through it.
fn unreachable(
    ctx: &Context<'_>,
    root: BlockId,
    from: &[BlockId],
    behind: &[BlockId],
) -> Diagnostic {
    let name_of = |block: &BlockId| ctx.pathway[*block].name.as_str();
    let called = ctx.called(root);
    let mut message = if from.is_empty() {
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
    let finding = Diagnostic::new(Code::UnreachableStep, ctx.pathway[root].span, message)
        .here("Nobody can come here.")
        .help(help);
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
    for group in ctx.graph.components() {
        let Some(first) = group
            .first()
            .filter(|block| !ctx.graph.may_be_reached(**block))
        else {
            continue;
        };
        let inherited = group.iter().filter_map(|block| hangs_on.get(block));
        let root = *inherited.min().unwrap_or(first);
        for block in &group {
            hangs_on.insert(*block, root);
        }
        let targets = group.iter().flat_map(|block| targets(ctx, *block));
        for target in targets.filter(|target| !ctx.graph.may_be_reached(*target)) {
            let root_so_far = hangs_on.entry(target).or_insert(root);
            *root_so_far = root.min(*root_so_far);
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
        out.push(unreachable(ctx, root, &from, &behind));
    }
}

fn targets(ctx: &Context<'_>, block: BlockId) -> impl Iterator<Item = BlockId> {
    ctx.pathway[block].ways.iter().filter_map(|way| way.target)
}
