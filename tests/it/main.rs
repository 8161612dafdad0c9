//! Every test that needs more than one file of the library.

mod arrows;
mod cases;
mod ci;
mod cli;
mod compile;
mod diff;
mod families;
mod flows;
mod format;
mod gallery;
mod hostile;
mod local;

mod pack;
mod page;
mod pages;
mod paper;
mod preview;
mod reading;
mod resolve;
mod shared;
mod tidy;
mod versions;
mod why;

use std::path::{Path, PathBuf};

use fingerpost::Compilation;
use fingerpost::source::Given;

/// Compiles a flow that names no files.
fn compile(text: &str) -> Compilation {
    compile_with("test.flow", text, &[])
}

/// Compiles a flow that may name these files: each a name and a text.
fn compile_with(name: &str, text: &str, files: &[(&str, &str)]) -> Compilation {
    let read = |_: &str, path: &str| {
        let file = files.iter().find(|(name, _)| *name == path);
        let (name, text) = file.ok_or_else(|| format!("There is no file `{path}`."))?;
        Ok(Given {
            name: (*name).to_string(),
            text: (*text).to_string(),
        })
    };
    fingerpost::compile(name, text, cases::TODAY, &read)
}

/// Compiles a flow of the repository, which may name files beside it.
fn compile_at(path: &Path, text: &str) -> Compilation {
    let root = cases::repository("");
    let shown = path.strip_prefix(&root).unwrap_or(path);
    fingerpost::compile(&shown.to_string_lossy(), text, cases::TODAY, &cases::beside)
}

/// Whether a file is only made to be included by others: there are no families in it.
fn is_shared(text: &str) -> bool {
    text.lines().any(|line| line.starts_with("shared "))
}

/// Every flow that we publish or test with, and its text.
fn flows() -> Vec<(PathBuf, String)> {
    let folders = [
        cases::repository("flows"),
        cases::repository("tests/cases/flows"),
    ];
    let paths = folders
        .iter()
        .flat_map(|folder| cases::files(folder, ".flow"));
    paths
        .map(|path| (path.clone(), cases::read(&path)))
        .filter(|(_, text)| !is_shared(text))
        .collect()
}
