//! A scheduler on a tokio runtime.

use super::{Scheduler, Task, Timer, run_caught};
use crate::clock::Time;
use crate::sync::{Arc, Mutex};
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use tokio::runtime::Handle;
use tokio::time::{Instant, Sleep};

/// Runs timers as tasks of a tokio runtime, on its clock.
///
/// Each timer is one task, spawned when it is armed for the first time and asleep until its next
/// deadline; it ends when the timer is dropped. What a timer runs is not async and occupies a worker
/// until it returns, so subscribers should not block. Deadlines are kept to tokio's precision, one
/// millisecond, and never missed to the early side. The scheduler does not keep the runtime alive:
/// once that has shut down, nothing fires any more.
///
/// Timers may be armed from any thread. A clock paused by `tokio::time::pause` is paused for stores
/// as well.
///
/// ```
/// use atomata::{Scheduler, Task, TokioScheduler};
/// use std::sync::mpsc;
/// use std::time::Duration;
///
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() {
/// let scheduler = TokioScheduler::current();
/// let (sender, receiver) = mpsc::channel();
/// let timer = scheduler.timer(Task::new(move || sender.send(()).unwrap()));
///
/// timer.arm(scheduler.now() + Duration::from_millis(16));
/// tokio::time::sleep(Duration::from_millis(20)).await;
/// assert!(receiver.try_recv().is_ok());
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct TokioScheduler {
    runtime: Handle,
    origin: Instant,
}

impl TokioScheduler {
    /// A scheduler on the given runtime, which needs its time driver (`enable_time`). Its clock starts
    /// now.
    pub fn new(runtime: Handle) -> Self {
        let origin = now(&runtime);
        Self { runtime, origin }
    }

    /// A scheduler on the runtime of the calling task.
    ///
    /// # Panics
    ///
    /// If called outside of a runtime.
    #[track_caller]
    pub fn current() -> Self {
        Self::new(Handle::current())
    }
}

impl Scheduler for TokioScheduler {
    fn now(&self) -> Time {
        Time::from_duration(now(&self.runtime).duration_since(self.origin))
    }

    fn timer(&self, task: Task) -> Box<dyn Timer> {
        let timer = Shared { task, origin: self.origin, state: Mutex::new(State::default()) };
        Box::new(TokioTimer { runtime: self.runtime.clone(), shared: Arc::new(timer) })
    }
}

/// A paused clock belongs to its runtime and is seen only from inside of it.
fn now(runtime: &Handle) -> Instant {
    let _inside = runtime.enter();
    Instant::now()
}

#[derive(Debug)]
struct TokioTimer {
    runtime: Handle,
    shared: Arc<Shared>,
}

impl TokioTimer {
    fn change(&self, change: impl FnOnce(&mut State)) {
        let waker = {
            let mut state = self.shared.state.lock();
            change(&mut state);
            state.waker.take()
        };
        // Wakers run code of the runtime, which is not called under our lock.
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

impl Timer for TokioTimer {
    /// # Panics
    ///
    /// If the runtime has no time driver, at the first arming, on the runtime's thread.
    fn arm(&self, at: Time) {
        let mut starts = false;
        self.change(|state| {
            state.deadline = Some(at);
            starts = !std::mem::replace(&mut state.started, true);
        });
        if starts {
            let shared = Arc::clone(&self.shared);
            self.runtime.spawn(async move {
                let mut sleep = Box::pin(tokio::time::sleep_until(shared.origin));
                poll_fn(|cx| shared.poll(sleep.as_mut(), cx)).await;
            });
        }
    }

    fn disarm(&self) {
        // The task is not woken: it finds nothing due when it wakes for this deadline, once.
        self.shared.state.lock().deadline = None;
    }
}

impl Drop for TokioTimer {
    fn drop(&mut self) {
        self.change(|state| state.ended = true);
    }
}

#[derive(Debug)]
struct Shared {
    task: Task,
    origin: Instant,
    /// Never held while the task runs.
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    deadline: Option<Time>,
    started: bool,
    ended: bool,
    /// The sleeping task's, as of its last poll.
    waker: Option<Waker>,
}

impl Shared {
    /// Ready when the timer is dropped; until then runs the task at each deadline.
    fn poll(&self, mut sleep: Pin<&mut Sleep>, cx: &mut Context<'_>) -> Poll<()> {
        loop {
            let deadline = {
                let mut state = self.state.lock();
                if state.ended {
                    return Poll::Ready(());
                }
                state.waker = Some(cx.waker().clone());
                state.deadline
            };
            // A deadline past what the clock can express is waited for like none.
            let instant = deadline.and_then(|at| self.origin.checked_add(at.as_duration()));
            let Some(instant) = instant else { return Poll::Pending };
            if sleep.deadline() != instant {
                sleep.as_mut().reset(instant);
            }
            if sleep.as_mut().poll(cx).is_pending() {
                return Poll::Pending;
            }
            let mut state = self.state.lock();
            if state.deadline == deadline && !state.ended {
                state.deadline = None;
                drop(state);
                run_caught(self.task.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::schedule::manual::TestClock;
    use std::panic::resume_unwind;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    fn millis(count: u64) -> Duration {
        Duration::from_millis(count)
    }

    fn counter(scheduler: &TokioScheduler) -> (Box<dyn Timer>, Arc<Mutex<Vec<Time>>>) {
        let fired: Arc<Mutex<Vec<Time>>> = Arc::default();
        let (log, clock) = (Arc::clone(&fired), scheduler.clone());
        (scheduler.timer(Task::new(move || log.lock().push(clock.now()))), fired)
    }

    #[tokio::test(start_paused = true)]
    async fn a_timer_fires_once_per_arming_at_its_deadline() {
        let scheduler = TokioScheduler::current();
        let (timer, fired) = counter(&scheduler);
        for round in 1..=3 {
            let due = scheduler.now() + millis(16);
            timer.arm(due);
            tokio::time::sleep(millis(15)).await;
            assert_eq!(fired.lock().len(), round - 1);
            tokio::time::sleep(millis(100)).await;
            assert_eq!(fired.lock().len(), round);
            let saw = fired.lock()[round - 1];
            assert!(saw >= due && saw.since(due) <= millis(1), "{saw:?} for {due:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn arming_again_replaces_and_disarming_and_dropping_take_back() {
        let scheduler = TokioScheduler::current();
        let timers: [_; 4] = std::array::from_fn(|_| counter(&scheduler));
        for (timer, _) in &timers {
            timer.arm(scheduler.now() + millis(10));
        }
        // The tasks have gone to sleep until the first deadline.
        tokio::time::sleep(millis(1)).await;
        let [(earlier, fired_earlier), (later, fired_later), (off, fired_off), (gone, fired_gone)] =
            timers;
        earlier.arm(scheduler.now() + millis(2));
        later.arm(scheduler.now() + millis(50));
        off.disarm();
        drop(gone);
        tokio::time::sleep(millis(5)).await;
        assert_eq!(fired_earlier.lock().len(), 1);
        tokio::time::sleep(millis(20)).await;
        assert_eq!((fired_earlier.lock().len(), fired_later.lock().len()), (1, 0));
        tokio::time::sleep(millis(50)).await;
        assert_eq!(fired_later.lock().len(), 1);
        assert_eq!((fired_off.lock().len(), fired_gone.lock().len()), (0, 0));
        off.arm(scheduler.now());
        tokio::time::sleep(millis(2)).await;
        assert_eq!(fired_off.lock().len(), 1);
        assert_eq!(Arc::strong_count(&fired_gone), 1, "the dropped timer's task has ended");
    }

    #[tokio::test(start_paused = true)]
    async fn a_task_may_arm_and_drop_its_own_timer_and_panic() {
        let scheduler = TokioScheduler::current();
        let rounds = Arc::new(AtomicUsize::new(0));
        let slot: Arc<Mutex<Option<Box<dyn Timer>>>> = Arc::default();
        let timer = {
            let (rounds, slot, clock) = (rounds.clone(), slot.clone(), scheduler.clone());
            scheduler.timer(Task::new(move || {
                if rounds.fetch_add(1, Ordering::Relaxed) < 2 {
                    slot.lock().as_ref().unwrap().arm(clock.now() + millis(5));
                    resume_unwind(Box::new("broken"));
                }
                drop(slot.lock().take());
            }))
        };
        timer.arm(scheduler.now());
        *slot.lock() = Some(timer);
        tokio::time::sleep(millis(50)).await;
        assert_eq!(rounds.load(Ordering::Relaxed), 3);
        assert!(slot.lock().is_none());
    }

    #[test]
    fn timers_are_armed_from_outside_and_survive_the_runtime() {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .unwrap();
        let scheduler = TokioScheduler::new(runtime.handle().clone());
        let (timer, fired) = counter(&scheduler);
        let start = scheduler.now();
        timer.arm(start + millis(16));
        runtime.block_on(async { tokio::time::sleep(millis(30)).await });
        assert_eq!(fired.lock().len(), 1);
        assert!(
            scheduler.now().since(start) >= millis(30),
            "the paused clock is seen from outside"
        );
        drop(runtime);
        timer.arm(start);
        timer.disarm();
        drop(timer);
        assert_eq!(fired.lock().len(), 1);
    }

    #[test]
    fn an_endless_deadline_never_fires() {
        // The other schedulers accept the end of time as well.
        let clock = TestClock::new();
        let timer = clock.timer(Task::new(|| unreachable!("the end of time")));
        timer.arm(Time::MAX);
        clock.advance(millis(1 << 40));

        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .unwrap();
        let scheduler = TokioScheduler::new(runtime.handle().clone());
        let (timer, fired) = counter(&scheduler);
        timer.arm(Time::MAX);
        runtime.block_on(async { tokio::time::sleep(Duration::from_secs(1 << 20)).await });
        assert_eq!(fired.lock().len(), 0);
    }
}
