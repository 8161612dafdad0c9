//! Definitions that use other definitions: in which order to read them, the circles among them, and how
//! deep they go.
//!
//! Invariant: after [`Context::definitions`] no condition, value or score of the pathway uses itself,
//! however far round, and none stands more than [`DEEPEST`] definitions deep.

use super::{Context, ticked};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Condition, ConditionId, Measure, Part, ScoreId, TermFor, ValueId};
use crate::source::Span;

/// How many definitions may use each other, one inside the other.
const DEEPEST: usize = 200;

/// What a walk along uses finds. Things are numbers from 0.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Walk {
    /// Every thing, each after everything it uses, circles left out.
    pub(super) order: Vec<usize>,
    /// Uses that close a circle: `(user, used)`. Without them there is no circle.
    pub(super) closing: Vec<(usize, usize)>,
    /// The circles; no two have a thing in common, so there may be more once these are mended.
    pub(super) circles: Vec<Vec<usize>>,
}

/// Walks along `uses`, which says for each thing what it uses.
pub(super) fn walk(uses: &[Vec<usize>]) -> Walk {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        New,
        Open,
        Done,
    }
    let mut walk = Walk::default();
    let mut states = vec![State::New; uses.len()];
    let mut told = vec![false; uses.len()];
    for start in 0..uses.len() {
        if states[start] != State::New {
            continue;
        }
        states[start] = State::Open;
        let mut path = vec![(start, 0)];
        while let Some((user, next)) = path.last_mut() {
            let user = *user;
            let Some(&used) = uses[user].get(*next) else {
                states[user] = State::Done;
                walk.order.push(user);
                path.pop();
                continue;
            };
            *next += 1;
            match states.get(used) {
                Some(State::New) => {
                    states[used] = State::Open;
                    path.push((used, 0));
                }
                Some(State::Open) => {
                    let circle: Vec<usize> = path
                        .iter()
                        .map(|(thing, _)| *thing)
                        .skip_while(|thing| *thing != used)
                        .collect();
                    if !circle.iter().any(|thing| told[*thing]) {
                        for thing in &circle {
                            told[*thing] = true;
                        }
                        walk.circles.push(circle);
                    }
                    walk.closing.push((user, used));
                }
                Some(State::Done) | None => {}
            }
        }
    }
    walk
}

impl Context<'_, '_> {
    /// Finds and breaks the circles among conditions, values and scores, and what goes too deep.
    pub(super) fn definitions(&mut self) {
        let uses: Vec<Vec<usize>> = (0..self.definition_count())
            .map(|user| self.used_by(user))
            .collect();
        let walk = walk(&uses);
        for circle in &walk.circles {
            self.tell_circle(circle, |ctx, thing| ctx.definition(thing));
        }
        for (user, used) in &walk.closing {
            self.cut(*user, *used);
        }
        let mut depths = vec![0_usize; uses.len()];
        for user in walk.order {
            let cut = |used: usize| walk.closing.contains(&(user, used));
            let used: Vec<usize> = uses[user].iter().copied().filter(|it| !cut(*it)).collect();
            let deepest = used.iter().copied().max_by_key(|used| depths[*used]);
            let depth = deepest.map_or(0, |used| depths[used]) + 1;
            depths[user] = depth;
            if depth > DEEPEST {
                let (_, name, span) = self.definition(user);
                let message = format!(
                    "`{name}` stands on more than {DEEPEST} definitions, one inside the other."
                );
                let help = "Join some of the definitions that it is made of.";
                self.say(Diagnostic::new(Code::TooDeep, span, message).help(help));
                for used in used {
                    self.cut(user, used);
                }
                depths[user] = 1;
            }
        }
    }

    /// Tells a circle once, at its first thing in the order of the text.
    pub(super) fn tell_circle(
        &mut self,
        circle: &[usize],
        thing: impl Fn(&Self, usize) -> (Part, String, Span),
    ) {
        let mut things: Vec<(Part, String, Span)> =
            circle.iter().map(|it| thing(self, *it)).collect();
        let first = (0..things.len())
            .min_by_key(|place| things[*place].2)
            .unwrap_or(0);
        things.rotate_left(first);
        for (part, _, _) in &things {
            self.break_part(*part);
        }
        let names: Vec<&str> = things.iter().map(|(_, name, _)| name.as_str()).collect();
        let Some((_, name, span)) = things.first() else {
            return;
        };
        let message = match names.as_slice() {
            [_] => format!("`{name}` is defined by itself."),
            [_, others @ ..] => format!(
                "`{name}` is defined by itself, in a circle through {}.",
                ticked(others, "and")
            ),
            [] => return,
        };
        let next = names.iter().cycle().skip(1);
        let mut finding = Diagnostic::new(Code::CircularDefinition, *span, message);
        for (place, ((_, name, span), next)) in things.iter().zip(next).enumerate() {
            let says = format!("`{name}` uses `{next}`.");
            finding = if place == 0 {
                finding.here(says)
            } else {
                finding.label(*span, says)
            };
        }
        self.say(
            finding.help("Decide which of them comes first, and define it without the others."),
        );
    }

    fn definition_count(&self) -> usize {
        let pathway = &self.pathway;
        pathway.conditions.len() + pathway.values.len() + pathway.scores.len()
    }

    /// Conditions come first, then values, then scores.
    fn definition(&self, number: usize) -> (Part, String, Span) {
        let conditions = self.pathway.conditions.len();
        let values = conditions + self.pathway.values.len();
        if number < conditions {
            let it = &self.pathway[ConditionId(number)];
            (
                Part::Condition(ConditionId(number)),
                it.name.clone(),
                it.span,
            )
        } else if number < values {
            let id = ValueId(number - conditions);
            let it = &self.pathway[id];
            (Part::Value(id), it.name.clone(), it.span)
        } else {
            let id = ScoreId(number - values);
            let it = &self.pathway[id];
            (Part::Score(id), it.name.clone(), it.span)
        }
    }

    fn used_by(&self, number: usize) -> Vec<usize> {
        let conditions = self.pathway.conditions.len();
        let values = conditions + self.pathway.values.len();
        let mut used = Vec::new();
        let mut note = |leaf: &Condition| used.extend(uses_of(leaf, conditions, values));
        if number < conditions {
            each_leaf(
                &self.pathway[ConditionId(number)].guard.condition,
                &mut note,
            );
        } else if number < values {
            for line in &self.pathway[ValueId(number - conditions)].lines {
                if let Some(guard) = &line.when {
                    each_leaf(&guard.condition, &mut note);
                }
            }
        } else {
            for term in &self.pathway[ScoreId(number - values)].terms {
                if let TermFor::When(condition) = &term.for_ {
                    each_leaf(condition, &mut note);
                }
            }
        }
        used.sort_unstable();
        used.dedup();
        used
    }

    /// Takes what `user` says about `used` out of it.
    fn cut(&mut self, user: usize, used: usize) {
        let conditions = self.pathway.conditions.len();
        let values = conditions + self.pathway.values.len();
        let (part, _, span) = self.definition(user);
        self.enter(Some(part), span);
        self.break_part(part);
        let (meant, _, _) = self.definition(used);
        self.mention(part, meant);
        let mut cut = |leaf: &mut Condition| {
            if uses_of(leaf, conditions, values).contains(&used) {
                *leaf = Condition::Broken;
            }
        };
        if user < conditions {
            if let Some(it) = self.pathway.conditions.get_mut(user) {
                each_leaf_mut(&mut it.guard.condition, &mut cut);
            }
        } else if user < values {
            if let Some(it) = self.pathway.values.get_mut(user - conditions) {
                for guard in it.lines.iter_mut().filter_map(|line| line.when.as_mut()) {
                    each_leaf_mut(&mut guard.condition, &mut cut);
                }
            }
        } else if let Some(it) = self.pathway.scores.get_mut(user - values) {
            for term in &mut it.terms {
                if let TermFor::When(condition) = &mut term.for_ {
                    each_leaf_mut(condition, &mut cut);
                }
            }
        }
    }
}

/// The definitions that a condition without parts uses, by their numbers.
fn uses_of(leaf: &Condition, conditions: usize, values: usize) -> Vec<usize> {
    match leaf {
        Condition::Named(id) => vec![id.0],
        Condition::ValueIs(id, _) => vec![conditions + id.0],
        Condition::Between(Measure::Score(id), _, _)
        | Condition::Beyond(Measure::Score(id), _, _) => vec![values + id.0],
        Condition::Between(Measure::Question(_) | Measure::Setting(_), _, _)
        | Condition::Beyond(Measure::Question(_) | Measure::Setting(_), _, _)
        | Condition::All(_)
        | Condition::Any(_)
        | Condition::Not(_)
        | Condition::HowMany(_, _)
        | Condition::Is(_, _)
        | Condition::Items { .. }
        | Condition::Empty(_)
        | Condition::Within(_, _)
        | Condition::WasAsked(_)
        | Condition::Broken => Vec::new(),
    }
}

/// Goes to every condition without parts.
fn each_leaf(condition: &Condition, visit: &mut dyn FnMut(&Condition)) {
    match condition {
        Condition::All(parts) | Condition::Any(parts) | Condition::HowMany(_, parts) => {
            for part in parts {
                each_leaf(part, visit);
            }
        }
        Condition::Not(inner) => each_leaf(inner, visit),
        Condition::Named(_)
        | Condition::Is(_, _)
        | Condition::ValueIs(_, _)
        | Condition::Items { .. }
        | Condition::Empty(_)
        | Condition::Between(_, _, _)
        | Condition::Beyond(_, _, _)
        | Condition::Within(_, _)
        | Condition::WasAsked(_)
        | Condition::Broken => visit(condition),
    }
}

fn each_leaf_mut(condition: &mut Condition, visit: &mut dyn FnMut(&mut Condition)) {
    match condition {
        Condition::All(parts) | Condition::Any(parts) | Condition::HowMany(_, parts) => {
            for part in parts {
                each_leaf_mut(part, visit);
            }
        }
        Condition::Not(inner) => each_leaf_mut(inner, visit),
        Condition::Named(_)
        | Condition::Is(_, _)
        | Condition::ValueIs(_, _)
        | Condition::Items { .. }
        | Condition::Empty(_)
        | Condition::Between(_, _, _)
        | Condition::Beyond(_, _, _)
        | Condition::Within(_, _)
        | Condition::WasAsked(_)
        | Condition::Broken => visit(condition),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_used_comes_first() {
        let walk = walk(&[vec![2], vec![0], vec![]]);
        assert_eq!(walk.order, [2, 0, 1]);
        assert!(walk.circles.is_empty());
    }

    #[test]
    fn a_circle_is_told_once_and_without_its_closing_use_there_is_none() {
        let uses = [vec![1], vec![2, 0], vec![0], vec![3], vec![0]];
        let found = walk(&uses);
        assert_eq!(found.circles, [vec![0, 1, 2], vec![3]]);
        let mended: Vec<Vec<usize>> = uses
            .iter()
            .enumerate()
            .map(|(user, used)| {
                let stays = |used: &&usize| !found.closing.contains(&(user, **used));
                used.iter().filter(stays).copied().collect()
            })
            .collect();
        assert!(walk(&mended).closing.is_empty());
    }

    #[test]
    fn a_use_of_nothing_known_is_no_use() {
        assert_eq!(walk(&[vec![7]]).order, [0]);
    }

    #[test]
    fn ten_thousand_definitions_in_a_row_are_no_deeper_than_the_heap() {
        let uses: Vec<Vec<usize>> = (0..10_000).map(|n| vec![n + 1]).collect();
        assert_eq!(walk(&uses).order.len(), 10_000);
    }
}
