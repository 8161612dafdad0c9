//! UK contacts as an author writes them: telephone numbers, e-mail and web addresses, postcodes and
//! opening hours.
//!
//! Each reader takes the author's text and gives plain data, or a [`Problem`] in sentences for her.
//! Invariant: no text makes a reader fail in any other way, and what a [`Problem`] suggests is a text that
//! the same reader accepts. Absent on purpose: nothing is looked up, so nothing here says that a number is
//! answered or that an address exists.

pub mod email;
pub mod hours;
pub mod phone;
pub mod postcode;
pub mod website;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// Why a contact cannot be used, in sentences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// What the author most likely meant.
    pub suggestion: Option<String>,
}

impl Problem {
    fn new(message: impl Into<String>) -> Problem {
        Problem {
            message: message.into(),
            help: None,
            suggestion: None,
        }
    }

    fn help(mut self, help: impl Into<String>) -> Problem {
        self.help = Some(help.into());
        self
    }

    fn suggest(mut self, suggestion: Option<String>) -> Problem {
        self.suggestion = suggestion;
        self
    }

    /// The finding about a text that stands in its quotes at `span`.
    pub fn finding(self, code: Code, span: Span) -> Diagnostic {
        let mut finding = Diagnostic::new(code, span, self.message);
        finding.help.extend(self.help);
        match self.suggestion {
            Some(suggestion) => finding.fix(span, quoted(&suggestion)),
            None => finding,
        }
    }
}

/// A text as it is written in a flow file.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// The author's text in backticks, on one line and not too long.
fn shown(text: &str) -> String {
    const LONGEST: usize = 80;
    let line = one_line(text).replace('`', "'");
    if line.chars().count() <= LONGEST {
        return format!("`{line}`");
    }
    let start: String = line.chars().take(LONGEST).collect();
    format!("`{start}...`")
}

/// The text with single spaces and plain hyphens, whatever a word processor made of them.
fn one_line(text: &str) -> String {
    let plain = text.replace(['\u{2010}', '\u{2011}', '\u{2012}', '–', '—', '−'], "-");
    let plain = plain.replace(['\u{200b}', '\u{200e}', '\u{feff}'], "");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text without the spaces that stand beside a full stop, an `@` or a slash; none where others
/// are left.
fn closed_up(text: &str) -> Option<String> {
    let mut text = text.to_string();
    for mark in ['.', '@', '/'] {
        text = text
            .replace(&format!(" {mark}"), &mark.to_string())
            .replace(&format!("{mark} "), &mark.to_string());
    }
    (!text.contains(' ')).then_some(text)
}

/// Whether a name of the internet is kept for examples: `example.org`, `council.example`, and
/// `example.gov.uk`, which nobody has.
fn is_example_host(host: &str) -> bool {
    const UK: [&str; 7] = ["gov", "org", "co", "ac", "nhs", "sch", "police"];
    let (rest, last) = host.rsplit_once('.').unwrap_or(("", host));
    let (rest, second) = rest.rsplit_once('.').unwrap_or(("", rest));
    let third = rest.rsplit('.').next().unwrap_or_default();
    match last {
        "example" | "test" | "invalid" | "localhost" => true,
        "com" | "org" | "net" => second == "example",
        "uk" => third == "example" && UK.contains(&second),
        _ => false,
    }
}

/// Whether this could be a name of the internet, in small letters: two labels or more, the last one a word.
fn is_host(host: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let last = host.rsplit('.').next().unwrap_or_default();
    let is_word = last.len() > 1
        && (last.starts_with("xn--") || last.chars().all(|c| c.is_ascii_alphabetic()));
    host.contains('.') && host.len() <= 253 && host.split('.').all(is_label) && is_word
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fix_keeps_the_quotes_and_escapes_what_is_inside() {
        let problem = Problem::new("No.").suggest(Some("a \"b\" \\".to_string()));
        let finding = problem.finding(Code::BadPhone, Span::default());
        let fix = finding.fix.expect("a suggestion becomes a fix");
        assert_eq!(fix.replacement, r#""a \"b\" \\""#);
    }

    #[test]
    fn names_kept_for_examples_are_known_and_others_are_not_taken_for_them() {
        for host in [
            "example.org",
            "www.example.com",
            "a.test",
            "mash.example.gov.uk",
        ] {
            assert!(is_example_host(host), "{host}");
        }
        for host in [
            "example.thurrock.gov.uk",
            "anexample.org",
            "example.care",
            "test.org",
        ] {
            assert!(!is_example_host(host), "{host}");
        }
    }
}
