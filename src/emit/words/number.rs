//! Numbers, lengths of time and deadlines in words.

use crate::calendar;
use crate::ir::{Deadline, Distance, Duration, RangeKind, Unit};

/// "at once", "within 24 hours"
pub fn deadline(by: &Deadline) -> String {
    match by {
        Deadline::AtOnce => "at once".to_string(),
        Deadline::Within(length) => format!("within {}", duration(length)),
    }
}

/// "6 weeks", "1 year 6 months"
pub fn duration(length: &Duration) -> String {
    let parts: Vec<String> = length
        .0
        .iter()
        .map(|(number, unit)| {
            let unit = match unit {
                Unit::Minutes => "minute",
                Unit::Hours => "hour",
                Unit::Days => "day",
                Unit::WorkingDays => "working day",
                Unit::Weeks => "week",
                Unit::Months => "month",
                Unit::Years => "year",
            };
            many(i64::from(*number), unit)
        })
        .collect();
    parts.join(" ")
}

fn many(number: i64, unit: &str) -> String {
    let s = if number == 1 { "" } else { "s" };
    format!("{number} {unit}{s}")
}

/// A number with its kind: "£14.50", "16 years", "31 March 2027".
pub fn quantity(kind: RangeKind, number: i64) -> String {
    match kind {
        RangeKind::Number => number.to_string(),
        RangeKind::Money => {
            let sign = if number < 0 { "-" } else { "" };
            let (pounds, pence) = (number.unsigned_abs() / 100, number.unsigned_abs() % 100);
            let pounds = thousands(pounds);
            if pence == 0 {
                format!("{sign}£{pounds}")
            } else {
                format!("{sign}£{pounds}.{pence:02}")
            }
        }
        RangeKind::Age => {
            let (months, days) = months_and_days(number);
            length(months, days)
        }
        RangeKind::Date => calendar::date(number).map_or_else(String::new, calendar::words),
    }
}

/// A number with a comma before every three digits.
fn thousands(number: u64) -> String {
    if number < 1000 {
        number.to_string()
    } else {
        format!("{},{:03}", thousands(number / 1000), number % 1000)
    }
}

/// An age in months and days, the most months that leave whole days: the other way of [`Distance::age`].
pub fn months_and_days(age: i64) -> (i64, i64) {
    // 487 and 16 have no common divisor, so one of any sixteen months in a row leaves whole days.
    let most = age.max(0) / 487;
    (0..16)
        .map(|fewer| most - fewer)
        .filter(|months| *months >= 0)
        .map(|months| (months, age - months * 487))
        .find(|(_, left)| left % 16 == 0)
        .map_or((0, age / 16), |(months, left)| (months, left / 16))
}

/// Months and days as people say them: years from two years on.
fn length(months: i64, days: i64) -> String {
    let (years, months) = if months >= 24 {
        (months / 12, months % 12)
    } else {
        (0, months)
    };
    let said: Vec<String> = [(years, "year"), (months, "month"), (days, "day")]
        .into_iter()
        .filter(|(number, _)| *number != 0)
        .map(|(number, unit)| many(number, unit))
        .collect();
    if said.is_empty() {
        many(0, "month")
    } else {
        said.join(" ")
    }
}

/// A day by its distance from today: "28 days before today".
pub fn from_today(by: Distance) -> String {
    let (months, days) = (i64::from(by.months), i64::from(by.days));
    if (months, days) == (0, 0) {
        "today".to_string()
    } else if months <= 0 && days <= 0 {
        format!("{} before today", length(-months, -days))
    } else {
        format!("{} after today", length(months, days))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_age_goes_to_months_and_days_and_back() {
        for (months, days) in [(0, 0), (12, 0), (191, 30), (191, 364), (0, 31), (216, 0)] {
            let age = Distance { months, days }.age();
            let (m, d) = months_and_days(age);
            assert_eq!(m * 487 + d * 16, age);
        }
        assert_eq!(
            quantity(
                RangeKind::Age,
                Distance {
                    months: 12,
                    days: 0
                }
                .age()
            ),
            "12 months"
        );
        assert_eq!(
            quantity(
                RangeKind::Age,
                Distance {
                    months: 192,
                    days: 0
                }
                .age()
            ),
            "16 years"
        );
        assert_eq!(quantity(RangeKind::Age, 0), "0 months");
        assert_eq!(
            quantity(
                RangeKind::Age,
                Distance {
                    months: 191,
                    days: 5
                }
                .age()
            ),
            "15 years 11 months 5 days"
        );
    }

    #[test]
    fn numbers_are_said_with_their_kind() {
        assert_eq!(quantity(RangeKind::Money, 1450), "£14.50");
        assert_eq!(quantity(RangeKind::Money, -200), "-£2");
        assert_eq!(quantity(RangeKind::Money, 100_000_050), "£1,000,000.50");
        assert_eq!(quantity(RangeKind::Date, 0), "1 January 1970");
        assert_eq!(
            from_today(Distance {
                months: 0,
                days: -28
            }),
            "28 days before today"
        );
        assert_eq!(
            duration(&Duration(vec![(1, Unit::Years), (6, Unit::Months)])),
            "1 year 6 months"
        );
        assert_eq!(
            duration(&Duration(vec![(2, Unit::WorkingDays)])),
            "2 working days"
        );
    }
}
