//! `bad-hours`: opening hours that cannot be understood.
//!
//! What is wrong with it is said by [`hours`], in the author's words.

use super::Context;
use crate::contact::hours;
use crate::diagnostic::{Code, Diagnostics};
use crate::ir::Detail;

pub(super) fn check(ctx: &Context<'_>, out: &mut Diagnostics) {
    let services = ctx.pathway.services.iter();
    for line in services.flat_map(|service| &service.lines) {
        if line.kind == Detail::Hours
            && let Err(problem) = hours::read(&line.text)
        {
            out.push(problem.finding(Code::BadHours, line.span));
        }
    }
}
