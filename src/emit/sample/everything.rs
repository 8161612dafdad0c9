//! A pathway that makes no sense and uses every construct.

use std::collections::BTreeSet;

use super::*;

/// Every kind of condition over the questions of [`everything`].
fn conditions() -> Vec<(&'static str, Condition)> {
    let number = Measure::Question(QuestionId(2));
    let age = Measure::Question(QuestionId(3));
    let date = Measure::Question(QuestionId(4));
    let items = |count, marks| Condition::Items {
        list: QuestionId(if marks { 6 } else { 5 }),
        items: vec![0, 1],
        marks: if marks { vec![1] } else { Vec::new() },
        count,
    };
    let is = |answer| Condition::Is(QuestionId(0), vec![answer]);
    let two = Bound::Fixed(2);
    vec![
        (
            "role is a and role is not b",
            Condition::All(vec![is(0), is(2)]),
        ),
        (
            "role is a or medium_risk",
            Condition::Any(vec![is(0), Condition::Named(ConditionId(0))]),
        ),
        ("not role is a", Condition::Not(Box::new(is(0)))),
        (
            "at least 2 of - role is a",
            Condition::HowMany(Count::AtLeast(two), vec![is(0), is(1)]),
        ),
        (
            "risk is at least medium",
            Condition::ValueIs(ValueId(0), vec![1, 2]),
        ),
        (
            "at least marac of ticks",
            items(Count::AtLeast(Bound::Setting(SettingId(0))), false),
        ),
        (
            "all of (afraid, control) in ticks",
            items(Count::All, false),
        ),
        (
            "exactly 2 of dash are not yes",
            items(Count::Exactly(two), true),
        ),
        ("at most 2 of dash are no", items(Count::AtMost(two), true)),
        ("ticks is empty", Condition::Empty(QuestionId(5))),
        (
            "pay from 100 to 14.50",
            Condition::Between(number, Some(Bound::Fixed(10_000)), Some(Bound::Fixed(1450))),
        ),
        (
            "age >= 12 months",
            Condition::Beyond(age, Order::AtLeast, Bound::Fixed(5844)),
        ),
        (
            "age <= 31 days",
            Condition::Beyond(age, Order::AtMost, Bound::Fixed(496)),
        ),
        (
            "age < 16 years",
            Condition::Beyond(age, Order::Less, Bound::Fixed(93_504)),
        ),
        (
            "seraf > marac",
            Condition::Beyond(
                Measure::Score(ScoreId(0)),
                Order::More,
                Bound::Setting(SettingId(0)),
            ),
        ),
        (
            "marac < 3",
            Condition::Beyond(Measure::Setting(SettingId(0)), Order::Less, Bound::Fixed(3)),
        ),
        (
            "since > 28 days before today",
            Condition::Beyond(
                date,
                Order::More,
                Bound::FromToday(Distance {
                    months: 0,
                    days: -28,
                }),
            ),
        ),
        (
            "since < 2020-02-29",
            Condition::Beyond(date, Order::Less, Bound::Fixed(18_321)),
        ),
        (
            "since within 28 days of today",
            Condition::Within(
                QuestionId(4),
                Distance {
                    months: 0,
                    days: 28,
                },
            ),
        ),
        ("pay was asked", Condition::WasAsked(QuestionId(2))),
        ("", Condition::Broken),
    ]
}

/// Uses every construct of the language, among them each kind of condition as a way of `step`.
pub(in crate::emit) fn everything() -> Pathway {
    let mut m = Maker::default();
    m.pathway.name = "everything".into();
    m.pathway.title = "Everything".into();
    m.pathway.span = m.span();
    let role = m.choice(
        "role",
        "Your role",
        &[
            ("a", "Family Hub"),
            ("b", "Social Care"),
            ("c", "A very long answer that no sentence could hold"),
        ],
    );
    m.pathway.questions[role.0].fact = true;
    m.pathway.questions[role.0].block = None;
    m.pathway.blocks.clear();
    let range = |kind, from, to| Answers::Range {
        kind,
        from: Bound::Fixed(from),
        to,
        unit: String::new(),
    };
    m.question("words", "What is said?", Answers::Text);
    m.question(
        "pay",
        "What is the pay?",
        range(RangeKind::Money, 0, Bound::Fixed(100_000)),
    );
    m.question(
        "age",
        "How old?",
        range(RangeKind::Age, 0, Bound::Fixed(105_192)),
    );
    m.question(
        "since",
        "Since when?",
        range(
            RangeKind::Date,
            -18_262,
            Bound::FromToday(Distance::default()),
        ),
    );
    let items = [
        ("afraid", "Afraid"),
        ("control", "Controlled"),
        ("nothing", "None of these"),
    ];
    let ticks = m.checklist("ticks", "Which apply?", &items, &[]);
    let dash = m.checklist("dash", "DASH", &items, &[("yes", "Yes"), ("no", "No")]);
    m.pathway.questions[ticks.0].unasked = Some(Answer::Ticked(BTreeSet::new()));
    m.pathway.questions[dash.0].hints = vec!["Read aloud.".into()];
    m.pathway.questions[dash.0].notes = vec!["Not a test.".into()];
    m.question("lost", "A question nobody could read", Answers::Broken);
    m.question(
        "points",
        "How many?",
        Answers::Range {
            kind: RangeKind::Number,
            from: Bound::Fixed(0),
            to: Bound::Setting(SettingId(0)),
            unit: "points".into(),
        },
    );
    let span = m.span();
    m.pathway.settings.push(Setting {
        name: "marac".into(),
        text: "MARAC threshold".into(),
        kind: RangeKind::Number,
        number: 14,
        written: "14".into(),
        local: false,
        span,
    });
    m.pathway.groups.push(Group {
        name: "near".into(),
        text: "Near".into(),
        question: role,
        members: vec![0, 2],
        span,
    });
    let guard = m.guard("role is a", Condition::Is(role, vec![0]));
    m.pathway.conditions.push(NamedCondition {
        name: "medium_risk".into(),
        text: "Medium risk".into(),
        guard: guard.clone(),
        span,
    });
    let options = ["low", "medium", "high"].map(|name| m.option(name, name));
    let line = |option, when, otherwise| ValueLine {
        option,
        when,
        otherwise,
        span,
    };
    m.pathway.values.push(Value {
        name: "risk".into(),
        text: "Level of risk".into(),
        level: true,
        options: options.to_vec(),
        policy: Policy::FirstMatch,
        lines: vec![line(1, Some(guard.clone()), false), line(0, None, true)],
        span,
    });
    let each = |marks| TermFor::Each {
        list: dash,
        items: vec![0],
        marks,
    };
    let term = |points, for_| Term {
        points,
        for_,
        text: "for each".into(),
        span,
    };
    m.pathway.scores.push(Score {
        name: "seraf".into(),
        text: "SERAF score".into(),
        terms: vec![
            term(1, each(vec![0])),
            term(
                5,
                TermFor::Each {
                    list: ticks,
                    items: vec![1],
                    marks: Vec::new(),
                },
            ),
            term(-2, TermFor::When(Condition::Is(role, vec![0]))),
        ],
        span,
    });
    m.block("step", "Step", BlockKind::Step);
    m.block("tabled", "Tabled", BlockKind::Step);
    m.block("end", "End", BlockKind::Outcome);
    m.pathway.start = Some(m.id("words"));
    m.way("words", WayKind::Then, None, None, "step");
    for (text, condition) in conditions() {
        let guard = m.guard(text, condition);
        m.way("step", WayKind::When, None, Some(guard), "tabled");
    }
    m.way("step", WayKind::Otherwise, None, None, "end");
    m.at("step").policy = Policy::FirstMatch;
    m.at("tabled").policy = Policy::EveryMatch;
    m.way(
        "ticks",
        WayKind::On,
        Some(vec![0, 1]),
        Some(guard.clone()),
        "end",
    );
    m.way("ticks", WayKind::Otherwise, None, None, "dash");
    m.way("dash", WayKind::Then, None, None, "end");
    m.way(
        "tabled",
        WayKind::Row(0, 0),
        None,
        Some(guard.clone()),
        "end",
    );
    m.way("tabled", WayKind::Otherwise, None, None, "ticks");
    let cells = |cells: &[&str]| cells.iter().map(ToString::to_string).collect::<Vec<_>>();
    m.at("tabled").tables = vec![Table {
        columns: cells(&["role", "pay", "Pay in a week", "risk", "age"]),
        rows: vec![
            cells(&["a, b", ">= 123", "-", "at least medium", "from 0 to 9"]),
            cells(&["otherwise"]),
        ],
        span,
    }];
    let open = m.service(
        "open",
        "Open",
        &[
            (Detail::Phone, "01632 960 001"),
            (Detail::Hours, "Mo-Fr 09:00-17:00"),
        ],
    );
    let closed = m.service(
        "closed",
        "Closed",
        &[(Detail::Address, "1 High Street"), (Detail::Cost, "Free")],
    );
    m.pathway.services[closed.0].eligible = vec![guard.clone()];
    m.pathway.services[closed.0].out_of_hours = Some(open);
    m.pathway.services[closed.0].retired = Some(Retired {
        on: Date {
            year: 2027,
            month: 3,
            day: 31,
        },
        replaced_by: Some(open),
        span,
    });
    m.pathway.named_actions.push(NamedAction {
        name: "write".into(),
        text: "Write it down.".into(),
        span,
    });
    let verbs = [Verb::Refer, Verb::Signpost, Verb::Offer, Verb::Contact];
    for strength in [
        Strength::Must,
        Strength::Should,
        Strength::Consider,
        Strength::MustNot,
    ] {
        for verb in verbs {
            m.action("end", strength, verb, What::Service(closed)).when = Some(guard.clone());
        }
        m.action("end", strength, Verb::Do, What::Named(ActionNameId(0)))
            .deadline = Some(Deadline::AtOnce);
    }
    m.action(
        "end",
        Strength::Must,
        Verb::Urgent,
        What::Text("Call 999.".into()),
    );
    m.action(
        "end",
        Strength::Must,
        Verb::Say,
        What::Text("We will call you.".into()),
    )
    .notes = vec!["Slowly.".into()];
    let every = [
        Unit::Years,
        Unit::Months,
        Unit::Weeks,
        Unit::WorkingDays,
        Unit::Days,
        Unit::Hours,
        Unit::Minutes,
    ];
    m.at("end").review_in = vec![Duration(every.iter().map(|unit| (1, *unit)).collect())];
    m.at("end").notes = vec!["The end.".into()];
    let back = Return {
        text: "it changes".into(),
        to: m.id("words"),
        span,
    };
    m.at("end").returns = vec![back];
    let reach = Subject::Reach(m.id("end"));
    let get = Subject::Action {
        strength: Some(Strength::Must),
        verb: Some(Verb::Refer),
        what: What::Named(ActionNameId(0)),
    };
    let promise = |kind| Promise {
        kind,
        text: "words".into(),
        span,
    };
    m.pathway.rules.push(Rule {
        name: "rule".into(),
        text: "Rule".into(),
        promises: vec![
            promise(PromiseKind::Never(reach.clone(), Some(guard.clone()))),
            promise(PromiseKind::Always(get.clone(), None)),
            promise(PromiseKind::NeverBoth(
                get.clone(),
                reach.clone(),
                Some(guard),
            )),
            promise(PromiseKind::Before(reach.clone(), get)),
        ],
        span: m.pathway.settings[0].span,
    });
    let given = [
        (role, Answer::Option(1)),
        (QuestionId(1), Answer::Text("Help".into())),
        (QuestionId(2), Answer::Quantity(1450)),
        (QuestionId(3), Answer::Quantity(5844)),
        (
            QuestionId(4),
            Answer::FromToday(Distance {
                months: 0,
                days: -3,
            }),
        ),
        (ticks, Answer::Ticked(BTreeSet::from([0, 1]))),
        (dash, Answer::Marked(vec![0, 1, 1])),
    ];
    let expect = [
        Expectation::Subject(reach),
        Expectation::Asked(ticks),
        Expectation::NoOutcome,
        Expectation::ValueIs(ValueId(0), 2),
        Expectation::ScoreIs(ScoreId(0), 7),
    ];
    let heading = m.span();
    let allow = m.span();
    m.pathway.examples.push(Example {
        text: "Example".into(),
        given: given
            .into_iter()
            .map(|(question, answer)| Given {
                question,
                answer,
                span,
            })
            .collect(),
        expect: expect
            .into_iter()
            .map(|what| Expect {
                not: true,
                what,
                text: "words".into(),
                span,
            })
            .collect(),
        span: heading,
    });
    m.pathway.allows.push(Allow {
        finding: "given-but-never-asked".into(),
        reason: "It is asked elsewhere.".into(),
        block: vec![heading.to(allow)],
        span: allow,
    });
    m.pathway
}
