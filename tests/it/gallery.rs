//! `docs/gallery`: what Fingerpost makes of the real flows. Every file there is made again here, and must be the same.
//!
//! `FINGERPOST_UPDATE=1 cargo test --test it gallery` makes them anew.

use std::collections::BTreeSet;
use std::fs;

use crate::cases::{is_update, repository};
use crate::cli::{folder, run};

/// What is made: the name of the file, what is drawn, the flow, and what more is asked.
const MADE: &[(&str, &str, &str, &[&str])] = &[
    (
        "thurrock.svg",
        "The whole pathway on one sheet",
        THURROCK,
        &[],
    ),
    (
        "thurrock.png",
        "The same as a picture of dots",
        THURROCK,
        &[],
    ),
    (
        "thurrock.pdf",
        "On A4, with the text: tagged for screen readers",
        THURROCK,
        &["--paper", "a4"],
    ),
    (
        "thurrock.html",
        "To walk through, question by question, and to read",
        THURROCK,
        &[],
    ),
    ("thurrock.md", "As text", THURROCK, &[]),
    ("thurrock.docx", "For Word", THURROCK, &[]),
    ("thurrock.mmd", "For Mermaid", THURROCK, &[]),
    ("thurrock.dot", "For Graphviz", THURROCK, &[]),
    ("thurrock.csv", "The services as a table", THURROCK, &[]),
    (
        "thurrock-to-mash.svg",
        "How anyone gets to MASH",
        THURROCK,
        &["--service", "mash"],
    ),
    (
        "thurrock-one-family.svg",
        "One family’s way",
        THURROCK,
        &["--example", "D8"],
    ),
    (
        "thurrock-section.svg",
        "One section",
        THURROCK,
        &["--section", "stage"],
    ),
    (
        "tower-hamlets.svg",
        "The whole pathway on one sheet",
        TOWER_HAMLETS,
        &[],
    ),
    (
        "tower-hamlets.pdf",
        "On A4, with the text: tagged for screen readers",
        TOWER_HAMLETS,
        &["--paper", "a4"],
    ),
    (
        "tower-hamlets.html",
        "To walk through, question by question, and to read",
        TOWER_HAMLETS,
        &[],
    ),
    ("tower-hamlets.md", "As text", TOWER_HAMLETS, &[]),
    (
        "marac.svg",
        "The base on one sheet",
        "flows/marac/base.flow",
        &[],
    ),
    (
        "westmere.svg",
        "Only what its version changes in the base",
        "flows/marac/westmere.flow",
        &["--since-base"],
    ),
];

const THURROCK: &str = "flows/thurrock/parents_in_conflict.flow";
const TOWER_HAMLETS: &str = "flows/tower-hamlets/parental_conflict.flow";

#[test]
fn the_gallery_shows_what_is_made_today() {
    let made = folder("gallery");
    let mut names: BTreeSet<String> = BTreeSet::new();
    let mut stale = Vec::new();
    for (name, _, flow, more) in MADE {
        let file = made.join(name);
        let file = file.to_str().expect("a name in letters");
        let mut words = vec!["compile", flow, "--today", "2027-01-15", "-o", file];
        words.extend(*more);
        let ran = run(&repository(""), &words, "");
        assert!(matches!(ran.exit, Some(0 | 1)), "{name}: {}", ran.beside);
        assert!(fs::metadata(file).is_ok(), "{name}: {}", ran.beside);
        names.insert((*name).to_string());
    }
    fs::write(made.join("README.md"), page()).expect("the page");
    names.insert("README.md".to_string());

    let gallery = repository("docs/gallery");
    if is_update() {
        fs::create_dir_all(&gallery).expect("the folder");
    }
    for name in &names {
        let new = fs::read(made.join(name)).expect("it was made");
        let kept = fs::read(gallery.join(name)).unwrap_or_default();
        if new != kept && is_update() {
            fs::write(gallery.join(name), new).expect("written");
        } else if new != kept {
            stale.push(name.clone());
        }
    }
    let kept = fs::read_dir(&gallery).expect("the folder is there");
    for entry in kept.filter_map(Result::ok) {
        let name = entry.file_name().to_string_lossy().into_owned();
        if !names.contains(&name) {
            stale.push(format!("{name}, which nobody makes"));
        }
    }
    assert!(
        stale.is_empty(),
        "stale in docs/gallery: {stale:?}. `FINGERPOST_UPDATE=1 cargo test --test it gallery` makes them anew."
    );
}

/// The page on which all of it is shown.
fn page() -> String {
    let mut out = String::from(
        "# Gallery\n\nWhat Fingerpost makes of its example flows, as they are in `flows`. They are modelled on published documents, and \
         are no council's own pathways. Every file here is made again by the tests, which fail where one is stale; \
         `FINGERPOST_UPDATE=1 cargo test --test it gallery` makes them anew.\n",
    );
    let mut flows = Vec::new();
    for (_, _, flow, _) in MADE {
        if !flows.contains(flow) {
            flows.push(flow);
        }
    }
    for flow in flows {
        let link = format!("../../{flow}");
        out += &format!("\n## [`{flow}`]({link})\n\n");
        let rows: Vec<_> = MADE.iter().filter(|row| row.2 == flow).collect();
        for (name, what, flow, more) in &rows {
            let more: String = more.iter().map(|word| format!(" {word}")).collect();
            out += &format!(
                "- [{name}]({name}): {what}\n  `fingerpost compile {flow}{more} -o {name}`\n"
            );
        }
        for (name, what, _, _) in rows.iter().filter(|row| row.0.ends_with(".svg")) {
            out += &format!("\n![{what}]({name})\n");
        }
    }
    out
}
