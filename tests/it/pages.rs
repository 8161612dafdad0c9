//! Everything that is published compiles: the page of every finding, the reference and the README.
//!
//! On a finding's page the first flow has that finding, once, and no other; the second has none; and the
//! block between them is what is printed. `FINGERPOST_UPDATE=1` writes that block anew. A `flow NAME` block
//! is a file of that name, which the flows after it may name; a `csv` block is the text of any other file; `␀` stands for a character that no text has.
//!
//! One page has no flow: what is too hard to be settled is long, and takes as long as anything may take.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::ops::Range;

use fingerpost::Compilation;
use fingerpost::diagnostic::{Code, Diagnostics, Format, Group, render};
use fingerpost::source::{Given, Sources};
use fingerpost::syntax;

use crate::cases::{TODAY, files, is_update, read, repository};

/// A block between two lines of three backticks.
struct Fence<'a> {
    /// The words after the first three backticks.
    info: &'a str,
    text: &'a str,
    /// Where the text stands in the page.
    at: Range<usize>,
}

fn fences(page: &str) -> Vec<Fence<'_>> {
    let mut fences = Vec::new();
    let mut open: Option<(&str, usize)> = None;
    let mut at = 0;
    for line in page.split_inclusive('\n') {
        if let Some(info) = line.trim_end().strip_prefix("```") {
            open = match open {
                None => Some((info, at + line.len())),
                Some((info, start)) => {
                    fences.push(Fence {
                        info,
                        text: &page[start..at],
                        at: start..at,
                    });
                    None
                }
            };
        }
        at += line.len();
    }
    fences
}

/// The files that a page's flows may name: those shown under their names, and the list for any other.
#[derive(Default)]
struct Files<'p> {
    named: BTreeMap<&'p str, &'p str>,
    list: Option<&'p str>,
}

impl<'p> Files<'p> {
    /// Whether a block of a page is such a file: `csv`, or `flow` and a name that ends in `.flow`.
    fn take(&mut self, fence: &Fence<'p>) -> bool {
        let name = fence.info.strip_prefix("flow ");
        let name = name.filter(|name| name.ends_with(".flow"));
        match name {
            Some(name) => drop(self.named.insert(name, fence.text)),
            None if fence.info == "csv" => self.list = Some(fence.text),
            None => return false,
        }
        true
    }

    fn compile(&self, text: &str) -> Compilation {
        let read = |_: &str, name: &str| {
            let text = self.named.get(name).copied().or(self.list);
            let text = text.ok_or_else(|| format!("There is no file `{name}`."))?;
            Ok(Given {
                name: name.to_string(),
                text: text.to_string(),
            })
        };
        fingerpost::compile("example.flow", text, TODAY, &read)
    }
}

/// Compiles each flow of a page, with the list that stands above it.
fn flows(fences: &[Fence<'_>]) -> Vec<Compilation> {
    let mut files = Files::default();
    let mut flows = Vec::new();
    for fence in fences {
        if !files.take(fence) && fence.info == "flow" {
            flows.push(files.compile(&fence.text.replace('␀', "\0")));
        }
    }
    flows
}

fn one_line_each(compilation: &Compilation) -> String {
    let mut lines = String::new();
    for finding in &compilation.diagnostics.findings {
        let line = compilation.sources.start(finding.span).line;
        let _ = writeln!(
            lines,
            "    line {line}: {}: {}",
            finding.code.name(),
            finding.message
        );
    }
    lines
}

/// What is printed for a flow, without spaces at the ends of lines.
fn printed(compilation: &Compilation) -> String {
    let printed = render(
        &compilation.diagnostics,
        &compilation.sources,
        Format::Full,
        false,
    );
    let lines: Vec<&str> = printed
        .trim_matches('\n')
        .lines()
        .map(str::trim_end)
        .collect();
    lines.join("\n") + "\n"
}

/// What is wrong with a finding's page; empty where nothing is.
fn faults(code: Code) -> String {
    let path = repository(&format!("docs/findings/{}.md", code.name()));
    let page = read(&path);
    let mut faults = String::new();
    if page.lines().next() != Some(&format!("# {}", code.name())) {
        faults += "  the heading is not the finding's name\n";
    }
    let fences = fences(&page);
    let mut flows = flows(&fences);
    // The flows of other pages are too short for examples.
    if code != Code::OutcomeWithoutExample {
        for flow in &mut flows {
            let findings = &mut flow.diagnostics.findings;
            findings.retain(|it| it.code != Code::OutcomeWithoutExample);
        }
    }
    if code == Code::NotProved && flows.is_empty() {
        return faults;
    }
    let [wrong, mended] = flows.as_slice() else {
        return faults + "  there are not two flows: one that has the finding, and one mended\n";
    };
    if !mended.diagnostics.findings.is_empty() {
        let found = one_line_each(mended);
        let _ = writeln!(faults, "  the mended flow has findings:\n{found}");
    }
    let found = &wrong.diagnostics.findings;
    if !matches!(found.as_slice(), [only] if only.code == code) {
        let found = one_line_each(wrong);
        let _ = writeln!(
            faults,
            "  the first flow has not this finding alone:\n{found}"
        );
        return faults;
    }
    let Some(shown) = fences.iter().find(|fence| fence.info == "text") else {
        return faults + "  nothing shows what is printed\n";
    };
    let printed = printed(wrong);
    if shown.text != printed {
        if is_update() {
            let mut page = page.clone();
            page.replace_range(shown.at.clone(), &printed);
            fs::write(&path, page).expect("the page can be written");
        } else {
            let _ = writeln!(faults, "  something else is printed:\n{printed}");
        }
    }
    faults
}

#[test]
fn every_page_shows_its_finding_and_how_to_mend_it() {
    let mut failures = String::new();
    for code in Code::ALL {
        let faults = faults(*code);
        if !faults.is_empty() {
            let _ = writeln!(failures, "docs/findings/{}.md\n{faults}", code.name());
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
}

#[test]
fn every_page_is_about_a_finding() {
    for path in files(&repository("docs/findings"), ".md") {
        let name = path.file_stem().map(|name| name.to_string_lossy());
        let code = name.as_deref().and_then(Code::named);
        assert!(code.is_some(), "{name:?} is no finding");
    }
}

/// A `flow` block is a whole file; a `flow fragment` is a part of one, and is only read.
#[test]
fn every_flow_in_the_reference_and_the_readme_can_be_read() {
    let mut failures = String::new();
    for name in ["docs/language.md", "README.md"] {
        let Ok(page) = fs::read_to_string(repository(name)) else {
            continue;
        };
        let mut files = Files::default();
        for fence in fences(&page) {
            if files.take(&fence) {
                continue;
            }
            let mut found = match fence.info {
                "flow" => files.compile(fence.text).diagnostics,
                "flow fragment" => {
                    let mut found = Diagnostics::default();
                    let source = Sources::default().add("example.flow", fence.text);
                    syntax::parse(fence.text, source, &mut found);
                    found
                }
                _ => continue,
            };
            found
                .findings
                .retain(|it| matches!(it.code.group(), Group::Reading | Group::Names));
            let begins = page[..fence.at.start].lines().count();
            for finding in found.findings {
                let line = begins + fence.text[..finding.span.start as usize].lines().count();
                let (code, message) = (finding.code.name(), finding.message);
                let _ = writeln!(failures, "{name}, near line {line}: {code}: {message}");
            }
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
}
