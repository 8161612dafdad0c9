//! Pathways made by hand, for the emitters' tests.

mod everything;

pub(super) use everything::everything;

use std::collections::BTreeSet;

use crate::ir::*;
use crate::source::{SourceId, Sources, Span};

/// The text every place points into: a line for each number from 0.
pub(super) fn sources() -> Sources {
    let mut sources = Sources::default();
    sources.add("sample.flow", "one\ntwo\nthree\n".repeat(40));
    sources
}

/// Makes a pathway part by part; each part gets a place of its own.
#[derive(Default)]
pub(super) struct Maker {
    pub(super) pathway: Pathway,
    places: u32,
}

impl Maker {
    pub(super) fn span(&mut self) -> Span {
        self.places += 4;
        Span {
            source: SourceId(0),
            start: self.places - 4,
            end: self.places - 1,
        }
    }

    pub(super) fn option(&mut self, name: &str, text: &str) -> AnswerOption {
        AnswerOption {
            name: name.into(),
            text: text.into(),
            alone: false,
            notes: Vec::new(),
            span: self.span(),
        }
    }

    fn options(&mut self, options: &[(&str, &str)]) -> Vec<AnswerOption> {
        options.iter().map(|(n, t)| self.option(n, t)).collect()
    }

    /// A question and its block. Ways come later, once every block is there.
    pub(super) fn question(&mut self, name: &str, text: &str, answers: Answers) -> QuestionId {
        let id = QuestionId(self.pathway.questions.len());
        let block = self.block(name, text, BlockKind::Question(id));
        let span = self.span();
        self.pathway.questions.push(Question {
            name: name.into(),
            text: text.into(),
            answers,
            fact: false,
            block: Some(block),
            hints: Vec::new(),
            notes: Vec::new(),
            unasked: None,
            span,
        });
        id
    }

    pub(super) fn choice(&mut self, name: &str, text: &str, of: &[(&str, &str)]) -> QuestionId {
        let options = self.options(of);
        self.question(name, text, Answers::OneOf(options))
    }

    pub(super) fn yes_or_no(&mut self, name: &str, text: &str) -> QuestionId {
        self.choice(
            name,
            text,
            &[("yes", "Yes"), ("no", "No"), ("unsure", "Not sure")],
        )
    }

    pub(super) fn checklist(
        &mut self,
        name: &str,
        text: &str,
        items: &[(&str, &str)],
        marks: &[(&str, &str)],
    ) -> QuestionId {
        let (items, marks) = (self.options(items), self.options(marks));
        self.question(name, text, Answers::Several { items, marks })
    }

    pub(super) fn block(&mut self, name: &str, title: &str, kind: BlockKind) -> BlockId {
        let span = self.span();
        self.pathway.blocks.push(Block {
            name: name.into(),
            title: title.into(),
            kind,
            policy: Policy::ExactlyOne,
            ways: Vec::new(),
            tables: Vec::new(),
            actions: Vec::new(),
            notes: Vec::new(),
            review_in: Vec::new(),
            returns: Vec::new(),
            span,
        });
        BlockId(self.pathway.blocks.len() - 1)
    }

    pub(super) fn at(&mut self, name: &str) -> &mut Block {
        let found = self.pathway.blocks.iter_mut().find(|it| it.name == name);
        found.expect("a block of the sample")
    }

    pub(super) fn id(&self, name: &str) -> BlockId {
        let found = self.pathway.blocks.iter().position(|it| it.name == name);
        BlockId(found.expect("a block of the sample"))
    }

    pub(super) fn way(
        &mut self,
        from: &str,
        kind: WayKind,
        on: Option<Vec<usize>>,
        when: Option<Guard>,
        to: &str,
    ) {
        let (target, span) = (Some(self.id(to)), self.span());
        self.at(from).ways.push(Way {
            kind,
            on,
            when,
            target,
            span,
        });
    }

    /// Ways by answer: the first answer leads to the first block, and so on.
    pub(super) fn answers(&mut self, from: &str, to: &[&str]) {
        for (number, to) in to.iter().enumerate() {
            self.way(from, WayKind::Answer, Some(vec![number]), None, to);
        }
    }

    pub(super) fn guard(&mut self, text: &str, condition: Condition) -> Guard {
        Guard {
            condition,
            text: text.into(),
            span: self.span(),
        }
    }

    pub(super) fn service(
        &mut self,
        name: &str,
        title: &str,
        lines: &[(Detail, &str)],
    ) -> ServiceId {
        let mut said = Vec::new();
        for (kind, text) in lines {
            said.push(ServiceLine {
                kind: *kind,
                text: (*text).into(),
                when: None,
                span: self.span(),
            });
        }
        let span = self.span();
        self.pathway.services.push(Service {
            name: name.into(),
            title: title.into(),
            lines: said,
            eligible: Vec::new(),
            out_of_hours: None,
            retired: None,
            span,
        });
        ServiceId(self.pathway.services.len() - 1)
    }

    pub(super) fn action(
        &mut self,
        at: &str,
        strength: Strength,
        verb: Verb,
        what: What,
    ) -> &mut Action {
        let span = self.span();
        let actions = &mut self.at(at).actions;
        actions.push(Action {
            strength,
            verb,
            what,
            deadline: None,
            when: None,
            notes: Vec::new(),
            span,
        });
        actions.last_mut().expect("one was just added")
    }
}

/// The flowchart of Thurrock, in one of its readings.
pub(super) fn thurrock() -> Pathway {
    use Detail::{Email, Form, Note, Phone, Website};
    use Strength::{Consider, Must, MustNot, Should};
    let mut m = Maker::default();
    m.pathway.name = "parents_in_conflict".into();
    m.pathway.title = "Interventions for parents in conflict".into();
    m.pathway.span = m.span();
    let review = (
        Date {
            year: 2027,
            month: 3,
            day: 31,
        },
        m.span(),
    );
    m.pathway.document = Document {
        authority: Some("Thurrock Council".into()),
        audience: Some("Family Hub practitioners, PASS workers and Social Care workers".into()),
        source: Some("Interventions Flowchart for parents".into()),
        owner: Some("Early Help".into()),
        version: Some("1.0".into()),
        review_by: Some(review),
        urgent: vec!["If anyone is in immediate danger, call 999.".into()],
        notes: Vec::new(),
    };
    let aid = m.service(
        "parents_aid",
        "Parents Aid",
        &[
            (Website, "https://parentsaid.org.uk"),
            (Phone, "01268 763 631"),
            (Phone, "07890 861 255"),
        ],
    );
    let spip = m.service("spip", "Separated Parents Information Programme", &[]);
    let essex = m.service(
        "essex_mediation",
        "Essex Mediation Services",
        &[(Website, "http://www.essexmediationonline.co.uk/")],
    );
    let family = m.service(
        "uk_family_mediation",
        "UK Family Mediation Service (West Thurrock)",
        &[(
            Website,
            "https://westthurrock.ukfamilymediationservice.co.uk/",
        )],
    );
    let voucher = m.service("voucher", "Family Mediation Voucher Scheme", &[]);
    let tfs = m.service(
        "think_family",
        "Think Family Service",
        &[
            (Email, "tfs@example.gov.uk"),
            (Form, "Think Family referral form, on the case system"),
            (
                Note,
                "Staff giving this support are not accredited family mediators.",
            ),
        ],
    );
    let mash = m.service("mash", "MASH", &[(Phone, "01632 960 001")]);
    let edt = m.service("edt", "Emergency Duty Team", &[(Phone, "01632 960 002")]);
    m.pathway.services[mash.0].out_of_hours = Some(edt);
    let idva = m.service(
        "idva",
        "Independent Domestic Violence Adviser",
        &[(Phone, "01632 960 003")],
    );
    let housing = m.service("housing_safeguarding", "Housing Safeguarding Team", &[]);
    let children = m.service(
        "healthy_relationships",
        "Children's Healthy Relationships group",
        &[],
    );

    let worker = m.choice(
        "worker",
        "What is your role?",
        &[
            ("family_hub", "Family Hub practitioner"),
            ("pass", "PASS worker"),
            ("social_care", "Social Care worker"),
        ],
    );
    let violence = m.yes_or_no(
        "violence",
        "Is there domestic violence in the parents' relationship?",
    );
    m.pathway.questions[violence.0].hints = vec!["Ask each parent alone.".into()];
    let signs = m.checklist(
        "signs",
        "Are any of these true?",
        &[
            ("afraid", "One parent is afraid of the other"),
            ("control", "One parent restricts who the other sees"),
            ("threats", "One parent uses threatening behaviour"),
            ("nothing", "None of these"),
        ],
        &[],
    );
    if let Answers::Several { items, .. } = &mut m.pathway.questions[signs.0].answers {
        items[3].alone = true;
    }
    let at_risk = m.yes_or_no(
        "child_at_risk",
        "Is there a safeguarding concern for a child?",
    );
    let open = m.yes_or_no("open_to_social_care", "Is the family open to Social Care?");
    m.choice(
        "situation",
        "What is the situation?",
        &[
            ("separating", "Parents are separating"),
            ("separated", "Parents have separated"),
            ("together", "Parents live together and there is conflict"),
            ("carer_child", "Conflict between a carer and a child"),
        ],
    );
    m.choice(
        "court",
        "How far has the conflict gone?",
        &[
            ("low", "The conflict is low level"),
            ("risk", "High risk of going to court"),
            ("gone", "They have gone to court"),
        ],
    );
    m.choice(
        "one_to_one",
        "Do the parents want one-to-one support?",
        &[("yes", "Yes"), ("no", "No")],
    );
    let month = Distance {
        months: 12,
        days: 0,
    };
    let age = m.question(
        "age",
        "How old is the youngest child?",
        Answers::Range {
            kind: RangeKind::Age,
            from: Bound::Fixed(0),
            to: Bound::Fixed(
                Distance {
                    months: 216,
                    days: 0,
                }
                .age(),
            ),
            unit: String::new(),
        },
    );
    let reasons = m.checklist(
        "reasons",
        "Which of these apply?",
        &[
            ("edge", "The child is at the edge of care"),
            ("placement", "A placement must be kept stable"),
            ("reunification", "A teenager is coming home"),
            ("exploited", "A young person is being exploited and the relationship with the carer has broken down"),
        ],
        &[],
    );
    for (name, title, kind) in [
        ("support", "Support the parents", BlockKind::Step),
        (
            "self_help",
            "The parents work by themselves",
            BlockKind::Outcome,
        ),
        (
            "one_to_one_support",
            "One-to-one support",
            BlockKind::Outcome,
        ),
        ("mediation", "Mediation out of court", BlockKind::Outcome),
        ("after_court", "After court", BlockKind::Outcome),
        ("baby", "Support for new parents", BlockKind::Outcome),
        (
            "older",
            "Support for parents who live together",
            BlockKind::Outcome,
        ),
        (
            "tfs_mediation",
            "Family mediation by Think Family",
            BlockKind::Outcome,
        ),
        (
            "advice",
            "Ask the Think Family duty desk",
            BlockKind::Outcome,
        ),
        (
            "domestic_violence",
            "There is domestic violence",
            BlockKind::Outcome,
        ),
    ] {
        m.block(name, title, kind);
    }
    m.pathway.start = Some(m.id("worker"));
    m.way("worker", WayKind::Then, None, None, "violence");
    m.answers("violence", &["child_at_risk", "situation", "signs"]);
    let any = m.guard(
        "any of signs",
        Condition::Items {
            list: signs,
            items: vec![0, 1, 2],
            marks: Vec::new(),
            count: Count::AtLeast(Bound::Fixed(1)),
        },
    );
    m.way("signs", WayKind::When, None, Some(any), "child_at_risk");
    m.way("signs", WayKind::Otherwise, None, None, "situation");
    m.answers("child_at_risk", &["open_to_social_care"; 3]);
    m.answers("open_to_social_care", &["domestic_violence"; 3]);
    m.answers("situation", &["court", "court", "age", "reasons"]);
    m.answers("court", &["support", "mediation", "after_court"]);
    m.way("support", WayKind::Then, None, None, "one_to_one");
    m.answers("one_to_one", &["one_to_one_support", "self_help"]);
    let young = m.guard(
        "age < 12 months",
        Condition::Beyond(
            Measure::Question(age),
            Order::Less,
            Bound::Fixed(month.age()),
        ),
    );
    m.way("age", WayKind::When, None, Some(young), "baby");
    m.way("age", WayKind::Otherwise, None, None, "older");
    let one = m.guard(
        "at least 1 of reasons",
        Condition::Items {
            list: reasons,
            items: vec![0, 1, 2, 3],
            marks: Vec::new(),
            count: Count::AtLeast(Bound::Fixed(1)),
        },
    );
    m.way("reasons", WayKind::When, None, Some(one), "tfs_mediation");
    m.way("reasons", WayKind::Otherwise, None, None, "advice");

    let hub = m.guard("worker is family_hub", Condition::Is(worker, vec![0]));
    let social = m.guard("worker is social_care", Condition::Is(worker, vec![2]));
    m.pathway.services[tfs.0].lines[0].when = Some(hub);
    m.pathway.services[tfs.0].lines[1].when = Some(social);

    m.action("support", Should, Verb::Signpost, What::Service(aid));
    m.action("support", Should, Verb::Signpost, What::Service(spip));
    let text = |text: &str| What::Text(text.into());
    m.action(
        "self_help",
        Must,
        Verb::Do,
        text("Give the parents the OnePlusOne code."),
    );
    m.action(
        "one_to_one_support",
        Must,
        Verb::Do,
        text("Give one-to-one support."),
    );
    m.action(
        "one_to_one_support",
        Consider,
        Verb::Do,
        text("Use “Getting it Right” from OnePlusOne."),
    );
    m.at("one_to_one_support").review_in = vec![Duration(vec![(6, Unit::Weeks)])];
    for service in [essex, family, spip, voucher] {
        m.action("mediation", Should, Verb::Signpost, What::Service(service));
    }
    for service in [aid, spip] {
        m.action(
            "after_court",
            Should,
            Verb::Signpost,
            What::Service(service),
        );
    }
    m.action(
        "baby",
        Should,
        Verb::Do,
        text("Use “Me, You and Baby Too” with the parents."),
    );
    m.action(
        "baby",
        Should,
        Verb::Do,
        text("Use “Arguing Better” with the parents."),
    );
    m.action(
        "older",
        Should,
        Verb::Do,
        text("Use “Arguing Better” with the parents."),
    );
    let back = Return {
        text: "there is violence after all".into(),
        to: m.id("violence"),
        span: m.span(),
    };
    m.at("older").returns = vec![back];
    m.action("tfs_mediation", Must, Verb::Refer, What::Service(tfs));
    m.action("advice", Should, Verb::Contact, What::Service(tfs));
    let dv = "domestic_violence";
    m.action(
        dv,
        Must,
        Verb::Urgent,
        text("Do not tell the other parent that you have asked."),
    );
    let risk = m.guard("child_at_risk is yes", Condition::Is(at_risk, vec![0]));
    let refer = m.action(dv, Must, Verb::Refer, What::Service(mash));
    refer.deadline = Some(Deadline::Within(Duration(vec![(24, Unit::Hours)])));
    refer.when = Some(risk);
    m.action(dv, Consider, Verb::Contact, What::Service(idva));
    m.action(dv, Consider, Verb::Contact, What::Service(housing));
    let is_open = m.guard("open_to_social_care is yes", Condition::Is(open, vec![0]));
    m.action(dv, Consider, Verb::Contact, What::Service(children))
        .when = Some(is_open.clone());
    m.action(dv, MustNot, Verb::Refer, What::Service(tfs));
    let notes = ActionNameId(0);
    let span = m.span();
    m.pathway.named_actions.push(NamedAction {
        name: "notes".into(),
        text: "Write down what you saw and what was said.".into(),
        span,
    });
    m.action(dv, Must, Verb::Do, What::Named(notes)).notes =
        vec!["Use the parent's own words.".into()];

    let yes = m.guard("violence is yes", Condition::Is(violence, vec![0]));
    let (of_promise, of_rule) = (m.span(), m.span());
    m.pathway.rules.push(Rule {
        name: "no_mediation_with_violence".into(),
        text: "Nobody is sent to mediation where there is violence".into(),
        promises: vec![Promise {
            kind: PromiseKind::Never(Subject::Reach(m.id("mediation")), Some(yes)),
            text: "never reach mediation when violence is yes".into(),
            span: of_promise,
        }],
        span: of_rule,
    });
    let spans = [m.span(), m.span(), m.span(), m.span()];
    m.pathway.examples.push(Example {
        text: "Violence, a child at risk".into(),
        given: vec![
            Given {
                question: worker,
                answer: Answer::Option(2),
                span: spans[0],
            },
            Given {
                question: signs,
                answer: Answer::Ticked(BTreeSet::from([0, 2])),
                span: spans[1],
            },
            Given {
                question: age,
                answer: Answer::Quantity(month.age()),
                span: spans[2],
            },
        ],
        expect: vec![Expect {
            not: false,
            what: Expectation::Subject(Subject::Action {
                strength: Some(Must),
                verb: None,
                what: What::Service(mash),
            }),
            text: "must mash".into(),
            span: spans[3],
        }],
        span: spans[0],
    });
    m.pathway
}
