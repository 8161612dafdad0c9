//! Texts inside XML.

/// A text in which no letter means anything but itself, without the characters that XML does not know. Lines and tabs
/// are spaces.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\r' | '\t' => out.push(' '),
            '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => {}
            letter => out.push(letter),
        }
    }
    out
}

/// Whether a letter is read from right to left.
pub(super) fn is_from_right(letter: char) -> bool {
    matches!(letter,
        '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// Whether most of a text's letters are read from right to left.
pub(super) fn is_mostly_from_right(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic());
    let (mut right, mut left) = (0, 0);
    for letter in letters {
        if is_from_right(letter) {
            right += 1;
        } else {
            left += 1;
        }
    }
    right > left
}

/// A text in pieces that are read one way, each with whether that is from the right.
pub(super) fn pieces(text: &str) -> Vec<(bool, String)> {
    let mut pieces: Vec<(bool, String)> = Vec::new();
    for word in text.split_inclusive(' ') {
        let right = word.chars().any(is_from_right);
        match pieces.last_mut() {
            Some((was, piece)) if *was == right => piece.push_str(word),
            Some(_) | None => pieces.push((right, word.to_string())),
        }
    }
    pieces
}
