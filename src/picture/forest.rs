//! All that stands on one sheet: what begins there, side by side or one below the other.

use super::nodes::NodeId;
use super::shapes::{Shapes, Whole};
use super::theme::{GAP, START, UNDER};

/// What begins on a sheet, in sizes that go together.
#[derive(Clone, Debug, Default)]
pub(super) struct Forest {
    pub(super) w: f64,
    pub(super) h: f64,
    /// What begins, the number of its size, and where it stands.
    pub(super) trees: Vec<(NodeId, usize, (f64, f64))>,
}

/// So many sizes are tried.
const TRIED: usize = 48;

/// The room above what begins: for the mark from which everything starts.
pub(super) fn above(shapes: &Shapes<'_>, root: NodeId) -> f64 {
    let node = &shapes.says.nodes[root.0];
    let number = shapes.says.document.steps[node.step].number;
    match shapes.says.document.start == Some(number) && node.part == 0 {
        true => START,
        false => 0.0,
    }
}

/// The sizes in which all that begins can stand together.
pub(super) fn forests(shapes: &Shapes<'_>) -> Vec<Forest> {
    let roots = &shapes.plan.roots;
    let wholes = |root: &NodeId| shapes.wholes[root.0].as_slice();
    let mut sizes: Vec<(f64, f64)> = Vec::new();
    for root in roots {
        let above = above(shapes, *root);
        sizes.extend(wholes(root).iter().map(|it| (it.w, it.h + above)));
    }
    let mut widths: Vec<f64> = sizes.iter().map(|(w, _)| *w).collect();
    let mut heights: Vec<f64> = sizes.iter().map(|(_, h)| *h).collect();
    widths.sort_by(f64::total_cmp);
    heights.sort_by(f64::total_cmp);
    let mut all = Vec::new();
    if roots.is_empty() {
        return vec![Forest::default()];
    }
    for wide in some_of(&widths) {
        if let Some(picks) = picks(roots, &wholes, |_, it| it.w <= wide + 0.1, true) {
            all.push(below(shapes, picks));
        }
    }
    if roots.len() > 1 {
        for high in some_of(&heights) {
            let fits = |root, it: &Whole| it.h + above(shapes, root) <= high + 0.1;
            if let Some(picks) = picks(roots, &wholes, fits, false) {
                all.push(beside(shapes, picks));
            }
        }
    }
    all
}

fn some_of(lengths: &[f64]) -> Vec<f64> {
    let last = lengths.len().saturating_sub(1);
    let count = lengths.len().min(TRIED);
    (0..count)
        .map(|n| lengths[if count > 1 { n * last / (count - 1) } else { 0 }])
        .collect()
}

/// Of each, the first or the last size that fits; nothing where one has none.
fn picks<'s>(
    roots: &[NodeId],
    wholes: &impl Fn(&NodeId) -> &'s [Whole],
    fits: impl Fn(NodeId, &Whole) -> bool,
    last: bool,
) -> Option<Vec<(NodeId, usize)>> {
    let pick = |root: &NodeId| {
        let mut fitting = (0..).zip(wholes(root)).filter(|(_, it)| fits(*root, it));
        let found = if last { fitting.last() } else { fitting.next() };
        found.map(|(number, _)| (*root, number))
    };
    roots.iter().map(pick).collect()
}

fn below(shapes: &Shapes<'_>, picks: Vec<(NodeId, usize)>) -> Forest {
    let (mut w, mut y) = (0.0f64, 0.0);
    let mut trees = Vec::new();
    for (root, number) in picks {
        let it = &shapes.wholes[root.0][number];
        y += above(shapes, root);
        trees.push((root, number, (0.0, y)));
        y += it.h + 2.0 * UNDER;
        w = w.max(it.w);
    }
    let h = (y - 2.0 * UNDER).max(0.0);
    Forest { w, h, trees }
}

fn beside(shapes: &Shapes<'_>, picks: Vec<(NodeId, usize)>) -> Forest {
    let top = picks
        .iter()
        .map(|(root, _)| above(shapes, *root))
        .fold(0.0, f64::max);
    let (mut x, mut h) = (0.0, 0.0f64);
    let mut trees = Vec::new();
    for (root, number) in picks {
        let it = &shapes.wholes[root.0][number];
        trees.push((root, number, (x, top)));
        x += it.w + 2.0 * GAP;
        h = h.max(it.h);
    }
    Forest {
        w: x - 2.0 * GAP,
        h: h + top,
        trees,
    }
}
