//! The native scheduler: one background thread that sleeps until the next deadline.

use super::agenda::Agenda;
use super::{Scheduler, Task, Timer, run_caught};
use crate::clock::Time;
use crate::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::Instant;

/// Runs timers on one background thread, shared by all stores that are given this scheduler.
///
/// The thread starts when a timer is armed for the first time, sleeps while no timer is due, and ends
/// after the last clone of the scheduler and the last timer are gone, wherever they are dropped;
/// nobody waits for it. Tasks run one after the other, so a slow subscriber delays the flushes of
/// every store on the same scheduler; give stores that must not wait for each other schedulers of
/// their own. A task that panics is reported by the panic hook and stops nothing.
///
/// Arming and disarming take O(log n) of the armed timers, and wake the thread only for a deadline
/// earlier than all others. Deadlines are kept to the precision of the system's condition variable,
/// tens of microseconds on common systems, and never missed to the early side.
///
/// ```
/// use atomata::{Scheduler, Task, ThreadScheduler};
/// use std::{sync::mpsc, time::Duration};
///
/// let scheduler = ThreadScheduler::new();
/// let (sender, receiver) = mpsc::channel();
/// let timer = scheduler.timer(Task::new(move || sender.send(()).unwrap()));
///
/// let due = scheduler.now() + Duration::from_millis(16);
/// timer.arm(due);
/// receiver.recv().unwrap();
/// assert!(scheduler.now() >= due);
/// ```
#[derive(Clone, Debug)]
pub struct ThreadScheduler {
    owner: Arc<Owner>,
}

impl ThreadScheduler {
    /// A scheduler whose clock starts now. Starts no thread yet.
    pub fn new() -> Self {
        Self::with_thread_name("atomata")
    }

    fn with_thread_name(name: &'static str) -> Self {
        let shared = Shared {
            origin: Instant::now(),
            name,
            state: Mutex::new(State::default()),
            wake: Condvar::new(),
        };
        Self { owner: Arc::new(Owner { shared: Arc::new(shared) }) }
    }
}

impl Default for ThreadScheduler {
    fn default() -> Self {
        Self::new()
    }
}

impl Scheduler for ThreadScheduler {
    fn now(&self) -> Time {
        self.owner.shared.now()
    }

    fn timer(&self, task: Task) -> Box<dyn Timer> {
        let id = self.owner.shared.state.lock().agenda.make();
        Box::new(ThreadTimer { owner: Arc::clone(&self.owner), id, task })
    }
}

#[derive(Debug)]
struct ThreadTimer {
    owner: Arc<Owner>,
    id: u64,
    task: Task,
}

impl Timer for ThreadTimer {
    /// # Panics
    ///
    /// If the operating system refuses the thread. The timer stays armed and the next arming of any
    /// timer tries again.
    fn arm(&self, at: Time) {
        let shared = &self.owner.shared;
        let mut state = shared.state.lock();
        let is_first = state.agenda.arm(self.id, at, self.task.clone());
        if state.started {
            if is_first {
                shared.wake.notify_one();
            }
        } else {
            // Only once the thread exists: a refused start leaves the next arming to try again.
            start(Arc::clone(shared));
            state.started = true;
        }
    }

    fn disarm(&self) {
        // The thread is not woken: it finds nothing due when it wakes for this deadline, once.
        self.owner.shared.state.lock().agenda.disarm(self.id);
    }
}

impl Drop for ThreadTimer {
    fn drop(&mut self) {
        self.disarm();
    }
}

/// What keeps the scheduler alive: held by its clones and its timers, not by its thread.
#[derive(Debug)]
struct Owner {
    shared: Arc<Shared>,
}

impl Drop for Owner {
    fn drop(&mut self) {
        self.shared.state.lock().ended = true;
        self.shared.wake.notify_one();
    }
}

#[derive(Debug)]
struct Shared {
    origin: Instant,
    name: &'static str,
    /// Never held while a task runs or is dropped.
    state: Mutex<State>,
    /// Waited on by the thread alone.
    wake: Condvar,
}

#[derive(Debug, Default)]
struct State {
    agenda: Agenda,
    /// Whether the thread exists; it then lives until `ended`.
    started: bool,
    ended: bool,
}

impl Shared {
    fn now(&self) -> Time {
        Time::from_duration(self.origin.elapsed())
    }

    /// The thread's life.
    fn run(&self) {
        let mut state = self.state.lock();
        while !state.ended {
            if let Some((_, task)) = state.agenda.take_due(self.now()) {
                MutexGuard::unlocked(&mut state, || run_caught(task));
                continue;
            }
            // A deadline past what the system can express is waited for like none.
            let next = state.agenda.next().and_then(|at| self.origin.checked_add(at.as_duration()));
            match next {
                Some(deadline) => _ = self.wake.wait_until(&mut state, deadline),
                None => self.wake.wait(&mut state),
            }
        }
    }
}

fn start(shared: Arc<Shared>) {
    std::thread::Builder::new()
        .name(shared.name.to_owned())
        .spawn(move || shared.run())
        .expect("the scheduler could not start its thread");
}

#[cfg(test)]
mod tests;
