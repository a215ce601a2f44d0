//! `nested` on a field whose type does not track its fields.

use atomata::{atom, computed};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Inner {
    open: bool,
}

#[atom]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Cart {
    #[atom(nested)]
    inner: Inner,
    count: u32,
}

#[computed(deps = [Cart.inner.open])]
fn open(open: bool) -> bool {
    open
}

fn main() {
    let _ = Cart.count.erase();
}
