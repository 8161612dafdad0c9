//! The pack as one page: no network, no script, made to be printed.

use crate::emit::text::{Anchor, Block, Span, escaped, html};

const STYLE: &str = include_str!("page/pack.css");

/// A page of HTML that stands alone. `title` is what the pathway is called.
pub fn page(title: &str, blocks: &[Block]) -> String {
    let heading = html(&[Block::heading(1, None, format!("Fact-check pack: {title}"))]);
    let chapters = blocks.iter().filter_map(|block| match block {
        Block::Heading {
            level: 2,
            anchor: Some(anchor @ Anchor::Chapter(_)),
            words,
        } => Some(Block::Item {
            depth: 0,
            words: vec![Span::Inside(words.clone(), *anchor)],
        }),
        Block::Heading { .. }
        | Block::Paragraph(_)
        | Block::Alarm(_)
        | Block::Item { .. }
        | Block::Table { .. }
        | Block::Figure { .. }
        | Block::ToFillIn(_) => None,
    });
    let contents = html(&chapters.collect::<Vec<_>>());
    let name = escaped(title);
    format!(
        "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">\n\
         <title>Fact-check pack: {name}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#content\">Skip to the pack</a>\n\
         <header>\n{heading}</header>\n<nav aria-label=\"What is in this pack\">\n{contents}</nav>\n<main id=\"content\">\n{}</main>\n</body>\n</html>\n",
        html(blocks)
    )
}
