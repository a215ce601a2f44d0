//! A compiled store allocates nothing from a write to its subscribers, for `Copy` values and in steady
//! state, and leaves nothing behind when it is dropped.
//!
//! A binary of its own, because it counts the allocations of the whole process.
#![forbid(unsafe_code)]
#![allow(clippy::cast_precision_loss, reason = "counts are small")]
#![allow(unreachable_pub, reason = "a graph is used outside of its module")]

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use atomata::event::WarningKind;
use atomata::testing::TestClock;
use atomata::{Builder, Group, Store, Subscription, atoms};
use atomata_tests::allocations::{COUNTING, Counting, allocations_per_round, alone, left_behind};

#[global_allocator]
static ALLOCATOR: &Counting = &COUNTING;

const ROUNDS: usize = 200;

#[atoms]
mod base {
    use atomata::{atom, computed};

    #[atom]
    pub static BASE: u64 = 0;

    #[computed(deps = [BASE])]
    pub fn left(base: u64) -> u64 {
        base + 1
    }
}

#[atoms(include = [base::Graph])]
mod state {
    use super::base::{BASE, LEFT};
    use atomata::{atom, computed};
    use serde::{Deserialize, Serialize};

    #[atom(group = "data")]
    pub static OTHER: u64 = 0;

    #[atom]
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    pub struct Settings {
        pub volume: u64,
        pub names: Vec<String>,
    }

    #[computed(deps = [BASE, LEFT, Settings.volume])]
    pub fn bottom(base: u64, left: u64, volume: u64) -> u64 {
        base * 2 + left + volume
    }

    #[computed(deps = [Settings.names, BOTTOM])]
    pub fn text(names: &[String], bottom: u64) -> String {
        format!("{} {bottom}", names.join(" "))
    }

    #[atom(key = u8)]
    pub static PART: u64 = 1;

    #[computed(key = u8, deps = [PART(key), BOTTOM])]
    pub fn scaled(key: u8, part: u64, bottom: u64) -> u64 {
        part * bottom + u64::from(key)
    }
}
use base::BASE;
use state::{BOTTOM, Graph, OTHER, PART, SCALED, Settings, TEXT};

fn builder() -> Builder<Graph> {
    // Which computeds take no time is up to the machine, and to warn of them allocates.
    Store::builder_of().allow(&[WarningKind::NeverCutsOff])
}

/// A store of each strategy, with what makes it tell.
fn each_strategy(run: impl Fn(&str, &Store<Graph>, &dyn Fn())) {
    let _alone = alone();
    let clock = TestClock::new();
    let slow = Group::new().window(Duration::from_millis(50)).priority(3);
    let smart = builder().smart().group("data", slow).scheduler(clock.clone()).build();
    let (immediate, manual) = (builder().immediate().build(), builder().manual().build());
    run("immediate", &immediate, &|| ());
    run("manual", &manual, &|| manual.flush());
    run("smart", &smart, &|| clock.advance(Duration::from_millis(60)));
}

fn tell(store: &Store<Graph>, told: &Arc<AtomicU64>) -> Vec<Subscription> {
    let telling = || {
        let told = Arc::clone(told);
        move || {
            told.fetch_add(1, Ordering::Relaxed);
        }
    };
    let (bottom, both) = (telling(), telling());
    vec![
        store.subscribe(BOTTOM, move |_| bottom()),
        store.subscribe((BOTTOM, OTHER), move |_| both()),
    ]
}

#[test]
fn writes_over_computeds_to_subscribers() {
    each_strategy(|name, store, settle| {
        let told = Arc::default();
        let _subscriptions = tell(store, &told);
        let mut step = 0;
        let per_round = allocations_per_round(ROUNDS, || {
            step += 1;
            store.set(BASE, step);
            store.update(Settings.volume, |volume| *volume += 1);
            store.batch(|tx| {
                tx.set(OTHER, step);
                tx.update(BASE, |base| *base += 1);
            });
            settle();
        });
        assert!(told.load(Ordering::Relaxed) > step, "{name}: it tells");
        assert!(per_round == 0.0, "{name}: {per_round} allocations per round");
    });
}

#[test]
fn writes_to_a_member_that_depends_on_compiled_nodes() {
    let _alone = alone();
    let store = builder().immediate().build();
    let _member = store.subscribe(SCALED(3), |_| ());
    let mut step = 0;
    let per_round = allocations_per_round(ROUNDS, || {
        step += 1;
        store.set(BASE, step);
    });
    assert!(per_round == 0.0, "{per_round} allocations per round");
}

#[test]
fn writes_that_nobody_observes_and_reads() {
    each_strategy(|name, store, _| {
        let mut step = 0;
        let per_round = allocations_per_round(ROUNDS, || {
            step += 1;
            store.set(BASE, step);
            assert_eq!(store.get(BOTTOM), 3 * step + 1);
            assert_eq!(store.read(|view| view.get(base::LEFT)), step + 1);
        });
        assert!(per_round == 0.0, "{name}: {per_round} allocations per round");
    });
}

fn used() -> Store<Graph> {
    let store = builder().manual().build();
    store.update(Settings.names, |names| names.push("tea".to_owned()));
    store.set(PART(1), 2);
    assert_eq!(store.get((TEXT, SCALED(1))), ("tea 1".to_owned(), 3));
    store
}

/// What a round leaves behind, on average.
fn per_round(round: impl Fn()) -> f64 {
    let rounds = 400;
    (0..10).for_each(|_| round());
    left_behind(|| (0..rounds).for_each(|_| round())) as f64 / f64::from(rounds)
}

#[test]
fn dropped_stores_leave_nothing_behind() {
    let _alone = alone();
    let forgotten = per_round(|| std::mem::forget(used()));
    assert!(forgotten >= 1.0, "a forgotten store leaves {forgotten} allocations behind");
    let left = per_round(|| {
        let store = used();
        let told = Arc::default();
        let subscriptions = tell(&store, &told);
        let snapshot = store.snapshot();
        let result = store.transaction(|tx| {
            tx.set(BASE, 5);
            tx.update(Settings.names, |names| names.clear());
            assert_eq!(tx.get(TEXT), " 16");
            Err::<(), ()>(())
        });
        assert!(result.is_err());
        store.set(BASE, 1);
        store.flush();
        store.remove(PART(1));
        drop(store);
        assert_eq!(snapshot.get(TEXT), "tea 1");
        drop(subscriptions);
    });
    assert!(left.abs() < 0.5, "a store leaves {left} allocations behind");
}
