//! The checks with other limits than the usual: pathways that are cut at every place where they can be, and hardly
//! any work allowed.
//!
//! Where a pathway is cut makes no difference to what is found, only to how short the families are. Where the work
//! is too little findings may be missing; then `not-proved` says so, and nothing is found that is not so.

use std::collections::BTreeMap;

use super::compare::{differences, unsound};
use super::expected::Everyone;
use super::minimise::minimise;
use super::told::{Judged, judge};
use super::{TODAY, all_made, compiled, flow, is_sound, some_seeds};
use crate::check::check_within;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::graph::Graph;
use crate::ir::Pathway;
use crate::logic::{Ground, Limits};

const CUT: Limits = Limits {
    cut: 0,
    apart: 1,
    ..Limits::USUAL
};

fn checked(limits: Limits, pathway: &Pathway) -> Diagnostics {
    let mut found = Diagnostics::default();
    check_within(limits, pathway, TODAY, &mut found);
    found
}

#[test]
fn where_a_pathway_is_cut_the_same_is_found() {
    let mut judged = Judged::default();
    let (mut pathways, mut cut) = (0, 0);
    for seed in some_seeds(2) {
        let text = flow::flow(seed);
        let compiled = compiled(&text);
        let pathway = &compiled.pathway;
        let everyone = Everyone::of(pathway, TODAY).filter(|_| is_sound(&compiled));
        let Some(everyone) = everyone else {
            continue;
        };
        pathways += 1;
        let ground = Ground::of(pathway, TODAY, &Graph::of(pathway), CUT);
        cut += u64::from(ground.is_cut());
        let found = checked(CUT, pathway);
        let differences = differences(pathway, &found, &everyone.verdict());
        assert!(
            differences.is_empty(),
            "seed {seed}:\n{text}\n{differences:#?}"
        );
        judge(&everyone, &mut all_made(&found), true, &mut judged);
        let wrong = &judged.wrong;
        assert!(wrong.is_empty(), "seed {seed}:\n{text}\n{wrong:#?}");
        let open = found.findings.iter().find(|it| it.code == Code::NotProved);
        assert!(open.is_none(), "seed {seed}:\n{text}\n{open:#?}");
    }
    println!("{pathways} pathways, {cut} of them cut");
    for (kind, counts) in &judged.counts {
        println!("{kind:?}: compared, longer, less natural {counts:?}");
    }
    assert!(cut * 10 > pathways, "{cut} of {pathways} are cut");
}

/// The findings about a place that are made unless it is proved that nobody comes there.
const MAY_BE_REACHED: &[&str] = &[];

/// The findings that can go missing with too little work while nothing says so, or not at that place. None should be.
const SILENT_YET: &[&str] = &[];

/// The findings that stand at one place and speak of that place alone.
const OF_ONE_PLACE: &[&str] = &[
    "unreachable-branch",
    "conflicting-branches",
    "missing-branch",
    "asked-too-late",
    "never-true",
];

/// What goes wrong with too little work, in words that begin with what it is; and what is missing, by name.
fn wrong_within(limits: Limits, text: &str) -> (Vec<String>, Vec<String>) {
    let compiled = compiled(text);
    let pathway = &compiled.pathway;
    let everyone = Everyone::of(pathway, TODAY).filter(|_| is_sound(&compiled));
    let Some(everyone) = everyone else {
        return (Vec::new(), Vec::new());
    };
    let expected = everyone.verdict();
    let found = checked(limits, pathway);
    let made: Vec<&Diagnostic> = all_made(&found).collect();
    let mut wrong = unsound(pathway, &made, &expected);
    wrong.retain(|it| !MAY_BE_REACHED.iter().any(|name| it.starts_with(name)));
    let mut judged = Judged::default();
    judge(&everyone, &mut made.into_iter(), true, &mut judged);
    wrong.extend(judged.wrong);
    let open = found.findings.iter();
    let open: Vec<&str> = open
        .filter(|it| it.code == Code::NotProved)
        .map(|it| it.message.as_str())
        .collect();
    if open.iter().any(|it| it.contains("contradicts itself")) {
        wrong.push(String::from("contradicts itself"));
    }
    let missing = differences(pathway, &found, &expected);
    for it in &missing {
        let name = it.split(' ').next().unwrap_or("");
        // A finding told at once is there, and lacks some of its places.
        let is_wrong = it.contains(" wrong: ");
        let kind = if is_wrong {
            continue;
        } else if !open.is_empty() {
            let place = place_of(pathway, it).filter(|_| OF_ONE_PLACE.contains(&name));
            match place {
                Some(place) if !open.iter().any(|open| names(open, &place)) => "not named",
                Some(_) | None => continue,
            }
        } else {
            "silent"
        };
        if !SILENT_YET.contains(&name) {
            wrong.push(format!("{name} {kind}: {it}"));
        }
    }
    (wrong, missing)
}

/// Whether a place is among those that could not be settled, or may be among those that are only counted.
fn names(open: &str, place: &str) -> bool {
    open.contains(&format!("`{place}`")) || open.contains(" more.")
}

/// The block in which something is missing; none where that is no block.
fn place_of(pathway: &Pathway, missing: &str) -> Option<String> {
    let at = missing.split("at bytes ").nth(1)?.split("..").next()?;
    let at: usize = at.parse().ok()?;
    let blocks = pathway.blocks.iter().map(|it| (it.span, Some(&it.name)));
    let values = pathway.values.iter().map(|it| (it.span, None));
    let services = pathway.services.iter().map(|it| (it.span, None));
    let rules = pathway.rules.iter().map(|it| (it.span, None));
    let all = blocks.chain(values).chain(services).chain(rules);
    let before = all.filter(|(span, _)| span.start as usize <= at);
    let (_, name) = before.max_by_key(|(span, _)| span.start)?;
    name.cloned()
}

#[test]
fn with_too_little_work_silence_is_no_proof() {
    // By name: how many findings are missing with so little work.
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    let mut kinds: BTreeMap<String, (u64, String)> = BTreeMap::new();
    for seed in some_seeds(4) {
        let text = flow::flow(seed);
        for work in [0, 1, 2, 4] {
            for cut in [CUT.cut, Limits::USUAL.cut] {
                let limits = Limits { work, cut, ..CUT };
                let (wrong, missing) = wrong_within(limits, &text);
                for it in &missing {
                    let name = it.split(' ').next().unwrap_or("");
                    *counts.entry(format!("{name} with {work}")).or_default() += 1;
                }
                for it in wrong {
                    let kind = it.split(':').next().unwrap_or("").to_string();
                    let same = |text: &str| {
                        let (wrong, _) = wrong_within(limits, text);
                        wrong.iter().any(|it| it.starts_with(&kind))
                    };
                    let entry = kinds.entry(kind.clone()).or_insert_with(|| {
                        (0, format!("{limits:?}: {it}\n{}", minimise(&text, &same)))
                    });
                    entry.0 += 1;
                }
            }
        }
    }
    println!("missing: {counts:#?}");
    for (kind, (times, smallest)) in &kinds {
        println!("{kind}, {times} times, the first of them: {smallest}");
    }
    assert!(!counts.is_empty());
    assert!(kinds.is_empty());
}
