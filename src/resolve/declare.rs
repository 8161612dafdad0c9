//! The first pass: every heading and every named action gets its name and its place in the pathway.

use super::broken::{joined_words, name_words};
use super::names::{Kind, Use};
use super::{Context, Owner, text_or_name};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::ir::{self, Part};
use crate::source::Span;
use crate::syntax::ast::{
    ActionWhat, Block, BlockKind, LineKind, Mark, Name, RangeKind, Text, Verb,
};

/// The words that conditions are made of.
const CONDITION_WORDS: [&str; 20] = [
    "and", "or", "not", "is", "one", "of", "in", "all", "any", "none", "at", "least", "most",
    "exactly", "includes", "from", "to", "was", "empty", "today",
];

impl<'s> Context<'_, 's> {
    /// Declares everything that the flow file itself declares.
    pub(super) fn declare(&mut self) {
        let file = self.file;
        self.parts = file.blocks.iter().map(|block| self.part(block)).collect();
        self.declare_what_broken_headings_may_mean();
        for (number, block) in file.blocks.iter().enumerate() {
            if block.kind == BlockKind::Group {
                let part = self.group_part(block);
                if let Some(place) = self.parts.get_mut(number) {
                    *place = part;
                }
            }
        }
        for (part, block) in self.blocks() {
            if let Some(part) = part {
                self.declare_actions(part, block);
            }
        }
        if let Some(pathway) = file.blocks.iter().find(|it| it.kind == BlockKind::Pathway)
            && let Some(name) = &pathway.name
        {
            self.names
                .add(name.it, Kind::Pathway, Part::Pathway, name.span);
        }
    }

    /// Whatever a heading that could not be read may have declared is known by its words, so that nothing
    /// is said of uses of it.
    fn declare_what_broken_headings_may_mean(&mut self) {
        let file = self.file;
        let broken = file.blocks.iter().filter(|it| it.kind == BlockKind::Broken);
        for block in broken {
            let header = self.sources.slice(block.header);
            let words = joined_words(header);
            let before_text = header.split(['"', '“']).next().unwrap_or_default();
            self.names_may_be_missing |= may_declare_anything(before_text);
            for word in words {
                self.names
                    .add(&word, Kind::Unread, Part::Pathway, block.header);
            }
            for line in &block.lines {
                if let LineKind::Action(action) = &line.kind
                    && let ActionWhat::Text(Some(name), _) = &action.what
                {
                    self.names
                        .add(name.it, Kind::Unread, Part::Pathway, name.span);
                } else if matches!(line.kind, LineKind::Broken) {
                    self.maybe_actions(line.span);
                }
            }
        }
    }

    /// Makes the part that a block declares; groups wait until every question is declared.
    fn part(&mut self, block: &Block<'s>) -> Option<Part> {
        let name = block
            .name
            .map_or_else(String::new, |name| name.it.to_string());
        let text = text_or_name(block.title.as_ref(), &name);
        let span = block.header;
        let local = block.mark.is_some_and(|mark| mark.it == Mark::Local);
        let pathway = &mut self.pathway;
        let (kind, part) = match block.kind {
            BlockKind::Broken | BlockKind::Group | BlockKind::Include => return None,
            BlockKind::Pathway | BlockKind::Shared => {
                return self.declare_pathway(name, text, span);
            }
            BlockKind::Example => {
                pathway.examples.push(ir::Example {
                    text,
                    given: Vec::new(),
                    expect: Vec::new(),
                    span,
                });
                return Some(Part::Example(pathway.examples.len() - 1));
            }
            BlockKind::Service => {
                pathway.services.push(ir::Service {
                    name,
                    title: text,
                    lines: Vec::new(),
                    eligible: Vec::new(),
                    out_of_hours: None,
                    retired: None,
                    local,
                    span,
                });
                let id = ir::ServiceId(pathway.services.len() - 1);
                (Kind::Service, Part::Service(id))
            }
            BlockKind::Question => (
                Kind::Question,
                self.question_part(block.kind, name, text, span),
            ),
            BlockKind::Checklist => (
                Kind::Checklist,
                self.question_part(block.kind, name, text, span),
            ),
            BlockKind::Fact => (Kind::Fact, self.question_part(block.kind, name, text, span)),
            BlockKind::Condition => {
                pathway.conditions.push(ir::NamedCondition {
                    name,
                    text,
                    guard: Self::broken_guard(span),
                    span,
                });
                let id = ir::ConditionId(pathway.conditions.len() - 1);
                (Kind::Condition, Part::Condition(id))
            }
            BlockKind::Value | BlockKind::Level => {
                let level = block.kind == BlockKind::Level;
                pathway.values.push(ir::Value {
                    name,
                    text,
                    level,
                    options: Vec::new(),
                    policy: ir::Policy::default(),
                    lines: Vec::new(),
                    span,
                });
                let id = ir::ValueId(pathway.values.len() - 1);
                let kind = if level { Kind::Level } else { Kind::Value };
                (kind, Part::Value(id))
            }
            BlockKind::Score => {
                pathway.scores.push(ir::Score {
                    name,
                    text,
                    terms: Vec::new(),
                    span,
                });
                let id = ir::ScoreId(pathway.scores.len() - 1);
                (Kind::Score, Part::Score(id))
            }
            BlockKind::Setting => {
                pathway.settings.push(ir::Setting {
                    name,
                    text,
                    kind: RangeKind::Number,
                    number: 0,
                    written: String::new(),
                    local,
                    span,
                });
                let id = ir::SettingId(pathway.settings.len() - 1);
                (Kind::Setting, Part::Setting(id))
            }
            BlockKind::Step => {
                let id = self.place(name, text, ir::BlockKind::Step, span);
                (Kind::Step, Part::Block(id))
            }
            BlockKind::Outcome => {
                let id = self.place(name, text, ir::BlockKind::Outcome, span);
                (Kind::Outcome, Part::Block(id))
            }
            BlockKind::Rule => {
                pathway.rules.push(ir::Rule {
                    name,
                    text,
                    promises: Vec::new(),
                    span,
                });
                (Kind::Rule, Part::Rule(pathway.rules.len() - 1))
            }
        };
        if let Some(name) = &block.name {
            self.declare_name(name, kind, part);
        }
        Some(part)
    }

    fn declare_pathway(&mut self, name: String, text: String, span: Span) -> Option<Part> {
        let of = self.file.span;
        let mut pathways = self.file.blocks.iter().filter(|it| is_pathway(it, of));
        let first = pathways.next();
        if first.is_some_and(|first| first.header != span) {
            return None;
        }
        self.pathway.name = name;
        self.pathway.title = text;
        if let Some(version) = self.file.versions.last() {
            self.pathway.title.push_str(": ");
            self.pathway.title.push_str(&version.title.it);
        }
        let versions = self.file.versions.iter().map(|version| ir::Version {
            name: version.name.it.to_string(),
            title: version.title.it.to_string(),
        });
        self.pathway.versions = versions.collect();
        self.pathway.of_the_base.clone_from(&self.file.of_the_base);
        self.pathway.shared = first.is_some_and(|first| first.kind == BlockKind::Shared);
        self.pathway.span = span;
        Some(Part::Pathway)
    }

    fn question_part(&mut self, kind: BlockKind, name: String, text: String, span: Span) -> Part {
        let id = ir::QuestionId(self.pathway.questions.len());
        let fact = kind == BlockKind::Fact;
        let block = (!fact).then(|| {
            let kind = ir::BlockKind::Question(id);
            self.place(name.clone(), text.clone(), kind, span)
        });
        self.pathway.questions.push(ir::Question {
            name,
            text,
            answers: ir::Answers::Broken,
            fact,
            block,
            hints: Vec::new(),
            notes: Vec::new(),
            unasked: None,
            span,
        });
        Part::Question(id)
    }

    fn place(
        &mut self,
        name: String,
        title: String,
        kind: ir::BlockKind,
        span: Span,
    ) -> ir::BlockId {
        self.pathway.blocks.push(ir::Block {
            name,
            title,
            kind,
            policy: ir::Policy::default(),
            ways: Vec::new(),
            tables: Vec::new(),
            actions: Vec::new(),
            notes: Vec::new(),
            review_in: Vec::new(),
            returns: Vec::new(),
            span,
        });
        ir::BlockId(self.pathway.blocks.len() - 1)
    }

    /// A group of a question that nothing declares is known by its name only.
    fn group_part(&mut self, block: &Block<'s>) -> Option<Part> {
        let name = block.name.as_ref()?;
        self.enter(None, block.header);
        let question = block
            .of
            .as_ref()
            .and_then(|of| self.look_up(of, Use::GroupOf));
        let Some(Part::Question(question)) = question else {
            self.names
                .add(name.it, Kind::Unread, Part::Pathway, name.span);
            return None;
        };
        self.pathway.groups.push(ir::Group {
            name: name.it.to_string(),
            text: text_or_name(block.title.as_ref(), name.it),
            question,
            members: Vec::new(),
            span: block.header,
        });
        let part = Part::Group(ir::GroupId(self.pathway.groups.len() - 1));
        self.declare_name(name, Kind::Group, part);
        Some(part)
    }

    /// Puts a name into the one namespace.
    pub(super) fn declare_name(&mut self, name: &Name<'_>, kind: Kind, part: Part) {
        self.enter(Some(part), name.span);
        self.check_name(name, "Choose another name.");
        let Some(first) = self.names.add(name.it, kind, part, name.span) else {
            return;
        };
        first.others.push((kind, part));
        let (first_part, first_kind, first_span) = (first.part, first.kind, first.span);
        let finding = duplicate(
            name,
            first_span,
            &format!("First declared here, as {}.", first_kind.word()),
        )
        .help("Give one of them another name, and change the lines that mean it.");
        self.say(finding);
        for part in [first_part, part] {
            self.break_part(part);
            self.mention(Part::Pathway, part);
            if let Part::Question(id) = part {
                self.open.extend([Owner::Question(id), Owner::Marks(id)]);
            }
            if let Part::Value(id) = part {
                self.open.insert(Owner::Value(id));
            }
        }
    }

    /// The named actions of a block. The same name with the same text is the same action.
    fn declare_actions(&mut self, part: Part, block: &Block<'s>) {
        for line in &block.lines {
            if let LineKind::Action(action) = &line.kind
                && let ActionWhat::Text(Some(name), text) = &action.what
                && !(block.kind == BlockKind::Pathway && action.verb == Verb::Urgent)
            {
                self.declare_action(part, name, text);
            }
            let may_have_actions = matches!(
                block.kind,
                BlockKind::Step | BlockKind::Outcome | BlockKind::Question | BlockKind::Checklist
            );
            if may_have_actions && matches!(line.kind, LineKind::Broken) {
                self.maybe_actions(line.span);
            }
        }
    }

    /// A line that could not be read may have named an action.
    fn maybe_actions(&mut self, line: Span) {
        let words = joined_words(self.sources.slice(line));
        self.names.maybe_actions.extend(words);
    }

    fn declare_action(&mut self, part: Part, name: &Name<'_>, text: &Text<'_>) {
        let known = self.names.get(name.it);
        if let Some((Part::ActionName(id), first)) = known.map(|it| (it.part, it.span)) {
            if self.pathway[id].text != text.it {
                let finding = duplicate(name, first, "First used here, with another text.")
                    .help("Give both the same text if they are the same action; otherwise give one another name.");
                self.say(finding);
                self.break_part(Part::ActionName(id));
                self.enter(Some(part), name.span);
                self.spoil();
            }
            return;
        }
        let id = ir::ActionNameId(self.pathway.named_actions.len());
        self.pathway.named_actions.push(ir::NamedAction {
            name: name.it.to_string(),
            text: text.it.to_string(),
            span: name.span,
        });
        self.declare_name(name, Kind::Action, Part::ActionName(id));
    }

    /// Tells of a name that would be read as a word of a condition.
    pub(super) fn check_name(&mut self, name: &Name<'_>, help: &str) {
        if let Some(message) = reserved(name.it) {
            self.say(Diagnostic::new(Code::BadName, name.span, message).help(help));
        }
    }

    /// No pathway at all, or more than one.
    pub(super) fn look_for_a_pathway(&mut self) {
        let file = self.file;
        let mut pathways = file.blocks.iter().filter(|it| is_pathway(it, file.span));
        if let Some(first) = pathways.next() {
            if let Some(second) = pathways.next() {
                let finding = Diagnostic::new(
                    Code::NoPathway,
                    second.header,
                    "This file declares a second pathway; a file has one.",
                )
                .here("The second one.")
                .label(first.header, "The first one.")
                .help("Move the second pathway to a file of its own.");
                self.say(finding);
            }
            return;
        }
        self.pathway.broken.parts.insert(Part::Pathway);
        let meant = |block: &Block<'_>| {
            let first = self.sources.slice(block.header).split_whitespace().next();
            let word = first.unwrap_or_default();
            let known = ["pathway", "variant", "include"];
            known.contains(&word) || nearest(word, known).is_some()
        };
        if file
            .blocks
            .iter()
            .any(|it| it.kind == BlockKind::Broken && meant(it))
        {
            return;
        }
        let top = Span {
            end: file.span.start,
            ..file.span
        };
        let end = file
            .blocks
            .first()
            .map_or(file.span.end, |block| block.header.start);
        let before_blocks = self.sources.slice(Span { end, ..file.span });
        let mut lines = before_blocks
            .trim_start_matches('\u{feff}')
            .lines()
            .map(str::trim);
        if lines.any(|line| !line.is_empty() && !line.starts_with('#')) {
            return;
        }
        let finding = Diagnostic::new(Code::NoPathway, top, "This file declares no pathway.")
            .help("Begin it with a line such as `pathway help_for_parents \"Help for parents\"`.")
            .help("If other files include this one, begin it with `shared NAME \"Title\"` in place of `pathway`.");
        self.say(finding);
    }
}

/// Whether a block stands for the whole file; one that is only included does not.
fn is_pathway(block: &Block<'_>, file: Span) -> bool {
    let own = block.header.source == file.source;
    block.kind == BlockKind::Pathway || block.kind == BlockKind::Shared && own
}

/// Whether a heading that could not be read has lost its name, or brings in another file.
fn may_declare_anything(before_text: &str) -> bool {
    const HEADINGS: [&str; 15] = [
        "pathway",
        "service",
        "question",
        "checklist",
        "fact",
        "group",
        "condition",
        "value",
        "level",
        "score",
        "setting",
        "step",
        "outcome",
        "rule",
        "include",
    ];
    let mut words = name_words(before_text);
    let first = words.next().unwrap_or_default();
    first == "variant" || HEADINGS.contains(&first) && words.next().is_none()
}

/// One name declared twice.
pub(super) fn duplicate(name: &Name<'_>, first: Span, label: &str) -> Diagnostic {
    let message = format!("`{}` is declared twice.", name.it);
    Diagnostic::new(Code::DuplicateName, name.span, message)
        .here("And again here.")
        .label(first, label)
}

/// Why a name cannot be declared: it is a word of conditions, or an answer in its own right.
pub(super) fn reserved(name: &str) -> Option<String> {
    if CONDITION_WORDS.contains(&name) || name == "empty" {
        Some(format!(
            "`{name}` cannot be a name: conditions are written with this word."
        ))
    } else if ["yes", "no", "unsure"].contains(&name) {
        Some(format!(
            "`{name}` cannot be a name: it is the answer to a yes-or-no question."
        ))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::reserved;

    #[test]
    fn words_of_conditions_are_no_names() {
        assert!(reserved("exactly").is_some());
        assert!(reserved("empty").is_some());
        assert!(reserved("unsure").is_some());
        assert_eq!(reserved("not_now"), None);
    }
}
