//! Keeps a store's one timer on its earliest deadline.
//!
//! A timer is armed without any lock, because a scheduler may be the user's. Two threads that open
//! windows could then arm it in the wrong order and leave it on the later deadline. Here one thread
//! at a time arms, and whoever finds it arming leaves it a request to look again.

use super::gate::Gate;
use crate::clock::Time;
use crate::sync::{AtomicU64, Ordering};

/// No timer is armed.
const OFF: u64 = u64::MAX;
/// The timer fired, or its scheduler panicked: what it is armed for is not known.
const UNKNOWN: u64 = u64::MAX - 1;
const LATEST: u64 = u64::MAX - 2;

/// Follows the earliest deadline with one timer.
///
/// Invariant: when no thread is in [`follow`](Alarm::follow) and no fired timer is on its way to it,
/// the timer is armed for what `wanted` said last, and is off if that was nothing.
#[derive(Debug)]
pub(crate) struct Alarm {
    /// Its owner is the one thread that arms and disarms.
    gate: Gate,
    /// What the timer is armed for, in nanoseconds, or `OFF`, or `UNKNOWN`. Written before the timer
    /// is told, so that a timer that fires at once is not forgotten by a mark that comes after it.
    armed: AtomicU64,
}

impl Alarm {
    pub(crate) fn new() -> Self {
        Self { gate: Gate::new(), armed: AtomicU64::new(OFF) }
    }

    /// Sets the timer to what is wanted now. To be called with no lock held, after every change of the
    /// earliest deadline and after every flush; does not arm again what is armed already.
    ///
    /// `wanted` reads the earliest deadline under the store's lock, `set` arms the timer for it or
    /// disarms it. Neither runs on two threads at once. If `set` panics, the next call tries again.
    pub(crate) fn follow(&self, wanted: impl Fn() -> Option<Time>, set: impl Fn(Option<Time>)) {
        let Some(mut owner) = self.gate.claim() else { return };
        loop {
            let wanted = wanted();
            let mark = wanted.map_or(OFF, mark_of);
            if self.armed.swap(mark, Ordering::AcqRel) != mark {
                let mut unsure = ForgetOnUnwind { armed: &self.armed, done: false };
                set(wanted);
                unsure.done = true;
            }
            if !owner.again() {
                return;
            }
        }
    }

    /// Tells that the timer fired. To be called first in the timer's task, which then flushes what is
    /// due and calls [`follow`](Alarm::follow).
    pub(crate) fn fired(&self) {
        self.armed.store(UNKNOWN, Ordering::Release);
    }
}

fn mark_of(at: Time) -> u64 {
    u64::try_from(at.as_duration().as_nanos()).map_or(LATEST, |nanos| nanos.min(LATEST))
}

/// A scheduler that panicked may not have armed what the mark says.
struct ForgetOnUnwind<'a> {
    armed: &'a AtomicU64,
    done: bool,
}

impl Drop for ForgetOnUnwind<'_> {
    fn drop(&mut self) {
        if !self.done {
            self.armed.store(UNKNOWN, Ordering::Release);
        }
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;
    use std::cell::{Cell, RefCell};
    use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
    use std::time::Duration;

    const EARLY: Option<Time> = Some(Time::from_duration(Duration::from_millis(4)));
    const DUE: Option<Time> = Some(Time::from_duration(Duration::from_millis(16)));
    const LATE: Option<Time> = Some(Time::from_duration(Duration::from_millis(40)));

    #[derive(Default)]
    struct Bench {
        wanted: Cell<Option<Time>>,
        set: RefCell<Vec<Option<Time>>>,
    }

    impl Bench {
        fn follow(&self, alarm: &Alarm, wanted: Option<Time>) -> Vec<Option<Time>> {
            self.wanted.set(wanted);
            alarm.follow(|| self.wanted.get(), |at| self.set.borrow_mut().push(at));
            self.set.take()
        }
    }

    #[test]
    fn only_changes_reach_the_timer() {
        let (alarm, bench) = (Alarm::new(), Bench::default());
        assert_eq!(bench.follow(&alarm, None), []);
        assert_eq!(bench.follow(&alarm, DUE), [DUE]);
        assert_eq!(bench.follow(&alarm, DUE), []);
        assert_eq!(bench.follow(&alarm, EARLY), [EARLY]);
        assert_eq!(bench.follow(&alarm, LATE), [LATE]);
        assert_eq!(bench.follow(&alarm, None), [None]);
        assert_eq!(bench.follow(&alarm, None), []);
    }

    #[test]
    fn a_timer_that_fired_is_set_anew() {
        let (alarm, bench) = (Alarm::new(), Bench::default());
        bench.follow(&alarm, DUE);
        alarm.fired();
        assert_eq!(bench.follow(&alarm, DUE), [DUE]);
        alarm.fired();
        assert_eq!(bench.follow(&alarm, None), [None]);
    }

    #[test]
    fn a_deadline_that_changes_while_the_timer_is_set_is_followed() {
        let (alarm, bench) = (Alarm::new(), Bench::default());
        bench.wanted.set(DUE);
        alarm.follow(
            || bench.wanted.get(),
            |time| {
                bench.set.borrow_mut().push(time);
                bench.wanted.set(EARLY);
                alarm.follow(|| unreachable!("one thread sets the timer"), |_| {});
            },
        );
        assert_eq!(bench.set.take(), [DUE, EARLY]);
    }

    #[test]
    fn a_timer_that_panicked_is_set_again() {
        let (alarm, bench) = (Alarm::new(), Bench::default());
        let unwound = catch_unwind(AssertUnwindSafe(|| {
            alarm.follow(|| DUE, |_| resume_unwind(Box::new(())));
        }));
        assert!(unwound.is_err());
        assert_eq!(bench.follow(&alarm, DUE), [DUE]);
    }

    #[test]
    fn the_end_of_time_is_a_deadline_like_any_other() {
        let (alarm, bench) = (Alarm::new(), Bench::default());
        assert_eq!(bench.follow(&alarm, Some(Time::MAX)), [Some(Time::MAX)]);
        assert_eq!(bench.follow(&alarm, Some(Time::MAX)), []);
        assert_eq!(bench.follow(&alarm, None), [None]);
    }
}
