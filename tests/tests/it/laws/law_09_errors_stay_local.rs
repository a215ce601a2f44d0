//! A panic in user code stays where it happened and reaches `on_error`.

use std::cell::Cell;
use std::error::Error as _;

use atomata::{Error, Store, atom, computed};
use atomata_tests::panics::panic_of;
use atomata_tests::recorder::Recorder;
use expect_test::expect;
use serde::{Deserialize, Serialize};

/// Two hands on one log.
fn recorders() -> (Recorder, Recorder) {
    let told = Recorder::new();
    (told.clone(), told)
}

thread_local! {
    static LOADS: Cell<bool> = const { Cell::new(false) };
}

#[atom]
static COUNT: i64 = 1;

#[atom]
static OTHER: i64 = 1;

#[computed(deps = [COUNT])]
fn picky(count: i64) -> i64 {
    assert!(count != 13, "not {count}");
    count
}

#[computed(deps = [PICKY])]
fn after_picky(picky: i64) -> i64 {
    picky * 2
}

#[computed(deps = [AFTER_PICKY, OTHER])]
fn both(after_picky: i64, other: i64) -> i64 {
    after_picky + other
}

#[atom]
static LOADED: i64 = {
    assert!(LOADS.get(), "not there yet");
    5
};

#[atom]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Profile {
    name: String,
    age: u32,
}

impl Default for Profile {
    fn default() -> Self {
        assert!(LOADS.get(), "not there yet");
        Self { name: String::new(), age: 5 }
    }
}

#[computed(deps = [Profile.age])]
fn next_age(age: u32) -> u32 {
    age + 1
}

#[computed(deps = [LOADED])]
fn after_loaded(loaded: i64) -> i64 {
    loaded * 2
}

#[computed(deps = [AFTER_LOADED])]
fn long_after_loaded(after_loaded: i64) -> i64 {
    after_loaded * 2
}

#[derive(Clone, Debug)]
struct Fragile(i64);

// Compares anything but 1 with 3.
impl PartialEq for Fragile {
    fn eq(&self, other: &Self) -> bool {
        assert!((self.0, other.0) != (1, 3), "cannot compare");
        self.0 == other.0
    }
}

#[computed(deps = [COUNT])]
fn fragile(count: i64) -> Fragile {
    Fragile(count)
}

fn reporting(log: &Recorder) -> Store {
    let log = log.clone();
    Store::builder().immediate().on_error(move |error| log.log(format_args!("({error})"))).build()
}

#[test]
fn a_failed_computed_names_its_cause() {
    let log = Recorder::new();
    let store = reporting(&log);
    store.set(COUNT, 13);
    let error = store.try_get(BOTH).unwrap_err();
    expect!["`both` failed, because `picky` did: not 13"].assert_eq(&error.to_string());
    let Error::Failed(failure) = &error else { panic!("{error}") };
    assert_eq!((failure.name(), failure.cause(), failure.message()), ("both", "picky", "not 13"));
    assert!(error.source().is_some());
    expect!["`picky` failed: not 13"].assert_eq(&store.try_get(PICKY).unwrap_err().to_string());
    expect!["`picky` failed: not 13"].assert_eq(&panic_of(|| store.get((OTHER, PICKY))));
    assert!(store.try_share(BOTH).is_err());
    assert!(store.try_with(BOTH, |_| ()).is_err());
    assert!(store.snapshot().try_get(BOTH).is_err());
    log.check(expect!["(`picky` failed: not 13)"]); // once
    assert_eq!(store.get(OTHER), 1);
}

#[test]
fn subscribers_hear_nothing_until_it_recovers() {
    let log = Recorder::new();
    let store = reporting(&log);
    let _told = [
        store.subscribe(COUNT, log.telling("count")),
        store.subscribe(PICKY, log.telling("picky")),
        store.subscribe(BOTH, log.telling("both")),
        store.subscribe(OTHER, log.telling("other")),
    ];
    store.set(COUNT, 13);
    log.check(expect!["(`picky` failed: not 13); count 13"]);
    store.set(OTHER, 2);
    log.check(expect!["other 2"]);
    store.set(COUNT, 2);
    log.check(expect!["count 2; picky 2; both 6"]);
    store.set(COUNT, 13);
    store.set(COUNT, 2);
    log.check(expect!["(`picky` failed: not 13); count 13; count 2"]);
}

#[test]
fn a_failed_computed_can_be_subscribed_to() {
    let log = Recorder::new();
    let store = reporting(&log);
    store.set(COUNT, 13);
    let _picky = store.subscribe(PICKY, log.telling("picky"));
    let _pair = store.subscribe((OTHER, BOTH), {
        let log = log.clone();
        move |(other, both)| log.log(format_args!("pair {other} {both}"))
    });
    let mut watch = store.watch(AFTER_PICKY);
    assert_eq!(watch.changed(), None);
    log.check(expect!["(`picky` failed: not 13)"]);
    store.set(OTHER, 5);
    log.check(expect![""]); // a tuple with a failed member waits for it
    store.set(COUNT, 1);
    log.check(expect!["picky 1; pair 5 7"]);
    assert_eq!(watch.changed(), Some(2));
}

#[test]
fn an_effect_on_a_failed_computed_is_refused() {
    let log = Recorder::new();
    let store = reporting(&log);
    store.set(COUNT, 13);
    expect!["`picky` failed: not 13"]
        .assert_eq(&panic_of(|| store.effect(PICKY, |_, _| ()).detach()));
    assert!(format!("{store:?}").contains("subscriptions: 0"));
}

#[test]
fn an_effect_whose_first_call_panics_is_not_registered() {
    let store = Store::immediate();
    let message = panic_of(|| store.effect(COUNT, |_, _| panic!("broken")).detach());
    assert_eq!(message, "broken");
    assert!(format!("{store:?}").contains("subscriptions: 0"));
    store.set(COUNT, 2);
    assert_eq!(store.stats().notified, 0);
}

#[test]
fn a_panicking_subscriber_stops_nobody_and_stays() {
    let log = Recorder::new();
    let store = reporting(&log);
    let _first = store.subscribe(COUNT, {
        let mut tell = log.telling("first");
        move |count| {
            tell(count);
            assert!(*count != 2, "two");
        }
    });
    let _second = store.subscribe((COUNT, OTHER), {
        let log = log.clone();
        move |(count, other)| {
            log.log(format_args!("second {count} {other}"));
            assert!(*count != 2, "two again");
        }
    });
    let _third = store.subscribe(AFTER_PICKY, log.telling("third"));
    store.set(COUNT, 2);
    log.check(expect!["first 2; (a subscriber of `COUNT` panicked: two); second 2 1; (a subscriber of `COUNT`, `OTHER` panicked: two again); third 4"]);
    store.set(COUNT, 3);
    log.check(expect!["first 3; second 3 1; third 6"]);
}

#[test]
fn on_error_holds_nothing_inside_of_a_turn_either() {
    let (told, log) = recorders();
    let store = Store::builder().manual().on_error(move |error| log.log(error)).build();
    store.batch(|tx| {
        tx.set(COUNT, 13);
        assert!(tx.try_get(PICKY).is_err());
        assert_eq!(told.take(), "", "the turn is still held");
    });
    assert_eq!(told.take(), "`picky` failed: not 13");
}

#[test]
fn a_failure_that_was_taken_back_is_reported_all_the_same() {
    let (told, log) = recorders();
    let store = Store::builder().manual().on_error(move |error| log.log(error)).build();
    let result = store.transaction(|tx| {
        tx.set(COUNT, 13);
        tx.try_get(PICKY)
    });
    assert!(result.is_err());
    assert_eq!((told.take().as_str(), store.get(PICKY)), ("`picky` failed: not 13", 1));
}

#[test]
fn a_panicking_on_error_stops_nothing() {
    let log = Recorder::new();
    let store = Store::builder().immediate().on_error(|_| panic!("on_error, too")).build();
    let _broken = store.subscribe(COUNT, |_| panic!("broken"));
    let _told = store.subscribe(COUNT, log.telling("count"));
    store.set(COUNT, 2);
    assert!(store.batch(|tx| tx.try_get(PICKY)).is_ok());
    store.set(COUNT, 13);
    assert!(store.try_get(PICKY).is_err());
    log.check(expect!["count 2; count 13"]);
}

#[test]
fn without_on_error_everything_goes_on() {
    let (store, log) = (Store::immediate(), Recorder::new());
    let _broken = store.subscribe(COUNT, |_| panic!("broken"));
    let _told = store.subscribe(COUNT, log.telling("count"));
    store.set(COUNT, 13);
    store.set(COUNT, 2);
    log.check(expect!["count 13; count 2"]);
}

#[test]
fn without_on_error_an_error_goes_once_to_stderr() {
    const NAME: &str =
        "laws::law_09_errors_stay_local::without_on_error_an_error_goes_once_to_stderr";
    if std::env::var_os("ATOMATA_PRINTS").is_some() {
        let store = Store::immediate();
        store.subscribe(COUNT, |count| assert!(*count != 2, "broken")).detach();
        store.subscribe(BOTH, |_| ()).detach();
        for count in [13, 2, 13, 2] {
            store.set(COUNT, count);
            let _ = store.try_get(BOTH);
        }
        return;
    }
    // In a process of its own, whose stderr can be read.
    let output = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", NAME, "--nocapture"])
        .env("ATOMATA_PRINTS", "yes")
        .output()
        .unwrap();
    assert!(output.status.success());
    let printed = String::from_utf8(output.stderr).unwrap();
    let lines: Vec<_> = printed.lines().filter(|line| line.starts_with("atomata: ")).collect();
    expect!["atomata: `picky` failed: not 13; atomata: a subscriber of `COUNT` panicked: broken"]
        .assert_eq(&lines.join("; "));
}

#[test]
fn a_panicking_hook_stops_nothing() {
    let log = Recorder::new();
    let store = reporting(&log);
    let _before = store.before_flush(|| panic!("before"));
    let _after = store.after_flush(|_| panic!("after"));
    let _last = store.after_flush({
        let log = log.clone();
        move |report| log.log(format_args!("{} told", report.notified))
    });
    let _told = store.subscribe(COUNT, log.telling("count"));
    store.set(COUNT, 2);
    log.check(expect!["(a subscriber of a flush panicked: before); count 2; (a subscriber of a flush panicked: after); 1 told"]);
}

#[test]
fn an_initial_value_that_panicked_is_tried_again_by_every_use() {
    let log = Recorder::new();
    let store = reporting(&log);
    let error = store.try_get(LONG_AFTER_LOADED).unwrap_err();
    expect!["`long_after_loaded` failed, because `LOADED` did: not there yet"]
        .assert_eq(&error.to_string());
    assert!(store.try_set(LOADED, 1).is_err());
    assert!(store.try_update(LOADED, |_| ()).is_err());
    assert!(store.try_get(AFTER_LOADED).is_err());
    let _told = store.subscribe(LONG_AFTER_LOADED, log.telling("long after"));
    let _ = log.take();
    LOADS.set(true);
    assert_eq!(store.get(LONG_AFTER_LOADED), 20, "a computed tries it, too");
    assert_eq!(store.get((AFTER_LOADED, LOADED)), (10, 5));
    store.set(LOADED, 6);
    assert_eq!(store.get(LONG_AFTER_LOADED), 24);
    log.check(expect!["long after 24"]);
}

#[test]
fn an_atom_that_recovers_is_news_in_all_of_its_fields() {
    let log = Recorder::new();
    let store = reporting(&log);
    let _told = [
        store.subscribe(NEXT_AGE, log.telling("next age")),
        store.subscribe(Profile.age, log.telling("age")),
    ];
    let _ = log.take();
    LOADS.set(true);
    store.set(Profile.name, "a".to_owned());
    log.check(expect!["age 5; next age 6"]);
}

#[test]
fn an_atom_that_recovers_takes_everything_downstream_with_it() {
    let store = reporting(&Recorder::new());
    assert!(store.try_get(LONG_AFTER_LOADED).is_err());
    LOADS.set(true);
    assert_eq!(store.get(LOADED), 5);
    assert_eq!(store.get(LONG_AFTER_LOADED), 20);
}

#[test]
fn an_initial_value_that_recovers_in_a_transaction_that_is_taken_back() {
    let store = reporting(&Recorder::new());
    assert!(store.try_get(LONG_AFTER_LOADED).is_err());
    LOADS.set(true);
    let result: Result<(), ()> = store.transaction(|tx| {
        assert_eq!(tx.get(LONG_AFTER_LOADED), 20);
        tx.set(LOADED, 6);
        assert_eq!(tx.get(LONG_AFTER_LOADED), 24);
        Err(())
    });
    assert!(result.is_err());
    assert_eq!(store.get((LOADED, LONG_AFTER_LOADED)), (5, 20));
}

#[test]
fn a_comparison_that_panics_fails_the_computed_and_loses_nobody() {
    let log = Recorder::new();
    let store = reporting(&log);
    let _fragile = store.subscribe(FRAGILE, log.showing("fragile"));
    let _told = store.subscribe(COUNT, log.telling("count"));
    store.batch(|tx| {
        tx.set(COUNT, 2);
        assert_eq!(tx.get(FRAGILE).0, 2);
        tx.set(COUNT, 3);
    });
    // The computed went from 1 to 2 to 3, which compares; the subscriber compares 1 with 3.
    log.check(expect!["(a subscriber of `fragile` panicked: cannot compare); count 3"]);
    store.set(COUNT, 4);
    log.check(expect!["count 4; fragile Fragile(4)"]);
    store.set(COUNT, 1);
    log.check(expect!["count 1; fragile Fragile(1)"]);
    store.set(COUNT, 3); // the computed itself cannot compare
    log.check(expect!["(`fragile` failed: cannot compare); count 3"]);
    store.set(COUNT, 5);
    log.check(expect!["count 5; fragile Fragile(5)"]);
}

struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        assert!(std::thread::panicking(), "dropped");
    }
}

#[test]
fn a_destructor_that_panics_stops_nothing() {
    let log = Recorder::new();
    let store = reporting(&log);
    let kept = std::sync::Arc::new(std::sync::Mutex::new(None));
    let _dropping = store.subscribe(COUNT, {
        let kept = std::sync::Arc::clone(&kept);
        move |_| drop(kept.lock().unwrap().take())
    });
    let bomb = Bomb;
    let holding = store.subscribe(COUNT, move |_| {
        let _ = &bomb;
    });
    *kept.lock().unwrap() = Some(holding);
    let _told = store.subscribe(COUNT, log.telling("count"));
    store.set(COUNT, 2);
    store.set(COUNT, 3);
    log.check(expect!["count 2; count 3"]);
}
