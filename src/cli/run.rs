//! `fingerpost run`: a walk through a flow, as a practitioner would take it.

mod ask;
mod json;
mod tell;

use std::path::Path;

use fingerpost::Compilation;
use fingerpost::answers;
use fingerpost::diagnostic::{Severity, count, list};
use fingerpost::evaluate::{Evaluation, Sheet, evaluate};
use fingerpost::ir::{Date, Pathway};

use super::compile::tell_findings;
use super::terminal::Screen;
use super::{Exit, Run, Stop, Told, files};

pub(super) fn run(asked: &Run, screen: Screen) -> Result<Exit, Stop> {
    let today = files::today(&asked.day);
    if files::is_standard_input(&asked.file) && asked.answers.is_none() {
        let sentence = "The flow comes from standard input, so the answers cannot. Give them with \
            `--answers FILE`.";
        return Err(Stop::Because(sentence.to_string()));
    }
    let compiled = files::compile_pathway(&asked.file, today)?;
    if !compiled.is_whole() {
        tell_findings(&compiled, screen);
        screen.tell("Part of the flow could not be understood, so nobody can walk through it.\n");
        return Ok(Exit::Found);
    }
    warn_of_errors(&compiled, &asked.file, screen);
    let pathway = &compiled.pathway;
    let ended = match &asked.answers {
        Some(file) => match read_answers(file, pathway, today, screen)? {
            Some(sheet) => evaluate(pathway, &sheet, today),
            None => return Ok(Exit::CouldNotRun),
        },
        None => match ask::interview(pathway, today, asked.format, screen)? {
            Some(ended) => ended,
            None => return Ok(Exit::Clean),
        },
    };
    finish(pathway, &ended, asked.format, screen)
}

/// Says what the family gets, or what is missing.
fn finish(
    pathway: &Pathway,
    ended: &Evaluation,
    format: Told,
    screen: Screen,
) -> Result<Exit, Stop> {
    match format {
        Told::Json => screen.print(&json::json(pathway, ended))?,
        Told::Human if ended.is_complete() => screen.print(&tell::tell(pathway, ended))?,
        Told::Human => {}
    }
    if !ended.is_complete() {
        return Err(missing(pathway, ended).into());
    }
    Ok(if ended.problems.is_empty() {
        Exit::Clean
    } else {
        Exit::Found
    })
}

fn missing(pathway: &Pathway, ended: &Evaluation) -> String {
    let names: Vec<String> = ended
        .waiting
        .iter()
        .map(|question| &pathway[*question])
        .map(|question| format!("`{}` ({})", question.name, question.text))
        .collect();
    format!(
        "The answers end before the pathway does. There is no answer yet to {}.",
        list(&names, "and")
    )
}

fn warn_of_errors(compiled: &Compilation, file: &Path, screen: Screen) {
    let errors = compiled.diagnostics.count(Severity::Error);
    if errors > 0 {
        screen.tell(&format!(
            "This flow has {}. `fingerpost check {}` shows what is wrong.\n",
            count(errors, "error"),
            files::name(file)
        ));
    }
}

/// The answers in a file; none where something is wrong with them, which has been said.
pub(super) fn read_answers(
    file: &Path,
    pathway: &Pathway,
    today: Date,
    screen: Screen,
) -> Result<Option<Sheet>, String> {
    match answers::read_file(&files::read(file)?, pathway, today) {
        Ok(sheet) => Ok(Some(sheet)),
        Err(wrong) => {
            for sentence in wrong {
                screen.tell(&format!("{}: {sentence}\n", files::name(file)));
            }
            Ok(None)
        }
    }
}
