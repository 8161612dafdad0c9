//! Combinations of yes-or-no variables as diagrams in which every node is there once, so that the examples of a
//! combination can be counted.
//!
//! In: variables in an order, and combinations of diagrams. Out: nodes. Two combinations are the same exactly if their
//! nodes are (Bryant, "Graph-Based Algorithms for Boolean Function Manipulation", 1986). Absent on purpose: another
//! order than the one given.

use std::collections::HashMap;

/// A node of a diagram.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Node(u32);

impl Node {
    pub(super) const NO: Node = Node(0);
    pub(super) const YES: Node = Node(1);
}

/// All nodes.
#[derive(Debug)]
pub(super) struct Diagram {
    /// For each node its variable, and where one goes if that is not so, and if it is.
    nodes: Vec<(u32, Node, Node)>,
    unique: HashMap<(u32, Node, Node), Node>,
    chosen: HashMap<(Node, Node, Node), Node>,
    variables: u32,
    most: usize,
}

impl Diagram {
    /// Diagrams over so many variables, of at most so many nodes.
    pub(super) fn new(variables: u32, most: usize) -> Diagram {
        Diagram {
            nodes: vec![
                (variables, Node::NO, Node::NO),
                (variables, Node::YES, Node::YES),
            ],
            unique: HashMap::new(),
            chosen: HashMap::new(),
            variables,
            most,
        }
    }

    /// That a variable is so; none where there are too many nodes, here and below.
    pub(super) fn variable(&mut self, variable: u32) -> Option<Node> {
        self.node(variable, Node::NO, Node::YES)
    }

    fn node(&mut self, variable: u32, no: Node, yes: Node) -> Option<Node> {
        if no == yes {
            return Some(no);
        }
        if let Some(known) = self.unique.get(&(variable, no, yes)) {
            return Some(*known);
        }
        if self.nodes.len() >= self.most {
            return None;
        }
        let made = Node(u32::try_from(self.nodes.len()).ok()?);
        self.nodes.push((variable, no, yes));
        self.unique.insert((variable, no, yes), made);
        Some(made)
    }

    pub(super) fn not(&mut self, a: Node) -> Option<Node> {
        self.choose(a, Node::NO, Node::YES)
    }

    pub(super) fn and(&mut self, a: Node, b: Node) -> Option<Node> {
        self.choose(a, b, Node::NO)
    }

    pub(super) fn or(&mut self, a: Node, b: Node) -> Option<Node> {
        self.choose(a, Node::YES, b)
    }

    /// One thing where another is so, a third where it is not. Each call looks at a later variable, so that it is
    /// nested no deeper than there are variables.
    pub(super) fn choose(&mut self, a: Node, then: Node, other: Node) -> Option<Node> {
        if a == Node::YES || then == other {
            return Some(then);
        }
        if a == Node::NO {
            return Some(other);
        }
        if (then, other) == (Node::YES, Node::NO) {
            return Some(a);
        }
        if let Some(known) = self.chosen.get(&(a, then, other)) {
            return Some(*known);
        }
        let first = [a, then, other].map(|it| self.nodes[it.0 as usize].0);
        let first = first.into_iter().min()?;
        let half = |it: Node, so: bool| {
            let (variable, no, yes) = self.nodes[it.0 as usize];
            match (variable == first, so) {
                (false, _) => it,
                (true, false) => no,
                (true, true) => yes,
            }
        };
        let if_no = (half(a, false), half(then, false), half(other, false));
        let if_yes = (half(a, true), half(then, true), half(other, true));
        let no = self.choose(if_no.0, if_no.1, if_no.2)?;
        let yes = self.choose(if_yes.0, if_yes.1, if_yes.2)?;
        let made = self.node(first, no, yes)?;
        self.chosen.insert((a, then, other), made);
        Some(made)
    }

    /// In how many ways the variables can be such that this is so.
    pub(super) fn count(&self, node: Node) -> f64 {
        // The share of all ways, which loses nothing as long as the number itself can be told exactly.
        let mut shares = vec![0.0; node.0 as usize + 2];
        shares[1] = 1.0;
        for at in 2..=node.0 as usize {
            let (_, no, yes) = self.nodes[at];
            shares[at] = 0.5 * (shares[no.0 as usize] + shares[yes.0 as usize]);
        }
        shares[node.0 as usize] * f64::from(self.variables).exp2()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_ways_are_counted_as_there_are() {
        let mut all = Diagram::new(4, 1000);
        let variables: Vec<Node> = (0..4).filter_map(|it| all.variable(it)).collect();
        let [a, b, c, d] = variables.as_slice() else {
            panic!("there is room for four variables");
        };
        let both = all.and(*a, *b).expect("there is room");
        let either = all.or(*c, *d).expect("there is room");
        let any = all.or(both, either).expect("there is room");
        let none = all.not(any).expect("there is room");
        let counts = [both, either, any, none].map(|it| format!("{}", all.count(it)));
        assert_eq!(counts, ["4", "12", "13", "3"]);
        assert_eq!(all.and(any, none), Some(Node::NO));
        assert_eq!(all.or(any, none), Some(Node::YES));
    }

    #[test]
    fn too_many_nodes_are_refused() {
        let mut all = Diagram::new(4, 3);
        assert!(all.variable(0).is_some() && all.variable(1).is_none());
    }
}
