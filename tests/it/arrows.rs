//! The arrows of every output of every flow here, read back from its text: each is a way that some family can take,
//! and each such way is there. Random flows are judged in the same way beside the checks, where every family is tried.

use std::collections::{BTreeMap, BTreeSet};

use fingerpost::coverage::Dead;
use fingerpost::emit::document::Document;
use fingerpost::emit::{Made, Options, Target, emit};
use fingerpost::ir::{BlockId, Pathway};
use fingerpost::view::{View, view};

use crate::cases::TODAY;
use crate::{compile_at, flows};

#[path = "../../src/check/oracle/read.rs"]
mod read;

use read::Arrow;

/// The ends of the ways that some family can take, by the names of the blocks.
fn possible(pathway: &Pathway) -> BTreeSet<(String, String)> {
    let dead = Dead::of(pathway, TODAY);
    let reached: BTreeSet<BlockId> = (0..pathway.blocks.len())
        .map(BlockId)
        .filter(|block| !dead.blocks.contains(block))
        .collect();
    let mut ends = BTreeSet::new();
    for block in reached {
        for (number, way) in pathway[block].ways.iter().enumerate() {
            if let Some(to) = way.target.filter(|_| !dead.ways.contains(&(block, number))) {
                let name = |block: BlockId| pathway[block].name.clone();
                ends.insert((name(block), name(to)));
            }
        }
    }
    ends
}

#[test]
fn every_arrow_is_a_way_of_some_family_and_every_such_way_is_an_arrow() {
    let mut counted = 0;
    for (path, text) in flows() {
        let flow = path.display();
        let compiled = compile_at(&path, &text);
        let pathway = &compiled.pathway;
        let shown = view(pathway, TODAY, &View::default()).expect("the whole of it");
        let document = Document::of(pathway, &shown, 0);
        let numbers: BTreeMap<usize, String> = document
            .steps
            .iter()
            .map(|step| (step.number, step.name.clone()))
            .collect();
        let possible = possible(pathway);
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
            let text = std::str::from_utf8(&output.files[0].bytes).expect("a text");
            let arrows = reader(text);
            let ways = document.steps.iter().map(|step| step.ways.len());
            let word = target.word();
            assert_eq!(arrows.len(), ways.sum::<usize>(), "{flow} as {word}");
            counted += arrows.len();
            let drawn: BTreeSet<(String, String)> = arrows
                .iter()
                .map(|(from, to)| (numbers[from].clone(), numbers[to].clone()))
                .collect();
            assert_eq!(drawn, possible, "{flow} as {word}");
        }
    }
    assert!(counted > 400, "{counted}");
}
