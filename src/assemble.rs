//! One flow from several files: what it includes, and the pathway of which it is a local version.
//!
//! Every file is read by itself ([`crate::syntax`]); here their blocks become one list, before any name is looked up.
//! What a version changes is changed in that list, so that the pathway that comes of it is resolved, proved and
//! drawn like any other, and each line keeps the place in which it was written.
//!
//! Invariants: nothing that a version says is lost in silence: a change that finds nothing to change is a finding. A
//! file is read once, however often it is named. The number of files, their size and how deep they lie in each other
//! are bounded. Absent on purpose: where files come from. Whoever compiles gives their text.

mod blame;
mod change;
mod filling;
mod gather;
mod lines;
mod promises;
mod told;
mod unused;

use std::collections::BTreeSet;

use typed_arena::Arena;

use crate::diagnostic::{Code, Diagnostics};
use crate::ir::{Date, Pathway};
use crate::source::{Given, Read, SourceId, Sources, Span};
use crate::syntax::ast::File;
use crate::{check, resolve};

/// One thing that a version changes: a heading of its own.
#[derive(Clone, Copy, Debug)]
struct Change {
    header: Span,
}

/// A part of the base in whose place a version has put its own, so that a change of the base does not reach it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Override {
    /// The part: ``the question `age` ``.
    pub what: String,
    /// The version's heading.
    pub at: Span,
    /// The base's heading.
    pub base: Span,
    /// What the base says there, line by line, without layout and comments.
    pub said: Vec<String>,
}

/// What several files were put together to.
struct Assembled<'s> {
    file: File<'s>,
    /// The texts that are the base's, with all that it is made of.
    of_the_base: BTreeSet<SourceId>,
    /// The texts that were included, by the flow or by its base.
    included: BTreeSet<SourceId>,
    /// The pathway that this is a version of, as it was given.
    base: Option<(Given, Span)>,
    /// What the version changes, in its order.
    changes: Vec<Change>,
    overrides: Vec<Override>,
}

/// What was made of one flow, and from what.
pub(crate) struct Made {
    pub(crate) sources: Sources,
    pub(crate) pathway: Pathway,
    pub(crate) diagnostics: Diagnostics,
    pub(crate) files: Files,
    pub(crate) overrides: Vec<Override>,
    of_the_base: BTreeSet<SourceId>,
    base: Option<(Given, Span)>,
    changes: Vec<Change>,
}

/// The files that a flow is made from, besides itself, by the names that were given for them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files {
    /// The pathways that it is a version of: its base, the base's base, and so on.
    pub bases: Vec<String>,
    /// What it or one of its bases includes.
    pub included: Vec<String>,
}

/// Makes one flow, with its findings told where its reader can change something.
pub(crate) fn compile(flow: &Given, today: Date, read: &Read<'_>) -> Made {
    let mut made = make(flow, today, read, None);
    blame::place(flow, today, read, &mut made);
    made.diagnostics.sort();
    made
}

/// Makes one flow; of a version only one of its changes if `only` says which.
fn make(flow: &Given, today: Date, read: &Read<'_>, only: Option<usize>) -> Made {
    let texts = Arena::new();
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let mut gathering = gather::Gathering {
        texts: &texts,
        read,
        sources: &mut sources,
        out: &mut diagnostics,
        only,
        asked: 0,
        volume: 0,
        names: Vec::new(),
        read_before: BTreeSet::new(),
    };
    let assembled = gathering.flow(flow);
    let names = std::mem::take(&mut gathering.names);
    let named = |of: gather::As| {
        let files = names.iter().filter(|it| it.1 == of);
        files.map(|(name, _)| name.clone()).collect()
    };
    let files = Files {
        bases: named(gather::As::Base),
        included: named(gather::As::Included),
    };
    let not_text = |it: &crate::diagnostic::Diagnostic| it.code == Code::NotText;
    let mut pathway = Pathway::default();
    if !diagnostics.findings.iter().any(not_text) {
        pathway = resolve::resolve(&assembled.file, &mut sources, read, &mut diagnostics);
        check::check(&pathway, today, &mut diagnostics);
    }
    // What is included is for others too.
    let for_others = |finding: &crate::diagnostic::Diagnostic| {
        assembled.included.contains(&finding.span.source)
            && matches!(
                finding.code,
                Code::UnusedService | Code::UnusedDefinition | Code::UnreachableStep
            )
    };
    diagnostics.findings.retain(|it| !for_others(it));
    diagnostics.sort();
    Made {
        sources,
        pathway,
        diagnostics,
        files,
        overrides: assembled.overrides,
        of_the_base: assembled.of_the_base,
        base: assembled.base,
        changes: assembled.changes,
    }
}
