//! One store, many threads: money moves between accounts, and nobody ever sees it on the way.
//!
//! Four threads transfer, each in a batch of two writes; two threads read all accounts at once and add
//! them up. Every sum is the same, because other threads see a batch whole or not at all, and a read of
//! several values shows one moment.
//!
//! ```text
//! cargo run --release --example threads
//! ```
#![forbid(unsafe_code)]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::Instant;

use atomata::{Handle, Store, atom, computed};

/// The first account.
#[atom]
pub static ALICE: i64 = 1_000;

/// The second account.
#[atom]
pub static BOB: i64 = 1_000;

/// The third account.
#[atom]
pub static CAROL: i64 = 1_000;

/// All the money there is.
#[computed(deps = [ALICE, BOB, CAROL])]
pub fn sum(alice: i64, bob: i64, carol: i64) -> i64 {
    alice + bob + carol
}

const MONEY: i64 = 3_000;
const WRITERS: usize = 4;
const READERS: usize = 2;
const TRANSFERS: u32 = 20_000;

/// Moves money, or leaves all as it was where there is not enough.
fn transfer(store: &Store, from: &Handle<i64>, to: &Handle<i64>, amount: i64) -> bool {
    store
        .transaction(|tx| {
            tx.update(from, |balance| *balance -= amount);
            if tx.get(from) < 0 {
                // What was just taken is given back.
                return Err(());
            }
            tx.update(to, |balance| *balance += amount);
            Ok(())
        })
        .is_ok()
}

fn main() {
    let store = Store::new();
    // Handles of one type, whichever account they name.
    let accounts = [ALICE.erase(), BOB.erase(), CAROL.erase()];
    let told = Arc::new(AtomicU64::new(0));
    let _watching = store.subscribe((ALICE, BOB, CAROL), {
        let told = Arc::clone(&told);
        move |(alice, bob, carol)| {
            assert_eq!(alice + bob + carol, MONEY, "a subscriber gets values of one moment");
            told.fetch_add(1, Ordering::Relaxed);
        }
    });

    let done = AtomicBool::new(false);
    let started = Instant::now();
    let (moved, looked) = thread::scope(|scope| {
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                let (store, accounts) = (&store, &accounts);
                scope.spawn(move || {
                    (0..TRANSFERS)
                        .filter(|turn| {
                            let from = (writer + *turn as usize) % accounts.len();
                            let to = (from + 1 + writer % 2) % accounts.len();
                            let amount = i64::from(turn * 7_919 % 1_500);
                            transfer(store, &accounts[from], &accounts[to], amount)
                        })
                        .count()
                })
            })
            .collect();
        let readers: Vec<_> = (0..READERS)
            .map(|_| {
                let (store, done) = (&store, &done);
                scope.spawn(move || {
                    let mut looked = 0_u64;
                    while !done.load(Ordering::Relaxed) {
                        let (alice, bob, carol) = store.get((ALICE, BOB, CAROL));
                        assert_eq!(alice + bob + carol, MONEY, "money on the way was seen");
                        assert!(alice >= 0 && bob >= 0 && carol >= 0, "a debt was seen");
                        // The same over several calls, and with a computed among them.
                        store.read(|view| {
                            let parts = view.get(ALICE) + view.get(BOB) + view.get(CAROL);
                            assert_eq!(parts, view.get(SUM));
                        });
                        looked += 1;
                    }
                    looked
                })
            })
            .collect();
        let moved: usize = writers.into_iter().map(|writer| writer.join().unwrap()).sum();
        done.store(true, Ordering::Relaxed);
        let looked: u64 = readers.into_iter().map(|reader| reader.join().unwrap()).sum();
        (moved, looked)
    });
    let took = started.elapsed();
    // What is still in its window is told now, and what is being told has been.
    store.settled().wait().expect("this is no subscriber");

    assert_eq!(store.get(SUM), MONEY);
    assert!(moved > 0 && moved <= WRITERS * TRANSFERS as usize);
    let calls = told.load(Ordering::Relaxed);
    assert!(calls >= 1, "the subscriber heard of it");
    println!("{moved} of {} transfers in {took:.1?}", WRITERS * TRANSFERS as usize);
    println!("{looked} looks at all accounts, each of {MONEY}");
    println!("{calls} notifications, {} saved", store.stats().saved);
}
