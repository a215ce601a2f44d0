//! What things take in memory, counted by the allocator, beside what the store itself says of it.

use allocation_counter::measure;
use atomata::{Handle, Holds, ReadHandle, Store, Subscription, Tier};

use crate::graphs::{chain, many};

mod state;

pub use state::{collected, history, state};

/// What some things take.
#[derive(Clone, Debug)]
pub struct Held {
    /// What they are.
    pub name: String,
    /// How many there are.
    pub count: usize,
    /// What they take, counted.
    pub bytes: i64,
    /// What the store says that they take.
    pub said: i64,
}

/// What something makes a store hold.
fn held<G: Tier>(name: &str, count: usize, store: &Store<G>, make: impl FnOnce()) -> Held {
    let before = said(store);
    let bytes = measure(make).bytes_current;
    Held { name: name.to_owned(), count, bytes, said: said(store) - before }
}

fn said<G: Tier>(store: &Store<G>) -> i64 {
    store.memory().total() as i64
}

/// A store, and what single things in it take, in both tiers.
pub fn each() -> Vec<Held> {
    let mut rows = vec![made("an empty store", 1, Store::immediate, |_| ()).1];
    let empty = rows[0].clone();
    let less = |mut held: Held, empty: &Held| {
        held.bytes -= empty.bytes;
        held.said -= empty.said;
        held
    };
    let (store, all) = made("atoms of `i64`", 200, Store::immediate, read);
    rows.push(less(all, &empty));
    rows.push(subscribed("subscriptions, each to an atom of its own", &store));
    let one = made("", 1, Store::immediate, |store| assert_eq!(store.get(chain::HEAD), 0)).1;
    let row = made("computeds in a row", 50, Store::immediate, compute).1;
    rows.push(less(row, &one));
    rows.extend(members());
    let (store, all) = made("compiled: atoms of `i64`", 200, compiled::<many::Graph>, read);
    rows.push(less(all, &empty));
    rows.push(subscribed("compiled: subscriptions, each to an atom of its own", &store));
    let row = made("compiled: computeds in a row", 50, compiled::<chain::Graph>, compute).1;
    rows.push(less(row, &empty));
    rows
}

fn compiled<G: Tier>() -> Store<G> {
    Store::builder_of().immediate().build()
}

/// A store with what is read in it.
fn made<G: Tier>(
    name: &str,
    count: usize,
    make: fn() -> Store<G>,
    read: impl Fn(&Store<G>),
) -> (Store<G>, Held) {
    // What all stores of a graph share is made with the first one.
    read(&make());
    let mut store = None;
    let bytes = measure(|| read(store.insert(make()))).bytes_current;
    let store = store.expect("it was made");
    let said = said(&store);
    (store, Held { name: name.to_owned(), count, bytes, said })
}

fn read<G: Holds<Handle<i64>>>(store: &Store<G>) {
    let sum: i64 = many::all().iter().map(|handle| store.get(handle.clone())).sum();
    assert_eq!(sum, 199 * 100);
}

fn compute<G: Holds<ReadHandle<i64>>>(store: &Store<G>) {
    assert_eq!(store.get(chain::end()), 50);
}

fn subscribed<G: Holds<Handle<i64>>>(name: &str, store: &Store<G>) -> Held {
    let handles = many::all();
    let mut told: Vec<Subscription> = Vec::with_capacity(handles.len());
    let held = held(name, handles.len(), store, || {
        told.extend(handles.into_iter().map(|handle| store.subscribe(handle, |_| ())));
    });
    assert_eq!(store.stats().subscriptions, told.len());
    held
}

fn members() -> Vec<Held> {
    use crate::families::{CELL, KEPT, Panel};

    const MANY: u32 = 50_000;
    let count = MANY as usize;
    let store = Store::immediate();
    let atoms = held("members of `i64`", count, &store, || {
        (0..MANY).for_each(|key| store.set(CELL(key), 1));
    });
    let computeds = held("kept computeds, each over a member", count, &store, || {
        (0..MANY).for_each(|key| assert_eq!(store.get(KEPT(key)), 2));
    });
    let mut told = Vec::with_capacity(count);
    let subscriptions = held("subscriptions, each to a member of its own", count, &store, || {
        told.extend((0..MANY).map(|key| store.subscribe(CELL(key), |_| ())));
    });
    assert_eq!(told.len(), store.keys(CELL).len());
    let store = Store::immediate();
    let structs = held("members of a struct of 24 bytes", count, &store, || {
        (0..MANY).for_each(|key| store.set(Panel(key), Panel::default()));
    });
    vec![atoms, structs, computeds, subscriptions]
}
