//! The memory of members.

use std::hint::black_box;

use allocation_counter::measure;
use atomata::Store;

use super::hand::Fast;
use super::{CELL, KEPT, Panel};

const MANY: u32 = 100_000;

/// The bytes that each of many takes, by what it is.
pub fn bytes_per_member() -> Vec<(&'static str, f64)> {
    let each = |bytes: i64| bytes as f64 / f64::from(MANY);
    let mut rows = Vec::new();
    let mut row = |name, make: &mut dyn FnMut()| {
        rows.push((name, each(measure(&mut *make).bytes_current)));
    };

    let mut map = Fast::default();
    row("`HashMap<u32, i64>`", &mut || map.extend((0..MANY).map(|key| (key, i64::from(key)))));
    assert_eq!(black_box(map).len(), MANY as usize);

    let store = Store::immediate();
    row("member of an atom of `i64`", &mut || {
        (0..MANY).for_each(|key| store.set(CELL(key), 1));
    });
    row("more for a kept computed over it", &mut || {
        (0..MANY).for_each(|key| assert_eq!(store.get(KEPT(key)), 2));
    });
    let mut told = Vec::with_capacity(MANY as usize);
    row("more for a subscription to it", &mut || {
        told.extend((0..MANY).map(|key| store.subscribe(CELL(key), |_| ())));
    });
    drop(told);
    let mut bound = Vec::with_capacity(MANY as usize);
    row("more for a bound handle to it", &mut || {
        bound.extend((0..MANY).map(|key| store.bind(CELL(key))));
    });
    assert_eq!(store.keys(CELL).len(), bound.len());

    let store = Store::immediate();
    row("member of an atom of a struct of 24 bytes", &mut || {
        (0..MANY).for_each(|key| store.set(Panel(key), Panel::default()));
    });
    assert_eq!(size_of::<Panel>(), 24);
    assert_eq!(store.keys(Panel).len(), MANY as usize);
    rows
}
