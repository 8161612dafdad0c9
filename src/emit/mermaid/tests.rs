//! The flowchart line by line: that nothing an author writes leaves its quotes. What Mermaid makes of it was looked at
//! in a browser.

use super::*;
use crate::emit::document::Shown;
use crate::emit::sample::hostile::{all_say, hostile};
use crate::emit::sample::thurrock;
use crate::ir::Pathway;

fn document(pathway: &Pathway) -> Document {
    Document::of(pathway, &Shown::all(pathway), 0)
}

/// A line without what stands between quotes; nothing for what is no text.
fn bare(line: &str) -> String {
    let mut quoted = false;
    let mut out = String::new();
    for letter in line.chars() {
        match letter {
            '"' => quoted = !quoted,
            letter if !quoted => out.push(letter),
            _ => {}
        }
    }
    assert!(!quoted, "{line}");
    out
}

#[test]
fn nothing_an_author_writes_leaves_its_quotes() {
    let usual = emit(&document(&thurrock()), &Options::default());
    let frame = |text: &str| -> Vec<String> {
        let lines = text.lines().filter(|line| !line.starts_with("  acc"));
        // A label of nothing is no label.
        let lines = lines.map(|line| bare(line).replace("|", ""));
        lines.map(|line| line.replace("  ", " ")).collect()
    };
    for words in hostile() {
        let text = emit(&document(&all_say(&words)), &Options::default());
        assert_eq!(frame(&text).len(), frame(&usual).len(), "{words:?}");
        for (line, usual) in frame(&text).iter().zip(&frame(&usual)) {
            assert_eq!(line, usual, "{words:?}");
        }
        for line in text.lines().skip(2) {
            assert!(!line.contains("%%") && !line.contains("$$"), "{line}");
            assert!(
                !line.contains("<script") && !line.contains("&lt;"),
                "{line}"
            );
        }
    }
}

#[test]
fn every_step_is_a_node_and_every_way_an_arrow() {
    let document = document(&thurrock());
    let text = emit(&document, &Options::default());
    for step in &document.steps {
        let begin = format!("  {}", name(step));
        let nodes = text.lines().filter(|line| {
            line.strip_prefix(&begin)
                .is_some_and(|rest| rest.starts_with(['(', '[', '{']))
        });
        assert_eq!(nodes.count(), 1, "{begin}");
    }
    let arrows = text.lines().filter(|line| bare(line).contains("-->"));
    assert_eq!(arrows.count(), ways(&document).count());
    assert!(text.contains("  accTitle: ") && text.contains("  accDescr: Flowchart of “"));
    assert!(text.contains("|\"Any answer\"|"));
}

#[test]
fn signs_that_mean_something_to_mermaid_are_kept_apart() {
    assert_eq!(escaped("say \"yes\" <b>"), "say “yes” #lt;b#gt;");
    assert_eq!(
        escaped("#35; &lt; %%{ \\n $$x"),
        "#\u{2060}35; &\u{2060}lt; %\u{2060}%{ \\\u{2060}n $\u{2060}$x"
    );
    assert_eq!(escaped(" a \n\t b\u{0} "), "a b");
    assert_eq!(on_its_line(""), "\u{2060}");
}
