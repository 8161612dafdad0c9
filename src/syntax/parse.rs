//! pest's pairs to blocks of lines. The only file that knows pest.

use super::ast::File;
use crate::diagnostic::Diagnostics;
use crate::source::{SourceId, Span};

/// Reads a text.
pub fn parse<'s>(text: &'s str, source: SourceId, _out: &mut Diagnostics) -> File<'s> {
    File {
        blocks: Vec::new(),
        span: Span::new(source, 0, text.len()),
    }
}
