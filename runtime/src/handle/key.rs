//! Keys: what tells the members of a family apart.

use std::any::Any;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use crate::id::Id;

/// A key of a family: `Eq + Hash + Clone + Send + Sync + 'static`.
///
/// Handles hold the key, and each handle of a field holds one: a `Copy` key, or one that is cheap to
/// clone (`Arc<str>` rather than `String`), makes them so.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a key",
    label = "a key is `Eq + Hash + Clone + Send + Sync`",
    note = "add `#[derive(Clone, PartialEq, Eq, Hash)]` to `{Self}`; a float is not `Eq`, use an \
            integer or its bits"
)]
pub trait Key: Eq + Hash + Clone + Send + Sync + 'static {}

#[diagnostic::do_not_recommend]
impl<K: Eq + Hash + Clone + Send + Sync + 'static> Key for K {}

/// A key of which the type is not known.
pub trait AnyKey: Any + Send + Sync {
    #[doc(hidden)]
    fn to_shared(&self) -> Arc<dyn AnyKey>;
    #[doc(hidden)]
    fn is(&self, other: &dyn AnyKey) -> bool;
    /// The id of the member of this key in the family of that id.
    #[doc(hidden)]
    fn id_in(&self, family: Id) -> Id;
}

impl<K: Key> AnyKey for K {
    fn to_shared(&self) -> Arc<dyn AnyKey> {
        Arc::new(self.clone())
    }

    fn is(&self, other: &dyn AnyKey) -> bool {
        let other: &dyn Any = other;
        other.downcast_ref::<K>() == Some(self)
    }

    fn id_in(&self, family: Id) -> Id {
        let mut stable = Stable(family);
        self.hash(&mut stable);
        stable.0
    }
}

impl fmt::Debug for dyn AnyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key")
    }
}

/// Folds what a key hashes into an id, the same on every machine.
struct Stable(Id);

macro_rules! folded {
    ($($write:ident $number:ty as $wide:ty),*) => {$(
        fn $write(&mut self, number: $number) {
            self.write(&(number as $wide).to_le_bytes());
        }
    )*};
}

impl Hasher for Stable {
    fn finish(&self) -> u64 {
        self.0.as_u64()
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = self.0.folded(bytes);
    }

    folded!(write_u16 u16 as u16, write_u32 u32 as u32, write_u64 u64 as u64);
    folded!(write_u128 u128 as u128, write_usize usize as u64);
}
