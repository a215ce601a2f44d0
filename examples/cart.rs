//! A shop's cart: an atom with fields, and transactions that take back what they did.
//!
//! ```text
//! cargo run --example cart
//! ```
#![forbid(unsafe_code)]

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use atomata::{Store, atom, computed};
use serde::{Deserialize, Serialize};

/// Something that is bought, priced in cents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// What it is.
    pub name: String,
    /// What it costs.
    pub cents: u64,
}

/// One atom with three fields, each of which is a handle: `Cart.items`, `Cart.coupon`, `Cart.note`.
#[atom]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Cart {
    /// What is in it.
    pub items: Vec<Item>,
    /// A code that makes it cheaper.
    pub coupon: Option<String>,
    /// A word to whoever packs it.
    pub note: String,
}

/// What the customer has, in cents.
#[atom]
pub static BALANCE: u64 = 5_000;

/// What the items cost together.
#[computed(deps = [Cart.items])]
pub fn subtotal(items: &[Item]) -> u64 {
    items.iter().map(|item| item.cents).sum()
}

/// What is to be paid.
#[computed(deps = [SUBTOTAL, Cart.coupon])]
pub fn total(subtotal: u64, coupon: Option<&str>) -> u64 {
    if coupon == Some("TEN") { subtotal - subtotal / 10 } else { subtotal }
}

/// Why something was not done.
#[derive(Debug, PartialEq, Eq)]
enum CartError {
    UnknownCoupon(String),
    TooExpensive { total: u64, balance: u64 },
}

impl fmt::Display for CartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownCoupon(code) => write!(f, "there is no coupon {code}"),
            Self::TooExpensive { total, balance } => {
                write!(f, "{} is more than the {} there are", euros(*total), euros(*balance))
            }
        }
    }
}

/// A helper over `&Store`: it can be called with a store, and inside of a transaction.
fn redeem(store: &Store, code: &str) -> Result<(), CartError> {
    if code != "TEN" {
        return Err(CartError::UnknownCoupon(code.to_owned()));
    }
    store.set(Cart.coupon, Some(code.to_owned()));
    Ok(())
}

/// Adds, redeems and pays. Whatever goes wrong on the way, nothing has happened.
fn buy(store: &Store, name: &str, cents: u64, code: &str) -> Result<u64, CartError> {
    store.transaction(|tx| {
        tx.update(Cart.items, |items| items.push(Item { name: name.to_owned(), cents }));
        redeem(tx, code)?;
        // The total already follows from what was written above.
        let (total, balance) = tx.get((TOTAL, BALANCE));
        if total > balance {
            return Err(CartError::TooExpensive { total, balance });
        }
        tx.set(BALANCE, balance - total);
        tx.set(Cart.items, Vec::new());
        Ok(total)
    })
}

fn main() {
    let store = Store::immediate();
    let calls = Arc::new(AtomicU32::new(0));
    let _showing = store.subscribe((SUBTOTAL, TOTAL), {
        let calls = Arc::clone(&calls);
        move |(subtotal, total)| {
            println!("  the cart shows {}, to pay {}", euros(*subtotal), euros(*total));
            calls.fetch_add(1, Ordering::Relaxed);
        }
    });

    println!("a book is put in:");
    store.update(Cart, |cart| {
        cart.items.push(Item { name: "book".to_owned(), cents: 2_000 });
        cart.note.push_str("no plastic, please");
    });
    assert_eq!(store.get(TOTAL), 2_000);

    println!("a lamp, with a coupon that does not exist:");
    let error = buy(&store, "lamp", 1_000, "TWENTY").unwrap_err();
    println!("  {error}");
    // The lamp is not in the cart, and nobody has heard of it.
    assert_eq!(error, CartError::UnknownCoupon("TWENTY".to_owned()));
    assert_eq!(store.with(Cart.items, Vec::len), 1);

    println!("a sofa, with a coupon:");
    let error = buy(&store, "sofa", 90_000, "TEN").unwrap_err();
    println!("  {error}");
    assert_eq!(error, CartError::TooExpensive { total: 82_800, balance: 5_000 });
    assert_eq!(store.get((Cart.coupon, BALANCE)), (None, 5_000));

    // A field that a computed does not depend on does not run it.
    let recomputed = store.stats().recomputed;
    store.set(Cart.note, "no paper either".to_owned());
    assert_eq!(store.get(TOTAL), 2_000);
    assert_eq!(store.stats().recomputed, recomputed);

    println!("the lamp, with the same coupon:");
    let paid = buy(&store, "lamp", 1_000, "TEN").unwrap();
    println!("  paid {}, {} are left", euros(paid), euros(store.get(BALANCE)));
    assert_eq!((paid, store.get(BALANCE)), (2_700, 2_300));
    assert_eq!(store.get(Cart.note), "no paper either");

    // Once for the book and once for the cart that is empty again; three attempts made no sound.
    assert_eq!(calls.load(Ordering::Relaxed), 2);
}

fn euros(cents: u64) -> String {
    format!("{}.{:02} €", cents / 100, cents % 100)
}
