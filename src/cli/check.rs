//! `fingerpost check`: what is wrong with one or more flows.
//!
//! Invariant: flows are checked on several threads, and told one after another in their order: the output is the
//! same with one thread. Of a flow that was told, only its row of the table is kept, and what its format needs; of
//! findings in files that several flows share, which they are.

mod baseline;
mod junit;
mod once;
mod report;
mod table;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::thread;

use fingerpost::Compilation;
use fingerpost::calendar;
use fingerpost::coverage::{Dead, coverage};
use fingerpost::diagnostic::{About, Allowed, By, Code, Diagnostics, Severity, count, list};
use fingerpost::ir::Date;

use super::files::Flow;
use super::in_order::{Came, in_order};
use super::terminal::{Progress, Screen};
use super::workspace::{self, Workspace};
use super::{Check, Deny, Exit, Format, Stop, files, gather};
use baseline::{Baseline, Known};
use once::{Shared, Told};
use report::{Piece, Report};

/// How many lines of a baseline are named.
const NAMED: usize = 10;

pub(super) fn run(asked: &Check, screen: Screen) -> Result<Exit, Stop> {
    if asked.coverage && !asked.format.tells_coverage() {
        return Err(
            "`--coverage` goes with `--format human`, `short` or `json`."
                .to_string()
                .into(),
        );
    }
    let workspace = workspace::around(&asked.paths).map_err(|it| it.join("\nfingerpost: "))?;
    let mut checking = Checking::new(asked, screen.colour, workspace.as_ref())?;
    let (flows, mut problems) = gather::flows(&asked.paths, workspace.as_ref());

    checking.are_many = flows.len() > 1;
    let jobs = asked.jobs.or_else(|| thread::available_parallelism().ok());
    let mut report = Report::new(asked.format, screen, checking.are_many);
    let mut progress = Progress::new();
    let mut tellings = flows.iter();
    let mut all = Found::default();
    let shared = Shared::of(&flows);
    let mut told = Told::default();
    report.begin()?;
    in_order(
        &flows,
        jobs.map_or(1, usize::from),
        |flow| checking.look(flow, &flows, &shared),
        |came| {
            let so_far = flows.len() - tellings.len();
            progress.say(&format!(
                "{so_far} of {} checked",
                count(flows.len(), "flow")
            ));
            let Came::Next(looked) = came else {
                return Ok(());
            };
            let Some(flow) = tellings.next() else {
                return Ok(());
            };
            let shown = files::name(&flow.path);
            match looked {
                Some(Ok(looked)) => {
                    let looked = match looked {
                        Look::Done(looked) => *looked,
                        Look::Shares(mut compiled, found) => {
                            told.tell_once(&mut compiled);
                            checking.told(flow, *compiled, found)
                        }
                    };
                    if looked.piece.is_printed() {
                        progress.clear();
                    }
                    report.tell(looked.piece)?;
                    all.add(looked.found);
                }
                Some(Err(problem)) => problems.push(problem),
                None => problems.push(format!(
                    "`{shown}` could not be checked: Fingerpost failed on it. That is a mistake in Fingerpost; please report it."
                )),
            }
            Ok(())
        },
    )?;
    progress.clear();
    report.end(all.refused, &problems)?;
    let mut lines = checking.tell_of_the_baseline(&all, problems.is_empty())?;
    lines.extend(checking.tell_of_what_is_allowed(&all, problems.is_empty()));
    for line in lines {
        report.beside(&line)?;
    }
    for problem in &problems {
        screen.tell(&format!("fingerpost: {problem}\n"));
    }
    Ok(if !problems.is_empty() {
        Exit::CouldNotRun
    } else if report.errors() + all.refused > 0 {
        Exit::Found
    } else {
        Exit::Clean
    })
}

/// What every flow is looked at with.
struct Checking<'a> {
    asked: &'a Check,
    colour: bool,
    are_many: bool,
    workspace: Option<&'a Workspace>,
    today: Date,
    deny: Vec<Deny>,
    /// The file of the baseline, the folder at which its paths begin, and what it holds.
    baseline: Option<(PathBuf, PathBuf, Baseline)>,
    /// Where a new baseline is to be written, and the folder at which its paths begin.
    write: Option<(PathBuf, PathBuf)>,
    /// The top of the repository, for formats that count paths from there.
    top: PathBuf,
}

/// What looking at one flow gave.
enum Look {
    /// All there is to tell.
    Done(Box<Looked>),
    /// Findings in other files, of which those before may have told.
    Shares(Box<Compilation>, Found),
}

/// What there is to tell of one flow.
struct Looked {
    piece: Piece,
    found: Found,
}

/// What is kept of one flow until the end, and of all of them together.
#[derive(Default)]
struct Found {
    /// The flows, as a baseline names them; none where there is no baseline.
    flows: Vec<String>,
    /// How many findings are refused that are no errors.
    refused: usize,
    /// For a new baseline.
    found: Vec<Known>,
    /// How many findings no baseline may hold.
    unknowable: usize,
    /// What the baseline holds and was not found, each with its line.
    gone: Vec<(usize, Known)>,
    /// What the workspace allows and was found.
    allowed: BTreeSet<Code>,
}

impl Found {
    fn add(&mut self, one: Found) {
        self.flows.extend(one.flows);
        self.refused += one.refused;
        self.found.extend(one.found);
        self.unknowable += one.unknowable;
        self.gone.extend(one.gone);
        self.allowed.extend(one.allowed);
    }
}

impl<'a> Checking<'a> {
    fn new(
        asked: &'a Check,
        colour: bool,
        workspace: Option<&'a Workspace>,
    ) -> Result<Checking<'a>, String> {
        let mut deny = asked.deny.clone();
        deny.extend(workspace.iter().flat_map(|it| it.deny.iter().copied()));
        let folder = workspace.map(|it| it.folder.as_path());
        let write = asked.write_baseline.clone().map(|file| {
            let begin = baseline::begin(folder, &file);
            (file, begin)
        });
        let file = asked.baseline.clone();
        let of_workspace = workspace.and_then(|it| it.baseline.as_ref());
        let of_workspace = of_workspace.filter(|_| file.is_none() && write.is_none());
        if let Some(file) = of_workspace.filter(|it| it.exists()) {
            files::must_be_a_file(file, &files::name(file))?;
        }
        let file = file.or_else(|| of_workspace.cloned());
        // What is written anew holds all that is found, whether or not it was known.
        let baseline = match file.filter(|_| write.is_none()) {
            Some(file) => {
                let begin = baseline::begin(folder, &file);
                let read = Baseline::read(&file)?;
                Some((file, begin, read))
            }
            None => None,
        };
        Ok(Checking {
            asked,
            colour,
            are_many: false,
            workspace,
            today: files::today(&asked.day),
            deny,
            baseline,
            write,
            top: files::top(),
        })
    }

    /// Checks one flow, and puts it into the words of the format, unless that has to wait for those before it.
    fn look(&self, flow: &Flow, flows: &[Flow], shared: &Shared) -> Result<Look, String> {
        let root = workspace::root(&flow.given, &flow.path);
        let mut compiled = files::compile_in(&root, &flow.path, self.today)?;
        self.allow(&mut compiled.diagnostics);
        let found = self.judge(flow, &mut compiled);
        if shared.leave_to_its_own(flows, &mut compiled, self.today) {
            return Ok(Look::Shares(Box::new(compiled), found));
        }
        Ok(Look::Done(Box::new(self.told(flow, compiled, found))))
    }

    /// Puts what is left of one flow's findings into the words of the format.
    fn told(&self, flow: &Flow, mut compiled: Compilation, mut found: Found) -> Looked {
        let codes = compiled.diagnostics.findings.iter().map(|it| it.code);
        let refused = codes.filter(|it| it.severity() != Severity::Error && self.is_denied(*it));
        found.refused = refused.count();
        if self.asked.coverage {
            let dead = Dead::of(&compiled.pathway, self.today);
            let met = coverage(&compiled.pathway, self.today, &dead);
            compiled.diagnostics.coverage = Some(met.report(&compiled.pathway));
        }
        compiled.diagnostics.about = Some(about(&compiled));
        let path = |name: &str| self.path_from_top(flow, name);
        let is_refused = |code: Code| code.severity() == Severity::Error || self.is_denied(code);
        Looked {
            piece: Piece::of(
                self.asked.format,
                self.colour,
                self.are_many,
                flow,
                &compiled,
                &path,
                &is_refused,
            ),
            found,
        }
    }

    fn is_denied(&self, code: Code) -> bool {
        self.deny.iter().any(|deny| deny.covers(code))
    }

    /// Puts aside what the workspace allows.
    fn allow(&self, diagnostics: &mut Diagnostics) {
        let Some(workspace) = self.workspace.filter(|it| !it.allow.is_empty()) else {
            return;
        };
        for finding in std::mem::take(&mut diagnostics.findings) {
            let reason = workspace
                .allow
                .iter()
                .find(|(code, _)| *code == finding.code);
            match reason {
                Some((_, reason)) => diagnostics.allowed.push(Allowed {
                    finding,
                    reason: reason.clone(),
                    by: By::Workspace,
                }),
                None => diagnostics.findings.push(finding),
            }
        }
    }

    /// Takes away the findings that are known, or that are to be known from now on.
    fn judge(&self, flow: &Flow, compiled: &mut Compilation) -> Found {
        let mut one = Found::default();
        let by_workspace = compiled.diagnostics.allowed.iter();
        let by_workspace = by_workspace.filter(|it| it.by == By::Workspace);
        one.allowed = by_workspace.map(|it| it.finding.code).collect();
        let mut is_known = Vec::new();
        if let Some((_, begin)) = &self.write {
            let name = files::way(begin, &flow.path);
            let findings = baseline::known_by(compiled, &name);
            one.unknowable = findings.iter().filter(|it| it.is_none()).count();
            is_known = findings.iter().map(Option::is_some).collect();
            one.found = findings.into_iter().flatten().collect();
            one.flows.push(name);
        } else if let Some((_, begin, baseline)) = &self.baseline {
            let name = files::way(begin, &flow.path);
            let judged = baseline.judge(&name, &baseline::known_by(compiled, &name));
            is_known = judged.is_known;
            // While a part is not understood, checks are silent: what is not found may still be there.
            if compiled.is_whole() {
                one.gone = judged.gone;
            }
        }
        let findings = &mut compiled.diagnostics.findings;
        let before = findings.len();
        let mut is_known = is_known.into_iter();
        findings.retain(|_| !is_known.next().unwrap_or(false));
        compiled.diagnostics.known = before - findings.len();
        one
    }

    /// The path of a text from the top of the repository.
    fn path_from_top(&self, flow: &Flow, name: &str) -> String {
        if files::is_standard_input(&flow.path) {
            return name.to_string();
        }
        files::way(&self.top, Path::new(name))
    }

    /// Writes the new baseline, if one was asked for; lines on what is in it, or in the old one.
    fn tell_of_the_baseline(&self, all: &Found, all_were_read: bool) -> Result<Vec<String>, Stop> {
        let mut lines = Vec::new();
        if let Some((file, begin)) = &self.write {
            let shown = files::name(file);
            if !all_were_read {
                lines.push(format!(
                    "`{shown}` was not written, because not every flow could be read."
                ));
                return Ok(lines);
            }
            let holds = baseline::write(file, begin, &all.flows, all.found.clone())?;
            lines.push(format!(
                "`{shown}` was written. It holds {}.",
                count(holds, "finding")
            ));
            if all.unknowable > 0 {
                lines.push(format!(
                    "{} cannot be in it, because they keep others from being found. Mend them first, and write it again.",
                    count(all.unknowable, "finding")
                ));
            }
        }
        if let Some((file, begin, baseline)) = &self.baseline {
            let mut gone = all.gone.clone();
            gone.extend(baseline.without_a_flow(begin));
            gone.sort();
            gone.dedup();
            if !gone.is_empty() {
                let shown = files::name(file);
                lines.push(match gone.len() {
                    1 => format!("1 finding in `{shown}` is no longer there. Delete its line:"),
                    n => format!(
                        "{n} findings in `{shown}` are no longer there. Delete their lines:"
                    ),
                });
            }
            for (line, known) in gone.iter().take(NAMED) {
                lines.push(format!("  line {line}: {}", known.in_words()));
            }
            if let Some(more @ 1..) = gone.len().checked_sub(NAMED) {
                lines.push(format!("  and {}", count(more, "more line")));
            }
        }
        Ok(lines)
    }

    /// A line on what the workspace allows in vain. It can only be said where all of it was looked at.
    fn tell_of_what_is_allowed(&self, all: &Found, all_were_read: bool) -> Option<String> {
        let workspace = self
            .workspace
            .filter(|_| all_were_read && self.asked.paths.is_empty())?;
        let allowed = workspace.allow.iter().map(|(code, _)| code);
        let unused = allowed.filter(|code| !all.allowed.contains(code));
        let unused: Vec<String> = unused.map(|code| format!("`{}`", code.name())).collect();
        let are = if unused.len() == 1 { "is" } else { "are" };
        (!unused.is_empty()).then(|| {
            let names = list(&unused, "and");
            format!("{names} {are} allowed in `fingerpost.toml`, and found nowhere.")
        })
    }
}

/// What a pathway says of itself.
fn about(compiled: &Compilation) -> About {
    let pathway = &compiled.pathway;
    About {
        name: pathway.name.clone(),
        title: pathway.title.clone(),
        authority: pathway.document.authority.clone(),
        review_by: pathway
            .document
            .review_by
            .map(|(date, _)| calendar::written(date)),
    }
}

impl Format {
    fn tells_coverage(self) -> bool {
        match self {
            Format::Human | Format::Short | Format::Json => true,
            Format::Sarif | Format::Github | Format::Junit => false,
        }
    }
}

impl Deny {
    fn covers(self, code: Code) -> bool {
        match self {
            Deny::Severity(least) => code.severity() <= least,
            Deny::Finding(denied) => code == denied,
        }
    }
}
