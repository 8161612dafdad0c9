//! Findings as GitHub shows them beside the lines of a pull request: one workflow command for each.
//!
//! Invariant: a command is one line whatever the flow holds; nothing that an author writes can end it or begin
//! another. GitHub shows the first ten errors, warnings and notices of a step and leaves out the rest without
//! a word: so errors come first, and it is said how many are not shown.

use std::fmt::Write;

use super::super::{Diagnostic, Diagnostics, Severity, count, list};
use super::{is_unprintable, place, text};
use crate::source::Sources;

/// How many of each kind GitHub shows for one step.
const SHOWN: usize = 10;

/// One finding as a command, and how much it matters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotation {
    severity: Severity,
    line: String,
}

/// A command for each finding. `path` gives the path of a text from the top of the repository, by the name
/// that its reader knows it by.
pub fn annotations(
    diagnostics: &Diagnostics,
    sources: &Sources,
    path: &dyn Fn(&str) -> String,
) -> Vec<Annotation> {
    let findings = diagnostics.findings.iter();
    findings
        .map(|finding| Annotation {
            severity: finding.code.severity(),
            line: command(finding, sources, path),
        })
        .collect()
}

/// A command for what is wrong beside the flows: a file that could not be read.
pub fn problem(sentence: &str) -> Annotation {
    Annotation {
        severity: Severity::Error,
        line: format!("::error::{}", escaped(sentence, false)),
    }
}

/// The commands of a whole run, one to a line, the worst first.
pub fn commands(mut annotations: Vec<Annotation>) -> String {
    annotations.sort_by_key(|it| it.severity);
    let shown_at_most = [
        (Severity::Error, "error", SHOWN),
        (Severity::Warning, "warning", SHOWN),
        // One of the notices says that there are more.
        (Severity::Advice, "piece", SHOWN - 1),
    ];
    let mut more = Vec::new();
    for (severity, noun, most) in shown_at_most {
        let all = annotations.iter().filter(|it| it.severity == severity);
        if let Some(unshown @ 1..) = all.count().checked_sub(most) {
            let of_advice = if noun == "piece" { " of advice" } else { "" };
            more.push(format!("{}{of_advice}", count(unshown, noun)));
        }
    }
    let mut notice = (!more.is_empty()).then(|| {
        let more = list(&more, "and");
        let words =
            format!("GitHub does not show {more} more here. The log of this step has them all.");
        format!("::notice title=Fingerpost::{}", escaped(&words, false))
    });
    let mut out = String::new();
    for annotation in &annotations {
        if annotation.severity == Severity::Advice
            && let Some(notice) = notice.take()
        {
            let _ = writeln!(out, "{notice}");
        }
        let _ = writeln!(out, "{}", annotation.line);
    }
    if let Some(notice) = notice {
        let _ = writeln!(out, "{notice}");
    }
    out
}

fn command(finding: &Diagnostic, sources: &Sources, path: &dyn Fn(&str) -> String) -> String {
    let kind = match finding.code.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "notice",
    };
    let (start, end) = (sources.start(finding.span), sources.end(finding.span));
    let mut at = format!(
        "file={},line={},col={}",
        escaped(&path(&sources.get(finding.span.source).name), true),
        start.line,
        start.column
    );
    // GitHub draws columns on one line only, and counts the last one in.
    if end.line == start.line && end.column > start.column {
        let _ = write!(at, ",endLine={},endColumn={}", end.line, end.column - 1);
    }
    let mut words = text(finding);
    for label in &finding.labels {
        let _ = write!(words, "\n{}: {}", place(label.span, sources), label.text);
    }
    let name = finding.code.name();
    format!("::{kind} {at},title={name}::{}", escaped(&words, false))
}

/// Words as they stand in a command, or as one of its properties.
fn escaped(words: &str, is_property: bool) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '%' => out += "%25",
            '\r' => out += "%0D",
            '\n' => out += "%0A",
            ':' if is_property => out += "%3A",
            ',' if is_property => out += "%2C",
            c if is_unprintable(c) => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
