//! What of a pathway is shown, as the command line asks for it.

use std::path::Path;

use fingerpost::Compilation;
use fingerpost::emit::document::Shown;
use fingerpost::evaluate::Sheet;
use fingerpost::ir::{Date, Pathway};
use fingerpost::view::{View, view};

use super::asked::Part;
use crate::cli::terminal::Screen;
use crate::cli::{Stop, files, run};

/// What is shown; none where something is wrong with the answers of the family, which has been said.
pub(super) fn shown(
    compiled: &Compilation,
    asked: &Part,
    today: Date,
    screen: Screen,
) -> Result<Option<Shown>, Stop> {
    let pathway = &compiled.pathway;
    let family = match (&asked.family, &asked.example) {
        (Some(file), _) => match run::read_answers(file, pathway, today, screen)? {
            Some(sheet) => Some((sheet, None)),
            None => return Ok(None),
        },
        (None, Some(title)) => Some(example(pathway, title)?),
        (None, None) => None,
    };
    let old = match (&asked.since, asked.since_base) {
        (Some(file), _) => Some(earlier(file, today)?),
        (None, true) => Some(base(compiled, today)?),
        (None, false) => None,
    };
    let old = old.as_ref();
    let called = old.map(|(old, file)| called(old, pathway, file));
    let mut shown = view(
        pathway,
        today,
        &View {
            section: asked.section.as_deref(),
            service: asked.service.as_deref(),
            family: family.as_ref().map(|(sheet, _)| sheet),
            since: old.map(|(old, _)| old).zip(called.as_deref()),
        },
    )?;
    if let Some((lit, title)) = shown.lit.as_mut().zip(family.and_then(|(_, title)| title)) {
        lit.whose = format!("The example “{title}”. {}", lit.whose);
    }
    Ok(Some(shown))
}

/// The answers of the example with this title; or of the only one whose title begins with these words.
fn example(pathway: &Pathway, title: &str) -> Result<(Sheet, Option<String>), String> {
    let examples = &pathway.examples;
    let begins = |text: &str| {
        let rest = text.strip_prefix(title);
        let next = rest.and_then(|rest| rest.chars().next());
        next.is_some_and(|next| !next.is_alphanumeric())
    };
    let exact: Vec<_> = examples.iter().filter(|it| it.text == title).collect();
    let like: Vec<_> = examples.iter().filter(|it| begins(&it.text)).collect();
    match (exact.as_slice(), like.as_slice()) {
        ([found, ..], _) | ([], [found]) => Ok((Sheet::of(found), Some(found.text.clone()))),
        ([], []) => Err(match examples.as_slice() {
            [] => format!("There is no example “{title}”: this pathway has none."),
            [first, ..] => format!(
                "There is no example “{title}” in this pathway. The first is called “{}”.",
                first.text
            ),
        }),
        ([], [_, _, ..]) => Err(format!(
            "The titles of {} examples begin with “{title}”. Write more of the one that you mean.",
            like.len()
        )),
    }
}

/// An earlier version.
fn earlier(file: &Path, today: Date) -> Result<(Pathway, String), String> {
    let name = files::name(file);
    let old = files::compile_pathway(file, today)?;
    if !old.is_whole() {
        return Err(format!(
            "`{name}` has lines that could not be understood, so nothing can be compared with it. `fingerpost check {name}` shows them."
        ));
    }
    Ok((old.pathway, name))
}

/// The base of a local version.
fn base(compiled: &Compilation, today: Date) -> Result<(Pathway, String), String> {
    let base = compiled.files.bases.first().ok_or(
        "`--since-base` is for a local version, and this flow is not one. With `--since FILE` it is compared with another flow.",
    )?;
    earlier(Path::new(base), today)
}

/// What an earlier version is called: by its title and version where that tells it from the one that is shown.
fn called(old: &Pathway, now: &Pathway, file: &str) -> String {
    let version = |it: &Pathway| it.document.version.clone();
    let own_title = |it: &Pathway| match it.versions.last() {
        Some(version) => format!("{}, {}", it.title, version.title),
        None => it.title.clone(),
    };
    let is_told = own_title(old) != own_title(now) || version(old) != version(now);
    match version(old) {
        Some(number) if is_told => format!("“{}”, version {number}", own_title(old)),
        None if is_told => format!("“{}”", own_title(old)),
        Some(_) | None => format!("`{file}`"),
    }
}
