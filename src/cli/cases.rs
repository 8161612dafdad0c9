//! `fingerpost cases`: examples for a whole flow, ready to be pasted into it.

use fingerpost::cases::cases;

use super::compile::tell_findings;
use super::terminal::Screen;
use super::{Cases, Exit, Stop, files};

pub(super) fn run(asked: &Cases, screen: Screen) -> Result<Exit, Stop> {
    let today = files::today(&asked.day);
    let compiled = files::compile_pathway(&asked.file, today)?;
    if !compiled.is_whole() {
        tell_findings(&compiled, screen);
        screen
            .tell("Part of the flow could not be understood, so no examples can be made of it.\n");
        return Ok(Exit::Found);
    }
    screen.print(&cases(&compiled.pathway, today, asked.missing))?;
    Ok(Exit::Clean)
}
