//! Three values: yes, no, and not known; and how they are put together.
//!
//! Invariant: an answer that comes to be known never turns a yes into a no, or a no into a yes.

use std::collections::BTreeSet;

use crate::ir::{QuestionId, ValueId};

/// Whether something holds, as far as is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Truth {
    /// It holds.
    Yes,
    /// It does not hold.
    No,
    /// It hangs on something that is not known.
    Unknown,
}

impl Truth {
    /// Yes for true, no for false.
    pub fn of(holds: bool) -> Truth {
        if holds { Truth::Yes } else { Truth::No }
    }

    /// Both: no as soon as one is no.
    #[must_use]
    pub fn and(self, other: Truth) -> Truth {
        match (self, other) {
            (Truth::No, _) | (_, Truth::No) => Truth::No,
            (Truth::Yes, Truth::Yes) => Truth::Yes,
            (Truth::Unknown, Truth::Yes | Truth::Unknown) | (Truth::Yes, Truth::Unknown) => {
                Truth::Unknown
            }
        }
    }

    /// At least one: yes as soon as one is yes.
    #[must_use]
    pub fn or(self, other: Truth) -> Truth {
        self.negated().and(other.negated()).negated()
    }

    /// The opposite; what is not known stays so.
    #[must_use]
    pub fn negated(self) -> Truth {
        match self {
            Truth::Yes => Truth::No,
            Truth::No => Truth::Yes,
            Truth::Unknown => Truth::Unknown,
        }
    }
}

/// A number of which it may only be known that it lies between two others, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// The least it can be.
    pub lowest: i64,
    /// The most it can be.
    pub highest: i64,
}

impl Interval {
    /// A number that is known.
    pub fn exactly(number: i64) -> Interval {
        Interval {
            lowest: number,
            highest: number,
        }
    }

    /// The number, where it is known.
    pub fn number(self) -> Option<i64> {
        (self.lowest == self.highest).then_some(self.lowest)
    }

    /// The sum of two numbers.
    #[must_use]
    pub fn plus(self, other: Interval) -> Interval {
        Interval {
            lowest: self.lowest.saturating_add(other.lowest),
            highest: self.highest.saturating_add(other.highest),
        }
    }

    /// So many points for each.
    #[must_use]
    pub fn times(self, points: i64) -> Interval {
        let (a, b) = (
            self.lowest.saturating_mul(points),
            self.highest.saturating_mul(points),
        );
        Interval {
            lowest: a.min(b),
            highest: a.max(b),
        }
    }

    /// Whether the number lies from `least` to `most`, both included.
    pub fn lies(self, least: i64, most: i64) -> Truth {
        if least > most || self.highest < least || self.lowest > most {
            Truth::No
        } else if least <= self.lowest && self.highest <= most {
            Truth::Yes
        } else {
            Truth::Unknown
        }
    }
}

/// What an unknown hangs on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// Questions and facts whose answers are not known.
    pub questions: BTreeSet<QuestionId>,
    /// Values for which no line applies.
    pub gaps: BTreeSet<ValueId>,
    /// Values for which lines that differ apply.
    pub conflicts: BTreeSet<ValueId>,
    /// Whether it hangs on a part of the file that could not be read.
    pub broken: bool,
}

impl Needs {
    /// One question or fact.
    pub fn question(question: QuestionId) -> Needs {
        Needs {
            questions: BTreeSet::from([question]),
            ..Needs::default()
        }
    }

    /// A part that could not be read.
    pub fn unreadable() -> Needs {
        Needs {
            broken: true,
            ..Needs::default()
        }
    }

    /// Adds what another unknown hangs on.
    pub fn add(&mut self, other: &Needs) {
        self.questions.extend(&other.questions);
        self.gaps.extend(&other.gaps);
        self.conflicts.extend(&other.conflicts);
        self.broken |= other.broken;
    }
}

#[cfg(test)]
mod tests {
    use super::Truth::{No, Unknown, Yes};
    use super::*;

    #[test]
    fn and_or_and_not_are_the_tables_of_three_values() {
        let and = [
            (Yes, Yes, Yes),
            (Yes, No, No),
            (Yes, Unknown, Unknown),
            (No, Yes, No),
            (No, No, No),
            (No, Unknown, No),
            (Unknown, Yes, Unknown),
            (Unknown, No, No),
            (Unknown, Unknown, Unknown),
        ];
        for (a, b, both) in and {
            assert_eq!(a.and(b), both, "{a:?} and {b:?}");
        }
        let or = [
            (Yes, Yes, Yes),
            (Yes, No, Yes),
            (Yes, Unknown, Yes),
            (No, Yes, Yes),
            (No, No, No),
            (No, Unknown, Unknown),
            (Unknown, Yes, Yes),
            (Unknown, No, Unknown),
            (Unknown, Unknown, Unknown),
        ];
        for (a, b, either) in or {
            assert_eq!(a.or(b), either, "{a:?} or {b:?}");
        }
        assert_eq!([Yes, No, Unknown].map(Truth::negated), [No, Yes, Unknown]);
    }

    #[test]
    fn an_interval_decides_where_all_of_it_agrees() {
        let three_to_five = Interval {
            lowest: 3,
            highest: 5,
        };
        assert_eq!(three_to_five.lies(0, 5), Yes);
        assert_eq!(three_to_five.lies(3, i64::MAX), Yes);
        assert_eq!(three_to_five.lies(6, i64::MAX), No);
        assert_eq!(three_to_five.lies(i64::MIN, 2), No);
        assert_eq!(three_to_five.lies(4, 9), Unknown);
        assert_eq!(three_to_five.lies(9, 0), No);
        assert_eq!(
            three_to_five.times(-2).plus(Interval::exactly(1)),
            Interval {
                lowest: -9,
                highest: -5
            }
        );
        assert_eq!(
            Interval::exactly(i64::MAX).times(3).number(),
            Some(i64::MAX)
        );
    }
}
