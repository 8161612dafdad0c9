//! Findings for programs: a JSON object of a published shape.
//!
//! Invariant: `format` and `version` say which shape it is; a change that could break a reader raises the
//! version. Lines and columns are counted from 1, columns in characters, ends are not included. A finding's
//! `family` is an answers file: `fingerpost run --answers` takes it as it is.

use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

use super::super::{Allowed, Diagnostic, Diagnostics, Family, Given, Reply, Severity};
use crate::source::{Sources, Span};

/// The findings as one JSON object, and a line end.
pub(super) fn json(diagnostics: &Diagnostics, sources: &Sources) -> String {
    let findings = diagnostics.findings.iter();
    let allowed = diagnostics.allowed.iter();
    let report = Report {
        format: "fingerpost-findings",
        version: 1,
        file: sources.iter().next().map(|(_, source)| &*source.name),
        pathway: diagnostics.about.as_ref().map(|it| Pathway {
            name: &it.name,
            title: &it.title,
            authority: it.authority.as_deref(),
            review_by: it.review_by.as_deref(),
        }),
        findings: findings.map(|it| Finding::of(it, sources)).collect(),
        allowed: allowed.map(|it| AllowedFinding::of(it, sources)).collect(),
        errors: diagnostics.count(Severity::Error),
        warnings: diagnostics.count(Severity::Warning),
        advice: diagnostics.count(Severity::Advice),
        known: diagnostics.known,
        coverage: diagnostics
            .coverage
            .as_ref()
            .map(|it| Coverage::of(it, sources)),
        rules: diagnostics.rules.as_ref().map(|it| Rules {
            hold: it.hold,
            of: it.of,
            families: it.families.to_string(),
        }),
    };
    let text = serde_json::to_string_pretty(&report)
        .expect("plain structures of texts and numbers are always writable");
    format!("{text}\n")
}

#[derive(Serialize)]
struct Report<'a> {
    format: &'static str,
    version: u32,
    /// The flow file, by the name its reader knows it by.
    file: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pathway: Option<Pathway<'a>>,
    findings: Vec<Finding<'a>>,
    allowed: Vec<AllowedFinding<'a>>,
    errors: usize,
    warnings: usize,
    advice: usize,
    /// How many more the baseline holds.
    #[serde(skip_serializing_if = "is_nothing")]
    known: usize,
    /// Only where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    coverage: Option<Coverage<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rules: Option<Rules>,
}

#[derive(Serialize)]
struct Pathway<'a> {
    name: &'a str,
    title: &'a str,
    authority: Option<&'a str>,
    review_by: Option<&'a str>,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
fn is_nothing(n: &usize) -> bool {
    *n == 0
}

/// What is proved of the rules.
#[derive(Serialize)]
struct Rules {
    hold: usize,
    of: usize,
    /// The number of possible families, in words where it is large.
    families: String,
}

/// What the examples meet.
#[derive(Serialize)]
struct Coverage<'a> {
    examples: usize,
    /// Whether a mistake in the flow may hide some of it.
    in_doubt: bool,
    shares: Vec<Share<'a>>,
}

#[derive(Serialize)]
struct Share<'a> {
    of: &'static str,
    met: usize,
    all: usize,
    missing: Vec<Label<'a>>,
}

impl<'a> Coverage<'a> {
    fn of(coverage: &'a super::super::Coverage, sources: &'a Sources) -> Coverage<'a> {
        let shares = coverage.shares.iter().map(|share| Share {
            of: share.noun,
            met: share.met,
            all: share.all,
            missing: labels(&share.missing, sources),
        });
        Coverage {
            examples: coverage.examples,
            in_doubt: coverage.is_in_doubt,
            shares: shares.collect(),
        }
    }
}

#[derive(Serialize)]
struct AllowedFinding<'a> {
    #[serde(flatten)]
    finding: Finding<'a>,
    reason: &'a str,
}

impl<'a> AllowedFinding<'a> {
    fn of(allowed: &'a Allowed, sources: &'a Sources) -> AllowedFinding<'a> {
        AllowedFinding {
            finding: Finding::of(&allowed.finding, sources),
            reason: &allowed.reason,
        }
    }
}

#[derive(Serialize)]
struct Finding<'a> {
    name: &'static str,
    severity: &'static str,
    group: &'static str,
    message: &'a str,
    here: &'a str,
    place: Place<'a>,
    labels: Vec<Label<'a>>,
    help: &'a [String],
    fix: Option<Fix<'a>>,
    family: Option<&'a Family>,
}

impl<'a> Finding<'a> {
    fn of(finding: &'a Diagnostic, sources: &'a Sources) -> Finding<'a> {
        let fix = finding.fix.as_ref().map(|fix| Fix {
            place: Place::of(fix.span, sources),
            replacement: &fix.replacement,
        });
        Finding {
            name: finding.code.name(),
            severity: finding.code.severity().word(),
            group: finding.code.group().word(),
            message: &finding.message,
            here: &finding.here,
            place: Place::of(finding.span, sources),
            labels: labels(&finding.labels, sources),
            help: &finding.help,
            fix,
            family: finding.family.as_ref(),
        }
    }
}

#[derive(Serialize)]
struct Label<'a> {
    place: Place<'a>,
    text: &'a str,
}

fn labels<'a>(labels: &'a [super::super::Label], sources: &'a Sources) -> Vec<Label<'a>> {
    let labels = labels.iter().map(|label| Label {
        place: Place::of(label.span, sources),
        text: &label.text,
    });
    labels.collect()
}

#[derive(Serialize)]
struct Fix<'a> {
    place: Place<'a>,
    replacement: &'a str,
}

#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

impl<'a> Place<'a> {
    fn of(span: Span, sources: &'a Sources) -> Place<'a> {
        let (start, end) = (
            sources.start(span),
            sources.end(span).max(sources.start(span)),
        );
        Place {
            file: &sources.get(span.source).name,
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
        }
    }
}

impl Serialize for Family {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut family = to.serialize_struct("Family", 1)?;
        family.serialize_field("answers", &Answers(&self.replies))?;
        family.end()
    }
}

/// Answers as they stand in an answers file: each question's name, and what was answered.
struct Answers<'a>(&'a [Reply]);

impl Serialize for Answers<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.0.iter().map(|reply| (&reply.name, &reply.given)))
    }
}

impl Serialize for Given {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Given::Number(number) => number.serialize(to),
            Given::Words(words) => words.serialize(to),
            Given::Items(items) => items.serialize(to),
            Given::Marks(marks) => to.collect_map(marks.iter().map(|(item, mark)| (item, mark))),
        }
    }
}
