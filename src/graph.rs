//! The pathway as a graph: blocks, and the ways between them. The only file that knows petgraph.
//!
//! Every question is asked and answered in [`BlockId`]s; nobody outside sees a node of the graph.
//! Invariant: nothing here recurses, so a chain of a hundred thousand blocks is no deeper than one of
//! three. (petgraph's `tarjan_scc` and `is_cyclic_directed` recurse; its `kosaraju_scc` and `Dfs` do not.)
//!
//! Absent on purpose: answers. A way is here whether or not any family can take it, and `review in` and
//! `return to` are not ways.

use std::collections::{BTreeSet, VecDeque};

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::{Dfs, EdgeRef};

use crate::ir::{BlockId, Part, Pathway};

/// The blocks of a pathway and the ways between them.
pub struct Graph {
    /// A node for each block, in the pathway's order; on each edge, which of the block's ways it is.
    ways: DiGraph<BlockId, usize>,
    reached: BTreeSet<BlockId>,
    may_be_reached: BTreeSet<BlockId>,
}

impl Graph {
    /// The graph of a pathway.
    pub fn of(pathway: &Pathway) -> Graph {
        let mut ways = DiGraph::new();
        for number in 0..pathway.blocks.len() {
            ways.add_node(BlockId(number));
        }
        for (number, block) in pathway.blocks.iter().enumerate() {
            // petgraph walks a node's edges from the last one added: backwards here is the author's order.
            for (way, target) in block.ways.iter().map(|way| way.target).enumerate().rev() {
                if let Some(target) = target {
                    ways.add_edge(node(BlockId(number)), node(target), way);
                }
            }
        }
        let reached = walk(&ways, pathway.start);
        let may_be_reached = walk_with_guesses(&ways, pathway);
        Graph {
            ways,
            reached,
            may_be_reached,
        }
    }

    /// Whether some list of ways leads from the start to this block.
    pub fn is_reached(&self, block: BlockId) -> bool {
        self.reached.contains(&block)
    }

    /// Whether some list of ways leads from the start to this block, or may do so once the mistakes in the
    /// file are mended. Without a start, every block may be reached.
    pub fn may_be_reached(&self, block: BlockId) -> bool {
        self.may_be_reached.contains(&block)
    }

    /// Every block that some list of ways leads to from this one, itself included.
    pub fn reached_from(&self, block: BlockId) -> BTreeSet<BlockId> {
        walk(&self.ways, [block])
    }

    /// The blocks in groups, such that ways between groups only lead from an earlier group to a later one.
    /// A group is a single block, or blocks from each of which every other can be reached.
    pub fn components(&self) -> Vec<Vec<BlockId>> {
        let mut components: Vec<Vec<BlockId>> = kosaraju_scc(&self.ways)
            .into_iter()
            .map(|group| group.into_iter().map(|node| self.ways[node]).collect())
            .collect();
        components.reverse();
        for group in &mut components {
            group.sort();
        }
        components
    }

    /// The groups of blocks in which one can go round, in the order of their first blocks. A block with a
    /// way to itself is such a group.
    pub fn circles(&self) -> Vec<Vec<BlockId>> {
        let mut circles = self.components();
        circles.retain(|group| match group.as_slice() {
            [only] => self.ways.contains_edge(node(*only), node(*only)),
            _ => true,
        });
        circles.sort();
        circles
    }

    /// The shortest list of ways from one block to another: each way by its block and its place among that
    /// block's ways. Empty from a block to itself; none where no list of ways leads there.
    pub fn shortest(&self, from: BlockId, to: BlockId) -> Option<Vec<(BlockId, usize)>> {
        let mut came_by: Vec<Option<(BlockId, usize)>> = vec![None; self.ways.node_count()];
        let mut waiting = VecDeque::from([from]);
        while let Some(block) = waiting.pop_front() {
            if block == to {
                return Some(retrace(&came_by, from, to));
            }
            for edge in self.ways.edges(node(block)) {
                let target = edge.target();
                if self.ways[target] != from && came_by[target.index()].is_none() {
                    came_by[target.index()] = Some((block, *edge.weight()));
                    waiting.push_back(self.ways[target]);
                }
            }
        }
        None
    }
}

fn node(block: BlockId) -> NodeIndex {
    NodeIndex::new(block.0)
}

/// Every block on some list of edges from these.
fn walk<E>(
    graph: &DiGraph<BlockId, E>,
    from: impl IntoIterator<Item = BlockId>,
) -> BTreeSet<BlockId> {
    let mut seen = Dfs::empty(graph);
    let mut reached = BTreeSet::new();
    for block in from {
        seen.stack.push(node(block));
    }
    while let Some(node) = seen.next(graph) {
        reached.insert(graph[node]);
    }
    reached
}

/// The way back along `came_by`, turned round.
fn retrace(
    came_by: &[Option<(BlockId, usize)>],
    from: BlockId,
    to: BlockId,
) -> Vec<(BlockId, usize)> {
    let mut ways = Vec::new();
    let mut at = to;
    while at != from {
        let Some((block, way)) = came_by.get(at.0).copied().flatten() else {
            break;
        };
        ways.push((block, way));
        at = block;
    }
    ways.reverse();
    ways
}

/// Every block that can be reached if each line with a mistake is also a way from where it stands to
/// whatever it may have meant.
fn walk_with_guesses(ways: &DiGraph<BlockId, usize>, pathway: &Pathway) -> BTreeSet<BlockId> {
    let every_block = || (0..pathway.blocks.len()).map(BlockId);
    let Some(start) = pathway.start else {
        return every_block().collect();
    };
    let mut guessed = ways.map(|_, block| *block, |_, _| ());
    let mut from = vec![start];
    let mut guessing = BTreeSet::new();
    for (place, named) in &pathway.broken.mentions {
        let Some(named) = block_of(pathway, *named) else {
            continue;
        };
        match block_of(pathway, *place) {
            Some(place) => {
                guessed.add_edge(node(place), node(named), ());
                guessing.insert(place);
            }
            // The line is not in any block that was read: it may have stood in one that is reached.
            None => from.push(named),
        }
    }
    let reached = walk(&guessed, from);
    // A way whose target nobody can guess may have been meant to lead anywhere.
    let lost = reached.iter().any(|block| {
        !guessing.contains(block) && pathway[*block].ways.iter().any(|way| way.target.is_none())
    });
    if lost {
        every_block().collect()
    } else {
        reached
    }
}

/// The block that a part is asked at, or is.
fn block_of(pathway: &Pathway, part: Part) -> Option<BlockId> {
    match part {
        Part::Block(block) => Some(block),
        Part::Question(question) => pathway[question].block,
        Part::Pathway
        | Part::Service(_)
        | Part::Group(_)
        | Part::Condition(_)
        | Part::Value(_)
        | Part::Score(_)
        | Part::Setting(_)
        | Part::ActionName(_)
        | Part::Rule(_)
        | Part::Example(_) => None,
    }
}
