//! `fingerpost why`: who comes to a place, or gets something.

use std::fmt::Write;

use fingerpost::diagnostic::{Family, family_in_lines, list, nearest};
use fingerpost::why::{Who, Why, names, why};
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use super::compile::tell_findings;
use super::terminal::Screen;
use super::{Exit, Stop, Told, WhyAsked, files};

/// The most cases that are said in sentences beside the table.
const SAID: usize = 6;
/// The widest cell of a table, in columns.
const WIDE: usize = 60;

pub(super) fn run(asked: &WhyAsked, screen: Screen) -> Result<Exit, Stop> {
    let today = files::today(&asked.day);
    let compiled = files::compile_pathway(&asked.file, today)?;
    if !compiled.is_whole() {
        tell_findings(&compiled, screen);
        screen
            .tell("Part of the flow could not be understood, so nobody can say who comes where.\n");
        return Ok(Exit::Found);
    }
    let pathway = &compiled.pathway;
    let name = asked.name.trim_matches(['`', ' ']);
    let Some(why) = why(pathway, today, name) else {
        return Err(unknown(name, &names(pathway)).into());
    };
    screen.print(&match asked.format {
        Told::Human => human(&why),
        Told::Json => json(&pathway.name, &why),
    })?;
    Ok(Exit::Clean)
}

fn unknown(name: &str, names: &[&str]) -> String {
    let none =
        format!("There is no question, step, outcome, service or named action called `{name}`.");
    match nearest(name, names.iter().copied()) {
        Some(near) => format!("{none} Did you mean `{near}`?"),
        None => none,
    }
}

/// ```text
/// The outcome `advice`: Advice
///
/// A family comes here exactly when `signs` is empty.
/// ```
fn human(why: &Why) -> String {
    let mut out = format!(
        "The {} `{}`: {}\n\n",
        why.kind,
        why.name,
        why.text.replace('\n', " ")
    );
    let (does, nobody) = if why.is_place() {
        ("comes here", "Nobody comes here.")
    } else {
        ("gets it", "Nobody gets it.")
    };
    let said = why.cases.len() <= SAID;
    out += &match (why.who, why.cases.as_slice()) {
        (Who::Everybody, _) => format!("Every family {does}.\n"),
        (Who::Nobody, _) => format!("{nobody}\n"),
        (Who::NotSettled, _) => format!("Who {does} could not be settled in the work allowed.\n"),
        (Who::These, [only]) => format!("A family {does} exactly when {only}.\n"),
        (Who::These, cases) => {
            let colon = if said { ":" } else { "," };
            format!(
                "A family {does} in exactly these {} cases{colon}\n",
                cases.len()
            )
        }
        (Who::TheseAndMore, cases) => format!(
            "A family {does} in these {} cases, and in more that are not listed{}\n",
            cases.len(),
            if said { ":" } else { "," }
        ),
    };
    if said && why.cases.len() > 1 {
        for (case, number) in why.cases.iter().zip(1..) {
            let _ = writeln!(out, "  {number}. {case}");
        }
    } else if !said {
        out += "one in each row of the table.\n";
    }
    for reason in &why.reasons {
        let _ = writeln!(out, "  {reason}");
    }
    if !why.places.is_empty() {
        let _ = writeln!(out, "It is given at {}.", list(&why.places, "and"));
    }
    if !why.table.0.is_empty() {
        out += "\n";
        out += &table(&why.table.0, &why.table.1);
    }
    if let Some(family) = &why.family {
        let lines = family_in_lines(family);
        if !lines.is_empty() {
            let _ = writeln!(out, "\nThe shortest family:\n{}", lines.join("\n"));
        }
    }
    out
}

/// Columns side by side; a `-` stands where it does not matter. A long cell goes on in the next line.
fn table(headings: &[String], rows: &[Vec<Option<String>>]) -> String {
    let mut lines: Vec<Vec<Vec<String>>> = vec![headings.iter().map(|it| wrapped(it)).collect()];
    for row in rows {
        lines.push(
            row.iter()
                .map(|cell| wrapped(cell.as_deref().unwrap_or("-")))
                .collect(),
        );
    }
    let widths: Vec<usize> = (0..headings.len())
        .map(|column| {
            let cells = lines.iter().filter_map(|row| row.get(column)).flatten();
            cells.map(|it| it.width()).max().unwrap_or(0)
        })
        .collect();
    let mut out = String::new();
    for (number, row) in lines.iter().enumerate() {
        let high = row.iter().map(Vec::len).max().unwrap_or(0);
        for line in 0..high {
            let mut text = String::from("  |");
            for (cell, width) in row.iter().zip(&widths) {
                let words = cell.get(line).map_or("", String::as_str);
                let pad = " ".repeat(width.saturating_sub(words.width()));
                let _ = write!(text, " {words}{pad} |");
            }
            let _ = writeln!(out, "{text}");
        }
        if number == 0 {
            let rules: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
            let _ = writeln!(out, "  | {} |", rules.join(" | "));
        }
    }
    out
}

fn wrapped(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        if let Some(line) = lines.last_mut() {
            if line.is_empty() {
                *line += word;
            } else if line.width() + 1 + word.width() <= WIDE {
                *line += " ";
                *line += word;
            } else {
                lines.push(word.to_string());
            }
        }
    }
    lines
}

#[derive(Serialize)]
struct Shown<'a> {
    format: &'static str,
    version: u32,
    pathway: &'a str,
    name: &'a str,
    kind: &'static str,
    text: &'a str,
    /// `everybody`, `these`, `these and more`, `nobody`, or `not settled`.
    who: &'static str,
    /// All of them in one sentence.
    condition: &'a str,
    /// Each case in words.
    cases: &'a [String],
    /// What the columns of the table are about.
    columns: Vec<String>,
    /// A row for each case; `null` where it does not matter.
    rows: Vec<Vec<Option<String>>>,
    /// The places that give it.
    places: Vec<String>,
    /// Why nobody comes there or gets it.
    reasons: &'a [String],
    /// The shortest family; `run --answers` takes it.
    family: Option<&'a Family>,
}

fn json(pathway: &str, why: &Why) -> String {
    let plain = |text: &String| text.replace('`', "");
    let rows = why.table.1.iter();
    let result = Shown {
        format: "fingerpost-why",
        version: 1,
        pathway,
        name: &why.name,
        kind: why.kind,
        text: &why.text,
        who: match why.who {
            Who::Everybody => "everybody",
            Who::These => "these",
            Who::TheseAndMore => "these and more",
            Who::Nobody => "nobody",
            Who::NotSettled => "not settled",
        },
        condition: &why.condition,
        cases: &why.cases,
        columns: why.table.0.iter().map(plain).collect(),
        rows: rows
            .map(|row| row.iter().map(|cell| cell.as_ref().map(plain)).collect())
            .collect(),
        places: why.places.iter().map(plain).collect(),
        reasons: &why.reasons,
        family: why.family.as_ref(),
    };
    let text = serde_json::to_string_pretty(&result)
        .expect("plain structures of texts and numbers are always writable");
    format!("{text}\n")
}
