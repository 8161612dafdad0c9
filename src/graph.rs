//! The pathway as a graph: blocks, and the ways between them. The only file that knows petgraph.
//!
//! Every question is asked and answered in [`BlockId`]s; nobody outside sees a node of the graph.
//! Invariant: nothing here recurses, so a chain of a hundred thousand blocks is no deeper than one of
//! three. (petgraph's `tarjan_scc` and `is_cyclic_directed` recurse; its `kosaraju_scc` and `Dfs` do not.)
//!
//! Absent on purpose: answers. A way is here whether or not any family can take it, and `review in` and
//! `return to` are not ways.

use std::collections::{BTreeSet, VecDeque};

use petgraph::algo::dominators::simple_fast;
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
        let may_be_reached = walk_with_guesses(&ways, pathway, &reached);
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

    /// For each block the last one that every list of ways from the start to it passes, itself aside (its
    /// immediate dominator); none for the start, and for blocks that no list of ways leads to.
    pub fn passes(&self, start: Option<BlockId>) -> Vec<Option<BlockId>> {
        let mut passes = vec![None; self.ways.node_count()];
        if let Some(start) = start {
            let dominators = simple_fast(&self.ways, node(start));
            for (block, passed) in passes.iter_mut().enumerate() {
                let above = dominators.immediate_dominator(node(BlockId(block)));
                *passed = above.map(|above| self.ways[above]);
            }
        }
        passes
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

    /// Every block that ways lead to from here, in an order in which to read them: a block stands after all that lead to
    /// it, but for ways back, and what the first way leads to stands before what the second does. Without a start, every
    /// block in the pathway's order.
    pub fn reading_order(&self, from: Option<BlockId>) -> Vec<BlockId> {
        let Some(from) = from else {
            return self.ways.node_indices().map(|it| self.ways[it]).collect();
        };
        // Depth first, the last way first: the order in which blocks are left is then the reading order, from its end.
        let targets = |block: BlockId| {
            let mut targets: Vec<BlockId> = (self.ways.edges(node(block)))
                .map(|edge| self.ways[edge.target()])
                .collect();
            targets.reverse();
            targets.into_iter()
        };
        let mut met = BTreeSet::from([from]);
        let mut path = vec![(from, targets(from))];
        let mut order = Vec::new();
        while let Some((block, waiting)) = path.last_mut() {
            match waiting.find(|target| met.insert(*target)) {
                Some(target) => path.push((target, targets(target))),
                None => {
                    order.push(*block);
                    path.pop();
                }
            }
        }
        order.reverse();
        order
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
/// whatever it may have meant. `reached` is what can be reached without guessing.
fn walk_with_guesses(
    ways: &DiGraph<BlockId, usize>,
    pathway: &Pathway,
    reached: &BTreeSet<BlockId>,
) -> BTreeSet<BlockId> {
    let every_block = || (0..pathway.blocks.len()).map(BlockId).collect();
    let Some(start) = pathway.start else {
        return every_block();
    };
    let mut guessed = ways.map(|_, block| *block, |_, _| ());
    let mut from = vec![start];
    let mut explained = BTreeSet::new();
    for (place, named) in &pathway.broken.mentions {
        let Some(named) = block_of(pathway, *named) else {
            continue;
        };
        match block_of(pathway, *place) {
            Some(place) => {
                guessed.add_edge(node(place), node(named), ());
                if !reached.contains(&named) {
                    explained.insert(place);
                }
            }
            // The line is not in any block that was read: it may have stood in one that is reached.
            None => from.push(named),
        }
    }
    let may_be_reached = walk(&guessed, from);
    // A way has lost its target, and no block is missed that the line speaks of: it may have meant any.
    let is_lost = |block: &BlockId| {
        let mut ways = pathway[*block].ways.iter();
        ways.any(|way| way.target.is_none()) && !explained.contains(block)
    };
    if may_be_reached.iter().any(is_lost) {
        return every_block();
    }
    may_be_reached
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::{Block, BlockKind, Policy, Way, WayKind};
    use crate::source::Span;

    /// A pathway of so many steps, started at the first, with these ways; a way to nowhere has lost its
    /// target.
    fn pathway(blocks: usize, ways: &[(usize, Option<usize>)]) -> Pathway {
        let mut pathway = Pathway {
            start: Some(BlockId(0)),
            ..Pathway::default()
        };
        for number in 0..blocks {
            pathway.blocks.push(Block {
                name: format!("block_{number}"),
                title: String::new(),
                kind: BlockKind::Step,
                policy: Policy::ExactlyOne,
                ways: Vec::new(),
                tables: Vec::new(),
                actions: Vec::new(),
                notes: Vec::new(),
                review_in: Vec::new(),
                returns: Vec::new(),
                span: Span::default(),
            });
        }
        for (from, to) in ways {
            pathway.blocks[*from].ways.push(Way {
                kind: WayKind::When,
                on: None,
                when: None,
                target: to.map(BlockId),
                span: Span::default(),
            });
        }
        pathway
    }

    fn graph(blocks: usize, ways: &[(usize, usize)]) -> Graph {
        let ways: Vec<_> = ways.iter().map(|(from, to)| (*from, Some(*to))).collect();
        Graph::of(&pathway(blocks, &ways))
    }

    fn numbers(blocks: impl IntoIterator<Item = BlockId>) -> Vec<usize> {
        blocks.into_iter().map(|block| block.0).collect()
    }

    #[test]
    fn what_ways_lead_to_is_reached_and_nothing_else() {
        let graph = graph(5, &[(0, 1), (1, 2), (3, 2), (3, 4)]);
        let reached = (0..5).map(BlockId).filter(|block| graph.is_reached(*block));
        assert_eq!(numbers(reached), [0, 1, 2]);
        assert_eq!(numbers(graph.reached_from(BlockId(3))), [2, 3, 4]);
    }

    #[test]
    fn components_stand_in_the_order_of_the_ways_and_circles_stay_together() {
        let graph = graph(6, &[(0, 3), (3, 1), (1, 3), (1, 4), (4, 4), (0, 5)]);
        let components: Vec<_> = graph.components().into_iter().map(numbers).collect();
        let place = |block| {
            components
                .iter()
                .position(|group| group.contains(&block))
                .expect("every block is in a group")
        };
        assert_eq!(components.len(), 5);
        assert_eq!(place(1), place(3));
        assert!(place(0) < place(3) && place(3) < place(4) && place(0) < place(5));
        let circles: Vec<_> = graph.circles().into_iter().map(numbers).collect();
        assert_eq!(circles, [vec![1, 3], vec![4]]);
    }

    #[test]
    fn the_shortest_list_of_ways_names_each_way_and_prefers_the_first_written() {
        let graph = graph(4, &[(0, 1), (0, 2), (0, 2), (1, 3), (2, 3)]);
        let ways = |from, to| graph.shortest(BlockId(from), BlockId(to));
        assert_eq!(ways(0, 3), Some(vec![(BlockId(0), 0), (BlockId(1), 0)]));
        assert_eq!(ways(0, 2), Some(vec![(BlockId(0), 1)]));
        assert_eq!(ways(2, 2), Some(Vec::new()));
        assert_eq!(ways(3, 0), None);
    }

    #[test]
    fn blocks_are_read_after_all_that_lead_to_them_and_in_the_order_of_the_ways() {
        let graph = graph(7, &[(0, 4), (0, 1), (4, 5), (5, 3), (1, 3), (3, 0), (2, 6)]);
        assert_eq!(
            numbers(graph.reading_order(Some(BlockId(0)))),
            [0, 4, 5, 1, 3]
        );
        assert_eq!(numbers(graph.reading_order(None)), [0, 1, 2, 3, 4, 5, 6]);
    }

    #[test]
    fn a_mistake_may_lead_to_what_it_may_have_meant() {
        let mut pathway = pathway(4, &[(0, None), (2, Some(3))]);
        // `-> somewhere`, and nobody knows where.
        assert!(Graph::of(&pathway).may_be_reached(BlockId(3)));
        pathway.broken.mentions = [(Part::Block(BlockId(0)), Part::Block(BlockId(1)))].into();
        let graph = Graph::of(&pathway);
        assert!(!graph.may_be_reached(BlockId(2)));
        // A line under a heading that could not be read.
        pathway.blocks[0].ways.pop();
        pathway.broken.mentions = [(Part::Pathway, Part::Block(BlockId(3)))].into();
        let graph = Graph::of(&pathway);
        assert!(graph.may_be_reached(BlockId(3)) && !graph.is_reached(BlockId(3)));
        assert!(!graph.may_be_reached(BlockId(2)));
    }

    #[test]
    fn without_a_start_nothing_is_reached_and_everything_may_be() {
        let mut pathway = pathway(2, &[(0, Some(1))]);
        pathway.start = None;
        let graph = Graph::of(&pathway);
        assert!(!graph.is_reached(BlockId(0)) && graph.may_be_reached(BlockId(1)));
    }

    #[test]
    fn a_very_long_pathway_is_no_deeper_than_a_short_one() {
        let last = 100_000;
        let mut ways: Vec<_> = (0..last).map(|from| (from, from + 1)).collect();
        let line = graph(last + 1, &ways);
        assert!(line.is_reached(BlockId(last)) && line.circles().is_empty());
        let found = line.shortest(BlockId(0), BlockId(last));
        assert_eq!(found.map(|ways| ways.len()), Some(last));
        ways.push((last, 0));
        assert_eq!(graph(last + 1, &ways).circles().len(), 1);
    }
}
