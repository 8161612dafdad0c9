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
        several => format!(
            "{} of {} are in no example: {}.",
            several.len(),
            count(all, "outcome"),
            names(several)
        ),
    };
    let mut finding = Diagnostic::new(Code::OutcomeWithoutExample, first.0, message);
    for (span, _) in others.iter().take(SHOWN - 1) {
        finding = finding.label(*span, "This one too.");
    }
    Some(finding.help(
        "Write an `example` of a family that comes there: what it answers, and what it should get.",
    ))
}

pub(super) fn check(ctx: &Context<'_>, out: &mut Diagnostics) {
    let coverage = coverage(ctx.pathway, ctx.today, &Dead::default());
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
