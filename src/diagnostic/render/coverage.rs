//! What the examples meet, for people: one sentence that counts, and then what no example meets.

use std::fmt::Write;

use super::super::{Coverage, Share, count, list};
use super::one_line;
use crate::source::Sources;

/// How many things of a kind are named; the rest are counted.
const NAMED: usize = 8;

/// Everything there is to say, in lines.
///
/// ```text
/// The 3 examples take 4 of 6 ways and reach 2 of 3 outcomes.
///   No example takes these ways:
///     line 12: `no -> done` at `worried`
/// ```
pub(super) fn full(coverage: &Coverage, sources: &Sources) -> String {
    let mut out = format!("{}\n", sentence(coverage));
    for share in counted(coverage).filter(|share| !share.missing.is_empty()) {
        let verb = share.verb;
        let s = if verb.ends_with("ch") { "es" } else { "s" };
        let (these, plural) = match share.missing.len() {
            1 => ("this", ""),
            _ => ("these", "s"),
        };
        let _ = writeln!(
            out,
            "  No example {verb}{s} {these} {}{plural}:",
            share.noun
        );
        for missing in share.missing.iter().take(NAMED) {
            let line = sources.start(missing.span).line;
            let _ = writeln!(out, "    line {line}: {}", one_line(&missing.text));
        }
        if let Some(more @ 1..) = share.missing.len().checked_sub(NAMED) {
            let _ = writeln!(out, "    and {more} more");
        }
    }
    out.push('\n');
    out
}

/// `The 18 examples take 40 of 52 ways, reach 11 of 12 outcomes and get 9 of 12 services.`
pub(super) fn sentence(coverage: &Coverage) -> String {
    let (who, one) = match coverage.examples {
        0 => return "There are no examples yet.".to_string(),
        1 => ("The example".to_string(), true),
        _ => (
            format!("The {}", count(coverage.examples, "example")),
            false,
        ),
    };
    let mut last = "";
    let shares: Vec<String> = counted(coverage)
        .map(|share| {
            let s = match (one, share.verb.ends_with("ch")) {
                (true, true) => "es",
                (true, false) => "s",
                (false, _) => "",
            };
            let verb = if share.verb == last {
                String::new()
            } else {
                format!("{}{s} ", share.verb)
            };
            last = share.verb;
            let met = if share.met == share.all {
                "all".to_string()
            } else {
                share.met.to_string()
            };
            format!("{verb}{met} of {}", count(share.all, share.noun))
        })
        .collect();
    if shares.is_empty() {
        return format!(
            "{who} meet{} nothing that counts.",
            if one { "s" } else { "" }
        );
    }
    format!("{who} {}.", list(&shares, "and"))
}

/// The kinds of which the flow has any.
fn counted(coverage: &Coverage) -> impl Iterator<Item = &Share> {
    coverage.shares.iter().filter(|share| share.all > 0)
}
