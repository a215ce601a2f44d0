//! A dependency that is a call; other code uses the computed.

use atomata::computed;

fn rate() -> i32 {
    3
}

#[computed(deps = [rate()])]
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
