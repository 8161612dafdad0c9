//! Whole folders of flows that share files: what is wrong with a shared file is told once, and every place is named by
//! its path from the top of the repository.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use crate::cli::{FLOW, folder, run, write};

const FORMATS: [&str; 6] = ["human", "short", "json", "sarif", "github", "junit"];

/// A folder `flows` with two flows that include a file with a mistake, which lies in a folder beside them.
fn sharing(test: &str) -> PathBuf {
    let folder = folder(test);
    fs::create_dir_all(folder.join("flows/shared")).expect("folders");
    fs::create_dir_all(folder.join(".git")).expect("the top of a repository");
    write(&folder, "fingerpost.toml", "");
    let services = "shared services \"Services\"\n  owner \"O\"\n  review by 2999-12-31\n\nservice helpline \"A helpline\"\n  phone \"1\"\n";
    write(&folder, "flows/shared/services.flow", services);
    let flow = FLOW.replace("consider \"A youth club.\"", "consider helpline");
    for name in ["a", "b", "z"] {
        let text = format!("include \"shared/services.flow\"\n\n{flow}");
        write(&folder, &format!("flows/{name}.flow"), text);
    }
    folder
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("it is JSON")
}

#[test]
fn what_is_wrong_with_a_shared_file_is_told_once() {
    let folder = sharing("shared-once");
    for format in FORMATS {
        let told = |paths: &[&str], jobs: &str| {
            let words = [&["check", "--format", format, "--jobs", jobs], paths].concat();
            let ran = run(&folder, &words, "");
            ran.exits(1);
            ran.out
        };
        let alone = told(&["flows/b.flow"], "1");
        // How often one finding is named in this format.
        let once = alone.matches("bad-phone").count();
        assert!(once > 0, "{format}: {alone}");
        for paths in [
            &["flows"][..],
            &["flows/a.flow", "flows/b.flow"],
            &["flows/a.flow", "flows/shared/services.flow"],
        ] {
            let out = told(paths, "1");
            assert_eq!(out.matches("bad-phone").count(), once, "{format}: {out}");
            assert_eq!(out, told(paths, "4"), "{format}");
        }
    }
}

#[test]
fn it_is_told_in_its_own_report_and_else_with_the_first_flow() {
    let folder = sharing("shared-where");
    let errors = |paths: &[&str]| -> Vec<(String, usize)> {
        let words = [&["check", "--format", "json"], paths].concat();
        let ran = run(&folder, &words, "");
        let reports = json(ran.exits(1));
        let reports = reports.as_array().expect("a list of reports").iter();
        let each = reports.map(|report| {
            let findings = report["findings"].as_array().expect("findings");
            (report["pathway"]["name"].to_string(), findings.len())
        });
        each.collect()
    };
    let counts =
        |paths: &[&str]| -> Vec<usize> { errors(paths).into_iter().map(|it| it.1).collect() };
    // `a`, `b`, the shared file, `z`.
    assert_eq!(counts(&["flows"]), [0, 0, 1, 0]);
    let two = ["flows/b.flow", "flows/a.flow"];
    assert_eq!(counts(&two), [1, 0]);
    let ran = run(&folder, &["check", "flows"], "");
    assert!(
        ran.exits(1).contains("4 flows checked. 1 error"),
        "{}",
        ran.out
    );
    // What is only wrong in one flow is told there.
    let other = FLOW.replace("consider \"A youth club.\"", "consider helpline, nobody");
    let text = format!("include \"shared/services.flow\"\n\n{other}");
    write(&folder, "flows/b.flow", text);
    assert_eq!(counts(&["flows"]), [0, 1, 1, 0]);
}

#[test]
fn a_baseline_knows_it_for_every_flow() {
    let folder = sharing("shared-known");
    let words = ["check", "flows", "--write-baseline", "known.jsonl"];
    run(&folder, &words, "").exits(0);
    for path in [
        "flows",
        "flows/a.flow",
        "flows/z.flow",
        "flows/shared/services.flow",
    ] {
        let ran = run(&folder, &["check", path, "--baseline", "known.jsonl"], "");
        ran.exits(0);
    }
}

#[test]
fn every_place_is_named_from_the_top_of_the_repository() {
    let folder = sharing("shared-paths");
    fs::create_dir_all(folder.join("local/north")).expect("folders");
    let base = FLOW.replace("question safe", "fixed question safe");
    write(&folder, "flows/base.flow", base);
    let version = "variant here \"Here\" of \"../../flows/base.flow\"\n  review by 2999-12-31\n\nreplace question safe \"Is everyone safe?\"\n  yes -> age\n  no  -> age\n";
    write(&folder, "local/north/v.flow", version);
    let north = folder.join("local/north");
    let check = |format: &str| run(&north, &["check", ".", "--format", format], "");
    let log = json(check("sarif").exits(1));
    let results = log["runs"][0]["results"].as_array().expect("results");
    let fixed = results
        .iter()
        .find(|it| it["ruleId"] == "fixed-part-changed");
    let fixed = fixed.expect("what is fixed was changed");
    let uri = |place: &Value| place["physicalLocation"]["artifactLocation"]["uri"].to_string();
    assert_eq!(uri(&fixed["locations"][0]), "\"local/north/v.flow\"");
    let base = fixed["relatedLocations"][0].clone();
    assert_eq!(uri(&base), "\"flows/base.flow\"");
    assert_eq!(base["physicalLocation"]["region"]["startLine"], 7);
    let ran = check("github");
    assert!(
        ran.exits(1)
            .contains("::error file=local/north/v.flow,line=4,"),
        "{}",
        ran.out
    );
    // A report of tests speaks to people, who are where they are.
    let ran = check("junit");
    assert!(
        ran.exits(1).contains("../../flows/base.flow:7:1: "),
        "{}",
        ran.out
    );

    // A shared file's own finding, from a flow in another folder.
    let flow = FLOW.replace("consider \"A youth club.\"", "consider helpline");
    let text = format!("include \"../../flows/shared/services.flow\"\n\n{flow}");
    write(&folder, "local/north/v.flow", text);
    let log = json(check("sarif").exits(1));
    let result = &log["runs"][0]["results"][0];
    assert_eq!(
        uri(&result["locations"][0]),
        "\"flows/shared/services.flow\""
    );
    let ran = check("github");
    assert!(
        ran.exits(1)
            .contains("::error file=flows/shared/services.flow,line=6,"),
        "{}",
        ran.out
    );
}
