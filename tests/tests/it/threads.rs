//! Many threads at one store: nothing is lost, nothing is half seen, nobody waits for ever.
//!
//! Every scenario runs under a watchdog, so that a deadlock fails by name instead of hanging the run.

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use atomata::{Store, ThreadScheduler, atom, computed};

mod drops;
mod flushes;
mod whole;
mod writers;

#[atom]
static COUNT: u64 = 0;

#[atom]
static LEFT: i64 = 500;

#[atom(group = "data")]
static RIGHT: i64 = 500;

#[computed(deps = [LEFT, RIGHT])]
fn sum(left: i64, right: i64) -> i64 {
    left + right
}

#[computed(deps = [COUNT])]
fn double(count: u64) -> u64 {
    count * 2
}

/// How long a scenario may take on a machine under load; only a deadlock takes longer.
const PATIENCE: Duration = Duration::from_secs(120);

/// What subscribers asserted in vain: a store catches their panics and goes on. No scenario expects
/// one, so each of them may fail for all.
static FAILED: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Runs a scenario on a thread of its own, and fails loudly if it does not come back.
#[track_caller]
fn watched(run: impl FnOnce() + Send + 'static) {
    let (sender, receiver) = channel::<()>();
    let scenario = thread::spawn(move || {
        // Dropped at the end, by a panic too.
        let _done = sender;
        run();
    });
    match receiver.recv_timeout(PATIENCE) {
        Ok(()) | Err(RecvTimeoutError::Disconnected) => {}
        Err(RecvTimeoutError::Timeout) => panic!("a deadlock: nothing came back in {PATIENCE:?}"),
    }
    if let Err(payload) = scenario.join() {
        std::panic::resume_unwind(payload);
    }
    let failed = FAILED.lock().unwrap_or_else(PoisonError::into_inner);
    assert!(failed.is_empty(), "{failed:?}");
}

/// A store of each strategy, by name.
fn every_strategy() -> Vec<(&'static str, Store)> {
    let builder = || {
        Store::builder().on_error(|error| {
            FAILED.lock().unwrap_or_else(PoisonError::into_inner).push(error.to_string());
        })
    };
    vec![
        ("immediate", builder().immediate().build()),
        ("manual", builder().manual().build()),
        ("smart", builder().window(Duration::from_millis(1)).build()),
        ("time", builder().time(Duration::from_micros(100)).build()),
        ("no window", builder().window(Duration::ZERO).build()),
        ("shared", builder().scheduler(ThreadScheduler::new()).build()),
    ]
}

/// Waits until all that was written is told, on whatever thread.
fn settle(store: &Store) {
    store.settled().wait().expect("no turn is open here");
}

#[test]
#[should_panic(expected = "the scenario failed")]
fn the_watchdog_passes_a_failure_on() {
    watched(|| panic!("the scenario failed"));
}
