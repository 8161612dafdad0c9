//! A family that a finding is about, as plain data: what it answers, so that it can be told to people and
//! tried again.
//!
//! Invariant: it says all that `fingerpost run --answers` asks for, whether or not it is told. Absent on
//! purpose: what the answers mean, which is the pathway's.

/// A family.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Family {
    /// Its answers, in the order in which they are told; each question once.
    pub replies: Vec<Reply>,
    /// What happens to it, in a sentence; empty where the finding says it.
    pub then: String,
}

/// A family's answer to one question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The question's name.
    pub name: String,
    /// The question as it is asked.
    pub question: String,
    /// The answer by its name.
    pub given: Given,
    /// The answer as it is said.
    pub answer: String,
    /// Of a checklist with marks: the items under each mark that is given, as both are said, in the order of the marks.
    pub marked: Vec<Marked>,
    /// Whether it has to do with the finding; the others only bring the family to its end.
    pub is_told: bool,
}

/// The items of a checklist that have the same mark.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marked {
    /// The mark as it is said.
    pub mark: String,
    /// The items as they are asked.
    pub items: Vec<String>,
}

impl Reply {
    /// The marks of a long list, to be told shortly: those whose items are named, and behind them that under which the
    /// others stand: of all but the first the one with the most items.
    pub fn in_few_words(&self) -> (Vec<&Marked>, Option<&Marked>) {
        let (first, rest) = match self.marked.as_slice() {
            [first, rest @ ..] => (first, rest),
            [] => return (Vec::new(), None),
        };
        // Of two with as many items the later one.
        let others = rest.iter().max_by_key(|it| it.items.len()).unwrap_or(first);
        let named = self.marked.iter().filter(|it| *it != others);
        (named.collect(), Some(others))
    }
}

/// An answer by its name, as it stands in an answers file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    /// A whole number.
    Number(i64),
    /// One answer; an amount; words.
    Words(String),
    /// The items that are ticked.
    Items(Vec<String>),
    /// Each item and its mark.
    Marks(Vec<(String, String)>),
}
