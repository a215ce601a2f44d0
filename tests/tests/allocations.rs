//! Nothing allocates on the path from a write over computeds to the subscriber, for `Copy` values and
//! in steady state, whatever the strategy; nor does reading.
//!
//! A binary of its own, because it counts the allocations of the whole process.
#![forbid(unsafe_code)]

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use atomata::testing::TestClock;
use atomata::{Group, Source, Store, Subscription, atom, computed};
use atomata_tests::allocations::{COUNTING, Counting, allocations, allocations_per_round, alone};
use serde::{Deserialize, Serialize};

#[global_allocator]
static ALLOCATOR: &Counting = &COUNTING;

const ROUNDS: usize = 200;

#[atom]
static BASE: u64 = 0;

#[atom(group = "data")]
static OTHER: u64 = 0;

#[atom]
static WORDS: Vec<String> = Vec::new();

#[atom]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Settings {
    volume: u64,
    balance: f64,
    name: String,
}

#[computed(deps = [BASE])]
fn left(base: u64) -> u64 {
    base + 1
}

#[computed(deps = [BASE])]
fn right(base: u64) -> u64 {
    base * 2
}

#[computed(deps = [LEFT, RIGHT])]
fn bottom(left: u64, right: u64) -> u64 {
    left + right
}

#[computed(deps = [BOTTOM])]
fn parity(bottom: u64) -> bool {
    bottom.is_multiple_of(2)
}

#[computed(deps = [Settings.volume, Settings.balance])]
fn gain(volume: u64, balance: f64) -> f64 {
    volume as f64 * balance
}

macro_rules! chain {
    ($($to:ident($from:ident $parameter:ident)),* $(,)?) => {$(
        #[computed(deps = [$from])]
        fn $to($parameter: u64) -> u64 {
            $parameter + 1
        }
    )*};
}

chain!(c1(BASE b), c2(C1 c), c3(C2 c), c4(C3 c), c5(C4 c), c6(C5 c), c7(C6 c), c8(C7 c));

/// A store, what makes it tell, and what counts the tellings.
struct World {
    name: &'static str,
    store: Store,
    clock: TestClock,
    told: Arc<AtomicU64>,
    keep: Vec<Subscription>,
}

impl World {
    fn all() -> [Self; 4] {
        let new = |name, build: fn(&TestClock) -> Store| {
            let clock = TestClock::new();
            let store = build(&clock);
            Self { name, store, clock, told: Arc::default(), keep: Vec::new() }
        };
        [
            new("immediate", |_| Store::immediate()),
            new("manual", |_| Store::manual()),
            new("smart", |clock| Store::builder().smart().scheduler(clock.clone()).build()),
            new("smart, two windows", |clock| {
                let slow = Group::new().window(Duration::from_millis(50)).priority(3);
                Store::builder().group("data", slow).scheduler(clock.clone()).build()
            }),
        ]
    }

    fn tell(&mut self, source: impl Source + 'static) {
        let told = Arc::clone(&self.told);
        self.keep.push(self.store.subscribe(source, move |_| {
            told.fetch_add(1, Ordering::Relaxed);
        }));
    }

    fn settle(&self) {
        match self.name {
            "immediate" => {}
            "manual" => self.store.flush(),
            _ => self.clock.advance(Duration::from_secs(1)),
        }
    }

    /// Writes and tells many times; fails if that allocates, or if nobody was told.
    #[track_caller]
    fn allocates_nothing(&self, what: &str, mut write: impl FnMut(&Store, u64)) {
        let mut step = 0;
        let per_round = allocations_per_round(ROUNDS, || {
            step += 1;
            write(&self.store, step);
            self.settle();
        });
        println!("{what}, {}: {per_round} allocations", self.name);
        assert!(self.told.load(Ordering::Relaxed) >= step, "{what}, {}: nobody told", self.name);
        assert!(per_round == 0.0, "{what}, {}: {per_round} allocations per round", self.name);
    }
}

fn in_each_world(subscribe: impl Fn(&mut World), run: impl Fn(&World)) {
    let _alone = alone();
    for mut world in World::all() {
        subscribe(&mut world);
        run(&world);
    }
}

#[test]
fn the_counter_counts() {
    let _alone = alone();
    assert!(allocations(|| drop(std::hint::black_box(Box::new(1)))) >= 1);
    let per_round = allocations_per_round(ROUNDS, || drop(std::hint::black_box(vec![1, 2])));
    assert!(per_round >= 1.0, "{per_round}");
    // A value that somebody holds is copied by the next write.
    let store = Store::immediate();
    let per_round = allocations_per_round(ROUNDS, || {
        let held = store.share(WORDS);
        store.update(WORDS, |words| words.clear());
        assert!(held.is_empty());
    });
    assert!(per_round >= 1.0, "{per_round}");
}

#[test]
fn a_list_that_is_written_in_place() {
    in_each_world(
        |world| world.tell(WORDS),
        |world| {
            world.allocates_nothing("clear a list", |store, _| {
                store.update(WORDS, |words| words.clear());
            });
        },
    );
}

#[test]
fn a_list_that_is_exchanged_for_another() {
    in_each_world(
        |world| world.tell(WORDS),
        |world| {
            world.store.set(WORDS, vec!["first".to_owned()]);
            let mut other = vec!["second".to_owned()];
            world.allocates_nothing("replace a list", |store, _| {
                other = store.replace(WORDS, std::mem::take(&mut other));
            });
        },
    );
}

#[test]
fn a_transaction_allocates_its_log_alone() {
    let _alone = alone();
    let store = Store::immediate();
    let _told = store.subscribe(BOTTOM, |_| ());
    let per_round = allocations_per_round(ROUNDS, || {
        store.transaction(|tx| Ok::<_, ()>(tx.update(BASE, |base| *base += 1))).unwrap();
    });
    println!("a transaction of one write: {per_round} allocations");
    assert!(per_round <= 8.0, "{per_round} allocations for a transaction of one write");
}

#[test]
fn an_atom_and_its_subscriber() {
    in_each_world(
        |world| world.tell(BASE),
        |world| {
            world.allocates_nothing("set", |store, step| store.set(BASE, step));
            world.allocates_nothing("update", |store, _| store.update(BASE, |base| *base += 1));
            world.allocates_nothing("modify", |store, _| store.modify(BASE, |base| *base += 1));
            world.allocates_nothing("replace", |store, step| {
                store.replace(BASE, step + 1_000_000);
            });
        },
    );
}

#[test]
fn a_field_and_its_subscriber() {
    in_each_world(
        |world| {
            world.tell(Settings.volume);
            world.tell(GAIN);
        },
        |world| {
            world.store.set(Settings.balance, 0.5);
            world.allocates_nothing("set a field", |store, step| store.set(Settings.volume, step));
            world.allocates_nothing("update a field", |store, _| {
                store.update(Settings.volume, |volume| *volume += 1);
            });
            world.allocates_nothing("update the whole", |store, _| {
                store.update(Settings, |settings| {
                    settings.volume += 1;
                    *settings.balance = 0.25;
                });
            });
        },
    );
}

#[test]
fn a_diamond_with_a_cut_off() {
    in_each_world(
        |world| {
            world.tell(BOTTOM);
            world.tell(PARITY);
            world.tell((LEFT, RIGHT));
        },
        |world| world.allocates_nothing("diamond", |store, step| store.set(BASE, step)),
    );
}

#[test]
fn a_chain() {
    in_each_world(
        |world| world.tell(C8),
        |world| world.allocates_nothing("chain", |store, step| store.set(BASE, step)),
    );
}

#[test]
fn a_batch_over_two_groups() {
    in_each_world(
        |world| {
            world.tell(BASE);
            world.tell(OTHER);
            world.tell((BASE, OTHER, Settings.volume));
        },
        |world| {
            world.allocates_nothing("batch", |store, step| {
                store.batch(|tx| {
                    tx.set(BASE, step);
                    tx.update(OTHER, |other| *other += 1);
                    tx.set(Settings.volume, step);
                });
            });
        },
    );
}

#[test]
fn many_subscribers_and_effects() {
    in_each_world(
        |world| {
            for _ in 0..40 {
                world.tell(BOTTOM);
            }
            let told = Arc::clone(&world.told);
            world.keep.push(world.store.effect(BASE, move |store, base| {
                store.set(OTHER, *base);
                told.fetch_add(1, Ordering::Relaxed);
            }));
            world.tell(OTHER);
        },
        |world| world.allocates_nothing("fan out", |store, step| store.set(BASE, step)),
    );
}

#[test]
fn hooks_and_reports() {
    in_each_world(
        |world| {
            world.tell(BASE);
            world.keep.push(world.store.after_flush(|report| assert!(report.notified > 0)));
        },
        // The list of the hooks is copied, so that they may be added and removed while they run.
        |world| {
            let mut step = 0;
            let per_round = allocations_per_round(ROUNDS, || {
                step += 1;
                world.store.set(BASE, step);
                world.settle();
            });
            assert!(per_round <= 1.0, "{}: {per_round} allocations for a hook", world.name);
        },
    );
}

#[test]
fn reads_and_watches() {
    let _alone = alone();
    let store = Store::manual();
    let mut watch = store.watch((BASE, BOTTOM, Settings.volume));
    let words = store.share(WORDS);
    let mut sum = 0;
    let per_round = allocations_per_round(ROUNDS, || {
        store.update(BASE, |base| *base += 1);
        sum += store.get(BOTTOM) + store.with(BASE, |base| *base);
        sum += store.get((BASE, LEFT, RIGHT, BOTTOM, C8, OTHER, Settings.volume, PARITY)).0;
        sum += store.read(|view| view.get(BASE) + view.get(Settings.volume));
        sum += *store.share(Settings.volume);
        sum += store.with(Settings.name, |name| name.len() as u64);
        sum += store.share(WORDS).len() as u64 + words.len() as u64;
        assert!(watch.changed().is_some() && watch.changed().is_none());
        store.set(BASE, store.get(BASE));
    });
    assert!(sum > 0);
    assert!(per_round == 0.0, "{per_round} allocations per round of reads");
}

#[test]
fn two_threads_write_at_once() {
    let _alone = alone();
    let store = Store::immediate();
    let _told = store.subscribe(BOTTOM, |_| ());
    let barrier = std::sync::Barrier::new(2);
    let (store, barrier) = (&store, &barrier);
    let counted = std::thread::scope(|scope| {
        let write = move || {
            for _ in 0..ROUNDS {
                store.update(BASE, |base| *base += 1);
            }
        };
        let other = scope.spawn(move || {
            write();
            (0..6).for_each(|_| {
                barrier.wait();
                write();
                barrier.wait();
            });
        });
        write();
        let mut quietest = usize::MAX;
        for _ in 0..6 {
            quietest = quietest.min(allocations(|| {
                barrier.wait();
                write();
                barrier.wait();
            }));
        }
        other.join().unwrap();
        quietest
    });
    // A thread that waits for the lock may set up its parking place, once.
    assert!(counted < ROUNDS / 20, "{counted} allocations in {ROUNDS} contended rounds");
}
