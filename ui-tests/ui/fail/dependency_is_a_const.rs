//! A dependency that is a const; other code uses the computed.

use atomata::computed;

const RATE: i32 = 3;

#[computed(deps = [RATE])]
fn total(rate: i32) -> i32 {
    rate
}

#[computed(deps = [TOTAL])]
fn label(total: i32) -> String {
    total.to_string()
}

fn main() {
    let _ = TOTAL.erase();
}
