//! Conditions, and the cells of tables.
#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "the rules of the grammar are one long list, of which each place may hold a few"
)]

use pest::iterators::Pair;

use super::super::ast::*;
use super::lines::{Children, children};
use super::{Reader, Rule};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Span, Spanned};

impl Reader<'_> {
    /// Operands joined by `and` or by `or`. Both in one condition are refused, with both readings shown.
    pub(super) fn condition<'s>(&mut self, pair: Pair<'s, Rule>) -> Condition<'s> {
        let span = self.span(&pair);
        let mut operands: Vec<(&'s str, Condition<'s>)> = Vec::new();
        let mut joiners: Vec<Rule> = Vec::new();
        for part in children(pair) {
            match part.as_rule() {
                Rule::and_word | Rule::or_word => joiners.push(part.as_rule()),
                _ => operands.push((part.as_str(), self.operand(part))),
            }
        }
        let mixed = joiners.iter().any(|word| Some(word) != joiners.first());
        if mixed {
            let words: Vec<&str> = operands.iter().map(|(words, _)| *words).collect();
            self.out.push(mixed_and_or(&words, &joiners, span));
            return Condition {
                kind: ConditionKind::Broken,
                span,
            };
        }
        let mut operands: Vec<Condition<'s>> =
            operands.into_iter().map(|(_, operand)| operand).collect();
        let kind = match joiners.first() {
            None => return operands.pop().expect("the grammar promises an operand"),
            Some(Rule::and_word) => ConditionKind::And(operands),
            Some(_) => ConditionKind::Or(operands),
        };
        Condition { kind, span }
    }

    fn operand<'s>(&mut self, pair: Pair<'s, Rule>) -> Condition<'s> {
        let span = self.span(&pair);
        // Two `not`s are none: a thousand of them must not become a thousand conditions inside each other.
        let mut not = false;
        let mut condition = None;
        for part in children(pair) {
            match part.as_rule() {
                Rule::not_word => not = !not,
                Rule::condition => condition = Some(self.condition(part)),
                Rule::counting => {
                    let span = self.span(&part);
                    let mut inner = children(part);
                    let kind = ConditionKind::Count {
                        count: self.count(inner.presume()),
                        of: self.counted(inner.presume()),
                    };
                    condition = Some(Condition { kind, span });
                }
                Rule::about => condition = Some(self.about(part)),
                _ => {}
            }
        }
        let condition = condition.expect("the grammar promises a condition");
        if not {
            return Condition {
                kind: ConditionKind::Not(Box::new(condition)),
                span,
            };
        }
        condition
    }

    /// Everything that begins with a name.
    fn about<'s>(&mut self, pair: Pair<'s, Rule>) -> Condition<'s> {
        let span = self.span(&pair);
        let mut inner = children(pair);
        let name = self.name(&inner.presume());
        let Some(next) = inner.next() else {
            return Condition {
                kind: ConditionKind::Named(name),
                span,
            };
        };
        let next_span = self.span(&next);
        let kind = match next.as_rule() {
            Rule::is_part => self.is_part(name, children(next)),
            Rule::compare => ConditionKind::Compare {
                name,
                order: Spanned {
                    it: order_of(next.as_str()),
                    span: next_span,
                },
                with: self.bound(inner.presume()),
            },
            Rule::was_part => ConditionKind::WasAsked {
                name,
                not: children(next).any(|part| part.as_rule() == Rule::not_word),
            },
            Rule::includes_part => {
                let mut inner = children(next);
                let not = inner.presume().as_rule() == Rule::does_not_include;
                let item = self.name(&inner.presume());
                let includes = ConditionKind::Includes { list: name, item };
                if not {
                    ConditionKind::Not(Box::new(Condition {
                        kind: includes,
                        span,
                    }))
                } else {
                    includes
                }
            }
            Rule::from_word => {
                let from = self.bound(inner.presume());
                inner.presume();
                ConditionKind::Between {
                    name,
                    from,
                    to: self.bound(inner.presume()),
                }
            }
            Rule::within_part => {
                let mut inner = children(next);
                inner.presume();
                ConditionKind::Within {
                    name,
                    by: self.duration(inner.presume()),
                }
            }
            _ => {
                let mut inner = children(next);
                inner.presume();
                let list = self.name(&inner.presume());
                inner.presume();
                let marks = self.marks(inner);
                ConditionKind::ItemIs {
                    item: name,
                    list,
                    not: marks.not,
                    marks: marks.marks,
                }
            }
        };
        Condition { kind, span }
    }

    fn is_part<'s>(&mut self, name: Name<'s>, mut inner: Children<'s>) -> ConditionKind<'s> {
        inner.presume();
        if let Some(ranked) = inner.maybe(Rule::ranked_word) {
            let order = Spanned {
                it: order_of(ranked.as_str()),
                span: self.span(&ranked),
            };
            return match self.bound(inner.presume()) {
                // "At least 12 months before today" is longer ago to some, and more recent to the signs.
                Operand::Quantity(day) if matches!(day.it, Quantity::FromToday { .. }) => {
                    self.out.push(two_ways_round(name.it, day.span));
                    ConditionKind::Broken
                }
                Operand::Name(with) => ConditionKind::Ranked {
                    level: name,
                    order,
                    with,
                },
                with @ Operand::Quantity(_) => ConditionKind::Compare { name, order, with },
            };
        }
        let not = inner.maybe(Rule::not_word).is_some();
        let part = inner.presume();
        match part.as_rule() {
            Rule::in_word => ConditionKind::In {
                name,
                not,
                group: self.name(&inner.presume()),
            },
            Rule::empty_word => ConditionKind::Empty { list: name, not },
            Rule::one_of => ConditionKind::Is {
                name,
                not,
                answers: self.bounds(inner.presume()),
            },
            _ => {
                let answer = self.bound(part);
                ConditionKind::Is {
                    name,
                    not,
                    answers: vec![answer],
                }
            }
        }
    }

    fn bounds<'s>(&mut self, pair: Pair<'s, Rule>) -> Vec<Operand<'s>> {
        children(pair)
            .filter(|part| part.as_rule() == Rule::bound)
            .map(|part| self.bound(part))
            .collect()
    }

    /// `not one of a, b`, as it stands after `are` and `is`.
    fn marks<'s>(&mut self, inner: Children<'s>) -> Marks<'s> {
        let mut marks = Marks {
            not: false,
            marks: Vec::new(),
        };
        for part in inner {
            match part.as_rule() {
                Rule::not_word => marks.not = true,
                Rule::bounds => {
                    for bound in self.bounds(part) {
                        match bound {
                            Operand::Name(mark) => marks.marks.push(mark),
                            Operand::Quantity(number) => self.out.push(
                                Diagnostic::new(
                                    Code::BadCondition,
                                    number.span,
                                    "A mark has a name; this is a number.",
                                )
                                .help("Write one of the marks of the list, such as `yes`."),
                            ),
                        }
                    }
                }
                _ => {}
            }
        }
        marks
    }

    pub(super) fn count<'s>(&mut self, pair: Pair<'s, Rule>) -> Count<'s> {
        let mut inner = children(pair);
        let rule = inner.presume().as_rule();
        let mut bound = || {
            let bound = inner.presume();
            self.bound(bound)
        };
        match rule {
            Rule::all_of => Count::All,
            Rule::any_of => Count::Any,
            Rule::none_of => Count::None,
            Rule::at_least => Count::AtLeast(bound()),
            Rule::at_most => Count::AtMost(bound()),
            Rule::exactly => Count::Exactly(bound()),
            Rule::more_than => Count::MoreThan(bound()),
            _ => Count::FewerThan(bound()),
        }
    }

    pub(super) fn counted<'s>(&mut self, pair: Pair<'s, Rule>) -> Counted<'s> {
        let span = self.span(&pair);
        let mut inner = children(pair);
        let items = inner.maybe(Rule::chosen).map(|chosen| {
            inner.presume();
            self.names(chosen)
        });
        let list = self.name(&inner.presume());
        let marks = inner.last().map(|marks| self.marks(children(marks)));
        Counted {
            list,
            items,
            marks,
            span,
        }
    }

    pub(super) fn cell<'s>(&mut self, pair: Pair<'s, Rule>) -> Cell<'s> {
        let span = self.span(&pair);
        let mut inner = children(pair);
        let first = inner.presume();
        let first_span = self.span(&first);
        let kind = match first.as_rule() {
            Rule::anything => CellKind::Anything,
            Rule::cell_otherwise => CellKind::Otherwise,
            Rule::compare => CellKind::Compare(
                Spanned {
                    it: order_of(first.as_str()),
                    span: first_span,
                },
                self.bound(inner.presume()),
            ),
            Rule::from_word => {
                let from = self.bound(inner.presume());
                inner.presume();
                CellKind::Between(from, self.bound(inner.presume()))
            }
            Rule::ranked_cell => {
                let mut inner = children(first);
                let word = inner.presume();
                let order = Spanned {
                    it: order_of(word.as_str()),
                    span: self.span(&word),
                };
                match self.bound(inner.presume()) {
                    Operand::Name(name) => CellKind::Ranked(order, name),
                    with @ Operand::Quantity(_) => CellKind::Compare(order, with),
                }
            }
            Rule::not_word => CellKind::OneOf {
                not: true,
                answers: self.bounds(inner.presume()),
            },
            _ => CellKind::OneOf {
                not: false,
                answers: self.bounds(first),
            },
        };
        Cell { kind, span }
    }
}

/// `d is at least 12 months before today`
fn two_ways_round(name: &str, day: Span) -> Diagnostic {
    Diagnostic::new(
        Code::BadCondition,
        day,
        "With a day that is counted from today, this can be read two ways round.",
    )
    .help(format!("Write `{name} <= ...` for that day or earlier,"))
    .help(format!("or `{name} >= ...` for that day or later."))
}

fn order_of(words: &str) -> Order {
    match words {
        "<" | "below" => Order::Less,
        ">" | "above" => Order::More,
        "<=" => Order::AtMost,
        ">=" => Order::AtLeast,
        words if words.ends_with("most") => Order::AtMost,
        _ => Order::AtLeast,
    }
}

/// `and` and `or` in one condition. Shows the two readings: `and` first, and `or` first.
fn mixed_and_or(words: &[&str], joiners: &[Rule], span: Span) -> Diagnostic {
    let tidy = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let words: Vec<String> = words.iter().map(|words| tidy(words)).collect();
    let reading = |binds: Rule| {
        let mut groups: Vec<Vec<&str>> = vec![vec![&words[0]]];
        for (between, word) in joiners.iter().zip(words.iter().skip(1)) {
            match groups.last_mut() {
                Some(group) if *between == binds => group.push(word),
                _ => groups.push(vec![word]),
            }
        }
        let (inner, outer) = if binds == Rule::and_word {
            (" and ", " or ")
        } else {
            (" or ", " and ")
        };
        let groups: Vec<String> = groups
            .iter()
            .map(|group| match group.as_slice() {
                [only] => (*only).to_string(),
                several => format!("({})", several.join(inner)),
            })
            .collect();
        groups.join(outer)
    };
    Diagnostic::new(
        Code::MixedAndOr,
        span,
        "This condition joins with both `and` and `or`, and can be read in two ways.",
    )
    .help(format!("Write {}", reading(Rule::and_word)))
    .help(format!("or {}", reading(Rule::or_word)))
    .help("Put the brackets where they say what you mean.")
}
