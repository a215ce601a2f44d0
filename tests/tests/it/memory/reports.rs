//! What a store says of its memory.

use atomata::{Amount, History, List, Memory, Store, Wire, atom};
use serde::{Deserialize, Serialize};

use super::{COUNT, HEADING, ITEMS, NOTE, SHOWN, TEXT, Table, rows};

fn used() -> Store {
    let store = Store::builder().manual().history(History::new()).build();
    store.set(TEXT, "x".repeat(10_000));
    store.set(COUNT, 1);
    assert_eq!(store.get(SHOWN).len(), 20_002);
    store
}

#[test]
fn values_count_with_what_they_own() {
    let store = used();
    let memory = store.memory();
    assert_eq!((memory.atoms.count, memory.computeds.count), (2, 2));
    assert!((10_000..10_400).contains(&memory.atoms.bytes), "{memory}");
    assert!((40_000..40_600).contains(&memory.computeds.bytes), "{memory}");
    assert!(memory.graph.count >= 3 && memory.graph.bytes > 0, "{memory}");
    let largest: Vec<&str> = memory.largest.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(largest, ["shown", "twice", "TEXT", "COUNT"]);
    let text = memory.groups.iter().find(|group| group.name == "text").expect("the group of TEXT");
    assert_eq!(text.count, 1);
    let of_groups: usize = memory.groups.iter().map(|group| group.bytes).sum();
    assert_eq!(of_groups, memory.values());
}

#[test]
fn families_count_by_member_and_by_name() {
    let store = used();
    let without = store.memory();
    for id in 0..100 {
        store.set(NOTE(id), "n".repeat(100));
    }
    let heading = store.bind(HEADING(7));
    assert!(store.get(&heading).len() > 100);
    let memory = store.memory();
    assert_eq!((without.members.count, memory.members.count), (0, 101));
    assert!((10_000..20_000).contains(&memory.members.bytes), "{memory}");
    assert!(memory.families.count >= 2 && memory.families.bytes > 100 * size_of::<u32>());
    assert!(memory.graph.bytes > without.graph.bytes, "nodes take room besides their values");
    assert_eq!(
        memory.largest.iter().find(|one| one.name == "NOTE").map(|one| one.count),
        Some(100)
    );
}

#[atom]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Page {
    lines: List<(u32, String)>,
    words: Vec<String>,
}

#[test]
fn texts_in_items_are_estimated_by_the_first_of_them() {
    let store = Store::manual();
    store.set(Page, Page::default());
    let before = store.memory().atoms.bytes;
    store.set(Page.words, (0..1_000).map(|_| "w".repeat(100)).collect());
    let words = store.memory().atoms.bytes - before;
    assert_eq!(words, 1_000 * (100 + size_of::<String>()));
    store.set(Page.lines, (0..1_000).map(|at| (at, "l".repeat(100))).collect());
    let lines = store.memory().atoms.bytes - before - words;
    assert!((148_000..160_000).contains(&lines), "{lines}");
}

#[test]
fn a_list_counts_its_items_and_the_notes_of_its_steps() {
    let store = Store::manual();
    store.update(ITEMS, |items| items.extend(0..10_000));
    let before = store.memory();
    // A pointer, two counts and the item.
    assert!((320_000..340_000).contains(&before.atoms.bytes), "{before}");
    assert_eq!(before.journals, Amount::default());
    let mut version = store.version();
    store.update(ITEMS, |items| (0..50).for_each(|at| items[at] = 7));
    let journals = store.memory().journals;
    assert!(journals.count == 1 && journals.bytes > 50 * 4, "{journals:?}");
    assert_eq!(store.changes_since(&mut version).unwrap().names(), ["ITEMS"]);
}

#[test]
fn the_history_counts_what_its_entries_do_not_share() {
    let store = Store::builder().history(History::new()).build();
    store.update(ITEMS, |items| items.extend(0..10_000));
    store.history().clear();
    for at in 0..20 {
        store.update(ITEMS, |items| items[at * 100] = 7);
    }
    let memory = store.memory();
    assert_eq!(memory.history.count, 20);
    // Of each the spine, one chunk and one item: not twenty lists.
    let each = memory.history.bytes / 20;
    assert!((1_000..8_000).contains(&each), "{each}");
    assert_eq!(memory.history.bytes, store.history().bytes());
    let point = store.history().position();
    store.history().pin(point);
    let pinned = store.memory().pinned;
    assert_eq!(pinned.count, 1);
    assert!(pinned.bytes > 0 && pinned.bytes < memory.history.bytes / 10);
}

#[test]
fn an_undo_exchanges_what_the_history_takes() {
    let store = Store::builder().history(History::new()).build();
    store.set(TEXT, "x".repeat(50_000));
    assert!(store.history().bytes() < 1_000, "it holds the empty text");
    store.undo();
    assert!(store.history().bytes() > 50_000, "it holds the long one");
}

#[test]
fn what_others_keep_is_found_and_gone_with_them() {
    let store = used();
    store.set(Table.rows, rows(1_000));
    let nothing = store.memory();
    assert_eq!((nothing.bases.count, nothing.caches.count), (0, 0));
    let version = store.version();
    let bases = store.memory().bases;
    assert_eq!(bases.count, 1);
    assert!((16_000..20_000).contains(&bases.bytes), "{bases:?}");
    let copy = version.clone();
    assert_eq!(store.memory().bases, Amount { count: 2, bytes: 2 * bases.bytes });
    let mut serializer = store.serializer(Wire::Json);
    serializer.full().unwrap();
    let caches = store.memory().caches;
    assert_eq!(caches, Amount { count: 1, bytes: serializer.cached_bytes() });
    assert!(caches.bytes > 30_000);
    let _subscription = store.subscribe(TEXT, |_| ());
    let pending = store.optimistic(|tx| tx.set(TEXT, String::new()));
    let memory = store.memory();
    assert_eq!((memory.subscriptions.count, memory.optimistic.count), (1, 1));
    assert!(memory.optimistic.bytes > 10_000, "{memory}");
    drop((version, copy, serializer));
    pending.confirm();
    let memory = store.memory();
    assert_eq!((memory.bases, memory.caches), (Amount::default(), Amount::default()));
    assert_eq!(memory.optimistic, Amount::default());
}

#[test]
fn what_was_loaded_and_waits_is_counted() {
    let store = Store::manual();
    let mut bytes = Vec::new();
    let other = used();
    other.save(&mut bytes).unwrap();
    assert_eq!(store.memory().unread, Amount::default());
    store.load(&bytes[..]).unwrap();
    let waits = store.memory();
    assert!(waits.unread.bytes + waits.atoms.bytes > 10_000, "{waits}");
}

#[test]
fn a_report_is_a_table() {
    let store = used();
    let text = store.memory().to_string();
    for row in ["atoms", "computeds", "history", "group text", "shown", "total"] {
        assert!(text.lines().any(|line| line.starts_with(row)), "no row {row} in\n{text}");
    }
    let total = store.memory().total();
    assert!(text.ends_with(&format!(" {total}")), "{text}");
    assert_eq!(Memory::default().total(), 0);
}

#[test]
fn a_report_can_be_had_inside_of_a_turn() {
    let store = used();
    let outside = store.memory();
    store.update(TEXT, |_| {
        // The atom is checked out, and counts nothing meanwhile.
        assert!(store.memory().atoms.bytes + 10_000 < outside.atoms.bytes + 1_000);
    });
    store.batch(|tx| assert_eq!(tx.memory().atoms, outside.atoms));
}
