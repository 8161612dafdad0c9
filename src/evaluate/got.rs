//! What the family gets, each thing once: the same action at several places put together.

use std::collections::BTreeSet;

use super::{Got, Here, Visit};
use crate::ir::{Action, BlockId, Deadline, Duration, Pathway, Strength, Unit, Verb};

impl Got {
    /// Whether it is of this strength and in this manner, where they are asked for. Without a strength it
    /// may be any but `must not`; a strength written alone, before a service, leaves the manner open.
    pub(super) fn is(&self, strength: Option<Strength>, verb: Option<Verb>) -> bool {
        let strong = match strength {
            Some(strength) => self.strength == strength,
            None => self.strength != Strength::MustNot,
        };
        let manner = match verb {
            None | Some(Verb::Contact) => true,
            Some(
                verb @ (Verb::Refer
                | Verb::Signpost
                | Verb::Offer
                | Verb::Do
                | Verb::Say
                | Verb::Urgent),
            ) => self.verbs.contains(&verb),
        };
        strong && manner
    }
}

/// Puts together what every visit gives.
pub(super) fn put_together(pathway: &Pathway, visits: &[Visit]) -> Vec<Got> {
    let mut all: Vec<Got> = Vec::new();
    for visit in visits {
        for here in &visit.gets {
            let action = &pathway[visit.block].actions[here.action];
            let same = all.iter_mut().find(|got| {
                got.what == action.what
                    && kind(got.strength, got.verb) == kind(action.strength, action.verb)
            });
            match same {
                Some(got) => add(got, action, visit.block, here),
                None => all.push(first(action, visit.block, here)),
            }
        }
    }
    all
}

/// What may be put together: things to do, things not to do, things to read out, things that stand out.
fn kind(strength: Strength, verb: Verb) -> u8 {
    match (verb, strength) {
        (Verb::Say, _) => 0,
        (Verb::Urgent, _) => 1,
        (
            Verb::Refer | Verb::Signpost | Verb::Offer | Verb::Contact | Verb::Do,
            Strength::MustNot,
        ) => 2,
        (
            Verb::Refer | Verb::Signpost | Verb::Offer | Verb::Contact | Verb::Do,
            Strength::Must | Strength::Should | Strength::Consider,
        ) => 3,
    }
}

fn first(action: &Action, block: BlockId, here: &Here) -> Got {
    Got {
        what: action.what.clone(),
        strength: action.strength,
        verb: action.verb,
        verbs: BTreeSet::from([action.verb]),
        deadline: action.deadline.clone(),
        places: vec![(block, here.action)],
        lines: here.lines.clone(),
        unsure_lines: here.unsure_lines.clone(),
    }
}

fn add(got: &mut Got, action: &Action, block: BlockId, here: &Here) {
    // The order of strengths is from the strongest to the weakest.
    if action.strength < got.strength {
        got.strength = action.strength;
        got.verbs.clear();
    }
    if action.strength == got.strength {
        got.verbs.insert(action.verb);
        got.verb = got.verbs.first().copied().unwrap_or(action.verb);
    }
    let sooner = match (&got.deadline, &action.deadline) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(had), Some(new)) => minutes(new) < minutes(had),
    };
    if sooner {
        got.deadline.clone_from(&action.deadline);
    }
    got.places.push((block, here.action));
    got.lines.extend(&here.lines);
    got.lines.sort_unstable();
    got.lines.dedup();
    got.unsure_lines.extend(&here.unsure_lines);
    got.unsure_lines.sort_unstable();
    got.unsure_lines.dedup();
    got.unsure_lines.retain(|line| !got.lines.contains(line));
}

/// How long a deadline leaves, to compare two: at once is none at all, a working day is a day, a month is
/// a twelfth of a year of 365¼ days.
pub(crate) fn minutes(deadline: &Deadline) -> u64 {
    match deadline {
        Deadline::AtOnce => 0,
        Deadline::Within(Duration(parts)) => parts.iter().fold(0u64, |sum, (n, unit)| {
            let each = match unit {
                Unit::Minutes => 1,
                Unit::Hours => 60,
                Unit::Days | Unit::WorkingDays => 24 * 60,
                Unit::Weeks => 7 * 24 * 60,
                Unit::Months => 43_830,
                Unit::Years => 12 * 43_830,
            };
            sum.saturating_add(u64::from(*n).saturating_mul(each))
        }),
    }
}
