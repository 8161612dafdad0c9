//! The grammar's rules in an author's words, for what could have stood where a line stops making sense.
#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "the rules of the grammar are one long list, of which each place may hold a few"
)]

use super::Rule;
use crate::diagnostic::nearest;

/// What could have stood there, without saying the same thing twice: at most eight things, the likeliest
/// first.
pub(super) fn expected(rules: &[Rule], read: &str) -> Vec<String> {
    // A list of any condition's beginnings is told as "a condition".
    let condition = rules.contains(&Rule::open) && rules.contains(&Rule::any_of);
    let number = rules.contains(&Rule::number)
        && (rules.contains(&Rule::date) || rules.contains(&Rule::whole));
    let comparison = rules.contains(&Rule::compare) && rules.contains(&Rule::was_word);
    let mut found: Vec<(u8, String)> = Vec::new();
    let mut add = |rank: u8, text: &str| {
        if !found.iter().any(|(_, other)| other == text) {
            found.push((rank, text.to_string()));
        }
    };
    if condition {
        add(0, "a condition");
    }
    if comparison {
        add(
            0,
            "`is`, `<`, `<=`, `>`, `>=`, `from`, `includes`, `was asked`",
        );
    }
    for rule in rules {
        let (rank, text) = match rule {
            Rule::condition | Rule::operand if !condition => (0, "a condition"),
            Rule::name | Rule::names | Rule::bounds | Rule::bound if !condition => (1, "a name"),
            Rule::text => (1, "a text in double quotes"),
            Rule::arrow => (2, "`->`"),
            Rule::leads => (2, "`->`"),
            Rule::when_word => (3, "`when`"),
            Rule::deadline | Rule::at_once => (2, "`at once`, `within 24 hours`"),
            Rule::is_word if !comparison => (2, "`is`"),
            Rule::of_word => (1, "`of`"),
            Rule::to_word => (1, "`to`"),
            Rule::from_word if !comparison => (2, "`from`"),
            Rule::bar => (1, "`|`"),
            Rule::comma => (4, "a comma"),
            Rule::close => (2, "`)`"),
            Rule::and_word => (4, "`and`"),
            Rule::or_word => (4, "`or`"),
            Rule::given_answer => (1, "an answer"),
            Rule::expected => (1, "a service, an outcome or another name"),
            Rule::subject => (1, "a service or another name"),
            Rule::date if !number => (1, "a date such as 2027-03-31"),
            Rule::duration | Rule::whole if !number => (2, "a length of time such as `6 weeks`"),
            Rule::unit => (1, "`days`, `weeks`, `months` or another unit of time"),
            Rule::number if !number => (1, "a number"),
            Rule::for_each => (2, "`for each of`"),
            Rule::today_word if !number => (2, "`today`"),
            Rule::asked_word => (1, "`asked`"),
            Rule::both_word => (4, "`both`"),
            Rule::finding_name => (1, "the name of a finding, such as `no-contact`"),
            Rule::return_to => (1, "`return to`"),
            Rule::for_word => (4, "`for`"),
            Rule::in_word if !comparison => (3, "`in`"),
            Rule::alone => (4, "`alone`"),
            Rule::anything | Rule::cell => (2, "what the cell says (`-` for anything)"),
            Rule::as_word => (4, "`as`"),
            Rule::replaced_by => (1, "`replaced by`"),
            Rule::without_word => (4, "`without`"),
            Rule::declaration | Rule::any_key | Rule::header_key => {
                (1, "`question`, `service`, `outcome` or another heading")
            }
            _ => continue,
        };
        add(rank, text);
    }
    if number {
        add(1, "a number");
    }
    // A text is optional before an arrow; what is needed comes first.
    found.sort_by_key(|(rank, _)| *rank);
    // `before` begins with any name, so every name is expected at a line's first words; not worth telling.
    if read.is_empty() {
        return Vec::new();
    }
    found.into_iter().map(|(_, text)| text).take(8).collect()
}

/// Whether what was read of a line ends inside a condition.
pub(super) fn in_condition(read: &str) -> bool {
    read.starts_with('-')
        || read
            .split(['"'])
            .step_by(2)
            .any(|part| part.split(' ').any(|word| word == "when"))
}

/// How to mend what people write most often in the place of a condition.
pub(super) fn advice(read: &str, rest: &str, in_condition: bool) -> Option<String> {
    let rest = rest.trim_start();
    let last = read.rsplit(' ').next().unwrap_or("");
    let before: Vec<&str> = read.split(' ').collect();
    let name = before.iter().rev().nth(2).copied().unwrap_or("q");
    if matches!(rest.trim_end(), "," | "." | ":" | ";") {
        return Some(format!("Take the `{}` away.", rest.trim_end()));
    }
    if in_condition && rest.starts_with(',') && before.iter().rev().nth(1) == Some(&"is") {
        let others = rest.split("->").next().unwrap_or("").trim();
        return Some(format!(
            "For one of several answers, write: {name} is one of {last}{others}"
        ));
    }
    if rest.starts_with(',') && last.ends_with(|c: char| c.is_ascii_digit()) && {
        rest[1..].starts_with(|c: char| c.is_ascii_digit())
    } {
        return Some("A comma in a number stands before every three digits: `16,000`.".into());
    }
    if let ["set", name] = before[..]
        && let number = rest.trim_start_matches("to ").trim_matches(['=', '"', ' '])
        && number.starts_with(|c: char| c.is_ascii_digit() || c == '£')
    {
        return Some(format!("Write: set {name} {number}"));
    }
    if before[..] == ["remove"]
        && ["action ", "line ", "way "]
            .iter()
            .any(|it| rest.starts_with(it))
    {
        return Some("A single line cannot be removed. Write the whole block anew, with `replace` before its heading.".into());
    }
    let year_or_day = last.len() <= 4 && last.parse::<u16>().is_ok();
    let follows = rest.as_bytes();
    let token = rest.split_whitespace().next().unwrap_or("");
    let in_slashes =
        token.split('/').count() == 3 && token.chars().all(|c| c.is_ascii_digit() || c == '/');
    if in_slashes
        || year_or_day
            && matches!(follows, [b'/' | b'-' | b'.', b'0'..=b'9', ..])
            && !rest.starts_with("->")
    {
        return Some("A date is written year, month, day, with hyphens: 2027-03-31.".into());
    }
    if in_condition
        && ["are ", "equals ", "isn't ", "isn’t "]
            .iter()
            .any(|it| rest.starts_with(it))
    {
        return Some("Write `is` or `is not`: `worker is pass`.".into());
    }
    if in_condition && (rest.starts_with('=') || rest.starts_with("!=") || rest.starts_with("≠"))
    {
        return Some("Write `is` or `is not` instead of a sign: `worker is pass`.".into());
    }
    if rest.starts_with('≤') || rest.starts_with('≥') {
        return Some("Write `<=` for at most and `>=` for at least.".into());
    }
    let next = rest.split([' ', '\t']).next().unwrap_or("");
    let acts = matches!(
        before.first(),
        Some(
            &("must"
                | "should"
                | "consider"
                | "refer"
                | "signpost"
                | "offer"
                | "do"
                | "say"
                | "urgent")
        )
    );
    if acts && in_condition && (next == "within" || rest.starts_with("at once")) {
        return Some(
            "By when comes before `when`: `refer to mash within 24 hours when ...`.".into(),
        );
    }
    if acts
        && !in_condition
        && matches!(
            next,
            "at" | "by" | "before" | "after" | "immediately" | "as" | "in"
        )
    {
        return Some(
            "By when is written `at once` or `within 24 hours`; say anything else about time in a `note` below."
                .into(),
        );
    }
    if in_condition && next == "between" {
        return Some(format!(
            "Write `{last} from 6 to 10`: both ends are among them."
        ));
    }
    if in_condition && let Some(comparison) = with_a_sign(&before, rest) {
        return Some(format!(
            "Numbers and ages are compared with signs: `{comparison}`."
        ));
    }
    if in_condition && rest.starts_with('"') {
        return Some("In a condition write the answer's name, without quotes.".into());
    }
    if in_condition && (rest.starts_with('&') || rest.starts_with("||")) {
        return Some("Write `and` or `or` in words.".into());
    }
    let needs_text = matches!(
        before.first(),
        Some(
            &("answer"
                | "item"
                | "mark"
                | "question"
                | "checklist"
                | "step"
                | "outcome"
                | "service")
        )
    ) && before.len() == 2;
    if needs_text {
        return Some(format!(
            "Write: {} {} \"...\", with the words that people see.",
            before[0], last
        ));
    }
    if read.ends_with('"') && rest.starts_with(|c: char| c.is_alphanumeric()) {
        return Some("If the text has quotes inside it, write each of those as \\\".".into());
    }
    None
}

/// `age under 16 years`, `age at least 16 years`: the same with the sign that was meant.
fn with_a_sign(before: &[&str], rest: &str) -> Option<String> {
    let sign = |word: &str| match word {
        "under" | "below" | "younger" | "less" => Some("<"),
        "over" | "above" | "older" | "more" => Some(">"),
        "least" => Some(">="),
        "most" => Some("<="),
        _ => None,
    };
    let mut words = before.to_vec();
    let end = rest.split("->").next().unwrap_or("");
    words.extend(end.split_whitespace());
    let read = before.len();
    let at = (read.saturating_sub(1)..words.len().min(read + 2))
        .find(|at| sign(words[*at]).is_some())?;
    let name = words[..at]
        .iter()
        .rev()
        .find(|word| !matches!(**word, "is" | "at"))?;
    let number: Vec<&str> = words[at + 1..]
        .iter()
        .skip_while(|word| **word == "than")
        .take_while(|word| !matches!(**word, "and" | "or"))
        .copied()
        .collect();
    let known = number
        .first()?
        .starts_with(|c: char| c.is_ascii_digit() || c == '£');
    known.then(|| {
        format!(
            "{name} {} {}",
            sign(words[at]).unwrap_or("<"),
            number.join(" ")
        )
    })
}

/// The word among those expected that a word was probably meant as.
pub(super) fn nearest_expected(word: &str, expected: &[String]) -> Option<&'static str> {
    const WORDS: [&str; 24] = [
        "when",
        "is",
        "of",
        "to",
        "from",
        "and",
        "or",
        "return to",
        "for each of",
        "today",
        "asked",
        "both",
        "for",
        "in",
        "alone",
        "as",
        "replaced by",
        "without",
        "days",
        "weeks",
        "months",
        "years",
        "hours",
        "includes",
    ];
    const UNITS: [&str; 5] = ["days", "weeks", "months", "years", "hours"];
    let may_stand = |near: &&str| {
        let quoted = format!("`{near}`");
        expected.iter().any(|it| it.contains(&quoted))
            || (UNITS.contains(near) && expected.iter().any(|it| it.contains("unit of time")))
    };
    let words = WORDS.iter().copied().filter(may_stand);
    nearest(word, words).filter(|_| word.len() > 1)
}

/// Whether lines are made of this word, so that it is seldom meant as a name.
pub(super) fn is_of_the_language(word: &str) -> bool {
    const WORDS: [&str; 40] = [
        "and", "or", "not", "is", "one", "of", "in", "all", "any", "none", "at", "least", "most",
        "exactly", "includes", "from", "to", "was", "empty", "today", "when", "within", "for",
        "each", "are", "asked", "as", "alone", "above", "below", "than", "does", "rest", "both",
        "before", "after", "without", "days", "years", "yes",
    ];
    WORDS.contains(&word)
}
