//! Entries of the history that are skipped.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use atomata::history::Point;
use atomata::{History, Store};
use serde_json::{Value, json};

use crate::client::Client;
use crate::shop::{Cart, PRICE, SCORE, TAX, TOTAL};

fn ids(history: &Value) -> Vec<u64> {
    let entries = history["entries"].as_array().unwrap();
    entries.iter().map(|entry| entry["id"].as_u64().unwrap()).collect()
}

#[test]
fn what_later_entries_wrote_stays_and_the_rest_is_as_before() {
    let store = Store::builder().immediate().history(History::new()).build();
    let told = Arc::new(Mutex::new(Vec::new()));
    let telling = Arc::clone(&told);
    store.subscribe(TOTAL, move |total| telling.lock().unwrap().push(*total)).detach();
    store.set(PRICE, 10.0);
    store.batch(|tx| {
        tx.set(PRICE, 20.0);
        tx.set(TAX, 0.5);
    });
    store.set(Cart.coupon, Some("TEN".to_owned()));
    store.set(PRICE, 40.0);
    let inspector = store.devtools().serve("127.0.0.1:0").unwrap();
    let (mut client, number) = Client::watching(&inspector);
    let history = client.of("history");
    let points = ids(&history);
    told.lock().unwrap().clear();
    let mut skip = |entry, on| {
        let answer = client.ask(json!({"type": "skip", "store": number, "entry": entry, "on": on}));
        let history = client.until("history", |_| true);
        answer.map(|_| history)
    };
    let history = skip(points[1], true).unwrap();
    let skipped = |history: &Value| history["entries"][1]["skipped"].clone();
    assert_eq!((skipped(&history), &history["position"]), (json!(true), &json!(points[3])));
    assert_eq!((store.get(PRICE), store.get(TAX)), (40.0, 0.2));
    assert_eq!(*told.lock().unwrap(), [48.0]);
    // The states on the way are other ones, too.
    store.undo();
    assert_eq!((store.get(PRICE), store.get(Cart.coupon).as_deref()), (10.0, Some("TEN")));
    store.undo();
    store.undo();
    assert_eq!((store.get(PRICE), store.get(Cart.coupon)), (10.0, None));
    // What is undone is skipped and taken in without a change.
    told.lock().unwrap().clear();
    skip(points[3], true).unwrap();
    assert_eq!(*told.lock().unwrap(), [0.0; 0]);
    while store.redo() {}
    assert_eq!((store.get(PRICE), store.get(TAX)), (10.0, 0.2));
    skip(points[3], false).unwrap();
    assert_eq!(skipped(&skip(points[1], false).unwrap()), false);
    assert_eq!((store.get(PRICE), store.get(TAX)), (40.0, 0.5));
    while store.undo() {}
    assert_eq!((store.get(PRICE), store.get(TAX)), (100.0, 0.2));
}

#[test]
fn what_cannot_be_skipped_is_told() {
    let store = Store::builder().immediate().history(History::new()).build();
    store.set(PRICE, 1.0);
    let plain = Store::new();
    let inspector = store.devtools().serve("127.0.0.1:0").unwrap();
    let (mut client, number) = Client::watching(&inspector);
    let start = client.of("history")["start"].clone();
    let mut skip = |store: u64, entry: Value| {
        client.ask(json!({"type": "skip", "store": store, "entry": entry, "on": true})).unwrap_err()
    };
    let beginning = "the beginning of the history is no entry that could be skipped";
    assert_eq!(skip(number, start), beginning);
    assert!(skip(number, json!(99)).starts_with("the history has no point 99"));
    assert!(skip(number, json!("all")).starts_with("`entry` is missing"));
    inspector.add(&plain, "plain");
    let opened = client.until("opened", |opened| opened["name"] == "plain");
    let request = json!({"type": "skip", "store": opened["store"], "entry": 1, "on": true});
    let error = client.ask(request).unwrap_err();
    assert!(error.starts_with("`skip` needs a history"), "{error}");
}

/// What a turn wrote.
#[derive(Clone, Debug)]
enum Written {
    Price(f64),
    Tax(f64),
    Coupon(Option<String>),
    Cart(Cart),
    /// A member came, or became another one.
    Came(u32, u64),
    /// What a member held was written: nothing, where none is there.
    Score(u32, u64),
    Left(u32),
}

/// A store that works out everything anew.
#[derive(Clone, Debug, PartialEq)]
struct Model {
    price: f64,
    tax: f64,
    cart: Cart,
    scores: BTreeMap<u32, u64>,
}

impl Model {
    fn write(&mut self, written: &Written) {
        match written.clone() {
            Written::Price(price) => self.price = price,
            Written::Tax(tax) => self.tax = tax,
            Written::Coupon(coupon) => self.cart.coupon = coupon,
            Written::Cart(cart) => self.cart = cart,
            Written::Came(key, score) => {
                self.scores.insert(key, score);
            }
            Written::Score(key, score) => {
                self.scores.entry(key).and_modify(|old| *old = score);
            }
            Written::Left(key) => {
                self.scores.remove(&key);
            }
        }
    }

    fn of(store: &Store) -> Self {
        let scores = store.keys(SCORE).into_iter().map(|key| (key, store.get(SCORE(key))));
        let (price, tax, cart) = store.get((PRICE, TAX, Cart));
        Self { price, tax, cart, scores: scores.collect() }
    }
}

struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (self.0 >> 33) % end
    }
}

/// A random turn, and what it wrote.
fn turn(store: &Store, random: &mut Random) -> Written {
    let number = random.below(5) as u32;
    let text = (number > 0).then(|| "T".repeat(number as usize));
    match random.below(6) {
        0 => {
            store.set(PRICE, f64::from(number));
            Written::Price(f64::from(number))
        }
        1 => {
            store.set(TAX, f64::from(number));
            Written::Tax(f64::from(number))
        }
        2 => {
            store.set(Cart.coupon, text.clone());
            Written::Coupon(text)
        }
        3 => {
            let cart = Cart { items: vec!["lamp".to_owned(); number as usize % 2], coupon: text };
            store.set(Cart, cart.clone());
            Written::Cart(cart)
        }
        4 => {
            let (key, points) = (number % 3, random.below(4));
            let was_there = store.contains(SCORE(key));
            store.set(SCORE(key), points);
            if was_there { Written::Score(key, points) } else { Written::Came(key, points) }
        }
        _ => {
            store.remove(SCORE(number % 3));
            Written::Left(number % 3)
        }
    }
}

/// An entry, as the model has it.
#[derive(Debug)]
struct Entry {
    point: u64,
    writes: Vec<Written>,
    skipped: bool,
}

/// The number of a point; the public one is not known but by what it prints.
fn number_of(point: Point) -> u64 {
    let text = format!("{point:?}");
    let number = text.rsplit("number: ").next().unwrap();
    number.trim_end_matches(" }").parse().unwrap()
}

/// Makes the oldest entries one, as the history did.
fn prune(entries: &mut Vec<Entry>, kept: usize) {
    while entries.len() > kept {
        let old = entries.remove(0);
        let next = &mut entries[0];
        if old.skipped {
            continue;
        }
        let new = std::mem::replace(&mut next.writes, old.writes);
        if !std::mem::take(&mut next.skipped) {
            next.writes.extend(new);
        }
    }
}

#[test]
fn states_follow_from_each_other_without_what_is_skipped() {
    for seed in 1..=16 {
        let mut random = Random(seed);
        let most = if seed % 2 == 0 { 5 } else { 500 };
        let history = History::new().max_snapshots(most);
        let store = Store::builder().immediate().history(history).build();
        let initial = Model::of(&store);
        let inspector = store.devtools().serve("127.0.0.1:0").unwrap();
        let (mut client, number) = Client::watching(&inspector);
        let mut ask = |kind: &str, entry: u64, on: bool| {
            let request = json!({"type": kind, "store": number, "entry": entry, "on": on});
            client.ask(request).unwrap();
        };
        // The beginning stays, so that what there is no room for is merged.
        ask("pin", 0, true);
        let mut entries: Vec<Entry> = Vec::new();
        let here = || number_of(store.history().position());
        for _ in 0..80 {
            match random.below(5) {
                0 | 1 => {
                    let before = here();
                    let writes = vec![turn(&store, &mut random)];
                    let point = here();
                    if point != before {
                        entries.retain(|entry| entry.point <= before);
                        entries.push(Entry { point, writes, skipped: false });
                        prune(&mut entries, most);
                    }
                }
                2 if !entries.is_empty() => {
                    let at = random.below(entries.len() as u64 + 1);
                    let to = at.checked_sub(1).map_or(0, |at| entries[at as usize].point);
                    ask("go_to", to, true);
                }
                _ if !entries.is_empty() => {
                    let at = random.below(entries.len() as u64) as usize;
                    let Entry { point, skipped, .. } = &mut entries[at];
                    *skipped = !*skipped;
                    ask("skip", *point, *skipped);
                }
                _ => {}
            }
            let points: Vec<u64> = entries.iter().map(|entry| entry.point).collect();
            let known = store.history().entries();
            assert_eq!(known.iter().map(|it| number_of(it.point)).collect::<Vec<_>>(), points);
            let mut wanted = initial.clone();
            let done = entries.iter().filter(|entry| entry.point <= here() && !entry.skipped);
            done.flat_map(|entry| &entry.writes).for_each(|written| wanted.write(written));
            assert_eq!(Model::of(&store), wanted, "seed {seed}: {entries:#?}");
        }
        inspector.stop();
    }
}
