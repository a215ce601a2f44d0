//! A value that is out of its place, or to be put there.

use std::any::Any;
use std::fmt;
use std::mem;

use crate::value::{AnyPart, AnyTools, Part, Share};

/// A value of which only its place knows the type.
pub trait AnyPiece: Any + Send + Sync {
    /// Changes places with the value at a place; false if that is of another type. Edits are made there, and
    /// what they replace is kept instead of them.
    #[doc(hidden)]
    fn swap(&mut self, place: &mut dyn Any) -> bool;
    /// The value.
    #[doc(hidden)]
    fn value(&self) -> &dyn Any;
    #[doc(hidden)]
    fn value_mut(&mut self) -> &mut dyn Any;
    #[doc(hidden)]
    fn into_any(self: Box<Self>) -> Box<dyn Any>;
    /// Of edits, whether they make another value of the one at a place.
    #[doc(hidden)]
    fn edits(&self, _place: &dyn Any) -> Option<bool> {
        None
    }
    /// Of edits, the value that they make of the one at a place.
    #[doc(hidden)]
    fn settled(&mut self, _place: &dyn Any) -> Option<Box<dyn AnyPiece>> {
        None
    }
}

/// What a transaction keeps of a value, with the tools of its place.
pub(super) fn part_of<V: Share>(
    piece: Box<dyn AnyPiece>,
    tools: &'static dyn AnyTools,
) -> Option<Box<dyn AnyPart>> {
    let Piece(value) = *piece.into_any().downcast::<Piece<V>>().ok()?;
    let tools: &'static dyn Any = tools;
    Some(Box::new(Part { value, tools: tools.downcast_ref()? }))
}

impl fmt::Debug for dyn AnyPiece {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Piece")
    }
}

/// A value whose type is known.
#[derive(Debug)]
pub(crate) struct Piece<V>(pub(crate) V);

impl<V: Share> AnyPiece for Piece<V> {
    fn swap(&mut self, place: &mut dyn Any) -> bool {
        match place.downcast_mut::<V>() {
            Some(place) => {
                mem::swap(place, &mut self.0);
                true
            }
            None => false,
        }
    }

    fn value(&self) -> &dyn Any {
        &self.0
    }

    fn value_mut(&mut self) -> &mut dyn Any {
        &mut self.0
    }

    fn into_any(self: Box<Self>) -> Box<dyn Any> {
        self
    }
}
