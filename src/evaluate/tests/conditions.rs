//! Every kind of condition, where it holds, where it does not, and where that is not known.

use crate::evaluate::build::{
    Build, NO, TODAY, YES, at_least, compare, is_no, is_yes, sheet, ticked,
};
use crate::evaluate::truth::Truth::{self, No, Unknown, Yes};
use crate::evaluate::{Known, Needs, Place};
use crate::ir::{
    Answer, Answers, Bound, Condition, Count, Distance, Measure, Order, Policy, QuestionId,
    RangeKind, TermFor,
};

/// Whether a condition holds where these questions were asked and so answered; and what it hangs on.
fn look(it: &Build, condition: &Condition, answers: &[(QuestionId, Answer)]) -> (Truth, Needs) {
    let sheet = sheet(answers);
    let mut known = Known::default();
    for (question, _) in answers {
        if !it.pathway[*question].fact {
            known.insert(*question);
        }
    }
    let mut needs = Needs::default();
    let place = Place::new(&it.pathway, TODAY, &sheet, &known);
    let truth = place.truth(condition, &mut needs);
    (truth, needs)
}

fn truth(it: &Build, condition: &Condition, answers: &[(QuestionId, Answer)]) -> Truth {
    look(it, condition, answers).0
}

#[test]
fn an_unknown_says_what_it_hangs_on_and_a_known_says_nothing() {
    let mut it = Build::default();
    let (a, _) = it.yes_no("a");
    let (b, _) = it.yes_no("b");
    let both = Condition::All(vec![is_yes(a), is_yes(b)]);
    let either = Condition::Any(vec![is_yes(a), is_yes(b)]);
    assert_eq!(look(&it, &both, &[(a, YES)]), (Unknown, Needs::question(b)));
    assert_eq!(look(&it, &both, &[(b, NO)]), (No, Needs::default()));
    assert_eq!(
        look(&it, &either, &[(b, NO)]),
        (Unknown, Needs::question(a))
    );
    assert_eq!(look(&it, &either, &[(a, YES)]), (Yes, Needs::default()));
    let not = Condition::Not(Box::new(is_yes(a)));
    assert_eq!(look(&it, &not, &[]), (Unknown, Needs::question(a)));
    assert_eq!(truth(&it, &not, &[(a, NO)]), Yes);
}

#[test]
fn so_many_of_several_conditions() {
    let mut it = Build::default();
    let (a, _) = it.yes_no("a");
    let (b, _) = it.yes_no("b");
    let (c, _) = it.yes_no("c");
    let parts = || vec![is_yes(a), is_yes(b), is_yes(c)];
    let two = Bound::Setting(it.setting(2));
    let of = |count| Condition::HowMany(count, parts());
    let table = [
        (Count::AtLeast(two), [Yes, Unknown, No]),
        (Count::AtMost(two), [Unknown, Yes, Yes]),
        (Count::Exactly(two), [Unknown, Unknown, No]),
        (Count::All, [Unknown, No, No]),
    ];
    for (count, [both_yes, one_each, both_no]) in table {
        let condition = of(count);
        assert_eq!(truth(&it, &condition, &[(a, YES), (b, YES)]), both_yes);
        assert_eq!(truth(&it, &condition, &[(a, YES), (b, NO)]), one_each);
        assert_eq!(truth(&it, &condition, &[(a, NO), (b, NO)]), both_no);
    }
}

#[test]
fn items_of_a_checklist() {
    let mut it = Build::default();
    let (list, _) = it.checklist("list", &["a", "b", "c", "none!"]);
    let two = at_least(2, list, &[0, 1, 2]);
    assert_eq!(truth(&it, &two, &[(list, ticked(&[0, 2]))]), Yes);
    assert_eq!(truth(&it, &two, &[(list, ticked(&[3]))]), No);
    assert_eq!(look(&it, &two, &[]), (Unknown, Needs::question(list)));
    let empty = Condition::Empty(list);
    assert_eq!(truth(&it, &empty, &[(list, ticked(&[]))]), Yes);
    assert_eq!(truth(&it, &empty, &[(list, ticked(&[3]))]), No);
    assert_eq!(truth(&it, &empty, &[]), Unknown);
    let more_than_there_are = at_least(4, list, &[0, 1, 2]);
    assert_eq!(truth(&it, &more_than_there_are, &[]), No);
}

#[test]
fn marks_of_a_checklist() {
    let mut it = Build::default();
    let items = it.options(&["a", "b", "c"]);
    let marks = it.options(&["yes", "no", "unsure"]);
    let (list, _) = it.ask("list", Answers::Several { items, marks });
    let given = |marks: [usize; 3]| [(list, Answer::Marked(marks.to_vec()))];
    let all_not_no = Condition::Items {
        list,
        items: vec![0, 1, 2],
        marks: vec![0, 2],
        count: Count::All,
    };
    assert_eq!(truth(&it, &all_not_no, &given([0, 2, 0])), Yes);
    assert_eq!(truth(&it, &all_not_no, &given([0, 1, 0])), No);
    assert_eq!(truth(&it, &all_not_no, &[]), Unknown);
}

#[test]
fn numbers_and_their_bounds() {
    let mut it = Build::default();
    let (n, _) = it.range("n", RangeKind::Number, 54);
    let from_six_to_ten = Condition::Between(
        Measure::Question(n),
        Some(Bound::Fixed(6)),
        Some(Bound::Fixed(10)),
    );
    let table = [
        (from_six_to_ten, [No, Yes, Yes, No]),
        (compare(n, Order::Less, 10), [Yes, Yes, No, No]),
        (compare(n, Order::AtMost, 10), [Yes, Yes, Yes, No]),
        (compare(n, Order::More, 10), [No, No, No, Yes]),
        (compare(n, Order::AtLeast, 10), [No, No, Yes, Yes]),
    ];
    for (condition, expected) in table {
        for (number, expected) in [5, 6, 10, 11].into_iter().zip(expected) {
            let answers = [(n, Answer::Quantity(number))];
            assert_eq!(truth(&it, &condition, &answers), expected, "{condition:?}");
        }
        assert_eq!(look(&it, &condition, &[]), (Unknown, Needs::question(n)));
    }
    let setting = it.setting(12);
    let high = Condition::Beyond(Measure::Setting(setting), Order::More, Bound::Fixed(10));
    assert_eq!(truth(&it, &high, &[]), Yes);
}

#[test]
fn dates_are_measured_from_today() {
    let mut it = Build::default();
    let (date, _) = it.range("date", RangeKind::Date, 30_000);
    let days_ago = |days: i32| {
        [(
            date,
            Answer::FromToday(Distance {
                months: 0,
                days: -days,
            }),
        )]
    };
    let within = Condition::Within(
        date,
        Distance {
            months: 0,
            days: 28,
        },
    );
    assert_eq!(truth(&it, &within, &days_ago(28)), Yes);
    assert_eq!(truth(&it, &within, &days_ago(29)), No);
    assert_eq!(truth(&it, &within, &days_ago(-28)), Yes);
    assert_eq!(truth(&it, &within, &days_ago(-29)), No);
    assert_eq!(truth(&it, &within, &[]), Unknown);
    let month = Distance {
        months: -1,
        days: 0,
    };
    let longer_ago = Condition::Beyond(
        Measure::Question(date),
        Order::Less,
        Bound::FromToday(month),
    );
    // Today is 31 March: a month before it is 28 February, 31 days.
    assert_eq!(truth(&it, &longer_ago, &days_ago(31)), No);
    assert_eq!(truth(&it, &longer_ago, &days_ago(32)), Yes);
}

#[test]
fn unasked_means_an_answer_for_everything_but_was_asked() {
    let mut it = Build::default();
    let (a, _) = it.yes_no("a");
    it.pathway.questions[a.0].unasked = Some(NO);
    assert_eq!(truth(&it, &is_no(a), &[]), Yes);
    assert_eq!(truth(&it, &is_no(a), &[(a, YES)]), No);
    let asked = Condition::WasAsked(a);
    assert_eq!(truth(&it, &asked, &[]), No);
    assert_eq!(truth(&it, &asked, &[(a, YES)]), Yes);
}

#[test]
fn facts_are_known_everywhere_and_were_asked_of_nobody() {
    let mut it = Build::default();
    let area = it.fact("area");
    assert_eq!(truth(&it, &is_yes(area), &[(area, YES)]), Yes);
    assert_eq!(
        look(&it, &is_yes(area), &[]),
        (Unknown, Needs::question(area))
    );
    assert_eq!(truth(&it, &Condition::WasAsked(area), &[(area, YES)]), No);
}

#[test]
fn a_condition_that_could_not_be_read_decides_only_with_another() {
    let mut it = Build::default();
    let (a, _) = it.yes_no("a");
    let broken = Condition::Any(vec![is_yes(a), Condition::Broken]);
    assert_eq!(truth(&it, &broken, &[(a, YES)]), Yes);
    assert_eq!(
        look(&it, &broken, &[(a, NO)]),
        (Unknown, Needs::unreadable())
    );
}

#[test]
fn values_take_their_line_under_their_policy() {
    let mut it = Build::default();
    let (a, _) = it.yes_no("a");
    let (b, _) = it.yes_no("b");
    let lines = |a, b| vec![(0, Some(is_yes(a))), (1, Some(is_yes(b)))];
    let one = it.value(Policy::ExactlyOne, &["x", "y"], lines(a, b));
    let first = it.value(Policy::FirstMatch, &["x", "y"], lines(a, b));
    let x = |value| Condition::ValueIs(value, vec![0]);
    assert_eq!(truth(&it, &x(one), &[(a, YES), (b, NO)]), Yes);
    assert_eq!(truth(&it, &x(one), &[(a, NO), (b, YES)]), No);

    let (gap, needs) = look(&it, &x(one), &[(a, NO), (b, NO)]);
    assert_eq!(gap, Unknown);
    assert!(needs.gaps.contains(&one) && needs.questions.is_empty());
    let (conflict, needs) = look(&it, &x(one), &[(a, YES), (b, YES)]);
    assert_eq!(conflict, Unknown);
    assert!(needs.conflicts.contains(&one) && needs.questions.is_empty());
    assert_eq!(truth(&it, &x(first), &[(a, YES), (b, YES)]), Yes);

    // Of a first match, earlier lines decide: the later one may stay open.
    assert_eq!(truth(&it, &x(first), &[(a, YES)]), Yes);
    assert_eq!(
        look(&it, &x(first), &[(b, YES)]),
        (Unknown, Needs::question(a))
    );
    assert_eq!(
        look(&it, &x(one), &[(a, YES)]),
        (Unknown, Needs::question(b))
    );
}

#[test]
fn a_value_that_is_open_is_still_none_of_those_it_cannot_be() {
    let mut it = Build::default();
    let (a, _) = it.yes_no("a");
    let (b, _) = it.yes_no("b");
    let value = it.value(
        Policy::FirstMatch,
        &["x", "y", "z"],
        vec![(0, Some(is_yes(a))), (1, Some(is_yes(b))), (2, None)],
    );
    let is = |option| Condition::ValueIs(value, vec![option]);
    assert_eq!(truth(&it, &is(0), &[(a, NO)]), No);
    assert_eq!(look(&it, &is(2), &[(a, NO)]), (Unknown, Needs::question(b)));
}

#[test]
fn a_score_lies_between_what_it_is_sure_of_and_what_it_may_yet_be() {
    let mut it = Build::default();
    let (list, _) = it.checklist("list", &["a", "b", "c"]);
    let (recent, _) = it.yes_no("recent");
    let each = TermFor::Each {
        list,
        items: vec![0, 1, 2],
        marks: Vec::new(),
    };
    let score = it.score(vec![(5, each), (-2, TermFor::When(is_yes(recent)))]);
    let more = |n| Condition::Beyond(Measure::Score(score), Order::More, Bound::Fixed(n));
    let two_ticked = [(list, ticked(&[0, 1]))];
    assert_eq!(truth(&it, &more(7), &two_ticked), Yes);
    assert_eq!(
        look(&it, &more(8), &two_ticked),
        (Unknown, Needs::question(recent))
    );
    assert_eq!(truth(&it, &more(10), &two_ticked), No);
    assert_eq!(truth(&it, &more(15), &[]), No);
    assert_eq!(truth(&it, &more(13), &[(recent, YES)]), No);
    let all = [(list, ticked(&[0, 1])), (recent, YES)];
    let eight = Condition::Between(
        Measure::Score(score),
        Some(Bound::Fixed(8)),
        Some(Bound::Fixed(8)),
    );
    assert_eq!(truth(&it, &eight, &all), Yes);
}

#[test]
fn definitions_used_over_and_over_are_worked_out_once() {
    let mut it = Build::default();
    let (a, _) = it.yes_no("a");
    let mut last = it.condition(is_yes(a));
    for _ in 0..200 {
        last = it.condition(Condition::All(vec![last.clone(), last]));
    }
    assert_eq!(truth(&it, &last, &[(a, YES)]), Yes);
    assert_eq!(look(&it, &last, &[]), (Unknown, Needs::question(a)));
}

#[test]
fn brackets_may_nest_four_thousand_deep() {
    let mut it = Build::default();
    let (a, _) = it.yes_no("a");
    let mut condition = is_yes(a);
    for depth in 0..4096 {
        condition = match depth % 3 {
            0 => Condition::Not(Box::new(condition)),
            1 => Condition::All(vec![condition]),
            _ => Condition::HowMany(Count::AtLeast(Bound::Fixed(1)), vec![condition]),
        };
    }
    assert_eq!(truth(&it, &condition, &[]), Unknown);
}
