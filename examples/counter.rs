//! The smallest program: one atom, one computed, one subscriber.
//!
//! `counter_expanded.rs` beside it is the same program with what the two attributes write spelled out.
//!
//! ```text
//! cargo run --example counter
//! ```
#![forbid(unsafe_code)]

use std::sync::mpsc::channel;

use atomata::{Store, atom, computed};

/// How often the button was pressed.
#[atom]
pub static COUNT: u32 = 0;

/// What stands on the button. The parameter is the dependency; the function stays an ordinary one.
#[computed(deps = [COUNT])]
pub fn label(count: u32) -> String {
    match count {
        0 => "press me".to_owned(),
        1 => "pressed once".to_owned(),
        count => format!("pressed {count} times"),
    }
}

fn main() {
    // A store that tells its subscribers when it is asked to, as a program with an event loop wants it.
    let store = Store::manual();
    let (draw, drawn) = channel();
    let _drawing = store.subscribe(LABEL, move |label| {
        println!("the button says: {label}");
        draw.send(label.clone()).expect("the receiver lives as long as the store");
    });

    // A read after a write sees it, whether subscribers have been told or not.
    assert_eq!(store.get(LABEL), "press me");
    store.set(COUNT, 1);
    assert_eq!(store.get(LABEL), "pressed once");

    // Three more writes, and one notification for all that happened since the last.
    for _ in 0..3 {
        store.update(COUNT, |count| *count += 1);
    }
    store.flush();

    // An equal value is no change.
    store.set(COUNT, 4);
    store.flush();

    assert_eq!(drawn.try_iter().collect::<Vec<_>>(), ["pressed 4 times"]);
    assert_eq!(label(0), "press me");
    println!("{} writes, {} notification", store.stats().writes, store.stats().notified);
}
