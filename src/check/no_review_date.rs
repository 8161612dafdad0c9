//! `no-review-date`: a pathway that does not say by when it is to be looked at again.

use super::Context;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::emit::words::capital;
use crate::ir::Pathway;

fn no_review_date(pathway: &Pathway) -> Diagnostic {
    Diagnostic::new(
        Code::NoReviewDate,
        pathway.span,
        capital(&format!("{} has no review date.", pathway.called())),
    )
    .here("No line below it says `review by`.")
    .help("Write below this line by when somebody is to check it again, such as `review by 2030-03-31`.")
}

pub(super) fn check(ctx: &Context<'_>, out: &mut Diagnostics) {
    let pathway = ctx.pathway;
    if ctx.knows_the_document() && pathway.document.review_by.is_none() {
        out.push(no_review_date(pathway));
    }
}
