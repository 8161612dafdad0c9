//! Fingerpost: a small language in which a local authority writes its pathway, and its compiler.
//!
//! A text becomes a checked pathway in three steps, and a pathway becomes whatever people need of it:
//!
//! 1. [`syntax::parse`]: a text to what its author wrote, line by line.
//! 2. [`resolve::resolve`]: names to things; from here on a [`ir::Pathway`] holds no name to look up.
//! 3. [`check::check`]: everything that is wrong with the pathway as a whole.
//! 4. [`emit`]: a pathway to JSON or Graphviz. [`evaluate`]: a family's answers to what the family gets.
//!
//! [`compile`] is the first three in one call. The library reads no file, knows no clock and prints
//! nothing: the same input gives the same bytes.

pub mod answers;
pub mod calendar;
pub mod cases;
pub mod check;
pub mod contact;
pub mod coverage;
pub mod diagnostic;
pub mod diff;
pub mod emit;
pub mod evaluate;
pub mod families;
pub mod graph;
pub mod ir;
pub(crate) mod logic;
pub mod resolve;
pub mod source;
pub mod syntax;
pub mod why;

use diagnostic::{Code, Diagnostics, Group, Severity};
use ir::{Date, Pathway};
use source::Sources;

/// What compiling made, and what there is to say about it.
#[derive(Clone, Debug)]
pub struct Compilation {
    /// The texts that were read; the first is the flow file.
    pub sources: Sources,
    /// What the file means, as far as it could be understood.
    pub pathway: Pathway,
    /// Every finding, in the order of the text.
    pub diagnostics: Diagnostics,
}

impl Compilation {
    /// Whether every line was read and every name found, so that the pathway says all that the file says.
    pub fn is_whole(&self) -> bool {
        !self.diagnostics.findings.iter().any(|finding| {
            finding.code.severity() == Severity::Error
                && matches!(finding.code.group(), Group::Reading | Group::Names)
        }) && self.pathway.start.is_some()
    }
}

/// Compiles one flow file: reads it, resolves it and checks it.
///
/// `name` is what the reader calls the file; `today` is the day on which review dates are looked at;
/// `read` gives the text of a file that the flow names (a list of answers), by its path as written, or
/// says in a sentence why it cannot.
pub fn compile(
    name: &str,
    text: &str,
    today: Date,
    read: &dyn Fn(&str) -> Result<String, String>,
) -> Compilation {
    let mut diagnostics = Diagnostics::default();
    let mut sources = Sources::default();
    let source = sources.add(name, text);
    let readable = syntax::readable(text);
    let file = syntax::parse(&readable, source, &mut diagnostics);
    if diagnostics
        .findings
        .iter()
        .any(|finding| finding.code == Code::NotText)
    {
        return Compilation {
            sources,
            pathway: Pathway::default(),
            diagnostics,
        };
    }
    let pathway = resolve::resolve(&file, &mut sources, read, &mut diagnostics);
    check::check(&pathway, today, &mut diagnostics);
    diagnostics.sort();
    Compilation {
        sources,
        pathway,
        diagnostics,
    }
}
