//! `and`, `or`, `if`, and counting, as variables of the solver. The same combination is made once.
//!
//! Counting makes no list of subsets: whether a weighted sum reaches a bound is a diagram with one row for each
//! thing counted and one node for each rest that still matters (as in Eén and Sörensson, "Translating
//! Pseudo-Boolean Constraints into SAT", 2006, the diagram of section 5.1).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::solver::{Lit, Settled, Solver};

/// The most nodes that one count may take.
const MOST_NODES: usize = 200_000;

/// What is written down of one sum.
struct Sum {
    /// For each row the most that it and those after it can give.
    left: Vec<i128>,
    /// For each row, for what is still missing there, whether it is reached.
    rests: Vec<BTreeMap<i128, Lit>>,
    nodes: usize,
}

impl Sum {
    fn of(rows: &[(i128, Lit)]) -> Sum {
        let mut left = vec![0; rows.len() + 1];
        for (at, (points, _)) in rows.iter().enumerate().rev() {
            left[at] = left[at + 1] + points;
        }
        Sum {
            left,
            rests: vec![BTreeMap::new(); rows.len() + 1],
            nodes: 0,
        }
    }

    /// What is missing at a row, if that is neither settled nor written down.
    fn missing(&self, at: usize, rest: i128) -> Option<i128> {
        let open = rest > 0 && rest <= self.left[at] && !self.rests[at].contains_key(&rest);
        open.then_some(rest)
    }

    /// Whether what is missing at a row is reached.
    fn lit(&self, at: usize, rest: i128) -> Lit {
        if rest <= 0 {
            Lit::TRUE
        } else if rest > self.left[at] {
            Lit::FALSE
        } else {
            self.rests[at].get(&rest).copied().unwrap_or(Lit::FALSE)
        }
    }
}

/// What a variable was made of.
#[derive(Clone, Debug)]
pub(super) enum Made {
    /// Every one of these.
    All(Vec<Lit>),
    /// The second where the first is so, the third where it is not.
    If(Lit, Lit, Lit),
}

/// A solver, and the combinations made in it so far.
pub(super) struct Gates {
    solver: Solver,
    /// What each combination was made of, where that is asked for.
    made_of: Option<HashMap<Lit, Made>>,
    alls: HashMap<Vec<Lit>, Lit>,
    ifs: HashMap<(Lit, Lit, Lit), Lit>,
    sums: HashMap<Vec<(i128, Lit)>, Sum>,
    /// Whether some count was too large to be written down.
    overflowed: bool,
    /// Whether combinations are left to follow from what they are made of.
    follows: bool,
}

impl Gates {
    pub(super) fn new() -> Gates {
        Gates {
            solver: Solver::new(),
            made_of: None,
            alls: HashMap::new(),
            ifs: HashMap::new(),
            sums: HashMap::new(),
            overflowed: false,
            follows: false,
        }
    }

    pub(super) fn fresh(&mut self) -> Lit {
        self.solver.fresh()
    }

    /// From here on it is kept what each combination is made of.
    pub(super) fn keep_what_is_made(&mut self) {
        self.made_of.get_or_insert_default();
    }

    /// What a combination was made of; none for a variable that stands for itself.
    pub(super) fn made_of(&self, lit: Lit) -> Option<Made> {
        self.made_of.as_ref()?.get(&lit).cloned()
    }

    /// How many combinations are written down.
    pub(super) fn size(&self) -> usize {
        self.alls.len() + self.ifs.len()
    }

    /// From here on a combination follows from what it is made of, and is not tried by itself. In a long pathway
    /// an example is then found at once; in a large table, trying them is what makes a proof short.
    pub(super) fn let_follow(&mut self, follows: bool) {
        self.follows = follows;
    }

    fn made(&mut self) -> Lit {
        if self.follows {
            self.solver.settled_by_others()
        } else {
            self.solver.fresh()
        }
    }

    /// Something could not be written down: nothing is proved from here on.
    pub(super) fn give_up(&mut self) {
        self.overflowed = true;
    }

    /// Whether something could not be written down.
    pub(super) fn gave_up(&self) -> bool {
        self.overflowed
    }

    /// At least one of these must be so.
    pub(super) fn must(&mut self, lits: &[Lit]) {
        self.solver.clause(lits);
    }

    /// Two things are the same from now on.
    pub(super) fn same(&mut self, a: Lit, b: Lit) {
        self.solver.clause(&[!a, b]);
        self.solver.clause(&[a, !b]);
    }

    pub(super) fn solve(&mut self, assumed: &[Lit], work: u64) -> Settled {
        match self.solver.solve(assumed, work) {
            Settled::Can | Settled::Cannot if self.overflowed => Settled::TooHard,
            settled @ (Settled::Can | Settled::Cannot | Settled::TooHard) => settled,
        }
    }

    pub(super) fn holds(&self, lit: Lit) -> bool {
        self.solver.holds(lit)
    }

    /// Every one of these.
    pub(super) fn all(&mut self, lits: impl IntoIterator<Item = Lit>) -> Lit {
        let mut lits: Vec<Lit> = lits.into_iter().filter(|lit| *lit != Lit::TRUE).collect();
        lits.sort_unstable();
        lits.dedup();
        if lits.first() == Some(&Lit::FALSE)
            || lits
                .windows(2)
                .any(|pair| matches!(pair, [a, b] if *a == !*b))
        {
            return Lit::FALSE;
        }
        match lits.as_slice() {
            [] => return Lit::TRUE,
            [only] => return *only,
            _ => {}
        }
        if let Some(known) = self.alls.get(&lits) {
            return *known;
        }
        let all = self.made();
        for lit in &lits {
            self.solver.clause(&[!all, *lit]);
        }
        let mut clause: Vec<Lit> = lits.iter().map(|lit| !*lit).collect();
        clause.push(all);
        self.solver.clause(&clause);
        if let Some(kept) = &mut self.made_of {
            kept.insert(all, Made::All(lits.clone()));
        }
        self.alls.insert(lits, all);
        all
    }

    /// At least one of these.
    pub(super) fn any(&mut self, lits: impl IntoIterator<Item = Lit>) -> Lit {
        !self.all(lits.into_iter().map(|lit| !lit))
    }

    pub(super) fn and(&mut self, a: Lit, b: Lit) -> Lit {
        self.all([a, b])
    }

    pub(super) fn or(&mut self, a: Lit, b: Lit) -> Lit {
        self.any([a, b])
    }

    /// One thing where a condition is so, another where it is not.
    pub(super) fn choose(&mut self, condition: Lit, then: Lit, other: Lit) -> Lit {
        if condition.is_negated() {
            return self.choose(!condition, other, then);
        }
        if condition == Lit::TRUE || then == other {
            return then;
        }
        match (then, other) {
            (Lit::TRUE, _) => return self.or(condition, other),
            (Lit::FALSE, _) => return self.and(!condition, other),
            (_, Lit::TRUE) => return self.or(!condition, then),
            (_, Lit::FALSE) => return self.and(condition, then),
            _ => {}
        }
        if let Some(known) = self.ifs.get(&(condition, then, other)) {
            return *known;
        }
        let chosen = self.made();
        self.solver.clause(&[!condition, !then, chosen]);
        self.solver.clause(&[!condition, then, !chosen]);
        self.solver.clause(&[condition, !other, chosen]);
        self.solver.clause(&[condition, other, !chosen]);
        // These follow, and let the solver see sooner what a count comes to.
        self.solver.clause(&[!then, !other, chosen]);
        self.solver.clause(&[then, other, !chosen]);
        if let Some(kept) = &mut self.made_of {
            kept.insert(chosen, Made::If(condition, then, other));
        }
        self.ifs.insert((condition, then, other), chosen);
        chosen
    }

    /// So many of these.
    pub(super) fn at_least(&mut self, bound: i64, lits: &[Lit]) -> Lit {
        let terms: Vec<(i64, Lit)> = lits.iter().map(|lit| (1, *lit)).collect();
        self.sum_at_least(&terms, bound)
    }

    /// The points of those that are so come to at least the bound.
    pub(super) fn sum_at_least(&mut self, terms: &[(i64, Lit)], bound: i64) -> Lit {
        let mut bound = i128::from(bound);
        let mut rows: Vec<(i128, Lit)> = Vec::new();
        for (points, lit) in terms {
            // Points taken away where something is so are points given where it is not.
            let points = i128::from(*points);
            if points < 0 {
                bound -= points;
            }
            match (points, *lit) {
                (0, _) => {}
                (points, Lit::TRUE) if points > 0 => bound -= points,
                (points, Lit::FALSE) if points < 0 => bound += points,
                (_, Lit::TRUE | Lit::FALSE) => {}
                (points, lit) if points < 0 => rows.push((-points, !lit)),
                (points, lit) => rows.push((points, lit)),
            }
        }
        // What is counted twice is one row.
        rows.sort_unstable_by_key(|(_, lit)| *lit);
        let mut merged: Vec<(i128, Lit)> = Vec::new();
        for (points, lit) in rows {
            match merged.last_mut() {
                Some((sum, last)) if *last == lit => *sum += points,
                Some(_) | None => merged.push((points, lit)),
            }
        }
        let mut rows = merged;
        rows.sort_unstable_by(|a, b| (b.0, a.1).cmp(&(a.0, b.1)));
        self.reaches(rows, bound)
    }

    /// Whether rows with points above nothing, the greatest first, reach a bound.
    fn reaches(&mut self, rows: Vec<(i128, Lit)>, bound: i128) -> Lit {
        if bound <= 0 {
            return Lit::TRUE;
        }
        let mut sum = self.sums.remove(&rows).unwrap_or_else(|| Sum::of(&rows));
        let reached = self.node(&rows, &mut sum, bound);
        self.sums.insert(rows, sum);
        reached
    }

    /// What it takes to reach a bound, written down as far as it is not yet.
    fn node(&mut self, rows: &[(i128, Lit)], sum: &mut Sum, bound: i128) -> Lit {
        let mut wanted: Vec<BTreeSet<i128>> = vec![BTreeSet::new(); rows.len() + 1];
        wanted[0].extend(sum.missing(0, bound));
        for (at, (points, _)) in rows.iter().enumerate() {
            let mut next = BTreeSet::new();
            for rest in &wanted[at] {
                next.extend(sum.missing(at + 1, rest - points));
                next.extend(sum.missing(at + 1, *rest));
            }
            sum.nodes += next.len();
            if sum.nodes > MOST_NODES {
                self.overflowed = true;
                return Lit::FALSE;
            }
            wanted[at + 1] = next;
        }
        for (at, (points, lit)) in rows.iter().enumerate().rev() {
            for rest in &wanted[at] {
                let (then, other) = (sum.lit(at + 1, rest - points), sum.lit(at + 1, *rest));
                let chosen = self.choose(*lit, then, other);
                // Whoever reaches more reaches less: said at once, so that nobody need find out.
                if let Some((_, less)) = sum.rests[at].range(..*rest).next_back() {
                    self.solver.clause(&[!chosen, *less]);
                }
                if let Some((_, more)) = sum.rests[at].range(rest + 1..).next() {
                    self.solver.clause(&[!*more, chosen]);
                }
                sum.rests[at].insert(*rest, chosen);
            }
        }
        sum.lit(0, bound)
    }

    /// Exactly one of these is so.
    pub(super) fn exactly_one(&mut self, lits: &[Lit]) {
        self.solver.clause(lits);
        if lits.len() <= 6 {
            for (at, a) in lits.iter().enumerate() {
                for b in lits.iter().skip(at + 1) {
                    self.solver.clause(&[!*a, !*b]);
                }
            }
            return;
        }
        // One after another: whether one of those so far was so.
        let mut earlier = Lit::FALSE;
        for lit in lits {
            self.solver.clause(&[!earlier, !*lit]);
            let now = self.made();
            self.solver.clause(&[!*lit, now]);
            self.solver.clause(&[!earlier, now]);
            self.solver.clause(&[earlier, *lit, !now]);
            earlier = now;
        }
    }
}
