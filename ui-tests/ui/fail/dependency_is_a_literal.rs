//! A dependency that is a literal; other code uses the computed.

use atomata::computed;

#[computed(deps = [3])]
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
