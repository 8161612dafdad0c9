//! `unreachable-branch`: a way that no family takes, at a place where families come; and a line of a value that
//! never applies.
//!
//! Told in two wordings: nobody who comes there meets the condition; or everybody who does is caught by lines
//! before it, and by which. A place where nobody comes is told as a whole, by `unreachable-step`.

use super::Context;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ir::{BlockId, Policy, ValueId, WayKind};
use crate::logic::{Asked, Settled};

fn nobody_takes(
    ctx: &Context<'_>,
    block: BlockId,
    way: usize,
    caught: Option<&[usize]>,
) -> Diagnostic {
    let ways = &ctx.pathway[block].ways;
    let it = &ways[way];
    let called = ctx.called(block);
    let target = it.target.map_or_else(String::new, |target| {
        format!(" to `{}`", ctx.pathway[target].name)
    });
    let message = match (it.kind, caught) {
        (WayKind::Otherwise, _) => format!(
            "At {called}, nobody is left for `otherwise`: the other ways are for everybody who comes there."
        ),
        (_, Some(_)) => format!(
            "At {called}, nobody takes the way{target}: the lines before it catch everybody it is for."
        ),
        (_, None) => format!(
            "At {called}, nobody takes the way{target}: no family that comes there meets its condition."
        ),
    };
    let mut finding = Diagnostic::new(Code::UnreachableBranch, it.span, message);
    for earlier in caught.into_iter().flatten().take(6) {
        finding = finding.label(ways[*earlier].span, "This catches some of them, or all.");
    }
    let help = match (it.kind, caught) {
        (WayKind::Otherwise, _) => "Delete the line, if nobody was meant by it.",
        (_, Some(_)) => "Put this line before those that catch its families, or delete it.",
        (_, None) => {
            "Look at what must be so before a family comes here, and mend the condition; or delete the line."
        }
    };
    finding.help(help)
}

fn never_says(ctx: &Context<'_>, value: ValueId, line: usize) -> Diagnostic {
    let it = &ctx.pathway[value];
    let line = &it.lines[line];
    let kind = if it.level { "level" } else { "value" };
    let option = it
        .options
        .get(line.option)
        .map_or("", |it| it.name.as_str());
    let message = if line.otherwise {
        format!(
            "Nobody is left for `otherwise` in the {kind} `{}`: the other lines are for everybody.",
            it.name
        )
    } else {
        format!(
            "By this line the {kind} `{}` is never `{option}`, whatever a family answers.",
            it.name
        )
    };
    Diagnostic::new(Code::UnreachableBranch, line.span, message)
        .help("Mend the condition, or delete the line.")
}

pub(super) fn check(ctx: &Context<'_>, out: &mut Diagnostics) {
    let Some(logic) = ctx.logic.as_ref().filter(|_| ctx.is_whole()) else {
        return;
    };
    for block in ctx.blocks() {
        if logic.survey().reached(block) != Settled::Can {
            continue;
        }
        for way in 0..ctx.pathway[block].ways.len() {
            if logic.survey().found(Asked::May(block, way)) == Settled::Cannot {
                let caught = caught_by(ctx, block, way);
                out.push(nobody_takes(ctx, block, way, caught.as_deref()));
            }
        }
    }
    for value in (0..ctx.pathway.values.len()).map(ValueId) {
        for line in 0..ctx.pathway[value].lines.len() {
            if logic.survey().found(Asked::ValueMay(value, line)) == Settled::Cannot {
                out.push(never_says(ctx, value, line));
            }
        }
    }
}

/// Under `first match`, the fewest earlier lines that catch everybody for whom a way is; none where it is for nobody
/// anyway.
fn caught_by(ctx: &Context<'_>, block: BlockId, way: usize) -> Option<Vec<usize>> {
    let logic = ctx.logic.as_ref()?;
    let it = &ctx.pathway[block];
    if it.policy != Policy::FirstMatch || it.ways[way].kind == WayKind::Otherwise {
        return None;
    }
    logic.caught_by(block, way)
}
