//! The judge judged: small flows in which a person can see what is due. A mark `#! name` stands at the end
//! of the line on which that finding is due; a block to which nobody comes is marked `#! dead`.

use std::collections::BTreeSet;

use super::expected;
use crate::check::oracle::{TODAY, compiled, is_sound};

fn holds(text: &str) {
    let text = format!("pathway p \"P\"\n  start q\n\n{text}");
    let compiled = compiled(&text);
    let findings = &compiled.diagnostics.findings;
    assert!(is_sound(&compiled), "{text}\n{findings:#?}");
    let verdict = expected(&compiled.pathway, TODAY).expect("there are few families");
    let line = |span| compiled.sources.start(span).line;
    let mut due: BTreeSet<(usize, &str)> = BTreeSet::new();
    for it in &verdict.findings {
        if it.code != "outcome-without-example" && it.code != "no-contact" {
            due.extend(it.places.iter().map(|(span, _)| (line(*span), it.code)));
        }
    }
    for block in &verdict.dead {
        due.insert((line(compiled.pathway[*block].span), "dead"));
    }
    let mut marked: BTreeSet<(usize, &str)> = BTreeSet::new();
    for (line, number) in text.lines().zip(1..) {
        let marks = line.split("#! ").nth(1).unwrap_or("");
        marked.extend(
            marks
                .split(", ")
                .filter(|it| !it.is_empty())
                .map(|it| (number, it)),
        );
    }
    assert_eq!(due, marked, "\n{text}");
}

const END: &str = "
outcome x \"X\"
outcome y \"Y\"
service s \"S\"
";

fn holds_with_ends(text: &str) {
    holds(&format!("{text}\n{END}"));
}

#[test]
fn ways_that_nobody_or_two_or_none_can_take() {
    holds_with_ends(
        "question q \"Q\" #! missing-branch
  number from 0 to 9
  when q < 3 -> x #! conflicting-branches
  when q from 2 to 5 -> y
  when q < 0 -> x #! unreachable-branch",
    );
    holds_with_ends(
        "question q \"Q\" #! order-not-needed
  number from 0 to 9
  first match
  when q < 3 -> x
  when q > 2 -> y
  otherwise -> x #! unreachable-branch",
    );
    holds(
        "question q \"Q\" #! asked-for-nothing
  yes or no
  when q is yes and q is no -> z #! unreachable-branch
  otherwise -> x
outcome x \"X\"
step z \"Z\" #! dead
  then -> x",
    );
}

#[test]
fn values_that_leave_out_or_contradict() {
    holds_with_ends(
        "question q \"Q\"
  number from 0 to 9
  when v is a -> x
  when v is b -> y
value v \"V\" #! missing-branch
  is a \"A\" when q < 4 #! conflicting-branches
  is b \"B\" when q from 3 to 5
  is c \"C\" when q < 0 #! unreachable-branch",
    );
}

#[test]
fn what_is_not_known_where_it_matters() {
    holds(
        "question q \"Q\" #! asked-too-late
  yes or no
  on yes -> r
  on no when r is yes -> x
  on no when not (r is yes) -> y
question r \"R\" #! asked-for-nothing
  yes or no
  then -> z
outcome x \"X\" #! dead
outcome y \"Y\" #! dead
outcome z \"Z\"",
    );
    holds(
        "question q \"Q\"
  yes -> r
  no -> x
question r \"R\"
  yes -> x
  no -> y
outcome x \"X\"
  say \"A\" when r is yes #! asked-too-late
outcome y \"Y\"
  say \"B\" when q is yes #! always-true
  say \"C\" when q is no or r is yes #! never-true",
    );
}

#[test]
fn questions_that_change_nothing() {
    holds_with_ends(
        "question q \"Q\" #! asked-for-nothing
  yes or no
  then -> r
question r \"R\"
  yes -> x
  no -> y",
    );
    // Only whoever answers `a` is asked for something.
    holds(
        "question q \"Q\"
  answer a \"A\" -> r
  answer b \"B\" -> r
question r \"R\" #! asked-for-nothing
  yes or no
  when q is a and r is yes -> x
  otherwise -> y
outcome x \"X\"
outcome y \"Y\"
  say \"A\" when q is a",
    );
}

#[test]
fn circles_and_ends() {
    holds(
        "question q \"Q\" #! cycle
  yes -> t
  no -> w
step t \"T\"
  then -> q
step u \"U\" #! dead
  then -> z
step w \"W\" #! dead-end
outcome z \"Z\" #! dead",
    );
}

#[test]
fn actions_and_borders() {
    holds(
        "question q \"Q\"
  number from 0 to 9
  when q > 5 -> x
  when q < 6 -> y
service s \"S\"
outcome x \"X\"
  refer to s when q >= 7
  must not refer to s when q > 7 #! contradictory-actions, boundary-slip
  must not offer s
outcome y \"Y\"",
    );
}

#[test]
fn rules_that_are_broken_or_say_nothing() {
    holds(
        "question q \"Q\"
  yes -> r
  no -> x
question r \"R\"
  yes -> x
  no -> y
service s \"S\"
outcome x \"X\"
  refer to s
outcome y \"Y\"
rule a \"A\"
  never s when r is no
  never s when r is yes #! rule-broken
  never s when not r is yes #! rule-broken
  always s when q is yes #! rule-broken
  always reach x when r is yes
  never both s and reach y
  never both s and reach x #! rule-broken
  reach r before s #! rule-broken
  reach x before s
  s before reach x #! rule-broken
  never s when q is no and r is no #! rule-says-nothing",
    );
}
