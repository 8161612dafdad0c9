//! What a version changes of its base: one heading of the version after another, told where it finds nothing to
//! change.
//!
//! The order of a version means nothing: what it removes goes first, then what it replaces, sets and adds to, and what
//! is new comes last. Two headings that change the same thing are a mistake, for one of them would be lost.

use std::collections::BTreeMap;

use super::unused::names_of;
use super::{Change, Override, lines};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, nearest};
use crate::source::{Sources, Span};
use crate::syntax::ast::{
    Block, BlockKind, Line, LineKind, Mark, Name, OptionKind, Quantity, Role,
};
use crate::syntax::word;

/// The blocks of a file that is a version of nothing: its changes are told, and read as if they declared.
pub(super) fn without_a_base<'s>(blocks: Vec<Block<'s>>, out: &mut Diagnostics) -> Vec<Block<'s>> {
    let mut kept = Vec::with_capacity(blocks.len());
    for block in blocks {
        let finding = match block.role {
            Role::Declares | Role::Version(_) => None,
            Role::FillsIn => Some(
                Diagnostic::new(
                    Code::UnreadableLine,
                    block.header,
                    "This service has no text. Only a version of another pathway leaves it out, to fill in what its base left open.",
                )
                .help("Write the words that people see, in double quotes, behind the name."),
            ),
            Role::Sets | Role::Replaces | Role::AddsTo | Role::Removes | Role::RemovesFrom(..) => {
                let finding = Diagnostic::new(
                    Code::MisplacedLine,
                    block.header,
                    "This changes what another file declares, and this file is a version of none.",
                );
                Some(finding.help("Begin the file with `variant NAME \"Title\" of \"PATH\"`, or write the change where the thing is declared."))
            }
        };
        let whole = finding.is_none() || block.role == Role::Replaces;
        out.findings.extend(finding);
        kept.push(if whole {
            block
        } else {
            Block {
                kind: BlockKind::Broken,
                ..block
            }
        });
    }
    kept
}

/// A base while a version of it is made.
pub(super) struct Changing<'s, 'c> {
    /// The blocks of the base, and what the version makes of them; none where it removes one.
    pub(super) blocks: Vec<Option<Block<'s>>>,
    /// What the version adds.
    pub(super) added: Vec<Block<'s>>,
    /// The version's own heading; none where a file changes what it includes.
    pub(super) version: Option<Block<'s>>,
    /// By kind of heading and name, where a block of the base stands. Names are of one space; examples have one of
    /// their own.
    pub(super) numbers: BTreeMap<(bool, String), usize>,
    /// The blocks of the base that the version puts its own in the place of, or takes out.
    pub(super) overrides: Vec<Override>,
    /// What was done to a block of the base, and where.
    pub(super) done: BTreeMap<usize, Vec<(Done, Span)>>,
    /// The names that it took away, with the heading that did so.
    pub(super) gone: Vec<Name<'s>>,
    pub(super) sources: &'c Sources,
    pub(super) out: &'c mut Diagnostics,
}

/// What is said of a base and its version, and the same of what a file includes.
const OF_WHAT_IS_INCLUDED: &[(&str, &str)] = &[
    ("The base's", "The included"),
    ("the base's", "the included"),
    ("The base", "What is included"),
    ("This base", "What is included"),
    ("the base", "what is included"),
    ("his version", "his file"),
];

/// What a version did to a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Done {
    Removed,
    Replaced,
    Set,
    FilledIn,
    AddedTo,
    /// Added to, without another meaning: notes, ways, answers.
    Worded,
}

impl Done {
    pub(super) fn word(self) -> &'static str {
        match self {
            Done::Removed => "removed",
            Done::Replaced => "replaced",
            Done::Set => "set",
            Done::FilledIn => "filled in",
            Done::AddedTo | Done::Worded => "added to",
        }
    }
}

impl<'s, 'c> Changing<'s, 'c> {
    /// Begins a version of a base.
    pub(super) fn of(
        base: Vec<Block<'s>>,
        version: Option<Block<'s>>,
        sources: &'c Sources,
        out: &'c mut Diagnostics,
    ) -> Changing<'s, 'c> {
        let mut numbers = BTreeMap::new();
        for (number, block) in base.iter().enumerate() {
            if let Some(key) = key(block)
                && block.kind != BlockKind::Pathway
            {
                numbers.entry(key).or_insert(number);
            }
        }
        Changing {
            blocks: base.into_iter().map(Some).collect(),
            added: Vec::new(),
            version,
            numbers,
            overrides: Vec::new(),
            done: BTreeMap::new(),
            gone: Vec::new(),
            sources,
            out,
        }
    }

    /// Makes every change, or only one of them; gives back all that there are, in the version's order.
    pub(super) fn make(&mut self, own: Vec<Block<'s>>, only: Option<usize>) -> Vec<Change> {
        let mut changes = Vec::new();
        let mut by_turn: Vec<(u8, Block<'s>)> = Vec::new();
        for block in own {
            let turn = match block.role {
                Role::Removes => 0,
                Role::RemovesFrom(..) | Role::Replaces => 1,
                Role::Sets | Role::FillsIn | Role::AddsTo => 2,
                Role::Declares | Role::Version(_) => 3,
            };
            let is_change = !matches!(block.kind, BlockKind::Broken | BlockKind::Pathway);
            if is_change {
                changes.push(Change {
                    header: block.header,
                });
            }
            if only.is_none_or(|only| is_change && changes.len() == only + 1) {
                by_turn.push((turn, block));
            }
        }
        // Where the pathway starts is a change too.
        if let Some(version) = &mut self.version {
            let is_start = |line: &Line<'_>| matches!(line.kind, LineKind::Start(_));
            let start = version.lines.iter().find(|it| is_start(it));
            if let Some(start) = start.map(|it| it.span) {
                if only.is_some_and(|only| only != changes.len()) {
                    version.lines.retain(|it| !is_start(it));
                }
                changes.push(Change { header: start });
            }
        }
        by_turn.sort_by_key(|(turn, _)| *turn);
        for (_, block) in by_turn {
            self.change(block);
        }
        changes
    }

    /// What came of it; with `told`, the local parts that are still open are told.
    pub(super) fn finish(mut self, told: bool) -> Vec<Block<'s>> {
        if told {
            self.tell_open_parts();
            self.tell_changed_promises();
        }
        self.document();
        self.blocks
            .into_iter()
            .flatten()
            .chain(self.added)
            .collect()
    }

    fn change(&mut self, block: Block<'s>) {
        match block.role.clone() {
            Role::Version(_) => self.added.push(block),
            Role::Declares => self.declare(block),
            Role::FillsIn => self.fill_in(block),
            Role::Sets => self.set(block),
            Role::Replaces => self.replace(block),
            Role::AddsTo => self.add_to(block),
            Role::Removes => {
                if let Some(number) = self.find(&block, "removes")
                    && self.may(number, &block, Done::Removed)
                {
                    self.overrides(number, &block);
                    self.take_away(number, block.header);
                }
            }
            Role::RemovesFrom(option, name) => self.remove_from(block, option, name),
        }
    }

    /// Something new, unless the base has a thing of that name.
    fn declare(&mut self, block: Block<'s>) {
        let number = key(&block).and_then(|key| self.numbers.get(&key).copied());
        let Some((number, base)) =
            number.and_then(|number| Some((number, self.blocks[number].as_ref()?)))
        else {
            self.added.push(block);
            return;
        };
        if base.kind == BlockKind::Example {
            self.added.push(block);
            return;
        }
        let open = base.mark.is_some_and(|mark| mark.it == Mark::Local);
        if open && base.kind == block.kind {
            self.fill_in(block);
            return;
        }
        let name = called(&block);
        let (kind, word) = (word(base.kind), block.name.map_or("", |name| name.it));
        let help = match &block.value {
            Some(value) => format!(
                "To give it another number, write `set {word} {}`.",
                self.words(value.span)
            ),
            None => format!(
                "To put yours in its place, write `replace` before this heading. To add lines to it, write `add to {kind} {word}`."
            ),
        };
        let finding = Diagnostic::new(
            Code::DuplicateName,
            block.header,
            format!("The base declares {name} already, so this version cannot declare it again."),
        )
        .label(base.header, "It is declared here.")
        .help(help);
        self.say(finding);
        if self.may(number, &block, Done::Replaced) {
            self.blocks[number] = Some(block);
        }
    }

    fn replace(&mut self, block: Block<'s>) {
        let Some(number) = self.find(&block, "replaces") else {
            self.added.push(lost(block));
            return;
        };
        if !self.may(number, &block, Done::Replaced) {
            self.added.push(lost(block));
            return;
        }
        self.overrides(number, &block);
        if let Some(base) = &self.blocks[number]
            && self.said(base) == self.said(&block)
        {
            let name = called(&block);
            let finding = Diagnostic::new(
                Code::ChangesNothing,
                block.header,
                format!("This replaces {name} with just what the base says."),
            )
            .label(base.header, "The base says it here.")
            .help("Take it out, so that this version follows when the base changes.");
            self.say(finding);
        }
        self.take_away(number, block.header);
        self.blocks[number] = Some(Block {
            role: Role::Declares,
            ..block
        });
    }

    /// Takes out a block with the names that it declares, which something may still speak of.
    fn take_away(&mut self, number: usize, header: Span) {
        if let Some(base) = self.blocks[number].take() {
            let names = names_of(&base).map(|it| Name { it, span: header });
            self.gone.extend(names);
        }
    }

    fn add_to(&mut self, mut block: Block<'s>) {
        let Some(number) = self.find(&block, "adds to") else {
            self.added.push(lost(block));
            return;
        };
        let done = if block.lines.iter().any(lines::gives_a_meaning) {
            Done::AddedTo
        } else {
            Done::Worded
        };
        if !self.may(number, &block, done) {
            self.added.push(lost(block));
            return;
        }
        let Some(base) = &self.blocks[number] else {
            return;
        };
        if base.kind == BlockKind::Rule {
            let rule = base.header;
            for line in &block.lines {
                if let LineKind::Allow { .. } = line.kind {
                    let finding = Diagnostic::new(
                        Code::FixedPartChanged,
                        line.span,
                        format!("The rules of the base hold in every version, so nothing can be allowed under {}.", called(&block)),
                    )
                    .label(rule, "The base's rule.")
                    .help("Take the line out, and mend what breaks the rule.");
                    self.say(finding);
                }
            }
            let before = block.lines.len();
            block
                .lines
                .retain(|line| !matches!(line.kind, LineKind::Allow { .. }));
            if block.lines.is_empty() && before > 0 {
                return;
            }
        }
        let Some(base) = &self.blocks[number] else {
            return;
        };
        let hours = |line: &&Line<'_>| lines::is_hours_for_all(line);
        if let Some(was) = base.lines.iter().find(hours)
            && let Some(is) = block.lines.iter().find(hours)
            && self.words(was.span) != self.words(is.span)
        {
            let finding = Diagnostic::new(
                Code::RepeatedLine,
                is.span,
                format!("The base says other hours of {} already, and both would be shown.", called(&block)),
            )
            .label(was.span, "The base says these.")
            .help("To put yours in their place, replace the whole service; or say for whom each line is, with `when`.");
            self.say(finding);
            return;
        }
        let known: Vec<String> = base.lines.iter().map(|it| self.words(it.span)).collect();
        let is_known = |span: Span| known.contains(&self.words(span));
        if block.lines.iter().all(|line| is_known(line.span)) {
            let name = called(&block);
            let message = match block.lines.as_slice() {
                [] => format!("This adds nothing to {name}: no line stands under it."),
                [_] => format!("What this adds to {name} stands in the base already."),
                [..] => format!("All that this adds to {name} stands in the base already."),
            };
            let finding = Diagnostic::new(Code::ChangesNothing, block.header, message)
                .label(base.header, "The base says it here.")
                .help("Take it out, so that this version follows when the base changes.");
            self.say(finding);
        }
        if let Some(base) = &mut self.blocks[number] {
            base.also.push(block.span);
            lines::add(&mut base.lines, block.lines);
        }
    }

    /// `remove answer NAME from question NAME`
    fn remove_from(&mut self, block: Block<'s>, option: OptionKind, name: Name<'s>) {
        let Some(number) = self.find(&block, "removes an answer of") else {
            return;
        };
        if !self.may(number, &block, Done::AddedTo) {
            return;
        }
        let Some(base) = &mut self.blocks[number] else {
            return;
        };
        if lines::remove(&mut base.lines, option, name.it) {
            base.also.push(block.span);
            return;
        }
        let word = lines::option_word(option);
        let names = lines::options(&base.lines, option);
        let mut message = format!(
            "In the base {} has no {word} `{}`, which this version takes out of it.",
            called(&block),
            name.it
        );
        if let Some(near) = nearest(name.it, names.iter().copied()) {
            message.push_str(&format!(" Did you mean `{near}`?"));
        }
        let finding = Diagnostic::new(Code::ChangeLost, name.span, message)
            .label(base.header, "The base declares it here.")
            .help(
                "If the base has changed, look at what it has now, and change or delete this line.",
            );
        self.say(finding);
    }

    /// The heading of the pathway: what the version says takes the place of what the base says, but for what both may
    /// say. When it is reviewed and which version it is, each file says for itself.
    fn document(&mut self) {
        let is_pathway = |block: &Option<Block<'_>>| {
            let kind = block.as_ref().map(|it| it.kind);
            kind == Some(BlockKind::Pathway)
        };
        let Some(base) = self
            .blocks
            .iter_mut()
            .find(|it| is_pathway(it))
            .and_then(Option::as_mut)
        else {
            // The base's own heading could not be read, and that is told.
            return;
        };
        let Some(version) = &mut self.version else {
            return;
        };
        let is_fixed = base.mark.is_some_and(|mark| mark.it == Mark::Fixed);
        if is_fixed
            && let Some(start) = version
                .lines
                .iter()
                .find(|it| matches!(it.kind, LineKind::Start(_)))
        {
            let finding = Diagnostic::new(
                Code::FixedPartChanged,
                start.span,
                "The base fixes its pathway: no version may start in another place.",
            )
            .label(base.header, "The base fixes it here.")
            .help("Take this line out.");
            self.out.push(finding);
            version
                .lines
                .retain(|it| !matches!(it.kind, LineKind::Start(_)));
        }
        lines::document(&mut base.lines, std::mem::take(&mut version.lines));
        base.also.push(base.span);
        (base.header, base.span) = (version.header, version.span);
    }

    pub(super) fn pathway(&self) -> Option<&Block<'s>> {
        let mut blocks = self.blocks.iter().flatten();
        blocks.find(|block| block.kind == BlockKind::Pathway)
    }

    /// Tells a finding; of a file that is a version of nothing, in words for what it includes.
    pub(super) fn say(&mut self, mut finding: Diagnostic) {
        if self.version.is_none() {
            let labels = finding.labels.iter_mut().map(|label| &mut label.text);
            for text in [&mut finding.message, &mut finding.here]
                .into_iter()
                .chain(labels)
                .chain(&mut finding.help)
            {
                for (of_a_base, of_a_file) in OF_WHAT_IS_INCLUDED {
                    *text = text.replace(of_a_base, of_a_file);
                }
            }
        }
        self.out.push(finding);
    }

    pub(super) fn words(&self, span: Span) -> String {
        crate::source::one_line(self.sources.slice(span))
    }

    /// Notes that the version has its own word on a block of the base.
    pub(super) fn overrides(&mut self, number: usize, block: &Block<'_>) {
        if let Some(base) = &self.blocks[number] {
            self.overrides.push(Override {
                what: called(block),
                at: block.header,
                base: base.header,
                said: self.said(base),
            });
        }
    }

    /// What a block says, without what stands before the heading, and without layout and comments.
    fn said(&self, block: &Block<'_>) -> Vec<String> {
        let title = block.title.as_ref().map(|title| title.it.to_string());
        let parts = [
            block.of.map(|it| it.span),
            block.value.as_ref().map(|it| it.span),
        ];
        let parts = parts.into_iter().flatten();
        let lines = block.lines.iter().map(|line| line.span);
        title
            .into_iter()
            .chain(parts.chain(lines).map(|span| self.words(span)))
            .collect()
    }
}

/// A change that found nothing to change. What it speaks of may well be meant, so nothing is said of that.
fn lost(block: Block<'_>) -> Block<'_> {
    Block {
        kind: BlockKind::Broken,
        ..block
    }
}

/// What a block is found by: whether it is an example, and its name or text.
pub(super) fn key(block: &Block<'_>) -> Option<(bool, String)> {
    if block.kind == BlockKind::Example {
        let title = block.title.as_ref()?;
        return Some((true, title.it.to_string()));
    }
    if block.kind == BlockKind::Broken {
        return None;
    }
    block.name.map(|name| (false, name.it.to_string()))
}

/// ``the question `age` ``, `the example "..."`.
pub(super) fn called(block: &Block<'_>) -> String {
    format!("the {}", kind_and_name(block))
}

/// ``question `age` ``, `example "..."`.
pub(super) fn kind_and_name(block: &Block<'_>) -> String {
    let kind = word(block.kind);
    match (&block.name, &block.title) {
        (Some(name), _) => format!("{kind} `{}`", name.it),
        (None, Some(title)) => format!("{kind} \"{}\"", title.it),
        (None, None) => kind.to_string(),
    }
}

pub(super) fn same_kind(a: &Quantity, b: &Quantity) -> bool {
    kind_of(a) == kind_of(b)
}

pub(super) fn kind_of(quantity: &Quantity) -> &'static str {
    match quantity {
        Quantity::Number { .. } => "a number",
        Quantity::Money(_) => "an amount of money",
        Quantity::Duration(_) => "an age",
        Quantity::Date(_) | Quantity::Today | Quantity::FromToday { .. } => "a date",
    }
}
