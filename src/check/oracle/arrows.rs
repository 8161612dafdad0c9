//! Arrows against logic: what is drawn of a pathway made by chance is exactly what some family of it does, found by
//! trying every family.

use std::collections::BTreeSet;

use super::expected::Everyone;
use super::read::{self, Arrow};
use super::{TODAY, flow, some_seeds};
use crate::emit::document::Document;
use crate::emit::{Made, Options, Target, emit};
use crate::ir::{BlockId, Pathway};
use crate::view::{View, view};

/// So many sheets of answers are tried at most.
const SHEETS: usize = 10_000;

/// The ways that some family takes: the block, and the number of the way; nothing where there are too many families.
fn taken(pathway: &Pathway) -> Option<BTreeSet<(BlockId, usize)>> {
    let everyone = Everyone::within(SHEETS, pathway, TODAY)?;
    let visits = everyone.families.iter().flat_map(|family| &family.visits);
    let mut taken: BTreeSet<(BlockId, usize)> = visits
        .flat_map(|visit| visit.taken.iter().map(|way| (visit.block, *way)))
        .collect();
    taken.retain(|(block, way)| pathway[*block].ways[*way].target.is_some());
    Some(taken)
}

#[test]
fn what_is_drawn_is_what_some_family_does() {
    let none = |_: &str, _: &str| Err("there is no other file".to_string());
    let (mut tried, mut left_out) = (0, 0);
    for seed in some_seeds(2) {
        let text = flow::flow(seed);
        let compiled = crate::compile("chance.flow", &text, TODAY, &none);
        if !compiled.is_whole() {
            continue;
        }
        let pathway = &compiled.pathway;
        let Some(taken) = taken(pathway) else {
            continue;
        };
        let shown = view(pathway, TODAY, &View::default()).expect("the whole of it");
        assert_eq!(shown.ways, taken, "seed {seed}:\n{text}");
        let document = Document::of(pathway, &shown, 0);
        let mut ways: Vec<Arrow> = Vec::new();
        let mut stands_for = BTreeSet::new();
        for step in &document.steps {
            for way in &step.ways {
                ways.push((step.number, way.to));
                stands_for.extend(way.ways.iter().map(|number| (step.block, *number)));
            }
        }
        assert_eq!(stands_for, taken, "seed {seed}:\n{text}");
        // The ends of the arrows once more, without the document.
        let ends: BTreeSet<Arrow> = taken
            .iter()
            .filter_map(|(block, way)| {
                let to = pathway[*block].ways[*way].target?;
                Some((shown.numbers[block], shown.numbers[&to]))
            })
            .collect();
        ways.sort_unstable();
        let made = Made {
            pathway,
            sources: &compiled.sources,
            shown: &shown,
            document: &document,
            options: Options::default(),
        };
        for (target, reader) in [
            (Target::Dot, read::dot as fn(&str) -> Vec<Arrow>),
            (Target::Mermaid, read::mermaid),
            (Target::Markdown, read::markdown),
            (Target::Svg, read::svg),
        ] {
            let output = emit(target, &made).expect("it can be made");
            let [file] = output.files.as_slice() else {
                panic!("one file");
            };
            let output = std::str::from_utf8(&file.bytes).expect("a text");
            let mut arrows = reader(output);
            arrows.sort_unstable();
            let word = target.word();
            assert_eq!(arrows, ways, "seed {seed} as {word}:\n{text}\n{output}");
            let found: BTreeSet<Arrow> = arrows.into_iter().collect();
            assert_eq!(found, ends, "seed {seed} as {word}:\n{text}");
        }
        tried += 1;
        let all: usize = pathway.blocks.iter().map(|block| block.ways.len()).sum();
        left_out += usize::from(all > taken.len());
    }
    assert!(tried > 20 && left_out > 2, "{tried} {left_out}");
}
