//! Documents of small pathways: numbers, arrows, what is shown.

use crate::emit::sample;
use crate::ir::Pathway;

use super::*;

fn step<'d>(document: &'d Document, name: &str) -> &'d Step {
    let mut steps = document.steps.iter();
    steps.find(|step| step.name == name).expect("the step")
}

fn thurrock() -> (Pathway, Document) {
    let pathway = sample::thurrock();
    let document = Document::of(&pathway, &Shown::all(&pathway), 0);
    (pathway, document)
}

#[test]
fn steps_are_numbered_from_the_start_on_and_lead_to_higher_numbers() {
    let (pathway, document) = thurrock();
    let numbers: Vec<usize> = document.steps.iter().map(|step| step.number).collect();
    assert_eq!(numbers, (1..=document.steps.len()).collect::<Vec<_>>());
    assert_eq!(document.start, Some(1));
    assert_eq!(Some(document.steps[0].block), pathway.start);
    for step in &document.steps {
        for way in &step.ways {
            assert!(way.to > step.number, "{} to {}", step.number, way.to);
            let to = document.step(way.to).expect("the target is a step");
            assert!(to.from.contains(&step.number));
            assert_eq!(to.title, way.title);
        }
    }
}

#[test]
fn a_service_is_told_once_in_a_step_and_not_where_it_is_forbidden() {
    let (_, document) = thurrock();
    let violence = step(&document, "domestic_violence");
    let deeds: Vec<(&str, &str, bool)> = (violence.duties.iter())
        .flat_map(|duty| duty.deeds.iter().map(|deed| (duty.strength, deed)))
        .map(|(strength, deed)| (strength, deed.text.as_str(), deed.tells_contact))
        .collect();
    assert_eq!(
        deeds[0],
        (
            "Must",
            "Refer to MASH within 24 hours, when child at risk is yes",
            true
        )
    );
    assert!(deeds.contains(&("Must not", "Refer to Think Family Service", false)));
    assert_eq!(
        violence.urgent,
        ["Do not tell the other parent that you have asked."]
    );
}

#[test]
fn what_is_not_shown_is_not_said_and_keeps_its_number() {
    let (pathway, whole) = thurrock();
    let mut shown = Shown::all(&pathway);
    let gone = step(&whole, "domestic_violence");
    shown.blocks.remove(&gone.block);
    let part = Document::of(&pathway, &shown, 2);
    assert!(part.steps.iter().all(|step| step.name != gone.name));
    for step in &part.steps {
        assert_eq!(whole.step(step.number).map(|it| &it.name), Some(&step.name));
    }
    let mut ways = part.steps.iter().flat_map(|step| &step.ways);
    let hidden = ways.find(|way| way.to == gone.number).expect("a way there");
    assert!(!hidden.is_shown);
    let draft = part.draft.expect("two errors");
    assert!(draft.contains("2 errors"), "{draft}");
}
