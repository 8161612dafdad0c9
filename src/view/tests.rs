//! What is shown of small pathways, and of the part of one that is asked for.

use std::collections::BTreeMap;

use super::*;
use crate::emit::document::Document;
use crate::ir::Answer;

const TODAY: Date = Date {
    year: 2027,
    month: 1,
    day: 15,
};

const FLOW: &str = r#"
pathway help "Help"
  start danger

question danger "Is anyone in danger?"
  yes -> police
  no  -> worry

question worry "Are you worried?"
  yes   -> talk
  no    -> advice

question talk "Do they want to talk?"
  when talk is yes and danger is yes -> police
  when talk is yes -> counsellor
  otherwise -> advice
  yes or no

outcome police "Call the police"
  must refer to police_line

outcome counsellor "See the counsellor"
  refer to counsellors
  offer leaflet

outcome advice "Advice"
  offer leaflet

service police_line "Police"
  phone "999"
service counsellors "Counsellors"
  phone "01632 960 001"
service leaflet "Leaflet"
  note "In every hub."
"#;

fn pathway(text: &str) -> Pathway {
    let none = |_: &str, _: &str| Err("no other file".to_string());
    crate::compile("help.flow", text, TODAY, &none).pathway
}

/// Each arrow that is shown, as `from > to`.
fn arrows(pathway: &Pathway, asked: &View<'_>) -> Vec<String> {
    let shown = view(pathway, TODAY, asked).expect("a view");
    let document = Document::of(pathway, &shown, 0);
    let name = |number| {
        let block = shown.numbers.iter().find(|(_, it)| **it == number);
        block.map_or("", |(block, _)| pathway[*block].name.as_str())
    };
    let arrows = document.steps.iter().flat_map(|step| {
        let ways = step.ways.iter();
        ways.map(|way| format!("{} > {}", step.name, name(way.to)))
    });
    arrows.collect()
}

#[test]
fn a_way_that_nobody_can_take_is_not_shown() {
    let shown = arrows(&pathway(FLOW), &View::default());
    let expected = [
        "danger > police",
        "danger > worry",
        "worry > talk",
        "worry > advice",
        "talk > counsellor",
        "talk > advice",
    ];
    assert_eq!(shown, expected);
}

#[test]
fn a_service_is_shown_with_the_ways_to_it_alone() {
    let pathway = pathway(FLOW);
    let asked = |service| View {
        service: Some(service),
        ..View::default()
    };
    let to_counsellors = arrows(&pathway, &asked("counsellors"));
    assert_eq!(
        to_counsellors,
        ["danger > worry", "worry > talk", "talk > counsellor"]
    );
    assert_eq!(arrows(&pathway, &asked("police_line")), ["danger > police"]);
    let unknown = view(&pathway, TODAY, &asked("counselors")).expect_err("no such service");
    assert!(
        unknown.ends_with("Did you mean `counsellors`?"),
        "{unknown}"
    );
}

#[test]
fn a_section_keeps_the_numbers_of_the_whole() {
    let pathway = pathway(FLOW);
    let section = View {
        section: Some("worry"),
        ..View::default()
    };
    let whole = view(&pathway, TODAY, &View::default()).expect("the whole");
    let part = view(&pathway, TODAY, &section).expect("a section");
    assert_eq!(part.numbers, whole.numbers);
    assert_eq!(part.blocks.len(), 4);
    assert!(part.ways.is_subset(&whole.ways));
    let document = Document::of(&pathway, &part, 0);
    assert_eq!(
        document.steps[0].from,
        [1],
        "the step that leads into the section"
    );
}

#[test]
fn a_family_stands_out_by_the_ways_it_takes() {
    let pathway = pathway(FLOW);
    let question = |name: &str| {
        let found = pathway.questions.iter().position(|it| it.name == name);
        crate::ir::QuestionId(found.expect("the question"))
    };
    let sheet = Sheet(BTreeMap::from([
        (question("danger"), Answer::Option(1)),
        (question("worry"), Answer::Option(1)),
    ]));
    let asked = View {
        family: Some(&sheet),
        ..View::default()
    };
    let shown = view(&pathway, TODAY, &asked).expect("a view");
    let document = Document::of(&pathway, &shown, 0);
    let lit: Vec<&str> = (document.steps.iter().filter(|step| step.lit))
        .map(|step| step.name.as_str())
        .collect();
    assert_eq!(lit, ["danger", "worry", "advice"]);
    let ways = document.steps.iter().flat_map(|step| &step.ways);
    assert_eq!(ways.filter(|way| way.lit).count(), 2);
}

#[test]
fn only_what_differs_is_shown_and_marked() {
    let old = pathway(FLOW);
    let text = FLOW.replace("01632 960 001", "01632 960 002");
    let text = text.replace("  no    -> advice\n", "  no    -> other\n");
    let new = pathway(&format!(
        "{text}\noutcome other \"Another\"\n  offer leaflet\n"
    ));
    let asked = View {
        since: Some((&old, "help.flow")),
        ..View::default()
    };
    let shown = view(&new, TODAY, &asked).expect("a view");
    let marks: Vec<(&str, &str)> = (shown.marks.iter())
        .map(|(block, mark)| (new[*block].name.as_str(), *mark))
        .collect();
    assert_eq!(
        marks,
        [
            ("worry", "Changed"),
            ("counsellor", "Changed"),
            ("other", "New")
        ]
    );
    assert_eq!(shown.blocks.len(), 3);
    let same = View {
        since: Some((&new, "help.flow")),
        ..View::default()
    };
    let none = view(&new, TODAY, &same).expect("a view");
    assert!(none.blocks.is_empty());
    assert_eq!(
        none.only.as_deref(),
        Some("Only what differs from help.flow: no step does, nor anything on which steps depend.")
    );
}

#[test]
fn families_that_find_no_way_on_are_told() {
    let pathway = pathway(&FLOW.replace("  no    -> advice\n", "  no\n"));
    let shown = view(&pathway, TODAY, &View::default()).expect("the whole");
    let document = Document::of(&pathway, &shown, 0);
    let stuck: Vec<&str> = document
        .steps
        .iter()
        .filter_map(|it| it.stuck.as_deref())
        .collect();
    assert_eq!(stuck, ["No way on is given for: No"]);
}
