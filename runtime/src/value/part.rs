//! A value that is out of its place, or to be put there: what can be taken back is kept as this.
//!
//! A part knows the type of its value and how to handle it. Which place it belongs to is known to who
//! keeps it.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::mem;
use std::sync::Arc;

use super::{Share, Tools};
use crate::fields::{Changes, Leaf, Looking, Scribe};
use crate::meta::Span;
use crate::slot::Stored;

/// A value out of its place, of which the type is not known.
///
/// The place of a whole value is what its slot stores
/// ([`AnySlot::stored`](crate::slot::AnySlot::stored)), that of a field the field.
#[allow(unreachable_pub, reason = "a hidden trait method returns it")]
pub trait AnyPart: Any + Send {
    /// Changes places with the value that stands there; false if that is of another type.
    fn swap(&mut self, place: &mut dyn Any) -> bool;
    /// Compares it with the value at its place, which is at this span of its node.
    fn compare(&self, place: &dyn Any, span: Span, scribe: Scribe<'_>);
    /// Copies of the leaves of the value that are asked for, by their marks; of a value that tracks no
    /// fields it is the one.
    fn leaves(&self, span: Span, is_wanted: &dyn Fn(u16) -> bool) -> Vec<Leaf>;
    /// The field of the value that owns a mark, counted from where the marks of its fields begin.
    fn field(&mut self, mark: u16) -> Option<&mut dyn Any>;
    /// An estimate of the memory that the value takes.
    fn bytes(&self) -> usize;
    /// As `bytes`, without what the value at its place holds, too.
    fn bytes_beside(&self, place: &dyn Any) -> usize;
    /// Whether its place has to be the only holder of what stands there.
    fn is_own(&self) -> bool;
    /// The value.
    fn as_any(&self) -> &dyn Any;
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

    fn compare(&self, place: &dyn Any, span: Span, scribe: Scribe<'_>) {
        compare(&self.value, place, span, scribe, self.tools);
    }

    fn leaves(&self, span: Span, is_wanted: &dyn Fn(u16) -> bool) -> Vec<Leaf> {
        leaves(&self.value, span, is_wanted, self.tools)
    }

    fn field(&mut self, mark: u16) -> Option<&mut dyn Any> {
        Some((self.tools.place?)(&mut self.value, mark))
    }

    fn bytes(&self) -> usize {
        self.tools.bytes(&self.value, None)
    }

    fn bytes_beside(&self, place: &dyn Any) -> usize {
        self.tools.bytes(&self.value, value_at(place))
    }

    fn is_own(&self) -> bool {
        true
    }

    fn as_any(&self) -> &dyn Any {
        &self.value
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

    fn compare(&self, place: &dyn Any, span: Span, scribe: Scribe<'_>) {
        compare(self.value.get(), place, span, scribe, self.tools);
    }

    fn leaves(&self, span: Span, is_wanted: &dyn Fn(u16) -> bool) -> Vec<Leaf> {
        leaves(self.value.get(), span, is_wanted, self.tools)
    }

    fn field(&mut self, mark: u16) -> Option<&mut dyn Any> {
        let place = self.tools.place?;
        Some(place(self.lend()?, mark))
    }

    fn bytes(&self) -> usize {
        self.tools.bytes(self.value.get(), None)
    }

    fn bytes_beside(&self, place: &dyn Any) -> usize {
        self.tools.bytes(self.value.get(), value_at(place))
    }

    fn is_own(&self) -> bool {
        false
    }

    fn as_any(&self) -> &dyn Any {
        self.value.get()
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

impl<V: 'static> Tools<V> {
    /// An estimate of the memory that a value takes, which walks no long value; without what another version of
    /// it holds, too.
    pub(crate) fn bytes(&'static self, value: &V, beside: Option<&V>) -> usize {
        let heap = match self.diff {
            Some(diff) => {
                let sum = Cell::new(0);
                let looking = Looking::Bytes { beside: beside.is_some(), sum };
                let scribe = Changes::looking(&looking);
                diff(value, beside.unwrap_or(value), Scribe::looking(&scribe));
                match looking {
                    Looking::Bytes { sum, .. } => sum.get(),
                    Looking::Leaves(..) => 0,
                }
            }
            None => self.held(value, beside),
        };
        size_of::<V>() + heap
    }

    /// The same of what is outside of the value.
    pub(crate) fn held(&'static self, value: &V, beside: Option<&V>) -> usize {
        let behind = if beside.is_some() { 0 } else { self.behind(value) };
        self.heap.map_or(0, |heap| heap(value, beside)) + behind
    }

    #[cfg(feature = "serial")]
    fn behind(&self, value: &V) -> usize {
        self.codec.map_or(0, |codec| codec.behind(value))
    }

    #[cfg(not(feature = "serial"))]
    fn behind(&self, _: &V) -> usize {
        0
    }
}

/// The value at a place.
fn value_at<V: 'static>(place: &dyn Any) -> Option<&V> {
    match place.downcast_ref() {
        Some(value) => Some(value),
        None => match place.downcast_ref::<Option<Stored<V>>>() {
            Some(Some(stored)) => Some(stored.get()),
            _ => None,
        },
    }
}

fn compare<V>(own: &V, place: &dyn Any, span: Span, scribe: Scribe<'_>, tools: &'static Tools<V>) {
    match value_at(place) {
        Some(value) => scribe.place(span, own, value, tools),
        None => debug_assert!(false, "a part is of the type of its place"),
    }
}

fn leaves<V: Send>(
    value: &V,
    span: Span,
    is_wanted: &dyn Fn(u16) -> bool,
    tools: &'static Tools<V>,
) -> Vec<Leaf> {
    let Some(diff) = tools.diff else {
        let copy = tools.clone.filter(|_| is_wanted(span.from)).map(|clone| clone(value));
        let part = copy.map(|value| Box::new(Part { value, tools }) as Box<dyn AnyPart>);
        return part.map(|part| (span, part)).into_iter().collect();
    };
    let looking = Looking::Leaves(is_wanted, RefCell::default());
    diff(value, value, Scribe::looking(&Changes::looking(&looking)).at(span.inner()));
    match looking {
        Looking::Leaves(_, leaves) => leaves.into_inner(),
        Looking::Bytes { .. } => Vec::new(),
    }
}

/// A part that is a copy of a value.
pub(super) fn copied<V: Share>(value: &V, tools: &'static Tools<V>) -> Option<Box<dyn AnyPart>> {
    let clone = tools.clone?;
    Some(Box::new(Part { value: clone(value), tools }))
}
