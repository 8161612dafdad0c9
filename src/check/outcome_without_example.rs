//! `outcome-without-example`: outcomes that families come to, and no example does.

use super::{Context, SHOWN, names};
use crate::coverage::{Dead, coverage};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, count};
use crate::ir::{BlockId, Part};
use crate::source::Span;

fn are_in_no_example(
    ctx: &Context<'_>,
    all: usize,
    missing: &[(Span, BlockId)],
) -> Option<Diagnostic> {
    let (first, others) = missing.split_first()?;
    let shown: Vec<&str> = missing
        .iter()
        .map(|(_, block)| ctx.pathway[*block].name.as_str())
        .collect();
    let message = match shown.as_slice() {
        [only] => format!("The outcome `{only}` is in no example."),
        several if several.len() == all => {
            format!(
                "None of {} is in an example: {}.",
                count(all, "outcome"),
                names(several)
            )
        }
        several => format!(
            "{} of {} are in no example: {}.",
            several.len(),
            count(all, "outcome"),
            names(several)
        ),
    };
    let mut finding = Diagnostic::new(Code::OutcomeWithoutExample, first.0, message);
    if !others.is_empty() {
        finding = finding.here("No example comes here.");
    }
    for (span, _) in others.iter().take(SHOWN - 1) {
        finding = finding.label(*span, "Nor here.");
    }
    Some(finding.help(
        "Write an `example` of a family that comes there: what it answers, and what it should get.",
    ))
}

pub(super) fn check(ctx: &Context<'_>, out: &mut Diagnostics) {
    let whole = ctx.logic.as_ref().filter(|_| ctx.is_whole());
    let dead = whole.map(|logic| Dead::found_by(logic, ctx.pathway));
    let coverage = coverage(ctx.pathway, ctx.today, &dead.unwrap_or_default());
    if coverage.is_in_doubt {
        return;
    }
    let missing = coverage
        .outcomes
        .missing()
        .filter(|block| !ctx.pathway.broken.mentions(Part::Block(*block)))
        .map(|block| (ctx.pathway[block].span, block));
    let all = coverage.outcomes.all.len();
    for missing in ctx.together(Code::OutcomeWithoutExample, missing.collect()) {
        out.findings.extend(are_in_no_example(ctx, all, &missing));
    }
}
