//! `bad-email`: e-mail addresses that are none.
//!
//! What is wrong with it is said by [`email`], in the author's words.

use super::Context;
use crate::contact::email;
use crate::diagnostic::{Code, Diagnostics};
use crate::ir::Detail;

pub(super) fn check(ctx: &Context<'_>, out: &mut Diagnostics) {
    let services = ctx.pathway.services.iter();
    for line in services.flat_map(|service| &service.lines) {
        if line.kind == Detail::Email
            && let Err(problem) = email::read(&line.text)
        {
            out.push(problem.finding(Code::BadEmail, line.span));
        }
    }
}
