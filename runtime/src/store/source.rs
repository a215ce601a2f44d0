//! Sources: what can be read or watched in one go, a handle or a tuple of handles.

use std::sync::Arc;

use super::observer::{Audience, Observer, watch};
use crate::error::Error;
use crate::graph::Place;
use crate::handle::{At, Read, ReadHandle};
use crate::slot::AnySlot;
use crate::state::{AnyObserver, Cut, End, MemberId, State};
use crate::tier::{Dynamic, HeldBy};
use crate::value::{CopyOut, Share, Shared, Tools};

/// A handle, or a tuple of up to eight handles, that can be watched.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not something a store holds",
    label = "not an atom, a field, a computed, or a tuple of up to eight of these",
    note = "declare it with `#[atom]` or `#[computed(deps = […])]`; the handle of `fn total` is `TOTAL`"
)]
pub trait Source: HeldBy<Dynamic> {
    /// What a callback gets: `&V`, or a tuple of references.
    type Ref<'a>;

    #[doc(hidden)]
    type Seen: Seen;

    #[doc(hidden)]
    fn seen(&self, state: &mut State) -> Result<Self::Seen, Error>;

    #[doc(hidden)]
    fn refs(seen: &Self::Seen) -> Self::Ref<'_>;

    /// Registers a subscriber.
    #[doc(hidden)]
    fn listen<F>(seen: Self::Seen, end: &Arc<End>, call: F, state: &mut State) -> MemberId
    where
        Self: Sized + 'static,
        F: FnMut(Self::Ref<'_>) + Send + 'static,
    {
        let id = watch(state, &seen, end);
        state.check_in_observer(id.observer(), Self::observer(seen, id, Arc::clone(end), call));
        id
    }

    /// The observer of one who is registered already.
    #[doc(hidden)]
    fn observer<F>(seen: Self::Seen, _: MemberId, end: Arc<End>, call: F) -> Box<dyn AnyObserver>
    where
        Self: Sized + 'static,
        F: FnMut(Self::Ref<'_>) + Send + 'static,
    {
        Box::new(Observer::<Self, F> { end, seen, call })
    }
}

/// A source whose values can be copied out.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not something a store holds",
    label = "not an atom, a field, a computed, or a tuple of up to eight of these",
    note = "declare it with `#[atom]` or `#[computed(deps = […])]`; the handle of `fn total` is `TOTAL`"
)]
pub trait Get: Source {
    /// The value, or a tuple of values.
    type Output;

    #[doc(hidden)]
    fn output(&self, state: &mut State) -> Result<Self::Output, Error>;

    /// The value in a slot, if this is one handle.
    #[doc(hidden)]
    fn read_from(&self, _: &dyn AnySlot) -> Option<Self::Output> {
        None
    }

    /// The value, if it takes no more than a look.
    #[doc(hidden)]
    fn peek(&self, _: &mut State) -> Option<Self::Output> {
        None
    }
}

/// The values an observer saw last.
#[doc(hidden)]
pub trait Seen: Send + 'static {
    /// Whether every value can be had.
    fn ensure(&self, state: &mut State) -> Result<(), Error>;
    /// Looks at the current values; true if they are news.
    fn refresh(&mut self, state: &mut State) -> Result<bool, Error>;
    /// Lets go of what is not needed to tell the next change. What `refresh` replaced
    /// is dropped here, so that it is not dropped under the lock.
    fn release(&mut self);
    /// What was seen in a transaction is there to stay.
    fn settle(&mut self);
    /// How many places there are.
    const PLACES: usize;
    /// Adds the slots, with what is looked at in each.
    fn places(&self, places: &mut Vec<Place>);
    fn name(&self, name: &mut String);
}

/// One value, as it was seen last.
#[doc(hidden)]
#[allow(missing_debug_implementations, reason = "nobody outside can name it")]
pub struct SeenOne<V: 'static> {
    handle: ReadHandle<V>,
    slot: u32,
    generation: u64,
    /// The revision up to which changes were seen.
    revision: u64,
    /// It was looked at in a transaction, which may have taken back what was seen: the next look
    /// compares, for a value that is put back bears no new mark.
    inside: bool,
    is_computed: bool,
    /// Kept where the next change is told by comparing with it.
    value: Option<Shared<V>>,
    /// The value before, which `release` drops outside of the lock.
    outdated: Option<Shared<V>>,
}

impl<V: Share> SeenOne<V> {
    fn new(at: At<'_, V>, state: &mut State) -> Result<Self, Error> {
        let slot = state.slot(at.node)?;
        let value = match state.ensure(slot) {
            Ok(()) => Some(state.share_ready(slot, at.ops)),
            // A computed that has failed is watched until it recovers.
            Err(Error::Failed(_)) => None,
            Err(error) => return Err(error),
        };
        let (revision, inside) = (state.revision(), state.is_in_transaction());
        let (handle, generation) = (ReadHandle::of(at), state.values.generation(slot));
        let is_computed = state.values.is_computed(slot);
        Ok(Self { handle, slot, generation, revision, inside, is_computed, value, outdated: None })
    }

    /// Has a value at hand, though it is not this one that changed.
    fn hold(&mut self, state: &mut State) {
        if self.value.is_none() {
            self.value = Some(state.share_ready(self.slot, self.handle.ops()));
        }
    }

    /// A slot may hold another thing by now, if this is not registered as an observer.
    fn check(&self, state: &State) -> Result<(), Error> {
        if state.values.generation(self.slot) == self.generation {
            Ok(())
        } else {
            Err(Error::Removed { name: self.handle.name() })
        }
    }

    /// Looks at a value that is there and up to date; true if it is news.
    #[inline]
    pub(super) fn look(&mut self, cut: &mut Cut<'_>) -> bool {
        let ops = self.handle.ops();
        let marked = cut.changed(self.slot, ops.span) > self.revision;
        if !marked && !self.inside {
            return false;
        }
        let tools = &ops.tools;
        if let Some(copy) = tools.copy {
            let current = copy((ops.read)(cut.values.slot_ref(self.slot)));
            return self.see(cut, tools, current);
        }
        let compares = self.is_computed || !marked;
        let current = cut.values.share(self.slot, ops);
        // The store holds `current` as well, so that dropping it here drops no value.
        let told = match &self.value {
            Some(last) if compares => !cut.values.compare(self.slot, tools, last, &current),
            _ => true,
        };
        // Only now, for a comparison that panics has not seen anything.
        self.revision = cut.revision;
        self.inside = cut.inside;
        if told {
            self.outdated = self.value.replace(current);
        }
        told
    }

    /// Looks at a value that is copied: there is nothing to hold or to drop.
    #[inline]
    fn see(&mut self, cut: &Cut<'_>, tools: &Tools<V>, current: V) -> bool {
        let told = match &self.value {
            Some(last) => !cut.values.compare(self.slot, tools, last, &current),
            None => true,
        };
        // Only now, for a comparison that panics has not seen anything.
        self.revision = cut.revision;
        self.inside = cut.inside;
        if told {
            self.value = Some(Shared::own(current));
        }
        told
    }

    /// Whether another look at the same place, of this moment, finds nothing that this one has not seen.
    pub(super) fn is_as_new_as(&self, other: &Self, state: &State) -> bool {
        let Self { slot, generation, revision, inside, .. } = *self;
        let is_current = !inside && revision >= state.changed(slot, self.handle.ops().span);
        is_current && (slot, generation) == (other.slot, other.generation)
    }

    /// Whether there is something to let go of: a copied value is kept.
    #[inline]
    pub(super) fn holds(&self) -> bool {
        self.handle.ops().tools.copy.is_none()
    }

    pub(super) fn place(&self) -> Place {
        Place { node: self.slot, span: self.handle.ops().span, at: 0 }
    }

    pub(super) fn value(&self) -> &V {
        self.value.as_ref().expect("a value is told while it is held")
    }
}

impl<V: Share> Seen for SeenOne<V> {
    const PLACES: usize = 1;

    fn ensure(&self, state: &mut State) -> Result<(), Error> {
        self.check(state)?;
        state.ensure(self.slot)
    }

    fn refresh(&mut self, state: &mut State) -> Result<bool, Error> {
        self.ensure(state)?;
        Ok(self.look(&mut state.cut()))
    }

    fn release(&mut self) {
        self.outdated = None;
        // An atom tells by its marks; holding its value would copy it at the next write.
        if self.handle.ops().tools.copy.is_none() && !self.is_computed && !self.inside {
            self.value = None;
        }
    }

    fn settle(&mut self) {
        self.inside = false;
    }

    fn places(&self, places: &mut Vec<Place>) {
        places.push(self.place());
    }

    fn name(&self, name: &mut String) {
        if !name.is_empty() {
            name.push_str(", ");
        }
        name.push('`');
        name.push_str(&self.handle.name());
        name.push('`');
    }
}

impl<H: Read> Source for H {
    type Ref<'a> = &'a H::Value;
    type Seen = SeenOne<H::Value>;

    fn seen(&self, state: &mut State) -> Result<Self::Seen, Error> {
        SeenOne::new(self.place(), state)
    }

    fn refs(seen: &Self::Seen) -> &H::Value {
        seen.value()
    }

    fn listen<F>(seen: Self::Seen, end: &Arc<End>, call: F, state: &mut State) -> MemberId
    where
        F: FnMut(&H::Value) + Send + 'static,
    {
        Audience::join(seen, end, Box::new(call), state)
    }

    fn observer<F>(seen: Self::Seen, id: MemberId, end: Arc<End>, call: F) -> Box<dyn AnyObserver>
    where
        F: FnMut(&H::Value) + Send + 'static,
    {
        Box::new(Audience::new(seen, id, end, Box::new(call)))
    }
}

impl<H: Read<Value: CopyOut>> Get for H {
    type Output = H::Value;

    #[inline]
    fn output(&self, state: &mut State) -> Result<H::Value, Error> {
        state.value(self.place()).map(CopyOut::copy_out)
    }

    #[inline]
    fn read_from(&self, slot: &dyn AnySlot) -> Option<H::Value> {
        Some((self.place().ops.read)(slot).copy_out())
    }

    #[inline]
    fn peek(&self, state: &mut State) -> Option<H::Value> {
        let at = self.place();
        let slot = state.known(at.node).filter(|&slot| state.is_ready(slot))?;
        state.values.occupy(slot);
        state.note_read(slot);
        Some((at.ops.read)(state.values.slot_ref(slot)).copy_out())
    }
}

macro_rules! tuples {
    ($(($($H:ident $at:tt),+))+) => {$(
        impl<$($H: Read),+> Source for ($($H,)+) {
            type Ref<'a> = ($(&'a $H::Value,)+);
            type Seen = ($(SeenOne<$H::Value>,)+);

            fn seen(&self, state: &mut State) -> Result<Self::Seen, Error> {
                Ok(($(SeenOne::new(self.$at.place(), state)?,)+))
            }

            fn refs(seen: &Self::Seen) -> Self::Ref<'_> {
                ($(seen.$at.value(),)+)
            }
        }

        #[diagnostic::do_not_recommend]
        impl<$($H: Read<Value: CopyOut>),+> Get for ($($H,)+) {
            type Output = ($($H::Value,)+);

            fn output(&self, state: &mut State) -> Result<Self::Output, Error> {
                Ok(($(state.value(self.$at.place()).map(CopyOut::copy_out)?,)+))
            }
        }

        impl<$($H: Share),+> Seen for ($(SeenOne<$H>,)+) {
            const PLACES: usize = [$($at),+].len();

            fn ensure(&self, state: &mut State) -> Result<(), Error> {
                $(self.$at.ensure(state)?;)+
                Ok(())
            }

            fn refresh(&mut self, state: &mut State) -> Result<bool, Error> {
                // A failed one keeps the others' news for when it recovers.
                self.ensure(state)?;
                let mut told = false;
                $(told |= self.$at.refresh(state)?;)+
                if told {
                    $(self.$at.hold(state);)+
                }
                Ok(told)
            }

            fn release(&mut self) {
                $(self.$at.release();)+
            }

            fn settle(&mut self) {
                $(self.$at.settle();)+
            }

            fn places(&self, places: &mut Vec<Place>) {
                $(self.$at.places(places);)+
            }

            fn name(&self, name: &mut String) {
                $(self.$at.name(name);)+
            }
        }
    )+};
}

tuples! {
    (A 0)
    (A 0, B 1)
    (A 0, B 1, C 2)
    (A 0, B 1, C 2, D 3)
    (A 0, B 1, C 2, D 3, E 4)
    (A 0, B 1, C 2, D 3, E 4, F 5)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7)
}
