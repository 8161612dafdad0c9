//! Only what is another than in an earlier version: steps whose words, answers, actions or ways differ.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::list;
use crate::emit::document::{Asked, Document, Service, Shown, Step};
use crate::evaluate::uses;
use crate::ir::{
    BlockId, ConditionId, Date, GroupId, Part, Pathway, QuestionId, ScoreId, ServiceId, SettingId,
    ValueId,
};

use super::{View, view};

/// Leaves only the steps that are new or another than in the old version, and marks them.
pub(super) fn keep(pathway: &Pathway, shown: &mut Shown, old: &Pathway, called: &str, today: Date) {
    let before = view(old, today, &View::default()).unwrap_or_else(|_| Shown::all(old));
    let (before, now) = (
        Document::of(old, &before, 0),
        Document::of(pathway, shown, 0),
    );
    let around = around(&before, &now);
    let (before, now) = (said(&before), said(&now));
    let others = other_meanings(pathway, old);
    let mut marks = BTreeMap::new();
    for block in &shown.blocks {
        let name = pathway[*block].name.as_str();
        let mark = match (before.get(name), now.get(name)) {
            (None, _) => "New",
            (Some(before), Some(now))
                if before == now && uses(pathway, *block).is_disjoint(&others) =>
            {
                continue;
            }
            (Some(_), _) => "Changed",
        };
        marks.insert(*block, mark);
    }
    let gone: Vec<String> = (old.blocks.iter())
        .filter(|it| before.contains_key(&it.name) && !now.contains_key(&it.name))
        .map(|it| format!("“{}”", it.title))
        .collect();
    super::keep(shown, |block| marks.contains_key(&block));
    let mut only = if marks.is_empty() {
        format!(
            "Only what differs from {called}: no step does, nor anything on which steps depend."
        )
    } else {
        format!("Only what differs from {called}.")
    };
    if !around.is_empty() {
        only.push_str(&format!(
            " Different beside the steps: {}.",
            list(&around, "and")
        ));
    }
    if !gone.is_empty() {
        only.push_str(&format!(" No longer there: {}.", list(&gone, "and")));
    }
    shown.only = Some(only);
    shown.marks = marks;
}

/// What differs that belongs to no step.
fn around(before: &Document, now: &Document) -> Vec<&'static str> {
    let differs = [
        ("the title", before.title != now.title),
        ("document control", before.control != now.control),
        ("what is urgent for everybody", before.urgent != now.urgent),
        ("the notes on the whole", before.notes != now.notes),
        (
            "what is known from the start",
            texts(&before.facts) != texts(&now.facts),
        ),
    ];
    let differs = differs.into_iter().filter(|(_, differs)| *differs);
    differs.map(|(what, _)| what).collect()
}

fn texts(facts: &[Asked]) -> Vec<Asked> {
    let bare = |fact: &Asked| Asked {
        question: QuestionId(0),
        ..fact.clone()
    };
    facts.iter().map(bare).collect()
}

/// What names of the new version mean something else than in the old, or meant nothing there.
fn other_meanings(pathway: &Pathway, old: &Pathway) -> BTreeSet<Part> {
    let before: BTreeSet<(String, String)> = meanings(old).into_iter().map(|(_, it)| it).collect();
    let now = meanings(pathway).into_iter();
    now.filter(|(_, meaning)| !before.contains(meaning))
        .map(|(part, _)| part)
        .collect()
}

/// What each name stands for that conditions speak of: the kind and name, and all that is written under it.
fn meanings(pathway: &Pathway) -> Vec<(Part, (String, String))> {
    let mut all = Vec::new();
    for (at, it) in (0..).zip(&pathway.conditions) {
        let name = format!("condition {}", it.name);
        all.push((
            Part::Condition(ConditionId(at)),
            (name, it.guard.text.clone()),
        ));
    }
    for (at, it) in (0..).zip(&pathway.values) {
        let options = it
            .options
            .iter()
            .map(|it| format!("{} {}", it.name, it.text));
        let lines = it.lines.iter().map(|line| {
            let when = line.when.as_ref().map_or("", |guard| guard.text.as_str());
            format!("{} {when} {}", line.option, line.otherwise)
        });
        let says: Vec<String> = options.chain(lines).collect();
        let name = format!("value {}", it.name);
        all.push((Part::Value(ValueId(at)), (name, says.join("; "))));
    }
    for (at, it) in (0..).zip(&pathway.scores) {
        let terms = it.terms.iter();
        let terms: Vec<String> = terms
            .map(|it| format!("{} {}", it.points, it.text))
            .collect();
        let name = format!("score {}", it.name);
        all.push((Part::Score(ScoreId(at)), (name, terms.join("; "))));
    }
    for (at, it) in (0..).zip(&pathway.settings) {
        let name = format!("setting {}", it.name);
        all.push((Part::Setting(SettingId(at)), (name, it.written.clone())));
    }
    for (at, it) in (0..).zip(&pathway.groups) {
        let question = &pathway[it.question];
        let options = question.answers.options();
        let members = it.members.iter().filter_map(|member| options.get(*member));
        let members: Vec<&str> = members.map(|it| it.name.as_str()).collect();
        let name = format!("group {}", it.name);
        let says = format!("{}: {}", question.name, members.join(", "));
        all.push((Part::Group(GroupId(at)), (name, says)));
    }
    all
}

/// Each step by its name, with all that it says and without what only this pathway's own numbers say.
fn said(document: &Document) -> BTreeMap<String, (Step, Vec<Service>)> {
    let titles: BTreeMap<usize, &str> = (document.steps.iter())
        .map(|step| (step.number, step.name.as_str()))
        .collect();
    let bare = |step: &Step| {
        let mut services = Vec::new();
        let mut bare = step.clone();
        (bare.number, bare.block) = (0, BlockId(0));
        if let Some(asked) = &mut bare.asked {
            asked.question = QuestionId(0);
        }
        for deed in bare.duties.iter_mut().flat_map(|duty| &mut duty.deeds) {
            let id = deed.service.replace(ServiceId(0));
            let service = document.services.iter().find(|it| Some(it.id) == id);
            services.extend(service.map(|it| {
                let mut it = it.clone();
                (it.id, it.out_of_hours) = (ServiceId(0), None);
                it.steps.clear();
                it
            }));
            if id.is_none() {
                deed.service = None;
            }
        }
        for way in &mut bare.ways {
            way.ways.clear();
            let name = titles.get(&way.to).copied().unwrap_or_default();
            way.title = name.to_string();
            way.to = 0;
        }
        for aside in &mut bare.asides {
            // The number and the title there are another step's.
            if let Some((when, _)) = aside.split_once(": go back to ") {
                *aside = when.to_string();
            }
        }
        bare.from.clear();
        bare.mark = None;
        bare.lit = false;
        (bare, services)
    };
    document
        .steps
        .iter()
        .map(|step| (step.name.clone(), bare(step)))
        .collect()
}
