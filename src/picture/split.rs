//! A pathway over several sheets: what is too large for one is taken apart where something begins.

use std::collections::BTreeSet;

use super::forest::{self, Forest, forests};
use super::nodes::{Node, NodeId, least};
use super::plan::{Plan, Unit};
use super::says::Says;
use super::shapes::Shapes;
use super::sheets::{Rooms, whole};
use super::words::Paragraph;

/// What stands on which sheet.
pub(super) struct Division {
    /// The places.
    pub(super) nodes: Vec<Node>,
    /// Of each sheet, at what something begins there.
    pub(super) sheets: Vec<BTreeSet<NodeId>>,
    /// Of each place, its sheet.
    pub(super) on: Vec<usize>,
}

/// Divides everything over sheets with so much room.
pub(super) fn divide(says: &Says<'_>, rooms: Rooms, nodes: &[Node]) -> Division {
    let count = nodes.len();
    let plan = Plan::of(nodes, vec![true; count], &BTreeSet::new(), false);
    let from = says.comes_from(&plan);
    let boxes = says.boxes(&plan, &from);
    let shapes = Shapes::of(says, plan, boxes, |shapes, node| {
        cut(shapes, node, rooms.of(node.0))
    });
    // Of each place, where the part begins in which it stands.
    let mut begins: Vec<NodeId> = (0..count).map(NodeId).collect();
    for number in 0..count {
        let fan = shapes.plan.fan_of[number];
        for unit in &shapes.plan.fans[fan.0].units {
            if let Unit::Child { node, .. } = unit {
                begins[node.0] = begins[number];
            }
        }
    }
    let mut parts: Vec<(NodeId, Vec<NodeId>)> = Vec::new();
    let mut part_of = vec![0; count];
    for (number, root) in begins.iter().enumerate() {
        if root.0 == number {
            part_of[number] = parts.len();
            parts.push((*root, Vec::new()));
        }
        part_of[number] = part_of[root.0];
        parts[part_of[root.0]].1.push(NodeId(number));
    }
    let mut sheets: Vec<BTreeSet<NodeId>> = Vec::new();
    let mut on = vec![0; count];
    let mut is_in = vec![false; count];
    let mut here: BTreeSet<NodeId> = BTreeSet::new();
    let mut members: Vec<NodeId> = Vec::new();
    // What the boxes on the sheet take by themselves: where that is too much, nothing needs to be tried.
    let mut needed = 0.0;
    for (root, part) in parts {
        here.insert(root);
        let more: f64 = part.iter().map(|node| least(&nodes[node.0])).sum();
        needed += more;
        for node in &part {
            is_in[node.0] = true;
        }
        let room = rooms.of(sheets.len());
        let is_full = needed > room.0 * room.1 || !fits(says, &is_in, &here, room);
        if here.len() > 1 && is_full {
            needed = more;
            here.remove(&root);
            sheets.push(std::mem::take(&mut here));
            for node in members.drain(..) {
                is_in[node.0] = false;
            }
            here.insert(root);
        }
        for node in &part {
            on[node.0] = sheets.len();
        }
        members.extend(part);
    }
    sheets.push(here);
    Division {
        nodes: nodes.to_vec(),
        sheets,
        on,
    }
}

/// Takes away what hangs under a place, the largest first, until it fits on a sheet.
fn cut(shapes: &mut Shapes<'_>, node: NodeId, (wide, high): (f64, f64)) {
    let mut at_once = 1;
    loop {
        let above = forest::above(shapes, node);
        let fits = |shapes: &Shapes<'_>| {
            let mut wholes = shapes.wholes[node.0].iter();
            wholes.any(|it| it.w <= wide && it.h + above <= high)
        };
        if fits(shapes) {
            return;
        }
        let fan = shapes.plan.fan_of[node.0];
        let mut children: Vec<(f64, usize, NodeId)> = Vec::new();
        for unit in &shapes.plan.fans[fan.0].units {
            if let Unit::Child { way, node } = unit {
                let areas = shapes.wholes[node.0].iter().map(|it| it.w * it.h);
                children.push((areas.fold(f64::MAX, f64::min), *way, *node));
            }
        }
        if children.is_empty() {
            return;
        }
        children.sort_by(|one, other| other.0.total_cmp(&one.0));
        for (_, way, child) in children.into_iter().take(at_once) {
            shapes.plan.take_away(node, way, child);
        }
        at_once *= 2;
        shapes.whole(node);
    }
}

/// How ways are drawn on a sheet: whether what was taken apart hangs together again there, and whether ways meet.
const TRIED: [(bool, bool); 4] = [(true, true), (true, false), (false, true), (false, false)];

fn fits(says: &Says<'_>, is_in: &[bool], begins: &BTreeSet<NodeId>, room: (f64, f64)) -> bool {
    let none = BTreeSet::new();
    TRIED.iter().any(|(together, meet)| {
        let begins = if *together { &none } else { begins };
        let (shapes, _) = whole(says, is_in.to_vec(), begins, *meet);
        let mut forests = forests(&shapes).into_iter();
        forests.any(|it| it.w <= room.0 && it.h <= room.1)
    })
}

/// The sizes of everything on a sheet, from where one comes to each place, and what was chosen.
pub(super) type Laid<'s> = (Shapes<'s>, Vec<Option<Paragraph>>, Forest);

/// What stands on a sheet, in the largest size that fits.
pub(super) fn fitting<'s>(
    says: &'s Says<'s>,
    is_in: &[bool],
    begins: &BTreeSet<NodeId>,
    room: (f64, f64),
) -> Laid<'s> {
    let none = BTreeSet::new();
    let spare = |it: &Forest| (room.0 / it.w).min(room.1 / it.h);
    let mut best: Option<(f64, Laid<'s>)> = None;
    for (together, meet) in TRIED {
        let begins = if together { &none } else { begins };
        let (shapes, from) = whole(says, is_in.to_vec(), begins, meet);
        let all = forests(&shapes).into_iter();
        let largest = all.max_by(|one, other| spare(one).total_cmp(&spare(other)));
        let Some(forest) = largest else { continue };
        let spare = spare(&forest);
        if best.as_ref().is_none_or(|it| spare > it.0) {
            best = Some((spare, (shapes, from, forest)));
        }
        if spare >= 1.0 {
            break;
        }
    }
    best.map(|(_, it)| it).unwrap_or_else(|| {
        let (shapes, from) = whole(says, is_in.to_vec(), begins, false);
        (shapes, from, Forest::default())
    })
}
