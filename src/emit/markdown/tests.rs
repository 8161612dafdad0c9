//! What another reader of Markdown finds in a page is what the author wrote.

use std::collections::BTreeSet;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::*;
use crate::emit::document::Shown;
use crate::emit::sample::hostile::{all_say, hostile};
use crate::emit::sample::{everything, thurrock};
use crate::ir::Pathway;

/// A page as it is read: each piece of text with what it stands in; places to which links can lead; links.
#[derive(Default, Debug)]
struct Page {
    pieces: Vec<(String, String)>,
    places: BTreeSet<String>,
    links: Vec<String>,
}

#[allow(
    clippy::wildcard_enum_match_arm,
    reason = "these are the reader's own kinds, of which our pages have few"
)]
fn read(markdown: &str) -> Page {
    let extensions = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_MATH
        | Options::ENABLE_GFM;
    let mut page = Page::default();
    let mut kind = Vec::new();
    let mut text = String::new();
    let mut end = |kind: &[String], text: &mut String| {
        let said = text.split_whitespace().collect::<Vec<_>>().join(" ");
        text.clear();
        if !said.is_empty() {
            page.pieces.push((kind.join(" "), said));
        }
    };
    for event in Parser::new_ext(markdown, extensions) {
        match event {
            Event::Start(tag) => match tag {
                Tag::Heading { level, .. } => kind.push(format!("h{}", level as usize)),
                Tag::BlockQuote(None) => kind.push("alarm".to_string()),
                Tag::List(None) => {
                    end(&kind, &mut text);
                    kind.push("list".to_string());
                }
                Tag::Paragraph | Tag::Item | Tag::Strong => {}
                Tag::Link { dest_url, .. } => page.links.push(dest_url.to_string()),
                other => panic!("{other:?} is not in the page: {markdown}"),
            },
            Event::End(tag) => match tag {
                TagEnd::Heading(_) => {
                    end(&kind, &mut text);
                    kind.pop();
                }
                TagEnd::BlockQuote(_) | TagEnd::List(_) => {
                    end(&kind, &mut text);
                    kind.pop();
                }
                TagEnd::Paragraph | TagEnd::Item => end(&kind, &mut text),
                _ => {}
            },
            Event::Text(words) => text.push_str(&words),
            Event::SoftBreak => text.push(' '),
            Event::InlineHtml(html) => {
                if let Some(name) = html.strip_prefix("<a id=\"") {
                    assert!(page.places.insert(name.trim_end_matches("\">").to_string()));
                } else {
                    assert_eq!(&*html, "</a>");
                }
            }
            other => panic!("{other:?} is not in the page: {markdown}"),
        }
    }
    page
}

/// What must be read.
fn written(document: &Document) -> Vec<(String, String)> {
    let clean = |text: &str| {
        let letters = text
            .chars()
            .filter(|c| !c.is_control() || c.is_whitespace());
        let text: String = letters.collect();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let said = |words: &[Span]| {
        // Words that stand out have no room around them.
        let words = words.iter().map(|it| match it {
            Span::Plain(words) => words.clone(),
            Span::Strong(_) | Span::Name(_) | Span::Inside(..) | Span::Outside(..) => {
                it.words().trim().to_string()
            }
        });
        clean(&words.collect::<String>())
    };
    let pieces = text(document).into_iter().map(|block| match block {
        Block::Heading { level, words, .. } => (format!("h{level}"), clean(&words)),
        Block::Paragraph(words) => (String::new(), said(&words)),
        Block::Alarm(words) => ("alarm".to_string(), clean(&words)),
        Block::Item { depth, words } => (vec!["list"; depth + 1].join(" "), said(&words)),
        Block::Table { .. } | Block::Figure { .. } | Block::ToFillIn(_) => {
            unreachable!("no document has them")
        }
    });
    pieces.filter(|(_, said)| !said.is_empty()).collect()
}

fn document(pathway: &Pathway) -> Document {
    Document::of(pathway, &Shown::all(pathway), 2)
}

#[test]
fn whatever_an_author_writes_is_read_as_it_was_written() {
    for words in hostile() {
        let document = document(&all_say(&words));
        let page = read(&emit(&document));
        let written = written(&document);
        for (read, written) in page.pieces.iter().zip(&written) {
            assert_eq!(read, written, "{words:?}");
        }
        assert_eq!(page.pieces.len(), written.len(), "{words:?}");
    }
}

#[test]
fn every_link_leads_somewhere() {
    for pathway in [thurrock(), everything()] {
        let document = document(&pathway);
        let page = read(&emit(&document));
        assert!(!page.links.is_empty());
        for link in &page.links {
            match link.strip_prefix('#') {
                Some(place) => assert!(page.places.contains(place), "{link}"),
                None => assert!(
                    ["tel:", "mailto:", "https://", "http://"]
                        .iter()
                        .any(|begin| link.starts_with(begin)),
                    "{link}"
                ),
            }
        }
        for step in &document.steps {
            assert!(page.places.contains(&format!("step-{}", step.number)));
        }
    }
}

#[test]
fn a_step_says_what_is_asked_and_where_each_answer_leads() {
    let document = document(&thurrock());
    let page = emit(&document);
    let step = document.steps.iter().find(|it| it.name == "child_at_risk");
    let number = step.expect("the step").number;
    let at = page
        .find(&format!("<a id=\"step-{number}\">"))
        .expect("its place");
    let step: String = page[at..].chars().take(400).collect();
    assert!(step.contains("Any answer: go to ["), "{step}");
    assert!(page.contains("If “Yes”: go to [") || page.contains("If “Yes"));
    assert!(page.contains("> **DRAFT, not fit to publish: 2 errors found in the flow.**"));
    assert!(page.contains("**Professional judgement comes first.**"));
    assert!(page.contains("[01632 960 001](<tel:01632960001>)"));
}

#[test]
fn on_a_page_for_everybody_nobody_is_called() {
    let said = uncalling("@council #77 https://a.uk | a_b ! <b>");
    for sign in ["@c", "#7", ":/", "|", "<"] {
        assert!(!said.contains(sign), "{said}");
    }
    assert_eq!(
        uncalling(" before and after "),
        " before and after ",
        "it stands inside a sentence"
    );
}
