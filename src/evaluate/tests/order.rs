//! Order means nothing, length is no trouble, and the walk's result agrees with its own meaning.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use crate::evaluate::build::{Build, NO, TODAY, YES, is_no, is_yes, sheet};
use crate::evaluate::decide::Decision;
use crate::evaluate::walk::Pending;
use crate::evaluate::{Evaluation, Evaluator, Known, Problem};
use crate::families::{Searched, families};
use crate::ir::{
    Answer, Answers, BlockId, Bound, Condition, Count, Pathway, Policy, QuestionId, Strength, Verb,
    What,
};
use std::ops::ControlFlow;

const BLOCKS: usize = 7;

/// The kind of a way's condition, the two questions that it speaks of, and the target.
type PlannedWay = (u8, usize, usize, usize);

/// A pathway in numbers: for each block its policy and its ways; for each way a condition and a target.
#[derive(Clone, Debug)]
struct Plan {
    blocks: Vec<(u8, Vec<PlannedWay>)>,
    /// Whether conditions may tell who was asked: by `was asked` and by `unasked means`.
    tells_who_was_asked: bool,
}

fn plans(forward: bool) -> impl Strategy<Value = Plan> {
    let way = (0u8..12, 0..BLOCKS, 0..BLOCKS, 0..BLOCKS);
    let block = (0u8..6, prop::collection::vec(way, 1..4));
    prop::collection::vec(block, BLOCKS).prop_map(move |mut blocks| {
        if forward {
            for (at, (_, ways)) in blocks.iter_mut().enumerate() {
                for (_, _, _, target) in ways {
                    *target = (at + 1 + *target % 3).min(BLOCKS);
                }
            }
        }
        Plan {
            blocks,
            tells_who_was_asked: true,
        }
    })
}

/// The pathway of a plan, its blocks listed in this order. Every block asks a question.
fn built(plan: &Plan, order: &[usize]) -> (Build, Vec<QuestionId>) {
    let mut it = Build::default();
    let mut asked = BTreeMap::new();
    for number in order {
        asked.insert(*number, it.yes_no(&format!("q{number}")));
    }
    let end = it.outcome("end");
    let question = |number: usize| asked[&number].0;
    let block = |number: usize| asked.get(&number).map_or(end, |(_, block)| *block);
    it.pathway.start = Some(block(0));
    for (number, (policy, ways)) in plan.blocks.iter().enumerate() {
        let at = block(number);
        it.policy(
            at,
            match policy {
                0 => Policy::ExactlyOne,
                1 => Policy::FirstMatch,
                _ => Policy::EveryMatch,
            },
        );
        for (kind, a, b, target) in ways {
            let (a, b) = (question(*a), question(*b));
            let to = block(*target);
            match kind {
                0 => it.on(at, &[0], to),
                1 => it.on(at, &[1], to),
                2 => it.when(at, is_yes(a), to),
                3 => it.when(at, Condition::All(vec![is_no(a), is_yes(b)]), to),
                4 => it.when(at, Condition::Any(vec![is_no(a), is_yes(b)]), to),
                5 if plan.tells_who_was_asked => it.when(at, Condition::WasAsked(a), to),
                5 => it.when(at, Condition::Not(Box::new(is_yes(a))), to),
                6 => {
                    let count = Count::Exactly(Bound::Fixed(1));
                    it.when(at, Condition::HowMany(count, vec![is_no(a), is_yes(b)]), to);
                }
                7 => it.otherwise(at, to),
                _ => it.when(at, Condition::All(Vec::new()), to),
            }
        }
        let what = What::Text(format!("text {}", number % 3));
        let when = Some(is_yes(question((number + 5) % BLOCKS)));
        it.action(at, Strength::Must, Verb::Do, what, when);
        if number % 3 == 0 && plan.tells_who_was_asked {
            it.pathway.questions[question(number).0].unasked = Some(NO);
        }
    }
    let questions = (0..BLOCKS).map(question).collect();
    (it, questions)
}

fn answers(questions: &[QuestionId], bits: u32) -> Vec<(QuestionId, Answer)> {
    let answer = |at: usize| if bits & (1 << at) == 0 { YES } else { NO };
    questions
        .iter()
        .enumerate()
        .map(|(at, question)| (*question, answer(at)))
        .collect()
}

/// What came of it, in names.
fn told(pathway: &Pathway, family: &Evaluation) -> Vec<String> {
    let name = |block: BlockId| pathway[block].name.clone();
    let mut told: Vec<String> = family
        .visits
        .iter()
        .map(|visit| {
            let mut known: Vec<&str> = visit
                .known
                .iter()
                .map(|question| pathway[question].name.as_str())
                .collect();
            known.sort_unstable();
            let mut came: Vec<String> = visit
                .came
                .iter()
                .map(|(block, way)| format!("{} {way}", name(*block)))
                .collect();
            came.sort();
            let block = name(visit.block);
            format!(
                "{block} {known:?} {came:?} {:?} {:?}",
                visit.taken, visit.gets
            )
        })
        .collect();
    told.extend(family.got.iter().map(|got| {
        let mut places: Vec<String> = got.places.iter().map(|(block, _)| name(*block)).collect();
        places.sort();
        format!("{:?} {:?} {places:?}", got.what, got.strength)
    }));
    told.extend(family.problems.iter().map(|problem| match problem {
        Problem::Circle(circle) => {
            let circle: Vec<String> = circle.iter().map(|(block, _)| name(*block)).collect();
            format!("round {circle:?}")
        }
        Problem::Gap { .. }
        | Problem::Conflict { .. }
        | Problem::Undecided { .. }
        | Problem::UndecidedAction { .. }
        | Problem::DeadEnd { .. }
        | Problem::ValueGap { .. }
        | Problem::ValueConflict { .. }
        | Problem::Broken { .. } => {
            let kind = format!("{problem:?}");
            let kind = kind.split_once(' ').map_or("", |(kind, _)| kind);
            format!("{kind} {:?}", problem.block().map(name))
        }
    }));
    told
}

/// Decides every place of a result once more, with what its own ways bring to it; and the problems met.
fn decided_again(it: &Build, family: &Evaluation) -> (Vec<String>, Vec<Problem>) {
    let evaluator = Evaluator::new(&it.pathway, TODAY);
    let mut problems = Vec::new();
    let visits = family
        .visits
        .iter()
        .map(|visit| {
            let mut known = Known::default();
            for (before, _) in &visit.came {
                let before = family
                    .visit(*before)
                    .expect("it came from a place it visited");
                known.add(&before.known);
            }
            let pending = Pending {
                block: visit.block,
                came: visit.came.clone(),
                known,
            };
            match Decision::at(&evaluator, &family.sheet, &pending) {
                Ok(again) => {
                    problems.extend(again.problems);
                    format!("{:?}", again.visit)
                }
                Err(needs) => format!("needs {needs:?}"),
            }
        })
        .collect();
    (visits, problems)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_order_of_blocks_means_nothing(
        plan in plans(false),
        order in Just((0..BLOCKS).collect::<Vec<_>>()).prop_shuffle(),
        bits in 0u32..1 << BLOCKS,
    ) {
        let straight: Vec<usize> = (0..BLOCKS).collect();
        let (one, questions) = built(&plan, &straight);
        let (other, shuffled) = built(&plan, &order);
        let first = one.family(&answers(&questions, bits));
        let second = other.family(&answers(&shuffled, bits));
        prop_assert_eq!(told(&one.pathway, &first), told(&other.pathway, &second));
    }

    #[test]
    fn every_place_is_decided_with_all_that_came_to_it(
        mut plan in plans(false),
        tells in any::<bool>(),
        bits in 0u32..1 << BLOCKS,
    ) {
        plan.tells_who_was_asked = tells;
        let straight: Vec<usize> = (0..BLOCKS).collect();
        let (it, questions) = built(&plan, &straight);
        let family = it.family(&answers(&questions, bits));
        prop_assert!(family.is_complete());
        let once: Vec<String> = family.visits.iter().map(|visit| format!("{visit:?}")).collect();
        let (again, mut problems) = decided_again(&it, &family);
        prop_assert_eq!(again, once);
        // Every taken way arrives, but those that close a circle. Only where conditions tell who was asked
        // can two places each have to wait for the other.
        let goes_round = |problem: &Problem| matches!(problem, Problem::Circle(_));
        let arrived: usize = family.visits.iter().map(|visit| visit.came.len()).sum();
        let taken: usize = family.visits.iter().map(|visit| visit.taken.len()).sum();
        prop_assert!(arrived <= taken);
        if !family.problems.iter().any(goes_round) && !tells {
            prop_assert_eq!(arrived, taken);
        }
        if !tells {
            problems.extend(family.problems.iter().filter(|it| goes_round(it)).cloned());
            prop_assert_eq!(problems.len(), family.problems.len());
        }
    }

    #[test]
    fn what_is_found_without_an_answer_stays_when_it_comes(
        plan in plans(true),
        bits in 0u32..1 << BLOCKS,
        left_out in 0u32..1 << BLOCKS,
    ) {
        let straight: Vec<usize> = (0..BLOCKS).collect();
        let (it, questions) = built(&plan, &straight);
        let all = answers(&questions, bits);
        let some: Vec<_> = all
            .iter()
            .filter(|(question, _)| left_out & (1 << question.0) == 0)
            .cloned()
            .collect();
        let (part, whole) = (it.family(&some), it.family(&all));
        for visit in &part.visits {
            prop_assert_eq!(Some(visit), whole.visit(visit.block));
        }
        for problem in &part.problems {
            prop_assert!(whole.problems.contains(problem));
        }
        for question in &part.waiting {
            prop_assert!(whole.asked.contains(question));
        }
    }

    /// Where a family goes round, only that it does is the same: which way closes the circle is a matter
    /// of where one begins to look.
    #[test]
    fn the_families_are_those_of_all_sheets(mut plan in plans(false)) {
        plan.tells_who_was_asked = false;
        let straight: Vec<usize> = (0..BLOCKS).collect();
        let (it, questions) = built(&plan, &straight);
        let brief = |family: &Evaluation| {
            let mut told = told(&it.pathway, family);
            if told.iter().any(|it| it.starts_with("round")) {
                told = vec![String::from("round")];
            }
            told.sort();
            told
        };
        let mut tried = BTreeSet::new();
        let searched = families(&it.pathway, TODAY, 1_000_000, &mut |family| {
            tried.insert(brief(family));
            ControlFlow::Continue(())
        });
        prop_assert_eq!(searched, Searched::Everyone);
        let all: BTreeSet<Vec<String>> = (0..1 << BLOCKS)
            .map(|bits| brief(&it.family(&answers(&questions, bits))))
            .collect();
        prop_assert!(tried == all, "{} kinds of family tried, of {}", tried.len(), all.len());
    }
}

#[test]
fn a_chain_of_ten_thousand_questions_and_a_circle_of_as_many() {
    let mut it = Build::default();
    let mut chain = Vec::new();
    for number in 0..10_000 {
        chain.push(it.yes_no(&format!("q{number}")));
    }
    let end = it.outcome("end");
    for pair in chain.windows(2) {
        it.then(pair[0].1, pair[1].1);
    }
    let (last, at_last) = *chain.last().expect("the chain is long");
    let (first, at_first) = chain[0];
    it.when(at_last, is_yes(first), end);
    it.when(at_last, is_no(first), at_first);
    let answers =
        |answer: Answer| -> Vec<_> { chain.iter().map(|(it, _)| (*it, answer.clone())).collect() };
    let family = it.family(&answers(YES));
    assert_eq!(family.visits.len(), 10_001);
    assert!(family.problems.is_empty());
    assert!(family.visits[10_000].known.contains(last));
    assert_eq!(family.why(&it.pathway, end).len(), 10_001);
    let family = it.family(&answers(NO));
    let [Problem::Circle(circle)] = &family.problems[..] else {
        panic!("one circle: {:?}", family.problems);
    };
    assert_eq!(circle.len(), 10_000);
    let mut steps = 0;
    let searched = families(&it.pathway, TODAY, 5_000, &mut |_| {
        steps += 1;
        ControlFlow::Continue(())
    });
    assert_eq!((searched, steps), (Searched::TooMany, 0));
}

#[test]
fn a_text_is_asked_of_every_family_without_being_tried() {
    let mut it = Build::default();
    let (_, at) = it.ask("said", Answers::Text);
    let end = it.outcome("end");
    it.then(at, end);
    let mut sheets = Vec::new();
    let searched = families(&it.pathway, TODAY, 100, &mut |family| {
        sheets.push(family.sheet.clone());
        ControlFlow::Continue(())
    });
    assert_eq!((searched, sheets), (Searched::Everyone, vec![sheet(&[])]));
}
