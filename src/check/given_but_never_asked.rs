//! `given-but-never-asked`: an example that gives an answer to a question its family is never asked.

use super::Context;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::evaluate::{Evaluation, Evaluator, Problem, Sheet, describe};
use crate::ir::{Example, Given, Part};

fn never_asked(
    ctx: &Context<'_>,
    example: &Example,
    given: &Given,
    family: &Evaluation,
) -> Diagnostic {
    let name = &ctx.pathway[given.question].name;
    let finding = Diagnostic::new(
        Code::GivenButNeverAsked,
        given.span,
        format!(
            "The example \"{}\" gives an answer to `{name}`, but its family is never asked that.",
            example.text
        ),
    )
    .here("The family is never asked this.");
    match family.problems.first() {
        Some(problem) => finding.help(describe(problem, ctx.pathway)),
        None => finding.help(format!(
            "Take this away, or change the answers that lead the family past `{name}`."
        )),
    }
}

pub(super) fn check(ctx: &Context<'_>, out: &mut Diagnostics) {
    if ctx.pathway.start.is_none() {
        return;
    }
    let evaluator = Evaluator::new(ctx.pathway, ctx.today);
    for (at, example) in ctx.pathway.examples.iter().enumerate() {
        let family = evaluator.evaluate(&Sheet::of(example));
        let misread =
            ctx.pathway.broken.holds(Part::Example(at)) || family.may_be_misread(ctx.pathway);
        if misread || !family.is_complete() || family.problems.iter().any(is_told_already) {
            continue;
        }
        for given in &example.given {
            let is_fact = ctx.pathway[given.question].fact;
            if !is_fact && !family.was_asked(ctx.pathway, given.question) {
                out.push(never_asked(ctx, example, given, &family));
            }
        }
    }
}

/// Whether the example fails for this already, or the family is stopped by what another finding tells.
fn is_told_already(problem: &Problem) -> bool {
    !matches!(problem, Problem::Gap { .. })
}
