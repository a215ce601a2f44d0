//! Estimates of the memory that values hold outside of themselves, known without a walk.
//!
//! What lies behind the first allocation is not counted: the texts of a `Vec<String>`, say. A type that
//! is not named here counts with its own size alone.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::sync::Arc;

use super::Probe;

/// What a probe finds: how much memory a value holds outside of itself.
type Heap<T> = Option<fn(&T) -> usize>;

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
        impl<$($generics)*> Probe<$type> {
            /// How much memory a value holds outside of itself.
            pub const HEAP: Heap<$type> = Some($bytes);
        }

        impl<$($generics)*> Probe<Option<$type>> {
            /// How much memory a value holds outside of itself.
            pub const HEAP: Heap<Option<$type>> = Some(|value| value.as_ref().map_or(0, $bytes));
        }
    )*};
}

heap! {
    [] String: String::capacity;
    [T] Vec<T>: |list| list.capacity() * size_of::<T>();
    [T] VecDeque<T>: |list| list.capacity() * size_of::<T>();
    [T: ?Sized] Box<T>: |held| size_of_val(&**held);
    // Two counts stand before the value.
    [T: ?Sized] Arc<T>: |held| size_of_val(&**held) + 2 * size_of::<usize>();
    // A byte for each place, of which an eighth is free.
    [K, V, S] HashMap<K, V, S>: |map| map.capacity() * 8 / 7 * (size_of::<(K, V)>() + 1);
    [K, S] HashSet<K, S>: |set| set.capacity() * 8 / 7 * (size_of::<K>() + 1);
    // Nodes are between half full and full.
    [K, V] BTreeMap<K, V>: |map| map.len() * 4 / 3 * size_of::<(K, V)>();
    [K] BTreeSet<K>: |set| set.len() * 4 / 3 * size_of::<K>();
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{NotHeap as _, Probe};

    #[test]
    fn what_is_known_is_found_on_the_concrete_type() {
        let text = String::with_capacity(100);
        assert_eq!(Probe::<String>::HEAP.map(|heap| heap(&text)), Some(100));
        assert_eq!(Probe::<Option<String>>::HEAP.map(|heap| heap(&Some(text))), Some(100));
        let list = vec![0_u32; 10];
        assert_eq!(Probe::<Vec<u32>>::HEAP.map(|heap| heap(&list)), Some(40));
        let shared: Arc<str> = "twenty characters...".into();
        assert_eq!(Probe::<Arc<str>>::HEAP.map(|heap| heap(&shared)), Some(36));
        assert!(Probe::<u64>::HEAP.is_none());
        assert!(Probe::<Option<u64>>::HEAP.is_none());
    }
}
