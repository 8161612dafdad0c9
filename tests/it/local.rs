//! Local versions as they are used: from folders, across folders, against a base as it was.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::cli::{folder, run, write};

const BASE: &str = "\
pathway conflict \"Help for parents in conflict\"
  owner     \"Early Help\"
  review by 2999-12-31
  urgent    \"If anyone is in danger, call 999.\"
  start     violence

local service mash \"Safeguarding hub\"

service mediation \"Mediation\"
  phone \"01268 293 002\"

setting sessions 6 \"Sessions that are paid for\"

question violence \"Is there violence?\"
  yes -> safeguarding
  no  -> wanted

question wanted \"How many sessions are wanted?\"
  number from 1 to 20
  when wanted <= sessions -> mediated
  otherwise               -> advice

outcome safeguarding \"Safeguarding comes first\"
  must refer to mash at once

outcome mediated \"Mediation\"
  offer mediation

outcome advice \"Advice\"
  say \"Choose which sessions matter most.\"

rule safe \"Nobody is sent to mediation where there is violence\"
  never mediation when violence is yes

example \"Violence\"
  given violence is yes
  expect safeguarding

example \"A few sessions\"
  given violence is no and wanted is 2
  expect mediated

example \"Many sessions\"
  given violence is no and wanted is 20
  expect advice
";

const NORTH: &str = "\
variant north \"North\" of \"../national/base.flow\"
  authority \"North Council\"
  review by 2999-12-31

service mash
  phone \"01268 293 003\"
  hours \"24 hours\"

replace outcome advice \"Advice\"
  say \"Ask your Family Hub.\"
";

const SOUTH: &str = "\
variant south \"South\" of \"../national/base.flow\"
  authority \"South Council\"
  review by 2999-12-31

service mash
  phone \"01268 293 004\"
  hours \"24 hours\"

set sessions 8
";

/// A workspace with a base and two versions of it.
fn workspace(name: &str) -> std::path::PathBuf {
    let folder = folder(name);
    for part in ["national", "north", "south"] {
        fs::create_dir_all(folder.join(part)).expect("a folder for the test");
    }
    write(&folder, "fingerpost.toml", "");
    write(&folder, "national/base.flow", BASE);
    write(&folder, "north/conflict.flow", NORTH);
    write(&folder, "south/conflict.flow", SOUTH);
    folder
}

fn git(folder: &Path, words: &[&str]) {
    let done = Command::new("git")
        .args([
            "-c",
            "user.name=Test",
            "-c",
            "user.email=test@example.gov.uk",
        ])
        .args(words)
        .current_dir(folder)
        .output()
        .expect("git is there");
    assert!(done.status.success(), "{done:?}");
}

#[test]
fn a_version_in_another_folder_is_checked_with_its_base_from_wherever_it_is_called() {
    let folder = workspace("local-folders");
    let checked = run(&folder, &["check", "."], "");
    let table = checked.exits(0);
    assert!(
        table.contains("North Council: Help for parents in conflict"),
        "{table}"
    );
    let north = folder.join("north");
    assert_eq!(
        run(&north, &["check", "conflict.flow"], "")
            .exits(0)
            .lines()
            .count(),
        2
    );
    // Without the file that says how far paths may lead, the folder that is given is all there is.
    fs::remove_file(folder.join("fingerpost.toml")).expect("the file is there");
    let refused = run(&north, &["check", "conflict.flow"], "");
    assert!(refused.exits(1).contains("fingerpost.toml"), "{refused:?}");
    run(&folder, &["check", "."], "").exits(0);
    // A document is made of it like of any other.
    write(&folder, "fingerpost.toml", "");
    let json = run(
        &folder,
        &["compile", "north/conflict.flow", "--to", "json"],
        "",
    );
    let made: Value = serde_json::from_str(json.exits(0)).expect("JSON");
    assert_eq!(made["versions"][0]["name"], "north");
    assert_eq!(made["title"], "Help for parents in conflict: North");
    let files: Vec<&str> = made["services"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|it| it["place"]["file"].as_str())
        .collect();
    assert_eq!(files, ["north/conflict.flow", "national/base.flow"]);
}

#[test]
fn drift_names_the_versions_that_a_changed_base_leaves_behind_and_no_others() {
    let folder = workspace("local-drift");
    let same = run(&folder, &["drift", "national/base.flow"], "");
    assert!(
        same.exits(0)
            .contains("2 versions, and none needs attention."),
        "{same:?}"
    );
    git(&folder, &["init", "-q", "."]);
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "-q", "-m", "As it was"]);

    // A text that North has its own word on.
    let reworded = BASE.replace("Choose which sessions", "Choose with them which sessions");
    write(&folder, "national/base.flow", &reworded);
    run(&folder, &["drift", "national/base.flow"], "").exits(0);
    let told = run(
        &folder,
        &["drift", "national/base.flow", "--from", "HEAD"],
        "",
    );
    let told = told.exits(1);
    assert!(
        told.contains("north/conflict.flow (North) needs attention:"),
        "{told}"
    );
    assert!(
        told.contains("the base now says: say \"Choose with them"),
        "{told}"
    );
    assert!(!told.contains("(South) needs attention"), "{told}");

    // A block that North changes is gone, and one that South breaks its rule with is new.
    let renamed = BASE
        .replace("outcome advice ", "outcome guidance ")
        .replace("-> advice", "-> guidance")
        .replace("expect advice", "expect guidance")
        + "\nrule few \"Few sessions are paid for\"\n  never mediation when wanted > 7\n";
    write(&folder, "national/base.flow", &renamed);
    for words in [
        &["drift", "national/base.flow", "--format", "json"][..],
        &[
            "drift",
            "national/base.flow",
            "--from",
            "HEAD",
            "--format",
            "json",
        ],
    ] {
        let told = run(&folder, words, "");
        let told: Value = serde_json::from_str(told.exits(1)).expect("JSON");
        let found: Vec<(&str, &str)> = told["versions"]
            .as_array()
            .expect("a list")
            .iter()
            .flat_map(|it| {
                let file = it["file"].as_str().unwrap_or_default();
                let findings = it["findings"].as_array().into_iter().flatten();
                findings.map(move |it| (file, it["finding"].as_str().unwrap_or_default()))
            })
            .collect();
        assert_eq!(
            found,
            [
                ("north/conflict.flow", "change-lost"),
                ("south/conflict.flow", "rule-broken"),
            ],
            "{words:?}"
        );
    }
    let nowhere = run(
        &folder,
        &["drift", "national/base.flow", "--from", "no_such"],
        "",
    );
    assert!(nowhere.exits(2).is_empty(), "{nowhere:?}");
}

#[test]
fn a_version_is_compared_with_itself_in_a_revision_with_the_base_of_that_revision() {
    let folder = workspace("local-diff");
    git(&folder, &["init", "-q", "."]);
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "-q", "-m", "As it was"]);
    let words = ["diff", "--from", "HEAD", "south/conflict.flow"];
    run(&folder, &words, "").exits(0);
    // The version is the same; what it is a version of is not.
    let changed = BASE.replace(
        "must refer to mash at once",
        "must refer to mash within 2 days",
    );
    write(&folder, "national/base.flow", changed);
    let told = run(&folder, &words, "");
    assert!(
        told.exits(1)
            .contains("within 2 days, was: must refer at once"),
        "{told:?}"
    );
}

#[test]
fn a_version_is_begun_with_all_that_its_base_leaves_open() {
    let folder = workspace("local-new");
    let made = run(
        &folder,
        &["new", "north/new.flow", "--of", "national/base.flow"],
        "",
    );
    made.exits(0);
    let text = fs::read_to_string(folder.join("north/new.flow")).expect("it was written");
    assert!(
        text.contains("variant new \"Name of the authority\" of \"../national/base.flow\""),
        "{text}"
    );
    // What is still to be written is told, and nothing else.
    let told = run(
        &folder,
        &["check", "north/new.flow", "--format", "short"],
        "",
    );
    assert!(
        told.exits(1)
            .lines()
            .all(|line| line.contains("[bad-phone]") || line.contains("hours")),
        "{told:?}"
    );
    let filled = text.replace(
        "phone \"\"",
        "phone \"01268 293 003\"\n  hours \"24 hours\"",
    );
    write(&folder, "north/new.flow", filled);
    run(&folder, &["check", "north/new.flow"], "").exits(0);
    let again = run(
        &folder,
        &["new", "north/new.flow", "--of", "national/base.flow"],
        "",
    );
    assert!(again.exits(2).is_empty(), "{again:?}");
}

#[test]
fn the_matrix_sets_versions_beside_their_base() {
    let folder = workspace("local-matrix");
    let words = run(&folder, &["matrix", ".", "--differences"], "");
    let words = words.exits(0);
    assert!(
        words.contains("| **Sessions that are paid for** (`sessions`) | 6 | 6 | 8 |"),
        "{words}"
    );
    let page = run(&folder, &["matrix", ".", "--to", "html"], "");
    assert!(page.exits(0).starts_with("<!doctype html>"));
    run(
        &folder,
        &["matrix", ".", "--to", "csv", "-o", "matrix.csv"],
        "",
    )
    .exits(0);
    let sheet = fs::read_to_string(folder.join("matrix.csv")).expect("it was written");
    assert!(sheet.lines().count() > 20, "{sheet}");
    let none = run(&folder, &["matrix", "nowhere"], "");
    assert!(none.exits(2).is_empty(), "{none:?}");
}

#[test]
fn a_shared_file_is_checked_and_makes_no_document() {
    let folder = folder("local-shared");
    let shared = "shared services \"Services\"\n  owner     \"Early Help\"\n  review by 2999-12-31\n\nservice mash \"MASH\"\n  phone \"01268 293 003\"\n";
    write(&folder, "services.flow", shared);
    run(&folder, &["check", "services.flow"], "").exits(0);
    for words in [
        &["compile", "services.flow", "--to", "json"][..],
        &["why", "services.flow", "mash"],
        &["run", "services.flow"],
        &["cases", "services.flow"],
    ] {
        let told = run(&folder, words, "");
        assert!(told.exits(2).is_empty(), "{told:?}");
        assert!(
            told.beside.contains("is a file that others include"),
            "{told:?}"
        );
    }
}
