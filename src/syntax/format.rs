//! The canonical layout.

/// The text in the canonical layout.
pub fn format(text: &str) -> String {
    text.to_string()
}
