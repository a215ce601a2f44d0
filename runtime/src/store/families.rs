//! Families: their keys, the end of their members, and handles that are resolved once.

use std::fmt;
use std::marker::PhantomData;
use std::sync::{Arc, Weak};

use super::ended::Ended;
use super::inner::Inner;
use super::{Store, expect};
use crate::error::Error;
use crate::family::Keys;
use crate::fields::Track;
use crate::handle::{
    AnyKey, At, Keyed, MemberHandle, NodeOwned, Ops, Pin, Pinned, Place, Read, WritePlace,
};
use crate::state::State;
use crate::tier::{Holds, Tier};

/// The value of a member of a family.
pub(super) type ValueOf<F> = <<F as Keyed>::Handle as Place>::Value;

impl<G: Tier> Store<G> {
    /// The keys of the members that are there, in the order in which they came.
    ///
    /// Costs a lock and a clone of each key. To hear of keys that come and go, subscribe to the
    /// family.
    ///
    /// ```
    /// use atomata::{Store, atom};
    ///
    /// #[atom(key = u32)]
    /// static SCORE: u64 = 0;
    ///
    /// let store = Store::immediate();
    /// let _counting = store.subscribe(SCORE, |keys| println!("{} players", keys.len()));
    /// store.set(SCORE(7), 100);
    /// store.set(SCORE(3), 50);
    /// assert_eq!(store.keys(SCORE), [7, 3]);
    /// ```
    ///
    /// # Panics
    /// If two families have one id.
    #[track_caller]
    pub fn keys<F>(&self, family: F) -> Vec<F::Key>
    where
        G: Holds<F>,
        F: Keyed,
    {
        expect(self.inner.work(|state| keys_of(state, &family)))
    }

    /// Whether a member is there: it was written, and not removed since.
    ///
    /// ```
    /// use atomata::{Store, atom};
    ///
    /// #[atom(key = u32)]
    /// static SCORE: u64 = 0;
    ///
    /// let store = Store::new();
    /// assert_eq!(store.get(SCORE(7)), 0);
    /// assert!(!store.contains(SCORE(7)));
    /// store.set(SCORE(7), 0);
    /// assert!(store.contains(SCORE(7)));
    /// ```
    ///
    /// # Panics
    /// If two families have one id.
    #[track_caller]
    pub fn contains<H: MemberHandle>(&self, member: H) -> bool
    where
        G: Holds<H>,
    {
        expect(self.inner.work(|state| state.contains(member.place().node)))
    }

    /// Removes a member; false if it is not there.
    ///
    /// Subscriptions to it, and to tuples it is part of, end without a call (see
    /// [`Subscription::on_end`](crate::Subscription::on_end)), bound handles to it become errors, and
    /// what depends on it sees its initial value from now on. A member of that key that is written
    /// later is another one.
    ///
    /// ```
    /// use atomata::{Store, atom};
    ///
    /// #[atom(key = u32)]
    /// static SCORE: u64 = 0;
    ///
    /// let store = Store::new();
    /// store.set(SCORE(7), 100);
    /// assert!(store.remove(SCORE(7)));
    /// assert_eq!(store.get(SCORE(7)), 0);
    /// assert!(!store.remove(SCORE(7)));
    /// ```
    ///
    /// # Panics
    /// If the member is being updated further up on this thread; [`try_remove`](Self::try_remove)
    /// returns the error instead.
    #[track_caller]
    pub fn remove<H: MemberHandle>(&self, member: H) -> bool
    where
        G: Holds<H>,
    {
        expect(self.try_remove(member))
    }

    /// As [`remove`](Self::remove), with the error instead of a panic.
    ///
    /// # Errors
    /// [`Error::BeingUpdated`] and [`Error::Collision`].
    #[track_caller]
    pub fn try_remove<H: MemberHandle>(&self, member: H) -> Result<bool, Error>
    where
        G: Holds<H>,
    {
        self.inner.work(|state| state.remove(member.place().node))
    }

    /// Resolves a handle once: what uses it afterwards hashes and searches nothing.
    ///
    /// It holds a member in place that is not there yet, or that nobody observes, and so keeps it
    /// from being dropped by `life = …`.
    ///
    /// ```
    /// use atomata::{Store, atom};
    ///
    /// #[atom(key = (u32, u32))]
    /// static CELL: i64 = 0;
    ///
    /// let store = Store::new();
    /// let cell = store.bind(CELL(3, 4));
    /// store.set(&cell, 7);
    /// assert_eq!(store.get(CELL(3, 4)), 7);
    ///
    /// store.remove(CELL(3, 4));
    /// let error = store.try_get(&cell).unwrap_err();
    /// assert!(error.to_string().starts_with("`CELL(3, 4)` was removed"));
    /// ```
    ///
    /// # Panics
    /// If the node cannot be registered: a cycle or two nodes of one id.
    #[track_caller]
    pub fn bind<H: Read>(&self, handle: H) -> Bound<H>
    where
        G: Holds<H>,
    {
        expect(self.try_bind(handle))
    }

    /// As [`bind`](Self::bind), with the error instead of a panic.
    ///
    /// # Errors
    /// [`Error::Cycle`], [`Error::Endless`], [`Error::Collision`], or [`Error::Removed`] for a bound
    /// handle of a member that was removed.
    #[track_caller]
    pub fn try_bind<H: Read>(&self, handle: H) -> Result<Bound<H>, Error>
    where
        G: Holds<H>,
    {
        let At { node, ops } = handle.place();
        self.inner.work(|state| {
            let slot = state.slot(node)?;
            let pinned = Pinned {
                store: state.number(),
                slot,
                generation: state.pin(slot),
                key: node.key().map(AnyKey::to_shared),
                pin: Box::new(PinOf(Weak::clone(&self.inner.this))),
            };
            let node = NodeOwned::bound(node.meta, Arc::new(pinned));
            Ok(Bound { node, ops, handle: PhantomData })
        })
    }
}

/// The keys of the members that are there.
pub(super) fn keys_of<F: Keyed>(state: &mut State, family: &F) -> Result<Vec<F::Key>, Error> {
    state.expire_all();
    let keys: &Keys<F::Key> = state.value(family.place())?;
    Ok(keys.to_vec())
}

/// A handle that was resolved by [`Store::bind`]: it finds its value without hashing or searching.
///
/// *Identity*: one node of one store; of a member of a family, one life: after the member is removed
/// each use is [`Error::Removed`], whatever is written under its key later. In another store or a
/// snapshot it is a name like the handle it was made from. *Life*: it keeps no store alive, and holds
/// the node in place.
#[must_use = "binding a handle changes nothing; use what it returns in place of the handle"]
pub struct Bound<H: Place> {
    node: NodeOwned,
    ops: &'static Ops<H::Value>,
    handle: PhantomData<fn() -> H>,
}

/// Lets go of a node when the last of its bound handles is dropped.
struct PinOf(Weak<Inner>);

impl Pin for PinOf {
    fn release(&self, slot: u32, generation: u64) {
        if let Some(inner) = self.0.upgrade() {
            inner.end(Ended::Pin(slot, generation));
        }
    }
}

#[diagnostic::do_not_recommend]
impl<H: Place> Place for Bound<H> {
    type Of = H::Of;
    type Value = H::Value;
    type Guard<'a> = H::Guard<'a>;

    #[inline]
    fn place(&self) -> At<'_, H::Value> {
        At::new(self.node.as_ref(), self.ops)
    }
}

impl<H: WritePlace> WritePlace for Bound<H> {
    #[inline]
    fn lend<'a>(
        value: &'a mut H::Value,
        ops: &'static Ops<H::Value>,
        track: Track<'a>,
    ) -> H::Guard<'a> {
        H::lend(value, ops, track)
    }
}

impl<H: MemberHandle> MemberHandle for Bound<H> {}

impl<H: Place> Bound<H> {
    crate::__handle_facts!();
}

impl<H: Place> Clone for Bound<H> {
    fn clone(&self) -> Self {
        Self { node: self.node.clone(), ops: self.ops, handle: PhantomData }
    }
}

impl<H: Place> fmt::Debug for Bound<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.place().fmt(f)
    }
}
