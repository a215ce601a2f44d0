//! A value that is out of its place, or to be put there: what can be taken back is kept as this.
//!
//! A part knows the type of its value and how to handle it. Which place it belongs to is known to who
//! keeps it.

use std::any::Any;
use std::mem;
use std::sync::Arc;

use super::{Share, Tools};
use crate::slot::Stored;

/// A value out of its place, of which the type is not known.
#[allow(unreachable_pub, reason = "a hidden trait method returns it")]
pub trait AnyPart: Any + Send {
    /// Changes places with the value that stands there; false if that is of another type. The place of
    /// a whole value is what its slot stores ([`AnySlot::stored`](crate::slot::AnySlot::stored)), that
    /// of a field the field.
    fn swap(&mut self, place: &mut dyn Any) -> bool;
}

/// A value of its own: of a field, or a copy.
pub(crate) struct Part<V: 'static> {
    pub(crate) value: V,
    pub(crate) tools: &'static Tools<V>,
}

/// The whole value of a node, moved out of its slot as it was stored.
pub(crate) struct Whole<V: 'static> {
    pub(crate) value: Stored<V>,
    pub(crate) tools: &'static Tools<V>,
}

impl<V: Send> AnyPart for Part<V> {
    fn swap(&mut self, place: &mut dyn Any) -> bool {
        if let Some(place) = place.downcast_mut::<V>() {
            mem::swap(place, &mut self.value);
            return true;
        }
        let Some(Some(stored)) = place.downcast_mut::<Option<Stored<V>>>() else { return false };
        match stored {
            Stored::Own(value) => mem::swap(value, &mut self.value),
            Stored::Shared(shared) => match (Arc::get_mut(shared), self.tools.clone) {
                (Some(value), _) => mem::swap(value, &mut self.value),
                (None, Some(clone)) => {
                    let value = mem::replace(&mut self.value, clone(shared));
                    *stored = Stored::Own(value);
                }
                (None, None) => return false,
            },
        }
        true
    }
}

impl<V: Share> AnyPart for Whole<V> {
    fn swap(&mut self, place: &mut dyn Any) -> bool {
        if let Some(Some(stored)) = place.downcast_mut::<Option<Stored<V>>>() {
            mem::swap(stored, &mut self.value);
            return true;
        }
        let Some(place) = place.downcast_mut::<V>() else { return false };
        let Some(value) = self.lend() else { return false };
        mem::swap(place, value);
        true
    }
}

impl<V: Share> Whole<V> {
    /// The value, to be written: a copy, if something else holds it.
    fn lend(&mut self) -> Option<&mut V> {
        if let Stored::Shared(shared) = &mut self.value
            && Arc::get_mut(shared).is_none()
        {
            let copy = (self.tools.clone?)(shared);
            self.value = Stored::Own(copy);
        }
        match &mut self.value {
            Stored::Own(value) => Some(value),
            Stored::Shared(shared) => Arc::get_mut(shared),
        }
    }
}
