//! A struct atom without a key, called like a family.

use atomata::{Store, atom};
use serde::{Deserialize, Serialize};

#[atom]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Todo {
    title: String,
    done: bool,
}

fn main() {
    Store::new().set(Todo(3).done, true);
}
