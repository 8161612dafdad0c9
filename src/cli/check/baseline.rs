//! The baseline: findings that were there when an authority began to use the tool, so that only new ones count.
//!
//! It is a text of one finding to a line, in a fixed order, so that a change to it reads well in a review and
//! two changes seldom meet; a line may be deleted by hand.
//!
//! Invariant: a known finding hides one finding of its kind at its place and no second, wherever its lines have
//! moved. What cannot be read or understood is never known: while it stands, checks are silent, and what it
//! hides would be hidden with it. Absent on purpose: families and line numbers, which change with every edit.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use fingerpost::Compilation;
use fingerpost::diagnostic::{Code, Diagnostic, Identities};
use serde::{Deserialize, Serialize};

use super::super::files;

const FORMAT: &str = "fingerpost-baseline";
const VERSION: u32 = 1;
/// The longest message that is kept, in characters.
const LONGEST: usize = 200;

/// The first line of the file.
#[derive(Serialize, Deserialize)]
struct Head {
    format: String,
    version: u32,
}

/// A finding that is known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Known {
    /// The flow, from the folder that the file's paths begin at.
    flow: String,
    /// The file in which it stands, where that is another.
    #[serde(rename = "in", default, skip_serializing_if = "String::is_empty")]
    source: String,
    finding: String,
    /// The block in which it stands.
    at: String,
    /// The words at its place.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    words: String,
    /// For whoever reads the file; of two alike it tells which is which.
    message: String,
}

impl Known {
    /// What it is known by, whatever is said of it.
    fn place(&self) -> [&str; 4] {
        [&self.source, &self.finding, &self.at, &self.words]
    }

    /// `flows/a.flow: missing-branch: question stage`
    pub(super) fn in_words(&self) -> String {
        let Known {
            flow, finding, at, ..
        } = self;
        format!("{flow}: {finding}: {at}")
    }
}

/// What one flow's findings are known by, in their order; none for those that must not be.
pub(super) fn known_by(compiled: &Compilation, flow: &str) -> Vec<Option<Known>> {
    let sources = &compiled.sources;
    let mut identities = Identities::new(sources);
    let own = sources.iter().next().map(|(id, _)| id);
    let mut known_by = |finding: &Diagnostic| {
        let identity = identities.of(finding);
        let source = finding.span.source;
        let message = finding.message.split_whitespace();
        let message = message.collect::<Vec<_>>().join(" ");
        Known {
            flow: flow.to_string(),
            source: if Some(source) == own {
                String::new()
            } else {
                sources.get(source).name.clone()
            },
            finding: finding.code.name().to_string(),
            at: identity.at,
            words: identity.words,
            message: message.chars().take(LONGEST).collect(),
        }
    };
    let findings = compiled.diagnostics.findings.iter();
    findings
        .map(|finding| finding.code.may_be_allowed().then(|| known_by(finding)))
        .collect()
}

/// The file, read.
#[derive(Debug, Default)]
pub(super) struct Baseline {
    /// By their flows, each with the line on which it stands.
    flows: BTreeMap<String, Vec<(usize, Known)>>,
}

/// What a baseline has to say of one flow.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Judged {
    /// Of each finding, whether it is known.
    pub(super) is_known: Vec<bool>,
    /// What is known and was not found, each with its line of the file.
    pub(super) gone: Vec<(usize, Known)>,
}

impl Baseline {
    /// Reads the file.
    pub(super) fn read(file: &Path) -> Result<Baseline, String> {
        Baseline::of(&files::name(file), &files::read(file)?)
    }

    fn of(shown: &str, text: &str) -> Result<Baseline, String> {
        let mut lines = (1..).zip(text.lines());
        let head = lines
            .next()
            .and_then(|(_, line)| serde_json::from_str(line).ok());
        match head {
            Some(Head { format, version }) if format == FORMAT && version == VERSION => {}
            Some(Head { format, version }) if format == FORMAT && version > VERSION => {
                return Err(format!(
                    "The baseline `{shown}` was written by a newer version of Fingerpost."
                ));
            }
            Some(_) | None => {
                return Err(format!(
                    "`{shown}` is not a baseline, as `fingerpost check --write-baseline` writes it."
                ));
            }
        }
        let mut baseline = Baseline::default();
        for (number, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
            let known: Known = serde_json::from_str(line).map_err(|_| {
                format!(
                    "`{shown}`, line {number}, cannot be read as a finding. Delete the line, or mend it."
                )
            })?;
            let code = Code::named(&known.finding);
            if code.is_some_and(|code| !code.may_be_allowed()) {
                return Err(format!(
                    "`{shown}`, line {number}: `{}` may not be in a baseline, because it keeps others from being found. Delete the line, and mend the flow.",
                    known.finding
                ));
            }
            let flow = baseline.flows.entry(known.flow.clone()).or_default();
            flow.push((number, known));
        }
        Ok(baseline)
    }

    /// Which of a flow's findings are known, and which known ones are gone. First each known finding stands for
    /// the one of which the same is said; then what is left, for one at the same place.
    pub(super) fn judge(&self, flow: &str, findings: &[Option<Known>]) -> Judged {
        let known = self.flows.get(flow).map_or(&[][..], Vec::as_slice);
        let mut is_known = vec![false; findings.len()];
        let mut is_found = vec![false; known.len()];
        for exactly in [true, false] {
            let mut free: BTreeMap<_, Vec<usize>> = BTreeMap::new();
            for (at, (_, it)) in known.iter().enumerate().rev() {
                if !is_found[at] {
                    let said = if exactly { &*it.message } else { "" };
                    free.entry((it.place(), said)).or_default().push(at);
                }
            }
            for (finding, is_known) in findings.iter().zip(&mut is_known) {
                let Some(finding) = finding.as_ref().filter(|_| !*is_known) else {
                    continue;
                };
                let said = if exactly { &*finding.message } else { "" };
                let at = free.get_mut(&(finding.place(), said)).and_then(Vec::pop);
                if let Some(at) = at {
                    (*is_known, is_found[at]) = (true, true);
                }
            }
        }
        let gone = known.iter().zip(is_found).filter(|(_, found)| !found);
        Judged {
            is_known,
            gone: gone.map(|(it, _)| it.clone()).collect(),
        }
    }

    /// The known findings of flows that are no longer there.
    pub(super) fn without_a_flow(&self, begin: &Path) -> Vec<(usize, Known)> {
        let gone = self
            .flows
            .iter()
            .filter(|(flow, _)| !begin.join(flow).exists());
        gone.flat_map(|(_, known)| known.clone()).collect()
    }

    /// The known findings of the flows that are there and not among these.
    fn of_others<'a>(
        &'a self,
        begin: &'a Path,
        checked: &'a [String],
    ) -> impl Iterator<Item = &'a Known> {
        let others = self.flows.iter();
        let others =
            others.filter(|(flow, _)| !checked.contains(flow) && begin.join(flow).exists());
        others.flat_map(|(_, known)| known.iter().map(|(_, it)| it))
    }
}

/// Writes what was found in these flows. What the file holds of other flows is kept.
pub(super) fn write(
    file: &Path,
    begin: &Path,
    checked: &[String],
    found: Vec<Known>,
) -> Result<usize, String> {
    let before = if file.exists() {
        Baseline::read(file).map_err(|sentence| format!("{sentence} It was left as it is."))?
    } else {
        Baseline::default()
    };
    let mut all: Vec<Known> = before
        .of_others(begin, checked)
        .cloned()
        .chain(found)
        .collect();
    all.sort();
    files::write(file, &text(&all))?;
    Ok(all.len())
}

fn text(all: &[Known]) -> String {
    let head = Head {
        format: FORMAT.to_string(),
        version: VERSION,
    };
    let mut lines = vec![line(&head)];
    lines.extend(all.iter().map(line));
    lines.concat()
}

fn line(it: &impl Serialize) -> String {
    let line = serde_json::to_string(it);
    line.expect("plain structures of texts and numbers are always writable") + "\n"
}

/// The folder that a baseline's paths begin at: the workspace's, or else the one in which the baseline stands.
pub(super) fn begin(workspace: Option<&Path>, file: &Path) -> PathBuf {
    workspace.map_or_else(|| files::folder_of(file), Path::to_path_buf)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(finding: &str, at: &str, message: &str) -> Known {
        Known {
            flow: "a.flow".to_string(),
            source: String::new(),
            finding: finding.to_string(),
            at: at.to_string(),
            words: String::new(),
            message: message.to_string(),
        }
    }

    /// Which of the findings are known to a baseline of these, and how many of these are gone.
    fn judged(baseline: &[&Known], findings: &[&Known]) -> (Vec<bool>, usize) {
        let baseline: Vec<Known> = baseline.iter().copied().cloned().collect();
        let baseline = Baseline::of("b", &text(&baseline)).expect("it can be read again");
        let findings: Vec<Option<Known>> = findings.iter().copied().cloned().map(Some).collect();
        let judged = baseline.judge("a.flow", &findings);
        (judged.is_known, judged.gone.len())
    }

    #[test]
    fn a_known_finding_hides_itself_and_no_second_one() {
        let (one, two) = (
            known("cycle", "step a", "One."),
            known("cycle", "step a", "Two."),
        );
        let other = known("cycle", "step b", "One.");
        assert_eq!(judged(&[], &[&one]), (vec![false], 0));
        assert_eq!(judged(&[&one], &[&one]), (vec![true], 0));
        // Another family is told of, or the words were changed: it is still the one that is known.
        assert_eq!(judged(&[&one], &[&two]), (vec![true], 0));
        assert_eq!(judged(&[&one], &[&other]), (vec![false], 1));
        // The one of which the same is said comes first, whatever the order.
        let both = [&two, &one];
        assert_eq!(judged(&[&one], &both), (vec![false, true], 0));
        assert_eq!(judged(&[&one], &[&one, &one]), (vec![true, false], 0));
        assert_eq!(judged(&both, &[&one]), (vec![true], 1));
        assert_eq!(judged(&[&one, &one], &both), (vec![true, true], 0));
    }

    #[test]
    fn what_must_not_be_known_is_never_known() {
        let baseline = Baseline::of("b", &text(&[known("cycle", "step a", "One.")]));
        let baseline = baseline.expect("it can be read again");
        assert_eq!(baseline.judge("a.flow", &[None]).is_known, [false]);
        assert_eq!(baseline.judge("b.flow", &[None]).gone, []);
        let refused = Baseline::of("b", &text(&[known("unknown-name", "step a", "One.")]));
        let sentence = refused.expect_err("it hides other findings");
        assert!(
            sentence.starts_with("`b`, line 2: `unknown-name` may not"),
            "{sentence}"
        );
    }

    #[test]
    fn what_is_no_baseline_is_refused_with_its_line() {
        let refused = |text: &str| Baseline::of("b", text).expect_err("it is none");
        for no_baseline in [
            "",
            "{}",
            "[]\n",
            "pathway a \"A\"",
            "{\"format\":\"x\",\"version\":1}",
        ] {
            assert!(refused(no_baseline).contains("is not a baseline"));
        }
        let newer = refused("{\"format\":\"fingerpost-baseline\",\"version\":2}");
        assert!(newer.contains("newer"), "{newer}");
        let head = text(&[]);
        let torn = refused(&format!("{head}\n<<<<<<< main\n"));
        assert!(torn.starts_with("`b`, line 3, "), "{torn}");
        assert!(Baseline::of("b", &head).is_ok());
    }
}
