//! Everything that is wrong with a pathway as a whole: one list of checks, in reading order.
//!
//! Each check is one file with one function: it reads the `Context` and writes to the diagnostics. To
//! add one, write its file and its page, and add a `mod` line and a line to `CHECKS`.
//!
//! Invariant: no check knows another, and the order of the list changes nothing but the order of
//! findings about one place. A check says nothing that a mistake in the file may have caused
//! ([`crate::ir::Broken`]). Absent on purpose: no check asks whether a finding is allowed before making
//! it; what is allowed is put aside afterwards, in `allow`.

mod allow;
mod always_true;
mod asked_for_nothing;
mod asked_too_late;
mod bad_email;
mod bad_hours;
mod bad_phone;
mod bad_postcode;
mod bad_website;
mod boundary_slip;
mod conflicting_branches;
mod contradictory_actions;
mod costly_phone;
mod cycle;
mod dead_end;
mod example_contact;
mod example_fails;
mod given_but_never_asked;
mod hours_gap;
mod missing_branch;
mod never_true;
mod no_contact;
mod no_owner;
mod no_review_date;
mod no_urgent_line;
mod not_proved;
mod order_not_needed;
mod outcome_without_example;
mod retired_service;
mod review_overdue;
mod rule_broken;
mod rule_says_nothing;
mod same_service_twice;
mod unreachable_branch;
mod unreachable_step;
mod unused_definition;
mod unused_service;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::answers::story;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Rules, list};
use crate::evaluate::Truth;
use crate::families::family_in_words;
use crate::graph::Graph;
use crate::ir::{
    Action, Answer, Answers, BlockId, BlockKind, Date, Part, Pathway, QuestionId, Service,
    ServiceId,
};
use crate::logic::{Asked, Claim, Family, Ground, Limits, Logic, Settled};
use crate::source::{SourceId, Span};

/// What every check may look at.
pub(crate) struct Context<'a> {
    /// The pathway.
    pub(crate) pathway: &'a Pathway,
    /// The day on which the pathway is looked at.
    pub(crate) today: Date,
    /// Its blocks and the ways between them.
    pub(crate) graph: Graph,
    /// What is so of some family, of all, of none. Nothing can be asked without a start.
    pub(crate) logic: Option<Logic<'a>>,
    /// How many rules are proved so far.
    rules_that_hold: RefCell<BTreeSet<usize>>,
}

impl Context<'_> {
    /// Every block.
    fn blocks(&self) -> impl Iterator<Item = BlockId> + use<> {
        (0..self.pathway.blocks.len()).map(BlockId)
    }

    /// Whether no mistake in the file may have hidden anything, so that "nobody" can be said.
    fn is_whole(&self) -> bool {
        let broken = &self.pathway.broken;
        broken.parts.is_empty() && broken.mentions.is_empty()
    }

    /// Every action that some family may get.
    fn actions(&self) -> impl Iterator<Item = &Action> {
        let logic = self.logic.as_ref().filter(|_| self.is_whole());
        let nobody_gets = move |block: BlockId, number: usize, action: &Action| {
            let cannot =
                |asked| logic.is_some_and(|logic| logic.survey().found(asked) == Settled::Cannot);
            let unreached =
                logic.is_some_and(|logic| logic.survey().reached(block) == Settled::Cannot);
            let never = action.when.is_some()
                && cannot(Asked::Action(block, number, Truth::Yes))
                && cannot(Asked::Action(block, number, Truth::Unknown));
            unreached || never
        };
        let blocks = (0..).map(BlockId).zip(&self.pathway.blocks);
        blocks
            .flat_map(|(at, block)| (0..).zip(&block.actions).map(move |(n, it)| (at, n, it)))
            .filter(move |(at, number, action)| !nobody_gets(*at, *number, action))
            .map(|(_, _, action)| action)
    }

    /// Whether some family surely comes to a place, or may do so once the mistakes in the file are mended.
    fn is_reached(&self, block: BlockId) -> bool {
        match self.logic.as_ref().filter(|_| self.is_whole()) {
            Some(logic) => logic.survey().reached(block) == Settled::Can,
            None => self.graph.may_be_reached(block),
        }
    }

    /// Whether some family comes to a place, or may do so once the mistakes in the file are mended.
    fn may_be_reached(&self, block: BlockId) -> bool {
        match self.logic.as_ref().filter(|_| self.is_whole()) {
            Some(logic) => logic.survey().reached(block) != Settled::Cannot,
            None => self.graph.may_be_reached(block),
        }
    }

    /// The shortest family of which a claim is so, if there is one in which no mistake in the file has a hand.
    fn family(&self, claim: &Claim<'_>) -> Option<Family> {
        let family = self.logic.as_ref()?.family(claim)?;
        (!family.evaluation.may_be_misread(self.pathway)).then_some(family)
    }

    /// Who a family is: "every family", or "a family for which `violence` is `no`". Of many answers, only those
    /// given last, nearest to where it happens: all of them are told below the finding.
    fn a_family(&self, family: &Family) -> String {
        self.a_family_with(&family.told)
    }

    /// The same, of these answers.
    fn a_family_with(&self, told: &[(QuestionId, Answer)]) -> String {
        if told.is_empty() {
            return String::from("every family");
        }
        let (among, named) = match told.len().checked_sub(NAMED) {
            Some(left_out @ 1..) => (", among other answers,", &told[left_out + NAMED - LAST..]),
            Some(0) | None => ("", told),
        };
        let named = named.iter().map(|(question, answer)| (*question, answer));
        let words = family_in_words(self.pathway, self.today, named);
        format!("a family for which{among} {words}")
    }

    /// Who a family is, in a sentence that says there is nothing for it: "any family".
    fn any_family(&self, family: &Family) -> String {
        if family.told.is_empty() {
            String::from("any family")
        } else {
            self.a_family(family)
        }
    }

    /// A finding with the family that shows it, and what happens to that family.
    fn told(&self, finding: Diagnostic, family: &Family, then: String) -> Diagnostic {
        let told = family.told.iter().map(|(question, _)| *question).collect();
        finding.family(crate::diagnostic::Family {
            then,
            ..story(self.pathway, &family.evaluation, &told)
        })
    }

    /// Whether the pathway's own block is there, and every line of it was read.
    fn knows_the_document(&self) -> bool {
        !self.pathway.name.is_empty() && !self.pathway.broken.holds(Part::Pathway)
    }

    /// The services whose last day has not come and in which no mistake stands: of the others nothing is
    /// said that only matters to whoever is sent there.
    fn open_services(&self) -> impl Iterator<Item = (ServiceId, &Service)> {
        let services = (0..).map(ServiceId).zip(&self.pathway.services);
        services.filter(|(id, service)| {
            let has_closed = service
                .retired
                .as_ref()
                .is_some_and(|it| it.on <= self.today);
            !has_closed && !self.pathway.broken.holds(Part::Service(*id))
        })
    }

    /// What a block is called in a sentence: ``the question `age` ``.
    pub(crate) fn called(&self, block: BlockId) -> String {
        let block = &self.pathway[block];
        let kind = match block.kind {
            BlockKind::Question(question) => match self.pathway[question].answers {
                Answers::Several { .. } => "checklist",
                Answers::OneOf(_) | Answers::Range { .. } | Answers::Text | Answers::Broken => {
                    "question"
                }
            },
            BlockKind::Step => "step",
            BlockKind::Outcome => "outcome",
        };
        format!("the {kind} `{}`", block.name)
    }

    /// Sorts parts of which the same is to be said into as few findings as `allow` can put aside one by
    /// one: all of them together, but each alone in whose block the author allows it. (What she allows
    /// in the pathway's own block is allowed in the whole file, and stays together.)
    fn together<T>(&self, code: Code, parts: Vec<(Span, T)>) -> Vec<Vec<(Span, T)>> {
        let is_allowed = |span| {
            let mut allows = self.pathway.allows.iter();
            allows.any(|allow| {
                allow.finding == code.name() && allow.holds_at(span) && !allow.is_for_all()
            })
        };
        // Which of them a base has by itself, and which a version has made, is looked at one by one.
        let of_the_base = |span: Span| self.pathway.of_the_base.contains(&span.source);
        let (alone, rest): (Vec<_>, Vec<_>) = parts
            .into_iter()
            .partition(|it| is_allowed(it.0) || of_the_base(it.0));
        let mut findings: Vec<_> = alone.into_iter().map(|part| vec![part]).collect();
        // Each file has its own reader.
        let mut by_file: BTreeMap<SourceId, Vec<(Span, T)>> = BTreeMap::new();
        for part in rest {
            by_file.entry(part.0.source).or_default().push(part);
        }
        findings.extend(by_file.into_values());
        findings
    }
}

/// How many answers of a family are named in a sentence; where it has more, only the last few are.
const NAMED: usize = 4;
const LAST: usize = 2;

/// How many parts one finding shows; of the others it gives the number.
const SHOWN: usize = 8;

/// Names as they are listed in a sentence, in backticks.
fn names(names: &[&str]) -> String {
    let mut words: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    if words.len() > SHOWN + 1 {
        words.truncate(SHOWN);
        words.push(format!("{} more", names.len() - SHOWN));
    }
    list(&words, "and")
}

/// Every check, in the order in which their findings are read.
const CHECKS: &[fn(&Context<'_>, &mut Diagnostics)] = &[
    // How the blocks hang together.
    unreachable_step::check,
    dead_end::check,
    cycle::check,
    unused_service::check,
    unused_definition::check,
    // What some family's answers do.
    unreachable_branch::check,
    conflicting_branches::check,
    missing_branch::check,
    asked_too_late::check,
    order_not_needed::check,
    asked_for_nothing::check,
    never_true::check,
    always_true::check,
    contradictory_actions::check,
    boundary_slip::check,
    // Promises.
    rule_broken::check,
    rule_says_nothing::check,
    example_fails::check,
    given_but_never_asked::check,
    outcome_without_example::check,
    // Services.
    retired_service::check,
    no_contact::check,
    hours_gap::check,
    same_service_twice::check,
    bad_phone::check,
    bad_email::check,
    bad_website::check,
    bad_postcode::check,
    bad_hours::check,
    costly_phone::check,
    example_contact::check,
    // Document control.
    review_overdue::check,
    no_review_date::check,
    no_owner::check,
    no_urgent_line::check,
    // Last: what the others could not settle.
    not_proved::check,
];

/// What is only wrong with a whole pathway, and not with a file that others include.
const ONLY_OF_A_WHOLE: &[Code] = &[
    Code::UnusedService,
    Code::UnusedDefinition,
    Code::UnreachableStep,
    Code::DeadEnd,
];

/// Runs every check on a pathway as of `today`, and puts aside in `out` what its author allows.
pub fn check(pathway: &Pathway, today: Date, out: &mut Diagnostics) {
    check_within(Limits::USUAL, pathway, today, out);
}

fn check_within(limits: Limits, pathway: &Pathway, today: Date, out: &mut Diagnostics) {
    let graph = Graph::of(pathway);
    let ground = Ground::of(pathway, today, &graph, limits);
    let ctx = Context {
        pathway,
        today,
        graph,
        logic: pathway.start.map(|_| Logic::of(&ground)),
        rules_that_hold: RefCell::default(),
    };
    for check in CHECKS {
        check(&ctx, out);
    }
    if pathway.shared {
        out.findings
            .retain(|it| !ONLY_OF_A_WHOLE.contains(&it.code));
    }
    if let Some(logic) = ctx
        .logic
        .as_ref()
        .filter(|_| ctx.is_whole() && !pathway.rules.is_empty())
    {
        out.rules = Some(Rules {
            hold: ctx.rules_that_hold.borrow().len(),
            of: pathway.rules.len(),
            open: (0..pathway.rules.len())
                .filter(|rule| !ctx.rules_that_hold.borrow().contains(rule))
                .map(|rule| pathway.rules[rule].name.clone())
                .collect(),
            families: logic.families(),
        });
    }
    allow::put_aside(pathway, out);
}

#[cfg(test)]
mod oracle;
