//! The edits of maps, by themselves and made.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::list::Item;
use super::made::Editable;
use crate::collection::{Map, MapEdit};

/// An edit of a map, with its value; or what it replaced.
#[derive(Clone)]
pub(super) enum Entered<K, V, G> {
    Remove(K),
    Put(K, V),
    Gone(Option<G>),
}

impl<K: Clone, V: Clone, G> Entered<K, V, G> {
    pub(super) fn of(edit: MapEdit<'_, K, V>) -> Self {
        match edit {
            MapEdit::Remove(key) => Self::Remove(key.clone()),
            MapEdit::Put(key, value) => Self::Put(key.clone(), value.clone()),
        }
    }

    pub(super) fn as_edit(&self) -> Option<MapEdit<'_, K, V>> {
        match self {
            Self::Remove(key) => Some(MapEdit::Remove(key)),
            Self::Put(key, value) => Some(MapEdit::Put(key, value)),
            Self::Gone(_) => None,
        }
    }
}

/// A map in which single edits are made.
pub(super) trait Keyed<K, V> {
    type Gone: Send + Sync + Clone + 'static;

    fn find(&self, key: &K) -> Option<&V>;
    fn put(&mut self, key: K, value: V) -> Option<Self::Gone>;
    fn remove(&mut self, key: &K) -> Option<Self::Gone>;
}

fn make<K, V, M: Keyed<K, V>>(map: &mut M, edit: &mut Entered<K, V, M::Gone>) {
    let gone = match std::mem::replace(edit, Entered::Gone(None)) {
        Entered::Remove(key) => map.remove(&key),
        Entered::Put(key, value) => map.put(key, value),
        Entered::Gone(gone) => gone,
    };
    *edit = Entered::Gone(gone);
}

fn is_idle<K, V: PartialEq, M: Keyed<K, V>>(map: &M, edit: &Entered<K, V, M::Gone>) -> bool {
    match edit {
        Entered::Remove(key) => map.find(key).is_none(),
        Entered::Put(key, value) => map.find(key) == Some(value),
        Entered::Gone(_) => true,
    }
}

impl<K: Item + Ord, V: Item> Keyed<K, V> for Map<K, V> {
    type Gone = Arc<V>;

    fn find(&self, key: &K) -> Option<&V> {
        self.get(key)
    }

    fn put(&mut self, key: K, value: V) -> Option<Arc<V>> {
        self.put(key, Arc::new(value))
    }

    fn remove(&mut self, key: &K) -> Option<Arc<V>> {
        self.remove_shared(key)
    }
}

impl<K: Item + Ord, V: Item> Editable for Map<K, V> {
    type Edit = Entered<K, V, Arc<V>>;

    fn make(&mut self, edit: &mut Self::Edit) {
        make(self, edit);
    }

    fn is_idle(&self, edit: &Self::Edit) -> bool {
        is_idle(self, edit)
    }

    fn len(&self) -> usize {
        self.len()
    }
}

impl<K: Item + Ord, V: Item> Keyed<K, V> for BTreeMap<K, V> {
    type Gone = V;

    fn find(&self, key: &K) -> Option<&V> {
        self.get(key)
    }

    fn put(&mut self, key: K, value: V) -> Option<V> {
        self.insert(key, value)
    }

    fn remove(&mut self, key: &K) -> Option<V> {
        self.remove(key)
    }
}

impl<K: Item + Ord, V: Item> Editable for BTreeMap<K, V> {
    type Edit = Entered<K, V, V>;

    fn make(&mut self, edit: &mut Self::Edit) {
        make(self, edit);
    }

    fn is_idle(&self, edit: &Self::Edit) -> bool {
        is_idle(self, edit)
    }

    fn len(&self) -> usize {
        self.len()
    }
}
