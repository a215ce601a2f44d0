//! What noting changes costs a write, when nobody asks for them.

use std::hint::black_box;

use atomata::{Store, Version, atom};

use super::ours::{Prefs, Shared, store};
use super::state::ITEMS;
use crate::cases::Case;
use crate::contest::Runner;

#[atom]
static NUMBER: u64 = 0;

/// Writes to a store that was asked for its version once, beside one that was not.
pub const TRACKING: &[Case] = &[
    Case {
        name: "set an atom",
        ours: || writing(true, |store, number| store.set(NUMBER, number)),
        hand: || writing(false, |store, number| store.set(NUMBER, number)),
    },
    Case {
        name: "set a field",
        ours: || writing(true, |store, number| store.set(Prefs.volume, number)),
        hand: || writing(false, |store, number| store.set(Prefs.volume, number)),
    },
    Case {
        name: "update a field through a guard",
        ours: || writing(true, |store, number| store.update(Prefs, |prefs| *prefs.volume = number)),
        hand: || {
            writing(false, |store, number| store.update(Prefs, |prefs| *prefs.volume = number))
        },
    },
    Case {
        name: "write to an item of a list",
        ours: || writing(true, write_item),
        hand: || writing(false, write_item),
    },
    Case {
        name: "write to a hundred items of a list in one update, each",
        ours: || writing(true, write_items),
        hand: || writing(false, write_items),
    },
];

fn write_item(store: &Store, number: u64) {
    let at = place(number);
    store.update(Shared.items, |items| items[at].price = number);
}

fn write_items(store: &Store, number: u64) {
    if number.is_multiple_of(100) {
        store.update(Shared.items, |items| {
            let items = &mut **items;
            (number - 100..number).for_each(|number| items[place(number)].price = number);
        });
    }
}

/// In an order that a cache cannot guess.
fn place(number: u64) -> usize {
    (number.wrapping_mul(7_919) % ITEMS as u64) as usize
}

fn writing(tracked: bool, write: impl Fn(&Store, u64) + 'static) -> Box<dyn Runner> {
    let store = store(true);
    store.set(NUMBER, 0);
    let version = tracked.then(|| store.version());
    Box::new(Writing { store, _version: version, number: 100, write })
}

struct Writing<W> {
    store: Store,
    /// Held, so that the lists in it are.
    _version: Option<Version>,
    number: u64,
    write: W,
}

impl<W: Fn(&Store, u64)> Runner for Writing<W> {
    fn run(&mut self, times: u64) {
        for _ in 0..times {
            self.number += 1;
            (self.write)(&self.store, black_box(self.number));
        }
    }

    fn check(&self) {
        let seen = [
            self.store.get(NUMBER),
            self.store.get(Prefs.volume),
            self.store
                .with(Shared.items, |items| items.iter().map(|item| item.price).max().unwrap_or(0)),
        ];
        let last = seen.into_iter().max();
        assert!(last.is_some_and(|last| last + 100 >= self.number), "the last write arrived");
    }
}
