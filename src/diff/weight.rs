//! How much it matters that something is another: what must be done and no longer is, before all else.

use super::Kind;
use crate::ir::Strength;

/// How much a part of a change matters, the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// What must be done, or must not, is no longer said.
    MustLost,
    /// It may be done later, or is said less strongly.
    Weaker,
    /// Something else is no longer given.
    Lost,
    /// Something must be done, or must not, that was not said.
    MustGained,
    /// Something else is given.
    Gained,
    /// It is to be done sooner, is said more strongly, or in another manner.
    Changed,
    /// It is put in other words.
    Reworded,
    /// Who comes to which outcome.
    Outcome,
    /// Which level or value a family has.
    Value,
    /// What a service's lines say.
    Line,
    /// Who is asked what.
    Question,
}

/// How strongly something is given, and in how many minutes at most; no strength where it is not given or has none.
pub(super) type Force = (Option<Strength>, Option<u64>);

impl Weight {
    /// How much it matters: how it was, if it was, and how it is, if it is.
    pub(super) fn of(kind: Kind, old: Option<Force>, new: Option<Force>) -> Weight {
        match kind {
            Kind::Outcome => return Weight::Outcome,
            Kind::Value => return Weight::Value,
            Kind::Line => return Weight::Line,
            Kind::Question => return Weight::Question,
            Kind::Done | Kind::Forbidden | Kind::Said | Kind::Urgent => {}
        }
        let is_must =
            |(strength, _): Force| matches!(strength, Some(Strength::Must | Strength::MustNot));
        match (old, new) {
            (Some(was), None) if is_must(was) => Weight::MustLost,
            (Some(_), None) => Weight::Lost,
            (None, Some(is)) if is_must(is) => Weight::MustGained,
            (None, Some(_)) => Weight::Gained,
            (Some((was, by_then)), Some((is, by_now))) => {
                let is_weaker = matches!((was, is), (Some(was), Some(is)) if is > was);
                let is_later = match (by_then, by_now) {
                    (Some(then), Some(now)) => now > then,
                    (Some(_), None) => true,
                    (None, _) => false,
                };
                if is_weaker || is_later {
                    Weight::Weaker
                } else {
                    Weight::Changed
                }
            }
            (None, None) => Weight::Changed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_must_be_done_and_is_not_matters_most() {
        let must = Some((Some(Strength::Must), Some(60)));
        let later = Some((Some(Strength::Must), Some(120)));
        let open = Some((Some(Strength::Must), None));
        let consider = Some((Some(Strength::Consider), Some(60)));
        let of = |old, new| Weight::of(Kind::Done, old, new);
        assert_eq!(of(must, None), Weight::MustLost);
        assert_eq!(of(must, consider), Weight::Weaker);
        assert_eq!(of(must, later), Weight::Weaker);
        assert_eq!(of(must, open), Weight::Weaker);
        assert_eq!(of(consider, None), Weight::Lost);
        assert_eq!(of(None, must), Weight::MustGained);
        assert_eq!(of(None, consider), Weight::Gained);
        assert_eq!(of(later, must), Weight::Changed);
        assert_eq!(of(consider, must), Weight::Changed);
        assert_eq!(Weight::of(Kind::Outcome, must, None), Weight::Outcome);
        assert!(Weight::MustLost < Weight::Weaker && Weight::Weaker < Weight::Gained);
    }
}
