//! `no-owner`: a pathway that does not say who answers for it.

use super::Context;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::emit::words::capital;
use crate::ir::Pathway;

fn no_owner(pathway: &Pathway) -> Diagnostic {
    Diagnostic::new(
        Code::NoOwner,
        pathway.span,
        capital(&format!("{} has no owner.", pathway.called())),
    )
    .here("No line below it says `owner`.")
    .help("Write below this line which team answers for it, such as `owner \"Early Help\"`.")
}

pub(super) fn check(ctx: &Context<'_>, out: &mut Diagnostics) {
    let pathway = ctx.pathway;
    let owner = pathway.document.owner.as_deref().unwrap_or_default();
    if ctx.knows_the_document() && owner.trim().is_empty() {
        out.push(no_owner(pathway));
    }
}
