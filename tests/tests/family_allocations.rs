//! Reading and writing members allocates nothing in steady state, for `Copy` keys and values, by key and
//! bound, with computeds by key and subscribers behind.
//!
//! A binary of its own, because it counts the allocations of the whole process.
#![forbid(unsafe_code)]

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use atomata::testing::TestClock;
use atomata::{Each, Source, Store, Subscription, atom, computed};
use atomata_tests::allocations::{COUNTING, Counting, allocations_per_round, alone};
use serde::{Deserialize, Serialize};

#[global_allocator]
static ALLOCATOR: &Counting = &COUNTING;

const ROUNDS: usize = 200;
const MEMBERS: u32 = 1000;

#[atom(key = (u32, u32))]
static CELL: u64 = 0;

#[atom(key = u32, life = lru(50))]
static CACHED: u64 = 0;

#[atom(key = u32, life = ttl(Duration::from_secs(1_000_000)))]
static SESSION: u64 = 0;

#[atom(key = u32)]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Panel {
    width: u64,
    height: u64,
    title: String,
}

#[computed(key = (u32, u32), deps = [CELL(x, y)])]
fn twice((x, y): (u32, u32), cell: u64) -> u64 {
    cell * 2 + u64::from(x + y)
}

#[computed(key = u32, deps = [TWICE(x, 1), Panel(x).width], life = keep)]
fn mixed(x: u32, twice: u64, width: u64) -> u64 {
    twice + width + u64::from(x)
}

#[computed(deps = [each(CELL)])]
fn total(cells: Each<'_, (u32, u32), u64>) -> u64 {
    cells.map(|(_, cell)| cell).sum()
}

/// A store with members, what makes it tell, and what counts the tellings.
struct World {
    store: Store,
    clock: TestClock,
    told: Arc<AtomicU64>,
    keep: Vec<Subscription>,
}

impl World {
    fn all() -> [(&'static str, Self); 3] {
        let new = |build: fn(&TestClock) -> Store| {
            let clock = TestClock::new();
            let store = build(&clock);
            store.set_batch(CELL, (0..MEMBERS).map(|x| ((x, 1), 1)));
            store.set_batch(CACHED, (0..50).map(|x| (x, 1)));
            store.set_batch(SESSION, (0..50).map(|x| (x, 1)));
            store.set_batch(Panel, (0..50).map(|x| (x, Panel::default())));
            Self { store, clock, told: Arc::default(), keep: Vec::new() }
        };
        [
            (
                "immediate",
                new(|clock| Store::builder().immediate().scheduler(clock.clone()).build()),
            ),
            ("manual", new(|clock| Store::builder().manual().scheduler(clock.clone()).build())),
            ("smart", new(|clock| Store::builder().smart().scheduler(clock.clone()).build())),
        ]
    }

    fn tell(&mut self, source: impl Source + 'static) {
        let told = Arc::clone(&self.told);
        self.keep.push(self.store.subscribe(source, move |_| {
            told.fetch_add(1, Ordering::Relaxed);
        }));
    }
}

/// Does something many times in each kind of store; fails if that allocates, or if nobody is told.
#[track_caller]
fn allocates_nothing(
    what: &str,
    subscribe: impl Fn(&mut World),
    make: impl Fn(&Store) -> Box<dyn FnMut(&Store, u64)>,
) {
    let _alone = alone();
    for (name, mut world) in World::all() {
        subscribe(&mut world);
        let mut write = make(&world.store);
        let mut step = 1;
        let World { store, clock, told, .. } = &world;
        let per_round = allocations_per_round(ROUNDS, || {
            step += 1;
            write(store, step);
            store.flush();
            clock.advance(Duration::from_millis(100));
        });
        println!("{what}, {name}: {per_round} allocations");
        assert!(told.load(Ordering::Relaxed) >= step - 1, "{what}, {name}: nobody was told");
        assert!(per_round == 0.0, "{what}, {name}: {per_round} allocations per round");
    }
}

#[test]
fn the_counter_counts() {
    let _alone = alone();
    let store = Store::immediate();
    let mut x = 0;
    let per_round = allocations_per_round(ROUNDS, || {
        x += 1;
        store.set(CELL(x, 1), 1);
    });
    assert!(per_round >= 1.0, "{per_round} allocations for a member");
}

#[test]
fn writes_by_key() {
    let observe = |world: &mut World| {
        world.tell(CELL(3, 1));
        world.tell(TWICE(3, 1));
        world.tell(MIXED(3));
        world.tell((CELL(4, 1), TWICE(4, 1)));
    };
    allocates_nothing("set", observe, |_| Box::new(|store, step| store.set(CELL(3, 1), step)));
    allocates_nothing("update", observe, |_| {
        Box::new(|store, _| store.update(CELL(3, 1), |cell| *cell += 1))
    });
    allocates_nothing("replace", observe, |_| {
        Box::new(|store, step| assert!(store.replace(CELL(3, 1), step) < step))
    });
    allocates_nothing("a batch", observe, |_| {
        Box::new(|store, step| {
            store.batch(|tx| (0..100).for_each(|x| tx.set(CELL(x, 1), step)));
        })
    });
    // No other members than those that are there.
    allocates_nothing("unobserved beside", observe, |_| {
        Box::new(|store, step| {
            store.set(CELL(3, 1), step);
            (500..550).for_each(|x| store.set(CELL(x, 1), step));
        })
    });
}

#[test]
fn writes_bound() {
    let observe = |world: &mut World| {
        world.tell(TWICE(3, 1));
        world.tell(MIXED(3));
    };
    allocates_nothing("set", observe, |store| {
        let cell = store.bind(CELL(3, 1));
        Box::new(move |store, step| store.set(&cell, step))
    });
    allocates_nothing("update", observe, |store| {
        let cell = store.bind(CELL(3, 1));
        Box::new(move |store, _| store.update(&cell, |cell| *cell += 1))
    });
}

#[test]
fn fields_of_structs() {
    let observe = |world: &mut World| {
        world.tell(Panel(3).width);
        world.tell(MIXED(3));
    };
    allocates_nothing("set a field", observe, |_| {
        Box::new(|store, step| store.set(Panel(3).width, step))
    });
    allocates_nothing("update through the guard", observe, |store| {
        let bound = store.bind(Panel(3));
        Box::new(move |store, step| {
            store.update(Panel(3), |panel| *panel.width = step);
            store.update(&bound, |panel| *panel.height += 1);
        })
    });
}

#[test]
fn a_whole_family_behind() {
    allocates_nothing(
        "each over a thousand",
        |world| world.tell(TOTAL),
        |_| Box::new(|store, step| store.set(CELL(3, 1), step)),
    );
}

#[test]
fn members_that_live_by_their_use() {
    allocates_nothing(
        "lru and ttl",
        |world| world.tell((CACHED(1), SESSION(1))),
        |_| {
            Box::new(|store, step| {
                let x = step as u32 % 50;
                store.set(CACHED(1), step);
                store.set(CACHED(x), step);
                store.set(SESSION(x), step);
                assert_eq!((store.get(CACHED(x)), store.get(SESSION(x))), (step, step));
            })
        },
    );
}

#[test]
fn reads() {
    let _alone = alone();
    let store = Store::immediate();
    store.set_batch(CELL, (0..MEMBERS).map(|x| ((x, 1), 1)));
    let _told = store.subscribe(TWICE(3, 1), |_| ());
    let (cell, twice) = (store.bind(CELL(5, 1)), store.bind(TWICE(5, 1)));
    let mut watch = store.watch((CELL(3, 1), TWICE(3, 1)));
    let mut sum = 0;
    let per_round = allocations_per_round(ROUNDS, || {
        store.update(CELL(3, 1), |cell| *cell += 1);
        store.update(&cell, |cell| *cell += 1);
        sum += store.get(CELL(3, 1)) + store.get(TWICE(3, 1)) + store.get(MIXED(3));
        sum += store.get(&cell) + store.get(&twice) + store.with(&cell, |cell| *cell);
        sum += (0..MEMBERS).map(|x| store.get(CELL(x, 1))).sum::<u64>() + store.get(TOTAL);
        sum += store.get((CELL(1, 1), TWICE(3, 1), Panel(3).width)).0 + *store.share(CELL(2, 1));
        sum += store.read(|view| view.get(CELL(3, 1)) + view.get(TWICE(3, 1)));
        sum += u64::from(store.contains(CELL(7, 1))) + u64::from(store.contains(CELL(7, 7)));
        assert!(watch.changed().is_some() && watch.changed().is_none());
    });
    assert!(sum > 0);
    assert!(per_round == 0.0, "{per_round} allocations per round of reads");
}
