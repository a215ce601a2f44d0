//! Time travel, pins, branches, and what is pruned.

use atomata::History;
use atomata::history::Point;
use atomata_tests::recorder::Recorder;
use expect_test::expect;

use super::{Cart, NAME, TOTAL, ZOOM, checked, manual};

#[test]
fn a_travel_is_one_change() {
    let store = manual(History::new());
    let start = store.history().position();
    for item in [1, 2, 3] {
        store.set(ZOOM, item);
        store.set(NAME, format!("{item}"));
        store.update(Cart.items, |items| items.push(item));
    }
    store.set(ZOOM, 100);
    let end = store.history().position();
    store.flush();
    let recorder = Recorder::new();
    let _all = [
        store.subscribe(ZOOM, recorder.showing("zoom")),
        store.subscribe(NAME, recorder.showing("name")),
        store.subscribe(Cart.items, recorder.showing("items")),
        store.subscribe(Cart.coupon, recorder.showing("coupon")),
        store.subscribe(TOTAL, recorder.showing("total")),
    ];
    store.history().go_to(start);
    store.flush();
    recorder.check(expect![[r#"name ""; items []; total 0"#]]);
    assert_eq!((store.can_undo(), store.can_redo()), (false, true));
    store.history().go_to(end);
    store.flush();
    recorder.check(expect![[r#"name "3"; items [1, 2, 3]; total 600"#]]);
    assert_eq!(store.history().position(), end);
    checked(&store);
}

#[test]
fn a_write_after_an_undo_cuts_what_was_undone() {
    let store = manual(History::new());
    store.set(ZOOM, 1);
    store.set(ZOOM, 2);
    let cut = store.history().position();
    store.undo();
    store.set(ZOOM, 3);
    assert!(!store.can_redo());
    assert!(store.history().try_go_to(cut).is_err());
    assert_eq!(store.history().entries().len(), 2);
    assert_eq!(store.history().branches().len(), 1);
}

#[test]
fn branches_are_kept_if_asked_for() {
    let store = manual(History::new().keep_branches());
    store.set(ZOOM, 1);
    store.set(ZOOM, 2);
    store.set(NAME, "two".to_owned());
    store.undo();
    store.undo();
    let fork = store.history().position();
    store.set(ZOOM, 3);
    let [aside, at_hand] = store.history().branches()[..] else { panic!("two branches") };
    assert_eq!((aside.fork, aside.entries, at_hand.entries), (fork, 2, 0));
    store.history().switch_to(aside);
    assert_eq!(store.get((ZOOM, NAME)), (2, "two".to_owned()));
    store.undo();
    assert_eq!(store.get((ZOOM, NAME)), (2, String::new()));
    store.history().switch_to(at_hand);
    assert_eq!(store.get((ZOOM, NAME)), (3, String::new()));
    store.undo();
    store.undo();
    // A redo goes the way that was gone last.
    store.redo();
    store.redo();
    assert_eq!(store.get(ZOOM), 3);
    checked(&store);
}

#[test]
fn the_oldest_entries_go_first() {
    let store = manual(History::new().max_snapshots(3));
    for zoom in 1..=10 {
        store.set(ZOOM, zoom);
    }
    assert_eq!(store.history().entries().len(), 3);
    while store.undo() {}
    assert_eq!(store.get(ZOOM), 7);
}

#[test]
fn bytes_are_held_to_a_budget() {
    let store = manual(History::new().max_bytes(10_000));
    for round in 0..20 {
        store.set(NAME, format!("{round:01000}"));
        assert!(store.history().bytes() <= 10_000, "{}", store.history().bytes());
    }
    let count = store.history().entries().len();
    assert!((5..=9).contains(&count), "{count}");
    store.set(NAME, "x".repeat(50_000));
    store.set(NAME, String::new());
    assert!(!store.can_undo(), "an entry that is too large is not kept");
}

#[test]
fn a_pinned_point_can_be_gone_to_whatever_is_pruned() {
    let store = manual(History::new().max_snapshots(3));
    let mut pinned: Vec<(Point, u32)> = Vec::new();
    for zoom in 1..=20 {
        store.set(ZOOM, zoom);
        store.set(NAME, format!("{zoom}"));
        if zoom % 7 == 0 {
            store.history().pin(store.history().position());
            pinned.push((store.history().position(), zoom));
        }
    }
    for &(point, zoom) in pinned.iter().chain(pinned.iter().rev()) {
        store.history().go_to(point);
        assert_eq!(store.get((ZOOM, NAME)), (zoom, format!("{zoom}")));
        checked(&store);
    }
    for &(point, _) in &pinned {
        assert!(store.history().unpin(point));
    }
    store.set(ZOOM, 50);
    assert!(store.history().entries().len() <= 3);
}

#[test]
fn a_pinned_point_is_not_cut_off() {
    let store = manual(History::new());
    store.set(ZOOM, 1);
    store.set(ZOOM, 2);
    let kept = store.history().position();
    store.history().pin(kept);
    store.set(ZOOM, 3);
    store.undo();
    store.undo();
    store.set(ZOOM, 4);
    store.history().go_to(kept);
    assert_eq!(store.get(ZOOM), 2);
    assert!(!store.can_redo());
}
