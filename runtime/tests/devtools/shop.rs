//! The atoms of these tests.

use atomata::{atom, computed};
use serde::{Deserialize, Serialize};

#[atom(id = "price")]
pub(crate) static PRICE: f64 = 100.0;

#[atom(id = "tax")]
pub(crate) static TAX: f64 = 0.2;

#[computed(deps = [PRICE, TAX], id = "total")]
pub(crate) fn total(price: f64, tax: f64) -> f64 {
    price * (1.0 + tax)
}

#[atom(id = "cart")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Cart {
    pub(crate) items: Vec<String>,
    pub(crate) coupon: Option<String>,
}

#[atom(id = "score", key = u32)]
pub(crate) static SCORE: u64 = 0;

#[atom(id = "password", redact)]
pub(crate) static PASSWORD: String = "swordfish".to_owned();

#[computed(deps = [PASSWORD], id = "letters")]
pub(crate) fn letters(password: &str) -> Vec<char> {
    password.chars().collect()
}

#[atom(id = "pin", key = u32, redact)]
pub(crate) static PIN: String = String::new();

/// What serde does not know.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Handle(pub(crate) u8);

#[atom(id = "handle", transient)]
pub(crate) static HANDLE: Handle = Handle(3);

#[computed(deps = [HANDLE], id = "next_handle")]
pub(crate) fn next_handle(handle: &Handle) -> Handle {
    Handle(handle.0 + 1)
}

/// What cannot always be written.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(crate) struct Brittle(pub(crate) u8);

impl Serialize for Brittle {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        assert_ne!(self.0, 13, "bad luck");
        serializer.serialize_u8(self.0)
    }
}

#[atom(id = "brittle")]
pub(crate) static BRITTLE: Brittle = Brittle(1);

#[computed(deps = [BRITTLE], id = "as_brittle")]
pub(crate) fn as_brittle(brittle: &Brittle) -> Brittle {
    brittle.clone()
}
