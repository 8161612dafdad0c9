//! A flow that is followed: read again whenever one of its files changes, and made into what the page shows.

use std::collections::BTreeMap;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use fingerpost::diagnostic::{Severity, summary};
use fingerpost::emit::document::Document;
use fingerpost::emit::{self, Options, Target, text};
use fingerpost::ir::Date;
use fingerpost::view::{View, view};
use fingerpost::{Compilation, pack};

use crate::cli::{Day, files};

/// What a page shows of a flow at one time.
#[derive(Clone, Debug, Default)]
pub(super) struct Shown {
    /// How often it has been read: it grows by one with each change.
    pub(super) version: u64,
    /// What the pathway is called.
    pub(super) title: String,
    /// What was found, in short.
    pub(super) summary: String,
    /// What was found, as HTML.
    pub(super) findings: String,
    /// The picture, as HTML: sheet by sheet. As it was when the flow could last be understood.
    pub(super) diagram: String,
    /// The whole page that `compile --to html` writes, as it was when the flow could last be understood.
    pub(super) page: String,
    /// Whether the picture and the page are those of an earlier time.
    pub(super) is_old: bool,
}

/// When a file was last changed, and how long it is; nothing where it is not there.
type Stamp = Option<(SystemTime, u64)>;

/// A flow that is followed.
pub(super) struct Followed {
    path: PathBuf,
    today: Option<Date>,
    /// What is shown, and the stamps of the files it is made from.
    now: Mutex<(Shown, BTreeMap<PathBuf, Stamp>)>,
    changed: Condvar,
}

impl Followed {
    /// Reads a flow for the first time.
    pub(super) fn new(path: &Path, today: Option<Date>) -> Result<Followed, String> {
        // A file that cannot be read at all is told at once; later on it may come back.
        files::read(path)?;
        let followed = Followed {
            path: path.to_path_buf(),
            today,
            now: Mutex::default(),
            changed: Condvar::new(),
        };
        followed.look();
        Ok(followed)
    }

    /// What is shown now.
    pub(super) fn shown(&self) -> Shown {
        self.lock().0.clone()
    }

    /// The version, once it is another than the one that is known, or once this time is over.
    pub(super) fn wait(&self, known: u64, most: Duration) -> u64 {
        let guard = self.lock();
        let waited = self
            .changed
            .wait_timeout_while(guard, most, |now| now.0.version == known);
        let (guard, _) = waited.unwrap_or_else(PoisonError::into_inner);
        guard.0.version
    }

    /// Reads the flow again if one of its files has changed.
    pub(super) fn look(&self) {
        let (before, stamps) = self.lock().clone();
        if !stamps.is_empty() && stamps.iter().all(|(path, was)| stamp(path) == *was) {
            return;
        }
        // The stamp is taken first: what is saved while it is read is read again.
        let own = stamp(&self.path);
        let mut stamps = BTreeMap::from([(self.path.clone(), own)]);
        let today = files::today(&Day { today: self.today });
        let compiled = catch_unwind(AssertUnwindSafe(|| files::compile(&self.path, today)));
        let mut shown = match compiled {
            Ok(Ok(compiled)) => {
                let sources = compiled.sources.iter().map(|(_, source)| &source.name);
                for path in sources.map(PathBuf::from) {
                    stamps.entry(path.clone()).or_insert_with(|| stamp(&path));
                }
                show(&compiled, today, &before)
            }
            Ok(Err(sentence)) => cannot(&before, &sentence),
            Err(_) => cannot(
                &before,
                "Fingerpost failed on this flow. That is a fault of Fingerpost's, not of yours.",
            ),
        };
        shown.version = before.version + 1;
        *self.lock() = (shown, stamps);
        self.changed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, (Shown, BTreeMap<PathBuf, Stamp>)> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn stamp(path: &Path) -> Stamp {
    let about = fs::metadata(path).ok()?;
    Some((about.modified().ok()?, about.len()))
}

/// What is shown of a flow that was read.
fn show(compiled: &Compilation, today: Date, before: &Shown) -> Shown {
    let mut shown = before.clone();
    shown.title = compiled.pathway.title.clone();
    let found = &compiled.diagnostics;
    shown.summary = summary(found);
    shown.findings = text::html(&pack::standing(&compiled.sources, found));
    let drawn = compiled
        .is_whole()
        .then(|| drawn(compiled, today))
        .and_then(Result::ok);
    shown.is_old = drawn.is_none();
    if let Some((diagram, page)) = drawn {
        (shown.diagram, shown.page) = (diagram, page);
    }
    shown
}

/// The diagram and the page of a flow that was understood.
fn drawn(compiled: &Compilation, today: Date) -> Result<(String, String), String> {
    let pathway = &compiled.pathway;
    let shown = view(pathway, today, &View::default())?;
    let errors = compiled.diagnostics.count(Severity::Error);
    let made = emit::Made {
        pathway,
        sources: &compiled.sources,
        shown: &shown,
        document: &Document::of(pathway, &shown, errors),
        options: Options::default(),
    };
    let sheets = emit::sheets(&made).into_iter();
    let figures = sheets.map(|(caption, svg)| text::Block::Figure { caption, svg });
    let figures: Vec<text::Block> = figures.collect();
    let files = emit::emit(Target::Html, &made)?.files;
    let page = files.into_iter().next().map(|file| file.bytes);
    let page = page.and_then(|bytes| String::from_utf8(bytes).ok());
    Ok((
        DIAGRAM.replace("{figures}", &text::html(&figures)),
        page.unwrap_or_default(),
    ))
}

const DIAGRAM: &str = "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head><meta charset=\"utf-8\"><title>Diagram</title>\
    <link rel=\"stylesheet\" href=\"/preview.css\"></head>\n<body>\n{figures}</body>\n</html>\n";

/// What is shown where the flow cannot be read.
fn cannot(before: &Shown, sentence: &str) -> Shown {
    Shown {
        summary: sentence.to_string(),
        findings: text::html(&[text::Block::plain(sentence)]),
        is_old: true,
        ..before.clone()
    }
}
