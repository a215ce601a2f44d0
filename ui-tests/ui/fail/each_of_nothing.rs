//! `each` without a family.

use atomata::{Each, computed};

#[computed(deps = [each()])]
fn open(done: Each<'_, u32, bool>) -> usize {
    done.len()
}

fn main() {}
