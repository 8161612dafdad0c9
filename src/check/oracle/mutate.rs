//! Pathways broken in known ways: one small change each, as a person makes it by mistake.

use super::dice::Dice;
use crate::ir::{
    BlockId, Bound, Condition, Guard, Measure, Order, Pathway, Policy, SettingId, Strength, Way,
    WayKind,
};

/// One kind of change: what it is called, and how it is made.
type Kind = (&'static str, fn(&mut Pathway, &mut Dice) -> Option<String>);

const KINDS: &[Kind] = &[
    ("a way dropped", drop_a_way),
    ("a way led elsewhere", retarget),
    ("a strength turned", swap_strength),
    ("an action dropped", drop_an_action),
    ("a condition left out", |pathway, dice| {
        change_a_condition(pathway, dice, "always yes", &|it| {
            *it = Condition::All(Vec::new());
            true
        })
    }),
    ("a part left out", |pathway, dice| {
        change_a_condition(pathway, dice, "one part less", &drop_a_part)
    }),
    ("a border moved", |pathway, dice| {
        change_a_condition(pathway, dice, "with the border, or without", &move_a_border)
    }),
    ("a limit moved", |pathway, dice| {
        change_a_condition(pathway, dice, "one more at the limit", &move_a_limit)
    }),
    ("and for or", |pathway, dice| {
        change_a_condition(pathway, dice, "with and for or", &swap_the_join)
    }),
    ("not left out", |pathway, dice| {
        change_a_condition(pathway, dice, "without its not", &drop_a_not)
    }),
    ("two lines swapped", swap_two_ways),
    ("another policy", change_the_policy),
];

/// A pathway with one change, its kind, and what was changed; none where there is nothing to change in that way.
pub(super) fn mutant(
    pathway: &Pathway,
    dice: &mut Dice,
) -> Option<(Pathway, &'static str, String)> {
    let mut broken = pathway.clone();
    let (kind, change) = dice.pick(KINDS);
    let what = change(&mut broken, dice)?;
    Some((broken, kind, what))
}

/// The ways of all blocks, by block and number.
fn ways(pathway: &Pathway) -> Vec<(usize, usize)> {
    let blocks = pathway.blocks.iter().enumerate();
    blocks
        .flat_map(|(block, it)| (0..it.ways.len()).map(move |way| (block, way)))
        .collect()
}

fn drop_a_way(pathway: &mut Pathway, dice: &mut Dice) -> Option<String> {
    let ways = ways(pathway);
    let (block, way) = *ways.get(dice.below(ways.len()))?;
    let block = &mut pathway.blocks[block];
    block.ways.remove(way);
    Some(format!("way {way} of `{}` is gone", block.name))
}

fn retarget(pathway: &mut Pathway, dice: &mut Dice) -> Option<String> {
    let ways = ways(pathway);
    let (block, way) = *ways.get(dice.below(ways.len()))?;
    let target = dice.below(pathway.blocks.len());
    let name = pathway.blocks[target].name.clone();
    let block = &mut pathway.blocks[block];
    block.ways[way].target = Some(BlockId(target));
    Some(format!("way {way} of `{}` leads to `{name}`", block.name))
}

fn swap_strength(pathway: &mut Pathway, dice: &mut Dice) -> Option<String> {
    let blocks = pathway.blocks.iter().enumerate();
    let actions: Vec<(usize, usize)> = blocks
        .flat_map(|(block, it)| (0..it.actions.len()).map(move |action| (block, action)))
        .collect();
    let (block, action) = *actions.get(dice.below(actions.len()))?;
    let block = &mut pathway.blocks[block];
    let strength = &mut block.actions[action].strength;
    *strength = match strength {
        Strength::MustNot => Strength::Should,
        Strength::Must | Strength::Should | Strength::Consider => Strength::MustNot,
    };
    Some(format!(
        "action {action} of `{}` is {strength:?}",
        block.name
    ))
}

fn drop_an_action(pathway: &mut Pathway, dice: &mut Dice) -> Option<String> {
    let blocks = pathway.blocks.iter().enumerate();
    let full: Vec<usize> = blocks
        .filter(|(_, block)| !block.actions.is_empty())
        .map(|(at, _)| at)
        .collect();
    let block = &mut pathway.blocks[*full.get(dice.below(full.len()))?];
    let action = dice.below(block.actions.len());
    block.actions.remove(action);
    Some(format!("action {action} of `{}` is gone", block.name))
}

/// The ways of a place in another order; `otherwise` stays the last.
fn swap_two_ways(pathway: &mut Pathway, dice: &mut Dice) -> Option<String> {
    let ways = ways(pathway);
    let (block, way) = *ways.get(dice.below(ways.len()))?;
    let block = &mut pathway.blocks[block];
    let next = block.ways.get(way + 1)?;
    if next.kind == WayKind::Otherwise {
        return None;
    }
    block.ways.swap(way, way + 1);
    Some(format!("way {way} of `{}` comes later", block.name))
}

fn change_the_policy(pathway: &mut Pathway, dice: &mut Dice) -> Option<String> {
    let blocks = pathway.blocks.iter().enumerate();
    let forks: Vec<usize> = blocks
        .filter(|(_, block)| block.ways.len() > 1)
        .map(|(at, _)| at)
        .collect();
    let block = &mut pathway.blocks[*forks.get(dice.below(forks.len()))?];
    block.policy = match block.policy {
        Policy::ExactlyOne => dice.pick(&[Policy::FirstMatch, Policy::EveryMatch]),
        Policy::FirstMatch => dice.pick(&[Policy::ExactlyOne, Policy::EveryMatch]),
        Policy::EveryMatch => dice.pick(&[Policy::ExactlyOne, Policy::FirstMatch]),
    };
    Some(format!("`{}` is {:?}", block.name, block.policy))
}

/// Tries the change on the conditions in turn, from one that chance chooses, until it can be made.
fn change_a_condition(
    pathway: &mut Pathway,
    dice: &mut Dice,
    how: &str,
    change: &dyn Fn(&mut Condition) -> bool,
) -> Option<String> {
    let mut guards: Vec<&mut Guard> = Vec::new();
    for block in &mut pathway.blocks {
        let written = |way: &&mut Way| way.kind != WayKind::Otherwise;
        let ways = block.ways.iter_mut().filter(written);
        guards.extend(ways.filter_map(|way| way.when.as_mut()));
        guards.extend(block.actions.iter_mut().filter_map(|it| it.when.as_mut()));
    }
    for value in &mut pathway.values {
        guards.extend(value.lines.iter_mut().filter_map(|it| it.when.as_mut()));
    }
    guards.extend(pathway.conditions.iter_mut().map(|it| &mut it.guard));
    for service in &mut pathway.services {
        guards.extend(service.lines.iter_mut().filter_map(|it| it.when.as_mut()));
    }
    let first = dice.below(guards.len());
    guards.rotate_left(first);
    for guard in guards {
        if change(&mut guard.condition) {
            return Some(format!("`{}` is {how}", guard.text));
        }
    }
    None
}

fn drop_a_part(condition: &mut Condition) -> bool {
    if let Condition::All(parts) | Condition::Any(parts) | Condition::HowMany(_, parts) = condition
        && parts.len() > 1
    {
        parts.pop();
        return true;
    }
    false
}

/// `>` for `>=`, `<=` for `<` and so on, at the first comparison inside.
fn move_a_border(condition: &mut Condition) -> bool {
    change_inside(condition, &|it| swapped(it))
}

/// One more at the first limit inside.
fn move_a_limit(condition: &mut Condition) -> bool {
    let more = |bound: &Bound| match bound {
        Bound::Fixed(number) => Some(Bound::Fixed(number + 1)),
        Bound::Setting(_) | Bound::FromToday(_) => None,
    };
    change_inside(condition, &|it| {
        if let Condition::Beyond(measure, order, bound) = it {
            return Some(Condition::Beyond(*measure, *order, more(bound)?));
        }
        if let Condition::Between(measure, Some(least), most) = it
            && least != &most.unwrap_or(Bound::Setting(SettingId(0)))
        {
            return Some(Condition::Between(*measure, Some(more(least)?), *most));
        }
        None
    })
}

fn swap_the_join(condition: &mut Condition) -> bool {
    change_inside(condition, &|it| {
        if let Condition::All(parts) = it {
            return (parts.len() > 1).then(|| Condition::Any(parts.clone()));
        }
        if let Condition::Any(parts) = it {
            return (parts.len() > 1).then(|| Condition::All(parts.clone()));
        }
        None
    })
}

fn drop_a_not(condition: &mut Condition) -> bool {
    change_inside(condition, &|it| {
        if let Condition::Not(inner) = it {
            return Some((**inner).clone());
        }
        None
    })
}

/// Makes a change at the first part inside where it can be made.
fn change_inside(
    condition: &mut Condition,
    changed: &dyn Fn(&Condition) -> Option<Condition>,
) -> bool {
    let mut open = vec![condition];
    while let Some(condition) = open.pop() {
        if let Some(changed) = changed(condition) {
            *condition = changed;
            return true;
        }
        if let Condition::All(inner) | Condition::Any(inner) | Condition::HowMany(_, inner) =
            condition
        {
            open.extend(inner);
        } else if let Condition::Not(inner) = condition {
            open.push(inner);
        }
    }
    false
}

fn swapped(condition: &Condition) -> Option<Condition> {
    let strict =
        |measure: &Measure, order, bound: &Bound| Condition::Beyond(*measure, order, *bound);
    if let Condition::Between(measure, least, most) = condition {
        return match (least, most) {
            (Some(least), None) => Some(strict(measure, Order::More, least)),
            (None, Some(most)) => Some(strict(measure, Order::Less, most)),
            (Some(_), Some(_)) | (None, None) => None,
        };
    }
    if let Condition::Beyond(measure, order, bound) = condition {
        return match order {
            Order::More => Some(Condition::Between(*measure, Some(*bound), None)),
            Order::Less => Some(Condition::Between(*measure, None, Some(*bound))),
            Order::AtMost => Some(strict(measure, Order::Less, bound)),
            Order::AtLeast => Some(strict(measure, Order::More, bound)),
        };
    }
    None
}
