//! Days of the calendar. The only file that knows jiff.

use jiff::civil;

use crate::ir::{Date, Distance};

/// The date in jiff's type; none where the calendar has no such day.
fn civil(date: Date) -> Option<civil::Date> {
    civil::Date::new(date.year, date.month, date.day).ok()
}

fn plain(date: civil::Date) -> Date {
    Date {
        year: date.year(),
        month: date.month(),
        day: date.day(),
    }
}

/// Whether the calendar has this day.
pub fn exists(date: Date) -> bool {
    civil(date).is_some()
}

/// Days from 1970-01-01 to this day; negative before it. A day that the calendar lacks counts as that one.
pub fn days(date: Date) -> i64 {
    let epoch = civil::date(1970, 1, 1);
    civil(date)
        .and_then(|date| epoch.until((jiff::Unit::Day, date)).ok())
        .map_or(0, |span| i64::from(span.get_days()))
}

/// The day so many days after 1970-01-01; none outside the years -9999 to 9999.
pub fn date(days: i64) -> Option<Date> {
    let span = jiff::Span::new().try_days(days).ok()?;
    civil::date(1970, 1, 1).checked_add(span).ok().map(plain)
}

/// The day so far after this one (before, where negative). Months come first and stop at a month's last
/// day: one month after 31 January is 28 February. Past the calendar's end, its last day.
pub fn after(date: Date, by: Distance) -> Date {
    let Some(start) = civil(date) else {
        return date;
    };
    let moved = jiff::Span::new()
        .try_months(by.months)
        .and_then(|span| span.try_days(by.days))
        .and_then(|span| start.checked_add(span));
    match moved {
        Ok(moved) => plain(moved),
        Err(_) if by.months < 0 || by.days < 0 => plain(civil::Date::MIN),
        Err(_) => plain(civil::Date::MAX),
    }
}

/// `31 March 2027`: a date as it is written in a letter.
pub fn words(date: Date) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let month = usize::try_from(date.month - 1)
        .ok()
        .and_then(|month| MONTHS.get(month));
    format!("{} {} {}", date.day, month.unwrap_or(&"?"), date.year)
}

/// `2027-03-31`: a date as it is written in a flow.
pub fn written(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)
}

/// A date written `2027-03-31`; none where it is not one.
pub fn read(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let shape = (year.len(), month.len(), day.len()) == (4, 2, 2) && parts.next().is_none();
    let date = Date {
        year: year.parse().ok()?,
        month: month.parse().ok()?,
        day: day.parse().ok()?,
    };
    (shape && exists(date)).then_some(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_count_from_1970_and_months_stop_at_their_last_day() {
        let date_of = |text| read(text).expect("a date of the calendar");
        assert_eq!(days(date_of("1970-01-02")), 1);
        assert_eq!(days(date_of("1969-12-31")), -1);
        assert_eq!(
            date(days(date_of("2028-02-29"))),
            Some(date_of("2028-02-29"))
        );
        let month = Distance { months: 1, days: 0 };
        assert_eq!(after(date_of("2027-01-31"), month), date_of("2027-02-28"));
        assert_eq!(read("2027-02-29"), None);
        assert_eq!(words(date_of("2027-03-31")), "31 March 2027");
    }
}
