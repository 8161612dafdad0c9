//! The checks, in reading order.

mod cycle;
mod example_fails;
mod given_but_never_asked;
mod no_contact;

use crate::diagnostic::Diagnostics;
use crate::ir::{Date, Pathway};

/// What every check may look at.
pub(crate) struct Context<'a> {
    /// The pathway.
    pub(crate) pathway: &'a Pathway,
    /// The day on which the pathway is looked at.
    pub(crate) today: Date,
}

const CHECKS: &[fn(&Context<'_>, &mut Diagnostics)] = &[
    cycle::check,
    example_fails::check,
    given_but_never_asked::check,
    no_contact::check,
];

/// Runs every check.
pub fn check(pathway: &Pathway, today: Date, out: &mut Diagnostics) {
    let ctx = Context { pathway, today };
    for check in CHECKS {
        check(&ctx, out);
    }
}
