//! `fingerpost check`: what is wrong with one or more flows.

use fingerpost::coverage::{Dead, coverage};
use fingerpost::diagnostic::{self, Code, Diagnostics, Severity, count, render, summary};

use super::terminal::Screen;
use super::{Check, Deny, Exit, Format, Stop, files};

pub(super) fn run(asked: &Check, screen: Screen) -> Result<Exit, Stop> {
    let today = files::today(&asked.day);
    let (flows, mut problems) = files::flows(&asked.paths);
    let mut all = Diagnostics::default();
    let mut reports = Vec::new();
    let mut checked = 0;
    for path in &flows {
        let compiled = match files::compile(path, today) {
            Ok(compiled) => compiled,
            Err(problem) => {
                problems.push(problem);
                continue;
            }
        };
        checked += 1;
        let mut findings = compiled.diagnostics;
        if asked.coverage {
            let met = coverage(
                &compiled.pathway,
                today,
                &Dead::of(&compiled.pathway, today),
            );
            findings.coverage = Some(met.report(&compiled.pathway));
        }
        let format = match asked.format {
            Format::Human => diagnostic::Format::Full,
            Format::Short => diagnostic::Format::Short,
            Format::Json => diagnostic::Format::Json,
        };
        let report = render(&findings, &compiled.sources, format, screen.colour);
        if asked.format == Format::Json {
            reports.push(report.trim_end().replace('\n', "\n  "));
        } else {
            screen.print(&report)?;
        }
        if let Some(rules) = findings.rules.filter(|_| asked.format == Format::Human) {
            screen.print(&format!("{}: {rules}\n", files::name(path)))?;
        }
        all.findings.extend(findings.findings);
        all.allowed.extend(findings.allowed);
    }

    let is_denied = |code: Code| asked.deny.iter().any(|deny| deny.covers(code));
    let errors = all.count(Severity::Error);
    let denied = all
        .findings
        .iter()
        .filter(|it| it.code.severity() != Severity::Error && is_denied(it.code))
        .count();
    match asked.format {
        Format::Human if checked > 0 => {
            if flows.len() > 1 {
                screen.print(&format!("{} checked. ", count(checked, "flow")))?;
            }
            screen.print(&summary(&all))?;
            if denied > 0 {
                screen.print(&format!(" `--deny` refuses {denied} of them."))?;
            }
            screen.print("\n")?;
        }
        Format::Json if reports.is_empty() => screen.print("[]\n")?,
        Format::Json => screen.print(&format!("[\n  {}\n]\n", reports.join(",\n  ")))?,
        Format::Human | Format::Short => {}
    }
    for problem in &problems {
        screen.tell(&format!("fingerpost: {problem}\n"));
    }
    Ok(if !problems.is_empty() {
        Exit::CouldNotRun
    } else if errors + denied > 0 {
        Exit::Found
    } else {
        Exit::Clean
    })
}

impl Deny {
    fn covers(self, code: Code) -> bool {
        match self {
            Deny::Severity(least) => code.severity() <= least,
            Deny::Finding(denied) => code == denied,
        }
    }
}
