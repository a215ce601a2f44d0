//! How values are written and read back, of which only their place knows the type.
//!
//! A codec knows one type and both wires. It knows no slot, no atom and no frame.

use std::fmt;

use serde::de::DeserializeOwned;
use serde::{Deserializer, Serialize, Serializer};

use crate::value::{Probe, Share};

#[cfg(feature = "serial")]
mod binary;
#[cfg(feature = "serial")]
mod entries;
#[cfg(feature = "serial")]
mod floats;
#[cfg(feature = "serial")]
mod keys;
#[cfg(feature = "serial")]
mod list;
#[cfg(feature = "serial")]
mod made;
#[cfg(feature = "serial")]
mod map;
#[cfg(feature = "serial")]
mod patching;
#[cfg(feature = "serial")]
mod piece;
#[cfg(feature = "serial")]
mod plain;
#[cfg(feature = "serial")]
mod reshaped;
#[cfg(feature = "serial")]
mod steps;
#[cfg(feature = "serial")]
mod weigh;
#[cfg(feature = "serial")]
mod wires;

#[cfg(feature = "serial")]
pub(crate) use keys::KeyCodec;
#[cfg(feature = "serial")]
pub use list::Identified;
#[cfg(feature = "serial")]
pub use piece::AnyPiece;
#[cfg(feature = "serial")]
pub(crate) use piece::Piece;

#[cfg(feature = "serial")]
pub(crate) use patching::Patching;
#[cfg(feature = "serial")]
pub use wires::Codec;
#[cfg(feature = "serial")]
pub(crate) use wires::{JsonEdit, Kept, Token, Told, Unfit};

/// How to write and read a type back, if it can be.
pub type Coding = Option<&'static dyn Codec>;

/// Writes and reads back the values of a type.
#[cfg(not(feature = "serial"))]
pub trait Codec: Send + Sync {}

impl fmt::Debug for dyn Codec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Codec")
    }
}

/// The codec of a plain list whose items have identity, by one of their fields.
#[cfg(not(feature = "serial"))]
#[derive(Debug)]
pub struct Identified<T, K>(std::marker::PhantomData<(fn() -> T, fn() -> K)>);

#[cfg(not(feature = "serial"))]
impl<T, K> Identified<T, K> {
    /// By the field that this function reads.
    pub const fn by(_: fn(&T) -> &K) -> Self {
        Self(std::marker::PhantomData)
    }
}

#[cfg(not(feature = "serial"))]
impl<T, K> Codec for Identified<T, K> {}

/// How the keys of a family are written and read back.
#[cfg(not(feature = "serial"))]
#[derive(Clone, Copy, Debug)]
pub(crate) struct KeyCodec;

#[cfg(not(feature = "serial"))]
impl KeyCodec {
    pub(crate) const fn of<K>() -> Self {
        Self
    }
}

/// How the field of this ordinal is written and read, where `#[serde(with = …)]` says how.
pub trait Reshaped<const FIELD: usize>: 'static {
    /// The type of the field.
    type Value: Clone + Share;

    /// What serde calls to write it.
    ///
    /// # Errors
    /// Those of the user's function.
    fn write<S: Serializer>(value: &Self::Value, to: S) -> Result<S::Ok, S::Error>;

    /// What serde calls to read it.
    ///
    /// # Errors
    /// Those of the user's function.
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self::Value, D::Error>;
}

/// The codec of such a field.
#[derive(Debug)]
pub struct Reshape<S, const FIELD: usize>(std::marker::PhantomData<fn() -> S>);

impl<S: Reshaped<FIELD>, const FIELD: usize> Reshape<S, FIELD> {
    /// How to write and read the field.
    pub const CODEC: Coding = Some(&Self(std::marker::PhantomData));
}

#[cfg(not(feature = "serial"))]
impl<S, const FIELD: usize> Codec for Reshape<S, FIELD> {}

/// The codec of a type that serde knows.
struct Plain<T>(std::marker::PhantomData<fn() -> T>);

#[cfg(not(feature = "serial"))]
impl<T> Codec for Plain<T> {}

impl<T: Serialize + DeserializeOwned + Clone + Share> Probe<T> {
    /// How to write and read the type back.
    pub const CODEC: Coding = Some(&Plain::<T>(std::marker::PhantomData));
}

/// The answer of [`Probe`] for a type that serde does not know.
pub trait NotCoded {
    /// Nothing: the type is not `Serialize + DeserializeOwned`.
    const CODEC: Coding = None;
}

impl<T> NotCoded for Probe<T> {}

/// The answer of [`Probe`] for a type that is no collection with edits.
pub trait NotEdited {
    /// Nothing: the type is written as a whole.
    const EDITED: Coding = None;
}

impl<T> NotEdited for Probe<T> {}
