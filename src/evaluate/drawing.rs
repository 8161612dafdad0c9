//! The order in which places are decided: the drawing of ways, taken apart into circles.
//!
//! Invariant: of two places, one of which leads to the other but not back, the first has the smaller
//! [`Spot`]. The order follows the ways as written, from the start, and not the order of blocks.

use crate::ir::{BlockId, Pathway};

/// Where a place stands in the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Spot {
    /// Places that lead to one another, round a circle of the drawing, have this in common.
    pub(crate) component: usize,
    rank: usize,
}

/// The order of the places that the start leads to.
#[derive(Clone, Debug)]
pub(crate) struct Drawing {
    spots: Vec<Option<Spot>>,
    /// For each component whether one can go round in it.
    circular: Vec<bool>,
}

impl Drawing {
    /// The order of a pathway's places.
    pub(crate) fn of(pathway: &Pathway) -> Drawing {
        let order = from_the_start(pathway);
        let mut before = vec![Vec::new(); pathway.blocks.len()];
        for block in &order {
            for next in targets(pathway, *block) {
                before[next.0].push(*block);
            }
        }
        let mut spots: Vec<Option<Spot>> = vec![None; pathway.blocks.len()];
        let mut circular: Vec<bool> = Vec::new();
        let mut ranks = vec![0; pathway.blocks.len()];
        for (rank, block) in order.iter().enumerate() {
            ranks[block.0] = rank;
        }
        for block in &order {
            if spots[block.0].is_some() {
                continue;
            }
            let component = circular.len();
            let mut members = vec![*block];
            let mut at = 0;
            while let Some(member) = members.get(at).copied() {
                at += 1;
                if spots[member.0].is_none() {
                    spots[member.0] = Some(Spot {
                        component,
                        rank: ranks[member.0],
                    });
                    members.extend(before[member.0].iter().filter(|it| spots[it.0].is_none()));
                }
            }
            members.sort();
            members.dedup();
            circular.push(members.len() > 1 || before[block.0].contains(block));
        }
        Drawing { spots, circular }
    }

    /// Where a place stands; none if the start does not lead to it.
    pub(crate) fn spot(&self, block: BlockId) -> Option<Spot> {
        self.spots.get(block.0).copied().flatten()
    }

    /// Whether one can go round among the places of a component.
    pub(crate) fn is_circular(&self, component: usize) -> bool {
        self.circular.get(component).is_some_and(|it| *it)
    }

    /// The places of every component in which one can go round, in order.
    pub(crate) fn circles(&self) -> Vec<Vec<BlockId>> {
        let mut circles: Vec<Vec<(Spot, BlockId)>> = vec![Vec::new(); self.circular.len()];
        for (block, spot) in self.spots.iter().enumerate() {
            if let Some(spot) = spot.filter(|spot| self.is_circular(spot.component)) {
                circles[spot.component].push((spot, BlockId(block)));
            }
        }
        circles
            .into_iter()
            .filter(|circle| !circle.is_empty())
            .map(|mut circle| {
                circle.sort();
                circle.into_iter().map(|(_, block)| block).collect()
            })
            .collect()
    }
}

/// Where a place's ways lead.
pub(crate) fn targets(pathway: &Pathway, block: BlockId) -> impl Iterator<Item = BlockId> + '_ {
    pathway[block].ways.iter().filter_map(|way| way.target)
}

/// Every place that the start leads to, each after some place that leads to it, and after all of them
/// where no circle forbids it.
fn from_the_start(pathway: &Pathway) -> Vec<BlockId> {
    let mut finished = Vec::new();
    let mut met = vec![false; pathway.blocks.len()];
    let mut open: Vec<(BlockId, Vec<BlockId>)> = Vec::new();
    if let Some(start) = pathway.start {
        met[start.0] = true;
        open.push((start, targets(pathway, start).collect()));
    }
    // The last way first, so that what the first way leads to comes first when all is turned round.
    while let Some((block, ways)) = open.last_mut() {
        match ways.pop() {
            Some(next) if met[next.0] => {}
            Some(next) => {
                met[next.0] = true;
                open.push((next, targets(pathway, next).collect()));
            }
            None => {
                finished.push(*block);
                open.pop();
            }
        }
    }
    finished.reverse();
    finished
}
