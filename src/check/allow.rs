//! `allow`: findings whose author says why they stand are put aside, with her reason.
//!
//! A finding is allowed by a line in the block in which it begins. What could not be read or understood
//! is never allowed. An `allow` that nothing needs is itself a finding, `unused-allow`.

use crate::diagnostic::{Allowed, By, Code, Diagnostic, Diagnostics};
use crate::ir::{Allow, Pathway};

fn unused(allow: &Allow) -> Diagnostic {
    Diagnostic::new(
        Code::UnusedAllow,
        allow.span,
        format!(
            "This line allows `{}`, but nothing of that name is found in its block.",
            allow.finding
        ),
    )
    .here("There is nothing to allow.")
    .help("Delete the line, or move it into the block where the finding is.")
}

/// Moves what is allowed from the findings to the allowed, and says which `allow` lines did nothing.
pub(super) fn put_aside(pathway: &Pathway, out: &mut Diagnostics) {
    // An `allow unused-allow` can only be judged once the other lines have been.
    for about_allows in [false, true] {
        let used = put_aside_once(pathway, out);
        if may_hide_findings(pathway) {
            continue;
        }
        for (allow, _) in pathway.allows.iter().zip(used).filter(|(_, used)| !used) {
            let code = Code::named(&allow.finding).filter(|code| code.may_be_allowed());
            // Those of a base, and of what is included, are judged where it is checked by itself.
            let own = allow.span.source == pathway.span.source;
            if own && code.is_some_and(|code| (code == Code::UnusedAllow) == about_allows) {
                out.push(unused(allow));
            }
        }
    }
}

/// Whether mistakes keep checks silent, so that an `allow` may well have something to allow once they are
/// mended.
fn may_hide_findings(pathway: &Pathway) -> bool {
    let broken = &pathway.broken;
    pathway.start.is_none() || !broken.parts.is_empty() || !broken.mentions.is_empty()
}

/// Puts aside what is allowed; says of each `allow` line whether a finding fits it.
fn put_aside_once(pathway: &Pathway, out: &mut Diagnostics) -> Vec<bool> {
    let mut used = vec![false; pathway.allows.len()];
    for finding in std::mem::take(&mut out.findings) {
        let fits = |allow: &Allow| {
            // The rules of a base hold in its versions, whatever these allow.
            let of_a_base =
                finding.code == Code::RuleBroken && allow.span.source != finding.span.source;
            // What a base lets stand for itself, it does not let stand in its versions. What it has by itself is
            // taken out of theirs afterwards.
            let by_a_base = pathway.of_the_base.contains(&allow.span.source);
            finding.code.may_be_allowed()
                && !by_a_base
                && allow.finding == finding.code.name()
                && allow.holds_at(finding.span)
                && !of_a_base
        };
        let mut reason = None;
        for (allow, used) in pathway.allows.iter().zip(&mut used) {
            if fits(allow) {
                *used = true;
                reason.get_or_insert(&allow.reason);
            }
        }
        match reason {
            Some(reason) => out.allowed.push(Allowed {
                reason: reason.clone(),
                by: By::Author,
                finding,
            }),
            None => out.findings.push(finding),
        }
    }
    used
}
