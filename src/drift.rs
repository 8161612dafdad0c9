//! What a changed base means for a version of it: what is wrong now, and what the version has its own word on although
//! the base has another one since.
//!
//! In: the version on the base as it is, and, if that is known, on the base as it was. Out: plain data. Absent on
//! purpose: which versions a base has; whoever has the files knows.

use crate::assemble::Override;
use crate::diagnostic::{Code, Diagnostic, Group, Severity};
use crate::diff::{Difference, diff};
use crate::ir::{Date, Pathway};

/// A version on a base.
#[derive(Clone, Copy, Debug)]
pub struct On<'a> {
    /// What is wrong with it.
    pub findings: &'a [Diagnostic],
    /// The parts of the base in whose place it puts its own.
    pub overrides: &'a [Override],
    /// Whether the base is what it is a version of, and not a version of that.
    pub is_of_the_base_itself: bool,
    /// What it means; none where part of it could not be understood.
    pub pathway: Option<&'a Pathway>,
}

/// What a base means for one version.
#[derive(Clone, Debug)]
pub struct Drift {
    /// What is wrong with the version: every error; of the rest what was not so on the base as it was, or, where that is
    /// not known, every change that changes nothing. What is wrong with the base by itself is left out.
    pub findings: Vec<Diagnostic>,
    /// Parts in whose place the version puts its own, and which the base has changed since.
    pub behind: Vec<Behind>,
    /// What families get on the base as it was, and as it is; none where that is not known, or where one of the two
    /// could not be understood.
    pub difference: Option<Difference>,
}

/// A part that a version has its own word on, and that its base has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Behind {
    /// The part, with its places now.
    pub part: Override,
    /// The lines that the base no longer has.
    pub gone: Vec<String>,
    /// The lines that it has since.
    pub new: Vec<String>,
}

impl Drift {
    /// Whether somebody has to look at the version.
    pub fn needs_attention(&self) -> bool {
        !self.findings.is_empty() || !self.behind.is_empty()
    }
}

/// What a base means for a version of it, on a day: the version on the base as it is, and as it was.
pub fn drift(now: On<'_>, before: Option<On<'_>>, today: Date) -> Drift {
    let is_own = |it: &&Diagnostic| it.code != Code::BaseHasErrors || !now.is_of_the_base_itself;
    let findings = now.findings.iter().filter(is_own);
    let findings = findings.filter(|finding| match before {
        Some(before) => {
            let known = before.findings;
            let is_new =
                |it: &&Diagnostic| it.code == finding.code && it.message == finding.message;
            let stands = finding.code.severity() == Severity::Error;
            stands
                || finding.code.severity() != Severity::Advice
                    && !known.iter().any(|it| is_new(&it))
        }
        None => finding.code.severity() == Severity::Error || finding.code.group() == Group::Local,
    });
    let behind = before.map_or_else(Vec::new, |before| {
        let parts = now.overrides.iter();
        parts
            .filter_map(|part| behind(part, before.overrides))
            .collect()
    });
    let both = before.and_then(|it| it.pathway).zip(now.pathway);
    Drift {
        findings: findings.cloned().collect(),
        behind,
        difference: both.map(|(before, now)| diff(before, now, today)),
    }
}

/// How the base has changed a part since; none where it says what it said.
fn behind(part: &Override, before: &[Override]) -> Option<Behind> {
    let old = before.iter().find(|old| old.what == part.what)?;
    let without = |lines: &[String], others: &[String]| {
        let lines = lines.iter().filter(|line| !others.contains(line));
        lines.cloned().collect::<Vec<_>>()
    };
    (old.said != part.said).then(|| Behind {
        part: part.clone(),
        gone: without(&old.said, &part.said),
        new: without(&part.said, &old.said),
    })
}
