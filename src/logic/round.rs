//! A circle of the drawing, as variables of the solver.
//!
//! Each place of the circle has a height. A way within the circle either leads to a higher place, or it closes a
//! circle: the family has been there before. Ways that lead up cannot go round, so every place that
//! families come to has a reason outside the circle (heights as in Janhunen, "Representing normal programs
//! with clauses", 2004). Where a family may be on several ways at once, a way that closes a circle must also
//! come from the place it leads to.

use std::collections::{BTreeMap, HashMap};

use super::formula::Formula;
use super::solver::Lit;
use crate::ir::{BlockId, QuestionId};

/// What is written down of one circle.
#[derive(Debug, Default)]
pub(super) struct Round {
    /// For each way that stays in the circle: whether it closes a circle, and where it leads.
    closes: Vec<Lit>,
    /// Questions whose being known here is used before it is written down.
    promised: Vec<(QuestionId, BlockId)>,
    /// Whether all is written down.
    done: bool,
}

/// The most places of a circle in which a family may be on several ways at once.
const MOST_ABREAST: usize = 48;

impl Formula<'_> {
    /// Writes down all places of a circle.
    pub(super) fn write_down_circle(&mut self, circle: &[BlockId]) {
        let Some(part) = circle.first().map(|it| self.plan().part(*it)) else {
            return;
        };
        self.rounds.insert(part, Round::default());
        for block in circle {
            let active = if *block == self.root() {
                Lit::TRUE
            } else {
                self.gates.fresh()
            };
            self.put_active(*block, active);
        }
        let heights = self.heights(circle);
        let mut up: BTreeMap<BlockId, Vec<(BlockId, Lit)>> = BTreeMap::new();
        let mut closing: Vec<(BlockId, BlockId, Lit)> = Vec::new();
        for block in circle {
            let before = self.plan().before[block.0].clone();
            for (from, way) in before.iter().filter(|(from, _)| circle.contains(from)) {
                let takes = self.takes(*from, *way);
                let rises = match (heights.get(from), heights.get(block)) {
                    (Some(from), Some(to)) if *block != self.root() => self.lower(from, to),
                    _ => Lit::FALSE,
                };
                let climbs = self.gates.and(takes, rises);
                self.put_arrival(*from, *way, climbs);
                up.entry(*block).or_default().push((*from, climbs));
                let closes = self.gates.and(takes, !rises);
                let comes = self.comes(*block);
                self.gates.must(&[!closes, comes]);
                closing.push((*from, *block, closes));
            }
        }
        let root = self.root();
        for block in circle.iter().filter(|block| **block != root) {
            let mut came = self.came_from_outside(*block, circle);
            came.extend(up.get(block).into_iter().flatten().map(|(_, lit)| *lit));
            let any = self.gates.any(came);
            let comes = self.comes(*block);
            self.gates.same(comes, any);
        }
        if circle.iter().any(|it| self.plan().may_be_abreast(*it, *it)) {
            self.close_only_what_was_passed(circle, &up, &closing);
        }
        if let Some(round) = self.rounds.get_mut(&part) {
            round.closes = closing.into_iter().map(|(_, _, lit)| lit).collect();
            round.done = true;
        }
        self.keep_promises(part);
    }

    /// Whether a family goes round in the circle that a place is in.
    pub(super) fn goes_round(&mut self, block: BlockId) -> Lit {
        let part = self.plan().part(block);
        let closes = self.rounds.get(&part).map(|round| round.closes.clone());
        self.gates.any(closes.unwrap_or_default())
    }

    /// A number for each place, the highest digit first.
    fn heights(&mut self, circle: &[BlockId]) -> HashMap<BlockId, Vec<Lit>> {
        let digits = usize::BITS - circle.len().saturating_sub(1).leading_zeros();
        let mut heights = HashMap::new();
        for block in circle {
            let height: Vec<Lit> = (0..digits).map(|_| self.gates.fresh()).collect();
            heights.insert(*block, height);
        }
        heights
    }

    /// Whether the first number is less than the second.
    fn lower(&mut self, a: &[Lit], b: &[Lit]) -> Lit {
        let mut lower = Lit::FALSE;
        for (a, b) in a.iter().zip(b).rev() {
            let less = self.gates.and(!*a, *b);
            let more = self.gates.and(*a, !*b);
            let rest = self.gates.and(lower, !more);
            lower = self.gates.or(less, rest);
        }
        lower
    }

    /// A way closes a circle only where the family has come from the place to which it leads.
    fn close_only_what_was_passed(
        &mut self,
        circle: &[BlockId],
        up: &BTreeMap<BlockId, Vec<(BlockId, Lit)>>,
        closing: &[(BlockId, BlockId, Lit)],
    ) {
        if circle.len() > MOST_ABREAST {
            self.gates.give_up();
            return;
        }
        for first in circle {
            let closes: Vec<&(BlockId, BlockId, Lit)> =
                closing.iter().filter(|(_, to, _)| to == first).collect();
            if closes.is_empty() {
                continue;
            }
            let mut passed: HashMap<BlockId, Lit> = HashMap::new();
            for block in circle {
                let lit = if block == first {
                    Lit::TRUE
                } else {
                    self.gates.fresh()
                };
                passed.insert(*block, lit);
            }
            for block in circle.iter().filter(|block| *block != first) {
                let mut by = Vec::new();
                for (from, climbs) in up.get(block).into_iter().flatten() {
                    let had = passed.get(from).copied().unwrap_or(Lit::FALSE);
                    by.push(self.gates.and(*climbs, had));
                }
                let any = self.gates.any(by);
                let lit = passed.get(block).copied().unwrap_or(Lit::FALSE);
                self.gates.same(lit, any);
            }
            for (from, _, closes) in closes {
                let had = passed.get(from).copied().unwrap_or(Lit::FALSE);
                self.gates.must(&[!*closes, had]);
            }
        }
    }

    /// Makes variables for whether a question is known at the places of a circle. What they stand for is written
    /// down when the whole circle is.
    pub(super) fn is_known_in_circle(
        &mut self,
        question: QuestionId,
        asked: BlockId,
        circle: &[BlockId],
    ) {
        let Some(part) = circle.first().map(|it| self.plan().part(*it)) else {
            return;
        };
        for block in circle {
            let lit = if *block == asked {
                Lit::TRUE
            } else {
                self.gates.fresh()
            };
            self.put_known(question, *block, lit);
        }
        let Some(round) = self.rounds.get_mut(&part) else {
            return;
        };
        round.promised.push((question, asked));
        if round.done {
            self.keep_promises(part);
        }
    }

    fn keep_promises(&mut self, part: usize) {
        while let Some((question, asked)) =
            self.rounds.get_mut(&part).and_then(|it| it.promised.pop())
        {
            let sources = BTreeMap::from([(asked, Lit::TRUE)]);
            let Some(circle) = self
                .plan()
                .circles()
                .find(|circle| circle.first().map(|first| self.plan().part(*first)) == Some(part))
            else {
                return;
            };
            let brought = self.brings(&sources, circle);
            for block in circle.iter().filter(|block| **block != asked) {
                let known = self.known_there(question, *block);
                let brought = brought.get(block).copied().unwrap_or(Lit::FALSE);
                self.gates.same(known, brought);
            }
        }
    }
}
