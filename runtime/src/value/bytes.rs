//! Estimates of the memory that values hold outside of themselves, known without a walk.
//!
//! What lies behind the first allocation, the texts of a `Vec<String>`, say, is not counted here: a codec
//! estimates it. A type that is not named here counts with its own size alone. Of two versions of a value that share what is equal
//! in them, one can be asked for what it holds besides the other: that costs the pointers of both.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::sync::Arc;

use super::Probe;
use crate::collection::{List, Map};

/// What a probe finds: how much memory a value holds outside of itself, without what another version of
/// it holds, too.
pub(crate) type Heap<T> = Option<fn(&T, Option<&T>) -> usize>;

/// The answer of [`Probe`] for a type of which that is not known.
pub trait NotHeap {
    #[doc(hidden)]
    type Value;
    /// Nothing: it is not known.
    const HEAP: Heap<Self::Value> = None;
}

impl<T> NotHeap for Probe<T> {
    type Value = T;
}

macro_rules! heap {
    ($([$($generics:tt)*] $type:ty: $bytes:expr;)*) => {$(
        #[allow(clippy::borrowed_box, reason = "a box is a type like the others")]
        impl<$($generics)*> Probe<$type> {
            /// How much memory a value holds outside of itself.
            pub const HEAP: Heap<$type> = Some($bytes);
        }

        #[allow(clippy::borrowed_box, reason = "a box is a type like the others")]
        impl<$($generics)*> Probe<Option<$type>> {
            /// How much memory a value holds outside of itself.
            pub const HEAP: Heap<Option<$type>> = Some(|value, beside| {
                value.as_ref().map_or(0, |value| ($bytes)(value, beside.and_then(Option::as_ref)))
            });
        }
    )*};
}

heap! {
    [] String: |text: &String, _| text.capacity();
    [T] Vec<T>: |list: &Vec<T>, _| list.capacity() * size_of::<T>();
    [T] VecDeque<T>: |list: &VecDeque<T>, _| list.capacity() * size_of::<T>();
    [T: ?Sized] Box<T>: |held: &Box<T>, _| size_of_val(&**held);
    // Two counts stand before the value.
    [T: ?Sized] Arc<T>: |held: &Arc<T>, beside: Option<&Arc<T>>| {
        let is_shared = beside.is_some_and(|beside| Arc::ptr_eq(held, beside));
        if is_shared { 0 } else { size_of_val(&**held) + 2 * size_of::<usize>() }
    };
    // A byte for each place, of which an eighth is free.
    [K, V, S] HashMap<K, V, S>: |map: &HashMap<K, V, S>, _| map.capacity() * 8 / 7 * (size_of::<(K, V)>() + 1);
    [K, S] HashSet<K, S>: |set: &HashSet<K, S>, _| set.capacity() * 8 / 7 * (size_of::<K>() + 1);
    // Nodes are between half full and full.
    [K, V] BTreeMap<K, V>: |map: &BTreeMap<K, V>, _| map.len() * 4 / 3 * size_of::<(K, V)>();
    [K] BTreeSet<K>: |set: &BTreeSet<K>, _| set.len() * 4 / 3 * size_of::<K>();
    [T] List<T>: List::heap;
    [K, V] Map<K, V>: Map::heap;
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{NotHeap as _, Probe};

    #[test]
    fn what_is_known_is_found_on_the_concrete_type() {
        let text = String::with_capacity(100);
        assert_eq!(Probe::<String>::HEAP.map(|heap| heap(&text, None)), Some(100));
        assert_eq!(Probe::<Option<String>>::HEAP.map(|heap| heap(&Some(text), None)), Some(100));
        let list = vec![0_u32; 10];
        assert_eq!(Probe::<Vec<u32>>::HEAP.map(|heap| heap(&list, None)), Some(40));
        let shared: Arc<str> = "twenty characters...".into();
        assert_eq!(Probe::<Arc<str>>::HEAP.map(|heap| heap(&shared, None)), Some(36));
        assert_eq!(
            Probe::<Arc<str>>::HEAP.map(|heap| heap(&shared, Some(&shared.clone()))),
            Some(0)
        );
        assert!(Probe::<u64>::HEAP.is_none());
        assert!(Probe::<Option<u64>>::HEAP.is_none());
    }
}
