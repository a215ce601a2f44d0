//! Families as dependencies, taken as lists of the values of their members.

use atomata::{atom, computed};
use serde::{Deserialize, Serialize};

#[atom(key = u32)]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Todo {
    title: String,
    done: bool,
}

#[atom(key = (u8, u8))]
static CELL: f64 = 0.0;

#[computed(deps = [Todo])]
fn open(todos: &[Todo]) -> usize {
    todos.len()
}

#[computed(deps = [CELL])]
fn sum(cells: Vec<f64>) -> f64 {
    cells.iter().sum()
}

fn main() {}
