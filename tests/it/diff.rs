//! What two versions of a pathway differ in, as it is told; and that every family that is told gets what is said.

use std::fs;
use std::path::Path;
use std::process::Command;

use fingerpost::answers::read_file;
use fingerpost::diff::{Difference, Kind, diff, human, json, markdown};
use fingerpost::evaluate::evaluate;
use fingerpost::ir::{BlockKind, Pathway, Strength, What};
use serde_json::Value;

use crate::cases::{TODAY, repository};
use crate::cli::{folder, run, write};
use crate::{compile, compile_at, flows};

const NAMES: (&str, &str) = ("old.flow", "new.flow");

/// A small pathway; what stands between `{` and `}` is replaced in the tests.
const BASE: &str = r#"pathway help "Help with conflict"
  owner "Family team"
  review by 2028-01-01
  urgent "Call 999 in an emergency."
  start violence

question violence "Is there violence?"
  yes or no
  on yes -> danger
  on no  -> child_age

question child_age "How old is the youngest child?"
  age from 0 months to 18 years
  when child_age < 12 months -> danger
  otherwise -> advice

outcome danger "Someone may be in danger"
  must refer to mash within 24 hours
  consider idva

outcome advice "Advice"
  signpost to leaflet

service mash "Safeguarding hub"
  phone "01632 960001"

service idva "Domestic violence adviser"
  phone "01632 960002"

service leaflet "The leaflet"
  website "https://example.gov.uk/leaflet"
"#;

#[track_caller]
fn changed(replace: &[(&str, &str)]) -> Pathway {
    let mut text = BASE.to_string();
    for (old, new) in replace {
        assert!(text.contains(old), "{old}");
        text = text.replace(old, new);
    }
    let compiled = compile(&text);
    assert!(compiled.is_whole(), "{:#?}", compiled.diagnostics.findings);
    compiled.pathway
}

#[track_caller]
fn from_base(replace: &[(&str, &str)]) -> Difference {
    diff(&changed(&[]), &changed(replace), TODAY)
}

#[track_caller]
fn told(replace: &[(&str, &str)]) -> String {
    let difference = from_base(replace);
    for text in [
        markdown(&difference, NAMES),
        json(&difference, NAMES),
        human(&difference, NAMES),
    ] {
        assert!(!text.contains("0x") && text.ends_with('\n'), "{text}");
    }
    human(&difference, NAMES)
}

#[test]
fn the_order_of_the_text_and_comments_make_no_difference() {
    for (path, text) in flows() {
        let old = compile_at(&path, &text).pathway;
        let blocks: Vec<&str> = text
            .split("\n\n")
            .filter(|it| !it.trim().is_empty())
            .collect();
        let turned: Vec<&str> = blocks.iter().rev().copied().collect();
        let turned = format!("# Turned round.\n\n{}\n", turned.join("\n\n"));
        let new = compile_at(&path, &turned);
        if !new.is_whole() {
            continue;
        }
        let difference = diff(&old, &new.pathway, TODAY);
        assert!(difference.is_none(), "{}: {difference:#?}", path.display());
        assert!(human(&difference, NAMES).contains("Every family gets the same in both."));
    }
}

#[test]
fn the_same_condition_in_other_words_makes_no_difference() {
    let difference = from_base(&[
        (
            "when child_age < 12 months -> danger",
            "when not (child_age >= 1 year) -> danger",
        ),
        ("on no  -> child_age", "otherwise -> child_age"),
        ("within 24 hours", "within 1 day"),
    ]);
    assert!(difference.is_none(), "{difference:#?}");
}

#[test]
fn a_service_that_takes_the_place_of_another_is_a_move() {
    let told = told(&[(
        "must refer to mash within 24 hours",
        "must refer to leaflet",
    )]);
    let says = "move from `mash` (\"Safeguarding hub\") (must refer within 24 hours) to `leaflet` (\"The leaflet\") \
                (must refer)";
    let plain = told.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(plain.contains(says), "{told}");
    assert!(plain.contains("(2 of 3 families)"), "{told}");
}

#[test]
fn a_strength_and_a_deadline_are_told_as_they_were_and_are() {
    let told = told(&[
        (
            "must refer to mash within 24 hours",
            "should refer to mash at once",
        ),
        ("consider idva", "consider idva when violence is yes"),
    ]);
    let plain = told.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        plain.contains(
            "`mash` (\"Safeguarding hub\"): should refer at once, was: must refer within 24 hours"
        ),
        "{told}"
    );
    assert!(
        plain.contains("Families where `child_age` is under 1 year (1 of 3 families):"),
        "{told}"
    );
    assert!(plain.contains("no longer get `idva`"), "{told}");
}

#[test]
fn a_border_that_moves_is_told_by_whom_it_moves_for() {
    let told = told(&[("< 12 months", "< 2 years")]);
    let plain = told.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        plain.contains("Families where `child_age` is at least 1 year and under 2 years (1 of 4"),
        "{told}"
    );
    assert!(
        plain
            .contains("come to `danger` (\"Someone may be in danger\"), and no longer to `advice`"),
        "{told}"
    );
}

#[test]
fn who_gives_an_answer_that_only_one_version_offers_is_told_apart() {
    let told = told(&[
        ("  yes or no\n", "  yes, no or unsure\n"),
        (
            "  on no  -> child_age",
            "  on no -> child_age\n  on unsure -> danger",
        ),
    ]);
    let plain = told.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        plain.contains("Families where `violence` is `unsure` (1 of 4"),
        "{told}"
    );
    assert!(
        plain.contains("Only the new version offers `unsure` in `violence`."),
        "{told}"
    );
    assert!(
        plain.contains("answer of `violence` added: `unsure`"),
        "{told}"
    );
}

#[test]
fn what_is_only_read_is_listed_as_it_was_and_is() {
    let difference = from_base(&[
        ("01632 960001", "01632 960009"),
        ("\"Is there violence?\"", "\"Has there been violence?\""),
        ("  owner \"Family team\"\n", "  owner \"Family hubs\"\n"),
        (
            "outcome advice \"Advice\"\n",
            "outcome advice \"Advice\"\n  note \"Be kind.\"\n",
        ),
    ]);
    assert!(difference.same_for_everybody() && !difference.is_none());
    let mut texts: Vec<(&str, Option<&str>, Option<&str>)> = difference
        .texts
        .iter()
        .map(|it| (it.what.as_str(), it.old.as_deref(), it.new.as_deref()))
        .collect();
    texts.sort();
    assert_eq!(
        texts,
        [
            ("note of `advice`", None, Some("Be kind.")),
            ("owner", Some("Family team"), Some("Family hubs")),
            (
                "phone of `mash`",
                Some("01632 960001"),
                Some("01632 960009")
            ),
            (
                "text of `violence`",
                Some("Is there violence?"),
                Some("Has there been violence?")
            ),
        ]
    );
    assert!(
        difference.structure.is_empty(),
        "{:#?}",
        difference.structure
    );
}

#[test]
fn a_service_or_outcome_of_another_name_and_the_same_title_is_renamed() {
    let difference = from_base(&[
        ("mash", "safeguarding_hub"),
        ("-> danger", "-> at_risk"),
        ("outcome danger", "outcome at_risk"),
    ]);
    assert!(difference.same_for_everybody(), "{:#?}", difference.changes);
    let renamed: Vec<&str> = difference
        .structure
        .iter()
        .map(|it| it.what.as_str())
        .collect();
    assert_eq!(renamed, ["name of the service", "name of the outcome"]);
    assert!(difference.texts.is_empty(), "{:#?}", difference.texts);
}

#[test]
fn a_new_item_of_a_list_that_says_none_of_these_is_for_those_who_tick_it() {
    let list = |item: &str| {
        format!(
            "pathway p \"P\"\n  owner \"O\"\n  start signs\n\nchecklist signs \"Signs\"\n  item afraid \"Afraid\"\n\
             {item}  item none \"None of these\" alone\n  when signs includes none -> fine\n  otherwise -> help\n\n\
             outcome fine \"Fine\"\n\noutcome help \"Help\"\n"
        )
    };
    let of = |item| compile(&list(item)).pathway;
    let difference = diff(&of(""), &of("  item hurt \"Hurt\"\n"), TODAY);
    let told = human(&difference, NAMES);
    let plain = told.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        plain.contains(
            "Families where `signs` includes `hurt` and does not include `afraid` (1 of 4"
        ),
        "{told}"
    );
    assert!(
        plain.contains("come to `help` (\"Help\"), and no longer to `fine`"),
        "{told}"
    );
}

/// Whether a family gets, of a thing told in the difference, anything at all.
fn has(pathway: &Pathway, answers: &Value, kind: Kind, name: &str) -> Option<bool> {
    let sheet = read_file(&answers.to_string(), pathway, TODAY).expect("answers that can be read");
    let family = evaluate(pathway, &sheet, TODAY);
    let named = |what: &What| match what {
        What::Service(id) => pathway[*id].name == name,
        What::Named(id) => pathway[*id].name == name,
        What::Text(text) => text == name,
    };
    match kind {
        Kind::Outcome => Some(family.visits.iter().any(|visit| {
            let block = &pathway[visit.block];
            block.kind == BlockKind::Outcome && block.name == name
        })),
        Kind::Done | Kind::Forbidden => Some(family.got.iter().any(|got| {
            let is_forbidden = got.strength == Strength::MustNot;
            named(&got.what) && is_forbidden == (kind == Kind::Forbidden)
        })),
        Kind::Said | Kind::Urgent | Kind::Value | Kind::Line | Kind::Question => None,
    }
}

fn real(path: &str) -> Pathway {
    let path = repository(path);
    let text = fs::read_to_string(&path).expect("a flow");
    compile_at(&path, &text).pathway
}

/// How many families are told of two versions; each gets in both what is said of it.
fn replayed(old: &Pathway, new: &Pathway) -> usize {
    let difference = diff(old, new, TODAY);
    assert!(difference.open.is_empty(), "{:#?}", difference.open);
    let report: Value = serde_json::from_str(&json(&difference, NAMES)).expect("well-formed JSON");
    let items = report["differences"].as_array().expect("a list");
    let mut replayed = 0;
    for item in items {
        let share = item["share"].as_f64();
        assert!(
            share.is_some_and(|it| 0.0 < it && it <= 1.0),
            "every difference has a share: {item:#}"
        );
        let kind = match item["kind"].as_str() {
            Some("given") => Kind::Done,
            Some("forbidden") => Kind::Forbidden,
            Some("outcome") => Kind::Outcome,
            _ => continue,
        };
        assert!(item["family"].is_object(), "{item:#}");
        for (pathway, which) in [(old, "old"), (new, "new")] {
            let text = item["text"].as_str().filter(|_| which == "new");
            let text = text.or(item["old_text"].as_str()).or(item["text"].as_str());
            let name = item["old_name"].as_str().filter(|_| which == "old");
            let name = name.or(item["name"].as_str()).or(text);
            let name = name.expect("a name");
            let expected = !item[which].is_null();
            let has = has(pathway, &item["family"][which], kind, name);
            assert_eq!(
                has,
                Some(expected),
                "{} to {}: {item:#}",
                old.title,
                new.title
            );
        }
        replayed += 1;
    }
    replayed
}

#[test]
fn every_family_told_of_real_versions_gets_what_is_said() {
    let all = [
        "flows/thurrock/as_printed.flow",
        "flows/thurrock/parents_in_conflict.flow",
        "flows/tower-hamlets/parental_conflict.flow",
        "flows/thurrock/conflict_version.flow",
        "flows/tower-hamlets/conflict_version.flow",
        "flows/national/parental_conflict.flow",
    ]
    .map(real);
    let mut families = 0;
    for (at, one) in all.iter().enumerate() {
        for (number, other) in all.iter().enumerate().skip(at + 1) {
            // As many pairs are looked at one way as the other.
            families += if (at + number) % 2 == 0 {
                replayed(one, other)
            } else {
                replayed(other, one)
            };
        }
    }
    assert!(families > 200, "{families} families");
}

#[test]
fn every_family_told_of_a_long_checklist_gets_what_is_said() {
    let families = replayed(
        &real("flows/marac/base.flow"),
        &real("flows/marac/northshire.flow"),
    );
    assert!(families > 5, "{families} families");
}

/// All that is told, with single blanks.
#[track_caller]
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn what_matters_most_is_told_first_and_shortly() {
    let told = flat(&told(&[
        ("signpost to leaflet", "must refer to mash"),
        (
            "  must refer to mash within 24 hours\n  consider idva\n",
            "  should refer to mash within 2 days\n",
        ),
    ]));
    let short = told
        .split("For whom, and what")
        .next()
        .expect("a beginning");
    let at = |words: &str| {
        short
            .find(words)
            .unwrap_or_else(|| panic!("{words}: {told}"))
    };
    let weaker = at("1. 2 of 3 families");
    let was = at("now get `mash` (should refer within 2 days, was must refer within 24 hours)");
    let lost = at("no longer get `idva` (consider)");
    let gained = at("get `mash` (must refer) instead of `leaflet` (should signpost)");
    assert!(weaker < was && was < lost && lost < gained, "{short}");
    assert!(
        short.starts_with(
            "Old: old.flow New: new.flow What families get differs in 2 ways. There are 3"
        ),
        "{short}"
    );
}

#[test]
fn a_text_in_other_words_is_told_once_where_the_same_families_get_it() {
    let with = |text: &str, when: &str| {
        let line = format!("  do \"{text}\"{when}\n  consider idva");
        changed(&[("  consider idva", line.as_str())])
    };
    let old = with("Write down what was said.", "");
    let same = diff(&old, &with("Write down all that was said.", ""), TODAY);
    let told = flat(&human(&same, NAMES));
    let says = "are told \"Write down all that was said.\" instead of \"Write down what was said.\" (must, as before)";
    assert!(
        told.contains(says) && told.contains("differs in one way"),
        "{told}"
    );
    assert!(!same.same_for_everybody(), "what is told is not the same");
    let report: Value = serde_json::from_str(&json(&same, NAMES)).expect("well-formed JSON");
    let item = &report["differences"][0];
    assert_eq!(item["old_text"], "Write down what was said.");
    assert_eq!((&item["old"], &item["new"]), (&item["new"], &"must".into()));

    let fewer = with("Write down all that was said.", "  when violence is yes");
    let told = flat(&human(&diff(&old, &fewer, TODAY), NAMES));
    assert!(
        told.contains("no longer get \"Write down what was said.\"")
            && told.contains("get \"Write down all that was said.\""),
        "{told}"
    );
}

/// A list with marks of which four items count.
fn marked(items: &str, members: &str) -> Pathway {
    let text = format!(
        "pathway p \"P\"\n  owner \"O\"\n  start signs\n\nchecklist signs \"Put each of these.\"\n\
         {items}  mark yes \"Yes\"\n  mark no \"No\"\n  then -> more\n\n\
         group grave \"The gravest\" of signs\n  member {members}\n\nstep more \"More\"\n  \
         when at least 3 of signs are yes -> high\n  when at least 1 of grave are yes -> high\n  otherwise -> low\n\n\
         outcome high \"High\"\n\noutcome low \"Low\"\n"
    );
    let text = text.replace(
        "step more \"More\"\n",
        "step more \"More\"\n  first match\n",
    );
    let compiled = compile(&text);
    assert!(compiled.is_whole(), "{:#?}", compiled.diagnostics.findings);
    compiled.pathway
}

const FIVE: &str = "  item a \"Alone?\"\n  item b \"Beaten?\"\n  item c \"Choked?\"\n  item d \"Debts?\"\n  item e \"Earlier?\"\n";

#[test]
fn whose_list_or_group_is_meant_is_said_where_they_are_others() {
    let old = marked(FIVE, "a, b");
    let new = marked(&format!("{FIVE}  item f \"Firearms?\"\n"), "a, b, f");
    let difference = diff(&old, &new, TODAY);
    let told = flat(&human(&difference, NAMES));
    assert!(told.contains("`grave` (as in the old version)"), "{told}");
    assert!(
        told.contains("(as in the new version)") && !told.contains("none of `grave` are"),
        "{told}"
    );
    let same = marked(FIVE, "a, c");
    let told = flat(&human(&diff(&same, &marked(FIVE, "a, c, d"), TODAY), NAMES));
    assert!(!told.contains("`signs` (as in"), "{told}");
}

#[test]
fn a_long_list_with_marks_is_told_shortly() {
    let item = |at: usize| format!("  item i{at} \"Question {at}?\"\n");
    let items: String = (0..24).map(item).collect();
    let difference = diff(&marked(&items, "i0, i1"), &marked(&items, "i0, i2"), TODAY);
    let page = markdown(&difference, NAMES);
    assert!(page.contains("; No: the other 2"), "{page}");
    assert!(!page.contains("Question 23?"), "{page}");
    let told = human(&difference, NAMES);
    assert!(
        told.contains("Yes to 2: Question 1, Question 3; No to 22"),
        "{told}"
    );
    let report: Value = serde_json::from_str(&json(&difference, NAMES)).expect("well-formed JSON");
    let family = &report["differences"][0]["family"]["old"];
    assert_eq!(
        family["answers"]["signs"]
            .as_object()
            .map(serde_json::Map::len),
        Some(24),
        "{family:#}"
    );
}

#[test]
fn large_numbers_are_told_as_shares() {
    let item = |at: usize| format!("  item i{at} \"Question {at}?\"\n");
    let items: String = (0..40).map(item).collect();
    let old = marked(&items, "i0, i1");
    let difference = diff(&old, &marked(&items, "i0"), TODAY);
    for told in [human(&difference, NAMES), markdown(&difference, NAMES)] {
        assert!(!told.contains("to the power of"), "{told}");
        assert!(told.contains("Fewer than 1 in 1,000 families"), "{told}");
    }
}

#[test]
fn words_and_names_stand_apart_in_markdown() {
    let difference = from_base(&[
        ("  yes or no\n", "  yes, no or unsure\n"),
        (
            "  on no  -> child_age",
            "  on no -> child_age\n  on unsure -> danger",
        ),
        ("< 12 months", "< 2 years"),
    ]);
    let page = markdown(&difference, NAMES);
    let mut names = 0;
    for line in page.lines() {
        // Every second piece between backticks is a name.
        let pieces: Vec<&str> = line.split('`').collect();
        for (at, piece) in pieces.iter().enumerate().filter(|(at, _)| at % 2 == 0) {
            let touches = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
            let after = at > 0 && touches(piece.chars().next());
            let before = at + 1 < pieces.len() && touches(piece.chars().last());
            assert!(!after && !before, "{line}");
            names += 1;
        }
    }
    assert!(names > 20, "{page}");
    assert!(page.contains("`violence` is `unsure`"), "{page}");
}

#[test]
fn many_differences_are_folded_in_markdown() {
    let real = diff(
        &real("flows/national/parental_conflict.flow"),
        &real("flows/tower-hamlets/conflict_version.flow"),
        TODAY,
    );
    let page = markdown(&real, NAMES);
    let open: Vec<&str> = unfolded(&page);
    assert!(
        page.contains("<details><summary>1. Families where <code>"),
        "{page}"
    );
    assert!(open.len() <= 60, "{}: {open:#?}", open.len());
    assert!(open.iter().any(|it| it.starts_with("1. ")), "{open:#?}");
    let folds = page.matches("<details>").count();
    assert_eq!(folds, page.matches("</details>").count());
    assert!(folds >= real.changes.len(), "{page}");
    let few = markdown(&from_base(&[("< 12 months", "< 2 years")]), NAMES);
    assert!(few.contains("**1.** Families where `child_age`"), "{few}");
}

/// The lines that are seen before anything is unfolded, but for empty ones.
fn unfolded(page: &str) -> Vec<&str> {
    let mut depth = 0;
    let mut seen = Vec::new();
    for line in page.lines() {
        if depth == 0 && !line.is_empty() {
            seen.push(line);
        }
        depth += line.matches("<details>").count();
        depth -= line.matches("</details>").count();
    }
    seen
}

#[test]
fn markdown_reads_nothing_in_what_the_author_wrote() {
    let difference = from_base(&[
        (
            "\"Safeguarding hub\"",
            "\"<img src=x> | @council *all* `code` [link](https://example.gov.uk) #77\"",
        ),
        ("must refer to mash within 24 hours", "should refer to mash"),
    ]);
    let page = markdown(&difference, NAMES);
    for danger in [
        "<img", "@council", "*all*", "`code`", "[link](", "#77", " | @",
    ] {
        assert!(!page.contains(danger), "{danger}:\n{page}");
    }
    assert!(
        page.contains("&lt;img src=x&gt;") && page.contains("`mash`"),
        "{page}"
    );
}

fn git(folder: &Path, words: &[&str]) {
    let ran = Command::new("git")
        .args(words)
        .current_dir(folder)
        .envs([
            ("GIT_AUTHOR_NAME", "A"),
            ("GIT_AUTHOR_EMAIL", "a@example.gov.uk"),
            ("GIT_COMMITTER_NAME", "A"),
            ("GIT_COMMITTER_EMAIL", "a@example.gov.uk"),
        ])
        .output()
        .expect("git runs");
    assert!(
        ran.status.success(),
        "{words:?}: {}",
        String::from_utf8_lossy(&ran.stderr)
    );
}

#[test]
fn the_command_ends_with_what_was_found() {
    let folder = folder("diff");
    write(&folder, "old.flow", BASE);
    write(
        &folder,
        "new.flow",
        BASE.replace("< 12 months", "< 2 years"),
    );
    write(
        &folder,
        "broken.flow",
        BASE.replace("yes or no", "yes and maybe"),
    );
    let same = run(&folder, &["diff", "old.flow", "old.flow"], "");
    assert_eq!(same.exit, Some(0), "{}", same.beside);
    assert!(
        same.out.contains("Every family gets the same in both."),
        "{}",
        same.out
    );
    let other = run(
        &folder,
        &[
            "diff", "old.flow", "new.flow", "-o", "page.md", "--format", "markdown",
        ],
        "",
    );
    assert_eq!(
        (other.exit, other.out.as_str()),
        (Some(1), ""),
        "{}",
        other.beside
    );
    let page = fs::read_to_string(folder.join("page.md")).expect("the page was written");
    assert!(page.starts_with("## What changes for families\n"), "{page}");
    let broken = run(&folder, &["diff", "old.flow", "broken.flow"], "");
    assert_eq!(broken.exit, Some(2));
    assert!(
        broken
            .beside
            .contains("`broken.flow` has lines that could not be understood")
            && broken.beside.contains("`fingerpost check broken.flow`"),
        "{}",
        broken.beside
    );
    let alone = run(&folder, &["diff", "old.flow"], "");
    assert_eq!(alone.exit, Some(2));
    assert!(
        alone.beside.contains("one flow and `--from REV`"),
        "{}",
        alone.beside
    );
}

#[test]
fn the_old_version_may_come_from_git() {
    let folder = folder("diff-git");
    let inner = folder.join("flows");
    fs::create_dir_all(&inner).expect("a folder");
    let listed = BASE.replace(
        "question violence",
        "fact district \"Where?\"\n  answers from \"areas.csv\"\n\nquestion violence",
    );
    write(&inner, "areas.csv", "name,text\nhills,Hills\ncoast,Coast\n");
    write(&inner, "help.flow", &listed);
    git(&folder, &["init", "-q", "-b", "main"]);
    git(&folder, &["add", "-A"]);
    git(&folder, &["commit", "-q", "-m", "first"]);
    write(
        &inner,
        "areas.csv",
        "name,text\nhills,Hills\ncoast,Coast\nmoor,Moor\n",
    );
    write(
        &inner,
        "help.flow",
        listed.replace("consider idva", "should offer idva"),
    );
    let told = run(&folder, &["diff", "--from", "main", "flows/help.flow"], "");
    assert_eq!(told.exit, Some(1), "{}", told.beside);
    assert!(
        told.out.contains("Old: flows/help.flow at main"),
        "{}",
        told.out
    );
    let plain = told.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(plain.contains("should offer, was: consider"), "{plain}");
    assert!(
        plain.contains("answer of `district` added: `moor`"),
        "{plain}"
    );
    let both = run(
        &folder,
        &["diff", "--from", "main", "--to", "HEAD", "flows/help.flow"],
        "",
    );
    assert_eq!(both.exit, Some(0), "{}", both.beside);
    for (words, says) in [
        (
            ["--from", "nowhere", "flows/help.flow"],
            "Git knows no revision `nowhere`",
        ),
        (
            ["--from", "main", "flows/other.flow"],
            "The revision `main` has no file `flows/other.flow`.",
        ),
        (
            ["--from", "main", "elsewhere/help.flow"],
            "There is no folder `elsewhere`.",
        ),
    ] {
        let ran = run(&folder, &[["diff"].as_slice(), &words].concat(), "");
        assert_eq!(ran.exit, Some(2), "{}", ran.out);
        assert!(ran.beside.contains(says), "{}", ran.beside);
    }
    // What looks like an option of git is none.
    let ran = run(
        &folder,
        &["diff", "--from=--output=x", "flows/help.flow"],
        "",
    );
    assert!(ran.exit == Some(2) && !inner.join("x").exists(), "{ran:?}");
}
