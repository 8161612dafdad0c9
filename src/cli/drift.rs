//! `fingerpost drift`: which versions of a changed base need attention, and why.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use fingerpost::Compilation;
use fingerpost::diagnostic::{Severity, count, list};
use fingerpost::diff::{diff, in_short};
use fingerpost::drift::{Drift, drift};
use fingerpost::ir::Date;
use fingerpost::source::Sources;
use serde::Serialize;

use super::files::Flow;
use super::revision::Revision;
use super::terminal::Screen;
use super::{DriftAsked, Exit, Stop, Told, files, gather, workspace};

/// A version of the base, and what the base means for it.
struct Version {
    file: String,
    title: String,
    drift: Drift,
    sources: Sources,
    /// Whether all of it could be understood, now and as it was.
    is_whole: bool,
}

/// What a flow is to the base.
enum Looked {
    Version(Box<Version>),
    /// A pathway of its own, or a version of another.
    Other,
    /// Something that could not be understood: nobody can say what it is a version of.
    Unread(String),
}

/// The base as it was.
struct Was {
    revision: Revision,
    /// The base and what it is made of, then or now, by their paths from the root.
    files: BTreeSet<PathBuf>,
    base: Compilation,
}

pub(super) fn run(asked: &DriftAsked, screen: Screen) -> Result<Exit, Stop> {
    let today = files::today(&asked.day);
    let base = files::compile_pathway(&asked.base, today)?;
    let was = match &asked.from {
        Some(revision) => Some(was(&asked.base, revision, &base, today)?),
        None => None,
    };
    let around = if asked.paths.is_empty() {
        vec![workspace::root(&asked.base, &asked.base)]
    } else {
        asked.paths.clone()
    };
    let workspace = workspace::around(&around).map_err(|it| it.join("\nfingerpost: "))?;
    let (flows, mut problems) = gather::flows(&around, workspace.as_ref());
    let versions = gather::each(&flows, today, &mut problems, |flow, now| {
        version(flow, now, &asked.base, was.as_ref(), today)
    })?;
    let mut found = Vec::new();
    let mut unread = Vec::new();
    for version in versions {
        match version {
            Ok(Looked::Version(version)) => found.push(*version),
            Ok(Looked::Other) => {}
            Ok(Looked::Unread(file)) => unread.push(file),
            Err(problem) => problems.push(problem),
        }
    }
    let base_errors = base.diagnostics.count(Severity::Error);
    screen.print(&match asked.format {
        Told::Human => words(asked, &base, was.as_ref(), &found, today),
        Told::Json => json(asked, base_errors, &found, &unread),
    })?;
    if !unread.is_empty() {
        screen.tell(&format!(
            "{} could not be understood, so nobody can say whether {} of this base: {}. `fingerpost check` shows why.\n",
            count(unread.len(), "flow"),
            if unread.len() == 1 { "it is a version" } else { "they are versions" },
            list(&unread, "and")
        ));
    }
    for problem in &problems {
        screen.tell(&format!("fingerpost: {problem}\n"));
    }
    let trouble = found.iter().any(|it| it.drift.needs_attention());
    Ok(if !problems.is_empty() {
        Exit::CouldNotRun
    } else if trouble || base_errors > 0 || !unread.is_empty() {
        Exit::Found
    } else {
        Exit::Clean
    })
}

/// The base as it was in a revision.
fn was(base: &Path, revision: &str, now: &Compilation, today: Date) -> Result<Was, String> {
    let revision = Revision::around(base, revision)?;
    let then = revision.compile(base, today)?;
    let mut names = vec![files::name(base)];
    for compiled in [now, &then] {
        names.extend(compiled.files.bases.iter().cloned());
        names.extend(compiled.files.included.iter().cloned());
    }
    let files = names.iter().filter_map(|name| {
        let name = revision.without_ending(name);
        revision.below(Path::new(name)).ok()
    });
    Ok(Was {
        files: files.collect(),
        base: then,
        revision,
    })
}

/// What the base means for a flow, if that is a version of it.
fn version(
    flow: &Flow,
    now: Compilation,
    base: &Path,
    was: Option<&Was>,
    today: Date,
) -> Result<Looked, String> {
    let full = base.canonicalize().ok();
    let is_base = |name: &String| Path::new(name).canonicalize().ok() == full;
    let Some(place) = now.files.bases.iter().position(is_base) else {
        // What could not be read may be a version all the same.
        return if now.is_whole() || now.pathway.shared || flow.path.canonicalize().ok() == full {
            Ok(Looked::Other)
        } else {
            Ok(Looked::Unread(files::name(&flow.path)))
        };
    };
    let before = match was {
        Some(was) => {
            let root = workspace::root(&flow.given, &flow.path);
            let as_it_was = |file: &Path| match was.revision.below(file) {
                Ok(below) if was.files.contains(&below) => Some(was.revision.text(&below)),
                Ok(_) | Err(_) => None,
            };
            Some(files::compile_as(&root, &flow.path, today, &as_it_was)?)
        }
        None => None,
    };
    let title = now.pathway.versions.last().map(|it| it.title.clone());
    Ok(Looked::Version(Box::new(Version {
        file: files::name(&flow.path),
        title: title.unwrap_or_default(),
        is_whole: now.is_whole() && before.as_ref().is_none_or(Compilation::is_whole),
        drift: drift(
            now.on(place == 0),
            before.as_ref().map(|before| before.on(place == 0)),
            today,
        ),
        sources: now.sources,
    })))
}

/// ```text
/// flows/essex.flow (Essex) needs attention:
///   The base has no outcome `advise`, which this version replaces. [change-lost]
///     flows/essex.flow:11:1
/// ```
fn words(
    asked: &DriftAsked,
    base: &Compilation,
    was: Option<&Was>,
    versions: &[Version],
    today: Date,
) -> String {
    let shown = files::name(&asked.base);
    let mut out = String::new();
    if let Some(was) = was
        && was.base.is_whole()
        && base.is_whole()
    {
        let difference = diff(&was.base.pathway, &base.pathway, today);
        let from = asked.from.as_deref().unwrap_or_default();
        let _ = writeln!(
            out,
            "Old: {shown} at {from}\nNew: {shown}\n\n{}",
            in_short(&difference)
        );
        if !difference.is_none() {
            let _ = writeln!(
                out,
                "`fingerpost diff --from {from} {shown}` tells all of it.\n"
            );
        }
    }
    let errors = base.diagnostics.count(Severity::Error);
    if errors > 0 {
        let _ = writeln!(
            out,
            "The base has {} of its own: `fingerpost check {shown}` shows them.\n",
            count(errors, "error")
        );
    }
    let (trouble, rest): (Vec<&Version>, Vec<&Version>) = versions
        .iter()
        .partition(|version| version.drift.needs_attention());
    for version in &trouble {
        let _ = writeln!(out, "{} ({}) needs attention:", version.file, version.title);
        for finding in &version.drift.findings {
            let _ = writeln!(out, "  {} [{}]", finding.message, finding.code.name());
            let _ = writeln!(out, "    {}", place(&version.sources, finding.span));
            for label in finding.labels.iter().take(2) {
                let at = place(&version.sources, label.span);
                let _ = writeln!(out, "    {at}: {}", label.text);
            }
        }
        for behind in &version.drift.behind {
            let part = &behind.part;
            let _ = writeln!(
                out,
                "  The base has changed {}, which this version has its own word on. Look whether that still fits.",
                part.what
            );
            let at = place(&version.sources, part.at);
            let base = place(&version.sources, part.base);
            let _ = writeln!(out, "    {at}: the version\n    {base}: the base");
            for line in &behind.gone {
                let _ = writeln!(out, "    the base no longer says: {line}");
            }
            for line in &behind.new {
                let _ = writeln!(out, "    the base now says: {line}");
            }
        }
        out.push('\n');
    }
    for version in &rest {
        let follows = follows(version);
        let _ = writeln!(out, "{} ({}): {follows}.", version.file, version.title);
    }
    if !rest.is_empty() {
        out.push('\n');
    }
    let said = match (versions.len(), trouble.len()) {
        (0, _) => format!("No flow here is a version of `{shown}`."),
        (all, 0) => format!("{}, and none needs attention.", count(all, "version")),
        (all, some) => format!(
            "{} of {} {} attention.",
            some,
            count(all, "version"),
            if some == 1 { "needs" } else { "need" }
        ),
    };
    let _ = writeln!(out, "{said}");
    out
}

/// What becomes of a version that nobody has to look at.
fn follows(version: &Version) -> String {
    match &version.drift.difference {
        None if !version.is_whole => String::from(
            "part of it could not be understood, so what families get cannot be compared",
        ),
        None => String::from("nothing to do"),
        Some(difference) if difference.same_for_everybody() => {
            String::from("what its families get is the same as before")
        }
        Some(difference) if difference.changes.is_empty() => String::from(
            "it follows the base; whether its families get the same could not be settled",
        ),
        Some(difference) => {
            let number = count(difference.changes.len(), "difference");
            format!("it follows the base, with {number} in what families get")
        }
    }
}

fn place(sources: &Sources, span: fingerpost::source::Span) -> String {
    let at = sources.start(span);
    let name = &sources.get(span.source).name;
    format!("{name}:{}:{}", at.line, at.column)
}

/// What `--format json` prints.
#[derive(Serialize)]
struct Printed<'a> {
    base: String,
    base_errors: usize,
    versions: Vec<PrintedVersion<'a>>,
    /// Flows that could not be understood, and may be versions too.
    unread: &'a [String],
}

#[derive(Serialize)]
struct PrintedVersion<'a> {
    file: &'a str,
    title: &'a str,
    needs_attention: bool,
    findings: Vec<PrintedFinding<'a>>,
    /// What the version has its own word on, and the base has changed.
    behind: Vec<PrintedPart<'a>>,
    /// Whether families get something else than on the base as it was; left out where that is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    families_get_something_else: Option<bool>,
}

#[derive(Serialize)]
struct PrintedFinding<'a> {
    finding: &'static str,
    severity: &'static str,
    message: &'a str,
    place: String,
}

#[derive(Serialize)]
struct PrintedPart<'a> {
    part: &'a str,
    place: String,
    base_place: String,
    gone: &'a [String],
    new: &'a [String],
}

fn json(asked: &DriftAsked, base_errors: usize, versions: &[Version], unread: &[String]) -> String {
    let versions = versions.iter().map(|version| {
        let place = |span| place(&version.sources, span);
        let findings = version.drift.findings.iter().map(|it| PrintedFinding {
            finding: it.code.name(),
            severity: it.code.severity().word(),
            message: &it.message,
            place: place(it.span),
        });
        let behind = version.drift.behind.iter().map(|it| PrintedPart {
            part: &it.part.what,
            place: place(it.part.at),
            base_place: place(it.part.base),
            gone: &it.gone,
            new: &it.new,
        });
        let difference = version.drift.difference.as_ref();
        PrintedVersion {
            file: &version.file,
            title: &version.title,
            needs_attention: version.drift.needs_attention(),
            findings: findings.collect(),
            behind: behind.collect(),
            families_get_something_else: difference.map(|it| !it.same_for_everybody()),
        }
    });
    let printed = Printed {
        base: files::name(&asked.base),
        base_errors,
        versions: versions.collect(),
        unread,
    };
    let mut json =
        serde_json::to_string_pretty(&printed).expect("texts and numbers can be written");
    json.push('\n');
    json
}
