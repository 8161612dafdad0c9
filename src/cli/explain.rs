//! `fingerpost explain`: the page of a finding, or the list of all of them.

use fingerpost::diagnostic::Code;

use super::terminal::Screen;
use super::{Exit, Explain, Stop, unknown_finding};

pub(super) fn run(asked: &Explain, screen: Screen) -> Result<Exit, Stop> {
    match &asked.name {
        None => screen.print(&catalogue())?,
        Some(name) => {
            // As it is shown, `[cycle]` too.
            let name = name.trim_matches(['[', ']', '`', ' ']);
            let code = Code::named(name).ok_or_else(|| unknown_finding(name, &[]))?;
            screen.print(&format!("{}\n", code.page().trim_end()))?;
        }
    }
    Ok(Exit::Clean)
}

/// Every finding in one line, by what it is about.
fn catalogue() -> String {
    let mut groups: Vec<_> = Code::ALL.iter().map(|code| code.group()).collect();
    groups.sort();
    groups.dedup();
    let width = Code::ALL.iter().map(|code| code.name().len()).max();
    let width = width.unwrap_or(0);
    let mut out = String::new();
    for group in groups {
        out += &format!("{}\n", group.word());
        for code in Code::ALL.iter().filter(|code| code.group() == group) {
            let (name, severity) = (code.name(), code.severity().word());
            out += &format!("  {name:width$}  {severity:7}  {}\n", code.summary());
        }
        out.push('\n');
    }
    out + "`fingerpost explain NAME` explains one of them.\n"
}
