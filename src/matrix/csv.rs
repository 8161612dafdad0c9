//! The tables as one file with commas, for a spreadsheet.

use csv::Writer;

use super::Matrix;
use crate::emit::directory::harmless;

/// A row for each thing and pathway: table, section, name, text, authority, file, what it has, whether it is the same in
/// all. A spreadsheet takes no text for a formula.
pub fn csv(matrix: &Matrix) -> String {
    let mut writer = Writer::from_writer(Vec::new());
    let head = [
        "table",
        "section",
        "name",
        "text",
        "pathway",
        "file",
        "has",
        "same in all",
    ];
    let mut rows = vec![head.map(String::from)];
    for table in &matrix.tables {
        for row in &table.rows {
            let same = if row.differs() { "no" } else { "yes" };
            for ((title, file), cell) in table.columns.iter().zip(&row.cells) {
                rows.push([
                    plain(&table.title),
                    plain(row.section.title()),
                    plain(&row.name),
                    plain(&row.text),
                    plain(title),
                    plain(file),
                    plain(cell.as_deref().unwrap_or("")),
                    plain(same),
                ]);
            }
        }
    }
    for row in rows {
        writer
            .write_record(&row)
            .expect("writing to memory does not fail");
    }
    let bytes = writer
        .into_inner()
        .expect("writing to memory does not fail");
    String::from_utf8(bytes).expect("texts are UTF-8")
}

fn plain(text: &str) -> String {
    if text.parse::<f64>().is_ok() {
        text.to_string()
    } else {
        harmless(text)
    }
}
