//! Checklists in conditions: what is ticked, which marks are given, and how many of them.
//!
//! Invariant: items marked `alone` are counted only where the author names them in brackets.

use std::collections::BTreeSet;

use super::names::{Kind, Use};
use super::{Context, Owner};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Answers, Bound, Condition, Count, Part, QuestionId, RangeKind};
use crate::source::Span;
use crate::syntax::ast::{self, Counted, Marks, Name};

/// A condition, or its opposite.
pub(super) fn negated_if(not: bool, condition: Condition) -> Condition {
    if not {
        Condition::Not(Box::new(condition))
    } else {
        condition
    }
}

/// The items, and the marks, that something is said of. Marks are empty where items are ticked.
pub(super) struct Listed {
    pub(super) list: QuestionId,
    pub(super) items: Vec<usize>,
    pub(super) marks: Vec<usize>,
}

impl Listed {
    fn counted(self, count: Count) -> Condition {
        Condition::Items {
            list: self.list,
            items: self.items,
            marks: self.marks,
            count,
        }
    }
}

const AT_LEAST_ONE: Count = Count::AtLeast(Bound::Fixed(1));

impl Context<'_, '_> {
    /// `at least 2 of list`, `any of (a, b) in list`, `none of dash are yes`
    pub(super) fn how_many_of(
        &mut self,
        count: &ast::Count<'_>,
        of: &Counted<'_>,
        span: Span,
    ) -> Option<Condition> {
        let listed = self.listed_items(of)?;
        // Items that could not be read are items too.
        let unread = self.is_open(Owner::Question(listed.list));
        let most = if unread {
            usize::MAX >> 1
        } else {
            listed.items.len()
        };
        let (count, not) = self.count(count, most, span)?;
        Some(negated_if(not, listed.counted(count)))
    }

    /// What is counted.
    pub(super) fn listed_items(&mut self, of: &Counted<'_>) -> Option<Listed> {
        let part = self.look_up(&of.list, Use::List)?;
        let (list, group) = if let Part::Question(id) = part {
            (id, None)
        } else if let Part::Group(id) = part {
            self.pathway.other_uses.insert((self.at, part));
            (self.pathway[id].question, Some(id))
        } else {
            return None;
        };
        let owner = Owner::Question(list);
        let items = match &self.pathway[list].answers {
            Answers::Broken => return None,
            Answers::Several { items, .. } => items,
            Answers::OneOf(_) | Answers::Range { .. } | Answers::Text => {
                self.not_a_list(of, list, group.is_some());
                return None;
            }
        };
        if group.is_some_and(|group| self.pathway.broken.holds(Part::Group(group))) {
            return None;
        }
        let counts: Vec<usize> = (0..items.len())
            .filter(|item| items.get(*item).is_some_and(|item| !item.alone))
            .collect();
        let items = match (&of.items, group) {
            (Some(names), _) => self.bracketed(owner, names)?,
            (None, Some(group)) => {
                let members = self.members(group, owner)?;
                counts
                    .into_iter()
                    .filter(|item| members.contains(item))
                    .collect()
            }
            (None, None) => counts,
        };
        let marks = self.counted_marks(list, of)?;
        Some(Listed { list, items, marks })
    }

    /// `(a, b)`: items, and groups of items.
    fn bracketed(&mut self, owner: Owner, names: &[Name<'_>]) -> Option<Vec<usize>> {
        let mut items = BTreeSet::new();
        let mut whole = true;
        for name in names {
            let group = self.names.get(name.it).map(|declared| declared.part);
            if self.find_option(owner, name.it).is_none()
                && let Some(Part::Group(group)) = group
                && let Some(members) = self.members(group, owner)
            {
                items.extend(members);
                continue;
            }
            let item = self.option_number(owner, name);
            whole &= item.is_some();
            items.extend(item);
        }
        whole.then(|| items.into_iter().collect())
    }

    fn counted_marks(&mut self, list: QuestionId, of: &Counted<'_>) -> Option<Vec<usize>> {
        let has_marks = !self.marks(list).is_empty();
        match &of.marks {
            Some(marks) if has_marks => self.mark_numbers(list, marks),
            None if !has_marks => Some(Vec::new()),
            Some(_) => {
                self.has_no_marks(
                    list,
                    of.span,
                    &format!("Leave out `are`: write `{}` alone.", of.list.it),
                );
                None
            }
            None => {
                let mark = self.marks(list).first().map(|mark| mark.name.clone());
                let help = format!(
                    "Say which mark is counted, as in `of {} are {}`.",
                    of.list.it,
                    mark.unwrap_or_default()
                );
                self.has_marks(list, of.span, &help);
                None
            }
        }
    }

    fn mark_numbers(&mut self, list: QuestionId, marks: &Marks<'_>) -> Option<Vec<usize>> {
        let owner = Owner::Marks(list);
        let chosen = self.option_numbers(owner, &marks.marks)?;
        let all = 0..self.options(owner).len();
        Some(
            all.filter(|mark| chosen.contains(mark) != marks.not)
                .collect(),
        )
    }

    /// How many of `most` things; the second is whether it is the opposite that is meant.
    pub(super) fn count(
        &mut self,
        count: &ast::Count<'_>,
        most: usize,
        span: Span,
    ) -> Option<(Count, bool)> {
        let operand = match count {
            ast::Count::All => return Some((Count::All, false)),
            ast::Count::Any => return Some((AT_LEAST_ONE, false)),
            ast::Count::None => return Some((Count::AtMost(Bound::Fixed(0)), false)),
            ast::Count::AtLeast(n)
            | ast::Count::AtMost(n)
            | ast::Count::Exactly(n)
            | ast::Count::MoreThan(n)
            | ast::Count::FewerThan(n) => n,
        };
        let bound = self.bound(operand, RangeKind::Number, "A count")?;
        let number = match self.at_present(bound) {
            Bound::Fixed(number) => number,
            Bound::Setting(_) | Bound::FromToday(_) => return None,
        };
        self.is_in_reach(count, number, most, span)?;
        let fixed = matches!(bound, Bound::Fixed(_));
        Some(match count {
            ast::Count::AtLeast(_) => (Count::AtLeast(bound), false),
            ast::Count::AtMost(_) => (Count::AtMost(bound), false),
            ast::Count::Exactly(_) => (Count::Exactly(bound), false),
            ast::Count::MoreThan(_) if fixed => (
                Count::AtLeast(Bound::Fixed(number.saturating_add(1))),
                false,
            ),
            ast::Count::MoreThan(_) => (Count::AtMost(bound), true),
            ast::Count::FewerThan(_) if fixed => {
                (Count::AtMost(Bound::Fixed(number.saturating_sub(1))), false)
            }
            ast::Count::FewerThan(_) => (Count::AtLeast(bound), true),
            ast::Count::All | ast::Count::Any | ast::Count::None => return None,
        })
    }

    /// A count that no family can have is told.
    fn is_in_reach(
        &mut self,
        count: &ast::Count<'_>,
        number: i64,
        most: usize,
        span: Span,
    ) -> Option<()> {
        let least_needed = match count {
            ast::Count::AtLeast(_) | ast::Count::Exactly(_) => number,
            ast::Count::MoreThan(_) => number.saturating_add(1),
            ast::Count::AtMost(_)
            | ast::Count::FewerThan(_)
            | ast::Count::All
            | ast::Count::Any
            | ast::Count::None => 0,
        };
        let impossible = match count {
            ast::Count::FewerThan(_) => number <= 0,
            ast::Count::AtMost(_) | ast::Count::Exactly(_) => number < 0,
            ast::Count::AtLeast(_)
            | ast::Count::MoreThan(_)
            | ast::Count::All
            | ast::Count::Any
            | ast::Count::None => false,
        };
        let enough = i64::try_from(most).is_ok_and(|most| least_needed <= most);
        if enough && !impossible {
            return Some(());
        }
        let message = if impossible {
            format!(
                "`{}` can never hold: nothing is fewer than none.",
                self.words(span)
            )
        } else {
            format!(
                "`{}` can never hold: there {} only {most}.",
                self.words(span),
                if most == 1 { "is" } else { "are" }
            )
        };
        let help = format!("Write a number up to {most}.");
        self.say(Diagnostic::new(Code::OutOfRange, span, message).help(help));
        None
    }

    /// `list includes a`
    pub(super) fn includes(
        &mut self,
        list: &Name<'_>,
        item: &Name<'_>,
        span: Span,
    ) -> Option<Condition> {
        let id = self.checklist(list, item, span)?;
        if let Some(mark) = self.marks(id).first() {
            let help = format!("Write `{} in {} is {}`.", item.it, list.it, mark.name);
            self.has_marks(id, span, &help);
            return None;
        }
        let owner = Owner::Question(id);
        let group = self.names.get(item.it).map(|declared| declared.part);
        if self.find_option(owner, item.it).is_none()
            && let Some(Part::Group(_)) = group
        {
            let message = format!("`{}` is a group, not an item of `{}`.", item.it, list.it);
            let help = format!("Write `any of {}`.", item.it);
            self.say(Diagnostic::new(Code::WrongKind, item.span, message).help(help));
            return None;
        }
        let listed = Listed {
            list: id,
            items: vec![self.option_number(owner, item)?],
            marks: Vec::new(),
        };
        Some(listed.counted(AT_LEAST_ONE))
    }

    /// `ITEM in LIST is MARK`
    pub(super) fn item_is(
        &mut self,
        item: &Name<'_>,
        list: &Name<'_>,
        not: bool,
        marks: &[Name<'_>],
        span: Span,
    ) -> Option<Condition> {
        let id = self.checklist(list, item, span)?;
        if self.marks(id).is_empty() {
            let help = format!("Write `{} includes {}`.", list.it, item.it);
            self.has_no_marks(id, span, &help);
            return None;
        }
        let items = vec![self.option_number(Owner::Question(id), item)?];
        let marks = Marks {
            not,
            marks: marks.to_vec(),
        };
        let marks = self.mark_numbers(id, &marks)?;
        let listed = Listed {
            list: id,
            items,
            marks,
        };
        Some(listed.counted(AT_LEAST_ONE))
    }

    /// `list is empty`
    pub(super) fn is_empty(&mut self, list: &Name<'_>, not: bool, span: Span) -> Option<Condition> {
        let id = self.look_up_question(list, Use::Given)?;
        match &self.pathway[id].answers {
            Answers::Broken => None,
            Answers::Several { marks, .. } if marks.is_empty() => {
                Some(negated_if(not, Condition::Empty(id)))
            }
            Answers::Several { .. } => {
                self.has_marks(
                    id,
                    span,
                    "Count the items with a mark, as in `none of ... are yes`.",
                );
                None
            }
            Answers::OneOf(_) | Answers::Range { .. } | Answers::Text => {
                let message = format!("`{}` is no checklist, so it is never empty.", list.it);
                let help = format!(
                    "To ask whether it was answered at all, write `{} was asked`.",
                    list.it
                );
                self.mismatch(span, message, help);
                None
            }
        }
    }

    /// The checklist of which an item is spoken.
    fn checklist(&mut self, list: &Name<'_>, item: &Name<'_>, span: Span) -> Option<QuestionId> {
        let id = self.look_up_question(list, Use::Given)?;
        match &self.pathway[id].answers {
            Answers::Several { .. } => Some(id),
            Answers::Broken => None,
            Answers::OneOf(_) => {
                let message = format!("`{}` has one answer, not a list of items.", list.it);
                let help = format!("Write `{} is {}`.", list.it, item.it);
                self.mismatch(span, message, help);
                None
            }
            Answers::Range { .. } | Answers::Text => {
                let message = format!("`{}` has no items.", list.it);
                self.mismatch(span, message, "Items belong to a checklist.".to_string());
                None
            }
        }
    }

    fn not_a_list(&mut self, of: &Counted<'_>, question: QuestionId, is_group: bool) {
        let name = self.pathway[question].name.clone();
        let message = format!("`{name}` is no checklist, so its answers cannot be counted.");
        let kind = self.names.get(&name).map(|declared| declared.kind);
        let help = match (&of.items, is_group) {
            (_, true) => format!("Write `{name} is in {}`.", of.list.it),
            (Some(items), false) => {
                let items: Vec<&str> = items.iter().map(|item| item.it).collect();
                format!("Write `{name} is one of {}`.", items.join(", "))
            }
            (None, false) if kind == Some(Kind::Question) => {
                "If several answers may be true at once, declare it as a `checklist`.".to_string()
            }
            (None, false) => String::new(),
        };
        self.mismatch(of.span, message, help);
    }

    fn has_marks(&mut self, list: QuestionId, span: Span, help: &str) {
        let name = &self.pathway[list].name;
        let message = format!("Every item of `{name}` is given a mark; none is just ticked.");
        self.mismatch(span, message, help.to_string());
    }

    fn has_no_marks(&mut self, list: QuestionId, span: Span, help: &str) {
        let name = &self.pathway[list].name;
        let message = format!("The items of `{name}` are ticked or not; they have no marks.");
        self.mismatch(span, message, help.to_string());
    }
}
