//! `fingerpost matrix`: pathways side by side.

use fingerpost::diagnostic::{count, list};
use fingerpost::matrix::{Column, Matrix, csv, html, markdown};

use super::terminal::Screen;
use super::{Exit, MatrixAsked, Stop, TableFormat, files, gather, workspace};

pub(super) fn run(asked: &MatrixAsked, screen: Screen) -> Result<Exit, Stop> {
    let today = files::today(&asked.day);
    let workspace = workspace::around(&asked.paths).map_err(|it| it.join("\nfingerpost: "))?;
    let (flows, mut problems) = gather::flows(&asked.paths, workspace.as_ref());
    let columns = gather::each(&flows, today, &mut problems, |flow, compiled| {
        let name = files::name(&flow.path);
        if compiled.pathway.shared {
            None
        } else if compiled.is_whole() {
            Some(Ok(Column::of(
                &name,
                &compiled.pathway,
                &compiled.diagnostics,
            )))
        } else {
            Some(Err(name))
        }
    })?;
    let (columns, unread): (Vec<_>, Vec<_>) =
        columns.into_iter().flatten().partition(Result::is_ok);
    let columns: Vec<Column> = columns.into_iter().flatten().collect();
    let unread: Vec<String> = unread.into_iter().filter_map(Result::err).collect();
    if !unread.is_empty() {
        problems.push(format!(
            "{} could not be understood, and {} left out: {}. `fingerpost check` shows why.",
            count(unread.len(), "flow"),
            if unread.len() == 1 { "is" } else { "are" },
            list(&unread, "and")
        ));
    }
    if columns.is_empty() {
        problems.push(String::from("There is no pathway to compare."));
    } else {
        let matrix = Matrix::of(columns, asked.differences);
        let document = match asked.to {
            TableFormat::Markdown => markdown(&matrix),
            TableFormat::Csv => csv(&matrix),
            TableFormat::Html => html(&matrix),
        };
        match &asked.output {
            Some(file) if !files::is_standard_input(file) => files::write(file, &document)?,
            Some(_) | None => screen.print(&document)?,
        }
    }
    for problem in &problems {
        screen.tell(&format!("fingerpost: {problem}\n"));
    }
    Ok(if problems.is_empty() {
        Exit::Clean
    } else {
        Exit::CouldNotRun
    })
}
