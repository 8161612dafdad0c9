//! Where a finding of a version is told: at the line that its reader can change.
//!
//! Whoever keeps a version cannot change the base. What is wrong with the base by itself is told when the base is
//! checked, and here in one line if it is an error. Of what is wrong because of the version, the change that makes it
//! so is found by trying: the base with that change alone has the finding too. Where it takes several changes
//! together, the finding stands at the version's heading.

use std::collections::{BTreeMap, BTreeSet};

use super::{Change, Made, make};
use crate::diagnostic::{Code, Diagnostic, Label, Severity, count};
use crate::ir::Date;
use crate::source::{Given, Read, Sources, Span};

/// How many changes are tried one by one. A version that changes more is told at its heading.
const MOST_TRIED: usize = 48;
/// How many bytes may be read again for it, all tries together.
const MOST_READ: usize = 8 << 20;
/// How many of the base's own errors are shown.
const SHOWN: usize = 3;

/// A finding, whatever the order in which files were read: its kind, the file, and where in it.
type Key = (Code, String, u32, u32);

fn key(finding: &Diagnostic, sources: &Sources) -> Key {
    let name = sources.get(finding.span.source).name.clone();
    (finding.code, name, finding.span.start, finding.span.end)
}

/// Everything found in a flow, allowed or not.
fn keys(made: &Made) -> BTreeSet<Key> {
    let allowed = made.diagnostics.allowed.iter().map(|it| &it.finding);
    let findings = made.diagnostics.findings.iter().chain(allowed);
    findings.map(|it| key(it, &made.sources)).collect()
}

/// Everything found in a base, with each of its places, and whether the base allows it.
fn of_a_base(alone: &Made) -> BTreeMap<Key, bool> {
    let allowed = alone
        .diagnostics
        .allowed
        .iter()
        .map(|it| (&it.finding, true));
    let findings = alone.diagnostics.findings.iter().map(|it| (it, false));
    let mut found = BTreeMap::new();
    for (finding, is_allowed) in allowed.chain(findings) {
        // Of several places of one kind, a base is told in one finding, and a version one by one.
        let places = finding.labels.iter().map(|label| label.span);
        for span in std::iter::once(finding.span).chain(places) {
            let at = key(
                &Diagnostic {
                    span,
                    ..finding.clone()
                },
                &alone.sources,
            );
            found.entry(at).or_insert(is_allowed);
        }
    }
    found
}

/// Moves the findings that a version has in its base to where the version makes them.
pub(super) fn place(flow: &Given, today: Date, read: &Read<'_>, made: &mut Made) {
    let Some((base, path)) = &made.base else {
        return;
    };
    let in_base = |finding: &Diagnostic| made.of_the_base.contains(&finding.span.source);
    let (inside, mut findings): (Vec<Diagnostic>, Vec<Diagnostic>) =
        std::mem::take(&mut made.diagnostics.findings)
            .into_iter()
            .partition(in_base);
    if inside.is_empty() {
        made.diagnostics.findings = findings;
        return;
    }
    let alone = make(base, today, read, None);
    let of_the_base = of_a_base(&alone);
    let mut errors = Vec::new();
    let most_tried = MOST_TRIED.min(MOST_READ / made.sources.bytes().max(1));
    let mut tried: Vec<Option<BTreeSet<Key>>> = made.changes.iter().map(|_| None).collect();
    for finding in inside {
        let key = key(&finding, &made.sources);
        if let Some(is_allowed) = of_the_base.get(&key) {
            if finding.code.severity() == Severity::Error && !is_allowed {
                errors.push(finding);
            }
            continue;
        }
        let own = finding
            .labels
            .iter()
            .position(|label| !made.of_the_base.contains(&label.span.source));
        if let Some(own) = own {
            findings.push(swapped(finding, own));
            continue;
        }
        let mut by_itself = |number: usize| {
            let tried = tried.get_mut(number)?;
            let found = tried.get_or_insert_with(|| keys(&make(flow, today, read, Some(number))));
            found.contains(&key).then_some(number)
        };
        let number = if made.changes.len() <= most_tried {
            (0..made.changes.len()).find_map(&mut by_itself)
        } else {
            None
        };
        let change = number.and_then(|number| made.changes.get(number));
        findings.push(moved(finding, change, made.pathway.span, *path));
    }
    findings.extend(base_has_errors(&base.name, *path, &errors));
    made.diagnostics.findings = findings;
}

/// The same finding, told at one of its other places.
fn swapped(mut finding: Diagnostic, own: usize) -> Diagnostic {
    let label = finding.labels.remove(own);
    told_at(finding, label, "In the base, here.")
}

/// The same finding, told where the version makes it so.
fn moved(
    mut finding: Diagnostic,
    change: Option<&Change>,
    heading: Span,
    path: Span,
) -> Diagnostic {
    if let Some((_, help)) = INSTEAD.iter().find(|(code, _)| *code == finding.code) {
        finding.help = vec![String::from(*help)];
    }
    let (span, here) = match change {
        Some(change) => (change.header, "This change to the base makes it so."),
        // A heading that could not be read has no place.
        None if heading.start == heading.end => (path, "What this version changes makes it so."),
        None => (heading, "What this version changes makes it so."),
    };
    let text = String::from(here);
    told_at(finding, Label { span, text }, "In the base, it is here.")
}

/// The same finding, told at a place of the version, with its place in the base beside it. What would mend the base
/// is not offered: it is another's.
fn told_at(mut finding: Diagnostic, place: Label, in_the_base: &str) -> Diagnostic {
    let text = match finding.here.as_str() {
        "" => in_the_base.to_string(),
        here => here.to_string(),
    };
    let span = finding.span;
    finding.labels.insert(0, Label { span, text });
    (finding.span, finding.here) = (place.span, place.text);
    finding.fix = None;
    finding
}

/// What whoever keeps a version can do, where that is not what could be done in the base.
const INSTEAD: &[(Code, &str)] = &[
    (
        Code::RuleBroken,
        "The rule is the base's, and holds in every version. Change what this version does, so that it holds here too.",
    ),
    (
        Code::ExampleFails,
        "If this is what such a family should get here, say so: `add to example` with what it answers besides, `replace example` with all of it, or `remove example`. If not, change what this version does.",
    ),
    (
        Code::UnreachableStep,
        "Lead to it from where families should come, or take it out with `remove`.",
    ),
    (
        Code::UnusedDefinition,
        "Take it out as well, with `remove`, or keep what used it.",
    ),
    (
        Code::UnusedService,
        "Take it out as well, with `remove`, or keep what used it.",
    ),
];

/// The base has errors of its own, which stand in every version of it.
fn base_has_errors(name: &str, path: Span, errors: &[Diagnostic]) -> Option<Diagnostic> {
    let message = match errors {
        [] => return None,
        [only] => format!(
            "The base has an error of its own, which stands in this version too: {}",
            only.message
        ),
        [..] => format!(
            "The base has {} of its own, which stand in this version too.",
            count(errors.len(), "error")
        ),
    };
    let mut finding = Diagnostic::new(Code::BaseHasErrors, path, message).help(format!(
        "Check `{name}` by itself, or tell whoever keeps it."
    ));
    for error in errors.iter().take(SHOWN) {
        finding = finding.label(error.span, error.message.clone());
    }
    Some(finding)
}
