//! Without DevTools, on the same lines.
use atomata::Store;


pub fn store() -> Store {
    Store::builder()
        .manual()


        .build()
}

pub fn look(store: &Store) {
    let _ = store;































}
