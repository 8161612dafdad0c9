//! What families may get in either version, matched by name: services, actions, outcomes, values, questions.
//!
//! What has no counterpart by name is matched by its title or text, if that stands once in either version.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{
    Action, ActionNameId, BlockId, BlockKind, Pathway, QuestionId, ServiceId, Strength, ValueId,
    Verb, What,
};

/// What kind of thing a difference is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A service, or a text to act on, that is given in any manner but `must not`.
    Done,
    /// A service or text that is forbidden.
    Forbidden,
    /// A text to be read out.
    Said,
    /// A text that stands out.
    Urgent,
    /// An outcome.
    Outcome,
    /// A value or level.
    Value,
    /// A line of a service, said to some families.
    Line,
    /// A question, checklist or fact.
    Question,
}

impl Kind {
    /// What an action is.
    pub(super) fn of(action: &Action) -> Kind {
        match (action.verb, action.strength) {
            (Verb::Say, _) => Kind::Said,
            (Verb::Urgent, _) => Kind::Urgent,
            (
                Verb::Refer | Verb::Signpost | Verb::Offer | Verb::Contact | Verb::Do,
                Strength::MustNot,
            ) => Kind::Forbidden,
            (
                Verb::Refer | Verb::Signpost | Verb::Offer | Verb::Contact | Verb::Do,
                Strength::Must | Strength::Should | Strength::Consider,
            ) => Kind::Done,
        }
    }
}

/// Something of either version; the same thing of both.
#[derive(Clone, Debug)]
pub(super) struct Subject {
    pub(super) kind: Kind,
    /// Its name, the new one if there are two; none for a text without a name.
    pub(super) name: Option<String>,
    /// What people read of it; the new text, if there are two.
    pub(super) title: String,
    /// The old text, where the same is put in other words.
    pub(super) old_title: Option<String>,
    pub(super) about: About,
}

/// Which parts of the old version, and of the new.
#[derive(Clone, Debug)]
pub(super) enum About {
    Given(Vec<What>, Vec<What>),
    Place(Option<BlockId>, Option<BlockId>),
    Value(Option<ValueId>, Option<ValueId>),
    Question(Option<QuestionId>, Option<QuestionId>),
    /// A line of a service, by its number.
    Line((ServiceId, Option<usize>), (ServiceId, Option<usize>)),
}

/// Two things that are one: the number of the old, and of the new.
pub(super) type Matched = Vec<(Option<usize>, Option<usize>)>;

/// Matches things, given by name and title.
fn matched(old: &[(&str, &str)], new: &[(&str, &str)]) -> Matched {
    let named = |of: &[(&str, &str)], name: &str| of.iter().position(|it| it.0 == name);
    // The only one with this title that has no counterpart by name.
    let titled = |of: &[(&str, &str)], others: &[(&str, &str)], title: &str| {
        let mut alone =
            (0..of.len()).filter(|at| of[*at].1 == title && named(others, of[*at].0).is_none());
        alone.next().filter(|_| alone.next().is_none())
    };
    let mut pairs: Matched = Vec::new();
    let mut taken = BTreeSet::new();
    for (at, (name, title)) in old.iter().enumerate() {
        let same = named(new, name).or_else(|| {
            let is_alone = !title.is_empty() && titled(old, new, title) == Some(at);
            is_alone.then(|| titled(new, old, title)).flatten()
        });
        taken.extend(same);
        pairs.push((Some(at), same));
    }
    let rest = (0..new.len()).filter(|at| !taken.contains(at));
    pairs.extend(rest.map(|at| (None, Some(at))));
    pairs
}

pub(super) fn matched_services(old: &Pathway, new: &Pathway) -> Matched {
    let words = |it: &Pathway| -> Vec<(String, String)> {
        let all = it.services.iter();
        all.map(|it| (it.name.clone(), it.title.clone())).collect()
    };
    matched_words(&words(old), &words(new))
}

fn matched_words(old: &[(String, String)], new: &[(String, String)]) -> Matched {
    let old: Vec<(&str, &str)> = old.iter().map(|it| (&*it.0, &*it.1)).collect();
    let new: Vec<(&str, &str)> = new.iter().map(|it| (&*it.0, &*it.1)).collect();
    matched(&old, &new)
}

/// Blocks of one kind; questions by name alone, since a question of another name is another question.
pub(super) fn matched_places(
    old: &Pathway,
    new: &Pathway,
    wanted: BlockKind,
) -> Vec<(Option<BlockId>, Option<BlockId>)> {
    let these = |it: &Pathway| -> Vec<BlockId> {
        let all = (0..).map(BlockId).zip(&it.blocks);
        all.filter(|(_, it)| it.kind == wanted)
            .map(|(at, _)| at)
            .collect()
    };
    let (was, is) = (these(old), these(new));
    let words = |of: &Pathway, these: &[BlockId]| -> Vec<(String, String)> {
        these
            .iter()
            .map(|it| (of[*it].name.clone(), of[*it].title.clone()))
            .collect()
    };
    matched_words(&words(old, &was), &words(new, &is))
        .into_iter()
        .map(|(old, new)| (old.map(|it| was[it]), new.map(|it| is[it])))
        .collect()
}

/// Things by name alone.
pub(super) fn matched_names<'a>(
    old: impl Iterator<Item = &'a String>,
    new: impl Iterator<Item = &'a String>,
) -> Matched {
    let words = |it: &'a String| (it.as_str(), "");
    let (old, new): (Vec<_>, Vec<_>) = (old.map(words).collect(), new.map(words).collect());
    matched(&old, &new)
}

/// Everything that families may get, in the order of the old version.
pub(super) fn subjects(old: &Pathway, new: &Pathway) -> Vec<Subject> {
    let mut all = Vec::new();
    for (was, is) in matched_services(old, new) {
        let (was, is) = (was.map(ServiceId), is.map(ServiceId));
        let Some(told) = is.map(|it| &new[it]).or(was.map(|it| &old[it])) else {
            continue;
        };
        let given = About::Given(
            was.map(What::Service).into_iter().collect(),
            is.map(What::Service).into_iter().collect(),
        );
        all.extend([Kind::Done, Kind::Forbidden].map(|kind| Subject {
            kind,
            name: Some(told.name.clone()),
            title: told.title.clone(),
            old_title: None,
            about: given.clone(),
        }));
        if let (Some(was), Some(is)) = (was, is) {
            all.extend(lines(old, new, was, is));
        }
    }
    for (was, is) in matched_texts(old, new) {
        let text = |of: &Pathway, what: &What| match what {
            What::Named(id) => (Some(of[*id].name.clone()), of[*id].text.clone()),
            What::Text(text) => (None, text.clone()),
            What::Service(_) => (None, String::new()),
        };
        let words = is.first().map(|it| text(new, it));
        let Some((name, title)) = words.or_else(|| was.first().map(|it| text(old, it))) else {
            continue;
        };
        let kinds = [Kind::Done, Kind::Forbidden, Kind::Said, Kind::Urgent];
        all.extend(kinds.map(|kind| Subject {
            kind,
            name: name.clone(),
            title: title.clone(),
            old_title: None,
            about: About::Given(was.clone(), is.clone()),
        }));
    }
    for (was, is) in matched_places(old, new, BlockKind::Outcome) {
        let told = is.map(|it| &new[it]).or(was.map(|it| &old[it]));
        all.extend(told.map(|told| Subject {
            kind: Kind::Outcome,
            name: Some(told.name.clone()),
            title: told.title.clone(),
            old_title: None,
            about: About::Place(was, is),
        }));
    }
    let values =
        |it: &'_ Pathway| -> Vec<String> { it.values.iter().map(|it| it.name.clone()).collect() };
    for (was, is) in matched_names(values(old).iter(), values(new).iter()) {
        let (was, is) = (was.map(ValueId), is.map(ValueId));
        let told = is.map(|it| &new[it]).or(was.map(|it| &old[it]));
        all.extend(told.map(|told| Subject {
            kind: Kind::Value,
            name: Some(told.name.clone()),
            title: told.text.clone(),
            old_title: None,
            about: About::Value(was, is),
        }));
    }
    let questions = |it: &'_ Pathway| -> Vec<String> {
        it.questions.iter().map(|it| it.name.clone()).collect()
    };
    for (was, is) in matched_names(questions(old).iter(), questions(new).iter()) {
        let (was, is) = (was.map(QuestionId), is.map(QuestionId));
        let told = is.map(|it| &new[it]).or(was.map(|it| &old[it]));
        all.extend(told.map(|told| Subject {
            kind: Kind::Question,
            name: Some(told.name.clone()),
            title: told.text.clone(),
            old_title: None,
            about: About::Question(was, is),
        }));
    }
    all
}

/// The lines of a service that are said under a condition in either version.
fn lines(old: &Pathway, new: &Pathway, was: ServiceId, is: ServiceId) -> Vec<Subject> {
    let mut found: Vec<Subject> = Vec::new();
    let mut taken = BTreeSet::new();
    let subject = |before: Option<usize>, after: Option<usize>| {
        let line = after.map(|it| &new[is].lines[it]);
        let line = line.or(before.map(|it| &old[was].lines[it]));
        line.map(|line| Subject {
            kind: Kind::Line,
            name: Some(new[is].name.clone()),
            title: format!("{} \"{}\"", line.kind.word(), line.text),
            old_title: None,
            about: About::Line((was, before), (is, after)),
        })
    };
    for (at, line) in old[was].lines.iter().enumerate() {
        let mut same = (0..).zip(&new[is].lines).filter(|(at, it)| {
            (it.kind, &it.text) == (line.kind, &line.text) && !taken.contains(at)
        });
        let same = same.next();
        taken.extend(same.map(|(at, _)| at));
        if line.when.is_some() || same.is_some_and(|(_, it)| it.when.is_some()) {
            found.extend(subject(Some(at), same.map(|(at, _)| at)));
        }
    }
    for (at, line) in new[is].lines.iter().enumerate() {
        if line.when.is_some() && !taken.contains(&at) {
            found.extend(subject(None, Some(at)));
        }
    }
    found
}

/// Texts that are given: by their names, and where they have none on either side by what they say.
fn matched_texts(old: &Pathway, new: &Pathway) -> Vec<(Vec<What>, Vec<What>)> {
    let texts = |it: &Pathway| -> BTreeSet<String> {
        let actions = it.blocks.iter().flat_map(|block| &block.actions);
        actions
            .filter_map(|action| match &action.what {
                What::Text(text) => Some(text.clone()),
                What::Service(_) | What::Named(_) => None,
            })
            .collect()
    };
    let names = |it: &Pathway| -> Vec<(String, String)> {
        let all = it.named_actions.iter();
        all.map(|it| (it.name.clone(), it.text.clone())).collect()
    };
    let (old_names, new_names) = (names(old), names(new));
    let mut found: Vec<(Vec<What>, Vec<What>)> = Vec::new();
    let mut of_text: BTreeMap<String, usize> = BTreeMap::new();
    for (was, is) in matched_words(&old_names, &new_names) {
        let named = |it: Option<usize>| -> Vec<What> {
            it.map(ActionNameId).map(What::Named).into_iter().collect()
        };
        // What has got a name, or lost it, is the same text.
        let text = match (was, is) {
            (Some(_), Some(_)) | (None, None) => None,
            (Some(at), None) => old_names.get(at).map(|it| it.1.clone()),
            (None, Some(at)) => new_names.get(at).map(|it| it.1.clone()),
        };
        if let Some(text) = text {
            of_text.insert(text, found.len());
        }
        found.push((named(was), named(is)));
    }
    for (text, is_new) in texts(old)
        .into_iter()
        .map(|it| (it, false))
        .chain(texts(new).into_iter().map(|it| (it, true)))
    {
        let at = *of_text.entry(text.clone()).or_insert_with(|| {
            found.push((Vec::new(), Vec::new()));
            found.len() - 1
        });
        let side = if is_new {
            &mut found[at].1
        } else {
            &mut found[at].0
        };
        side.push(What::Text(text));
    }
    found
}
