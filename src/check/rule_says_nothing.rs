//! `rule-says-nothing`: a promise whose condition holds for no family, so that it promises nothing.

use super::Context;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ir::{Guard, PromiseKind, Rule};
use crate::logic::{Claim, Settled};

fn says_nothing(rule: &Rule, guard: &Guard) -> Diagnostic {
    Diagnostic::new(
        Code::RuleSaysNothing,
        guard.span,
        format!(
            "A line of the rule `{}` promises nothing: its condition `{}` holds for no family.",
            rule.name, guard.text
        ),
    )
    .help("Inside a rule, `q is a` means that the question was asked and answered so. Look at who is asked, and mend the condition.")
}

pub(super) fn check(ctx: &Context<'_>, out: &mut Diagnostics) {
    let Some(logic) = ctx.logic.as_ref().filter(|_| ctx.is_whole()) else {
        return;
    };
    for rule in &ctx.pathway.rules {
        for promise in &rule.promises {
            let guard = match &promise.kind {
                PromiseKind::Never(_, guard)
                | PromiseKind::Always(_, guard)
                | PromiseKind::NeverBoth(_, _, guard) => guard.as_ref(),
                PromiseKind::Before(..) => None,
            };
            let Some(guard) = guard else {
                continue;
            };
            // Of every family: what it was not asked may be what makes the condition hold.
            let holds = Claim::AtTheEnd(&guard.condition);
            let of_all = ctx
                .pathway
                .start
                .map(Claim::Comes)
                .into_iter()
                .chain([holds]);
            if logic.can(&Claim::All(of_all.collect())) == Settled::Cannot {
                out.push(says_nothing(rule, guard));
            }
        }
    }
}
