//! The checks, in reading order.

use crate::diagnostic::Diagnostics;
use crate::ir::{Date, Pathway};

/// Runs every check.
pub fn check(_pathway: &Pathway, _today: Date, _out: &mut Diagnostics) {}
