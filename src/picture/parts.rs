//! Steps that are taller than a sheet, in parts that are not.

use crate::letters::Letters;

use super::block;
use super::nodes::{AROUND, Arrow, Node, NodeId};
use super::sheets::Rooms;
use super::theme::{BUS, GAP, INSET, LEAD, PAD, SIZE, UNDER, WIDTHS};
use super::words::{Frame, Paragraph};

/// The height of a mark, with room for what may be written in it, in points.
const MARK: f64 = 5.0 * LEAD;
/// The room that is left for where one comes from, and for the mark from which everything starts, in points.
const SPARE: f64 = 6.0 * LEAD;
/// How wide what is written at an arrow is taken to be, in points.
const LABEL: f64 = 150.0;

/// The places, each of a step that fits in the room of a sheet.
pub(super) fn parts(nodes: Vec<Node>, letters: &Letters, rooms: Rooms) -> Vec<Node> {
    let width = WIDTHS[WIDTHS.len() - 1] - 2.0 * PAD;
    let room = |step: usize| (rooms.of(step).1 - AROUND - SPARE).max(8.0 * LEAD);
    let fits = |node: &Node| {
        let highs = node.ways.iter().map(|way| way_high(letters, way));
        // Side by side, or one below the other.
        let wide = node.ways.len() as f64 * (LABEL + INSET + GAP);
        let ways = if wide <= rooms.of(node.step).0 {
            highs.fold(0.0, f64::max) + BUS
        } else {
            highs.sum()
        };
        node.least_high() + ways <= room(node.step)
    };
    if nodes.iter().all(fits) {
        return nodes;
    }
    let cut: Vec<Vec<Node>> = nodes
        .into_iter()
        .map(|node| match fits(&node) {
            true => vec![node],
            false => {
                let room = room(node.step);
                cut(node, letters, width, room)
            }
        })
        .collect();
    // Where each place begins, now that there are more.
    let mut begins = Vec::new();
    let mut count = 0;
    for parts in &cut {
        begins.push(count);
        count += parts.len();
    }
    let mut all: Vec<Node> = Vec::new();
    for parts in cut {
        let last = parts.len() - 1;
        for (number, mut node) in parts.into_iter().enumerate() {
            for way in &mut node.ways {
                way.to = way.to.and_then(|to| begins.get(to.0)).map(|to| NodeId(*to));
            }
            if number < last {
                node.ways.push(Arrow::on(letters, NodeId(all.len() + 1)));
            }
            all.push(node);
        }
    }
    all
}

fn way_high(letters: &Letters, way: &Arrow) -> f64 {
    UNDER + way.high(letters, LABEL) + 4.0 + MARK
}

/// A step in parts: first what is written in it, then its ways.
fn cut(node: Node, letters: &Letters, width: f64, room: f64) -> Vec<Node> {
    let mut parts: Vec<(Vec<Paragraph>, Vec<Arrow>)> = Vec::new();
    let (mut paragraphs, mut ways) = (Vec::new(), Vec::new());
    let mut high = 0.0;
    // Each part but the last needs room for a mark that says where it is continued.
    let room = room - UNDER - MARK;
    let pieces = node.paragraphs.iter();
    for it in pieces.flat_map(|it| pieces_of(letters, it, width, room)) {
        let more = block::high(letters, &it, width);
        if high + more > room && !paragraphs.is_empty() {
            parts.push((std::mem::take(&mut paragraphs), Vec::new()));
            high = 0.0;
        }
        high += more;
        paragraphs.push(it);
    }
    for way in node.ways {
        let more = way_high(letters, &way);
        if high + more > room && !(paragraphs.is_empty() && ways.is_empty()) {
            parts.push((std::mem::take(&mut paragraphs), std::mem::take(&mut ways)));
            high = 0.0;
        }
        high += more;
        ways.push(way);
    }
    parts.push((paragraphs, ways));
    let parts = parts.into_iter().enumerate();
    let part = |(part, (paragraphs, ways))| Node::new(letters, (node.step, part), paragraphs, ways);
    parts.map(part).collect()
}

/// A paragraph, or, where it is too tall itself, pieces of it.
pub(super) fn pieces_of(
    letters: &Letters,
    it: &Paragraph,
    width: f64,
    room: f64,
) -> Vec<Paragraph> {
    if block::high(letters, it, width) <= room {
        return vec![it.clone()];
    }
    let narrow = match it.frame {
        Frame::None => 0.0,
        Frame::Urgent | Frame::Stuck | Frame::Aside => 2.0 * PAD,
    };
    let before = block::before(letters, it);
    let width = width - it.indent - narrow - before - 1.0;
    let lines = letters.wrap(&it.text, SIZE, it.weight, width);
    let most = ((room / LEAD) as usize).saturating_sub(3).max(1);
    (lines.chunks(most).enumerate())
        .map(|(number, lines)| Paragraph {
            before: match number {
                0 => it.before.clone(),
                _ => String::new(),
            },
            text: lines.join(" "),
            ..it.clone()
        })
        .collect()
}
