//! The one namespace of a file: look-ups, and what is said where a name is unknown or of another kind.

use std::collections::{BTreeMap, HashMap, HashSet};

pub(super) use super::uses::{Kind, Use};
use super::{Context, ticked};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::ir::{Answers, Part, QuestionId};
use crate::source::Span;
use crate::syntax::ast::Name;

/// One declared name. A name that was declared twice has `others`.
#[derive(Debug)]
pub(super) struct Declared {
    pub(super) name: String,
    pub(super) kind: Kind,
    pub(super) part: Part,
    pub(super) span: Span,
    pub(super) others: Vec<(Kind, Part)>,
}

impl Declared {
    /// Everything of that name; nothing for what could not be read.
    pub(super) fn parts(&self) -> impl Iterator<Item = Part> {
        std::iter::once((self.kind, self.part))
            .chain(self.others.iter().copied())
            .filter(|(kind, _)| *kind != Kind::Unread)
            .map(|(_, part)| part)
    }

    fn of_kind(&self, kinds: &[Kind]) -> Option<Part> {
        std::iter::once((self.kind, self.part))
            .chain(self.others.iter().copied())
            .find(|(kind, _)| kinds.contains(kind))
            .map(|(_, part)| part)
    }
}

/// Every declared name, in the order declared.
#[derive(Debug, Default)]
pub(super) struct Names {
    pub(super) list: Vec<Declared>,
    numbers: HashMap<String, usize>,
    /// Words of broken lines that may have named an action.
    pub(super) maybe_actions: HashSet<String>,
}

impl Names {
    pub(super) fn get(&self, name: &str) -> Option<&Declared> {
        self.list.get(*self.numbers.get(name)?)
    }

    /// Declares a name; gives back the earlier declaration where there is one. What could be read stands
    /// before what could not.
    pub(super) fn add(
        &mut self,
        name: &str,
        kind: Kind,
        part: Part,
        span: Span,
    ) -> Option<&mut Declared> {
        if let Some(number) = self.numbers.get(name) {
            let known = self.list.get_mut(*number)?;
            if known.kind != Kind::Unread {
                return Some(known);
            }
            (known.kind, known.part, known.span) = (kind, part, span);
            return None;
        }
        self.numbers.insert(name.to_string(), self.list.len());
        self.list.push(Declared {
            name: name.to_string(),
            kind,
            part,
            span,
            others: Vec::new(),
        });
        None
    }
}

/// What makes two findings the same one: its code, the name it is about, and whose or what for.
pub(super) type Key = (Code, String, String);

/// Findings that are told once for all the places they are made at.
#[derive(Debug)]
pub(super) struct Repeated {
    findings: Vec<(Diagnostic, Found)>,
    numbers: BTreeMap<Key, usize>,
    /// How many more words may be compared in search of the nearest.
    comparisons_left: usize,
}

impl Default for Repeated {
    fn default() -> Repeated {
        Repeated {
            findings: Vec::new(),
            numbers: BTreeMap::new(),
            comparisons_left: 100_000,
        }
    }
}

/// Where a repeated finding was made, and what was probably meant.
#[derive(Debug, Default)]
struct Found {
    places: Vec<Span>,
    nearest: Option<String>,
    meant: Option<Part>,
}

impl Context<'_, '_> {
    /// What a name stands for, if it may be used so; otherwise the line is spoiled, and the mistake is told
    /// unless it is another mistake's doing.
    pub(super) fn look_up(&mut self, name: &Name<'_>, used: Use) -> Option<Part> {
        match self.names.get(name.it) {
            Some(declared) => {
                if let Some(part) = declared.of_kind(used.kinds()) {
                    return Some(part);
                }
                if declared.kind != Kind::Unread {
                    self.wrong_kind(name, used);
                }
            }
            None => {
                let maybe_group = self.groups_may_be_missing && used.kinds().contains(&Kind::Group);
                let maybe_action = used.kinds().contains(&Kind::Action)
                    && self.names.maybe_actions.contains(name.it);
                if !maybe_group && !maybe_action && !self.names_may_be_missing {
                    self.unknown_name(name, used);
                }
            }
        }
        self.spoil();
        None
    }

    /// A question, checklist or fact.
    pub(super) fn look_up_question(&mut self, name: &Name<'_>, used: Use) -> Option<QuestionId> {
        if let Part::Question(id) = self.look_up(name, used)? {
            return Some(id);
        }
        None
    }

    /// Tells that a name is of another kind than its place needs.
    pub(super) fn wrong_kind(&mut self, name: &Name<'_>, used: Use) {
        let key = (
            Code::WrongKind,
            name.it.to_string(),
            used.rule().to_string(),
        );
        if self.said_before(&key, name.span) {
            return;
        }
        let Some(declared) = self.names.get(name.it) else {
            return;
        };
        let (kind, part, place) = (declared.kind, declared.part, declared.span);
        let message = format!("`{}` is {}; {}.", name.it, kind.word(), used.rule());
        let mut finding = Diagnostic::new(Code::WrongKind, name.span, message)
            .here("Used here.")
            .label(place, format!("`{}` is declared here.", name.it));
        if let Some(help) = self.instead(name.it, kind, part, used) {
            finding = finding.help(help);
        }
        self.say_repeatedly(key, finding, None, Some(part));
    }

    fn unknown_name(&mut self, name: &Name<'_>, used: Use) {
        let key = (Code::UnknownName, name.it.to_string(), String::new());
        if self.said_before(&key, name.span) {
            return;
        }
        if let Some(gone) = self.file.gone.iter().find(|gone| gone.it == name.it) {
            let message = format!("`{}` was taken away, and is still spoken of.", name.it);
            let finding = Diagnostic::new(Code::UnknownName, name.span, message)
                .label(gone.span, "This takes it away.")
                .help("Keep it, or change what speaks of it as well. The rules of a base cannot be changed, and what they speak of has to stay.");
            self.say_repeatedly(key, finding, None, None);
            return;
        }
        let words = self.names.list.iter();
        let words = words.filter(|declared| used.kinds().contains(&declared.kind));
        let words: Vec<&str> = words.map(|declared| declared.name.as_str()).collect();
        let near = self.repeated.nearest(name.it, &words);
        let mut message = format!("`{}` is not declared anywhere in this file.", name.it);
        if let Some(near) = &near {
            message.push_str(&format!(" Did you mean `{near}`?"));
        }
        let mut finding = Diagnostic::new(Code::UnknownName, name.span, message);
        let or_more = matches!(
            name.it,
            "more" | "over" | "older" | "less" | "fewer" | "younger"
        );
        match words.len() {
            _ if or_more && near.is_none() => {
                let help = "For a number or more, write `>=`, and for a number or less `<=`: `child_age >= 16 years`.";
                finding = finding.help(help);
            }
            0 => {
                let help = format!("The file has no {} yet.", used.things());
                finding = finding.help(help);
            }
            1..=8 if near.is_none() => {
                let help = format!("The {} are {}.", used.things(), ticked(&words, "and"));
                finding = finding.help(if words.len() == 1 {
                    format!("What fits here is {}.", ticked(&words, "and"))
                } else {
                    help
                });
            }
            _ => {}
        }
        let meant = near
            .as_deref()
            .and_then(|near| Some(self.names.get(near)?.part));
        self.say_repeatedly(key, finding, near, meant);
    }

    /// What to write where a name is of another kind.
    fn instead(&self, name: &str, kind: Kind, part: Part, used: Use) -> Option<String> {
        let text = match (used, kind) {
            (Use::Way | Use::Start | Use::Return, Kind::Service) => {
                format!("Lead to an outcome, and write `refer to {name}` in that outcome.")
            }
            (Use::Way | Use::Start | Use::Return | Use::Reach | Use::Asked, Kind::Fact) => format!(
                "A fact is known from the start and nobody is asked it. Write `when {name} is ...` where it matters."
            ),
            (Use::Condition, Kind::Question | Kind::Fact) => self.say_what_answer(name, part),
            (Use::Condition, Kind::Value | Kind::Level) => {
                format!("Say which one, as in `{name} is ...`.")
            }
            (Use::Condition, Kind::Score | Kind::Setting) => {
                format!("Compare it with a number, as in `{name} >= 5`.")
            }
            (Use::Condition, Kind::Checklist) => format!("Write `any of {name}`."),
            (Use::Condition | Use::Read | Use::Column, Kind::Group) => {
                let question = self.group_question(part);
                format!("Write `{question} is in {name}`.")
            }
            (Use::Read, Kind::Condition) => {
                format!("Write `{name}` alone, or `not {name}`.")
            }
            (Use::Promised, Kind::Question | Kind::Checklist | Kind::Step | Kind::Outcome) => {
                format!("Write `reach {name}`.")
            }
            (Use::Expected, Kind::Question | Kind::Checklist) => {
                format!("Write `expect asked {name}`.")
            }
            (Use::Expected, Kind::Value | Kind::Level | Kind::Score) => {
                format!("Say what it is, as in `expect {name} is ...`.")
            }
            (Use::Service, Kind::Step | Kind::Outcome | Kind::Question | Kind::Checklist) => {
                format!("Write `-> {name}` on a way to lead there.")
            }
            (Use::Reach, Kind::Service | Kind::Action) => {
                format!("Leave out `reach`, and write `{name}` alone.")
            }
            (_, _) => return None,
        };
        Some(text)
    }

    fn say_what_answer(&self, name: &str, part: Part) -> String {
        let Part::Question(id) = part else {
            return String::new();
        };
        match &self.pathway[id].answers {
            Answers::OneOf(options) => {
                let example = options.first().map_or("...", |option| option.name.as_str());
                format!("Say which answer, as in `{name} is {example}`.")
            }
            Answers::Several { .. } => format!("Write `any of {name}`."),
            Answers::Range { .. } => format!("Compare it with a number, as in `{name} >= ...`."),
            Answers::Text | Answers::Broken => {
                format!("Say which answer, as in `{name} is ...`.")
            }
        }
    }

    fn group_question(&self, part: Part) -> &str {
        let Part::Group(id) = part else { return "..." };
        &self.pathway[self.pathway[id].question].name
    }

    /// Whether the same finding was made before; this place is added to it.
    pub(super) fn said_before(&mut self, key: &Key, span: Span) -> bool {
        let Some((_, found)) = self
            .repeated
            .numbers
            .get(key)
            .and_then(|number| self.repeated.findings.get_mut(*number))
        else {
            return false;
        };
        found.places.push(span);
        if let Some(meant) = found.meant {
            self.mention(self.at, meant);
        }
        true
    }

    /// A finding that may be made at more places than this one. `near` is a word for the name's place that
    /// mends it, `meant` the part that was probably meant.
    pub(super) fn say_repeatedly(
        &mut self,
        key: Key,
        finding: Diagnostic,
        near: Option<String>,
        meant: Option<Part>,
    ) {
        if let Some(meant) = meant {
            self.mention(self.at, meant);
        }
        let found = Found {
            places: vec![finding.span],
            nearest: near,
            meant,
        };
        self.repeated
            .numbers
            .insert(key, self.repeated.findings.len());
        self.repeated.findings.push((finding, found));
    }

    /// Tells the findings with several places, each at its first place.
    pub(super) fn tell_repeated(&mut self) {
        const SHOWN: usize = 5;
        for (mut finding, mut found) in std::mem::take(&mut self.repeated.findings) {
            found.places.sort();
            found.places.dedup();
            let mut places = found.places.iter().copied();
            finding.span = self.trimmed(places.next().unwrap_or(finding.span));
            for place in places.take(SHOWN) {
                finding = finding.label(place, "Here too.");
            }
            if found.places.len() > SHOWN + 1 {
                let help = format!("The same stands in {} places.", found.places.len());
                finding = finding.help(help);
            }
            if let Some(near) = found.nearest {
                let span = finding.span;
                finding = finding.fix(span, near);
            }
            self.say(finding);
        }
    }
}

impl Repeated {
    /// The nearest of some words, as long as a file's mistakes are few enough to go looking.
    pub(super) fn nearest(&mut self, word: &str, candidates: &[&str]) -> Option<String> {
        self.comparisons_left = self.comparisons_left.checked_sub(candidates.len())?;
        nearest(word, candidates.iter().copied()).map(str::to_string)
    }
}
