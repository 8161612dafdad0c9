use super::Context;
use crate::diagnostic::Diagnostics;

pub(super) fn check(_ctx: &Context<'_>, _out: &mut Diagnostics) {}
