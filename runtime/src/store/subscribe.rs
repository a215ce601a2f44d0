//! Subscriptions and effects.

use std::fmt;
use std::sync::{Arc, Weak};

use super::ended::Ended;
use super::inner::Inner;
use super::observer::watch;
use super::source::{Seen, Source};
use super::{Store, expect};
use crate::state::{End, MemberId};
use crate::tier::{Holds, Tier};

/// Keeps a subscriber, an effect or a hook in place; dropping it ends that.
///
/// *Identity*: one registration. *Life*: until it is dropped, or for that of the store after
/// [`detach`](Self::detach); and no longer than the members of families that it observes, see
/// [`is_ended`](Self::is_ended). After the end no call begins; one under way on another thread may still
/// finish. Dropping never blocks and is allowed everywhere, in the subscriber itself, too.
#[must_use = "dropping a subscription ends it, and so does `let _ =` at once; bind it to a name, or `detach` it"]
pub struct Subscription {
    end: Arc<End>,
    /// Absent for hooks, which are swept out by the next flush.
    place: Option<(Weak<Inner>, MemberId)>,
}

impl Subscription {
    pub(super) fn of_hook(end: Arc<End>) -> Self {
        Self { end, place: None }
    }

    /// Whether it has ended, because a member of a family that it observes was removed.
    ///
    /// ```
    /// use atomata::{Store, atom};
    ///
    /// #[atom(key = u32)]
    /// static SCORE: u64 = 0;
    ///
    /// let store = Store::immediate();
    /// store.set(SCORE(7), 100);
    /// let telling = store.subscribe(SCORE(7), |score| println!("{score}"));
    /// telling.on_end(|| println!("player 7 left"));
    /// store.remove(SCORE(7)); // tells the end, and no value
    /// assert!(telling.is_ended());
    /// ```
    pub fn is_ended(&self) -> bool {
        self.end.is_ended()
    }

    /// Calls a function when a member of a family that it observes is removed, which ends it; at
    /// once if that happened already. Dropping the subscription is no such end.
    ///
    /// The function is called once, with nothing held, at the end of the turn in which the member was
    /// removed.
    pub fn on_end(&self, call: impl FnOnce() + Send + 'static) {
        self.end.on_end(Box::new(call));
    }

    /// Keeps it for as long as the store lives.
    pub fn detach(mut self) {
        self.end = Arc::new(End::new());
        self.place = None;
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        self.end.end();
        if let Some((inner, id)) = self.place.take()
            && let Some(inner) = inner.upgrade()
        {
            inner.end(Ended::Observer(id));
        }
    }
}

impl fmt::Debug for Subscription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Subscription")
    }
}

impl<G: Tier> Store<G> {
    /// Calls a function with the value whenever it has changed, until the subscription is dropped.
    ///
    /// It starts from the value of this moment and is not called at once; see [`effect`](Self::effect)
    /// for that. It runs at most once per pass of a flush, with nothing held: it may read and write
    /// the store, and what it writes is told in the next pass. A tuple of up to eight handles is told as one.
    ///
    /// A computed or a `Copy` value is told if it differs from the one told last; another value if it
    /// was written meanwhile. Costs one allocation, and a walk to everything upstream.
    ///
    /// # Panics
    /// If the source cannot be registered: a cycle or two nodes of one id. A failed computed can be
    /// subscribed to, and is told once it recovers.
    ///
    /// ```
    /// use atomata::{Store, atom};
    ///
    /// #[atom]
    /// static WIDTH: u32 = 80;
    /// #[atom]
    /// static HEIGHT: u32 = 24;
    ///
    /// let store = Store::immediate();
    /// let drawing = store.subscribe((WIDTH, HEIGHT), |(width, height)| println!("{width} x {height}"));
    /// store.set(WIDTH, 120);
    /// drop(drawing);
    /// store.set(WIDTH, 100); // tells nobody
    /// ```
    #[track_caller]
    pub fn subscribe<S, F>(&self, source: S, call: F) -> Subscription
    where
        G: Holds<S>,
        S: Source + 'static,
        F: FnMut(S::Ref<'_>) + Send + 'static,
    {
        let end = Arc::new(End::new());
        let registered = self.inner.work(|state| {
            let mut seen = source.seen(state)?;
            seen.release();
            Ok(S::listen(seen, &end, call, state))
        });
        Subscription { end, place: Some((Weak::clone(&self.inner.this), expect(registered))) }
    }

    /// Calls a function with the store and the value now, on this thread, and whenever it changes.
    ///
    /// The store is handed in because a clone of it captured in a detached effect would keep it alive
    /// for ever. The first call is made with nothing held, unless this is called inside of a turn.
    ///
    /// # Panics
    /// If the source cannot be registered, or fails to compute. A panic of the function itself in its
    /// first call goes on to the caller, and the effect is not registered.
    ///
    /// ```
    /// use atomata::{Store, atom};
    ///
    /// #[atom]
    /// static CELSIUS: f64 = 20.0;
    /// #[atom]
    /// static FAHRENHEIT: f64 = 0.0;
    ///
    /// let store = Store::immediate();
    /// store.effect(CELSIUS, |store, celsius| store.set(FAHRENHEIT, celsius * 1.8 + 32.0)).detach();
    /// assert_eq!(store.get(FAHRENHEIT), 68.0);
    /// store.set(CELSIUS, 100.0);
    /// assert_eq!(store.get(FAHRENHEIT), 212.0);
    /// ```
    #[track_caller]
    pub fn effect<S, F>(&self, source: S, mut call: F) -> Subscription
    where
        G: Holds<S>,
        S: Source + 'static,
        F: FnMut(&Store<G>, S::Ref<'_>) + Send + 'static,
    {
        let end = Arc::new(End::new());
        let registered = self.inner.work(|state| {
            let seen = source.seen(state)?;
            seen.ensure(state)?;
            let id = watch(state, &seen, &end);
            Ok((id, seen))
        });
        let (id, mut seen) = expect(registered);
        let subscription = Subscription {
            end: Arc::clone(&end),
            place: Some((Weak::clone(&self.inner.this), id)),
        };
        call(self, S::refs(&seen));
        seen.release();
        let this = Weak::clone(&self.inner.this);
        let call = move |value: S::Ref<'_>| {
            if let Some(inner) = this.upgrade() {
                call(&Store::from_inner(inner), value);
            }
        };
        self.inner.check_in_new(id.observer(), S::observer(seen, id, end, call));
        subscription
    }
}
