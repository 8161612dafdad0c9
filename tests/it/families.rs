//! Families told and shown: as examples that hold, and how much of a flow examples meet.

use std::ops::ControlFlow;
use std::path::Path;

use fingerpost::Compilation;
use fingerpost::answers::{example, story};
use fingerpost::coverage::{Dead, coverage};
use fingerpost::diagnostic::{Code, Diagnostics, Format, render};
use fingerpost::evaluate::{Evaluation, Problem, Sheet, evaluate};
use fingerpost::families::{completed, families};
use fingerpost::ir::{Answer, BlockId, Pathway, QuestionId};
use fingerpost::syntax::format;

use crate::cases::TODAY;
use crate::{compile, compile_at, flows};

/// Whether a problem leaves open what the family gets.
fn settles_nothing(problem: &Problem) -> bool {
    !matches!(problem, Problem::Gap { .. } | Problem::DeadEnd { .. })
}

/// Up to so many examples of a pathway's families, from among all of them, each ready to be pasted.
fn examples(pathway: &Pathway, most: usize) -> Vec<String> {
    let mut all = Vec::new();
    families(pathway, TODAY, 40_000, &mut |family| {
        if !family.problems.iter().any(settles_nothing) {
            all.push(family.clone());
        }
        ControlFlow::Continue(())
    });
    let stride = all.len().div_ceil(most).max(1);
    let shown = all.iter().enumerate().step_by(stride);
    shown
        .map(|(at, family): (usize, &Evaluation)| {
            example(pathway, family, &format!("Family {at}, \"so called\""))
        })
        .collect()
}

fn wrong_with_examples(compiled: &Compilation) -> Vec<&str> {
    let is_about_them = |code: Code| {
        matches!(code, Code::ExampleFails | Code::GivenButNeverAsked) || !code.may_be_allowed()
    };
    let findings = compiled.diagnostics.findings.iter();
    findings
        .filter(|it| is_about_them(it.code))
        .map(|it| it.message.as_str())
        .collect()
}

/// Pastes examples into a flow and says what is wrong then.
fn paste(path: &Path, text: &str, examples: &[String]) {
    let pasted = format!("{text}\n{}", examples.join("\n"));
    assert_eq!(format(&pasted), pasted, "{}", path.display());
    let compiled = compile_at(path, &pasted);
    let wrong = wrong_with_examples(&compiled);
    assert!(wrong.is_empty(), "{}: {wrong:#?}", path.display());
}

#[test]
fn every_family_makes_an_example_that_holds() {
    let mut count = 0;
    for (path, text) in flows() {
        let compiled = compile_at(&path, &text);
        let examples = examples(&compiled.pathway, 150);
        assert!(!examples.is_empty(), "{} has families", path.display());
        count += examples.len();
        paste(&path, &text, &examples);
    }
    assert!(count > 1000, "{count} families");
}

/// A flow with an answer of every kind.
const KINDS: &str = r#"pathway kinds "Answers of every kind"
  owner     "Early Help"
  review by 2030-03-31
  start     comments

fact worker "Who are you?"
  answer nurse   "A nurse"
  answer teacher "A teacher"

question comments "What did they say?"
  text
  then -> dash

checklist dash "Put each of these."
  item hurt   "Hurt?"
  item scared "Scared?"
  item worse  "Worse?"
  mark yes "Yes"
  mark no  "No"
  then -> signs

checklist signs "Which?"
  item a "A"
  item b "B"
  then -> savings

question savings "How much?"
  money from £-100 to £10,000
  then -> age

question age "How old?"
  age from 0 months to 18 years
  then -> seen

question seen "Seen when?"
  date from 2020-01-01 to today
  then -> born

question born "Born when?"
  date from 2010-01-01 to 2027-01-01
  when seen within 28 days of today and born >= 2015-01-01 -> help
  otherwise                                                -> other

outcome help "Help"
  must refer to hub  when worker is nurse
  consider club, hub
  must not signpost to line
  must not calls "Do not ring them."
  consider letter "Write to them."
  do notes "Write it down."
  say "Come back."

outcome other "Other"
  say "Nothing."

service hub "Hub"
  phone "01268 293 001"

service club "Club"
  phone "01268 293 002"

service line "Line"
  phone "01268 293 003"
"#;

fn sheet(pathway: &Pathway, file: &str) -> Sheet {
    fingerpost::answers::read_file(file, pathway, TODAY).expect("answers of the flow")
}

#[test]
fn an_example_says_every_kind_of_answer_as_its_author_would() {
    let compiled = compile(KINDS);
    assert!(compiled.is_whole(), "{:#?}", compiled.diagnostics.findings);
    let pathway = &compiled.pathway;
    let sheet = sheet(
        pathway,
        r#"{ "answers": {
            "worker": "nurse", "comments": "\"No\", she said.\nTwice.",
            "dash": { "hurt": "yes", "scared": "no", "worse": "no" },
            "signs": [], "savings": "-£5.50", "age": "15 years 364 days",
            "seen": "2027-01-10", "born": "2016-02-29"
        } }"#,
    );
    let family = evaluate(pathway, &sheet, TODAY);
    let example = example(pathway, &family, "A \"family\" \\ and more");
    assert_eq!(
        example,
        r#"example "A \"family\" \\ and more"
  given worker is nurse
  given comments is "\"No\", she said. Twice."
  given dash is yes for hurt and dash is no for the rest and signs is empty
  given savings is £-5.50 and age is 15 years 364 days and seen is 5 days before today
  given born is 2016-02-29
  expect help, notes, consider letter, must not calls
  expect must refer to hub
  expect consider club
  expect must not signpost to line
"#
    );
    paste(Path::new("kinds.flow"), KINDS, &[example]);
}

#[test]
fn a_completed_sheet_leaves_nothing_to_ask_and_changes_no_answer() {
    for (path, text) in flows() {
        let pathway = compile_at(&path, &text).pathway;
        for example in &pathway.examples {
            let mut sheet = Sheet::of(example);
            while sheet.0.pop_last().is_some() {
                let completed = completed(&pathway, TODAY, &sheet);
                let family = evaluate(&pathway, &completed, TODAY);
                assert!(family.is_complete(), "{}", path.display());
                let kept = |(question, answer): (&QuestionId, &Answer)| {
                    completed.0.get(question) == Some(answer)
                };
                assert!(sheet.0.iter().all(kept), "{}", path.display());
            }
        }
    }
}

const CONFLICT: &str = r#"pathway conflict "Conflict"
  owner     "Early Help"
  review by 2030-03-31
  start     between

fact worker "Who are you?"
  answer nurse   "A nurse"
  answer teacher "A teacher"

fact district "Where?"
  answer coast "The coast"
  answer hills "The hills"

question between "Between whom?"
  answer parents "The parents"
  answer child   "A parent and a child"
  answer both    "Both"
  every match
  on parents, both -> together
  on child, both   -> age

question together "Are they together?"
  yes -> talk
  no  -> court

question age "How old is the child?"
  age from 0 months to 18 years
  when age < 5 years -> baby
  otherwise          -> rights

step rights "Rights"
  table worker, district
    | nurse | coast | -> court
    | otherwise     | -> talk

outcome talk "Talk"
  say "Talk."

outcome court "Court"
  consider hub

outcome baby "Baby"
  offer hub  when district is coast
  must not refer to line

service hub "Hub"
  phone "01268 293 001"

service line "Line"
  phone "01268 293 002"

example "Both, and a baby"
  given worker is nurse and district is hills
  given between is both and together is yes and age is 1 year
  expect talk, baby
  expect not hub
"#;

#[test]
fn a_story_has_every_answer_and_tells_those_that_it_is_asked_to_tell() {
    let pathway = compile(CONFLICT).pathway;
    let family = evaluate(&pathway, &Sheet::of(&pathway.examples[0]), TODAY);
    let named = |name: &str| {
        let at = pathway.questions.iter().position(|it| it.name == name);
        QuestionId(at.expect("a question"))
    };
    let told = [named("age"), named("district"), named("between")].into();
    let story = story(&pathway, &family, &told);
    assert_eq!(story.replies.len(), 5);
    let told = story.replies.into_iter().filter(|reply| reply.is_told);
    let told: Vec<String> = told
        .map(|reply| format!("{} {}: {}", reply.name, reply.question, reply.answer))
        .collect();
    assert_eq!(
        told,
        [
            "district Where?: The hills",
            "between Between whom?: Both",
            "age How old is the child?: 12 months",
        ]
    );
}

#[test]
fn what_examples_meet_is_counted_and_the_rest_is_named() {
    let compiled = compile(CONFLICT);
    assert!(compiled.is_whole(), "{:#?}", compiled.diagnostics.findings);
    let report = |dead: &Dead| {
        let met = coverage(&compiled.pathway, TODAY, dead).report(&compiled.pathway);
        let diagnostics = Diagnostics {
            coverage: Some(met),
            ..Diagnostics::default()
        };
        let of = |format| render(&diagnostics, &compiled.sources, format, false);
        (of(Format::Full), of(Format::Short), of(Format::Json))
    };
    let (full, short, json) = report(&Dead::default());
    assert_eq!(
        full,
        "\
test.flow: The example takes 4 of 7 ways and 0 of 1 table row, reaches 2 of 3 outcomes, and gets 0 of 1 service and 2 of 4 action lines.
  No example takes these ways:
    line 24: `no -> court` at `together`
    line 29: `otherwise -> rights` at `age`
    line 34: `otherwise -> talk` at `rights`
  No example takes this table row:
    line 33: row 1, `nurse | coast`, at `rights`
  No example reaches this outcome:
    line 39: `court`
  No example gets this service:
    line 46: `hub`
  No example gets these action lines:
    line 40: `hub` at `court`
    line 43: `hub` at `baby`

"
    );
    assert!(full.starts_with(&short), "{short}");
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["coverage"]["examples"], 1);
    assert_eq!(json["coverage"]["shares"][0]["met"], 4);

    let court = compiled
        .pathway
        .blocks
        .iter()
        .position(|it| it.name == "court");
    let court = BlockId(court.expect("a block"));
    let dead = Dead {
        blocks: [court].into(),
        ..Dead::default()
    };
    assert!(report(&dead).0.contains("reaches both outcomes"));
}
