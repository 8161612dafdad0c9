//! `example-fails`: an example whose family does not get what it should.

use super::Context;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, count};
use crate::evaluate::{Evaluation, Evaluator, Problem, Sheet, describe, what};
use crate::families::{answers_to_choose_from, shortened};
use crate::ir::{
    Answers, BlockKind, Example, Expect, Expectation, Part, QuestionId, Strength, Subject,
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
        Some(block) => finding.label(ctx.pathway[block].span, "it happens here"),
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
        [only] => format!("In the example \"{}\", {only}.", example.text),
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
        finding = finding.label(expect.span, said);
    }
    for problem in &family.problems {
        finding = finding.help(describe(problem, ctx.pathway));
    }
    finding
}

/// What is so instead of what was expected.
fn instead(ctx: &Context<'_>, family: &Evaluation, expect: &Expect) -> String {
    let pathway = ctx.pathway;
    match &expect.what {
        Expectation::Subject(Subject::Reach(block)) => {
            let name = &pathway[*block].name;
            if expect.not {
                format!("the family comes to `{name}`")
            } else {
                format!(
                    "the family does not come to `{name}`; it {}",
                    ends(ctx, family)
                )
            }
        }
        Expectation::Subject(
            subject @ Subject::Action {
                what: about,
                strength,
                ..
            },
        ) => {
            let name = what(pathway, about);
            let got = family
                .got
                .iter()
                .find(|got| got.what == *about && got.strength != Strength::MustNot);
            if family.gets(subject) && *strength == Some(Strength::MustNot) {
                format!("the family must not have {name}")
            } else if family.gets(subject) {
                format!("the family gets {name}")
            } else if let Some(got) = got {
                format!(
                    "the family does get {name}, but as something that it {}",
                    strength_in_words(got.strength)
                )
            } else {
                format!("the family does not get {name}; it {}", gets(ctx, family))
            }
        }
        Expectation::Asked(question) => format!(
            "the family {} `{}`",
            if expect.not {
                "is asked"
            } else {
                "is not asked"
            },
            pathway[*question].name
        ),
        Expectation::NoOutcome => format!("the family {}", ends(ctx, family)),
        Expectation::ValueIs(value, _) => match family.value(pathway, *value) {
            Some(option) => format!(
                "`{}` is {} for the family",
                pathway[*value].name,
                pathway[*value]
                    .options
                    .get(option)
                    .map_or_else(String::new, |option| format!("`{}`", option.name))
            ),
            None => format!("`{}` cannot be told for the family", pathway[*value].name),
        },
        Expectation::ScoreIs(score, _) => match family.score(pathway, *score) {
            Some(points) => format!("`{}` is {points} for the family", pathway[*score].name),
            None => format!("`{}` cannot be told for the family", pathway[*score].name),
        },
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
    let unmet: Vec<&Expect> = example
        .expect
        .iter()
        .filter(|expect| is_so(ctx, family, &expect.what) == expect.not)
        .collect();
    (!unmet.is_empty()).then(|| is_not_met(ctx, example, family, &unmet))
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

fn strength_in_words(strength: Strength) -> &'static str {
    match strength {
        Strength::Must => "must have",
        Strength::Should => "should have",
        Strength::Consider => "may have, if it is considered right",
        Strength::MustNot => "must not have",
    }
}
