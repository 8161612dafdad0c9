//! Texts as they stand in a page: nothing that an author writes becomes markup.

use std::fmt::{self, Display, Formatter, Write};

/// A text between tags or in an attribute with double quotes.
pub(super) struct Escaped<'a>(pub(super) &'a str);

impl Display for Escaped<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        for letter in self.0.chars() {
            match letter {
                '&' => out.write_str("&amp;")?,
                '<' => out.write_str("&lt;")?,
                '>' => out.write_str("&gt;")?,
                '"' => out.write_str("&quot;")?,
                '\'' => out.write_str("&#39;")?,
                '\n' | '\t' => out.write_char(letter)?,
                // HTML has no place for control characters.
                letter if letter.is_control() => out.write_char('\u{fffd}')?,
                letter => out.write_char(letter)?,
            }
        }
        Ok(())
    }
}

/// A text between tags or in an attribute with double quotes.
pub(super) fn escaped(text: &str) -> String {
    Escaped(text).to_string()
}

/// JSON inside a `script` element: nothing in it can end the element or begin a comment.
pub(super) fn in_script(json: &str) -> String {
    json.replace('<', "\\u003c").replace('>', "\\u003e")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_becomes_markup() {
        assert_eq!(
            escaped("<script>\"a\" & 'b'\u{0}</script>"),
            "&lt;script&gt;&quot;a&quot; &amp; &#39;b&#39;\u{fffd}&lt;/script&gt;"
        );
        assert_eq!(
            in_script("\"</script><!--\""),
            "\"\\u003c/script\\u003e\\u003c!--\""
        );
    }
}
