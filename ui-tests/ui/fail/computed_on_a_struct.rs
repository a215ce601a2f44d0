//! `#[computed]` on a struct.

use atomata::computed;

#[computed(deps = [])]
struct Total {
    _value: f64,
}

fn main() {
    let _ = Total { _value: 1.0 };
}
