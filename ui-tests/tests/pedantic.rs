//! Generated code passes the lints of users who allow nothing; `cargo clippy` checks this file.
#![forbid(unsafe_code)]
#![deny(warnings, clippy::pedantic, clippy::nursery)]
#![deny(missing_docs, missing_debug_implementations, unreachable_pub, unused_qualifications)]

/// State of every kind.
pub mod state {
    use std::time::Duration;

    use atomata::{Each, Fields, Keys, atom, computed};
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

    /// A key.
    #[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
    pub struct TodoId(pub u32, String);

    impl TodoId {
        /// A key of that number.
        #[must_use]
        pub const fn new(number: u32) -> Self {
            Self(number, String::new())
        }
    }

    /// A todo.
    #[atom(key = TodoId, hasher = std::hash::RandomState)]
    #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
    pub struct Todo {
        /// What to do.
        pub title: String,
        /// Where.
        #[atom(nested)]
        pub address: Address,
        done: bool,
    }

    /// A cell.
    #[atom(key = (u32, u32), life = lru(10))]
    pub static CELL: i64 = |(x, y)| i64::from(x) * i64::from(y);

    /// A brief one.
    #[atom(key = u8, life = ttl(Duration::from_secs(1)), transient, nested)]
    pub static BRIEF: Address = Address::default();

    /// Whether a todo is to be seen.
    #[computed(key = TodoId, deps = [Todo(id.clone()).done, Todo(id.clone()).address.street, SUM(id.0.checked_sub(1)?)])]
    #[must_use]
    pub fn visible(id: &TodoId, done: bool, street: &str, sum: Option<i64>) -> bool {
        done || street.contains(&id.1) || sum.is_some()
    }

    /// A sum.
    #[computed(key = u32, deps = [CELL(at, at), SUM(at.checked_sub(1)?), Todo, each(Todo.done)])]
    #[must_use]
    pub fn sum(
        at: u32,
        cell: i64,
        below: Option<&i64>,
        keys: &Keys<TodoId>,
        done: Each<'_, TodoId, bool>,
    ) -> i64 {
        let _ = (at, keys);
        done.map(|(_, done)| i64::from(*done)).sum::<i64>() + cell + below.unwrap_or(&0)
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

/// A graph.
#[atomata::atoms]
pub mod base {
    use atomata::atom;

    /// A rate.
    #[atom]
    pub static RATE: f64 = 2.0;
}

/// A graph of every kind, with another one in it.
#[atomata::atoms(include = [base::Graph])]
pub mod graph {
    use atomata::{Each, atom, computed};
    use serde::{Deserialize, Serialize};

    use super::base::RATE;

    /// Sales tax.
    #[atom]
    pub static TAX: f64 = 0.2;

    /// A cart.
    #[atom]
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    pub struct Cart {
        /// What is in it.
        pub items: Vec<f64>,
        count: u32,
    }

    /// The total.
    #[computed(deps = [Cart.items, TAX, RATE, Cart.count])]
    #[must_use]
    pub fn total(items: &[f64], tax: f64, rate: f64, count: u32) -> f64 {
        let _ = count;
        items.iter().sum::<f64>() * (1.0 + tax) * rate
    }

    /// Whether it was seen.
    #[atom(key = u32)]
    pub static SEEN: bool = false;

    /// What is seen.
    #[computed(deps = [each(SEEN)])]
    #[must_use]
    pub fn seen_at_all(seen: Each<'_, u32, bool>) -> usize {
        seen.filter(|(_, seen)| **seen).count()
    }

    /// What is shown.
    pub mod ui {
        use atomata::{atom, computed};

        #[atom]
        static WIDTH: usize = 3;

        /// A label.
        #[computed(deps = [super::TOTAL, WIDTH, super::SEEN_AT_ALL])]
        #[must_use]
        pub fn label(total: f64, width: usize, seen: usize) -> String {
            format!("{total:width$} {seen}")
        }

        /// Half of it.
        #[computed(deps = [WIDTH])]
        #[must_use]
        pub const fn half(width: usize) -> usize {
            width / 2
        }
    }
}

#[test]
fn generated_graphs_work() {
    use atomata::Store;

    let store = Store::<graph::Graph>::of();
    store.update(graph::Cart, |cart| cart.items.push(10.0));
    store.set(base::RATE, 1.0);
    store.set(graph::SEEN(1), true);
    assert_eq!(store.get(graph::ui::LABEL), " 12 1");
    assert_eq!(store.get(graph::ui::HALF), 1);
    assert!(graph::Graph::DOT.contains("TAX") && graph::Graph::MERMAID.contains("TAX"));
}

#[test]
fn generated_code_works() {
    use atomata::Store;

    let store = Store::new();
    store.set(state::TAX, 0.5);
    store.update(state::Cart.items, |items| items.push(state::Address::default()));
    store.update(state::Cart, |cart| cart.address.street.push('a'));
    assert_eq!(store.get(state::Cart.address.street), "a");
    store.set(state::Todo(state::TodoId::new(1)).title, "tea".to_owned());
    store.set(state::BRIEF(1).street, "b".to_owned());
    assert_eq!(store.get(state::SUM(2)), 5);
    assert!(store.get(state::VISIBLE(state::TodoId::new(1))));
    assert!(store.get(state::TOTAL).abs() < f64::EPSILON);
    assert_eq!(state::HOME.street.name(), "HOME.street");
}
