//! Options that belong elsewhere, all reported at once.

use atomata::{atom, computed};
use serde::{Deserialize, Serialize};

#[atom(skip, default = 0.1, deps = [TAX], by = id)]
static TAX: f64 = 0.2;

#[atom(nested)]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Cart {
    #[atom(transient, group = "data", name = ITEMS, crate = atomata)]
    items: Vec<u8>,
}

#[computed(deps = [TAX], nested, transient, redact, skip)]
fn total(tax: f64) -> f64 {
    tax
}

fn main() {}
