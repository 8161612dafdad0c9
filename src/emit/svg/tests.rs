//! What is written as SVG can be read as XML, and says what the author said.

use crate::letters::Letters;
use crate::picture::Item;

use super::*;

/// An element: its name, its attributes and the text directly in it.
type Element = (String, Vec<(String, String)>, String);

/// Reads XML as strictly as these tests need it: each element with its attributes and the text directly in it.
fn elements(xml: &str) -> Vec<Element> {
    let mut all: Vec<Element> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut rest = xml.trim_end();
    while !rest.is_empty() {
        let (text, tag) = rest.split_once('<').expect("an element");
        if let Some(element) = open.last() {
            all[*element].2.push_str(&plain(text.trim_matches('\n')));
        } else {
            assert_eq!(text, "");
        }
        let (tag, after) = tag.split_once('>').expect("the end of a tag");
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            let element = open.pop().expect("an open element");
            assert_eq!(all[element].0, name);
            continue;
        }
        let (tag, is_empty) = match tag.strip_suffix('/') {
            Some(tag) => (tag, true),
            None => (tag, false),
        };
        let (name, mut left) = tag.split_once(' ').unwrap_or((tag, ""));
        let mut attributes = Vec::new();
        while let Some((key, value)) = left.split_once("=\"") {
            let (value, after) = value.split_once('"').expect("the end of a value");
            attributes.push((key.trim().to_string(), plain(value)));
            left = after;
        }
        assert_eq!(left.trim(), "", "in {tag}");
        if !is_empty {
            open.push(all.len());
        }
        all.push((name.to_string(), attributes, String::new()));
    }
    assert!(open.is_empty());
    all
}

/// A text without what stands for characters of XML.
fn plain(text: &str) -> String {
    for part in text.split('&').skip(1) {
        let (name, _) = part.split_once(';').expect("the end of a character's name");
        assert!(["amp", "lt", "gt", "quot", "#39"].contains(&name), "{name}");
    }
    let is_allowed = |c: char| !c.is_control() || c == '\n';
    assert!(text.chars().all(is_allowed), "{text:?}");
    let pairs = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&amp;", "&"),
    ];
    let mut text = text.to_string();
    for (from, to) in pairs {
        text = text.replace(from, to);
    }
    text
}

fn attribute<'e>(attributes: &'e [(String, String)], key: &str) -> Option<&'e str> {
    let mut attributes = attributes.iter();
    attributes
        .find(|(it, _)| it == key)
        .map(|(_, value)| value.as_str())
}

fn text(text: &str, link: Option<&str>) -> Text {
    Text {
        x: 10.0,
        y: 20.0,
        wide: 50.0,
        room: 200.0,
        text: text.to_string(),
        size: 12.0,
        weight: Weight::Regular,
        colour: Colour(0, 0, 0),
        link: link.map(str::to_string),
    }
}

fn sheet(texts: Vec<Text>) -> Sheet {
    let group = Group {
        id: "step-1".to_string(),
        label: "Step 1: \"<b>\"".to_string(),
        lit: false,
        items: texts.into_iter().map(Item::Text).collect(),
    };
    Sheet {
        width: 300.0,
        height: 100.0,
        title: "A <title> & more".to_string(),
        items: vec![Item::Group(group)],
    }
}

fn written(sheet: &Sheet) -> Vec<Element> {
    let options = Options {
        prefix: "a-".to_string(),
        language: "en-GB".to_string(),
        description: "Flowchart of “Help”.".to_string(),
    };
    elements(&emit(sheet, &options))
}

#[test]
fn every_text_of_the_author_is_a_text() {
    let said = [
        "<script>alert(1)</script>",
        "\"quoted\" & 'so'",
        "Ymgynghorydd teulu â chŵn",
        "Zażółć gęślą jaźń",
        "👪 a family",
        "]]> -->",
        "&lt;",
    ];
    let texts = said.iter().map(|it| text(it, None)).collect();
    let all = written(&sheet(texts));
    let texts: Vec<&str> = (all.iter())
        .filter(|(name, _, _)| name == "text")
        .map(|(_, _, text)| text.as_str())
        .collect();
    assert_eq!(texts, said);
    assert!(all.iter().all(|(name, _, _)| name != "script"));
}

#[test]
fn what_xml_forbids_is_left_out() {
    let all = written(&sheet(vec![text("a\u{0}b\u{b}c\u{ffff}d\u{7f}e", None)]));
    let (_, _, text) = all
        .iter()
        .find(|(name, _, _)| name == "text")
        .expect("a text");
    assert_eq!(text, "abcde");
}

#[test]
fn it_says_what_it_is_first() {
    let all = written(&sheet(vec![text("Help", None)]));
    let (name, attributes, _) = &all[0];
    assert_eq!(name, "svg");
    let of = |key| attribute(attributes, key);
    assert_eq!(of("role"), Some("img"));
    assert_eq!(of("aria-labelledby"), Some("a-title a-description"));
    assert_eq!(
        (of("lang"), of("viewBox")),
        (Some("en-GB"), Some("0 0 300 100"))
    );
    assert_eq!((of("width"), of("height")), (Some("300pt"), Some("100pt")));
    assert_eq!(
        (all[1].0.as_str(), all[1].2.as_str()),
        ("title", "A <title> & more")
    );
    assert_eq!(
        (all[2].0.as_str(), all[2].2.as_str()),
        ("desc", "Flowchart of “Help”.")
    );
    let mut ids: Vec<&str> = (all.iter())
        .filter_map(|(_, it, _)| attribute(it, "id"))
        .collect();
    assert!(ids.iter().all(|id| id.starts_with("a-")), "{ids:?}");
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "each id stands once");
}

#[test]
fn only_what_can_be_rung_or_looked_at_is_a_link() {
    let texts = vec![
        text("01632 960 001", Some("tel:01632960001")),
        text("bad", Some("javascript:alert(1)")),
        text("also bad", Some("data:text/html,x")),
        text("web", Some("https://a.example.gov.uk/?a=1&b=\"2\"")),
    ];
    let all = written(&sheet(texts));
    let links: Vec<&str> = (all.iter())
        .filter(|(name, _, _)| name == "a")
        .filter_map(|(_, it, _)| attribute(it, "href"))
        .collect();
    assert_eq!(
        links,
        ["tel:01632960001", "https://a.example.gov.uk/?a=1&b=\"2\""]
    );
    // An image's parts, and so its links, are hidden from who does not see it.
    assert_eq!(
        attribute(&all[0].1, "role"),
        Some("graphics-document document")
    );
    let named = all.iter().filter(|(name, _, _)| name == "g");
    for (_, attributes, _) in named {
        assert_eq!(attribute(attributes, "role"), Some("group"));
    }
}

#[test]
fn what_is_read_from_the_right_stands_at_the_right_end_of_its_room() {
    let letters = Letters::shipped();
    let arabic = "هل الأسرة في أمان؟";
    let mut line = text(arabic, None);
    line.wide = letters.width(arabic, 12.0, Weight::Regular);
    let all = written(&sheet(vec![line.clone()]));
    let (_, attributes, said) = all
        .iter()
        .find(|(name, _, _)| name == "text")
        .expect("a text");
    assert_eq!(said, arabic);
    assert_eq!(attribute(attributes, "direction"), Some("rtl"));
    let middle: f64 = attribute(attributes, "x")
        .and_then(|x| x.parse().ok())
        .expect("a place");
    assert!(
        (middle + line.wide / 2.0 - (line.x + line.room)).abs() < 0.02,
        "{middle}"
    );
}
