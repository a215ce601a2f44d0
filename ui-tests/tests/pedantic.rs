//! Generated code passes the lints of users who allow nothing; `cargo clippy` checks this file.
#![forbid(unsafe_code)]
#![deny(warnings, clippy::pedantic, clippy::nursery)]
#![deny(missing_docs, missing_debug_implementations, unreachable_pub, unused_qualifications)]

/// State of every kind.
pub mod state {
    use atomata::{Fields, atom, computed};
    use serde::{Deserialize, Serialize};

    /// Sales tax.
    #[atom(group = "data")]
    pub static TAX: f64 = 0.2;

    /// A limit.
    #[atom(id = "limit", transient)]
    pub static LIMIT: Option<u32> = None;

    /// An address.
    #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Fields)]
    pub struct Address {
        /// The street.
        pub street: String,
        number: u32,
    }

    /// A pair.
    #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Fields)]
    pub struct Pair<T> {
        /// The left one.
        pub left: T,
        right: Vec<T>,
    }

    /// A cart.
    #[atom]
    #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
    pub struct Cart {
        /// What is in it.
        #[atom(by = number)]
        pub items: Vec<Address>,
        /// Where it goes.
        #[atom(nested)]
        pub address: Address,
        /// Two of a kind.
        #[atom(nested)]
        pub pair: Pair<u8>,
        #[atom(skip)]
        cache: Vec<u8>,
    }

    /// Where I live.
    #[atom(nested)]
    pub static HOME: Address = Address::default();

    /// A point.
    #[atom(name = ORIGIN)]
    #[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
    pub struct Point(pub f64, f64);

    /// A filter.
    #[atom]
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
    pub enum Filter {
        /// All.
        #[default]
        All,
        /// Done.
        Done,
    }

    /// The total.
    #[computed(deps = [Cart.items, TAX, Cart.address.street, LIMIT, Filter, ORIGIN.0])]
    #[must_use]
    pub fn total(
        items: &[Address],
        tax: f64,
        street: &str,
        limit: Option<&u32>,
        filter: Filter,
        left: f64,
    ) -> f64 {
        let _ = (street, limit, filter, left);
        items.iter().map(|item| f64::from(item.number)).sum::<f64>() * (1.0 + tax)
    }
}

#[test]
fn generated_code_works() {
    use atomata::Store;

    let store = Store::new();
    store.set(state::TAX, 0.5);
    store.update(state::Cart.items, |items| items.push(state::Address::default()));
    store.update(state::Cart, |cart| cart.address.street.push('a'));
    assert_eq!(store.get(state::Cart.address.street), "a");
    assert!(store.get(state::TOTAL).abs() < f64::EPSILON);
    assert_eq!(state::HOME.street.name(), "HOME.street");
}
