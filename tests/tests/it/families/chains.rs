//! Computeds that depend on other keys of their own family.

use atomata::{Error, Store, atom, computed};
use atomata_tests::recorder::Recorder;

use super::checked;

#[atom(key = u32)]
static STEP: i64 = |at| i64::from(at);

/// The sum of all steps up to one.
#[computed(key = u32, deps = [STEP(at), SUM(at.checked_sub(1)?)])]
fn sum(at: u32, step: i64, below: Option<i64>) -> i64 {
    step + below.unwrap_or(0)
}

#[computed(key = (u32, u32), deps = [GRID(row.checked_sub(1)?, column), STEP(column)])]
fn grid((row, column): (u32, u32), above: Option<&i64>, step: i64) -> i64 {
    above.map_or(step, |above| above * 2)
}

#[computed(key = String, deps = [STEP(name.len() as u32)])]
fn named(name: &str, step: i64) -> String {
    format!("{name} {step}")
}

/// Each key depends on the next one of four, and so on itself.
#[computed(key = u32, deps = [RING((at + 1) % 4)])]
fn ring(at: u32, next: i64) -> i64 {
    i64::from(at) + next
}

#[computed(key = u32, deps = [ENDLESS(at + 1)])]
fn endless(at: u32, next: i64) -> i64 {
    i64::from(at) + next
}

#[computed(key = u32, deps = [STEP(at - 1)])]
fn unguarded(at: u32, below: i64) -> i64 {
    i64::from(at) + below
}

#[computed(deps = [RING(2)])]
fn around(ring: i64) -> i64 {
    ring
}

#[test]
fn a_chain_of_keys_ends_where_the_key_does() {
    let store = Store::immediate();
    assert_eq!(store.get(SUM(0)), 0);
    assert_eq!(store.get(SUM(10)), 55);
    assert_eq!(store.get(GRID(3, 5)), 40);
    assert_eq!(store.get(NAMED("abc".to_owned())), "abc 3");
    // Nobody observes any of it.
    assert_eq!(checked(&store).stats().nodes, 5);
}

#[test]
fn a_change_goes_up_the_chain_and_no_further_than_it_reaches() {
    let store = Store::immediate();
    let recorder = Recorder::new();
    let top = store.subscribe(SUM(100), recorder.showing("top"));
    let _middle = store.subscribe(SUM(50), recorder.showing("middle"));
    store.set(STEP(70), 0);
    assert_eq!(recorder.take(), "top 4980");
    let before = store.stats();
    store.set(STEP(20), 0);
    assert_eq!(recorder.take(), "middle 1255; top 4960");
    assert_eq!(store.stats().since(&before).recomputed, 81);
    drop(top);
    // What is above the middle was held by the top alone.
    let nodes = checked(&store).stats().nodes;
    assert!((100..=107).contains(&nodes), "{nodes} nodes");
}

#[test]
fn a_long_chain_needs_no_stack() {
    let store = Store::immediate();
    assert_eq!(store.get(SUM(50_000)), 50_000 * 50_001 / 2);
    checked(&store);
}

#[test]
fn a_cycle_through_keys_shows_the_path_and_the_store_lives() {
    let store = Store::immediate();
    store.set(STEP(1), 10);
    let nodes = store.stats().nodes;
    let error = store.try_get(RING(2)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`ring(2)` depends on itself: ring(2) <- ring(3) <- ring(0) <- ring(1) <- ring(2); remove \
         one of these dependencies"
    );
    let error = store.try_get(AROUND).unwrap_err();
    let Error::Cycle(path) = error else { panic!("{error}") };
    assert_eq!(path, ["ring(2)", "ring(3)", "ring(0)", "ring(1)", "ring(2)"]);
    assert!(store.try_bind(RING(0)).is_err());
    // Nothing of it is left but the keys of the family.
    assert_eq!(checked(&store).stats().nodes, nodes + 1);
    assert_eq!(store.get(SUM(2)), 12);
}

#[test]
fn a_chain_without_an_end_is_an_error() {
    let store = Store::immediate();
    let error = store.try_get(ENDLESS(0)).unwrap_err();
    assert!(matches!(error, Error::Endless { .. }), "{error}");
    let text = error.to_string();
    let start =
        "`endless(0)` depends on ever more keys, 200000 so far: endless(0) <- endless(1) <- ";
    assert!(text.starts_with(start), "{text}");
    checked(&store);
}

#[test]
fn a_key_that_cannot_be_computed_fails_its_member_alone() {
    let store = Store::immediate();
    assert_eq!(store.get(UNGUARDED(1)), 1);
    let error = store.try_get(UNGUARDED(0)).unwrap_err();
    assert!(error.to_string().starts_with("`unguarded(0)` failed: attempt to subtract"), "{error}");
    assert_eq!(store.get(UNGUARDED(2)), 3);
    checked(&store);
}
