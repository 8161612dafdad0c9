//! Everything that is wrong with a pathway as a whole: one list of checks, in reading order.

mod bad_email;
mod bad_hours;
mod bad_phone;
mod bad_postcode;
mod bad_website;
mod costly_phone;
mod example_contact;
mod hours_gap;
mod same_service_twice;

use crate::diagnostic::{Code, Diagnostics, list};
use crate::ir::{Date, Pathway};
use crate::source::Span;

/// What every check may look at.
pub(crate) struct Context<'a> {
    /// The pathway.
    pub(crate) pathway: &'a Pathway,
    /// The day on which the pathway is looked at.
    pub(crate) today: Date,
}

impl Context<'_> {
    /// Sorts parts of which the same is to be said into as few findings as `allow` can put aside one by
    /// one: all of them together, but each alone in whose block the author allows it.
    fn together<T>(&self, code: Code, parts: Vec<(Span, T)>) -> Vec<Vec<(Span, T)>> {
        let is_allowed = |span| {
            let mut allows = self.pathway.allows.iter();
            allows.any(|allow| allow.finding == code.name() && allow.block.contains(span))
        };
        let (alone, rest): (Vec<_>, Vec<_>) = parts.into_iter().partition(|it| is_allowed(it.0));
        let mut findings: Vec<_> = alone.into_iter().map(|part| vec![part]).collect();
        if !rest.is_empty() {
            findings.push(rest);
        }
        findings
    }
}

/// Names as they are listed in a sentence, in backticks; of a long list the first ones and a count.
fn names(names: &[&str]) -> String {
    const SHOWN: usize = 8;
    let mut words: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    if words.len() > SHOWN + 1 {
        words.truncate(SHOWN);
        words.push(format!("{} more", names.len() - SHOWN));
    }
    list(&words, "and")
}

/// Every check, in the order in which their findings are read.
const CHECKS: &[fn(&Context<'_>, &mut Diagnostics)] = &[
    bad_phone::check,
    costly_phone::check,
    example_contact::check,
    bad_email::check,
    bad_website::check,
    bad_postcode::check,
    bad_hours::check,
    hours_gap::check,
    same_service_twice::check,
];

/// Runs every check on a pathway as of `today`.
pub fn check(pathway: &Pathway, today: Date, out: &mut Diagnostics) {
    let ctx = Context { pathway, today };
    for check in CHECKS {
        check(&ctx, out);
    }
}
