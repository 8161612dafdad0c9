//! Everything that is wrong with a pathway as a whole: one list of checks, in reading order.
//!
//! Each check is one file with one function: it reads the [`Context`] and writes to the diagnostics. To
//! add one, write its file and its page, and add a `mod` line and a line to [`CHECKS`].
//!
//! Invariant: no check knows another, and the order of the list changes nothing but the order of
//! findings about one place. A check says nothing that a mistake in the file may have caused
//! ([`crate::ir::Broken`]). Absent on purpose: no check looks at `allow` to decide what it finds; what is
//! allowed is put aside afterwards, here.

mod allow;
mod dead_end;
mod no_owner;
mod no_review_date;
mod no_urgent_line;
mod retired_service;
mod review_overdue;
mod unreachable_step;
mod unused_definition;
mod unused_service;

use crate::diagnostic::Diagnostics;
use crate::graph::Graph;
use crate::ir::{Date, Pathway};

/// What every check may look at.
pub(crate) struct Context<'a> {
    /// The pathway.
    pub(crate) pathway: &'a Pathway,
    /// The day on which the pathway is looked at.
    pub(crate) today: Date,
    /// Its blocks and the ways between them.
    pub(crate) graph: Graph,
}

/// Every check, in the order in which their findings are read.
const CHECKS: &[fn(&Context<'_>, &mut Diagnostics)] = &[
    // How the blocks hang together.
    unreachable_step::check,
    dead_end::check,
    unused_service::check,
    unused_definition::check,
    // Services.
    retired_service::check,
    // Document control.
    review_overdue::check,
    no_review_date::check,
    no_owner::check,
    no_urgent_line::check,
];

/// Runs every check on a pathway as of `today`, and puts aside in `out` what its author allows.
pub fn check(pathway: &Pathway, today: Date, out: &mut Diagnostics) {
    let ctx = Context {
        pathway,
        today,
        graph: Graph::of(pathway),
    };
    for check in CHECKS {
        check(&ctx, out);
    }
    allow::put_aside(pathway, out);
}
