//! `nested` on a static whose type does not track its fields.

use atomata::{atom, computed};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Inner {
    open: bool,
}

#[atom(nested)]
static LEFT: Inner = Inner { open: false };

#[computed(deps = [LEFT.open])]
fn open(open: bool) -> bool {
    open
}

fn main() {
    let _ = LEFT.open.erase();
}
