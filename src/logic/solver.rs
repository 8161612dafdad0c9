//! Yes-or-no variables, clauses over them, and whether all of them can be true at once. The only file that
//! knows the SAT solver.
//!
//! The solver is batsat, a MiniSat in plain Rust: it builds for WebAssembly, takes assumptions and says which of
//! them contradict. It is asked for nothing that depends on chance or on time: the work allowed for a
//! question is counted in conflicts, so the same question has the same answer everywhere.

use std::cell::Cell;
use std::ops::Not;

use batsat::{Callbacks, ClauseKind, SolverInterface, SolverOpts, lbool};

/// A variable, or its opposite.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Lit(u32);

impl Lit {
    /// What is always so.
    pub(crate) const TRUE: Lit = Lit(0);
    /// What is never so.
    pub(crate) const FALSE: Lit = Lit(1);

    /// Always or never.
    pub(crate) fn of(holds: bool) -> Lit {
        if holds { Lit::TRUE } else { Lit::FALSE }
    }

    /// Whether it is the opposite of a variable.
    pub(super) fn is_negated(self) -> bool {
        self.0 & 1 == 1
    }
}

impl Not for Lit {
    type Output = Lit;
    fn not(self) -> Lit {
        Lit(self.0 ^ 1)
    }
}

/// Whether something can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Settled {
    /// It can: the solver has an example.
    Can,
    /// It cannot: that is proved.
    Cannot,
    /// The work allowed ran out before it was settled.
    TooHard,
}

/// Counts the clauses learnt, and stops when there are too many.
#[derive(Default)]
struct Work {
    learnt: u64,
    most: Cell<u64>,
}

impl Callbacks for Work {
    fn on_new_clause(&mut self, _: &[batsat::Lit], kind: ClauseKind) {
        match kind {
            ClauseKind::Learnt => self.learnt += 1,
            ClauseKind::Axiom | ClauseKind::Theory => {}
        }
    }

    fn stop(&self) -> bool {
        self.learnt >= self.most.get()
    }
}

/// Clauses, and questions about them.
pub(super) struct Solver {
    inner: batsat::Solver<Work>,
    contradicts: bool,
}

impl Solver {
    pub(super) fn new() -> Solver {
        let mut solver = Solver {
            inner: batsat::Solver::new(SolverOpts::default(), Work::default()),
            contradicts: false,
        };
        let always = solver.fresh();
        solver.clause(&[always]);
        solver
    }

    /// A variable of which nothing is known yet.
    pub(super) fn fresh(&mut self) -> Lit {
        Lit(self.inner.new_var(lbool::UNDEF, true).idx() * 2)
    }

    /// A variable that others settle: the solver need not try what it may be.
    pub(super) fn settled_by_others(&mut self) -> Lit {
        Lit(self.inner.new_var(lbool::UNDEF, false).idx() * 2)
    }

    /// At least one of these is so.
    pub(super) fn clause(&mut self, lits: &[Lit]) {
        let mut clause: Vec<batsat::Lit> = lits.iter().map(|lit| inner(*lit)).collect();
        if !self.inner.add_clause_reuse(&mut clause) {
            self.contradicts = true;
        }
    }

    /// Whether all clauses and all of these can be so at once. `work` is how many conflicts are allowed.
    pub(super) fn solve(&mut self, assumed: &[Lit], work: u64) -> Settled {
        if self.contradicts {
            return Settled::Cannot;
        }
        let assumed: Vec<batsat::Lit> = assumed.iter().map(|lit| inner(*lit)).collect();
        let learnt = self.inner.cb().learnt;
        self.inner.cb().most.set(learnt.saturating_add(work));
        let answer = self.inner.solve_limited(&assumed);
        if answer == lbool::TRUE {
            Settled::Can
        } else if answer == lbool::FALSE {
            Settled::Cannot
        } else {
            Settled::TooHard
        }
    }

    /// Whether this is so in the example found last.
    pub(super) fn holds(&self, lit: Lit) -> bool {
        self.inner.value_lit(inner(lit)) == lbool::TRUE
    }
}

fn inner(lit: Lit) -> batsat::Lit {
    batsat::Lit::new(batsat::Var::unsafe_from_idx(lit.0 / 2), !lit.is_negated())
}
