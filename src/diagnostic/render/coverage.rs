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
/// The 3 examples take 4 of 6 ways, and reach 2 of 3 outcomes.
///   No example takes these ways:
///     line 12: `no -> done` at `worried`
/// ```
pub(super) fn full(coverage: &Coverage, sources: &Sources) -> String {
    let mut out = format!("{}\n", sentence(coverage));
    if coverage.is_in_doubt {
        out += "  Part of the flow could not be understood, so it may hold more than is counted here.\n";
    }
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
            // What a version has from its base stands in another file.
            let file = match sources.iter().next() {
                Some((own, _)) if own != missing.span.source => {
                    format!(" of {}", sources.get(missing.span.source).name)
                }
                Some(_) | None => String::new(),
            };
            let _ = writeln!(out, "    line {line}{file}: {}", one_line(&missing.text));
        }
        if let Some(more @ 1..) = share.missing.len().checked_sub(NAMED) {
            let _ = writeln!(out, "    and {more} more");
        }
    }
    out.push('\n');
    out
}

/// `The 18 examples take 40 of 52 ways, reach 11 of 12 outcomes, and get 9 of 12 services.`
pub(super) fn sentence(coverage: &Coverage) -> String {
    let (who, one) = match coverage.examples {
        0 => return "There are no examples yet.".to_string(),
        1 => ("The example".to_string(), true),
        _ => (
            format!("The {}", count(coverage.examples, "example")),
            false,
        ),
    };
    let shares: Vec<&Share> = counted(coverage).collect();
    let done: Vec<String> = shares
        .chunk_by(|a, b| a.verb == b.verb)
        .filter_map(|alike| {
            let verb = alike.first()?.verb;
            let s = match (one, verb.ends_with("ch")) {
                (true, true) => "es",
                (true, false) => "s",
                (false, _) => "",
            };
            let met: Vec<String> = alike.iter().map(|share| met(share)).collect();
            Some(format!("{verb}{s} {}", list(&met, "and")))
        })
        .collect();
    match done.as_slice() {
        [] => format!(
            "{who} meet{} nothing that counts.",
            if one { "s" } else { "" }
        ),
        [only] => format!("{who} {only}."),
        [first @ .., last] => format!("{who} {}, and {last}.", first.join(", ")),
    }
}

/// `40 of 52 ways`
fn met(share: &Share) -> String {
    let all = count(share.all, share.noun);
    match share.all {
        2 if share.met == 2 => format!("both {}s", share.noun),
        2.. if share.met == share.all => format!("all {all}"),
        _ => format!("{} of {all}", share.met),
    }
}

/// The kinds of which the flow has any.
fn counted(coverage: &Coverage) -> impl Iterator<Item = &Share> {
    coverage.shares.iter().filter(|share| share.all > 0)
}
