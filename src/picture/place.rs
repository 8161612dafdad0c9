//! Where everything stands: the sizes that were chosen, as places of boxes, lines and words.

use super::nodes::NodeId;
use super::plan::{FanId, Unit};
use super::shapes::{Mode, Pick, Row, Shapes, side};
use super::theme::{BESIDE, BUS, DOOR, GAP, INDENT, INSET, LEAD, MEET, STUB, UNDER};

/// Where a box stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stands {
    pub(super) node: NodeId,
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) w: f64,
    pub(super) h: f64,
}

/// Where a way goes.
#[derive(Clone, Debug)]
pub(super) struct Goes {
    pub(super) node: NodeId,
    pub(super) way: usize,
    pub(super) points: Vec<(f64, f64)>,
    /// Where what is written at it begins, and how wide it may be.
    pub(super) label: (f64, f64),
    pub(super) room: f64,
    /// The mark at its end: its left and top, and its size.
    pub(super) mark: Option<(f64, f64, f64, f64)>,
}

/// Where everything stands.
#[derive(Clone, Debug, Default)]
pub(super) struct Placed {
    pub(super) boxes: Vec<Stands>,
    pub(super) ways: Vec<Goes>,
}

/// How a way goes on that leaves what it stands in: down to a height, and then from place to place.
#[derive(Clone, Debug)]
struct Route {
    y: f64,
    then: Vec<(f64, f64)>,
}

/// A place that is still to be drawn, with the number of its size.
struct Next {
    node: NodeId,
    whole: usize,
    x: f64,
    y: f64,
    out: Option<Route>,
}

/// A list that is being drawn.
struct Under<'r> {
    node: NodeId,
    fan: FanId,
    mode: Mode,
    row: &'r Row,
    /// From where its arrows come.
    from: (f64, f64),
    x: f64,
    y: f64,
    /// How high what is written at its arrows is.
    head: f64,
    /// Where its ways out meet others.
    out: Option<Route>,
    /// Whether it is a part of another list.
    is_part: bool,
}

/// Puts a place, in one of its sizes, and all that hangs under it where it stands.
pub(super) fn place(
    shapes: &Shapes<'_>,
    root: NodeId,
    whole: usize,
    (x, y): (f64, f64),
    placed: &mut Placed,
) {
    let mut next = vec![Next {
        node: root,
        whole,
        x,
        y,
        out: None,
    }];
    while let Some(it) = next.pop() {
        let Some(whole) = shapes.wholes[it.node.0].get(it.whole) else {
            continue;
        };
        let Some((w, h)) = shapes.boxes[it.node.0].get(whole.size).copied() else {
            continue;
        };
        placed.boxes.push(Stands {
            node: it.node,
            x: it.x,
            y: it.y,
            w,
            h,
        });
        let fan = shapes.plan.fan_of[it.node.0];
        let units = &shapes.plan.fans[fan.0].units;
        if units.is_empty() {
            continue;
        }
        let under = |row, x, y, from, head| Under {
            node: it.node,
            fan,
            mode: whole.mode,
            row,
            from,
            x,
            y,
            head,
            out: it.out.clone(),
            is_part: false,
        };
        match whole.mode {
            Mode::Spread => {
                let row = &shapes.spread[fan.0][whole.row];
                let from = (it.x + INSET, it.y + h);
                let y = it.y + h + BUS;
                list(
                    shapes,
                    &under(row, it.x, y, from, row.head),
                    placed,
                    &mut next,
                );
            }
            Mode::Hung => {
                let row = &shapes.hung[fan.0][whole.row];
                let from = (it.x + INSET, it.y + h);
                let (x, y) = (it.x + INDENT, it.y + h);
                list(shapes, &under(row, x, y, from, 0.0), placed, &mut next);
            }
            Mode::Beside => {
                let [Unit::Child { way, node }] = units[..] else {
                    continue;
                };
                let side = side(shapes.says.nodes[it.node.0].ways[way].wide());
                let (left, y) = (it.x + w, it.y + DOOR);
                placed.ways.push(Goes {
                    node: it.node,
                    way,
                    points: vec![(left, y), (left + side, y)],
                    label: (left + BESIDE, y + 4.0),
                    room: side - 2.0 * BESIDE,
                    mark: None,
                });
                next.push(Next {
                    node,
                    whole: whole.row,
                    x: left + side,
                    y: it.y,
                    out: it.out,
                });
            }
        }
    }
}

/// Puts what hangs under a place where it stands.
fn list(shapes: &Shapes<'_>, it: &Under<'_>, placed: &mut Placed, next: &mut Vec<Next>) {
    let units = &shapes.plan.fans[it.fan.0].units;
    let meets_at = shapes.plan.meets_at(it.fan);
    let exits = |unit: Unit| meets_at.is_some() && shapes.plan.exit_of(unit, meets_at) == meets_at;
    let several = units.iter().filter(|unit| exits(**unit)).count() > 1;
    let (mut x, mut y) = (it.x, it.y);
    for (unit, pick) in units.iter().zip(&it.row.picks) {
        // Where the ways out of this unit go on.
        let out = it.out.as_ref().filter(|_| exits(*unit)).map(|out| {
            let (port, row) = match it.mode {
                Mode::Spread if several && !it.is_part => {
                    let row = it.y + it.head + STUB + it.row.body - MEET * 0.5;
                    (it.x + it.row.port, row)
                }
                Mode::Spread => return out.clone(),
                Mode::Hung | Mode::Beside => (it.x + it.row.port, y + pick.body + MEET * 0.5),
            };
            let mut then = vec![(port, row), (port, out.y)];
            then.extend(&out.then);
            Route { y: row, then }
        });
        unit_at(
            shapes,
            it,
            (*unit, pick),
            (x, y),
            out.as_ref(),
            placed,
            next,
        );
        match it.mode {
            Mode::Spread => x += pick.w + GAP,
            Mode::Hung | Mode::Beside => {
                y += pick.body + if exits(*unit) { MEET } else { 0.0 };
            }
        }
    }
}

fn unit_at(
    shapes: &Shapes<'_>,
    it: &Under<'_>,
    (unit, pick): (Unit, &Pick),
    (x, y): (f64, f64),
    out: Option<&Route>,
    placed: &mut Placed,
    next: &mut Vec<Next>,
) {
    let top = match it.mode {
        Mode::Spread => y + it.head + STUB,
        Mode::Hung | Mode::Beside => y,
    };
    let arrow = |way: usize, mark: Option<(f64, f64)>, out: Option<&Route>| {
        let high =
            shapes.says.nodes[it.node.0].ways[way].high(shapes.says.letters, pick.w.max(LEAD));
        let (label, room, points, at) = match it.mode {
            Mode::Spread => {
                let at = x + INSET;
                let mut points = vec![it.from, (it.from.0, y), (at, y)];
                match out {
                    Some(out) => {
                        points.push((at, out.y));
                        points.extend(&out.then);
                    }
                    None => points.push((at, top)),
                }
                let room = pick.w - INSET - BESIDE;
                ((at + BESIDE, y + 4.0), room, points, (x, top))
            }
            Mode::Hung | Mode::Beside => {
                let start = y + UNDER + high + 4.0;
                let mut points = vec![it.from];
                match out {
                    Some(out) => {
                        points.push((it.from.0, out.y));
                        points.extend(&out.then);
                    }
                    None => points.extend([(it.from.0, start + DOOR), (x, start + DOOR)]),
                }
                ((x, y + UNDER), pick.w, points, (x, start))
            }
        };
        let goes = Goes {
            node: it.node,
            way,
            points,
            label,
            room: room.max(LEAD),
            mark: mark.map(|(w, h)| (at.0, at.1, w, h)),
        };
        (goes, at)
    };
    match unit {
        Unit::Child { way, node } => {
            let (goes, (x, y)) = arrow(way, None, None);
            placed.ways.push(goes);
            next.push(Next {
                node,
                whole: pick.at,
                x,
                y,
                out: out.cloned(),
            });
        }
        Unit::Mark { way } => {
            let size = shapes.says.mark_sizes(it.node, way).get(pick.at).copied();
            placed.ways.push(arrow(way, size, None).0);
        }
        Unit::Pass { way } => placed.ways.push(arrow(way, None, out).0),
        Unit::Group { fan, join } => {
            let rows = match it.mode {
                Mode::Spread => &shapes.spread[fan.0],
                Mode::Hung | Mode::Beside => &shapes.hung[fan.0],
            };
            let Some(row) = rows.get(pick.at) else { return };
            let bottom = top + row.body;
            let meet = bottom + MEET * 0.5;
            let join_top = bottom + MEET + STUB;
            let inner = Under {
                node: it.node,
                fan,
                mode: it.mode,
                row,
                from: it.from,
                x,
                y,
                head: it.head,
                out: Some(Route {
                    y: meet,
                    then: vec![(x + INSET, meet), (x + INSET, join_top)],
                }),
                is_part: true,
            };
            list(shapes, &inner, placed, next);
            next.push(Next {
                node: join,
                whole: pick.join,
                x,
                y: join_top,
                out: out.cloned(),
            });
        }
    }
}
