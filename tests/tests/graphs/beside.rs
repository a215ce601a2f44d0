//! What lives beside the compiled nodes in one store: members of families that depend on them, and nodes
//! of no graph behind erased handles.

use std::sync::{Arc, Mutex};

use atomata::__private::check_invariants;
use atomata::{Handle, ReadHandle, Store, atom, atoms, computed};

#[atoms]
pub mod state {
    use atomata::{Each, Keys, atom, computed};

    #[atom]
    pub static SCALE: i64 = 1;

    /// Most scales have the factor of others.
    #[computed(deps = [SCALE])]
    pub fn factor(scale: i64) -> i64 {
        scale.rem_euclid(10)
    }

    #[atom(key = u8)]
    pub static PART: i64 = |key| i64::from(key);

    #[computed(key = u8, deps = [PART(key), FACTOR])]
    pub fn scaled(key: u8, part: i64, factor: i64) -> i64 {
        crate::beside::note(key);
        part * factor
    }

    #[computed(deps = [each(PART), FACTOR])]
    pub fn total(parts: Each<'_, u8, i64>, factor: i64) -> i64 {
        parts.map(|(_, part)| part).sum::<i64>() * factor
    }

    #[computed(deps = [PART, TOTAL, SCALE])]
    pub fn report(parts: &Keys<u8>, total: i64, scale: i64) -> String {
        format!("{} parts, {total} at {scale}", parts.len())
    }
}
use state::{FACTOR, Graph, PART, REPORT, SCALE, SCALED, TOTAL};

#[atom]
static OUTSIDE: i64 = 1;

#[computed(deps = [OUTSIDE])]
fn doubled(outside: i64) -> i64 {
    outside * 2
}

thread_local! {
    static COMPUTED: std::cell::RefCell<Vec<u8>> = const { std::cell::RefCell::new(Vec::new()) };
}

pub(crate) fn note(key: u8) {
    COMPUTED.with_borrow_mut(|computed| computed.push(key));
}

type Told = Arc<Mutex<Vec<i64>>>;

fn take(told: &Told) -> Vec<i64> {
    std::mem::take(&mut *told.lock().unwrap())
}

fn tell(store: &Store<Graph>, key: u8) -> (Told, atomata::Subscription) {
    let told = Told::default();
    let telling = Arc::clone(&told);
    let subscription =
        store.subscribe(SCALED(key), move |value| telling.lock().unwrap().push(*value));
    COMPUTED.take();
    (told, subscription)
}

fn reads_of_a_member<G: state::Included>(store: &Store<G>) {
    let _kept = store.subscribe(SCALED(3), |_| ());
    assert_eq!(store.get(SCALED(3)), 3);
    store.set(SCALE, 4);
    assert_eq!(store.get(SCALED(3)), 12);
    COMPUTED.take();
    // The factor is computed, turns out to be the same, and the member is left alone.
    store.set(SCALE, 14);
    assert_eq!((store.get(SCALED(3)), COMPUTED.take()), (12, vec![]));
    check_invariants(store);
}

#[test]
fn a_member_reads_a_compiled_computed_that_is_out_of_date() {
    reads_of_a_member(&Store::manual());
    reads_of_a_member(&Store::<Graph>::builder_of().manual().build());
}

#[test]
fn a_flush_tells_a_member_of_a_compiled_computed() {
    let store = Store::<Graph>::builder_of().manual().build();
    let (told, subscription) = tell(&store, 3);
    store.set(SCALE, 2);
    store.flush();
    assert_eq!((take(&told), COMPUTED.take()), (vec![6], vec![3]));
    store.set(SCALE, 12);
    store.flush();
    assert_eq!((take(&told), COMPUTED.take()), (vec![], vec![]));
    store.set(SCALE, 3);
    assert_eq!(store.get(FACTOR), 3, "it is read before the flush");
    store.flush();
    assert_eq!((take(&told), COMPUTED.take()), (vec![9], vec![3]));
    drop(subscription);
    store.set(SCALE, 4);
    store.flush();
    assert_eq!((take(&told), COMPUTED.take()), (vec![], vec![]), "nobody observes it");
    assert_eq!(store.get(SCALED(3)), 12);
    check_invariants(&store);
}

#[test]
fn a_rollback_takes_back_what_a_member_made_of_compiled_values() {
    for immediate in [false, true] {
        let builder = Store::<Graph>::builder_of();
        let store = if immediate { builder.immediate() } else { builder.manual() }.build();
        let (told, _subscription) = tell(&store, 2);
        for reads in [false, true] {
            let result = store.transaction(|tx| {
                tx.set(SCALE, 5);
                tx.set(PART(7), 70);
                if reads {
                    assert_eq!((tx.get(SCALED(2)), tx.get(SCALED(7))), (10, 350));
                    assert_eq!(tx.get(REPORT), "1 parts, 350 at 5");
                }
                Err::<(), ()>(())
            });
            assert!(result.is_err());
            check_invariants(&store);
            store.flush();
            assert_eq!(take(&told), Vec::<i64>::new());
            assert_eq!((store.get(SCALED(2)), store.get(FACTOR), store.get(SCALED(7))), (2, 1, 7));
            assert!(!store.contains(PART(7)));
        }
        store.set(SCALE, 6);
        store.flush();
        assert_eq!(take(&told), vec![12]);
    }
}

#[test]
fn a_member_that_is_removed_leaves_the_compiled_nodes_alone() {
    let store = Store::<Graph>::builder_of().immediate().build();
    store.set(PART(1), 10);
    store.set(PART(2), 20);
    let (told, subscription) = tell(&store, 2);
    assert_eq!(store.get(TOTAL), 30);
    assert!(store.remove(PART(2)));
    assert_eq!((take(&told), store.get(TOTAL)), (vec![2], 10), "it is as if never written");
    store.set(SCALE, 3);
    assert_eq!((take(&told), store.get(REPORT)), (vec![6], "1 parts, 30 at 3".to_owned()));
    drop(subscription);
    assert!(store.remove(PART(1)));
    for scale in 0..50 {
        store.set(SCALE, scale);
        let key = u8::try_from(scale).unwrap();
        assert_eq!(store.get(SCALED(key)), scale * (scale % 10));
        store.set(PART(key), 1);
        store.remove(PART(key));
    }
    check_invariants(&store);
}

#[test]
fn erased_handles_name_nodes_in_and_outside_of_the_graph() {
    let store = Store::<Graph>::builder_of().immediate().build();
    let inside: (Handle<i64>, ReadHandle<i64>) = (SCALE.erase(), FACTOR.erase());
    let outside: (Handle<i64>, ReadHandle<i64>) = (OUTSIDE.erase(), DOUBLED.erase());
    for (at, (atom, computed)) in [inside, outside].into_iter().enumerate() {
        let told = Told::default();
        let telling = Arc::clone(&told);
        let subscription = store.subscribe(computed.clone(), move |value: &i64| {
            telling.lock().unwrap().push(*value);
        });
        store.set(&atom, 3);
        let expected = [3, 6][at];
        assert_eq!((store.get(computed.clone()), take(&told)), (expected, vec![expected]));
        let snapshot = store.snapshot();
        store.update(&atom, |value| **value = 4);
        assert_eq!(snapshot.get(computed.clone()), expected);
        let result = store.transaction(|tx| {
            tx.set(&atom, 9);
            tx.get(computed.clone());
            Err::<(), ()>(())
        });
        assert!(result.is_err());
        assert_eq!(store.get(computed.clone()), [4, 8][at]);
        drop(subscription);
    }
    // The erased handle and the typed one are of one node.
    assert_eq!((store.get(SCALE), store.get(SCALE.erase())), (4, 4));
    check_invariants(&store);
}
