//! Fingerpost: a small language in which a local authority writes its pathway, and its compiler.
//!
//! A text becomes a checked pathway in three steps, and a pathway becomes whatever people need of it:
//!
//! 1. [`syntax::parse`]: a text to what its author wrote, line by line. [`assemble`] does so for every file that the
//!    flow includes or is a version of, and makes one flow of them.
//! 2. [`resolve::resolve`]: names to things; from here on a [`ir::Pathway`] holds no name to look up.
//! 3. [`check::check`]: everything that is wrong with the pathway as a whole.
//! 4. [`emit`]: a pathway, or a [`view`] of it, to documents and data. [`evaluate`]: a family's answers to what the
//!    family gets.
//!
//! [`compile`] is the first three in one call. The library reads no file, knows no clock and prints
//! nothing: the same input gives the same bytes.

pub mod answers;
pub mod assemble;
pub mod calendar;
pub mod cases;
pub mod check;
pub mod contact;
pub mod coverage;
pub mod diagnostic;
pub mod diff;
pub mod drift;
pub mod emit;
pub mod evaluate;
pub mod families;
pub mod graph;
pub mod ir;
pub mod letters;
pub(crate) mod logic;
pub mod matrix;
pub mod pack;
pub mod picture;
pub mod resolve;
pub mod source;
pub mod syntax;
pub mod view;
pub mod why;

use assemble::{Files, Override};
use diagnostic::{Diagnostics, Group, Severity};
use ir::{Date, Pathway};
use source::{Given, Read, Sources};

/// What compiling made, and what there is to say about it.
#[derive(Clone, Debug)]
pub struct Compilation {
    /// The texts that were read; the first is the flow file.
    pub sources: Sources,
    /// The other flow files that it is made from.
    pub files: Files,
    /// Of a version: the parts of its base in whose place it has put its own.
    pub overrides: Vec<Override>,
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

impl Compilation {
    /// A version, as [`drift::drift`] looks at it: `is_of_the_base_itself` says whether the base in question is the one
    /// that it is a version of, and not that one's base.
    pub fn on(&self, is_of_the_base_itself: bool) -> drift::On<'_> {
        drift::On {
            findings: &self.diagnostics.findings,
            overrides: &self.overrides,
            is_of_the_base_itself,
            pathway: self.is_whole().then_some(&self.pathway),
        }
    }
}

/// Compiles one flow: reads it and the files that it names, resolves it and checks it.
///
/// `name` is what the reader calls the file; `today` is the day on which review dates are looked at; `read` gives a
/// file that the flow names: one that it includes, the base that it is a version of, a list of answers.
pub fn compile(name: &str, text: &str, today: Date, read: &Read<'_>) -> Compilation {
    let flow = Given {
        name: name.to_string(),
        text: text.to_string(),
    };
    let made = assemble::compile(&flow, today, read);
    Compilation {
        sources: made.sources,
        files: made.files,
        overrides: made.overrides,
        pathway: made.pathway,
        diagnostics: made.diagnostics,
    }
}
