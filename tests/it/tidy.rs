//! The plan of the house, held by tests: who may know whom, one door for each dependency, files that can
//! be read in one sitting.

use std::fmt::Write;

use crate::cases::{files, read, repository};

/// Which modules of the library each one may know.
const MAY_KNOW: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("diagnostic", &["source"]),
    ("syntax", &["source", "diagnostic", "calendar"]),
    // The shapes that are the same before and after names are looked up: dates, strengths, units.
    ("ir", &["source", "syntax"]),
    ("calendar", &["ir"]),
    ("contact", &["source", "diagnostic"]),
    (
        "resolve",
        &[
            "source",
            "diagnostic",
            "syntax",
            "ir",
            "calendar",
            "contact",
        ],
    ),
    // One flow from several files; of a version it asks what its base has by itself.
    (
        "assemble",
        &["source", "diagnostic", "syntax", "ir", "resolve", "check"],
    ),
    ("graph", &["source", "ir"]),
    // What a family gets, and which families there are, ask each other.
    (
        "evaluate",
        &[
            "source",
            "diagnostic",
            "ir",
            "calendar",
            "graph",
            "families",
        ],
    ),
    (
        "families",
        &[
            "source",
            "diagnostic",
            "ir",
            "calendar",
            "graph",
            "evaluate",
        ],
    ),
    (
        "check",
        &[
            "source",
            "diagnostic",
            "ir",
            "calendar",
            "contact",
            "graph",
            "evaluate",
            "families",
            "logic",
            "answers",
            "coverage",
            "emit",
        ],
    ),
    // What is so of all families: what is proved is what the evaluator says of each.
    (
        "logic",
        &[
            "source",
            "diagnostic",
            "ir",
            "calendar",
            "graph",
            "evaluate",
            "families",
        ],
    ),
    (
        "coverage",
        &["source", "diagnostic", "ir", "graph", "evaluate", "logic"],
    ),
    (
        "emit",
        &[
            "source",
            "diagnostic",
            "ir",
            "calendar",
            "graph",
            "letters",
            "picture",
        ],
    ),
    // How wide texts are, and a picture of what documents say.
    ("letters", &[]),
    ("picture", &["emit", "letters", "ir"]),
    (
        "matrix",
        &["source", "diagnostic", "ir", "calendar", "emit"],
    ),
    ("drift", &["assemble", "diagnostic", "diff", "ir"]),
    // What somebody signs: of everything that is known of a pathway.
    (
        "pack",
        &[
            "source",
            "answers",
            "calendar",
            "diagnostic",
            "diff",
            "emit",
            "evaluate",
            "ir",
            "why",
        ],
    ),
    (
        "view",
        &["diagnostic", "emit", "evaluate", "graph", "ir", "logic"],
    ),
    (
        "why",
        &["answers", "diagnostic", "evaluate", "graph", "ir", "logic"],
    ),
    (
        "cases",
        &[
            "answers",
            "coverage",
            "diagnostic",
            "emit",
            "evaluate",
            "graph",
            "ir",
            "logic",
        ],
    ),
    // Two versions at once: what is compared of them is proved as it is of one.
    (
        "diff",
        &[
            "answers",
            "calendar",
            "diagnostic",
            "emit",
            "evaluate",
            "graph",
            "ir",
            "logic",
        ],
    ),
    (
        "answers",
        &[
            "source",
            "diagnostic",
            "ir",
            "calendar",
            "evaluate",
            "families",
            "emit",
        ],
    ),
];

/// The only places that may know each dependency: files, or folders with all that is in them.
const DOORS: &[(&str, &[&str])] = &[
    ("typed_arena", &["src/assemble"]),
    ("pathdiff", &["src/cli/files.rs"]),
    ("ariadne", &["src/diagnostic/render"]),
    ("base64", &["src/emit/html/sha256.rs"]),
    ("batsat", &["src/logic/solver.rs"]),
    (
        "csv",
        &["src/resolve", "src/matrix/csv.rs", "src/emit/directory.rs"],
    ),
    ("zip", &["src/emit/docx"]),
    ("email_address", &["src/contact"]),
    ("harfrust", &["src/letters/fonts.rs"]),
    ("jiff", &["src/calendar.rs"]),
    ("krilla", &["src/emit/pdf"]),
    ("opening_hours_syntax", &["src/contact"]),
    ("pest", &["src/syntax/parse"]),
    ("pest_derive", &["src/syntax/parse"]),
    ("petgraph", &["src/graph.rs"]),
    ("schemars", &["src/emit/json"]),
    (
        "serde",
        &[
            "src/emit/json",
            "src/emit/html/words.rs",
            "src/diagnostic/render",
            "src/answers",
            "src/diff/json.rs",
            "src/cli",
        ],
    ),
    (
        "serde_json",
        &[
            "src/emit/json",
            "src/emit/html/words.rs",
            "src/diagnostic/render",
            "src/answers",
            "src/check/oracle",
            "src/diff/json.rs",
            "src/cli",
        ],
    ),
    ("png", &["src/emit/png"]),
    ("sha2", &["src/emit/html/sha256.rs"]),
    ("skrifa", &["src/letters/fonts.rs"]),
    ("strsim", &["src/diagnostic/nearest.rs"]),
    ("tiny_skia", &["src/emit/png"]),
    ("unicode_bidi", &["src/letters/runs.rs"]),
    ("unicode_linebreak", &["src/letters/lines.rs"]),
    ("unicode_segmentation", &["src/letters"]),
    (
        "unicode_width",
        &[
            "src/diagnostic",
            "src/diff/human.rs",
            "src/syntax",
            "src/emit",
            "src/letters",
            "src/cli",
        ],
    ),
    ("tiny_http", &["src/cli/preview/server.rs"]),
    ("url", &["src/contact"]),
    ("quick_junit", &["src/cli/check"]),
    ("toml", &["src/cli/workspace.rs"]),
    ("clap", &["src/cli", "src/main.rs"]),
    ("clap_complete", &["src/cli"]),
    ("clap_mangen", &["src/cli"]),
];

/// What judges the checks is compiled for tests only, stands where it can see what they see, and knows the
/// whole library.
const JUDGE: &str = "src/check/oracle";

/// Lists of nouns, which nobody reads from end to end, may be longer than 600 lines.
const LONG: &[&str] = &["src/ir.rs", "src/syntax/ast.rs"];

/// Each file of `src` by its path in the repository, with its text.
fn sources() -> Vec<(String, String)> {
    let root = repository("");
    files(&repository("src"), ".rs")
        .into_iter()
        .map(|path| {
            let text = read(&path);
            let path = path.strip_prefix(&root).unwrap_or(&path);
            (path.to_string_lossy().replace('\\', "/"), text)
        })
        .collect()
}

/// The code of a file, without its comments and its unit tests.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]").next().unwrap_or("");
    let lines = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// The word at the beginning of a text.
fn first_word(text: &str) -> &str {
    let text = text.trim_start();
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_');
    &text[..end.unwrap_or(text.len())]
}

/// The words that stand directly after `before` in a text; after `before {`, each of the list.
fn words_after<'a>(text: &'a str, before: &str) -> Vec<&'a str> {
    let mut words = Vec::new();
    for rest in text.split(before).skip(1) {
        let Some(list) = rest.strip_prefix('{') else {
            words.push(first_word(rest));
            continue;
        };
        let mut depth = 0;
        let commas_outside = |c| {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            // The bracket that ends the list ends its last word too.
            depth < 0 || (c == ',' && depth == 0)
        };
        let end = list.find(';').unwrap_or(list.len());
        words.extend(list[..end].split(commas_outside).map(first_word));
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Whether a path is a file of this module: `src/check.rs`, or in `src/check/`.
fn is_in(path: &str, module: &str) -> bool {
    let rest = path.strip_prefix(module);
    rest.is_some_and(|rest| matches!(rest, "" | ".rs") || rest.starts_with('/'))
}

#[test]
fn a_module_knows_only_those_it_may_know() {
    let mut failures = String::new();
    for (path, text) in sources() {
        if path.ends_with("/tests.rs") || is_in(&path, JUDGE) {
            continue;
        }
        let row = MAY_KNOW
            .iter()
            .find(|(module, _)| is_in(&path, &format!("src/{module}")));
        let Some((module, may_know)) = row else {
            let is_outside = ["src/lib.rs", "src/main.rs"].contains(&path.as_str());
            assert!(
                is_outside || is_in(&path, "src/cli"),
                "{path} is in no row of the plan"
            );
            continue;
        };
        for known in words_after(&code(&text), "crate::") {
            if known != *module && !may_know.contains(&known) {
                let _ = writeln!(failures, "{path} may not know `{known}`");
            }
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
}

#[test]
fn no_check_knows_another() {
    let checks: Vec<_> = sources()
        .into_iter()
        .filter(|(path, _)| path.starts_with("src/check/"))
        .collect();
    assert!(!checks.is_empty());
    for (path, text) in checks.iter().filter(|(path, _)| !is_in(path, JUDGE)) {
        let code = code(text);
        let known = [words_after(&code, "super::"), words_after(&code, "check::")];
        for known in known.concat() {
            let other = format!("src/check/{known}.rs");
            let is_check = checks.iter().any(|(path, _)| *path == other);
            assert!(!is_check, "{path} may not know the check `{known}`");
        }
    }
}

#[test]
fn each_dependency_has_one_door() {
    let sources = sources();
    let manifest = read(&repository("Cargo.toml"));
    let dependencies = manifest.split("[dependencies]").nth(1).unwrap_or("");
    let dependencies = dependencies.split("\n[").next().unwrap_or("");
    let mut failures = String::new();
    for line in dependencies.lines().filter(|line| line.contains(" = ")) {
        let name = line.split(' ').next().unwrap_or("").replace('-', "_");
        let Some((_, doors)) = DOORS.iter().find(|(dependency, _)| *dependency == name) else {
            let _ = writeln!(failures, "`{name}` has no door in this test");
            continue;
        };
        for (path, text) in &sources {
            let code = code(text);
            let is_known = words_after(&code, "use ").contains(&name.as_str())
                || code.match_indices(&format!("{name}::")).any(|(at, _)| {
                    let before = code[..at].chars().next_back().unwrap_or(' ');
                    !before.is_alphanumeric() && !"_:".contains(before)
                });
            if is_known && !doors.iter().any(|door| is_in(path, door) || path == door) {
                let _ = writeln!(failures, "{path} may not know `{name}`");
            }
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
}

#[test]
fn a_file_can_be_read_in_one_sitting() {
    let mut failures = String::new();
    for (path, text) in sources() {
        let lines = text.lines().count();
        if lines > 600 && !LONG.contains(&path.as_str()) {
            let _ = writeln!(failures, "{path} has {lines} lines");
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
}

#[test]
fn nothing_speaks_of_the_machine_it_was_written_on() {
    let folders = ["home", "tmp", "root", "work", "Users"].map(|name| format!("/{name}/"));
    for folder in ["src", "docs", "tests", "grammar", "flows"] {
        for ending in [".rs", ".md", ".flow", ".pest", ".json"] {
            for path in files(&repository(folder), ending) {
                for (line, number) in read(&path).lines().zip(1..) {
                    let found = folders.iter().find(|folder| line.contains(folder.as_str()));
                    assert!(found.is_none(), "{}:{number}: {line}", path.display());
                }
            }
        }
    }
}
