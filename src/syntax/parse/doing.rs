//! Actions, and what rules and examples say of them.
#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "the rules of the grammar are one long list, of which each place may hold a few"
)]

use pest::iterators::Pair;

use super::super::ast::*;
use super::lines::{Children, children};
use super::{Reader, Rule};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Spanned;

/// What would be the name of an action, and is far likelier to be meant as the `not` of `must not`: the line
/// would say the opposite.
const MEANT_AS_NOT: [&str; 8] = ["nt", "ot", "nto", "ont", "nnot", "noot", "nott", "never"];

fn meant_as_not(name: &Name<'_>) -> Diagnostic {
    Diagnostic::new(
        Code::BadName,
        name.span,
        format!(
            "`{}` reads as `not` here, but stands as the name of something to be done.",
            name.it
        ),
    )
    .help("Write `must not` if it is not to be done; otherwise choose another name.")
}

impl Reader<'_> {
    pub(super) fn action<'s>(&mut self, mut inner: Children<'s>) -> LineKind<'s> {
        let first = inner.presume();
        let words = words(&first);
        let (strength, verb) = if first.as_rule() == Rule::strength {
            let verb = inner.maybe(Rule::verb).map(|verb| verb_of(&verb));
            (strength_of(&words), verb)
        } else {
            let verb = verb_of(&first);
            let strength = match verb {
                Verb::Signpost | Verb::Offer => Strength::Should,
                Verb::Refer | Verb::Do | Verb::Say | Verb::Urgent | Verb::Contact => Strength::Must,
            };
            (strength, Some(verb))
        };
        let name = inner.maybe(Rule::name).map(|name| self.name(&name));
        let what = match inner.maybe(Rule::text) {
            Some(text) => ActionWhat::Text(name, self.text(&text)),
            None => ActionWhat::Services(self.names(inner.presume())),
        };
        if let ActionWhat::Text(Some(name), _) = &what
            && MEANT_AS_NOT.contains(&name.it)
        {
            self.out.push(meant_as_not(name));
            return LineKind::Broken;
        }
        let verb = verb.unwrap_or(match what {
            ActionWhat::Services(_) => Verb::Contact,
            ActionWhat::Text(..) => Verb::Do,
        });
        let deadline = inner.maybe(Rule::deadline).map(|deadline| {
            let span = self.span(&deadline);
            let it = match children(deadline).last() {
                Some(part) if part.as_rule() == Rule::duration => {
                    Deadline::Within(self.duration(part).it)
                }
                _ => Deadline::AtOnce,
            };
            Spanned { it, span }
        });
        LineKind::Action(ActionLine {
            strength,
            verb,
            what,
            deadline,
            when: self.when(&mut inner),
        })
    }

    pub(super) fn promise<'s>(&mut self, mut inner: Children<'s>) -> LineKind<'s> {
        let word = inner.presume();
        let always = word.as_str() == "always";
        if inner.maybe(Rule::both_word).is_some() {
            let first = self.subject(inner.presume());
            inner.presume();
            let second = self.subject(inner.presume());
            if always {
                let span = self.span(&word);
                self.out.push(
                    Diagnostic::new(
                        Code::UnreadableLine,
                        span,
                        "`always both` is not a rule that can be written.",
                    )
                    .help("Write two lines: `always` the one, and `always` the other."),
                );
                return LineKind::Broken;
            }
            return LineKind::NeverBoth(first, second, self.when(&mut inner));
        }
        LineKind::Promise {
            always,
            subject: self.subject(inner.presume()),
            when: self.when(&mut inner),
        }
    }

    pub(super) fn subject<'s>(&mut self, pair: Pair<'s, Rule>) -> Subject<'s> {
        let span = self.span(&pair);
        let (mut reach, mut strength, mut verb, mut name) = (false, None, None, None);
        for part in children(pair) {
            let span = self.span(&part);
            match part.as_rule() {
                Rule::reach_word => reach = true,
                Rule::strength => {
                    strength = Some(Spanned {
                        it: strength_of(&words(&part)),
                        span,
                    })
                }
                Rule::verb => {
                    verb = Some(Spanned {
                        it: verb_of(&part),
                        span,
                    })
                }
                _ => name = Some(self.name(&part)),
            }
        }
        let name = name.expect("the grammar promises a subject's name");
        Subject {
            reach,
            strength,
            verb,
            name,
            span,
        }
    }

    /// The names of an `expect` line. A strength holds for the names after it, until the next.
    pub(super) fn expected<'s>(&mut self, inner: Children<'s>) -> Vec<Expected<'s>> {
        let mut items = Vec::new();
        let (mut strength, mut verb) = (None, None);
        for part in inner.filter(|part| part.as_rule() == Rule::expected) {
            let mut inner = children(part);
            let first = inner.presume();
            let span = self.span(&first);
            items.push(match first.as_rule() {
                Rule::no_outcome => Expected::NoOutcome(span),
                Rule::asked_name => Expected::Asked(
                    self.name(
                        &children(first)
                            .last()
                            .expect("the grammar promises a question's name"),
                    ),
                ),
                _ => {
                    let mut subject = self.subject(first);
                    if subject.strength.is_some() || subject.verb.is_some() {
                        (strength, verb) = (subject.strength, subject.verb);
                    } else if !subject.reach {
                        (subject.strength, subject.verb) = (strength, verb);
                    }
                    match inner.last() {
                        Some(bound) => Expected::Value(subject.name, self.bound(bound)),
                        None => Expected::Subject(subject),
                    }
                }
            });
        }
        items
    }
}

/// The words of a pair with one space between them.
fn words(pair: &Pair<'_, Rule>) -> String {
    pair.as_str()
        .split(|c: char| c.is_whitespace())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn strength_of(words: &str) -> Strength {
    match words {
        "must not" => Strength::MustNot,
        "should" => Strength::Should,
        "consider" => Strength::Consider,
        _ => Strength::Must,
    }
}

fn verb_of(pair: &Pair<'_, Rule>) -> Verb {
    match words(pair).as_str() {
        "refer to" => Verb::Refer,
        "signpost to" => Verb::Signpost,
        "offer" => Verb::Offer,
        "say" => Verb::Say,
        "urgent" => Verb::Urgent,
        _ => Verb::Do,
    }
}
