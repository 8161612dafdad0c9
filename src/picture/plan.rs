//! What hangs on what: each step in one place, under the first that leads to it; where ways meet again, the place at
//! which they do.
//!
//! Invariants: every way of the steps that are planned is exactly one [`Unit`]; the author's order is kept; the ways
//! out of what hangs under a place lead to one other place at most, so that they can be drawn without crossings.

use std::collections::{BTreeMap, BTreeSet};

use super::nodes::{Node, NodeId};

/// The list of what hangs under a place, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct FanId(pub(super) usize);

/// What hangs under a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// A way to a place that is drawn here.
    Child { way: usize, node: NodeId },
    /// A way that meets others, and goes on with them to a place further down.
    Pass { way: usize },
    /// A way to a mark that says where it goes on.
    Mark { way: usize },
    /// Some of them, and under them the place at which their ways meet.
    Group { fan: FanId, join: NodeId },
}

/// To whom a list belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Owner {
    Node(NodeId),
    /// It is a part of another list.
    Fan(FanId),
}

/// A list of what hangs under a place.
#[derive(Clone, Debug)]
pub(super) struct Fan {
    /// In the author's order.
    pub(super) units: Vec<Unit>,
    owner: Owner,
    /// How many times there are lists in it.
    height: usize,
}

/// What hangs on what.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    /// The places at which it begins.
    pub(super) roots: Vec<NodeId>,
    /// Of each node, what hangs under it; nothing of those that are not planned.
    pub(super) fan_of: Vec<FanId>,
    /// All lists.
    pub(super) fans: Vec<Fan>,
    /// Of each node, where the ways out of what hangs under it lead.
    pub(super) exit: Vec<Option<NodeId>>,
    /// Of each node, the list in which it stands; none for those at which it begins.
    pub(super) home: Vec<Option<FanId>>,
    /// Whether the node is planned.
    pub(super) is_in: Vec<bool>,
}

/// How many places a line that meets others may pass.
const FAR: usize = MANY;
/// So many places, or more, may not stand between where ways part and where they meet: the lines would be too long to
/// follow, and marks say more.
const MANY: usize = 9;
/// So many ways are few.
const SHORT: usize = 4;
/// How many times lists may be in lists.
const DEEP: usize = 8;

impl Plan {
    /// Plans those of the nodes that are wanted. Something new begins at `begins`, even where ways lead there; ways
    /// meet again only where `meet` says so.
    pub(super) fn of(
        nodes: &[Node],
        is_in: Vec<bool>,
        begins: &BTreeSet<NodeId>,
        meet: bool,
    ) -> Plan {
        let mut plan = Plan {
            roots: Vec::new(),
            fan_of: (0..nodes.len()).map(FanId).collect(),
            fans: Vec::new(),
            exit: vec![None; nodes.len()],
            home: vec![None; nodes.len()],
            is_in,
        };
        let mut into: Vec<Vec<(NodeId, usize)>> = vec![Vec::new(); nodes.len()];
        for (number, node) in nodes.iter().enumerate() {
            let is_in = plan.is_in[number];
            let ways = if is_in { node.ways.as_slice() } else { &[] };
            plan.fans.push(Fan {
                units: (0..ways.len()).map(|way| Unit::Mark { way }).collect(),
                owner: Owner::Node(NodeId(number)),
                height: 0,
            });
            for (way, it) in ways.iter().enumerate() {
                if let Some(to) = it.to.filter(|to| to.0 > number && plan.is_in[to.0]) {
                    into[to.0].push((NodeId(number), way));
                }
            }
        }
        // In which list each way stands, where it is not that of its node.
        let mut moved: BTreeMap<(NodeId, usize), FanId> = BTreeMap::new();
        for (number, arrows) in into.iter().enumerate() {
            if !plan.is_in[number] {
                continue;
            }
            let node = NodeId(number);
            if begins.contains(&node) {
                plan.roots.push(node);
                continue;
            }
            if meet && arrows.len() > 1 && plan.meet(node, arrows, &mut moved) {
                continue;
            }
            let Some((from, way)) = arrows.first() else {
                plan.roots.push(node);
                continue;
            };
            let fan = moved.get(&(*from, *way)).copied().unwrap_or(FanId(from.0));
            plan.set(fan, *way, Unit::Child { way: *way, node });
            plan.home[number] = Some(fan);
        }
        plan
    }

    /// Takes away what hangs under a place along one of its ways: something new begins there.
    pub(super) fn take_away(&mut self, from: NodeId, way: usize, node: NodeId) {
        let fan = self.fan_of[from.0];
        let units = &mut self.fans[fan.0].units;
        let child = Unit::Child { way, node };
        if let Some(at) = units.iter_mut().find(|it| **it == child) {
            *at = Unit::Mark { way };
            self.home[node.0] = None;
            self.roots.push(node);
        }
    }

    fn set(&mut self, fan: FanId, way: usize, unit: Unit) {
        let units = &mut self.fans[fan.0].units;
        if let Some(at) = units.iter_mut().find(|it| **it == Unit::Mark { way }) {
            *at = unit;
        }
    }

    /// Where the ways out of a unit lead.
    pub(super) fn exit_of(&self, unit: Unit, meets_at: Option<NodeId>) -> Option<NodeId> {
        match unit {
            Unit::Child { node, .. } | Unit::Group { join: node, .. } => self.exit[node.0],
            Unit::Pass { .. } => meets_at,
            Unit::Mark { .. } => None,
        }
    }

    /// The place at which the ways of a list meet that lead out of it.
    pub(super) fn meets_at(&self, fan: FanId) -> Option<NodeId> {
        match self.fans[fan.0].owner {
            Owner::Node(node) => self.exit[node.0],
            Owner::Fan(outer) => self.fans[outer.0].units.iter().find_map(|unit| match unit {
                Unit::Group { fan: it, join } if *it == fan => Some(*join),
                Unit::Group { .. } | Unit::Child { .. } | Unit::Pass { .. } | Unit::Mark { .. } => {
                    None
                }
            }),
        }
    }

    /// The lists through which a way can go on downwards, with its place in each, from the inside out.
    fn climb(&self, to: NodeId, way: usize, fan: FanId) -> Vec<(FanId, usize)> {
        let mut climbed = Vec::new();
        let place = |fan: FanId, is: &dyn Fn(&Unit) -> bool| {
            let found = self.fans[fan.0].units.iter().position(is);
            found.map(|at| (fan, at))
        };
        let mut next = place(fan, &|unit| *unit == Unit::Mark { way });
        while let Some((fan, at)) = next {
            climbed.push((fan, at));
            if climbed.len() > FAR {
                break;
            }
            let Owner::Node(node) = self.fans[fan.0].owner else {
                break;
            };
            if self.exit[node.0].is_some_and(|exit| exit != to) {
                break;
            }
            next = self.home[node.0].and_then(|home| {
                place(home, &|unit| match unit {
                    Unit::Child { node: it, .. } | Unit::Group { join: it, .. } => *it == node,
                    Unit::Pass { .. } | Unit::Mark { .. } => false,
                })
            });
        }
        climbed
    }

    /// Lets ways meet at a place, if at least two of them can.
    fn meet(
        &mut self,
        join: NodeId,
        arrows: &[(NodeId, usize)],
        moved: &mut BTreeMap<(NodeId, usize), FanId>,
    ) -> bool {
        let climbs: Vec<Vec<(FanId, usize)>> = arrows
            .iter()
            .map(|(from, way)| {
                let fan = moved.get(&(*from, *way)).copied().unwrap_or(FanId(from.0));
                self.climb(join, *way, fan)
            })
            .collect();
        // Where most of them can meet, and of such places the innermost, which the first of them comes to first.
        let mut counts: BTreeMap<FanId, usize> = BTreeMap::new();
        for (fan, _) in climbs.iter().flatten() {
            *counts.entry(*fan).or_default() += 1;
        }
        let most = counts.values().copied().max().unwrap_or(0);
        let outer = climbs.iter().find_map(|climb| {
            let fans = climb.iter().map(|(fan, _)| *fan);
            fans.into_iter().find(|fan| counts.get(fan) == Some(&most))
        });
        let Some(outer) = outer.filter(|_| most > 1) else {
            return false;
        };
        let places = climbs.iter().map(|climb| {
            let at = climb.iter().position(|(fan, _)| *fan == outer)?;
            Some((at, climb[at].1))
        });
        let places: Vec<Option<(usize, usize)>> = places.collect();
        let units = places.iter().flatten().map(|(_, unit)| *unit);
        let (Some(first), Some(last)) = (units.clone().min(), units.max()) else {
            return false;
        };
        let between = &self.fans[outer.0].units[first..=last];
        if between
            .iter()
            .any(|unit| self.exit_of(*unit, None).is_some_and(|exit| exit != join))
            || between.iter().any(|unit| matches!(unit, Unit::Pass { .. }))
        {
            return false;
        }
        if self.counts_to(between, MANY) >= MANY {
            return false;
        }
        let height = between.iter().map(|unit| match unit {
            Unit::Group { fan, .. } => self.fans[fan.0].height + 1,
            Unit::Child { .. } | Unit::Pass { .. } | Unit::Mark { .. } => 0,
        });
        let height = height.max().unwrap_or(0);
        let around = self.around(outer);
        if height + around.len() > DEEP {
            return false;
        }
        // All that it takes is there: now nothing may fail any more.
        for ((climb, place), (from, way)) in climbs.iter().zip(&places).zip(arrows) {
            let Some((reach, _)) = place else { continue };
            for (fan, _) in &climb[..*reach] {
                if let Owner::Node(node) = self.fans[fan.0].owner {
                    self.exit[node.0] = Some(join);
                }
            }
            let fan = moved.get(&(*from, *way)).copied().unwrap_or(FanId(from.0));
            self.set(fan, *way, Unit::Pass { way: *way });
        }
        let inner = FanId(self.fans.len());
        let group = Unit::Group { fan: inner, join };
        let units: Vec<Unit> = self.fans[outer.0]
            .units
            .splice(first..=last, [group])
            .collect();
        let owner = self.node_of(outer);
        for unit in &units {
            match unit {
                Unit::Child { node, .. } => self.home[node.0] = Some(inner),
                Unit::Group { fan, join } => {
                    self.home[join.0] = Some(inner);
                    self.fans[fan.0].owner = Owner::Fan(inner);
                }
                Unit::Pass { way } | Unit::Mark { way } => {
                    if let Some(owner) = owner {
                        moved.insert((owner, *way), inner);
                    }
                }
            }
        }
        self.fans.push(Fan {
            units,
            owner: Owner::Fan(outer),
            height,
        });
        for (more, fan) in (1..).zip(around) {
            let fan = &mut self.fans[fan.0];
            fan.height = fan.height.max(height + more);
        }
        self.home[join.0] = Some(outer);
        true
    }

    /// Whether ways of a list meet, and it is so short that this is seen at once where all stand side by side.
    pub(super) fn meets_early(&self, fan: FanId) -> bool {
        let mut units = self.fans[fan.0].units.clone();
        let mut count = 0;
        let mut meets = false;
        while let Some(unit) = units.pop() {
            match unit {
                Unit::Group { fan, .. } => {
                    meets = true;
                    units.extend(&self.fans[fan.0].units);
                }
                Unit::Pass { .. } => {
                    meets = true;
                    count += 1;
                }
                Unit::Child { node, .. } => {
                    meets |= self.exit[node.0].is_some();
                    count += 1;
                }
                Unit::Mark { .. } => count += 1,
            }
        }
        meets && count <= SHORT
    }

    /// How many places stand in units, counted up to so many.
    fn counts_to(&self, units: &[Unit], most: usize) -> usize {
        let mut units: Vec<Unit> = units.to_vec();
        let mut count = 0;
        while let Some(unit) = units.pop() {
            let node = match unit {
                Unit::Child { node, .. } => node,
                Unit::Group { fan, join } => {
                    units.extend(&self.fans[fan.0].units);
                    join
                }
                Unit::Pass { .. } | Unit::Mark { .. } => continue,
            };
            count += 1;
            if count >= most {
                break;
            }
            units.extend(&self.fans[self.fan_of[node.0].0].units);
        }
        count
    }

    /// A list, and those of which it is a part, from the inside out.
    fn around(&self, fan: FanId) -> Vec<FanId> {
        let mut around = vec![fan];
        let mut next = fan;
        while let Owner::Fan(outer) = self.fans[next.0].owner {
            around.push(outer);
            next = outer;
        }
        around
    }

    /// The node under which a list hangs, itself or as a part of another.
    fn node_of(&self, fan: FanId) -> Option<NodeId> {
        let outermost = self.around(fan).pop()?;
        match self.fans[outermost.0].owner {
            Owner::Node(node) => Some(node),
            Owner::Fan(_) => None,
        }
    }
}
