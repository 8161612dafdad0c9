//! `fingerpost pack`: the folder that it fills, read back.

use std::fs;
use std::path::Path;

use crate::cases::repository;
use crate::cli::{folder, run, write};

const THURROCK: &str = "flows/thurrock/parents_in_conflict.flow";

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn a_pack_is_a_folder_to_read_print_and_sign() {
    let folder = folder("pack_of_a_flow");
    let to = folder.join("pack");
    let to = to.to_str().expect("letters");
    let words = ["pack", THURROCK, "--today", "2027-01-15", "-o", to];
    let ran = run(&repository(""), &words, "");
    let printed = ran.exits(1);
    assert!(printed.starts_with("The pack is in `"), "{printed}");
    let page = read(&folder.join("pack/pack.html"));
    for said in [
        "<strong>Do not sign this. DRAFT",
        "9 of 10 rules are proved to hold",
        "<svg",
        "Offered when",
        "Sign-off",
        "<h3 id=\"service-",
    ] {
        assert!(page.contains(said), "{said}");
    }
    assert!(!page.contains("<script") && !page.contains("src=\"http"));
    assert!(!page.contains("What is different since"));
    let pdf = fs::read(folder.join("pack/pack.pdf")).expect("the pack for paper");
    assert!(pdf.starts_with(b"%PDF-"));
    let pdf = fs::read(folder.join("pack/pathway.pdf")).expect("the pathway for paper");
    assert!(pdf.starts_with(b"%PDF-"));
    assert!(read(&folder.join("pack/contacts.csv")).contains("01268 763 631"));
    assert!(read(&folder.join("pack/pathway.html")).contains("<!DOCTYPE html>"));
    // The same again gives the same, over what is there.
    run(&repository(""), &words, "").exits(1);
    assert_eq!(read(&folder.join("pack/pack.html")), page);
}

#[test]
fn a_pack_says_what_is_different() {
    let folder = folder("pack_since");
    let base = read(&repository("flows/marac/base.flow"));
    write(&folder, "old.flow", &base);
    let new = base.replace("must refer to marac_team", "should refer to marac_team");
    assert_ne!(base, new, "the line is there");
    write(&folder, "new.flow", new);
    let words = ["pack", "new.flow", "-o", "out", "--since", "old.flow"];
    run(&folder, &words, "");
    let page = read(&folder.join("out/pack.html"));
    assert!(page.contains("What is different since old.flow"));
    assert!(page.contains("<code>marac_team</code>"));
}

#[test]
fn nothing_is_made_of_what_cannot_be_understood_and_nothing_is_written_over() {
    let folder = folder("pack_refused");
    write(
        &folder,
        "broken.flow",
        "pathway trial \"A trial\"\n  start nowhere\n",
    );
    let ran = run(&folder, &["pack", "broken.flow", "-o", "out"], "");
    ran.exits(1);
    assert!(ran.beside.contains("No pack was made"), "{}", ran.beside);
    assert!(!folder.join("out").exists());
    write(&folder, "file", "keep");
    let flow = repository("flows/example.flow");
    let flow = flow.to_str().expect("letters");
    let ran = run(&folder, &["pack", flow, "-o", "file"], "");
    ran.exits(2);
    assert!(
        ran.beside.contains("is a file, where a folder is needed"),
        "{}",
        ran.beside
    );
    assert_eq!(read(&folder.join("file")), "keep");
}
