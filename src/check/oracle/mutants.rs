//! Pathways broken on purpose: what is found in them must be what looking at every family of them finds.
//!
//! In: sound flows that chance makes, and the real ones of the repository. Out: nothing, and a table for whoever
//! reads along: by kind of change how many there were, how many change nothing for any family, how many change
//! something and make no finding, and which findings the others make.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::compare::differences;
use super::dice::Dice;
use super::expected::{Everyone, Verdict};
use super::mutate::mutant;
use super::told::{Judged, judge};
use super::{TODAY, all_made, compiled, flow, has_no_errors, is_sound, seeds, some_seeds};
use crate::diagnostic::{Code, Diagnostics};
use crate::evaluate::{Evaluation, Evaluator, Problem};

/// How many sheets are tried of a real flow, broken or not: each takes longer than one of a small flow.
const REAL_SHEETS: usize = 200;

/// What became of the changes of one kind.
#[derive(Default)]
struct Row {
    made: u64,
    /// Nothing is another for any family.
    unchanged: u64,
    /// Something is, and nothing is found that was not due before.
    silent: u64,
    /// How many show each finding that was not due before.
    found: BTreeMap<&'static str, u64>,
}

type Table = BTreeMap<&'static str, Row>;

fn print(table: &Table) {
    for (kind, row) in table {
        println!(
            "{kind}: {} made, {} change nothing, {} change something unnoticed; {:?}",
            row.made, row.unchanged, row.silent, row.found
        );
    }
    let sum = |number: fn(&Row) -> u64| table.values().map(number).sum::<u64>();
    let (made, unchanged, silent) = (
        sum(|it| it.made),
        sum(|it| it.unchanged),
        sum(|it| it.silent),
    );
    println!("all: {made} made, {unchanged} change nothing, {silent} change something unnoticed");
}

/// How often each finding is due; dead blocks by their number.
fn due(verdict: &Verdict) -> BTreeMap<&'static str, usize> {
    let mut due = BTreeMap::from([("unreachable-step", verdict.dead.len())]);
    for finding in &verdict.findings {
        // What is told at once may be told of more places.
        let places: BTreeSet<usize> = finding.places.iter().map(|it| it.1.len()).collect();
        *due.entry(finding.code).or_default() += 1 + places.last().copied().unwrap_or(0);
    }
    due
}

/// Breaks a pathway in some ways, and compares what is found.
fn break_it(
    name: &str,
    whole: &Everyone<'_>,
    (mutants, most): (u64, usize),
    dice: &mut Dice,
    table: &mut Table,
) {
    let was_due = due(&whole.verdict());
    for _ in 0..mutants {
        let Some((broken, kind, what)) = mutant(whole.pathway, dice) else {
            continue;
        };
        let Some(everyone) = Everyone::within(most, &broken, TODAY) else {
            continue;
        };
        let differences = differences_of(&everyone);
        assert!(
            differences.is_empty(),
            "{name}, where {what}:\n{differences:#?}"
        );
        let row = table.entry(kind).or_default();
        row.made += 1;
        let new: Vec<&'static str> = due(&everyone.verdict())
            .into_iter()
            .filter(|(code, times)| *times > was_due.get(code).copied().unwrap_or(0))
            .map(|(code, _)| code)
            .collect();
        if !differs(whole, &everyone) {
            row.unchanged += 1;
        } else if new.is_empty() {
            row.silent += 1;
        }
        for code in new {
            *row.found.entry(code).or_default() += 1;
        }
    }
}

/// How the checks and the families disagree about a pathway.
fn differences_of(everyone: &Everyone<'_>) -> Vec<String> {
    let mut found = Diagnostics::default();
    crate::check::check(everyone.pathway, TODAY, &mut found);
    let mut differences = differences(everyone.pathway, &found, &everyone.verdict());
    let open = found.findings.iter();
    let open = open.filter(|it| it.code == Code::NotProved);
    differences.extend(open.map(|it| format!("not-proved wrong: {}", it.message)));
    let mut judged = Judged::default();
    judge(everyone, &mut all_made(&found), false, &mut judged);
    differences.extend(judged.wrong);
    differences
}

/// Whether some family gets something else after a change.
fn differs(before: &Everyone<'_>, after: &Everyone<'_>) -> bool {
    let was = Evaluator::new(before.pathway, TODAY);
    let is = Evaluator::new(after.pathway, TODAY);
    let mut families = before.families.iter().chain(&after.families);
    families.any(|family| story(&was.evaluate(&family.sheet)) != story(&is.evaluate(&family.sheet)))
}

/// Where a family comes, what is wrong there and what it gets, whatever the numbers of the ways and actions.
fn story(family: &Evaluation) -> BTreeSet<String> {
    let places = family.visits.iter().map(|it| format!("{:?}", it.block));
    let problem = |it: &Problem| {
        let words = format!("{it:?}");
        let name = words.split([' ', '(']).next().unwrap_or("").to_string();
        format!("{name} {:?}", it.block())
    };
    let problems = family.problems.iter().map(problem);
    let got = family.got.iter().map(|got| {
        let how = (got.strength, &got.verbs, &got.deadline);
        format!(
            "{:?} {how:?} {:?} {:?}",
            got.what, got.lines, got.unsure_lines
        )
    });
    places.chain(problems).chain(got).collect()
}

#[test]
fn what_is_broken_in_a_sound_flow_is_found_as_every_family_finds_it() {
    let mut table = Table::new();
    for seed in some_seeds(2) {
        let mut dice = Dice::new(seed);
        let text = flow::flow(seed);
        let compiled = compiled(&text);
        let everyone = Everyone::of(&compiled.pathway, TODAY).filter(|_| is_sound(&compiled));
        if let Some(everyone) = everyone.filter(|it| has_no_errors(&it.verdict())) {
            let name = format!("seed {seed}:\n{text}");
            break_it(&name, &everyone, (6, 1_500), &mut dice, &mut table);
        }
    }
    print(&table);
    let made: u64 = table.values().map(|it| it.made).sum();
    let unchanged: u64 = table.values().map(|it| it.unchanged).sum();
    let silent: u64 = table.values().map(|it| it.silent).sum();
    assert!(made > seeds() / 2, "{made} mutants");
    assert!(
        made * 2 > unchanged * 3,
        "{made} mutants, {unchanged} unchanged"
    );
    assert!(made > silent * 3, "{made} mutants, {silent} unnoticed");
}

/// Every flow file of a folder of the repository, and the folders in it.
fn flow_files(folder: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "flow") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

#[test]
fn what_is_broken_in_a_real_flow_is_found_as_every_family_finds_it() {
    let mut dice = Dice::new(2);
    let files = [flow_files("flows"), flow_files("tests/cases/flows")].concat();
    let mut table = Table::new();
    let mut judged = 0;
    for path in files {
        let text = std::fs::read_to_string(&path).expect("a flow file can be read");
        let beside = |from: &str, name: &str| {
            let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
            let file = root.join(from).parent().map(|folder| folder.join(name));
            let file = file.and_then(|file| file.canonicalize().ok());
            let text = file
                .as_ref()
                .and_then(|file| std::fs::read_to_string(file).ok());
            let (Some(file), Some(text)) = (file, text) else {
                return Err(String::from("It is not there."));
            };
            let name = file
                .strip_prefix(root)
                .unwrap_or(&file)
                .display()
                .to_string();
            Ok(crate::source::Given { name, text })
        };
        let name = path.strip_prefix(env!("CARGO_MANIFEST_DIR"));
        let name = name.unwrap_or(&path).display().to_string();
        let compiled = crate::compile(&name, &text, TODAY, &beside);
        if compiled.pathway.shared {
            continue; // It is made to be included, and has no families.
        }
        assert!(is_sound(&compiled), "{name}");
        let Some(everyone) = Everyone::within(REAL_SHEETS, &compiled.pathway, TODAY) else {
            println!("{name} has too many families");
            continue;
        };
        let differences = differences_of(&everyone);
        assert!(differences.is_empty(), "{name}:\n{differences:#?}");
        break_it(
            &name,
            &everyone,
            (seeds() / 120, REAL_SHEETS),
            &mut dice,
            &mut table,
        );
        judged += 1;
    }
    print(&table);
    assert!(judged > 0, "no flow is small enough");
}
