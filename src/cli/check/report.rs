//! What is printed of a check, in each format: something to begin with, a piece for each flow, an end.
//!
//! Invariant: pieces are made on any thread, from one flow alone; they are told in the order of the flows. What
//! a program reads stands alone on standard output; what there is to say beside it goes to standard error.

use std::collections::BTreeSet;

use fingerpost::Compilation;
use fingerpost::diagnostic::github::{self, Annotation, annotations};
use fingerpost::diagnostic::{self, Code, Tally, count, render, sarif, summary_of};
use quick_junit::TestSuite;

use super::super::files::Flow;
use super::super::terminal::Screen;
use super::super::{Format, Stop, files};
use super::junit;
use super::table::{Row, table};

/// What there is to tell of one flow.
pub(super) struct Piece {
    row: Row,
    tally: Tally,
    said: Said,
}

enum Said {
    Text(String),
    Json(String),
    Sarif(Vec<String>, BTreeSet<Code>),
    Github(Vec<Annotation>),
    Junit(TestSuite),
}

impl Piece {
    /// `path` gives the path of a text from the top of the repository.
    pub(super) fn of(
        format: Format,
        colour: bool,
        are_many: bool,
        flow: &Flow,
        compiled: &Compilation,
        path: &dyn Fn(&str) -> String,
        is_refused: &dyn Fn(Code) -> bool,
    ) -> Piece {
        let (found, sources) = (&compiled.diagnostics, &compiled.sources);
        let name = files::name(&flow.path);
        let text = |format| render(found, sources, format, colour);
        let said = match format {
            Format::Human => {
                // Of many flows, the table says what holds, and what is allowed is counted at the end.
                let rules = found.rules.as_ref().filter(|_| !are_many);
                let rules = rules.map(|rules| format!("{name}: {rules}\n"));
                let mut shown = found.clone();
                if are_many {
                    shown.allowed.clear();
                }
                let text = render(&shown, sources, diagnostic::Format::Full, colour);
                Said::Text(text + &rules.unwrap_or_default())
            }
            Format::Short => Said::Text(text(diagnostic::Format::Short)),
            Format::Json => Said::Json(text(diagnostic::Format::Json)),
            Format::Sarif => {
                let findings = found.findings.iter();
                let findings = findings.chain(found.allowed.iter().map(|it| &it.finding));
                let codes = findings.map(|it| it.code).collect();
                Said::Sarif(sarif::results(found, sources, path), codes)
            }
            Format::Github => Said::Github(annotations(found, sources, path)),
            Format::Junit => Said::Junit(junit::suite(&name, compiled, found, is_refused)),
        };
        Piece {
            row: Row::of(&name, found),
            tally: Tally::of(found),
            said,
        }
    }
}

impl Piece {
    /// Whether anything is printed of it before the end.
    pub(super) fn is_printed(&self) -> bool {
        match &self.said {
            Said::Text(text) => !text.is_empty(),
            Said::Sarif(results, _) => !results.is_empty(),
            Said::Json(_) => true,
            Said::Github(_) | Said::Junit(_) => false,
        }
    }
}

/// What was told so far, and what has to wait for the end.
pub(super) struct Report {
    format: Format,
    screen: Screen,
    are_many: bool,
    told: usize,
    tally: Tally,
    rows: Vec<Row>,
    /// Whether something stands before the next item of a list.
    goes_on: bool,
    codes: BTreeSet<Code>,
    annotations: Vec<Annotation>,
    suites: Vec<TestSuite>,
}

impl Report {
    pub(super) fn new(format: Format, screen: Screen, are_many: bool) -> Report {
        Report {
            format,
            screen,
            are_many,
            told: 0,
            tally: Tally::default(),
            rows: Vec::new(),
            goes_on: false,
            codes: BTreeSet::new(),
            annotations: Vec::new(),
            suites: Vec::new(),
        }
    }

    /// How many errors were told.
    pub(super) fn errors(&self) -> usize {
        self.tally.errors
    }

    pub(super) fn begin(&self) -> Result<(), Stop> {
        match self.format {
            Format::Sarif => self.screen.print(&sarif::begin()),
            Format::Human | Format::Short | Format::Json | Format::Github | Format::Junit => Ok(()),
        }
    }

    /// Tells one flow's piece.
    pub(super) fn tell(&mut self, piece: Piece) -> Result<(), Stop> {
        self.told += 1;
        self.tally += piece.tally;
        match piece.said {
            Said::Text(text) => {
                if !text.is_empty() {
                    self.screen.print(&text)?;
                }
                self.rows.push(piece.row);
            }
            Said::Json(report) => {
                let report = report.trim_end().replace('\n', "\n  ");
                let before = if self.goes_on { ",\n  " } else { "[\n  " };
                self.goes_on = true;
                self.screen.print(&format!("{before}{report}"))?;
            }
            Said::Sarif(results, codes) => {
                for result in results {
                    let before = if self.goes_on { ",\n" } else { "" };
                    self.goes_on = true;
                    self.screen.print(&format!("{before}{result}"))?;
                }
                self.codes.extend(codes);
            }
            // GitHub shows the first few: which are the worst is known at the end.
            Said::Github(annotations) => self.annotations.extend(annotations),
            // Its first line counts all cases.
            Said::Junit(suite) => self.suites.push(suite),
        }
        Ok(())
    }

    /// Tells what had to wait. So many findings are refused that are no errors; `problems` are sentences on what
    /// could not be done.
    pub(super) fn end(&mut self, refused: usize, problems: &[String]) -> Result<(), Stop> {
        match self.format {
            Format::Human if self.told > 0 => self.count(refused),
            Format::Json if self.goes_on => self.screen.print("\n]\n"),
            Format::Json => self.screen.print("[]\n"),
            Format::Sarif => {
                let end = sarif::end(&self.codes, problems);
                let before = if self.goes_on { "\n" } else { "" };
                self.screen.print(&format!("{before}{end}"))
            }
            Format::Github => {
                let mut annotations: Vec<_> =
                    problems.iter().map(|it| github::problem(it)).collect();
                annotations.append(&mut self.annotations);
                self.screen.print(&github::commands(annotations))?;
                self.count(refused)
            }
            Format::Junit => {
                let suites = std::mem::take(&mut self.suites);
                self.screen.print(&junit::report(suites, problems))
            }
            Format::Human | Format::Short => Ok(()),
        }
    }

    /// The table, and one line that counts all.
    fn count(&mut self, refused: usize) -> Result<(), Stop> {
        let mut out = String::new();
        let rows = std::mem::take(&mut self.rows);
        if rows.len() > 1 {
            out += &table(rows);
            out.push('\n');
        }
        if self.are_many {
            out += &format!("{} checked. ", count(self.told, "flow"));
        }
        out += &summary_of(&self.tally);
        if refused > 0 {
            out += &format!(" `--deny` refuses {refused} of them.");
        }
        self.screen.print(&format!("{out}\n"))
    }

    /// Says something about the whole check.
    pub(super) fn beside(&self, line: &str) -> Result<(), Stop> {
        match self.format {
            Format::Human => self.screen.print(&format!("{line}\n")),
            Format::Short | Format::Json | Format::Sarif | Format::Github | Format::Junit => {
                self.screen.tell(&format!("fingerpost: {line}\n"));
                Ok(())
            }
        }
    }
}
