//! Examples: one family each, and what it should get.

use super::given::Marked;
use super::names::Use;
use super::number::operand_span;
use super::values::is_broken;
use super::{Context, Owner};
use crate::ir::{Bound, Expect, Expectation, Given, Part, QuestionId, RangeKind};
use crate::source::Span;
use crate::syntax::ast::{self, Block, Expected, GivenAnswer, LineKind};

impl<'s> Context<'_, 's> {
    /// Reads the lines of an example.
    pub(super) fn example(&mut self, place: usize, block: &Block<'s>) {
        let mut given = Vec::new();
        let mut marked: Vec<(QuestionId, Marked)> = Vec::new();
        let mut expect = Vec::new();
        let mut unread = block.lines.iter().any(is_broken);
        for line in &block.lines {
            self.line = line.span;
            if let LineKind::Given(answers) = &line.kind {
                for answer in answers {
                    unread |= self.names.get(answer.name.it).is_none();
                    self.given_line(answer, &mut given, &mut marked);
                }
            } else if let LineKind::Expect { not, items } = &line.kind {
                for item in items {
                    match self.expected(item) {
                        Some((what, text, span)) => expect.push(Expect {
                            not: *not,
                            what,
                            text,
                            span,
                        }),
                        None => self.spoil(),
                    }
                }
            }
        }
        for (question, marks) in marked {
            self.line = marks.span;
            let span = marks.span;
            match self.all_marked(question, marks, unread) {
                Some(answer) => given.push(Given {
                    question,
                    answer,
                    span,
                }),
                None => self.spoil(),
            }
        }
        given.sort_by_key(|given| given.span);
        if let Some(example) = self.pathway.examples.get_mut(place) {
            (example.given, example.expect) = (given, expect);
        }
    }

    fn given_line(
        &mut self,
        line: &GivenAnswer<'_>,
        given: &mut Vec<Given>,
        marked: &mut Vec<(QuestionId, Marked)>,
    ) {
        let Some(question) = self.look_up_question(&line.name, Use::Given) else {
            return;
        };
        if let Some(earlier) = given.iter().find(|it| it.question == question) {
            let what = format!("The answer to `{}`", line.name.it);
            self.once(line.span, earlier.span, &what);
            return;
        }
        if let ast::Given::Marked { mark, items } = &line.answer {
            let place = marked.iter().position(|(known, _)| *known == question);
            let place = place.unwrap_or_else(|| {
                marked.push((question, Marked::new(line.span)));
                marked.len() - 1
            });
            if let Some((_, marks)) = marked.get_mut(place) {
                self.mark(question, mark, items.as_deref(), line.span, marks);
            }
            return;
        }
        match self.given(question, &line.answer, line.span) {
            Some(answer) => given.push(Given {
                question,
                answer,
                span: line.span,
            }),
            None => self.spoil(),
        }
    }

    fn expected(&mut self, item: &Expected<'_>) -> Option<(Expectation, String, Span)> {
        match item {
            Expected::Subject(subject) => {
                let words = self.words(subject.span);
                let what = self.subject(subject, Use::Expected)?;
                Some((Expectation::Subject(what), words, subject.span))
            }
            Expected::Asked(name) => {
                let question = self.look_up_question(name, Use::Asked)?;
                let words = format!("asked {}", name.it);
                Some((Expectation::Asked(question), words, name.span))
            }
            Expected::NoOutcome(span) => {
                Some((Expectation::NoOutcome, "no outcome".to_string(), *span))
            }
            Expected::Value(name, operand) => {
                let span = name.span.to(operand_span(operand));
                let words = self.words(span);
                let part = self.look_up(name, Use::ExpectedValue)?;
                let what = if let Part::Value(id) = part {
                    let owner = Owner::Value(id);
                    let chosen = self.chosen(name, owner, std::slice::from_ref(operand))?;
                    Expectation::ValueIs(id, chosen.first().copied()?)
                } else if let Part::Score(id) = part {
                    let subject = format!("`{}`", name.it);
                    let bound = self.bound(operand, RangeKind::Number, &subject)?;
                    let Bound::Fixed(points) = self.at_present(bound) else {
                        return None;
                    };
                    Expectation::ScoreIs(id, points)
                } else {
                    return None;
                };
                Some((what, words, span))
            }
        }
    }
}
