//! What stands in the text of either version and is read by people alone, and what the pathway is made of.
//!
//! Invariant: the order in which things are written is not compared. Absent on purpose: conditions, which are
//! compared by what families get.

use std::collections::{BTreeMap, BTreeSet};

use super::subject::{matched_places, matched_services};
use crate::answers::words as answer_in_words;
use crate::calendar;
use crate::emit::words::{Words, duration};
use crate::ir::{
    Action, AnswerOption, Answers, BlockKind, Pathway, Question, QuestionId, Service, What,
};

/// How the lines of an example are called: of them it is only told that they are others.
pub(super) const EXAMPLE: &str = "lines of the example";

/// Something that was added, taken away or put in other words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What: ``phone of `mash` ``.
    pub what: String,
    /// How it was; none where it was not there.
    pub old: Option<String>,
    /// How it is; none where it is gone.
    pub new: Option<String>,
}

/// Every line of one kind in the old version and in the new, by what it is, in the order in which that was met.
#[derive(Default)]
struct Lines {
    order: Vec<String>,
    of: BTreeMap<String, [Vec<String>; 2]>,
    /// What each kind of line belongs to, where that may be in one version alone.
    owner: BTreeMap<String, String>,
    /// How what is listed by its name is said.
    said: BTreeMap<(String, String), String>,
}

impl Lines {
    fn add(&mut self, is_new: bool, owner: &str, what: String, text: String) {
        if !owner.is_empty() {
            self.owner.insert(what.clone(), owner.to_string());
        }
        if !self.of.contains_key(&what) {
            self.order.push(what.clone());
        }
        self.of.entry(what).or_default()[usize::from(is_new)].push(text);
    }

    /// Lists a thing that is the same in both versions if its name is.
    fn listed(&mut self, is_new: bool, what: &str, name: &str, said: String) {
        self.add(is_new, "", what.to_string(), name.to_string());
        self.said.insert((what.to_string(), name.to_string()), said);
    }

    /// What stands in one version and not in the other; what was put in another's place stands beside it. Of what is
    /// not in both, nothing is said.
    fn edits(mut self, owners: &[BTreeSet<String>; 2]) -> Vec<Edit> {
        let mut edits = Vec::new();
        let in_both = |it: &String| owners.iter().all(|owners| owners.contains(it));
        let owner = std::mem::take(&mut self.owner);
        for what in self.order {
            if !owner.get(&what).is_none_or(in_both) {
                continue;
            }
            let [mut old, mut new] = self.of.remove(&what).unwrap_or_default();
            old.retain(|text| match new.iter().position(|it| it == text) {
                Some(at) => {
                    new.remove(at);
                    false
                }
                None => true,
            });
            let named = |text: &String| self.said.contains_key(&(what.clone(), text.clone()));
            if old.iter().chain(&new).any(named) {
                // One thing is not another put in other words.
                let say = |it: String| self.said.get(&(what.clone(), it)).cloned();
                let gone = old.into_iter().map(|it| (say(it), None));
                let come = new.into_iter().map(|it| (None, say(it)));
                edits.extend(
                    gone.collect::<Vec<_>>()
                        .into_iter()
                        .chain(come)
                        .map(|(old, new)| Edit {
                            what: what.clone(),
                            old,
                            new,
                        }),
                );
                continue;
            }
            let most = old.len().max(new.len());
            let (mut old, mut new) = (old.into_iter(), new.into_iter());
            edits.extend((0..most).map(|_| Edit {
                what: what.clone(),
                old: old.next(),
                new: new.next(),
            }));
        }
        edits
    }
}

/// What two versions are made of, and their words, as far as they are other: added to the two lists.
pub(super) fn edits(
    old: &Pathway,
    new: &Pathway,
    structure: &mut Vec<Edit>,
    texts: &mut Vec<Edit>,
) {
    let (mut made, mut said) = (Lines::default(), Lines::default());
    let mut owners = [BTreeSet::new(), BTreeSet::new()];
    for (of, is_new) in [(old, false), (new, true)] {
        let mut version = Version {
            of,
            is_new,
            called: called(old, new, is_new),
            owner: String::new(),
            owners: &mut owners[usize::from(is_new)],
            made: &mut made,
            said: &mut said,
        };
        version.pathway();
        version.services();
        version.questions();
        version.blocks();
        version.definitions();
        version.promises();
    }
    structure.extend(renamed(old, new));
    structure.extend(made.edits(&owners));
    texts.extend(said.edits(&owners));
}

/// The names under which the new version's services and places stand in this one, where they are others.
fn called(old: &Pathway, new: &Pathway, is_new: bool) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    if is_new {
        return names;
    }
    for (was, is) in matched_services(old, new) {
        if let (Some(was), Some(is)) = (was, is) {
            names.insert(
                old.services[was].name.clone(),
                new.services[is].name.clone(),
            );
        }
    }
    for kind in [BlockKind::Outcome, BlockKind::Step] {
        for (was, is) in matched_places(old, new, kind) {
            if let (Some(was), Some(is)) = (was, is) {
                names.insert(old[was].name.clone(), new[is].name.clone());
            }
        }
    }
    names
}

fn titled(name: &str, title: &str) -> String {
    if title.is_empty() {
        name.to_string()
    } else {
        format!("{name} ({title})")
    }
}

fn renamed(old: &Pathway, new: &Pathway) -> Vec<Edit> {
    let edit = |what: &str, was: &str, is: &str| {
        (was != is).then(|| Edit {
            what: format!("name of the {what}"),
            old: Some(format!("`{was}`")),
            new: Some(format!("`{is}`")),
        })
    };
    let mut edits = Vec::new();
    for (was, is) in matched_services(old, new) {
        if let (Some(was), Some(is)) = (was, is) {
            let (was, is) = (&old.services[was].name, &new.services[is].name);
            edits.extend(edit("service", was, is));
        }
    }
    for (what, kind) in [("outcome", BlockKind::Outcome), ("step", BlockKind::Step)] {
        for (was, is) in matched_places(old, new, kind) {
            if let (Some(was), Some(is)) = (was, is) {
                edits.extend(edit(what, &old[was].name, &new[is].name));
            }
        }
    }
    edits
}

/// One version, told line by line.
struct Version<'a> {
    of: &'a Pathway,
    is_new: bool,
    called: BTreeMap<String, String>,
    /// What is being told; empty for the pathway itself.
    owner: String,
    owners: &'a mut BTreeSet<String>,
    made: &'a mut Lines,
    said: &'a mut Lines,
}

impl Version<'_> {
    fn say(&mut self, what: impl Into<String>, text: impl Into<String>) {
        self.said
            .add(self.is_new, &self.owner, what.into(), text.into());
    }

    fn has(&mut self, what: impl Into<String>, text: impl Into<String>) {
        self.made
            .add(self.is_new, &self.owner, what.into(), text.into());
    }

    /// Begins to tell a thing, and lists it.
    fn begin(&mut self, what: &str, name: &str, listed: String) {
        self.owner.clear();
        self.made.listed(self.is_new, what, name, listed);
        self.owner = format!("{what} {name}");
        self.owners.insert(self.owner.clone());
    }

    /// Begins to tell a thing that is not listed.
    fn begin_named(&mut self, what: &str, name: &str) {
        self.owner = format!("{what} `{name}`");
        self.owners.insert(self.owner.clone());
    }

    /// The name by which a thing is told in both versions.
    fn name(&self, own: &str) -> String {
        let name = self.called.get(own).map_or(own, String::as_str);
        format!("`{name}`")
    }

    fn pathway(&mut self) {
        let of = self.of;
        self.say("name of the pathway", &of.name);
        self.say("title of the pathway", &of.title);
        let document = &of.document;
        for (what, line) in [
            ("authority", &document.authority),
            ("audience", &document.audience),
            ("source", &document.source),
            ("owner", &document.owner),
            ("version", &document.version),
        ] {
            line.iter().for_each(|it| self.say(what, it));
        }
        if let Some((date, _)) = document.review_by {
            self.say("review date", calendar::words(date));
        }
        for text in &document.urgent {
            self.say("urgent line of the pathway", text);
        }
        for text in &document.notes {
            self.say("note of the pathway", text);
        }
        for setting in &of.settings {
            let name = format!("`{}`", setting.name);
            self.begin("setting", &name, format!("{name} ({})", setting.written));
            self.say(format!("setting {name}"), &setting.written);
            self.say(format!("text of `{}`", setting.name), &setting.text);
        }
    }

    fn services(&mut self) {
        for service in &self.of.services {
            let name = self.name(&service.name);
            self.begin("service", &name, titled(&name, &service.title));
            self.say(format!("title of {name}"), &service.title);
            for line in &service.lines {
                self.say(format!("{} of {name}", line.kind.word()), &line.text);
            }
            self.rest_of_service(&name, service);
        }
    }

    fn rest_of_service(&mut self, name: &str, service: &Service) {
        for guard in &service.eligible {
            self.say(format!("who is eligible for {name}"), &guard.text);
        }
        if let Some(other) = service.out_of_hours {
            let other = self.name(&self.of[other].name);
            self.say(format!("out of hours, instead of {name}"), other);
        }
        if let Some(retired) = &service.retired {
            let mut said = calendar::words(retired.on);
            if let Some(other) = retired.replaced_by {
                said = format!("{said}, replaced by {}", self.name(&self.of[other].name));
            }
            self.say(format!("day on which {name} retires"), said);
        }
    }

    fn questions(&mut self) {
        for (id, question) in (0..).map(QuestionId).zip(&self.of.questions) {
            let name = format!("`{}`", question.name);
            let what = match (&question.answers, question.fact) {
                (_, true) => "fact",
                (Answers::Several { .. }, false) => "checklist",
                (
                    Answers::OneOf(_) | Answers::Range { .. } | Answers::Text | Answers::Broken,
                    false,
                ) => "question",
            };
            self.begin(what, &name, titled(&name, &question.text));
            self.say(format!("text of {name}"), &question.text);
            for text in &question.hints {
                self.say(format!("hint of {name}"), text);
            }
            for text in &question.notes {
                self.say(format!("note of {name}"), text);
            }
            self.answers(id, &name, question);
        }
    }

    fn answers(&mut self, id: QuestionId, name: &str, question: &Question) {
        match &question.answers {
            Answers::OneOf(options) => {
                self.options("answer", name, options);
            }
            Answers::Several { items, marks } => {
                self.options("item", name, items);
                self.options("mark", name, marks);
                for item in items.iter().filter(|it| it.alone) {
                    self.has(
                        format!("item of {name} that stands alone"),
                        format!("`{}`", item.name),
                    );
                }
            }
            answers @ Answers::Range { .. } => {
                let said = Words::of(self.of).range(answers);
                self.has(format!("answers of {name}"), said);
            }
            Answers::Text => self.has(format!("answers of {name}"), "a text"),
            Answers::Broken => {}
        }
        if let Some(answer) = &question.unasked {
            let said = answer_in_words(answer, self.of, id);
            self.say(format!("what {name} means where it was not asked"), said);
        }
    }

    fn options(&mut self, what: &str, of: &str, options: &[AnswerOption]) {
        let question = self.owner.clone();
        for option in options {
            let name = format!("`{}`", option.name);
            self.owner.clone_from(&question);
            self.has(format!("{what} of {of}"), &name);
            self.owner = format!("{what} {name} of {of}");
            self.owners.insert(self.owner.clone());
            self.say(format!("text of {name} in {of}"), &option.text);
            for text in &option.notes {
                self.say(format!("note of {name} in {of}"), text);
            }
        }
        self.owner = question;
    }

    fn blocks(&mut self) {
        for block in &self.of.blocks {
            let what = match block.kind {
                BlockKind::Outcome => "outcome",
                BlockKind::Step => "step",
                BlockKind::Question(_) => "",
            };
            let name = self.name(&block.name);
            self.owner = format!("place {name}");
            self.owners.insert(self.owner.clone());
            if !what.is_empty() {
                self.begin(what, &name, titled(&name, &block.title));
                self.say(format!("title of {name}"), &block.title);
                for text in &block.notes {
                    self.say(format!("note of {name}"), text);
                }
            }
            for length in &block.review_in {
                self.say(format!("review at {name}"), duration(length));
            }
            for back in &block.returns {
                let to = self.name(&self.of[back.to].name);
                self.say(
                    format!("return from {name}"),
                    format!("{} to {to}", back.text),
                );
            }
            for action in &block.actions {
                self.action_notes(&name, action);
            }
        }
        for action in &self.of.named_actions {
            self.begin_named("action", &action.name);
            let name = format!("`{}`", action.name);
            self.say(format!("text of {name}"), &action.text);
        }
    }

    fn action_notes(&mut self, at: &str, action: &Action) {
        for note in &action.notes {
            let about = match &action.what {
                What::Service(id) => self.name(&self.of[*id].name),
                What::Named(id) => format!("`{}`", self.of[*id].name),
                What::Text(text) => format!("\"{text}\""),
            };
            self.say(format!("note under {about} at {at}"), note);
        }
    }

    fn definitions(&mut self) {
        for value in &self.of.values {
            let name = format!("`{}`", value.name);
            let what = if value.level { "level" } else { "value" };
            self.begin(what, &name, titled(&name, &value.text));
            self.say(format!("text of {name}"), &value.text);
            self.options("option", &name, &value.options);
        }
        for score in &self.of.scores {
            self.begin_named("score", &score.name);
            self.say(format!("text of `{}`", score.name), &score.text);
        }
        for condition in &self.of.conditions {
            self.begin_named("condition", &condition.name);
            self.say(format!("text of `{}`", condition.name), &condition.text);
        }
        for group in &self.of.groups {
            self.begin_named("group", &group.name);
            self.say(format!("text of `{}`", group.name), &group.text);
        }
    }

    fn promises(&mut self) {
        for rule in &self.of.rules {
            let name = format!("`{}`", rule.name);
            self.begin("rule", &name, titled(&name, &rule.text));
            self.say(format!("text of the rule `{}`", rule.name), &rule.text);
            for promise in &rule.promises {
                self.say(format!("line of the rule `{}`", rule.name), &promise.text);
            }
        }
        for example in &self.of.examples {
            let title = format!("\"{}\"", example.text);
            self.begin("example", &title, title.clone());
            let mut lines: Vec<String> = Vec::new();
            for given in &example.given {
                let question = &self.of[given.question].name;
                let said = answer_in_words(&given.answer, self.of, given.question);
                lines.push(format!("`{question}` is {said}"));
            }
            for expect in &example.expect {
                let not = if expect.not { "not " } else { "" };
                lines.push(format!("expects {not}{}", expect.text));
            }
            lines.sort();
            self.say(format!("{EXAMPLE} {title}"), lines.join("; "));
        }
        self.owner.clear();
        for allow in &self.of.allows {
            self.say(format!("reason to allow {}", allow.finding), &allow.reason);
        }
    }
}
