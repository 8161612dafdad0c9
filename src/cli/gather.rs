//! Every flow that some paths stand for, compiled on all cores, and taken one after another in their order.

use std::path::PathBuf;
use std::thread;

use fingerpost::Compilation;
use fingerpost::diagnostic::count;
use fingerpost::ir::Date;

use super::files::Flow;
use super::in_order::{Came, in_order};
use super::terminal::Progress;
use super::workspace::{self, Workspace};
use super::{Stop, files};

/// The flows that paths stand for, or, where there are none, those of the workspace; and what was wrong with the rest.
pub(super) fn flows(paths: &[PathBuf], workspace: Option<&Workspace>) -> (Vec<Flow>, Vec<String>) {
    let excluded = workspace.map_or(&[][..], |it| &it.exclude);
    let paths = match workspace {
        _ if !paths.is_empty() => paths.to_vec(),
        Some(it) if !it.folders.is_empty() => it.folders.clone(),
        Some(it) => vec![it.folder.clone()],
        None => vec![PathBuf::from(".")],
    };
    files::flows_but(&paths, excluded)
}

/// Compiles each flow and keeps of it what `keep` gives, in the order of the flows; what could not be read goes to
/// `problems`.
pub(super) fn each<R: Send>(
    flows: &[Flow],
    today: Date,
    problems: &mut Vec<String>,
    keep: impl Fn(&Flow, Compilation) -> R + Sync,
) -> Result<Vec<R>, Stop> {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let mut progress = Progress::new();
    let mut kept = Vec::new();
    let mut so_far = 0;
    let work = |flow: &Flow| {
        let root = workspace::root(&flow.given, &flow.path);
        let compiled = files::compile_in(&root, &flow.path, today)?;
        Ok(keep(flow, compiled))
    };
    in_order(flows, threads, work, |came: Came<Result<R, String>>| {
        progress.say(&format!("{so_far} of {} read", count(flows.len(), "flow")));
        let Came::Next(one) = came else {
            return Ok(());
        };
        let shown = flows.get(so_far).map(|flow| files::name(&flow.path));
        so_far += 1;
        match one {
            Some(Ok(one)) => kept.push(one),
            Some(Err(problem)) => problems.push(problem),
            None => problems.push(format!(
                "`{}` could not be read: Fingerpost failed on it. That is a mistake in Fingerpost; please report it.",
                shown.unwrap_or_default()
            )),
        }
        Ok(())
    })?;
    progress.clear();
    Ok(kept)
}
