//! What is in the file when it is opened again: parts that are well-formed, links that lead somewhere, the words of the
//! text in their order.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use resvg::usvg::roxmltree;
use zip::ZipArchive;

use super::*;
use crate::emit::document::Shown;
use crate::emit::sample::hostile::{all_say, hostile};
use crate::emit::sample::{everything, thurrock};
use crate::emit::text::{Block, Span, text};
use crate::ir::Pathway;

fn document(pathway: &Pathway) -> Document {
    Document::of(pathway, &Shown::all(pathway), 1)
}

fn sheet(title: &str, size: (f64, f64)) -> Sheet {
    Sheet {
        title: title.into(),
        size,
        png: vec![1, 2, 3],
        svg: "<svg xmlns=\"http://www.w3.org/2000/svg\"/>".into(),
    }
}

/// The parts of a file by their names.
fn parts(file: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(file)).expect("it is packed");
    let names: Vec<String> = archive
        .file_names()
        .map(|name| name.expect("a name").into_owned())
        .collect();
    let part = |name: String| {
        let mut bytes = Vec::new();
        let mut part = archive.by_name(&name).expect("the part");
        part.read_to_end(&mut bytes).expect("it can be read");
        (name, bytes)
    };
    names.into_iter().map(part).collect()
}

fn xml<'p>(parts: &'p BTreeMap<String, Vec<u8>>, name: &str) -> roxmltree::Document<'p> {
    let text = std::str::from_utf8(&parts[name]).expect("UTF-8");
    roxmltree::Document::parse(text).unwrap_or_else(|why| panic!("{name}: {why}"))
}

/// The paragraphs of a body: style and words.
fn read(body: &roxmltree::Document<'_>) -> Vec<(String, String)> {
    let named = |node: &roxmltree::Node<'_, '_>, name| node.tag_name().name() == name;
    let paragraphs = body.descendants().filter(|node| named(node, "p"));
    let paragraph = |node: roxmltree::Node<'_, '_>| {
        let style = node.descendants().find(|it| named(it, "pStyle"));
        let style = style.and_then(|it| it.attributes().next().map(|it| it.value()));
        let words = node.descendants().filter(|it| named(it, "t"));
        let words: String = words.filter_map(|it| it.text()).collect();
        (style.unwrap_or_default().to_string(), words)
    };
    paragraphs.map(paragraph).collect()
}

/// What must be read.
fn written(document: &Document) -> Vec<(String, String)> {
    let clean = |text: &str| -> String {
        let known = |c: &char| {
            let control = c.is_control() && !matches!(c, '\n' | '\r' | '\t');
            !control && !matches!(c, '\u{fffe}' | '\u{ffff}')
        };
        let space = |c: char| if c.is_control() { ' ' } else { c };
        text.chars().filter(known).map(space).collect()
    };
    let said = |words: &[Span]| clean(&words.iter().map(Span::words).collect::<String>());
    let blocks = text(document).into_iter().map(|block| match block {
        Block::Heading {
            level: 1, words, ..
        } => ("Title".into(), clean(&words)),
        Block::Heading { level, words, .. } => (format!("Heading{}", level - 1), clean(&words)),
        Block::Paragraph(words) => ("Normal".to_string(), said(&words)),
        Block::Alarm(words) => ("Warning".to_string(), clean(&words)),
        Block::Item { depth: 0, words } => ("ListBullet".to_string(), said(&words)),
        Block::Item { words, .. } => ("ListBullet2".to_string(), said(&words)),
        Block::Table { .. } | Block::Figure { .. } | Block::ToFillIn(_) => {
            unreachable!("no document has them")
        }
    });
    blocks.collect()
}

#[test]
fn whatever_an_author_writes_is_read_as_it_was_written() {
    for words in hostile() {
        let document = document(&all_say(&words));
        let file = emit(&document, &[sheet(&words, (800.0, 500.0))]).expect("a file");
        let parts = parts(&file);
        for name in parts
            .keys()
            .filter(|it| it.ends_with("xml") || it.ends_with("rels"))
        {
            xml(&parts, name);
        }
        let body = xml(&parts, "word/document.xml");
        let found = read(&body);
        let written = written(&document);
        for (found, written) in found.iter().zip(&written) {
            assert_eq!(found, written, "{words:?}");
        }
        // A heading, the picture and what stands under it.
        assert_eq!(found.len(), written.len() + 3, "{words:?}");
    }
}

#[test]
fn every_link_and_every_picture_is_there() {
    for pathway in [thurrock(), everything()] {
        let document = document(&pathway);
        let sheets = [sheet("One", (842.0, 595.0)), sheet("Two", (595.0, 842.0))];
        let parts = parts(&emit(&document, &sheets).expect("a file"));
        let relations = xml(&parts, "word/_rels/document.xml.rels");
        let known: BTreeSet<&str> = relations
            .descendants()
            .filter_map(|it| it.attribute("Id"))
            .collect();
        for part in relations.descendants() {
            if let Some(target) = part.attribute("Target")
                && part.attribute("TargetMode").is_none()
            {
                assert!(parts.contains_key(&format!("word/{target}")), "{target}");
            }
        }
        let body = xml(&parts, "word/document.xml");
        let values = |tag: &str, name: &str| -> Vec<String> {
            let nodes = body.descendants().filter(|it| it.tag_name().name() == tag);
            let values = nodes.flat_map(|it| it.attributes().filter(|at| at.name() == name));
            values.map(|it| it.value().to_string()).collect()
        };
        let places: BTreeSet<String> = values("bookmarkStart", "name").into_iter().collect();
        assert_eq!(places.len(), document.steps.len() + document.services.len());
        let anchors = values("hyperlink", "anchor");
        assert!(anchors.len() > document.steps.len());
        assert!(anchors.iter().all(|it| places.contains(it)));
        let used = [
            values("hyperlink", "id"),
            values("blip", "embed"),
            values("svgBlip", "embed"),
            values("footerReference", "id"),
        ];
        for id in used.concat() {
            assert!(known.contains(&*id), "{id}");
        }
        let pictures = values("docPr", "id");
        assert_eq!(pictures, ["1", "2"]);
        for said in values("docPr", "descr") {
            assert!(
                said.starts_with("Sheet ") && said.matches(". ").count() < 2,
                "{said}"
            );
        }
        // The text upright, the first sheet on its side, the second upright.
        assert_eq!(values("pgSz", "w"), ["11906", "16838", "11906"]);
        assert_eq!(values("pgSz", "orient"), ["landscape"]);
    }
}

#[test]
fn the_same_document_gives_the_same_bytes_and_right_to_left_is_marked() {
    let document = document(&all_say("هل يوجد عنف في المنزل؟"));
    let file = emit(&document, &[]).expect("a file");
    assert_eq!(Ok(&file), emit(&document, &[]).as_ref());
    let parts = parts(&file);
    let body = String::from_utf8(parts["word/document.xml"].clone()).expect("UTF-8");
    assert!(body.contains("<w:pStyle w:val=\"Title\"/><w:bidi/>"));
    assert!(body.contains("<w:rtl/></w:rPr><w:t xml:space=\"preserve\">هل"));
    let core = String::from_utf8(parts["docProps/core.xml"].clone()).expect("UTF-8");
    assert!(core.contains("<dc:language>en-GB</dc:language>") && !core.contains("dcterms"));
}
