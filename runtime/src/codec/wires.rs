//! What a codec does on both wires.

use std::any::Any;
use std::fmt;
use std::sync::Arc;

use super::AnyPiece;
use super::patching::Patching;
use crate::value::{AnyPart, AnyTools};

/// Why a value could not be written or read.
#[derive(Clone, Debug)]
pub struct Unfit(pub(crate) String);

impl Unfit {
    pub(crate) fn new(why: impl fmt::Display) -> Self {
        Self(why.to_string())
    }

    /// A bug of the engine: the value is not of the codec's type.
    pub(crate) fn misplaced() -> Self {
        Self("the value is of another type".to_owned())
    }
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unfit {}

impl serde::de::Error for Unfit {
    fn custom<T: fmt::Display>(why: T) -> Self {
        Self::new(why)
    }
}

/// Writes and reads back the values of a type.
pub trait Codec: Send + Sync {
    /// A number that differs where values are made up of other things.
    #[doc(hidden)]
    fn shape(&self) -> u64;
    #[doc(hidden)]
    fn copy(&self, value: &dyn Any) -> Result<Box<dyn AnyPiece>, Unfit>;
    #[doc(hidden)]
    fn put_json(&self, value: &dyn Any, out: &mut Vec<u8>) -> Result<(), Unfit>;
    #[doc(hidden)]
    fn put_binary(&self, value: &dyn Any, out: &mut Vec<u8>) -> Result<(), Unfit>;
    #[doc(hidden)]
    fn take_json(&self, text: &[u8]) -> Result<Box<dyn AnyPiece>, Unfit>;
    /// Takes a value from the front.
    #[doc(hidden)]
    fn take_binary(&self, from: &mut &[u8]) -> Result<Box<dyn AnyPiece>, Unfit>;
    /// An estimate of what lies behind the items or fields of a value in memory.
    #[doc(hidden)]
    fn behind(&self, value: &dyn Any) -> usize;
    /// What a transaction keeps of a value, with the tools of its place.
    #[doc(hidden)]
    fn part(
        &self,
        piece: Box<dyn AnyPiece>,
        tools: &'static dyn AnyTools,
    ) -> Option<Box<dyn AnyPart>>;
    /// Present for collections of which the edits can be told.
    #[doc(hidden)]
    fn edited(&self) -> Option<&dyn Edited> {
        None
    }
}

/// A collection that tells what became of it since another version of it.
pub trait Edited: Send + Sync {
    /// What is kept of a value to tell its edits later; `kept` was kept of an earlier one.
    #[doc(hidden)]
    fn keep(&self, value: &dyn Any, kept: Option<Arc<dyn AnyPiece>>) -> Result<Kept, Unfit>;
    /// How much of the memory of a value is taken by its notes of what was done to it.
    #[doc(hidden)]
    fn noted(&self, value: &dyn Any) -> usize;
    /// Writes the edits that lead from `base` to `value`; false if they cannot be told, and then it has
    /// written nothing. The base is another value, or what `keep` has given.
    #[doc(hidden)]
    fn put_edits(&self, base: &dyn Any, value: &dyn Any, out: &mut Vec<u8>) -> Result<bool, Unfit>;
    /// Takes edits from the front, which can be made in the value.
    #[doc(hidden)]
    fn take_edits(&self, value: &dyn Any, from: &mut &[u8]) -> Result<Box<dyn AnyPiece>, Unfit>;
    /// Calls with each edit as an operation of a JSON Patch; false if they cannot be told.
    #[doc(hidden)]
    fn json_edits(
        &self,
        base: &dyn Any,
        value: &dyn Any,
        put: &mut dyn FnMut(JsonEdit<'_>) -> Result<(), Unfit>,
    ) -> Result<bool, Unfit>;
    /// Takes operations of a JSON Patch that are about the value's items or entries.
    #[doc(hidden)]
    fn patching(&self, value: &dyn Any) -> Result<Box<dyn Patching>, Unfit>;
}

/// What is kept of a collection to tell what becomes of it.
#[derive(Debug)]
pub struct Kept {
    /// For the next time.
    pub(crate) now: Arc<dyn AnyPiece>,
    /// An estimate of the memory that it takes.
    pub(crate) bytes: usize,
    /// By what the edits up to now are told, where they can be.
    pub(crate) before: Option<Told>,
}

/// By what edits are told.
#[derive(Clone, Debug)]
pub(crate) enum Told {
    /// By the moment where they begin: any later value tells the rest.
    Since(Arc<dyn AnyPiece>),
    /// By themselves.
    Edits(Arc<dyn AnyPiece>),
}

impl Told {
    pub(crate) fn value(&self) -> &dyn Any {
        match self {
            Self::Since(piece) | Self::Edits(piece) => piece.value(),
        }
    }
}

/// One edit of a collection, as an operation of a JSON Patch.
pub enum JsonEdit<'a> {
    Add { at: Token<'a>, value: &'a mut WriteJson<'a> },
    Replace { at: Token<'a>, value: &'a mut WriteJson<'a> },
    Remove { at: Token<'a> },
    Move { from: usize, to: usize },
}

impl fmt::Debug for JsonEdit<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JsonEdit")
    }
}

/// Writes a value into a text.
pub(crate) type WriteJson<'a> = dyn FnMut(&mut Vec<u8>) -> Result<(), Unfit> + 'a;

/// The last token of a pointer.
#[derive(Clone, Copy, Debug)]
pub enum Token<'a> {
    Index(usize),
    /// Not escaped yet.
    Key(&'a str),
}
