//! Options given twice.

use atomata::{atom, computed};
use serde::{Deserialize, Serialize};

#[atom(group = "data", id = "tax", group = "ui")]
static TAX: f64 = 0.2;

#[atom]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Cart {
    #[atom(skip, skip)]
    items: Vec<u8>,
}

#[computed(deps = [TAX], deps = [TAX])]
fn total(tax: f64) -> f64 {
    tax
}

fn main() {}
