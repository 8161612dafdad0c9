//! `missing-branch`: a family to whom no way on from a place applies, or no line of a value.
//!
//! What counts is whether the ways cover everybody, and not how they are written: a place without `otherwise`
//! whose ways leave nobody out is complete.

use std::collections::BTreeSet;

use super::Context;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ir::{BlockId, Part, ValueId};
use crate::logic::{Asked, Claim, Family, Settled};

fn no_way_applies(ctx: &Context<'_>, block: BlockId, family: &Family) -> Diagnostic {
    let called = ctx.called(block);
    ctx.told(
        Diagnostic::new(
            Code::MissingBranch,
            ctx.pathway[block].span,
            format!(
                "At {called}, there is no way on for {}.",
                ctx.any_family(family)
            ),
        ),
        family,
        format!("at {called}, none of the ways applies, and they are stuck there."),
    )
    .help(
        "Add a way for these families, or widen one. Where all others go the same way, end with \
         `otherwise -> NAME`.",
    )
}

fn no_line_applies(
    ctx: &Context<'_>,
    value: ValueId,
    block: BlockId,
    family: &Family,
) -> Diagnostic {
    let it = &ctx.pathway[value];
    let kind = if it.level { "level" } else { "value" };
    let called = ctx.called(block);
    ctx.told(
        Diagnostic::new(
            Code::MissingBranch,
            it.span,
            format!(
                "The {kind} `{}` has no line for {}.",
                it.name,
                ctx.any_family(family)
            ),
        )
        .label(ctx.pathway[block].span, "It is needed here."),
        family,
        format!(
            "at {called}, the {kind} `{}` is needed, and none of its lines applies.",
            it.name
        ),
    )
    .help(format!(
        "Add a line to `{}` for these families, or end it with `otherwise is NAME`.",
        it.name
    ))
}

pub(super) fn check(ctx: &Context<'_>, out: &mut Diagnostics) {
    let Some(logic) = &ctx.logic else {
        return;
    };
    let mut told: BTreeSet<ValueId> = BTreeSet::new();
    for block in ctx.blocks() {
        if logic.survey().found(Asked::Gap(block)) == Settled::Can
            && !ctx.pathway.broken.holds(Part::Block(block))
        {
            let family = ctx.family(&Claim::Gap(block));
            out.findings
                .extend(family.map(|it| no_way_applies(ctx, block, &it)));
        }
        for value in (0..ctx.pathway.values.len()).map(ValueId) {
            let found = logic.survey().found(Asked::ValueGap(block, value));
            if found == Settled::Can && !told.contains(&value) {
                let family = ctx.family(&Claim::ValueGap(block, value));
                if let Some(family) = family {
                    told.insert(value);
                    out.push(no_line_applies(ctx, value, block, &family));
                }
            }
        }
    }
}
