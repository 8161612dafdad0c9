//! What the tool has to say about a flow, as plain data. How it looks on a screen is `render`'s business.
//!
//! A [`Diagnostic`] is written for a policy officer: sentences, her own names, no words of the program.
//! Its message can be read alone, in one line, without the source beside it.

mod code;
mod coverage;
mod family;
mod identity;
mod nearest;
mod render;

pub use code::{Code, Group, Severity};
pub use coverage::{Coverage, Share};
pub use family::{Family, Given, Marked, Reply};
pub use identity::{Identities, Identity};
pub use nearest::nearest;
pub use render::{Format, family_in_lines, github, render, sarif, summary, summary_of, text};

use crate::source::Span;

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which kind of finding this is.
    pub code: Code,
    /// One sentence or two: what is wrong, told so that it makes sense alone.
    pub message: String,
    /// Where the reader should look first.
    pub span: Span,
    /// What stands at `span`, said beside it; empty where the message says it all.
    pub here: String,
    /// Other places that matter, each with what is to be seen there.
    pub labels: Vec<Label>,
    /// What to do about it, one sentence each.
    pub help: Vec<String>,
    /// A change of the text that mends it.
    pub fix: Option<Fix>,
    /// A family to which it happens.
    pub family: Option<Family>,
}

/// Another place that matters to a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What is to be seen there.
    pub text: String,
}

/// Words to put in the place of others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// The words to take away.
    pub span: Span,
    /// The words to put there.
    pub replacement: String,
}

impl Diagnostic {
    /// A finding of a kind, at a place, in a sentence.
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            code,
            message: message.into(),
            span,
            here: String::new(),
            labels: Vec::new(),
            help: Vec::new(),
            fix: None,
            family: None,
        }
    }

    /// Says beside the main place what stands there.
    #[must_use]
    pub fn here(mut self, text: impl Into<String>) -> Diagnostic {
        self.here = text.into();
        self
    }

    /// Points at another place.
    #[must_use]
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Diagnostic {
        self.labels.push(Label {
            span,
            text: text.into(),
        });
        self
    }

    /// Adds a sentence on what to do.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Diagnostic {
        self.help.push(text.into());
        self
    }

    /// Offers a change of the text that mends it.
    #[must_use]
    pub fn fix(mut self, span: Span, replacement: impl Into<String>) -> Diagnostic {
        self.fix = Some(Fix {
            span,
            replacement: replacement.into(),
        });
        self
    }

    /// Gives a family to which it happens.
    #[must_use]
    pub fn family(mut self, family: Family) -> Diagnostic {
        self.family = Some(family);
        self
    }
}

/// A finding that somebody allows, with the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allowed {
    /// What was found.
    pub finding: Diagnostic,
    /// Why it may stand.
    pub reason: String,
    /// Who says so.
    pub by: By,
}

/// Who allows a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The author, in the flow.
    Author,
    /// Whoever keeps the settings of the whole workspace.
    Workspace,
}

/// Everything found in one run.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    /// What stands.
    pub findings: Vec<Diagnostic>,
    /// What was found and allowed.
    pub allowed: Vec<Allowed>,
    /// What the examples meet, where that was asked for.
    pub coverage: Option<Coverage>,
    /// What is proved of the rules, where there are any.
    pub rules: Option<Rules>,
    /// How many more were found that the baseline holds.
    pub known: usize,
    /// Whose pathway it is, where that was asked for.
    pub about: Option<About>,
}

/// What a pathway says of itself, as it is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the line of the same name")]
pub struct About {
    pub name: String,
    pub title: String,
    pub authority: Option<String>,
    /// As `2027-03-31`.
    pub review_by: Option<String>,
}

/// How many findings there are, of one flow or of many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(
    missing_docs,
    reason = "each is the findings of the severity of that name"
)]
pub struct Tally {
    pub errors: usize,
    pub warnings: usize,
    pub advice: usize,
    /// Those that their author allows.
    pub by_author: usize,
    /// Those that the settings of the workspace allow.
    pub by_workspace: usize,
    /// Those that the baseline holds.
    pub known: usize,
}

impl Tally {
    /// How many findings of each kind these are.
    pub fn of(diagnostics: &Diagnostics) -> Tally {
        let allowed = |by| diagnostics.allowed.iter().filter(|it| it.by == by).count();
        Tally {
            errors: diagnostics.count(Severity::Error),
            warnings: diagnostics.count(Severity::Warning),
            advice: diagnostics.count(Severity::Advice),
            by_author: allowed(By::Author),
            by_workspace: allowed(By::Workspace),
            known: diagnostics.known,
        }
    }
}

impl std::ops::AddAssign for Tally {
    fn add_assign(&mut self, more: Tally) {
        self.errors += more.errors;
        self.warnings += more.warnings;
        self.advice += more.advice;
        self.by_author += more.by_author;
        self.by_workspace += more.by_workspace;
        self.known += more.known;
    }
}

/// How many rules are proved to hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Rules {
    /// So many hold.
    pub hold: usize,
    /// Of so many.
    pub of: usize,
    /// The names of those that do not hold, or of which that is not settled.
    pub open: Vec<String>,
    /// How many families that was proved for.
    pub families: Families,
}

/// A number of kinds of family.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Families {
    /// The number: exact up to 2^53, rounded beyond.
    pub number: f64,
    /// Whether there may be more.
    pub at_least: bool,
}

impl std::fmt::Display for Families {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.at_least {
            f.write_str("at least ")?;
        }
        if self.number < 1e9 {
            let digits = format!("{:.0}", self.number);
            for (at, digit) in digits.chars().enumerate() {
                if at > 0 && (digits.len() - at) % 3 == 0 {
                    f.write_str(",")?;
                }
                write!(f, "{digit}")?;
            }
            Ok(())
        } else {
            write!(f, "about 10 to the power of {:.0}", self.number.log10())
        }
    }
}

impl std::fmt::Display for Rules {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let families = self.families;
        match (self.hold, self.of) {
            (1, 1) => write!(f, "The rule holds, proved for {families} kinds of family."),
            (hold, of) if hold == of => {
                write!(
                    f,
                    "All {of} rules hold, proved for {families} kinds of family."
                )
            }
            (hold, of) => write!(
                f,
                "{hold} of {} proved to hold, for {families} kinds of family.",
                if of == 1 {
                    String::from("1 rule is")
                } else {
                    format!("{of} rules are")
                }
            ),
        }
    }
}

impl Diagnostics {
    /// Adds a finding.
    pub fn push(&mut self, finding: Diagnostic) {
        self.findings.push(finding);
    }

    /// Puts the findings in the order of the text, and drops any that was made twice.
    pub fn sort(&mut self) {
        self.findings
            .sort_by(|a, b| (a.span, a.code, &a.message).cmp(&(b.span, b.code, &b.message)));
        self.findings.dedup();
    }

    /// How many findings have this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings
            .iter()
            .filter(|finding| finding.code.severity() == severity)
            .count()
    }
}

/// `a`, `a and b`, `a, b and c`: a list as it is said aloud.
pub fn list<S: AsRef<str>>(words: &[S], last: &str) -> String {
    match words {
        [] => String::new(),
        [only] => only.as_ref().to_string(),
        [first @ .., end] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} {last} {}", first.join(", "), end.as_ref())
        }
    }
}

/// `1 answer`, `3 answers`: a number and its noun, with an `s` where one is due.
pub fn count(n: usize, noun: &str) -> String {
    if n == 1 {
        format!("1 {noun}")
    } else {
        format!("{n} {noun}s")
    }
}
