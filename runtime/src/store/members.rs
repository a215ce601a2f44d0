//! Many members of a family at once: one lock, one change.

use super::families::{ValueOf, keys_of};
use super::{Store, expect};
use crate::error::Error;
use crate::handle::{Keyed, NodeRef, Place, Read, Which, Write};
use crate::state::State;
use crate::tier::{Holds, Tier};
use crate::value::CopyOut;

impl<G: Tier> Store<G> {
    /// Writes many members as one change: one lock, and one notification for each subscription.
    ///
    /// ```
    /// use atomata::{Store, atom};
    ///
    /// #[atom(key = u32)]
    /// static SCORE: u64 = 0;
    ///
    /// let store = Store::new();
    /// store.set_batch(SCORE, [(1, 10), (2, 20)]);
    /// assert_eq!(store.get_batch(SCORE, [2, 1, 9]), [20, 10, 0]);
    /// ```
    ///
    /// # Panics
    /// As [`set`](Self::set), before anything is written.
    #[track_caller]
    pub fn set_batch<F>(&self, family: F, members: impl IntoIterator<Item = (F::Key, ValueOf<F>)>)
    where
        G: Holds<F>,
        F: Keyed<Handle: Write>,
    {
        // The iterator is the user's, and runs with nothing held.
        let (handles, values): (Vec<_>, Vec<_>) =
            members.into_iter().map(|(key, value)| (family.member(key), value)).unzip();
        let written = self.inner.work(|state| {
            let slots = writable(state, &handles)?;
            let ops = handles.first().map(|handle| handle.place().ops);
            let pairs = slots.into_iter().zip(values);
            Ok(ops.map(|ops| {
                pairs.map(|(slot, value)| state.set_in(slot, ops, value)).collect::<Vec<_>>()
            }))
        });
        // The values that were not kept are dropped here, after the lock.
        drop(expect(written));
    }

    /// Changes many members in place as one change, each through its guard.
    ///
    /// The function gets the key and the guard. If it panics, what it wrote so far stays.
    ///
    /// ```
    /// use atomata::{Store, atom};
    ///
    /// #[atom(key = u32)]
    /// static SCORE: u64 = 0;
    ///
    /// let store = Store::new();
    /// store.update_batch(SCORE, [1, 2], |player, score| *score += 10 * u64::from(*player));
    /// assert_eq!(store.get_batch(SCORE, [1, 2]), [10, 20]);
    /// ```
    ///
    /// # Panics
    /// As [`update`](Self::update); where a member cannot be updated, before anything is written.
    #[track_caller]
    pub fn update_batch<F>(
        &self,
        family: F,
        keys: impl IntoIterator<Item = F::Key>,
        mut update: impl FnMut(&F::Key, &mut <F::Handle as Place>::Guard<'_>),
    ) where
        G: Holds<F> + Holds<F::Handle>,
        F: Keyed<Handle: Write>,
    {
        let keys: Vec<_> = keys.into_iter().collect();
        let handles: Vec<_> = keys.iter().cloned().map(|key| family.member(key)).collect();
        let _turn = self.inner.open_turn();
        expect(self.inner.work(|state| writable(state, &handles)));
        for (key, handle) in keys.iter().zip(handles) {
            self.update(handle, |guard| update(key, guard));
        }
    }

    /// Removes many members as one change; tells how many were there.
    ///
    /// # Panics
    /// As [`remove`](Self::remove), before anything is removed.
    #[track_caller]
    pub fn remove_batch<F>(&self, family: F, keys: impl IntoIterator<Item = F::Key>) -> usize
    where
        G: Holds<F>,
        F: Keyed,
    {
        let meta = family.place().node.meta;
        let keys: Vec<_> = keys.into_iter().collect();
        expect(self.inner.work(|state| {
            let member = |key| NodeRef { meta, which: Which::Member(key) };
            for key in &keys {
                state.can_remove(member(key))?;
            }
            let mut removed = 0;
            for key in &keys {
                removed += usize::from(state.remove(member(key))?);
            }
            Ok(removed)
        }))
    }

    /// Copies of the values of many members, of one moment and in the order of the keys. One that is
    /// not there has its initial value.
    ///
    /// # Panics
    /// As [`get`](Self::get).
    #[track_caller]
    pub fn get_batch<F>(&self, family: F, keys: impl IntoIterator<Item = F::Key>) -> Vec<ValueOf<F>>
    where
        G: Holds<F>,
        F: Keyed<Handle: Read<Value: CopyOut>>,
    {
        let handles: Vec<_> = keys.into_iter().map(|key| family.member(key)).collect();
        let read = |state: &mut State| {
            // Not collected: a collection of results does not know its size.
            let mut values = Vec::with_capacity(handles.len());
            for handle in &handles {
                values.push(state.value(handle.place())?.copy_out());
            }
            Ok(values)
        };
        expect(self.inner.work(read))
    }

    /// The members that are there with copies of their values, of one moment and in the order in which they came.
    ///
    /// Costs a clone of each key and value. What follows from all members, and is wanted more than once, is a computed
    /// over `each(…)`, which costs what changed.
    ///
    /// ```
    /// use atomata::{Store, atom};
    ///
    /// #[atom(key = u32)]
    /// static SCORE: u64 = 0;
    ///
    /// let store = Store::new();
    /// store.set_batch(SCORE, [(7, 100), (3, 50)]);
    /// let best = store.entries(SCORE).into_iter().max_by_key(|&(_, score)| score);
    /// assert_eq!(best, Some((7, 100)));
    /// ```
    ///
    /// # Panics
    /// As [`keys`](Self::keys).
    #[track_caller]
    pub fn entries<F>(&self, family: F) -> Vec<(F::Key, ValueOf<F>)>
    where
        G: Holds<F>,
        F: Keyed<Handle: Read<Value: CopyOut>>,
    {
        expect(self.inner.work(|state| {
            let keys = keys_of(state, &family)?;
            let mut entries = Vec::with_capacity(keys.len());
            for key in keys {
                let value = state.value(family.member(key.clone()).place())?.copy_out();
                entries.push((key, value));
            }
            Ok(entries)
        }))
    }

    /// Removes the members that the function does not want to keep, as one change; tells how many.
    ///
    /// The function is called in a turn, with shared values: it may read and write what it likes. If it panics,
    /// nothing is removed.
    ///
    /// ```
    /// use atomata::{Store, atom};
    ///
    /// #[atom(key = u32)]
    /// static SCORE: u64 = 0;
    ///
    /// let store = Store::new();
    /// store.set_batch(SCORE, [(1, 10), (2, 0), (3, 30)]);
    /// assert_eq!(store.retain(SCORE, |_, score| *score > 0), 1);
    /// assert_eq!(store.keys(SCORE), [1, 3]);
    /// ```
    ///
    /// # Panics
    /// As [`remove_batch`](Self::remove_batch).
    #[track_caller]
    pub fn retain<F>(&self, family: F, mut keep: impl FnMut(&F::Key, &ValueOf<F>) -> bool) -> usize
    where
        G: Holds<F> + Holds<F::Handle>,
        F: Keyed<Handle: Read>,
    {
        let _turn = self.inner.open_turn();
        let mut keys = expect(self.inner.work(|state| keys_of(state, &family)));
        keys.retain(|key| !keep(key, &self.share(family.member(key.clone()))));
        self.remove_batch(family, keys)
    }

    /// Whether members are there, in the order of the keys.
    ///
    /// # Panics
    /// As [`contains`](Self::contains).
    #[track_caller]
    pub fn contains_keys<F>(&self, family: F, keys: impl IntoIterator<Item = F::Key>) -> Vec<bool>
    where
        G: Holds<F>,
        F: Keyed,
    {
        let meta = family.place().node.meta;
        let keys: Vec<_> = keys.into_iter().collect();
        let contains = |state: &mut State| {
            let member = |key| NodeRef { meta, which: Which::Member(key) };
            keys.iter().map(|key| state.contains(member(key))).collect()
        };
        expect(self.inner.work(contains))
    }
}

/// The slots of atoms that can all be written, and are there from now on.
fn writable<H: Write>(state: &mut State, handles: &[H]) -> Result<Vec<u32>, Error> {
    let mut slots = Vec::with_capacity(handles.len());
    for handle in handles {
        let slot = state.slot(handle.place().node)?;
        state.ensure(slot)?;
        slots.push(slot);
    }
    for &slot in &slots {
        state.come(slot);
    }
    Ok(slots)
}
