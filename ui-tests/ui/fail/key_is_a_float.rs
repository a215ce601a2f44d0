//! A float is no key: it is not `Eq`.

use atomata::{Store, atom};

#[atom(key = f64)]
static SCORE: u64 = 0;

fn main() {
    Store::new().set(SCORE(1.5), 5);
}
