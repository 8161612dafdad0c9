//! Which finding a finding is: what stays the same of it while lines move and other parts of the flow change.
//!
//! Invariant: nothing here counts lines, and nothing depends on the family that a finding shows, which is
//! another as soon as another question is asked. Two findings may be the same in all of it: whoever compares
//! must count them. Absent on purpose: the file, which each reader names in a way of its own.

use std::collections::BTreeMap;
use std::fmt;

use super::{Code, Diagnostic};
use crate::source::{SourceId, Sources, Span};

/// The longest words that are kept, in characters.
const LONGEST: usize = 120;

/// What a finding is known by, from one run to the next.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Identity {
    /// Which kind of finding.
    pub code: Code,
    /// The block in which it stands, by the first two words of its heading: `question stage`.
    pub at: String,
    /// The words at its place, on one line; empty where the place is the heading, whose title may change.
    pub words: String,
}

/// Tells what the findings of one run are known by. Where the blocks begin is looked up once for each text.
pub struct Identities<'a> {
    sources: &'a Sources,
    headings: BTreeMap<SourceId, Vec<usize>>,
}

impl<'a> Identities<'a> {
    /// Of findings in these texts.
    pub fn new(sources: &'a Sources) -> Identities<'a> {
        Identities {
            sources,
            headings: BTreeMap::new(),
        }
    }

    /// The heading of the block in which a place lies, and where it begins.
    fn heading(&mut self, span: Span) -> (&'a str, usize) {
        let text = &self.sources.get(span.source).text;
        let headings = self.headings.entry(span.source);
        let headings = headings.or_insert_with(|| headings_of(text));
        let above = headings.partition_point(|begins| *begins <= span.start as usize);
        let begins = above.checked_sub(1).map_or(0, |at| headings[at]);
        (text[begins..].lines().next().unwrap_or(""), begins)
    }

    /// What a finding is known by.
    pub fn of(&mut self, finding: &Diagnostic) -> Identity {
        let span = finding.span;
        let (heading, begins) = self.heading(span);
        let words = if (span.start as usize) <= begins + heading.len() {
            ""
        } else {
            self.sources.slice(span).lines().next().unwrap_or("")
        };
        // A version is told of what it does to its base: of which part, the other places say.
        let away = finding.labels.iter();
        let away: Vec<String> = away
            .filter(|label| label.span.source != span.source)
            .map(|label| words_of(heading_words(self.heading(label.span).0)))
            .collect();
        let elsewhere = away.iter().flat_map(|it| it.split_whitespace());
        Identity {
            code: finding.code,
            at: words_of(heading_words(heading)),
            words: words_of(words.split_whitespace().chain(elsewhere)),
        }
    }
}

/// The words by which a heading is known: its kind and name, with what a version does to it; of an example, its text.
fn heading_words(heading: &str) -> impl Iterator<Item = &str> {
    let words: Vec<&str> = heading.split_whitespace().collect();
    let before = match words.as_slice() {
        ["add", "to", ..] => 4,
        ["replace" | "local" | "fixed", ..] => 3,
        // `remove answer NAME from question NAME`
        ["remove", _, _, "from", ..] => 6,
        ["remove", ..] => 3,
        _ => 2,
    };
    let is_example = words.iter().take(before).any(|word| *word == "example");
    let taken = if is_example { words.len() } else { before };
    words.into_iter().take(taken)
}

/// Where the lines begin at whose left margin a word stands: the first line of each block.
fn headings_of(text: &str) -> Vec<usize> {
    let mut begins = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut headings = Vec::new();
    for line in text[begins..].split_inclusive('\n') {
        if line.starts_with(char::is_alphabetic) {
            headings.push(begins);
        }
        begins += line.len();
    }
    headings
}

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code.name(), self.at)?;
        if !self.words.is_empty() {
            write!(f, ": {}", self.words)?;
        }
        Ok(())
    }
}

fn words_of<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let words = words.collect::<Vec<_>>().join(" ");
    words.chars().take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use super::Identities;
    use crate::diagnostic::{Code, Diagnostic};
    use crate::source::{Sources, Span};

    /// What a finding at these words of a text is known by.
    fn identity(text: &str, words: &str) -> String {
        let mut sources = Sources::default();
        let source = sources.add("a.flow", text);
        let start = text.find(words).expect("the words stand in the text");
        let span = Span::new(source, start, start + words.len());
        let finding = Diagnostic::new(Code::BadPhone, span, "It cannot be dialled.");
        Identities::new(&sources).of(&finding).to_string()
    }

    #[test]
    fn a_finding_is_known_by_its_block_and_its_words_wherever_they_stand() {
        let text = "pathway a \"A\"\n\nservice mash \"MASH\"\n  phone \"12  34\"  # soon\n";
        let known = "bad-phone: service mash: \"12 34\"";
        assert_eq!(identity(text, "\"12  34\""), known);
        let moved = text.replace("\n\nservice", "\n\n# New.\nstep b \"B\"\n\nservice");
        assert_eq!(identity(&moved, "\"12  34\""), known);
        let renamed = text.replace("\"MASH\"", "\"The hub\"");
        assert_eq!(identity(&renamed, "\"12  34\""), known);
        assert_ne!(identity(&text.replace("mash", "hub"), "\"12  34\""), known);
    }

    #[test]
    fn a_finding_at_a_heading_does_not_hang_on_the_title() {
        let at = |text: &str| identity(text, "question");
        let text = "\u{feff}question age \"How old?\"\n";
        assert_eq!(at(text), "bad-phone: question age");
        assert_eq!(at(text), at("x \"X\"\nquestion age \"How old are you?\"\n"));
    }

    #[test]
    fn what_stands_before_every_heading_is_known_too() {
        assert_eq!(identity("  # ŵ\n  yes", "yes"), "bad-phone: # ŵ: yes");
        assert_eq!(identity("", ""), "bad-phone: ");
        assert_eq!(identity("question age\n", ""), "bad-phone: question age");
    }
}
