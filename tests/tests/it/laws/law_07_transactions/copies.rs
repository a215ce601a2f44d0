//! What is copied, and when: only what must be.

use std::sync::atomic::{AtomicU32, Ordering};

use atomata::{Store, atom};
use serde::{Deserialize, Serialize};

use super::failing;

static CLONES: AtomicU32 = AtomicU32::new(0);

#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
struct Heavy(u32);

impl Clone for Heavy {
    fn clone(&self) -> Self {
        CLONES.fetch_add(1, Ordering::SeqCst);
        Self(self.0)
    }
}

#[atom]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Machine {
    heavy: Heavy,
    heavier: Heavy,
    light: u32,
}

/// How often a `Heavy` was cloned. One test counts, for the count is one for all.
fn clones(run: impl FnOnce()) -> u32 {
    let before = CLONES.load(Ordering::SeqCst);
    run();
    CLONES.load(Ordering::SeqCst) - before
}

#[test]
fn only_what_must_be_is_copied() {
    let store = Store::immediate();
    store.with(Machine, |_| ());
    let undone = |run: fn(&Store)| clones(|| failing(&store, run));
    assert_eq!(clones(|| store.set(Machine.heavy, Heavy(1))), 0, "a lone set");
    assert_eq!(clones(|| store.update(Machine, |it| it.heavy.0 += 1)), 0, "a lone update");
    assert_eq!(clones(|| store.batch(|tx| tx.update(Machine, |it| it.heavy.0 += 1))), 0);
    assert_eq!(undone(|tx| tx.set(Machine.heavy, Heavy(9))), 0, "`set` moves into the log");
    assert_eq!(undone(|tx| tx.set(Machine, Machine::default())), 0);
    assert_eq!(undone(|tx| tx.update(Machine, |it| *it.light += 1)), 0, "the field alone");
    assert_eq!(undone(|tx| tx.update(Machine.light, |light| *light += 1)), 0);
    let twice = undone(|tx| {
        tx.update(Machine, |it| {
            it.heavy.0 += 1;
            it.heavy.0 += 1;
        });
    });
    assert_eq!(twice, 1, "at its first mutable access");
    assert_eq!(undone(|tx| tx.update(Machine, |it| assert_eq!(it.heavy.0, 3))), 0, "reading");
    assert_eq!(store.get(Machine.heavy).0, 3);

    let snapshot = store.snapshot();
    assert_eq!(clones(|| store.update(Machine, |it| *it.light += 1)), 2, "held by the snapshot");
    assert_eq!(clones(|| store.update(Machine, |it| *it.light += 1)), 0, "once");
    assert_eq!(clones(|| drop(store.snapshot())), 0, "a snapshot copies nothing");
    let again = store.snapshot();
    assert_eq!(clones(|| store.set(Machine, Machine::default())), 0, "a set needs no copy");
    assert_eq!((snapshot.get(Machine.light), again.get(Machine.light)), (0, 2));

    let store = Store::immediate();
    let writes = |machine: &Machine, store: &Store| {
        if machine.light == 1 {
            assert_eq!(clones(|| store.update(Machine, |it| *it.light += 1)), 2, "held here");
            assert_eq!(clones(|| store.update(Machine, |it| *it.light += 1)), 0, "once");
            assert_eq!(machine.light, 1);
        }
    };
    store.effect(Machine, move |store, machine| writes(machine, store)).detach();
    assert_eq!(clones(|| store.set(Machine.light, 1)), 2, "nothing but what the effect held");
    assert_eq!(store.get(Machine.light), 3);
}
