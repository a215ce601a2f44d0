//! A field inside of one that is tracked as a whole.

use atomata::{Fields, Store, atom};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fields)]
struct Address {
    street: String,
}

#[atom]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Cart {
    address: Address,
}

fn main() {
    let _ = Store::new().get(Cart.address.street);
}
