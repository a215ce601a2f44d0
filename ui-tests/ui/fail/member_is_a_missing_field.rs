//! A field that the members of a family have not.

use atomata::{atom, computed};
use serde::{Deserialize, Serialize};

#[atom(key = u32)]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Todo {
    title: String,
    done: bool,
}

#[computed(key = u32, deps = [Todo(id).text])]
fn name(id: u32, text: &str) -> String {
    format!("{id} {text}")
}

fn main() {}
