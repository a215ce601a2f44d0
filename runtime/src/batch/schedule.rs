//! Schedulers: who tells the time and runs the flushes that wait for it.

use crate::clock::Time;
use std::fmt;
use std::sync::Arc;

mod agenda;
pub(crate) mod manual;
pub(crate) mod thread;
#[cfg(feature = "tokio")]
pub(crate) mod tokio;

/// A clock with timers, which tells a store the time and runs its flushes.
///
/// One scheduler serves any number of stores. It may be anything that can call back later: a thread
/// ([`ThreadScheduler`](crate::ThreadScheduler)), an async runtime, a game's frame, or a test
/// ([`TestClock`](crate::testing::TestClock)).
///
/// What an implementation promises: [`now`](Scheduler::now) never goes back; a timer runs its task at
/// or after the moment it is armed for, never before; no lock of the scheduler is held while a task
/// runs, so that the task may arm, disarm and drop timers, its own included; and a task that panics
/// stops neither the scheduler nor its own timer. [`now`](Scheduler::now) may be called with a lock of
/// the store held, so it must not use a store; nothing else of it is.
///
/// ```
/// use atomata::testing::TestClock;
/// use atomata::{Scheduler, Task};
/// use std::sync::atomic::{AtomicU32, Ordering};
/// use std::{sync::Arc, time::Duration};
///
/// let clock = TestClock::new();
/// let fired = Arc::new(AtomicU32::new(0));
/// let counted = fired.clone();
/// let timer = clock.timer(Task::new(move || {
///     counted.fetch_add(1, Ordering::Relaxed);
/// }));
///
/// timer.arm(clock.now() + Duration::from_millis(16));
/// clock.advance(Duration::from_millis(15));
/// assert_eq!(fired.load(Ordering::Relaxed), 0);
/// clock.advance(Duration::from_millis(1));
/// assert_eq!(fired.load(Ordering::Relaxed), 1);
/// ```
pub trait Scheduler: Send + Sync + fmt::Debug + 'static {
    /// The present moment. Read at the first write of each window.
    fn now(&self) -> Time;

    /// A timer that runs `task` when it fires. Not armed yet: a store makes it once and arms it again
    /// for each window.
    fn timer(&self, task: Task) -> Box<dyn Timer>;
}

/// One timer of a [`Scheduler`]. Dropping it disarms it.
pub trait Timer: Send + Sync + fmt::Debug {
    /// Lets the timer fire once, at `at` or as soon after it as the scheduler can; at once, though
    /// not inside this call, if `at` has passed. Replaces an earlier arming that has not fired.
    fn arm(&self, at: Time);

    /// Takes an arming back. Does not wait for a task that is running already.
    fn disarm(&self);
}

/// What a timer runs. Clones are the same task.
///
/// ```
/// use atomata::Task;
///
/// let (sender, receiver) = std::sync::mpsc::channel();
/// let task = Task::new(move || sender.send("fired").unwrap());
/// task.run();
/// assert_eq!(receiver.recv(), Ok("fired"));
/// ```
#[derive(Clone)]
pub struct Task(Arc<dyn Fn() + Send + Sync>);

impl Task {
    /// A task that calls `run`. It should hold what owns its timer weakly: a timer keeps its task, so
    /// that anything else would keep both for ever.
    pub fn new(run: impl Fn() + Send + Sync + 'static) -> Self {
        Self(Arc::new(run))
    }

    /// Runs the task on the calling thread.
    ///
    /// # Panics
    ///
    /// If the task does. A scheduler that runs tasks on a thread of its own catches it there.
    pub fn run(&self) {
        (self.0)();
    }
}

impl fmt::Debug for Task {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Task").finish_non_exhaustive()
    }
}

/// Runs a task where nobody could catch its panic. The panic hook has reported it by then.
fn run_caught(task: Task) {
    // The task goes into the closure, so that a panic of its destructor is caught as well.
    let run = std::panic::AssertUnwindSafe(move || task.run());
    _ = std::panic::catch_unwind(run);
}
