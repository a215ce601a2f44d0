//! Shared values and snapshots, kept and sent to other threads while the store goes on.

use std::sync::Arc;
use std::thread;

use atomata::{Shared, Snapshot, Store, atom, computed};

#[atom]
static WORDS: Vec<String> = vec!["one".to_owned()];

#[atom]
static SCALE: usize = 1;

#[computed(deps = [WORDS, SCALE])]
fn letters(words: &[String], scale: usize) -> usize {
    words.iter().map(String::len).sum::<usize>() * scale
}

#[test]
fn a_shared_value_is_the_value_of_its_moment() {
    let store = Store::new();
    let words: Shared<Vec<String>> = store.share(WORDS);
    let again = words.clone();
    store.update(WORDS, |words| words.push("two".to_owned()));
    assert_eq!((words.len(), again[0].as_str(), store.get(WORDS).len()), (1, "one", 2));
    for word in &words {
        assert_eq!(word, "one");
    }
    assert!(words == vec!["one".to_owned()] && words == again);
    assert_eq!(format!("{words:?}"), "[\"one\"]");
    let joined = thread::spawn(move || words.join("")).join().unwrap();
    assert_eq!(joined, "one");
    assert_eq!(*store.share(SCALE) + 1, 2);
}

#[test]
fn snapshots_cross_threads_and_compute_over_their_own_values() {
    let store = Store::new();
    let mut snapshots: Vec<Arc<Snapshot>> = Vec::new();
    for scale in 1..=4 {
        store.set(SCALE, scale);
        snapshots.push(Arc::new(store.snapshot()));
    }
    store.set(WORDS, Vec::new());
    let sums: Vec<usize> = thread::scope(|scope| {
        let readers: Vec<_> = snapshots
            .iter()
            .map(|snapshot| scope.spawn(|| snapshot.get(LETTERS) + snapshot.with(WORDS, Vec::len)))
            .collect();
        readers.into_iter().map(|reader| reader.join().unwrap()).collect()
    });
    assert_eq!(sums, [4, 7, 10, 13]);
    drop(store);
    assert_eq!(snapshots[3].get((SCALE, LETTERS)), (4, 12));
    assert_eq!(*snapshots[0].share(WORDS), ["one"]);
}
