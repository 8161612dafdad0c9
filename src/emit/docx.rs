//! The document for Word: the text with headings, lists and links, and the picture after it, sheet by sheet.
//!
//! Invariants: the same document gives the same bytes (no clock stands in the file); every picture stands in line with
//! the text and has words that stand in for it; every part is well-formed whatever an author wrote.
//!
//! Absent on purpose: tables, for there is nothing here to be read in columns; themes and macros.

mod body;
mod parts;
#[cfg(test)]
mod tests;
mod xml;

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::document::Document;

/// A sheet of the picture, twice: Word shows the second where it can.
pub struct Sheet {
    /// What it is called.
    pub title: String,
    /// Its width and height in points.
    pub size: (f64, f64),
    /// As PNG.
    pub png: Vec<u8>,
    /// As SVG.
    pub svg: String,
}

/// The document as a file for Word.
pub fn emit(document: &Document, sheets: &[Sheet]) -> Result<Vec<u8>, String> {
    let body = body::body(document, sheets);
    let mut files: Vec<(String, Vec<u8>)> = vec![
        ("[Content_Types].xml".into(), parts::TYPES.into()),
        ("_rels/.rels".into(), parts::RELATIONS.into()),
        ("docProps/core.xml".into(), parts::core(document).into()),
        ("word/document.xml".into(), body.xml.into()),
        ("word/styles.xml".into(), parts::styles().into()),
        ("word/numbering.xml".into(), parts::NUMBERING.into()),
        ("word/settings.xml".into(), parts::SETTINGS.into()),
        ("word/footer1.xml".into(), parts::footer(document).into()),
        (
            "word/_rels/document.xml.rels".into(),
            parts::relations(&body.links, sheets.len()).into(),
        ),
    ];
    for (sheet, number) in sheets.iter().zip(1..) {
        files.push((format!("word/media/sheet{number}.png"), sheet.png.clone()));
        let svg = sheet.svg.clone().into_bytes();
        files.push((format!("word/media/sheet{number}.svg"), svg));
    }
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let cannot = |error: &dyn std::fmt::Display| format!("The file could not be packed: {error}.");
    for (name, bytes) in files {
        writer.start_file(name, options).map_err(|it| cannot(&it))?;
        writer.write_all(&bytes).map_err(|it| cannot(&it))?;
    }
    let packed = writer.finish().map_err(|it| cannot(&it))?;
    Ok(packed.into_inner())
}
