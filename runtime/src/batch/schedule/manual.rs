//! A clock that moves only when it is told to.

use super::agenda::Agenda;
use super::{Scheduler, Task, Timer};
use crate::clock::Time;
use crate::sync::{Arc, Mutex};
use std::time::Duration;

/// A scheduler for tests and for programs that own their time: its clock stands still until
/// [`advance`](TestClock::advance).
///
/// Tasks run on the thread that advances the clock, one after the other, each at its own deadline.
/// Clones are the same clock.
///
/// ```
/// use atomata::testing::TestClock;
/// use atomata::{Scheduler, Task};
/// use std::time::Duration;
///
/// let clock = TestClock::new();
/// let (sender, receiver) = std::sync::mpsc::channel();
/// let inside = clock.clone();
/// let timer = clock.timer(Task::new(move || sender.send(inside.now()).unwrap()));
///
/// let due = clock.now() + Duration::from_millis(16);
/// timer.arm(due);
/// assert_eq!((clock.armed(), clock.armings()), (1, 1));
///
/// clock.advance(Duration::from_secs(1));
/// assert_eq!(receiver.try_recv(), Ok(due)); // the task ran at its deadline, not at the end
/// assert_eq!(clock.armed(), 0);
/// assert_eq!(clock.now().as_duration(), Duration::from_secs(1));
/// ```
#[derive(Clone, Debug, Default)]
pub struct TestClock {
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    now: Time,
    agenda: Agenda,
    armings: u64,
}

impl TestClock {
    /// A clock at its origin, with no timer.
    pub fn new() -> Self {
        Self::default()
    }

    /// Moves the clock on by `span` and runs what is due on the way, as
    /// [`advance_to`](TestClock::advance_to) does.
    ///
    /// # Panics
    ///
    /// If a task does.
    pub fn advance(&self, span: Duration) {
        let until = self.state.lock().now + span;
        self.advance_to(until);
    }

    /// Moves the clock on to `until` and runs what is due on the way, in order of deadline, timers of
    /// one deadline in the order they were made. While a task runs, the clock shows its deadline. A
    /// timer that is armed on the way for a moment up to `until` fires too, so a task that arms itself
    /// for the present again and again keeps this from returning.
    ///
    /// The clock never goes back: a moment that has passed runs what is due and moves nothing.
    ///
    /// # Panics
    ///
    /// If a task does. The clock then stands at that task's deadline; timers not reached stay armed.
    pub fn advance_to(&self, until: Time) {
        loop {
            let mut state = self.state.lock();
            let reach = until.max(state.now);
            let Some((at, task)) = state.agenda.take_due(reach) else {
                state.now = reach;
                return;
            };
            state.now = state.now.max(at);
            drop(state);
            task.run();
        }
    }

    /// How many timers are armed.
    pub fn armed(&self) -> usize {
        self.state.lock().agenda.len()
    }

    /// How often a timer has been armed since the clock was made.
    pub fn armings(&self) -> u64 {
        self.state.lock().armings
    }
}

impl Scheduler for TestClock {
    fn now(&self) -> Time {
        self.state.lock().now
    }

    fn timer(&self, task: Task) -> Box<dyn Timer> {
        let id = self.state.lock().agenda.make();
        Box::new(TestTimer { state: Arc::clone(&self.state), id, task })
    }
}

#[derive(Debug)]
struct TestTimer {
    state: Arc<Mutex<State>>,
    id: u64,
    task: Task,
}

impl Timer for TestTimer {
    fn arm(&self, at: Time) {
        let mut state = self.state.lock();
        state.armings += 1;
        state.agenda.arm(self.id, at, self.task.clone());
    }

    fn disarm(&self) {
        self.state.lock().agenda.disarm(self.id);
    }
}

impl Drop for TestTimer {
    fn drop(&mut self) {
        self.disarm();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
    use std::sync::{OnceLock, Weak};

    fn at(millis: u64) -> Time {
        Time::from_duration(Duration::from_millis(millis))
    }

    /// A clock and what its timers did: their name and the time they saw.
    #[derive(Clone, Default)]
    struct Bench {
        clock: TestClock,
        log: Arc<Mutex<Vec<(&'static str, Time)>>>,
    }

    impl Bench {
        fn timer(&self, name: &'static str) -> Box<dyn Timer> {
            let (clock, log) = (self.clock.clone(), Arc::clone(&self.log));
            self.clock.timer(Task::new(move || log.lock().push((name, clock.now()))))
        }

        #[track_caller]
        fn advance_to(&self, millis: u64, expected: &[(&'static str, Time)]) {
            self.clock.advance_to(at(millis));
            assert_eq!(std::mem::take(&mut *self.log.lock()), expected);
        }
    }

    #[test]
    fn tasks_run_in_order_of_deadline_and_see_it() {
        let bench = Bench::default();
        let (first, second, third) = (bench.timer("a"), bench.timer("b"), bench.timer("c"));
        third.arm(at(5));
        second.arm(at(7));
        first.arm(at(7));
        assert_eq!((bench.clock.armed(), bench.clock.armings()), (3, 3));
        bench.advance_to(4, &[]);
        bench.advance_to(100, &[("c", at(5)), ("a", at(7)), ("b", at(7))]);
        assert_eq!((bench.clock.armed(), bench.clock.armings()), (0, 3));
        assert_eq!(bench.clock.now(), at(100));
    }

    #[test]
    fn arming_again_replaces_and_disarming_and_dropping_take_back() {
        let bench = Bench::default();
        let (earlier, later, off) =
            (bench.timer("earlier"), bench.timer("later"), bench.timer("off"));
        for timer in [&earlier, &later, &off] {
            timer.arm(at(10));
        }
        let dropped = bench.timer("dropped");
        dropped.arm(at(1));
        earlier.arm(at(2));
        later.arm(at(20));
        off.disarm();
        drop(dropped);
        assert_eq!(bench.clock.armed(), 2);
        bench.advance_to(15, &[("earlier", at(2))]);
        bench.advance_to(20, &[("later", at(20))]);
    }

    #[test]
    fn what_a_task_arms_within_the_span_runs_too() {
        let clock = TestClock::new();
        let timer: Arc<OnceLock<Box<dyn Timer>>> = Arc::default();
        let fired = Arc::new(Mutex::new(Vec::new()));
        let task = {
            let (clock, timer, fired) = (clock.clone(), Arc::downgrade(&timer), fired.clone());
            Task::new(move || {
                fired.lock().push(clock.now());
                let timer = Weak::upgrade(&timer).expect("the timer lives while it fires");
                timer.get().unwrap().arm(clock.now() + Duration::from_millis(10));
            })
        };
        timer.set(clock.timer(task)).unwrap();
        timer.get().unwrap().arm(at(10));
        clock.advance_to(at(35));
        assert_eq!(*fired.lock(), [at(10), at(20), at(30)]);
        assert_eq!((clock.armed(), clock.armings()), (1, 4));
    }

    #[test]
    fn a_passed_moment_fires_at_the_next_advance_and_time_never_goes_back() {
        let bench = Bench::default();
        bench.advance_to(50, &[]);
        let timer = bench.timer("late");
        timer.arm(at(10));
        bench.advance_to(20, &[("late", at(50))]);
        assert_eq!(bench.clock.now(), at(50));
    }

    #[test]
    fn a_panic_reaches_the_caller_and_leaves_the_clock_in_order() {
        let bench = Bench::default();
        let panics = bench.clock.timer(Task::new(|| resume_unwind(Box::new("broken"))));
        panics.arm(at(5));
        let after = bench.timer("after");
        after.arm(at(6));
        let unwound = catch_unwind(AssertUnwindSafe(|| bench.clock.advance_to(at(9))));
        assert!(unwound.is_err());
        assert_eq!((bench.clock.now(), bench.clock.armed()), (at(5), 1));
        bench.advance_to(9, &[("after", at(6))]);
    }
}
