//! The flows of the repository: each compiles whole, its examples hold, and it has exactly the findings
//! that are known of its document. What is written about those findings quotes each of them, as it is printed.

use std::collections::BTreeMap;

use fingerpost::coverage::{Dead, coverage};
use fingerpost::diagnostic::{Format, render};

use crate::{cases, compile_at, flows, is_shared};

/// What is known to be wrong with a document that a flow is faithful to.
const KNOWN: &[(&str, &[&str])] = &[
    (
        "flows/thurrock/as_printed.flow",
        &[
            "missing-branch",
            "conflicting-branches",
            "conflicting-branches",
            "conflicting-branches",
            "conflicting-branches",
            "conflicting-branches",
            "conflicting-branches",
            "conflicting-branches",
            "conflicting-branches",
        ],
    ),
    (
        "flows/thurrock/parents_in_conflict.flow",
        &[
            "no-review-date",
            "no-owner",
            "missing-branch",
            "missing-branch",
            "retired-service",
            "no-contact",
            "no-contact",
            "rule-broken",
        ],
    ),
    (
        "flows/tower-hamlets/parental_conflict.flow",
        &["no-review-date", "no-owner", "no-contact", "rule-broken"],
    ),
];

#[test]
fn every_flow_has_the_findings_that_are_known_of_it_and_no_other() {
    let known: BTreeMap<&str, &[&str]> = KNOWN.iter().copied().collect();
    let mut wrong = Vec::new();
    for (path, text) in flows() {
        let compiled = compile_at(&path, &text);
        let name = path
            .strip_prefix(cases::repository(""))
            .unwrap_or(&path)
            .to_string_lossy()
            .replace('\\', "/");
        let found: Vec<&str> = compiled
            .diagnostics
            .findings
            .iter()
            .map(|it| it.code.name())
            .collect();
        let expected = known.get(name.as_str()).copied().unwrap_or_default();
        if found != expected {
            wrong.push(format!(
                "{name}: {found:?} instead of {expected:?}\n{:#?}",
                compiled
                    .diagnostics
                    .findings
                    .iter()
                    .map(|it| &it.message)
                    .collect::<Vec<_>>()
            ));
        }
        assert!(compiled.is_whole(), "{name}");
        assert!(
            !compiled.pathway.examples.is_empty() || name.contains("starter"),
            "{name} has examples"
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nothing_is_found_in_what_is_shared() {
    let mut shared = 0;
    for path in cases::files(&cases::repository("flows"), ".flow") {
        let text = cases::read(&path);
        if is_shared(&text) {
            let findings = compile_at(&path, &text).diagnostics.findings;
            assert!(findings.is_empty(), "{}: {findings:#?}", path.display());
            shared += 1;
        }
    }
    assert!(shared > 0, "something is shared");
}

#[test]
fn every_scenario_of_the_source_documents_is_an_example() {
    let mut seen: Vec<String> = Vec::new();
    for (path, text) in flows() {
        let compiled = compile_at(&path, &text);
        seen.extend(
            compiled
                .pathway
                .examples
                .iter()
                .filter_map(|example| example.text.split(':').next().map(str::to_string)),
        );
    }
    for n in 1..=18 {
        assert!(
            seen.contains(&format!("D{n}")),
            "scenario D{n} is no example"
        );
    }
}

/// The texts between "```text" and "```".
fn quotes(page: &str) -> Vec<&str> {
    let parts = page.split("\n```text\n").skip(1);
    parts
        .filter_map(|part| part.split_once("\n```").map(|(quote, _)| quote))
        .collect()
}

#[test]
fn what_is_written_about_findings_is_what_is_found() {
    let mut wrong = Vec::new();
    for page in cases::files(&cases::repository("flows"), "FINDINGS.md") {
        let text = cases::read(&page);
        let name = page.strip_prefix(cases::repository("")).unwrap_or(&page);
        let name = name.display();
        let mut printed = String::new();
        for (path, flow) in flows() {
            if path.parent() != page.parent() {
                continue;
            }
            let compiled = compile_at(&path, &flow);
            let (findings, sources) = (&compiled.diagnostics, &compiled.sources);
            printed += &render(findings, sources, Format::Full, false);
            for line in render(findings, sources, Format::Short, false).lines() {
                printed += &format!("{line}\n");
                if !line.contains(": allowed: ") && !text.contains(line) {
                    wrong.push(format!("{name} does not quote:\n{line}"));
                }
            }
            if let Some(rules) = &findings.rules {
                let shown = path.strip_prefix(cases::repository("")).unwrap_or(&path);
                printed += &format!("{}: {rules}\n", shown.display());
            }
        }
        // A family is quoted as a whole, findings line by line.
        for quote in quotes(&text) {
            let is_printed = |words: &str| printed.contains(&format!("{words}\n"));
            if !is_printed(quote) && !quote.lines().all(|it| it.contains("[") && is_printed(it)) {
                wrong.push(format!("{name} quotes what is not printed:\n{quote}"));
            }
        }
        assert!(!quotes(&text).is_empty(), "{name} quotes the tool");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// A version of the base for MARAC that says this besides, and fills in what has to be.
fn northshire(besides: &str) -> fingerpost::Compilation {
    let path = cases::repository("flows/marac/northshire.flow");
    let text = cases::read(&path);
    compile_at(&path, &format!("{text}\n{besides}\n"))
}

#[test]
fn whoever_keeps_a_version_is_told_what_can_be_done_in_it() {
    for (besides, message, help) in [
        (
            "set medium_from to 5",
            "After `set medium_from`, a number was expected",
            "Write: set medium_from 5",
        ),
        (
            "remove action think_again from step by_risk",
            "After `remove`,",
            "A single line cannot be removed.",
        ),
        (
            "setting medium_from 5 \"Medium\"",
            "The base declares the setting `medium_from` already",
            "write `set medium_from 5`",
        ),
        (
            "remove question repeat_case",
            "`repeat_case` was taken away, and is still spoken of.",
            "Keep it, or change what speaks of it as well.",
        ),
        (
            "replace outcome high \"High\"\n  offer idva",
            "The rule `fourteen_is_high` does not hold",
            "Change what this version does",
        ),
        (
            "add to example \"The police were called for times\"\n  given danger is no",
            "The base has no example \"The police were called for times\", which this version adds to. Did you mean `The police were called four times`?",
            "look at what it has now",
        ),
    ] {
        let found = northshire(besides).diagnostics.findings;
        let is_told = found.iter().any(|it| {
            it.message.starts_with(message) && it.help.iter().any(|words| words.contains(help))
        });
        assert!(is_told, "{besides}: {found:#?}");
    }
    assert_eq!(northshire("").diagnostics.findings, []);
}

#[test]
fn what_no_example_of_a_version_shows_is_named_with_its_file() {
    let compiled = northshire("remove example \"In danger now, and nothing else said yet\"");
    let mut found = compiled.diagnostics.clone();
    let met = coverage(&compiled.pathway, cases::TODAY, &Dead::default());
    found.coverage = Some(met.report(&compiled.pathway));
    let printed = render(&found, &compiled.sources, Format::Full, false);
    let line = " of flows/marac/base.flow: `standard`";
    assert!(printed.contains(line), "{printed}");
}
