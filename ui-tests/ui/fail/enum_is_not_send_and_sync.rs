//! The type of an enum atom is not `Send + Sync`.

use atomata::atom;

#[atom(transient)]
#[derive(Clone, Debug, Default, PartialEq)]
enum Rate {
    #[default]
    None,
    Some(std::cell::Cell<u8>),
}

fn main() {
    let _ = (Rate.erase(), Rate::Some(Default::default()));
}
