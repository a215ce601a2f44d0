//! Options without the value they need, and with one they do not take.

use atomata::atom;

#[atom(group)]
static TAX: f64 = 0.2;

#[atom(id = 5)]
static LIMIT: f64 = 0.2;

#[atom(transient = true)]
static HIGH: f64 = 0.2;

#[atom(name = "LOW")]
static LOWEST: f64 = 0.2;

#[atom("data")]
static LAST: f64 = 0.2;

fn main() {}
