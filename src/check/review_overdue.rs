//! `review-overdue`: a pathway whose review date has passed.

use super::Context;
use crate::calendar;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, count};
use crate::ir::Date;
use crate::source::Span;

fn overdue(due: Date, span: Span, days: i64) -> Diagnostic {
    let days = usize::try_from(days).unwrap_or(0);
    Diagnostic::new(
        Code::ReviewOverdue,
        span,
        format!(
            "The review of this pathway was due by {}, {} ago.",
            calendar::words(due),
            count(days, "day")
        ),
    )
    .here("This day has passed.")
    .help("Once it has been reviewed, write here the date by which it is to be reviewed next.")
}

pub(super) fn check(ctx: &Context<'_>, out: &mut Diagnostics) {
    if let Some((due, span)) = ctx.pathway.document.review_by
        && due < ctx.today
    {
        let days = calendar::days(ctx.today).saturating_sub(calendar::days(due));
        out.push(overdue(due, span, days));
    }
}
