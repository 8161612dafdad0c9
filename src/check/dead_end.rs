//! `dead-end`: a question or step that families come to, and from which there is no way on.
//!
//! Ways that leave some families out are another finding's business, `missing-branch`.

use super::Context;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ir::{BlockId, BlockKind, Part};

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

pub(super) fn check(ctx: &Context<'_>, out: &mut Diagnostics) {
    for id in ctx.blocks() {
        let block = &ctx.pathway[id];
        let broken = &ctx.pathway.broken;
        let unread = match block.kind {
            BlockKind::Question(question) => broken.holds(Part::Question(question)),
            BlockKind::Step | BlockKind::Outcome => false,
        };
        if block.kind != BlockKind::Outcome
            && block.ways.is_empty()
            && !unread
            && !broken.holds(Part::Block(id))
            && ctx.is_reached(id)
        {
            out.push(no_way_on(ctx, id));
        }
    }
}
