//! Reads and transactions: what is measured beside a mutex around the same values.

use std::hint::black_box;
use std::sync::{Mutex, PoisonError};

use atomata::{Handle, Store, atom, computed};
use serde::{Deserialize, Serialize};

use crate::contest::Runner;
use crate::graphs::{large, thousand};

/// One thing in atomata and by hand.
#[derive(Debug)]
pub struct Case {
    /// What is done.
    pub name: &'static str,
    /// Makes atomata's way of doing it.
    pub ours: fn() -> Box<dyn Runner>,
    /// Makes the way by hand.
    pub hand: fn() -> Box<dyn Runner>,
}

#[atom]
static NUMBER: i64 = 7;

#[atom]
static TEXT: String = "seven".to_owned();

#[computed(deps = [NUMBER])]
fn double(number: i64) -> i64 {
    number * 2
}

/// What fields are read from.
#[atom]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Panel {
    width: i64,
    height: i64,
    title: String,
}

/// Every way to read, beside a mutex that is locked for each.
pub const READS: &[Case] = &[
    Case {
        name: "get atom",
        ours: || reading(|store| store.get(NUMBER), 7),
        hand: || locked(7_i64, |number| *number, 7),
    },
    Case {
        name: "get clean computed",
        ours: || reading(|store| store.get(DOUBLE), 14),
        hand: || locked(14_i64, |number| *number, 14),
    },
    Case {
        name: "get field",
        ours: || reading(|store| store.get(Panel.height), 0),
        hand: || locked(Panel::default(), |panel| panel.height, 0),
    },
    Case {
        name: "get tuple of two",
        ours: || {
            reading(
                |store| {
                    let (a, b) = store.get((NUMBER, DOUBLE));
                    a + b
                },
                21,
            )
        },
        hand: || locked((7_i64, 14_i64), |(a, b)| a + b, 21),
    },
    Case {
        name: "with atom",
        ours: || reading(|store| store.with(NUMBER, |number| *number), 7),
        hand: || locked(7_i64, |number| *number, 7),
    },
    Case {
        name: "with String",
        ours: || reading(|store| store.with(TEXT, |text| text.len() as i64), 5),
        hand: || locked("seven".to_owned(), |text| text.len() as i64, 5),
    },
    Case {
        name: "with field",
        ours: || reading(|store| store.with(Panel.title, |title| title.len() as i64), 0),
        hand: || locked(Panel::default(), |panel| panel.title.len() as i64, 0),
    },
    Case {
        name: "share String",
        ours: || reading(|store| store.share(TEXT).len() as i64, 5),
        hand: || {
            locked(std::sync::Arc::new("seven".to_owned()), |text| text.clone().len() as i64, 5)
        },
    },
];

fn reading(read: impl Fn(&Store) -> i64 + 'static, expected: i64) -> Box<dyn Runner> {
    let store = Store::immediate();
    Box::new(move |times: u64| {
        let sum = (0..times).fold(0_i64, |sum, _| sum + read(black_box(&store)));
        assert_eq!(sum, expected * times.cast_signed());
    })
}

fn locked<T: 'static>(
    value: T,
    read: impl Fn(&T) -> i64 + 'static,
    expected: i64,
) -> Box<dyn Runner> {
    let value = Mutex::new(value);
    Box::new(move |times: u64| {
        let one = || read(&black_box(&value).lock().unwrap_or_else(PoisonError::into_inner));
        let sum = (0..times).fold(0_i64, |sum, _| sum + one());
        assert_eq!(sum, expected * times.cast_signed());
    })
}

/// Transactions of distinct atoms, committed and rolled back, beside a mutex and a log by hand.
pub const TRANSACTIONS: &[Case] = &[
    Case { name: "commit 10 writes", ours: || transacting(10, true), hand: || logging(10, true) },
    Case {
        name: "commit 100 writes",
        ours: || transacting(100, true),
        hand: || logging(100, true),
    },
    Case {
        name: "roll back 10 writes",
        ours: || transacting(10, false),
        hand: || logging(10, false),
    },
    Case {
        name: "roll back 100 writes",
        ours: || transacting(100, false),
        hand: || logging(100, false),
    },
    Case {
        name: "one integer of a 15 MB atom, commit",
        ours: || editing(true),
        hand: || editing_by_hand(true),
    },
    Case {
        name: "one integer of a 15 MB atom, roll back",
        ours: || editing(false),
        hand: || editing_by_hand(false),
    },
];

fn verdict(commit: bool) -> Result<(), ()> {
    if black_box(commit) { Ok(()) } else { Err(()) }
}

fn transacting(writes: usize, commit: bool) -> Box<dyn Runner> {
    let store = Store::immediate();
    let handles: Vec<Handle<i64>> = thousand::all().into_iter().take(writes).collect();
    let mut written = 0;
    Box::new(move |times: u64| {
        for _ in 0..times {
            written += 1;
            let result = store.transaction(|tx| {
                for handle in &handles {
                    tx.set(handle, written);
                }
                verdict(commit)
            });
            assert_eq!(result.is_ok(), commit);
        }
        let expected = if commit { written } else { 0 };
        assert!(handles.iter().all(|handle| store.get(handle) == expected));
    })
}

fn logging(writes: usize, commit: bool) -> Box<dyn Runner> {
    let values = Mutex::new(vec![0_i64; writes]);
    let mut log: Vec<(usize, i64)> = Vec::new();
    let mut written = 0;
    Box::new(move |times: u64| {
        for _ in 0..times {
            written += 1;
            let mut values = values.lock().unwrap_or_else(PoisonError::into_inner);
            for at in 0..writes {
                if values[at] != written {
                    log.push((at, std::mem::replace(&mut values[at], written)));
                }
            }
            if verdict(commit).is_err() {
                for (at, old) in log.drain(..).rev() {
                    values[at] = old;
                }
            }
            log.clear();
        }
        let values = values.lock().unwrap_or_else(PoisonError::into_inner);
        assert!(values.iter().all(|value| *value == if commit { written } else { 0 }));
    })
}

fn editing(commit: bool) -> Box<dyn Runner> {
    let store = Store::immediate();
    store.set(large::Document.body, vec![1; large::SIZE]);
    let mut edits = 0;
    Box::new(move |times: u64| {
        for _ in 0..times {
            edits += 1;
            let result = store.transaction(|tx| {
                tx.update(large::Document, |document| *document.revision += 1);
                verdict(commit)
            });
            assert_eq!(result.is_ok(), commit);
        }
        assert_eq!(store.get(large::Document.revision), if commit { edits } else { 0 });
        assert_eq!(store.with(large::Document.body, Vec::len), large::SIZE);
    })
}

fn editing_by_hand(commit: bool) -> Box<dyn Runner> {
    let document = large::Document { revision: 0, body: vec![1; large::SIZE] };
    let document = Mutex::new(document);
    let mut edits = 0;
    Box::new(move |times: u64| {
        for _ in 0..times {
            edits += 1;
            let mut document = document.lock().unwrap_or_else(PoisonError::into_inner);
            let before = document.revision;
            document.revision += 1;
            if verdict(commit).is_err() {
                document.revision = before;
            }
        }
        let document = document.lock().unwrap_or_else(PoisonError::into_inner);
        assert_eq!(document.revision, if commit { edits } else { 0 });
        assert_eq!(document.body.len(), large::SIZE);
    })
}
