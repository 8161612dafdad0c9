//! Reading what a flow names: the files that it includes and the pathway that it is a version of.

use std::collections::BTreeSet;

use typed_arena::Arena;

use super::change::{self, Changing};
use super::told::open_parts;
use super::{Assembled, unused};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, list};
use crate::source::{Given, LARGEST, Read, SourceId, Sources, Span, too_much_together};
use crate::syntax::ast::{Block, BlockKind, File, Mark, Role, Text, Version};
use crate::syntax::{parse, readable};

/// How many files one flow may name.
const MOST_FILES: usize = 1_000;
/// How often files may be named, the same ones too, and how many bytes may be read for it.
const MOST_NAMED: usize = 10_000;
const MOST_READ: usize = 8 * LARGEST;
/// How deep files may lie in each other.
const DEEPEST: usize = 32;

/// What a file is read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum As {
    Base,
    Included,
}

/// Everything that is known while files are read.
pub(super) struct Gathering<'s, 'c> {
    pub(super) texts: &'s Arena<String>,
    pub(super) read: &'c Read<'c>,
    pub(super) sources: &'c mut Sources,
    pub(super) out: &'c mut Diagnostics,
    /// Which change of the version alone is made; all, where none is said.
    pub(super) only: Option<usize>,
    /// How often a file was asked for, and how many bytes came of it.
    pub(super) asked: usize,
    pub(super) volume: usize,
    /// What was read besides the flow itself.
    pub(super) names: Vec<(String, As)>,
    /// Files whose declarations are in already.
    pub(super) read_before: BTreeSet<String>,
}

/// A file and what it names, with the files that led to it.
struct Open {
    name: String,
    /// Where it is named, but for the first.
    named_at: Option<Span>,
}

impl<'s> Gathering<'s, '_> {
    /// A flow with all that it is made of.
    pub(super) fn flow(&mut self, flow: &Given) -> Assembled<'s> {
        let own = self.parse(flow);
        let own_source = own.span.source;
        let mut open = vec![Open {
            name: flow.name.clone(),
            named_at: None,
        }];
        self.read_before.insert(flow.name.clone());
        let mut included = BTreeSet::new();
        let mut assembled = self.whole(own, &mut open, &mut included);
        let of_the_base = (0..).map(SourceId).take(self.sources.iter().count());
        let own_includes: BTreeSet<SourceId> = std::mem::take(&mut assembled.included);
        assembled.of_the_base = match assembled.base {
            Some(_) => of_the_base
                .filter(|it| *it != own_source && !own_includes.contains(it))
                .collect(),
            None => BTreeSet::new(),
        };
        assembled
            .file
            .of_the_base
            .clone_from(&assembled.of_the_base);
        assembled.included = included;
        unused::leave_out(&mut assembled.file, &assembled.included, self.sources);
        // What is included may leave parts open too, and only those that are spoken of have to be filled in.
        let blocks = &assembled.file.blocks;
        let pathway = blocks.iter().find(|it| it.kind == BlockKind::Pathway);
        let is_open = |it: &&Block<'_>| {
            it.mark.is_some_and(|mark| mark.it == Mark::Local)
                && assembled.included.contains(&it.header.source)
        };
        let open: Vec<&Block<'_>> = blocks.iter().filter(is_open).collect();
        if let (Some(pathway), None) = (pathway, &assembled.base) {
            let words = ("What is included here", "to others", "this pathway");
            let finding = open_parts(pathway.header, &open, words);
            self.out.findings.extend(finding);
        }
        assembled
    }

    /// What a file and the files that it names declare together. Its own includes come in `included` of what is
    /// given back; all of them in `all_included`.
    fn whole(
        &mut self,
        file: File<'s>,
        open: &mut Vec<Open>,
        all_included: &mut BTreeSet<SourceId>,
    ) -> Assembled<'s> {
        let mut assembled = Assembled {
            file: File {
                blocks: Vec::new(),
                span: file.span,
                versions: Vec::new(),
                of_the_base: BTreeSet::new(),
                gone: Vec::new(),
            },
            of_the_base: BTreeSet::new(),
            included: BTreeSet::new(),
            base: None,
            changes: Vec::new(),
            overrides: Vec::new(),
        };
        let mut own = file.blocks;
        let is_version = |block: &Block<'_>| matches!(block.role, Role::Version(_));
        let version = own.iter().position(is_version).map(|at| own.remove(at));
        // The base comes first: what it includes is its own, even if the version includes it too.
        let base = version
            .as_ref()
            .map(|version| self.base(version, open, all_included));
        let before = self.sources.iter().count();
        let mut blocks = Vec::new();
        let own = self.includes(own, open, &mut blocks);
        let ids = (before..self.sources.iter().count()).filter_map(|id| u32::try_from(id).ok());
        assembled.included = ids.map(SourceId).collect();
        all_included.extend(&assembled.included);
        let (Some(version), Some(base)) = (version, base) else {
            assembled.file.blocks = self.change_included(blocks, own);
            return assembled;
        };
        let Some((given, base)) = base else {
            // Anything may have been declared there, and nothing can be said of the changes, nor of what is new: it is
            // the base that leads to it.
            assembled.file.blocks = vec![Block::bare(BlockKind::Broken, version.header)];
            return assembled;
        };
        let path = version.title.as_ref().map_or(version.header, |it| it.span);
        assembled.base = Some((given, path));
        assembled.file.versions = base.versions;
        assembled.file.gone = base.gone;
        if let (Role::Version(title), Some(name)) = (&version.role, version.name) {
            assembled.file.versions.push(Version {
                name,
                title: title.clone(),
            });
        }
        // Only the flow itself is ever made with one of its changes alone.
        let only = self.only.filter(|_| open.len() == 1);
        blocks.extend(base.blocks);
        let mut changing = Changing::of(blocks, Some(version), self.sources, self.out);
        assembled.changes = changing.make(own, only);
        assembled.overrides = std::mem::take(&mut changing.overrides);
        assembled.file.gone.append(&mut changing.gone);
        assembled.file.blocks = changing.finish(only.is_none());
        assembled
    }

    /// The blocks of a file that is a version of nothing, with those that it includes: it may change only these.
    fn change_included(
        &mut self,
        included: Vec<Block<'s>>,
        mut own: Vec<Block<'s>>,
    ) -> Vec<Block<'s>> {
        if included.is_empty() {
            let sources = &*self.sources;
            let unread = own.iter().any(|block| {
                block.kind == BlockKind::Broken
                    && sources.slice(block.header).starts_with("variant")
            });
            if unread {
                // That it is a version of something is told; it is only not known of what.
                return own
                    .into_iter()
                    .filter(|it| it.kind == BlockKind::Broken)
                    .collect();
            }
            return change::without_a_base(own, self.out);
        }
        // Its own pathway, rules and the like are declared anew, whatever they are called.
        let is_pathway = |block: &Block<'_>| block.kind == BlockKind::Pathway;
        let pathway: Vec<Block<'s>> = own.extract_if(.., |it| is_pathway(it)).collect();
        let mut changing = Changing::of(included, None, self.sources, self.out);
        changing.make(own, None);
        let mut blocks = changing.finish(false);
        blocks.extend(pathway);
        blocks
    }

    /// Brings in what the `include`s among some blocks name, and gives back the other blocks.
    fn includes(
        &mut self,
        blocks: Vec<Block<'s>>,
        open: &mut Vec<Open>,
        included: &mut Vec<Block<'s>>,
    ) -> Vec<Block<'s>> {
        let mut own = Vec::with_capacity(blocks.len());
        for block in blocks {
            match (block.kind, &block.title) {
                (BlockKind::Include, Some(path)) => match self.include(&block, path, open) {
                    Some(blocks) => included.extend(blocks),
                    // Anything may have been declared there.
                    None => own.push(Block::bare(BlockKind::Broken, block.header)),
                },
                _ => own.push(block),
            }
        }
        own
    }

    /// What the file declares that a heading includes; none where it cannot be had.
    fn include(
        &mut self,
        block: &Block<'s>,
        path: &Text<'s>,
        open: &mut Vec<Open>,
    ) -> Option<Vec<Block<'s>>> {
        let given = self.given(path, open, Code::IncludeNotFound)?;
        if !self.read_before.insert(given.name.clone()) {
            return Some(Vec::new());
        }
        self.names.push((given.name.clone(), As::Included));
        let file = self.parse(&given);
        let is_pathway = |it: &&Block<'_>| it.kind == BlockKind::Pathway;
        if let Some(pathway) = file.blocks.iter().find(is_pathway) {
            let finding = Diagnostic::new(
                Code::IncludeNotFound,
                path.span,
                format!(
                    "`{}` is a pathway of its own, and a pathway cannot be included.",
                    path.it
                ),
            )
            .label(pathway.header, "Its pathway begins here.")
            .help("Include a file that only declares services, questions and the like.")
            .help("For a local version of that pathway, begin with `variant NAME \"Title\" of \"PATH\"`.");
            self.out.push(finding);
            return None;
        }
        open.push(Open {
            name: given.name,
            named_at: Some(block.header),
        });
        let mut blocks = Vec::new();
        let span = file.span;
        let mut own = self.includes(file.blocks, open, &mut blocks);
        // What its heading allows, it allows in the whole file.
        for block in own.iter_mut().filter(|it| it.kind == BlockKind::Shared) {
            block.also.push(span);
        }
        open.pop();
        Some(self.change_included(blocks, own))
    }

    /// The pathway that a version is of.
    fn base(
        &mut self,
        version: &Block<'s>,
        open: &mut Vec<Open>,
        all_included: &mut BTreeSet<SourceId>,
    ) -> Option<(Given, File<'s>)> {
        let path = version.title.as_ref()?;
        let given = self.given(path, open, Code::BaseNotFound)?;
        self.read_before.insert(given.name.clone());
        self.names.push((given.name.clone(), As::Base));
        let file = self.parse(&given);
        let is_pathway = |it: &Block<'_>| it.kind == BlockKind::Pathway;
        let broken = |it: &Block<'_>| it.kind == BlockKind::Broken;
        if !file.blocks.iter().any(is_pathway) && !file.blocks.iter().any(broken) {
            let finding = Diagnostic::new(
                Code::BaseNotFound,
                path.span,
                format!(
                    "`{}` declares no pathway, so there is nothing to make a version of.",
                    path.it
                ),
            )
            .help(
                "Name the file that begins with `pathway`, or one that is itself a version of it.",
            );
            self.out.push(finding);
            return None;
        }
        open.push(Open {
            name: given.name.clone(),
            named_at: Some(version.header),
        });
        let whole = self.whole(file, open, all_included);
        open.pop();
        Some((given, whole.file))
    }

    /// The file of a path, unless it cannot be had, leads back to a file that is being read, or is one too many.
    fn given(&mut self, path: &Text<'_>, open: &[Open], code: Code) -> Option<Given> {
        let from = open.last().map_or("", |it| it.name.as_str());
        let say = |message: String| Diagnostic::new(code, path.span, message);
        if open.len() > DEEPEST {
            let finding = say(format!(
                "`{}` is not read: files may lie {DEEPEST} deep in each other, and these lie deeper.",
                path.it
            ));
            self.out
                .push(finding.help("Name the files you need from one file."));
            return None;
        }
        if self.asked > MOST_NAMED || self.volume > MOST_READ {
            // Said once, where it began.
            return None;
        }
        self.asked += 1;
        let too_many = if self.names.len() >= MOST_FILES {
            self.asked = MOST_NAMED + 1;
            Some(format!(
                "`{}` is not read: a flow may be made from at most {MOST_FILES} files, and this one names more.",
                path.it
            ))
        } else if self.asked > MOST_NAMED {
            Some(format!(
                "`{}` is not read: the files of a flow may name each other {MOST_NAMED} times, and these do so more often.",
                path.it
            ))
        } else {
            None
        };
        if let Some(message) = too_many {
            self.out.push(
                say(message)
                    .help("What is named after this is not read either.")
                    .help("Name each file once."),
            );
            return None;
        }
        let given = match (self.read)(from, &path.it) {
            Ok(given) => given,
            Err(why) => {
                let what = if code == Code::BaseNotFound {
                    "The base"
                } else {
                    "The file"
                };
                let finding = say(format!(
                    "{what} `{}` cannot be read: {}.",
                    path.it,
                    lower_first(why.trim_end_matches(['.', ' ']))
                ));
                let help = "The path is read from the folder in which this file stands.";
                self.out.push(finding.help(help));
                return None;
            }
        };
        if let Some(at) = open.iter().position(|it| it.name == given.name) {
            self.out.push(circle(&given.name, path, &open[at..]));
            return None;
        }
        self.volume += given.text.len();
        let is_new = !self.read_before.contains(&given.name);
        if is_new && self.sources.bytes() + given.text.len() > LARGEST || self.volume > MOST_READ {
            self.out.push(say(too_much_together(&path.it)));
            return None;
        }
        Some(given)
    }

    fn parse(&mut self, given: &Given) -> File<'s> {
        let source = self.sources.add(&given.name, given.text.as_str());
        let text = self.texts.alloc(readable(&given.text).into_owned());
        parse(text, source, self.out)
    }
}

/// Files that name each other in a circle.
fn circle(name: &str, path: &Text<'_>, round: &[Open]) -> Diagnostic {
    let names: Vec<String> = round.iter().map(|it| format!("`{}`", it.name)).collect();
    let message = match names.as_slice() {
        [_] => format!("`{name}` names itself."),
        _ => format!(
            "{} name each other in a circle, which never ends.",
            list(&names, "and")
        ),
    };
    let mut finding = Diagnostic::new(Code::FileCircle, path.span, message)
        .here("Here the circle closes.")
        .help("Take out this line, or the one by which the circle begins.");
    for open in round.iter().skip(1) {
        if let Some(at) = open.named_at {
            finding = finding.label(at, format!("`{}` is named here.", open.name));
        }
    }
    finding
}

/// A sentence as it goes on after a colon.
fn lower_first(sentence: &str) -> String {
    let mut letters = sentence.chars();
    match letters.next() {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => String::new(),
    }
}
