//! `asked-for-nothing`: questions that some family is asked although no other answer of its would change where it
//! goes or what it gets.
//!
//! One finding for the file, however many there are.

use super::{Context, SHOWN, names};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ir::{Answer, QuestionId};
use crate::source::Span;

type Idle = (QuestionId, Vec<(QuestionId, Answer)>);

fn for_nothing(ctx: &Context<'_>, found: &[(Span, Idle)]) -> Option<Diagnostic> {
    let ((span, (first, answers)), others) = found.split_first()?;
    let family = &ctx.logic.as_ref()?.idle_family(*first, answers)?;
    let name = &ctx.pathway[*first].name;
    let listed: Vec<&str> = found
        .iter()
        .map(|(_, (question, _))| ctx.pathway[*question].name.as_str())
        .collect();
    // Whatever it answered to the question itself is no part of the reason.
    let mut reason = family.told.clone();
    reason.retain(|(question, _)| question != first);
    let message = match others {
        [] if reason.is_empty() => format!(
            "The answer to `{name}` changes nothing: whatever a family answers, it goes the same way and gets the same."
        ),
        [] => format!(
            "For some families the answer to `{name}` changes nothing: whatever they answer, they go the same way and \
             get the same. One of them is {}.",
            ctx.a_family_with(&reason)
        ),
        _ => format!(
            "The answers to {} questions change nothing for some families, who go the same way and get the same \
             whatever they answer: {}.",
            found.len(),
            names(&listed)
        ),
    };
    let mut finding = Diagnostic::new(Code::AskedForNothing, *span, message);
    for (span, _) in others.iter().take(SHOWN - 1) {
        finding = finding.label(*span, "This one too.");
    }
    let finding = ctx.told(
        finding,
        family,
        format!("any other answer to `{name}` makes no difference to this family."),
    );
    Some(finding.help(
        "Where that is clear before it is asked, ask it only of the others. Where it is not, or the answer is wanted \
         all the same, say so: `allow asked-for-nothing \"...\"`.",
    ))
}

pub(super) fn check(ctx: &Context<'_>, out: &mut Diagnostics) {
    let Some(logic) = ctx.logic.as_ref().filter(|_| ctx.is_whole()) else {
        return;
    };
    let questions = (0..ctx.pathway.questions.len()).map(QuestionId);
    let found = questions
        .filter_map(|question| {
            let answers = logic.asked_for_nothing(question)?;
            Some((ctx.pathway[question].span, (question, answers)))
        })
        .collect();
    for found in ctx.together(Code::AskedForNothing, found) {
        out.findings.extend(for_nothing(ctx, &found));
    }
}
