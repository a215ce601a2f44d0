//! Budgets: what is dropped for them and what is not, and who is warned.

use atomata::{History, MemoryBudget, Store, Subscription, Wire};
use atomata_tests::recorder::Recorder;

use super::{BULK, COUNT, NOTE, TEXT, TWIN, Table, rows};

/// A store of this budget that tells at once, and somebody who listens, so that there are flushes.
fn with_budget(bytes: usize) -> (Store, Subscription) {
    let budget = MemoryBudget::new(bytes);
    let history = History::new().max_snapshots(1_000);
    let store = Store::builder().immediate().history(history).memory_budget(budget).build();
    let watching = store.subscribe((TEXT, COUNT, Table), |_| ());
    (store, watching)
}

fn warned(store: &Store) -> (Recorder, Subscription) {
    let recorder = Recorder::new();
    let log = recorder.clone();
    let warning = store.on_memory_warning(move |warning| {
        assert!(warning.total() > warning.threshold);
        log.log(format_args!("{} of {}", warning.total() / 1_000, warning.budget / 1_000));
    });
    (recorder, warning)
}

#[test]
fn a_warning_comes_once_until_there_is_less() {
    let (store, _watching) = with_budget(100_000);
    let (recorder, warning) = warned(&store);
    let fill = |kilobytes: usize| {
        store.set(TEXT, "x".repeat(kilobytes * 1_000));
        store.history().clear();
        store.update(COUNT, |count| *count += 1);
    };
    fill(70);
    assert_eq!(recorder.take(), "");
    fill(85);
    assert_eq!(recorder.take(), "85 of 100", "the text before has no room in the history");
    fill(90);
    fill(95);
    assert_eq!(recorder.take(), "", "it was said");
    fill(10);
    fill(90);
    assert_eq!(recorder.take().lines().count(), 1);
    drop(warning);
    fill(10);
    fill(90);
    assert_eq!(recorder.take(), "");
}

#[test]
fn the_threshold_is_a_part_of_the_budget() {
    let budget = MemoryBudget::new(100_000).warn_at(0.1);
    let store = Store::builder().immediate().memory_budget(budget).build();
    let _watching = store.subscribe(TEXT, |_| ());
    let (recorder, _warning) = warned(&store);
    store.set(TEXT, "x".repeat(9_000));
    assert_eq!(recorder.take(), "");
    store.set(TEXT, "x".repeat(11_000));
    assert_eq!(recorder.take(), "11 of 100");
}

#[test]
fn without_a_budget_nobody_is_warned_and_nothing_goes() {
    let store = Store::builder().immediate().history(History::new()).build();
    let _watching = store.subscribe(TEXT, |_| ());
    let (recorder, _warning) = warned(&store);
    for at in 0..40 {
        store.set(TEXT, at.to_string().repeat(10_000));
    }
    assert_eq!(recorder.take(), "");
    assert_eq!(store.history().entries().len(), 40);
}

#[test]
fn a_warning_hook_may_write_and_collect() {
    let (store, _watching) = with_budget(10_000);
    let weak = store.downgrade();
    let _warning = store.on_memory_warning(move |_| {
        let store = weak.upgrade().expect("it warns");
        store.collect();
        store.set(TEXT, String::new());
    });
    store.set(TEXT, "x".repeat(20_000));
    assert_eq!(store.get(TEXT), "");
    assert_eq!(store.memory().values() / 1_000, 0);
}

/// The present state stays, and so do pinned points; an undo leads through what is left of the history
/// without a hole.
#[test]
fn under_load_the_history_is_held_to_the_budget_and_has_no_holes() {
    const BUDGET: usize = 40_000;
    let (store, watching) = with_budget(BUDGET);
    let text = |at: u32| format!("{at} ").repeat(500);
    let mut pinned = None;
    for at in 0..400 {
        store.batch(|tx| {
            tx.set(COUNT, at);
            tx.set(TEXT, text(at));
        });
        if at == 10 {
            let point = store.history().position();
            store.history().pin(point);
            pinned = Some(point);
        }
        let (history, values) = (store.history().bytes(), store.memory().values());
        assert!(history + values <= BUDGET + 3_000, "{history} + {values} after {at}");
    }
    // Where nobody listens there are no flushes, and the history is held to it all the same.
    drop(watching);
    for at in 400..600 {
        store.batch(|tx| {
            tx.set(COUNT, at);
            tx.set(TEXT, text(at));
        });
        assert!(store.history().bytes() <= BUDGET);
    }
    let entries = store.history().entries().len();
    assert!((5..40).contains(&entries), "{entries}");
    let mut last = 599;
    while store.undo() {
        let count = store.get(COUNT);
        assert!(count < last && (store.get(TEXT) == text(count) || store.get(TEXT).is_empty()));
        assert!(last - count == 1 || count <= 10, "from {last} to {count}");
        last = count;
    }
    store.history().go_to(pinned.expect("it was pinned"));
    assert_eq!((store.get(COUNT), store.get(TEXT)), (10, text(10)));
}

#[test]
fn present_values_stay_whatever_they_take() {
    let (store, _watching) = with_budget(1_000);
    store.set(TEXT, "x".repeat(50_000));
    store.set(TEXT, "y".repeat(50_000));
    store.update(COUNT, |count| *count += 1);
    assert_eq!((store.get(TEXT).len(), store.get(COUNT)), (50_000, 1));
    assert_eq!(store.history().entries().len(), 0);
    assert!(!store.undo());
}

#[test]
fn caches_go_before_bases_and_these_before_the_history() {
    let (store, _watching) = with_budget(100_000);
    let _bulk = store.subscribe(BULK, |_| ());
    store.set(Table.rows, rows(800)); // 13 KB
    store.history().clear();
    store.update(COUNT, |count| *count += 1);
    let (mut json, mut binary) = (store.serializer(Wire::Json), store.serializer(Wire::Binary));
    json.full().unwrap();
    binary.full().unwrap();
    let version = store.version();
    // Leaves so much to all that is not a value.
    let leave = |bytes: usize| {
        store.set(BULK, String::new());
        let room = 100_000 - store.memory().values();
        store.set(BULK, "x".repeat(room - bytes));
        let memory = store.memory();
        (memory.caches.bytes, memory.bases.bytes, memory.history.count)
    };
    let (caches, bases, entries) = leave(80_000);
    assert!(caches > 15_000 && bases > 35_000 && entries == 1, "{caches} {bases} {entries}");
    let (some, all, entries) = leave(bases + caches / 2);
    assert!(some < caches / 2 && all == bases && entries == 1, "{some} {all} {entries}");
    let (none, some, entries) = leave(bases / 2);
    assert!(none == 0 && some <= bases / 2 && some > 0 && entries == 1, "{none} {some} {entries}");
    assert_eq!(leave(1_000), (0, 0, 1));
    assert_eq!(leave(0), (0, 0, 0));
    drop(version);
    // Nobody lost anything but time.
    let whole = store.full_state().unwrap();
    assert_eq!(json.full().unwrap(), whole.to_json().unwrap().into_bytes());
    assert!(binary.full().unwrap().len() > 1_000);
}

#[test]
fn what_was_asked_for_longest_ago_goes_first() {
    let clock = atomata::testing::TestClock::new();
    let budget = MemoryBudget::new(70_000);
    let store = Store::builder().manual().scheduler(clock.clone()).memory_budget(budget).build();
    let _watching = store.subscribe(COUNT, |_| ());
    store.set(TEXT, "x".repeat(20_000));
    let (mut early, mut late) = (store.serializer(Wire::Json), store.serializer(Wire::Json));
    late.full().unwrap();
    clock.advance(std::time::Duration::from_secs(1));
    early.full().unwrap();
    clock.advance(std::time::Duration::from_secs(1));
    late.full().unwrap();
    store.set(TWIN, "y".repeat(20_000));
    store.set(COUNT, 1);
    store.flush();
    assert!(early.cached_bytes() < 1_000, "{}", early.cached_bytes());
    assert!(late.cached_bytes() > 20_000, "{}", late.cached_bytes());
}

/// A look that walked the whole state would see at once what one of many has become.
#[test]
fn a_look_is_at_a_few_values() {
    const MEMBERS: u32 = 2_000;
    let (store, _watching) = with_budget(10_000_000);
    let (recorder, _warning) = warned(&store);
    let look = || store.update(COUNT, |count| *count += 1);
    (0..MEMBERS).for_each(|id| store.set(NOTE(id), "note".to_owned()));
    (0..MEMBERS / 64 + 2).for_each(|_| look());
    store.set(NOTE(MEMBERS / 2), "x".repeat(9_000_000));
    store.history().clear();
    let looks = (0..MEMBERS / 32).find(|_| {
        look();
        !recorder.take().is_empty()
    });
    let looks = looks.expect("each value has its turn");
    assert!((1..=MEMBERS / 64 + 2).contains(&looks), "{looks}");
}
