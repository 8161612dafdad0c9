//! Why a line could not be read: what was read, what was expected, and how to mend it.
//!
//! The mistakes that people make most (curly quotes, a missing quote, a slip in the first word, an arrow
//! that is none) are looked for first. For the rest the line is read again on its own, and the place where
//! it stops making sense is told together with what could have stood there.
#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "the rules of the grammar are one long list, of which each place may hold a few"
)]

use pest::Parser;
use pest::error::{ErrorVariant, InputLocation};

use super::super::ast::BlockKind;
use super::grammar::{Grammar, Rule};
use super::naming::{
    HEADINGS, LINES, better_name, first_word, is_heading, is_line, known_words, suggestions,
};
use super::{TOO_DEEP, words};
use crate::diagnostic::{Code, Diagnostic, list, nearest};
use crate::source::Span;

/// The finding for a line that could not be read. `under` is the heading it stands under; none if the line
/// is a heading itself.
pub(super) fn of(text: &str, span: Span, under: Option<BlockKind>) -> Diagnostic {
    let line = BadLine { text, span };
    line.too_deep()
        .or_else(|| line.curly_quotes())
        .or_else(|| line.unclosed_text())
        .or_else(|| line.hidden_character())
        .or_else(|| line.arrow())
        .or_else(|| line.addition())
        .or_else(|| line.single_quotes())
        .or_else(|| line.keyword(under))
        .unwrap_or_else(|| line.stops_making_sense())
}

struct BadLine<'s> {
    text: &'s str,
    span: Span,
}

impl<'s> BadLine<'s> {
    fn part(&self, start: usize, end: usize) -> Span {
        let from = self.span.start as usize;
        Span::new(self.span.source, from + start, from + end)
    }

    /// The line's characters that stand outside its texts and comments, with their places.
    fn plain(&self) -> impl Iterator<Item = (usize, char)> + use<'s> {
        let (mut quoted, mut escaped, mut comment) = (false, false, false);
        self.text.char_indices().filter(move |(_, c)| {
            let outside = !quoted && !comment && *c != '"';
            match c {
                '\n' => (quoted, comment) = (false, false),
                '#' if !quoted => comment = true,
                '"' if !escaped && !comment => quoted = !quoted,
                _ => {}
            }
            escaped = *c == '\\' && !escaped;
            outside && !comment
        })
    }

    fn too_deep(&self) -> Option<Diagnostic> {
        self.text.contains(TOO_DEEP).then(|| {
            Diagnostic::new(
                Code::TooDeep,
                self.part(0, first_line(self.text).len()),
                format!(
                    "This condition has more than {} brackets inside each other.",
                    super::DEEPEST
                ),
            )
            .help("Give parts of it a name with `condition NAME \"Text\"`, and use the names.")
        })
    }

    fn curly_quotes(&self) -> Option<Diagnostic> {
        const CURLY: [char; 6] = ['“', '”', '„', '‟', '«', '»'];
        let (at, quote) = self.plain().find(|(_, c)| CURLY.contains(c))?;
        let line = first_line(self.text);
        Some(
            Diagnostic::new(
                Code::CurlyQuotes,
                self.part(at, at + quote.len_utf8()),
                format!("This text is in curly quotes ({quote}), as word processors make them."),
            )
            .help("Use straight quotes: \"like these\".")
            .fix(self.part(0, line.len()), line.replace(CURLY, "\"")),
        )
    }

    fn unclosed_text(&self) -> Option<Diagnostic> {
        if let Some(at) = self.text.find("\"\"\"")
            && self.text.matches("\"\"\"").count() == 1
        {
            return Some(
                Diagnostic::new(
                    Code::UnclosedText,
                    self.part(at, at + 3),
                    "This text begins with three quotes, and the three quotes that end it are missing.",
                )
                .help("Put \"\"\" where the text ends."),
            );
        }
        let mut start = 0;
        for line in self.text.split_inclusive('\n') {
            let mut open = None;
            let mut escaped = false;
            for (at, c) in line.char_indices() {
                match c {
                    '#' if open.is_none() => break,
                    '"' if !escaped => open = if open.is_some() { None } else { Some(at) },
                    _ => {}
                }
                escaped = c == '\\' && !escaped;
            }
            if let Some(at) = open {
                let end = start + line.trim_end().len();
                return Some(
                    Diagnostic::new(
                        Code::UnclosedText,
                        self.part(start + at, end),
                        "The quote that ends this text is missing.",
                    )
                    .here("the text begins here")
                    .help("Put \" where the text ends. A text stays on its line; one over several lines begins and ends with \"\"\"."),
                );
            }
            start += line.len();
        }
        None
    }

    fn hidden_character(&self) -> Option<Diagnostic> {
        let (at, c) = self.plain().find(|(_, c)| {
            let odd = matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{ad}' | '\u{85}');
            odd || (c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
        })?;
        Some(
            Diagnostic::new(
                Code::UnreadableLine,
                self.part(at, at + c.len_utf8()),
                format!("There is a character here that cannot be seen (number {:04X}).", u32::from(c)),
            )
            .help("It often comes from a word processor or a web page. Delete the line and type it again."),
        )
    }

    /// Arrows that are not `->`.
    fn arrow(&self) -> Option<Diagnostic> {
        const ARROWS: [&str; 9] = ["→", "⇒", "➔", "–>", "—>", "-->", "=>", "- >", "−>"];
        if !ARROWS.iter().any(|arrow| self.text.contains(arrow)) {
            return None;
        }
        let outside: Vec<(usize, char)> = self.plain().collect();
        let arrow = ARROWS.into_iter().find_map(|arrow| {
            let letters: Vec<char> = arrow.chars().collect();
            outside
                .windows(letters.len())
                .find(|window| window.iter().map(|(_, c)| *c).eq(letters.iter().copied()))
                .map(|window| (window[0].0, arrow))
        });
        let (at, arrow) = arrow?;
        let place = self.part(at, at + arrow.len());
        Some(
            Diagnostic::new(
                Code::UnreadableLine,
                place,
                format!("`{arrow}` is not the arrow of a way."),
            )
            .help("Write `->`: a hyphen and a greater-than sign.")
            .fix(place, "->"),
        )
    }

    /// `add outcome NAME`, where `add to outcome NAME` is meant.
    fn addition(&self) -> Option<Diagnostic> {
        let rest = self.text.strip_prefix("add ")?.trim_start();
        let next = first_word(rest);
        let place = self.part(0, "add".len());
        is_heading(next).then(|| {
            Diagnostic::new(
                Code::UnreadableLine,
                place,
                "A heading that adds to a part of the base begins with `add to`.",
            )
            .help(format!("Write `add to {next}` and its name."))
            .fix(place, "add to")
        })
    }

    /// A text in single quotes.
    fn single_quotes(&self) -> Option<Diagnostic> {
        let letters: Vec<(usize, char)> = self.plain().collect();
        let at = letters
            .windows(2)
            .find(|pair| pair[0].1 == ' ' && pair[1].1 == '\'')?[1]
            .0;
        let rest = &self.text[at + 1..];
        let end = rest.find('\'')?;
        let text = &rest[..end];
        let place = self.part(at, at + end + 2);
        (!text.contains('"')).then(|| {
            Diagnostic::new(
                Code::UnreadableLine,
                place,
                "This text is in single quotes, and texts are in double ones.",
            )
            .help(format!("Write \"{text}\"."))
            .fix(place, format!("\"{text}\""))
        })
    }

    /// A first word that begins no line, or one that lacks its second word.
    fn keyword(&self, under: Option<BlockKind>) -> Option<Diagnostic> {
        let word = first_word(self.text);
        let place = self.part(0, word.len().max(1).min(self.text.len()));
        if let Some((_, second)) = LINES
            .iter()
            .find(|(line, second)| *line == word && !second.is_empty())
        {
            let next = first_word(self.text[word.len()..].trim_start());
            if !second.contains(&format!("`{next}")) || next.is_empty() {
                return Some(
                    Diagnostic::new(
                        Code::UnreadableLine,
                        place,
                        format!("After `{word}` comes {second}."),
                    )
                    .help(format!(
                        "Write {}.",
                        second
                            .replace('`', "")
                            .split(" or ")
                            .map(|second| format!("`{word} {second}`"))
                            .collect::<Vec<_>>()
                            .join(" or ")
                    )),
                );
            }
        }
        if is_heading(word)
            || is_line(word)
            || word == "more"
            || word == "fewer"
            || self.text.starts_with(['|', '-']) && !self.text.starts_with("->")
        {
            return None;
        }
        if matches!(word, "and" | "or") {
            return Some(
                Diagnostic::new(
                    Code::UnreadableLine,
                    place,
                    format!("A line that begins with `{word}` continues the condition above it, and the line above has none that can go on."),
                )
                .help("Put the whole condition before the arrow: the arrow comes last."),
            );
        }
        if word.is_empty() {
            return Some(
                Diagnostic::new(
                    Code::UnreadableLine,
                    self.part(0, first_line(self.text).len()),
                    "This line does not begin with a word that says what it is.",
                )
                .help(suggestions(under)),
            );
        }
        let near = match under {
            None => {
                nearest(word, HEADINGS.iter().copied()).or_else(|| nearest(word, known_words()))
            }
            Some(_) => nearest(word, LINES.iter().map(|(word, _)| *word))
                .or_else(|| nearest(word, known_words())),
        };
        Some(match near {
            Some(near) => Diagnostic::new(
                Code::UnknownKeyword,
                place,
                format!(
                    "No line begins with `{}`. Did you mean `{near}`?",
                    shortened(word)
                ),
            )
            .fix(place, near),
            None if self.text.contains(" before ") => return None,
            None => Diagnostic::new(
                Code::UnknownKeyword,
                place,
                format!("No line begins with `{}`.", shortened(word)),
            )
            .help(suggestions(under))
            .help("A remark of your own begins with `#`."),
        })
    }

    /// Reads the line again on its own, and tells where it stops making sense.
    fn stops_making_sense(&self) -> Diagnostic {
        let Err(error) = Grammar::parse(Rule::one_line, self.text) else {
            return Diagnostic::new(Code::UnreadableLine, self.span, "This line cannot be read.");
        };
        let at = match error.location {
            InputLocation::Pos(at) | InputLocation::Span((at, _)) => at.min(self.text.len()),
        };
        let expected = match &error.variant {
            ErrorVariant::ParsingError { positives, .. } => {
                words::expected(positives, &self.text[..at])
            }
            ErrorVariant::CustomError { .. } => Vec::new(),
        };
        if let Some(finding) = self.bad_name(at) {
            return finding;
        }
        if let Some(finding) = self.how_many(at) {
            return finding;
        }
        let (found, end) = self.found(at);
        let read = self.text[..at]
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let in_condition = words::in_condition(&read);
        let code = if in_condition {
            Code::BadCondition
        } else {
            Code::UnreadableLine
        };
        let wanted = if expected.is_empty() {
            "the end of the line".to_string()
        } else {
            list(&expected, "or")
        };
        let mut finding = Diagnostic::new(
            code,
            self.part(at.min(self.text.trim_end().len().saturating_sub(1)), end),
            format!(
                "After `{}`, {wanted} was expected, and {found}.",
                shortened(&read)
            ),
        );
        let rest = &self.text[at..];
        if let Some(advice) = words::advice(&read, rest, in_condition) {
            return finding.help(advice);
        }
        let word = first_word(rest.trim_start());
        if let Some(near) = words::nearest_expected(word, &expected) {
            let start = at + rest.len() - rest.trim_start().len();
            let place = self.part(start, start + word.len());
            finding
                .message
                .push_str(&format!(" Did you mean `{near}`?"));
            return finding.fix(place, near);
        }
        finding
    }

    /// `at least of`: how many is missing, and `of` was taken for the name of a number.
    fn how_many(&self, at: usize) -> Option<Diagnostic> {
        let read = self.text[..at].trim_end();
        let before = read.strip_suffix("of")?.trim_end();
        let words = ["at least", "at most", "exactly", "more than", "fewer than"];
        let words = words.into_iter().find(|words| before.ends_with(words))?;
        Some(
            Diagnostic::new(
                Code::BadCondition,
                self.part(before.len() - words.len(), read.len()),
                format!("After `{words}`, how many is missing."),
            )
            .help(format!("Write a number: `{words} 2 of`.")),
        )
    }

    /// What stands where the line stops making sense, and where it ends.
    fn found(&self, at: usize) -> (String, usize) {
        let rest = first_line(&self.text[at..]);
        let start = at + rest.len() - rest.trim_start().len();
        let rest = rest.trim();
        if rest.is_empty() || rest.starts_with('#') {
            return ("the line ends there".into(), at.max(1).min(self.text.len()));
        }
        let word = match rest.chars().next() {
            Some('"') => &rest[..rest[1..].find('"').map_or(rest.len(), |end| end + 2)],
            first => {
                let least = first.map_or(0, char::len_utf8);
                let end = rest.find([' ', '\t', ',', '"']).unwrap_or(rest.len());
                &rest[..end.max(least)]
            }
        };
        (
            format!("`{}` stands there", shortened(word)),
            start + word.len(),
        )
    }

    /// A word that was meant as a name, and has something in it that names do not have.
    fn bad_name(&self, at: usize) -> Option<Diagnostic> {
        let joins = |c: char| {
            c.is_alphanumeric() || matches!(c, '_' | '-' | '\'' | '’' | '.' | '&' | '/' | '+')
        };
        let start = self.text[..at].rfind(|c| !joins(c)).map_or(0, |before| {
            before + self.text[before..].chars().next().map_or(1, char::len_utf8)
        });
        let end = self.text[at..]
            .find(|c| !joins(c))
            .map_or(self.text.len(), |after| at + after);
        let word = self.text.get(start..end)?;
        // `5` alone is a number, `a` a name that stands in the wrong place, `->` no word at all.
        let plausible = word.chars().any(char::is_alphabetic)
            && !word.starts_with('-')
            && !word.ends_with('-')
            && start > 0;
        let is_name = word
            .chars()
            .all(|c| matches!(c, 'a'..='z' | '0'..='9' | '_'))
            && word.starts_with(|c: char| c.is_ascii_lowercase());
        if !plausible || is_name {
            return None;
        }
        let place = self.part(start, end);
        let better = better_name(word);
        if better == word.to_lowercase() && words::is_of_the_language(&better) {
            return Some(
                Diagnostic::new(
                    Code::BadName,
                    place,
                    format!("`{word}` is written in small letters: `{better}`."),
                )
                .fix(place, better),
            );
        }
        Some(
            Diagnostic::new(
                Code::BadName,
                place,
                format!("`{}` cannot be a name: a name is made of small letters, digits and `_`, and begins with a letter.", shortened(word)),
            )
            .help(format!("Write `{better}`, and the same wherever it is used."))
            .fix(place, better),
        )
    }
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or("")
}

/// At most the last eighty characters of what was read.
fn shortened(text: &str) -> String {
    let letters = text.chars().count();
    if letters <= 80 {
        return text.to_string();
    }
    let rest: String = text.chars().skip(letters - 79).collect();
    format!("…{rest}")
}
