//! Conditions: from the author's words to a [`Condition`] over answers.
//!
//! Invariant: a part that cannot be understood becomes [`Condition::Broken`], and its line is spoiled;
//! the parts beside it are read all the same.

use super::choice::Readable;
use super::counts::negated_if;
use super::names::{Kind, Use};
use super::number::operand_span;
use super::quantity::{example, word};
use super::{Context, Owner, owner_of};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Answers, Condition, Count, Distance, Measure, Part, RangeKind};
use crate::source::{Span, Spanned};
use crate::syntax::ast::{self, ConditionKind, Duration, Name, Operand, Order};

impl Context<'_, '_> {
    /// What a condition means.
    pub(super) fn condition(&mut self, condition: &ast::Condition<'_>) -> Condition {
        self.meaning(condition).unwrap_or_else(|| {
            self.spoil();
            Condition::Broken
        })
    }

    fn meaning(&mut self, condition: &ast::Condition<'_>) -> Option<Condition> {
        let span = condition.span;
        match &condition.kind {
            ConditionKind::And(parts) => Some(Condition::All(self.joined(parts, false))),
            ConditionKind::Or(parts) => Some(Condition::Any(self.joined(parts, true))),
            ConditionKind::Not(inner) => Some(Condition::Not(Box::new(self.condition(inner)))),
            ConditionKind::Broken => None,
            ConditionKind::Named(name) => self.named(name),
            ConditionKind::Is { name, not, answers } => self.is(name, *not, answers, span),
            ConditionKind::In { name, not, group } => self.is_in(name, *not, group, span),
            ConditionKind::WasAsked { name, not } => self.was_asked(name, *not),
            ConditionKind::Includes { list, item } => self.includes(list, item, span),
            ConditionKind::Empty { list, not } => self.is_empty(list, *not, span),
            ConditionKind::Count { count, of } => self.how_many_of(count, of, span),
            ConditionKind::ItemIs {
                item,
                list,
                not,
                marks,
            } => self.item_is(item, list, *not, marks, span),
            ConditionKind::Compare { name, order, with } => {
                let measure = self.number(name, span)?;
                self.compare(name, measure, order.it, with)
            }
            ConditionKind::Between { name, from, to } => {
                let measure = self.number(name, span)?;
                self.between(name, measure, from, to)
            }
            ConditionKind::Ranked { level, order, with } => {
                let readable = self.readable(level, Use::Read)?;
                self.ranked(level, readable, order, with)
            }
            ConditionKind::Within { name, by } => self.within(name, by, span),
        }
    }

    /// The parts of an `and` or an `or`. A bare name behind an answer is probably another answer.
    fn joined(&mut self, parts: &[ast::Condition<'_>], or: bool) -> Vec<Condition> {
        let mut meant = Vec::with_capacity(parts.len());
        let mut rest = parts.iter().enumerate();
        while let Some((place, part)) = rest.next() {
            let strays = parts.get(place + 1..).unwrap_or(&[]);
            let strays = self.stray_answers(part, strays);
            if strays.is_empty() {
                meant.push(self.condition(part));
                continue;
            }
            self.refuse_stray_answers(part, &strays, or);
            self.spoil();
            meant.push(Condition::Broken);
            for _ in strays {
                rest.next();
            }
        }
        meant
    }

    /// The bare names directly behind `q is a` that are no conditions but answers of `q`.
    fn stray_answers<'c, 's>(
        &self,
        part: &ast::Condition<'s>,
        rest: &'c [ast::Condition<'s>],
    ) -> Vec<&'c Name<'s>> {
        let (ConditionKind::Is { name, .. } | ConditionKind::Includes { list: name, .. }) =
            &part.kind
        else {
            return Vec::new();
        };
        let Some(owner) = self
            .names
            .get(name.it)
            .and_then(|declared| owner_of(declared.part))
        else {
            return Vec::new();
        };
        rest.iter()
            .map_while(|it| {
                let ConditionKind::Named(answer) = &it.kind else {
                    return None;
                };
                Some(answer)
            })
            .take_while(|answer| {
                let declared = self.names.get(answer.it).map(|it| it.kind);
                declared != Some(Kind::Condition) && self.find_option(owner, answer.it).is_some()
            })
            .collect()
    }

    fn refuse_stray_answers(&mut self, part: &ast::Condition<'_>, strays: &[&Name<'_>], or: bool) {
        let Some(last) = strays.last() else { return };
        let (name, instead) = if let ConditionKind::Is { name, not, answers } = &part.kind {
            let mut all: Vec<String> = answers
                .iter()
                .map(|answer| self.words(operand_span(answer)))
                .collect();
            all.extend(strays.iter().map(|stray| stray.it.to_string()));
            let is = if *not { "is not one of" } else { "is one of" };
            (name, format!("{} {is} {}", name.it, all.join(", ")))
        } else if let ConditionKind::Includes { list, item } = &part.kind {
            let mut all = vec![item.it];
            all.extend(strays.iter().map(|stray| stray.it));
            let count = if or { "any of" } else { "all of" };
            (list, format!("{count} ({}) in {}", all.join(", "), list.it))
        } else {
            return;
        };
        let span = part.span.to(last.span);
        let message = format!(
            "`{}` is an answer of `{}`, and cannot stand alone in a condition.",
            last.it, name.it
        );
        let finding = Diagnostic::new(Code::BadCondition, span, message)
            .help(format!("Write: {instead}"))
            .fix(span, instead);
        self.say(finding);
    }

    fn named(&mut self, name: &Name<'_>) -> Option<Condition> {
        if let Part::Condition(id) = self.look_up(name, Use::Condition)? {
            return Some(Condition::Named(id));
        }
        None
    }

    /// `q is a`, `n is not 5`
    fn is(
        &mut self,
        name: &Name<'_>,
        not: bool,
        answers: &[Operand<'_>],
        span: Span,
    ) -> Option<Condition> {
        let readable = self.readable(name, Use::Read)?;
        self.is_one_of(name, readable, not, answers, span)
    }

    /// What `is` and the cells of a table mean.
    pub(super) fn is_one_of(
        &mut self,
        name: &Name<'_>,
        readable: Readable,
        not: bool,
        answers: &[Operand<'_>],
        span: Span,
    ) -> Option<Condition> {
        match readable {
            Readable::Choice(owner) => {
                let chosen = self.chosen(name, owner, answers)?;
                Some(self.choice(owner, &chosen, not))
            }
            Readable::Number(measure) => {
                let mut numbers = Vec::new();
                for answer in answers {
                    let bound = Some(self.measured(name, measure, answer)?);
                    numbers.push(Condition::Between(measure, bound, bound));
                }
                let is = if numbers.len() == 1 {
                    numbers.remove(0)
                } else {
                    Condition::Any(numbers)
                };
                Some(negated_if(not, is))
            }
            Readable::List(id) => {
                let item = answers.first().map(|answer| match answer {
                    Operand::Name(answer) => answer.it.to_string(),
                    Operand::Quantity(quantity) => self.words(quantity.span),
                });
                let item = item.unwrap_or_default();
                let help = match self.marks(id).first() {
                    Some(mark) => format!("Write `{item} in {} is {}`.", name.it, mark.name),
                    None if not => format!("Write `not {} includes {item}`.", name.it),
                    None => format!("Write `{} includes {item}`.", name.it),
                };
                let message = format!(
                    "`{}` is a checklist, and `is` speaks of a question with one answer.",
                    name.it
                );
                self.mismatch(span, message, help);
                None
            }
            Readable::Text => self.is_text(name),
        }
    }

    /// A question answered in words says nothing in a condition.
    pub(super) fn is_text(&mut self, name: &Name<'_>) -> Option<Condition> {
        let message = format!(
            "`{}` is answered in the family's own words, and no condition can read those.",
            name.it
        );
        let help = format!("Give `{}` answers to choose from.", name.it);
        self.mismatch(name.span, message, help);
        None
    }

    fn was_asked(&mut self, name: &Name<'_>, not: bool) -> Option<Condition> {
        let Part::Question(id) = self.look_up(name, Use::Asked)? else {
            return None;
        };
        Some(negated_if(not, Condition::WasAsked(id)))
    }

    /// A name that is to be compared with a number.
    fn number(&mut self, name: &Name<'_>, span: Span) -> Option<Measure> {
        let readable = self.readable(name, Use::Read)?;
        self.as_number(name, readable, span)
    }

    pub(super) fn as_number(
        &mut self,
        name: &Name<'_>,
        readable: Readable,
        span: Span,
    ) -> Option<Measure> {
        let (message, help) = match readable {
            Readable::Number(measure) => return Some(measure),
            Readable::Text => {
                self.is_text(name);
                return None;
            }
            Readable::List(_) => (
                format!(
                    "`{}` is a checklist, and a checklist is not a number.",
                    name.it
                ),
                format!("Count its items, as in `at least 2 of {}`.", name.it),
            ),
            Readable::Choice(owner) => (
                format!(
                    "`{}` has answers to choose from, and cannot be compared with a number.",
                    name.it
                ),
                match owner {
                    Owner::Value(id) if self.pathway[id].level => format!(
                        "A level is compared in words, as in `{} is at least ...`. {}",
                        name.it,
                        self.options_help(owner)
                    ),
                    Owner::Value(_) | Owner::Question(_) | Owner::Marks(_) => {
                        self.options_help(owner)
                    }
                },
            ),
        };
        self.mismatch(span, message, help);
        None
    }

    /// `n < 5`
    pub(super) fn compare(
        &mut self,
        name: &Name<'_>,
        measure: Measure,
        order: Order,
        with: &Operand<'_>,
    ) -> Option<Condition> {
        let bound = self.measured(name, measure, with)?;
        Some(match order {
            Order::Less | Order::More => Condition::Beyond(measure, order, bound),
            Order::AtMost => Condition::Between(measure, None, Some(bound)),
            Order::AtLeast => Condition::Between(measure, Some(bound), None),
        })
    }

    /// `n from 6 to 10`
    pub(super) fn between(
        &mut self,
        name: &Name<'_>,
        measure: Measure,
        from: &Operand<'_>,
        to: &Operand<'_>,
    ) -> Option<Condition> {
        let least = self.measured(name, measure, from);
        let most = self.measured(name, measure, to);
        let (least, most) = (least?, most?);
        if self.less(most, least) {
            let span = operand_span(from).to(operand_span(to));
            let message = format!(
                "`{}` cannot lie in a range that ends before it begins.",
                name.it
            );
            let help = "Write the least number first.";
            self.say(Diagnostic::new(Code::OutOfRange, span, message).help(help));
            return None;
        }
        Some(Condition::Between(measure, Some(least), Some(most)))
    }

    /// `risk is at least medium`
    pub(super) fn ranked(
        &mut self,
        name: &Name<'_>,
        readable: Readable,
        order: &Spanned<Order>,
        with: &Name<'_>,
    ) -> Option<Condition> {
        let (message, help) = match readable {
            Readable::Choice(owner @ Owner::Value(id)) if self.pathway[id].level => {
                let than = self.option_number(owner, with)?;
                let chosen = (0..self.options(owner).len())
                    .filter(|number| match order.it {
                        Order::Less => *number < than,
                        Order::AtMost => *number <= than,
                        Order::More => *number > than,
                        Order::AtLeast => *number >= than,
                    })
                    .collect();
                return Some(self.choice(owner, &chosen, false));
            }
            Readable::Text => return self.is_text(name),
            Readable::Number(_) => {
                let sign = match order.it {
                    Order::Less => "<",
                    Order::AtMost => "<=",
                    Order::More => ">",
                    Order::AtLeast => ">=",
                };
                (
                    format!(
                        "`{}` is no level, and numbers, ages and dates are compared with signs.",
                        name.it
                    ),
                    format!("Write `{} {sign} {}`.", name.it, with.it),
                )
            }
            Readable::Choice(Owner::Value(_)) => (
                format!("The names of the value `{}` are in no order.", name.it),
                "Declare it as a `level`, with its lines from low to high.".to_string(),
            ),
            Readable::Choice(owner @ (Owner::Question(_) | Owner::Marks(_))) => (
                format!("The answers of `{}` are in no order.", name.it),
                format!(
                    "Write `is one of` and the answers. {}",
                    self.options_help(owner)
                ),
            ),
            Readable::List(_) => (
                format!("`{}` is a checklist, and has no order.", name.it),
                format!("Count its items, as in `at least 2 of {}`.", name.it),
            ),
        };
        self.mismatch(name.span.to(with.span), message, help);
        None
    }

    /// `d within 28 days of today`
    fn within(&mut self, name: &Name<'_>, by: &Spanned<Duration>, span: Span) -> Option<Condition> {
        let readable = self.readable(name, Use::Read)?;
        let date = match readable {
            Readable::Number(Measure::Question(id)) => Some(id).filter(|id| {
                matches!(
                    self.pathway[*id].answers,
                    Answers::Range {
                        kind: RangeKind::Date,
                        ..
                    }
                )
            }),
            Readable::Number(_) | Readable::Choice(_) | Readable::List(_) | Readable::Text => None,
        };
        let Some(id) = date else {
            let message = format!(
                "`{}` is not a date, so it cannot lie so many days from today.",
                name.it
            );
            let help = format!("`within` is for {}.", word(RangeKind::Date));
            self.mismatch(span, message, help);
            return None;
        };
        let Some(distance) = Distance::of(&by.it) else {
            let message = format!(
                "`{}` is not a number of days, weeks, months or years.",
                self.words(by.span)
            );
            let help = format!(
                "Count from today in days; or write {}.",
                example(RangeKind::Date)
            );
            self.mismatch(by.span, message, help);
            return None;
        };
        Some(Condition::Within(id, distance))
    }

    /// Bullets, and how many of them must hold.
    pub(super) fn bullets(
        &mut self,
        count: &ast::Count<'_>,
        parts: Vec<Condition>,
        span: Span,
    ) -> Condition {
        match count {
            ast::Count::All => Condition::All(parts),
            ast::Count::Any => Condition::Any(parts),
            ast::Count::None => Condition::Not(Box::new(Condition::Any(parts))),
            ast::Count::AtLeast(_)
            | ast::Count::AtMost(_)
            | ast::Count::Exactly(_)
            | ast::Count::MoreThan(_)
            | ast::Count::FewerThan(_) => {
                let counted = self.count(count, Some(parts.len()), span);
                let Some((count, not)) = counted else {
                    self.spoil();
                    return Condition::Broken;
                };
                negated_if(not, how_many(count, parts))
            }
        }
    }
}

fn how_many(count: Count, parts: Vec<Condition>) -> Condition {
    match count {
        Count::All => Condition::All(parts),
        Count::AtLeast(_) | Count::AtMost(_) | Count::Exactly(_) => {
            Condition::HowMany(count, parts)
        }
    }
}
