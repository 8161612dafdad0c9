//! `fingerpost diff`: for which families two versions of a flow differ, and how. The only file that knows git.

use std::ffi::OsStr;
use std::io::ErrorKind;
use std::path::{Component, Path};
use std::process::{Command, Stdio};

use fingerpost::Compilation;
use fingerpost::diff::{diff, human, json, markdown};
use fingerpost::ir::Date;

use super::terminal::Screen;
use super::{Differs, Exit, Page, Stop, files};

/// A version: what the reader calls it, and how its findings are seen.
struct Version {
    name: String,
    compiled: Compilation,
    see: String,
}

pub(super) fn run(asked: &Differs, screen: Screen) -> Result<Exit, Stop> {
    let today = files::today(&asked.day);
    let (old, new) = match (asked.files.as_slice(), &asked.from) {
        ([old, new], None) => {
            if files::is_standard_input(old) && files::is_standard_input(new) {
                return Err(
                    String::from("Only one of the two can come from standard input.").into(),
                );
            }
            (file(old, today)?, file(new, today)?)
        }
        ([file_now], Some(from)) => {
            let old = revision(file_now, from, today)?;
            let new = match &asked.to {
                Some(to) => revision(file_now, to, today)?,
                None => file(file_now, today)?,
            };
            (old, new)
        }
        (_, None) => {
            let sentence = "Give the old flow and the new one, or one flow and `--from REV`.";
            return Err(String::from(sentence).into());
        }
        (_, Some(_)) => {
            let sentence = "With `--from`, give one flow: its old version comes from git.";
            return Err(String::from(sentence).into());
        }
    };
    for version in [&old, &new] {
        if !version.compiled.is_whole() {
            return Err(format!(
                "`{}` has lines that could not be understood, so the two cannot be compared. {}",
                version.name, version.see
            )
            .into());
        }
    }
    let difference = diff(&old.compiled.pathway, &new.compiled.pathway, today);
    let names = (old.name.as_str(), new.name.as_str());
    let text = match asked.format {
        Page::Human => human(&difference, names),
        Page::Json => json(&difference, names),
        Page::Markdown => markdown(&difference, names),
    };
    match &asked.output {
        Some(path) => files::write(path, &text)?,
        None => screen.print(&text)?,
    }
    Ok(if difference.is_none() {
        Exit::Clean
    } else {
        Exit::Found
    })
}

fn file(path: &Path, today: Date) -> Result<Version, Stop> {
    let name = files::name(path);
    Ok(Version {
        compiled: files::compile(path, today)?,
        see: format!("`fingerpost check {name}` shows them."),
        name,
    })
}

/// A file as it was in a revision, with the files that it reads.
fn revision(path: &Path, revision: &str, today: Date) -> Result<Version, Stop> {
    let shown = files::name(path);
    let (Some(file), false) = (path.file_name(), files::is_standard_input(path)) else {
        return Err(format!("`{shown}` is no file that git could have.").into());
    };
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        Some(_) | None => Path::new("."),
    };
    let Some(commit) = commit(folder, revision)? else {
        return Err(format!("Git knows no revision `{revision}` where `{shown}` is.").into());
    };
    let name = format!("{shown} at {revision}");
    let text = blob(folder, &commit, Path::new(file), &name)?
        .ok_or_else(|| format!("The revision `{revision}` has no file `{shown}`."))?;
    let compiled = fingerpost::compile(&name, &text, today, &|written| {
        let inside = Path::new(written)
            .components()
            .all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
        if !inside || written.contains('\\') {
            return Err(format!(
                "`{written}` is not in the folder of this flow, or below it."
            ));
        }
        blob(folder, &commit, Path::new(written), written)?
            .ok_or_else(|| format!("The revision `{revision}` has no file `{written}`."))
    });
    Ok(Version {
        compiled,
        see: format!(
            "`git show {revision}:./{}`, run in its folder, prints that version: write it to a file and check it.",
            file.to_string_lossy()
        ),
        name,
    })
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

/// A file of a commit, by its path below the folder; none where the commit does not have it.
fn blob(folder: &Path, commit: &str, path: &Path, name: &str) -> Result<Option<String>, String> {
    let mut wanted = format!("{commit}:./");
    let parts = path.components().filter_map(|part| match part {
        Component::Normal(part) => Some(part),
        Component::Prefix(_) | Component::RootDir | Component::CurDir | Component::ParentDir => {
            None
        }
    });
    let parts: Vec<_> = parts.map(OsStr::to_string_lossy).collect();
    wanted += &parts.join("/");
    let Some(size) = git(folder, ["cat-file", "-s", &wanted])? else {
        return Ok(None);
    };
    let size = String::from_utf8_lossy(&size).trim().parse::<u64>();
    if size.is_ok_and(|it| it > files::LARGEST) {
        return Err(files::too_large(name));
    }
    match git(folder, ["cat-file", "blob", &wanted])? {
        Some(bytes) => files::text_of(name, bytes.as_slice()).map(Some),
        None => Ok(None),
    }
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
