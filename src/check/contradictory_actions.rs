//! `contradictory-actions`: a family that is told to do a thing and not to do it.
//!
//! To refer to a service and to tell of it are two things: `must not refer to S` beside `signpost to S` is no
//! contradiction. An action without a manner (`must not S`) speaks of all.

use super::Context;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::evaluate::{Truth, what};
use crate::ir::{Action, BlockId, Strength, Verb, What};
use crate::logic::{Asked, Claim, Family, Settled};
use std::collections::BTreeMap;

type Given<'a> = (BlockId, usize, &'a Action);

fn contradict(
    ctx: &Context<'_>,
    told: &Given<'_>,
    forbidden: &Given<'_>,
    family: &Family,
) -> Diagnostic {
    let name = what(ctx.pathway, &forbidden.2.what);
    let strength = strength(told.2.strength);
    let places = if told.0 == forbidden.0 {
        format!(
            "At {}, {name} is both {strength} and forbidden",
            ctx.called(told.0)
        )
    } else {
        format!(
            "{name} is {strength} at {} and forbidden at {}",
            ctx.called(told.0),
            ctx.called(forbidden.0)
        )
    };
    let finding = Diagnostic::new(
        Code::ContradictoryActions,
        forbidden.2.span,
        format!("{places}, and both are for {}.", ctx.a_family(family)),
    )
    .here("Here it is forbidden.")
    .label(told.2.span, format!("Here it is {strength}."));
    ctx.told(
        finding,
        family,
        format!("it gets {name}, and is told that it must not."),
    )
    .help("Say in the condition of one of the two lines which families it is not for.")
}

fn strength(strength: Strength) -> &'static str {
    match strength {
        Strength::Must => "a must",
        Strength::Should => "advised",
        Strength::Consider => "to be considered",
        Strength::MustNot => "forbidden",
    }
}

pub(super) fn check(ctx: &Context<'_>, out: &mut Diagnostics) {
    let Some(logic) = &ctx.logic else {
        return;
    };
    let mut by_thing: BTreeMap<&What, (Vec<Given<'_>>, Vec<Given<'_>>)> = BTreeMap::new();
    for block in ctx.blocks() {
        for (number, action) in ctx.pathway[block].actions.iter().enumerate() {
            if matches!(action.verb, Verb::Say | Verb::Urgent) {
                continue;
            }
            let (told, forbidden) = by_thing.entry(&action.what).or_default();
            if action.strength == Strength::MustNot {
                forbidden.push((block, number, action));
            } else {
                told.push((block, number, action));
            }
        }
    }
    for (told, mut forbidden) in by_thing.into_values() {
        forbidden.retain(|(block, number, action)| {
            action.when.is_none()
                || logic
                    .survey()
                    .found(Asked::Action(*block, *number, Truth::Yes))
                    != Settled::Cannot
        });
        let pairs: Vec<(&Given<'_>, &Given<'_>)> = forbidden
            .iter()
            .flat_map(|forbidden| told.iter().map(move |told| (told, forbidden)))
            .filter(|(told, forbidden)| is_against(told.2, forbidden.2))
            .collect();
        if pairs.is_empty() {
            continue;
        }
        let both = pairs.iter().map(|(told, forbidden)| {
            Claim::All(vec![
                Claim::gives(told.0, told.2),
                Claim::gives(forbidden.0, forbidden.2),
            ])
        });
        let Some(family) = ctx.family(&Claim::Any(both.collect())) else {
            continue;
        };
        let gets = |given: &Given<'_>| {
            let visit = family.evaluation.visit(given.0);
            visit.is_some_and(|visit| visit.gets.iter().any(|it| it.action == given.1))
        };
        let pair = pairs
            .iter()
            .find(|(told, forbidden)| gets(told) && gets(forbidden));
        let finding = pair.map(|(told, forbidden)| contradict(ctx, told, forbidden, &family));
        out.findings.extend(finding);
    }
}

/// Whether what must not be done is what is to be done.
fn is_against(told: &Action, forbidden: &Action) -> bool {
    let any = |verb: Verb| matches!(verb, Verb::Contact | Verb::Do);
    told.verb == forbidden.verb || any(told.verb) || any(forbidden.verb)
}
