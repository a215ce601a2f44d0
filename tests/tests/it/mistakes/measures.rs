//! Measurements that praised what was bad, or could not fail.

use std::sync::Arc;

use atomata::{Store, atom, computed};

#[atom]
static A: u32 = 0;

#[atom]
static B: u32 = 0;

#[computed(deps = [A])]
fn of_a(a: u32) -> u32 {
    a
}

#[test]
fn a_saved_metric_rewards_slow_batches() {
    // Saved is what one notification per write would have made beyond what was made: the same for
    // one batch and for as many flushes later, and nothing where nobody listens.
    let store = Store::manual();
    let _told = store.subscribe(A, |_| ());
    for value in 1..=10 {
        store.set(A, value);
    }
    for value in 1..=10 {
        store.set(B, value);
    }
    store.flush();
    let stats = store.stats();
    assert_eq!((stats.notified, stats.saved), (1, 9));
    let store = Store::immediate();
    let _told = store.subscribe(A, |_| ());
    for value in 1..=10 {
        store.set(A, value);
    }
    let stats = store.stats();
    assert_eq!((stats.notified, stats.saved), (10, 0));
}

/// Counts what is alive: a value in the store, a callback, a hook.
fn populated(alive: &Arc<()>) -> Store {
    let store = Store::immediate();
    let held = || Arc::clone(alive);
    let (one, two, three, four) = (held(), held(), held(), held());
    store.subscribe(A, move |_| assert_eq!(*one, ())).detach();
    store.effect(OF_A, move |_, _| assert_eq!(*two, ())).detach();
    store.before_flush(move || assert_eq!(*three, ())).detach();
    store.after_flush(move |_| assert_eq!(*four, ())).detach();
    store.set(A, 1);
    store
}

#[test]
fn a_leak_test_cannot_fail() {
    let alive = Arc::new(());
    let store = populated(&alive);
    assert_eq!(Arc::strong_count(&alive), 5, "what is counted is alive while the store is");
    let clone = store.clone();
    drop(store);
    assert_eq!(Arc::strong_count(&alive), 5, "a clone keeps it");
    drop(clone);
    assert_eq!(Arc::strong_count(&alive), 1);
    // The same count sees a leak: a callback that holds its own store.
    let leaking = populated(&alive);
    let itself = leaking.clone();
    let weak = leaking.downgrade();
    let told = leaking.subscribe(B, move |_| assert_eq!(itself, itself));
    drop(leaking);
    assert_eq!(Arc::strong_count(&alive), 5);
    drop(told);
    assert_eq!(Arc::strong_count(&alive), 1);
    assert!(weak.upgrade().is_none());
}
