//! What was found, what of it stands, and what was allowed and why.

use super::{Made, chapter};
use crate::diagnostic::{By, Diagnostic, Diagnostics, Reply, Severity, summary};
use crate::emit::text::{Block, Span, spans};
use crate::source::Sources;

/// How many answers of a family are told.
const ANSWERS: usize = 12;

/// How many findings there are, in a sentence.
pub(super) fn in_short(made: &Made<'_>) -> String {
    if made.diagnostics.findings.is_empty() && made.diagnostics.allowed.is_empty() {
        "nothing was found".to_string()
    } else {
        summary(made.diagnostics).trim().to_string()
    }
}

/// The findings that stand, gravest first.
pub fn standing(sources: &Sources, diagnostics: &Diagnostics) -> Vec<Block> {
    let mut out = Vec::new();
    for (severity, title, id) in [
        (Severity::Error, "Errors", "errors"),
        (Severity::Warning, "Warnings", "warnings"),
        (Severity::Advice, "Advice", "advice"),
    ] {
        let findings = diagnostics.findings.iter();
        let findings = findings.filter(|it| it.code.severity() == severity);
        for (number, finding) in findings.enumerate() {
            if number == 0 {
                out.push(chapter(title, id));
            }
            let mut words = spans(&finding.message);
            words.push(Span::Plain(format!(" ({})", place(sources, finding))));
            out.push(Block::Item { depth: 0, words });
            told(finding, &mut out);
        }
    }
    out
}

/// What was found and allowed, with the reasons.
pub(super) fn allowed(made: &Made<'_>) -> Vec<Block> {
    let mut out = vec![chapter("Findings that were allowed", "allowed")];
    if made.diagnostics.allowed.is_empty() {
        out.push(Block::plain("None."));
        return out;
    }
    let rows = made.diagnostics.allowed.iter().map(|it| {
        let by = match it.by {
            By::Author => "the flow",
            By::Workspace => "the settings of the workspace",
        };
        vec![
            spans(&it.finding.message),
            vec![Span::Plain(it.reason.clone())],
            vec![Span::Plain(by.to_string())],
            vec![Span::Plain(place(made.sources, &it.finding))],
        ]
    });
    out.push(Block::Table {
        caption: "What was found, and why it may stand".into(),
        head: ["Finding", "Why it is allowed", "Allowed by", "Where"]
            .map(String::from)
            .to_vec(),
        rows: rows.collect(),
    });
    out
}

/// The family that shows a finding, and what to do about it.
pub(super) fn told(finding: &Diagnostic, out: &mut Vec<Block>) {
    if let Some(family) = &finding.family {
        out.push(Block::item(1, "The family:"));
        let told = family.replies.iter().filter(|it| it.is_told);
        let answer = |it: &Reply| Block::item(2, format!("{} {}", it.question, it.answer));
        out.extend(told.take(ANSWERS).map(answer));
    }
    for help in &finding.help {
        let words = spans(help);
        out.push(Block::Item { depth: 1, words });
    }
}

/// `parents.flow, line 73`
fn place(sources: &Sources, finding: &Diagnostic) -> String {
    let source = sources.get(finding.span.source);
    let line = sources.start(finding.span).line;
    format!("{}, line {line}", source.name)
}
