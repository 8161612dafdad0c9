//! The judge of the checks that decide by families: small pathways made by chance, every family of them
//! tried, and what that finds compared with what the checks find.
//!
//! In: seeds. Out: nothing, or the smallest flow on which the two disagree. `flow` makes the texts,
//! `expected` says what must be found, `compare` has the list of findings that are compared, `mutate` breaks
//! pathways and `mutants` looks at what is then found, `told` judges the families that findings tell of, `limits`
//! tries the checks with other limits than the usual, and `minimise` makes a text smaller. `script` judges what is not a
//! check: the script that a page carries.
//!
//! Invariant: `expected` uses the evaluator and the list of families, and no check or proof.
//! `FINGERPOST_ORACLE=5000` tries so many seeds, `FINGERPOST_ORACLE_FROM=5000` others than the first.

mod arrows;
mod compare;
mod conditions;
mod dice;
mod differ;
mod expected;
mod flow;
mod limits;
mod minimise;
mod mutants;
mod mutate;
mod pairs;
mod read;
mod script;
mod told;

use std::collections::BTreeMap;
use std::ops::{ControlFlow, Range};

use compare::{COMPARED, differences, family_shows, is_shown_by_one};
use expected::{Everyone, Verdict, expected, seen};
use minimise::minimise;
use told::{Judged, judge};

use crate::Compilation;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::evaluate::Evaluator;
use crate::families::{Cells, Choices, families};
use crate::ir::{Date, QuestionId};
use crate::logic::{Ground, Limits, Logic};

const TODAY: Date = Date {
    year: 2027,
    month: 1,
    day: 15,
};

/// How many seeds are tried where nobody asks for more.
const SEEDS: u64 = 240;

fn seeds() -> u64 {
    let asked = std::env::var("FINGERPOST_ORACLE").ok();
    asked.and_then(|it| it.parse().ok()).unwrap_or(SEEDS)
}

/// So many seeds, one part in `of` of those asked for, from the first that is asked for on.
fn some_seeds(of: u64) -> Range<u64> {
    let from = std::env::var("FINGERPOST_ORACLE_FROM").ok();
    let from = from.and_then(|it| it.parse().ok()).unwrap_or(0);
    from..from + seeds() / of
}

fn compiled(text: &str) -> Compilation {
    let no_file = |_: &str, path: &str| Err(format!("There is no `{path}`."));
    crate::compile("a.flow", text, TODAY, &no_file)
}

/// Whether the pathway says all that the text says, and nothing in it is broken.
fn is_sound(compiled: &Compilation) -> bool {
    let broken = &compiled.pathway.broken;
    compiled.is_whole() && broken.parts.is_empty() && broken.mentions.is_empty()
}

/// Every way in which the checks and the families disagree about a text; none where it cannot be judged.
fn disagreements(text: &str) -> Option<Vec<String>> {
    let compiled = compiled(text);
    if !is_sound(&compiled) {
        return None;
    }
    let everyone = Everyone::of(&compiled.pathway, TODAY)?;
    let made = &compiled.diagnostics;
    let mut found = differences(&compiled.pathway, made, &everyone.verdict());
    let mut judged = Judged::default();
    judge(&everyone, &mut all_made(made), false, &mut judged);
    found.extend(judged.wrong);
    // Everything about a small flow can be settled.
    let open = compiled.diagnostics.findings.iter();
    let open = open.filter(|it| it.code == Code::NotProved);
    found.extend(open.map(|it| format!("not-proved wrong: {}", it.message)));
    Some(found)
}

/// Every finding that was made, allowed or not.
fn all_made(made: &Diagnostics) -> impl Iterator<Item = &Diagnostic> {
    let allowed = made.allowed.iter().map(|it| &it.finding);
    made.findings.iter().chain(allowed)
}

/// The smallest flow on which there is a disagreement of the same kind, and what it is.
fn smallest(text: &str, difference: &str) -> String {
    let kind: String = difference.split(':').take(1).collect();
    let same_kind = |text: &str| {
        let found = disagreements(text).unwrap_or_default();
        found.iter().any(|it| it.starts_with(&kind))
    };
    let text = minimise(text, &same_kind);
    let found = disagreements(&text).unwrap_or_default();
    format!("{text}\n{found:#?}")
}

#[test]
fn what_the_checks_find_is_what_looking_at_every_family_finds() {
    let mut judged = 0;
    for seed in some_seeds(1) {
        let text = flow::flow(seed);
        let Some(found) = disagreements(&text) else {
            continue;
        };
        judged += 1;
        if let Some(first) = found.first() {
            let smallest = smallest(&text, first);
            panic!("seed {seed}:\n{text}\n{found:#?}\n\nthe smallest:\n{smallest}");
        }
    }
    assert!(
        judged * 100 > seeds() * 90,
        "{judged} flows could be judged"
    );
}

#[test]
fn the_family_of_a_finding_is_told_as_shortly_as_can_be() {
    let mut judged = Judged::default();
    for seed in some_seeds(2) {
        let text = flow::flow(seed);
        let compiled = compiled(&text);
        let everyone = Everyone::of(&compiled.pathway, TODAY).filter(|_| is_sound(&compiled));
        if let Some(everyone) = everyone {
            let notes = judged.notes.len();
            judge(
                &everyone,
                &mut all_made(&compiled.diagnostics),
                false,
                &mut judged,
            );
            let new = judged.notes.iter_mut().skip(notes);
            new.for_each(|note| *note = format!("seed {seed}: {note}"));
        }
    }
    for note in &judged.notes {
        println!("{note}");
    }
    println!("by finding and whether ways lie abreast: compared, longer, less natural");
    for (kind, counts) in &judged.counts {
        println!("{kind:?}: {counts:?}");
    }
    let wrong = judged.wrong;
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(judged.counts.len() > 6, "few kinds are compared");
}

#[test]
fn a_family_shows_each_finding_that_one_family_can_show() {
    let mut shown = 0;
    for seed in some_seeds(4) {
        let text = flow::flow(seed);
        let compiled = compiled(&text);
        let Some(everyone) = Everyone::of(&compiled.pathway, TODAY).filter(|_| is_sound(&compiled))
        else {
            continue;
        };
        // Each family is judged alone, so few of them are enough.
        if everyone.families.len() > 40 {
            continue;
        }
        for due in everyone.verdict().findings {
            if !is_shown_by_one(due.code) {
                continue;
            }
            let shows = everyone.families.iter().any(|family| {
                due.places.iter().any(|(span, _)| {
                    family_shows(&compiled.pathway, TODAY, &family.sheet, due.code, *span)
                })
            });
            assert!(shows, "seed {seed}: no family shows {due:#?}\n{text}");
            shown += 1;
        }
    }
    assert!(shown > seeds() / 10, "{shown} findings");
}

#[test]
fn a_family_tried_alone_gets_what_it_gets_among_all() {
    for seed in some_seeds(1) {
        let text = flow::flow(seed);
        let compiled = compiled(&text);
        let pathway = &compiled.pathway;
        // The search gives a fact only when it is needed, and then some way may be another.
        if !is_sound(&compiled) || pathway.questions.iter().any(|it| it.fact) {
            continue;
        }
        let evaluator = Evaluator::new(pathway, TODAY);
        families(pathway, TODAY, 10_000, &mut |family| {
            let alone = evaluator.evaluate(&family.sheet);
            let sheet = &family.sheet;
            assert_eq!(seen(&alone), seen(family), "seed {seed}: {sheet:?}\n{text}");
            assert_eq!(
                alone.problems, family.problems,
                "seed {seed}: {sheet:?}\n{text}"
            );
            assert_eq!(alone.got, family.got, "seed {seed}: {sheet:?}\n{text}");
            ControlFlow::Continue(())
        });
    }
}

#[test]
fn as_many_families_are_counted_as_there_are() {
    let (mut counted, mut abreast) = (0, 0);
    for seed in some_seeds(1) {
        let text = flow::flow(seed);
        let compiled = compiled(&text);
        let pathway = &compiled.pathway;
        if !is_sound(&compiled) {
            continue;
        }
        let Some(everyone) = Everyone::of(pathway, TODAY) else {
            continue;
        };
        let cells = Cells::of(pathway, TODAY);
        let graph = crate::graph::Graph::of(pathway);
        let ground = Ground::of(pathway, TODAY, &graph, Limits::USUAL);
        let logic = Logic::of(&ground);
        let number = logic.families();
        // Facts that nothing reads are not counted.
        let facts = (0..pathway.questions.len()).map(QuestionId);
        let facts = facts.filter(|it| pathway[*it].fact && !ground.is_read(*it));
        let unread = facts.map(|it| Choices::of(pathway, it, &cells).map_or(1, Iterator::count));
        let all = everyone.families.len() as f64 / unread.product::<usize>() as f64;
        if number.at_least {
            // Of a small pathway without a circle, every family can be counted.
            assert!(!logic.circles().is_empty(), "seed {seed}: {number}");
            assert!(number.number <= all, "seed {seed}: {number} of {all}");
            continue;
        }
        assert!(
            (number.number - all).abs() < 0.5,
            "seed {seed}: {number} of {all}\n{text}"
        );
        counted += 1;
        let goes_on_by_several = everyone.families.iter().any(|family| {
            let mut visits = family.visits.iter();
            visits.any(|visit| visit.taken.len() > 1)
        });
        abreast += u64::from(goes_on_by_several);
    }
    assert!(counted * 10 > seeds(), "{counted} were counted");
    assert!(
        abreast * 50 > seeds(),
        "{abreast} with several ways at once"
    );
}

/// What is due, without the places: the names with their places counted, and the dead blocks by name.
fn due_in(text: &str) -> Option<Vec<(String, usize)>> {
    let compiled = compiled(text);
    let verdict = expected(&compiled.pathway, TODAY).filter(|_| is_sound(&compiled))?;
    let findings = verdict.findings.iter();
    let labels =
        |it: &expected::Expected| it.places.iter().map(|(_, labels)| labels.len() + 1).sum();
    let named = |it: &expected::Expected| (it.code.to_string(), labels(it));
    let mut due: Vec<(String, usize)> = findings
        // Which circle is met first, and so where it is told, may hang on the order.
        .filter(|it| it.code != "cycle")
        .map(named)
        .collect();
    let dead = verdict.dead.iter();
    due.extend(dead.map(|block| (compiled.pathway[*block].name.clone(), 0)));
    due.sort();
    Some(due)
}

#[test]
fn the_order_of_the_blocks_means_nothing() {
    for seed in some_seeds(2) {
        let text = flow::flow(seed);
        let mut blocks: Vec<&str> = text.split("\n\n").collect();
        blocks.reverse();
        let turned = blocks.join("\n\n");
        assert_eq!(due_in(&text), due_in(&turned), "seed {seed}:\n{text}");
    }
}

/// Whether nothing that makes a pathway unfit must be found.
fn has_no_errors(expected: &Verdict) -> bool {
    const ERRORS: &[&str] = &[
        "cycle",
        "dead-end",
        "conflicting-branches",
        "missing-branch",
        "asked-too-late",
        "contradictory-actions",
        "rule-broken",
    ];
    let mut findings = expected.findings.iter();
    !findings.any(|it| ERRORS.contains(&it.code))
}

#[test]
fn a_smaller_flow_still_goes_wrong() {
    let is_left_out = |text: &str| {
        let compiled = compiled(text);
        let expected = expected(&compiled.pathway, TODAY).filter(|_| is_sound(&compiled));
        expected.is_some_and(|it| it.findings.iter().any(|it| it.code == "missing-branch"))
    };
    let text = (0..)
        .map(flow::flow)
        .find(|text| text.lines().count() > 40 && is_left_out(text))
        .expect("somebody is left out somewhere");
    let smallest = minimise(&text, &is_left_out);
    assert!(is_left_out(&smallest));
    assert!(smallest.lines().count() <= 20, "{smallest}");
}

/// How often each finding is due, and how often none is, must not be left to chance.
#[test]
fn the_flows_show_every_finding_and_sometimes_none() {
    let seeds = seeds();
    let mut seen: BTreeMap<&str, u64> = COMPARED.iter().map(|code| (*code, 0)).collect();
    let (mut unread, mut many, mut nothing, mut sound) = (0, 0, 0, 0);
    for seed in some_seeds(1) {
        let text = flow::flow(seed);
        let compiled = compiled(&text);
        if !is_sound(&compiled) {
            unread += 1;
            let mut findings = compiled.diagnostics.findings.iter();
            let unread = findings.find(|it| !it.code.may_be_allowed());
            println!("seed {seed}: {:?}", unread.map(|it| &it.message));
            continue;
        }
        let Some(expected) = expected(&compiled.pathway, TODAY) else {
            many += 1;
            continue;
        };
        for (code, times) in &mut seen {
            let due = expected.findings.iter().any(|it| it.code == *code);
            let dead = *code == "unreachable-step" && !expected.dead.is_empty();
            *times += u64::from(due || dead);
        }
        sound += u64::from(has_no_errors(&expected));
        nothing += u64::from(expected.findings.is_empty() && expected.dead.is_empty());
    }
    println!(
        "{unread} unread, {many} with too many families, {sound} without errors, {nothing} without any"
    );
    println!("{seen:#?}");
    assert!(unread * 20 < seeds && many * 20 < seeds);
    assert!(sound * 10 > seeds && nothing * 50 > seeds);
    for (code, times) in seen {
        assert!(
            times * 100 >= seeds,
            "`{code}` is due in {times} of {seeds}"
        );
    }
}
