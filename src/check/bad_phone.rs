//! `bad-phone`: telephone numbers that cannot be dialled in the UK.
//!
//! What is wrong with it is said by [`phone`], in the author's words.

use super::Context;
use crate::contact::phone;
use crate::diagnostic::{Code, Diagnostics};
use crate::ir::Detail;

pub(super) fn check(ctx: &Context<'_>, out: &mut Diagnostics) {
    let services = ctx.pathway.services.iter();
    for line in services.flat_map(|service| &service.lines) {
        if line.kind == Detail::Phone
            && let Err(problem) = phone::read(&line.text)
        {
            out.push(problem.finding(Code::BadPhone, line.span));
        }
    }
}
