//! The flows of the repository: each compiles whole, its examples hold, and it has exactly the findings
//! that are known of its document. What is written about those findings quotes each of them, as it is printed.

use std::collections::BTreeMap;

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
