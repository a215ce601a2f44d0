//! Who is told, of what, and how often.

use std::sync::{Arc, Mutex};

use atomata::{Fields, Store, Subscription, atom, computed};
use atomata_tests::recorder::Recorder;
use expect_test::expect;
use serde::{Deserialize, Serialize};

#[atom]
static COUNT: i64 = 0;

#[atom]
static OTHER: i64 = 0;

#[atom]
static NAME: String = "a".to_owned();

#[computed(deps = [COUNT])]
fn double(count: i64) -> i64 {
    count * 2
}

#[computed(deps = [NAME])]
fn shout(name: &str) -> String {
    name.to_uppercase()
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fields)]
struct Size {
    width: u32,
    height: u32,
}

#[atom]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Panel {
    title: String,
    #[atom(nested)]
    size: Size,
    tags: Vec<u32>,
}

#[computed(deps = [Panel.size.width])]
fn columns(width: u32) -> u32 {
    width / 8
}

#[test]
fn a_subscription_is_not_called_at_once_and_an_effect_is() {
    let (store, log) = (Store::immediate(), Recorder::new());
    let _told = store.subscribe(COUNT, log.telling("subscriber"));
    let mut tell = log.telling("effect");
    let _effect = store.effect(COUNT, move |_, count| tell(count));
    log.check(expect!["effect 0"]);
    store.set(COUNT, 1);
    log.check(expect!["subscriber 1; effect 1"]);
}

#[test]
fn pending_writes_are_not_told_to_who_comes_later() {
    let (store, log) = (Store::manual(), Recorder::new());
    let _early = store.subscribe((NAME, COUNT), {
        let log = log.clone();
        move |(name, count)| log.log(format_args!("early {name} {count}"))
    });
    store.set(NAME, "b".to_owned());
    store.set(COUNT, 5);
    let _late = store.subscribe(NAME, log.telling("late name"));
    let _count = store.subscribe(COUNT, log.telling("late count"));
    let _double = store.subscribe(DOUBLE, log.telling("late double"));
    store.flush();
    log.check(expect!["early b 5"]);
    store.set(NAME, "c".to_owned());
    store.set(COUNT, 6);
    store.flush();
    log.check(expect!["late name c; early c 6; late count 6; late double 12"]);
}

#[test]
fn once_per_pass_whatever_was_written() {
    let (store, log) = (Store::manual(), Recorder::new());
    let _count = store.subscribe(COUNT, log.telling("count"));
    let _pair = store.subscribe((COUNT, DOUBLE, NAME), {
        let log = log.clone();
        move |(count, double, name)| log.log(format_args!("{count} {double} {name}"))
    });
    for count in 1..=10 {
        store.set(COUNT, count);
        store.update(NAME, |name| name.push('b'));
    }
    store.flush();
    log.check(expect!["count 10; 10 20 abbbbbbbbbb"]);
    store.flush();
    log.check(expect![""]);
}

#[test]
fn copy_values_and_computeds_are_told_if_they_differ_from_what_was_seen_last() {
    let (store, log) = (Store::manual(), Recorder::new());
    let _count = store.subscribe(COUNT, log.telling("count"));
    let _double = store.subscribe(DOUBLE, log.telling("double"));
    let _shout = store.subscribe(SHOUT, log.telling("shout"));
    let _width = store.subscribe(Panel.size.width, log.telling("width"));
    store.set(COUNT, 1);
    assert_eq!(store.get((DOUBLE, SHOUT)), (2, "A".to_owned()));
    store.set(COUNT, 0);
    store.set(NAME, "b".to_owned());
    assert_eq!(store.get(SHOUT), "B");
    store.set(NAME, "a".to_owned());
    store.set(Panel.size.width, 1);
    store.set(Panel.size.width, 0);
    store.flush();
    log.check(expect![""]);
}

#[test]
fn other_values_are_told_if_they_were_marked() {
    let (store, log) = (Store::manual(), Recorder::new());
    let _name = store.subscribe(NAME, log.telling("name"));
    let _title = store.subscribe(Panel.title, log.telling("title"));
    // There and back again.
    store.set(NAME, "b".to_owned());
    store.set(NAME, "a".to_owned());
    store.modify(Panel, |panel: &mut Panel| panel.title = "x".to_owned());
    store.modify(Panel, |panel: &mut Panel| panel.title.clear());
    store.flush();
    log.check(expect!["name a; title "]);
    // A mutable access is enough.
    store.update(NAME, |name| name.as_mut_str().make_ascii_lowercase());
    store.update(Panel, |panel| panel.title.push_str(""));
    store.flush();
    log.check(expect!["name a; title "]);
}

#[test]
fn only_the_changed_fields_dependents_are_told() {
    let (store, log) = (Store::immediate(), Recorder::new());
    let _told = [
        store.subscribe(Panel.title, log.telling("title")),
        store.subscribe(Panel.size, log.showing("size")),
        store.subscribe(Panel.size.width, log.telling("width")),
        store.subscribe(Panel.size.height, log.telling("height")),
        store.subscribe(Panel.tags, log.showing("tags")),
        store.subscribe(COLUMNS, log.telling("columns")),
    ];
    store.set(Panel.size.width, 16);
    log.check(expect!["size Size { width: 16, height: 0 }; width 16; columns 2"]);
    store.update(Panel, |panel| *panel.size.height = 3);
    log.check(expect!["size Size { width: 16, height: 3 }; height 3"]);
    store.update(Panel.tags, |tags| tags.push(1));
    log.check(expect!["tags [1]"]);
    store.modify(Panel, |panel: &mut Panel| {
        panel.title = "t".to_owned();
        panel.size.width = 17;
    });
    log.check(expect!["title t; size Size { width: 17, height: 3 }; width 17"]);
    store.set(Panel, Panel { title: "u".to_owned(), ..store.get(Panel) });
    log.check(expect!["title u"]);
    store.set(Panel.size, Size { width: 17, height: 4 });
    log.check(expect!["size Size { width: 17, height: 4 }; height 4"]);
    store.update(Panel.size, |size| *size.width += 1);
    log.check(expect!["size Size { width: 18, height: 4 }; width 18"]);
}

#[test]
fn a_whole_atom_is_told_of_any_field_once() {
    let (store, log) = (Store::immediate(), Recorder::new());
    let _whole = store.subscribe(Panel, log.showing("panel"));
    store.update(Panel, |panel| {
        *panel.size.width = 1;
        panel.tags.push(2);
    });
    log.check(expect![[
        r#"panel Panel { title: "", size: Size { width: 1, height: 0 }, tags: [2] }"#
    ]]);
}

#[test]
fn what_a_subscriber_writes_does_not_change_the_value_in_its_hand() {
    let (store, log) = (Store::immediate(), Recorder::new());
    let lines = log.clone();
    store
        .effect((NAME, Panel.size, COUNT), move |store, (name, size, count)| {
            if *count == 1 {
                store.update(NAME, |name| name.push('b'));
                store.update(Panel, |panel| *panel.size.width = 8);
                store.set(COUNT, 2);
            }
            lines.log(format_args!("{name} {} {count}", size.width));
        })
        .detach();
    log.check(expect!["a 0 0"]);
    store.set(COUNT, 1);
    log.check(expect!["a 0 1; ab 8 2"]);
}

#[test]
fn what_a_subscriber_writes_is_told_in_a_further_pass() {
    let (store, log) = (Store::immediate(), Recorder::new());
    let _count = store.subscribe(COUNT, {
        let (store, log) = (store.downgrade(), log.clone());
        move |count| {
            log.log(format_args!("count {count}"));
            store.upgrade().unwrap().set(OTHER, *count * 10);
            log.log("wrote");
        }
    });
    let _other = store.subscribe(OTHER, log.telling("other"));
    let _double = store.subscribe(DOUBLE, log.telling("double"));
    store.set(COUNT, 1);
    log.check(expect!["count 1; wrote; double 2; other 10"]);
    assert_eq!(store.stats().passes, 2);
}

#[test]
fn a_subscription_dropped_inside_its_own_callback_ends() {
    let (store, log) = (Store::immediate(), Recorder::new());
    let kept: Arc<Mutex<Option<Subscription>>> = Arc::default();
    let told = store.subscribe(COUNT, {
        let (kept, log) = (Arc::clone(&kept), log.clone());
        move |count| {
            log.log(format_args!("count {count}"));
            drop(kept.lock().unwrap().take());
            log.log("still here");
        }
    });
    *kept.lock().unwrap() = Some(told);
    store.set(COUNT, 1);
    store.set(COUNT, 2);
    log.check(expect!["count 1; still here"]);
    assert_eq!(Arc::strong_count(&kept), 1, "the callback is gone, too");
    assert_eq!(format!("{store:?}"), "Store { nodes: 1, subscriptions: 0 }");
}

#[test]
fn a_subscription_dropped_by_another_callback_of_the_pass_is_not_called() {
    let (store, log) = (Store::immediate(), Recorder::new());
    let kept: Arc<Mutex<Option<Subscription>>> = Arc::default();
    let _first = store.subscribe(COUNT, {
        let (kept, log) = (Arc::clone(&kept), log.clone());
        move |count| {
            log.log(format_args!("first {count}"));
            drop(kept.lock().unwrap().take());
        }
    });
    *kept.lock().unwrap() = Some(store.subscribe(COUNT, log.telling("second")));
    store.set(COUNT, 1);
    log.check(expect!["first 1"]);
    assert_eq!(store.stats().notified, 1, "who was not called does not count");
}

#[test]
fn a_subscription_made_inside_a_callback_starts_from_then() {
    let (store, log) = (Store::immediate(), Recorder::new());
    let kept: Arc<Mutex<Vec<Subscription>>> = Arc::default();
    let _first = store.subscribe(COUNT, {
        let (store, kept, log) = (store.downgrade(), Arc::clone(&kept), log.clone());
        move |count| {
            let store = store.upgrade().unwrap();
            log.log(format_args!("first {count}"));
            if *count == 1 {
                let mut kept = kept.lock().unwrap();
                kept.push(store.subscribe(COUNT, log.telling("inner")));
                let mut tell = log.telling("inner effect");
                kept.push(store.effect(COUNT, move |_, count| tell(count)));
            }
        }
    });
    store.set(COUNT, 1);
    log.check(expect!["first 1; inner effect 1"]);
    store.set(COUNT, 2);
    log.check(expect!["first 2; inner 2; inner effect 2"]);
}

#[test]
fn a_subscription_made_inside_a_turn_starts_from_the_value_of_that_moment() {
    let (store, log) = (Store::immediate(), Recorder::new());
    let kept = store.batch(|tx| {
        tx.set(COUNT, 1);
        let mut tell = log.telling("effect");
        let kept = (
            tx.subscribe(COUNT, log.telling("count")),
            tx.effect(DOUBLE, move |_, double| tell(double)),
        );
        tx.set(OTHER, 5);
        kept
    });
    log.check(expect!["effect 2"]);
    store.batch(|tx| tx.set(COUNT, 2));
    log.check(expect!["count 2; effect 4"]);
    drop(kept);
    store.set(COUNT, 3);
    log.check(expect![""]);
}

#[test]
fn an_effect_that_writes_what_it_watches_in_its_first_run_is_told() {
    for store in [Store::immediate(), Store::manual()] {
        let log = Recorder::new();
        let _effect = store.effect(COUNT, {
            let log = log.clone();
            move |store, count| {
                log.log(format_args!("effect {count}"));
                if *count < 3 {
                    store.set(COUNT, count + 1);
                }
            }
        });
        store.flush();
        log.check(expect!["effect 0; effect 1; effect 2; effect 3"]);
    }
}

#[test]
fn under_immediate_such_an_effect_needs_no_flush() {
    let (store, log) = (Store::immediate(), Recorder::new());
    let _effect = store.effect(COUNT, {
        let log = log.clone();
        move |store, count| {
            log.log(format_args!("effect {count}"));
            store.set(COUNT, 7);
        }
    });
    log.check(expect!["effect 0; effect 7"]);
}

#[test]
fn detached_subscriptions_live_as_long_as_the_store() {
    let (store, log) = (Store::immediate(), Recorder::new());
    let alive = Arc::new(());
    store
        .subscribe(COUNT, {
            let (alive, log) = (Arc::clone(&alive), log.clone());
            move |count| log.log(format_args!("count {count} {}", Arc::strong_count(&alive)))
        })
        .detach();
    store.set(COUNT, 1);
    log.check(expect!["count 1 2"]);
    drop(store);
    assert_eq!(Arc::strong_count(&alive), 1);
}

#[test]
fn a_watch_is_polled_and_remembers_what_it_saw() {
    let store = Store::manual();
    let mut count = store.watch(COUNT);
    let mut pair = store.watch((NAME, DOUBLE));
    let mut panel = store.watch(Panel.title);
    assert_eq!((count.changed(), pair.changed(), panel.changed()), (None, None, None));
    store.set(COUNT, 1);
    store.set(COUNT, 2);
    assert_eq!(count.changed(), Some(2));
    assert_eq!(count.changed(), None);
    assert_eq!(pair.changed(), Some(("a".to_owned(), 4)));
    store.set(COUNT, 3);
    store.set(COUNT, 2);
    assert_eq!(count.changed(), None, "a `Copy` value that is back where it was");
    assert_eq!(pair.changed(), None);
    store.set(Panel.size.width, 9);
    assert_eq!(panel.changed(), None, "another field");
    store.set(NAME, "b".to_owned());
    assert_eq!(pair.changed(), Some(("b".to_owned(), 4)));
    store.set(COUNT, 9);
    drop(store);
    assert_eq!(count.changed(), None, "nothing changes when the store is gone");
}

#[test]
fn the_same_handle_twice_in_a_tuple_is_told_once() {
    let (store, log) = (Store::immediate(), Recorder::new());
    let told = store.subscribe((COUNT, COUNT), {
        let log = log.clone();
        move |(one, two)| log.log(format_args!("{one} {two}"))
    });
    store.set(COUNT, 1);
    log.check(expect!["1 1"]);
    drop(told);
    store.set(COUNT, 2);
    log.check(expect![""]);
}
