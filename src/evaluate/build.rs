//! Small pathways made by hand, for tests of what pathways mean.

use std::collections::{BTreeMap, BTreeSet};

use super::{Evaluation, Sheet, evaluate};
use crate::ir::{
    Action, ActionNameId, Answer, AnswerOption, Answers, Block, BlockId, BlockKind, Bound,
    Condition, ConditionId, Count, Date, Deadline, Detail, Guard, Measure, NamedAction,
    NamedCondition, Order, Pathway, Policy, Question, QuestionId, RangeKind, Score, ScoreId,
    Service, ServiceId, ServiceLine, Setting, SettingId, Strength, Term, TermFor, Value, ValueId,
    ValueLine, Verb, Way, WayKind, What,
};
use crate::source::{SourceId, Span};

pub(crate) const TODAY: Date = Date {
    year: 2026,
    month: 3,
    day: 31,
};

/// A pathway in the making. It starts at the first block made.
#[derive(Default)]
pub(crate) struct Build {
    pub(crate) pathway: Pathway,
    places: usize,
}

impl Build {
    /// A place in the text that nothing else has.
    pub(crate) fn span(&mut self) -> Span {
        self.places += 10;
        Span::new(SourceId::default(), self.places, self.places + 9)
    }

    pub(crate) fn guard(&mut self, condition: Condition) -> Guard {
        Guard {
            condition,
            text: String::from("..."),
            span: self.span(),
        }
    }

    /// Names with a `!` stand alone.
    pub(crate) fn options(&mut self, names: &[&str]) -> Vec<AnswerOption> {
        names
            .iter()
            .map(|name| AnswerOption {
                name: name.trim_end_matches('!').to_string(),
                text: name.to_string(),
                alone: name.ends_with('!'),
                notes: Vec::new(),
                span: self.span(),
            })
            .collect()
    }

    pub(crate) fn block(&mut self, name: &str, kind: BlockKind) -> BlockId {
        let id = BlockId(self.pathway.blocks.len());
        let span = self.span();
        self.pathway.start.get_or_insert(id);
        self.pathway.blocks.push(Block {
            name: name.to_string(),
            title: name.to_string(),
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
        id
    }

    pub(crate) fn step(&mut self, name: &str) -> BlockId {
        self.block(name, BlockKind::Step)
    }

    pub(crate) fn outcome(&mut self, name: &str) -> BlockId {
        self.block(name, BlockKind::Outcome)
    }

    pub(crate) fn ask(&mut self, name: &str, answers: Answers) -> (QuestionId, BlockId) {
        let question = QuestionId(self.pathway.questions.len());
        let block = self.block(name, BlockKind::Question(question));
        self.declare(name, answers, false, Some(block));
        (question, block)
    }

    pub(crate) fn yes_no(&mut self, name: &str) -> (QuestionId, BlockId) {
        let options = self.options(&["yes", "no"]);
        self.ask(name, Answers::OneOf(options))
    }

    pub(crate) fn checklist(&mut self, name: &str, items: &[&str]) -> (QuestionId, BlockId) {
        let items = self.options(items);
        let marks = Vec::new();
        self.ask(name, Answers::Several { items, marks })
    }

    pub(crate) fn range(&mut self, name: &str, kind: RangeKind, to: i64) -> (QuestionId, BlockId) {
        self.ask(
            name,
            Answers::Range {
                kind,
                from: Bound::Fixed(0),
                to: Bound::Fixed(to),
                unit: String::new(),
            },
        )
    }

    pub(crate) fn fact(&mut self, name: &str) -> QuestionId {
        let options = self.options(&["yes", "no"]);
        self.declare(name, Answers::OneOf(options), true, None)
    }

    fn declare(
        &mut self,
        name: &str,
        answers: Answers,
        fact: bool,
        block: Option<BlockId>,
    ) -> QuestionId {
        let span = self.span();
        self.pathway.questions.push(Question {
            name: name.to_string(),
            text: name.to_string(),
            answers,
            fact,
            block,
            hints: Vec::new(),
            notes: Vec::new(),
            unasked: None,
            span,
        });
        QuestionId(self.pathway.questions.len() - 1)
    }

    pub(crate) fn policy(&mut self, block: BlockId, policy: Policy) {
        self.pathway.blocks[block.0].policy = policy;
    }

    fn way(
        &mut self,
        from: BlockId,
        kind: WayKind,
        on: Option<Vec<usize>>,
        when: Option<Condition>,
        to: BlockId,
    ) {
        let when = when.map(|condition| self.guard(condition));
        let span = self.span();
        self.pathway.blocks[from.0].ways.push(Way {
            kind,
            on,
            when,
            target: Some(to),
            span,
        });
    }

    pub(crate) fn on(&mut self, from: BlockId, answers: &[usize], to: BlockId) {
        self.way(from, WayKind::On, Some(answers.to_vec()), None, to);
    }

    pub(crate) fn when(&mut self, from: BlockId, condition: Condition, to: BlockId) {
        self.way(from, WayKind::When, None, Some(condition), to);
    }

    pub(crate) fn otherwise(&mut self, from: BlockId, to: BlockId) {
        self.way(from, WayKind::Otherwise, None, None, to);
    }

    pub(crate) fn then(&mut self, from: BlockId, to: BlockId) {
        self.way(from, WayKind::Then, None, None, to);
    }

    pub(crate) fn service(&mut self, name: &str) -> ServiceId {
        let span = self.span();
        self.pathway.services.push(Service {
            name: name.to_string(),
            title: name.to_string(),
            lines: Vec::new(),
            eligible: Vec::new(),
            out_of_hours: None,
            retired: None,
            local: false,
            span,
        });
        ServiceId(self.pathway.services.len() - 1)
    }

    pub(crate) fn phone(&mut self, service: ServiceId, when: Option<Condition>) {
        let when = when.map(|condition| self.guard(condition));
        let span = self.span();
        self.pathway.services[service.0].lines.push(ServiceLine {
            kind: Detail::Phone,
            text: String::from("01268 293 000"),
            when,
            span,
        });
    }

    pub(crate) fn named_action(&mut self, name: &str) -> ActionNameId {
        let span = self.span();
        self.pathway.named_actions.push(NamedAction {
            name: name.to_string(),
            text: name.to_string(),
            span,
        });
        ActionNameId(self.pathway.named_actions.len() - 1)
    }

    pub(crate) fn action(
        &mut self,
        block: BlockId,
        strength: Strength,
        verb: Verb,
        what: What,
        when: Option<Condition>,
    ) {
        let when = when.map(|condition| self.guard(condition));
        let span = self.span();
        self.pathway.blocks[block.0].actions.push(Action {
            strength,
            verb,
            what,
            deadline: None,
            when,
            notes: Vec::new(),
            span,
        });
    }

    /// Gives the last action of a block a deadline.
    pub(crate) fn by(&mut self, block: BlockId, deadline: Deadline) {
        let action = self.pathway.blocks[block.0].actions.last_mut();
        action.expect("an action was just made").deadline = Some(deadline);
    }

    pub(crate) fn condition(&mut self, condition: Condition) -> Condition {
        let guard = self.guard(condition);
        let span = self.span();
        let id = ConditionId(self.pathway.conditions.len());
        self.pathway.conditions.push(NamedCondition {
            name: format!("condition_{}", id.0),
            text: String::new(),
            guard,
            span,
        });
        Condition::Named(id)
    }

    /// A value: which option each line gives, and when; none is the `otherwise`.
    pub(crate) fn value(
        &mut self,
        policy: Policy,
        options: &[&str],
        lines: Vec<(usize, Option<Condition>)>,
    ) -> ValueId {
        let options = self.options(options);
        let lines = lines
            .into_iter()
            .map(|(option, when)| ValueLine {
                option,
                otherwise: when.is_none(),
                when: when.map(|condition| self.guard(condition)),
                span: self.span(),
            })
            .collect();
        let span = self.span();
        let id = ValueId(self.pathway.values.len());
        self.pathway.values.push(Value {
            name: format!("value_{}", id.0),
            text: String::new(),
            level: false,
            options,
            policy,
            lines,
            span,
        });
        id
    }

    pub(crate) fn score(&mut self, terms: Vec<(i64, TermFor)>) -> ScoreId {
        let terms = terms
            .into_iter()
            .map(|(points, for_)| Term {
                points,
                for_,
                text: String::new(),
                span: self.span(),
            })
            .collect();
        let span = self.span();
        let id = ScoreId(self.pathway.scores.len());
        self.pathway.scores.push(Score {
            name: format!("score_{}", id.0),
            text: String::new(),
            terms,
            span,
        });
        id
    }

    pub(crate) fn setting(&mut self, number: i64) -> SettingId {
        let span = self.span();
        self.pathway.settings.push(Setting {
            name: String::from("setting"),
            text: String::new(),
            kind: RangeKind::Number,
            number,
            written: number.to_string(),
            local: false,
            span,
        });
        SettingId(self.pathway.settings.len() - 1)
    }

    /// What a family with these answers gets.
    pub(crate) fn family(&self, answers: &[(QuestionId, Answer)]) -> Evaluation {
        evaluate(&self.pathway, &sheet(answers), TODAY)
    }

    /// The names of the places a family with these answers comes to.
    pub(crate) fn visited(&self, answers: &[(QuestionId, Answer)]) -> Vec<&str> {
        self.family(answers)
            .visits
            .iter()
            .map(|visit| self.pathway[visit.block].name.as_str())
            .collect()
    }
}

pub(crate) fn sheet(answers: &[(QuestionId, Answer)]) -> Sheet {
    Sheet(answers.iter().cloned().collect::<BTreeMap<_, _>>())
}

pub(crate) const YES: Answer = Answer::Option(0);
pub(crate) const NO: Answer = Answer::Option(1);

pub(crate) fn ticked(items: &[usize]) -> Answer {
    Answer::Ticked(items.iter().copied().collect::<BTreeSet<_>>())
}

pub(crate) fn is_yes(question: QuestionId) -> Condition {
    Condition::Is(question, vec![0])
}

pub(crate) fn is_no(question: QuestionId) -> Condition {
    Condition::Is(question, vec![1])
}

pub(crate) fn at_least(n: i64, list: QuestionId, items: &[usize]) -> Condition {
    Condition::Items {
        list,
        items: items.to_vec(),
        marks: Vec::new(),
        count: Count::AtLeast(Bound::Fixed(n)),
    }
}

pub(crate) fn compare(question: QuestionId, order: Order, with: i64) -> Condition {
    Condition::Beyond(Measure::Question(question), order, Bound::Fixed(with))
}
