//! Every answer to one question, one after another, without making a list of them: a checklist of
//! thirty items has a thousand million.

use std::collections::BTreeSet;
use std::ops::Range;

use super::Cells;
use crate::ir::{Answer, Answers, Pathway, QuestionId};

/// The answers to a question that are still to come.
#[derive(Clone, Debug)]
pub(crate) enum Choices {
    /// One of so many.
    Options(Range<usize>),
    /// One number for each cell.
    Numbers(std::vec::IntoIter<i64>),
    /// Which items are ticked: first every choice among those that go together, then each that stands
    /// alone.
    Ticks {
        /// The items that go together.
        together: Vec<usize>,
        /// Which of them are ticked next; none when all choices have been made.
        next: Option<Vec<bool>>,
        /// The items that stand alone.
        alone: std::vec::IntoIter<usize>,
    },
    /// A mark for each item.
    Marks {
        /// How many marks there are.
        marks: usize,
        /// The marks given next; none when all choices have been made.
        next: Option<Vec<usize>>,
    },
    /// A text, of which nothing depends.
    Nothing,
}

impl Choices {
    /// Every answer to a question; none where its answers could not be read.
    pub(crate) fn of(pathway: &Pathway, question: QuestionId, cells: &Cells) -> Option<Choices> {
        Some(match &pathway[question].answers {
            Answers::OneOf(options) => Choices::Options(0..options.len()),
            Answers::Several { items, marks } if marks.is_empty() => {
                let (alone, together): (Vec<usize>, Vec<usize>) =
                    (0..items.len()).partition(|item| items[*item].alone);
                let mut none_ticked = vec![false; together.len()];
                // A list with an item that stands alone needs a tick; any other may be left empty.
                let first = alone.is_empty() || advance(&mut none_ticked);
                Choices::Ticks {
                    together,
                    next: first.then_some(none_ticked),
                    alone: alone.into_iter(),
                }
            }
            Answers::Several { items, marks } => Choices::Marks {
                marks: marks.len(),
                next: Some(vec![0; items.len()]),
            },
            Answers::Range { .. } => Choices::Numbers(cells.of_question(question).into_iter()),
            Answers::Text => Choices::Nothing,
            Answers::Broken => return None,
        })
    }
}

impl Iterator for Choices {
    type Item = Answer;

    fn next(&mut self) -> Option<Answer> {
        match self {
            Choices::Options(range) => range.next().map(Answer::Option),
            Choices::Numbers(numbers) => numbers.next().map(Answer::Quantity),
            Choices::Ticks {
                together,
                next,
                alone,
            } => match next {
                Some(ticks) => {
                    let ticked = (0..together.len())
                        .filter(|at| ticks[*at])
                        .map(|at| together[at])
                        .collect();
                    if !advance(ticks) {
                        *next = None;
                    }
                    Some(Answer::Ticked(ticked))
                }
                None => alone
                    .next()
                    .map(|item| Answer::Ticked(BTreeSet::from([item]))),
            },
            Choices::Marks { marks, next } => {
                let given = next.clone()?;
                if !next.as_mut().is_some_and(|it| advance_marks(it, *marks)) {
                    *next = None;
                }
                Some(Answer::Marked(given))
            }
            Choices::Nothing => None,
        }
    }
}

/// The next choice of ticks, counting as with two digits, the first item changing fastest. False when
/// there is none.
fn advance(ticks: &mut [bool]) -> bool {
    for tick in ticks {
        *tick = !*tick;
        if *tick {
            return true;
        }
    }
    false
}

/// The next choice of marks, the first item changing fastest. False when there is none.
fn advance_marks(given: &mut [usize], marks: usize) -> bool {
    for mark in given {
        *mark += 1;
        if *mark < marks {
            return true;
        }
        *mark = 0;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::build::{Build, TODAY, ticked};

    fn all(it: &Build, question: QuestionId) -> Vec<Answer> {
        let cells = Cells::of(&it.pathway, TODAY);
        let choices = Choices::of(&it.pathway, question, &cells);
        choices.expect("the answers can be read").collect()
    }

    #[test]
    fn a_checklist_may_be_left_empty_unless_an_item_says_none_of_these() {
        let mut it = Build::default();
        let (free, _) = it.checklist("free", &["a", "b"]);
        let expected = [ticked(&[]), ticked(&[0]), ticked(&[1]), ticked(&[0, 1])];
        assert_eq!(all(&it, free), expected);
        let (needs_one, _) = it.checklist("needs_one", &["a", "none!", "b"]);
        let expected = [ticked(&[0]), ticked(&[2]), ticked(&[0, 2]), ticked(&[1])];
        assert_eq!(all(&it, needs_one), expected);
        let (only_alone, _) = it.checklist("only_alone", &["none!", "unsure!"]);
        assert_eq!(all(&it, only_alone), [ticked(&[0]), ticked(&[1])]);
    }

    #[test]
    fn every_item_gets_one_mark() {
        let mut it = Build::default();
        let (items, marks) = (it.options(&["a", "b"]), it.options(&["x", "y", "z"]));
        let (list, _) = it.ask("list", Answers::Several { items, marks });
        let all = all(&it, list);
        assert_eq!(all.len(), 9);
        assert_eq!(all.get(1), Some(&Answer::Marked(vec![1, 0])));
        assert_eq!(all.last(), Some(&Answer::Marked(vec![2, 2])));
    }

    #[test]
    fn a_checklist_of_a_hundred_items_begins_at_once() {
        let mut it = Build::default();
        let names: Vec<String> = (0..100).map(|n| format!("i{n}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let (list, _) = it.checklist("list", &names);
        let cells = Cells::of(&it.pathway, TODAY);
        let choices = Choices::of(&it.pathway, list, &cells).expect("the answers can be read");
        assert_eq!(choices.take(3).last(), Some(ticked(&[1])));
    }
}
