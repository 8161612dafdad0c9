//! How a family stands to one thing in one version: whether it gets it, how strongly, in which manners, by when; and
//! the same as claims, so that it can be asked of all families.
//!
//! Invariant: a state is a list of yes and no, one for each of the same signs in both versions. Two versions differ
//! for a family exactly where the two lists do.

use std::collections::{BTreeMap, BTreeSet};

use super::subject::{About, Kind, Subject};
use super::weight::Force;
use crate::diagnostic::list;
use crate::emit::words;
use crate::evaluate::{Evaluation, minutes};
use crate::ir::{
    Action, BlockId, Condition, Deadline, Duration, Pathway, ServiceId, Strength, Unit, ValueId,
    Verb, What,
};
use crate::logic::{Claim, Pair, Side};

/// Something that may be so of a family and a thing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sign {
    /// The family comes there, is asked it, is told it.
    Is,
    /// It is given at this strength, and no stronger.
    Strength(Strength),
    /// At that strength it is given in this manner.
    Verb(Verb),
    /// The shortest deadline takes so many minutes, and is written in one of these ways.
    Deadline(u64, String),
    /// The value has the option of this name.
    Option(String),
}

/// One version, beside the other.
#[derive(Clone, Copy)]
pub(super) struct Version<'a> {
    pub(super) own: &'a Pathway,
    pub(super) side: &'a Side,
    pub(super) is_new: bool,
}

impl Version<'_> {
    /// What of the subject is this version's.
    fn given<'s>(&self, about: &'s About) -> &'s [What] {
        match about {
            About::Given(old, new) => {
                if self.is_new {
                    new
                } else {
                    old
                }
            }
            About::Place(..) | About::Value(..) | About::Question(..) | About::Line(..) => &[],
        }
    }

    fn which<T>(&self, old: T, new: T) -> T {
        if self.is_new { new } else { old }
    }

    /// The actions that give it, by their places.
    fn actions(&self, subject: &Subject) -> Vec<(BlockId, usize, &Action)> {
        let given = self.given(&subject.about);
        let blocks = (0..).map(BlockId).zip(&self.own.blocks);
        blocks
            .flat_map(|(at, block)| (0..).zip(&block.actions).map(move |(n, it)| (at, n, it)))
            .filter(|(_, _, it)| Kind::of(it) == subject.kind && given.contains(&it.what))
            .collect()
    }

    /// Those that give a service in any manner but `must not`.
    fn gives_service(&self, service: ServiceId) -> Vec<(BlockId, usize, &Action)> {
        let blocks = (0..).map(BlockId).zip(&self.own.blocks);
        blocks
            .flat_map(|(at, block)| (0..).zip(&block.actions).map(move |(n, it)| (at, n, it)))
            .filter(|(_, _, it)| it.what == What::Service(service))
            .filter(|(_, _, it)| it.strength != Strength::MustNot)
            .collect()
    }

    /// The signs by which it may stand.
    fn signs(&self, subject: &Subject) -> BTreeSet<Sign> {
        match &subject.about {
            About::Given(..) => {
                let actions = self.actions(subject);
                let each = actions.iter().flat_map(|(_, _, it)| match subject.kind {
                    // What is said is said, however strongly.
                    Kind::Said | Kind::Urgent => vec![Sign::Is],
                    Kind::Done
                    | Kind::Forbidden
                    | Kind::Outcome
                    | Kind::Value
                    | Kind::Line
                    | Kind::Question => vec![Sign::Strength(it.strength), Sign::Verb(it.verb)],
                });
                let deadlines = self.deadlines(subject).into_iter();
                each.chain(deadlines.map(|(minutes, said)| Sign::Deadline(minutes, said)))
                    .collect()
            }
            About::Place(..) | About::Question(..) | About::Line(..) => BTreeSet::from([Sign::Is]),
            About::Value(old, new) => {
                let value = self.which(*old, *new);
                let options = value.iter().flat_map(|it| &self.own[*it].options);
                options.map(|it| Sign::Option(it.name.clone())).collect()
            }
        }
    }

    /// The deadlines by which it is given: how many minutes each takes, and how it is written.
    fn deadlines(&self, subject: &Subject) -> BTreeMap<u64, String> {
        let mut ways: BTreeMap<u64, BTreeSet<String>> = BTreeMap::new();
        for (_, _, action) in self.actions(subject) {
            if let Some(deadline) = &action.deadline {
                let written = ways.entry(minutes(deadline)).or_default();
                written.insert(counted(deadline));
            }
        }
        ways.into_iter()
            .map(|(minutes, ways)| (minutes, ways.into_iter().collect::<Vec<_>>().join(" or ")))
            .collect()
    }

    /// A sign as a claim.
    fn claim<'p>(
        &self,
        pair: &'p Pair,
        subject: &Subject,
        sign: &Sign,
        options: &'p Options,
    ) -> Claim<'p> {
        let gives = |fits: &dyn Fn(&Action) -> bool| {
            let actions = self.actions(subject).into_iter();
            let these = actions.filter(|(_, _, it)| fits(it));
            Claim::Any(these.map(|(at, n, _)| self.gives(pair, at, n)).collect())
        };
        let no = |claim| Claim::Not(Box::new(claim));
        match sign {
            Sign::Strength(strength) => Claim::All(vec![
                gives(&|it| it.strength == *strength),
                no(gives(&|it| it.strength < *strength)),
            ]),
            Sign::Verb(verb) => {
                let strengths = [
                    Strength::Must,
                    Strength::Should,
                    Strength::Consider,
                    Strength::MustNot,
                ];
                let each = strengths.iter().map(|strength| {
                    Claim::All(vec![
                        gives(&|it| it.strength == *strength && it.verb == *verb),
                        no(gives(&|it| it.strength < *strength)),
                    ])
                });
                Claim::Any(each.collect())
            }
            Sign::Deadline(wanted, said) => {
                if self.deadlines(subject).get(wanted) != Some(said) {
                    return Claim::Any(Vec::new());
                }
                let takes = |it: &Action| it.deadline.as_ref().map(minutes);
                Claim::All(vec![
                    gives(&|it| takes(it) == Some(*wanted)),
                    no(gives(&|it| takes(it).is_some_and(|it| it < *wanted))),
                ])
            }
            Sign::Is => match &subject.about {
                About::Place(old, new) => {
                    let place = self.which(*old, *new).into_iter();
                    Claim::Any(place.map(|it| Claim::Comes(self.side.block(it))).collect())
                }
                About::Question(old, new) => {
                    let asked = self
                        .which(*old, *new)
                        .and_then(|it| pair.pathway[self.side.question(it)].block);
                    Claim::Any(asked.map(Claim::Comes).into_iter().collect())
                }
                About::Line(old, new) => {
                    let (service, line) = self.which(*old, *new);
                    let lines = &pair.pathway[self.side.service(service)].lines;
                    let when = line.and_then(|it| lines.get(it)).map(|it| it.when.as_ref());
                    let mut each = Vec::new();
                    for (at, n, _) in self.gives_service(service) {
                        let here = self.gives(pair, at, n);
                        each.extend(when.map(|when| match when {
                            None => here,
                            Some(guard) => Claim::All(vec![
                                here,
                                Claim::Is(
                                    self.side.block(at),
                                    &guard.condition,
                                    crate::evaluate::Truth::Yes,
                                ),
                            ]),
                        }));
                    }
                    Claim::Any(each)
                }
                About::Given(..) => gives(&|_| true),
                About::Value(..) => Claim::Any(Vec::new()),
            },
            Sign::Option(name) => {
                let option = self.option(&subject.about, name);
                let is =
                    option.and_then(|(value, at)| options.0.get(&(self.side.value(value), at)));
                Claim::Any(is.into_iter().map(Claim::AtTheEnd).collect())
            }
        }
    }

    /// That a service is given.
    fn gives_any<'p>(&self, pair: &'p Pair, service: ServiceId) -> Claim<'p> {
        let each = self.gives_service(service).into_iter();
        Claim::Any(each.map(|(at, n, _)| self.gives(pair, at, n)).collect())
    }

    /// Whether the service of which this is a line is given; of anything else, yes.
    pub(super) fn gets_its_service(&self, about: &About, family: &Evaluation) -> bool {
        let About::Line((before, _), (after, _)) = about else {
            return true;
        };
        let gives = self.gives_service(self.which(*before, *after));
        gives.iter().any(|(at, n, _)| gets(family, *at, *n))
    }

    /// A value's option by its name.
    fn option(&self, about: &About, name: &str) -> Option<(ValueId, usize)> {
        let About::Value(old, new) = about else {
            return None;
        };
        let value = self.which(*old, *new)?;
        let options = &self.own[value].options;
        let at = options.iter().position(|it| it.name == name)?;
        Some((value, at))
    }

    /// How a family that has been evaluated stands.
    pub(super) fn holds(&self, subject: &Subject, sign: &Sign, family: &Evaluation) -> bool {
        let given: Vec<&Action> = self
            .actions(subject)
            .into_iter()
            .filter(|(at, n, _)| gets(family, *at, *n))
            .map(|(_, _, it)| it)
            .collect();
        let strongest = given.iter().map(|it| it.strength).min();
        let shortest = given
            .iter()
            .filter_map(|it| it.deadline.as_ref().map(minutes))
            .min();
        match sign {
            Sign::Strength(strength) => strongest == Some(*strength),
            Sign::Verb(verb) => given
                .iter()
                .any(|it| Some(it.strength) == strongest && it.verb == *verb),
            Sign::Deadline(wanted, said) => {
                shortest == Some(*wanted) && self.deadlines(subject).get(wanted) == Some(said)
            }
            Sign::Is => match &subject.about {
                About::Place(old, new) => self
                    .which(*old, *new)
                    .is_some_and(|it| family.visit(it).is_some()),
                About::Question(old, new) => self.which(*old, *new).is_some_and(|it| {
                    family.was_asked(self.own, it) || family.waiting.contains(&it)
                }),
                About::Line(old, new) => {
                    let (service, line) = self.which(*old, *new);
                    let gives = self.gives_service(service);
                    gives.iter().any(|(at, n, _)| {
                        let here = family
                            .visit(*at)
                            .and_then(|it| it.gets.iter().find(|here| here.action == *n));
                        here.zip(line)
                            .is_some_and(|(it, line)| it.lines.contains(&line))
                    })
                }
                About::Given(..) => !given.is_empty(),
                About::Value(..) => false,
            },
            Sign::Option(name) => self
                .option(&subject.about, name)
                .is_some_and(|(value, at)| family.value(self.own, value) == Some(at)),
        }
    }

    fn gives<'p>(&self, pair: &'p Pair, block: BlockId, action: usize) -> Claim<'p> {
        let block = self.side.block(block);
        let action = pair.pathway[block].actions.get(action);
        action.map_or(Claim::Any(Vec::new()), |it| Claim::gives(block, it))
    }
}

fn gets(family: &Evaluation, block: BlockId, action: usize) -> bool {
    let visit = family.visit(block);
    visit.is_some_and(|it| it.gets.iter().any(|here| here.action == action))
}

/// That a value has an option, for every value of both versions.
#[derive(Clone, Debug)]
pub(super) struct Options(BTreeMap<(ValueId, usize), Condition>);

impl Options {
    pub(super) fn of(pair: &Pair) -> Options {
        let values = (0..).map(ValueId).zip(&pair.pathway.values);
        let all = values.flat_map(|(id, value)| {
            (0..value.options.len()).map(move |at| ((id, at), Condition::ValueIs(id, vec![at])))
        });
        Options(all.collect())
    }
}

/// All signs of a subject in either version, and what each version claims of them.
pub(super) struct Signs<'p> {
    pub(super) signs: Vec<Sign>,
    pub(super) old: Vec<Claim<'p>>,
    pub(super) new: Vec<Claim<'p>>,
}

impl<'p> Signs<'p> {
    pub(super) fn of(
        pair: &'p Pair,
        options: &'p Options,
        versions: (Version<'_>, Version<'_>),
        subject: &Subject,
    ) -> Signs<'p> {
        let (old, new) = versions;
        let mut signs = old.signs(subject);
        signs.extend(new.signs(subject));
        let signs: Vec<Sign> = signs.into_iter().collect();
        let claims = |version: Version<'_>| -> Vec<Claim<'p>> {
            let each = signs.iter();
            each.map(|it| version.claim(pair, subject, it, options))
                .collect()
        };
        let (mut was, mut is) = (claims(old), claims(new));
        // What a service's lines say is compared where both versions give it.
        if let About::Line((before, _), (after, _)) = subject.about {
            let both = [old.gives_any(pair, before), new.gives_any(pair, after)];
            for claim in was.iter_mut().chain(&mut is) {
                let claims = both.iter().cloned().chain([claim.clone()]);
                *claim = Claim::All(claims.collect());
            }
        }
        Signs {
            old: was,
            new: is,
            signs,
        }
    }

    /// That the signs of one version stand so.
    pub(super) fn stand(claims: &[Claim<'p>], holds: &[bool]) -> Claim<'p> {
        let each = claims.iter().zip(holds).map(|(claim, holds)| {
            if *holds {
                claim.clone()
            } else {
                Claim::Not(Box::new(claim.clone()))
            }
        });
        Claim::All(each.collect())
    }

    /// How strongly it is given so, and in how many minutes; nothing where it is not.
    pub(super) fn force(&self, holds: &[bool]) -> Option<Force> {
        let held = self.signs.iter().zip(holds).filter(|(_, holds)| **holds);
        let held: Vec<&Sign> = held.map(|(sign, _)| sign).collect();
        let strength = held.iter().find_map(|it| match it {
            Sign::Strength(strength) => Some(*strength),
            Sign::Is | Sign::Verb(_) | Sign::Deadline(..) | Sign::Option(_) => None,
        });
        let minutes = held.iter().find_map(|it| match it {
            Sign::Deadline(minutes, _) => Some(*minutes),
            Sign::Is | Sign::Verb(_) | Sign::Strength(_) | Sign::Option(_) => None,
        });
        (!held.is_empty()).then_some((strength, minutes))
    }

    /// How it stands, in words; none where the family does not get it or come there.
    pub(super) fn words(&self, subject: &Subject, holds: &[bool]) -> Option<String> {
        let held: Vec<&Sign> = self
            .signs
            .iter()
            .zip(holds)
            .filter(|(_, holds)| **holds)
            .map(|(sign, _)| sign)
            .collect();
        if held.is_empty() {
            return None;
        }
        let (mut strength, mut is) = (None, false);
        let (mut verbs, mut rest) = (Vec::new(), Vec::new());
        for sign in held {
            match sign {
                Sign::Is => is = true,
                Sign::Option(name) => rest.push(format!("`{name}`")),
                Sign::Strength(it) => strength = Some(*it),
                Sign::Verb(it) => verbs.push(*it),
                Sign::Deadline(_, said) => rest.push(said.clone()),
            }
        }
        let mut said = match (strength, is, subject.kind) {
            (Some(strength), ..) => manner(strength, &verbs),
            (None, true, Kind::Said) => String::from("said"),
            (None, true, Kind::Urgent) => String::from("shown as urgent"),
            (None, ..) => return Some(rest.join(" and ")),
        };
        for deadline in rest {
            said = format!("{said} {deadline}");
        }
        Some(said)
    }
}

/// "must refer", "consider offering".
fn manner(strength: Strength, verbs: &[Verb]) -> String {
    let considered = strength == Strength::Consider;
    let verbs: Vec<&str> = verbs
        .iter()
        .filter_map(|verb| match (verb, considered) {
            (Verb::Refer, false) => Some("refer"),
            (Verb::Refer, true) => Some("referring"),
            (Verb::Signpost, false) => Some("signpost"),
            (Verb::Signpost, true) => Some("signposting"),
            (Verb::Offer, false) => Some("offer"),
            (Verb::Offer, true) => Some("offering"),
            (Verb::Contact, false) => Some("contact"),
            (Verb::Contact, true) | (Verb::Do | Verb::Say | Verb::Urgent, _) => None,
        })
        .collect();
    let strength = words::strength(strength).to_lowercase();
    format!("{strength} {}", list(&verbs, "or"))
        .trim_end()
        .to_string()
}

/// A deadline as it is told from others: hours and days by what they come to, working days by themselves.
fn counted(deadline: &Deadline) -> String {
    let Deadline::Within(Duration(parts)) = deadline else {
        return words::deadline(deadline);
    };
    let works = parts.iter().any(|(_, unit)| *unit == Unit::WorkingDays);
    let whole = |unit: u64| minutes(deadline).is_multiple_of(unit);
    let hour = 60;
    let day = 24 * hour;
    let many = |unit: u64, name: &str| {
        let number = minutes(deadline) / unit;
        format!(
            "within {number} {name}{}",
            if number == 1 { "" } else { "s" }
        )
    };
    let calendar = parts
        .iter()
        .any(|(_, unit)| matches!(unit, Unit::Months | Unit::Years));
    if works || calendar {
        words::deadline(deadline)
    } else if whole(7 * day) {
        many(7 * day, "week")
    } else if whole(day) && minutes(deadline) > day {
        many(day, "day")
    } else if whole(hour) {
        many(hour, "hour")
    } else {
        many(1, "minute")
    }
}
