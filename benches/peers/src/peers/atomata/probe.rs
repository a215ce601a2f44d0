//! The probes, of any tier.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering::Relaxed};
use std::thread;

use ::atomata::{Holds, Store, Subscription, Tier};
use peers_graphs::probing::{A, B, COMPUTED, COUNTED, EITHER, LEFT, RIGHT};

use super::store;
use crate::api::Probe;

/// What a graph holds that is probed.
pub(super) trait Probed:
    Tier
    + Holds<A>
    + Holds<(A, B)>
    + Holds<B>
    + Holds<LEFT>
    + Holds<(LEFT, RIGHT)>
    + Holds<EITHER>
    + Holds<COUNTED>
{
}

impl<G> Probed for G where
    G: Tier
        + Holds<A>
        + Holds<(A, B)>
        + Holds<B>
        + Holds<LEFT>
        + Holds<(LEFT, RIGHT)>
        + Holds<EITHER>
        + Holds<COUNTED>
{
}

/// What the library does.
pub(super) fn answer<G: Probed>(probe: Probe) -> String {
    match probe {
        Probe::EqualWrite => equal_write::<G>(),
        Probe::DiamondPlain => diamond_plain::<G>(),
        Probe::TwoWritesPlain => two_writes::<G>(false),
        Probe::TwoWritesBatch => two_writes::<G>(true),
        Probe::BatchThroughComputed => batch_through_computed::<G>(),
        Probe::ReadInBatch => read_in_batch::<G>(),
        // The library's own tests have the message.
        Probe::Cycle => "does not compile".into(),
        Probe::EffectWritesSelf => effect_writes_self::<G>(),
        Probe::DroppedDependency => dropped_dependency::<G>(),
        Probe::LazyComputed => lazy_computed::<G>(),
        Probe::TwoGraphsTwoThreads => two_graphs::<G>(),
    }
}

/// Counts the runs of an effect.
type Runs = Arc<AtomicU32>;

fn count(runs: &Runs) {
    runs.fetch_add(1, Relaxed);
}

fn watch_both<G: Probed>(store: &Store<G>) -> (Runs, Subscription) {
    let runs = Runs::default();
    let counted = Arc::clone(&runs);
    let watching = store.subscribe((A, B), move |(_, _)| count(&counted));
    (runs, watching)
}

fn equal_write<G: Probed>() -> String {
    let store = store::<G>();
    let (runs, _watching) = watch_both(&store);
    store.set(A, store.get(A));
    format!("{} run(s)", runs.load(Relaxed))
}

fn diamond_plain<G: Probed>() -> String {
    let store = store::<G>();
    let (runs, torn) = (Runs::default(), Runs::default());
    let counted = (Arc::clone(&runs), Arc::clone(&torn));
    let _watching = store.subscribe((LEFT, RIGHT), move |(left, right)| {
        count(&counted.0);
        if left != right {
            count(&counted.1);
        }
    });
    store.set(A, 5);
    format!("{} run(s), {} torn", runs.load(Relaxed), torn.load(Relaxed))
}

fn two_writes<G: Probed>(batch: bool) -> String {
    let store = store::<G>();
    let (runs, _watching) = watch_both(&store);
    let write = |store: &Store<G>| {
        store.set(A, 7);
        store.set(B, 7);
    };
    if batch {
        store.batch(|tx| write(tx));
    } else {
        write(&store);
    }
    format!("{} run(s)", runs.load(Relaxed))
}

fn batch_through_computed<G: Probed>() -> String {
    let store = store::<G>();
    let (runs, last) = (Runs::default(), Arc::new(AtomicI64::new(0)));
    let seen = (Arc::clone(&runs), Arc::clone(&last));
    let _watching = store.subscribe(LEFT, move |left: &i64| {
        count(&seen.0);
        seen.1.store(*left, Relaxed);
    });
    store.batch(|tx| tx.set(A, 10));
    let seen = if last.load(Relaxed) == 11 { "fresh" } else { "**LOST UPDATE**" };
    format!("{} run(s), {seen}", runs.load(Relaxed))
}

fn read_in_batch<G: Probed>() -> String {
    let store = store::<G>();
    store.get(LEFT);
    let seen = store.batch(|tx| {
        tx.set(A, 10);
        (tx.get(A), tx.get(LEFT))
    });
    let word = |fresh| if fresh { "fresh" } else { "STALE" };
    format!("atom {}, computed {}", word(seen.0 == 10), word(seen.1 == 11))
}

fn effect_writes_self<G: Probed>() -> String {
    let store = store::<G>();
    store.set(A, 0);
    let runs = Runs::default();
    let counted = Arc::clone(&runs);
    let _watching = store.effect(A, move |store, a: &i64| {
        count(&counted);
        if *a > 0 && *a < 10 {
            store.set(A, a + 1);
        }
    });
    let before = runs.load(Relaxed);
    store.set(A, 1);
    format!("value {} after {} run(s)", store.get(A), runs.load(Relaxed) - before)
}

/// The computed names both dependencies, and reads one of them no more.
fn dropped_dependency<G: Probed>() -> String {
    let store = store::<G>();
    let runs = Runs::default();
    let counted = Arc::clone(&runs);
    let _watching = store.subscribe(EITHER, move |_: &i64| count(&counted));
    store.set(B, 0);
    let before = (COMPUTED.load(Relaxed), runs.load(Relaxed));
    store.set(A, 5);
    let computed = COMPUTED.load(Relaxed) - before.0;
    format!("{} run(s), computed {computed} time(s)", runs.load(Relaxed) - before.1)
}

fn lazy_computed<G: Probed>() -> String {
    let store = store::<G>();
    store.get(COUNTED);
    let birth = COMPUTED.load(Relaxed) - 1;
    store.set(A, 5);
    format!("{birth} at birth, {} on write", COMPUTED.load(Relaxed) - birth - 1)
}

fn two_graphs<G: Probed>() -> String {
    let work = || {
        let store = store::<G>();
        let last = Arc::new(AtomicI64::new(0));
        let seen = Arc::clone(&last);
        let _watching = store.subscribe(LEFT, move |left: &i64| seen.store(*left, Relaxed));
        for i in 1..4000 {
            store.set(A, i + 1);
            assert_eq!(last.load(Relaxed), i + 2, "wrong value");
        }
    };
    let threads = [thread::spawn(work), thread::spawn(work)];
    let panicked = threads.into_iter().map(thread::JoinHandle::join).filter(Result::is_err).count();
    if panicked == 0 { "ok".into() } else { format!("**{panicked} thread(s) panicked**") }
}
