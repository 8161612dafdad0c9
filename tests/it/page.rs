//! The page of a pathway: what stands in it, whatever the author wrote.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::OnceLock;

use fingerpost::Compilation;
use fingerpost::diagnostic::Severity;
use fingerpost::emit::document::Document;
use fingerpost::emit::{Made, Options, Target, emit, json};
use fingerpost::view::{View, view};

use crate::{cases, compile_at, flows};

/// The page of a flow, as it is published.
fn page_of(compiled: &Compilation, asked: &View<'_>) -> String {
    let pathway = &compiled.pathway;
    let shown = view(pathway, cases::TODAY, asked).expect("the view is there");
    let document = Document::of(pathway, &shown, compiled.diagnostics.count(Severity::Error));
    let made = Made {
        pathway,
        sources: &compiled.sources,
        shown: &shown,
        document: &document,
        options: Options::default(),
    };
    let output = emit(Target::Html, &made).expect("a page can be made");
    let file = output.files.into_iter().next().expect("it is one file");
    String::from_utf8(file.bytes).expect("a page is a text")
}

/// A text full of what would be markup.
fn hostile() -> Compilation {
    let path = cases::repository("tests/browser/hostile.flow");
    let compiled = compile_at(&path, &cases::read(&path));
    assert!(compiled.is_whole(), "{:#?}", compiled.diagnostics.findings);
    compiled
}

/// Every page by its name: of all flows, of the hostile one, and of a part.
fn pages() -> &'static [(String, String)] {
    static PAGES: OnceLock<Vec<(String, String)>> = OnceLock::new();
    PAGES.get_or_init(made_pages)
}

fn made_pages() -> Vec<(String, String)> {
    let root = cases::repository("");
    let mut pages = Vec::new();
    for (path, text) in flows() {
        let compiled = compile_at(&path, &text);
        if compiled.is_whole() {
            let name = path.strip_prefix(&root).unwrap_or(&path).with_extension("");
            let name = name.to_string_lossy().replace(['/', '\\'], "-");
            pages.push((name, page_of(&compiled, &View::default())));
        }
    }
    pages.push(("hostile".to_string(), page_of(&hostile(), &View::default())));
    let part = View {
        section: Some("amount"),
        ..View::default()
    };
    pages.push(("part".to_string(), page_of(&hostile(), &part)));
    pages
}

/// The values of an attribute, in the order of the text.
fn attributes<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    let before = format!(" {name}=\"");
    let found = page.split(before.as_str()).skip(1);
    found.filter_map(|rest| rest.split('"').next()).collect()
}

/// The page without its style and its scripts.
fn markup(page: &str) -> String {
    let (before, after) = page.split_once("<style>").expect("there is a style");
    let mut out = before.to_string();
    let mut rest = after.split_once("</style>").expect("the style ends").1;
    while let Some((before, after)) = rest.split_once("<script") {
        out.push_str(before);
        rest = after.split_once("</script>").expect("the script ends").1;
    }
    out.push_str(rest);
    out
}

#[test]
fn every_link_inside_a_page_leads_somewhere_and_no_id_stands_twice() {
    let pages = pages();
    assert!(pages.len() > 15, "{} pages", pages.len());
    for (name, page) in pages {
        let markup = markup(page);
        let ids = attributes(&markup, "id");
        let unique: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len(), "{name}: {ids:?}");
        let mut inside = 0;
        for link in attributes(&markup, "href") {
            if let Some(id) = link.strip_prefix('#') {
                inside += 1;
                assert!(unique.contains(id), "{name}: nothing is called {id}");
            } else {
                let known = ["tel:", "mailto:", "https://", "http://"];
                assert!(
                    known.iter().any(|it| link.starts_with(it)),
                    "{name}: {link}"
                );
            }
        }
        assert!(inside > 4, "{name} has links");
    }
}

#[test]
fn a_page_fetches_nothing_and_its_policy_allows_nothing_else() {
    for (name, page) in pages() {
        let markup = markup(page);
        let policy = attributes(&markup, "content");
        let policy = policy.iter().find(|it| it.contains("default-src"));
        assert!(
            policy.is_some_and(|it| it.contains("default-src 'none'") && !it.contains("unsafe")),
            "{name}"
        );
        for fetching in [
            "src", "srcset", "action", "poster", "style", "onclick", "onload",
        ] {
            assert_eq!(attributes(&markup, fetching), [""; 0], "{name}: {fetching}");
        }
        assert!(!markup.contains("<link"), "{name}");
        let scripts = page.matches("<script").count();
        assert_eq!(scripts, page.matches("</script>").count(), "{name}");
        assert_eq!(scripts, if name == "part" { 1 } else { 3 }, "{name}");
    }
}

#[test]
fn a_page_has_one_title_one_main_part_and_no_heading_left_out() {
    for (name, page) in pages() {
        let markup = markup(page);
        for once in ["<h1", "<main", "<title>", "<header>", "<footer>", "<nav"] {
            assert_eq!(markup.matches(once).count(), 1, "{name}: {once}");
        }
        let mut last = 0;
        for heading in markup.split("<h").skip(1) {
            let Some(level) = heading.chars().next().and_then(|it| it.to_digit(10)) else {
                continue;
            };
            assert!(level <= last + 1, "{name}: h{level} after h{last}");
            last = level;
        }
        assert!(
            markup.contains("Professional judgement comes first."),
            "{name}"
        );
    }
}

#[test]
fn whatever_an_author_writes_is_text() {
    let compiled = hostile();
    let page = page_of(&compiled, &View::default());
    let markup = markup(&page);
    for tag in [
        "<b>",
        "<i>",
        "<img",
        "<u>",
        "<input",
        "<table",
        "<textarea",
        "<form",
        "<blink",
        "<marquee",
        "<!--",
        "javascript:alert(1)\"",
    ] {
        assert!(!markup.contains(tag), "{tag}");
    }
    for text in [
        "&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt; &quot;Cymorth i deuluoedd&quot; &amp; &lt;b&gt;pomoc&lt;/b&gt; مساعدة 👪",
        "O&#39;Neill &amp; Sons &lt;img src=x onerror=alert(1)&gt;",
        "1 &lt;Street&gt;",
    ] {
        assert!(markup.contains(text), "{text}");
    }
    // What the script reads is the contract, letter for letter, but for what is not for everybody.
    let data = page.split("id=\"contract\">").nth(1).expect("the contract");
    let data = data.split("</script>").next().unwrap_or("");
    let contract = json::emit(&compiled.pathway, &compiled.sources);
    let read = |text: &str| -> serde_json::Value { serde_json::from_str(text).expect("JSON") };
    let data = read(data);
    let mut expected = read(&contract);
    let top = expected.as_object_mut().expect("an object");
    for private in ["rules", "examples", "allows"] {
        assert!(top.remove(private).is_some(), "{private}");
    }
    assert_eq!(data, without_places(expected));
    assert!(!page.contains("hostile.flow"), "the name of a file");
}

/// A value without the places in files that stand in it.
fn without_places(value: serde_json::Value) -> serde_json::Value {
    use serde_json::Value;
    match value {
        Value::Object(fields) => {
            let fields = fields.into_iter().filter(|(name, _)| name != "place");
            Value::Object(
                fields
                    .map(|(name, it)| (name, without_places(it)))
                    .collect(),
            )
        }
        Value::Array(values) => Value::Array(values.into_iter().map(without_places).collect()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value,
    }
}

#[test]
fn a_step_says_where_each_answer_leads_and_a_draft_says_so() {
    let path = cases::repository("flows/thurrock/parents_in_conflict.flow");
    let compiled = compile_at(&path, &cases::read(&path));
    let page = page_of(&compiled, &View::default());
    assert!(page.contains("<strong>DRAFT, not fit to publish:"));
    assert!(page.contains("<title>DRAFT: Interventions for parents in conflict"));
    let safeguarding = "If “<span dir=\"auto\">Yes</span>”: go to <a href=\"#step-2\">2, “<span dir=\"auto\">Are there child safeguarding concerns?</span>”</a>";
    assert!(page.contains(safeguarding));
    assert!(page.contains("<a href=\"tel:01268763631\" dir=\"auto\">01268 763 631</a>"));
    assert!(page.contains("No way on is given for:"));
}

#[test]
fn a_page_of_a_part_has_no_questions_to_go_through() {
    let page = page_of(
        &hostile(),
        &View {
            section: Some("amount"),
            ..View::default()
        },
    );
    assert!(page.contains("Only a part: what “How much? &lt;input&gt;” leads to."));
    assert!(!page.contains("id=\"questions\""));
    assert!(!page.contains("application/json"));
}

/// Writes the pages into the folder that `FINGERPOST_PAGES` names, for the tests in a browser.
#[test]
#[ignore = "writes files; the tests in a browser ask for it"]
fn pages_are_written() {
    let folder = std::env::var("FINGERPOST_PAGES").expect("FINGERPOST_PAGES names a folder");
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder).expect("the folder can be made");
    for (name, page) in pages() {
        let file = folder.join(format!("{name}.html"));
        std::fs::write(&file, page).expect("the page can be written");
    }
}
