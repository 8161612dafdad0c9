//! E-mail addresses. The only file that knows the library for them.
//!
//! Invariant: an address that is accepted can be typed on any keyboard and printed as it stands: no
//! quotes, no name before it, a name of the internet after the `@`.

use email_address::{EmailAddress, Options};

use super::{Problem, closed_up, is_example_host, is_host, one_line, shown};

/// An address that mail can be sent to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Email {
    /// The address in small letters.
    pub canonical: String,
    /// Whether it is kept for examples, and reaches nobody.
    pub example: bool,
}

/// Reads an e-mail address.
pub fn read(text: &str) -> Result<Email, Problem> {
    let line = one_line(text);
    address(&line).ok_or_else(|| problem(&line))
}

fn address(line: &str) -> Option<Email> {
    let options = Options::default()
        .with_required_tld()
        .without_display_text()
        .without_domain_literal();
    if !line.is_ascii() || line.contains(['"', ' ']) {
        return None;
    }
    EmailAddress::parse_with_options(line, options).ok()?;
    let canonical = line.to_ascii_lowercase();
    let (_, host) = canonical.rsplit_once('@')?;
    let example = is_example_host(host);
    is_host(host).then_some(Email { canonical, example })
}

/// What is wrong with a text that is no address.
fn problem(line: &str) -> Problem {
    let (fault, mended) = fault(line);
    let mended = mended.filter(|mended| address(mended).is_some());
    let problem = Problem::new(format!("{} {fault}.", shown(line))).suggest(mended);
    match line.matches('@').count() {
        0 if line.contains('.') && !line.contains(' ') => {
            problem.help("A web address goes on a `website` line.")
        }
        2.. => problem.help("Write each address on an `email` line of its own."),
        _ if line.contains(' ') => problem.help("Put other words in a note."),
        _ => problem,
    }
}

/// What is wrong, and what may have been meant.
fn fault(line: &str) -> (&'static str, Option<String>) {
    let is_end = |c: char| matches!(c, '.' | ',' | ';' | ':' | '>' | ')');
    let trimmed = line.trim_end_matches(is_end).trim_start_matches(['<', '(']);
    let host = line.rsplit('@').next().unwrap_or_default();
    if line.is_empty() {
        ("holds no e-mail address", None)
    } else if line
        .get(..7)
        .is_some_and(|start| start.eq_ignore_ascii_case("mailto:"))
    {
        let rest = line.get(7..).map(|rest| rest.trim().to_string());
        (
            "begins with `mailto:`, which is no part of an address",
            rest,
        )
    } else if !line.contains('@') {
        let at = ["(at)", "[at]", " at "]
            .iter()
            .find(|at| line.contains(**at));
        let mended = at.map(|at| line.replacen(at, "@", 1).replace(' ', ""));
        ("has no @ in it, so it is not an e-mail address", mended)
    } else if line.matches('@').count() > 1 {
        let mended = line.contains("@@").then(|| line.replace("@@", "@"));
        ("has more than one @ in it", mended)
    } else if line.contains(' ') {
        ("has a space in it", closed_up(line))
    } else if trimmed != line {
        (
            "has a mark at its beginning or end that is no part of it",
            Some(trimmed.to_string()),
        )
    } else if line.contains(',') {
        (
            "has a comma in it where a full stop may be meant",
            Some(line.replace(',', ".")),
        )
    } else if line.contains("..") {
        ("has two full stops together", Some(line.replace("..", ".")))
    } else if !line.is_ascii() {
        (
            "has a letter in it that is not on every keyboard, or only looks like one",
            None,
        )
    } else if line.starts_with('@') {
        ("has nothing before the @", None)
    } else if host.starts_with('[') {
        (
            "has a number of the internet after the @ where a name should be",
            None,
        )
    } else if !host.contains('.') {
        ("has no full stop after the @, as in `council.gov.uk`", None)
    } else {
        ("is not an e-mail address", None)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_address_reads_and_its_case_says_nothing() {
        for text in [
            "tfs@thurrock.gov.uk",
            " Familygroup.Conference@towerhamlets.gov.uk ",
            "duty+desk@mash.essex.police.uk",
            "o'neil@charity.org",
            "help_1@a-b.co.uk",
            "x@y.wales",
        ] {
            let email = read(text).unwrap_or_else(|problem| panic!("{text}: {problem:?}"));
            assert_eq!(email.canonical, text.trim().to_lowercase());
            assert!(!email.example, "{text}");
        }
        for text in [
            "tfs@example.gov.uk",
            "a@example.org",
            "a@b.example",
            "a@mash.test",
        ] {
            assert!(read(text).is_ok_and(|email| email.example), "{text}");
        }
    }

    #[test]
    fn a_slip_is_named_and_mended_where_it_can_be() {
        for (text, words, mended) in [
            ("", "no e-mail address", None),
            ("mailto:a@b.uk", "mailto:", Some("a@b.uk")),
            ("a@b,gov.uk", "comma", Some("a@b.gov.uk")),
            ("a@b.gov.uk.", "mark at its", Some("a@b.gov.uk")),
            ("<a@b.gov.uk>", "mark at its", Some("a@b.gov.uk")),
            ("a @b.gov.uk", "space", Some("a@b.gov.uk")),
            ("a@b. gov.uk", "space", Some("a@b.gov.uk")),
            ("a@b.gov.uk (secure)", "space", None),
            ("Duty desk <a@b.gov.uk>", "space", None),
            ("duty desk", "no @", None),
            (
                "tfs at thurrock.gov.uk",
                "no @",
                Some("tfs@thurrock.gov.uk"),
            ),
            ("www.thurrock.gov.uk", "no @", None),
            ("a@b.uk;c@d.uk", "more than one", None),
            ("a@@b.uk", "more than one", Some("a@b.uk")),
            ("a@b..uk", "two full stops", Some("a@b.uk")),
            ("a@thurrock", "no full stop", None),
            ("@thurrock.gov.uk", "nothing before", None),
            ("a@[10.0.0.1]", "number of the internet", None),
            ("a@thurr\u{43e}ck.gov.uk", "looks like", None),
            ("\"a\"@b.uk", "not an e-mail", None),
            ("a@b.gov.u", "not an e-mail", None),
            ("a@-b.uk", "not an e-mail", None),
            ("a@b.123", "not an e-mail", None),
        ] {
            let problem = read(text).expect_err(text);
            assert!(problem.message.contains(words), "{text}: {problem:?}");
            assert_eq!(problem.suggestion.as_deref(), mended, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_text_is_answered(text in "(mailto:)?[a-c@., \"<>\\[\\]é:;()-]{0,12}|\\PC{0,40}") {
            if let Err(Problem { suggestion: Some(suggestion), .. }) = read(&text) {
                prop_assert!(read(&suggestion).is_ok(), "{suggestion}");
            }
        }
    }
}
