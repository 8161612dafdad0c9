//! `asked-too-late`: a choice, or an action, that depends on an answer which some family has not been asked for by
//! then.
//!
//! What counts is whether the answer would make a difference, and not whether it is mentioned: a condition
//! that comes out the same whatever the answer is no mistake.

use std::collections::BTreeSet;

use super::Context;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, list};
use crate::evaluate::Problem;
use crate::ir::{BlockId, Part, QuestionId};
use crate::logic::{Asked, Claim, Family, Settled};

/// What the family has not been asked, in words, and how it is mended.
struct Late {
    names: String,
    several: bool,
    first: String,
}

fn late(ctx: &Context<'_>, needs: &BTreeSet<QuestionId>) -> Late {
    let names: Vec<String> = needs
        .iter()
        .map(|question| format!("`{}`", ctx.pathway[*question].name))
        .collect();
    Late {
        names: list(&names, "and"),
        several: names.len() > 1,
        first: needs
            .first()
            .map_or_else(String::new, |it| ctx.pathway[*it].name.clone()),
    }
}

fn choice_too_early(
    ctx: &Context<'_>,
    block: BlockId,
    family: &Family,
    needs: &BTreeSet<QuestionId>,
) -> Diagnostic {
    let called = ctx.called(block);
    let late = late(ctx, needs);
    let finding = Diagnostic::new(
        Code::AskedTooLate,
        ctx.pathway[block].span,
        format!(
            "At {called}, where families go depends on {}, which {} by then.",
            late.names,
            not_asked(ctx, family)
        ),
    );
    let finding = needs.iter().take(3).fold(finding, |finding, question| {
        finding.label(
            ctx.pathway[*question].span,
            "This is what has not been asked.",
        )
    });
    let finding = ctx.told(
        finding,
        family,
        format!(
            "at {called}, it cannot be told which way applies without {}.",
            late.names
        ),
    );
    cures(finding, &late)
}

fn action_too_early(
    ctx: &Context<'_>,
    block: BlockId,
    number: usize,
    family: &Family,
    needs: &BTreeSet<QuestionId>,
) -> Option<Diagnostic> {
    let action = &ctx.pathway[block].actions[number];
    let guard = action.when.as_ref()?;
    let what = crate::evaluate::what(ctx.pathway, &action.what);
    let called = ctx.called(block);
    let late = late(ctx, needs);
    let finding = Diagnostic::new(
        Code::AskedTooLate,
        guard.span,
        format!(
            "At {called}, whether a family gets {what} depends on {}, which {} by then.",
            late.names,
            not_asked(ctx, family)
        ),
    )
    .here("This cannot be told for the family.");
    let finding = needs.iter().take(3).fold(finding, |finding, question| {
        finding.label(
            ctx.pathway[*question].span,
            "This is what has not been asked.",
        )
    });
    let finding = ctx.told(
        finding,
        family,
        format!(
            "at {called}, it cannot be told whether the family gets {what} without {}.",
            late.names
        ),
    );
    Some(cures(finding, &late))
}

fn not_asked(ctx: &Context<'_>, family: &Family) -> String {
    if family.told.is_empty() {
        String::from("no family has been asked")
    } else {
        format!("{} has not been asked", ctx.a_family(family))
    }
}

fn cures(finding: Diagnostic, late: &Late) -> Diagnostic {
    let them = if late.several {
        "these questions"
    } else {
        "this question"
    };
    finding
        .help(format!("Ask {them} before, on every way that leads here."))
        .help(format!(
            "Or say what holds for families who were not asked: with `{} was asked and ...` in the condition, \
             or `unasked means ANSWER` under the question.",
            late.first
        ))
}

pub(super) fn check(ctx: &Context<'_>, out: &mut Diagnostics) {
    let Some(logic) = &ctx.logic else {
        return;
    };
    for block in ctx.blocks() {
        if ctx.pathway.broken.holds(Part::Block(block)) {
            continue;
        }
        if logic.survey().found(Asked::Undecided(block)) == Settled::Can
            && let Some(family) = ctx.family(&Claim::Undecided(block))
        {
            let needs = family.evaluation.problems.iter().find_map(|it| {
                let Problem::Undecided {
                    block: at, needs, ..
                } = it
                else {
                    return None;
                };
                (*at == block).then_some(needs)
            });
            let finding = needs.map(|needs| choice_too_early(ctx, block, &family, needs));
            out.findings.extend(finding);
        }
        for number in 0..ctx.pathway[block].actions.len() {
            if logic.survey().found(Asked::UndecidedAction(block, number)) == Settled::Can
                && let Some(family) = ctx.family(&Claim::UndecidedAction(block, number))
            {
                let needs = family.evaluation.problems.iter().find_map(|it| {
                    let Problem::UndecidedAction {
                        block: at,
                        action,
                        needs,
                    } = it
                    else {
                        return None;
                    };
                    (*at == block && *action == number).then_some(needs)
                });
                let finding =
                    needs.and_then(|needs| action_too_early(ctx, block, number, &family, needs));
                out.findings.extend(finding);
            }
        }
    }
}
