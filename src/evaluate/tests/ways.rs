//! The three policies, ways that meet again, circles, and what waits.

use crate::evaluate::build::{Build, NO, YES, is_no, is_yes};
use crate::evaluate::{Problem, Stop};
use crate::ir::{Answers, BlockId, Condition, Policy, QuestionId};
use std::collections::BTreeSet;

/// Two questions, and a place after the second with two ways by both. Asks `b` only after `a` is yes.
struct Fork {
    it: Build,
    a: QuestionId,
    b: QuestionId,
    fork: BlockId,
    x: BlockId,
    y: BlockId,
}

fn fork(policy: Policy) -> Fork {
    let mut it = Build::default();
    let (a, at_a) = it.yes_no("a");
    let (b, at_b) = it.yes_no("b");
    let fork = it.step("fork");
    let x = it.outcome("x");
    let y = it.outcome("y");
    it.on(at_a, &[0], at_b);
    it.on(at_a, &[1], fork);
    it.then(at_b, fork);
    it.policy(fork, policy);
    Fork {
        it,
        a,
        b,
        fork,
        x,
        y,
    }
}

fn undecided(block: BlockId, ways: &[usize], needs: QuestionId) -> Problem {
    Problem::Undecided {
        block,
        ways: ways.to_vec(),
        needs: BTreeSet::from([needs]),
    }
}

#[test]
fn exactly_one_way_applies_or_there_is_a_gap_or_a_conflict() {
    let Fork {
        mut it,
        a,
        b,
        fork,
        x,
        y,
    } = fork(Policy::ExactlyOne);
    it.when(fork, is_yes(a), x);
    it.when(fork, is_yes(b), y);
    assert_eq!(it.visited(&[(a, YES), (b, NO)]), ["a", "b", "fork", "x"]);
    let both = it.family(&[(a, YES), (b, YES)]);
    let ways = vec![0, 1];
    assert_eq!(both.problems, [Problem::Conflict { block: fork, ways }]);
    assert!(both.visit(x).is_none() && both.visit(y).is_none());
    let open = it.family(&[(a, NO)]);
    assert_eq!(open.problems, [undecided(fork, &[1], b)]);
    it.pathway.questions[b.0].unasked = Some(NO);
    let neither = it.family(&[(a, NO)]);
    assert_eq!(neither.problems, [Problem::Gap { block: fork }]);
}

#[test]
fn two_ways_to_one_place_are_no_conflict_and_need_no_decision() {
    let Fork {
        mut it,
        a,
        b,
        fork,
        x,
        y,
    } = fork(Policy::ExactlyOne);
    it.when(fork, is_yes(a), x);
    it.when(fork, is_yes(b), x);
    it.otherwise(fork, y);
    let both = it.family(&[(a, YES), (b, YES)]);
    assert!(both.problems.is_empty());
    let visit = both.visit(fork).expect("the family comes to the fork");
    assert_eq!(visit.taken, [0, 1]);
    assert_eq!(
        both.visit(x).expect("it comes to x").came,
        [(fork, 0), (fork, 1)]
    );
    // Without b it may be x, or y.
    assert_eq!(
        it.family(&[(a, NO)]).problems,
        [undecided(fork, &[1, 2], b)]
    );
    // If both lead to one place, it makes no difference.
    it.pathway.blocks[fork.0].ways[2].target = Some(x);
    assert!(it.family(&[(a, NO)]).problems.is_empty());
    assert!(it.family(&[(a, NO)]).visit(x).is_some());
}

#[test]
fn otherwise_applies_when_none_of_the_others_does() {
    for policy in [Policy::ExactlyOne, Policy::FirstMatch, Policy::EveryMatch] {
        let Fork {
            mut it,
            a,
            b,
            fork,
            x,
            y,
        } = fork(policy);
        it.when(fork, is_yes(b), x);
        it.otherwise(fork, y);
        assert_eq!(it.visited(&[(a, YES), (b, YES)]), ["a", "b", "fork", "x"]);
        assert_eq!(it.visited(&[(a, YES), (b, NO)]), ["a", "b", "fork", "y"]);
        let open = it.family(&[(a, NO)]);
        assert_eq!(open.problems, [undecided(fork, &[0, 1], b)], "{policy:?}");
    }
}

#[test]
fn of_a_first_match_the_earlier_line_decides() {
    let Fork {
        mut it,
        a,
        b,
        fork,
        x,
        y,
    } = fork(Policy::FirstMatch);
    it.when(fork, is_no(a), x);
    it.when(fork, is_yes(b), y);
    assert_eq!(it.visited(&[(a, NO)]), ["a", "fork", "x"]);
    it.pathway.blocks[fork.0].ways.swap(0, 1);
    let open = it.family(&[(a, NO)]);
    assert_eq!(open.problems, [undecided(fork, &[0, 1], b)]);
    let gap = it.family(&[(a, YES), (b, NO)]);
    assert_eq!(gap.problems, [Problem::Gap { block: fork }]);
}

#[test]
fn of_every_match_all_that_apply_are_taken_and_an_open_one_is_told() {
    let Fork {
        mut it,
        a,
        b,
        fork,
        x,
        y,
    } = fork(Policy::EveryMatch);
    it.when(fork, Condition::Any(vec![is_yes(a), is_no(a)]), x);
    it.when(fork, is_yes(b), y);
    assert_eq!(
        it.visited(&[(a, YES), (b, YES)]),
        ["a", "b", "fork", "x", "y"]
    );
    let open = it.family(&[(a, NO)]);
    assert_eq!(open.problems, [undecided(fork, &[1], b)]);
    assert!(open.visit(x).is_some() && open.visit(y).is_none());
}

#[test]
fn where_ways_meet_again_what_is_known_is_what_any_of_them_brings() {
    let mut it = Build::default();
    let both = it.step("both");
    let (a, at_a) = it.yes_no("a");
    let (b, at_b) = it.yes_no("b");
    let meet = it.step("meet");
    let x = it.outcome("x");
    let y = it.outcome("y");
    it.policy(both, Policy::EveryMatch);
    it.when(both, Condition::All(Vec::new()), at_a);
    it.when(both, Condition::All(Vec::new()), at_b);
    it.then(at_a, meet);
    // On the one side, the answer of the other is not known.
    it.policy(at_b, Policy::ExactlyOne);
    it.when(at_b, is_yes(b), meet);
    it.when(at_b, Condition::All(vec![is_no(b), is_yes(a)]), y);
    it.when(meet, Condition::All(vec![is_yes(a), is_yes(b)]), x);
    it.otherwise(meet, y);
    let family = it.family(&[(a, YES), (b, YES)]);
    assert!(family.problems.is_empty(), "{:?}", family.problems);
    let met = family.visit(meet).expect("both ways meet");
    assert_eq!(met.known.iter().collect::<Vec<_>>(), [a, b]);
    assert_eq!(met.came, [(at_a, 0), (at_b, 0)]);
    let apart = it.family(&[(a, YES), (b, NO)]);
    assert_eq!(apart.problems[0], undecided(at_b, &[1], a));
    assert_eq!(apart.problems[1], undecided(meet, &[0, 1], b));
}

#[test]
fn nothing_is_decided_that_a_missing_answer_may_yet_change() {
    let mut it = Build::default();
    let both = it.step("both");
    let (a, at_a) = it.yes_no("a");
    let (b, at_b) = it.yes_no("b");
    let area = it.fact("area");
    let meet = it.step("meet");
    let x = it.outcome("x");
    it.policy(both, Policy::EveryMatch);
    it.when(both, Condition::All(Vec::new()), at_a);
    it.when(both, Condition::All(Vec::new()), at_b);
    it.then(at_a, meet);
    it.when(at_b, is_yes(area), meet);
    it.when(at_b, is_no(area), x);
    it.when(meet, is_yes(a), x);
    it.when(meet, is_no(a), x);
    let family = it.family(&[(b, YES)]);
    assert_eq!(family.waiting, [area, a], "facts come first");
    assert!(family.visit(meet).is_none() && family.problems.is_empty());
    let family = it.family(&[(b, YES), (area, YES)]);
    assert_eq!(family.waiting, [a]);
    assert_eq!(family.asked, [b]);
    assert!(it.family(&[(a, NO), (b, YES), (area, YES)]).is_complete());
}

#[test]
fn a_text_needs_no_answer() {
    let mut it = Build::default();
    let (said, at) = it.ask("said", Answers::Text);
    let x = it.outcome("x");
    it.when(at, Condition::WasAsked(said), x);
    let family = it.family(&[]);
    assert_eq!(family.asked, [said]);
    assert!(family.visit(x).is_some() && family.waiting.is_empty());
}

#[test]
fn a_place_without_ways_is_a_dead_end_unless_it_is_an_outcome() {
    let mut it = Build::default();
    let (a, at) = it.yes_no("a");
    let step = it.step("step");
    let end = it.outcome("end");
    it.on(at, &[0], step);
    it.on(at, &[1], end);
    let dead = Problem::DeadEnd { block: step };
    assert_eq!(it.family(&[(a, YES)]).problems, [dead]);
    assert!(it.family(&[(a, NO)]).problems.is_empty());
}

#[test]
fn a_way_whose_target_could_not_be_read_leads_nowhere_known() {
    let mut it = Build::default();
    let (a, at) = it.yes_no("a");
    let end = it.outcome("end");
    it.on(at, &[0], end);
    it.on(at, &[1], end);
    it.pathway.blocks[at.0].ways[0].target = None;
    let broken = Problem::Broken { block: at };
    assert_eq!(it.family(&[(a, YES)]).problems, [broken]);
    assert_eq!(it.visited(&[(a, NO)]), ["a", "end"]);
}

#[test]
fn a_circle_that_a_family_goes_round_is_told_exactly() {
    let mut it = Build::default();
    let (a, at_a) = it.yes_no("a");
    let (b, at_b) = it.yes_no("b");
    let back = it.step("back");
    let end = it.outcome("end");
    it.then(at_a, at_b);
    it.on(at_b, &[0], back);
    it.on(at_b, &[1], end);
    it.when(back, is_yes(a), at_b);
    it.when(back, is_no(a), end);
    let round = it.family(&[(a, YES), (b, YES)]);
    assert_eq!(
        round.problems,
        [Problem::Circle(vec![(at_b, 0), (back, 0)])]
    );
    // The same drawing without the circle.
    let straight = it.family(&[(a, NO), (b, YES)]);
    assert!(straight.problems.is_empty() && straight.visit(end).is_some());

    it.pathway.blocks[back.0].ways[0].target = Some(back);
    let itself = it.family(&[(a, YES), (b, YES)]);
    assert_eq!(itself.problems, [Problem::Circle(vec![(back, 0)])]);
}

/// Under `every match` two ways go into a circle of the drawing at different places, and one of them comes
/// late to the other's place.
#[test]
fn inside_a_circle_of_the_drawing_places_wait_for_what_arrives_late() {
    let mut it = Build::default();
    let start = it.step("start");
    let (a, at_a) = it.yes_no("a");
    let (b, at_b) = it.yes_no("b");
    let (c, at_c) = it.yes_no("c");
    let end = it.outcome("end");
    it.policy(start, Policy::EveryMatch);
    it.when(start, Condition::All(Vec::new()), at_a);
    it.when(start, Condition::All(Vec::new()), at_b);
    it.on(at_b, &[0], at_c);
    it.on(at_b, &[1], end);
    it.on(at_c, &[0], at_a);
    it.on(at_c, &[1], end);
    it.when(at_a, Condition::All(vec![is_no(a), is_yes(c)]), at_b);
    it.otherwise(at_a, end);
    let family = it.family(&[(a, YES), (b, YES), (c, YES)]);
    assert!(family.problems.is_empty(), "{:?}", family.problems);
    let met = family.visit(at_a).expect("both ways meet at a");
    assert_eq!(met.known.iter().collect::<Vec<_>>(), [a, b, c]);
    assert_eq!(met.came.len(), 2);
    assert_eq!(family.visits.len(), 5);

    // With this answer the late way goes on to where it came from.
    let round = it.family(&[(a, NO), (b, YES), (c, YES)]);
    let circle = vec![(at_b, 0), (at_c, 0), (at_a, 0)];
    assert_eq!(round.problems, [Problem::Circle(circle)]);
    // And without c, nothing more is asked than c: a may have to wait for it.
    let open = it.family(&[(a, NO), (b, YES)]);
    assert_eq!(open.waiting, [c]);
    assert!(open.visit(at_a).is_none() && open.problems.is_empty());
}

#[test]
fn the_way_to_a_place_is_told_stop_by_stop() {
    let mut it = Build::default();
    let (a, at_a) = it.yes_no("a");
    let long = it.step("long");
    let end = it.outcome("end");
    it.policy(at_a, Policy::EveryMatch);
    it.on(at_a, &[0], long);
    it.on(at_a, &[0], end);
    it.then(long, end);
    let family = it.family(&[(a, YES)]);
    let stop = |block, answer, way| Stop { block, answer, way };
    assert_eq!(
        family.why(&it.pathway, end),
        [stop(at_a, Some(YES), Some(1)), stop(end, None, None)]
    );
    assert!(it.family(&[(a, NO)]).why(&it.pathway, end).is_empty());
}
