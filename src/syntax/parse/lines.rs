//! One pair to one heading or one line.
#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "the rules of the grammar are one long list, of which each place may hold a few"
)]

use std::borrow::Cow;

use pest::iterators::Pair;

use super::super::ast::*;
use super::leaves::whole_points;
use super::{Reader, Rule};
use crate::source::Spanned;

/// The pairs inside one, without the comments that stand between its lines.
pub(super) fn children<'s>(pair: Pair<'s, Rule>) -> Children<'s> {
    Children(pair.into_inner())
}

pub(super) struct Children<'s>(pest::iterators::Pairs<'s, Rule>);

impl<'s> Iterator for Children<'s> {
    type Item = Pair<'s, Rule>;

    fn next(&mut self) -> Option<Pair<'s, Rule>> {
        self.0
            .by_ref()
            .find(|pair| pair.as_rule() != Rule::comment_text)
    }
}

impl<'s> Children<'s> {
    /// The next pair, which the grammar promises.
    pub(super) fn presume(&mut self) -> Pair<'s, Rule> {
        self.next().expect("the grammar promises another part here")
    }

    fn peek(&self) -> Option<Rule> {
        self.0
            .clone()
            .map(|pair| pair.as_rule())
            .find(|rule| *rule != Rule::comment_text)
    }

    /// The next pair, if it is of this rule.
    pub(super) fn maybe(&mut self, rule: Rule) -> Option<Pair<'s, Rule>> {
        (self.peek() == Some(rule)).then(|| self.presume())
    }
}

impl Reader<'_> {
    pub(super) fn line<'s>(&mut self, pair: Pair<'s, Rule>) -> Line<'s> {
        let span = self.span(&pair);
        let rule = pair.as_rule();
        let mut inner = children(pair.clone());
        let kind = match rule {
            Rule::option_line => self.option_line(inner),
            Rule::detail => LineKind::Detail {
                key: self.detail_key(&inner.presume()),
                text: self.text(&inner.presume()),
                when: self.when(&mut inner),
            },
            Rule::when_line => {
                inner.presume();
                LineKind::When {
                    condition: self.condition(inner.presume()),
                    target: self.target(&mut inner),
                }
            }
            Rule::action => self.action(inner),
            Rule::yes_or_no => LineKind::YesOrNo {
                unsure: pair.as_str().contains("unsure"),
            },
            Rule::yes_no_line => {
                let word = inner.presume();
                LineKind::YesNo {
                    answer: Spanned {
                        it: match word.as_str() {
                            "yes" => YesNo::Yes,
                            "no" => YesNo::No,
                            _ => YesNo::Unsure,
                        },
                        span: self.span(&word),
                    },
                    text: inner.maybe(Rule::text).map(|text| self.text(&text)),
                    target: self.target(&mut inner),
                }
            }
            Rule::then_line => {
                inner.presume();
                LineKind::Then(
                    self.target(&mut inner)
                        .expect("the grammar promises a target"),
                )
            }
            Rule::otherwise_line => {
                inner.presume();
                LineKind::Otherwise(self.leads(inner.presume()))
            }
            Rule::on_line => {
                inner.presume();
                LineKind::On {
                    answers: self.names(inner.presume()),
                    when: self.when(&mut inner),
                    target: self
                        .target(&mut inner)
                        .expect("the grammar promises a target"),
                }
            }
            Rule::row => self.row(inner),
            Rule::bullet => {
                inner.presume();
                LineKind::Bullet(self.condition(inner.presume()))
            }
            Rule::given => {
                inner.presume();
                LineKind::Given(
                    inner
                        .filter(|part| part.as_rule() == Rule::given_pair)
                        .map(|part| self.given_pair(part))
                        .collect(),
                )
            }
            Rule::expect => {
                inner.presume();
                let not = inner.maybe(Rule::not_word).is_some();
                LineKind::Expect {
                    not,
                    items: self.expected(inner),
                }
            }
            Rule::is_line => {
                inner.presume();
                LineKind::Is {
                    option: self.name(&inner.presume()),
                    text: inner.maybe(Rule::text).map(|text| self.text(&text)),
                    when: self.when(&mut inner),
                }
            }
            Rule::policy if pair.as_str().starts_with("first") => LineKind::FirstMatch,
            Rule::policy => LineKind::EveryMatch,
            Rule::table => {
                let columns = inner.filter(|part| part.as_rule() == Rule::column);
                LineKind::Table(columns.map(|part| self.column(part)).collect())
            }
            Rule::promise => self.promise(inner),
            Rule::before => {
                let first = self.subject(inner.presume());
                inner.presume();
                LineKind::Before(first, self.subject(inner.presume()))
            }
            Rule::add_line => {
                inner.presume();
                let number = inner.presume();
                let points = Spanned {
                    it: whole_points(number.as_str()),
                    span: self.span(&number),
                };
                match inner.presume().as_rule() {
                    Rule::for_each => LineKind::AddEach {
                        points,
                        of: self.counted(inner.presume()),
                    },
                    _ => LineKind::AddWhen {
                        points,
                        when: self.condition(inner.presume()),
                    },
                }
            }
            Rule::member => {
                inner.presume();
                LineKind::Member {
                    all_of: inner.maybe(Rule::all_of).is_some(),
                    names: self.names(inner.presume()),
                }
            }
            Rule::except => {
                inner.presume();
                LineKind::Except(self.names(inner.presume()))
            }
            Rule::answers_as => {
                inner.presume();
                let question = self.name(&inner.presume());
                LineKind::AnswersAs {
                    question,
                    without: inner.last().map_or(Vec::new(), |names| self.names(names)),
                }
            }
            Rule::answers_from => {
                inner.presume();
                LineKind::AnswersFrom(self.text(&inner.presume()))
            }
            Rule::range_line => self.range(inner),
            Rule::free_text => LineKind::FreeText,
            Rule::unasked => {
                inner.presume();
                LineKind::Unasked(self.given_answer(inner.presume()))
            }
            Rule::bullets => LineKind::Bullets(self.count(inner.presume())),
            Rule::start => {
                inner.presume();
                LineKind::Start(self.name(&inner.presume()))
            }
            Rule::review_by => {
                inner.presume();
                LineKind::ReviewBy(self.date(&inner.presume()))
            }
            Rule::review_in => {
                inner.presume();
                LineKind::ReviewIn(self.duration(inner.presume()))
            }
            Rule::allow => {
                inner.presume();
                LineKind::Allow {
                    finding: self.name(&inner.presume()),
                    reason: self.text(&inner.presume()),
                }
            }
            Rule::eligible => {
                inner.presume();
                inner.presume();
                LineKind::Eligible(self.condition(inner.presume()))
            }
            Rule::out_of_hours => {
                inner.presume();
                LineKind::OutOfHours(self.name(&inner.presume()))
            }
            Rule::retired => {
                inner.presume();
                let on = self.date(&inner.presume());
                LineKind::Retired {
                    on,
                    replaced_by: inner.last().map(|name| self.name(&name)),
                }
            }
            Rule::return_line => {
                inner.presume();
                let text = self.text(&inner.presume());
                inner.presume();
                LineKind::Return {
                    text,
                    to: self.name(&inner.presume()),
                }
            }
            other => unreachable!("the grammar's line has no alternative {other:?}"),
        };
        Line { kind, span }
    }

    fn option_line<'s>(&mut self, mut inner: Children<'s>) -> LineKind<'s> {
        let key = inner.presume();
        LineKind::Option(AnswerLine {
            kind: Spanned {
                it: match key.as_str() {
                    "answer" => OptionKind::Answer,
                    "item" => OptionKind::Item,
                    _ => OptionKind::Mark,
                },
                span: self.span(&key),
            },
            name: self.name(&inner.presume()),
            text: self.text(&inner.presume()),
            alone: inner.maybe(Rule::alone).map(|alone| self.span(&alone)),
            target: self.target(&mut inner),
        })
    }

    fn detail_key(&self, pair: &Pair<'_, Rule>) -> Spanned<Detail> {
        let it = match pair.as_str() {
            "authority" => Detail::Authority,
            "audience" => Detail::Audience,
            "source" => Detail::Source,
            "owner" => Detail::Owner,
            "version" => Detail::Version,
            "note" => Detail::Note,
            "hint" => Detail::Hint,
            "phone" => Detail::Phone,
            "email" => Detail::Email,
            "website" => Detail::Website,
            "form" => Detail::Form,
            "address" => Detail::Address,
            "postcode" => Detail::Postcode,
            "hours" => Detail::Hours,
            "for" => Detail::For,
            "cost" => Detail::Cost,
            _ => Detail::Languages,
        };
        Spanned {
            it,
            span: self.span(pair),
        }
    }

    /// `when C` at the end of a line.
    pub(super) fn when<'s>(&mut self, inner: &mut Children<'s>) -> Option<Condition<'s>> {
        inner.maybe(Rule::when_word)?;
        Some(self.condition(inner.presume()))
    }

    /// `-> NAME` at the end of a line.
    fn target<'s>(&mut self, inner: &mut Children<'s>) -> Option<Name<'s>> {
        inner.maybe(Rule::arrow)?;
        Some(self.name(&inner.presume()))
    }

    fn leads<'s>(&mut self, pair: Pair<'s, Rule>) -> Leads<'s> {
        let mut inner = children(pair);
        if let Some(target) = self.target(&mut inner) {
            return Leads::Target(target);
        }
        inner.presume();
        let name = self.name(&inner.presume());
        Leads::Is(name, inner.last().map(|text| self.text(&text)))
    }

    fn range<'s>(&mut self, mut inner: Children<'s>) -> LineKind<'s> {
        let key = inner.presume();
        inner.presume();
        let from = self.bound(inner.presume());
        inner.presume();
        LineKind::Range {
            kind: Spanned {
                it: match key.as_str() {
                    "number" => RangeKind::Number,
                    "money" => RangeKind::Money,
                    "age" => RangeKind::Age,
                    _ => RangeKind::Date,
                },
                span: self.span(&key),
            },
            from,
            to: self.bound(inner.presume()),
            unit: inner.last().map(|text| self.text(&text)),
        }
    }

    fn column<'s>(&mut self, pair: Pair<'s, Rule>) -> Column<'s> {
        let mut inner = children(pair);
        let name = self.name(&inner.presume());
        let label = inner.last().map(|label| match label.as_rule() {
            Rule::text => self.text(&label),
            _ => Spanned {
                it: Cow::Owned(label.as_str().replace('_', " ")),
                span: self.span(&label),
            },
        });
        Column { name, label }
    }

    fn row<'s>(&mut self, inner: Children<'s>) -> LineKind<'s> {
        let mut cells = Vec::new();
        let mut result = None;
        for part in inner {
            match part.as_rule() {
                Rule::cell => cells.push(self.cell(part)),
                Rule::leads => result = Some(self.leads(part)),
                _ => {}
            }
        }
        LineKind::Row {
            cells,
            result: result.expect("the grammar promises where a row leads"),
        }
    }

    fn given_pair<'s>(&mut self, pair: Pair<'s, Rule>) -> GivenAnswer<'s> {
        let span = self.span(&pair);
        let mut inner = children(pair);
        let name = self.name(&inner.presume());
        inner.presume();
        GivenAnswer {
            name,
            answer: self.given_answer(inner.presume()),
            span,
        }
    }

    fn given_answer<'s>(&mut self, pair: Pair<'s, Rule>) -> Given<'s> {
        let mut bounds = Vec::new();
        for part in children(pair) {
            match part.as_rule() {
                Rule::empty_word => return Given::Empty(self.span(&part)),
                Rule::text => return Given::Text(self.text(&part)),
                Rule::marked => {
                    let mut inner = children(part);
                    let mark = self.name(&inner.presume());
                    let mut names = Vec::new();
                    for part in inner {
                        match part.as_rule() {
                            Rule::the_rest => return Given::Marked { mark, items: None },
                            Rule::name => names.push(self.name(&part)),
                            _ => {}
                        }
                    }
                    return Given::Marked {
                        mark,
                        items: Some(names),
                    };
                }
                Rule::bound => bounds.push(self.bound(part)),
                _ => {}
            }
        }
        Given::Answers(bounds)
    }
}
