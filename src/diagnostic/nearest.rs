//! The nearest known word to one that is not known, for "did you mean".

/// The candidate that differs least from `word`, where it differs little enough to be what was meant:
/// by at most a third of its letters (Damerau and Levenshtein's distance, which counts two swapped
/// neighbours as one slip). Of equals, the first.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Of two letters, one slip leaves a single letter: too little to know the word by.
    let limit = match word.chars().count() {
        0..=2 => 0,
        letters => letters / 3,
    };
    candidates
        .into_iter()
        .filter(|candidate| candidate.len().abs_diff(word.len()) <= 2 * limit + 2)
        .filter(|candidate| *candidate != word)
        .map(|candidate| {
            let distance =
                strsim::damerau_levenshtein(&word.to_lowercase(), &candidate.to_lowercase());
            (distance, candidate)
        })
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_is_recognised_and_another_word_is_not() {
        let known = ["question", "checklist", "outcome"];
        assert_eq!(nearest("quesiton", known), Some("question"));
        assert_eq!(nearest("Outcome", known), Some("outcome"));
        assert_eq!(nearest("service", known), None);
        assert_eq!(nearest("go", ["no", "do"]), None);
        assert_eq!(nearest("DO", ["no", "do"]), Some("do"));
        assert_eq!(nearest("question", known), None);
    }
}
