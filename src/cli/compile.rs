//! `fingerpost compile`: a document made of a flow.

use std::path::Path;

use fingerpost::Compilation;
use fingerpost::diagnostic::{self, Severity, render, summary};
use fingerpost::emit::{dot, json};

use super::terminal::Screen;
use super::{Compile, Direction, Drawing, Exit, Paper, Stop, Target, files};

pub(super) fn run(asked: &Compile, screen: Screen) -> Result<Exit, Stop> {
    if asked.to == Target::Json
        && let Some(option) = asked.drawing.first_option()
    {
        return Err(format!("`{option}` is for drawings. It goes with `--to dot`.").into());
    }
    let compiled = files::compile_pathway(&asked.file, files::today(&asked.day))?;
    if !compiled.is_whole() {
        tell_findings(&compiled, screen);
        screen.tell("Nothing was written, because part of the flow could not be understood.\n");
        return Ok(Exit::Found);
    }
    let document = match asked.to {
        Target::Json => json::emit(&compiled.pathway, &compiled.sources),
        Target::Dot => {
            let errors = compiled.diagnostics.count(Severity::Error);
            dot::emit(&compiled.pathway, &asked.drawing.options(errors))?
        }
    };
    match &asked.output {
        Some(file) if !files::is_standard_input(file) => write(&asked.file, file, &document)?,
        Some(_) | None => screen.print(&document)?,
    }
    // Last, so that they are what stays on the screen.
    tell_findings(&compiled, screen);
    Ok(if compiled.diagnostics.count(Severity::Error) > 0 {
        Exit::Found
    } else {
        Exit::Clean
    })
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

fn write(flow: &Path, file: &Path, document: &str) -> Result<(), String> {
    let same = flow.canonicalize().ok().zip(file.canonicalize().ok());
    if same.is_some_and(|(flow, file)| flow == file) {
        return Err(format!(
            "`{}` is the flow itself, and was left as it is.",
            files::name(file)
        ));
    }
    files::write(file, document)
}

impl Drawing {
    /// The first option given, if any.
    fn first_option(&self) -> Option<&'static str> {
        let given = [
            (self.direction.is_some(), "--direction"),
            (self.paper.is_some(), "--paper"),
            (self.legend, "--legend"),
            (self.section.is_some(), "--section"),
        ];
        given
            .into_iter()
            .find(|(given, _)| *given)
            .map(|(_, it)| it)
    }

    fn options(&self, errors: usize) -> dot::Options {
        let usual = dot::Options::default();
        dot::Options {
            direction: match self.direction {
                Some(Direction::LeftRight) => dot::Direction::LeftRight,
                Some(Direction::TopDown) => dot::Direction::TopDown,
                None => usual.direction,
            },
            paper: match self.paper {
                Some(Paper::A4) => dot::Paper::A4,
                Some(Paper::A3) => dot::Paper::A3,
                Some(Paper::None) => dot::Paper::None,
                None => usual.paper,
            },
            legend: self.legend,
            section: self.section.clone(),
            errors,
        }
    }
}
