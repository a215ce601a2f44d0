//! Every kind of declaration, with names, groups and ids.
#![forbid(unsafe_code)]
#![deny(warnings, missing_docs, unreachable_pub, missing_debug_implementations)]

use atomata::{Fields, Handle, ReadHandle, Store, atom, computed};
use serde::{Deserialize, Serialize};

/// Sales tax.
#[atom(group = "data")]
pub static TAX: f64 = 0.2;

#[atom(transient)]
static GREETING: &str = "hello";

#[atom(id = "shop.limit/v1", transient)]
pub(crate) static LIMIT: Option<u32> = None;

/// An address.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fields)]
pub struct Address {
    /// The street.
    pub street: String,
    number: u32,
}

/// A cart.
#[atom(id = "cart.v1")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Cart {
    /// What is in it.
    #[atom(by = id)]
    pub items: Vec<Item>,
    /// Where it goes.
    #[atom(nested)]
    pub address: Address,
    /// A coupon.
    pub coupon: Option<String>,
    #[atom(skip)]
    cache: Vec<u8>,
    #[serde(skip)]
    scratch: u8,
}

/// An item.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// Its identity.
    pub id: u64,
}

/// Where I live.
#[atom(nested)]
pub static HOME: Address = Address::default();

/// A filter.
#[atom]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum Filter {
    /// All.
    #[default]
    All,
    /// Done.
    Done,
}

/// The total.
#[computed(deps = [Cart.items, TAX, Cart.address.street, Cart.coupon, LIMIT, Filter, HOME, Cart])]
#[must_use]
pub fn total(
    items: &[Item],
    total: f64,
    street: &str,
    coupon: Option<&str>,
    limit: Option<u32>,
    filter: &Filter,
    home: &Address,
    inputs: &Cart,
) -> f64 {
    let _ = (street, coupon, limit, filter, home, inputs);
    items.iter().map(|item| item.id as f64).sum::<f64>() * (1.0 + total)
}

#[computed(deps = [TOTAL, GREETING], name = LINE, eq = none, group = "ui", id = "line")]
fn line_of_text(total: f64, greeting: &str) -> String {
    format!("{greeting} {total}")
}

#[computed(deps = [])]
fn nothing() -> &'static str {
    "nothing"
}

pub(crate) fn check() {
    assert_eq!(TAX.name(), "TAX");
    assert_eq!(TAX.group(), "data");
    assert_eq!(LIMIT.id(), atomata::Id::of("shop.limit/v1"));
    assert_eq!(GREETING.id(), atomata::Id::of(concat!(module_path!(), "::GREETING")));
    assert_eq!(Cart.name(), "Cart");
    assert_eq!(Cart.items.name(), "Cart.items");
    assert_eq!(Cart.items.id(), atomata::Id::of("cart.v1").part("items"));
    assert_eq!(Cart.address.street.name(), "Cart.address.street");
    assert_eq!(Cart.scratch.name(), "Cart.scratch");
    assert_eq!(HOME.street.name(), "HOME.street");
    assert_eq!(HOME.number.name(), "HOME.number");
    assert_eq!(Filter.name(), "Filter");
    assert_eq!(TOTAL.name(), "total");
    assert_eq!(TOTAL.group(), "default");
    assert_eq!(LINE.name(), "line_of_text");
    assert_eq!(LINE.group(), "ui");
    assert_eq!(NOTHING.name(), "nothing");
    let handles: Vec<Handle<String>> = vec![HOME.street.erase(), Cart.address.street.erase()];
    assert_eq!(format!("{handles:?}"), "[HOME.street, Cart.address.street]");
    let total: ReadHandle<f64> = TOTAL.erase();
    assert_eq!(format!("{total:?}"), "total");
    assert_eq!(line_of_text(1.0, "hi"), "hi 1");

    let store = Store::new();
    store.set(TAX, 1.0);
    store.update(Cart, |cart| cart.items.push(Item { id: 2 }));
    assert_eq!(store.get(TOTAL), 4.0);
    assert_eq!(store.get(LINE), "hello 4");
    store.update(HOME, |home| home.street.push('x'));
    assert_eq!(store.get(HOME.street), "x");
    store.set(Filter, Filter::Done);
    assert_eq!(store.get(Filter), Filter::Done);
    store.update(Cart.address.street, |street| street.push('y'));
    assert_eq!(store.get(Cart.address.street), "y");
    assert_eq!(store.get(GREETING), "hello");
    assert_eq!(store.get(NOTHING), "nothing");
}
