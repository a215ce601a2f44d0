//! What does nothing by itself, made and not kept.
#![deny(unused_must_use)]

use atomata::{Store, Wire, atom};

#[atom]
static TAX: f64 = 0.2;

fn main() {
    let store = Store::new();
    store.subscribe(TAX, |_| ());
    store.watch(TAX);
    store.reader(TAX);
    store.bind(TAX);
    store.snapshot();
    store.version();
    store.deltas();
    store.serializer(Wire::Json);
}
