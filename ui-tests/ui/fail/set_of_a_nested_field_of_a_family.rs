//! A nested field of every member where that of one is wanted.

use atomata::{Fields, Store, atom};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fields)]
struct Address {
    street: String,
}

#[atom(key = u32)]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Person {
    #[atom(nested)]
    address: Address,
}

fn main() {
    Store::new().set(Person.address, Address::default());
    Store::new().set(Person.address.street, String::new());
}
