//! `fingerpost compile`: a document made of a flow.

mod asked;
mod shown;

use std::io::{IsTerminal, stdout};
use std::path::{Path, PathBuf};

use fingerpost::Compilation;
use fingerpost::diagnostic::{self, Severity, count, list, render, summary};
use fingerpost::emit::document::Document;
use fingerpost::emit::{Choice, File, Made, Target, emit};

use super::terminal::Screen;
use super::{Exit, Stop, files};
pub(super) use asked::Compile;

pub(super) fn run(asked: &Compile, screen: Screen) -> Result<Exit, Stop> {
    let output = asked.output.as_deref();
    let output = output.filter(|file| !files::is_standard_input(file));
    let target = target(asked.to, output)?;
    if let Some((option, choice)) = asked.first_that_is_not_for(target) {
        return Err(not_for(option, choice, target).into());
    }
    if output.is_none() && !target.is_text() && stdout().is_terminal() {
        return Err(cannot_be_printed(target).into());
    }
    let today = files::today(&asked.day);
    let compiled = files::compile_pathway(&asked.file, today)?;
    if !compiled.is_whole() {
        tell_findings(&compiled, screen);
        screen.tell("Nothing was written, because part of the flow could not be understood.\n");
        return Ok(Exit::Found);
    }
    let Some(shown) = shown::shown(&compiled, &asked.part, today, screen)? else {
        return Ok(Exit::CouldNotRun);
    };
    let errors = compiled.diagnostics.count(Severity::Error);
    let made = emit(
        target,
        &Made {
            pathway: &compiled.pathway,
            sources: &compiled.sources,
            shown: &shown,
            document: &Document::of(&compiled.pathway, &shown, errors),
            options: asked.options(),
        },
    )?;
    match output {
        Some(file) => write(asked, &compiled, file, &made.files, screen)?,
        None => match made.files.as_slice() {
            [file] => screen.print_bytes(&file.bytes)?,
            several => {
                let sheets = count(several.len(), "sheet");
                let word = target.word();
                let ending = target.ending();
                return Err(format!(
                    "This makes {sheets}, and {word} has room for one in a file. Give a name with `-o`, such as `-o parents.{ending}`: each sheet gets a file with its number."
                ).into());
            }
        },
    }
    for remark in &made.remarks {
        screen.tell(&format!("{remark}\n"));
    }
    // Last, so that they are what stays on the screen.
    tell_findings(&compiled, screen);
    Ok(if errors > 0 { Exit::Found } else { Exit::Clean })
}

/// Says beside the result what was found.
pub(super) fn tell_findings(compiled: &Compilation, screen: Screen) {
    let findings = &compiled.diagnostics;
    if !findings.findings.is_empty() || !findings.allowed.is_empty() {
        let format = diagnostic::Format::Full;
        let colour = screen.colour_beside;
        screen.tell(&render(findings, &compiled.sources, format, colour));
        screen.tell(&format!("{}\n", summary(findings)));
    }
}

/// What to make: what was asked for, or what the file ends in.
fn target(asked: Option<Target>, output: Option<&Path>) -> Result<Target, String> {
    if let Some(target) = asked {
        return Ok(target);
    }
    let ending = output.and_then(Path::extension);
    let ending = ending.map(|ending| ending.to_string_lossy());
    let words: Vec<String> = Target::all().map(|it| format!("`{}`", it.word())).collect();
    let words = list(&words, "or");
    match (&ending, output) {
        (Some(ending), Some(file)) => Target::ending_in(ending).ok_or_else(|| {
            format!(
                "It cannot be told from the ending of `{}` what to make. Say it with `--to`: {words}.",
                files::name(file)
            )
        }),
        _ => Err(format!("Say what to make with `--to`: {words}.")),
    }
}

/// That an option does not go with an output, and with which it goes.
fn not_for(option: &str, choice: Choice, target: Target) -> String {
    let others: Vec<String> = Target::all()
        .filter(|it| it.takes(choice))
        .map(|it| format!("`{}`", it.word()))
        .collect();
    let is_for = match choice {
        Choice::View => "to show a part",
        Choice::Direction | Choice::Paper | Choice::Lie | Choice::Legend => "for drawings",
    };
    format!(
        "`{option}` is {is_for}, and does not go with `--to {}`. It goes with {}.",
        target.word(),
        list(&others, "and")
    )
}

fn cannot_be_printed(target: Target) -> String {
    let (word, ending) = (target.word(), target.ending());
    format!(
        "What `--to {word}` makes is not text and cannot be shown here. Give a file with `-o`, such as `-o parents.{ending}`."
    )
}

/// Writes all files or none, and says so where there are several.
fn write(
    asked: &Compile,
    compiled: &Compilation,
    file: &Path,
    made: &[File],
    screen: Screen,
) -> Result<(), String> {
    let made: Vec<(PathBuf, Vec<u8>)> = (made.iter())
        .map(|it| (with_suffix(file, &it.suffix), it.bytes.clone()))
        .collect();
    let mut read: Vec<&Path> = compiled
        .sources
        .iter()
        .map(|(_, it)| Path::new(&it.name))
        .collect();
    read.extend(asked.part.family.as_deref());
    read.extend(asked.part.since.as_deref());
    for (path, _) in &made {
        let full = path.canonicalize().ok();
        let is_read = |read: &&&Path| full.is_some() && read.canonicalize().ok() == full;
        if let Some(read) = read.iter().find(is_read) {
            let name = files::name(path);
            return Err(
                if read.canonicalize().ok() == asked.file.canonicalize().ok() {
                    format!("`{name}` is the flow itself, and was left as it is.")
                } else {
                    format!("`{name}` is a file that this is made from, and was left as it is.")
                },
            );
        }
    }
    files::write_all(&made)?;
    if let [(first, _), .., (last, _)] = made.as_slice() {
        screen.tell(&format!(
            "It takes {}: `{}` to `{}`.\n",
            count(made.len(), "sheet"),
            files::name(first),
            files::name(last)
        ));
    }
    Ok(())
}

/// `parents-2.svg`, of `parents.svg` and `-2`.
fn with_suffix(file: &Path, suffix: &str) -> PathBuf {
    if suffix.is_empty() {
        return file.to_path_buf();
    }
    let mut name = file.file_stem().unwrap_or_default().to_os_string();
    name.push(suffix);
    if let Some(ending) = file.extension() {
        name.push(".");
        name.push(ending);
    }
    file.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_sheet_has_a_name_of_its_own() {
        let name = |file: &str, suffix: &str| with_suffix(Path::new(file), suffix);
        assert_eq!(name("a/parents.svg", "-2"), Path::new("a/parents-2.svg"));
        assert_eq!(name("parents", "-2"), Path::new("parents-2"));
        assert_eq!(name("a.b.svg", ""), Path::new("a.b.svg"));
    }

    #[test]
    fn what_to_make_is_asked_for_or_told_by_the_ending() {
        let told = |to, file: Option<&str>| target(to, file.map(Path::new));
        assert_eq!(told(None, Some("a.JSON")), Ok(Target::Json));
        assert_eq!(told(Some(Target::Dot), Some("a.json")), Ok(Target::Dot));
        for wrong in [None, Some("a"), Some("a.xls")] {
            let sentence = told(None, wrong).expect_err("nothing says what to make");
            assert!(sentence.contains("`--to`"), "{sentence}");
        }
    }
}
