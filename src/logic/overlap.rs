//! Which ways of one place get in each other's way: pairs that both apply to a family, and the lines that catch
//! everybody before another has its turn.

use super::formula::Need;
use super::solver::{Lit, Settled};
use super::{Formula, Logic};
use crate::ir::BlockId;

/// The most earlier lines of which every pair is tried.
const FEW: usize = 24;

impl Logic<'_> {
    /// Every pair of ways of a place that lead to different places and both apply to some family, in the author's
    /// order. (Pairs that could not be settled are left out.)
    pub(crate) fn overlaps(&self, block: BlockId) -> Vec<(usize, usize)> {
        let Some(mut formula) = self.formula_of_ways(block) else {
            return Vec::new();
        };
        let choice = formula.choice(block);
        let comes = formula.comes(block);
        let ways = &self.ground.pathway[block].ways;
        let mut open: Vec<usize> = (0..ways.len()).collect();
        let mut involved = Vec::new();
        while let Some(way) = open.pop() {
            let assumed = [comes, choice.conflict, choice.applies[way].yes];
            let settled = formula.can(&assumed);
            if settled == Settled::TooHard {
                self.note_unsettled(block);
            }
            if settled == Settled::Can {
                involved.push(way);
                open.retain(|other| {
                    let too = formula.gates.holds(choice.applies[*other].yes);
                    if too {
                        involved.push(*other);
                    }
                    !too
                });
            }
        }
        involved.sort_unstable();
        let mut pairs: Vec<((usize, usize), Lit)> = Vec::new();
        for (at, first) in involved.iter().enumerate() {
            for second in &involved[at + 1..] {
                let (a, b) = (&ways[*first], &ways[*second]);
                if a.target.is_some() && b.target.is_some() && a.target != b.target {
                    let lits = [
                        comes,
                        choice.applies[*first].yes,
                        choice.applies[*second].yes,
                    ];
                    let both = formula.gates.all(lits);
                    pairs.push(((*first, *second), both));
                }
            }
        }
        let mut found = Vec::new();
        while let Some((_, both)) = pairs.last().copied() {
            let settled = formula.can(&[both]);
            if settled == Settled::TooHard {
                self.note_unsettled(block);
            }
            if settled == Settled::Can {
                pairs.retain(|(pair, both)| {
                    let too = formula.gates.holds(*both);
                    if too {
                        found.push(*pair);
                    }
                    !too
                });
            } else {
                pairs.pop();
            }
        }
        found.sort_unstable();
        found
    }

    /// The fewest earlier lines of a place that catch everybody for whom a way may be, where the first that applies is
    /// taken; none where the way is for nobody anyway, or where it has its turn.
    pub(crate) fn caught_by(&self, block: BlockId, way: usize) -> Option<Vec<usize>> {
        let mut formula = self.formula_of_ways(block)?;
        let choice = formula.choice(block);
        let comes = formula.comes(block);
        let it = choice.applies.get(way)?;
        let may = formula.gates.and(comes, !it.no);
        if formula.can(&[may]) != Settled::Can {
            return None;
        }
        let catches = |formula: &mut Formula<'_>, lines: &[usize]| {
            let mut assumed = vec![may];
            assumed.extend(lines.iter().map(|line| !choice.applies[*line].yes));
            formula.can(&assumed) == Settled::Cannot
        };
        let all: Vec<usize> = (0..way).collect();
        if !catches(&mut formula, &all) {
            return None;
        }
        if let Some(one) = all.iter().find(|line| catches(&mut formula, &[**line])) {
            return Some(vec![*one]);
        }
        if all.len() <= FEW {
            for (at, a) in all.iter().enumerate() {
                for b in &all[at + 1..] {
                    if catches(&mut formula, &[*a, *b]) {
                        return Some(vec![*a, *b]);
                    }
                }
            }
        }
        // One after another is left out, as long as the rest still catches everybody.
        let mut needed = all.clone();
        for line in &all {
            let without: Vec<usize> = needed.iter().copied().filter(|it| it != line).collect();
            if catches(&mut formula, &without) {
                needed = without;
            }
        }
        Some(needed)
    }

    fn formula_of_ways(&self, block: BlockId) -> Option<Formula<'_>> {
        let reads = self.ground.plan.ways_read[block.0]
            .iter()
            .copied()
            .collect();
        self.formula(&[Need { block, reads }])
    }
}
