//! How little of a pathway a question about families needs.
//!
//! What comes before a place does not matter to what happens behind it, if every way there passes the place
//! and nothing that is read behind it was asked before it and narrowed down on the way: then a family may
//! come to the place with any answers to what is still to be read. The last such place before what is asked about
//! is its root, and what lies between the two is all that need be written down.

use std::collections::BTreeSet;

use super::Ground;
use super::checkpoint::Checkpoint;
use super::formula::Need;
use crate::ir::{BlockId, QuestionId};

/// The root of a question about these places: every way to each of them passes it.
pub(super) fn root(ground: &Ground<'_>, needs: &[Need]) -> Option<BlockId> {
    let (pathway, plan) = (ground.pathway, &ground.plan);
    let first = needs.first()?.block;
    let mut root = first;
    while needs.iter().any(|need| !plan.is_passed(root, need.block)) {
        root = plan.passed_before(root)?;
    }
    let last = needs.iter().map(|need| plan.part(need.block)).max()?;
    let mut reads: BTreeSet<QuestionId> = needs.iter().flat_map(|it| &it.reads).copied().collect();
    let mut inside = BTreeSet::new();
    let mut open: Vec<BlockId> = needs.iter().map(|need| need.block).collect();
    loop {
        // What lies between the root and what is asked about, and what is read there.
        let mut at_root = Vec::new();
        loop {
            while let Some(block) = open.pop() {
                if !plan.is_passed(root, block) || !inside.insert(block) {
                    continue;
                }
                if block == root {
                    at_root.push(block);
                    continue;
                }
                open.extend(plan.circle(block).into_iter().flatten());
                for (before, _) in &plan.before[block.0] {
                    reads.extend(&plan.ways_read[before.0]);
                    open.push(*before);
                }
            }
            // Where what is read there is asked, beside the way.
            let asked = reads.iter().filter_map(|question| pathway[*question].block);
            open.extend(asked.filter(|at| {
                plan.is_passed(root, *at) && plan.part(*at) <= last && !inside.contains(at)
            }));
            if open.is_empty() {
                break;
            }
        }
        let Some(above) = plan.passed_before(root) else {
            return Some(root);
        };
        let checkpoint = ground.checkpoints.borrow().get(&root).cloned();
        if begins(ground, root, &reads, checkpoint.as_deref()) {
            return Some(root);
        }
        for block in at_root {
            inside.remove(&block);
            open.push(block);
        }
        root = above;
    }
}

/// Whether it is known with which answers to these questions families come to a place: with any, or with those that a
/// checkpoint lists.
fn begins(
    ground: &Ground<'_>,
    root: BlockId,
    reads: &BTreeSet<QuestionId>,
    checkpoint: Option<&Checkpoint>,
) -> bool {
    let plan = &ground.plan;
    plan.circle(root).is_none()
        && reads.iter().all(|question| {
            let is_listed = checkpoint.is_some_and(|it| it.carried.contains(question));
            let free = !plan.is_read_before(*question, root) || is_listed;
            match ground.pathway[*question].block {
                None => free,
                Some(asked) => {
                    plan.is_passed(root, asked)
                        || !plan.is_drawn(asked)
                        || plan.part(asked) > plan.part(root)
                        || (plan.is_passed(asked, root) && free)
                }
            }
        })
}
