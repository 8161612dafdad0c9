//! Words about opening hours, and what each of them says.
//!
//! Invariant: a word that is not known is given back; none is passed over.

/// Days of the week from Monday in the lowest bit; then bank holidays and school holidays.
pub(super) type Days = u16;
const WEEKDAYS: Days = 0b1_1111;
const WEEKEND: Days = 0b110_0000;
pub(super) const ALL: Days = WEEKDAYS | WEEKEND;
const BANK: Days = 1 << 7;
pub(super) const SCHOOL: Days = 1 << 8;

const NOON: u16 = 12 * 60;
pub(super) const DAY: u16 = 24 * 60;

/// A word or sign that says something about hours.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Token {
    Days(Days),
    Clock(Clock),
    AllDay,
    To,
    Between,
    And,
    Break,
    Closed,
    Except,
    Including,
    TermTime,
}

/// A time as written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Clock {
    hour: u16,
    minute: u16,
    /// `am` or `pm`, and `noon` and `midnight`, as minutes to add to an hour from 0 to 11.
    half: Option<u16>,
    /// Whether it is written as the 24-hour clock is: `09:00`, `17`.
    plain: bool,
}

/// Phrases of several words, each before any that it begins with, and what they say.
const PHRASES: &[(&str, &[Token])] = &[
    ("24 / 7", &[Token::AllDay, Token::Days(ALL)]),
    ("24 hours a day", &[Token::AllDay]),
    ("24 hours per day", &[Token::AllDay]),
    ("24 hours", &[Token::AllDay]),
    ("24 hour", &[Token::AllDay]),
    ("24 hrs", &[Token::AllDay]),
    ("24 hr", &[Token::AllDay]),
    ("24 h", &[Token::AllDay]),
    ("round the clock", &[Token::AllDay]),
    ("around the clock", &[Token::AllDay]),
    ("all day", &[Token::AllDay]),
    ("all weekend", &[Token::Days(WEEKEND), Token::AllDay]),
    ("7 days a week", &[Token::Days(ALL)]),
    ("7 days", &[Token::Days(ALL)]),
    ("seven days a week", &[Token::Days(ALL)]),
    ("365 days a year", &[Token::Days(ALL)]),
    ("365 days", &[Token::Days(ALL)]),
    ("every day of the year", &[Token::Days(ALL)]),
    ("every day of the week", &[Token::Days(ALL)]),
    ("every day", &[Token::Days(ALL)]),
    ("each day", &[Token::Days(ALL)]),
    ("all week", &[Token::Days(ALL)]),
    ("all year round", &[]),
    ("all year", &[]),
    ("bank and public holidays", &[Token::Days(BANK)]),
    ("public and bank holidays", &[Token::Days(BANK)]),
    ("bank holidays", &[Token::Days(BANK)]),
    ("bank holiday", &[Token::Days(BANK)]),
    ("bank hols", &[Token::Days(BANK)]),
    ("public holidays", &[Token::Days(BANK)]),
    ("public holiday", &[Token::Days(BANK)]),
    ("school holidays", &[Token::Days(SCHOOL)]),
    ("school holiday", &[Token::Days(SCHOOL)]),
    ("school term time only", &[Token::TermTime]),
    ("school term time", &[Token::TermTime]),
    ("term time only", &[Token::TermTime]),
    ("term time", &[Token::TermTime]),
    ("not including", &[Token::Except]),
    ("not open", &[Token::Closed]),
    ("apart from", &[Token::Except]),
    ("we are", &[]),
];

/// What a single word says: nothing, for a word that may be passed over. None for an unknown word.
fn word(word: &str) -> Option<Option<Token>> {
    Some(Some(match word {
        "mondays" | "monday" | "mon" | "mo" => Token::Days(1),
        "tuesdays" | "tuesday" | "tues" | "tue" | "tu" => Token::Days(1 << 1),
        "wednesdays" | "wednesday" | "weds" | "wed" | "we" => Token::Days(1 << 2),
        "thursdays" | "thursday" | "thurs" | "thur" | "thu" | "th" => Token::Days(1 << 3),
        "fridays" | "friday" | "fri" | "fr" => Token::Days(1 << 4),
        "saturdays" | "saturday" | "sat" | "sa" => Token::Days(1 << 5),
        "sundays" | "sunday" | "sun" | "su" => Token::Days(1 << 6),
        "weekdays" | "weekday" => Token::Days(WEEKDAYS),
        "weekends" | "weekend" => Token::Days(WEEKEND),
        "daily" | "everyday" => Token::Days(ALL),
        "ph" => Token::Days(BANK),
        "sh" => Token::Days(SCHOOL),
        "noon" | "midday" => Token::Clock(Clock::exactly(NOON)),
        "midnight" => Token::Clock(Clock::exactly(0)),
        "to" | "until" | "till" | "til" | "through" | "-" => Token::To,
        "between" => Token::Between,
        "and" | "&" | "+" => Token::And,
        "closed" | "shut" | "off" => Token::Closed,
        "except" | "excluding" | "excl" | "exc" | "not" => Token::Except,
        "including" | "incl" | "inc" | "plus" => Token::Including,
        ";" => Token::Break,
        "," | "/" | "(" | ")" | ":" | "." | "open" | "opening" | "hours" | "times" | "from"
        | "on" | "for" | "the" | "are" | "is" | "each" | "every" | "also" | "at" | "lines"
        | "line" | "phone" | "telephone" | "only" | "during" | "all" => return Some(None),
        _ => return None,
    }))
}

/// Words that a misspelt one may have meant.
pub(super) const KNOWN: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "weekdays",
    "weekends",
    "midnight",
    "midday",
    "closed",
    "holidays",
    "except",
    "every",
    "until",
];

/// What a line says, word by word; or the first word that is not known.
pub(super) fn tokens(line: &str) -> Result<Vec<Token>, String> {
    let written = words(line);
    let small: Vec<String> = written.iter().map(|word| word.to_lowercase()).collect();
    let mut tokens = Vec::new();
    let mut read = 0;
    while let Some([first, others @ ..]) = small.get(read..) {
        let phrase = PHRASES.iter().find(|(phrase, _)| {
            let mut others = others.iter();
            let mut words = phrase.split(' ');
            words.next() == Some(first)
                && words.all(|word| others.next().is_some_and(|it| it == word))
        });
        let unknown = || written.get(read).cloned().unwrap_or_default();
        if let Some((phrase, says)) = phrase {
            tokens.extend(*says);
            read += phrase.split(' ').count();
        } else if first.starts_with(|c: char| c.is_ascii_digit()) {
            let half = others.first().map(String::as_str);
            let (clock, length) = Clock::read(first, half).ok_or_else(unknown)?;
            tokens.push(Token::Clock(clock));
            read += length;
        } else {
            tokens.extend(word(first.trim_end_matches(['\'', '’'])).ok_or_else(unknown)?);
            read += 1;
        }
    }
    Ok(tokens)
}

/// The words, numbers and signs of a line. `9.30am` is two of them: `9.30` and `am`.
fn words(line: &str) -> Vec<String> {
    let line = line.replace("a.m.", "am").replace("p.m.", "pm");
    let line = line
        .replace("a.m", "am")
        .replace("p.m", "pm")
        .replace("term-time", "term time");
    let letters: Vec<char> = line.chars().collect();
    let mut words: Vec<String> = Vec::new();
    let mut last = ' ';
    for (i, c) in letters.iter().copied().enumerate() {
        let next = letters.get(i + 1).copied().unwrap_or(' ');
        let is_in_time = matches!(c, '.' | ':') && last.is_ascii_digit() && next.is_ascii_digit();
        let goes_on = (c.is_ascii_digit() && (last.is_ascii_digit() || matches!(last, '\0')))
            || is_in_time
            || (is_letter(c) && is_letter(last));
        match words.last_mut() {
            Some(word) if goes_on => word.push(c),
            _ if c == ' ' => {}
            _ => words.push(c.to_string()),
        }
        // A sign inside a time holds its digits together.
        last = if is_in_time { '\0' } else { c };
    }
    words
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '\'' | '’')
}

impl Clock {
    const fn exactly(minutes: u16) -> Clock {
        Clock {
            hour: 0,
            minute: 0,
            half: Some(minutes),
            plain: false,
        }
    }

    /// A time and the `am`, `pm`, `noon` or `midnight` after it, and how many words that was.
    fn read(number: &str, after: Option<&str>) -> Option<(Clock, usize)> {
        let (hour, minute, four) = match number.split_once(['.', ':']) {
            Some((hour, minute)) => (hour, minute, hour.len() == 2),
            None if number.len() == 4 => {
                let (hour, minute) = number.split_at_checked(2)?;
                (hour, minute, true)
            }
            None => (number, "", false),
        };
        let is_minute = minute.is_empty() || minute.len() == 2;
        if hour.len() > 2 || !is_minute {
            return None;
        }
        let hour: u16 = hour.parse().ok()?;
        let minute: u16 = if minute.is_empty() {
            0
        } else {
            minute.parse().ok()?
        };
        let half = match after {
            Some("am") => Some(0),
            Some("pm") => Some(NOON),
            Some("noon" | "midday") if (hour, minute) == (12, 0) => Some(NOON),
            Some("midnight") if (hour, minute) == (12, 0) => Some(0),
            _ => None,
        };
        let is_time = match half {
            Some(_) => (1..=12).contains(&hour) && minute < 60,
            None => (hour < 24 && minute < 60) || (hour, minute) == (24, 0),
        };
        let clock = Clock {
            hour,
            minute,
            half,
            plain: four || hour > 12 || hour == 0,
        };
        is_time.then_some((clock, if half.is_some() { 2 } else { 1 }))
    }

    /// From this time to another, in minutes from midnight; past midnight the end is more than a day.
    /// None where it is not clear which is meant, morning or evening.
    pub(super) fn until(self, to: Clock) -> Option<(u16, u16)> {
        let other = |half| NOON - half;
        let (start, end) = match (self.half, to.half) {
            (Some(start), Some(end)) => (self.in_half(start), to.in_half(end)),
            // `9-5pm` begins in the morning and `1-5pm` in the afternoon: the nearest time before the end.
            (None, Some(half)) if !self.plain => {
                let end = to.in_half(half);
                match self.in_half(half) {
                    start if start < end => (start, end),
                    _ => (self.in_half(other(half)), end),
                }
            }
            (Some(half), None) if !to.plain => {
                let start = self.in_half(half);
                match to.in_half(half) {
                    end if end > start => (start, end),
                    _ => (start, to.in_half(other(half))),
                }
            }
            (None, Some(half)) => (self.plain(), to.in_half(half)),
            (Some(half), None) => (self.in_half(half), to.plain()),
            (None, None) if (self.plain && to.plain) || self.hour > 12 || to.hour > 12 => {
                (self.plain(), to.plain())
            }
            (None, None) => return None,
        };
        let start = start % DAY;
        Some((start, if end > start { end } else { end + DAY }))
    }

    /// Minutes from midnight, on the 24-hour clock.
    fn plain(self) -> u16 {
        self.hour * 60 + self.minute
    }

    /// Minutes from midnight, in this half of the day.
    fn in_half(self, half: u16) -> u16 {
        self.hour % 12 * 60 + self.minute + half
    }

    /// The time as it is said, without its half of the day.
    pub(super) fn words(self) -> String {
        match self.minute {
            0 => self.hour.to_string(),
            minute => format!("{}.{minute:02}", self.hour),
        }
    }
}
