//! Numbers, amounts, ages and dates as they are written, in the units of [`crate::ir`].
//!
//! Not here: what a number is compared with, and whether it lies in a question's range (see `number`).

use crate::calendar;
use crate::ir::{Bound, Distance, RangeKind};
use crate::syntax::ast::Quantity;

/// Why a quantity is not of the kind that is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Misfit {
    /// It is of another kind.
    Kind,
    /// The calendar has no such day.
    NoSuchDay,
}

/// A quantity as the kind of number that is needed.
pub(super) fn bound(kind: RangeKind, quantity: &Quantity) -> Result<Bound, Misfit> {
    let number = match (kind, quantity) {
        (RangeKind::Number, Quantity::Number { hundredths, point }) => {
            (!point && hundredths % 100 == 0).then(|| Bound::Fixed(hundredths / 100))
        }
        (RangeKind::Money, Quantity::Number { hundredths, .. }) => Some(Bound::Fixed(*hundredths)),
        (RangeKind::Money, Quantity::Money(pence)) => Some(Bound::Fixed(*pence)),
        (RangeKind::Age, Quantity::Duration(duration)) => {
            Distance::of(duration).map(|distance| Bound::Fixed(distance.age()))
        }
        (RangeKind::Date, Quantity::Date(date)) => {
            if !calendar::exists(*date) {
                return Err(Misfit::NoSuchDay);
            }
            Some(Bound::Fixed(calendar::days(*date)))
        }
        (RangeKind::Date, Quantity::Today) => Some(Bound::FromToday(Distance::default())),
        (RangeKind::Date, Quantity::FromToday { by, after }) => {
            Distance::of(by).map(|by| Bound::FromToday(if *after { by } else { before(by) }))
        }
        (_, _) => None,
    };
    number.ok_or(Misfit::Kind)
}

/// The kind of number that a quantity is by itself; none for days that move with today.
pub(super) fn kind_of(quantity: &Quantity) -> Option<RangeKind> {
    match quantity {
        Quantity::Number { point: true, .. } | Quantity::Money(_) => Some(RangeKind::Money),
        Quantity::Number { point: false, .. } => Some(RangeKind::Number),
        Quantity::Duration(_) => Some(RangeKind::Age),
        Quantity::Date(_) => Some(RangeKind::Date),
        Quantity::Today | Quantity::FromToday { .. } => None,
    }
}

/// Whether the first lies before the second; unknown where that depends on the day it is asked.
pub(super) fn less(a: Bound, b: Bound) -> Option<bool> {
    match (a, b) {
        (Bound::Fixed(a), Bound::Fixed(b)) => Some(a < b),
        (Bound::FromToday(a), Bound::FromToday(b)) => {
            // A month has 28 to 31 days: only what is so with every month is known.
            let (months, days) = (
                i64::from(b.months) - i64::from(a.months),
                i64::from(b.days) - i64::from(a.days),
            );
            let shortest = days + months * if months < 0 { 31 } else { 28 };
            let longest = days + months * if months < 0 { 28 } else { 31 };
            match (shortest > 0, longest <= 0) {
                (true, _) => Some(true),
                (_, true) => Some(false),
                (false, false) => None,
            }
        }
        (
            Bound::Fixed(_) | Bound::FromToday(_) | Bound::Setting(_),
            Bound::Fixed(_) | Bound::FromToday(_) | Bound::Setting(_),
        ) => None,
    }
}

/// What a number of this kind is called.
pub(super) fn word(kind: RangeKind) -> &'static str {
    match kind {
        RangeKind::Number => "a whole number",
        RangeKind::Money => "an amount of money",
        RangeKind::Age => "an age",
        RangeKind::Date => "a date",
    }
}

/// How a number of this kind is written.
pub(super) fn example(kind: RangeKind) -> &'static str {
    match kind {
        RangeKind::Number => "a whole number such as `12`",
        RangeKind::Money => "an amount such as `£14.50`",
        RangeKind::Age => "an age such as `16 years` or `18 months`",
        RangeKind::Date => "a date such as `2027-03-31`, or `28 days before today`",
    }
}

fn before(by: Distance) -> Distance {
    Distance {
        months: by.months.saturating_neg(),
        days: by.days.saturating_neg(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::ast::{Date, Duration, Unit};

    fn number(hundredths: i64, point: bool) -> Quantity {
        Quantity::Number { hundredths, point }
    }

    fn span(n: u32, unit: Unit) -> Duration {
        Duration(vec![(n, unit)])
    }

    #[test]
    fn a_number_is_whole_and_money_may_have_pence() {
        assert_eq!(
            bound(RangeKind::Number, &number(1400, false)),
            Ok(Bound::Fixed(14))
        );
        assert_eq!(
            bound(RangeKind::Number, &number(1450, true)),
            Err(Misfit::Kind)
        );
        assert_eq!(
            bound(RangeKind::Money, &number(1450, true)),
            Ok(Bound::Fixed(1450))
        );
        assert_eq!(
            bound(RangeKind::Money, &Quantity::Money(5)),
            Ok(Bound::Fixed(5))
        );
        assert_eq!(
            bound(RangeKind::Number, &Quantity::Money(500)),
            Err(Misfit::Kind)
        );
    }

    #[test]
    fn twelve_months_are_a_year_and_hours_are_no_age() {
        let age = |n, unit| bound(RangeKind::Age, &Quantity::Duration(span(n, unit)));
        assert_eq!(age(12, Unit::Months), age(1, Unit::Years));
        assert_eq!(age(5, Unit::Hours), Err(Misfit::Kind));
        assert_eq!(age(u32::MAX, Unit::Years), Err(Misfit::Kind));
        assert_eq!(
            bound(RangeKind::Age, &number(100, false)),
            Err(Misfit::Kind)
        );
    }

    #[test]
    fn a_day_is_of_the_calendar_or_so_far_from_today() {
        let date = |year, month, day| Quantity::Date(Date { year, month, day });
        assert_eq!(
            bound(RangeKind::Date, &date(1970, 1, 11)),
            Ok(Bound::Fixed(10))
        );
        assert_eq!(
            bound(RangeKind::Date, &date(2027, 2, 29)),
            Err(Misfit::NoSuchDay)
        );
        let before = Quantity::FromToday {
            by: span(4, Unit::Weeks),
            after: false,
        };
        let four_weeks_ago = Distance {
            months: 0,
            days: -28,
        };
        assert_eq!(
            bound(RangeKind::Date, &before),
            Ok(Bound::FromToday(four_weeks_ago))
        );
    }

    #[test]
    fn days_from_today_are_ordered_as_far_as_every_month_allows() {
        let day = |months, days| Bound::FromToday(Distance { months, days });
        assert_eq!(less(day(0, 28), day(1, 1)), Some(true));
        assert_eq!(less(day(0, 30), day(1, 0)), None);
        assert_eq!(less(day(0, 0), day(0, 0)), Some(false));
        assert_eq!(less(day(-1, 0), day(0, 0)), Some(true));
        assert_eq!(less(Bound::Fixed(1), day(0, 0)), None);
    }
}
