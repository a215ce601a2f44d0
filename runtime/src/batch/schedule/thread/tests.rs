//! Tests of the thread scheduler. Nothing here sleeps: events come through channels, and the bound on
//! waiting for one is only how long a failure takes.

use super::*;
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{OnceLock, Weak};
use std::time::Duration;

const BOUND: Duration = Duration::from_secs(10);

/// Far enough that no test reaches it.
const LATER: Duration = Duration::from_secs(3600);

/// A scheduler whose thread no other test has, and the moments its timers saw when they fired.
struct Bench {
    scheduler: ThreadScheduler,
    sender: Sender<(&'static str, Time)>,
    fired: Receiver<(&'static str, Time)>,
}

impl Bench {
    fn new(thread: &'static str) -> Self {
        let (sender, fired) = mpsc::channel();
        Self { scheduler: ThreadScheduler::with_thread_name(thread), sender, fired }
    }

    fn timer(&self, name: &'static str) -> Box<dyn Timer> {
        let (sender, shared) = (self.sender.clone(), Arc::downgrade(&self.scheduler.owner.shared));
        self.scheduler.timer(Task::new(move || {
            let now = shared.upgrade().expect("the thread keeps it").now();
            _ = sender.send((name, now));
        }))
    }

    fn after(&self, span: Duration) -> Time {
        self.scheduler.now() + span
    }

    /// Keeps the thread busy until the returned sender is dropped, so that what is armed meanwhile
    /// is armed before any of it can fire.
    fn hold(&self) -> (Sender<()>, Box<dyn Timer>) {
        let (release, released) = mpsc::channel::<()>();
        let (sender, released) = (self.sender.clone(), Mutex::new(released));
        let timer = self.scheduler.timer(Task::new(move || {
            _ = sender.send(("held", Time::ORIGIN));
            _ = released.lock().recv_timeout(BOUND);
        }));
        timer.arm(Time::ORIGIN);
        self.expect("held");
        (release, timer)
    }

    #[track_caller]
    fn expect(&self, name: &str) -> Time {
        let (fired, now) = self.fired.recv_timeout(BOUND).expect("a timer fires");
        assert_eq!(fired, name);
        now
    }
}

#[cfg(target_os = "linux")]
fn threads_named(name: &str) -> usize {
    std::fs::read_dir("/proc/self/task")
        .expect("Linux lists the threads of a process")
        .filter_map(|thread| std::fs::read_to_string(thread.ok()?.path().join("comm")).ok())
        .filter(|comm| comm.trim_end() == name)
        .count()
}

#[cfg(target_os = "linux")]
#[track_caller]
fn await_threads(name: &str, count: usize) {
    let bound = Instant::now() + BOUND;
    while threads_named(name) != count {
        assert!(Instant::now() < bound, "{} threads named {name}", threads_named(name));
        std::thread::yield_now();
    }
}

#[test]
fn a_timer_fires_once_per_arming_and_never_early() {
    let bench = Bench::new("atomata-windows");
    let timer = bench.timer("window");
    for _ in 0..5 {
        let due = bench.after(Duration::from_millis(3));
        timer.arm(due);
        assert!(bench.expect("window") >= due);
    }
    let passed = Time::ORIGIN;
    timer.arm(passed);
    bench.expect("window");
    assert!(bench.fired.try_recv().is_err());
}

#[test]
fn timers_fire_in_order_of_deadline() {
    let bench = Bench::new("atomata-order");
    let (first, second, third) = (bench.timer("1"), bench.timer("2"), bench.timer("3"));
    let held = bench.hold();
    let soon = bench.after(Duration::from_millis(1));
    third.arm(soon + Duration::from_nanos(2));
    first.arm(soon);
    second.arm(soon + Duration::from_nanos(1));
    drop(held);
    for name in ["1", "2", "3"] {
        bench.expect(name);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn no_thread_before_the_first_arming_and_one_for_all_timers() {
    let name = "atomata-one";
    let bench = Bench::new(name);
    let clone = bench.scheduler.clone();
    let timers: Vec<_> = (0..200).map(|_| bench.timer("many")).collect();
    let of_clone = clone.timer(Task::new(|| {}));
    assert_eq!(threads_named(name), 0);
    of_clone.arm(bench.after(LATER));
    for timer in &timers {
        timer.arm(bench.after(Duration::from_millis(1)));
    }
    for _ in &timers {
        bench.expect("many");
        assert_eq!(threads_named(name), 1);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn the_thread_ends_after_the_last_drop() {
    let name = "atomata-end";
    let bench = Bench::new(name);
    let timer = bench.timer("last");
    timer.arm(bench.after(LATER));
    await_threads(name, 1);
    let Bench { scheduler, fired, .. } = bench;
    let clone = scheduler.clone();
    drop(scheduler);
    drop(clone);
    timer.arm(Time::ORIGIN);
    let alive = "a timer keeps the scheduler alive";
    assert_eq!(fired.recv_timeout(BOUND).expect(alive).0, "last");
    timer.arm(Time::MAX);
    drop(timer);
    await_threads(name, 0);
}

#[cfg(target_os = "linux")]
#[test]
fn the_last_drop_may_be_on_the_schedulers_own_thread() {
    let name = "atomata-own";
    let scheduler = ThreadScheduler::with_thread_name(name);
    let (sender, receiver) = mpsc::channel();
    let last = Arc::new(Mutex::new(None::<(ThreadScheduler, Box<dyn Timer>)>));
    let timer = {
        let last = Arc::clone(&last);
        scheduler.timer(Task::new(move || {
            let own = last.lock().take();
            assert!(own.is_some(), "fires once");
            drop(own);
            sender.send(()).unwrap();
        }))
    };
    let mut slot = last.lock();
    timer.arm(Time::ORIGIN);
    *slot = Some((scheduler, timer));
    drop(slot);
    receiver.recv_timeout(BOUND).expect("the task outlives its timer");
    await_threads(name, 0);
}

#[test]
fn a_panicking_task_stops_neither_the_thread_nor_its_timer() {
    let bench = Bench::new("atomata-panic");
    let sender = bench.sender.clone();
    let panics = bench.scheduler.timer(Task::new(move || {
        _ = sender.send(("panics", Time::ORIGIN));
        // Unwinds without the hook, which would print into the test's output.
        std::panic::resume_unwind(Box::new("broken"));
    }));
    let other = bench.timer("other");
    for _ in 0..2 {
        panics.arm(Time::ORIGIN);
        bench.expect("panics");
        other.arm(Time::ORIGIN);
        bench.expect("other");
    }
}

#[test]
fn arming_again_replaces_to_both_sides() {
    let bench = Bench::new("atomata-rearm");
    let (earlier, later) = (bench.timer("earlier"), bench.timer("later"));
    let witness = bench.timer("witness");
    let held = bench.hold();
    later.arm(Time::ORIGIN);
    later.arm(bench.after(LATER));
    witness.arm(Time::ORIGIN + Duration::from_nanos(1));
    drop(held);
    bench.expect("witness");

    // The thread sleeps until a far deadline, or is about to, and is woken for the near one.
    earlier.arm(bench.after(LATER));
    earlier.arm(bench.after(Duration::from_millis(1)));
    bench.expect("earlier");
    later.arm(Time::ORIGIN);
    bench.expect("later");
    assert!(bench.fired.try_recv().is_err());
}

#[test]
fn disarmed_and_dropped_timers_do_not_fire() {
    let bench = Bench::new("atomata-disarm");
    let (disarmed, dropped) = (bench.timer("disarmed"), bench.timer("dropped"));
    let witness = bench.timer("witness");
    let held = bench.hold();
    disarmed.arm(Time::ORIGIN);
    dropped.arm(Time::ORIGIN);
    disarmed.disarm();
    disarmed.disarm();
    drop(dropped);
    witness.arm(Time::ORIGIN);
    drop(held);
    bench.expect("witness");
    disarmed.arm(Time::ORIGIN);
    bench.expect("disarmed");
}

#[test]
fn a_task_may_arm_disarm_and_drop_its_own_timer() {
    let bench = Bench::new("atomata-inside");
    let timer: Arc<OnceLock<Box<dyn Timer>>> = Arc::default();
    let slot: Weak<OnceLock<Box<dyn Timer>>> = Arc::downgrade(&timer);
    let (sender, scheduler) = (bench.sender.clone(), Arc::downgrade(&bench.scheduler.owner));
    let rounds = Mutex::new(0);
    let made = bench.scheduler.timer(Task::new(move || {
        let Some(timer) = slot.upgrade() else { return };
        let timer = timer.get().expect("armed after it was put there");
        let now = scheduler.upgrade().expect("the test holds it").shared.now();
        timer.arm(now);
        timer.disarm();
        let mut round = rounds.lock();
        *round += 1;
        if *round < 3 {
            timer.arm(now + Duration::from_micros(100));
        }
        _ = sender.send(("round", now));
    }));
    timer.set(made).expect("set once");
    timer.get().unwrap().arm(Time::ORIGIN);
    for _ in 0..3 {
        bench.expect("round");
    }
    let witness = bench.timer("witness");
    witness.arm(bench.after(Duration::from_millis(5)));
    bench.expect("witness");

    let own: Arc<Mutex<Option<Box<dyn Timer>>>> = Arc::default();
    let (slot, sender) = (Arc::clone(&own), bench.sender.clone());
    let mut guard = own.lock();
    let made = bench.scheduler.timer(Task::new(move || {
        drop(slot.lock().take());
        _ = sender.send(("dropped inside", Time::ORIGIN));
    }));
    made.arm(Time::ORIGIN);
    *guard = Some(made);
    drop(guard);
    bench.expect("dropped inside");
    assert!(own.lock().is_none());
    witness.arm(Time::ORIGIN);
    bench.expect("witness");
}

#[test]
fn stores_on_many_threads_share_it() {
    let bench = Bench::new("atomata-shared");
    let scheduler = &bench.scheduler;
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(move || {
                let (sender, fired) = mpsc::channel();
                let timer = scheduler.timer(Task::new(move || _ = sender.send(())));
                for _ in 0..100 {
                    timer.arm(scheduler.now() + LATER);
                    timer.arm(scheduler.now() + Duration::from_micros(50));
                    fired.recv_timeout(BOUND).expect("an arming is never lost");
                }
            });
        }
    });
}
