//! An enum atom lacks a trait; other code uses the atom.

use atomata::{atom, computed};

#[atom]
#[derive(Clone, Debug, Default, PartialEq)]
enum Filter {
    #[default]
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
