//! The document as a PDF that can be read aloud, copied and searched: the sheets of its picture, and then all that they
//! say as text on A4 pages.
//!
//! Invariants: PDF/UA-1, or nothing: all that is seen is either tagged in the order in which it is read or said to be
//! decoration; there is a title, a language, and a bookmark to every heading. No clock: the same document gives the
//! same bytes.
//!
//! Absent on purpose: words. They are those of [`super::text`], as in every other output.

mod flow;
mod pen;
mod sheets;
#[cfg(test)]
mod tests;
mod write;

use std::num::NonZeroU16;

use krilla::SerializeSettings;
use krilla::configure::{Accessibility, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::error::KrillaError;
use krilla::geom::{Point, Quadrilateral, Rect};
use krilla::metadata::Metadata;
use krilla::outline::{Outline, OutlineNode};
use krilla::tagging::TagTree;

use super::document::Document;
use super::outlines;
use super::text::{Block, text};
use crate::letters::{self, Letters};
use crate::picture::Picture;

/// The language in which Fingerpost speaks.
const LANGUAGE: &str = "en-GB";

/// Writes a document and its picture; or says in a sentence why it cannot be done.
pub fn emit(document: &Document, picture: &Picture, letters: &Letters) -> Result<Vec<u8>, String> {
    with_text(document, picture, &text(document), letters)
}

/// The same with another text in the document's place. Pictures in the text are left out: they are those of `picture`.
pub fn with_text(
    document: &Document,
    picture: &Picture,
    blocks: &[Block],
    letters: &Letters,
) -> Result<Vec<u8>, String> {
    let cannot = |why: &str| format!("The PDF could not be made: {why}.");
    let configuration = ConfigurationBuilder::new()
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|_| cannot("PDF/UA-1 is not known to the program that writes it"))?;
    let mut made = krilla::Document::new_with(SerializeSettings {
        configuration,
        ..SerializeSettings::default()
    });
    let mut tags = TagTree::new().with_lang(Some(LANGUAGE.to_string()));
    let mut pen = pen::Pen::of(letters);
    let mut drawn: Vec<String> = Vec::new();
    for sheet in &picture.sheets {
        if let Some(group) = sheets::draw(&mut made, sheet, drawn.len(), &mut pen) {
            tags.push(group);
            drawn.push(letters::clean(&sheet.title));
        }
    }
    let pages = flow::pages(blocks, letters);
    tags.push(write::write(
        &mut made,
        document,
        &pages,
        drawn.len(),
        &mut pen,
    ));
    made.set_tag_tree(tags);
    made.set_outline(outline(&drawn, &pages));
    made.set_metadata(metadata(document));
    made.finish().map_err(|error| cannot(&why(&error)))
}

fn metadata(document: &Document) -> Metadata {
    let title = [&document.title, &document.name]
        .into_iter()
        .map(|text| letters::clean(text))
        .find(|text| !text.trim().is_empty());
    let authority = document
        .control
        .iter()
        .find(|(word, _)| *word == "Authority");
    let authority = authority.map(|(_, text)| vec![letters::clean(text)]);
    Metadata::new()
        .title(title.unwrap_or_else(|| "Pathway".to_string()))
        .authors(authority.unwrap_or_default())
        .description(letters::clean(&document.alternative()))
        .creator("Fingerpost".to_string())
        .producer("Fingerpost".to_string())
        .language(LANGUAGE.to_string())
}

/// Bookmarks: the sheets, and every heading of the text.
fn outline(sheets: &[String], pages: &flow::Pages) -> Outline {
    let mut outline = Outline::new();
    let to = |page: usize, down: u32| XyzDestination::new(page, Point::from_xy(0.0, down as f32));
    for (number, title) in sheets.iter().enumerate() {
        let words = match sheets.len() {
            1 => "Flowchart".to_string(),
            _ => format!("Flowchart, sheet {}: {title}", number + 1),
        };
        outline.push_child(OutlineNode::new(words, to(number, 0)));
    }
    // Nodes that may still get others below them, each deeper than the one before.
    let mut open: Vec<(usize, OutlineNode)> = Vec::new();
    let mut close = |open: &mut Vec<(usize, OutlineNode)>, level: usize| {
        while open.last().is_some_and(|(its, _)| *its >= level) {
            let Some((_, node)) = open.pop() else {
                break;
            };
            match open.last_mut() {
                Some((_, above)) => above.push_child(node),
                None => outline.push_child(node),
            }
        }
    };
    for head in &pages.heads {
        close(&mut open, head.level);
        let (page, down) = head.place;
        let place = to(sheets.len() + page, down);
        let words = if head.words.trim().is_empty() {
            "–"
        } else {
            &head.words
        };
        open.push((
            head.level,
            OutlineNode::new(words.to_string(), place).with_open(head.level < 2),
        ));
    }
    close(&mut open, 0);
    outline
}

fn why(error: &KrillaError) -> String {
    match error {
        KrillaError::Validation(errors) => {
            let first = errors.first().map(|(error, _)| format!("{error:?}"));
            format!(
                "it would not be accessible to everybody ({})",
                first.unwrap_or_default()
            )
        }
        KrillaError::Font(..)
        | KrillaError::Limit(_)
        | KrillaError::DuplicateNamedDestination(_)
        | KrillaError::DuplicateTagId(..)
        | KrillaError::UnknownTagId(..) => error.to_string(),
    }
}

/// The level of a heading, at least 1.
fn level(level: usize) -> NonZeroU16 {
    u16::try_from(level)
        .ok()
        .and_then(NonZeroU16::new)
        .unwrap_or(NonZeroU16::MIN)
}

/// A link that may be followed: to ring, to write to, or on the web; with signs that PDF does not know replaced.
fn address(link: &str) -> Option<String> {
    outlines::is_followed(link).then(|| {
        let bytes = link.bytes().map(|byte| match byte {
            0x21..=0x7E => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        });
        bytes.collect()
    })
}

/// What a link does, in words.
fn said(to: &str, words: &str) -> String {
    let words = match words.trim() {
        "" => to,
        words => words,
    };
    if to.starts_with("tel:") {
        format!("Ring {words}")
    } else if to.starts_with("mailto:") {
        format!("Write to {words}")
    } else {
        format!("Open {words}")
    }
}

fn quad(room: Rect) -> Quadrilateral {
    let (left, right) = (room.left(), room.right());
    let corner = Point::from_xy;
    Quadrilateral([
        corner(left, room.bottom()),
        corner(right, room.bottom()),
        corner(right, room.top()),
        corner(left, room.top()),
    ])
}
