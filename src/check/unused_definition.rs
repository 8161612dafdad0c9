//! `unused-definition`: groups, conditions, values, levels, scores, settings and facts that nothing uses.
//!
//! What only unused definitions use is unused too, and told with them. Rules and examples are uses. One
//! finding for the file, however many there are.

use std::collections::BTreeSet;

use super::{Context, SHOWN, names};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ir::{
    Answers, Bound, Condition, ConditionId, Count, Expectation, GroupId, Guard, Measure, Part,
    Pathway, PromiseKind, Question, QuestionId, ScoreId, SettingId, TermFor, ValueId,
};
use crate::source::Span;

/// `behind`: the names of what only these definitions use.
fn unused(definitions: &[(Span, Definition<'_>)], behind: &[&str]) -> Option<Diagnostic> {
    let ((span, first), others) = definitions.split_first()?;
    let mut message = match others {
        [] => format!("Nothing uses the {} `{}`.", first.kind, first.name),
        _ => {
            let listed: Vec<&str> = definitions.iter().map(|(_, it)| it.name).collect();
            format!(
                "Nothing uses these {} definitions: {}.",
                definitions.len(),
                names(&listed)
            )
        }
    };
    if !behind.is_empty() {
        let only = if others.is_empty() {
            "it uses"
        } else {
            "they use"
        };
        message += &format!(" What only {only} is unused too: {}.", names(behind));
    }
    let mut finding =
        Diagnostic::new(Code::UnusedDefinition, *span, message).here("Nothing uses it.");
    for (span, it) in others.iter().take(SHOWN) {
        finding = finding.label(
            *span,
            format!("Nothing uses the {} `{}`.", it.kind, it.name),
        );
    }
    Some(finding.help("Use it in a condition, or delete it."))
}

/// A definition that nothing may come to need.
struct Definition<'a> {
    part: Part,
    kind: &'static str,
    name: &'a str,
}

pub(super) fn check(ctx: &Context<'_>, out: &mut Diagnostics) {
    let pathway = ctx.pathway;
    let used = close(pathway, used_by_families(pathway));
    let mut unused_definitions = definitions(pathway);
    unused_definitions.retain(|(_, it)| !used.contains(&it.part));

    // What another unused definition uses is told with that one.
    let used_by_unused: BTreeSet<Part> = unused_definitions
        .iter()
        .flat_map(|(_, it)| used_by(pathway, it.part))
        .collect();
    let (behind, roots): (Vec<_>, Vec<_>) = unused_definitions
        .into_iter()
        .partition(|(_, it)| used_by_unused.contains(&it.part));
    for roots in ctx.together(Code::UnusedDefinition, roots) {
        let reached = close(pathway, roots.iter().map(|(_, it)| it.part).collect());
        let behind = behind.iter().filter(|(_, it)| reached.contains(&it.part));
        let behind: Vec<&str> = behind.map(|(_, it)| it.name).collect();
        out.findings.extend(unused(&roots, &behind));
    }
}

/// Everything that can be unused, in the order of the text.
fn definitions(pathway: &Pathway) -> Vec<(Span, Definition<'_>)> {
    let mut all = Vec::new();
    let mut add = |span: Span, part, kind, name| {
        // The groups of a list in another file are that file's.
        if span.source == pathway.span.source {
            all.push((span, Definition { part, kind, name }));
        }
    };
    for (id, it) in (0..).map(QuestionId).zip(&pathway.questions) {
        if it.fact {
            add(it.span, Part::Question(id), "fact", it.name.as_str());
        }
    }
    for (id, it) in (0..).map(GroupId).zip(&pathway.groups) {
        add(it.span, Part::Group(id), "group", it.name.as_str());
    }
    for (id, it) in (0..).map(ConditionId).zip(&pathway.conditions) {
        add(it.span, Part::Condition(id), "condition", it.name.as_str());
    }
    for (id, it) in (0..).map(ValueId).zip(&pathway.values) {
        let kind = if it.level { "level" } else { "value" };
        add(it.span, Part::Value(id), kind, it.name.as_str());
    }
    for (id, it) in (0..).map(ScoreId).zip(&pathway.scores) {
        add(it.span, Part::Score(id), "score", it.name.as_str());
    }
    for (id, it) in (0..).map(SettingId).zip(&pathway.settings) {
        add(it.span, Part::Setting(id), "setting", it.name.as_str());
    }
    all.sort_by_key(|(span, _)| *span);
    all
}

/// These parts, what they use, what that uses, and so on.
fn close(pathway: &Pathway, from: BTreeSet<Part>) -> BTreeSet<Part> {
    let mut waiting: Vec<Part> = from.iter().copied().collect();
    let mut reached = from;
    while let Some(part) = waiting.pop() {
        for used in used_by(pathway, part) {
            if reached.insert(used) {
                waiting.push(used);
            }
        }
    }
    reached
}

/// What blocks, services, rules and examples use, and what lines with mistakes may have used.
fn used_by_families(pathway: &Pathway) -> BTreeSet<Part> {
    let mut uses = Uses::default();
    for question in pathway.questions.iter().filter(|it| !it.fact) {
        uses.of_question(question);
    }
    for block in &pathway.blocks {
        let ways = block.ways.iter().map(|way| &way.when);
        let actions = block.actions.iter().map(|action| &action.when);
        uses.of_guards(ways.chain(actions).flatten());
    }
    for service in &pathway.services {
        let lines = service.lines.iter().filter_map(|line| line.when.as_ref());
        uses.of_guards(lines.chain(&service.eligible));
    }
    for promise in pathway.rules.iter().flat_map(|rule| &rule.promises) {
        match &promise.kind {
            PromiseKind::Never(_, guard)
            | PromiseKind::Always(_, guard)
            | PromiseKind::NeverBoth(_, _, guard) => uses.of_guards(guard),
            PromiseKind::Before(_, _) => {}
        }
    }
    for example in &pathway.examples {
        let given = example.given.iter().map(|given| given.question);
        uses.0.extend(given.map(Part::Question));
        for expected in &example.expect {
            match expected.what {
                Expectation::ValueIs(value, _) => uses.0.push(Part::Value(value)),
                Expectation::ScoreIs(score, _) => uses.0.push(Part::Score(score)),
                Expectation::Asked(question) => uses.0.push(Part::Question(question)),
                Expectation::Subject(_) | Expectation::NoOutcome => {}
            }
        }
    }
    for (user, used) in &pathway.other_uses {
        if !is_definition(pathway, *user) {
            uses.0.push(*used);
        }
    }
    let may_be_meant = pathway.broken.mentions.iter().map(|(_, named)| *named);
    uses.0.into_iter().chain(may_be_meant).collect()
}

/// Whether this part is itself of the kind that can be unused.
fn is_definition(pathway: &Pathway, part: Part) -> bool {
    match part {
        Part::Group(_)
        | Part::Condition(_)
        | Part::Value(_)
        | Part::Score(_)
        | Part::Setting(_) => true,
        Part::Question(id) => pathway[id].fact,
        Part::Pathway
        | Part::Block(_)
        | Part::Service(_)
        | Part::ActionName(_)
        | Part::Rule(_)
        | Part::Example(_) => false,
    }
}

/// What a definition uses.
fn used_by(pathway: &Pathway, part: Part) -> Vec<Part> {
    let mut uses = Uses::default();
    match part {
        Part::Question(id) => uses.of_question(&pathway[id]),
        Part::Group(id) => uses.0.push(Part::Question(pathway[id].question)),
        Part::Condition(id) => uses.of_guards([&pathway[id].guard]),
        Part::Value(id) => {
            uses.of_guards(pathway[id].lines.iter().filter_map(|it| it.when.as_ref()))
        }
        Part::Score(id) => {
            for term in &pathway[id].terms {
                match &term.for_ {
                    TermFor::Each { list, .. } => uses.0.push(Part::Question(*list)),
                    TermFor::When(condition) => uses.of_condition(condition),
                }
            }
        }
        Part::Setting(_)
        | Part::Pathway
        | Part::Block(_)
        | Part::Service(_)
        | Part::ActionName(_)
        | Part::Rule(_)
        | Part::Example(_) => {}
    }
    uses.of_part(pathway, part);
    uses.0
}

/// The parts that something speaks of.
#[derive(Default)]
struct Uses(Vec<Part>);

impl Uses {
    fn of_part(&mut self, pathway: &Pathway, part: Part) {
        // `Part::Pathway` is the least of all parts.
        let uses = pathway.other_uses.range((part, Part::Pathway)..);
        let here = uses.take_while(|(user, _)| *user == part);
        self.0.extend(here.map(|(_, used)| *used));
    }

    fn of_question(&mut self, question: &Question) {
        match &question.answers {
            Answers::Range { from, to, .. } => {
                self.of_bound(*from);
                self.of_bound(*to);
            }
            Answers::OneOf(_) | Answers::Several { .. } | Answers::Text | Answers::Broken => {}
        }
    }

    fn of_guards<'a>(&mut self, guards: impl IntoIterator<Item = &'a Guard>) {
        for guard in guards {
            self.of_condition(&guard.condition);
        }
    }

    fn of_condition(&mut self, condition: &Condition) {
        let mut waiting = vec![condition];
        while let Some(condition) = waiting.pop() {
            match condition {
                Condition::All(parts) | Condition::Any(parts) => waiting.extend(parts),
                Condition::Not(part) => waiting.push(part),
                Condition::HowMany(count, parts) => {
                    self.of_count(*count);
                    waiting.extend(parts);
                }
                Condition::Named(id) => self.0.push(Part::Condition(*id)),
                Condition::Is(question, _)
                | Condition::Empty(question)
                | Condition::Within(question, _)
                | Condition::WasAsked(question) => self.0.push(Part::Question(*question)),
                Condition::ValueIs(value, _) => self.0.push(Part::Value(*value)),
                Condition::Items { list, count, .. } => {
                    self.0.push(Part::Question(*list));
                    self.of_count(*count);
                }
                Condition::Between(measure, from, to) => {
                    self.of_measure(*measure);
                    from.iter()
                        .chain(to)
                        .for_each(|bound| self.of_bound(*bound));
                }
                Condition::Beyond(measure, _, bound) => {
                    self.of_measure(*measure);
                    self.of_bound(*bound);
                }
                Condition::Broken => {}
            }
        }
    }

    fn of_count(&mut self, count: Count) {
        match count {
            Count::All => {}
            Count::AtLeast(bound) | Count::AtMost(bound) | Count::Exactly(bound) => {
                self.of_bound(bound);
            }
        }
    }

    fn of_measure(&mut self, measure: Measure) {
        self.0.push(match measure {
            Measure::Question(question) => Part::Question(question),
            Measure::Score(score) => Part::Score(score),
            Measure::Setting(setting) => Part::Setting(setting),
        });
    }

    fn of_bound(&mut self, bound: Bound) {
        match bound {
            Bound::Setting(setting) => self.0.push(Part::Setting(setting)),
            Bound::Fixed(_) | Bound::FromToday(_) => {}
        }
    }
}
