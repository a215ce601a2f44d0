//! An enum atom lacks a trait; other code uses the atom.

use atomata::{atom, computed};
use serde::{Deserialize, Serialize};

#[atom]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Filter {
    All,
    Done,
}

#[computed(deps = [Filter])]
fn double(filter: &Filter) -> bool {
    matches!(filter, Filter::Done)
}

fn main() {
    let _ = Filter.erase();
}
