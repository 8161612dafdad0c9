//! Work on many things at once, whose results are taken one after another in their order.
//!
//! Invariant: what is taken is the same, in the same order, however many threads there are; and no more than
//! [`AHEAD`] results wait to be taken, so that memory does not grow with the number of things.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use super::Stop;

/// How many things are worked on, or wait to be taken, at most.
const AHEAD: usize = 64;
/// The stack of each thread, in bytes: as much as a program's first thread has.
const STACK: usize = 8 << 20;
/// How often it is told that nothing has come.
const PATIENCE: Duration = Duration::from_millis(100);

/// What is taken.
pub(super) enum Came<R> {
    /// The next result; none where the work on this thing failed within.
    Next(Option<R>),
    /// Nothing yet. It is told so every now and then.
    Nothing,
}

struct State<R> {
    /// The first thing that nobody works on yet.
    next: usize,
    /// How many results were taken.
    taken: usize,
    done: BTreeMap<usize, Option<R>>,
    is_over: bool,
}

struct Shared<R> {
    state: Mutex<State<R>>,
    /// A result was taken, or nothing more is wanted.
    room: Condvar,
    /// A result has come.
    came: Condvar,
}

impl<R> Shared<R> {
    fn state(&self) -> MutexGuard<'_, State<R>> {
        // Nobody panics while holding it.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Ends the work, however the taking ended.
struct Over<'a, R>(&'a Shared<R>);

impl<R> Drop for Over<'_, R> {
    fn drop(&mut self) {
        self.0.state().is_over = true;
        self.0.room.notify_all();
    }
}

/// Does `work` on each thing, on so many threads, and gives the results to `take` in the order of the things.
/// Work that panics loses its own result and no other. Where `take` stops, all stops.
pub(super) fn in_order<T: Sync, R: Send>(
    things: &[T],
    threads: usize,
    work: impl Fn(&T) -> R + Sync,
    mut take: impl FnMut(Came<R>) -> Result<(), Stop>,
) -> Result<(), Stop> {
    let shared = Shared {
        state: Mutex::new(State {
            next: 0,
            taken: 0,
            done: BTreeMap::new(),
            is_over: false,
        }),
        room: Condvar::new(),
        came: Condvar::new(),
    };
    thread::scope(|scope| {
        let over = Over(&shared);
        for started in 0..threads.clamp(1, things.len().max(1)) {
            let thread = thread::Builder::new().stack_size(STACK);
            let spawned = thread.spawn_scoped(scope, || worker(things, &shared, &work));
            // One is enough to go on with.
            if spawned.is_err() && started == 0 {
                return Err(Stop::Because("No thread could be started.".to_string()));
            }
        }
        for at in 0..things.len() {
            let mut state = shared.state();
            let result = loop {
                if let Some(result) = state.done.remove(&at) {
                    break result;
                }
                let waited = shared.came.wait_timeout(state, PATIENCE);
                let (again, waited) = waited.unwrap_or_else(PoisonError::into_inner);
                state = again;
                if waited.timed_out() {
                    drop(state);
                    take(Came::Nothing)?;
                    state = shared.state();
                }
            };
            state.taken += 1;
            drop(state);
            shared.room.notify_all();
            take(Came::Next(result))?;
        }
        drop(over);
        Ok(())
    })
}

fn worker<T, R>(things: &[T], shared: &Shared<R>, work: &impl Fn(&T) -> R) {
    loop {
        let mut state = shared.state();
        while !state.is_over && state.next < things.len() && state.next >= state.taken + AHEAD {
            state = shared
                .room
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
        let at = state.next;
        let Some(thing) = things.get(at).filter(|_| !state.is_over) else {
            return;
        };
        state.next += 1;
        drop(state);
        let result = catch_unwind(AssertUnwindSafe(|| work(thing))).ok();
        shared.state().done.insert(at, result);
        shared.came.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    /// The results of twice each of a thousand numbers, where work is uneven and `bad` ones panic.
    fn twice(threads: usize, bad: &[u32]) -> Vec<Option<u32>> {
        let things: Vec<u32> = (0..1000).collect();
        let mut taken = Vec::new();
        let work = |thing: &u32| {
            assert!(!bad.contains(thing), "a panic that the test asks for");
            let idle = if thing.is_multiple_of(97) { 2000 } else { 1 };
            thread::sleep(Duration::from_micros(idle));
            thing * 2
        };
        let done = in_order(&things, threads, work, |came| {
            if let Came::Next(result) = came {
                taken.push(result);
            }
            Ok(())
        });
        assert!(done.is_ok());
        taken
    }

    #[test]
    fn results_come_in_order_whatever_the_number_of_threads() {
        let alone = twice(1, &[]);
        assert_eq!(alone.len(), 1000);
        assert!((0..).zip(&alone).all(|(at, it)| *it == Some(at * 2)));
        assert_eq!(alone, twice(7, &[]));
    }

    #[test]
    fn a_panic_loses_its_own_result_and_no_other() {
        let taken = twice(4, &[0, 500, 999]);
        let lost: Vec<usize> = (0..1000).filter(|at| taken[*at].is_none()).collect();
        assert_eq!((lost, taken.len()), (vec![0, 500, 999], 1000));
    }

    #[test]
    fn nobody_runs_far_ahead_and_all_ends_when_it_is_stopped() {
        let things: Vec<usize> = (0..1000).collect();
        let (begun, mut taken) = (AtomicUsize::new(0), 0);
        let work = |_: &usize| begun.fetch_add(1, Ordering::SeqCst);
        let ended = in_order(&things, 3, work, |came| {
            if matches!(came, Came::Nothing) {
                return Ok(());
            }
            taken += 1;
            thread::sleep(Duration::from_millis(1));
            let ahead = begun.load(Ordering::SeqCst) - taken;
            assert!(ahead <= AHEAD, "{ahead}");
            if taken == 100 {
                Err(Stop::Unheard)
            } else {
                Ok(())
            }
        });
        assert!(matches!(ended, Err(Stop::Unheard)));
        assert!(begun.load(Ordering::SeqCst) <= 100 + AHEAD);
        let nothing: [usize; 0] = [];
        assert!(in_order(&nothing, 3, |it| *it, |_| Ok(())).is_ok());
    }
}
