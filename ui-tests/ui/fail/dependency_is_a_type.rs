//! A dependency that is a type; other code uses the computed.

use atomata::computed;

struct Rate {
    _value: i32,
}

#[computed(deps = [Rate])]
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
