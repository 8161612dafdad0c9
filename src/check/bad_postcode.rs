//! `bad-postcode`: postcodes that do not have a postcode's shape.
//!
//! What is wrong with it is said by [`postcode`], in the author's words.

use super::Context;
use crate::contact::postcode;
use crate::diagnostic::{Code, Diagnostics};
use crate::ir::Detail;

pub(super) fn check(ctx: &Context<'_>, out: &mut Diagnostics) {
    let services = ctx.pathway.services.iter();
    for line in services.flat_map(|service| &service.lines) {
        if line.kind == Detail::Postcode
            && let Err(problem) = postcode::read(&line.text)
        {
            out.push(problem.finding(Code::BadPostcode, line.span));
        }
    }
}
