//! Reading: from a text to what an author wrote, and back to a text in the canonical layout.
//!
//! [`parse()`] never fails: a line that cannot be read is reported and kept as a broken line, and the lines
//! after it are read.

pub mod ast;
mod format;
mod parse;

pub use format::format;
pub(crate) use parse::{a, word};
pub use parse::{parse, readable};
