//! A hasher that cannot be made.

use atomata::atom;

#[derive(Clone)]
struct Seeded(u64);

impl std::hash::BuildHasher for Seeded {
    type Hasher = std::hash::DefaultHasher;

    fn build_hasher(&self) -> Self::Hasher {
        std::hash::DefaultHasher::new()
    }
}

#[atom(key = u32, hasher = Seeded)]
static SCORE: u64 = 0;

fn main() {
    let _ = Seeded(1).0;
}
