//! Every test that needs more than one file of the library.

mod cases;
mod cli;
mod diff;
mod families;
mod flows;
mod format;
mod pages;
mod reading;
mod resolve;
mod tidy;
mod why;

use std::path::{Path, PathBuf};

use fingerpost::Compilation;

/// Compiles a flow that names no files.
fn compile(text: &str) -> Compilation {
    let no_file = |name: &str| Err(format!("There is no file `{name}`."));
    fingerpost::compile("test.flow", text, cases::TODAY, &no_file)
}

/// Compiles a flow of the repository, which may name files beside it.
fn compile_at(path: &Path, text: &str) -> Compilation {
    let folder = path.parent().expect("a flow stands in a folder");
    let read = |name: &str| {
        std::fs::read_to_string(folder.join(name)).map_err(|error| format!("`{name}`: {error}."))
    };
    let shown = path.strip_prefix(cases::repository("")).unwrap_or(path);
    fingerpost::compile(&shown.to_string_lossy(), text, cases::TODAY, &read)
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
        .collect()
}
