//! Saving and loading: what is saved comes back, and what cannot be loaded changes nothing.

mod first_use;
mod migrations;
mod policies;
mod refused;
mod round_trips;

use atomata::{Store, Tier};

/// What a store saves.
fn saved<G: Tier>(store: &Store<G>) -> String {
    let mut text = Vec::new();
    store.save(&mut text).unwrap();
    String::from_utf8(text).unwrap()
}
