//! Steps: what is asked, what is to be done, where it leads.

use std::collections::{BTreeMap, BTreeSet};

use crate::emit::words::{self, Words};
use crate::ir::{
    Action, AnswerOption, Answers, Block, BlockId, BlockKind, Pathway, Policy, QuestionId,
    ServiceId, Strength, Verb, What,
};

use super::{Definition, Shown, arrows};

/// A place that a family comes to, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its number: the same in every view of the pathway.
    pub number: usize,
    /// The place.
    pub block: BlockId,
    /// The name that the author gave it.
    pub name: String,
    /// Which kind of place it is.
    pub kind: Kind,
    /// Its title: of a question, the question.
    pub title: String,
    /// What is asked; nothing at a step or outcome.
    pub asked: Option<Asked>,
    /// What is urgent here.
    pub urgent: Vec<String>,
    /// What is to be said, word for word.
    pub says: Vec<String>,
    /// What is to be done, by how strongly.
    pub duties: Vec<Duty>,
    /// Notes on the place itself.
    pub notes: Vec<String>,
    /// How its ways are chosen, in a sentence, where it is not that exactly one applies.
    pub policy: Option<&'static str>,
    /// When to look again, and when to go back: said to the reader, and no way of the pathway.
    pub asides: Vec<String>,
    /// That some families find no way on here, in a sentence.
    pub stuck: Option<String>,
    /// The ways on.
    pub ways: Vec<Way>,
    /// The numbers of the steps that lead here, shown or not.
    pub from: Vec<usize>,
    /// A word on it, such as "New".
    pub mark: Option<&'static str>,
    /// Whether it is on the one way that stands out.
    pub lit: bool,
}

/// Which kind of place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "each is the block of the same name")]
pub enum Kind {
    Question,
    Checklist,
    Step,
    Outcome,
}

impl Kind {
    /// Of a block.
    pub fn of(pathway: &Pathway, block: &Block) -> Kind {
        match block.kind {
            BlockKind::Question(id) => match pathway[id].answers {
                Answers::Several { .. } => Kind::Checklist,
                Answers::OneOf(_) | Answers::Range { .. } | Answers::Text | Answers::Broken => {
                    Kind::Question
                }
            },
            BlockKind::Step => Kind::Step,
            BlockKind::Outcome => Kind::Outcome,
        }
    }

    /// The word for it, with a capital.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Question => "Question",
            Kind::Checklist => "Checklist",
            Kind::Step => "Step",
            Kind::Outcome => "Outcome",
        }
    }

    /// Whether something is asked there.
    pub fn is_asked(self) -> bool {
        matches!(self, Kind::Question | Kind::Checklist)
    }
}

/// What is asked, or known from the start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The question.
    pub question: QuestionId,
    /// Its text.
    pub text: String,
    /// Hints to the reader.
    pub hints: Vec<String>,
    /// What can be chosen: answers, or the items of a list. Nothing for numbers and text.
    pub choices: Vec<Choice>,
    /// Whether several can be chosen.
    pub several: bool,
    /// Of a list, the marks of which each item gets one; nothing where items are ticked.
    pub marks: Vec<Choice>,
    /// What else can be answered: "An age from 0 months to 18 years"; nothing where answers are chosen.
    pub range: Option<String>,
    /// Notes.
    pub notes: Vec<String>,
}

/// An answer, an item or a mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Its text.
    pub text: String,
    /// Whether it is chosen alone ("None of these").
    pub alone: bool,
    /// Notes under it.
    pub notes: Vec<String>,
}

/// What is to be done with the same strength.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duty {
    /// "Must", "Must not", "Should" or "Consider".
    pub strength: &'static str,
    /// Whether it is forbidden.
    pub is_forbidden: bool,
    /// What.
    pub deeds: Vec<Deed>,
}

/// Something to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deed {
    /// What, by when and for whom: "Refer to MASH within 24 hours, when child at risk is yes".
    pub text: String,
    /// The service that it speaks of.
    pub service: Option<ServiceId>,
    /// Whether the step names the service here for the first time, and not to forbid it: a picture says here how it
    /// is reached.
    pub tells_contact: bool,
    /// Notes under it.
    pub notes: Vec<String>,
}

/// A way on: an arrow of the picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// The ways of the block that it stands for, by their numbers; more than one where all that they ask for is one
    /// answer or another.
    pub ways: Vec<usize>,
    /// Where ways are tried in order, as the how manieth; its first line begins with that number.
    pub tried: Option<usize>,
    /// What leads along it: every line must hold. Nothing for the only way.
    pub lines: Vec<String>,
    /// The number of the step to which it leads.
    pub to: usize,
    /// The title of that step.
    pub title: String,
    /// Whether that step is shown.
    pub is_shown: bool,
    /// Whether the family whose way stands out takes it.
    pub lit: bool,
}

impl Way {
    /// What leads along it, in one line: "Yes, and child at risk is yes".
    pub fn line(&self) -> String {
        self.lines.join(", ")
    }

    /// The number with which it begins where ways are tried in order ("2. "), or nothing; and what leads along it, in
    /// one line.
    pub fn number_and_line(&self) -> (String, String) {
        let line = self.line();
        let number = self.tried.map(|it| format!("{it}. ")).unwrap_or_default();
        match line.strip_prefix(number.as_str()) {
            Some(rest) => (number, rest.to_string()),
            None => (String::new(), line),
        }
    }
}

/// The steps of what is shown, in the order of their numbers.
pub(super) fn steps(words: &Words<'_>, pathway: &Pathway, shown: &Shown) -> Vec<Step> {
    let mut blocks: Vec<(usize, BlockId)> = (shown.numbers.iter())
        .filter(|(block, _)| shown.blocks.contains(block))
        .map(|(block, number)| (*number, *block))
        .collect();
    blocks.sort_unstable();
    let mut from: BTreeMap<BlockId, BTreeSet<usize>> = BTreeMap::new();
    for (block, way) in &shown.taken {
        let target = pathway[*block].ways.get(*way).and_then(|way| way.target);
        if let Some((target, number)) = target.zip(shown.numbers.get(block)) {
            from.entry(target).or_default().insert(*number);
        }
    }
    let steps = blocks.into_iter().map(|(number, block)| {
        let from = from.remove(&block).unwrap_or_default();
        Step {
            from: from.into_iter().collect(),
            ..step(words, pathway, shown, number, block)
        }
    });
    steps.collect()
}

fn step(words: &Words<'_>, pathway: &Pathway, shown: &Shown, number: usize, id: BlockId) -> Step {
    let block = &pathway[id];
    let own = match block.kind {
        BlockKind::Question(id) => Some(id),
        BlockKind::Step | BlockKind::Outcome => None,
    };
    let given = (0..).zip(&block.actions);
    let given = given.filter(|(number, _)| !shown.never.contains(&(id, *number)));
    let given: Vec<&Action> = given.map(|(_, action)| action).collect();
    let of_verb = |verb: Verb| {
        let actions = given.iter().filter(move |it| it.verb == verb);
        actions.map(|it| {
            let what = match &it.what {
                What::Service(id) => &pathway[*id].title,
                What::Named(id) => &pathway[*id].text,
                What::Text(text) => text,
            };
            words::join(what, &words.terms(it, own))
        })
    };
    let reviews = block.review_in.iter();
    let reviews = reviews.map(|it| format!("Review in {}.", words::duration(it)));
    let returns = block.returns.iter().map(|back| {
        let to = shown.numbers.get(&back.to);
        let to = to.map_or_else(String::new, |number| format!("{number}, "));
        let when = back.text.trim_end_matches('.');
        format!("If {when}: go back to {to}“{}”.", pathway[back.to].title)
    });
    Step {
        number,
        block: id,
        name: block.name.clone(),
        kind: Kind::of(pathway, block),
        title: block.title.clone(),
        asked: own.map(|own| asked(words, pathway, own)),
        urgent: of_verb(Verb::Urgent).collect(),
        says: of_verb(Verb::Say).collect(),
        duties: duties(words, &given, own),
        notes: block.notes.clone(),
        policy: match block.policy {
            Policy::ExactlyOne => None,
            Policy::FirstMatch => Some("Take the first way that applies."),
            Policy::EveryMatch => Some("Follow every way that applies."),
        },
        asides: reviews.chain(returns).collect(),
        stuck: shown
            .stuck
            .contains(&id)
            .then(|| stuck(words, pathway, shown, id)),
        ways: arrows::arrows(words, pathway, shown, id),
        from: Vec::new(),
        mark: shown.marks.get(&id).copied(),
        lit: shown
            .lit
            .as_ref()
            .is_some_and(|lit| lit.blocks.contains(&id)),
    }
}

/// That some families find no way on; which answers they gave, where that alone decides it.
fn stuck(words: &Words<'_>, pathway: &Pathway, shown: &Shown, id: BlockId) -> String {
    let block = &pathway[id];
    if block.ways.is_empty() {
        return "No way on is given here.".to_string();
    }
    if let BlockKind::Question(own) = block.kind
        && let Answers::OneOf(options) = &pathway[own].answers
    {
        let leads_on = |number: usize| {
            (0..).zip(&block.ways).any(|(way, it)| {
                shown.ways.contains(&(id, way))
                    && it.on.as_ref().is_none_or(|on| on.contains(&number))
            })
        };
        let lost: Vec<usize> = (0..options.len()).filter(|it| !leads_on(*it)).collect();
        if !lost.is_empty() {
            let lost = words.answers(own, &lost).join(" / ");
            return format!("No way on is given for: {lost}");
        }
    }
    "For some families, no way on is given here.".to_string()
}

/// What is asked.
fn asked(words: &Words<'_>, pathway: &Pathway, id: QuestionId) -> Asked {
    let question = &pathway[id];
    let range = words.range(&question.answers);
    Asked {
        question: id,
        text: question.text.clone(),
        hints: question.hints.clone(),
        choices: choices(question.answers.options()),
        several: matches!(question.answers, Answers::Several { .. }),
        marks: choices(words::marks(&question.answers)),
        range: (!range.is_empty()).then_some(range),
        notes: question.notes.clone(),
    }
}

fn choices(options: &[AnswerOption]) -> Vec<Choice> {
    let choice = |it: &AnswerOption| Choice {
        text: it.text.clone(),
        alone: it.alone,
        notes: it.notes.clone(),
    };
    options.iter().map(choice).collect()
}

/// What is known from the start.
pub(super) fn facts(words: &Words<'_>, pathway: &Pathway) -> Vec<Asked> {
    let questions = (0..).map(QuestionId).zip(&pathway.questions);
    let facts = questions.filter(|(_, question)| question.fact);
    facts.map(|(id, _)| asked(words, pathway, id)).collect()
}

/// What is to be done, strongest first.
fn duties(words: &Words<'_>, given: &[&Action], own: Option<QuestionId>) -> Vec<Duty> {
    let mut told: Vec<ServiceId> = Vec::new();
    let mut duties = Vec::new();
    for strength in [
        Strength::Must,
        Strength::MustNot,
        Strength::Should,
        Strength::Consider,
    ] {
        let of_strength =
            |it: &&&Action| it.strength == strength && !matches!(it.verb, Verb::Urgent | Verb::Say);
        let is_forbidden = strength == Strength::MustNot;
        let mut deeds = Vec::new();
        for action in given.iter().filter(of_strength) {
            let service = match &action.what {
                What::Service(id) => Some(*id),
                What::Named(_) | What::Text(_) => None,
            };
            let is_new = service.is_some_and(|id| !is_forbidden && !told.contains(&id));
            if is_new {
                told.extend(service);
            }
            deeds.push(Deed {
                text: words::join(&words.doing(action), &words.terms(action, own)),
                service,
                tells_contact: is_new,
                notes: action.notes.clone(),
            });
        }
        if !deeds.is_empty() {
            duties.push(Duty {
                strength: words::strength(strength),
                is_forbidden,
                deeds,
            });
        }
    }
    duties
}

/// What conditions, values, scores and settings mean.
pub(super) fn definitions(words: &Words<'_>, pathway: &Pathway) -> Vec<Definition> {
    let called = |name: &str, text: &str| {
        let text = text.trim().trim_end_matches('.');
        if text.is_empty() {
            words::capital(&words::name(name))
        } else {
            text.to_string()
        }
    };
    let mut definitions = Vec::new();
    for it in &pathway.conditions {
        definitions.push(Definition {
            title: called(&it.name, &it.text),
            lines: vec![format!("Holds when {}.", words.guard(&it.guard, None))],
        });
    }
    for it in &pathway.values {
        let line = |line: &crate::ir::ValueLine| {
            let option = it.options.get(line.option);
            let option = option.map_or("", |option| option.text.as_str());
            match &line.when {
                Some(guard) => format!("{option}: when {}.", words.guard(guard, None)),
                None if line.otherwise => format!("{option}: otherwise."),
                None => format!("{option}: always."),
            }
        };
        definitions.push(Definition {
            title: called(&it.name, &it.text),
            lines: it.lines.iter().map(line).collect(),
        });
    }
    for it in &pathway.scores {
        let line = |term: &crate::ir::Term| {
            let one = if term.points == 1 { "point" } else { "points" };
            format!("{} {one} {}.", term.points, words.said(&term.text))
        };
        definitions.push(Definition {
            title: called(&it.name, &it.text),
            lines: it.terms.iter().map(line).collect(),
        });
    }
    for it in &pathway.groups {
        definitions.push(Definition {
            title: called(&it.name, &it.text),
            lines: words.answers(it.question, &it.members),
        });
    }
    for it in &pathway.settings {
        definitions.push(Definition {
            title: called(&it.name, &it.text),
            lines: vec![it.written.clone()],
        });
    }
    definitions
}
