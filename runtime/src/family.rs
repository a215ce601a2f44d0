//! Families: what one declaration for many keys keeps in a store, and what is known of it before.
//!
//! The node of a family itself holds the keys, and where each member's slot is.

use std::fmt;
use std::hash::{BuildHasher, BuildHasherDefault};
use std::time::Duration;

use crate::codec::KeyCodec;
use crate::handle::{AnyKey, Key, Ops};
use crate::meta::{Dep, Meta};
use crate::slot::{AnyBody, AnySlot, Body, Inputs, key_of, lend_root, read_root};
use crate::value::{Probe, SerdeValue};

mod each;
mod keys;

pub use each::Each;
pub(crate) use each::EachNode;
pub(crate) use keys::AnyKeys;
pub use keys::{Keys, KeysIter};

/// The hasher of keys that are trusted; see [`Keys`].
pub type FastHasher = BuildHasherDefault<rustc_hash::FxHasher>;

/// How long the members of a family live.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lifespan {
    /// Until they are removed.
    Keep,
    /// Until nobody observes them.
    Unobserved,
    /// As long as no more than so many are there, or somebody observes them.
    Lru(usize),
    /// So long after their last use, or as long as somebody observes them.
    Ttl(Duration),
}

/// What hashes the keys of a family: `BuildHasher + Default + Send + Sync + 'static`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot hash the keys of a family",
    label = "a hasher is `BuildHasher + Default + Send + Sync`",
    note = "name what builds hashers, such as `std::hash::RandomState`, and not the `Hasher` itself"
)]
pub trait KeyHasher: BuildHasher + Default + Send + Sync + 'static {}

#[diagnostic::do_not_recommend]
impl<S: BuildHasher + Default + Send + Sync + 'static> KeyHasher for S {}

/// What is known of a family before the program runs.
pub struct FamilyMeta {
    pub(crate) life: Lifespan,
    /// Makes the slot that holds the keys.
    pub(crate) keys: &'static dyn AnyBody,
    read: fn(&dyn AnySlot) -> &dyn AnyKeys,
    lend: fn(&mut dyn AnySlot) -> &mut dyn AnyKeys,
    write: Option<WriteKey>,
    is_tuple: bool,
    /// How keys are written and read back, if they are.
    pub(crate) codec: Option<KeyCodec>,
}

/// How a key is written in messages.
pub(crate) type WriteKey = fn(&dyn AnyKey, &mut fmt::Formatter<'_>) -> fmt::Result;

impl FamilyMeta {
    /// A family with keys of this type, hashed by `S`.
    pub const fn of<K: Key, S: KeyHasher>(life: Lifespan) -> Self {
        Self {
            life,
            keys: &const { Body::atom(Keys::<K>::hashed_by::<S>, Keys::TOOLS) },
            read: |slot| read_root::<Keys<K>>(slot),
            lend: |slot| lend_root::<Keys<K>>(slot).value,
            write: None,
            is_tuple: false,
            codec: None,
        }
    }

    /// The same family; its keys are written like this, if the probe found how.
    #[must_use]
    pub const fn written(mut self, write: Option<WriteKey>, is_tuple: bool) -> Self {
        self.write = write;
        self.is_tuple = is_tuple;
        self
    }

    /// The keys of the family can be saved and sent.
    #[must_use]
    pub const fn saving<K: SerdeValue + Key>(mut self) -> Self {
        self.codec = Some(KeyCodec::of::<K>());
        self
    }

    #[inline]
    pub(crate) fn read<'a>(&self, slot: &'a dyn AnySlot) -> &'a dyn AnyKeys {
        (self.read)(slot)
    }

    pub(crate) fn lend<'a>(&self, slot: &'a mut dyn AnySlot) -> &'a mut dyn AnyKeys {
        (self.lend)(slot)
    }

    pub(crate) fn name(&self, family: &str, key: &dyn AnyKey) -> String {
        let Some(write) = self.write else { return format!("{family}(…)") };
        let key = Written(key, write);
        // The parts of a tuple are written as they are passed.
        if self.is_tuple { format!("{family}{key}") } else { format!("{family}({key})") }
    }
}

/// A key as it is written in messages.
struct Written<'a>(&'a dyn AnyKey, WriteKey);

impl fmt::Display for Written<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.1(self.0, f)
    }
}

impl fmt::Debug for FamilyMeta {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FamilyMeta").field("life", &self.life).finish_non_exhaustive()
    }
}

/// A place of every member of a family of atoms: what `each(…)` takes.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a family of atoms, nor a field of one",
    label = "`each` goes over the members of a family",
    note = "write `each(Family)` or `each(Family.field)` with an atom that has `key = Type`, and no key behind it"
)]
pub trait Members {
    type Key: Key;
    type Value: 'static;
    /// `T`; an error type where there are no members, so that the compiler is silent about what
    /// follows.
    type Sound<T>;
    const META: &'static Meta;
    const OPS: &'static Ops<Self::Value>;
}

/// What stands for `each(Todo.done)` in `deps = […]`.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct EachOf<M>(std::marker::PhantomData<M>);

impl<M> EachOf<M> {
    pub(crate) const NEW: Self = Self(std::marker::PhantomData);
}

impl<M: Members> EachOf<M> {
    pub const fn __dep(&self) -> Dep {
        Dep::each(M::META, M::OPS.span)
    }

    /// The values, read from the dependency at this place of `deps`.
    pub(crate) fn read<'a>(inputs: &Inputs<'a>, index: usize) -> Each<'a, M::Key, M::Value> {
        let EachNode { keys } = *read_root::<EachNode>(inputs.dep(index));
        Each::new(read_root(inputs.slot(keys)), inputs.slots, M::OPS)
    }
}

impl<K: Key + fmt::Debug> Probe<K> {
    /// How to write a key of the type.
    pub const WRITE: Option<WriteKey> = Some(debug_key::<K>);
}

/// The answer of [`Probe`] for a key that is not `Debug`.
pub trait NotWritten {
    /// Nothing: the type is not `Debug`.
    const WRITE: Option<WriteKey> = None;
}

impl<K> NotWritten for Probe<K> {}

fn debug_key<K: Key + fmt::Debug>(key: &dyn AnyKey, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    key_of::<K>(key).fmt(f)
}
