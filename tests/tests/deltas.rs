//! Deltas: asked for, written, read and applied.

use atomata::{Store, atom};
use serde::{Deserialize, Serialize};

#[atom(id = "tax")]
static TAX: f64 = 0.2;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, atomata::Fields)]
struct Address {
    street: String,
    zip: u32,
}

#[atom(id = "cart")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Cart {
    items: Vec<String>,
    #[atom(nested)]
    address: Address,
    #[serde(rename = "code")]
    coupon: Option<String>,
}

#[atom(key = u32, id = "todo")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Todo {
    title: String,
    done: bool,
}

fn there() -> Store {
    Store::builder().register(TAX).register(Cart).register(Todo).build()
}

#[test]
fn a_patch_says_what_changed() {
    let store = Store::new();
    store.set(TAX, 0.25);
    store.set(Cart.coupon, None);
    let mut version = store.version();
    store.set(TAX, 0.3);
    store.set(Cart.address.zip, 7);
    store.update(Cart.items, |items| items.push("tea".into()));
    store.set(Todo(3).title, "t".into());
    let delta = store.changes_since(&mut version).unwrap();
    assert_eq!(delta.to_patch().unwrap(), "");
}

#[test]
fn bytes_bring_it_over() {
    let (here, there) = (Store::new(), there());
    let mut version = here.version();
    here.set(TAX, 0.3);
    here.set(Cart.address.zip, 7);
    here.set(Todo(3).title, "t".into());
    let full = here.full_state().unwrap();
    there.set(Todo(5).done, true);
    there.apply_bytes(&full.to_bytes().unwrap()).unwrap();
    assert_eq!(there.get(TAX), 0.3);
    assert_eq!(there.keys(Todo), [3]);
    let first = here.changes_since(&mut version).unwrap();
    here.set(Cart.coupon, Some("x".into()));
    here.remove(Todo(3));
    here.set(Todo(4).done, true);
    let delta = here.changes_since(&mut version).unwrap();
    there.apply_bytes(&delta.to_bytes().unwrap()).unwrap();
    assert_eq!(there.get(Cart), here.get(Cart));
    assert_eq!(there.keys(Todo), [4]);
    let both = first.then(&delta);
    let third = self::there();
    third.apply(&both).unwrap();
    assert_eq!(third.full_state().unwrap().to_json().unwrap(), here.full_state().unwrap().to_json().unwrap());
    assert_eq!(third.full_state().unwrap().to_json().unwrap(), "");
}
