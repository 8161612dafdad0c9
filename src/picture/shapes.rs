//! The sizes that parts of a picture can have, from the smallest parts up. Of each part the sizes are kept that no
//! other beats in both width and height, with what they are made of.
//!
//! What hangs under a place stands side by side (*spread*), or one below the other and moved to the right (*hung*);
//! something alone can stand beside it.

use super::nodes::NodeId;
use super::plan::{FanId, Plan, Unit};
use super::says::Says;
use super::theme::{BESIDE, BUS, DOOR, GAP, INDENT, INSET, LABEL_WIDTHS, LEAD, MEET, STUB, UNDER};

/// How what hangs under a place stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// Side by side.
    Spread,
    /// One below the other.
    Hung,
    /// Right of the place, being alone.
    Beside,
}

/// A size of a place with all that hangs under it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Whole {
    pub(super) w: f64,
    pub(super) h: f64,
    /// The size of its box, by its number.
    pub(super) size: usize,
    /// How what hangs under it stands.
    pub(super) mode: Mode,
    /// The size of what hangs under it, by its number.
    pub(super) row: usize,
    /// How far right the ways out of it go on downwards.
    pub(super) port: f64,
}

/// A size of a list of what hangs under a place.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) w: f64,
    /// How high what is written at its arrows is, where they stand side by side.
    pub(super) head: f64,
    /// How high it is without that.
    pub(super) body: f64,
    /// Of each unit, its size.
    pub(super) picks: Vec<Pick>,
    /// How far right the ways out of it go on downwards.
    pub(super) port: f64,
}

/// A size of a unit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pick {
    pub(super) w: f64,
    pub(super) head: f64,
    pub(super) body: f64,
    /// The number of its size among those of the place, of the mark or of the list.
    pub(super) at: usize,
    /// Where ways meet: the number of the size of the place at which they do.
    pub(super) join: usize,
    pub(super) port: f64,
}

/// So many sizes are kept of each part.
const KEPT: usize = 18;

/// The sizes of everything in a plan.
pub(super) struct Shapes<'a> {
    pub(super) says: &'a Says<'a>,
    pub(super) plan: Plan,
    /// Of each place, the sizes of its box.
    pub(super) boxes: Vec<Vec<(f64, f64)>>,
    /// Of each place, its sizes with all that hangs under it.
    pub(super) wholes: Vec<Vec<Whole>>,
    pub(super) spread: Vec<Vec<Row>>,
    pub(super) hung: Vec<Vec<Row>>,
}

impl<'a> Shapes<'a> {
    /// The sizes of everything in a plan; `fits` is asked of each place from the last to the first, once its sizes are
    /// known, and may take away what hangs under it.
    pub(super) fn of(
        says: &'a Says<'a>,
        plan: Plan,
        boxes: Vec<Vec<(f64, f64)>>,
        mut fits: impl FnMut(&mut Shapes<'a>, NodeId),
    ) -> Shapes<'a> {
        let mut shapes = Shapes {
            says,
            boxes,
            wholes: vec![Vec::new(); says.nodes.len()],
            spread: vec![Vec::new(); plan.fans.len()],
            hung: vec![Vec::new(); plan.fans.len()],
            plan,
        };
        // A place hangs under one with a lower number.
        for number in (0..says.nodes.len()).rev() {
            if shapes.plan.is_in[number] {
                shapes.whole(NodeId(number));
                fits(&mut shapes, NodeId(number));
            }
        }
        shapes
    }

    /// Finds the sizes of a place with all that hangs under it, whose own sizes are known.
    pub(super) fn whole(&mut self, node: NodeId) {
        let fan = self.plan.fan_of[node.0];
        let boxes = self.boxes[node.0].clone();
        let mut all: Vec<Whole> = Vec::new();
        if self.plan.fans[fan.0].units.is_empty() {
            all.extend(boxes.iter().enumerate().map(|(size, (w, h))| Whole {
                w: *w,
                h: *h,
                size,
                mode: Mode::Spread,
                row: 0,
                port: INSET,
            }));
            self.wholes[node.0] = thin(all, |it| (it.w, it.h));
            return;
        }
        self.rows(fan, node);
        let spread = &self.spread[fan.0];
        let high = |row: &Row| BUS + row.head + STUB + row.body;
        for (row, it) in spread.iter().enumerate() {
            over(&boxes, it.w, |size, w, h| {
                all.push(Whole {
                    w,
                    h: h + high(it),
                    size,
                    mode: Mode::Spread,
                    row,
                    port: it.port,
                });
            });
        }
        let hung = match self.plan.meets_early(fan) {
            true => &[],
            false => self.hung[fan.0].as_slice(),
        };
        for (row, it) in hung.iter().enumerate() {
            over(&boxes, it.w + INDENT, |size, w, h| {
                all.push(Whole {
                    w,
                    h: h + it.body,
                    size,
                    mode: Mode::Hung,
                    row,
                    port: it.port + INDENT,
                });
            });
        }
        if let [Unit::Child { way, node: child }] = self.plan.fans[fan.0].units[..] {
            let arrow = &self.says.nodes[node.0].ways[way];
            for (row, it) in self.wholes[child.0].iter().enumerate() {
                let side = side(arrow.wide());
                let label = arrow.high(self.says.letters, side - 2.0 * BESIDE);
                for (size, (w, h)) in boxes.iter().enumerate() {
                    all.push(Whole {
                        w: w + side + it.w,
                        h: h.max(it.h).max(DOOR + 4.0 + label),
                        size,
                        mode: Mode::Beside,
                        row,
                        port: w + side + it.port,
                    });
                }
            }
        }
        self.wholes[node.0] = thin(all, |it| (it.w, it.h));
    }

    /// The sizes of a list and of those that are parts of it.
    fn rows(&mut self, fan: FanId, node: NodeId) {
        let units = self.plan.fans[fan.0].units.clone();
        for unit in &units {
            if let Unit::Group { fan, .. } = unit {
                self.rows(*fan, node);
            }
        }
        let spread: Vec<Vec<Pick>> = (units.iter())
            .map(|unit| self.picks(*unit, node, Mode::Spread))
            .collect();
        let hung: Vec<Vec<Pick>> = (units.iter())
            .map(|unit| self.picks(*unit, node, Mode::Hung))
            .collect();
        let meets_at = self.plan.meets_at(fan);
        let exits: Vec<bool> = (units.iter())
            .map(|unit| meets_at.is_some() && self.plan.exit_of(*unit, meets_at) == meets_at)
            .collect();
        // In a part of a list, the row in which its ways meet stands below it.
        let is_part = self.plan.fan_of[node.0] != fan;
        self.spread[fan.0] = rows_spread(&spread, &exits, is_part);
        self.hung[fan.0] = rows_hung(&hung, &exits);
    }

    /// The sizes of a unit, narrow ones first.
    fn picks(&self, unit: Unit, node: NodeId, mode: Mode) -> Vec<Pick> {
        let ways = &self.says.nodes[node.0].ways;
        let label = |way: usize, w: f64| {
            let room = match mode {
                Mode::Spread => w - INSET - BESIDE,
                Mode::Hung | Mode::Beside => w,
            };
            ways[way].high(self.says.letters, room.max(LEAD))
        };
        let pick = |w: f64, head: f64, body: f64, at: usize, port: f64| {
            let (head, body) = match mode {
                Mode::Spread => (head, body),
                Mode::Hung | Mode::Beside => (0.0, UNDER + head + 4.0 + body),
            };
            Pick {
                w,
                head,
                body,
                at,
                join: 0,
                port,
            }
        };
        // No word at an arrow is broken.
        let least = |way: usize, w: f64| {
            let beside = match mode {
                Mode::Spread => INSET + BESIDE,
                Mode::Hung | Mode::Beside => 0.0,
            };
            w.max(ways[way].narrow() + beside)
        };
        match unit {
            Unit::Child { way, node } => (self.wholes[node.0].iter().enumerate())
                .map(|(at, it)| {
                    let w = least(way, it.w);
                    pick(w, label(way, w), it.h, at, it.port)
                })
                .collect(),
            Unit::Mark { way } => (self.says.mark_sizes(node, way).into_iter().enumerate())
                .map(|(at, (w, h))| {
                    let w = least(way, w);
                    pick(w, label(way, w), h, at, INSET)
                })
                .collect(),
            Unit::Pass { way } => LABEL_WIDTHS
                .iter()
                .enumerate()
                .map(|(at, w)| {
                    let wide = ways[way].wide() + INSET + BESIDE;
                    let w = least(way, wide.clamp(2.0 * INSET, *w));
                    pick(w, label(way, w), 0.0, at, INSET)
                })
                .collect(),
            Unit::Group { fan, join } => {
                let rows = match mode {
                    Mode::Spread => &self.spread[fan.0],
                    Mode::Hung | Mode::Beside => &self.hung[fan.0],
                };
                let wholes = &self.wholes[join.0];
                let mut all = Vec::new();
                for (at, row) in rows.iter().enumerate() {
                    over_wholes(wholes, row.w, |number, w, h| {
                        all.push(Pick {
                            w,
                            head: row.head,
                            body: row.body + MEET + STUB + h,
                            at,
                            join: number,
                            port: wholes[number].port,
                        });
                    });
                }
                thin(all, |it| (it.w, it.head + it.body))
            }
        }
    }
}

/// The room between a place and what stands beside it.
pub(super) fn side(label: f64) -> f64 {
    (label.min(96.0) + 2.0 * BESIDE + 12.0).max(34.0)
}

/// Each box over something so wide: the widest that is no wider, and those that are wider.
fn over(boxes: &[(f64, f64)], wide: f64, mut each: impl FnMut(usize, f64, f64)) {
    let mut fits = None;
    for (size, (w, h)) in boxes.iter().enumerate() {
        if *w <= wide {
            fits = Some((size, *h));
        } else {
            each(size, *w, *h);
        }
    }
    if let Some((size, h)) = fits {
        each(size, wide, h);
    }
}

fn over_wholes(wholes: &[Whole], wide: f64, mut each: impl FnMut(usize, f64, f64)) {
    let mut fits = None;
    for (number, it) in wholes.iter().enumerate() {
        if it.w <= wide {
            fits = Some((number, it.h));
        } else {
            each(number, it.w, it.h);
        }
    }
    if let Some((number, h)) = fits {
        each(number, wide, h);
    }
}

/// Some of these lengths, from the shortest to the longest.
fn some_of(mut lengths: Vec<f64>) -> Vec<f64> {
    lengths.sort_by(f64::total_cmp);
    lengths.dedup_by(|one, other| (*one - *other).abs() < 0.5);
    let most = 2 * KEPT;
    if lengths.len() <= most {
        return lengths;
    }
    let last = lengths.len() - 1;
    (0..most).map(|n| lengths[n * last / (most - 1)]).collect()
}

fn rows_spread(units: &[Vec<Pick>], exits: &[bool], is_part: bool) -> Vec<Row> {
    let bodies = units.iter().flatten().map(|it| it.head + it.body);
    let meet = if exits.iter().filter(|it| **it).count() > 1 && !is_part {
        MEET
    } else {
        0.0
    };
    let mut rows = Vec::new();
    for most in some_of(bodies.collect()) {
        let picks: Option<Vec<Pick>> = (units.iter())
            .map(|unit| {
                let fits = unit.iter().find(|it| it.head + it.body <= most + 0.5);
                fits.copied()
            })
            .collect();
        let Some(picks) = picks else { continue };
        let mut port = None;
        let mut w = 0.0;
        for (pick, exits) in picks.iter().zip(exits) {
            if *exits && port.is_none() {
                port = Some(w + pick.port);
            }
            w += pick.w + GAP;
        }
        rows.push(Row {
            w: w - GAP,
            head: picks.iter().map(|it| it.head).fold(0.0, f64::max),
            body: picks.iter().map(|it| it.body).fold(0.0, f64::max) + meet,
            port: port.unwrap_or(INSET),
            picks,
        });
    }
    thin(rows, |it| (it.w, it.head + it.body))
}

fn rows_hung(units: &[Vec<Pick>], exits: &[bool]) -> Vec<Row> {
    let widths = units.iter().flatten().map(|it| it.w);
    let has_rail = exits.iter().any(|it| *it);
    let mut rows = Vec::new();
    for most in some_of(widths.collect()) {
        let picks: Option<Vec<Pick>> = (units.iter())
            .map(|unit| {
                let fits = unit.iter().rfind(|it| it.w <= most + 0.5);
                fits.copied()
            })
            .collect();
        let Some(picks) = picks else { continue };
        let w = picks.iter().map(|it| it.w).fold(0.0, f64::max);
        let rows_out = exits.iter().filter(|it| **it).count() as f64 * MEET;
        let rail = w + GAP * 0.6;
        rows.push(Row {
            w: if has_rail { rail + 2.0 } else { w },
            head: 0.0,
            body: picks.iter().map(|it| it.body).sum::<f64>() + rows_out,
            port: if has_rail { rail } else { INSET },
            picks,
        });
    }
    thin(rows, |it| (it.w, it.head + it.body))
}

/// Those that no other beats in both width and height, narrow ones first; not more than are kept.
fn thin<T>(mut all: Vec<T>, size: impl Fn(&T) -> (f64, f64)) -> Vec<T> {
    all.sort_by(|one, other| {
        let (one, other) = (size(one), size(other));
        one.0.total_cmp(&other.0).then(one.1.total_cmp(&other.1))
    });
    let mut best: Vec<T> = Vec::new();
    for it in all {
        if best
            .last()
            .is_none_or(|last| size(&it).1 < size(last).1 - 0.1)
        {
            best.push(it);
        }
    }
    if best.len() <= KEPT {
        return best;
    }
    let last = best.len() - 1;
    let kept: Vec<usize> = (0..KEPT).map(|n| n * last / (KEPT - 1)).collect();
    let mut number = 0;
    best.retain(|_| {
        let is_kept = kept.binary_search(&number).is_ok();
        number += 1;
        is_kept
    });
    best
}
