//! The history of a store: undo and redo, entries, points, branches.

use atomata::{Each, History, Store, atom, computed};
use serde::{Deserialize, Serialize};

mod entries;
mod errors;
mod families;
mod model;
mod optimistic;
mod points;
mod undo;

#[atom]
static ZOOM: u32 = 100;

#[atom]
static NAME: String = String::new();

#[atom(transient)]
static CURSOR: u32 = 0;

#[atom]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Cart {
    items: Vec<u32>,
    coupon: Option<String>,
    #[atom(nested)]
    address: Address,
    #[atom(skip)]
    looks: u32,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, atomata::Fields)]
struct Address {
    city: String,
    number: u32,
}

#[atom(key = u8)]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Todo {
    title: String,
    done: bool,
}

#[atom(key = u8, life = unobserved)]
static PREVIEW: u32 = 0;

#[computed(deps = [Cart.items, ZOOM])]
fn total(items: &[u32], zoom: u32) -> u32 {
    items.iter().sum::<u32>() * zoom
}

#[computed(deps = [each(Todo.done)])]
fn open(done: Each<'_, u8, bool>) -> Vec<u8> {
    done.filter(|(_, done)| !**done).map(|(key, _)| *key).collect()
}

fn manual(history: History) -> Store {
    Store::builder().manual().history(history).build()
}

fn checked(store: &Store) {
    atomata::__private::check_invariants(store);
}

fn todo(title: &str) -> Todo {
    Todo { title: title.to_owned(), done: false }
}
