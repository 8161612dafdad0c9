//! Names, texts, numbers and dates: the smallest things that lines are made of.
#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "the rules of the grammar are one long list, of which each place may hold a few"
)]

use std::borrow::Cow;

use pest::iterators::Pair;

use super::super::ast::*;
use super::lines::children;
use super::{Reader, Rule};
use crate::calendar;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Spanned;

impl Reader<'_> {
    pub(super) fn name<'s>(&self, pair: &Pair<'s, Rule>) -> Name<'s> {
        Spanned {
            it: pair.as_str(),
            span: self.span(pair),
        }
    }

    pub(super) fn names<'s>(&self, pair: Pair<'s, Rule>) -> Vec<Name<'s>> {
        children(pair)
            .filter(|part| part.as_rule() == Rule::name)
            .map(|part| self.name(&part))
            .collect()
    }

    pub(super) fn text<'s>(&self, pair: &Pair<'s, Rule>) -> Text<'s> {
        Spanned {
            it: unquoted(pair.as_str()),
            span: self.span(pair),
        }
    }

    pub(super) fn bound<'s>(&mut self, pair: Pair<'s, Rule>) -> Operand<'s> {
        let part = children(pair).presume();
        match part.as_rule() {
            Rule::name => Operand::Name(self.name(&part)),
            _ => Operand::Quantity(self.quantity(part)),
        }
    }

    pub(super) fn quantity(&mut self, pair: Pair<'_, Rule>) -> Spanned<Quantity> {
        let span = self.span(&pair);
        let it = match pair.as_rule() {
            Rule::today_word => Quantity::Today,
            Rule::date => Quantity::Date(self.date(&pair).it),
            Rule::duration => Quantity::Duration(self.duration(pair).it),
            Rule::money => {
                Quantity::Money(hundredths(pair.as_str().trim_start_matches(['£', ' '])))
            }
            Rule::from_today => {
                let mut inner = children(pair);
                let by = self.duration(inner.presume()).it;
                Quantity::FromToday {
                    by,
                    after: inner.presume().as_rule() == Rule::after_word,
                }
            }
            _ => Quantity::Number {
                hundredths: hundredths(pair.as_str()),
                point: pair.as_str().contains('.'),
            },
        };
        Spanned { it, span }
    }

    /// A date, which is reported where the calendar lacks it.
    pub(super) fn date(&mut self, pair: &Pair<'_, Rule>) -> Spanned<Date> {
        let mut parts = pair.as_str().split('-');
        let mut part = || parts.next().unwrap_or("");
        let it = Date {
            year: part().parse().unwrap_or(0),
            month: part().parse().unwrap_or(0),
            day: part().parse().unwrap_or(0),
        };
        let span = self.span(pair);
        if !calendar::exists(it) {
            let message = format!("There is no such day as {}.", pair.as_str());
            self.out.push(
                Diagnostic::new(Code::BadDate, span, message)
                    .help("Write the year, the month and the day: 2027-03-31."),
            );
        }
        Spanned { it, span }
    }

    pub(super) fn duration(&self, pair: Pair<'_, Rule>) -> Spanned<Duration> {
        let span = self.span(&pair);
        let mut parts = Vec::new();
        let mut number = 0;
        for part in children(pair) {
            match part.as_rule() {
                Rule::whole => number = part.as_str().parse().unwrap_or(u32::MAX),
                _ => parts.push((number, unit_of(part.as_str()))),
            }
        }
        Spanned {
            it: Duration(parts),
            span,
        }
    }
}

fn unit_of(word: &str) -> Unit {
    match word.get(..2) {
        Some("wo") => Unit::WorkingDays,
        Some("mi") => Unit::Minutes,
        Some("ho") => Unit::Hours,
        Some("da") => Unit::Days,
        Some("we") => Unit::Weeks,
        Some("mo") => Unit::Months,
        _ => Unit::Years,
    }
}

/// The number times one hundred; the greatest number there is where it is greater.
fn hundredths(text: &str) -> i64 {
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = format!("{}{part:0<2}", whole.replace(',', ""));
    let number: i64 = digits.parse().unwrap_or(i64::MAX);
    if negative { -number } else { number }
}

pub(super) fn whole_points(text: &str) -> i64 {
    hundredths(text) / 100
}

/// A text without its quotes, its escapes undone. The lines of a text in three quotes lose the indent that
/// they share, and the empty first and last line.
fn unquoted(text: &str) -> Cow<'_, str> {
    if let Some(inner) = text
        .strip_prefix("\"\"\"")
        .and_then(|text| text.strip_suffix("\"\"\""))
    {
        let lines: Vec<&str> = inner.lines().map(str::trim_end).collect();
        let indent = lines
            .iter()
            .skip(1)
            .filter(|line| !line.is_empty())
            .map(|line| line.len() - line.trim_start_matches([' ', '\t']).len())
            .min()
            .unwrap_or(0);
        let lines: Vec<&str> = lines
            .iter()
            .enumerate()
            .map(|(n, line)| {
                if n == 0 {
                    line.trim_start()
                } else {
                    line.get(indent..).unwrap_or("")
                }
            })
            .collect();
        return Cow::Owned(lines.join("\n").trim().to_string());
    }
    let inner = text.get(1..text.len().saturating_sub(1)).unwrap_or("");
    if !inner.contains('\\') {
        return Cow::Borrowed(inner);
    }
    let mut plain = String::with_capacity(inner.len());
    let mut letters = inner.chars().peekable();
    while let Some(letter) = letters.next() {
        match (letter, letters.peek()) {
            // Any other backslash stands for itself: `C:\forms` needs no care.
            ('\\', Some('"' | '\\')) => plain.extend(letters.next()),
            _ => plain.push(letter),
        }
    }
    Cow::Owned(plain)
}
