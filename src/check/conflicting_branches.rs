//! `conflicting-branches`: two ways on from a place that lead to different places and both apply to a family;
//! and two lines of a value.

use std::collections::BTreeSet;

use super::{Context, SHOWN};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::evaluate::Truth;
use crate::ir::{BlockId, Part, ValueId};
use crate::logic::{Asked, Claim, Family, Settled};

fn both_apply(
    ctx: &Context<'_>,
    block: BlockId,
    ways: (usize, usize),
    family: &Family,
    others: usize,
) -> Diagnostic {
    let called = ctx.called(block);
    let ways = (
        &ctx.pathway[block].ways[ways.0],
        &ctx.pathway[block].ways[ways.1],
    );
    let name = |target: Option<BlockId>| {
        target.map_or_else(String::new, |it| format!("`{}`", ctx.pathway[it].name))
    };
    let (first, second) = (name(ways.0.target), name(ways.1.target));
    let mut finding = Diagnostic::new(
        Code::ConflictingBranches,
        ways.0.span,
        format!(
            "At {called}, two ways apply to {}: one leads to {first}, the other to {second}.",
            ctx.a_family(family)
        ),
    )
    .here(format!("This way leads to {first}."))
    .label(ways.1.span, format!("This one leads to {second}."));
    finding = ctx.told(
        finding,
        family,
        format!("at {called}, the way to {first} and the way to {second} both apply."),
    );
    if others > 0 {
        finding = finding.help(format!(
            "{} more pairs of ways of {called} overlap too.",
            others
        ));
    }
    finding
        .help("Say in one of the two conditions what tells these families apart.")
        .help("If the first that applies is always meant, write `first match` above the ways; if both are, `every match`.")
}

fn lines_differ(
    ctx: &Context<'_>,
    value: ValueId,
    lines: (usize, usize),
    block: BlockId,
    family: &Family,
) -> Diagnostic {
    let it = &ctx.pathway[value];
    let kind = if it.level { "level" } else { "value" };
    let (first, second) = (&it.lines[lines.0], &it.lines[lines.1]);
    let name = |option: usize| it.options.get(option).map_or("", |it| it.name.as_str());
    let (one, other) = (name(first.option), name(second.option));
    let finding = Diagnostic::new(
        Code::ConflictingBranches,
        first.span,
        format!(
            "Two lines of the {kind} `{}` apply to {}: one says `{one}`, the other `{other}`.",
            it.name,
            ctx.a_family(family)
        ),
    )
    .here(format!("This line says `{one}`."))
    .label(second.span, format!("This one says `{other}`."))
    .label(ctx.pathway[block].span, "It is needed here.");
    ctx.told(
        finding,
        family,
        format!(
            "at {}, the {kind} `{}` is needed, and is both `{one}` and `{other}`.",
            ctx.called(block),
            it.name
        ),
    )
    .help("Say in one of the two conditions what tells these families apart. If the first that applies is always meant, \
         write `first match` above the lines.")
}

pub(super) fn check(ctx: &Context<'_>, out: &mut Diagnostics) {
    let Some(logic) = &ctx.logic else {
        return;
    };
    let mut told: BTreeSet<ValueId> = BTreeSet::new();
    for block in ctx.blocks() {
        if logic.survey().found(Asked::Conflict(block)) == Settled::Can
            && !ctx.pathway.broken.holds(Part::Block(block))
        {
            ways_of(ctx, block, out);
        }
        for value in (0..ctx.pathway.values.len()).map(ValueId) {
            let found = logic.survey().found(Asked::ValueConflict(block, value));
            if found == Settled::Can && !told.contains(&value) {
                let family = ctx.family(&Claim::ValueConflict(block, value));
                let finding = family.and_then(|it| lines_of(ctx, value, block, &it));
                if let Some(finding) = finding {
                    told.insert(value);
                    out.push(finding);
                }
            }
        }
    }
}

/// Every pair of ways that overlap, each with its family; of many, the first few.
fn ways_of(ctx: &Context<'_>, block: BlockId, out: &mut Diagnostics) {
    let pairs = overlapping(ctx, block);
    let others = pairs.len().saturating_sub(SHOWN);
    let shown = pairs.len().min(SHOWN);
    for (at, ways) in pairs.into_iter().take(SHOWN).enumerate() {
        let both = Claim::All(vec![
            Claim::Applies(block, ways.0),
            Claim::Applies(block, ways.1),
        ]);
        let others = if at + 1 == shown { others } else { 0 };
        let family = ctx.family(&both);
        out.findings
            .extend(family.map(|it| both_apply(ctx, block, ways, &it, others)));
    }
}

fn overlapping(ctx: &Context<'_>, block: BlockId) -> Vec<(usize, usize)> {
    let Some(logic) = &ctx.logic else {
        return Vec::new();
    };
    logic.overlaps(block)
}

/// The first two lines of a value that apply to this family and differ.
fn lines_of(
    ctx: &Context<'_>,
    value: ValueId,
    block: BlockId,
    family: &Family,
) -> Option<Diagnostic> {
    let visit = family.evaluation.visit(block)?;
    let lines = &ctx.pathway[value].lines;
    let applying: Vec<usize> = (0..lines.len())
        .filter(|at| match &lines[*at].when {
            None => !lines[*at].otherwise,
            Some(guard) => {
                let truth = family
                    .evaluation
                    .truth_at(ctx.pathway, visit, &guard.condition);
                truth == Truth::Yes
            }
        })
        .collect();
    let first = *applying.first()?;
    let second = applying
        .iter()
        .copied()
        .find(|at| lines[*at].option != lines[first].option)?;
    Some(lines_differ(ctx, value, (first, second), block, family))
}
