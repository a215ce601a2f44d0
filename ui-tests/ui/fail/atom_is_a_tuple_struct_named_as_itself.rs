//! A tuple struct whose `name` is its own.

use atomata::atom;
use serde::{Deserialize, Serialize};

#[atom(name = Point)]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Point(f64, f64);

fn main() {
    let _ = Point(0.0, 0.0);
}
