//! What was found against what must be found, finding by finding.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::expected::{Everyone, Expected, Verdict};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::evaluate::{Evaluator, Sheet};
use crate::graph::Graph;
use crate::ir::{BlockId, Date, Pathway};
use crate::source::Span;

/// Every finding that looking at all families decides: what must be found is found, and nothing else.
pub(super) const COMPARED: &[&str] = &[
    "cycle",
    "no-contact",
    "dead-end",
    "unreachable-step",
    "unreachable-branch",
    "conflicting-branches",
    "missing-branch",
    "asked-too-late",
    "asked-for-nothing",
    "order-not-needed",
    "always-true",
    "never-true",
    "contradictory-actions",
    "boundary-slip",
    "rule-broken",
    "rule-says-nothing",
    "outcome-without-example",
];

/// The findings that one family shows by itself.
const SHOWN_BY_ONE: &[&str] = &[
    "cycle",
    "no-contact",
    "dead-end",
    "conflicting-branches",
    "missing-branch",
    "asked-too-late",
    "contradictory-actions",
    "boundary-slip",
    "rule-broken",
];

/// Every way in which what was found differs from what must be, in words; each begins with the finding's
/// name.
pub(super) fn differences(
    pathway: &Pathway,
    found: &Diagnostics,
    expected: &Verdict,
) -> Vec<String> {
    let allowed = found.allowed.iter().map(|it| &it.finding);
    let found: Vec<&Diagnostic> = found.findings.iter().chain(allowed).collect();
    let mut differences = Vec::new();
    for code in COMPARED {
        let made = found.iter().filter(|it| it.code.name() == *code);
        let made: Vec<&Diagnostic> = made.copied().collect();
        let (missing, surplus) = if *code == "unreachable-step" {
            dead_blocks(pathway, &made, &expected.dead)
        } else if AT_ONCE.contains(code) && *code != "no-contact" {
            let due = expected.findings.iter().filter(|it| it.code == *code);
            all_at_once(&made, &due.collect::<Vec<_>>())
        } else {
            let due = expected.findings.iter().filter(|it| it.code == *code);
            one_by_one(&made, &due.collect::<Vec<_>>())
        };
        differences.extend(missing.into_iter().map(|it| format!("{code} missed: {it}")));
        differences.extend(surplus.into_iter().map(|it| format!("{code} wrong: {it}")));
    }
    differences
}

/// Every finding that must not be made, where some that must be may be missing. Of what is told at once, some
/// places may be missing too.
pub(super) fn unsound(pathway: &Pathway, found: &[&Diagnostic], expected: &Verdict) -> Vec<String> {
    let mut unsound = Vec::new();
    for finding in found {
        let code = finding.code.name();
        if !COMPARED.contains(&code) {
            continue;
        }
        let due = expected.findings.iter().filter(|it| it.code == code);
        let is_due = if code == "unreachable-step" {
            let mut dead = expected.dead.iter();
            dead.any(|block| pathway[*block].span == finding.span)
        } else if AT_ONCE.contains(&code) {
            let places = due.flat_map(|it| &it.places);
            let due: BTreeSet<Span> = places
                .flat_map(|(span, labels)| labels.iter().chain([span]))
                .copied()
                .collect();
            due.contains(&finding.span)
        } else {
            due.clone().any(|due| due.fits(finding))
        };
        if !is_due {
            unsound.push(format!("{code} wrong: {}", in_words(finding)));
        }
    }
    unsound
}

/// The findings of which one may stand for several places.
const AT_ONCE: &[&str] = &[
    "always-true",
    "order-not-needed",
    "asked-for-nothing",
    "outcome-without-example",
    "no-contact",
];

/// The places that must be told and are not, and those that are told and must not be.
fn all_at_once(made: &[&Diagnostic], due: &[&Expected]) -> (Vec<String>, Vec<String>) {
    let told: BTreeSet<Span> = made
        .iter()
        .flat_map(|it| it.labels.iter().map(|label| label.span).chain([it.span]))
        .collect();
    let due: BTreeSet<Span> = due
        .iter()
        .flat_map(|it| &it.places)
        .flat_map(|(span, labels)| labels.iter().copied().chain([*span]))
        .collect();
    let words = |span: &Span| format!("at bytes {}..{}", span.start, span.end);
    (
        due.difference(&told).map(words).collect(),
        told.difference(&due).map(words).collect(),
    )
}

/// What must be found and is not, and what is found and must not be, or more often than it must.
fn one_by_one(made: &[&Diagnostic], due: &[&Expected]) -> (Vec<String>, Vec<String>) {
    let missing = due
        .iter()
        .filter(|due| !made.iter().any(|finding| due.fits(finding)))
        .map(|due| {
            let places = due.places.iter().map(|(span, labels)| {
                let bytes = |span: &Span| format!("{}..{}", span.start, span.end);
                let labels: Vec<String> = labels.iter().map(bytes).collect();
                format!("at bytes {} with labels at {labels:?}", bytes(span))
            });
            places.collect::<Vec<_>>().join(", or ")
        });
    let surplus = made.iter().filter(|finding| {
        let due = due.iter().filter(|due| due.fits(finding)).count();
        let same = made
            .iter()
            .filter(|it| it.span == finding.span && it.labels == finding.labels)
            .count();
        due == 0 || same > due.max(1)
    });
    let surplus = surplus.map(|it| in_words(it));
    (missing.collect(), surplus.collect())
}

fn in_words(finding: &Diagnostic) -> String {
    let mut words = format!(
        "at bytes {}..{}: {}",
        finding.span.start, finding.span.end, finding.message
    );
    for label in &finding.labels {
        let _ = write!(words, " [{}..{}]", label.span.start, label.span.end);
    }
    words
}

/// Every finding stands on the heading of a dead block, and from the places of the findings ways lead to
/// every dead block.
fn dead_blocks(
    pathway: &Pathway,
    made: &[&Diagnostic],
    dead: &BTreeSet<BlockId>,
) -> (Vec<String>, Vec<String>) {
    let graph = Graph::of(pathway);
    let mut told: BTreeSet<BlockId> = BTreeSet::new();
    let mut surplus = Vec::new();
    for finding in made {
        let block = dead
            .iter()
            .find(|block| pathway[**block].span == finding.span);
        match block {
            Some(block) => told.extend(graph.reached_from(*block)),
            None => surplus.push(in_words(finding)),
        }
    }
    let missing = dead.difference(&told);
    let missing = missing.map(|block| format!("nobody comes to `{}`", pathway[*block].name));
    (missing.collect(), surplus)
}

/// Whether a family alone shows a finding of this name at this place. It is meant for the family that a
/// finding tells of: where [`is_shown_by_one`], that family must show it when its answers are tried again.
pub(super) fn family_shows(
    pathway: &Pathway,
    today: Date,
    family: &Sheet,
    code: &str,
    span: Span,
) -> bool {
    let family = Evaluator::new(pathway, today).evaluate(family);
    let alone = Everyone::these(pathway, today, vec![family]);
    let mut shown = alone.verdict().findings.into_iter();
    shown.any(|it| it.code == code && it.places.iter().any(|(place, _)| *place == span))
}

/// Whether a finding of this name is shown by one family.
pub(super) fn is_shown_by_one(code: &str) -> bool {
    SHOWN_BY_ONE.contains(&code)
}
