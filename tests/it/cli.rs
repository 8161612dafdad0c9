//! The program as it is run: exit codes, streams, files. What it says of a flow is tested elsewhere.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

pub(crate) const FLOW: &str = "\
pathway trial \"A trial\"
  owner     \"Early Help\"
  review by 2999-12-31
  urgent    \"If anyone is in danger, call 999.\"
  start     safe

question safe \"Is everyone safe?\"
  yes -> age
  no  -> danger

question age \"How old is the child?\"
  age from 0 months to 18 years
  when age < 12 months -> baby
  otherwise            -> older

outcome danger \"Somebody is in danger\"
  must \"Call 999.\" at once

outcome baby \"A baby\"
  should \"Call the health visitor.\"

outcome older \"An older child\"
  consider \"A youth club.\"

example \"Danger\"
  given safe is no
  expect danger

example \"A baby\"
  given safe is yes and age is 5 months
  expect baby

example \"An older child\"
  given safe is yes and age is 5 years
  expect older
";

/// A flow that nobody can understand.
pub(crate) const BROKEN: &str = "pathway trial \"A trial\"\n  start nowhere\n";

/// An empty folder of a test's own.
pub(crate) fn folder(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder for the test");
    folder
}

pub(crate) fn write(folder: &Path, name: &str, text: impl AsRef<[u8]>) {
    fs::write(folder.join(name), text).expect("a file for the test");
}

/// Runs the program in a folder, with words on its standard input.
pub(crate) fn run(folder: &Path, words: &[&str], input: &str) -> Ran {
    let mut child = Command::new(env!("CARGO_BIN_EXE_fingerpost"))
        .args(words)
        .current_dir(folder)
        .env_remove("NO_COLOR")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("its input is a pipe");
    // A program that does not read its input may have ended by now.
    let _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    Ran::of(&child.wait_with_output().expect("the program ends"))
}

#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) exit: Option<i32>,
    pub(crate) out: String,
    pub(crate) beside: String,
}

impl Ran {
    fn of(output: &Output) -> Ran {
        let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
        Ran {
            exit: output.status.code(),
            out: text(&output.stdout),
            beside: text(&output.stderr),
        }
    }

    /// Checks how it ended, and gives what it printed.
    #[track_caller]
    pub(crate) fn exits(&self, code: i32) -> &str {
        assert_eq!(self.exit, Some(code), "{self:?}");
        &self.out
    }
}

#[test]
fn checking_ends_with_what_was_found() {
    let folder = folder("checking");
    write(&folder, "good.flow", FLOW);
    write(&folder, "broken.flow", BROKEN);
    let unowned = FLOW.replace("  owner     \"Early Help\"\n", "");
    write(&folder, "unowned.flow", unowned);

    let good = run(&folder, &["check", "good.flow"], "");
    assert_eq!((good.exits(0), &*good.beside), ("No findings.\n", ""));

    let broken = run(&folder, &["check", "broken.flow"], "");
    assert!(broken.exits(1).contains("[unknown-name]"));

    let warned = run(&folder, &["check", "unowned.flow"], "");
    assert!(warned.exits(0).contains("warning:"));
    for denied in ["warnings", "advice", "no-owner"] {
        let words = ["check", "unowned.flow", "--deny", denied];
        run(&folder, &words, "").exits(1);
    }
    run(&folder, &["check", "unowned.flow", "--deny", "cycle"], "").exits(0);
    let slip = run(&folder, &["check", "unowned.flow", "--deny", "no-ower"], "");
    assert_eq!(slip.exits(2), "");
    assert!(slip.beside.contains("Did you mean `no-owner`?"));
}

#[test]
fn checking_goes_on_past_what_cannot_be_read() {
    let folder = folder("going_on");
    write(&folder, "a.flow", b"\xff\xfep\0a\0t\0h\0");
    write(&folder, "b.flow", b"# caf\xe9\n");
    write(&folder, "c.flow", BROKEN);
    let words = [
        "check", "a.flow", "b.flow", "no.flow", "c.flow", "--format", "short",
    ];
    let ran = run(&folder, &words, "");
    assert!(ran.exits(2).starts_with("c.flow:2:9: error: "), "{ran:?}");
    assert_eq!(
        ran.beside,
        "\
fingerpost: `a.flow` is not UTF-8 text (it looks like UTF-16, as Notepad's \"Unicode\" saves it). Save it as UTF-8.
fingerpost: `b.flow` is not UTF-8 text (it looks like Windows-1252, as Notepad's \"ANSI\" saves it). Save it as UTF-8.
fingerpost: There is no file `no.flow`.
"
    );
}

#[test]
fn a_folder_stands_for_every_flow_below_it() {
    let folder = folder("folders");
    fs::create_dir_all(folder.join("flows/b/c")).expect("folders");
    fs::create_dir_all(folder.join("flows/.hidden")).expect("a folder");
    fs::create_dir_all(folder.join("empty")).expect("a folder");
    for name in [
        "z.flow",
        "b/c/a.flow",
        "b/a.flow",
        ".hidden/a.flow",
        ".a.flow",
        "a.txt",
    ] {
        write(&folder, &format!("flows/{name}"), BROKEN);
    }
    write(&folder, "outside.flow", BROKEN);
    #[cfg(unix)]
    for (to, link) in [("../outside.flow", "flows/link.flow"), ("..", "flows/up")] {
        std::os::unix::fs::symlink(to, folder.join(link)).expect("a link");
    }

    let ran = run(&folder, &["check", "flows", "--format", "json"], "");
    let json: serde_json::Value = serde_json::from_str(ran.exits(1)).expect("one JSON document");
    let files = json.as_array().expect("a list of files").iter();
    let files: Vec<_> = files.filter_map(|file| file["file"].as_str()).collect();
    assert_eq!(
        files,
        ["flows/b/a.flow", "flows/b/c/a.flow", "flows/z.flow"]
    );

    let empty = run(&folder, &["check", "empty"], "");
    assert_eq!(empty.exits(2), "");
    assert!(
        empty
            .beside
            .contains("There is no `.flow` file in the folder `empty`.")
    );
    let file_needed = run(&folder, &["compile", "flows", "--to", "json"], "");
    assert_eq!(file_needed.exits(2), "");
    assert!(file_needed.beside.contains("`flows` is a folder"));
}

#[test]
fn a_list_beside_a_flow_is_read_and_nothing_outside_its_folder() {
    let folder = folder("lists");
    fs::create_dir_all(folder.join("in/lists")).expect("folders");
    write(&folder, "secret.csv", "name,text\na,A\nb,B\n");
    write(&folder, "in/lists/wards.csv", "name,text\na,A\nb,B\n");
    #[cfg(unix)]
    std::os::unix::fs::symlink("../secret.csv", folder.join("in/link.csv")).expect("a link");
    let shorter = FLOW.split("\nexample").next().unwrap_or(FLOW);
    let flow = |path: &str| {
        format!(
            "{}\nquestion ward \"Which?\"\n  answers from \"{path}\"\n  then -> safe\n",
            shorter.replace("start     safe", "start     ward")
        )
    };
    write(&folder, "in/good.flow", flow("lists/wards.csv"));
    run(&folder, &["check", "in/good.flow"], "").exits(0);
    for path in ["../secret.csv", "link.csv", "lists/no.csv", "/etc/passwd"] {
        if path == "link.csv" && !cfg!(unix) {
            continue;
        }
        write(&folder, "in/bad.flow", flow(path));
        let bad = run(&folder, &["check", "in/bad.flow", "--format", "short"], "");
        assert!(
            bad.exits(1).contains("[bad-answer-file]"),
            "{path}: {bad:?}"
        );
    }
}

#[test]
fn standard_input_is_a_flow_too_and_a_closed_pipe_is_no_failure() {
    let folder = folder("pipes");
    assert_eq!(
        run(&folder, &["check", "-"], FLOW).exits(0),
        "No findings.\n"
    );
    let broken = run(&folder, &["check", "-", "--format", "short"], BROKEN);
    assert!(broken.exits(1).starts_with("-:2:9: error: "), "{broken:?}");

    let mut child = Command::new(env!("CARGO_BIN_EXE_fingerpost"))
        .args(["fmt", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    let mut stdin = child.stdin.take().expect("its input is a pipe");
    stdin
        .write_all(FLOW.as_bytes())
        .expect("it reads its input");
    drop(stdin);
    let ran = Ran::of(&child.wait_with_output().expect("the program ends"));
    assert_eq!((ran.exits(0), &*ran.beside), ("", ""));
}

#[test]
fn colour_is_for_those_who_ask() {
    let folder = folder("colour");
    let colour = |words: &[&str]| run(&folder, words, BROKEN).exits(1).contains('\u{1b}');
    assert!(!colour(&["check", "-"]));
    assert!(!colour(&["check", "-", "--color", "never"]));
    assert!(colour(&["check", "-", "--color", "always"]));
}

#[test]
fn compiling_writes_whole_files_or_none() {
    let folder = folder("compiling");
    write(&folder, "good.flow", FLOW);
    write(&folder, "broken.flow", BROKEN);
    let printed = run(&folder, &["compile", "good.flow", "--to", "json"], "");
    let json: serde_json::Value = serde_json::from_str(printed.exits(0)).expect("JSON");
    assert_eq!(json["name"], "trial");
    let words = ["compile", "good.flow", "--to", "json", "-o", "out.json"];
    assert_eq!(run(&folder, &words, "").exits(0), "");
    let written = fs::read_to_string(folder.join("out.json")).expect("it was written");
    assert_eq!(written, printed.out);

    let words = ["compile", "broken.flow", "--to", "json", "-o", "out.json"];
    let broken = run(&folder, &words, "");
    assert_eq!(broken.exits(1), "");
    assert!(broken.beside.contains("[unknown-name]"));
    let kept = fs::read_to_string(folder.join("out.json")).expect("it is still there");
    assert_eq!(kept, written);

    let itself = ["compile", "good.flow", "--to", "dot", "-o", "./good.flow"];
    run(&folder, &itself, "").exits(2);
    assert_eq!(
        fs::read_to_string(folder.join("good.flow")).ok().as_deref(),
        Some(FLOW)
    );
    let nowhere = ["compile", "good.flow", "--to", "dot", "-o", "no/out.dot"];
    let nowhere = run(&folder, &nowhere, "");
    nowhere.exits(2);
    assert!(nowhere.beside.contains("there is no such folder"));
    let mut names: Vec<_> = fs::read_dir(&folder)
        .expect("the folder")
        .map(|entry| entry.expect("an entry").file_name())
        .collect();
    names.sort();
    assert_eq!(names, ["broken.flow", "good.flow", "out.json"]);
}

#[test]
fn a_drawing_has_options_of_its_own() {
    let folder = folder("drawing");
    let words = [
        "compile",
        "-",
        "--to",
        "dot",
        "--paper",
        "a3",
        "--direction",
        "top-down",
    ];
    assert!(run(&folder, &words, FLOW).exits(0).contains("digraph"));
    let json = run(&folder, &["compile", "-", "--to", "json", "--legend"], FLOW);
    assert_eq!(json.exits(2), "");
    assert!(
        json.beside
            .contains("`--legend` is for drawings, and does not go with `--to json`.")
    );
}

#[test]
fn formatting_changes_only_what_it_must() {
    let folder = folder("formatting");
    let untidy = FLOW.replace("\n  yes -> age", "\n      yes   ->   age   ");
    let tidy = run(&folder, &["fmt", "-"], FLOW);
    write(&folder, "tidy.flow", tidy.exits(0));
    write(&folder, "untidy.flow", &untidy);
    write(&folder, "other.flow", b"# caf\xe9\n");

    let check = run(&folder, &["fmt", "--check", "tidy.flow", "untidy.flow"], "");
    assert_eq!(check.exits(1), "untidy.flow\n");
    let diff = run(&folder, &["fmt", "--diff", "tidy.flow", "untidy.flow"], "");
    assert!(
        diff.exits(1).contains("\n-      yes   ->   age   \n+"),
        "{diff:?}"
    );
    let kept = fs::read_to_string(folder.join("untidy.flow"));
    assert_eq!(kept.ok(), Some(untidy));

    run(&folder, &["fmt", "."], "").exits(2);
    let formatted = fs::read_to_string(folder.join("untidy.flow"));
    assert_eq!(formatted.ok(), Some(tidy.out));
    let untouched = fs::read(folder.join("other.flow"));
    assert_eq!(untouched.ok().as_deref(), Some(&b"# caf\xe9\n"[..]));
}

#[test]
fn every_finding_is_explained() {
    let folder = folder("explaining");
    let all = run(&folder, &["explain"], "");
    assert!(all.exits(0).contains("\n  cycle "));
    let one = run(&folder, &["explain", "cycle"], "");
    assert!(one.exits(0).starts_with("# cycle\n"));
    let slip = run(&folder, &["explain", "cylce"], "");
    assert_eq!(slip.exits(2), "");
    assert!(slip.beside.contains("Did you mean `cycle`?"));
}

#[test]
fn other_programs_are_told_of_every_command() {
    let folder = folder("manual");
    let page = run(&folder, &["man"], "");
    let script = run(&folder, &["completions", "bash"], "");
    for command in ["check", "compile", "fmt", "run", "explain", "new", "schema"] {
        assert!(
            page.exits(0)
                .contains(&format!("\n.SH FINGERPOST {}\n", command.to_uppercase()))
        );
        assert!(script.exits(0).contains(command));
    }
    let schema = run(&folder, &["schema"], "");
    let schema: serde_json::Value = serde_json::from_str(schema.exits(0)).expect("JSON");
    assert!(schema["$schema"].is_string());
}

#[test]
fn a_new_flow_is_sound_and_overwrites_nothing() {
    let folder = folder("starting");
    run(&folder, &["new", "mine.flow"], "").exits(0);
    let check = run(&folder, &["check", "mine.flow", "--deny", "advice"], "");
    assert!(check.exits(0).contains("No findings;"), "{check:?}");
    write(&folder, "mine.flow", "kept");
    run(&folder, &["new", "mine.flow"], "").exits(2);
    assert_eq!(
        fs::read_to_string(folder.join("mine.flow")).ok().as_deref(),
        Some("kept")
    );
}

#[test]
fn a_family_is_asked_what_matters_and_told_what_it_gets() {
    let folder = folder("running");
    write(&folder, "trial.flow", FLOW);
    let run = |words: &[&str], input: &str| {
        run(&folder, &[&["run", "trial.flow"], words].concat(), input)
    };

    let danger = run(&[], "2\n");
    assert!(
        danger.exits(0).contains("\nMust\n  Call 999. (at once)\n"),
        "{danger:?}"
    );
    assert!(!danger.out.contains("How old"));

    let corrected = run(&[], "no way\nyes\nwhy\n19\nback\nyes\n7 months\n");
    assert!(
        corrected
            .exits(0)
            .contains("\nShould\n  Call the health visitor.\n"),
        "{corrected:?}"
    );
    for said in [
        "`no way` is not one of the answers",
        "Is everyone safe? Yes",
        "more than 18 years",
    ] {
        assert!(corrected.out.contains(said), "{corrected:?}");
    }

    let ended = run(&[], "yes\n");
    ended.exits(2);
    assert!(
        ended
            .beside
            .contains("There is no answer yet to `age` (How old is the child?).")
    );
    run(&[], "quit\n").exits(0);
}

#[test]
fn a_question_that_gives_something_keeps_its_own_mark_in_the_reasons() {
    let folder = folder("reasons");
    write(&folder, "missing.flow", MISSING);
    let ran = run(&folder, &["run", "missing.flow"], "1\n");
    let why = ran.exits(0).split_once("\nWhy\n").expect("reasons").1;
    assert!(why.starts_with("  Is the child missing? "), "{why}");
    assert!(why.contains("\n  Found, because"), "{why}");
}

const MISSING: &str = "pathway missing \"Missing\"
  start gone
question gone \"Is the child missing?\"
  urgent \"Call the police.\" when gone is yes
  yes -> found
  no  -> found
outcome found \"Found\"
  do \"Talk with the child.\"
";

#[test]
fn answers_may_come_from_a_file() {
    let folder = folder("answering");
    write(&folder, "trial.flow", FLOW);
    let ask = |answers: &str| {
        let words = ["run", "trial.flow", "--answers", "-", "--format", "json"];
        run(&folder, &words, answers)
    };
    let ran = ask(r#"{"answers": {"safe": "yes", "age": "1 year"}}"#);
    let json: serde_json::Value = serde_json::from_str(ran.exits(0)).expect("JSON");
    assert_eq!(json["outcomes"], serde_json::json!(["older"]));
    assert_eq!(json["gets"][0]["text"], "A youth club.");
    let again = ask(&ran.out);
    assert_eq!(again.exits(0), ran.out);

    let missing = ask(r#"{"answers": {"safe": "yes"}}"#);
    assert!(
        missing
            .exits(2)
            .contains("\"waiting\": [\n    \"age\"\n  ]"),
        "{missing:?}"
    );
    let wrong = ask(r#"{"answers": {"safe": "perhaps", "ages": 1}}"#);
    assert_eq!(wrong.exits(2), "");
    assert_eq!(wrong.beside.lines().count(), 2, "{wrong:?}");
}

#[test]
fn a_family_that_is_found_can_be_walked_through() {
    let folder = folder("found_families");
    let circle = "\
pathway trial \"A trial\"
  start safe

fact worker \"Who are you?\"
  answer nurse   \"A nurse\"
  answer teacher \"A teacher\"

question safe \"Is everyone safe?\"
  yes -> age
  no  -> age

question age \"How old is the child?\"
  age from 0 months to 18 years
  every match
  when age < 5 years and worker is teacher -> safe
  when age >= 5 years                      -> signs
  otherwise                                -> signs

checklist signs \"Which signs?\"
  item a \"A\"
  item b \"None\" alone
  then -> done

outcome done \"Done\"
  refer to hub

service hub \"Hub\"
  phone \"01268 293 001\"  when worker is nurse
";
    write(&folder, "trial.flow", circle);
    let ran = run(&folder, &["check", "trial.flow", "--format", "json"], "");
    let reports: serde_json::Value = serde_json::from_str(ran.exits(1)).expect("JSON");
    let findings = reports[0]["findings"].as_array().expect("findings");
    for (name, problem) in [("cycle", "goes round"), ("no-contact", "")] {
        let finding = findings.iter().find(|it| it["name"] == name);
        let family = &finding.expect("it is found")["family"];
        assert!(family["answers"].is_object(), "{family}");
        write(&folder, "family.json", family.to_string());
        let words = [
            "run",
            "trial.flow",
            "--answers",
            "family.json",
            "--format",
            "json",
        ];
        let walked = run(&folder, &words, "");
        assert_ne!(walked.exit, Some(2), "{name}: {walked:?}");
        let walked: serde_json::Value = serde_json::from_str(&walked.out).expect("JSON");
        assert_eq!(walked["answers"], family["answers"], "{name}");
        assert_eq!(walked["waiting"], serde_json::json!([]), "{name}");
        let problems = walked["problems"].to_string();
        assert!(problems.contains(problem), "{name}: {problems}");
    }
}

#[test]
fn what_the_examples_meet_is_told_when_asked_for() {
    let folder = folder("coverage");
    write(&folder, "trial.flow", FLOW);
    let told = run(&folder, &["check", "trial.flow", "--coverage"], "");
    assert_eq!(
        told.exits(0),
        "trial.flow: The 3 examples take all 4 ways, reach all 3 outcomes, and get all 3 action lines.\n\nNo findings.\n"
    );
    let words = ["check", "trial.flow", "--coverage", "--format", "json"];
    let json: serde_json::Value =
        serde_json::from_str(run(&folder, &words, "").exits(0)).expect("JSON");
    assert_eq!(json[0]["coverage"]["examples"], 3);
}

#[test]
fn who_something_is_for_is_said_by_name() {
    let folder = folder("why");
    write(&folder, "good.flow", FLOW);
    write(&folder, "broken.flow", BROKEN);
    let baby = run(&folder, &["why", "good.flow", "baby"], "");
    let expected = "\
The outcome `baby`: A baby

A family comes here exactly when `age` is under 1 year.

  | `age`        |
  | ------------ |
  | under 1 year |

The shortest family:
    Is everyone safe? (safe)     Yes
    How old is the child? (age)  0 months
";
    assert_eq!((baby.exits(0), &*baby.beside), (expected, ""));
    let data = run(
        &folder,
        &["why", "good.flow", "baby", "--format", "json"],
        "",
    );
    let data: serde_json::Value = serde_json::from_str(data.exits(0)).expect("it is JSON");
    assert_eq!(data["rows"][0][0], "under 1 year");
    assert_eq!(data["family"]["answers"]["age"], "0 months");

    let slip = run(&folder, &["why", "good.flow", "babby"], "");
    assert_eq!(slip.exits(2), "");
    assert!(slip.beside.contains("Did you mean `baby`?"), "{slip:?}");
    let broken = run(&folder, &["why", "broken.flow", "baby"], "");
    assert_eq!(broken.exits(1), "");
    assert!(broken.beside.contains("[unknown-name]"), "{broken:?}");
}

#[test]
fn examples_are_written_for_a_whole_flow() {
    let folder = folder("cases");
    write(&folder, "good.flow", FLOW);
    write(&folder, "broken.flow", BROKEN);
    let cases = run(&folder, &["cases", "good.flow"], "");
    let text = cases.exits(0);
    let begins = "\
# 3 examples, which between them take 4 ways, reach 3 outcomes and see 3 action lines: all there are.
# Fewer cannot do it: that is proved.

example \"1: Somebody is in danger\"
  given safe is no
  expect danger
";
    assert!(text.starts_with(begins), "{text}");
    let missing = run(&folder, &["cases", "good.flow", "--missing"], "");
    assert!(!missing.exits(0).contains("example \""), "{missing:?}");
    let broken = run(&folder, &["cases", "broken.flow"], "");
    assert_eq!(broken.exits(1), "");
    assert!(broken.beside.contains("[unknown-name]"), "{broken:?}");
}
