//! Findings as text: full, one line each, or JSON. The only file that knows ariadne.

use super::Diagnostics;
use crate::source::Sources;

/// How findings are written out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// With the lines of the source, for people.
    Full,
    /// `path:line:column: severity: message [name]`, one line each.
    Short,
    /// For programs.
    Json,
}

/// The findings as text, in the order they are in.
pub fn render(
    _diagnostics: &Diagnostics,
    _sources: &Sources,
    _format: Format,
    _colour: bool,
) -> String {
    String::new()
}

/// One sentence that counts what was found.
pub fn summary(_diagnostics: &Diagnostics) -> String {
    String::new()
}
