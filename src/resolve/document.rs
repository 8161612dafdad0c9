//! The block of the pathway itself: document control, where it starts; and `allow` lines, wherever they stand.

use super::Context;
use super::names::Use;
use crate::calendar;
use crate::diagnostic::{Code, Diagnostic, Group, nearest};
use crate::ir::{Allow, BlockId, Document, Part};
use crate::source::{Span, Spanned};
use crate::syntax::ast::{ActionWhat, Block, BlockKind, Date, Detail, LineKind, Name, Verb};

impl Context<'_, '_> {
    /// Reads the lines under `pathway`.
    pub(super) fn document(&mut self, block: &Block<'_>) {
        let mut document = Document::default();
        let mut start: Option<Span> = None;
        let mut review: Option<Span> = None;
        let mut details: Vec<(Detail, Span)> = Vec::new();
        for line in &block.lines {
            self.line = line.span;
            if let LineKind::Detail { key, text, .. } = &line.kind {
                let place = match key.it {
                    Detail::Authority => &mut document.authority,
                    Detail::Audience => &mut document.audience,
                    Detail::Source => &mut document.source,
                    Detail::Owner => &mut document.owner,
                    Detail::Version => &mut document.version,
                    Detail::Note => {
                        document.notes.push(text.it.to_string());
                        continue;
                    }
                    Detail::Hint
                    | Detail::Phone
                    | Detail::Email
                    | Detail::Website
                    | Detail::Form
                    | Detail::Address
                    | Detail::Postcode
                    | Detail::Hours
                    | Detail::For
                    | Detail::Cost
                    | Detail::Languages => continue,
                };
                if let Some((_, first)) = details.iter().find(|(known, _)| *known == key.it) {
                    let first = *first;
                    let word = self.words(key.span);
                    self.once(line.span, first, &format!("`{word}`"));
                } else {
                    *place = Some(text.it.to_string());
                    details.push((key.it, line.span));
                }
            } else if let LineKind::ReviewBy(date) = &line.kind {
                match review {
                    Some(first) => self.once(line.span, first, "`review by`"),
                    None => {
                        review = Some(line.span);
                        if self.is_in_the_calendar(date) {
                            document.review_by = Some((date.it, date.span));
                        }
                    }
                }
            } else if let LineKind::Start(name) = &line.kind {
                match start {
                    Some(first) => self.once(line.span, first, "`start`"),
                    None => {
                        start = Some(line.span);
                        self.pathway.start = self.target(name, Use::Start);
                    }
                }
            } else if let LineKind::Action(action) = &line.kind
                && action.verb == Verb::Urgent
                && let ActionWhat::Text(_, text) = &action.what
            {
                if let Some(when) = &action.when {
                    let finding = Diagnostic::new(
                        Code::MisplacedLine,
                        when.span,
                        "The pathway's own `urgent` line is shown to everyone, so it cannot have a `when`.",
                    )
                    .help("Move the line to a step or outcome, or leave out the `when`.");
                    self.say(finding);
                }
                document.urgent.push(text.it.to_string());
            }
        }
        self.pathway.document = document;
        let unread = block
            .lines
            .iter()
            .any(|line| matches!(line.kind, LineKind::Broken));
        let pathways = self.file.blocks.iter();
        let pathways = pathways.filter(|block| block.kind == BlockKind::Pathway);
        if self.pathway.shared {
            return;
        }
        if start.is_none() && !unread && pathways.count() == 1 {
            let message = format!("`{}` does not say where it starts.", self.pathway.name);
            let finding = Diagnostic::new(Code::NoStart, block.header, message)
                .help("Add a line `start` with the name of the first question or step.");
            self.say(finding);
        }
    }

    /// A place that families come to.
    pub(super) fn target(&mut self, name: &Name<'_>, used: Use) -> Option<BlockId> {
        let part = self.look_up(name, used)?;
        if let Part::Question(id) = part {
            return self.pathway[id].block;
        }
        if let Part::Block(id) = part {
            return Some(id);
        }
        None
    }

    /// Whether a date exists; tells it where it does not.
    pub(super) fn is_in_the_calendar(&mut self, date: &Spanned<Date>) -> bool {
        let exists = calendar::exists(date.it);
        if !exists {
            self.no_such_day(date.span);
        }
        exists
    }

    pub(super) fn no_such_day(&mut self, span: Span) {
        let message = format!("There is no such day as {}.", self.words(span));
        let help = "Write the year, the month and the day: 2027-03-31.";
        self.say(Diagnostic::new(Code::BadDate, span, message).help(help));
        self.spoil();
    }

    /// A line that may stand once stands again.
    pub(super) fn once(&mut self, again: Span, first: Span, what: &str) {
        let finding = Diagnostic::new(
            Code::RepeatedLine,
            again,
            format!("{what} is said twice; it may be said once."),
        )
        .here("The second one.")
        .label(first, "The first one.")
        .help("Keep the one that is right, and delete the other.");
        self.say(finding);
        self.spoil();
    }

    /// The `allow` lines of any block. Those of the pathway's own block hold for the whole file.
    pub(super) fn allow_lines(&mut self, block: &Block<'_>, has_pathway: bool) {
        // Under a heading that could not be read, it may be the pathway's own.
        let whole_file = block.kind == BlockKind::Pathway
            || block.kind == BlockKind::Shared && self.pathway.shared
            || block.kind == BlockKind::Broken && !has_pathway;
        let holds_for = if whole_file {
            Vec::new()
        } else {
            let also = block.also.iter().copied();
            std::iter::once(block.span).chain(also).collect()
        };
        for line in &block.lines {
            if let LineKind::Allow { finding, reason } = &line.kind
                && self.may_allow(finding)
            {
                self.pathway.allows.push(Allow {
                    finding: finding.it.to_string(),
                    reason: reason.it.to_string(),
                    block: holds_for.clone(),
                    span: line.span,
                });
            }
        }
    }

    fn may_allow(&mut self, name: &Name<'_>) -> bool {
        match Code::named(name.it) {
            Some(code) if code.may_be_allowed() => true,
            Some(code) => {
                let message = if code.group() == Group::Local {
                    format!(
                        "`{}` cannot be allowed: what it finds has to be mended.",
                        name.it
                    )
                } else {
                    format!(
                        "`{}` cannot be allowed: it means that the file could not be read or understood.",
                        name.it
                    )
                };
                let help = "Delete this line, and mend what it was written for.";
                self.say(Diagnostic::new(Code::UnknownFinding, name.span, message).help(help));
                false
            }
            None => {
                let known = Code::ALL.iter().filter(|code| code.may_be_allowed());
                let near = nearest(name.it, known.map(|code| code.name()));
                let mut message = format!("`{}` is not the name of a finding.", name.it);
                if let Some(near) = near {
                    message.push_str(&format!(" Did you mean `{near}`?"));
                }
                let mut finding = Diagnostic::new(Code::UnknownFinding, name.span, message).help(
                    "The name stands in square brackets behind the finding that the tool prints.",
                );
                if let Some(near) = near {
                    finding = finding.fix(name.span, near);
                }
                self.say(finding);
                false
            }
        }
    }
}
