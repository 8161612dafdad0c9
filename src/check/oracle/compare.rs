//! What was found against what must be found, finding by finding.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::expected::{Everyone, Expected, Verdict};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::evaluate::{Evaluator, Sheet};
use crate::graph::Graph;
use crate::ir::{BlockId, Date, Pathway};
use crate::source::Span;

/// How strictly the findings of one name are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Compared {
    /// What must be found is found, and nothing else.
    Exactly,
    /// What must be found is found; the check may say more.
    AtLeast,
    /// Nothing is found that must not be; the check may miss some.
    AtMost,
    /// The check does not decide this by families yet.
    NotYet,
}

/// Every finding that looking at all families decides. To switch one on, write `Exactly` in its line.
pub(super) const COMPARED: &[(&str, Compared)] = &[
    ("cycle", Compared::Exactly),
    ("no-contact", Compared::Exactly),
    ("dead-end", Compared::Exactly),
    ("unreachable-step", Compared::Exactly),
    ("unreachable-branch", Compared::Exactly),
    ("conflicting-branches", Compared::Exactly),
    ("missing-branch", Compared::Exactly),
    ("asked-too-late", Compared::Exactly),
    ("asked-for-nothing", Compared::Exactly),
    ("order-not-needed", Compared::Exactly),
    ("always-true", Compared::Exactly),
    ("never-true", Compared::Exactly),
    ("contradictory-actions", Compared::Exactly),
    ("boundary-slip", Compared::Exactly),
    ("rule-broken", Compared::Exactly),
    ("rule-says-nothing", Compared::Exactly),
    ("outcome-without-example", Compared::Exactly),
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
    for (code, compared) in COMPARED {
        let made = found.iter().filter(|it| it.code.name() == *code);
        let made: Vec<&Diagnostic> = made.copied().collect();
        let (missing, surplus) = if *code == "unreachable-step" {
            dead_blocks(pathway, &made, &expected.dead)
        } else {
            let due = expected.findings.iter().filter(|it| it.code == *code);
            one_by_one(&made, &due.collect::<Vec<_>>())
        };
        if matches!(compared, Compared::Exactly | Compared::AtLeast) {
            differences.extend(missing.into_iter().map(|it| format!("{code} missed: {it}")));
        }
        if matches!(compared, Compared::Exactly | Compared::AtMost) {
            differences.extend(surplus.into_iter().map(|it| format!("{code} wrong: {it}")));
        }
    }
    differences
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
