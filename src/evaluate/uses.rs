//! Everything that decides what happens at a place, so that a check can tell whether a mistake in the file
//! may have had a hand in it.

use std::collections::BTreeSet;

use super::definitions::{Definition, conditions_of, definition_named, parts};
use super::question_at;
use crate::ir::{
    BlockId, Bound, Condition, Count, Measure, Part, Pathway, QuestionId, SettingId, TermFor, What,
};

/// The parts of the pathway that decide what happens at a place: the block, its question, the services and
/// named texts of its actions, and all that the conditions of its ways, actions and services speak of.
pub fn uses(pathway: &Pathway, block: BlockId) -> BTreeSet<Part> {
    let mut used = BTreeSet::from([Part::Block(block)]);
    used.extend(question_at(pathway, block).map(Part::Question));
    let mut conditions: Vec<&Condition> = Vec::new();
    conditions.extend(
        pathway[block]
            .ways
            .iter()
            .filter_map(|way| way.when.as_ref())
            .chain(
                pathway[block]
                    .actions
                    .iter()
                    .filter_map(|it| it.when.as_ref()),
            )
            .map(|guard| &guard.condition),
    );
    for action in &pathway[block].actions {
        match &action.what {
            What::Service(service) => {
                used.insert(Part::Service(*service));
                let lines = pathway[*service].lines.iter();
                conditions.extend(
                    lines
                        .filter_map(|line| line.when.as_ref())
                        .map(|guard| &guard.condition),
                );
            }
            What::Named(name) => {
                used.insert(Part::ActionName(*name));
            }
            What::Text(_) => {}
        }
    }
    spoken_of(pathway, &conditions, &mut used);
    used
}

/// A named condition, value or score, and all that it speaks of; any other part alone.
pub fn uses_of(pathway: &Pathway, part: Part) -> BTreeSet<Part> {
    let mut used = BTreeSet::new();
    let condition = match part {
        Part::Condition(id) => Condition::Named(id),
        Part::Value(id) => Condition::ValueIs(id, Vec::new()),
        Part::Score(id) => Condition::Between(Measure::Score(id), None, None),
        Part::Pathway
        | Part::Block(_)
        | Part::Question(_)
        | Part::Service(_)
        | Part::Group(_)
        | Part::Setting(_)
        | Part::ActionName(_)
        | Part::Rule(_)
        | Part::Example(_) => return BTreeSet::from([part]),
    };
    spoken_of(pathway, &[&condition], &mut used);
    used
}

/// Everything that these conditions speak of, and what that speaks of in turn.
fn spoken_of(pathway: &Pathway, conditions: &[&Condition], used: &mut BTreeSet<Part>) {
    let mut open = conditions.to_vec();
    while let Some(condition) = open.pop() {
        for (part, _) in parts(condition) {
            used.extend(question_in(part).map(Part::Question));
            used.extend(settings_in(part).into_iter().map(Part::Setting));
            let Some(definition) = definition_named(part) else {
                continue;
            };
            let named = match definition {
                Definition::Condition(id) => Part::Condition(id),
                Definition::Value(id) => Part::Value(id),
                Definition::Score(id) => Part::Score(id),
            };
            if used.insert(named) {
                open.extend(conditions_of(pathway, definition));
                if let Definition::Score(id) = definition {
                    used.extend(
                        pathway[id]
                            .terms
                            .iter()
                            .filter_map(|term| match &term.for_ {
                                TermFor::Each { list, .. } => Some(Part::Question(*list)),
                                TermFor::When(_) => None,
                            }),
                    );
                }
            }
        }
    }
}

/// The question that a condition speaks of, where it is not made of other conditions.
pub(crate) fn question_in(condition: &Condition) -> Option<QuestionId> {
    match condition {
        Condition::Is(question, _)
        | Condition::Items { list: question, .. }
        | Condition::Empty(question)
        | Condition::Within(question, _)
        | Condition::WasAsked(question)
        | Condition::Between(Measure::Question(question), ..)
        | Condition::Beyond(Measure::Question(question), ..) => Some(*question),
        Condition::All(_)
        | Condition::Any(_)
        | Condition::Not(_)
        | Condition::HowMany(..)
        | Condition::Named(_)
        | Condition::ValueIs(..)
        | Condition::Between(..)
        | Condition::Beyond(..)
        | Condition::Broken => None,
    }
}

fn settings_in(condition: &Condition) -> Vec<SettingId> {
    let mut found = Vec::new();
    let mut bounds = Vec::new();
    match condition {
        Condition::HowMany(count, _) | Condition::Items { count, .. } => {
            bounds.extend(match count {
                Count::All => None,
                Count::AtLeast(bound) | Count::AtMost(bound) | Count::Exactly(bound) => {
                    Some(*bound)
                }
            })
        }
        Condition::Between(measure, least, most) => {
            found.extend(setting_measured(*measure));
            bounds.extend([*least, *most].into_iter().flatten());
        }
        Condition::Beyond(measure, _, bound) => {
            found.extend(setting_measured(*measure));
            bounds.push(*bound);
        }
        Condition::All(_)
        | Condition::Any(_)
        | Condition::Not(_)
        | Condition::Named(_)
        | Condition::Is(..)
        | Condition::ValueIs(..)
        | Condition::Empty(_)
        | Condition::Within(..)
        | Condition::WasAsked(_)
        | Condition::Broken => {}
    }
    found.extend(bounds.into_iter().filter_map(|bound| match bound {
        Bound::Setting(setting) => Some(setting),
        Bound::Fixed(_) | Bound::FromToday(_) => None,
    }));
    found
}

fn setting_measured(measure: Measure) -> Option<SettingId> {
    match measure {
        Measure::Setting(setting) => Some(setting),
        Measure::Question(_) | Measure::Score(_) => None,
    }
}
