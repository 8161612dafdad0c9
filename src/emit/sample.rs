//! Pathways made by hand, for the emitters' tests.

mod everything;
pub(crate) mod hostile;
mod thurrock;

pub(super) use everything::everything;
pub(super) use thurrock::thurrock;

use crate::ir::*;
use crate::source::{SourceId, Sources, Span};

/// The text every place points into: a line for each number from 0.
pub(super) fn sources() -> Sources {
    let mut sources = Sources::default();
    sources.add("sample.flow", "one\ntwo\nthree\n".repeat(40));
    sources
}

/// Makes a pathway part by part; each part gets a place of its own.
#[derive(Default)]
pub(super) struct Maker {
    pub(super) pathway: Pathway,
    places: u32,
}

impl Maker {
    pub(super) fn span(&mut self) -> Span {
        self.places += 4;
        Span {
            source: SourceId(0),
            start: self.places - 4,
            end: self.places - 1,
        }
    }

    pub(super) fn option(&mut self, name: &str, text: &str) -> AnswerOption {
        AnswerOption {
            name: name.into(),
            text: text.into(),
            alone: false,
            notes: Vec::new(),
            span: self.span(),
        }
    }

    fn options(&mut self, options: &[(&str, &str)]) -> Vec<AnswerOption> {
        options.iter().map(|(n, t)| self.option(n, t)).collect()
    }

    /// A question and its block. Ways come later, once every block is there.
    pub(super) fn question(&mut self, name: &str, text: &str, answers: Answers) -> QuestionId {
        let id = QuestionId(self.pathway.questions.len());
        let block = self.block(name, text, BlockKind::Question(id));
        let span = self.span();
        self.pathway.questions.push(Question {
            name: name.into(),
            text: text.into(),
            answers,
            fact: false,
            block: Some(block),
            hints: Vec::new(),
            notes: Vec::new(),
            unasked: None,
            span,
        });
        id
    }

    pub(super) fn choice(&mut self, name: &str, text: &str, of: &[(&str, &str)]) -> QuestionId {
        let options = self.options(of);
        self.question(name, text, Answers::OneOf(options))
    }

    pub(super) fn yes_or_no(&mut self, name: &str, text: &str) -> QuestionId {
        self.choice(
            name,
            text,
            &[("yes", "Yes"), ("no", "No"), ("unsure", "Not sure")],
        )
    }

    pub(super) fn checklist(
        &mut self,
        name: &str,
        text: &str,
        items: &[(&str, &str)],
        marks: &[(&str, &str)],
    ) -> QuestionId {
        let (items, marks) = (self.options(items), self.options(marks));
        self.question(name, text, Answers::Several { items, marks })
    }

    pub(super) fn block(&mut self, name: &str, title: &str, kind: BlockKind) -> BlockId {
        let span = self.span();
        self.pathway.blocks.push(Block {
            name: name.into(),
            title: title.into(),
            kind,
            policy: Policy::ExactlyOne,
            ways: Vec::new(),
            tables: Vec::new(),
            actions: Vec::new(),
            notes: Vec::new(),
            review_in: Vec::new(),
            returns: Vec::new(),
            span,
        });
        BlockId(self.pathway.blocks.len() - 1)
    }

    pub(super) fn at(&mut self, name: &str) -> &mut Block {
        let found = self.pathway.blocks.iter_mut().find(|it| it.name == name);
        found.expect("a block of the sample")
    }

    pub(super) fn id(&self, name: &str) -> BlockId {
        let found = self.pathway.blocks.iter().position(|it| it.name == name);
        BlockId(found.expect("a block of the sample"))
    }

    pub(super) fn way(
        &mut self,
        from: &str,
        kind: WayKind,
        on: Option<Vec<usize>>,
        when: Option<Guard>,
        to: &str,
    ) {
        let (target, span) = (Some(self.id(to)), self.span());
        self.at(from).ways.push(Way {
            kind,
            on,
            when,
            target,
            span,
        });
    }

    /// Ways by answer: the first answer leads to the first block, and so on.
    pub(super) fn answers(&mut self, from: &str, to: &[&str]) {
        for (number, to) in to.iter().enumerate() {
            self.way(from, WayKind::Answer, Some(vec![number]), None, to);
        }
    }

    pub(super) fn guard(&mut self, text: &str, condition: Condition) -> Guard {
        Guard {
            condition,
            text: text.into(),
            span: self.span(),
        }
    }

    pub(super) fn service(
        &mut self,
        name: &str,
        title: &str,
        lines: &[(Detail, &str)],
    ) -> ServiceId {
        let mut said = Vec::new();
        for (kind, text) in lines {
            said.push(ServiceLine {
                kind: *kind,
                text: (*text).into(),
                when: None,
                span: self.span(),
            });
        }
        let span = self.span();
        self.pathway.services.push(Service {
            name: name.into(),
            title: title.into(),
            lines: said,
            eligible: Vec::new(),
            out_of_hours: None,
            retired: None,
            local: false,
            span,
        });
        ServiceId(self.pathway.services.len() - 1)
    }

    pub(super) fn action(
        &mut self,
        at: &str,
        strength: Strength,
        verb: Verb,
        what: What,
    ) -> &mut Action {
        let span = self.span();
        let actions = &mut self.at(at).actions;
        actions.push(Action {
            strength,
            verb,
            what,
            deadline: None,
            when: None,
            notes: Vec::new(),
            span,
        });
        actions.last_mut().expect("one was just added")
    }
}
