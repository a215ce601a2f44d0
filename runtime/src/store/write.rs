//! Writing one atom or one field: every write holds the store's turn.

use super::inner::Inner;
use super::open_turn::OpenTurn;
use super::{Store, expect};
use crate::error::Error;
use crate::event::Here;
use crate::handle::{At, Write};
use crate::state::{Checkout, State, Stirred};
use crate::tier::{Holds, Tier};
use crate::value::{CloneValue, Share};

impl<G: Tier> Store<G> {
    /// Writes a value. An equal one is no change and tells nobody.
    ///
    /// The value is readable at once; subscribers hear of it at the next flush.
    ///
    /// # Panics
    /// If the atom cannot be registered, its initial value panics, or it is being updated further up
    /// on this thread; [`try_set`](Self::try_set) returns the error instead.
    ///
    /// ```
    /// use atomata::{Store, atom};
    ///
    /// #[atom]
    /// static TAX: f64 = 0.2;
    ///
    /// let store = Store::new();
    /// store.set(TAX, 0.25);
    /// assert_eq!(store.get(TAX), 0.25);
    /// ```
    #[track_caller]
    #[inline]
    pub fn set<H: Write>(&self, handle: H, value: H::Value)
    where
        G: Holds<H>,
    {
        expect(self.try_set(handle, value));
    }

    /// As [`set`](Self::set), with the error instead of a panic. On an error nothing has changed.
    ///
    /// # Errors
    /// As [`try_get`](Self::try_get).
    #[inline]
    #[track_caller]
    pub fn try_set<H: Write>(&self, handle: H, value: H::Value) -> Result<(), Error>
    where
        G: Holds<H>,
    {
        self.inner.set(handle.place(), G::AT, value)
    }

    /// Writes a value and returns the one before, copied if something else holds it.
    ///
    /// # Panics
    /// As [`set`](Self::set).
    ///
    /// ```
    /// use atomata::{Store, atom};
    ///
    /// #[atom]
    /// static TAX: f64 = 0.2;
    ///
    /// let store = Store::new();
    /// assert_eq!(store.replace(TAX, 0.25), 0.2);
    /// ```
    #[track_caller]
    pub fn replace<H: Write>(&self, handle: H, value: H::Value) -> H::Value
    where
        G: Holds<H>,
    {
        let at = handle.place();
        let (old, leftover) = expect(self.inner.work(|state| state.replace(at, value)));
        drop(leftover);
        old.into_value(at.ops.tools.clone.expect("an atom's value is Clone"))
    }

    /// Takes the value and leaves the type's default.
    ///
    /// # Panics
    /// As [`set`](Self::set).
    #[track_caller]
    pub fn take<H: Write<Value: Default>>(&self, handle: H) -> H::Value
    where
        G: Holds<H>,
    {
        self.replace(handle, H::Value::default())
    }

    /// Writes the initial value again.
    ///
    /// # Panics
    /// As [`set`](Self::set).
    ///
    /// ```
    /// use atomata::{Store, atom};
    ///
    /// #[atom]
    /// static TAX: f64 = 0.2;
    ///
    /// let store = Store::new();
    /// store.set(TAX, 0.25);
    /// store.reset(TAX);
    /// assert_eq!(store.get(TAX), 0.2);
    /// ```
    #[track_caller]
    pub fn reset<H: Write>(&self, handle: H)
    where
        G: Holds<H>,
    {
        drop(expect(self.inner.work(|state| state.reset(handle.place()))));
    }

    /// Changes a value in place through a guard that records which fields were used mutably.
    ///
    /// Nothing is copied or compared: a mutable access marks the field, reading does not. A `Copy`
    /// value written back to what it was is no change. A guard is used like the value (`*count += 1`,
    /// `items.push(…)`) and written with [`set`](crate::Guarded::set) or `**count = 5`. That of a struct has a guard
    /// for each field instead, and is written as a whole by [`Store::set`]; code that wants a `&mut` to the struct
    /// is for [`modify`](Self::modify).
    ///
    /// Other atoms may be used in the function, on this store, too. If the function panics, what it
    /// wrote stays and is told. The guard belongs to this update: a transaction that fails inside of
    /// the function does not take back what the guard wrote.
    ///
    /// # Panics
    /// As [`set`](Self::set); and if the function uses the atom it updates, or something computed from
    /// it, other than through the guard.
    ///
    /// ```
    /// use atomata::{Store, atom};
    /// use serde::{Deserialize, Serialize};
    ///
    /// #[atom]
    /// #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    /// struct Cart {
    ///     items: Vec<String>,
    ///     coupon: Option<String>,
    /// }
    ///
    /// let store = Store::new();
    /// store.update(Cart, |cart| cart.items.push("tea".to_owned()));
    /// store.update(Cart.items, |items| items.push("milk".to_owned()));
    /// assert_eq!(store.get(Cart.items), ["tea", "milk"]);
    /// ```
    #[track_caller]
    pub fn update<H: Write, R>(&self, handle: H, update: impl FnOnce(&mut H::Guard<'_>) -> R) -> R
    where
        G: Holds<H>,
    {
        expect(self.try_update(handle, update))
    }

    /// As [`update`](Self::update), with the error instead of a panic where the atom has no value. On
    /// an error the function has not run.
    ///
    /// # Errors
    /// As [`try_get`](Self::try_get).
    #[track_caller]
    pub fn try_update<H: Write, R>(
        &self,
        handle: H,
        update: impl FnOnce(&mut H::Guard<'_>) -> R,
    ) -> Result<R, Error>
    where
        G: Holds<H>,
    {
        let at = handle.place();
        let mut updating = Updating::begin(&self.inner, at)?;
        Ok(updating.checkout.run::<H, R>(at, update))
    }

    /// Changes a copy of the value, then writes what differs, field by field.
    ///
    /// For code that wants a plain `&mut`: widgets, methods of the user's own. Costs a clone and a
    /// comparison. If the function panics, nothing is written. The copy is written last: what the
    /// function itself writes to the same atom in another way is overwritten.
    ///
    /// # Panics
    /// As [`set`](Self::set).
    ///
    /// ```
    /// use atomata::{Store, atom};
    ///
    /// #[atom]
    /// static VOLUME: u8 = 5;
    ///
    /// fn slider(value: &mut u8) {
    ///     *value += 1;
    /// }
    ///
    /// let store = Store::new();
    /// store.modify(VOLUME, slider);
    /// assert_eq!(store.get(VOLUME), 6);
    /// ```
    #[track_caller]
    pub fn modify<H, R>(&self, handle: H, modify: impl FnOnce(&mut H::Value) -> R) -> R
    where
        G: Holds<H>,
        H: Write<Value: CloneValue>,
    {
        let _turn = self.inner.open_turn();
        let at = handle.place();
        let mut value = expect(self.inner.work(|state| state.value(at).map(H::Value::clone_value)));
        let result = modify(&mut value);
        expect(self.inner.work(|state| state.set_modified(handle.place(), value)).map(drop));
        result
    }
}

impl Inner {
    /// Writes a value. Compiled for every type of value, and not for every handle.
    #[track_caller]
    fn set<V: Share>(&self, at: At<'_, V>, fixed: u32, value: V) -> Result<(), Error> {
        let turn = self.core.hold();
        let stirred = match self.calm(&turn) {
            None => Err(value),
            Some(mut state) => state.set_calmly(at, fixed, value),
        };
        // The value that was not kept is dropped after the lock.
        let value = match stirred {
            Err(value) => value,
            Ok(Stirred { written, heard }) => {
                match heard {
                    Some(heard) => self.tell_calmly(turn, heard),
                    None => drop(turn),
                }
                drop(written);
                return Ok(());
            }
        };
        let work = |state: &mut State| {
            let written = state.set_fixed(at, fixed, value);
            state.calm_down();
            written
        };
        self.work_in(turn, work).map(drop)
    }
}

/// An update under way; ends with what was written on drop, by a panic too.
struct Updating<'a> {
    inner: &'a Inner,
    // Closed after the slot is back, for a field is dropped after `drop` ran.
    _turn: OpenTurn<'a>,
    checkout: Checkout,
    here: Here,
}

impl<'a> Updating<'a> {
    #[track_caller]
    fn begin<V: 'static>(inner: &'a Inner, at: At<'_, V>) -> Result<Self, Error> {
        let turn = inner.open_turn();
        let checkout = inner.work(|state| state.check_out(at.node))?;
        Ok(Self { inner, _turn: turn, checkout, here: Here::caller() })
    }
}

impl Drop for Updating<'_> {
    fn drop(&mut self) {
        self.inner.work(|state| {
            state.values.leftovers.tap.stand(self.here);
            state.check_in(&mut self.checkout);
        });
    }
}
