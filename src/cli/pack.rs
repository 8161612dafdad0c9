//! `fingerpost pack`: what whoever answers for a pathway reads and signs, in a folder.

mod asked;

use std::fs;
use std::path::{Path, PathBuf};

use fingerpost::diagnostic::Severity;
use fingerpost::emit::document::Document;
use fingerpost::emit::text::Block;
use fingerpost::emit::{self, Options, Target, emit};
use fingerpost::ir::Date;
use fingerpost::pack::{Made, pack, page};
use fingerpost::picture::Paper;
use fingerpost::view::{View, view};
use fingerpost::{Compilation, source};

use super::compile::tell_findings;
use super::revision::Revision;
use super::terminal::Screen;
use super::{Exit, Stop, files};
pub(super) use asked::Pack;

/// What stands in the folder beside the page to sign: the name of each file, and what it is.
const BESIDE: &[(&str, Target)] = &[
    ("pathway", Target::Html),
    ("pathway", Target::Pdf),
    ("contacts", Target::Csv),
];

pub(super) fn run(asked: &Pack, screen: Screen) -> Result<Exit, Stop> {
    let today = files::today(&asked.day);
    let compiled = files::compile_pathway(&asked.file, today)?;
    if !compiled.is_whole() {
        tell_findings(&compiled, screen);
        screen.tell("No pack was made, because part of the flow could not be understood.\n");
        return Ok(Exit::Found);
    }
    let since = earlier(asked, today)?;
    let pathway = &compiled.pathway;
    let shown = view(pathway, today, &View::default())?;
    let errors = compiled.diagnostics.count(Severity::Error);
    let document = Document::of(pathway, &shown, errors);
    let made = emit::Made {
        pathway,
        sources: &compiled.sources,
        shown: &shown,
        document: &document,
        options: Options {
            paper: Some(Paper::A4),
            ..Options::default()
        },
    };
    let sheets = emit::sheets(&made);
    let blocks = pack(&Made {
        pathway,
        sources: &compiled.sources,
        diagnostics: &compiled.diagnostics,
        document: &document,
        sheets: &sheets,
        since: since
            .as_ref()
            .map(|(old, called)| (&old.pathway, called.as_str())),
        today,
    });
    let folder = folder(&asked.output)?;
    let heading = Block::heading(1, None, format!("Fact-check pack: {}", pathway.title));
    let to_print: Vec<Block> = std::iter::once(heading)
        .chain(without_figures(&blocks))
        .collect();
    let mut written = vec![
        (
            folder.join("pack.html"),
            page(&pathway.title, &blocks).into_bytes(),
        ),
        (folder.join("pack.pdf"), emit::pdf_of(&made, &to_print)?),
    ];
    for (name, target) in BESIDE {
        for file in emit(*target, &made)?.files {
            let name = format!("{name}{}.{}", file.suffix, target.ending());
            written.push((folder.join(name), file.bytes));
        }
    }
    must_not_be_read(&compiled, &written)?;
    files::write_all(&written)?;
    tell_findings(&compiled, screen);
    let (page, paper) = (folder.join("pack.html"), folder.join("pack.pdf"));
    let what_for = match errors {
        0 => "it is what is to be read and signed".to_string(),
        _ => format!(
            "it says what is wrong, and is not to be signed while there {} in the flow",
            if errors == 1 {
                "is an error"
            } else {
                "are errors"
            }
        ),
    };
    screen.print(&format!(
        "The pack is in `{}`. Open `{}` in a browser, or print `{}`: {what_for}.\n",
        files::name(&folder),
        files::name(&page),
        files::name(&paper)
    ))?;
    Ok(if errors > 0 { Exit::Found } else { Exit::Clean })
}

/// The text without its pictures, which stand before it on paper.
fn without_figures(blocks: &[Block]) -> impl Iterator<Item = Block> {
    let is_text = |it: &&Block| !matches!(it, Block::Figure { .. });
    blocks.iter().filter(is_text).cloned()
}

/// The earlier version that is asked for, and what it is called.
fn earlier(asked: &Pack, today: Date) -> Result<Option<(Compilation, String)>, String> {
    let (old, called) = match (&asked.since, &asked.from) {
        (Some(file), _) => (files::compile_pathway(file, today)?, files::name(file)),
        (None, Some(from)) => {
            let old = Revision::around(&asked.file, from)?.compile(&asked.file, today)?;
            (old, from.clone())
        }
        (None, None) => return Ok(None),
    };
    if old.is_whole() {
        Ok(Some((old, called)))
    } else {
        Err(format!(
            "`{called}` has lines that could not be understood, so nothing can be compared with it."
        ))
    }
}

/// The folder, made where it is not there.
fn folder(path: &Path) -> Result<PathBuf, String> {
    let shown = files::name(path);
    if path.exists() && !path.is_dir() {
        return Err(format!(
            "`{shown}` is a file, where a folder is needed for the pack."
        ));
    }
    fs::create_dir_all(path).map_err(|error| {
        format!(
            "The folder `{shown}` could not be made: {}.",
            files::reason(&error)
        )
    })?;
    Ok(path.to_path_buf())
}

/// Refuses to write over what the pack is made from.
fn must_not_be_read(compiled: &Compilation, written: &[(PathBuf, Vec<u8>)]) -> Result<(), String> {
    let read = compiled.sources.iter();
    let read: Vec<PathBuf> = read
        .filter_map(|(_, it): (source::SourceId, _)| Path::new(&it.name).canonicalize().ok())
        .collect();
    for (path, _) in written {
        if path.canonicalize().is_ok_and(|full| read.contains(&full)) {
            return Err(format!(
                "`{}` is a file that the pack is made from, and was left as it is.",
                files::name(path)
            ));
        }
    }
    Ok(())
}
