//! How much of a flow its examples meet, as plain data.

use super::Label;

/// What the examples meet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// How many examples there are.
    pub examples: usize,
    /// Each kind of thing that they may meet.
    pub shares: Vec<Share>,
    /// Whether a mistake in the flow may hide some of it.
    pub is_in_doubt: bool,
}

/// Things of one kind, and how many of them are met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// What an example does with them: `take`, `reach`, `get`.
    pub verb: &'static str,
    /// What one of them is called.
    pub noun: &'static str,
    /// How many are met.
    pub met: usize,
    /// How many there are.
    pub all: usize,
    /// Those that are not met, in the order of the file, each with its name.
    pub missing: Vec<Label>,
}
