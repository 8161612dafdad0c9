//! One page that needs nothing else: the interactive pathway, the equivalent text, the diagram, the services.
//!
//! Invariants: nothing is fetched and nothing is stored; the page's own policy forbids both, and allows no script and
//! no style but the ones in it. Every text of the author is text, whatever stands in it. Without scripts the page is
//! the text and the diagram. The script says of a family what [`crate::evaluate`] says (it is tested against it).
//!
//! Absent on purpose: a theme to choose, and anything of the look of GOV.UK.

mod escape;
mod sha256;
mod text;
mod words;

use std::fmt::Write;

use super::document::{Document, JUDGEMENT};
use crate::ir::Pathway;
use escape::{Escaped, escaped};

const STYLE: &str = include_str!("html/style.css");

/// The files of the script, in order; the first four are the evaluator.
const SCRIPTS: [&str; 8] = [
    include_str!("html/contract.js"),
    include_str!("html/condition.js"),
    include_str!("html/evaluate.js"),
    include_str!("html/got.js"),
    include_str!("html/answer.js"),
    include_str!("html/form.js"),
    include_str!("html/result.js"),
    include_str!("html/page.js"),
];

/// What a page is made of.
#[derive(Clone, Copy, Debug)]
pub struct Page<'a> {
    /// The whole pathway.
    pub pathway: &'a Pathway,
    /// The published contract, as [`super::json::emit`] gives it.
    pub contract: &'a str,
    /// What is shown of the pathway, in words.
    pub document: &'a Document,
    /// The diagram, sheet by sheet: a caption, and an SVG whose ids are unlike those of the others. It goes into the
    /// page as it is.
    pub sheets: &'a [(String, String)],
}

/// The part of the script that says what a family gets: a function `evaluator(contract)`.
pub fn evaluator() -> String {
    SCRIPTS[..4].concat()
}

/// The page as HTML. One that shows only a part of a pathway has no questions to go through.
pub fn emit(page: &Page<'_>) -> String {
    let document = page.document;
    let script = format!("\"use strict\";\n{}", SCRIPTS.concat());
    let has_questions = document.only.is_none() && page.pathway.start.is_some();
    let title = title(document);
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{}'; \
         script-src 'sha256-{}'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"format-detection\" content=\"telephone=no\">\n\
         <title>{}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#main\">Skip to the main part</a>\n",
        sha256::base64(STYLE.as_bytes()),
        sha256::base64(script.as_bytes()),
        Escaped(&title),
    );
    header(document, &mut out);
    contents(document, page.sheets, has_questions, &mut out);
    out.push_str("<main id=\"main\" tabindex=\"-1\">\n");
    if has_questions {
        out.push_str(
            "<section class=\"view\" id=\"questions\" aria-label=\"Questions\" hidden></section>\n",
        );
    }
    text::steps(document, &mut out);
    diagram(document, page.sheets, &mut out);
    text::services(document, &mut out);
    about(document, &mut out);
    out.push_str("</main>\n");
    footer(document, &mut out);
    out.push_str("<p class=\"unseen\" role=\"status\" id=\"status\"></p>\n");
    if has_questions {
        data("contract", &words::for_everybody(page.contract), &mut out);
        data("words", &words::said(page.pathway, document), &mut out);
    }
    let _ = write!(out, "<script>{script}</script>\n</body>\n</html>\n");
    out
}

/// The title of the page: the pathway's, then whose it is.
fn title(document: &Document) -> String {
    let authority = (document.control.iter()).find(|(word, _)| *word == "Authority");
    let draft = if document.draft.is_some() {
        "DRAFT: "
    } else {
        ""
    };
    match authority {
        Some((_, authority)) => format!("{draft}{} – {authority}", document.title),
        None => format!("{draft}{}", document.title),
    }
}

/// What a program reads, as a script that is never run.
fn data(id: &str, json: &str, out: &mut String) {
    let _ = writeln!(
        out,
        "<script type=\"application/json\" id=\"{id}\">{}</script>",
        escape::in_script(json)
    );
}

/// What stands above everything.
fn header(document: &Document, out: &mut String) {
    let control = |wanted: &str| {
        let mut control = document.control.iter();
        let found = control.find(|(word, _)| *word == wanted);
        found.map(|(_, text)| text)
    };
    out.push_str("<header>\n");
    if let Some(draft) = &document.draft {
        let _ = writeln!(
            out,
            "<p class=\"draft\"><strong>{}</strong></p>",
            Escaped(draft)
        );
    }
    out.push_str("<div class=\"band\">\n<div class=\"wide\">\n");
    if let Some(authority) = control("Authority") {
        let _ = writeln!(out, "<p dir=\"auto\">{}</p>", Escaped(authority));
    }
    let _ = writeln!(out, "<h1 dir=\"auto\">{}</h1>", Escaped(&document.title));
    if let Some(audience) = control("For") {
        let _ = writeln!(out, "<p dir=\"auto\">For {}</p>", Escaped(audience));
    }
    out.push_str("</div>\n</div>\n<div class=\"wide\">\n");
    if !document.urgent.is_empty() {
        out.push_str("<div class=\"box urgent\">\n");
        for line in &document.urgent {
            let _ = writeln!(out, "<p dir=\"auto\">{}</p>", Escaped(line));
        }
        out.push_str("</div>\n");
    }
    for line in document.only.iter().chain(&document.lit) {
        let _ = writeln!(out, "<p class=\"box\" dir=\"auto\">{}</p>", Escaped(line));
    }
    let _ = writeln!(
        out,
        "<p class=\"judgement\"><strong>{JUDGEMENT}</strong></p>\n</div>\n</header>"
    );
}

/// Where the parts of the page are.
fn contents(
    document: &Document,
    sheets: &[(String, String)],
    has_questions: bool,
    out: &mut String,
) {
    out.push_str("<nav aria-label=\"Parts of this page\">\n<ul class=\"wide\">\n");
    if has_questions {
        out.push_str("<li data-needs-script hidden><a href=\"#questions\">Questions</a></li>\n");
    }
    let parts = [
        ("steps", "All steps", true),
        ("diagram", "Diagram", !sheets.is_empty()),
        ("services", "Services", !document.services.is_empty()),
        ("about", "About", true),
    ];
    for (id, name, _) in parts.into_iter().filter(|(_, _, is_there)| *is_there) {
        let _ = writeln!(out, "<li><a href=\"#{id}\">{name}</a></li>");
    }
    out.push_str("</ul>\n</nav>\n");
}

fn diagram(document: &Document, sheets: &[(String, String)], out: &mut String) {
    if sheets.is_empty() {
        return;
    }
    out.push_str("<section class=\"view\" id=\"diagram\" aria-labelledby=\"diagram-title\">\n");
    out.push_str("<h2 id=\"diagram-title\">Diagram</h2>\n");
    let _ = writeln!(
        out,
        "<p>{} <a href=\"#steps\">Read the steps as text</a>.</p>",
        escaped(&document.alternative())
    );
    for (number, (caption, svg)) in (1..).zip(sheets) {
        let which = if sheets.len() > 1 {
            format!("Drawing, sheet {number} of {}", sheets.len())
        } else {
            "Drawing".to_string()
        };
        let _ = writeln!(
            out,
            "<figure>\n<div class=\"sheet\" id=\"drawing-{number}\" role=\"region\" aria-label=\"{which}\" tabindex=\"0\">\n{svg}\n</div>\n\
             <figcaption dir=\"auto\">Diagram: {}</figcaption>\n</figure>",
            Escaped(caption)
        );
    }
    out.push_str("</section>\n");
}

/// Who answers for the pathway, until when, and what it was made from.
fn about(document: &Document, out: &mut String) {
    out.push_str("<section class=\"view\" id=\"about\" aria-labelledby=\"about-title\">\n");
    out.push_str("<h2 id=\"about-title\">About this pathway</h2>\n");
    for note in &document.notes {
        let _ = writeln!(out, "<p dir=\"auto\">{}</p>", Escaped(note));
    }
    if !document.control.is_empty() {
        out.push_str("<dl>\n");
        for (word, text) in &document.control {
            let _ = writeln!(
                out,
                "<dt>{word}</dt>\n<dd dir=\"auto\">{}</dd>",
                Escaped(text)
            );
        }
        out.push_str("</dl>\n");
    }
    let _ = writeln!(
        out,
        "<h3>Your privacy</h3>\n<p>This page works by itself. It sends nothing and stores nothing: what you answer is gone \
         when you close it. Links to websites lead away from it.</p>\n\
         <p>{JUDGEMENT} This pathway supports it and does not replace it.</p>\n</section>"
    );
}

fn footer(document: &Document, out: &mut String) {
    let said = ["Authority", "Version", "Review by"];
    let mut said: Vec<String> = (document.control.iter())
        .filter(|(word, _)| said.contains(word))
        .map(|(word, text)| match *word {
            "Authority" => format!("<span dir=\"auto\">{}</span>", Escaped(text)),
            word => format!("{word} <span dir=\"auto\">{}</span>", Escaped(text)),
        })
        .collect();
    said.insert(
        0,
        format!("<span dir=\"auto\">{}</span>", Escaped(&document.title)),
    );
    let _ = writeln!(
        out,
        "<footer>\n<p class=\"wide\">{}</p>\n</footer>",
        said.join(" · ")
    );
}
