//! What a store takes in memory: reports, budgets, what is given back, and what keeps no store alive.

use atomata::{List, atom, computed};
use serde::{Deserialize, Serialize};

mod budgets;
mod collecting;
mod reports;
mod weak;

#[atom(group = "text")]
static TEXT: String = String::new();

#[atom]
static TWIN: String = String::new();

/// What the history does not record.
#[atom(transient)]
static BULK: String = String::new();

#[atom]
static COUNT: u32 = 0;

#[atom]
static ITEMS: List<u64> = List::new();

#[atom(key = u32)]
static NOTE: String = String::new();

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Row {
    id: u32,
    size: u64,
}

#[atom]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Table {
    #[atom(by = id)]
    rows: Vec<Row>,
    title: String,
}

#[computed(deps = [TEXT])]
fn twice(text: &str) -> String {
    text.repeat(2)
}

#[computed(deps = [TWICE, COUNT])]
fn shown(twice: &str, count: u32) -> String {
    [twice, " ", &count.to_string()].concat()
}

#[computed(deps = [SHOWN])]
fn length(shown: &str) -> usize {
    shown.len()
}

#[computed(key = u32, deps = [NOTE(id), COUNT])]
fn heading(id: u32, note: &str, count: u32) -> String {
    format!("{id}: {note} {count}")
}

#[computed(deps = [TEXT, COUNT])]
fn few(text: &str, count: u32) -> String {
    assert!(count < 100, "too many");
    text.to_owned()
}

fn rows(count: u32) -> Vec<Row> {
    (0..count).map(|id| Row { id, size: 0 }).collect()
}
