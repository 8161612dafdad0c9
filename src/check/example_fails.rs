//! `example-fails`: an example whose family does not get what it should.

use super::Context;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, count};
use crate::evaluate::{Evaluation, Evaluator, Got, Problem, Sheet, describe, uses_of, what};
use crate::families::{answers_to_choose_from, shortened};
use crate::ir::{
    Answers, BlockKind, Example, Expect, Expectation, Part, QuestionId, Strength, Subject, Verb,
};

/// The family is asked something that the example does not give.
fn is_not_told(ctx: &Context<'_>, example: &Example, waiting: &[QuestionId]) -> Diagnostic {
    let names: Vec<String> = waiting
        .iter()
        .map(|question| format!("`{}`", ctx.pathway[*question].name))
        .collect();
    let all_facts = waiting.iter().all(|question| ctx.pathway[*question].fact);
    let asked = if all_facts {
        "what its family gets depends on"
    } else {
        "its family is asked"
    };
    let mut finding = Diagnostic::new(
        Code::ExampleFails,
        example.span,
        format!(
            "The example \"{}\" does not give {}, which {asked}.",
            example.text,
            shortened(&names, 5, "and"),
        ),
    );
    for question in waiting.iter().take(5) {
        finding = finding.help(format!(
            "Add `given {} is ...` with an answer: {}.",
            ctx.pathway[*question].name,
            answers_to_choose_from(ctx.pathway, ctx.today, *question)
        ));
    }
    finding
}

/// The pathway itself is at fault on the family's way.
fn cannot_be_settled(ctx: &Context<'_>, example: &Example, problem: &Problem) -> Diagnostic {
    let finding = Diagnostic::new(
        Code::ExampleFails,
        example.span,
        format!(
            "The example \"{}\" cannot be settled. {}",
            example.text,
            describe(problem, ctx.pathway)
        ),
    );
    match problem.block() {
        Some(block) => finding.label(ctx.pathway[block].span, "It happens here."),
        None => finding,
    }
}

/// What is expected is not so.
fn is_not_met(
    ctx: &Context<'_>,
    example: &Example,
    family: &Evaluation,
    unmet: &[&Expect],
) -> Diagnostic {
    let said: Vec<String> = unmet
        .iter()
        .map(|expect| instead(ctx, family, expect))
        .collect();
    let message = match &said[..] {
        [only] => format!("In the example \"{}\", the {only}.", example.text),
        _ => {
            let words: Vec<String> = unmet
                .iter()
                .map(|expect| format!("`{}`", expect.text))
                .collect();
            format!(
                "In the example \"{}\", {} are not met: {}.",
                example.text,
                count(unmet.len(), "expectation"),
                shortened(&words, 8, "and")
            )
        }
    };
    let mut finding = Diagnostic::new(Code::ExampleFails, example.span, message);
    for (expect, said) in unmet.iter().zip(&said) {
        finding = finding.label(expect.span, format!("The {said}."));
    }
    for problem in &family.problems {
        finding = finding.help(describe(problem, ctx.pathway));
    }
    finding
}

/// What is so instead of what was expected, after the word "the".
fn instead(ctx: &Context<'_>, family: &Evaluation, expect: &Expect) -> String {
    let pathway = ctx.pathway;
    match &expect.what {
        Expectation::Subject(Subject::Reach(block)) => {
            let name = &pathway[*block].name;
            if expect.not {
                format!("family comes to `{name}`")
            } else {
                format!("family does not come to `{name}`; it {}", ends(ctx, family))
            }
        }
        Expectation::Subject(Subject::Action {
            strength,
            verb,
            what: about,
        }) => {
            let name = what(pathway, about);
            match family.got.iter().find(|got| got.what == *about) {
                Some(got) if expect.not => format!("family gets {name}, as {}", manner(got)),
                Some(got) if strength.is_some() || verb.is_some() => {
                    format!(
                        "family does not get {name} in this way; it does as {}",
                        manner(got)
                    )
                }
                Some(got) => format!("family gets {name} only as {}", manner(got)),
                None => format!("family does not get {name}; it {}", gets(ctx, family)),
            }
        }
        Expectation::Asked(question) => format!(
            "family {} `{}`",
            if expect.not {
                "is asked"
            } else {
                "is not asked"
            },
            pathway[*question].name
        ),
        Expectation::NoOutcome => format!("family {}", ends(ctx, family)),
        Expectation::ValueIs(value, _) => {
            let it = &pathway[*value];
            let kind = if it.level { "level" } else { "value" };
            let option = family
                .value(pathway, *value)
                .and_then(|option| it.options.get(option));
            match option {
                Some(option) => format!("{kind} `{}` is `{}`", it.name, option.name),
                None => format!("{kind} `{}` cannot be told for this family", it.name),
            }
        }
        Expectation::ScoreIs(score, _) => {
            let name = &pathway[*score].name;
            match family.score(pathway, *score) {
                Some(points) => format!("score `{name}` is {points}"),
                None => format!("score `{name}` cannot be told for this family"),
            }
        }
    }
}

pub(super) fn check(ctx: &Context<'_>, out: &mut Diagnostics) {
    if ctx.pathway.start.is_none() {
        return;
    }
    let evaluator = Evaluator::new(ctx.pathway, ctx.today);
    for (at, example) in ctx.pathway.examples.iter().enumerate() {
        if ctx.pathway.broken.holds(Part::Example(at)) {
            continue;
        }
        let family = evaluator.evaluate(&Sheet::of(example));
        if !family.may_be_misread(ctx.pathway) {
            out.findings.extend(finding(ctx, example, &family));
        }
    }
}

fn finding(ctx: &Context<'_>, example: &Example, family: &Evaluation) -> Option<Diagnostic> {
    let unreadable =
        |question: &QuestionId| matches!(ctx.pathway[*question].answers, Answers::Broken);
    if family.waiting.iter().any(unreadable) {
        return None;
    }
    if !family.waiting.is_empty() {
        return Some(is_not_told(ctx, example, &family.waiting));
    }
    if let Some(problem) = family
        .problems
        .iter()
        .find(|problem| settles_nothing(problem))
    {
        return Some(cannot_be_settled(ctx, example, problem));
    }
    if example
        .expect
        .iter()
        .any(|it| speaks_of_the_unread(ctx, it))
    {
        return None;
    }
    let unmet: Vec<&Expect> = example
        .expect
        .iter()
        .filter(|expect| is_so(ctx, family, &expect.what) == expect.not)
        .collect();
    (!unmet.is_empty()).then(|| is_not_met(ctx, example, family, &unmet))
}

/// Whether an expectation is about a value or score that could not be read, or hangs on something that
/// could not be.
fn speaks_of_the_unread(ctx: &Context<'_>, expect: &Expect) -> bool {
    let part = match &expect.what {
        Expectation::ValueIs(value, _) => Part::Value(*value),
        Expectation::ScoreIs(score, _) => Part::Score(*score),
        Expectation::Subject(_) | Expectation::Asked(_) | Expectation::NoOutcome => return false,
    };
    !ctx.pathway
        .broken
        .parts
        .is_disjoint(&uses_of(ctx.pathway, part))
}

/// Whether a problem leaves open what the family gets. A place without a way on does not: the family
/// stops there, and that is another finding's business.
fn settles_nothing(problem: &Problem) -> bool {
    match problem {
        Problem::Conflict { .. }
        | Problem::Undecided { .. }
        | Problem::UndecidedAction { .. }
        | Problem::Circle(_)
        | Problem::ValueGap { .. }
        | Problem::ValueConflict { .. }
        | Problem::Broken { .. } => true,
        Problem::Gap { .. } | Problem::DeadEnd { .. } => false,
    }
}

fn is_so(ctx: &Context<'_>, family: &Evaluation, expected: &Expectation) -> bool {
    match expected {
        Expectation::Subject(subject) => family.gets(subject),
        Expectation::Asked(question) => family.was_asked(ctx.pathway, *question),
        Expectation::NoOutcome => outcomes(ctx, family).is_empty(),
        Expectation::ValueIs(value, option) => family.value(ctx.pathway, *value) == Some(*option),
        Expectation::ScoreIs(score, points) => family.score(ctx.pathway, *score) == Some(*points),
    }
}

fn outcomes(ctx: &Context<'_>, family: &Evaluation) -> Vec<String> {
    let blocks = family.visits.iter().map(|visit| &ctx.pathway[visit.block]);
    blocks
        .filter(|block| block.kind == BlockKind::Outcome)
        .map(|block| format!("`{}`", block.name))
        .collect()
}

fn ends(ctx: &Context<'_>, family: &Evaluation) -> String {
    match &outcomes(ctx, family)[..] {
        [] => String::from("comes to no outcome"),
        outcomes => format!("comes to {}", shortened(outcomes, 5, "and")),
    }
}

fn gets(ctx: &Context<'_>, family: &Evaluation) -> String {
    let got: Vec<String> = family
        .got
        .iter()
        .filter(|got| got.strength != Strength::MustNot)
        .map(|got| what(ctx.pathway, &got.what))
        .collect();
    if got.is_empty() {
        String::from("gets nothing")
    } else {
        format!("gets {}", shortened(&got, 5, "and"))
    }
}

/// How an action is written: `` `must refer to` ``.
fn manner(got: &Got) -> String {
    let strength = match got.strength {
        Strength::Must => "must",
        Strength::Should => "should",
        Strength::Consider => "consider",
        Strength::MustNot => "must not",
    };
    let verb = match got.verb {
        Verb::Refer => " refer to",
        Verb::Signpost => " signpost to",
        Verb::Offer => " offer",
        Verb::Contact | Verb::Do | Verb::Say | Verb::Urgent => "",
    };
    format!("`{strength}{verb}`")
}
