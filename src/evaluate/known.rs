//! Which questions are known at a place: a set of question numbers, one bit for each.
//!
//! A chain of ten thousand questions has ten thousand such sets, so they are kept small and plain.

use crate::ir::QuestionId;

/// A set of questions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known(Vec<u64>);

impl Known {
    /// Whether a question is in it.
    pub fn contains(&self, question: QuestionId) -> bool {
        self.0
            .get(question.0 / 64)
            .is_some_and(|word| word & (1 << (question.0 % 64)) != 0)
    }

    /// Puts a question in.
    pub fn insert(&mut self, question: QuestionId) {
        let word = question.0 / 64;
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= 1 << (question.0 % 64);
    }

    /// Puts in everything that another has.
    pub fn add(&mut self, other: &Known) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        for (word, more) in self.0.iter_mut().zip(&other.0) {
            *word |= more;
        }
    }

    /// Every question in it, in the order of their numbers.
    pub fn iter(&self) -> impl Iterator<Item = QuestionId> + '_ {
        self.0.iter().enumerate().flat_map(|(at, word)| {
            (0..64)
                .filter(move |bit| word & (1u64 << bit) != 0)
                .map(move |bit| QuestionId(at * 64 + bit))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_holds_what_was_put_in_and_what_was_added() {
        let mut few = Known::default();
        few.insert(QuestionId(3));
        let mut many = Known::default();
        many.insert(QuestionId(64));
        many.insert(QuestionId(200));
        few.add(&many);
        assert!(few.contains(QuestionId(64)) && !few.contains(QuestionId(65)));
        assert!(!few.contains(QuestionId(9999)));
        let all: Vec<usize> = few.iter().map(|question| question.0).collect();
        assert_eq!(all, [3, 64, 200]);
    }
}
