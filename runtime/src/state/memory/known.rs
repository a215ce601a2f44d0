//! What others hold, and who sums it up: found from the store without being kept alive by it.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Weak};

use crate::sync::Mutex;

/// Things of one kind that others hold, by weak references, and the sum of what they take.
pub(crate) struct Known<T> {
    list: Mutex<Vec<Weak<T>>>,
    bytes: Arc<AtomicUsize>,
}

impl<T> Default for Known<T> {
    fn default() -> Self {
        Self { list: Mutex::default(), bytes: Arc::default() }
    }
}

impl<T> Known<T> {
    /// A thing that takes nothing yet.
    pub(crate) fn add(&self, make: impl FnOnce(Bytes) -> T) -> Arc<T> {
        let one = Arc::new(make(Bytes { sum: Arc::clone(&self.bytes), own: 0 }));
        let mut list = self.list.lock();
        if list.len() == list.capacity() {
            list.retain(|known| known.strong_count() > 0);
        }
        list.push(Arc::downgrade(&one));
        one
    }

    /// Those there are, the oldest first. Who gets them may be the last to drop one.
    pub(crate) fn all(&self) -> Vec<Arc<T>> {
        self.list.lock().iter().filter_map(Weak::upgrade).collect()
    }

    pub(crate) fn count(&self) -> usize {
        self.list.lock().iter().filter(|one| one.strong_count() > 0).count()
    }

    pub(crate) fn bytes(&self) -> usize {
        self.bytes.load(Ordering::Relaxed)
    }
}

/// What one thing takes, which is part of the sum as long as it is there.
pub(crate) struct Bytes {
    sum: Arc<AtomicUsize>,
    own: usize,
}

impl Bytes {
    pub(crate) fn get(&self) -> usize {
        self.own
    }

    pub(crate) fn add(&mut self, bytes: usize) {
        self.own += bytes;
        self.sum.fetch_add(bytes, Ordering::Relaxed);
    }

    pub(crate) fn take(&mut self, bytes: usize) {
        self.own -= bytes;
        self.sum.fetch_sub(bytes, Ordering::Relaxed);
    }
}

impl Drop for Bytes {
    fn drop(&mut self) {
        self.take(self.own);
    }
}
