//! Flows as they were: files of a revision that git keeps. The only file that knows git.
//!
//! Invariant: nothing is checked out and nothing is written. What a flow names lies, in the revision too, in the folder
//! that the flow may not leave.

use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Stdio};

use fingerpost::Compilation;
use fingerpost::ir::Date;
use fingerpost::source::Given;

use super::{files, workspace};

/// The files around a flow, as they were in a revision.
pub(super) struct Revision {
    /// The folder that flows may not leave, as the system knows it and as it is written.
    root: PathBuf,
    shown: PathBuf,
    /// What its reader calls the revision, and git's own name of it.
    name: String,
    commit: String,
}

impl Revision {
    /// The files around a flow in a revision; a sentence where there is no such revision, or no git.
    pub(super) fn around(path: &Path, revision: &str) -> Result<Revision, String> {
        let shown = files::name(path);
        if path.file_name().is_none() || files::is_standard_input(path) {
            return Err(format!("`{shown}` is no file that git could have."));
        }
        let root = workspace::root(path, path);
        let full = root
            .canonicalize()
            .map_err(|_| format!("There is no folder `{}`.", files::name(&root)))?;
        let Some(commit) = commit(&full, revision)? else {
            return Err(format!(
                "Git knows no revision `{revision}` where `{shown}` is."
            ));
        };
        Ok(Revision {
            root: full,
            shown: root,
            name: revision.to_string(),
            commit,
        })
    }

    /// A flow as it was, with the files that it names as they were.
    pub(super) fn compile(&self, path: &Path, today: Date) -> Result<Compilation, String> {
        let shown = files::name(path);
        let below = self.below(path)?;
        let text = self
            .text(&below)?
            .ok_or_else(|| format!("The revision `{}` has no file `{shown}`.", self.name))?;
        let read = |from: &str, written: &str| {
            let from = self.without_ending(from);
            let folder = if from == shown {
                below.parent().unwrap_or(Path::new("")).to_path_buf()
            } else {
                let from = Path::new(from);
                let from = from.strip_prefix(&self.shown).unwrap_or(from);
                from.parent().unwrap_or(Path::new("")).to_path_buf()
            };
            let path = inside(&folder, written)?;
            let text = self
                .text(&path)?
                .ok_or_else(|| format!("The revision `{}` has no file `{written}`.", self.name))?;
            let name = if path == below {
                shown.clone()
            } else {
                files::name(&files::joined(&self.shown, &path))
            };
            Ok(Given {
                name: name + &self.ending(),
                text,
            })
        };
        let name = shown.clone() + &self.ending();
        Ok(fingerpost::compile(&name, &text, today, &read))
    }

    /// The name of a file as it was, as it is now.
    pub(super) fn without_ending<'n>(&self, name: &'n str) -> &'n str {
        name.strip_suffix(&self.ending()).unwrap_or(name)
    }

    /// What stands behind the name of a file as it was.
    fn ending(&self) -> String {
        format!(" at {}", self.name)
    }

    /// The path of a file from the root; the file need not be there any more.
    pub(super) fn below(&self, path: &Path) -> Result<PathBuf, String> {
        let folder = files::folder_of(path);
        let folder = folder
            .canonicalize()
            .map_err(|_| format!("There is no folder `{}`.", files::name(&folder)))?;
        let full = folder.join(path.file_name().unwrap_or_default());
        let below = full.strip_prefix(&self.root);
        below
            .map(Path::to_path_buf)
            .map_err(|_| format!("`{}` is outside of its workspace.", files::name(path)))
    }

    /// The text of a file as it was, if there was one, by its path from the root.
    pub(super) fn text(&self, below: &Path) -> Result<Option<String>, String> {
        let parts: Vec<_> = below
            .components()
            .map(|it| it.as_os_str().to_string_lossy())
            .collect();
        let name = parts.join("/");
        let wanted = format!("{}:./{name}", self.commit);
        let Some(size) = git(&self.root, ["cat-file", "-s", &wanted])? else {
            return Ok(None);
        };
        let size = String::from_utf8_lossy(&size).trim().parse::<u64>();
        if size.is_ok_and(|it| it > files::LARGEST) {
            return Err(files::too_large(&name));
        }
        match git(&self.root, ["cat-file", "blob", &wanted])? {
            Some(bytes) => files::text_of(&name, bytes.as_slice()).map(Some),
            None => Ok(None),
        }
    }
}

/// A path as it is written in a file of a folder, from the root; a sentence where it leads out.
fn inside(folder: &Path, written: &str) -> Result<PathBuf, String> {
    let mut path = folder.to_path_buf();
    let outside = || format!("`{written}` leads out of the folder that a flow may not leave.");
    if written.contains('\\') {
        return Err(outside());
    }
    for part in Path::new(written).components() {
        match part {
            Component::Normal(part) => path.push(part),
            Component::CurDir => {}
            Component::ParentDir if path.pop() => {}
            Component::ParentDir | Component::RootDir | Component::Prefix(_) => {
                return Err(outside());
            }
        }
    }
    Ok(path)
}

/// The full name of a revision; none where git knows none by this name.
fn commit(folder: &Path, revision: &str) -> Result<Option<String>, String> {
    let wanted = format!("{revision}^{{commit}}");
    let arguments = [
        "rev-parse",
        "--verify",
        "--quiet",
        "--end-of-options",
        &wanted,
    ];
    let said = git(folder, arguments)?;
    let name = said.map(|it| String::from_utf8_lossy(&it).trim().to_string());
    Ok(name.filter(|it| !it.is_empty() && it.chars().all(|it| it.is_ascii_hexdigit())))
}

/// What git prints; none where it says that it cannot.
fn git<'a>(
    folder: &Path,
    arguments: impl IntoIterator<Item = &'a str>,
) -> Result<Option<Vec<u8>>, String> {
    let output = Command::new("git")
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null())
        .output();
    match output {
        Ok(output) if output.status.success() => Ok(Some(output.stdout)),
        Ok(_) => Ok(None),
        Err(error) if error.kind() == ErrorKind::NotFound && folder.is_dir() => Err(String::from(
            "The program `git` is needed for `--from`, and was not found.",
        )),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            Err(format!("There is no folder `{}`.", files::name(folder)))
        }
        Err(error) => Err(format!(
            "`git` could not be run: {}.",
            files::reason(&error)
        )),
    }
}
