//! What can be answered to a question that both versions ask: all that either offers, and which of it each one does.
//!
//! Of a checklist a version sees its own items alone. Who ticks only items that it does not have ticks nothing there;
//! where something must be ticked, that is the first item that stands alone ("none of these").

use std::collections::BTreeSet;

use crate::ir::{
    Answer, AnswerOption, Answers, Bound, Condition, Count, Measure, QuestionId, RangeKind,
};

/// Which of the answers in both a version offers.
#[derive(Clone, Debug)]
pub(super) struct Offered {
    kind: Kind,
    /// For each of its own answers or items its number in both.
    options: Vec<usize>,
    /// For each of its own marks its number in both.
    marks: Vec<usize>,
    /// How many answers or items, and marks, there are in both.
    all: (usize, usize),
    /// Its own range, where both together accept more.
    range: Option<(i64, i64)>,
    /// Of its own items those that stand alone.
    alone: Vec<usize>,
    /// Of those the ones that need not stand alone in both.
    only_alone_here: Vec<usize>,
    /// Its own item that whoever ticks none of the others ticks, where nothing in both says so.
    pub(super) stands_in: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    OneOf,
    Ticks,
    Marks,
    Number,
    Other,
}

impl Kind {
    fn of(answers: &Answers) -> Kind {
        match answers {
            Answers::OneOf(_) => Kind::OneOf,
            Answers::Several { marks, .. } if marks.is_empty() => Kind::Ticks,
            Answers::Several { .. } => Kind::Marks,
            Answers::Range { .. } => Kind::Number,
            Answers::Text | Answers::Broken => Kind::Other,
        }
    }
}

impl Offered {
    /// A version that offers all that can be answered.
    pub(super) fn all(answers: &Answers) -> Offered {
        let (options, marks) = (answers.options(), marks_of(answers));
        Offered {
            kind: Kind::of(answers),
            options: (0..options.len()).collect(),
            marks: (0..marks.len()).collect(),
            all: (options.len(), marks.len()),
            range: None,
            alone: (0..options.len()).filter(|it| options[*it].alone).collect(),
            only_alone_here: Vec::new(),
            stands_in: None,
        }
    }

    pub(super) fn option(&self, own: usize) -> usize {
        self.options.get(own).copied().unwrap_or(own)
    }

    pub(super) fn mark(&self, own: usize) -> usize {
        self.marks.get(own).copied().unwrap_or(own)
    }

    /// Whether there are more answers or items in both than here.
    pub(super) fn is_part(&self) -> bool {
        self.all.0 > self.options.len()
    }

    /// Its own items that do not stand alone, by their numbers in both.
    pub(super) fn together(&self) -> BTreeSet<usize> {
        let own = (0..self.options.len()).filter(|it| !self.alone.contains(it));
        own.map(|it| self.option(it)).collect()
    }

    /// All of its own items but one, by their numbers in both.
    pub(super) fn others(&self, own: usize) -> Vec<usize> {
        let others = (0..self.options.len()).filter(|it| *it != own);
        others.map(|it| self.option(it)).collect()
    }

    /// Whether its own answers have the same numbers in both, and mean the same.
    pub(super) fn is_changed(&self) -> bool {
        let same = self.options.iter().enumerate().all(|(at, it)| at == *it);
        !same || self.stands_in.is_some()
    }

    /// That the answer is one that it offers; none where every one is.
    pub(super) fn gate(&self, question: QuestionId) -> Option<Condition> {
        match self.kind {
            Kind::OneOf => self
                .is_part()
                .then(|| Condition::Is(question, self.options.clone())),
            Kind::Ticks => {
                let both = |own: &usize| {
                    Condition::Not(Box::new(Condition::All(vec![
                        ticked(question, vec![self.option(*own)]),
                        ticked(question, self.others(*own)),
                    ])))
                };
                let each: Vec<Condition> = self.only_alone_here.iter().map(both).collect();
                (!each.is_empty()).then_some(Condition::All(each))
            }
            Kind::Marks => {
                let is_part = self.marks.len() < self.all.1 && !self.options.is_empty();
                is_part.then(|| Condition::Items {
                    list: question,
                    items: self.options.clone(),
                    marks: self.marks.clone(),
                    count: Count::All,
                })
            }
            Kind::Number => self.range.map(|(from, to)| {
                let (from, to) = (Bound::Fixed(from), Bound::Fixed(to));
                Condition::Between(Measure::Question(question), Some(from), Some(to))
            }),
            Kind::Other => None,
        }
    }

    /// An answer in both as this version's own; none where it does not offer it.
    pub(super) fn own_answer(&self, answer: &Answer) -> Option<Answer> {
        let own = |all: &usize| self.options.iter().position(|it| it == all);
        match answer {
            Answer::Option(all) => own(all).map(Answer::Option),
            Answer::Ticked(all) => {
                let mut ticked: BTreeSet<usize> = all.iter().filter_map(own).collect();
                if ticked.is_empty() {
                    ticked.extend(self.alone.first());
                }
                let together = ticked.len() < 2 || self.alone.iter().all(|it| !ticked.contains(it));
                together.then_some(Answer::Ticked(ticked))
            }
            Answer::Marked(all) => {
                let mark = |at: &usize| {
                    let given = all.get(*at)?;
                    self.marks.iter().position(|it| it == given)
                };
                let given: Option<Vec<usize>> = self.options.iter().map(mark).collect();
                given.map(Answer::Marked)
            }
            Answer::Quantity(number) => {
                let inside = |(from, to): (i64, i64)| from <= *number && *number <= to;
                self.range.is_none_or(inside).then(|| answer.clone())
            }
            Answer::FromToday(_) | Answer::Text(_) => Some(answer.clone()),
        }
    }

    /// An answer of this version's own as it stands in both.
    pub(super) fn in_both(&self, answer: &Answer) -> Answer {
        match answer {
            Answer::Option(own) => Answer::Option(self.option(*own)),
            Answer::Ticked(own) => Answer::Ticked(own.iter().map(|it| self.option(*it)).collect()),
            Answer::Marked(own) => {
                let mut all = vec![0; self.all.0];
                for (item, mark) in own.iter().enumerate() {
                    if let Some(place) = all.get_mut(self.option(item)) {
                        *place = self.mark(*mark);
                    }
                }
                Answer::Marked(all)
            }
            Answer::Quantity(_) | Answer::FromToday(_) | Answer::Text(_) => answer.clone(),
        }
    }
}

/// That one of these items is ticked.
pub(super) fn ticked(list: QuestionId, items: Vec<usize>) -> Condition {
    Condition::Items {
        list,
        items,
        marks: Vec::new(),
        count: Count::AtLeast(Bound::Fixed(1)),
    }
}

fn marks_of(answers: &Answers) -> &[AnswerOption] {
    match answers {
        Answers::Several { marks, .. } => marks,
        Answers::OneOf(_) | Answers::Range { .. } | Answers::Text | Answers::Broken => &[],
    }
}

/// What can be answered to a question in either version, and what each of them offers of it; none where the two
/// are not the same kind of question. `ranges` are the numbers that each accepts.
pub(super) fn tied(
    old: &Answers,
    new: &Answers,
    ranges: ((i64, i64), (i64, i64)),
) -> Option<(Answers, Offered, Offered)> {
    let kind = Kind::of(old);
    if kind != Kind::of(new) || matches!((old, new), (Answers::Broken, _) | (_, Answers::Broken)) {
        return None;
    }
    let (mut was, mut is) = (Offered::all(old), Offered::all(new));
    if let (
        Answers::Range { kind, unit, .. },
        Answers::Range {
            kind: now,
            unit: say,
            ..
        },
    ) = (old, new)
    {
        if kind != now {
            return None;
        }
        return Some(range(*kind, (unit, say), ranges, (was, is)));
    }
    let options = union(
        old.options(),
        new.options(),
        &mut was.options,
        &mut is.options,
    );
    let marks = union(marks_of(old), marks_of(new), &mut was.marks, &mut is.marks);
    let all = (options.len(), marks.len());
    for side in [&mut was, &mut is] {
        side.all = all;
        let here = |own: &usize| !options[side.options[*own]].alone;
        side.only_alone_here = side.alone.iter().copied().filter(here).collect();
        let may_be_empty = side.is_part() || options.iter().all(|it| !it.alone);
        if kind == Kind::Ticks && may_be_empty {
            side.stands_in = side.alone.first().copied();
        }
    }
    let answers = match kind {
        Kind::OneOf => Answers::OneOf(options),
        Kind::Ticks | Kind::Marks => Answers::Several {
            items: options,
            marks,
        },
        Kind::Number | Kind::Other => Answers::Text,
    };
    Some((answers, was, is))
}

/// All of the old answers, then those of the new that are not among them.
fn union(
    old: &[AnswerOption],
    new: &[AnswerOption],
    was: &mut Vec<usize>,
    is: &mut Vec<usize>,
) -> Vec<AnswerOption> {
    let mut all = old.to_vec();
    *was = (0..old.len()).collect();
    is.clear();
    // "None of these" may be called something else.
    let alone = |options: &[AnswerOption], others: &[AnswerOption]| {
        let first = options.iter().position(|it| it.alone);
        first.filter(|at| others.iter().all(|it| it.name != options[*at].name))
    };
    let renamed = alone(old, new).zip(alone(new, old));
    for (number, option) in new.iter().enumerate() {
        let by_name = all.iter().position(|it| it.name == option.name);
        let by_place = renamed.filter(|(_, it)| *it == number).map(|(at, _)| at);
        match by_name.or(by_place) {
            Some(at) => {
                all[at].alone &= option.alone;
                is.push(at);
            }
            None => {
                is.push(all.len());
                all.push(option.clone());
            }
        }
    }
    all
}

type Ends = (i64, i64);

fn range(
    kind: RangeKind,
    (unit, say): (&str, &str),
    (old, new): (Ends, Ends),
    (mut was, mut is): (Offered, Offered),
) -> (Answers, Offered, Offered) {
    let all = (old.0.min(new.0), old.1.max(new.1));
    was.range = (old != all).then_some(old);
    is.range = (new != all).then_some(new);
    let answers = Answers::Range {
        kind,
        from: Bound::Fixed(all.0),
        to: Bound::Fixed(all.1),
        unit: if unit.is_empty() { say } else { unit }.to_string(),
    };
    (answers, was, is)
}
