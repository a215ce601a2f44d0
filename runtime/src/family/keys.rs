//! The table of a family: its keys in the order in which they came, and the slot of each.

use std::any::Any;
use std::fmt;
use std::mem;
use std::slice;
use std::sync::Arc;

use hashbrown::HashTable;

use super::KeyHasher;
use crate::handle::{AnyKey, Key};
use crate::slot::key_of;
use crate::value::Tools;

#[cfg(test)]
mod tests;

/// The keys of the members of a family that are there, in the order in which they came.
///
/// The default hasher is fast and not keyed: whoever chooses the keys can choose them so that they
/// collide, and make a lookup cost the number of members. Where strangers choose keys, name a keyed
/// hasher: `#[atom(key = String, hasher = std::hash::RandomState)]`.
///
/// ```
/// use atomata::{Keys, Store, atom, computed};
///
/// #[atom(key = u32)]
/// static SCORE: u64 = 0;
///
/// #[computed(deps = [SCORE])]
/// fn players(keys: &Keys<u32>) -> usize {
///     keys.len()
/// }
///
/// let store = Store::new();
/// store.set(SCORE(1), 10);
/// assert_eq!(store.get(PLAYERS), 1);
/// ```
pub struct Keys<K> {
    /// Invariant: those that are there come in the order of these; empty where one was.
    entries: Vec<Option<Entry<K>>>,
    /// Invariant: holds the place of each entry.
    index: HashTable<u32>,
    /// Invariant: how many entries there are.
    known: usize,
    /// Invariant: how many of them are of members that are there.
    present: usize,
    /// The last order that was given to a member.
    last: u32,
    hash: HashKey<K>,
}

#[derive(Clone)]
struct Entry<K> {
    key: K,
    hash: u64,
    slot: u32,
    /// Who came later has a higher one. Invariant: those that are there are in this order.
    order: u32,
    present: bool,
}

#[derive(Clone)]
enum HashKey<K> {
    /// Without a state of its own.
    Plain(fn(&K) -> u64),
    Keyed(Arc<dyn Fn(&K) -> u64 + Send + Sync>),
}

impl<K: Key> Keys<K> {
    pub(crate) const TOOLS: Tools<Self> =
        Tools::new().cloning_by(Some(Self::clone)).holding(Some(Self::heap));

    pub(crate) fn hashed_by<S: KeyHasher>() -> Self {
        let hash = if size_of::<S>() == 0 {
            HashKey::Plain(|key| S::default().hash_one(key))
        } else {
            let hasher = S::default();
            HashKey::Keyed(Arc::new(move |key| hasher.hash_one(key)))
        };
        Self { entries: Vec::new(), index: HashTable::new(), known: 0, present: 0, last: 0, hash }
    }

    /// The memory of the table, without what its keys own.
    fn heap(&self, _: Option<&Self>) -> usize {
        let places = self.index.capacity() * 8 / 7 * (size_of::<u32>() + 1);
        self.entries.capacity() * size_of::<Option<Entry<K>>>() + places
    }

    #[inline]
    fn hash(&self, key: &K) -> u64 {
        match &self.hash {
            HashKey::Plain(hash) => hash(key),
            HashKey::Keyed(hash) => hash(key),
        }
    }

    #[inline]
    fn place(&self, key: &K) -> Option<u32> {
        let same =
            |at: &u32| matches!(&self.entries[*at as usize], Some(entry) if entry.key == *key);
        self.index.find(self.hash(key), same).copied()
    }

    pub(crate) fn slot_of(&self, key: &K) -> Option<u32> {
        let entry = self.entries[self.place(key)? as usize].as_ref()?;
        entry.present.then_some(entry.slot)
    }

    /// Whether a member of this key is there.
    pub fn contains(&self, key: &K) -> bool {
        self.slot_of(key).is_some()
    }
}

impl<K> Keys<K> {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.present
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.present == 0
    }

    /// The keys, in the order in which they came.
    pub fn iter(&self) -> KeysIter<'_, K> {
        KeysIter { entries: self.entries.iter(), left: self.present }
    }

    /// The keys, owned.
    pub fn to_vec(&self) -> Vec<K>
    where
        K: Clone,
    {
        self.iter().cloned().collect()
    }

    fn entry(&self, at: u32) -> &Entry<K> {
        self.entries[at as usize].as_ref().expect("a member has an entry")
    }

    fn entry_mut(&mut self, at: u32) -> &mut Entry<K> {
        self.entries[at as usize].as_mut().expect("a member has an entry")
    }

    /// Moves an entry to an empty place.
    fn move_entry(&mut self, from: u32, to: u32) {
        let entry = self.entries[from as usize].take().expect("a member has an entry");
        let hash = entry.hash;
        let place = self.index.find_mut(hash, |at| *at == from).expect("an entry is in the index");
        *place = to;
        self.entries[to as usize] = Some(entry);
    }
}

/// A table of which the type of the keys is not known.
pub(crate) trait AnyKeys {
    /// The slot of a member, whether it is there or not.
    fn find(&self, key: &dyn AnyKey) -> Option<u32>;
    /// Adds a key whose member is not there yet.
    fn add(&mut self, key: &dyn AnyKey, slot: u32) -> u32;
    fn set_slot(&mut self, entry: u32, slot: u32);
    /// The member is there from now on, as the last one; says where its entry is then.
    fn come(&mut self, entry: u32) -> u32;
    /// The member is not there any more.
    fn go(&mut self, entry: u32);
    /// The member is there again, where it was.
    fn come_back(&mut self, entry: u32, to: u32, order: u32);
    /// The member is there again, as the last one until `sort` puts it where it was; says where its entry
    /// is then.
    fn come_out_of_order(&mut self, entry: u32, order: u32) -> u32;
    /// Where the member stands among others.
    fn order(&self, entry: u32) -> u32;
    /// Puts who came back out of order where they were; says which entries moved.
    fn sort(&mut self, moved: &mut dyn FnMut(u32, u32));
    /// The key is not needed any more; to be dropped after the lock, where that does anything.
    fn forget(&mut self, entry: u32) -> Option<Box<dyn Any + Send>>;
    fn key(&self, entry: u32) -> &dyn AnyKey;
    /// The entries and slots of the members that are there.
    fn members(&self) -> Vec<(u32, u32)>;
    /// Gives memory back if much of it is empty; says which entries moved.
    fn compact(&mut self, moved: &mut dyn FnMut(u32, u32));
    #[cfg(debug_assertions)]
    /// Hands out the entry, the slot, and whether the member is there, of each key.
    fn check_invariants(&self, check: &mut dyn FnMut(u32, u32, bool));
}

impl<K: Key> AnyKeys for Keys<K> {
    #[inline]
    fn find(&self, key: &dyn AnyKey) -> Option<u32> {
        let at = self.place(key_of(key))?;
        Some(self.entry(at).slot)
    }

    fn add(&mut self, key: &dyn AnyKey, slot: u32) -> u32 {
        let key: &K = key_of(key);
        let hash = self.hash(key);
        let at = self.entries.len() as u32;
        self.entries.push(Some(Entry { key: key.clone(), hash, slot, order: 0, present: false }));
        let entries = &self.entries;
        self.index.insert_unique(hash, at, |&at| hash_of(entries, at));
        self.known += 1;
        at
    }

    fn set_slot(&mut self, entry: u32, slot: u32) {
        self.entry_mut(entry).slot = slot;
    }

    fn come(&mut self, entry: u32) -> u32 {
        // After so many members that came and went, who comes back is the last.
        self.last = self.last.saturating_add(1);
        self.come_out_of_order(entry, self.last)
    }

    fn come_out_of_order(&mut self, entry: u32, order: u32) -> u32 {
        let last = self.entries.len() as u32;
        let mut at = entry;
        if entry + 1 != last {
            self.entries.push(None);
            self.move_entry(entry, last);
            at = last;
        }
        let entry = self.entry_mut(at);
        (entry.present, entry.order) = (true, order);
        self.present += 1;
        at
    }

    fn order(&self, entry: u32) -> u32 {
        self.entry(entry).order
    }

    fn sort(&mut self, moved: &mut dyn FnMut(u32, u32)) {
        let there = self.entries.iter().flatten().filter(|entry| entry.present);
        if there.is_sorted_by_key(|entry| entry.order) {
            return;
        }
        self.entries.retain(Option::is_some);
        self.entries.sort_by_key(|entry| entry.as_ref().map(|entry| entry.order));
        self.index.clear();
        for (at, entry) in (0..).zip(self.entries.iter().flatten()) {
            self.index.insert_unique(entry.hash, at, |&at| hash_of(&self.entries, at));
            moved(entry.slot, at);
        }
    }

    fn go(&mut self, entry: u32) {
        self.entry_mut(entry).present = false;
        self.present -= 1;
    }

    fn come_back(&mut self, entry: u32, to: u32, order: u32) {
        if entry != to {
            if self.entries.len() <= to as usize {
                self.entries.resize_with(to as usize + 1, || None);
            }
            self.move_entry(entry, to);
        }
        let entry = self.entry_mut(to);
        (entry.present, entry.order) = (true, order);
        self.present += 1;
    }

    fn forget(&mut self, entry: u32) -> Option<Box<dyn Any + Send>> {
        let Entry { key, hash, present, .. } = self.entries[entry as usize].take()?;
        if let Ok(found) = self.index.find_entry(hash, |at| *at == entry) {
            found.remove();
        }
        self.known -= 1;
        self.present -= usize::from(present);
        while let Some(None) = self.entries.last() {
            self.entries.pop();
        }
        mem::needs_drop::<K>().then(|| Box::new(key) as Box<dyn Any + Send>)
    }

    fn key(&self, entry: u32) -> &dyn AnyKey {
        &self.entry(entry).key
    }

    fn members(&self) -> Vec<(u32, u32)> {
        let present = |(at, entry): (usize, &Option<Entry<K>>)| {
            let entry = entry.as_ref().filter(|entry| entry.present)?;
            Some((at as u32, entry.slot))
        };
        self.entries.iter().enumerate().filter_map(present).collect()
    }

    fn compact(&mut self, moved: &mut dyn FnMut(u32, u32)) {
        const SMALL: usize = 32;
        if self.entries.len() > SMALL && self.known * 2 < self.entries.len() {
            let mut to = 0;
            for from in 0..self.entries.len() as u32 {
                let Some(entry) = &self.entries[from as usize] else { continue };
                if from != to {
                    moved(entry.slot, to);
                    self.move_entry(from, to);
                }
                to += 1;
            }
            self.entries.truncate(to as usize);
        }
        if self.entries.capacity() > SMALL && self.entries.len() * 4 < self.entries.capacity() {
            self.entries.shrink_to(self.entries.len() * 2);
            let entries = &self.entries;
            self.index.shrink_to(self.known * 2, |&at| hash_of(entries, at));
        }
    }

    #[cfg(debug_assertions)]
    fn check_invariants(&self, check: &mut dyn FnMut(u32, u32, bool)) {
        let mut present = 0;
        let mut known = 0;
        let mut order = 0;
        for (at, entry) in self.entries.iter().enumerate() {
            let Some(entry) = entry else { continue };
            assert_eq!(self.place(&entry.key), Some(at as u32), "the index knows each entry");
            known += 1;
            present += usize::from(entry.present);
            assert!(
                !entry.present || order <= entry.order,
                "members are in the order they came in"
            );
            order = if entry.present { entry.order } else { order };
            check(at as u32, entry.slot, entry.present);
        }
        assert_eq!((known, present), (self.known, self.present));
        assert_eq!(self.index.len(), known);
    }
}

fn hash_of<K>(entries: &[Option<Entry<K>>], at: u32) -> u64 {
    entries[at as usize].as_ref().map_or(0, |entry| entry.hash)
}

impl<K: Clone> Clone for Keys<K> {
    fn clone(&self) -> Self {
        let Self { entries, index, known, present, last, hash } = self;
        Self {
            entries: entries.clone(),
            index: index.clone(),
            known: *known,
            present: *present,
            last: *last,
            hash: hash.clone(),
        }
    }
}

/// Equal if the same keys are there, in the same order.
impl<K: PartialEq> PartialEq for Keys<K> {
    fn eq(&self, other: &Self) -> bool {
        self.present == other.present && self.iter().eq(other)
    }
}

impl<K: Eq> Eq for Keys<K> {}

impl<K: fmt::Debug> fmt::Debug for Keys<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self).finish()
    }
}

/// The keys of a family, by [`Keys::iter`].
pub struct KeysIter<'a, K> {
    entries: slice::Iter<'a, Option<Entry<K>>>,
    left: usize,
}

impl<'a, K> KeysIter<'a, K> {
    /// The next key, with the slot of its member.
    #[inline]
    pub(super) fn next_member(&mut self) -> Option<(&'a K, u32)> {
        if self.left == 0 {
            return None;
        }
        let entry = self.entries.by_ref().flatten().find(|entry| entry.present)?;
        self.left -= 1;
        Some((&entry.key, entry.slot))
    }
}

impl<'a, K> Iterator for KeysIter<'a, K> {
    type Item = &'a K;

    #[inline]
    fn next(&mut self) -> Option<&'a K> {
        self.next_member().map(|(key, _)| key)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl<K> ExactSizeIterator for KeysIter<'_, K> {}

impl<K> Clone for KeysIter<'_, K> {
    fn clone(&self) -> Self {
        Self { entries: self.entries.clone(), left: self.left }
    }
}

impl<K: fmt::Debug> fmt::Debug for KeysIter<'_, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}

impl<'a, K> IntoIterator for &'a Keys<K> {
    type Item = &'a K;
    type IntoIter = KeysIter<'a, K>;

    fn into_iter(self) -> KeysIter<'a, K> {
        self.iter()
    }
}
