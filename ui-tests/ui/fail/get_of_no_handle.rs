//! Reading what is no handle.

use atomata::Store;

const RATE: i32 = 3;

fn main() {
    let _ = Store::new().get(RATE);
}
