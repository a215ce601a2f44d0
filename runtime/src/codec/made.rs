//! Edits that were read, and are made in the collection they belong to.

use std::any::Any;
use std::sync::Arc;

use super::{AnyPiece, Kept, Piece, Told};
use crate::value::Share;

/// A collection that edits are made in.
pub(super) trait Editable: Clone + Share {
    /// An edit, or what it replaced.
    type Edit: Share + Clone;

    /// Makes an edit, and leaves what must be dropped later in it. It is known to fit.
    fn make(&mut self, edit: &mut Self::Edit);

    /// Whether an edit does nothing.
    fn is_idle(&self, edit: &Self::Edit) -> bool;

    fn len(&self) -> usize;
}

/// Edits of a collection of this type.
pub(super) struct Edits<C: Editable> {
    pub(super) all: Vec<C::Edit>,
    /// How long the collection is that they fit.
    pub(super) fit: usize,
}

impl<C: Editable> Edits<C> {
    fn make(&mut self, collection: &mut C) {
        self.all.iter_mut().for_each(|edit| collection.make(edit));
    }
}

impl<C: Editable> AnyPiece for Edits<C> {
    fn swap(&mut self, place: &mut dyn Any) -> bool {
        match place.downcast_mut::<C>() {
            Some(collection) if collection.len() == self.fit => {
                self.make(collection);
                true
            }
            _ => false,
        }
    }

    fn value(&self) -> &dyn Any {
        &self.all
    }

    fn value_mut(&mut self) -> &mut dyn Any {
        &mut self.all
    }

    fn into_any(self: Box<Self>) -> Box<dyn Any> {
        self
    }

    fn edits(&self, place: &dyn Any) -> Option<bool> {
        let collection = place.downcast_ref::<C>()?;
        Some(!self.all.iter().all(|edit| collection.is_idle(edit)))
    }

    fn settled(&mut self, place: &dyn Any) -> Option<Box<dyn AnyPiece>> {
        let mut collection = place.downcast_ref::<C>()?.clone();
        self.make(&mut collection);
        Some(Box::new(Piece(collection)))
    }
}

/// Edits that are known, with what they replaced in a copy, which is dropped with them.
pub(super) struct Known<E> {
    pub(super) edits: Vec<E>,
    _old: Vec<E>,
}

/// Makes the edits that are found out in a copy that was kept, so that it is equal to the collection again;
/// nothing where none are found, or somebody else keeps the copy, too.
pub(super) fn catch_up<C: Editable>(
    kept: &mut Arc<dyn AnyPiece>,
    find: impl FnOnce(&C) -> Option<Vec<C::Edit>>,
) -> Option<Arc<dyn AnyPiece>> {
    let copy = Arc::get_mut(kept)?.value_mut().downcast_mut::<C>()?;
    let edits = find(copy)?;
    let mut made = Edits::<C> { fit: copy.len(), all: edits.clone() };
    made.make(copy);
    Some(Arc::new(Piece(Known { edits, _old: made.all })))
}

/// What is kept of a plain collection: the copy that has caught up with it, or another one.
pub(super) fn kept_or_copied<C: Clone + Share>(
    collection: &C,
    bytes: usize,
    kept: Option<Arc<dyn AnyPiece>>,
    told: Option<Arc<dyn AnyPiece>>,
) -> Kept {
    match (kept, told) {
        (Some(now), Some(told)) => Kept { now, bytes, before: Some(Told::Edits(told)) },
        (kept, _) => {
            Kept { now: Arc::new(Piece(collection.clone())), bytes, before: kept.map(Told::Since) }
        }
    }
}
