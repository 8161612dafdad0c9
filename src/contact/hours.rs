//! Opening hours, written in English or as OpenStreetMap writes them. The only file that knows the
//! library for that notation.
//!
//! Invariant: what is open is known to the minute for an ordinary week; bank holidays and school
//! holidays are known only as days on which it is closed. Absent on purpose: the calendar.

mod tokens;
mod words;

use opening_hours_syntax::RuleKind;
use opening_hours_syntax::rules::day::WeekDayRange;
use opening_hours_syntax::rules::time::Time;
use opening_hours_syntax::rules::{RuleOperator, RuleSequence};

use super::{Problem, shown};

const DAY: u16 = 24 * 60;
const WEEK: u16 = 7 * DAY;

/// When a service is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hours {
    /// Whether it never closes.
    pub always_open: bool,
    /// The hours in OpenStreetMap's notation: `Mo-Fr 09:00-17:00`.
    pub osm: String,
    /// When it is open, in minutes of an ordinary week from Monday 00:00, in order and apart.
    pub open: Vec<(u16, u16)>,
    /// Whether it closes on bank holidays or in school holidays.
    pub closed_on_holidays: bool,
}

/// A stretch of the week in which nobody is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closed {
    /// When it begins, in minutes of the week.
    pub from: u16,
    /// How many minutes it lasts.
    pub minutes: u16,
}

/// Reads opening hours.
pub fn read(text: &str) -> Result<Hours, Problem> {
    let notation = words::notation(text)?;
    let unknown = || {
        Problem::new(format!(
            "{} cannot be understood as opening hours.",
            shown(text)
        ))
        .help(words::HELP)
    };
    let expression = opening_hours_syntax::parse(&notation).map_err(|_| unknown())?;
    let mut days: [Vec<(u16, u16)>; 7] = Default::default();
    let mut closed_on_holidays = false;
    for rule in &expression.rules {
        let (which, holidays) = days_of(rule);
        let is_open = rule.kind == RuleKind::Open;
        closed_on_holidays |= holidays && !is_open;
        for (day, times) in days.iter_mut().enumerate() {
            if !which.contains(&day) {
                continue;
            }
            if rule.operator == RuleOperator::Normal {
                times.clear();
            }
            if is_open {
                times.extend(times_of(rule).ok_or_else(unknown)?);
            }
        }
    }
    let open = in_the_week(&days);
    Ok(Hours {
        always_open: open == [(0, WEEK)] && !closed_on_holidays,
        osm: notation,
        open,
        closed_on_holidays,
    })
}

/// The longest stretch of an ordinary week in which none of these is open; none where one always is.
pub fn longest_closed(hours: &[Hours]) -> Option<Closed> {
    let open = joined(hours.iter().flat_map(|hours| hours.open.clone()).collect());
    let (Some(first), Some(last)) = (open.first(), open.last()) else {
        return Some(Closed {
            from: 0,
            minutes: WEEK,
        });
    };
    let round_the_end = Closed {
        from: last.1 % WEEK,
        minutes: first.0 + (WEEK - last.1),
    };
    let between = open.windows(2).filter_map(|pair| match pair {
        [before, after] => Some(Closed {
            from: before.1,
            minutes: after.0 - before.1,
        }),
        _ => None,
    });
    between
        .chain([round_the_end])
        .filter(|closed| closed.minutes > 0)
        .max_by_key(|closed| closed.minutes)
}

impl Closed {
    /// `from 5pm on Friday to 9am on Monday`
    pub fn words(self) -> String {
        let to = (self.from + self.minutes) % WEEK;
        format!("from {} to {}", moment(self.from), moment(to))
    }
}

/// `5pm on Friday`
fn moment(minute: u16) -> String {
    const NAMES: [&str; 7] = [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ];
    let day = NAMES
        .get(usize::from(minute / DAY))
        .copied()
        .unwrap_or_default();
    let (hour, minute) = (minute % DAY / 60, minute % 60);
    let half = if hour < 12 { "am" } else { "pm" };
    let twelve = if hour % 12 == 0 { 12 } else { hour % 12 };
    match (hour, minute) {
        (0, 0) => format!("midnight at the start of {day}"),
        (12, 0) => format!("noon on {day}"),
        (_, 0) => format!("{twelve}{half} on {day}"),
        _ => format!("{twelve}.{minute:02}{half} on {day}"),
    }
}

/// Which days of the week a rule speaks of, Monday 0, and whether of holidays too.
fn days_of(rule: &RuleSequence) -> (Vec<usize>, bool) {
    if rule.day_selector.weekday.is_empty() {
        return ((0..7).collect(), false);
    }
    let mut days = Vec::new();
    let mut holidays = false;
    for range in &rule.day_selector.weekday {
        match range {
            WeekDayRange::Fixed { range, .. } => {
                let mut day = *range.start();
                days.push(day.num_days_from_monday() as usize);
                while day != *range.end() {
                    day = day.succ();
                    days.push(day.num_days_from_monday() as usize);
                }
            }
            WeekDayRange::Holiday { .. } => holidays = true,
        }
    }
    (days, holidays)
}

/// The times of a rule, in minutes from the day's midnight.
fn times_of(rule: &RuleSequence) -> Option<Vec<(u16, u16)>> {
    let minutes = |time: Time| match time {
        Time::Fixed(time) => Some(time.mins_from_midnight()),
        Time::Variable(_) => None,
    };
    let spans = &rule.time_selector.spans;
    spans
        .iter()
        .map(|span| {
            let (from, to) = (minutes(span.range.start)?, minutes(span.range.end)?);
            Some((from, if to > from { to } else { to + DAY }))
        })
        .collect()
}

/// The times of each day as stretches of the week. What lasts past Sunday's midnight is Monday's.
fn in_the_week(days: &[Vec<(u16, u16)>; 7]) -> Vec<(u16, u16)> {
    let mut stretches = Vec::new();
    for (times, midnight) in days.iter().zip((0..WEEK).step_by(usize::from(DAY))) {
        for (from, to) in times {
            let (from, to) = (midnight + from, midnight + to);
            stretches.push((from.min(WEEK), to.min(WEEK)));
            stretches.push((from.max(WEEK) - WEEK, to.max(WEEK) - WEEK));
        }
    }
    joined(stretches)
}

/// Stretches in order, those that touch made one.
fn joined(mut stretches: Vec<(u16, u16)>) -> Vec<(u16, u16)> {
    stretches.sort_unstable();
    let mut joined: Vec<(u16, u16)> = Vec::new();
    for (from, to) in stretches.into_iter().filter(|(from, to)| from < to) {
        match joined.last_mut() {
            Some((_, end)) if from <= *end => *end = to.max(*end),
            _ => joined.push((from, to)),
        }
    }
    joined
}

#[cfg(test)]
mod tests;
