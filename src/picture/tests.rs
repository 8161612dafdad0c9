//! Pictures of the flows that come with Fingerpost, and of documents that nobody would write.

mod judge;
mod random;

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;

use crate::diagnostic::Severity;
use crate::emit::document::{Document, Shown};
use crate::emit::svg;
use crate::ir::{BlockId, Date, QuestionId};
use crate::letters::Letters;
use crate::source::Given;

use super::*;
use judge::{groups, judge, texts};

const PAPERS: [Paper; 3] = [Paper::None, Paper::A4, Paper::A3];

fn options(paper: Paper) -> Options {
    Options {
        paper,
        ..Options::default()
    }
}

/// The smallest letters that a picture for a paper may have, in points.
fn least(paper: Paper) -> f64 {
    match paper {
        Paper::None => 12.0,
        Paper::A4 | Paper::A3 => 9.0,
    }
}

fn flows() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("flows");
    let mut folders = vec![root];
    let mut flows = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "flow") {
                flows.push(path);
            }
        }
    }
    flows.sort();
    flows
}

fn document(path: &Path) -> Document {
    let read = |from: &str, to: &str| {
        let file = Path::new(from).with_file_name("").join(to);
        let text = fs::read_to_string(&file).map_err(|error| error.to_string())?;
        let name = file.to_string_lossy().into_owned();
        Ok(Given { name, text })
    };
    let text = fs::read_to_string(path).expect("a flow");
    let today = Date {
        year: 2027,
        month: 1,
        day: 15,
    };
    let made = crate::compile(&path.to_string_lossy(), &text, today, &read);
    let errors = made.diagnostics.count(Severity::Error);
    Document::of(&made.pathway, &Shown::all(&made.pathway), errors)
}

#[test]
fn every_flow_is_drawn_whole_and_clear_on_every_paper() {
    let letters = Letters::shipped();
    let flows = flows();
    assert!(flows.len() > 5);
    for path in flows {
        let document = document(&path);
        for paper in PAPERS {
            let picture = picture(&document, &letters, &options(paper));
            let wrong = judge(&picture, &document, least(paper));
            assert!(
                wrong.is_empty(),
                "{} on {paper:?}:\n{wrong}",
                path.display()
            );
            let again = super::picture(&document, &letters, &options(paper));
            assert_eq!(picture, again, "the same picture each time");
        }
    }
}

#[test]
fn paper_has_its_size_and_lies_as_it_is_told() {
    let letters = Letters::shipped();
    let document = random::document(7, 12, 3);
    for (paper, lie, size) in [
        (Paper::A4, Lie::Portrait, (595.0, 842.0)),
        (Paper::A4, Lie::Landscape, (842.0, 595.0)),
        (Paper::A3, Lie::Portrait, (842.0, 1191.0)),
        (Paper::A3, Lie::Landscape, (1191.0, 842.0)),
    ] {
        let options = Options {
            paper,
            lie,
            legend: false,
        };
        let picture = picture(&document, &letters, &options);
        assert!(!picture.sheets.is_empty());
        for sheet in &picture.sheets {
            assert_eq!((sheet.width, sheet.height), size);
        }
    }
}

#[test]
fn what_is_continued_elsewhere_says_so_on_both_sides() {
    let letters = Letters::shipped();
    let document = random::document(11, 40, 3);
    let picture = picture(&document, &letters, &options(Paper::A4));
    assert!(picture.sheets.len() > 2, "{}", picture.sheets.len());
    let said = |begins: &str| {
        let sheets = picture.sheets.iter();
        let texts = sheets.flat_map(|sheet| groups(sheet).flat_map(texts));
        let found = texts.filter(|text| text.text.starts_with(begins));
        found.count()
    };
    assert!(said("Continued at ") > 0);
    assert!(said("From ") > 0);
    for (sheet, number) in picture.sheets.iter().zip(1..) {
        let ending = format!("sheet {number} of {}", picture.sheets.len());
        assert!(sheet.title.ends_with(&ending), "{}", sheet.title);
    }
}

#[test]
fn ways_that_meet_again_are_lines_to_the_same_box() {
    let mut document = random::document(3, 4, 0);
    let way = |to: usize, line: &str| crate::emit::document::Way {
        tried: None,
        ways: vec![0],
        lines: vec![line.to_string()],
        to,
        title: String::new(),
        is_shown: true,
        lit: false,
    };
    document.steps[0].ways = vec![way(2, "Yes"), way(3, "No"), way(4, "Not sure")];
    document.steps[1].ways = vec![way(4, "")];
    document.steps[2].ways = vec![way(4, "")];
    let picture = picture(&document, &Letters::shipped(), &options(Paper::None));
    assert_eq!(judge(&picture, &document, 12.0), "");
    let ends: Vec<(f64, f64)> = groups(&picture.sheets[0])
        .filter(|group| ["way-1-3", "way-2-1", "way-3-1"].contains(&group.id.as_str()))
        .flat_map(|group| &group.items)
        .filter_map(|item| match item {
            Item::Line(line) => line.points.last().copied(),
            Item::Group(_) | Item::Shape(_) | Item::Text(_) => None,
        })
        .collect();
    assert_eq!(ends.len(), 3);
    assert!(ends.iter().all(|end| *end == ends[0]), "{ends:?}");
}

#[test]
fn a_table_of_forty_ways_and_a_list_of_two_hundred_items_can_be_read() {
    let letters = Letters::shipped();
    let mut document = random::document(5, 42, 0);
    let way = |to: usize| crate::emit::document::Way {
        tried: None,
        ways: vec![to],
        lines: vec![format!("Row {to} of the table applies")],
        to,
        title: "What is done".to_string(),
        is_shown: true,
        lit: false,
    };
    document.steps[0].ways = (2..=42).map(way).collect();
    document.steps[1].notes = vec!["Many words. ".repeat(900)];
    for paper in PAPERS {
        let picture = picture(&document, &letters, &options(paper));
        let wrong = judge(&picture, &document, least(paper));
        assert!(wrong.is_empty(), "{paper:?}\n{wrong}");
    }
}

#[test]
fn a_chain_of_ten_thousand_steps_is_drawn() {
    let mut document = random::document(1, 1, 0);
    let mut first = document.steps[0].clone();
    first.title = "Next".to_string();
    first.asked = None;
    first.urgent.clear();
    first.duties.clear();
    first.notes.clear();
    first.asides.clear();
    document.steps = (1..=10_000)
        .map(|number| {
            let mut step = first.clone();
            step.number = number;
            step.ways = vec![crate::emit::document::Way {
                tried: None,
                ways: vec![0],
                lines: Vec::new(),
                to: number + 1,
                title: String::new(),
                is_shown: number < 10_000,
                lit: false,
            }];
            step
        })
        .collect();
    let picture = picture(&document, &Letters::shipped(), &options(Paper::None));
    assert_eq!(groups(&picture.sheets[0]).count(), 1 + 1 + 10_000 + 10_000);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10))]

    #[test]
    fn any_document_is_drawn_whole_and_clear(seed in any::<u64>(), steps in 0usize..16, ways in 0usize..6) {
        let letters = Letters::shipped();
        let document = random::document(seed, steps, ways);
        for paper in PAPERS {
            let picture = picture(&document, &letters, &options(paper));
            let wrong = judge(&picture, &document, least(paper));
            prop_assert!(wrong.is_empty(), "{paper:?}:\n{wrong}");
            for sheet in &picture.sheets {
                prop_assert!(svg::emit(sheet, &svg::Options::default()).ends_with("</svg>\n"));
            }
        }
    }
}
