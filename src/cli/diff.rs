//! `fingerpost diff`: for which families two versions of a flow differ, and how.

use std::path::Path;

use fingerpost::Compilation;
use fingerpost::diff::{diff, human, json, markdown};
use fingerpost::ir::Date;

use super::revision::Revision;
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
        compiled: files::compile_pathway(path, today)?,
        see: format!("`fingerpost check {name}` shows them."),
        name,
    })
}

/// A file as it was in a revision, with the files that it reads.
fn revision(path: &Path, revision: &str, today: Date) -> Result<Version, Stop> {
    let at = Revision::around(path, revision)?;
    let compiled = at.compile(path, today)?;
    let shown = files::name(path);
    let file = path.file_name().unwrap_or_default().to_string_lossy();
    Ok(Version {
        compiled,
        see: format!(
            "`git show {revision}:./{file}`, run in its folder, prints that version: write it to a file and check it.",
        ),
        name: format!("{shown} at {revision}"),
    })
}
