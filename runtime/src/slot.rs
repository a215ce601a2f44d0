//! A slot: the place in one store where the value of one node lives.
//!
//! A slot knows the type of its value and how to make it; it knows no other slot, no graph and no
//! lock. The store holds slots as `dyn AnySlot` and reaches values through the typed functions here.
//!
//! All of it is compiled anew for each type of value in a user's program, with every generic function
//! of the standard library it calls; hence patterns here and not `map`, `expect` or `swap`.

use std::any::Any;
use std::cell::Cell;
use std::fmt;
use std::mem;
use std::sync::Arc;

use crate::value::{AnyPart, Share, Tools, Whole};

mod body;
mod edges;
mod inputs;
mod slots;
mod wave;

pub(crate) use body::AnyBody;
use body::Origin;
pub use body::{Body, NotShare};
pub(crate) use edges::EdgeTo;
pub use edges::Edges;
pub(crate) use edges::NOTHING;
pub use inputs::Inputs;
pub(crate) use inputs::{KeyAt, key_of};
pub use slots::Computing;
pub(crate) use slots::{AnyNodes, Slots};
pub(crate) use wave::Wave;

/// Apart from `slot`, so that it is compiled once and not for each type.
pub(crate) fn new_marks(width: u16) -> Box<[Cell<u64>]> {
    (0..width).map(|_| Cell::new(0)).collect()
}

/// The value of one node, once it has one.
#[allow(missing_debug_implementations, reason = "nobody outside can name it")]
pub struct Slot<T: 'static> {
    pub(crate) value: Option<Stored<T>>,
    /// The revision of the last change of each field; empty where fields are not tracked.
    pub(crate) marks: Box<[Cell<u64>]>,
    body: &'static Body<T>,
}

/// A value is owned until something outside of the lock needs it.
pub(crate) enum Stored<T> {
    Own(T),
    Shared(Arc<T>),
}

impl<T> Stored<T> {
    #[inline]
    pub(crate) fn get(&self) -> &T {
        match self {
            Self::Own(value) => value,
            Self::Shared(value) => value,
        }
    }

    /// Puts a new value into place, reusing the allocation where nobody else holds it.
    #[inline]
    pub(crate) fn replace(&mut self, value: T) -> Self {
        match self {
            Self::Own(old) => Self::Own(mem::replace(old, value)),
            Self::Shared(shared) => match Arc::get_mut(shared) {
                Some(old) => Self::Own(mem::replace(old, value)),
                None => mem::replace(self, Self::Own(value)),
            },
        }
    }

    pub(crate) fn into_value(self, clone: impl FnOnce(&T) -> T) -> T {
        match self {
            Self::Own(value) => value,
            Self::Shared(shared) => Arc::try_unwrap(shared).unwrap_or_else(|held| clone(&held)),
        }
    }
}

/// A value lent for writing, with the marks of its node.
#[allow(unreachable_pub, reason = "a hidden trait method returns it")]
pub struct Lent<'a, V: ?Sized> {
    pub(crate) value: &'a mut V,
    pub(crate) marks: &'a [Cell<u64>],
}

impl<V: ?Sized> fmt::Debug for Lent<'_, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Lent")
    }
}

/// What computing a slot came to.
#[allow(unreachable_pub, reason = "a hidden trait method returns it")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Computed {
    /// It is an atom's, and has its initial value now.
    Initial,
    /// It is an atom's, and had a value.
    Kept,
    Same,
    Changed,
}

/// The value of a computed before it changed, for a transaction that may take it back.
pub(crate) type Saved = Option<Box<dyn Any + Send>>;

/// Values that leave a slot under the lock and are dropped after it.
pub(crate) type Garbage = Vec<Box<dyn Any + Send>>;

/// A slot of which the value type is not known.
pub trait AnySlot: Any + Send {
    #[doc(hidden)]
    fn has_value(&self) -> bool;
    /// Computes anew, or evaluates the initial value of an atom that has none. If a computed value
    /// changed, the one before comes into `saved`, where there is such a place.
    #[doc(hidden)]
    fn recompute(
        &mut self,
        inputs: &Inputs<'_>,
        garbage: &mut Vec<Box<dyn Any + Send>>,
        saved: Option<&mut Option<Box<dyn Any + Send>>>,
    ) -> Computed;
    /// Swaps the value of a computed with what `recompute` saved.
    #[doc(hidden)]
    fn restore(&mut self, saved: &mut Option<Box<dyn Any + Send>>);
    /// The value behind an `Arc`; it stays in the slot.
    #[doc(hidden)]
    fn share(&mut self) -> Arc<dyn Any + Send + Sync>;
    /// Makes the slot the only holder of its value, by a copy if it must.
    #[doc(hidden)]
    fn make_unique(&mut self);
    #[doc(hidden)]
    fn marks(&self) -> &[Cell<u64>];
    /// The value, if there is one.
    #[doc(hidden)]
    fn root(&self) -> Option<&dyn Any>;
    /// The value, to be written; the slot must be its only holder.
    #[doc(hidden)]
    fn root_mut(&mut self) -> &mut dyn Any;
    /// The field that owns a mark.
    #[doc(hidden)]
    fn place(&mut self, mark: u16) -> Lent<'_, dyn Any>;
    /// Where the whole value is, whoever else holds it: an `Option<Stored<T>>`.
    #[doc(hidden)]
    fn stored(&mut self) -> Lent<'_, dyn Any>;
    /// The value, shared or copied; nothing where there is none.
    #[doc(hidden)]
    fn part(&mut self) -> Option<Box<dyn AnyPart>>;
    /// An estimate of the memory that the slot takes.
    #[doc(hidden)]
    fn bytes(&self) -> usize;
    /// A slot of the same node that holds the same value.
    #[doc(hidden)]
    fn twin(&mut self) -> Box<dyn AnySlot>;
    /// Changes places with another slot of the same node.
    #[doc(hidden)]
    fn swap(&mut self, other: &mut dyn AnySlot);
}

impl fmt::Debug for dyn AnySlot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Slot")
    }
}

impl<T: Share> Slot<T> {
    /// A slot without a value.
    pub fn fresh(body: &'static Body<T>) -> Self {
        Self { value: None, marks: new_marks(body.width()), body }
    }

    fn run(
        &mut self,
        inputs: &Inputs<'_>,
        garbage: &mut Garbage,
        saved: Option<&mut Saved>,
    ) -> Computed {
        let Origin::Compute { compute, .. } = self.body.origin else { misfit() };
        let new = compute(inputs);
        let body = self.body;
        match self.settle_plainly(new, &body.tools, saved.is_some()) {
            Err(new) => self.settle(new, garbage, saved),
            Ok(false) => Computed::Same,
            Ok(true) => Computed::Changed,
        }
    }

    /// Puts what was computed into place where that takes no more: nothing has to be dropped or kept. True if
    /// it is another value.
    #[expect(clippy::inline_always, reason = "it is the body of a loop over nodes")]
    #[inline(always)]
    pub(crate) fn settle_plainly(
        &mut self,
        new: T,
        tools: &Tools<T>,
        saves: bool,
    ) -> Result<bool, T> {
        match &mut self.value {
            Some(Stored::Own(old)) if !mem::needs_drop::<T>() && !saves => {
                let changed = !tools.equal(old, &new);
                if changed {
                    *old = new;
                }
                Ok(changed)
            }
            _ => Err(new),
        }
    }

    /// Puts what was computed into place, unless it is what stands there.
    pub(crate) fn settle(
        &mut self,
        new: T,
        garbage: &mut Garbage,
        saved: Option<&mut Saved>,
    ) -> Computed {
        let same = match &self.value {
            Some(stored) => self.body.tools.equal(stored.get(), &new),
            None => false,
        };
        if let (Some(saved), false) = (saved, same) {
            let old = self.value.take();
            self.value = Some(Stored::Own(new));
            *saved = Some(Box::new(old));
            return Computed::Changed;
        }
        let Some(stored) = &mut self.value else {
            self.value = Some(Stored::Own(new));
            return Computed::Changed;
        };
        let old = if same { Stored::Own(new) } else { stored.replace(new) };
        if mem::needs_drop::<T>() {
            garbage.push(Box::new(Some(old)));
        }
        if same { Computed::Same } else { Computed::Changed }
    }

    fn restore(&mut self, saved: &mut Saved) {
        if let Some(saved) = saved
            && let Some(saved) = saved.downcast_mut::<Option<Stored<T>>>()
        {
            mem::swap(&mut self.value, saved);
        }
    }

    fn shared(&mut self) -> Arc<T> {
        let shared = match self.value.take() {
            Some(Stored::Own(value)) => Arc::new(value),
            Some(Stored::Shared(shared)) => shared,
            None => misfit(),
        };
        self.value = Some(Stored::Shared(Arc::clone(&shared)));
        shared
    }

    fn cloned(&self, value: &T) -> T {
        match self.body.tools.clone {
            Some(clone) => clone(value),
            None => misfit(),
        }
    }
}

impl<T: Share> AnySlot for Slot<T> {
    fn has_value(&self) -> bool {
        self.value.is_some()
    }

    fn recompute(
        &mut self,
        inputs: &Inputs<'_>,
        garbage: &mut Garbage,
        saved: Option<&mut Saved>,
    ) -> Computed {
        match self.body.origin {
            Origin::Initial(initial) => {
                if self.value.is_some() {
                    return Computed::Kept;
                }
                self.value = Some(Stored::Own(initial()));
                Computed::Initial
            }
            Origin::InitialOf(initial) => {
                if self.value.is_some() {
                    return Computed::Kept;
                }
                let Some(key) = inputs.any_key() else { misfit() };
                self.value = Some(Stored::Own(initial(key)));
                Computed::Initial
            }
            Origin::Compute { run, .. } => run(self, inputs, garbage, saved),
        }
    }

    fn restore(&mut self, saved: &mut Saved) {
        if let Origin::Compute { restore, .. } = self.body.origin {
            restore(self, saved);
        }
    }

    fn share(&mut self) -> Arc<dyn Any + Send + Sync> {
        self.shared()
    }

    fn make_unique(&mut self) {
        if let Some(Stored::Shared(shared)) = &self.value
            && Arc::strong_count(shared) > 1
        {
            self.value = Some(Stored::Own(self.cloned(shared)));
        }
    }

    fn marks(&self) -> &[Cell<u64>] {
        &self.marks
    }

    fn root(&self) -> Option<&dyn Any> {
        match &self.value {
            Some(stored) => Some(stored.get()),
            None => None,
        }
    }

    fn root_mut(&mut self) -> &mut dyn Any {
        lend_root::<T>(self).value
    }

    fn place(&mut self, mark: u16) -> Lent<'_, dyn Any> {
        let place = self.body.tools.place;
        let Lent { value, marks } = lend_root::<T>(self);
        match place {
            Some(place) => Lent { value: place(value, mark), marks },
            None => Lent { value, marks },
        }
    }

    fn stored(&mut self) -> Lent<'_, dyn Any> {
        Lent { value: &mut self.value, marks: &self.marks }
    }

    fn part(&mut self) -> Option<Box<dyn AnyPart>> {
        let value = match (&self.value, self.body.tools.copy) {
            (None, _) => return None,
            (Some(stored), Some(copy)) => Stored::Own(copy(stored.get())),
            (Some(_), None) => Stored::Shared(self.shared()),
        };
        Some(Box::new(Whole { value, tools: &self.body.tools }))
    }

    fn bytes(&self) -> usize {
        let marks = size_of_val(&*self.marks);
        let value = self.value.as_ref().map_or(0, |value| self.body.tools.bytes(value.get(), None));
        size_of::<Self>().saturating_sub(size_of::<T>()) + marks + value
    }

    fn twin(&mut self) -> Box<dyn AnySlot> {
        let value = match (&self.value, self.body.tools.copy) {
            (None, _) => None,
            (Some(stored), Some(copy)) => Some(Stored::Own(copy(stored.get()))),
            (Some(_), None) => Some(Stored::Shared(self.shared())),
        };
        Box::new(Self { value, marks: self.marks.clone(), body: self.body })
    }

    fn swap(&mut self, other: &mut dyn AnySlot) {
        let other: &mut dyn Any = other;
        let Some(other) = other.downcast_mut::<Self>() else { misfit() };
        mem::swap(self, other);
    }
}

/// The value of a slot whose type is known.
///
/// # Panics
/// If the slot is of another type or has no value yet; both are bugs of the engine.
#[inline]
pub(crate) fn read_root<T: 'static>(slot: &dyn AnySlot) -> &T {
    let slot: &dyn Any = slot;
    match slot.downcast_ref() {
        Some(Slot { value: Some(value), .. }) => value.get(),
        _ => misfit(),
    }
}

/// The value of a slot, to be written; the slot must be its only holder.
#[inline]
pub(crate) fn lend_root<T: 'static>(slot: &mut dyn AnySlot) -> Lent<'_, T> {
    let slot: &mut dyn Any = slot;
    let Some(Slot { value: Some(stored), marks, .. }) = slot.downcast_mut() else { misfit() };
    let value = match stored {
        Stored::Own(value) => value,
        Stored::Shared(shared) => match Arc::get_mut(shared) {
            Some(value) => value,
            None => misfit(),
        },
    };
    Lent { value, marks }
}

/// A bug of the engine: a slot of another type than its node, one without a value, or a value that
/// something else holds.
#[cold]
fn misfit() -> ! {
    panic!("a slot does not hold what its node needs")
}
