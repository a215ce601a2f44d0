//! Subscriptions to one entry of a map.

use std::sync::{Arc, Weak};

use super::Store;
use super::subscribe::Subscription;
use crate::collection::Map;
use crate::handle::Read;
use crate::tier::{Holds, Tier};
use crate::value::Share;

impl<G: Tier> Store<G> {
    /// Calls a function when the entry of one key changes: with its value, or with nothing when it is
    /// removed.
    ///
    /// The map is looked into once for each such subscriber when anything in it has changed, which costs
    /// a search for the key; the entry itself is told apart by where it is, and compared if it has moved.
    ///
    /// # Panics
    /// As [`subscribe`](Self::subscribe).
    ///
    /// ```
    /// use atomata::{Map, Store, atom};
    ///
    /// #[atom]
    /// static PRICES: Map<String, f64> = Map::new();
    ///
    /// let store = Store::immediate();
    /// let _tea = store.subscribe_key(PRICES, "tea".to_owned(), |price| println!("tea: {price:?}"));
    /// store.update(PRICES, |prices| drop(prices.insert("milk".into(), 1.2))); // prints nothing
    /// store.update(PRICES, |prices| drop(prices.insert("tea".into(), 4.5))); // prints "tea: Some(4.5)"
    /// ```
    #[track_caller]
    pub fn subscribe_key<H, K, V>(
        &self,
        map: H,
        key: K,
        mut call: impl FnMut(Option<&V>) + Send + 'static,
    ) -> Subscription
    where
        G: Holds<H>,
        H: Read<Value = Map<K, V>> + 'static,
        K: Ord + Share,
        V: PartialEq + Share,
    {
        // Nothing is written between the look and the subscription.
        let _turn = self.inner.open_turn();
        let last = self.with(map.clone(), |map| map.shared(&key).map(Arc::downgrade));
        let mut last: Option<Weak<V>> = last;
        self.subscribe(map, move |map: &Map<K, V>| {
            let now = map.shared(&key);
            let is_same = match (&last, now) {
                (None, None) => true,
                (Some(last), Some(now)) => {
                    let is_there = std::ptr::eq(last.as_ptr(), Arc::as_ptr(now));
                    is_there || last.upgrade().is_some_and(|last| *last == **now)
                }
                _ => false,
            };
            last = now.map(Arc::downgrade);
            if !is_same {
                call(now.map(|value| &**value));
            }
        })
    }
}
