//! Every family of two versions: answers by their names, each question that both ask answered once.

use std::collections::{BTreeMap, BTreeSet};

use super::super::TODAY;
use crate::evaluate::{Evaluation, Evaluator, Sheet, bound_number};
use crate::families::Cells;
use crate::ir::{Answer, AnswerOption, Answers, Pathway, QuestionId, RangeKind};

/// How many families of both are tried at most.
const MOST: usize = 4_000;

/// An answer by its name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Named {
    Option(String),
    Ticks(BTreeSet<String>),
    Marks(BTreeMap<String, String>),
    Number(i64),
}

pub(super) type Answered = BTreeMap<String, Named>;

pub(super) fn marks(answers: &Answers) -> &[AnswerOption] {
    match answers {
        Answers::Several { marks, .. } => marks,
        Answers::OneOf(_) | Answers::Range { .. } | Answers::Text | Answers::Broken => &[],
    }
}

/// What kind of answers a question takes; two of the same kind and name are one.
fn kind(answers: &Answers) -> String {
    match answers {
        Answers::OneOf(_) => String::from("one of"),
        Answers::Several { marks, .. } => format!("several {}", marks.is_empty()),
        Answers::Range { kind, .. } => format!("{kind:?}"),
        Answers::Text | Answers::Broken => String::from("text"),
    }
}

/// An answer by its name as a version's own; none where it does not offer it.
fn own(answers: &Answers, pathway: &Pathway, named: &Named) -> Option<Answer> {
    let at = |options: &[AnswerOption], name: &str| options.iter().position(|it| it.name == name);
    match (answers, named) {
        (Answers::OneOf(options), Named::Option(name)) => at(options, name).map(Answer::Option),
        (Answers::Several { items, marks }, Named::Ticks(names)) if marks.is_empty() => {
            let mut ticked: BTreeSet<usize> = names.iter().filter_map(|it| at(items, it)).collect();
            if ticked.is_empty() {
                ticked.extend(items.iter().position(|it| it.alone));
            }
            let clash = ticked.len() > 1 && ticked.iter().any(|it| items[*it].alone);
            (!clash).then_some(Answer::Ticked(ticked))
        }
        (Answers::Several { items, marks }, Named::Marks(given)) => items
            .iter()
            .map(|it| at(marks, given.get(&it.name)?))
            .collect::<Option<Vec<usize>>>()
            .map(Answer::Marked),
        (Answers::Range { from, to, .. }, Named::Number(number)) => {
            let from = bound_number(pathway, TODAY, *from);
            let to = bound_number(pathway, TODAY, *to);
            (from <= *number && *number <= to).then_some(Answer::Quantity(*number))
        }
        _ => None,
    }
}

/// Everything that can be answered to a question in any of these versions.
fn choices(asked: &[(&Pathway, QuestionId)], cells: &[Cells]) -> Option<Vec<Named>> {
    let union = |of: &dyn Fn(&Answers) -> Vec<AnswerOption>| -> Vec<AnswerOption> {
        let mut all: Vec<AnswerOption> = Vec::new();
        for (pathway, question) in asked {
            for option in of(&pathway[*question].answers) {
                match all.iter_mut().find(|it| it.name == option.name) {
                    Some(it) => it.alone &= option.alone,
                    None => all.push(option),
                }
            }
        }
        all
    };
    let options = union(&|it| it.options().to_vec());
    let (first, question) = asked.first()?;
    Some(match &first[*question].answers {
        Answers::OneOf(_) => options
            .into_iter()
            .map(|it| Named::Option(it.name))
            .collect(),
        Answers::Several { marks: own, .. } if own.is_empty() => {
            let needs = options.iter().any(|it| it.alone);
            let mut all = Vec::new();
            for bits in 0..1u32 << options.len() {
                let ticked: Vec<&AnswerOption> = options
                    .iter()
                    .enumerate()
                    .filter(|(at, _)| bits >> at & 1 == 1)
                    .map(|(_, it)| it)
                    .collect();
                let clash = ticked.len() > 1 && ticked.iter().any(|it| it.alone);
                if !clash && (!ticked.is_empty() || !needs) {
                    all.push(Named::Ticks(
                        ticked.iter().map(|it| it.name.clone()).collect(),
                    ));
                }
            }
            all
        }
        Answers::Several { .. } => {
            let marks = union(&|it| marks(it).to_vec());
            let mut all = vec![BTreeMap::new()];
            for item in options {
                all = all
                    .into_iter()
                    .flat_map(|before| {
                        marks
                            .iter()
                            .map(move |mark| (before.clone(), mark.name.clone()))
                    })
                    .map(|(mut given, mark)| {
                        given.insert(item.name.clone(), mark);
                        given
                    })
                    .collect();
            }
            all.into_iter().map(Named::Marks).collect()
        }
        Answers::Range { .. } => {
            // A cell begins wherever one of either version does, or a range begins or ends.
            let mut firsts = BTreeSet::new();
            let (mut least, mut most) = (i64::MAX, i64::MIN);
            for ((pathway, question), cells) in asked.iter().zip(cells) {
                firsts.extend(cells.firsts(*question));
                if let Answers::Range { from, to, .. } = &pathway[*question].answers {
                    let (from, to) = (
                        bound_number(pathway, TODAY, *from),
                        bound_number(pathway, TODAY, *to),
                    );
                    firsts.extend([from, to + 1]);
                    least = least.min(from);
                    most = most.max(to);
                }
            }
            firsts.insert(most + 1);
            let firsts: Vec<i64> = firsts
                .into_iter()
                .filter(|it| least <= *it && *it <= most + 1)
                .collect();
            let is_age = matches!(
                first[*question].answers,
                Answers::Range {
                    kind: RangeKind::Age,
                    ..
                }
            );
            let cells = firsts.windows(2).map(|ends| ends[0]..ends[1]);
            // No age lies where no years, months and days do.
            let said = |it: &i64| {
                !is_age
                    || [1, 487, 12 * 487].iter().any(|unit| {
                        if *unit == 1 {
                            it % 16 == 0
                        } else {
                            it % unit % 16 == 0
                        }
                    })
            };
            cells
                .filter_map(|mut cell| cell.find(said))
                .map(Named::Number)
                .collect()
        }
        Answers::Text | Answers::Broken => return None,
    })
}

/// A family in both versions.
pub(super) struct Both {
    pub(super) answered: Answered,
    pub(super) old: Evaluation,
    pub(super) new: Evaluation,
}

pub(super) struct Versions<'a> {
    pub(super) old: &'a Pathway,
    pub(super) new: &'a Pathway,
}

impl Versions<'_> {
    fn is_tied(&self, name: &str) -> bool {
        let find = |it: &Pathway| {
            it.questions
                .iter()
                .find(|it| it.name == name)
                .map(|it| kind(&it.answers))
        };
        match (find(self.old), find(self.new)) {
            (Some(old), Some(new)) => old == new,
            (Some(_), None) | (None, Some(_)) | (None, None) => true,
        }
    }

    /// The name under which a version's question is answered.
    pub(super) fn key(&self, pathway: &Pathway, question: QuestionId) -> String {
        let name = &pathway[question].name;
        let which = if std::ptr::eq(pathway, self.old) {
            "old"
        } else {
            "new"
        };
        if self.is_tied(name) {
            name.clone()
        } else {
            format!("{name} ({which})")
        }
    }

    pub(super) fn sheet(&self, pathway: &Pathway, answered: &Answered) -> Sheet {
        let mut sheet = Sheet::default();
        for (id, question) in (0..).map(QuestionId).zip(&pathway.questions) {
            let named = answered.get(&self.key(pathway, id));
            let answer = named.and_then(|it| own(&question.answers, pathway, it));
            if let Some(answer) = answer {
                sheet.0.insert(id, answer);
            }
        }
        sheet
    }

    /// Every family; none where there are too many.
    pub(super) fn families(&self) -> Option<Vec<Both>> {
        let (old, new) = (
            Evaluator::new(self.old, TODAY),
            Evaluator::new(self.new, TODAY),
        );
        let cells = [Cells::of(self.old, TODAY), Cells::of(self.new, TODAY)];
        let asked = |key: &str| -> (Vec<(&Pathway, QuestionId)>, Vec<Cells>) {
            let mut found = (Vec::new(), Vec::new());
            for (pathway, cells) in [self.old, self.new].into_iter().zip(&cells) {
                for id in (0..pathway.questions.len()).map(QuestionId) {
                    if self.key(pathway, id) == key {
                        found.0.push((pathway, id));
                        found.1.push(cells.clone());
                    }
                }
            }
            found
        };
        let mut open: Vec<Answered> = vec![Answered::new()];
        // Facts are known before anything is asked.
        let mut facts: BTreeSet<String> = BTreeSet::new();
        for pathway in [self.old, self.new] {
            for (id, it) in (0..).map(QuestionId).zip(&pathway.questions) {
                if it.fact {
                    facts.insert(self.key(pathway, id));
                }
            }
        }
        for fact in facts {
            let (questions, cells) = asked(&fact);
            let Some(each) = choices(&questions, &cells) else {
                continue;
            };
            let mut more = Vec::new();
            for before in &open {
                for answer in &each {
                    let mut with = before.clone();
                    with.insert(fact.clone(), answer.clone());
                    more.push(with);
                }
            }
            open = more;
            if open.len() > MOST {
                return None;
            }
        }
        let mut all = Vec::new();
        let mut steps = 0;
        while let Some(answered) = open.pop() {
            steps += 1;
            if steps > MOST || open.len() > MOST {
                return None;
            }
            let was = old.evaluate(&self.sheet(self.old, &answered));
            let is = new.evaluate(&self.sheet(self.new, &answered));
            let waiting = |pathway: &Pathway, family: &Evaluation| -> Vec<String> {
                family
                    .waiting
                    .iter()
                    .map(|it| self.key(pathway, *it))
                    .collect()
            };
            let waiting = [waiting(self.old, &was), waiting(self.new, &is)].concat();
            let next = waiting.into_iter().find(|it| !answered.contains_key(it));
            let Some(next) = next else {
                all.push(Both {
                    answered,
                    old: was,
                    new: is,
                });
                continue;
            };
            let (questions, cells) = asked(&next);
            for answer in choices(&questions, &cells)? {
                let mut with = answered.clone();
                with.insert(next.clone(), answer);
                open.push(with);
            }
        }
        Some(all)
    }
}
