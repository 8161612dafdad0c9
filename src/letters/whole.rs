//! What stays on one line if it can: numbers to ring, postcodes, addresses of the web and of e-mail.
//!
//! Invariant: this only says where a line should rather not break; nothing is checked or changed.

use std::ops::Range;

use super::runs::is_space;

/// A number to ring in several words has so many digits: 116 123 has six, the longest in the world fifteen.
const FEWEST_DIGITS: usize = 5;
const MOST_DIGITS: usize = 15;

/// The parts of a text that should stay whole, in order.
pub(super) fn whole(text: &str) -> Vec<Range<usize>> {
    let words = words(text);
    let mut whole: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let count = number_to_ring(text, &words[at..])
            .or_else(|| postcode(text, &words[at..]))
            .unwrap_or(1);
        let last = words.get(at + count - 1).unwrap_or(word);
        if count > 1 || is_address(&text[word.clone()]) {
            whole.push(word.start..last.end);
        }
        at += count;
    }
    whole
}

/// The words of a text.
pub(super) fn words(text: &str) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    let mut start = None;
    for (at, character) in text.char_indices() {
        match (is_space(character), start) {
            (true, Some(from)) => {
                words.push(from..at);
                start = None;
            }
            (false, None) => start = Some(at),
            (true, None) | (false, Some(_)) => {}
        }
    }
    words.extend(start.map(|from| from..text.len()));
    words
}

/// Whether a word is an address of the web or of e-mail.
pub(super) fn is_address(word: &str) -> bool {
    let before_path = word.split('/').next().unwrap_or(word);
    let has_inner_dot = |part: &str| {
        let part = part.trim_matches(|c: char| !c.is_alphanumeric());
        part.contains('.')
    };
    word.contains("://")
        || word.starts_with("www.")
        || (word.contains('@') && word.len() > 2)
        || (word.contains('/') && has_inner_dot(before_path))
}

/// How many words from here are one number to ring, if they are more than one.
fn number_to_ring(text: &str, words: &[Range<usize>]) -> Option<usize> {
    let mut digits = 0;
    let mut count = 0;
    let mut is_short = false;
    for (number, word) in words.iter().enumerate() {
        let word = &text[word.clone()];
        let inner = match number {
            0 => word.trim_start_matches(['(', '“', '"']),
            _ => word,
        };
        let bare = inner.trim_end_matches(['.', ',', ';', ':', ')', '”', '"', '!', '?']);
        let is_of_digits = bare
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '(' | ')' | '+' | '-' | '–'));
        let more = bare.chars().filter(char::is_ascii_digit).count();
        if !is_of_digits || more < 2 {
            break;
        }
        is_short |= more < 3;
        digits += more;
        count += 1;
        if digits > MOST_DIGITS {
            return None;
        }
        if bare.len() < inner.len() {
            break;
        }
    }
    let first = words.first().map(|word| &text[word.clone()])?;
    let first = first.trim_start_matches(['(', '“', '"']);
    let is_number = (first.starts_with(['0', '+']) || !is_short) && digits >= FEWEST_DIGITS;
    (count > 1 && is_number).then_some(count)
}

/// Two, where the two words from here are a postcode.
fn postcode(text: &str, words: &[Range<usize>]) -> Option<usize> {
    let outward = text[words.first()?.clone()].trim_start_matches(['(', '“', '"']);
    let inward = &text[words.get(1)?.clone()];
    let letters = outward
        .chars()
        .take_while(char::is_ascii_alphabetic)
        .count();
    let rest = outward.get(letters..)?;
    let mut of_rest = rest.chars();
    let is_outward = (1..=2).contains(&letters)
        && of_rest.next().is_some_and(|c| c.is_ascii_digit())
        && of_rest.next().is_none_or(|c| c.is_ascii_alphanumeric())
        && of_rest.next().is_none();
    let mut of_inward = inward.chars();
    let is_inward = of_inward.next().is_some_and(|c| c.is_ascii_digit())
        && of_inward.next().is_some_and(|c| c.is_ascii_alphabetic())
        && of_inward.next().is_some_and(|c| c.is_ascii_alphabetic())
        && of_inward.all(|c| c.is_ascii_punctuation() || matches!(c, '”' | '’'));
    (is_outward && is_inward).then_some(2)
}
