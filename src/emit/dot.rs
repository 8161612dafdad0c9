//! Graphviz.
