//! Findings in files that several flows share: each is told once in a run.
//!
//! A file that is included, and a list of answers, is read by every flow that names it, and what is wrong with it is
//! found in each. It is told in the file's own report, where that is in the run too and finds the same; else with the
//! first flow that has it.
//!
//! Invariant: what is told does not hang on which flow was looked at first. Absent on purpose: what a baseline knows.
//! A flow that is checked alone, as before a commit, has to find all of its findings there.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use fingerpost::Compilation;
use fingerpost::diagnostic::{Code, Diagnostic};
use fingerpost::ir::Date;

use super::super::files::{self, Flow};
use super::super::workspace;

/// A finding, whichever flow it was found in: its kind, the file, where in it, and what is said.
type Key = (Code, PathBuf, u32, u32, String);

/// The flows of a run, and what was found in those that others include.
pub(super) struct Shared {
    /// The files of the run, as the system knows them, each with its number.
    flows: BTreeMap<PathBuf, usize>,
    /// What such a file has by itself.
    own: Mutex<BTreeMap<PathBuf, BTreeSet<Key>>>,
}

impl Shared {
    pub(super) fn of(flows: &[Flow]) -> Shared {
        let paths = flows.iter().enumerate();
        let paths = paths.filter_map(|(at, flow)| Some((flow.path.canonicalize().ok()?, at)));
        Shared {
            flows: paths.collect(),
            own: Mutex::default(),
        }
    }

    /// Takes away what is told in the report of the file in which it stands. Whether anything is left that stands in
    /// another file than the flow.
    pub(super) fn leave_to_its_own(
        &self,
        flows: &[Flow],
        compiled: &mut Compilation,
        today: Date,
    ) -> bool {
        if self.flows.len() < 2 {
            return false;
        }
        let keys = keys(compiled);
        let is_told_there: Vec<bool> = keys
            .iter()
            .map(|key| key.as_ref().is_some_and(|key| self.has(flows, key, today)))
            .collect();
        let left = keys.iter().zip(&is_told_there);
        let is_left = left.into_iter().any(|(key, there)| key.is_some() && !there);
        let mut is_told_there = is_told_there.into_iter();
        let findings = &mut compiled.diagnostics.findings;
        findings.retain(|_| !is_told_there.next().unwrap_or(false));
        is_left
    }

    /// Whether the file of a finding is in the run, and has it by itself.
    fn has(&self, flows: &[Flow], key: &Key, today: Date) -> bool {
        let Some(flow) = self.flows.get(&key.1).and_then(|at| flows.get(*at)) else {
            return false;
        };
        // Nobody panics while holding it; two that look at the same file at once find the same.
        let own = || self.own.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(keys) = own().get(&key.1) {
            return keys.contains(key);
        }
        let root = workspace::root(&flow.given, &flow.path);
        let compiled = files::compile_in(&root, &flow.path, today);
        let found: BTreeSet<Key> = compiled.map_or_else(
            |_| BTreeSet::new(),
            |compiled| {
                let findings = compiled.diagnostics.findings.iter();
                findings.map(|it| key_of(it, &compiled)).collect()
            },
        );
        let has = found.contains(key);
        own().insert(key.1.clone(), found);
        has
    }
}

/// What was told so far of files that flows share.
#[derive(Default)]
pub(super) struct Told(BTreeSet<Key>);

impl Told {
    /// Takes away what was told with a flow before, and keeps in mind what is told now.
    pub(super) fn tell_once(&mut self, compiled: &mut Compilation) {
        let mut is_new = keys(compiled).into_iter().map(|key| match key {
            Some(key) => self.0.insert(key),
            None => true,
        });
        let findings = &mut compiled.diagnostics.findings;
        findings.retain(|_| is_new.next().unwrap_or(true));
    }
}

/// For each finding of a flow that stands in another file, what it is known by.
fn keys(compiled: &Compilation) -> Vec<Option<Key>> {
    let own = compiled.sources.iter().next().map(|(id, _)| id);
    let findings = compiled.diagnostics.findings.iter();
    findings
        .map(|it| (Some(it.span.source) != own).then(|| key_of(it, compiled)))
        .collect()
}

fn key_of(finding: &Diagnostic, compiled: &Compilation) -> Key {
    let span = finding.span;
    let name = Path::new(&compiled.sources.get(span.source).name);
    let file = name.canonicalize().unwrap_or_else(|_| name.to_path_buf());
    (
        finding.code,
        file,
        span.start,
        span.end,
        finding.message.clone(),
    )
}
