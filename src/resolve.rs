//! From names to things: what an author wrote becomes what it means, a [`Pathway`].
//!
//! Two passes, so that the order of a file means nothing: first every heading and every name is declared,
//! then every line is read. Invariants: a [`Pathway`] holds no name to look up and no circle among its
//! definitions; a mistake is told once, where it was made; what a mistake may have hidden stands in
//! [`Pathway::broken`], and nothing that could be its doing is told.
//!
//! Not here: whether the lines make sense together (that a family can be stuck, or sent round in a circle
//! of ways). That is [`crate::check`]'s.

mod actions;
mod answer_file;
mod answers;
mod broken;
mod choice;
mod condition;
mod counts;
mod declare;
mod definitions;
mod document;
mod examples;
mod given;
mod groups;
mod names;
mod notes;
mod number;
mod promises;
mod quantity;
mod services;
mod tables;
mod uses;
mod values;
mod ways;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ir::{AnswerOption, Condition, Guard, Part, Pathway, QuestionId, ValueId};
use crate::source::{Read, Sources, Span, one_line};
use crate::syntax::ast::{self, Block, BlockKind, File};

/// The pathway of a file, as far as it can be understood; what cannot is told to `out`.
///
/// `read` gives a file of answers: by the name of the file that names it and the path as written there, or says in a
/// sentence why it cannot; such a text is added to `sources`.
pub fn resolve(
    file: &File<'_>,
    sources: &mut Sources,
    read: &Read<'_>,
    out: &mut Diagnostics,
) -> Pathway {
    let parted = broken::part_at_lost_headings(file, sources, out);
    let mut ctx = Context {
        file: parted.as_ref().unwrap_or(file),
        sources,
        out,
        names: names::Names::default(),
        parts: Vec::new(),
        pathway: Pathway::default(),
        at: Part::Pathway,
        line: file.span,
        answer_files: BTreeMap::new(),
        groups_may_be_missing: false,
        names_may_be_missing: false,
        option_numbers: HashMap::new(),
        open: BTreeSet::new(),
        list_roots: BTreeMap::new(),
        repeated: names::Repeated::default(),
        spoiled: Vec::new(),
        leads_anywhere: false,
    };
    ctx.declare();
    ctx.read_answer_files(read);
    ctx.settings();
    ctx.answers();
    ctx.groups();
    ctx.value_options();
    ctx.bodies();
    ctx.definitions();
    ctx.finish()
}

/// Whose answers, items, marks or options a name is one of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Owner {
    /// The answers of a question, the items of a checklist.
    Question(QuestionId),
    /// The marks of a checklist.
    Marks(QuestionId),
    /// The options of a value or level.
    Value(ValueId),
}

/// Everything that is known while a file is being resolved.
struct Context<'a, 's> {
    file: &'a File<'s>,
    sources: &'a mut Sources,
    out: &'a mut Diagnostics,
    names: names::Names,
    /// What each block of the file declares; none for a heading that could not be read.
    parts: Vec<Option<Part>>,
    pathway: Pathway,
    /// Where we are: the part whose lines are being read, and the line.
    at: Part,
    line: Span,
    /// What was read from each file of answers, by the place of the line that names it.
    answer_files: BTreeMap<Span, answer_file::AnswerList>,
    /// Whether a file of answers could not be read, so that any group may be one of its columns.
    groups_may_be_missing: bool,
    /// Whether a heading has lost its name, so that any name may be that one.
    names_may_be_missing: bool,
    /// The numbers of answers, items, marks and options.
    option_numbers: HashMap<Owner, HashMap<String, usize>>,
    /// Lists that a mistake may have shortened: nothing is said of names that are not on them.
    open: BTreeSet<Owner>,
    /// For `answers as`: the question whose answers these are in the end.
    list_roots: BTreeMap<QuestionId, QuestionId>,
    /// Findings that may have several places.
    repeated: names::Repeated,
    /// Lines that could not be read or resolved.
    spoiled: Vec<(Part, Span)>,
    /// Whether one of them may lead to any place.
    leads_anywhere: bool,
}

impl<'a, 's> Context<'a, 's> {
    /// Reads the lines of every block.
    fn bodies(&mut self) {
        let mut blocks = self.file.blocks.iter();
        let has_pathway = blocks.any(|it| it.kind == BlockKind::Pathway);
        for (part, block) in self.blocks() {
            self.enter(part, block.header);
            self.allow_lines(block, has_pathway);
            let Some(part) = part else { continue };
            self.broken_lines(block);
            if block.kind != BlockKind::Service {
                self.refuse_conditions_of_notes(&block.lines);
            }
            match part {
                Part::Pathway => self.document(block),
                Part::Service(id) => self.service(id, block),
                Part::Question(id) => self.question(id, block),
                Part::Condition(id) => self.named_condition(id, block),
                Part::Value(id) => self.value(id, block),
                Part::Score(id) => self.score(id, block),
                Part::Block(id) => self.step(id, block),
                Part::Rule(place) => self.rule(place, block),
                Part::Example(place) => self.example(place, block),
                Part::Group(_) | Part::Setting(_) | Part::ActionName(_) => {}
            }
        }
        self.look_for_a_pathway();
    }

    /// Every block, with what it declares.
    fn blocks(&self) -> Vec<(Option<Part>, &'a Block<'s>)> {
        self.parts.iter().copied().zip(&self.file.blocks).collect()
    }

    /// The blocks of these headings, each with what it declares.
    fn blocks_of(&self, kinds: &[BlockKind]) -> Vec<(Part, &'a Block<'s>)> {
        self.blocks()
            .into_iter()
            .filter(|(_, block)| kinds.contains(&block.kind))
            .filter_map(|(part, block)| Some((part?, block)))
            .collect()
    }

    /// From here on, mistakes are in this part, at this line.
    fn enter(&mut self, part: Option<Part>, line: Span) {
        self.at = part.unwrap_or(Part::Pathway);
        self.line = line;
    }

    fn say(&mut self, mut finding: Diagnostic) {
        finding.span = self.trimmed(finding.span);
        self.out.push(finding);
    }

    /// A place without the spaces at its end.
    fn trimmed(&self, span: Span) -> Span {
        let text = self.sources.slice(span);
        let spaces = text.len() - text.trim_end().len();
        let spaces = u32::try_from(spaces).unwrap_or(0);
        Span {
            end: span.end.saturating_sub(spaces),
            ..span
        }
    }

    /// A finding that two things do not go together, with what to write in their place.
    fn mismatch(&mut self, span: Span, message: String, help: String) {
        let finding = Diagnostic::new(Code::TypeMismatch, span, message);
        self.say(if help.is_empty() {
            finding
        } else {
            finding.help(help)
        });
    }

    /// The condition and the words it was written in.
    fn guard(&mut self, condition: &ast::Condition<'_>) -> Guard {
        Guard {
            condition: self.condition(condition),
            text: self.words(condition.span),
            span: self.trimmed(condition.span),
        }
    }

    fn guard_of(&mut self, condition: Option<&ast::Condition<'_>>) -> Option<Guard> {
        condition.map(|condition| self.guard(condition))
    }

    /// A guard of which nothing is known.
    fn broken_guard(span: Span) -> Guard {
        Guard {
            condition: Condition::Broken,
            text: String::new(),
            span,
        }
    }

    /// The author's words on one line, without comments.
    fn words(&self, span: Span) -> String {
        one_line(self.sources.slice(span))
    }

    /// The answers, items, marks or options of a list.
    fn options(&self, owner: Owner) -> &[AnswerOption] {
        match owner {
            Owner::Question(id) => self.pathway[id].answers.options(),
            Owner::Marks(id) => self.marks(id),
            Owner::Value(id) => &self.pathway[id].options,
        }
    }

    fn owner_name(&self, owner: Owner) -> &str {
        match owner {
            Owner::Question(id) | Owner::Marks(id) => &self.pathway[id].name,
            Owner::Value(id) => &self.pathway[id].name,
        }
    }
}

/// Whose answers or options a part has.
fn owner_of(part: Part) -> Option<Owner> {
    if let Part::Question(id) = part {
        return Some(Owner::Question(id));
    }
    if let Part::Value(id) = part {
        return Some(Owner::Value(id));
    }
    None
}

/// A name as words, where the author gave no text.
fn spaced(name: &str) -> String {
    name.replace('_', " ")
}

/// A text, or the name as words where there is none.
fn text_or_name(text: Option<&ast::Text<'_>>, name: &str) -> String {
    text.map_or_else(|| spaced(name), |text| text.it.to_string())
}

/// `` `a`, `b` and `c` ``
fn ticked<S: AsRef<str>>(names: &[S], last: &str) -> String {
    let names: Vec<String> = names
        .iter()
        .map(|name| format!("`{}`", name.as_ref()))
        .collect();
    crate::diagnostic::list(&names, last)
}
