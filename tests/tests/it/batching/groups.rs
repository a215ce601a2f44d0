//! Groups: where they come from, their priorities, and what belongs to several of them.

use std::time::Duration;

use atomata::testing::TestClock;
use atomata::{Builder, Group, Store, atom, computed};
use atomata_tests::recorder::Recorder;
use expect_test::expect;
use serde::{Deserialize, Serialize};

mod view {
    use atomata::atom;

    #[atom]
    pub(super) static SCROLL: u32 = 0;
}

mod api {
    use atomata::{atom, computed};

    #[atom]
    pub(super) static USERS: u32 = 0;

    #[atom(group = "low")]
    pub(super) static LOGS: u32 = 0;

    #[computed(deps = [LOGS])]
    pub(super) fn errors(logs: u32) -> u32 {
        logs / 10
    }
}

use api::{ERRORS, LOGS, USERS};
use view::SCROLL;

#[atom]
static PLAIN: u32 = 0;

#[computed(deps = [SCROLL, USERS])]
fn visible(scroll: u32, users: u32) -> u32 {
    scroll + users
}

#[computed(deps = [LOGS], group = "low")]
fn lines(logs: u32) -> u32 {
    logs
}

#[computed(deps = [LINES, SCROLL], group = "low")]
fn both(lines: u32, scroll: u32) -> u32 {
    lines + scroll
}

#[atom(group = "ui")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Panel {
    title: String,
    width: u32,
}

#[computed(deps = [Panel.width, USERS])]
fn columns(width: u32, users: u32) -> u32 {
    width + users
}

#[computed(deps = [Panel.width])]
fn is_wide(width: u32) -> bool {
    width > 9
}

#[computed(deps = [IS_WIDE, USERS])]
fn rows(is_wide: bool, users: u32) -> u32 {
    if is_wide { users / 2 } else { users }
}

fn millis(count: u64) -> Duration {
    Duration::from_millis(count)
}

fn on(clock: &TestClock) -> Builder {
    Store::builder().scheduler(clock.clone())
}

#[test]
fn a_group_is_named_or_follows_the_module() {
    assert_eq!(SCROLL.group(), "ui");
    assert_eq!((USERS.group(), ERRORS.group()), ("data", "data"));
    assert_eq!(LOGS.group(), "low");
    assert_eq!((PLAIN.group(), VISIBLE.group()), ("default", "default"));
}

#[test]
fn derived_groups_have_the_default_window_and_priority() {
    let (clock, log) = (TestClock::new(), Recorder::new());
    let store = on(&clock).register(PLAIN).register(USERS).register(SCROLL).build();
    let _told = [
        store.subscribe(SCROLL, log.telling("scroll")),
        store.subscribe(USERS, log.telling("users")),
        store.subscribe(PLAIN, log.telling("plain")),
    ];
    store.batch(|tx| {
        tx.set(SCROLL, 1);
        tx.set(USERS, 1);
        tx.set(PLAIN, 1);
    });
    clock.advance(millis(16));
    log.check(expect!["plain 1; users 1; scroll 1"]);
    assert_eq!(store.stats().flushes, 1);
}

#[test]
fn the_builder_says_otherwise() {
    let (clock, log) = (TestClock::new(), Recorder::new());
    let store = on(&clock)
        .window(millis(20))
        .group("ui", Group::new().window(millis(1)).priority(1))
        .group("data", Group::new().priority(7))
        .group("data", Group::new().priority(3)) // the last word counts
        .register(PLAIN)
        .build();
    let _told = [
        store.subscribe(PLAIN, log.telling("plain")),
        store.subscribe(SCROLL, log.telling("scroll")),
        store.subscribe(USERS, log.telling("users")),
    ];
    store.batch(|tx| {
        tx.set(PLAIN, 1);
        tx.set(USERS, 1);
        tx.set(SCROLL, 1);
    });
    clock.advance(millis(1));
    log.check(expect!["scroll 1"]);
    clock.advance(millis(18));
    log.check(expect![""]);
    clock.advance(millis(1));
    log.check(expect!["users 1; plain 1"]);
}

#[test]
fn priorities_order_what_is_due_together() {
    let (clock, log) = (TestClock::new(), Recorder::new());
    let store = on(&clock)
        .group("low", Group::new().priority(-1))
        .group("ui", Group::new().priority(9))
        .build();
    let _told = [
        store.subscribe(LOGS, log.telling("logs")),
        store.subscribe(LINES, log.telling("lines")),
        store.subscribe(PLAIN, log.telling("plain")),
        store.subscribe(BOTH, log.telling("both")),
        store.subscribe((LOGS, PLAIN), {
            let log = log.clone();
            move |(logs, plain)| log.log(format_args!("pair {logs} {plain}"))
        }),
        store.subscribe(SCROLL, log.telling("scroll")),
    ];
    store.batch(|tx| {
        tx.set(LOGS, 1);
        tx.set(PLAIN, 1);
        tx.set(SCROLL, 1);
    });
    clock.advance(millis(16));
    // `both` and the pair take the highest priority of what they depend on.
    log.check(expect!["scroll 1; both 2; plain 1; pair 1 1; logs 1; lines 1"]);
}

#[test]
fn what_depends_on_several_groups_is_told_at_the_first_flush_that_shows_a_change() {
    let (clock, log) = (TestClock::new(), Recorder::new());
    let store = on(&clock)
        .group("ui", Group::new().window(millis(5)))
        .group("data", Group::new().window(millis(50)))
        .build();
    let _told = [
        store.subscribe(VISIBLE, log.telling("visible")),
        store.subscribe(SCROLL, log.telling("scroll")),
        store.subscribe(USERS, log.telling("users")),
        store.subscribe((SCROLL, USERS), {
            let log = log.clone();
            move |(scroll, users)| log.log(format_args!("pair {scroll} {users}"))
        }),
    ];
    store.batch(|tx| {
        tx.set(SCROLL, 1);
        tx.set(USERS, 10);
    });
    clock.advance(millis(5));
    log.check(expect!["scroll 1; pair 1 10; visible 11"]);
    clock.advance(millis(45));
    log.check(expect!["users 10"]); // and nothing again for the same value
    // A change that comes between the two flushes is told.
    store.set(USERS, 20);
    clock.advance(millis(10));
    store.set(SCROLL, 2);
    clock.advance(millis(5));
    log.check(expect!["scroll 2; pair 2 20; visible 22"]);
    store.set(USERS, 21);
    clock.advance(millis(35));
    log.check(expect!["users 21; pair 2 21; visible 23"]);
}

#[test]
fn a_change_waits_for_the_window_of_what_made_it() {
    let (clock, log) = (TestClock::new(), Recorder::new());
    let store = on(&clock)
        .group("ui", Group::new().window(millis(5)))
        .group("data", Group::new().window(millis(50)))
        .build();
    let _told = [
        store.subscribe(COLUMNS, log.telling("columns")),
        store.subscribe(ROWS, log.telling("rows")),
    ];
    store.set(Panel.title, "a".to_owned());
    clock.advance(millis(5));
    // The flush of a field that neither depends on, or of one that changes nothing on the way, does not
    // tell of another group's write.
    store.set(USERS, 10);
    store.set(Panel.title, "b".to_owned());
    clock.advance(millis(5));
    log.check(expect![""]);
    store.set(Panel.width, 3);
    clock.advance(millis(5));
    log.check(expect!["columns 13"]);
    clock.advance(millis(40));
    log.check(expect!["rows 10"]);
}

#[test]
fn a_change_that_was_read_is_told_whatever_was_flushed_before() {
    let (clock, log) = (TestClock::new(), Recorder::new());
    let store = on(&clock)
        .group("ui", Group::new().window(millis(5)))
        .group("data", Group::new().window(millis(50)))
        .build();
    let _told = [
        store.subscribe(COLUMNS, log.telling("columns")),
        store.subscribe(SCROLL, log.telling("scroll")),
    ];
    store.set(USERS, 10);
    assert_eq!(store.get(COLUMNS), 10);
    store.set(SCROLL, 1);
    clock.advance(millis(5));
    store.set(Panel.title, "a".to_owned());
    clock.advance(millis(5));
    log.check(expect!["scroll 1"]);
    clock.advance(millis(40));
    log.check(expect!["columns 10"]);
}

#[test]
fn a_batch_over_two_groups_is_one_state_change_told_in_each_groups_flush() {
    let (clock, log) = (TestClock::new(), Recorder::new());
    let store = on(&clock)
        .group("ui", Group::new().window(millis(5)))
        .group("data", Group::new().window(millis(50)))
        .build();
    let _told = [
        store.subscribe(SCROLL, {
            let (log, store) = (log.clone(), store.downgrade());
            move |scroll| {
                let users = store.upgrade().unwrap().get(USERS);
                log.log(format_args!("scroll {scroll} beside users {users}"));
            }
        }),
        store.subscribe(USERS, log.telling("users")),
    ];
    store.batch(|tx| {
        tx.set(SCROLL, 1);
        tx.set(USERS, 10);
    });
    clock.advance(millis(5));
    log.check(expect!["scroll 1 beside users 10"]);
    clock.advance(millis(45));
    log.check(expect!["users 10"]);
}

#[test]
fn a_computed_of_another_group_is_told_with_what_it_depends_on() {
    let (clock, log) = (TestClock::new(), Recorder::new());
    let store = on(&clock)
        .group("low", Group::new().window(millis(5)))
        .group("data", Group::new().window(millis(50)))
        .build();
    let _told = store.subscribe(ERRORS, log.telling("errors"));
    store.set(LOGS, 30);
    clock.advance(millis(5));
    log.check(expect!["errors 3"]);
    assert_eq!(clock.armed(), 0);
}
