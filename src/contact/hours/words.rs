//! Opening hours in English, as the notation that OpenStreetMap uses.
//!
//! `Monday to Friday, 9am to 5pm` becomes `Mo-Fr 09:00-17:00`. The words are read into tokens, the tokens
//! into days and times, and days are paired with the times beside them, in either order. Invariant: every
//! word of the author's is understood or named in the problem; none is passed over. Absent on purpose:
//! seasons and single dates.

use super::tokens::{ALL, Clock, DAY, Days, KNOWN, SCHOOL, Token, tokens};
use super::{Problem, shown};
use crate::contact::one_line;
use crate::diagnostic::nearest;

/// What can be written instead.
pub(super) const HELP: &str = "Write days and times, for example `Monday to Friday, 9am to 5pm; \
    Saturday, 10am to 12.30pm`, or `24 hours a day, every day`. Put anything else in a note.";

/// The hours in OpenStreetMap's notation.
pub(super) fn notation(text: &str) -> Result<String, Problem> {
    let line = text.lines().collect::<Vec<_>>().join("; ");
    let line = one_line(&line);
    let hours = shown(text);
    let problem = match understood(&line, &hours) {
        Ok(notation) => return Ok(notation),
        Err(Fault::Word(word)) => {
            let meant = nearest(&word.to_lowercase(), KNOWN.iter().copied());
            let mended = meant.map(|meant| line.replacen(&word, &like(&word, meant), 1));
            let mended = mended.filter(|mended| understood(mended, "").is_ok());
            Problem::new(format!(
                "The opening hours {hours} cannot be understood: {} is not a day or a time.",
                shown(&word)
            ))
            .suggest(mended)
        }
        Err(Fault::Told(message)) => Problem::new(message),
    };
    Err(problem.help(HELP))
}

/// Why hours cannot be understood.
enum Fault {
    /// A word that is not known.
    Word(String),
    /// Anything else, in a sentence.
    Told(String),
}

fn understood(line: &str, hours: &str) -> Result<String, Fault> {
    let tokens = tokens(line).map_err(Fault::Word)?;
    let items = items(&tokens)?;
    let rules = rules(items, hours)?;
    Ok(rules.notation())
}

/// The word that was meant, with a capital where the author wrote one.
fn like(written: &str, meant: &str) -> String {
    let capital = written.starts_with(char::is_uppercase);
    let mut letters = meant.chars();
    match letters.next() {
        Some(first) if capital => first.to_uppercase().chain(letters).collect(),
        _ => meant.to_string(),
    }
}

fn from_to(from: Clock, to: Clock) -> Result<(u16, u16), Fault> {
    from.until(to).ok_or_else(|| {
        let (from, to) = (from.words(), to.words());
        Fault::Told(format!(
            "`{from} to {to}` does not say which is am and which is pm."
        ))
    })
}

/// Days or times, as they stand side by side.
#[derive(Clone, Debug, PartialEq)]
enum Item {
    Days(Days),
    Times(Vec<(u16, u16)>),
    Closed,
    /// Days on which it is closed, whatever else is said.
    Off(Days),
    Break,
}

fn items(tokens: &[Token]) -> Result<Vec<Item>, Fault> {
    let mut items = Vec::new();
    let mut tokens = tokens;
    let mut excepting = false;
    let mut including = false;
    loop {
        let read = match tokens {
            [] => return Ok(items),
            [Token::Days(from), Token::To, Token::Days(to), ..] => {
                let days = range(*from, *to)?;
                add_days(&mut items, days, excepting, including);
                3
            }
            [Token::Days(days), ..] => {
                add_days(&mut items, *days, excepting, including);
                1
            }
            [Token::Clock(from), Token::To, Token::Clock(to), ..] => {
                add_times(&mut items, from_to(*from, *to)?);
                3
            }
            [
                Token::Between,
                Token::Clock(from),
                Token::And,
                Token::Clock(to),
                ..,
            ] => {
                add_times(&mut items, from_to(*from, *to)?);
                4
            }
            [Token::Clock(clock), ..] => {
                return Err(Fault::Told(format!(
                    "`{}` stands alone, where a time to begin and a time to end are needed.",
                    clock.words()
                )));
            }
            [Token::AllDay, ..] => {
                add_times(&mut items, (0, DAY));
                1
            }
            [Token::Closed, ..] => {
                items.push(Item::Closed);
                1
            }
            [Token::TermTime, ..] => {
                items.push(Item::Off(SCHOOL));
                1
            }
            [Token::Break, ..] => {
                items.push(Item::Break);
                1
            }
            [
                Token::And | Token::Between | Token::Except | Token::Including,
                ..,
            ] => 1,
            [Token::To, ..] => {
                return Err(Fault::Told(
                    "A `to` or a dash stands where it joins no two days and no two times."
                        .to_string(),
                ));
            }
        };
        match tokens.first() {
            Some(Token::Except) => (excepting, including) = (true, false),
            Some(Token::Including) => (excepting, including) = (false, true),
            Some(Token::Days(_) | Token::And) => {}
            _ => (excepting, including) = (false, false),
        }
        tokens = tokens.get(read..).unwrap_or_default();
    }
}

/// `Friday to Monday`, round the end of the week where need be.
fn range(from: Days, to: Days) -> Result<Days, Fault> {
    if from.count_ones() != 1 || to.count_ones() != 1 || (from | to) > ALL {
        return Err(Fault::Told(
            "A `to` or a dash joins what is not two days of the week.".to_string(),
        ));
    }
    let mut days = from;
    let mut day = from;
    while day != to {
        day = if day == 1 << 6 { 1 } else { day << 1 };
        days |= day;
    }
    Ok(days)
}

fn add_days(items: &mut Vec<Item>, days: Days, excepting: bool, including: bool) {
    if excepting {
        match items.last_mut() {
            Some(Item::Days(before)) if *before & days != 0 => *before &= !days,
            _ => items.push(Item::Off(days)),
        }
        return;
    }
    match items.as_mut_slice() {
        [.., Item::Days(before)] => *before |= days,
        [.., Item::Days(before), Item::Times(_)] if including => *before |= days,
        [Item::Times(_)] if including => items.insert(0, Item::Days(ALL | days)),
        _ => items.push(Item::Days(days)),
    }
}

fn add_times(items: &mut Vec<Item>, time: (u16, u16)) {
    match items.last_mut() {
        Some(Item::Times(times)) => times.push(time),
        _ => items.push(Item::Times(vec![time])),
    }
}

/// Days with their times, and days without any.
#[derive(Debug, Default)]
struct Rules {
    open: Vec<(Days, Vec<(u16, u16)>)>,
    off: Days,
}

/// Pairs days with the times beside them.
fn rules(items: Vec<Item>, hours: &str) -> Result<Rules, Fault> {
    let mut rules = Rules::default();
    let mut beside: Option<Item> = None;
    for item in items {
        match (beside.take(), item) {
            (before, Item::Off(days)) => {
                rules.off |= days;
                beside = before;
            }
            (before, Item::Break) => beside = before,
            (None, item) => beside = Some(item),
            (Some(Item::Days(days)), Item::Times(times))
            | (Some(Item::Times(times)), Item::Days(days)) => rules.open.push((days, times)),
            (Some(Item::Days(days)), Item::Closed) | (Some(Item::Closed), Item::Days(days)) => {
                rules.off |= days;
            }
            (Some(before), _) => return Err(alone(&before, hours)),
        }
    }
    match beside {
        None => {}
        Some(Item::Times(times)) if times == [(0, DAY)] && rules.open.is_empty() => {
            rules.open.push((ALL, times));
        }
        Some(item) => return Err(alone(&item, hours)),
    }
    if rules.open.is_empty() {
        return Err(Fault::Told(format!(
            "{hours} does not say when it is open."
        )));
    }
    Ok(rules)
}

/// What is missing beside this.
fn alone(item: &Item, hours: &str) -> Fault {
    Fault::Told(match item {
        Item::Days(_) => format!("{hours} names days without saying at what times."),
        Item::Times(_) => format!("{hours} gives times without saying on which days."),
        Item::Closed | Item::Off(_) | Item::Break => {
            format!("{hours} does not say on which days it is closed.")
        }
    })
}

impl Rules {
    fn notation(&self) -> String {
        if let [(days, times)] = self.open.as_slice()
            && days & ALL == ALL
            && *times == [(0, DAY)]
        {
            return match self.off {
                0 => "24/7".to_string(),
                off => format!("24/7; {} off", named(off)),
            };
        }
        let rules = self.open.iter().map(|(days, times)| {
            let times: Vec<String> = times.iter().map(|time| time_span(*time)).collect();
            format!("{} {}", named(*days), times.join(","))
        });
        let open = rules.collect::<Vec<_>>().join(", ");
        match self.off {
            0 => open,
            off => format!("{open}; {} off", named(off)),
        }
    }
}

/// `Mo-Fr,Su,PH`
fn named(days: Days) -> String {
    const NAMES: [&str; 9] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su", "PH", "SH"];
    let mut parts: Vec<(usize, usize)> = Vec::new();
    for day in (0..NAMES.len()).filter(|day| days & (1 << day) != 0) {
        match parts.last_mut() {
            Some((_, last)) if *last + 1 == day && day < 7 => *last = day,
            _ => parts.push((day, day)),
        }
    }
    let name = |day: usize| NAMES.get(day).copied().unwrap_or_default();
    let parts: Vec<String> = parts
        .into_iter()
        .map(|(first, last)| match last - first {
            0 => name(first).to_string(),
            _ => format!("{}-{}", name(first), name(last)),
        })
        .collect();
    parts.join(",")
}

/// `09:00-17:00`; an end on the next day is written as that day's time.
fn time_span((from, to): (u16, u16)) -> String {
    let end = if to > DAY && to - DAY != from {
        to - DAY
    } else {
        to
    };
    let time = |minutes: u16| format!("{:02}:{:02}", minutes / 60, minutes % 60);
    format!("{}-{}", time(from), time(end))
}
