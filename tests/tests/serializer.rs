//! What a serializer writes, what it keeps of that, and when it writes the whole state instead; and who is told of
//! one entry of a map.
#![forbid(unsafe_code)]

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use atomata::testing::TestClock;
use atomata::{Follower, Map, Output, Store, Strategy, Wire, atom};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

#[atom(id = "text")]
static TEXT: String = "x".repeat(2_000);

#[atom(id = "count")]
static COUNT: u32 = 0;

#[atom(id = "counted")]
static COUNTED: Counted = Counted(0);

#[atom(key = u32, id = "member")]
static MEMBER: u32 = 0;

/// Counts how often it is written.
#[derive(Clone, Debug, PartialEq)]
struct Counted(u32);

static WRITTEN: AtomicU32 = AtomicU32::new(0);

impl Serialize for Counted {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        WRITTEN.fetch_add(1, Ordering::Relaxed);
        serializer.serialize_u32(self.0)
    }
}

impl<'de> Deserialize<'de> for Counted {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        u32::deserialize(deserializer).map(Self)
    }
}

fn store() -> Store {
    Store::builder()
        .initial(TEXT, "y".repeat(2_000))
        .initial(COUNT, 1)
        .initial(COUNTED, Counted(1))
        .register(MEMBER(1))
        .manual()
        .build()
}

#[test]
fn what_has_not_changed_is_not_written_again() {
    let store = store();
    let mut serializer = store.serializer(Wire::Json);
    let first = serializer.full().unwrap();
    assert_eq!(first, store.full_state().unwrap().to_json().unwrap().into_bytes());
    let written = || WRITTEN.swap(0, Ordering::Relaxed);
    assert!(written() > 0);
    assert_eq!(serializer.full().unwrap(), first);
    assert_eq!(written(), 0, "nothing changed");

    store.set(COUNT, 2);
    store.set(MEMBER(3), 4);
    let second = serializer.full().unwrap();
    assert_eq!(written(), 0, "something else changed");
    assert_eq!(second, store.full_state().unwrap().to_json().unwrap().into_bytes());

    written();
    store.set(COUNTED, Counted(2));
    let third = String::from_utf8(serializer.full().unwrap()).unwrap();
    assert_eq!(written(), 1);
    assert!(third.contains(r#""counted":2"#));

    // What a transaction took back is as it was.
    let taken_back = store.transaction(|tx| {
        tx.set(COUNTED, Counted(9));
        Err::<(), ()>(())
    });
    taken_back.unwrap_err();
    assert_eq!(String::from_utf8(serializer.full().unwrap()).unwrap(), third);
}

#[test]
fn what_is_kept_has_bounds() {
    let clock = TestClock::new();
    let store = Store::builder().scheduler(clock.clone()).initial(TEXT, "y".repeat(2_000)).build();
    store.set(COUNT, 1);
    let mut serializer = store.serializer(Wire::Json).cache_bytes(1_000);
    serializer.full().unwrap();
    let short = serializer.cached_bytes();
    assert!((1..1_000).contains(&short), "the text is too long to be kept: {short}");

    let mut serializer = store.serializer(Wire::Json).cache_age(Duration::from_secs(10));
    serializer.full().unwrap();
    // Each atom that is kept has the same own part, which one byte came with.
    let both = 2_002 + (short - 1) + short;
    assert_eq!(serializer.cached_bytes(), both);
    store.set(TEXT, "z".repeat(2_000));
    clock.advance(Duration::from_secs(11));
    let before = store.full_state().unwrap().to_json().unwrap();
    assert!(serializer.full().unwrap() == before.into_bytes());
    assert_eq!(serializer.cached_bytes(), both);
}

#[test]
fn what_changed_is_written_unless_it_is_most_of_it() {
    let store = store();
    let there = Store::builder().register(TEXT).register(COUNT).register(COUNTED).build();
    let mut serializer = store.serializer(Wire::Binary);
    let mut follower = Follower::new();
    let mut step = |expected: Option<bool>| {
        let output = serializer.next_output().unwrap();
        assert_eq!(output.as_ref().map(|output| output.full), expected);
        if let Some(Output { bytes, .. }) = output {
            follower.apply(&there, &bytes).unwrap();
        }
        assert_eq!((there.get(COUNT), there.get(TEXT)), (store.get(COUNT), store.get(TEXT)));
    };
    step(Some(true));
    step(None);
    store.set(COUNT, 2);
    step(Some(false));
    store.set(TEXT, "z".repeat(1_900));
    step(Some(true));
    store.set(COUNT, 3);
    step(Some(false));
}

#[test]
fn a_strategy_says_when() {
    let store = store();
    let outputs = Arc::new(Mutex::new(Vec::new()));
    let taking = Arc::clone(&outputs);
    let serializer = store.serializer(Wire::Json).strategy(Strategy::Incremental);
    let _writing = serializer.run(move |output| taking.lock().unwrap().push(output.unwrap()));
    let _watching = store.subscribe(COUNT, |_| ());
    for count in 2..5 {
        store.set(COUNT, count);
        store.set(COUNT, count * 10);
        store.flush();
    }
    let outputs = std::mem::take(&mut *outputs.lock().unwrap());
    assert_eq!(outputs.iter().map(|output| output.full).collect::<Vec<_>>(), [true, false, false]);
    let last = r#"[{"op":"replace","path":"/count","value":40}]"#;
    assert_eq!(outputs[2].bytes, last.as_bytes());

    let mut whole = store.serializer(Wire::Json).strategy(Strategy::Full);
    assert!(whole.next_output().unwrap().unwrap().full);
    assert_eq!(whole.next_output().unwrap(), None);
    store.set(COUNT, 7);
    assert!(whole.next_output().unwrap().unwrap().full);
}

#[atom]
static PRICES: Map<String, u32> = Map::new();

#[test]
fn one_entry_of_a_map() {
    let store = Store::immediate();
    store.update(PRICES, |prices| prices.extend((0..1_000).map(|n| (format!("item {n}"), n))));
    let told = Arc::new(Mutex::new(Vec::new()));
    let telling = Arc::clone(&told);
    let key = "item 500".to_owned();
    let subscription = store.subscribe_key(PRICES, key.clone(), move |price: Option<&u32>| {
        telling.lock().unwrap().push(price.copied());
    });
    let told = || std::mem::take(&mut *told.lock().unwrap());
    let put = |key: &str, price: u32| {
        store.update(PRICES, |prices| prices.insert(key.to_owned(), price));
    };
    put("item 501", 7);
    put("another", 7);
    assert_eq!(told(), [None; 0], "nothing happened to it");
    put(&key, 7);
    assert_eq!(told(), [Some(7)]);
    store.update(PRICES, |prices| *prices.get_mut(&key).unwrap() += 1);
    assert_eq!(told(), [Some(8)], "it was changed where it stands");
    store.update(PRICES, |prices| prices.remove(&key));
    assert_eq!(told(), [None]);
    store.update(PRICES, |prices| prices.retain(|_, price| *price > 3));
    assert_eq!(told(), [None; 0], "it was gone before");
    put(&key, 9);
    assert_eq!(told(), [Some(9)]);
    drop(subscription);
    put(&key, 10);
    assert_eq!(told(), [None; 0]);
}
