//! Answers that a family gave, in an example or by `unasked means`.

use std::collections::BTreeSet;

use super::number::operand_span;
use super::{Context, Owner};
use crate::diagnostic::count;
use crate::ir::{Answer, Answers, Bound, QuestionId, RangeKind};
use crate::source::Span;
use crate::syntax::ast::{Given, Name, Operand};

/// The marks that an example's lines give to the items of one list.
pub(super) struct Marked {
    /// Which mark, for each item that has been named.
    by_item: Vec<(usize, usize)>,
    rest: Option<usize>,
    /// Whether a mark or item could not be resolved.
    broken: bool,
    pub(super) span: Span,
}

impl Marked {
    pub(super) fn new(span: Span) -> Marked {
        Marked {
            by_item: Vec::new(),
            rest: None,
            broken: false,
            span,
        }
    }
}

impl Context<'_, '_> {
    /// An answer that stands on one line.
    pub(super) fn given_alone(
        &mut self,
        id: QuestionId,
        given: &Given<'_>,
        span: Span,
    ) -> Option<Answer> {
        let answer = if let Given::Marked { mark, items } = given {
            let mut marked = Marked::new(span);
            self.mark(id, mark, items.as_deref(), span, &mut marked);
            self.all_marked(id, marked, false)
        } else {
            self.given(id, given, span)
        };
        if answer.is_none() {
            self.spoil();
        }
        answer
    }

    /// An answer to a question; marks come by [`Context::mark`].
    pub(super) fn given(
        &mut self,
        id: QuestionId,
        given: &Given<'_>,
        span: Span,
    ) -> Option<Answer> {
        let name = self.pathway[id].name.clone();
        let owner = Owner::Question(id);
        match (&self.pathway[id].answers, given) {
            (Answers::Broken, _) => None,
            (Answers::Text, Given::Text(text)) => Some(Answer::Text(text.it.to_string())),
            (Answers::Text, _) => {
                let message = format!("`{name}` is answered in words, and words stand in quotes.");
                self.mismatch(span, message, format!("Write `{name} is \"...\"`."));
                None
            }
            (_, Given::Text(text)) => {
                let message = format!("`{name}` is not answered in words of the family's own.");
                let help = match &self.pathway[id].answers {
                    Answers::OneOf(_) | Answers::Several { .. } => self.options_help(owner),
                    Answers::Range { .. } | Answers::Text | Answers::Broken => {
                        "Write the number without quotes.".to_string()
                    }
                };
                self.mismatch(text.span, message, help);
                None
            }
            (Answers::OneOf(_), Given::Answers(answers)) => self.given_one(id, answers, span),
            (Answers::Several { marks, .. }, Given::Answers(_) | Given::Empty(_))
                if !marks.is_empty() =>
            {
                let mark = marks.first().map_or("", |mark| mark.name.as_str());
                let help =
                    format!("Write `{name} is {mark} for the rest`, or name items after `for`.");
                let message = format!("Every item of `{name}` is given a mark.");
                self.mismatch(span, message, help);
                None
            }
            (Answers::Several { .. }, Given::Answers(answers)) => {
                let ticked = self.names_of(id, answers)?;
                self.ticked(id, ticked, span)
            }
            (Answers::Several { .. }, Given::Empty(_)) => self.ticked(id, BTreeSet::new(), span),
            (Answers::Range { kind, .. }, Given::Answers(answers)) => {
                let kind = *kind;
                self.given_number(id, kind, answers, span)
            }
            (Answers::OneOf(_) | Answers::Range { .. }, Given::Empty(_)) => {
                let message = format!("`{name}` is no checklist, so its answer is never `empty`.");
                let help = "Leave the line out if the family is not asked.".to_string();
                self.mismatch(span, message, help);
                None
            }
            (_, Given::Marked { .. }) => {
                self.not_marked(id, span);
                None
            }
        }
    }

    fn given_one(&mut self, id: QuestionId, answers: &[Operand<'_>], span: Span) -> Option<Answer> {
        let mut chosen = self.names_of(id, answers)?;
        let answer = chosen.pop_first()?;
        if chosen.is_empty() {
            return Some(Answer::Option(answer));
        }
        let name = &self.pathway[id].name;
        let message = format!("`{name}` has one answer, and this gives {}.", answers.len());
        self.mismatch(span, message, "Write one of them.".to_string());
        None
    }

    fn names_of(&mut self, id: QuestionId, answers: &[Operand<'_>]) -> Option<BTreeSet<usize>> {
        let name = self.pathway[id].name.clone();
        let span = answers.first().map(operand_span).unwrap_or_default();
        let name = Name {
            it: name.as_str(),
            span,
        };
        self.chosen(&name, Owner::Question(id), answers)
    }

    /// Ticked items: one that is `alone` excludes the others, and a list that has one is never empty.
    fn ticked(&mut self, id: QuestionId, ticked: BTreeSet<usize>, span: Span) -> Option<Answer> {
        let items = self.pathway[id].answers.options();
        let name = &self.pathway[id].name;
        let alone = (0..).zip(items).find(|(_, item)| item.alone);
        let alone_ticked = (0..)
            .zip(items)
            .find(|(number, item)| item.alone && ticked.contains(number));
        if let (Some((_, item)), true) = (alone, ticked.is_empty()) {
            let message = format!(
                "`{name}` is never empty: it has the item `{}` for that.",
                item.name
            );
            let help = format!("Write `{name} is {}`.", item.name);
            self.mismatch(span, message, help);
            return None;
        }
        if let (Some((_, item)), true) = (alone_ticked, ticked.len() > 1) {
            let message = format!(
                "`{}` excludes the other items of `{name}`, and this gives both.",
                item.name
            );
            self.mismatch(span, message, "Leave out one or the other.".to_string());
            return None;
        }
        Some(Answer::Ticked(ticked))
    }

    fn given_number(
        &mut self,
        id: QuestionId,
        kind: RangeKind,
        answers: &[Operand<'_>],
        span: Span,
    ) -> Option<Answer> {
        let name = self.pathway[id].name.clone();
        let [operand] = answers else {
            let message = format!("`{name}` has one answer, and this gives {}.", answers.len());
            self.mismatch(span, message, "Write one of them.".to_string());
            return None;
        };
        let bound = self.bound(operand, kind, &format!("`{name}`"))?;
        if !self.is_in_range(id, bound, operand) {
            return None;
        }
        match self.at_present(bound) {
            Bound::Fixed(number) => Some(Answer::Quantity(number)),
            Bound::FromToday(distance) => Some(Answer::FromToday(distance)),
            Bound::Setting(_) => None,
        }
    }

    /// `yes for a, b`, `no for the rest`
    pub(super) fn mark(
        &mut self,
        id: QuestionId,
        mark: &Name<'_>,
        items: Option<&[Name<'_>]>,
        span: Span,
        marked: &mut Marked,
    ) {
        if self.marks(id).is_empty() {
            if !matches!(self.pathway[id].answers, Answers::Broken) {
                self.not_marked(id, span);
            }
            marked.broken = true;
            return;
        }
        let mark = self.option_number(Owner::Marks(id), mark);
        let items = items.map(|items| self.option_numbers(Owner::Question(id), items));
        match (mark, items) {
            (Some(mark), None) if marked.rest.is_none() => marked.rest = Some(mark),
            (Some(_), None) => self.once(span, marked.span, "`for the rest`"),
            (Some(mark), Some(Some(items))) => {
                for item in items {
                    if marked.by_item.iter().any(|(known, _)| *known == item) {
                        let options = self.pathway[id].answers.options();
                        let name = options.get(item).map_or("", |it| it.name.as_str());
                        let what = format!("The mark of `{name}`");
                        self.once(span, marked.span, &what);
                    } else {
                        marked.by_item.push((item, mark));
                    }
                }
            }
            (None, _) | (_, Some(None)) => marked.broken = true,
        }
    }

    /// A mark for every item; `unread` where a line that could not be read may give some.
    pub(super) fn all_marked(
        &mut self,
        id: QuestionId,
        marked: Marked,
        unread: bool,
    ) -> Option<Answer> {
        if marked.broken {
            return None;
        }
        let items = self.pathway[id].answers.options().len();
        let mut marks = vec![marked.rest; items];
        for (item, mark) in &marked.by_item {
            if let Some(place) = marks.get_mut(*item) {
                *place = Some(*mark);
            }
        }
        let missing = marks.iter().filter(|mark| mark.is_none()).count();
        if missing > 0 && !unread && !self.is_open(Owner::Question(id)) {
            let name = self.pathway[id].name.clone();
            let message = format!(
                "{} of `{name}` {} given no mark.",
                count(missing, "item"),
                if missing == 1 { "is" } else { "are" }
            );
            let mark = self
                .marks(id)
                .last()
                .map_or("no", |mark| mark.name.as_str());
            let help = format!("Add `given {name} is {mark} for the rest`.");
            self.mismatch(marked.span, message, help);
        }
        let marks: Option<Vec<usize>> = marks.into_iter().collect();
        marks.map(Answer::Marked)
    }

    fn not_marked(&mut self, id: QuestionId, span: Span) {
        let name = self.pathway[id].name.clone();
        let message = format!("`{name}` has no marks.");
        let help = format!("Write `{name} is` and what is answered, without `for`.");
        self.mismatch(span, message, help);
    }
}
