//! Whole folders and continuous integration: what other programs read, baselines, and `fingerpost.toml`.
//!
//! The schema of SARIF beside this file is ours: it holds what the standard (OASIS SARIF 2.1.0) says of the
//! parts that are written, and allows no other parts.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::cases::{read, repository};
use crate::cli::{BROKEN, FLOW, folder, run, write};

/// A flow with an error that some family shows, in a folder and with characters that mean something elsewhere.
const GAP: &str = "\
pathway gap \"50% of it: a, b\"
  owner     \"Early Help\"
  review by 2999-12-31
  urgent    \"If anyone is in danger, call 999.\"
  start     safe
  allow outcome-without-example \"It is kept for the record.\"

question safe \"Is {everyone} safe, [or](not)?\"
  yes -> age
  no  -> done

question age \"How old is the child?\"
  age from 0 months to 18 years
  when age < 12 months -> done
  when age > 12 months -> done

outcome done \"Done\"
  do \"Call: 50%, at once.\"
  say \"Goodbye.\"
";

/// A name for a service that nothing declares, in curly quotes: it can be mended word for word.
const CURLY: &str = "pathway a “A”\n  start b\noutcome b \"B\"\n  do \"This.\"\n";

/// A folder with a flow that is sound, one with an error and one that cannot be understood.
fn three(test: &str) -> std::path::PathBuf {
    let folder = folder(test);
    fs::create_dir_all(folder.join("my flows/b")).expect("folders");
    fs::create_dir_all(folder.join(".git")).expect("the top of a repository");
    write(&folder, "my flows/a.flow", FLOW);
    write(&folder, "my flows/b/é,x.flow", GAP);
    write(&folder, "my flows/c.flow", BROKEN);
    write(&folder, "my flows/d.flow", CURLY);
    folder
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("it is JSON")
}

/// The results of a log, after its schema has had its say.
#[track_caller]
fn results(log: &Value) -> &Vec<Value> {
    let schema = json(&read(&repository("tests/it/sarif.schema.json")));
    let schema = jsonschema::validator_for(&schema).expect("it is a schema");
    let wrong: Vec<String> = schema
        .iter_errors(log)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    log["runs"][0]["results"].as_array().expect("results")
}

#[test]
fn sarif_is_valid_and_says_all_that_there_is_to_say() {
    let folder = three("sarif");
    let ran = run(&folder, &["check", "my flows", "--format", "sarif"], "");
    let log = json(ran.exits(1));
    let results = results(&log);
    let of = |name: &str| results.iter().find(|it| it["ruleId"] == name);
    let gap = of("missing-branch").expect("the gap is found");
    let place = &gap["locations"][0]["physicalLocation"];
    assert_eq!(
        place["artifactLocation"]["uri"],
        "my%20flows/b/%C3%A9%2Cx.flow"
    );
    assert_eq!(place["region"]["startLine"], 12);
    let text = gap["message"]["text"].as_str().expect("a text");
    assert!(
        text.contains("\nThe family:\n    Is {{everyone}} safe, [or] (not)? (safe)"),
        "{text}"
    );
    assert!(text.contains("\nHelp: "), "{text}");
    assert_eq!(gap["properties"]["family"]["answers"]["age"], "12 months");
    let allowed = of("outcome-without-example").expect("what is allowed is there too");
    assert_eq!(
        allowed["suppressions"],
        serde_json::json!([{"kind": "inSource", "justification": "It is kept for the record."}])
    );
    let fix = &of("curly-quotes").expect("they are found")["fixes"][0]["artifactChanges"][0];
    assert_eq!(
        fix["replacements"][0]["insertedContent"]["text"],
        "pathway a \"A\""
    );

    let driver = &log["runs"][0]["tool"]["driver"];
    let rules = driver["rules"].as_array().expect("rules");
    for result in results {
        let rule = rules.iter().find(|it| it["id"] == result["ruleId"]);
        let help = rule.expect("its rule is there")["help"]["markdown"].as_str();
        let page = format!(
            "docs/findings/{}.md",
            result["ruleId"].as_str().unwrap_or("")
        );
        assert_eq!(help, Some(&*read(&repository(&page))));
    }

    let unread = run(
        &folder,
        &["check", "my flows/a.flow", "no.flow", "--format", "sarif"],
        "",
    );
    let log = json(unread.exits(2));
    assert_eq!(self::results(&log).len(), 0);
    let invocation = &log["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    let told = &invocation["toolExecutionNotifications"][0]["message"]["text"];
    assert_eq!(told, "There is no file `no.flow`.");
}

#[test]
fn a_fingerprint_stays_while_lines_move_and_no_two_are_the_same() {
    let folder = folder("fingerprints");
    let fingerprints = |text: &str| -> Vec<String> {
        write(&folder, "a.flow", text);
        let ran = run(&folder, &["check", "a.flow", "--format", "sarif"], "");
        let log = json(ran.exits(1));
        let results = results(&log).iter();
        let all = results.map(|it| it["partialFingerprints"]["fingerpost/v1"].to_string());
        all.collect()
    };
    let twice = GAP.replace(
        "outcome done",
        "outcome other \"Other\"\n  phone \"1\"\n  phone \"1\"\n  refer to hub\n  refer to hub\n\noutcome done",
    );
    let before = fingerprints(&twice);
    assert!(before.len() >= 5, "{before:#?}");
    let moved = twice.replace("\nquestion age", "\n# Moved.\n\n\nquestion age");
    assert_eq!(fingerprints(&moved), before);
    let mut each = before.clone();
    each.sort();
    each.dedup();
    assert_eq!(each.len(), before.len(), "{before:#?}");
}

#[test]
fn github_is_told_in_commands_that_nothing_can_break_the_worst_first() {
    let folder = three("github");
    let ran = run(&folder, &["check", "my flows", "--format", "github"], "");
    let lines: Vec<&str> = ran.exits(1).lines().collect();
    let (last, commands) = lines.split_last().expect("lines");
    assert!(last.starts_with("4 flows checked. "), "{last}");
    assert!(
        commands.iter().all(|line| line.starts_with("::")),
        "{commands:#?}"
    );
    let gap = commands
        .iter()
        .find(|it| it.contains("title=missing-branch::"));
    let gap = gap.expect("the gap is found");
    assert!(
        gap.starts_with("::error file=my flows/b/é%2Cx.flow,line=12,col=1,"),
        "{gap}"
    );
    assert!(
        gap.contains("%0AThe family:%0A    Is {everyone} safe"),
        "{gap}"
    );
    let kinds: Vec<&str> = commands
        .iter()
        .map(|it| it.split([' ', ':']).nth(2).unwrap_or(""))
        .collect();
    let mut sorted = kinds.clone();
    sorted.sort_by_key(|kind| {
        ["error", "warning", "notice"]
            .iter()
            .position(|it| it == kind)
    });
    assert_eq!(kinds, sorted);
}

#[test]
fn github_shows_ten_of_a_kind_and_is_told_of_the_rest() {
    let folder = folder("github_limits");
    let notice = |mistakes: usize| {
        let lines = "  nonsense here\n".repeat(mistakes);
        write(
            &folder,
            "a.flow",
            FLOW.replace("  start     safe\n", &format!("  start safe\n{lines}")),
        );
        let ran = run(&folder, &["check", "a.flow", "--format", "github"], "");
        let notice = ran
            .exits(1)
            .lines()
            .find(|it| it.starts_with("::notice title=Fingerpost::"));
        notice.map(str::to_string)
    };
    assert_eq!(notice(10), None);
    let told = notice(13).expect("there are more than are shown");
    assert!(told.contains("does not show 3 errors more here"), "{told}");
}

#[test]
fn junit_has_a_suite_for_each_flow_and_fails_where_the_check_does() {
    let folder = three("junit");
    let unowned = FLOW.replace("  owner     \"Early Help\"\n", "");
    write(&folder, "my flows/e.flow", unowned);
    let ran = run(&folder, &["check", "my flows", "--format", "junit"], "");
    let report =
        quick_junit::Report::deserialize_from_str(ran.exits(1)).expect("it is JUnit's XML");
    let suite = |name: &str| {
        let name = format!("my flows/{name}");
        let suite = report
            .test_suites
            .iter()
            .find(|it| it.name.as_str() == name);
        suite.expect("a suite for the flow")
    };
    assert_eq!(report.test_suites.len(), 5);
    assert_eq!((suite("a.flow").tests, suite("a.flow").failures), (1, 0));
    assert!(suite("c.flow").failures > 0);
    let gap = suite("b/é,x.flow");
    assert_eq!((gap.tests, gap.failures), (2, 1));
    assert!(
        ran.out.contains("The family:\n    Is {everyone} safe"),
        "{}",
        ran.out
    );
    assert_eq!(suite("e.flow").failures, 0);

    let words = [
        "check",
        "my flows/e.flow",
        "--format",
        "junit",
        "--deny",
        "no-owner",
    ];
    let refused = run(&folder, &words, "");
    let report = quick_junit::Report::deserialize_from_str(refused.exits(1)).expect("it is XML");
    assert_eq!(report.test_suites[0].failures, 1);
}

#[test]
fn exit_codes_do_not_hang_on_the_format() {
    let folder = three("format_exits");
    for format in ["human", "short", "json", "sarif", "github", "junit"] {
        let exit = |path: &str| run(&folder, &["check", path, "--format", format], "").exit;
        let exits = ["my flows/a.flow", "my flows/c.flow", "no.flow"].map(exit);
        assert_eq!(exits, [Some(0), Some(1), Some(2)], "{format}");
    }
    let words = ["check", "my flows", "--format", "sarif", "--coverage"];
    run(&folder, &words, "").exits(2);
}

#[test]
fn a_folder_is_told_the_same_with_any_number_of_threads() {
    let folder = folder("threads");
    for n in 0..40 {
        let text = match n % 4 {
            0 => FLOW.to_string(),
            1 => GAP.to_string(),
            2 => BROKEN.to_string(),
            _ => format!("{FLOW}{}", "# A long file.\n".repeat(n * 50)),
        };
        write(&folder, &format!("{n:02}.flow"), text);
    }
    write(&folder, "99.flow", b"# caf\xe9\n");
    for format in ["human", "short", "json", "sarif", "github", "junit"] {
        let with = |jobs: &str| {
            let ran = run(
                &folder,
                &["check", ".", "--format", format, "--jobs", jobs],
                "",
            );
            ran.exits(2);
            (ran.out, ran.beside)
        };
        let alone = with("1");
        assert_eq!(
            alone.1,
            "fingerpost: `99.flow` is not UTF-8 text (it looks like Windows-1252, as Notepad's \"ANSI\" saves it). Save it as UTF-8.\n"
        );
        assert!(alone == with("5"), "{format}");
    }
}

#[test]
fn several_flows_end_with_one_table_the_worst_first() {
    let folder = folder("table");
    write(
        &folder,
        "a.flow",
        FLOW.replace("  owner ", "  authority \"Ambermere Council\"\n  owner "),
    );
    write(&folder, "b.flow", GAP);
    let ran = run(&folder, &["check", "."], "");
    let table = "
authority: pathway
  file                            errors  warnings  advice     rules   review by
50% of it: a, b
  b.flow                               1         -       -         -  2999-12-31
Ambermere Council: A trial
  a.flow                               -         -       -         -  2999-12-31

2 flows checked. 1 error; 1 finding allowed by its author.
";
    assert!(ran.exits(1).ends_with(table), "{}", ran.out);
    let one = run(&folder, &["check", "a.flow"], "");
    assert_eq!(one.exits(0), "No findings.\n");
    let all = run(&folder, &["check", ".", "--format", "json"], "");
    let pathway = serde_json::json!({
        "name": "trial", "title": "A trial",
        "authority": "Ambermere Council", "review_by": "2999-12-31",
    });
    assert_eq!(json(all.exits(1))[0]["pathway"], pathway);
    // What is allowed has its reason where one flow is looked at; of many, its number is told.
    assert!(!ran.out.contains("It is kept for the record."));
    let alone = run(&folder, &["check", "b.flow"], "");
    assert!(alone.exits(1).contains("It is kept for the record."));
}

#[test]
fn a_flow_is_checked_once_however_it_is_written() {
    let folder = folder("spellings");
    fs::create_dir_all(folder.join("flows/b")).expect("folders");
    write(&folder, "flows/a.flow", BROKEN);
    let full = folder.join("flows/a.flow");
    let full = full.to_str().expect("a path in UTF-8");
    let words = [
        "check",
        "--format",
        "short",
        "flows/b/../a.flow",
        "flows",
        "flows/a.flow",
        full,
    ];
    let ran = run(&folder, &words, "");
    assert_eq!(ran.exits(1).lines().count(), 1, "{ran:?}");
    assert!(ran.out.starts_with("flows/b/../a.flow:2:9: "), "{ran:?}");
}

/// What a check says of its findings, without the table.
fn told(folder: &Path, words: &[&str], exit: i32) -> String {
    let short = run(
        folder,
        &[&["check", "--format", "short"], words].concat(),
        "",
    );
    short.exits(exit).to_string()
}

#[test]
fn a_baseline_hides_what_was_there_and_nothing_new() {
    let folder = folder("baseline");
    fs::create_dir_all(folder.join("flows")).expect("a folder");
    write(&folder, "flows/a.flow", GAP);
    write(&folder, "flows/b.flow", GAP);
    let written = run(
        &folder,
        &["check", "flows", "--write-baseline", "known.jsonl"],
        "",
    );
    assert!(
        written
            .exits(0)
            .ends_with("\n`known.jsonl` was written. It holds 2 findings.\n"),
        "{written:?}"
    );
    let text = read(&folder.join("known.jsonl"));
    assert_eq!(text.lines().count(), 3);
    assert!(
        text.contains(
            "\n{\"flow\":\"flows/a.flow\",\"finding\":\"missing-branch\",\"at\":\"question age\","
        ),
        "{text}"
    );
    let again = run(
        &folder,
        &[
            "check",
            "./flows/b.flow",
            "flows",
            "--write-baseline",
            "known.jsonl",
        ],
        "",
    );
    again.exits(0);
    assert_eq!(
        read(&folder.join("known.jsonl")),
        text,
        "it is the same whatever the order"
    );

    let with = ["flows", "--baseline", "known.jsonl"];
    assert!(!told(&folder, &with, 0).contains("missing-branch"));
    let human = run(&folder, &[&["check"], &with[..]].concat(), "");
    assert!(
        human
            .exits(0)
            .ends_with("No findings; 2 findings allowed by their author and 2 in the baseline.\n"),
        "{human:?}"
    );
    // Lines move, a title changes, another question comes before: it is still what was known.
    let moved = GAP
        .replace(
            "\nquestion age \"How old is",
            "\n# Moved.\n\nquestion age \"What age has",
        )
        .replace("  start     safe", "  start     before")
        + "\nquestion before \"Anything before?\"\n  yes -> safe\n  no -> safe\n";
    write(&folder, "flows/a.flow", moved);
    assert!(!told(&folder, &with, 0).contains("missing-branch"));
    // A second of the kind, elsewhere and at the same place, is not hidden.
    let second = GAP
        .replace(
            "outcome done",
            "question more \"More?\"\n  yes -> done\n\noutcome done",
        )
        .replace("  no  -> done", "  no  -> more");
    write(&folder, "flows/a.flow", second);
    let new = told(&folder, &with, 1);
    assert!(new.lines().count() == 2 && new.contains("`more`"), "{new}");
    // What was mended is told, with its line of the file.
    write(
        &folder,
        "flows/a.flow",
        GAP.replace("age > 12", "age >= 12"),
    );
    let mended = run(&folder, &[&["check"], &with[..]].concat(), "");
    let gone = "1 finding in `known.jsonl` is no longer there. Delete its line:\n  line 2: flows/a.flow: missing-branch: question age\n";
    assert!(mended.exits(0).ends_with(gone), "{mended:?}");
    // So is what was known of a flow that is gone, but nothing of one that was not looked at.
    fs::remove_file(folder.join("flows/a.flow")).expect("it was there");
    let gone = run(
        &folder,
        &[
            "check",
            "flows/b.flow",
            "--baseline",
            "known.jsonl",
            "--format",
            "json",
        ],
        "",
    );
    assert!(json(gone.exits(0))[0]["known"] == 1, "{gone:?}");
    assert!(
        gone.beside
            .starts_with("fingerpost: 1 finding in `known.jsonl` is no longer there."),
        "{gone:?}"
    );
}

#[test]
fn a_baseline_never_holds_what_hides_other_findings() {
    let folder = folder("baseline_limits");
    write(&folder, "a.flow", GAP);
    write(&folder, "b.flow", BROKEN);
    let words = ["check", ".", "--write-baseline", "known.jsonl"];
    let ran = run(&folder, &words, "");
    assert!(
        ran.exits(1)
            .contains("\n1 finding cannot be in it, because"),
        "{ran:?}"
    );
    assert!(ran.out.contains("[unknown-name]"), "{ran:?}");
    assert!(!read(&folder.join("known.jsonl")).contains("b.flow"));

    // While a line cannot be read, what is not found may still be there.
    write(&folder, "a.flow", format!("{GAP}nonsense\n"));
    let broken = run(
        &folder,
        &["check", "a.flow", "--baseline", "known.jsonl"],
        "",
    );
    assert!(!broken.exits(1).contains("no longer there"), "{broken:?}");

    // A flow is never taken for a baseline, nor one written over, nor one made of half of the flows.
    write(&folder, "a.flow", GAP);
    let ran = run(
        &folder,
        &["check", "a.flow", "--write-baseline", "b.flow"],
        "",
    );
    assert!(ran.beside.contains("`b.flow` is not a baseline"), "{ran:?}");
    ran.exits(2);
    assert_eq!(read(&folder.join("b.flow")), BROKEN);
    run(&folder, &["check", "a.flow", "--baseline", "b.flow"], "").exits(2);
    run(&folder, &["check", "a.flow", "--baseline", "no.jsonl"], "").exits(2);
    let before = read(&folder.join("known.jsonl"));
    run(
        &folder,
        &[
            "check",
            "a.flow",
            "no.flow",
            "--write-baseline",
            "known.jsonl",
        ],
        "",
    )
    .exits(2);
    assert_eq!(read(&folder.join("known.jsonl")), before);
    // What it holds of flows that are not looked at stays.
    write(&folder, "c.flow", FLOW);
    run(
        &folder,
        &["check", "c.flow", "--write-baseline", "known.jsonl"],
        "",
    )
    .exits(0);
    assert_eq!(read(&folder.join("known.jsonl")), before);
}

#[test]
fn a_workspace_says_what_is_checked_refused_and_allowed() {
    let folder = folder("workspace");
    fs::create_dir_all(folder.join("flows/drafts")).expect("folders");
    let unowned = FLOW.replace("  owner     \"Early Help\"\n", "");
    write(&folder, "flows/a.flow", &unowned);
    write(&folder, "flows/drafts/b.flow", BROKEN);
    write(&folder, "outside.flow", BROKEN);
    let settings = "[check]\nfolders = [\"flows\"]\nexclude = [\"flows/drafts\"]\n";
    write(&folder, "fingerpost.toml", settings);
    assert_eq!(told(&folder, &[], 0).lines().count(), 1);
    // From a folder inside, it is the same workspace.
    let inside = run(
        &folder.join("flows/drafts"),
        &["check", "--format", "short"],
        "",
    );
    assert!(
        inside
            .exits(0)
            .starts_with("../../flows/a.flow:1:1: warning: "),
        "{inside:?}"
    );
    // What is named is looked at, whatever is passed over.
    told(&folder, &["flows/drafts/b.flow"], 1);
    told(&folder, &["flows/drafts"], 1);

    write(
        &folder,
        "fingerpost.toml",
        format!("{settings}deny = [\"no-owner\"]\n"),
    );
    told(&folder, &[], 1);
    let allowed = format!(
        "{settings}deny = [\"no-owner\"]\nallow = {{ no-owner = \"They come in May.\" }}\n"
    );
    write(&folder, "fingerpost.toml", allowed);
    assert_eq!(told(&folder, &[], 0), "");
    let human = run(&folder, &["check"], "");
    assert_eq!(
        human.exits(0),
        "No findings; 1 finding allowed by the workspace.\n"
    );
    let named = allowed_twice(&folder, settings);
    assert!(
        named
            .out
            .ends_with("\n`cycle` is allowed in `fingerpost.toml`, and found nowhere.\n"),
        "{named:?}"
    );
    let sarif = run(&folder, &["check", "--format", "sarif"], "");
    let log = json(sarif.exits(0));
    assert_eq!(
        results(&log)[0]["suppressions"][0]["justification"],
        "They come in May."
    );

    write(
        &folder,
        "fingerpost.toml",
        "[check]\nfodlers = []\ndeny = [\"no-ower\"]\n",
    );
    let wrong = run(&folder, &["check"], "");
    assert_eq!(wrong.exits(2), "");
    assert_eq!(
        wrong.beside,
        "\
fingerpost: fingerpost.toml:2:1: `fodlers` is not a setting. Did you mean `folders`?
fingerpost: fingerpost.toml:3:9: There is no finding called `no-ower`. Did you mean `no-owner`?
"
    );
}

/// A check of a workspace that allows what is found, and what is not.
fn allowed_twice(folder: &Path, settings: &str) -> crate::cli::Ran {
    let before = read(&folder.join("fingerpost.toml"));
    let both = "allow = { no-owner = \"They come in May.\", cycle = \"Why not.\" }\n";
    write(folder, "fingerpost.toml", format!("{settings}{both}"));
    let ran = run(folder, &["check"], "");
    write(folder, "fingerpost.toml", before);
    ran
}

#[test]
fn a_workspace_may_have_a_baseline_of_its_own() {
    let folder = folder("workspace_baseline");
    fs::create_dir_all(folder.join("flows")).expect("a folder");
    write(&folder, "flows/a.flow", GAP);
    write(
        &folder,
        "fingerpost.toml",
        "[check]\nbaseline = \"known.jsonl\"\n",
    );
    // It is not there yet.
    let missing = run(&folder, &["check"], "");
    missing.exits(2);
    assert!(
        missing.beside.contains("There is no file `known.jsonl`."),
        "{missing:?}"
    );
    run(&folder, &["check", "--write-baseline", "known.jsonl"], "").exits(0);
    let flows = folder.join("flows");
    run(&flows, &["check", "a.flow"], "").exits(0);
    run(&flows, &["check"], "").exits(0);
    let text = read(&folder.join("known.jsonl"));
    run(
        &flows,
        &["check", "a.flow", "--write-baseline", "../known.jsonl"],
        "",
    )
    .exits(0);
    assert_eq!(
        read(&folder.join("known.jsonl")),
        text,
        "its paths begin at the workspace"
    );
}
