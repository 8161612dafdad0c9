//! The pathway as a graph. The only file that knows petgraph.
