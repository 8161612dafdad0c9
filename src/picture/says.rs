//! What is written in marks, and in boxes of where one comes from who follows a mark.

use crate::emit::document::{Document, Kind};
use crate::letters::{Letters, Weight};

use super::block;
use super::nodes::{self, Node, NodeId};
use super::plan::{Plan, Unit};
use super::theme::{MARK_WIDTHS, SIZE};
use super::words::Paragraph;

/// Between the border of a mark and its text, in points.
pub(super) const MARK_PAD: f64 = 6.0;
/// So many steps are said from which one comes to a step.
const FROM: usize = 12;

/// On which sheet places stand.
#[derive(Clone, Copy, Debug)]
pub(super) enum On<'a> {
    /// All on one.
    One,
    /// Not known yet: room is left for the largest number.
    Any,
    /// Of each place, its sheet; and the sheet that is being drawn.
    Known(&'a [usize], usize),
}

/// What stands beside the number of a step on the one way that stands out.
pub(super) const LIT: &str = "On the way";

/// The word for a step, or for a further part of one.
pub(super) fn kind(kind: Kind, part: usize) -> String {
    match part {
        0 => kind.word().to_string(),
        _ => format!("{} (continued)", kind.word()),
    }
}

/// What there is to say.
pub(super) struct Says<'a> {
    pub(super) document: &'a Document,
    pub(super) letters: &'a Letters,
    pub(super) nodes: &'a [Node],
    pub(super) on: On<'a>,
}

impl Says<'_> {
    /// The sheet on which a place stands, in words; nothing where it is this one.
    fn sheet(&self, node: NodeId) -> Option<String> {
        match self.on {
            On::One => None,
            On::Any => Some("sheet 88".to_string()),
            On::Known(sheets, here) => sheets
                .get(node.0)
                .filter(|sheet| **sheet != here)
                .map(|sheet| format!("sheet {}", sheet + 1)),
        }
    }

    /// What is written in the mark at the end of a way.
    pub(super) fn mark(&self, node: NodeId, way: usize) -> Vec<Paragraph> {
        let node = &self.nodes[node.0];
        let step = &self.document.steps[node.step];
        let Some(arrow) = node.ways.get(way) else {
            return Vec::new();
        };
        let sheet = arrow.to.and_then(|to| self.sheet(to));
        let bold = |text: String| Paragraph {
            above: 0.0,
            ..Paragraph::bold(text)
        };
        let Some(way) = arrow.way.and_then(|way| step.ways.get(way)) else {
            let on = sheet.map_or_else(String::new, |sheet| format!(" on {sheet}"));
            return vec![bold(format!("{} is continued{on}", step.number))];
        };
        let go = match sheet {
            _ if !way.is_shown => format!("Go to {} (not shown here)", way.to),
            Some(sheet) => format!("Continued at {} ({sheet})", way.to),
            None => format!("Go to {}", way.to),
        };
        let title = Paragraph {
            above: 0.0,
            ..Paragraph::new(short(&way.title))
        };
        vec![bold(go), title]
    }

    /// The sizes of the mark at the end of a way, narrow ones first.
    pub(super) fn mark_sizes(&self, node: NodeId, way: usize) -> Vec<(f64, f64)> {
        let all = self.mark(node, way);
        let high =
            |w: f64| block::height(self.letters, &all, w - 2.0 * MARK_PAD) + 2.0 * MARK_PAD - 2.0;
        MARK_WIDTHS.iter().map(|w| (*w, high(*w))).collect()
    }

    /// Of each place that is drawn, from where one comes who follows a mark.
    pub(super) fn comes_from(&self, plan: &Plan) -> Vec<Option<Paragraph>> {
        let mut from: Vec<Vec<NodeId>> = vec![Vec::new(); self.nodes.len()];
        for (number, node) in self.nodes.iter().enumerate() {
            let is_drawn = match self.on {
                On::One => plan.is_in[number],
                On::Any | On::Known(..) => true,
            };
            for (way, arrow) in node.ways.iter().enumerate() {
                if let Some(to) = arrow.to.filter(|to| is_drawn && plan.is_in[to.0])
                    && !plan.is_line(NodeId(number), way)
                {
                    from[to.0].push(NodeId(number));
                }
            }
        }
        from.iter().map(|from| self.from(from)).collect()
    }

    /// From where one comes.
    fn from(&self, from: &[NodeId]) -> Option<Paragraph> {
        let mut said: Vec<String> = Vec::new();
        for node in from {
            let number = self.document.steps[self.nodes[node.0].step].number;
            let text = match self.sheet(*node) {
                Some(sheet) => format!("{number} ({sheet})"),
                None => number.to_string(),
            };
            if said.last() != Some(&text) {
                said.push(text);
            }
        }
        if said.len() > FROM {
            let more = said.len() - FROM;
            said.truncate(FROM);
            said.push(format!("and {more} more"));
        }
        (!said.is_empty()).then(|| Paragraph {
            above: 0.0,
            ..Paragraph::new(format!("From {}", said.join(", ")))
        })
    }

    /// Of each place that is drawn, the sizes of its box.
    pub(super) fn boxes(&self, plan: &Plan, from: &[Option<Paragraph>]) -> Vec<Vec<(f64, f64)>> {
        let all = from.iter().zip(&plan.is_in).zip(self.nodes);
        let sizes = all.map(|((from, is_in), node)| match is_in {
            true => nodes::sizes(self.letters, node, self.head(node), from.as_ref()),
            false => Vec::new(),
        });
        sizes.collect()
    }

    /// How wide a step's number and kind are, and what is said beside them.
    fn head(&self, node: &Node) -> f64 {
        let step = &self.document.steps[node.step];
        let tags = [step.lit.then_some(LIT), step.mark];
        let tags = tags.into_iter().flatten().map(|it| self.bold(it) + 12.0);
        let number = self.bold(&step.number.to_string()) + 5.0;
        let word = Weight::Regular;
        let kind = self.letters.width(&kind(step.kind, node.part), SIZE, word);
        number + kind + tags.sum::<f64>()
    }

    fn bold(&self, text: &str) -> f64 {
        self.letters.width(text, SIZE, Weight::Bold)
    }
}

impl Plan {
    /// Whether a way is a line to the box of the place where it leads.
    fn is_line(&self, node: NodeId, way: usize) -> bool {
        let mut fans = vec![self.fan_of[node.0]];
        while let Some(fan) = fans.pop() {
            for unit in &self.fans[fan.0].units {
                match unit {
                    Unit::Child { way: it, .. } | Unit::Pass { way: it } if *it == way => {
                        return true;
                    }
                    Unit::Mark { way: it } if *it == way => return false,
                    Unit::Group { fan, .. } => fans.push(*fan),
                    Unit::Child { .. } | Unit::Pass { .. } | Unit::Mark { .. } => {}
                }
            }
        }
        false
    }
}

/// The beginning of a title.
fn short(title: &str) -> String {
    let most = 42;
    if title.chars().count() <= most {
        return title.to_string();
    }
    let cut: String = title.chars().take(most).collect();
    let end = cut.rfind(' ').filter(|end| *end > 20).unwrap_or(cut.len());
    format!(
        "{}\u{2026}",
        cut[..end].trim_end_matches([',', ';', ':', ' '])
    )
}
