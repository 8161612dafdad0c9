//! What a family gets, put together from everywhere.

use std::collections::BTreeSet;

use crate::evaluate::build::{Build, NO, YES, is_no, is_yes};
use crate::evaluate::{Problem, describe};
use crate::ir::{
    Condition, Deadline, Duration, Policy, Strength, Subject, TermFor, Unit, Verb, What,
};

fn hours(n: u32) -> Deadline {
    Deadline::Within(Duration(vec![(n, Unit::Hours)]))
}

fn working_days(n: u32) -> Deadline {
    Deadline::Within(Duration(vec![(n, Unit::WorkingDays)]))
}

#[test]
fn the_same_action_counts_once_stronger_and_sooner() {
    let mut it = Build::default();
    let first = it.step("first");
    let second = it.outcome("second");
    it.then(first, second);
    let mash = it.service("mash");
    let what = What::Service(mash);
    it.action(first, Strength::Should, Verb::Signpost, what.clone(), None);
    it.by(first, hours(23));
    it.action(second, Strength::Must, Verb::Refer, what.clone(), None);
    it.by(second, working_days(1));
    it.action(second, Strength::MustNot, Verb::Refer, what.clone(), None);
    let family = it.family(&[]);
    let [got, not] = &family.got[..] else {
        panic!("one thing to do and one not to do: {:?}", family.got);
    };
    assert_eq!((got.strength, got.verb), (Strength::Must, Verb::Refer));
    assert_eq!(got.deadline, Some(hours(23)));
    assert_eq!(got.places, [(first, 0), (second, 0)]);
    assert_eq!(not.strength, Strength::MustNot);
    let gets = |strength, verb| {
        family.gets(&Subject::Action {
            strength,
            verb,
            what: what.clone(),
        })
    };
    assert!(gets(None, None) && gets(Some(Strength::Must), None));
    assert!(gets(None, Some(Verb::Refer)) && !gets(None, Some(Verb::Signpost)));
    assert!(!gets(Some(Strength::Should), None));
    assert!(gets(Some(Strength::MustNot), None));
    it.pathway.blocks[second.0].actions[0].deadline = Some(Deadline::AtOnce);
    assert_eq!(it.family(&[]).got[0].deadline, Some(Deadline::AtOnce));
}

#[test]
fn what_must_not_be_done_is_not_got() {
    let mut it = Build::default();
    let end = it.outcome("end");
    let what = What::Named(it.named_action("mediation"));
    it.action(end, Strength::MustNot, Verb::Do, what.clone(), None);
    let subject = Subject::Action {
        strength: None,
        verb: None,
        what,
    };
    assert!(!it.family(&[]).gets(&subject));
    assert!(it.family(&[]).gets(&Subject::Reach(end)));
}

#[test]
fn an_action_is_for_whom_it_is_said_and_its_service_says_what_it_says_to_them() {
    let mut it = Build::default();
    let (a, at) = it.yes_no("a");
    let end = it.outcome("end");
    let (late, at_late) = it.yes_no("late");
    it.on(at, &[0, 1], end);
    it.then(at_late, end);
    let mash = it.service("mash");
    it.phone(mash, Some(is_yes(a)));
    it.phone(mash, Some(is_no(a)));
    it.phone(mash, None);
    it.phone(mash, Some(is_yes(late)));
    let must = Strength::Must;
    it.action(end, must, Verb::Refer, What::Service(mash), None);
    let text = What::Text(String::from("Call."));
    it.action(end, must, Verb::Do, text.clone(), Some(is_yes(a)));
    it.action(end, must, Verb::Do, text, Some(is_yes(late)));
    let yes = it.family(&[(a, YES)]);
    assert_eq!(yes.got.len(), 2);
    assert_eq!(yes.got[0].lines, [0, 2]);
    assert_eq!(yes.got[0].unsure_lines, [3]);
    let no = it.family(&[(a, NO)]);
    assert_eq!(no.got.len(), 1);
    assert_eq!(no.got[0].lines, [1, 2]);
    let open = Problem::UndecidedAction {
        block: end,
        action: 2,
        needs: BTreeSet::from([late]),
    };
    assert_eq!(no.problems.first(), Some(&open));
    assert_eq!(no.problems.len(), 1);
    assert_eq!(
        describe(&open, &it.pathway),
        "At `end`, whether the family gets \"Call.\" depends on `late`, which this family has not been \
         asked by then."
    );
}

#[test]
fn values_and_scores_at_the_end_know_everything_that_was_asked() {
    let mut it = Build::default();
    let start = it.step("start");
    let (a, at_a) = it.yes_no("a");
    let (b, at_b) = it.yes_no("b");
    let (never, _) = it.yes_no("never");
    let end = it.outcome("end");
    it.policy(start, Policy::EveryMatch);
    it.when(start, Condition::All(Vec::new()), at_a);
    it.when(start, Condition::All(Vec::new()), at_b);
    it.then(at_a, end);
    it.then(at_b, end);
    let both = Condition::All(vec![is_yes(a), is_yes(b)]);
    let value = it.value(
        Policy::ExactlyOne,
        &["high", "low"],
        vec![(0, Some(both)), (1, None)],
    );
    let score = it.score(vec![
        (3, TermFor::When(is_yes(a))),
        (4, TermFor::When(is_yes(b))),
    ]);
    let open = it.score(vec![(1, TermFor::When(is_yes(never)))]);
    let family = it.family(&[(a, YES), (b, YES)]);
    assert_eq!(family.value(&it.pathway, value), Some(0));
    assert_eq!(family.score(&it.pathway, score), Some(7));
    assert_eq!(family.score(&it.pathway, open), None);
    let other = it.family(&[(a, YES), (b, NO)]);
    assert_eq!(other.value(&it.pathway, value), Some(1));
}

#[test]
fn a_gap_in_a_value_is_told_where_it_decides() {
    let mut it = Build::default();
    let (a, at) = it.yes_no("a");
    let end = it.outcome("end");
    let value = it.value(Policy::ExactlyOne, &["x"], vec![(0, Some(is_yes(a)))]);
    it.when(at, Condition::ValueIs(value, vec![0]), end);
    assert!(it.family(&[(a, YES)]).problems.is_empty());
    let gap = Problem::ValueGap { block: at, value };
    assert_eq!(it.family(&[(a, NO)]).problems, [gap]);
}
