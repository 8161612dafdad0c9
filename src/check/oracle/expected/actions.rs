//! What must be found of actions, services and questions that change nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::{Everyone, Expected, seen};
use crate::evaluate::{Evaluation, Truth};
use crate::families::{Cells, Choices};
use crate::ir::{Action, Answer, Answers, BlockId, QuestionId, ServiceId, Strength, Verb, What};
use crate::source::Span;

pub(super) fn all(everyone: &Everyone<'_>) -> Vec<Expected> {
    let mut found = Vec::new();
    constant_actions(everyone, &mut found);
    constant_lines(everyone, &mut found);
    contradictory_actions(everyone, &mut found);
    no_contact(everyone, &mut found);
    asked_for_nothing(everyone, &mut found);
    found
}

/// A condition that is the same for all.
fn constant(span: Span, truths: &[Truth], found: &mut Vec<Expected>) {
    if truths.is_empty() {
        return;
    }
    if truths.iter().all(|truth| *truth == Truth::Yes) {
        found.push(Expected::at("always-true", span));
    }
    if truths.iter().all(|truth| *truth == Truth::No) {
        found.push(Expected::at("never-true", span));
    }
}

fn constant_actions(everyone: &Everyone<'_>, found: &mut Vec<Expected>) {
    for block in everyone.visited() {
        for (number, action) in everyone.pathway[block].actions.iter().enumerate() {
            if let Some(when) = &action.when {
                let truths: Vec<Truth> = everyone.at(block).map(|it| it.actions[number]).collect();
                constant(when.span, &truths, found);
            }
        }
    }
}

fn constant_lines(everyone: &Everyone<'_>, found: &mut Vec<Expected>) {
    for (service, it) in (0..).map(ServiceId).zip(&everyone.pathway.services) {
        for (number, line) in it.lines.iter().enumerate() {
            if let Some(when) = &line.when {
                let arrivals = everyone.arrivals.iter();
                let truths: Vec<Truth> = arrivals
                    .filter_map(|arrival| Some(arrival.services.get(&service)?[number]))
                    .collect();
                constant(when.span, &truths, found);
            }
        }
    }
}

/// Every action that a family gets, at every place.
pub(in crate::check::oracle) fn actions_of<'a>(
    everyone: &'a Everyone<'_>,
    family: &'a Evaluation,
) -> Vec<(BlockId, usize, &'a Action)> {
    let mut all = Vec::new();
    for visit in &family.visits {
        for here in &visit.gets {
            let action = &everyone.pathway[visit.block].actions[here.action];
            all.push((visit.block, here.action, action));
        }
    }
    all
}

fn contradictory_actions(everyone: &Everyone<'_>, found: &mut Vec<Expected>) {
    let mut things: BTreeMap<What, BTreeSet<(Span, Vec<Span>)>> = BTreeMap::new();
    let general = |verb: Verb| verb == Verb::Contact || verb == Verb::Do;
    for family in &everyone.families {
        let actions = actions_of(everyone, family);
        for (_, _, not) in &actions {
            for (_, _, done) in &actions {
                let opposite =
                    not.strength == Strength::MustNot && done.strength != Strength::MustNot;
                let is_said = matches!(done.verb, Verb::Say | Verb::Urgent);
                let manner = not.verb == done.verb || general(not.verb) || general(done.verb);
                if opposite && manner && !is_said && not.what == done.what {
                    let places = things.entry(not.what.clone()).or_default();
                    places.insert((not.span, vec![done.span]));
                }
            }
        }
    }
    found.extend(things.into_values().map(|places| Expected {
        code: "contradictory-actions",
        places,
    }));
}

fn no_contact(everyone: &Everyone<'_>, found: &mut Vec<Expected>) {
    let mut bare: Vec<Span> = Vec::new();
    for (id, service) in (0..).map(ServiceId).zip(&everyone.pathway.services) {
        let retired = service.retired.as_ref();
        let closed = retired.is_some_and(|retired| retired.on <= everyone.today);
        let is_contact = |line: &usize| service.lines[*line].is_contact();
        let stranded = everyone.families.iter().any(|family| {
            family.got.iter().any(|got| {
                got.what == What::Service(id)
                    && got.strength != Strength::MustNot
                    && ![Verb::Do, Verb::Say, Verb::Urgent].contains(&got.verb)
                    && !got.lines.iter().any(is_contact)
                    && !got.unsure_lines.iter().any(is_contact)
            })
        });
        if closed || !stranded {
            continue;
        }
        if service.lines.iter().any(|line| line.is_contact()) {
            found.push(Expected::at("no-contact", service.span));
        } else {
            bare.push(service.span);
        }
    }
    if let Some((first, others)) = bare.split_first() {
        found.push(Expected::beside("no-contact", *first, others.to_vec()));
    }
}

/// Where a family comes, where it goes from there, and what it gets: actions with the lines of their services.
pub(in crate::check::oracle) fn what_happens(
    everyone: &Everyone<'_>,
    family: &Evaluation,
) -> BTreeMap<BlockId, (BTreeSet<Option<BlockId>>, Gets)> {
    // By which of two lines a family goes to a place makes no difference to it.
    let next = |at: BlockId, taken: Vec<usize>| -> BTreeSet<_> {
        let ways = taken.into_iter();
        ways.map(|way| everyone.pathway[at].ways[way].target)
            .collect()
    };
    seen(family)
        .into_iter()
        .map(|(at, (taken, gets))| (at, (next(at, taken), gets)))
        .collect()
}

/// Each action with the lines of its service that are said, and those that may be.
type Gets = Vec<(usize, Vec<usize>, Vec<usize>)>;

/// Questions whose answer changes nothing for some family that is asked.
fn asked_for_nothing(everyone: &Everyone<'_>, found: &mut Vec<Expected>) {
    let pathway = everyone.pathway;
    let cells = Cells::of(pathway, everyone.today);
    // By what a family was asked and its facts. Whoever is asked something else comes to other places.
    let by_answers: BTreeMap<BTreeMap<QuestionId, Answer>, _> = everyone
        .families
        .iter()
        .map(|family| (answers_of(everyone, family), what_happens(everyone, family)))
        .collect();
    let mut spans = Vec::new();
    for (number, question) in pathway.questions.iter().enumerate() {
        let id = QuestionId(number);
        if question.fact || matches!(question.answers, Answers::Text) {
            continue;
        }
        let choices: Vec<Answer> = Choices::of(pathway, id, &cells)
            .into_iter()
            .flatten()
            .collect();
        let for_nothing = by_answers.iter().any(|(answers, what)| {
            answers.contains_key(&id)
                && choices.iter().all(|answer| {
                    let mut instead = answers.clone();
                    instead.insert(id, answer.clone());
                    by_answers.get(&instead) == Some(what)
                })
        });
        if for_nothing {
            spans.push(question.span);
        }
    }
    spans.sort();
    if let Some((first, others)) = spans.split_first() {
        let labels = others.to_vec();
        found.push(Expected::beside("asked-for-nothing", *first, labels));
    }
}

/// A family's facts, and its answers to the questions that it was asked.
fn answers_of(everyone: &Everyone<'_>, family: &Evaluation) -> BTreeMap<QuestionId, Answer> {
    let mut answers = family.sheet.0.clone();
    answers
        .retain(|question, _| everyone.pathway[*question].fact || family.asked.contains(question));
    answers
}
