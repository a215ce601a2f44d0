//! The state in atomata: in collections that share their parts, and as plain values.

use std::collections::BTreeMap;

use atomata::{Builder, List, Map, Store, Version, atom};
use serde::{Deserialize, Serialize};

use super::state::{
    Change, Edit, Entry, Item, MIDDLE, NEW, Prefs as Preferences, Shop, Theme, price,
};
use super::{Contender, Make};
use crate::contest::Runner;

/// What there are many of, in collections that record their edits.
#[atom(id = "shop")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Shared {
    pub items: List<Item>,
    pub entries: Map<u32, Entry>,
}

/// The same in plain collections.
#[atom(id = "plain")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Plain {
    #[atom(by = id)]
    pub items: Vec<Item>,
    pub entries: BTreeMap<u32, Entry>,
}

#[atom(id = "prefs")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Prefs {
    pub volume: u64,
    pub language: String,
    #[atom(nested)]
    pub theme: Theme,
    pub recent: Vec<String>,
}

#[atom(id = "text")]
static TEXT: String = String::new();

/// Atomata on one of its wires, with the collections of one kind.
pub fn ours(shared: bool, patch: bool) -> Make {
    match (shared, patch) {
        (true, false) => || Box::new(Ours::new(true, false)),
        (true, true) => || Box::new(Ours::new(true, true)),
        (false, false) => || Box::new(Ours::new(false, false)),
        (false, true) => || Box::new(Ours::new(false, true)),
    }
}

struct Ours {
    store: Store,
    version: Version,
    shared: bool,
    patch: bool,
}

/// A store with the state that all begin with.
pub(super) fn store(shared: bool) -> Store {
    store_by(Store::builder().immediate(), shared)
}

/// The same, of a store made to measure.
pub fn store_by(builder: Builder, shared: bool) -> Store {
    let store = builder.build();
    let Shop { items, entries, prefs, text } = Shop::new();
    if shared {
        let (items, entries) = (items.into_iter().collect(), entries.into_iter().collect());
        store.set(Shared, Shared { items, entries });
    } else {
        store.set(Plain, Plain { items, entries });
    }
    let Preferences { volume, language, theme, recent } = prefs;
    store.set(Prefs, Prefs { volume, language, theme, recent });
    store.set(TEXT, text);
    store
}

impl Ours {
    fn new(shared: bool, patch: bool) -> Self {
        let store = store(shared);
        let version = store.version();
        Self { store, version, shared, patch }
    }
}

impl Contender for Ours {
    fn write(&mut self, edit: &Edit, step: u64) {
        if self.shared {
            write_shared(&self.store, edit, step);
        } else {
            write_plain(&self.store, edit, step);
        }
    }

    fn tell(&mut self) -> Vec<u8> {
        let delta = self.store.changes_since(&mut self.version).expect("it is not in a turn");
        if self.patch {
            delta.to_patch().expect("serde knows all of it").into_bytes()
        } else {
            delta.to_bytes().expect("serde knows all of it")
        }
    }

    fn forget(&mut self) {
        self.version = self.store.version();
    }

    fn apply(&mut self, told: &[u8]) {
        if self.patch {
            let told = std::str::from_utf8(told).expect("a patch is text");
            self.store.apply_patch(told).expect("it fits");
        } else {
            self.store.apply_bytes(told).expect("it fits");
        }
    }

    fn shop(&self) -> Shop {
        let Prefs { volume, language, theme, recent } = self.store.get(Prefs);
        let prefs = Preferences { volume, language, theme, recent };
        let (items, entries) = if self.shared {
            let Shared { items, entries } = self.store.get(Shared);
            let entries = entries.iter().map(|(&key, entry)| (key, entry.clone()));
            (items.to_vec(), entries.collect())
        } else {
            let Plain { items, entries } = self.store.get(Plain);
            (items, entries)
        };
        Shop { items, entries, prefs, text: self.store.get(TEXT) }
    }
}

/// Changes the state in collections that share their parts.
pub fn write_shared(store: &Store, edit: &Edit, step: u64) {
    match edit.change {
        Change::Nothing => {}
        Change::Field => store.set(Prefs.volume, price(step)),
        Change::OneInARow | Change::Percent(_) => store.update(Shared, |shared| {
            let items: &mut List<Item> = &mut shared.items;
            for &at in &edit.items {
                items[at].price = price(step);
            }
            let entries: &mut Map<u32, Entry> = &mut shared.entries;
            for key in &edit.entries {
                if let Some(entry) = entries.get_mut(key) {
                    entry.score = price(step);
                }
            }
        }),
        Change::Front | Change::Middle => {
            store.update(Shared.items, |items| match (edit.change, step.is_multiple_of(2)) {
                (Change::Front, true) => items.insert(0, Item::new(NEW)),
                (Change::Front, false) => drop(items.remove(0)),
                (_, true) => drop(items.remove(MIDDLE)),
                (_, false) => items.insert(MIDDLE, Item::new(MIDDLE as u32)),
            });
        }
    }
}

/// Changes the state in plain collections.
fn write_plain(store: &Store, edit: &Edit, step: u64) {
    match edit.change {
        Change::Nothing => {}
        Change::Field => store.set(Prefs.volume, price(step)),
        Change::OneInARow | Change::Percent(_) => store.update(Plain, |plain| {
            let items: &mut Vec<Item> = &mut plain.items;
            edit.items.iter().for_each(|&at| items[at].price = price(step));
            let entries: &mut BTreeMap<u32, Entry> = &mut plain.entries;
            for key in &edit.entries {
                if let Some(entry) = entries.get_mut(key) {
                    entry.score = price(step);
                }
            }
        }),
        Change::Front | Change::Middle => {
            store.update(Plain.items, |items| match (edit.change, step.is_multiple_of(2)) {
                (Change::Front, true) => items.insert(0, Item::new(NEW)),
                (Change::Front, false) => drop(items.remove(0)),
                (_, true) => drop(items.remove(MIDDLE)),
                (_, false) => items.insert(MIDDLE, Item::new(MIDDLE as u32)),
            });
        }
    }
}

/// A whole state as JSON or as bytes.
pub fn full(shared: bool, json: bool) -> Box<dyn Runner> {
    let store = store(shared);
    let least = if json { 1_000_000 } else { 500_000 };
    Box::new(move |times: u64| {
        for _ in 0..times {
            let full = store.full_state().expect("it is not in a turn");
            let len = if json {
                full.to_json().map(|text| text.len())
            } else {
                full.to_bytes().map(|bytes| bytes.len())
            };
            assert!(len.is_ok_and(|len| len > least));
        }
    })
}

/// So many consumers, each of which is told after each change.
pub fn consumers(count: usize) -> Box<dyn Runner> {
    let store = store(true);
    let mut versions: Vec<Version> = (0..count).map(|_| store.version()).collect();
    let edit = Edit::from(Change::Percent(1));
    let mut step = 0;
    Box::new(move |times: u64| {
        for _ in 0..times {
            write_shared(&store, &edit, step);
            step += 1;
            for version in &mut versions {
                let delta = store.changes_since(version).expect("it is not in a turn");
                let bytes = delta.to_bytes().expect("serde knows all of it");
                assert!(bytes.len() > 4_500);
            }
        }
    })
}
