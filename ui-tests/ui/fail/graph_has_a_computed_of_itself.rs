//! A computed of a graph depends on itself.

use atomata::{Store, atoms};

#[atoms]
mod state {
    use atomata::computed;

    #[computed(deps = [TOTAL])]
    pub fn total(total: u32) -> u32 {
        total
    }
}

fn main() {
    println!("{}", Store::<state::Graph>::of().get(state::TOTAL));
}
