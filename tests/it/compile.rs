//! `compile` as it is typed: what is made, of which part, and what is refused.

use std::fs;
use std::path::Path;

use crate::cli::{FLOW, folder, run, write};

/// The files of a folder by name.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the folder");
    let name = |it: std::io::Result<fs::DirEntry>| it.expect("an entry").file_name();
    let mut names: Vec<String> = entries
        .map(|it| name(it).to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn what_to_make_is_told_by_the_ending() {
    let folder = folder("endings");
    write(&folder, "a.flow", FLOW);
    for (ending, begins) in [
        ("md", &b"# A trial"[..]),
        ("svg", b"<"),
        ("png", b"\x89PNG"),
        ("pdf", b"%PDF-"),
        ("docx", b"PK"),
        ("csv", b"\xef\xbb\xbfService,"),
        ("mmd", b"%%"),
        ("gv", b"//"),
        ("html", b"<!"),
        ("json", b"{"),
    ] {
        let file = format!("made.{ending}");
        run(&folder, &["compile", "a.flow", "-o", &file], "").exits(0);
        let made = fs::read(folder.join(&file)).expect("it was written");
        let begin: Vec<u8> = made.iter().take(begins.len()).copied().collect();
        assert_eq!(
            begin.to_ascii_lowercase(),
            begins.to_ascii_lowercase(),
            "{ending}"
        );
        // Once more: the same bytes.
        run(&folder, &["compile", "a.flow", "-o", &file], "").exits(0);
        assert_eq!(fs::read(folder.join(&file)).ok(), Some(made), "{ending}");
    }
    for words in [
        &["compile", "a.flow"][..],
        &["compile", "a.flow", "-o", "made.xls"],
        &["compile", "a.flow", "-o", "made"],
    ] {
        let refused = run(&folder, words, "");
        refused.exits(2);
        assert!(refused.beside.contains("`--to`"), "{}", refused.beside);
    }
    assert_eq!(names(&folder).len(), 11);
}

#[test]
fn a_part_is_shown_under_the_same_numbers() {
    let folder = folder("views");
    write(&folder, "a.flow", FLOW);
    write(&folder, "family.json", "{\"answers\": {\"safe\": \"no\"}}");
    write(
        &folder,
        "old.flow",
        FLOW.replace("A youth club.", "A sports club."),
    );
    let page = |words: &[&str]| {
        let mut all = vec!["compile", "a.flow", "--to", "markdown"];
        all.extend(words);
        run(&folder, &all, "").exits(0).to_string()
    };
    let whole = page(&[]);
    let heading = whole.lines().find(|it| it.ends_with("An older child"));
    let heading = heading.expect("the outcome");
    let section = page(&["--section", "age"]);
    assert!(section.contains(heading) && !section.contains("Somebody is in danger\n"));
    assert!(section.contains("Only a part: what “How old is the child?” leads to."));
    let family = page(&["--family", "family.json"]);
    assert_eq!(
        family.matches("on this family’s way").count(),
        2,
        "{family}"
    );
    let example = page(&["--example", "Danger"]);
    assert!(example.contains("The example “Danger”."), "{example}");
    let since = page(&["--since", "old.flow"]);
    assert!(since.contains(heading) && since.contains("Only what differs from"));
    assert!(!since.contains("Is everyone safe?\n"), "{since}");
    let both = page(&["--section", "age", "--example", "Danger"]);
    assert!(both.contains("Only a part") && both.contains("The example"));
}

#[test]
fn what_cannot_be_shown_is_told_in_a_sentence() {
    let folder = folder("no-views");
    write(&folder, "a.flow", FLOW);
    for (words, told) in [
        (&["--section", "ago"][..], "Did you mean `age`?"),
        (&["--service", "mash"], "There is no service called `mash`"),
        (&["--example", "Nobody"], "There is no example “Nobody”"),
        (&["--family", "no.json"], "There is no file `no.json`."),
        (&["--since", "no.flow"], "There is no file `no.flow`."),
        (&["--since-base"], "is for a local version"),
        (&["--portrait"], "It goes with `html`"),
    ] {
        let mut all = vec!["compile", "a.flow", "-o", "made.md"];
        all.extend(words);
        let refused = run(&folder, &all, "");
        refused.exits(2);
        assert!(
            refused.beside.contains(told),
            "{words:?}: {}",
            refused.beside
        );
    }
    assert_eq!(names(&folder), ["a.flow"]);
}

#[test]
fn nothing_that_it_is_made_from_is_written_over() {
    let folder = folder("sources");
    write(&folder, "a.flow", FLOW);
    write(&folder, "family.json", "{\"answers\": {}}");
    let words = [
        "compile",
        "a.flow",
        "--to",
        "svg",
        "--family",
        "family.json",
    ];
    for file in ["a.flow", "family.json"] {
        let mut all = words.to_vec();
        all.extend(["-o", file]);
        let refused = run(&folder, &all, "");
        refused.exits(2);
        assert!(
            refused.beside.contains("was left as it is"),
            "{}",
            refused.beside
        );
    }
    assert_eq!(
        fs::read_to_string(folder.join("a.flow")).ok().as_deref(),
        Some(FLOW)
    );
}

#[test]
fn several_sheets_are_several_files() {
    let folder = folder("sheets");
    let mut flow = String::from(FLOW);
    let steps: Vec<String> = (0..60)
        .map(|number| {
            let next = if number == 59 { "older".to_string() } else { format!("s{}", number + 1) };
            format!("\nquestion s{number} \"Is the answer to number {number} yes?\"\n  yes -> danger\n  no -> {next}\n")
        })
        .collect();
    flow = flow
        .replace("start     safe", "start     s0")
        .replace("  yes -> age\n", "  yes -> baby\n");
    flow += &steps.concat();
    write(&folder, "a.flow", &flow);
    let words = ["compile", "a.flow", "-o", "made.svg", "--paper", "a4"];
    let made = run(&folder, &words, "");
    assert!(
        made.beside.contains("`made-1.svg` to `made-"),
        "{}",
        made.beside
    );
    let names = names(&folder);
    assert!(
        names.len() > 2 && names.iter().all(|it| it != "made.svg"),
        "{names:?}"
    );
    let printed = run(
        &folder,
        &["compile", "a.flow", "--to", "svg", "--paper", "a4"],
        "",
    );
    assert_eq!(printed.exits(2), "");
    assert!(printed.beside.contains("Give a name with `-o`"));
}
