//! The tables as Markdown, for a committee paper or a page of a repository.

use std::fmt::Write;

use super::{Matrix, Table};
use crate::emit::markdown::uncalling as escaped;

/// The tables, each under a heading of the second level, its sections under headings of the third.
pub fn markdown(matrix: &Matrix) -> String {
    let mut out = String::from("# Pathways side by side\n");
    for table in &matrix.tables {
        one(table, &mut out);
    }
    out.push_str("\nThe tables say what is written in each pathway. They do not decide for a practitioner.\n");
    out
}

fn one(table: &Table, out: &mut String) {
    let _ = write!(out, "\n## {}\n", escaped(&table.title));
    out.push('\n');
    for (title, file) in &table.columns {
        let _ = writeln!(out, "- {}: `{}`", escaped(title), file.replace('`', "'"));
    }
    let mut section = None;
    for row in &table.rows {
        if section != Some(row.section) {
            section = Some(row.section);
            let _ = write!(out, "\n### {}\n\n| |", row.section.title());
            for (title, _) in &table.columns {
                let _ = write!(out, " {} |", escaped(title));
            }
            let _ = write!(out, "\n|{}\n", " --- |".repeat(table.columns.len() + 1));
        }
        let mark = if row.differs() { "**" } else { "" };
        let _ = write!(out, "| {mark}{}{mark}", escaped(&row.text));
        if !row.name.is_empty() {
            let _ = write!(out, " (`{}`)", row.name);
        }
        out.push_str(" |");
        for cell in &row.cells {
            let _ = write!(out, " {} |", cell.as_deref().map_or("–".into(), escaped));
        }
        out.push('\n');
    }
    if table.rows.is_empty() {
        out.push_str("\nThere is no difference.\n");
    }
}
