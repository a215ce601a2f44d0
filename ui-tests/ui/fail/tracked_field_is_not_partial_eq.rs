//! The type of a field of a tracked struct lacks a trait that the struct does not derive.

use atomata::Fields;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Rate {
    value: f64,
}

#[derive(Debug, Default, Serialize, Deserialize, Fields)]
struct Cart {
    rate: Rate,
}

impl Clone for Cart {
    fn clone(&self) -> Self {
        Self { rate: self.rate.clone() }
    }
}

fn main() {}
