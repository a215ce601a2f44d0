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
    assert_eq!(
        third.full_state().unwrap().to_json().unwrap(),
        here.full_state().unwrap().to_json().unwrap()
    );
    assert_eq!(third.full_state().unwrap().to_json().unwrap(), "");
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Row {
    id: u32,
    text: String,
}

#[atom(id = "sheet")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Sheet {
    rows: atomata::List<Row>,
    cells: atomata::Map<u32, String>,
    #[atom(by = id)]
    plain: Vec<Row>,
}

fn row(id: u32) -> Row {
    Row { id, text: format!("row {id}") }
}

#[test]
fn lists_send_their_edits() {
    let here = Store::new();
    let there = Store::builder().register(Sheet).build();
    here.update(Sheet, |sheet| {
        sheet.rows.extend((0..100).map(row));
        sheet.cells.extend((0..100).map(|id| (id, "x".to_owned())));
        sheet.plain.extend((0..100).map(row));
    });
    let mut version = here.version();
    there.apply_bytes(&here.full_state().unwrap().to_bytes().unwrap()).unwrap();
    here.update(Sheet, |sheet| {
        sheet.rows.insert(0, row(1000));
        sheet.rows.get_mut(50).unwrap().text.push('!');
        sheet.cells.insert(7, "y".into());
        sheet.cells.remove(&9);
        sheet.plain.insert(0, row(1000));
        sheet.plain.remove(20);
        sheet.plain.swap(40, 60);
    });
    let delta = here.changes_since(&mut version).unwrap();
    println!("{}", delta.to_patch().unwrap());
    let bytes = delta.to_bytes().unwrap();
    println!("{} bytes", bytes.len());
    there.apply_bytes(&bytes).unwrap();
    assert_eq!(there.get(Sheet), here.get(Sheet));
}

#[test]
fn a_patch_brings_it_over() {
    let here = Store::new();
    let there =
        Store::builder().register(Sheet).register(Todo).register(Cart).register(TAX).build();
    here.update(Sheet, |sheet| {
        sheet.rows.extend((0..100).map(row));
        sheet.cells.extend((0..100).map(|id| (id, "x".to_owned())));
        sheet.plain.extend((0..100).map(row));
    });
    let mut version = here.version();
    there.set(Todo(9).done, true);
    there.set(TAX, 7.0);
    there.apply_patch(&here.full_state().unwrap().to_patch().unwrap()).unwrap();
    assert_eq!(there.get(Sheet), here.get(Sheet));
    assert!(there.keys(Todo).is_empty());
    assert_eq!(there.get(TAX), 0.2);
    here.update(Sheet, |sheet| {
        sheet.rows.insert(0, row(1000));
        sheet.rows.get_mut(50).unwrap().text.push('!');
        sheet.cells.insert(7, "y".into());
        sheet.cells.remove(&9);
        sheet.plain.insert(0, row(1000));
        sheet.plain.remove(20);
        sheet.plain.swap(40, 60);
    });
    here.set(Todo(3).title, "t".into());
    here.set(TAX, f64::NAN);
    here.set(Cart.address.zip, 9);
    here.set(Cart.coupon, Some("x".into()));
    let delta = here.changes_since(&mut version).unwrap();
    there.apply_patch(&delta.to_patch().unwrap()).unwrap();
    assert_eq!(there.get(Sheet), here.get(Sheet));
    assert_eq!(there.get(Cart), here.get(Cart));
    assert!(there.get(TAX).is_nan());
    assert_eq!(there.keys(Todo), [3]);
    there
        .apply_patch(r#"[{"op":"remove","path":"/cart/code"},{"op":"remove","path":"/todo/3"}]"#)
        .unwrap();
    assert_eq!(there.get(Cart.coupon), None);
    assert!(there.keys(Todo).is_empty());
}
