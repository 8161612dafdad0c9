//! Who comes where, in words; and examples that show all of a flow.

use fingerpost::Compilation;
use fingerpost::cases::cases as cases_of;
use fingerpost::coverage::{Dead, coverage};
use fingerpost::diagnostic::Code;
use fingerpost::ir::Pathway;
use fingerpost::syntax::format;
use fingerpost::why::{Who, Why, names, why};

use crate::cases::TODAY;
use crate::{compile, compile_at, flows};

/// A flow without its own examples.
fn without_examples(text: &str) -> String {
    let mut kept = String::new();
    let mut inside = false;
    for line in text.lines() {
        if !line.starts_with(' ') && !line.is_empty() {
            inside = line.starts_with("example ");
        }
        if !inside {
            kept += line;
            kept.push('\n');
        }
    }
    kept
}

/// What the examples do not show, of everything that can be shown.
fn not_shown(pathway: &Pathway) -> usize {
    let met = coverage(pathway, TODAY, &Dead::of(pathway, TODAY));
    met.ways.missing().count()
        + met.rows.missing().count()
        + met.outcomes.missing().count()
        + met.actions.missing().count()
}

#[track_caller]
fn holds(compiled: &Compilation) {
    let about_examples = |code: Code| {
        matches!(code, Code::ExampleFails | Code::GivenButNeverAsked) || !code.may_be_allowed()
    };
    let findings = compiled.diagnostics.findings.iter();
    let wrong: Vec<&str> = findings
        .filter(|it| about_examples(it.code))
        .map(|it| it.message.as_str())
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn cases_pasted_into_a_flow_hold_and_show_all_of_it() {
    let mut few = 0;
    for (path, text) in flows() {
        let bare = without_examples(&text);
        let said = cases_of(&compile_at(&path, &bare).pathway, TODAY, false);
        let pasted = format!("{}\n{said}", bare.trim_end().to_string() + "\n");
        assert_eq!(format(&pasted), pasted, "{}", path.display());
        let compiled = compile_at(&path, &pasted);
        holds(&compiled);
        let listed = said.lines().filter(|line| line.starts_with("#   ")).count();
        assert_eq!(
            not_shown(&compiled.pathway),
            listed,
            "{}\n{said}",
            path.display()
        );
        assert_eq!(listed, 0, "{}\n{said}", path.display());
        few += usize::from(said.contains("Fewer cannot do it"));
        let mut titles: Vec<&str> = said
            .lines()
            .filter(|it| it.starts_with("example "))
            .collect();
        let all = titles.len();
        titles.sort_unstable();
        titles.dedup();
        assert_eq!(titles.len(), all, "{}\n{said}", path.display());
    }
    assert!(
        few > 8,
        "of {few} flows it is proved that fewer cannot do it"
    );
}

#[test]
fn what_is_missing_is_shown_and_nothing_else() {
    for (path, text) in flows() {
        let said = cases_of(&compile_at(&path, &text).pathway, TODAY, true);
        let pasted = format!("{}\n\n{said}", text.trim_end());
        let compiled = compile_at(&path, &pasted);
        holds(&compiled);
        assert_eq!(
            not_shown(&compiled.pathway),
            0,
            "{}\n{said}",
            path.display()
        );
        let again = cases_of(&compiled.pathway, TODAY, true);
        assert!(again.contains("everything"), "{}\n{again}", path.display());
        assert!(!again.contains("example \""), "{}\n{again}", path.display());
    }
}

const FLOW: &str = r#"pathway trial "A trial"
  owner     "Early Help"
  review by 2030-03-31
  urgent    "If anyone is in danger, call 999."
  start     safe

question safe "Is everyone safe?"
  yes    -> age
  no     -> danger
  unsure -> danger

question age "How old is the child?"
  age from 0 months to 18 years
  when age < 12 months            -> baby
  when age from 6 years to 10 years -> stuck
  otherwise                       -> older

checklist stuck "What is true?"
  item a "A"
  item b "B"
  when stuck is empty      -> older
  when stuck includes a    -> both
  when stuck includes b and stuck does not include a -> hanging

step hanging "Nothing fits"
  do "Wait."
  when age < 12 months -> baby

outcome danger "Somebody is in danger"
  must "Call 999." at once

outcome baby "A baby"
  refer to visitor  when safe is yes
  refer to nobody   when safe is no

outcome older "An older child"
  consider visitor when age >= 14 years

outcome both "Both"
  do leaflet "Leaflet."

outcome far "Far away"
  do unseen "Nobody sees this."
  must not refer to forbidden

service visitor "Visitor"
service nobody "Nobody"
service forbidden "Forbidden"
service forgotten "Forgotten"
"#;

fn asked(name: &str) -> Why {
    why(&compile(FLOW).pathway, TODAY, name).expect("it has this name")
}

#[test]
fn who_comes_somewhere_is_said_exactly_and_simply() {
    assert_eq!(asked("safe").who, Who::Everybody);
    let danger = asked("danger");
    assert_eq!((danger.who, danger.kind), (Who::These, "outcome"));
    assert_eq!(danger.cases, ["`safe` is `no` or `unsure`"]);
    assert_eq!(asked("age").cases, ["`safe` is `yes`"]);
    assert_eq!(asked("stuck").cases, ["`age` is from 6 years to 10 years"]);
    assert_eq!(asked("both").cases, ["`stuck` includes `a`"]);
    assert_eq!(
        asked("hanging").cases,
        ["`stuck` includes `b` and does not include `a`"]
    );
    let visitor = asked("visitor");
    assert_eq!(
        visitor.cases,
        ["`age` is under 1 year", "`age` is at least 14 years"]
    );
    assert_eq!(visitor.places, ["`baby`", "`older`"]);
    let family = visitor.family.expect("there is one");
    assert_eq!(family.replies.len(), 2);
    let (columns, rows) = asked("older").table;
    assert_eq!(columns, ["`age`", "`stuck`"]);
    assert_eq!(rows.len(), 3);
    assert!(
        rows.iter()
            .any(|row| row[0].is_none() && row[1].as_deref() == Some("empty"))
    );
}

#[test]
fn where_nobody_comes_it_is_said_why() {
    let reasons = |name: &str| {
        let why = asked(name);
        assert_eq!((why.who, why.cases.len()), (Who::Nobody, 0), "{why:?}");
        assert!(why.family.is_none());
        why.reasons.join(" ")
    };
    assert_eq!(reasons("far"), "No way leads to `far`.");
    assert_eq!(
        reasons("unseen"),
        "A line of `far` gives it, and nobody comes to `far`."
    );
    assert!(
        reasons("nobody")
            .contains("when safe is no, and that is so of no family that comes to `baby`")
    );
    assert_eq!(reasons("forgotten"), "No line gives `forgotten`.");
    assert!(reasons("forbidden").contains("say `must not`, at `far`"));
    assert!(why(&compile(FLOW).pathway, TODAY, "no_such_thing").is_none());
}

#[test]
fn families_with_problems_are_no_examples() {
    let said = cases_of(&compile(FLOW).pathway, TODAY, false);
    let (examples, comment) = said
        .split_once("# Only families")
        .expect("some goals are left");
    assert!(comment.contains("\"Wait.\" at `hanging`"), "{said}");
    assert_eq!(comment.matches("#   ").count(), 2, "{said}");
    assert!(!examples.contains("stuck is b"), "{said}");
}

#[test]
fn something_is_said_of_every_name_in_every_flow() {
    for (path, text) in flows() {
        let pathway = compile_at(&path, &text).pathway;
        let mut exact = 0;
        let names = names(&pathway);
        for name in &names {
            let why = why(&pathway, TODAY, name).expect("it is a name");
            let told = why.cases.len() + why.reasons.len();
            match why.who {
                Who::Everybody => assert_eq!(told, 0, "{}: {why:?}", path.display()),
                Who::These => assert!(why.family.is_some() && told > 0, "{why:?}"),
                Who::Nobody => assert!(why.family.is_none() && told > 0, "{why:?}"),
                Who::TheseAndMore | Who::NotSettled => continue,
            }
            exact += 1;
        }
        assert!(
            exact + 2 >= names.len(),
            "{}: {exact} of {}",
            path.display(),
            names.len()
        );
    }
}
