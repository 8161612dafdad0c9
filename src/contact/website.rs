//! Web addresses, with or without their `https://`. The only file that knows the library for them.
//!
//! Invariant: what is accepted leads to a named place on the open web and can be read out: no name or
//! password in it, no letter that only looks like another. Absent on purpose: the network.

use url::{Host, Url};

use super::{Problem, closed_up, is_example_host, is_host, one_line, shown};

/// An address that a browser can open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Website {
    /// The whole address: `https://parentsaid.org.uk`.
    pub canonical: String,
    /// Whether it is kept for examples, and leads nowhere.
    pub example: bool,
}

/// Reads a web address. `parentsaid.org.uk` is one, as documents print it.
pub fn read(text: &str) -> Result<Website, Problem> {
    let line = one_line(text);
    address(&line).ok_or_else(|| problem(&line))
}

fn address(line: &str) -> Option<Website> {
    let written = Written::of(line);
    let is_web = matches!(
        written.scheme,
        None | Some("http" | "https" | "HTTP" | "HTTPS")
    );
    let is_plain = !line.contains([' ', '\\', '<', '>', '"', '|', '^', '`', '{', '}']);
    let is_named = is_host(&written.name().to_ascii_lowercase());
    if !is_web || !is_plain || !is_named || !is_balanced(line) || line.ends_with([',', ';']) {
        return None;
    }
    let whole = match written.scheme {
        Some(_) => line.to_string(),
        None => format!("https://{line}"),
    };
    let url = Url::parse(&whole).ok()?;
    let Host::Domain(host) = url.host()? else {
        return None;
    };
    let canonical = match (url.path(), url.query(), url.fragment()) {
        ("/", None, None) => url.as_str().trim_end_matches('/'),
        _ => url.as_str(),
    };
    Some(Website {
        canonical: canonical.to_string(),
        example: is_example_host(host),
    })
}

/// The parts of an address, as written.
struct Written<'a> {
    /// What stands before `://`.
    scheme: Option<&'a str>,
    /// The place: up to the first `/`, `?` or `#`.
    host: &'a str,
}

impl<'a> Written<'a> {
    fn of(line: &'a str) -> Written<'a> {
        let (scheme, rest) = match line.split_once("://") {
            Some((scheme, rest)) if !scheme.contains(['/', '?', '#']) => (Some(scheme), rest),
            _ => (None, line),
        };
        let host = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
        Written { scheme, host }
    }

    /// The host without its port.
    fn name(&self) -> &'a str {
        match self.host.split_once(':') {
            Some((name, port)) if port.chars().all(|c| c.is_ascii_digit()) => name,
            _ => self.host,
        }
    }
}

/// What is wrong with a text that is no address.
fn problem(line: &str) -> Problem {
    let (fault, mended) = fault(line);
    let mended = mended.filter(|mended| address(mended).is_some());
    let problem = Problem::new(format!("{} {fault}.", shown(line))).suggest(mended);
    let host = Written::of(line).host;
    if line.contains(' ') {
        problem.help("Put other words in a note.")
    } else if host.contains('@') && !line.contains('/') {
        problem.help("An e-mail address goes on an `email` line.")
    } else {
        problem
    }
}

/// What is wrong, and what may have been meant.
fn fault(line: &str) -> (String, Option<String>) {
    let written = Written::of(line);
    let (host, name) = (written.host, written.name());
    let is_end = |c: char| matches!(c, '.' | ',' | ';' | ':' | '>' | ')');
    let trimmed = line.trim_end_matches(is_end).trim_start_matches(['<', '(']);
    let secure = |rest: &str| Some(format!("https://{}", rest.trim_start_matches(['/', ':'])));
    if line.is_empty() {
        ("holds no web address".to_string(), None)
    } else if line.contains(' ') {
        ("has a space in it".to_string(), closed_up(line))
    } else if trimmed != line && is_balanced(trimmed) {
        (
            "has a mark at its beginning or end that is no part of it".to_string(),
            Some(trimmed.to_string()),
        )
    } else if let Some(scheme) = written.scheme
        && !scheme.eq_ignore_ascii_case("http")
        && !scheme.eq_ignore_ascii_case("https")
    {
        let rest = line.split_once("://").and_then(|(_, rest)| secure(rest));
        let is_slip = scheme.len() < 8 && scheme.to_lowercase().contains("ht");
        (
            "does not begin with `https://` or `http://`".to_string(),
            rest.filter(|_| is_slip),
        )
    } else if let Some(rest) = slipped_scheme(line) {
        ("does not begin with `https://`".to_string(), secure(rest))
    } else if host.contains('@') && !line.contains('/') {
        ("is an e-mail address or the like".to_string(), None)
    } else if host.contains('@') {
        ("has a name or password before an @".to_string(), None)
    } else if !host.is_ascii() {
        (
            format!(
                "has a letter in `{}` that is not on every keyboard, or only looks like one",
                host.replace('`', "'")
            ),
            None,
        )
    } else if !is_balanced(line) {
        ("has a bracket without its other half".to_string(), None)
    } else if host.contains(',') {
        (
            "has a comma in it where a full stop may be meant".to_string(),
            Some(line.replacen(',', ".", host.matches(',').count())),
        )
    } else if host.contains("..") {
        (
            "has two full stops together".to_string(),
            Some(line.replacen("..", ".", 1)),
        )
    } else if line.contains('\\') {
        (
            "has a `\\` in it".to_string(),
            Some(line.replace('\\', "/")),
        )
    } else if !name.contains('.') {
        (
            "names no place on the web, as `council.gov.uk` does".to_string(),
            None,
        )
    } else if name.chars().all(|c| c.is_ascii_digit() || c == '.') {
        ("has a number where a name should be".to_string(), None)
    } else {
        ("is not a web address".to_string(), None)
    }
}

/// What follows an `http:/` or `https//` or `mailto:` that nobody can open.
fn slipped_scheme(line: &str) -> Option<&str> {
    let start = ["https", "http"].into_iter().find(|start| {
        line.get(..start.len())
            .is_some_and(|it| it.eq_ignore_ascii_case(start))
    })?;
    let rest = line.get(start.len()..)?;
    (rest.starts_with([':', '/']) && !rest.starts_with("://")).then_some(rest)
}

fn is_balanced(line: &str) -> bool {
    [('(', ')'), ('[', ']')]
        .iter()
        .all(|(open, close)| line.matches(*open).count() == line.matches(*close).count())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_address_reads_with_its_scheme_and_without() {
        for (text, canonical) in [
            ("parentsaid.org.uk", "https://parentsaid.org.uk"),
            ("https://parentsaid.org.uk/", "https://parentsaid.org.uk"),
            (
                "http://www.essexmediationonline.co.uk/",
                "http://www.essexmediationonline.co.uk",
            ),
            ("WWW.Thurrock.gov.uk", "https://www.thurrock.gov.uk"),
            (
                "www.nhs.uk/mental-health",
                "https://www.nhs.uk/mental-health",
            ),
            ("https://a.gov.uk/x?y=1#z", "https://a.gov.uk/x?y=1#z"),
            ("https://a.gov.uk/x_(y)", "https://a.gov.uk/x_(y)"),
            ("a.gov.uk:8443/x", "https://a.gov.uk:8443/x"),
            ("bit.ly/3xYz", "https://bit.ly/3xYz"),
            (
                "https://web.archive.org/web/http://a.uk/",
                "https://web.archive.org/web/http://a.uk/",
            ),
        ] {
            let website = read(text).unwrap_or_else(|problem| panic!("{text}: {problem:?}"));
            assert_eq!(website.canonical, canonical);
            assert!(!website.example, "{text}");
        }
        assert!(read("https://carers.example.gov.uk").is_ok_and(|it| it.example));
        assert!(read("www.example.com/help").is_ok_and(|it| it.example));
    }

    #[test]
    fn a_slip_is_named_and_mended_where_it_can_be() {
        for (text, words, mended) in [
            ("", "no web address", None),
            ("see the website", "space", None),
            ("www.thurrock .gov.uk", "space", Some("www.thurrock.gov.uk")),
            ("www.thurrock.gov.uk and search", "space", None),
            ("ftp://a.gov.uk", "https://", None),
            ("htps://a.gov.uk", "https://", Some("https://a.gov.uk")),
            ("http:/a.gov.uk", "https://", Some("https://a.gov.uk")),
            ("https//a.gov.uk", "https://", Some("https://a.gov.uk")),
            ("a@thurrock.gov.uk", "e-mail", None),
            ("mailto:a@thurrock.gov.uk", "e-mail", None),
            ("https://me:secret@a.gov.uk", "password", None),
            ("https://g\u{43e}v.uk", "looks like", None),
            ("www,thurrock.gov.uk", "comma", Some("www.thurrock.gov.uk")),
            (
                "www..thurrock.gov.uk",
                "two full stops",
                Some("www.thurrock.gov.uk"),
            ),
            (
                "www.thurrock.gov.uk.",
                "mark at its",
                Some("www.thurrock.gov.uk"),
            ),
            (
                "<https://a.gov.uk>",
                "mark at its",
                Some("https://a.gov.uk"),
            ),
            ("https://a.gov.uk/(x", "bracket", None),
            ("a.gov.uk\\help", "`\\`", Some("a.gov.uk/help")),
            ("thurrock", "names no place", None),
            ("http://localhost/help", "names no place", None),
            ("https://10.0.0.1/help", "number", None),
            ("https://a_b.gov.uk", "not a web address", None),
        ] {
            let problem = read(text).expect_err(text);
            assert!(problem.message.contains(words), "{text}: {problem:?}");
            assert_eq!(problem.suggestion.as_deref(), mended, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_text_is_answered(text in "(https?:/?/?)?[a-c@., <>()\\[\\]é:;/?#\\\\-]{0,14}|\\PC{0,40}") {
            if let Err(Problem { suggestion: Some(suggestion), .. }) = read(&text) {
                prop_assert!(read(&suggestion).is_ok(), "{suggestion}");
            }
        }
    }
}
