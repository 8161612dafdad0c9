//! Flows that are hard on purpose. No office writes them: they show that a limit is stated and that no
//! answer is wrong.

use std::fmt::Write;

use super::Input;
use super::random::Random;

/// A chain of questions with these answers, and then the step `decide`.
fn chain(it: &mut Input, questions: usize, answers: &str) {
    it.begin("q0");
    for n in 0..questions {
        let next = if n + 1 < questions {
            format!("q{}", n + 1)
        } else {
            "decide".to_string()
        };
        let _ = write!(
            it.text,
            "question q{n} \"What is true of number {n}?\"\n{answers}  then -> {next}\n\n"
        );
    }
}

/// One person more than there are rooms, and a way for those who all have a room of their own: nobody takes
/// it.
pub(super) fn pigeonhole(rooms: usize) -> Input {
    let mut it = Input::sound();
    let mut answers = String::new();
    for room in 0..rooms {
        let _ = writeln!(answers, "  answer r{room} \"Room {room}\"");
    }
    chain(&mut it, rooms + 1, &answers);
    for room in 0..rooms {
        let _ = write!(
            it.text,
            "condition single_{room} \"Room {room} is not shared\"\n  at most 1 of\n"
        );
        for person in 0..=rooms {
            let _ = writeln!(it.text, "    - q{person} is r{room}");
        }
        it.text.push('\n');
    }
    it.text
        .push_str("step decide \"Does each have a room?\"\n  when single_0");
    for room in 1..rooms {
        let _ = write!(it.text, "\n    and single_{room}");
    }
    it.text
        .push_str(" -> all_alone\n  otherwise -> some_share\n\n");
    it.outcome("all_alone");
    it.outcome("some_share");
    it.plant("unreachable-branch", "decide");
    it.plant("unreachable-step", "all_alone");
    it
}

/// Random conditions of three parts each, 4.26 to a question, where it is hardest to say whether all of them
/// can hold together.
pub(super) fn three_sat(questions: usize) -> Input {
    let mut it = Input::default();
    chain(&mut it, questions, "  yes or no\n");
    let mut random = Random::new(questions as u64);
    let count = questions * 426 / 100;
    it.text
        .push_str("step decide \"Is all of it so?\"\n  when ");
    for n in 0..count {
        let mut three = Vec::new();
        while three.len() < 3 {
            let question = random.below(questions);
            if !three.contains(&question) {
                three.push(question);
            }
        }
        let parts: Vec<String> = three
            .iter()
            .map(|question| format!("q{question} is {}", ["yes", "no"][random.below(2)]))
            .collect();
        let joined = if n == 0 { "" } else { "\n    and " };
        let _ = write!(it.text, "{joined}({})", parts.join(" or "));
    }
    it.text
        .push_str(" -> all_of_it\n  otherwise -> not_all\n\n");
    it.outcome("all_of_it");
    it.outcome("not_all");
    it
}
