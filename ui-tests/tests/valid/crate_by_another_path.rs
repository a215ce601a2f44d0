//! The crate may stand elsewhere.

mod vendor {
    pub use atomata as state;
}


#[vendor::state::atom(crate = crate::crate_by_another_path::vendor::state)]
static TAX: f64 = 0.2;

#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[derive(vendor::state::Fields)]
#[atom(crate = crate::crate_by_another_path::vendor::state)]
struct Address {
    street: String,
}

#[vendor::state::atom(crate = "crate::crate_by_another_path::vendor::state")]
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
struct Cart {
    #[atom(nested)]
    address: Address,
    #[cfg(not(miri))]
    count: u32,
}

#[vendor::state::computed(deps = [TAX, Cart.address.street, Cart.count], crate = vendor::state)]
fn label(tax: f64, street: &str, count: u32) -> String {
    format!("{tax} {street} {count}")
}

#[vendor::state::atom(key = (u8, u8), crate = crate::crate_by_another_path::vendor::state)]
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
struct Todo {
    done: bool,
}

#[vendor::state::computed(key = u8, deps = [Todo(id, id).done, each(Todo.done)], crate = vendor::state)]
fn seen(id: u8, done: bool, all: vendor::state::Each<'_, (u8, u8), bool>) -> bool {
    done && all.len() > usize::from(id)
}

pub(crate) fn check() {
    assert_eq!(SEEN(1).name(), "seen(1)");
    assert_eq!(LABEL.name(), "label");
    assert_eq!(Cart.address.street.name(), "Cart.address.street");
    assert_eq!(Cart.count.name(), "Cart.count");
    assert_eq!(TAX.name(), "TAX");
}
