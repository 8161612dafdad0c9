//! A pathway as people read it: numbered steps, services, definitions, all in words. Every output for people
//! (text, pages, pictures) is made of a [`Document`], so all of them say the same under the same numbers.
//!
//! Invariants: nothing is drawn or said that [`Shown`] leaves out; a step has the same number in every view of a
//! pathway; numbers grow along the ways, but for ways back; the author's order is kept wherever there is a choice.
//!
//! Absent on purpose: layout and markup. Texts are as the author wrote them, and nothing in them is escaped.

mod arrows;
mod services;
mod steps;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar;
use crate::diagnostic::count;
use crate::graph::Graph;
use crate::ir::{BlockId, Pathway};

use super::words::Words;
pub use services::{Contact, Service};
pub use steps::{Asked, Choice, Deed, Duty, Kind, Step, Way};

/// The sentence that stands in every document.
pub const JUDGEMENT: &str = "Professional judgement comes first.";

/// What of a pathway is shown. [`crate::view`] makes one that shows only what some family can meet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// What it is that is shown, in a sentence, where it is not the whole pathway.
    pub only: Option<String>,
    /// The places.
    pub blocks: BTreeSet<BlockId>,
    /// The ways on, by block and number. A way may lead to a place that is not shown.
    pub ways: BTreeSet<(BlockId, usize)>,
    /// Places at which some family finds no way on.
    pub stuck: BTreeSet<BlockId>,
    /// The numbers of the places, in the whole pathway: the same in every view of it.
    pub numbers: BTreeMap<BlockId, usize>,
    /// The ways that are taken in the whole pathway, shown here or not.
    pub taken: BTreeSet<(BlockId, usize)>,
    /// Actions that no family gets, by block and number.
    pub never: BTreeSet<(BlockId, usize)>,
    /// Of the ways that are shown, those of which it could not be settled whether any family takes them.
    pub open: BTreeSet<(BlockId, usize)>,
    /// A word on places, such as "New": what is another since an earlier version.
    pub marks: BTreeMap<BlockId, &'static str>,
    /// One family's way, which is to stand out; or nothing.
    pub lit: Option<Lit>,
}

/// One family's way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lit {
    /// Whose way it is, and what the family answered, in a sentence.
    pub whose: String,
    /// Places to which the family comes.
    pub blocks: BTreeSet<BlockId>,
    /// Ways that it takes.
    pub ways: BTreeSet<(BlockId, usize)>,
}

impl Shown {
    /// Everything that lists of ways lead to from the start, whether or not a family can take them; everything
    /// there is, where the pathway has no start.
    pub fn all(pathway: &Pathway) -> Shown {
        let graph = Graph::of(pathway);
        let order = graph.reading_order(pathway.start);
        Shown::of(pathway, &order, |_| true)
    }

    /// These places, numbered in this order, and those of their ways that are wanted.
    pub fn of(
        pathway: &Pathway,
        order: &[BlockId],
        is_wanted: impl Fn((BlockId, usize)) -> bool,
    ) -> Shown {
        let ways = order.iter().flat_map(|block| {
            let ways = pathway[*block].ways.iter().enumerate();
            let leading = ways.filter(|(_, way)| way.target.is_some());
            leading.map(|(number, _)| (*block, number))
        });
        let ways: BTreeSet<(BlockId, usize)> = ways.filter(|way| is_wanted(*way)).collect();
        Shown {
            blocks: order.iter().copied().collect(),
            taken: ways.clone(),
            ways,
            numbers: order.iter().copied().zip(1..).collect(),
            ..Shown::default()
        }
    }
}

/// A pathway in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// The pathway's name.
    pub name: String,
    /// Its title.
    pub title: String,
    /// What of it is shown, in a sentence; nothing for all of it.
    pub only: Option<String>,
    /// Whose way stands out, in a sentence; nothing where none does.
    pub lit: Option<String>,
    /// That it is not fit to publish, in a sentence; nothing where no error was found.
    pub draft: Option<String>,
    /// Document control: what it is ("Version", "Review by", "Owner", "For", "Based on") and what it says.
    pub control: Vec<(&'static str, String)>,
    /// What stands above everything: what to do in an emergency.
    pub urgent: Vec<String>,
    /// Notes on the whole.
    pub notes: Vec<String>,
    /// What is known from the start, asked of nobody.
    pub facts: Vec<Asked>,
    /// The number of the step at which everybody starts; none where it is not shown.
    pub start: Option<usize>,
    /// What a family comes to, in the order of the numbers.
    pub steps: Vec<Step>,
    /// The services that the steps name, in the author's order.
    pub services: Vec<Service>,
    /// What named conditions, values, scores and settings mean that the steps and services speak of.
    pub definitions: Vec<Definition>,
}

/// What a name stands for that conditions speak of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// What it is called where conditions speak of it.
    pub title: String,
    /// What it means, line by line.
    pub lines: Vec<String>,
}

impl Document {
    /// The words of what is shown of a pathway, in which so many errors were found.
    pub fn of(pathway: &Pathway, shown: &Shown, errors: usize) -> Document {
        let words = Words::of(pathway);
        let steps = steps::steps(&words, pathway, shown);
        let document = &pathway.document;
        let start = pathway
            .start
            .filter(|start| shown.blocks.contains(start))
            .and_then(|start| shown.numbers.get(&start).copied());
        let services = services::services(&words, pathway, &steps);
        let mut notes = document.notes.clone();
        if !shown.open.is_empty() {
            notes.push(format!(
                "It could not be settled in the work allowed whether any family takes {} of the ways drawn here.",
                shown.open.len()
            ));
        }
        Document {
            name: pathway.name.clone(),
            title: pathway.title.clone(),
            only: shown.only.clone(),
            lit: shown.lit.as_ref().map(|lit| lit.whose.clone()),
            draft: (errors > 0).then(|| {
                let errors = count(errors, "error");
                format!("DRAFT, not fit to publish: {errors} found in the flow.")
            }),
            control: control(pathway),
            urgent: document.urgent.clone(),
            notes,
            facts: steps::facts(&words, pathway),
            start,
            definitions: steps::definitions(&words, pathway),
            steps,
            services,
        }
    }

    /// The step with a number.
    pub fn step(&self, number: usize) -> Option<&Step> {
        self.steps.iter().find(|step| step.number == number)
    }

    /// At most two sentences that stand in for a picture of it, and say where the text is.
    pub fn alternative(&self) -> String {
        let questions = self.steps.iter().filter(|step| step.kind.is_asked());
        let outcomes = self.steps.iter().filter(|step| step.kind == Kind::Outcome);
        format!(
            "Flowchart of “{}”, with {} and {}. The numbered steps in the text say all that it shows.",
            self.title,
            count(questions.count(), "question"),
            count(outcomes.count(), "outcome"),
        )
    }
}

fn control(pathway: &Pathway) -> Vec<(&'static str, String)> {
    let document = &pathway.document;
    let review = document.review_by.as_ref();
    let said = [
        ("Authority", document.authority.clone()),
        ("For", document.audience.clone()),
        ("Owner", document.owner.clone()),
        ("Version", document.version.clone()),
        ("Review by", review.map(|(date, _)| calendar::words(*date))),
        ("Based on", document.source.clone()),
    ];
    said.into_iter()
        .filter_map(|(word, text)| text.map(|text| (word, text)))
        .collect()
}
