//! The queue with its timer, in miniature: pending items, their windows and the alarm, put together
//! in the order in which the store puts its own together. It exists for the model, where the store
//! itself would be too large to walk.

use super::alarm::Alarm;
use super::windows::{Policy, Windows};
use crate::clock::Time;
use crate::sync::Mutex;

/// Pending items by group, each told when its group's window ends.
#[derive(Debug)]
pub(crate) struct Queue<T> {
    pending: Mutex<Pending<T>>,
    alarm: Alarm,
}

#[derive(Debug)]
struct Pending<T> {
    windows: Windows,
    /// By group. Invariant: a group has items exactly while its window is open.
    items: Vec<Vec<T>>,
}

impl<T> Queue<T> {
    pub(crate) fn new(policies: &[Policy]) -> Self {
        let mut windows = Windows::new();
        for &policy in policies {
            windows.add(policy);
        }
        let items = policies.iter().map(|_| Vec::new()).collect();
        Self { pending: Mutex::new(Pending { windows, items }), alarm: Alarm::new() }
    }

    /// Adds an item. Returns the deadline exactly when the timer has to be armed: the caller then
    /// calls [`follow`](Queue::follow).
    #[must_use = "the timer follows the earliest deadline"]
    pub(crate) fn push(&self, group: usize, item: T, now: Time) -> Option<Time> {
        let mut pending = self.pending.lock();
        pending.items[group].push(item);
        pending.windows.open(group, now)
    }

    /// Moves what is due to `due`, by descending priority of the groups, and closes their windows.
    pub(crate) fn take_due(&self, now: Time, due: &mut Vec<T>) {
        let mut pending = self.pending.lock();
        let Pending { windows, items } = &mut *pending;
        windows.close_due(now, |group| due.append(&mut items[group]));
    }

    /// Sets the timer to the earliest deadline.
    pub(crate) fn follow(&self, set: impl Fn(Option<Time>)) {
        self.alarm.follow(|| self.pending.lock().windows.next_deadline(), set);
    }

    /// Tells that the timer fired.
    pub(crate) fn fired(&self) {
        self.alarm.fired();
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;
    use std::cell::Cell;
    use std::time::Duration;

    fn at(millis: u64) -> Time {
        Time::from_duration(Duration::from_millis(millis))
    }

    #[test]
    fn items_are_told_at_the_end_of_their_window_and_the_timer_follows() {
        let policy = |window, priority| Policy { window: Duration::from_millis(window), priority };
        let queue = Queue::new(&[policy(16, 0), policy(16, 5), policy(40, 0)]);
        let timer = Cell::new(None);
        let follow = || queue.follow(|at| timer.set(at));
        let take = |millis| {
            let mut due = Vec::new();
            queue.take_due(at(millis), &mut due);
            due
        };

        assert_eq!(queue.push(2, "slow", at(0)), Some(at(40)));
        follow();
        assert_eq!(queue.push(0, "low", at(0)), Some(at(16)));
        follow();
        assert_eq!(queue.push(1, "high", at(0)), None);
        assert_eq!(queue.push(0, "low again", at(9)), None);
        assert_eq!(timer.get(), Some(at(16)));

        assert_eq!(take(15), Vec::<&str>::new());
        queue.fired();
        assert_eq!(take(16), ["high", "low", "low again"]);
        assert_eq!(queue.push(0, "during the flush", at(17)), Some(at(33)));
        follow();
        assert_eq!(timer.get(), Some(at(33)));
        queue.fired();
        assert_eq!(take(40), ["during the flush", "slow"]);
        follow();
        assert_eq!(timer.get(), None, "no timer is armed while nothing is pending");
    }
}

#[cfg(all(test, loom))]
mod model {
    use super::*;
    use crate::batch::gate::Gate;
    use crate::sync::Arc;
    use loom::thread;
    use std::time::Duration;

    fn at(millis: u64) -> Time {
        Time::from_duration(Duration::from_millis(millis))
    }

    /// A queue with a flush and a timer that fires when the model says so.
    struct World {
        queue: Queue<Time>,
        flush: Gate,
        timer: Mutex<Option<Time>>,
        told: Mutex<Vec<Time>>,
    }

    impl World {
        fn new() -> Arc<Self> {
            let policy = |millis| Policy { window: Duration::from_millis(millis), priority: 0 };
            Arc::new(Self {
                queue: Queue::new(&[policy(10), policy(2)]),
                flush: Gate::new(),
                timer: Mutex::new(None),
                told: Mutex::new(Vec::new()),
            })
        }

        /// Pushes the deadline as the item, so that the flush can check that it is not early.
        fn write(&self, group: usize, deadline: u64) {
            if self.queue.push(group, at(deadline), Time::ORIGIN).is_some() {
                self.follow();
            }
        }

        fn follow(&self) {
            self.queue.follow(|at| *self.timer.lock() = at);
        }

        /// Lets the timer fire, if it is armed: its task runs at the moment it is armed for.
        fn fire(&self) -> bool {
            let Some(now) = self.timer.lock().take() else { return false };
            self.queue.fired();
            if self.flush.enter() {
                loop {
                    let mut due = Vec::new();
                    self.queue.take_due(now, &mut due);
                    assert!(due.iter().all(|deadline| *deadline <= now), "flushed early");
                    self.told.lock().append(&mut due);
                    if !self.flush.again() {
                        break;
                    }
                }
            }
            self.follow();
            true
        }

        fn check(&self, mut expected: Vec<Time>) {
            let wanted = self.queue.pending.lock().windows.next_deadline();
            assert_eq!(*self.timer.lock(), wanted, "the timer is not on the earliest deadline");
            // Time goes on until no timer is armed: whatever is pending has one.
            while self.fire() {}
            let mut told = self.told.lock();
            told.sort();
            expected.sort();
            assert_eq!(*told, expected, "an item was stranded");
        }
    }

    fn model(run: impl Fn() + Send + Sync + 'static) {
        let mut model = loom::model::Builder::new();
        // Three changes of thread at a bad moment reach every race of one pair of operations.
        model.preemption_bound.get_or_insert(3);
        model.check(run);
    }

    #[test]
    fn loom_the_timer_ends_on_the_earliest_deadline() {
        model(|| {
            let world = World::new();
            let other = {
                let world = Arc::clone(&world);
                thread::spawn(move || world.write(0, 10))
            };
            world.write(1, 2);
            other.join().unwrap();
            world.check(vec![at(2), at(10)]);
        });
    }

    #[test]
    fn loom_nothing_is_stranded_when_the_timer_fires_during_writes() {
        model(|| {
            let world = World::new();
            let firing = {
                let world = Arc::clone(&world);
                thread::spawn(move || {
                    world.fire();
                })
            };
            let writing = {
                let world = Arc::clone(&world);
                thread::spawn(move || world.write(1, 2))
            };
            world.write(0, 10);
            firing.join().unwrap();
            writing.join().unwrap();
            world.check(vec![at(2), at(10)]);
        });
    }

    #[test]
    fn loom_a_write_during_the_flush_opens_a_window_of_its_own() {
        model(|| {
            let world = World::new();
            world.write(0, 10);
            let firing = {
                let world = Arc::clone(&world);
                thread::spawn(move || {
                    world.fire();
                })
            };
            world.write(0, 10);
            firing.join().unwrap();
            world.check(vec![at(10), at(10)]);
        });
    }

    /// As with an empty window, or a clock that stands still: the next window is due at the moment
    /// for which the timer has just fired.
    #[test]
    fn loom_a_window_due_at_the_moment_that_just_fired_is_armed_again() {
        model(|| {
            let world = World::new();
            let firing = {
                let world = Arc::clone(&world);
                thread::spawn(move || {
                    world.fire();
                    world.write(0, 10);
                })
            };
            world.write(0, 10);
            world.write(1, 2);
            firing.join().unwrap();
            world.check(vec![at(2), at(10), at(10)]);
        });
    }
}
