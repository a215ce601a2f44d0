//! A key that threads cannot share.

use std::rc::Rc;

use atomata::{Store, atom};

#[atom(key = Rc<u32>, transient)]
static SCORE: u64 = 0;

fn main() {
    Store::new().set(SCORE(Rc::new(1)), 5);
}
