//! Graphviz.

use crate::ir::Pathway;

/// How to draw.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs, reason = "a placeholder")]
pub struct Options {
    pub direction: Direction,
    pub paper: Paper,
    pub legend: bool,
    pub section: Option<String>,
}

/// Which way it grows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "a placeholder")]
pub enum Direction {
    #[default]
    LeftRight,
    TopDown,
}

/// The paper it must fit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "a placeholder")]
pub enum Paper {
    #[default]
    None,
    A4,
    A3,
}

/// The pathway as Graphviz.
pub fn emit(_pathway: &Pathway, _options: &Options) -> Result<String, String> {
    Ok(String::new())
}
