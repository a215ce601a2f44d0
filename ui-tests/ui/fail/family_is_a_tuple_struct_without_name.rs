//! A tuple struct with a key, whose handle has no name.

use atomata::atom;
use serde::{Deserialize, Serialize};

#[atom(key = u32)]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Point(f64, f64);

fn main() {}
