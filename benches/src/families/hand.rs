//! Families by hand: maps behind a mutex.

use std::collections::HashMap;
use std::sync::Arc;

use parking_lot::Mutex;
use rustc_hash::FxBuildHasher;

use super::MEMBERS;

/// A map with the hasher that families have.
pub(super) type Fast<V> = HashMap<u32, V, FxBuildHasher>;

pub(super) type Callback = Arc<dyn Fn(i64) + Send + Sync>;

/// Values by key.
#[derive(Default)]
pub(super) struct Map<V = i64>(Mutex<Fast<V>>);

impl<V> Map<V> {
    pub(super) fn with<R>(&self, work: impl FnOnce(&mut Fast<V>) -> R) -> R {
        work(&mut self.0.lock())
    }

    pub(super) fn remove(&self, key: u32) -> bool {
        self.0.lock().remove(&key).is_some()
    }

    pub(super) fn len(&self) -> usize {
        self.0.lock().len()
    }
}

impl Map {
    /// A map in which each value is its key.
    pub(super) fn full(members: u32) -> Self {
        Self(Mutex::new((0..members).map(|key| (key, i64::from(key))).collect()))
    }

    #[inline]
    pub(super) fn get(&self, key: u32) -> i64 {
        self.0.lock().get(&key).copied().unwrap_or(0)
    }

    /// Says whether that is a change, as the one who is to tell it must know.
    #[inline]
    pub(super) fn set(&self, key: u32, value: i64) -> bool {
        self.0.lock().insert(key, value) != Some(value)
    }
}

/// Values by key, and who is to be told of each.
pub(super) struct Told(Mutex<(Fast<i64>, Fast<Listeners>)>);

/// The callbacks of one key, with a number for each to be removed by.
type Listeners = (u64, Vec<(u64, Callback)>);

impl Told {
    pub(super) fn full() -> Self {
        let values = (0..MEMBERS).map(|key| (key, i64::from(key))).collect();
        Self(Mutex::new((values, Fast::default())))
    }

    pub(super) fn subscribe(&self, key: u32, callback: Callback) -> u64 {
        let mut locked = self.0.lock();
        let (number, list) = locked.1.entry(key).or_default();
        *number += 1;
        list.push((*number, callback));
        *number
    }

    pub(super) fn unsubscribe(&self, key: u32, number: u64) {
        let mut locked = self.0.lock();
        let Some((_, list)) = locked.1.get_mut(&key) else { return };
        list.retain(|(known, _)| *known != number);
        if list.is_empty() {
            locked.1.remove(&key);
        }
    }

    /// Writes, and calls outside of the lock.
    pub(super) fn set(&self, key: u32, value: i64) {
        let mut locked = self.0.lock();
        if locked.0.insert(key, value) == Some(value) {
            return;
        }
        let Some((_, list)) = locked.1.get(&key) else { return };
        // One callback, as nearly everywhere, needs no list.
        if let [(_, callback)] = &list[..] {
            let callback = Arc::clone(callback);
            drop(locked);
            callback(value);
            return;
        }
        let list: Vec<Callback> = list.iter().map(|(_, callback)| Arc::clone(callback)).collect();
        drop(locked);
        for callback in list {
            callback(value);
        }
    }

    pub(super) fn get(&self, key: u32) -> i64 {
        self.0.lock().0.get(&key).copied().unwrap_or(0)
    }

    pub(super) fn listened(&self) -> usize {
        self.0.lock().1.len()
    }
}
