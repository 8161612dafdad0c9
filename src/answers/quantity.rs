//! Numbers, amounts, ages and dates as people write them, in the units of [`crate::ir`].

use crate::calendar;
use crate::ir::{Date, Distance, Duration, RangeKind, Unit};

/// The number for what was typed, or how to write it.
pub(super) fn read(typed: &str, kind: RangeKind, today: Date) -> Result<i64, String> {
    let (number, example) = match kind {
        RangeKind::Number => (whole(typed), "Write a whole number, such as `5`."),
        RangeKind::Money => (money(typed), "Write an amount, such as `£14` or `£14.50`."),
        RangeKind::Age => (
            age(typed),
            "Write an age, such as `5 years`, `7 months` or `15 years 364 days`.",
        ),
        RangeKind::Date => (
            date(typed, today),
            "Write a day of the calendar, such as `2027-03-31` or `31/3/2027`.",
        ),
    };
    number.ok_or_else(|| match typed {
        "" => format!("Nothing was answered. {example}"),
        _ => format!("`{typed}` cannot be read here. {example}"),
    })
}

/// `5`, `-5`, `1,000`
fn whole(typed: &str) -> Option<i64> {
    let (sign, digits) = match typed.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, typed),
    };
    let groups: Vec<&str> = digits.split(',').collect();
    let (first, rest) = groups.split_first()?;
    let in_thousands = rest.is_empty()
        || (1..=3).contains(&first.len()) && rest.iter().all(|group| group.len() == 3);
    let digits = groups.concat();
    let only_digits = !first.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !in_thousands || !only_digits {
        return None;
    }
    digits.parse::<i64>().ok()?.checked_mul(sign)
}

/// `£14.50`, `14.5`, `14`, in pence
fn money(typed: &str) -> Option<i64> {
    let (sign, amount) = match typed.strip_prefix('-') {
        Some(amount) => (-1, amount),
        None => (1, typed),
    };
    let amount = amount.strip_prefix('£').unwrap_or(amount).trim_start();
    let (pounds, pence) = amount.split_once('.').unwrap_or((amount, "0"));
    let pence = match (pence.len(), pence.parse::<u8>().ok()?) {
        (1, tenths) => i64::from(tenths) * 10,
        (2, pence) => i64::from(pence),
        _ => return None,
    };
    let pounds = whole(pounds).filter(|pounds| *pounds >= 0)?;
    let amount = pounds.checked_mul(100)?.checked_add(pence)?;
    amount.checked_mul(sign)
}

/// `5 years`, `15 years and 364 days`; a bare number is years
fn age(typed: &str) -> Option<i64> {
    let lower = typed.to_lowercase();
    let mut words = lower
        .split(|c: char| c == ',' || c.is_whitespace())
        .filter(|word| !word.is_empty() && *word != "and" && *word != "old");
    let mut parts = Vec::new();
    while let Some(number) = words.next() {
        let number: u32 = number.parse().ok()?;
        let unit = match (words.next(), parts.is_empty()) {
            (Some("year" | "years"), _) | (None, true) => Unit::Years,
            (Some("month" | "months"), _) => Unit::Months,
            (Some("week" | "weeks"), _) => Unit::Weeks,
            (Some("day" | "days"), _) => Unit::Days,
            (Some(_), _) | (None, false) => return None,
        };
        parts.push((number, unit));
    }
    if parts.is_empty() {
        return None;
    }
    Distance::of(&Duration(parts)).map(Distance::age)
}

/// `2027-03-31`, `31/3/2027`, `today`, in days since 1970-01-01
fn date(typed: &str, today: Date) -> Option<i64> {
    if typed.eq_ignore_ascii_case("today") {
        return Some(calendar::days(today));
    }
    if let Some(date) = calendar::read(typed) {
        return Some(calendar::days(date));
    }
    let parts: Vec<&str> = typed.split('/').map(str::trim).collect();
    let [day, month, year] = parts.as_slice() else {
        return None;
    };
    calendar::read(&format!("{year}-{month:0>2}-{day:0>2}")).map(calendar::days)
}
