//! Keys: what tells the members of a family apart.

use std::any::Any;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::sync::Arc;

use crate::id::Id;

/// A key of a family: `Eq + Hash + Clone + Send + Sync + 'static`.
///
/// Handles hold the key, and each handle of a field holds one: a `Copy` key, or one that is cheap to
/// clone (`Arc<str>` rather than `String`), makes them so.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a key",
    label = "a key is `Clone + Eq + Hash + Send + Sync`",
    note = "add `#[derive(Clone, PartialEq, Eq, Hash)]` to a type of your own; use an integer instead of a \
            float, and `Arc` instead of `Rc`"
)]
pub trait Key: Eq + Hash + Clone + Send + Sync + 'static {}

#[diagnostic::do_not_recommend]
impl<K: Eq + Hash + Clone + Send + Sync + 'static> Key for K {}

/// Holds a type to be a key; not a bound on the type itself, for which the compiler would suggest a
/// reference.
#[doc(hidden)]
pub trait IsKey {
    const IS_KEY: bool;
}

impl<K: Key> IsKey for PhantomData<K> {
    const IS_KEY: bool = true;
}

/// How generated code names the type of a key: `<K as KeyType<{ … IsKey … }>>::Key`. Where `K` is no
/// key the argument is an error, the whole type with it, and the compiler is silent about what
/// follows.
#[doc(hidden)]
pub trait KeyType<const IS_KEY: bool> {
    type Key;
}

#[diagnostic::do_not_recommend]
impl<K: Key> KeyType<true> for K {
    type Key = K;
}

/// A key that the first parameter of a computed takes by value: of the parameter's type.
#[diagnostic::on_unimplemented(
    message = "the key is `{Self}`, but the first parameter takes it as `{P}`",
    label = "the key is `{Self}`",
    note = "the first parameter of a computed with a key is its key: `{Self}` or `&{Self}`"
)]
pub trait KeyAs<P> {
    #[doc(hidden)]
    fn taken(&self) -> P;
}

#[diagnostic::do_not_recommend]
impl<K: Clone> KeyAs<K> for K {
    #[inline]
    fn taken(&self) -> K {
        self.clone()
    }
}

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
