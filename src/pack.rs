//! The fact-check pack: what whoever answers for a pathway reads and signs.
//!
//! In: a checked pathway, its findings, pictures of it, perhaps an earlier version. Out: running text, from the picture to
//! the lines for signatures. Invariant: everything said of families is proved, or the text says that it is not.
//!
//! Absent on purpose: files. The text is made a page by [`page`], and written by whoever asked for it.

mod findings;
mod page;
mod promises;
mod services;
#[cfg(test)]
mod tests;

use crate::calendar;
use crate::diagnostic::{Diagnostics, Severity, count};
use crate::diff;
use crate::emit::document::{Document, JUDGEMENT};
use crate::emit::text::{self, Anchor, Block, Span};
use crate::emit::words::capital;
use crate::ir::{Date, Pathway};
use crate::source::Sources;

pub use findings::standing;
pub use page::page;

/// What a pack is made from.
#[derive(Clone, Copy, Debug)]
pub struct Made<'a> {
    /// The pathway; every line of it was read.
    pub pathway: &'a Pathway,
    /// Its texts.
    pub sources: &'a Sources,
    /// What was found, and what is allowed.
    pub diagnostics: &'a Diagnostics,
    /// Its words.
    pub document: &'a Document,
    /// The sheets of its picture: what each is called, and the picture as SVG.
    pub sheets: &'a [(String, String)],
    /// An earlier version, and what it is called.
    pub since: Option<(&'a Pathway, &'a str)>,
    /// The day on which.
    pub today: Date,
}

/// The whole pack.
pub fn pack(made: &Made<'_>) -> Vec<Block> {
    let mut out = summary(made);
    out.push(chapter("The diagram", "diagram"));
    out.push(Block::plain(format!(
        "{} It shows the ways that some family can take, and no others. Its numbers are those of the text below.",
        JUDGEMENT
    )));
    for (caption, svg) in made.sheets {
        out.push(Block::Figure {
            caption: caption.clone(),
            svg: svg.clone(),
        });
    }
    out.extend(services::services(made));
    out.extend(promises::promises(made));
    out.extend(promises::examples(made));
    out.extend(services::contacts(made));
    out.extend(findings::allowed(made));
    if let Some((old, called)) = made.since {
        out.push(chapter(
            format!("What is different since {called}"),
            "since",
        ));
        out.extend(diff::prose(&diff::diff(old, made.pathway, made.today), 3));
    }
    if !made.document.facts.is_empty() {
        out.push(chapter("Known from the start", "facts"));
        out.extend(text::facts(made.document));
    }
    out.push(chapter("The pathway in words", "words"));
    out.extend(text::steps(made.document));
    let definitions = text::definitions(made.document);
    if !definitions.is_empty() {
        out.push(chapter("What the words mean", "definitions"));
        out.extend(definitions);
    }
    out.extend(sign_off(made));
    out
}

/// The heading of a chapter.
fn chapter(words: impl Into<String>, name: &'static str) -> Block {
    Block::heading(2, Some(Anchor::Chapter(name)), words)
}

/// What the pack is, and what is to be seen at a glance.
fn summary(made: &Made<'_>) -> Vec<Block> {
    let document = made.document;
    let mut out = Vec::new();
    if let Some(draft) = &document.draft {
        out.push(Block::Alarm(format!("Do not sign this. {draft}")));
    }
    let mut rows: Vec<Vec<Vec<Span>>> = Vec::new();
    let mut row = |what: &str, says: String| {
        rows.push(vec![
            vec![Span::Plain(what.to_string())],
            vec![Span::Plain(says)],
        ]);
    };
    for (word, text) in &document.control {
        row(word, text.clone());
    }
    for missing in ["Owner", "Version", "Review by"] {
        if !document.control.iter().any(|(word, _)| *word == missing) {
            row(missing, "not given in the flow".to_string());
        }
    }
    row("This pack was made on", calendar::words(made.today));
    let asked = document
        .steps
        .iter()
        .filter(|it| it.kind.is_asked())
        .count();
    row(
        "What is in it",
        format!(
            "{}, {} in all, {}",
            count(asked, "question"),
            count(document.steps.len(), "step"),
            count(document.services.len(), "service")
        ),
    );
    row("Promises", promises::in_short(made));
    row("Examples", promises::examples_in_short(made));
    row("Findings", findings::in_short(made));
    out.push(Block::Table {
        caption: "At a glance".into(),
        head: vec!["What".into(), "What it says".into()],
        rows,
    });
    for text in &document.urgent {
        out.push(Block::Alarm(format!("Urgent: {text}")));
    }
    out.extend(document.notes.iter().map(Block::plain));
    out.extend(standing(made.sources, made.diagnostics));
    out
}

/// What is to be confirmed, and by whom.
fn sign_off(made: &Made<'_>) -> Vec<Block> {
    let errors = made.diagnostics.count(Severity::Error);
    let mut out = vec![chapter("Sign-off", "sign-off")];
    if errors > 0 {
        out.push(Block::plain(format!(
            "There {} in the flow. A pathway with errors should not be signed off.",
            if errors == 1 {
                "is 1 error".to_string()
            } else {
                format!("are {errors} errors")
            }
        )));
    }
    out.push(Block::plain("I have checked that:"));
    let checks = [
        "the services are offered to the families who should get them, as the tables say",
        "the promises are those that we make, and none is missing",
        "the contacts are right today",
        "what was allowed may stand, for the reasons given",
    ];
    out.extend(
        checks
            .iter()
            .map(|it| Block::item(0, format!("☐ {}", capital(it)))),
    );
    out.push(Block::ToFillIn(
        ["Name", "Role", "Date", "Signature"]
            .map(String::from)
            .to_vec(),
    ));
    out
}
