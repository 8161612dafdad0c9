//! `rule-broken`: a promise that some family shows to be broken.
//!
//! A promise is made for every family, however its way ends. Only `always` leaves out families for whom the
//! pathway does not say one thing (two ways that contradict each other, a choice before it is asked, a circle):
//! each of those has a finding of its own.

use super::Context;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::evaluate::what;
use crate::ir::{
    BlockId, Condition, Guard, Part, Pathway, Promise, PromiseKind, Rule, Subject, ValueId,
};
use crate::logic::{Asked, Claim, Family, Settled};

fn broken(ctx: &Context<'_>, rule: &Rule, promise: &Promise, family: &Family) -> Diagnostic {
    let then = what_happens(ctx, promise, family);
    let finding = Diagnostic::new(
        Code::RuleBroken,
        promise.span,
        format!(
            "The rule `{}` does not hold: {} {then}.",
            rule.name,
            ctx.a_family(family)
        ),
    )
    .here("This is what was promised.");
    let finding = places(ctx, promise, family)
        .into_iter()
        .take(2)
        .fold(finding, |finding, span| {
            finding.label(span, "It happens here.")
        });
    ctx.told(finding, family, format!("it {then}.")).help(
        "If the rule is right, change where this family goes or what it gets. If it asks too much, say in the rule \
         for whom it holds.",
    )
}

/// What the family does that the promise forbids, after the word for it.
fn what_happens(ctx: &Context<'_>, promise: &Promise, family: &Family) -> String {
    match &promise.kind {
        PromiseKind::Never(subject, _) => does(ctx, subject, family),
        PromiseKind::Always(subject, _) => does_not(ctx, subject, family),
        PromiseKind::NeverBoth(first, second, _) => format!(
            "{} and {}",
            does(ctx, first, family),
            does(ctx, second, family)
        ),
        PromiseKind::Before(first, second) => format!(
            "{} without {} before",
            does(ctx, second, family),
            doing(ctx, first)
        ),
    }
}

fn does(ctx: &Context<'_>, subject: &Subject, family: &Family) -> String {
    match subject {
        Subject::Reach(block) => format!("comes to `{}`", ctx.pathway[*block].name),
        Subject::Action { what: about, .. } => {
            let got = family.evaluation.got.iter().find(|got| got.what == *about);
            let at = got.and_then(|got| got.places.first());
            let at = at.map_or_else(String::new, |(block, _)| {
                format!(" at `{}`", ctx.pathway[*block].name)
            });
            format!("gets {}{at}", what(ctx.pathway, about))
        }
    }
}

fn does_not(ctx: &Context<'_>, subject: &Subject, family: &Family) -> String {
    match subject {
        Subject::Reach(block) => format!("does not come to `{}`", ctx.pathway[*block].name),
        Subject::Action { what: about, .. } => {
            let name = what(ctx.pathway, about);
            let got = family.evaluation.got.iter().any(|got| got.what == *about);
            if got {
                format!("does not get {name} in this way")
            } else {
                format!("does not get {name}")
            }
        }
    }
}

fn doing(ctx: &Context<'_>, subject: &Subject) -> String {
    match subject {
        Subject::Reach(block) => format!("coming to `{}`", ctx.pathway[*block].name),
        Subject::Action { what: about, .. } => format!("getting {}", what(ctx.pathway, about)),
    }
}

/// The actions that the promise speaks of, where the family gets them.
fn places(ctx: &Context<'_>, promise: &Promise, family: &Family) -> Vec<crate::source::Span> {
    let subjects = match &promise.kind {
        PromiseKind::Never(subject, _) => vec![subject],
        PromiseKind::Always(..) => Vec::new(),
        PromiseKind::NeverBoth(first, second, _) => vec![first, second],
        PromiseKind::Before(_, second) => vec![second],
    };
    subjects
        .into_iter()
        .filter_map(|subject| match subject {
            Subject::Reach(block) => Some(ctx.pathway[*block].span),
            Subject::Action { what: about, .. } => {
                let got = family
                    .evaluation
                    .got
                    .iter()
                    .find(|got| got.what == *about)?;
                let (block, action) = got.places.first()?;
                Some(ctx.pathway[*block].actions.get(*action)?.span)
            }
        })
        .collect()
}

pub(super) fn check<'a>(ctx: &Context<'a>, out: &mut Diagnostics) {
    let Some(logic) = &ctx.logic else {
        return;
    };
    let pathway: &'a Pathway = ctx.pathway;
    for (number, rule) in pathway.rules.iter().enumerate() {
        if ctx.pathway.broken.holds(Part::Rule(number)) {
            continue;
        }
        let mut holds = true;
        for promise in &rule.promises {
            let against = against(ctx, promise);
            if logic.can(&against) == Settled::Cannot {
                continue;
            }
            holds = false;
            if let Some(family) = ctx.family(&against) {
                out.push(broken(ctx, rule, promise, &family));
            }
        }
        if holds {
            ctx.rules_that_hold.borrow_mut().insert(number);
        }
    }
}

/// What is so of a family that shows a promise to be broken.
fn against<'a>(ctx: &Context<'a>, promise: &'a Promise) -> Claim<'a> {
    let pathway: &'a Pathway = ctx.pathway;
    let when = |guard: &'a Option<Guard>| {
        guard
            .iter()
            .map(|guard| Claim::AtTheEnd(&guard.condition))
            .collect::<Vec<_>>()
    };
    match &promise.kind {
        PromiseKind::Never(subject, guard) => {
            let mut all = when(guard);
            all.push(Claim::gets(pathway, subject));
            Claim::All(all)
        }
        PromiseKind::Always(subject, guard) => {
            let mut all = when(guard);
            // Of every family, and not only of those who come near what is promised.
            all.extend(pathway.start.map(Claim::Comes));
            all.push(Claim::Not(Box::new(Claim::gets(pathway, subject))));
            all.push(Claim::Not(Box::new(Claim::Any(says_two_things(ctx)))));
            Claim::All(all)
        }
        PromiseKind::NeverBoth(first, second, guard) => {
            let mut all = when(guard);
            all.push(Claim::gets(pathway, first));
            all.push(Claim::gets(pathway, second));
            Claim::All(all)
        }
        PromiseKind::Before(first, second) => not_before(pathway, first, second),
    }
}

/// That a family comes to or gets the second, at a place to which it did not come through the first.
fn not_before<'a>(pathway: &'a Pathway, first: &Subject, second: &Subject) -> Claim<'a> {
    let from: Vec<(BlockId, Option<&'a Condition>)> = match first {
        Subject::Reach(block) => vec![(*block, None)],
        Subject::Action { .. } => Claim::places_that_give(pathway, first)
            .into_iter()
            .map(|(block, _, action)| (block, action.when.as_ref().map(|it| &it.condition)))
            .collect(),
    };
    let to: Vec<(BlockId, usize, Claim<'a>)> = match second {
        Subject::Reach(block) => vec![(*block, 0, Claim::Comes(*block))],
        Subject::Action { .. } => Claim::places_that_give(pathway, second)
            .into_iter()
            .map(|(block, number, action)| (block, number, Claim::gives(block, action)))
            .collect(),
    };
    let each = to.into_iter().map(|(block, action, gives)| {
        let passed = Claim::Passed(from.clone(), block);
        // What stands above in the same place comes before.
        let above = match first {
            Subject::Reach(there) if *there == block => Some(Claim::Comes(block)),
            Subject::Reach(_) => None,
            Subject::Action { .. } => {
                let above = Claim::places_that_give(pathway, first).into_iter();
                let above = above.filter(|(at, number, _)| *at == block && *number < action);
                let above = above.map(|(at, _, action)| Claim::gives(at, action));
                Some(Claim::Any(above.collect()))
            }
        };
        let before = Claim::Any(std::iter::once(passed).chain(above).collect());
        Claim::All(vec![gives, Claim::Not(Box::new(before))])
    });
    Claim::Any(each.collect())
}

/// Everything by which the pathway does not say one thing to some family.
fn says_two_things<'a>(ctx: &Context<'a>) -> Vec<Claim<'a>> {
    let mut claims = Vec::new();
    let Some(logic) = &ctx.logic else {
        return claims;
    };
    let can = |asked| logic.survey().found(asked) != Settled::Cannot;
    for block in ctx.blocks() {
        if can(Asked::Conflict(block)) {
            claims.push(Claim::Conflict(block));
        }
        if can(Asked::Undecided(block)) {
            claims.push(Claim::Undecided(block));
        }
        for action in 0..ctx.pathway[block].actions.len() {
            if can(Asked::UndecidedAction(block, action)) {
                claims.push(Claim::UndecidedAction(block, action));
            }
        }
        for value in (0..ctx.pathway.values.len()).map(ValueId) {
            if can(Asked::ValueGap(block, value)) {
                claims.push(Claim::ValueGap(block, value));
            }
            if can(Asked::ValueConflict(block, value)) {
                claims.push(Claim::ValueConflict(block, value));
            }
        }
    }
    for circle in logic.circles() {
        claims.push(Claim::GoesRound(circle));
    }
    claims
}
