//! Families: atoms and computeds by key.

mod bound;
mod bulk;
mod chains;
mod ends;
mod laws;
mod lives;
mod members;
mod threads;
mod transactions;
mod wholes;

use serde::{Deserialize, Serialize};

use atomata::__private::check_invariants;
use atomata::{Each, Keys, Store, atom, computed};

type TodoId = u32;

#[atom(key = TodoId)]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Todo {
    pub(crate) title: String,
    pub(crate) done: bool,
}

#[atom(key = (u32, u32))]
pub(crate) static CELL: i64 = 0;

/// The initial value follows from the key.
#[atom(key = (u32, u32))]
pub(crate) static SLOPE: i64 = |(x, y)| i64::from(x) * 10 + i64::from(y);

#[atom(key = String)]
pub(crate) static NOTE: String = String::new();

#[atom]
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) enum Filter {
    #[default]
    All,
    Done,
}

#[computed(key = TodoId, deps = [Todo(id).done, Filter])]
pub(crate) fn visible(id: TodoId, done: bool, filter: Filter) -> bool {
    done || filter == Filter::All
}

#[computed(deps = [Todo])]
pub(crate) fn how_many(keys: &Keys<TodoId>) -> usize {
    keys.len()
}

#[computed(deps = [each(Todo.done)])]
pub(crate) fn open(done: Each<'_, TodoId, bool>) -> Vec<TodoId> {
    done.filter(|(_, done)| !**done).map(|(id, _)| *id).collect()
}

/// A store that holds what it promises after each operation that a test makes.
pub(crate) fn checked(store: &Store) -> &Store {
    check_invariants(store);
    store
}
