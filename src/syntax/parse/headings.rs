//! One pair to one heading.
#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "the rules of the grammar are one long list, of which each place may hold a few"
)]

use pest::iterators::Pair;

use super::super::ast::*;
use super::lines::{Children, children};
use super::{Reader, Rule};
use crate::source::{Span, Spanned};

impl Block<'_> {
    /// A heading that says nothing yet.
    pub(crate) fn bare<'s>(kind: BlockKind, header: Span) -> Block<'s> {
        Block {
            role: Role::Declares,
            mark: None,
            kind,
            name: None,
            title: None,
            of: None,
            value: None,
            lines: Vec::new(),
            header,
            span: header,
            also: Vec::new(),
        }
    }
}

impl Reader<'_> {
    /// Whether a pair is a heading, so that [`Reader::header`] reads it.
    pub(super) fn is_header(rule: Rule) -> bool {
        matches!(
            rule,
            Rule::plain_header
                | Rule::example_header
                | Rule::group_header
                | Rule::setting_header
                | Rule::marked_header
                | Rule::variant_header
                | Rule::include_header
                | Rule::set_header
                | Rule::change_header
                | Rule::remove_header
                | Rule::bare_header
        )
    }

    pub(super) fn header<'s>(&mut self, pair: Pair<'s, Rule>) -> Block<'s> {
        let header = self.span(&pair);
        let rule = pair.as_rule();
        let mut inner = children(pair);
        let first = inner.presume();
        let mut block = match rule {
            Rule::marked_header => {
                let it = match first.as_str() {
                    "local" => Mark::Local,
                    _ => Mark::Fixed,
                };
                let span = self.span(&first);
                let mark = Some(Spanned { it, span });
                let block = self.header(inner.presume());
                Block { mark, ..block }
            }
            Rule::change_header if first.as_rule() == Rule::replace_word => {
                let block = self.header(inner.presume());
                Block {
                    role: Role::Replaces,
                    ..block
                }
            }
            Rule::change_header => {
                let block = self.named_or_example(inner, header);
                Block {
                    role: Role::AddsTo,
                    ..block
                }
            }
            Rule::remove_header => self.removal(inner, header),
            Rule::set_header => Block {
                role: Role::Sets,
                name: Some(self.name(&inner.presume())),
                value: Some(self.quantity(inner.presume())),
                ..Block::bare(BlockKind::Setting, header)
            },
            Rule::include_header => Block {
                title: Some(self.text(&inner.presume())),
                ..Block::bare(BlockKind::Include, header)
            },
            Rule::variant_header => {
                let name = self.name(&inner.presume());
                let title = self.text(&inner.presume());
                inner.presume();
                Block {
                    role: Role::Version(title),
                    name: Some(name),
                    title: Some(self.text(&inner.presume())),
                    ..Block::bare(BlockKind::Pathway, header)
                }
            }
            Rule::bare_header => Block {
                role: Role::FillsIn,
                name: Some(self.name(&inner.presume())),
                ..Block::bare(BlockKind::Service, header)
            },
            _ => {
                let kind = kind(first.as_str());
                let name = inner.maybe(Rule::name).map(|name| self.name(&name));
                let value = (kind == BlockKind::Setting).then(|| self.quantity(inner.presume()));
                let title = inner.maybe(Rule::text).map(|text| self.text(&text));
                let of = inner.last().map(|name| self.name(&name));
                Block {
                    name,
                    title,
                    of,
                    value,
                    ..Block::bare(kind, header)
                }
            }
        };
        (block.header, block.span) = (header, header);
        block
    }

    /// `question NAME`
    fn named<'s>(&mut self, mut inner: Children<'s>, header: Span) -> Block<'s> {
        let kind = kind(inner.presume().as_str());
        Block {
            name: Some(self.name(&inner.presume())),
            ..Block::bare(kind, header)
        }
    }

    /// `question NAME`, `example "Text"`
    fn named_or_example<'s>(&mut self, mut inner: Children<'s>, header: Span) -> Block<'s> {
        match inner.maybe(Rule::example_key) {
            Some(_) => Block {
                title: Some(self.text(&inner.presume())),
                ..Block::bare(BlockKind::Example, header)
            },
            None => self.named(inner, header),
        }
    }

    fn removal<'s>(&mut self, mut inner: Children<'s>, header: Span) -> Block<'s> {
        if let Some(option) = inner.maybe(Rule::option_key) {
            let option = match option.as_str() {
                "answer" => OptionKind::Answer,
                "item" => OptionKind::Item,
                _ => OptionKind::Mark,
            };
            let name = self.name(&inner.presume());
            inner.presume();
            return Block {
                role: Role::RemovesFrom(option, name),
                ..self.named(inner, header)
            };
        }
        Block {
            role: Role::Removes,
            ..self.named_or_example(inner, header)
        }
    }
}

fn kind(word: &str) -> BlockKind {
    match word {
        "pathway" => BlockKind::Pathway,
        "shared" => BlockKind::Shared,
        "service" => BlockKind::Service,
        "question" => BlockKind::Question,
        "checklist" => BlockKind::Checklist,
        "fact" => BlockKind::Fact,
        "group" => BlockKind::Group,
        "condition" => BlockKind::Condition,
        "value" => BlockKind::Value,
        "level" => BlockKind::Level,
        "score" => BlockKind::Score,
        "setting" => BlockKind::Setting,
        "step" => BlockKind::Step,
        "outcome" => BlockKind::Outcome,
        "rule" => BlockKind::Rule,
        _ => BlockKind::Example,
    }
}
