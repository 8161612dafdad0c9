//! Pathways broken in known ways: one small change each, as a person makes it by mistake.

use super::dice::Dice;
use crate::ir::{
    BlockId, Bound, Condition, Guard, Measure, Order, Pathway, Strength, Way, WayKind,
};

/// A pathway with one change, and what was changed; none where there is nothing to change in that way.
pub(super) fn mutant(pathway: &Pathway, dice: &mut Dice) -> Option<(Pathway, String)> {
    let mut broken = pathway.clone();
    let what = match dice.below(7) {
        0 => drop_a_way(&mut broken, dice),
        1 => retarget(&mut broken, dice),
        2 => swap_strength(&mut broken, dice),
        3 => change_a_condition(&mut broken, dice, "always yes", &|it| {
            *it = Condition::All(Vec::new());
            true
        }),
        4 => change_a_condition(&mut broken, dice, "one part less", &drop_a_part),
        _ => change_a_condition(&mut broken, dice, "with the border, or without", &|it| {
            move_a_border(it)
        }),
    };
    Some((broken, what?))
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
    let mut open = vec![condition];
    while let Some(condition) = open.pop() {
        let swapped = swapped(condition);
        if let Some(swapped) = swapped {
            *condition = swapped;
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
