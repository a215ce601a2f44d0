//! `#[derive(Fields)]` on an enum.

use atomata::Fields;

#[derive(Fields)]
enum Filter {
    All,
}

fn main() {
    let _ = Filter::All;
}
