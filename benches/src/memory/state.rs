//! What a state of 1.2 MB takes, its history, and what is kept of it to send it.

use allocation_counter::measure;
use atomata::{Builder, History, Serializer, Store, Version, Wire};

use super::{Held, held, said};
use crate::deltas::{Change, Edit, store_by, write_shared};

/// The state, in collections that share their parts and in plain ones, and what is kept to send it.
///
/// # Panics
/// If the state cannot be written.
pub fn state() -> Vec<Held> {
    let mut rows = Vec::new();
    for (name, shared) in [("in `List` and `Map`", true), ("in `Vec` and `BTreeMap`", false)] {
        let empty = said(&Store::immediate());
        let mut store = None;
        let bytes = measure(|| store = Some(store_by(immediate(), shared))).bytes_current;
        let store = store.expect("it was made");
        let said = said(&store) - empty;
        rows.push(Held { name: format!("the state {name}"), count: 1, bytes, said });
        let mut version = None;
        rows.push(held(&format!("a version of it {name}"), 1, &store, || {
            version = Some(store.version());
        }));
        let mut kept = Vec::new();
        for wire in [Wire::Json, Wire::Binary] {
            let mut serializer = store.serializer(wire);
            rows.push(held(
                &format!("what a serializer keeps, {wire:?}, {name}"),
                1,
                &store,
                || {
                    drop(serializer.full().expect("the state can be written"));
                },
            ));
            kept.push(serializer);
        }
    }
    rows
}

fn immediate() -> Builder {
    Store::builder().immediate()
}

/// So many entries of a history, each after a change.
///
/// # Panics
/// If there is another number of entries.
pub fn history(count: usize, change: Change) -> Held {
    let store = store_by(immediate().history(History::new()), true);
    let edit = Edit::from(change);
    // Fills what grows once.
    write_shared(&store, &edit, 0);
    store.history().clear();
    let name = format!("{count} entries of the history, {}", change.name());
    let held = held(&name, count, &store, || {
        (1..=count as u64).for_each(|step| write_shared(&store, &edit, step));
    });
    assert_eq!(store.history().entries().len(), count);
    held
}

/// What `collect` frees of a state of which versions, serializers and a computed are kept, and what it says.
///
/// # Panics
/// If nothing is freed, or the state is another one then.
pub fn collected() -> Held {
    let store = store_by(immediate(), false);
    let version: Version = store.version();
    let mut serializers = [Wire::Json, Wire::Binary].map(|wire| store.serializer(wire));
    let full = |serializer: &mut Serializer| serializer.full().expect("it can be written").len();
    let before = serializers.each_mut().map(full);
    let mut freed = 0;
    let bytes = -measure(|| freed = store.collect().total()).bytes_current;
    assert!(freed > 0 && bytes > 0);
    assert_eq!(serializers.each_mut().map(full), before);
    drop(version);
    Held { name: "freed by `collect`".to_owned(), count: 1, bytes, said: freed as i64 }
}
