//! Handles of which only the type of the value is known.

use std::fmt;

use super::at::{At, NodeOwned, Ops};
use super::{Place, Read, WritePlace};
use crate::fields::{Guarded, Track};
use crate::tier::Anything;
use crate::value::Share;

/// A writable handle of which only the value type is known: for tables, menus and struct fields.
///
/// ```
/// use atomata::{Handle, Store, atom};
///
/// #[atom]
/// static LOW: f64 = 0.1;
/// #[atom]
/// static HIGH: f64 = 0.9;
///
/// let limits: Vec<Handle<f64>> = vec![LOW.erase(), HIGH.erase()];
/// let store = Store::new();
/// for limit in &limits {
///     store.set(limit, 0.5);
/// }
/// assert_eq!(store.get((LOW, HIGH)), (0.5, 0.5));
/// ```
pub struct Handle<V: 'static> {
    pub(super) node: NodeOwned,
    pub(super) ops: &'static Ops<V>,
}

/// A handle of which only the value type is known, and that can only be read.
pub struct ReadHandle<V: 'static> {
    pub(super) node: NodeOwned,
    pub(super) ops: &'static Ops<V>,
}

impl<V: Share> Handle<V> {
    /// The same place, for reading only.
    pub fn read_only(&self) -> ReadHandle<V> {
        Read::read_only(self)
    }
}

impl<V> From<Handle<V>> for ReadHandle<V> {
    fn from(handle: Handle<V>) -> Self {
        Self { node: handle.node, ops: handle.ops }
    }
}

macro_rules! erased_handles {
    ($($handle:ident),*) => {$(
        #[diagnostic::do_not_recommend]
        impl<V: 'static> Place for $handle<V> {
            type Of = Anything;
            type Value = V;
            type Guard<'a> = Guarded<'a, V>;

            #[inline]
            fn place(&self) -> At<'_, V> {
                At::new(self.node.as_ref(), self.ops)
            }
        }

        impl<V: 'static> $handle<V> {
            $crate::__handle_facts!();

            pub(crate) fn of(at: At<'_, V>) -> Self {
                Self { node: at.node.to_owned(), ops: at.ops }
            }
                }

        impl<V> Clone for $handle<V> {
            fn clone(&self) -> Self {
                Self { node: self.node.clone(), ops: self.ops }
            }
        }

        impl<V> fmt::Debug for $handle<V> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.place().fmt(f)
            }
        }

        /// Equal handles name the same place.
        impl<V> PartialEq for $handle<V> {
            fn eq(&self, other: &Self) -> bool {
                self.place().is(other.place())
            }
        }

        impl<V> Eq for $handle<V> {}
    )*};
}

erased_handles!(Handle, ReadHandle);

impl<V> ReadHandle<V> {
    #[inline]
    pub(crate) fn ops(&self) -> &'static Ops<V> {
        self.ops
    }
}

impl<V: 'static> WritePlace for Handle<V> {
    #[inline]
    fn lend<'a>(value: &'a mut V, ops: &'static Ops<V>, track: Track<'a>) -> Guarded<'a, V> {
        track.whole(value, ops.span, &ops.tools)
    }
}
