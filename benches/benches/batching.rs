//! What batching saves, and what it costs: notifications with and without it, and the time atomata
//! adds to a thousand updates beyond the user's own computation.
//!
//! `cargo bench -p atomata_benches --bench batching`
#![forbid(unsafe_code)]

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use atomata::testing::TestClock;
use atomata::{Handle, Store, Subscription};
use atomata_benches::clock::timed;
use atomata_benches::contest::{Table, digits};
use atomata_benches::graphs::thousand;
use atomata_benches::ours::subscribe;
use atomata_benches::seen::Seen;

/// The share of notifications that batching has to save in a burst.
const FLOOR: f64 = 70.0;
/// What a thousand updates may cost beyond the user's own computation.
const LIMIT: Duration = Duration::from_millis(1);
const UPDATES: usize = 1_000;
const FRAME: Duration = Duration::from_millis(16);

fn main() {
    saved();
    overhead();
}

/// Writes a burst of updates that begins at a number.
type Writing = Box<dyn FnMut(&Store, i64)>;

/// A burst: sixty frames of a hundred updates, spread over so many atoms.
fn saved() {
    const FRAMES: i64 = 60;
    const BURST: i64 = 100;
    let mut table = Table::new(&[
        "100 updates per frame over",
        "without batching",
        "with",
        "saved %",
        "flushes",
        "as counted by the store",
    ]);
    for atoms in [1_usize, 5, 10, 25] {
        let handles: Vec<Handle<i64>> = thousand::all().into_iter().take(atoms).collect();
        let burst = |store: &Store, frame: i64| {
            for update in 0..BURST {
                let handle = &handles[update as usize % atoms];
                store.set(handle, frame * BURST + update + 1);
            }
        };
        let clock = TestClock::new();
        let smart = Store::builder().smart().scheduler(clock.clone()).build();
        let immediate = Store::immediate();
        let (batched, each) = (Arc::new(Seen::new(atoms)), Arc::new(Seen::new(atoms)));
        let _telling = (
            subscribe(&smart, &batched, handles.clone()),
            subscribe(&immediate, &each, handles.clone()),
        );
        for frame in 0..FRAMES {
            burst(&smart, frame);
            clock.advance(FRAME);
            burst(&immediate, frame);
        }
        assert_eq!(batched.values(), each.values(), "batching loses no update");
        assert_eq!(each.calls(), (FRAMES * BURST).unsigned_abs());
        assert_eq!(batched.calls(), (FRAMES.unsigned_abs()) * atoms as u64);
        let share = 100.0 * (1.0 - batched.calls() as f64 / each.calls() as f64);
        assert!(share >= FLOOR, "batching saves {share:.1} %, less than {FLOOR} %");
        let stats = smart.stats();
        assert_eq!(stats.saved, each.calls() - batched.calls());
        table.row(&[
            format!("{atoms} atoms"),
            each.calls().to_string(),
            batched.calls().to_string(),
            format!("{share:.1}"),
            stats.flushes.to_string(),
            stats.saved.to_string(),
        ]);
    }
    table.print(&format!("Notifications saved by batching (floor {FLOOR} %)"));
}

/// A way to apply a thousand updates and tell of them.
struct Way {
    name: &'static str,
    run: Box<dyn FnMut(i64)>,
    seen: Arc<Seen>,
    calls: u64,
    /// Without atomata: what the subscribers themselves cost.
    own: bool,
}

fn overhead() {
    const ROUNDS: i64 = 400;
    for (title, atoms) in [("1,000 distinct atoms", UPDATES), ("one atom", 1)] {
        let mut ways = ways(atoms);
        let mut took: Vec<Vec<Duration>> = ways.iter().map(|_| Vec::new()).collect();
        for round in 1..=ROUNDS + 20 {
            for (way, took) in ways.iter_mut().zip(&mut took) {
                let before = way.seen.calls();
                let (time, ()) = timed(|| (way.run)(round * UPDATES as i64));
                assert_eq!(way.seen.calls() - before, way.calls, "{}", way.name);
                let last = (round + 1) * UPDATES as i64 - 1;
                assert_eq!(way.seen.values().last(), Some(&last), "{}", way.name);
                // The first rounds grow the lists.
                if round > 20 {
                    took.push(time);
                }
            }
        }
        print(title, &ways, &took);
    }
}

fn print(title: &str, ways: &[Way], took: &[Vec<Duration>]) {
    let mean = |times: &[Duration]| times.iter().sum::<Duration>() / times.len() as u32;
    let own = ways.iter().zip(took).filter(|(way, _)| way.own);
    let own = own.map(|(_, took)| mean(took)).min().unwrap_or_default();
    let mut table = Table::new(&[
        "1,000 updates",
        "mean µs",
        "overhead, mean µs",
        "overhead, maximum µs",
        "calls",
    ]);
    let micros = |time: Duration| digits(time.as_secs_f64() * 1e6);
    for (way, times) in ways.iter().zip(took) {
        let mean = mean(times);
        let most = times.iter().max().copied().unwrap_or_default();
        let over = |time: Duration| time.saturating_sub(own);
        table.row(&[
            way.name.to_owned(),
            micros(mean),
            micros(over(mean)),
            micros(over(most)),
            way.calls.to_string(),
        ]);
        assert!(over(mean) < LIMIT, "{}: {mean:?} for {title}", way.name);
        if over(most) >= LIMIT {
            println!("{} misses the limit of {LIMIT:?} at its slowest: {most:?}", way.name);
        }
    }
    table.print(&format!("Overhead of {title} (limit 1,000 µs, over {} rounds)", took[0].len()));
}

fn ways(atoms: usize) -> Vec<Way> {
    let handles: Vec<Handle<i64>> = thousand::all().into_iter().take(atoms).collect();
    let write = move |store: &Store, from: i64| {
        for update in 0..UPDATES {
            store.set(&handles[update % atoms], from + update as i64);
        }
    };
    let mut ways = vec![by_hand("by hand, without a lock", atoms, true), by_hand_locked(atoms)];
    let mut add = |name, calls: usize, store: Store, mut run: Writing| {
        let seen = Arc::new(Seen::new(atoms));
        let handles = thousand::all().into_iter().take(atoms).collect();
        let telling: Vec<Subscription> = subscribe(&store, &seen, handles);
        let run = Box::new(move |from| {
            let _ = &telling;
            run(&store, from);
        });
        ways.push(Way { name, run, seen, calls: calls as u64, own: false });
    };
    let batch = write.clone();
    add(
        "atomata, one batch",
        atoms,
        Store::immediate(),
        Box::new(move |store, from| store.batch(|tx| batch(tx, from))),
    );
    let clock = TestClock::new();
    let window = write.clone();
    add(
        "atomata, one window",
        atoms,
        Store::builder().smart().scheduler(clock.clone()).build(),
        Box::new(move |store, from| {
            window(store, from);
            clock.advance(FRAME);
        }),
    );
    let manual = write.clone();
    add(
        "atomata, one flush by hand",
        atoms,
        Store::manual(),
        Box::new(move |store, from| {
            manual(store, from);
            store.flush();
        }),
    );
    add("atomata, told each time", UPDATES, Store::immediate(), Box::new(write));
    ways
}

/// Values, a mark for each that changed, and a call for each mark at the end.
fn by_hand(name: &'static str, atoms: usize, own: bool) -> Way {
    let seen = Arc::new(Seen::new(atoms));
    let (mut values, mut changed) = (vec![0_i64; atoms], vec![false; atoms]);
    let telling = Arc::clone(&seen);
    let run = move |from: i64| {
        for update in 0..UPDATES {
            let (at, value) = (update % atoms, from + update as i64);
            changed[at] |= std::mem::replace(&mut values[at], value) != value;
        }
        for (at, changed) in changed.iter_mut().enumerate() {
            if std::mem::take(changed) {
                telling.hit(at, values[at]);
            }
        }
    };
    Way { name, run: Box::new(run), seen, calls: atoms as u64, own }
}

/// The same behind a mutex that is locked for each update.
fn by_hand_locked(atoms: usize) -> Way {
    let seen = Arc::new(Seen::new(atoms));
    let state = Mutex::new((vec![0_i64; atoms], vec![false; atoms]));
    let telling = Arc::clone(&seen);
    let run = move |from: i64| {
        let lock = || state.lock().unwrap_or_else(PoisonError::into_inner);
        for update in 0..UPDATES {
            let (at, value) = (update % atoms, from + update as i64);
            let (values, changed) = &mut *lock();
            changed[at] |= std::mem::replace(&mut values[at], value) != value;
        }
        for at in 0..atoms {
            let news = {
                let (values, changed) = &mut *lock();
                std::mem::take(&mut changed[at]).then(|| values[at])
            };
            if let Some(value) = news {
                telling.hit(at, value);
            }
        }
    };
    let name = "by hand, a mutex for each update";
    Way { name, run: Box::new(run), seen, calls: atoms as u64, own: false }
}
