//! Answers, items, marks and options by name: which one of its list a name is, and what to say where it
//! is none of them.

use std::collections::BTreeSet;

use super::names::{Kind, Use};
use super::{Context, Owner, ticked};
use crate::diagnostic::{Code, Diagnostic, list};
use crate::ir::{Answers, Condition, GroupId, Measure, Part, QuestionId};
use crate::source::Span;
use crate::syntax::ast::{Name, Operand};

/// What can be asked of a name in a condition.
#[derive(Clone, Copy)]
pub(super) enum Readable {
    /// One of several answers, or one of a value's options.
    Choice(Owner),
    /// Items, each ticked or marked.
    List(QuestionId),
    /// A number.
    Number(Measure),
    /// Words.
    Text,
}

/// How many names a message lists at most.
const LISTED: usize = 8;

impl Context<'_, '_> {
    /// Whether a mistake may have shortened a list, so that nothing is said of names that are not on it.
    pub(super) fn is_open(&self, owner: Owner) -> bool {
        let unread = match owner {
            Owner::Question(id) | Owner::Marks(id) => {
                matches!(self.pathway[id].answers, Answers::Broken)
            }
            Owner::Value(_) => false,
        };
        unread || self.open.contains(&owner)
    }

    /// What a name in a condition reads; none, and the line is spoiled, where that cannot be known.
    pub(super) fn readable(&mut self, name: &Name<'_>, used: Use) -> Option<Readable> {
        let part = self.look_up(name, used)?;
        if let Part::Value(id) = part {
            return Some(Readable::Choice(Owner::Value(id)));
        }
        if let Part::Score(id) = part {
            return Some(Readable::Number(Measure::Score(id)));
        }
        if let Part::Setting(id) = part {
            return Some(Readable::Number(Measure::Setting(id)));
        }
        let Part::Question(id) = part else {
            return None;
        };
        match &self.pathway[id].answers {
            Answers::OneOf(_) => Some(Readable::Choice(Owner::Question(id))),
            Answers::Several { .. } => Some(Readable::List(id)),
            Answers::Range { .. } => Some(Readable::Number(Measure::Question(id))),
            Answers::Text => Some(Readable::Text),
            Answers::Broken => None,
        }
    }

    /// Which one of a list a name is, saying nothing.
    pub(super) fn find_option(&self, owner: Owner, name: &str) -> Option<usize> {
        self.option_numbers.get(&owner)?.get(name).copied()
    }

    /// Which one of a list a name is.
    pub(super) fn option_number(&mut self, owner: Owner, name: &Name<'_>) -> Option<usize> {
        let number = self.find_option(owner, name.it);
        if number.is_none() {
            self.no_such_option(owner, name);
            self.spoil();
        }
        number
    }

    /// Which of a list these names are; none where one of them is none of the list.
    pub(super) fn option_numbers(
        &mut self,
        owner: Owner,
        names: &[Name<'_>],
    ) -> Option<BTreeSet<usize>> {
        let numbers: Vec<Option<usize>> = names
            .iter()
            .map(|name| self.option_number(owner, name))
            .collect();
        numbers.into_iter().collect()
    }

    /// The answers that `is` and a cell name.
    pub(super) fn chosen(
        &mut self,
        name: &Name<'_>,
        owner: Owner,
        answers: &[Operand<'_>],
    ) -> Option<BTreeSet<usize>> {
        let mut chosen = BTreeSet::new();
        let mut whole = true;
        for (place, answer) in answers.iter().enumerate() {
            let number = match answer {
                Operand::Quantity(quantity) => {
                    let written = self.words(quantity.span);
                    let message = format!(
                        "`{}` has answers to choose from, and `{written}` is a number.",
                        name.it
                    );
                    let help = self.options_help(owner);
                    self.mismatch(quantity.span, message, help);
                    None
                }
                Operand::Name(answer) => {
                    let is_last = place > 0 && place + 1 == answers.len();
                    self.find_option(owner, answer.it).or_else(|| {
                        self.not_chosen(name, owner, answer, is_last);
                        None
                    })
                }
            };
            whole &= number.is_some();
            chosen.extend(number);
        }
        whole.then_some(chosen)
    }

    /// A condition that one of these was chosen, or, with `not`, one of the others.
    pub(super) fn choice(&self, owner: Owner, chosen: &BTreeSet<usize>, not: bool) -> Condition {
        let numbers = 0..self.options(owner).len();
        let chosen = numbers
            .filter(|number| chosen.contains(number) != not)
            .collect();
        match owner {
            Owner::Question(id) | Owner::Marks(id) => Condition::Is(id, chosen),
            Owner::Value(id) => Condition::ValueIs(id, chosen),
        }
    }

    /// Says what is wrong with a name after `is` that is no answer.
    fn not_chosen(&mut self, name: &Name<'_>, owner: Owner, answer: &Name<'_>, is_last: bool) {
        if self.is_open(owner) {
            return;
        }
        let declared = self.names.get(answer.it).map(|it| (it.kind, it.part));
        match declared {
            Some((Kind::Group, Part::Group(group))) if self.members(group, owner).is_some() => {
                let help = format!("Write `{} is in {}`.", name.it, answer.it);
                let message = format!(
                    "`{}` is a group of answers of `{}`, not one of them.",
                    answer.it, name.it
                );
                let key = (Code::WrongKind, answer.it.to_string(), name.it.to_string());
                if !self.said_before(&key, answer.span) {
                    let finding = Diagnostic::new(Code::WrongKind, answer.span, message);
                    self.say_repeatedly(key, finding.help(help), None, Some(Part::Group(group)));
                }
            }
            Some((_, Part::Question(_) | Part::Value(_) | Part::Score(_))) => {
                let message = format!(
                    "`{}` and `{}` are both worked out from answers; they cannot be compared with each other.",
                    name.it, answer.it
                );
                let help = self.options_help(owner);
                self.mismatch(answer.span, message, help);
            }
            Some((Kind::Condition, part)) if is_last => {
                let message = format!(
                    "`{}` is a condition, not an answer of `{}`.",
                    answer.it, name.it
                );
                let help = format!(
                    "Put brackets around the answers' part: `({} is one of ...) or {}`.",
                    name.it, answer.it
                );
                let finding = Diagnostic::new(Code::UnknownAnswer, answer.span, message);
                self.say(finding.help(help));
                self.mention(self.at, part);
            }
            _ => self.no_such_option(owner, answer),
        }
    }

    /// Says that a list has no such name on it, unless that may be another mistake's doing.
    fn no_such_option(&mut self, owner: Owner, name: &Name<'_>) {
        if self.is_open(owner) {
            return;
        }
        let whose = self.owner_name(owner).to_string();
        let key = (Code::UnknownAnswer, name.it.to_string(), whose.clone());
        if self.said_before(&key, name.span) {
            return;
        }
        let names: Vec<String> = self
            .options(owner)
            .iter()
            .map(|option| option.name.clone())
            .collect();
        let words: Vec<&str> = names.iter().map(String::as_str).collect();
        let near = self.repeated.nearest(name.it, &words);
        let what = match owner {
            Owner::Question(id) => match self.pathway[id].answers {
                Answers::Several { .. } => "an item",
                Answers::OneOf(_) | Answers::Range { .. } | Answers::Text | Answers::Broken => {
                    "an answer"
                }
            },
            Owner::Marks(_) => "a mark",
            Owner::Value(_) => "one of the names",
        };
        let mut message = format!("`{}` is not {what} of `{whose}`.", name.it);
        if let Some(near) = &near {
            message.push_str(&format!(" Did you mean `{near}`?"));
        }
        let finding =
            Diagnostic::new(Code::UnknownAnswer, name.span, message).help(self.options_help(owner));
        self.say_repeatedly(key, finding, near, None);
    }

    /// What there is to choose from.
    pub(super) fn options_help(&self, owner: Owner) -> String {
        let names: Vec<&str> = self
            .options(owner)
            .iter()
            .map(|option| option.name.as_str())
            .collect();
        let things = match owner {
            Owner::Question(id) if matches!(self.pathway[id].answers, Answers::Several { .. }) => {
                "items"
            }
            Owner::Question(_) => "answers",
            Owner::Marks(_) => "marks",
            Owner::Value(_) => "names",
        };
        let whose = self.owner_name(owner);
        match names.len() {
            0 => format!("`{whose}` has no {things}."),
            1 => format!("`{whose}` has only {}.", ticked(&names, "and")),
            2..=LISTED => format!("The {things} of `{whose}` are {}.", ticked(&names, "and")),
            all => {
                let first = names.iter().take(LISTED - 1);
                let mut first: Vec<String> = first.map(|name| format!("`{name}`")).collect();
                first.push(format!("{} more", all - first.len()));
                format!("The {things} of `{whose}` are {}.", list(&first, "and"))
            }
        }
    }

    /// The members of a group as numbers of this list: the group is of the same question, or of the one
    /// whose answers it copies. The line being read uses the group.
    pub(super) fn members(&mut self, group: GroupId, owner: Owner) -> Option<BTreeSet<usize>> {
        let used = (self.at, Part::Group(group));
        self.pathway.other_uses.insert(used);
        let Owner::Question(question) = owner else {
            return None;
        };
        let group = &self.pathway[group];
        if group.question == question {
            return Some(group.members.iter().copied().collect());
        }
        let root = |id| self.list_roots.get(&id).copied().unwrap_or(id);
        if root(group.question) != root(question) {
            return None;
        }
        let options = self.pathway[group.question].answers.options();
        let names = group
            .members
            .iter()
            .filter_map(|member| options.get(*member));
        Some(
            names
                .filter_map(|option| self.find_option(owner, &option.name))
                .collect(),
        )
    }

    /// `q is in GROUP`
    pub(super) fn is_in(
        &mut self,
        name: &Name<'_>,
        not: bool,
        group_name: &Name<'_>,
        span: Span,
    ) -> Option<Condition> {
        let readable = self.readable(name, Use::Read)?;
        let owner = match readable {
            Readable::Choice(owner) => owner,
            Readable::List(id) => Owner::Question(id),
            Readable::Number(_) | Readable::Text => {
                let message = format!("`{}` has no answers that a group could hold.", name.it);
                self.mismatch(span, message, String::new());
                return None;
            }
        };
        if let Some(answer) = self.find_option(owner, group_name.it)
            && self.names.get(group_name.it).is_none()
        {
            let message = format!(
                "`{}` is an answer of `{}`, not a group.",
                group_name.it, name.it
            );
            let is = if not { "is not" } else { "is" };
            let help = format!("Write `{} {is} {}`.", name.it, group_name.it);
            self.say(Diagnostic::new(Code::WrongKind, group_name.span, message).help(help));
            return Some(self.choice(owner, &BTreeSet::from([answer]), not));
        }
        let Part::Group(group) = self.look_up(group_name, Use::Group)? else {
            return None;
        };
        let Some(members) = self.members(group, owner) else {
            if !self.pathway.broken.holds(Part::Group(group)) && !self.is_open(owner) {
                let of = self.pathway[self.pathway[group].question].name.clone();
                let message = format!(
                    "`{}` is a group of answers of `{of}`, and cannot be compared with `{}`.",
                    group_name.it, name.it
                );
                let help = format!("Declare a group `of {}`.", name.it);
                self.mismatch(group_name.span, message, help);
            }
            return None;
        };
        if self.pathway.broken.holds(Part::Group(group)) {
            return None;
        }
        if let Readable::List(_) = readable {
            let message = format!("Several items of `{}` can be ticked at once.", name.it);
            let count = if not { "none of" } else { "any of" };
            let help = format!("Write `{count} {}`.", group_name.it);
            self.mismatch(span, message, help);
            return None;
        }
        Some(self.choice(owner, &members, not))
    }
}
