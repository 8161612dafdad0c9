//! Cases against families tried one by one: whoever fits a case has the claim, and whoever has it fits one.

use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

use super::{Cover, Cube, Says};
use crate::evaluate::{Evaluation, Truth};
use crate::families::families;
use crate::graph::Graph;
use crate::ir::{BlockId, Date, Pathway};
use crate::logic::{Claim, Ground, Logic};

const TODAY: Date = Date {
    year: 2027,
    month: 1,
    day: 15,
};

fn fits(pathway: &Pathway, cover: &Cover, cube: &Cube, family: &Evaluation) -> bool {
    cube.0.iter().all(|part| {
        part.may.iter().any(|may| {
            let condition = part.subject.condition(pathway, *may);
            match cover.at {
                Some(block) => family
                    .visit(block)
                    .is_some_and(|visit| family.truth_at(pathway, visit, &condition) == Truth::Yes),
                None => family.holds_at_the_end(pathway, &condition),
            }
        })
    })
}

/// Holds every claim that can be asked of a pathway's places against its families; how many were, and what is said.
fn try_all(pathway: &Pathway, most: usize) -> (usize, String) {
    let graph = Graph::of(pathway);
    let ground = Ground::of(pathway, TODAY, &graph, crate::logic::Limits::USUAL);
    let logic = Logic::of(&ground);
    let says = Says {
        pathway,
        today: TODAY,
        both: None,
    };
    let mut claims: Vec<(Claim<'_>, Option<Claim<'_>>)> = Vec::new();
    for (block, it) in (0..).map(BlockId).zip(&pathway.blocks) {
        claims.push((Claim::Comes(block), None));
        for action in &it.actions {
            claims.push((Claim::gives(block, action), None));
            claims.push((Claim::gives(block, action), Some(Claim::Comes(block))));
        }
        for way in 0..it.ways.len() {
            claims.push((Claim::Takes(block, way), Some(Claim::Comes(block))));
        }
        claims.push((Claim::Gap(block), Some(Claim::Comes(block))));
        claims.push((Claim::Conflict(block), None));
        claims.push((Claim::Undecided(block), None));
    }
    let mut said = String::new();
    let covers: Vec<Cover> = claims
        .iter()
        .map(|(claim, among)| logic.when(claim, among.as_ref(), most))
        .collect();
    let whole = covers.iter().filter(|cover| !cover.more).count();
    assert!(2 * whole >= covers.len(), "{whole} of {}", covers.len());
    families(pathway, TODAY, 12_000, &mut |family| {
        for ((claim, among), cover) in claims.iter().zip(&covers) {
            if among.as_ref().is_some_and(|it| !it.is_so(pathway, family)) {
                continue;
            }
            let is_so = claim.is_so(pathway, family);
            let fitting = cover
                .cubes
                .iter()
                .find(|cube| fits(pathway, cover, cube, family));
            let told = || format!("{claim:?} of {:?}: {}", family.sheet, says.cover(cover, 9));
            assert!(is_so || fitting.is_none(), "too much: {}", told());
            assert!(
                !is_so || cover.more || fitting.is_some(),
                "too little: {}",
                told()
            );
        }
        ControlFlow::Continue(())
    });
    for ((claim, _), cover) in claims.iter().zip(&covers) {
        said += &format!("{claim:?}: {}\n", says.cover(cover, 9));
    }
    (claims.len(), said)
}

fn flows(folder: &str) -> Vec<std::path::PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = fs::read_dir(folder).expect("the folder is there");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("a file").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|it| it == "flow"));
    paths.sort();
    paths
}

fn compiled(path: &Path) -> Pathway {
    let text = fs::read_to_string(path).expect("a flow");
    let folder = path.parent().expect("a folder");
    let read = |_: &str, name: &str| {
        let text = fs::read_to_string(folder.join(name)).map_err(|it| it.to_string())?;
        let name = name.to_string();
        Ok(crate::source::Given { name, text })
    };
    crate::compile("test.flow", &text, TODAY, &read).pathway
}

#[test]
fn cases_hold_exactly_the_families_with_the_claim() {
    let mut count = 0;
    for folder in [
        "tests/cases/flows",
        "flows",
        "flows/thurrock",
        "flows/tower-hamlets",
    ] {
        for path in flows(folder) {
            let (claims, said) = try_all(&compiled(&path), 12);
            count += claims;
            assert!(said.contains(" is "), "{}: {said}", path.display());
        }
    }
    assert!(count > 400, "{count} claims");
}
