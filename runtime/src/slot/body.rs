//! The static half of a slot: how a declared node gets its value, and how its slot is made.

use std::fmt;

use super::{AnySlot, Computed, Garbage, Inputs, Saved, Slot};
use crate::handle::AnyKey;
use crate::value::{AnyTools, Probe, Share, Tools};

/// Makes the slot of a node; one static per declared node, generic over the value alone.
pub trait AnyBody: Send + Sync {
    #[doc(hidden)]
    fn tools(&self) -> &dyn AnyTools;
    #[doc(hidden)]
    fn slot(&'static self) -> Box<dyn AnySlot>;
}

impl fmt::Debug for dyn AnyBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Body")
    }
}

/// How a node gets its value, and how the value is handled.
pub struct Body<T: 'static> {
    pub(super) origin: Origin<T>,
    pub(super) tools: Tools<T>,
    slot: MakeSlot<T>,
}

type MakeSlot<T> = fn(&'static Body<T>) -> Box<dyn AnySlot>;

pub(super) enum Origin<T: 'static> {
    Initial(fn() -> T),
    /// By the key of a member of a family.
    InitialOf(fn(&dyn AnyKey) -> T),
    /// With what is compiled for the types of computeds alone.
    Compute {
        compute: fn(&Inputs<'_>) -> T,
        run: fn(&mut Slot<T>, &Inputs<'_>, &mut Garbage, Option<&mut Saved>) -> Computed,
        restore: fn(&mut Slot<T>, &mut Saved),
    },
}

impl<T> Body<T> {
    /// An atom with its initial value, evaluated once per store, when it is first touched.
    pub const fn atom(initial: fn() -> T, tools: Tools<T>) -> Self
    where
        T: Share,
    {
        Self { origin: Origin::Initial(initial), tools, slot: slot_of }
    }

    /// An atom whose fields are held to be `Share` one by one, where the user wrote their types.
    ///
    /// # Panics
    /// If the probe found that the whole is not `Share`; then one of the fields was an error.
    pub const fn tracked(initial: fn() -> T, tools: Tools<T>, slot: Make<T>) -> Self {
        let slot = match slot {
            Some(slot) => slot,
            None => |_| broken(),
        };
        Self { origin: Origin::Initial(initial), tools, slot }
    }

    /// The same atom for each key of a family, its initial value following from the key.
    #[must_use]
    pub const fn by_key(mut self, initial: fn(&dyn AnyKey) -> T) -> Self {
        self.origin = Origin::InitialOf(initial);
        self
    }

    /// A computed.
    pub const fn computed(compute: fn(&Inputs<'_>) -> T, tools: Tools<T>) -> Self
    where
        T: Share,
    {
        let origin = Origin::Compute { compute, run: Slot::run, restore: Slot::restore };
        Self { origin, tools, slot: slot_of }
    }

    /// How many marks a slot needs.
    pub(super) fn width(&self) -> u16 {
        self.tools.width
    }

    /// What does not compile.
    pub const fn broken() -> Self {
        Self { origin: Origin::Initial(|| broken()), tools: Tools::new(), slot: |_| broken() }
    }
}

fn broken() -> ! {
    panic!("the atom or computed does not compile")
}

fn slot_of<T: Share>(body: &'static Body<T>) -> Box<dyn AnySlot> {
    Box::new(Slot::fresh(body))
}

/// How to make a slot, if the type of its value is `Share`.
type Make<T> = Option<fn(&'static Body<T>) -> Box<dyn AnySlot>>;

impl<T: Share> Probe<T> {
    /// How to make a slot for a value of the type.
    pub const SLOT: Make<T> = Some(slot_of::<T>);
}

/// The answer of [`Probe`] for a type that is not `Share`.
pub trait NotShare {
    #[doc(hidden)]
    type Value: 'static;
    /// Nothing: the type is not `Share`.
    const SLOT: Make<Self::Value> = None;
}

impl<T: 'static> NotShare for Probe<T> {
    type Value = T;
}

impl<T> AnyBody for Body<T> {
    fn tools(&self) -> &dyn AnyTools {
        &self.tools
    }

    fn slot(&'static self) -> Box<dyn AnySlot> {
        (self.slot)(self)
    }
}

impl<T> fmt::Debug for Body<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Body")
    }
}
