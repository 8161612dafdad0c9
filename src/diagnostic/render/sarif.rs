//! Findings as SARIF 2.1.0 (OASIS), which code scanning and many viewers read: one log for a whole run.
//!
//! A log is written piece by piece, so that nothing but its own text has to be kept: [`begin`], the
//! [`results`] of each flow, [`end`].
//!
//! Invariant: what is written is valid against the standard's schema. Paths are relative with `/`; lines and
//! columns count from 1, in characters, ends not included; a fingerprint stays the same while lines move.
//! Absent on purpose: the texts of the flows, and links to pages, which the log carries whole.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::super::{
    By, Code, Diagnostic, Diagnostics, Family, Fix, Identities, Identity, Severity,
};
use super::text;
use crate::source::{Sources, Span};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The beginning of a log.
pub fn begin() -> String {
    format!(
        "{{\n\"$schema\": \"{SCHEMA}\",\n\"version\": \"2.1.0\",\n\"runs\": [{{\n\"columnKind\": \"unicodeCodePoints\",\n\"results\": [\n"
    )
}

/// The results of one flow, each on a line of its own; between two of them, and between those of two flows,
/// belongs a comma. `path` gives the path of a text from the top of the repository, by the name that its
/// reader knows it by.
pub fn results(
    diagnostics: &Diagnostics,
    sources: &Sources,
    path: &dyn Fn(&str) -> String,
) -> Vec<String> {
    let mut writer = Writer {
        sources,
        path,
        identities: Identities::new(sources),
        seen: BTreeMap::new(),
    };
    let stands = diagnostics.findings.iter().map(|it| (it, None));
    let allowed = diagnostics.allowed.iter().map(|it| {
        let suppression = Suppression {
            kind: match it.by {
                By::Author => "inSource",
                By::Workspace => "external",
            },
            justification: &it.reason,
        };
        (&it.finding, Some(suppression))
    });
    stands
        .chain(allowed)
        .map(|(finding, suppression)| written(&writer.result(finding, suppression)))
        .collect()
}

/// The end of a log in which these kinds of findings stand; `problems` are sentences on what could not be done.
pub fn end(codes: &BTreeSet<Code>, problems: &[String]) -> String {
    let notifications = problems.iter().map(|problem| Notification {
        level: "error",
        message: Message::plain(problem),
    });
    let invocation = Invocation {
        execution_successful: problems.is_empty(),
        tool_execution_notifications: notifications.collect(),
    };
    let tool = Tool {
        driver: Driver {
            name: "Fingerpost",
            version: env!("CARGO_PKG_VERSION"),
            semantic_version: env!("CARGO_PKG_VERSION"),
            rules: codes.iter().map(|code| Rule::of(*code)).collect(),
        },
    };
    format!(
        "],\n\"invocations\": [{}],\n\"tool\": {}\n}}]\n}}\n",
        written(&invocation),
        written(&tool)
    )
}

fn written(it: &impl Serialize) -> String {
    serde_json::to_string(it).expect("plain structures of texts and numbers are always writable")
}

struct Writer<'a> {
    sources: &'a Sources,
    path: &'a dyn Fn(&str) -> String,
    identities: Identities<'a>,
    /// How often each identity was met.
    seen: BTreeMap<Identity, usize>,
}

impl<'a> Writer<'a> {
    fn result(
        &mut self,
        finding: &'a Diagnostic,
        suppression: Option<Suppression<'a>>,
    ) -> SarifResult<'a> {
        let identity = self.identities.of(finding);
        let fingerprint = identity.to_string();
        let times = self.seen.entry(identity).or_default();
        *times += 1;
        let times = *times;
        let related = finding.labels.iter().zip(1..).map(|(label, id)| Location {
            id: Some(id),
            physical_location: self.physical(label.span),
            message: Some(Message::plain(&label.text)),
        });
        SarifResult {
            rule_id: finding.code.name(),
            level: level(finding.code.severity()),
            message: Message::plain(&text(finding)),
            locations: vec![Location {
                id: None,
                physical_location: self.physical(finding.span),
                message: (!finding.here.is_empty()).then(|| Message::plain(&finding.here)),
            }],
            related_locations: related.collect(),
            partial_fingerprints: Fingerprints {
                ours: format!("{fingerprint} ({times})"),
            },
            fixes: finding.fix.iter().map(|fix| self.fix(fix)).collect(),
            suppressions: suppression.map(|it| vec![it]),
            properties: finding.family.as_ref().map(|family| Properties { family }),
        }
    }

    fn physical(&self, span: Span) -> PhysicalLocation {
        let (start, end) = (self.sources.start(span), self.sources.end(span));
        let end = end.max(start);
        PhysicalLocation {
            artifact_location: self.artifact(span),
            region: Region {
                start_line: start.line,
                start_column: start.column,
                end_line: end.line,
                end_column: end.column,
            },
        }
    }

    fn artifact(&self, span: Span) -> ArtifactLocation {
        ArtifactLocation {
            uri: uri(&(self.path)(&self.sources.get(span.source).name)),
        }
    }

    fn fix(&self, fix: &'a Fix) -> SarifFix<'a> {
        let change = ArtifactChange {
            artifact_location: self.artifact(fix.span),
            replacements: vec![Replacement {
                deleted_region: self.physical(fix.span).region,
                inserted_content: Content {
                    text: &fix.replacement,
                },
            }],
        };
        SarifFix {
            description: Message::plain("Change these words."),
            artifact_changes: vec![change],
        }
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "note",
    }
}

/// A path as a relative reference (RFC 3986): all but letters, digits and `-._~/` as `%` and two digits.
fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.replace('\\', "/").bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out += &format!("%{byte:02X}");
        }
    }
    out
}

#[derive(Serialize)]
struct Message {
    text: String,
}

impl Message {
    /// Words in which nothing is a placeholder or a link: both are written with signs of their own (section 3.11).
    fn plain(words: &str) -> Message {
        let words = words.replace('{', "{{").replace('}', "}}");
        Message {
            text: words.replace("](", "] ("),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifResult<'a> {
    rule_id: &'static str,
    level: &'static str,
    message: Message,
    locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    partial_fingerprints: Fingerprints,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<SarifFix<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suppressions: Option<Vec<Suppression<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    properties: Option<Properties<'a>>,
}

/// What `fingerpost run --answers` takes.
#[derive(Serialize)]
struct Properties<'a> {
    family: &'a Family,
}

/// The name of another fingerprint, of the line's own words, is left to the program that uploads the log.
#[derive(Serialize)]
struct Fingerprints {
    #[serde(rename = "fingerpost/v1")]
    ours: String,
}

#[derive(Serialize)]
struct Suppression<'a> {
    kind: &'static str,
    justification: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    region: Region,
}

#[derive(Serialize)]
struct ArtifactLocation {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifFix<'a> {
    description: Message,
    artifact_changes: Vec<ArtifactChange<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactChange<'a> {
    artifact_location: ArtifactLocation,
    replacements: Vec<Replacement<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'a> {
    deleted_region: Region,
    inserted_content: Content<'a>,
}

#[derive(Serialize)]
struct Content<'a> {
    text: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tool_execution_notifications: Vec<Notification>,
}

#[derive(Serialize)]
struct Notification {
    level: &'static str,
    message: Message,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    version: &'static str,
    semantic_version: &'static str,
    rules: Vec<Rule>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    id: &'static str,
    short_description: Message,
    full_description: Message,
    help: Help,
    default_configuration: Configuration,
    properties: RuleProperties,
}

#[derive(Serialize)]
struct Help {
    text: &'static str,
    markdown: &'static str,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

/// What code scanning sorts its list by.
#[derive(Serialize)]
struct RuleProperties {
    tags: Vec<&'static str>,
    precision: &'static str,
    #[serde(rename = "problem.severity")]
    problem_severity: &'static str,
}

impl Rule {
    fn of(code: Code) -> Rule {
        let page = code.page();
        // The first paragraph below the heading says what is found.
        let first = page.split("\n\n").nth(1).unwrap_or(code.summary());
        let summary = code.summary();
        let mut sentence: String = summary
            .chars()
            .take(1)
            .flat_map(char::to_uppercase)
            .collect();
        sentence.extend(summary.chars().skip(1));
        Rule {
            id: code.name(),
            short_description: Message::plain(&sentence),
            full_description: Message::plain(&first.replace('\n', " ")),
            help: Help {
                text: page,
                markdown: page,
            },
            default_configuration: Configuration {
                level: level(code.severity()),
            },
            properties: RuleProperties {
                tags: vec![code.group().word()],
                precision: "very-high",
                problem_severity: match code.severity() {
                    Severity::Error => "error",
                    Severity::Warning => "warning",
                    Severity::Advice => "recommendation",
                },
            },
        }
    }
}
