//! Runs `tests/cases`: the language, tested in itself.
//!
//! A file holds several cases, each under a line `#### title`. `#! name` at the end of a line says that a
//! finding of that name begins on this line (`#! name, name` for two); the mark is taken away before the
//! case is compiled. Every finding must be marked, and every mark must be found. A case without a pathway
//! heading is given one that starts at the case's first block and of which nothing is found. A file
//! without titles is one case. A line `##= NAME` begins another file of the case, which the case may name; any other
//! file that a case names is looked for beside it.
//!
//! Most cases are too short for examples, and ask where any answer would do: that an outcome is in no example
//! counts only where it is marked, and that a question is asked for nothing only there and in its own file.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use fingerpost::diagnostic::Code;
use fingerpost::ir::Date;
use fingerpost::source::Given;

/// The day on which everything in the tests is looked at.
pub(crate) const TODAY: Date = Date {
    year: 2027,
    month: 1,
    day: 15,
};

/// Whether what is published is to be written anew.
pub(crate) fn is_update() -> bool {
    std::env::var_os("FINGERPOST_UPDATE").is_some()
}

/// A path inside the repository.
pub(crate) fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Every file in a folder and the folders in it whose name ends so, in the order of their names.
pub(crate) fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let is_made = ["target", "corpus", "artifacts"].map(|name| path.ends_with(name));
            if path.is_dir() && is_made.contains(&true) {
                continue; // What building and fuzzing leave behind.
            }
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// A file that another file of the repository names.
pub(crate) fn beside(from: &str, path: &str) -> Result<Given, String> {
    let root = repository("").canonicalize();
    let root = root.map_err(|error| error.to_string())?;
    let cannot = |error: std::io::Error| format!("`{path}`: {error}.");
    let folder = root.join(from);
    let file = folder.parent().unwrap_or(&folder).join(path);
    let file = file.canonicalize().map_err(cannot)?;
    let name = file.strip_prefix(&root).unwrap_or(&file);
    Ok(Given {
        name: name.to_string_lossy().into_owned(),
        text: fs::read_to_string(&file).map_err(cannot)?,
    })
}

/// A file of the repository as text.
pub(crate) fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

struct Case<'a> {
    title: &'a str,
    /// The line of the file on which the case's text begins, counted from 1.
    begins: usize,
    lines: Vec<&'a str>,
    /// Other files of the case.
    files: Vec<Case<'a>>,
}

fn cases(text: &str) -> Vec<Case<'_>> {
    let mut cases: Vec<Case<'_>> = Vec::new();
    if !text.lines().any(|line| line.starts_with("#### ")) {
        cases.push(Case {
            title: "the whole file",
            begins: 1,
            lines: Vec::new(),
            files: Vec::new(),
        });
    }
    for (line, number) in text.lines().zip(1..) {
        if let Some(title) = line.strip_prefix("#### ") {
            cases.push(Case {
                title,
                begins: number + 1,
                lines: Vec::new(),
                files: Vec::new(),
            });
        } else if let Some(case) = cases.last_mut() {
            if let Some(name) = line.strip_prefix("##= ") {
                case.files.push(Case {
                    title: name,
                    begins: number + 1,
                    lines: Vec::new(),
                    files: Vec::new(),
                });
            } else {
                case.files
                    .last_mut()
                    .map_or(&mut case.lines, |file| &mut file.lines)
                    .push(line);
            }
        }
    }
    cases
}

/// The case as it is compiled, and the marks taken out of it: each a line, counted from 1, and a name.
fn without_marks(case: &Case<'_>) -> (String, Vec<(usize, String)>) {
    let (mut text, mut marks) = (String::new(), Vec::new());
    for (line, number) in case.lines.iter().zip(1..) {
        let (words, names) = line.split_once("#!").unwrap_or((line, ""));
        let names = names.split(',').map(str::trim).filter(|it| !it.is_empty());
        marks.extend(names.map(|name| (number, name.to_string())));
        text += words.trim_end();
        text.push('\n');
    }
    (text, marks)
}

/// A pathway heading of which nothing is found, for a case without one.
fn pathway_of(case: &Case<'_>) -> String {
    let begins = ["pathway ", "variant ", "shared ", "fixed pathway "];
    let is_pathway = |line: &&str| begins.iter().any(|it| line.trim_start().starts_with(it));
    if case.lines.iter().any(is_pathway) {
        return String::new();
    }
    let name = |line: &&str| {
        let mut words = line.split_whitespace();
        let keyword = words.next()?;
        let is_block = matches!(keyword, "question" | "checklist" | "step" | "outcome");
        is_block.then(|| words.next()).flatten().map(str::to_string)
    };
    let start = case.lines.iter().find_map(name);
    let start = start.expect("a case without a pathway has a block to start at");
    format!(
        "\npathway the_case \"The case\"\n  owner \"Early Help\"\n  review by 2030-03-31\n  \
         urgent \"If anyone is in immediate danger, call 999.\"\n  start {start}\n"
    )
}

/// What is wrong with one case; empty where nothing is. What it names is beside its file.
fn differences(case: &Case<'_>, path: &Path) -> String {
    let folder = path.parent().unwrap_or(path);
    let is_own_file = path.ends_with("asked-for-nothing.flow");
    let main = "case.flow";
    let (text, marks) = without_marks(case);
    let mut begins = BTreeMap::from([(main, case.begins)]);
    let mut marks: Vec<(&str, usize, String)> = marks
        .into_iter()
        .map(|(line, name)| (main, line, name))
        .collect();
    let mut texts = BTreeMap::from([(main, text + &pathway_of(case))]);
    for file in &case.files {
        let (text, found) = without_marks(file);
        begins.insert(file.title, file.begins);
        texts.insert(file.title, text);
        marks.extend(
            found
                .into_iter()
                .map(|(line, name)| (file.title, line, name)),
        );
    }
    let read = |_: &str, name: &str| {
        let text = match texts.get(name) {
            Some(text) => text.clone(),
            None => fs::read_to_string(folder.join(name)).map_err(|error| error.to_string())?,
        };
        let name = name.to_string();
        Ok(Given { name, text })
    };
    let compilation = fingerpost::compile(main, &texts[main], TODAY, &read);
    let mut differences = String::new();
    for finding in &compilation.diagnostics.findings {
        let line = compilation.sources.start(finding.span).line;
        let file = compilation.sources.get(finding.span.source).name.as_str();
        let begins = begins.get(file).copied().unwrap_or(1);
        let found = (file, line, finding.code.name().to_string());
        match marks.iter().position(|mark| *mark == found) {
            Some(mark) => drop(marks.swap_remove(mark)),
            None if finding.code == Code::OutcomeWithoutExample => {}
            None if finding.code == Code::AskedForNothing && !is_own_file => {}
            None => {
                let line = line + begins - 1;
                let name = finding.code.name();
                let message = &finding.message;
                let _ = writeln!(
                    differences,
                    "    line {line}: not marked: {name}: {message}"
                );
            }
        }
    }
    for (file, line, name) in marks {
        let line = line + begins[file] - 1;
        let _ = writeln!(differences, "    line {line}: marked, not found: {name}");
    }
    differences
}

#[test]
fn every_case_finds_what_is_marked_and_nothing_else() {
    let mut failures = String::new();
    let mut count = 0;
    for path in files(&repository("tests/cases"), ".flow") {
        let text = read(&path);
        let file = path.strip_prefix(repository("")).unwrap_or(&path).display();
        let cases = cases(&text);
        for case in &cases {
            count += 1;
            let differences = differences(case, &path);
            if !differences.is_empty() {
                let _ = writeln!(failures, "{file}: {}\n{differences}", case.title);
            }
        }
    }
    assert!(count > 0, "there are cases to run");
    assert!(failures.is_empty(), "\n{failures}");
}
