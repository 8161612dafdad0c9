//! Rules, examples and allowed findings in the contract.

use schemars::JsonSchema;
use serde::Serialize;

use super::asked::Answer;
use super::blocks::{Strength, Verb, What};
use super::condition::Guard;
use super::{Place, View, each};
use crate::ir;

/// What holds for every family.
#[derive(Serialize, JsonSchema)]
pub(super) struct Rule<'a> {
    /// Its name.
    name: &'a str,
    /// Its text.
    text: &'a str,
    /// Every one of these holds.
    promises: Vec<Promise<'a>>,
    /// Where its heading stands.
    place: Place<'a>,
}

impl<'a> Rule<'a> {
    pub(super) fn of(view: &View<'a>, it: &'a ir::Rule) -> Rule<'a> {
        Rule {
            name: &it.name,
            text: &it.text,
            promises: each(view, &it.promises, Promise::of),
            place: view.place(it.span),
        }
    }
}

/// One line of a rule.
#[derive(Serialize, JsonSchema)]
struct Promise<'a> {
    /// The author's words.
    text: &'a str,
    /// What is promised.
    promise: PromiseKind<'a>,
    /// Where it stands.
    place: Place<'a>,
}

impl<'a> Promise<'a> {
    fn of(view: &View<'a>, it: &'a ir::Promise) -> Promise<'a> {
        Promise {
            text: &it.text,
            promise: PromiseKind::of(view, &it.kind),
            place: view.place(it.span),
        }
    }
}

/// What is promised. In a rule a condition on an answer means that the question was asked and answered so.
#[derive(Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum PromiseKind<'a> {
    /// It happens to no family for whom the condition holds; to no family where there is none.
    Never {
        /// What.
        subject: Subject<'a>,
        /// For whom.
        #[serde(skip_serializing_if = "Option::is_none")]
        when: Option<Guard<'a>>,
    },
    /// It happens to every family for whom the condition holds; to every family where there is none.
    Always {
        /// What.
        subject: Subject<'a>,
        /// For whom.
        #[serde(skip_serializing_if = "Option::is_none")]
        when: Option<Guard<'a>>,
    },
    /// The two never happen to one family.
    NeverBoth {
        /// One.
        first: Subject<'a>,
        /// The other.
        second: Subject<'a>,
        /// For whom.
        #[serde(skip_serializing_if = "Option::is_none")]
        when: Option<Guard<'a>>,
    },
    /// Every way to the second goes through the first.
    Before {
        /// What comes first.
        first: Subject<'a>,
        /// What comes after it.
        second: Subject<'a>,
    },
}

impl<'a> PromiseKind<'a> {
    fn of(view: &View<'a>, it: &'a ir::PromiseKind) -> PromiseKind<'a> {
        let subject = |it| Subject::of(view, it);
        let guard = |it: &'a Option<ir::Guard>| it.as_ref().map(|guard| Guard::of(view, guard));
        match it {
            ir::PromiseKind::Never(what, when) => PromiseKind::Never {
                subject: subject(what),
                when: guard(when),
            },
            ir::PromiseKind::Always(what, when) => PromiseKind::Always {
                subject: subject(what),
                when: guard(when),
            },
            ir::PromiseKind::NeverBoth(first, second, when) => PromiseKind::NeverBoth {
                first: subject(first),
                second: subject(second),
                when: guard(when),
            },
            ir::PromiseKind::Before(first, second) => PromiseKind::Before {
                first: subject(first),
                second: subject(second),
            },
        }
    }
}

/// What a promise or an expectation speaks of.
#[derive(Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Subject<'a> {
    /// Coming to a block.
    Reach {
        /// The block's name.
        block: &'a str,
    },
    /// Getting an action.
    Action {
        /// What it is about.
        what: What<'a>,
        /// At this strength; at any where left out.
        #[serde(skip_serializing_if = "Option::is_none")]
        strength: Option<Strength>,
        /// In this manner; in any where left out.
        #[serde(skip_serializing_if = "Option::is_none")]
        verb: Option<Verb>,
    },
}

impl<'a> Subject<'a> {
    fn of(view: &View<'a>, it: &'a ir::Subject) -> Subject<'a> {
        match it {
            ir::Subject::Reach(id) => Subject::Reach {
                block: view.block(*id),
            },
            ir::Subject::Action {
                strength,
                verb,
                what,
            } => Subject::Action {
                what: What::of(view, what),
                strength: strength.map(Strength::of),
                verb: verb.map(Verb::of),
            },
        }
    }
}

/// One family, and what it should get.
#[derive(Serialize, JsonSchema)]
pub(super) struct Example<'a> {
    /// What family this is.
    text: &'a str,
    /// What it answers.
    given: Vec<Given<'a>>,
    /// What it should get, and what not.
    expect: Vec<Expect<'a>>,
    /// Where its heading stands.
    place: Place<'a>,
}

impl<'a> Example<'a> {
    pub(super) fn of(view: &View<'a>, it: &'a ir::Example) -> Example<'a> {
        Example {
            text: &it.text,
            given: each(view, &it.given, Given::of),
            expect: each(view, &it.expect, Expect::of),
            place: view.place(it.span),
        }
    }
}

/// One answer of an example.
#[derive(Serialize, JsonSchema)]
struct Given<'a> {
    /// The question, checklist or fact.
    question: &'a str,
    /// The answer.
    answer: Answer<'a>,
    /// Where it stands.
    place: Place<'a>,
}

impl<'a> Given<'a> {
    fn of(view: &View<'a>, it: &'a ir::Given) -> Given<'a> {
        Given {
            question: view.question(it.question),
            answer: Answer::of(view, &view.pathway[it.question], &it.answer),
            place: view.place(it.span),
        }
    }
}

/// One thing that an example should get, or should not.
#[derive(Serialize, JsonSchema)]
struct Expect<'a> {
    /// The author's words.
    text: &'a str,
    /// Whether it is what should not happen.
    not: bool,
    /// What.
    what: Expectation<'a>,
    /// Where it stands.
    place: Place<'a>,
}

impl<'a> Expect<'a> {
    fn of(view: &View<'a>, it: &'a ir::Expect) -> Expect<'a> {
        Expect {
            text: &it.text,
            not: it.not,
            what: Expectation::of(view, &it.what),
            place: view.place(it.span),
        }
    }
}

/// What is expected.
#[derive(Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Expectation<'a> {
    /// Coming to a block, or getting an action.
    Subject {
        /// Which.
        subject: Subject<'a>,
    },
    /// Being asked a question.
    Asked {
        /// Its name.
        question: &'a str,
    },
    /// Coming to no outcome.
    NoOutcome,
    /// A value or level is so.
    ValueIs {
        /// Its name.
        value: &'a str,
        /// The option's name.
        option: &'a str,
    },
    /// A score is so high.
    ScoreIs {
        /// Its name.
        score: &'a str,
        /// How many points.
        points: i64,
    },
}

impl<'a> Expectation<'a> {
    fn of(view: &View<'a>, it: &'a ir::Expectation) -> Expectation<'a> {
        match it {
            ir::Expectation::Subject(subject) => Expectation::Subject {
                subject: Subject::of(view, subject),
            },
            ir::Expectation::Asked(id) => Expectation::Asked {
                question: view.question(*id),
            },
            ir::Expectation::NoOutcome => Expectation::NoOutcome,
            ir::Expectation::ValueIs(id, option) => Expectation::ValueIs {
                value: &view.pathway[*id].name,
                option: view.pathway[*id]
                    .options
                    .get(*option)
                    .map_or("", |it| &it.name),
            },
            ir::Expectation::ScoreIs(id, points) => Expectation::ScoreIs {
                score: &view.pathway[*id].name,
                points: *points,
            },
        }
    }
}

/// A finding that the author lets stand.
#[derive(Serialize, JsonSchema)]
pub(super) struct Allow<'a> {
    /// The finding's name.
    finding: &'a str,
    /// Why it is let stand.
    reason: &'a str,
    /// The heading under which it is allowed: a name, or an example's text.
    #[serde(rename = "in", skip_serializing_if = "Option::is_none")]
    within: Option<&'a str>,
    /// Where it stands.
    place: Place<'a>,
}

impl<'a> Allow<'a> {
    pub(super) fn of(view: &View<'a>, it: &'a ir::Allow) -> Allow<'a> {
        Allow {
            finding: &it.finding,
            reason: &it.reason,
            within: view.heading(it),
            place: view.place(it.span),
        }
    }
}
