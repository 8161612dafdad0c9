//! The flows of the repository: each compiles whole, its examples hold, and it has exactly the findings
//! that are known of its document.

use std::collections::BTreeMap;

use crate::{cases, compile_at, flows};

/// What is known to be wrong with a document that a flow is faithful to.
const KNOWN: &[(&str, &[&str])] = &[
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
        ],
    ),
    (
        "flows/tower-hamlets/parental_conflict.flow",
        &["no-review-date", "no-owner", "no-contact"],
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
