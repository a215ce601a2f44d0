//! What a debug build remembers of its last flushes: [`Store::why`], and the record that tools read.
//!
//! All of it is there in debug builds alone, to be exact: where this crate is compiled with debug assertions.
//! In others the methods can be called, cost nothing and answer with nothing; their arguments are evaluated.

use std::fmt;

use crate::store::Store;
use crate::tier::{Dynamic, Holds, Tier};

#[cfg(not(feature = "redux-devtools"))]
mod absent;
#[cfg(feature = "redux-devtools")]
mod connect;
#[cfg(all(debug_assertions, feature = "devtools"))]
mod inspect;
#[cfg(all(debug_assertions, feature = "devtools"))]
mod page;
mod record;
#[cfg(all(debug_assertions, feature = "redux-devtools"))]
mod redux;
#[cfg(feature = "devtools")]
mod serve;
#[cfg(debug_assertions)]
mod trace;
#[cfg(all(debug_assertions, feature = "devtools"))]
mod view;
mod why;

#[cfg(feature = "redux-devtools")]
pub use connect::{ConnectError, ReduxBridge};
pub use record::{FlushRecord, Ran, Told, Written};
#[cfg(feature = "devtools")]
pub use serve::{Inspector, ServeError};
pub use why::{Step, Verdict, What, Why};

use crate::handle::Read;

impl<G: Tier> Store<G> {
    /// Why the subscribers of a place were told in the last flush, or why its value changed: the chain from
    /// the writes, with their lines, through the computeds. None in a release build.
    ///
    /// Of a field, what is known is known of its atom. Costs a lock and what was recorded of the flush.
    ///
    /// ```
    /// use atomata::{Store, atom, computed};
    ///
    /// #[atom]
    /// static PRICE: f64 = 100.0;
    ///
    /// #[computed(deps = [PRICE])]
    /// fn total(price: f64) -> f64 {
    ///     price * 1.2
    /// }
    ///
    /// let store = Store::immediate();
    /// store.subscribe(TOTAL, |_| ()).detach();
    /// store.set(PRICE, 200.0);
    /// if let Some(why) = store.why(TOTAL) {
    ///     println!("{why}"); // `total` was told to 1 subscriber in flush 1 …
    ///     assert_eq!(why.root.because[0].name, "PRICE");
    /// }
    /// ```
    #[inline]
    pub fn why<H: Read>(&self, handle: H) -> Option<Why>
    where
        G: Holds<H>,
    {
        #[cfg(debug_assertions)]
        return Some(self.trace(handle.place().node, false));
        #[cfg(not(debug_assertions))]
        {
            let _ = handle;
            None
        }
    }

    /// Why the subscribers of a place were *not* told in the last flush: what was not written, was written
    /// equal, waits for its window, stopped at a computed that came to the same value, or failed. None in a
    /// release build. Costs as [`why`](Self::why).
    ///
    /// ```
    /// use atomata::{Store, atom, computed, devtools::Verdict};
    ///
    /// #[atom]
    /// static COUNT: u32 = 1;
    ///
    /// #[computed(deps = [COUNT])]
    /// fn parity(count: u32) -> u32 {
    ///     count % 2
    /// }
    ///
    /// let store = Store::immediate();
    /// store.subscribe(PARITY, |_| ()).detach();
    /// store.set(COUNT, 3);
    /// if let Some(why) = store.why_not(PARITY) {
    ///     assert_eq!(why.verdict, Verdict::CutOff { by: "parity".into() });
    /// }
    /// ```
    #[inline]
    pub fn why_not<H: Read>(&self, handle: H) -> Option<Why>
    where
        G: Holds<H>,
    {
        #[cfg(debug_assertions)]
        return Some(self.trace(handle.place().node, true));
        #[cfg(not(debug_assertions))]
        {
            let _ = handle;
            None
        }
    }

    /// What a debug build remembers, for tools.
    #[inline]
    pub fn devtools(&self) -> DevTools<'_, G> {
        DevTools { store: self }
    }
}

/// What a debug build remembers of a store; made by [`Store::devtools`]. In a release build it is empty.
#[derive(Clone, Copy)]
pub struct DevTools<'a, G: Tier = Dynamic> {
    #[cfg_attr(
        not(debug_assertions),
        expect(dead_code, reason = "a release build asks it nothing")
    )]
    store: &'a Store<G>,
}

impl<G: Tier> DevTools<'_, G> {
    /// The flushes that are remembered and have a number higher than `after`, the oldest first: the last
    /// 1,024 events. Flushes are numbered from 1. Costs a lock and what is remembered.
    ///
    /// ```
    /// use atomata::{Store, atom};
    ///
    /// #[atom]
    /// static COUNT: u32 = 1;
    ///
    /// let store = Store::manual();
    /// store.subscribe(COUNT, |_| ()).detach();
    /// store.set(COUNT, 2);
    /// store.set(COUNT, 3);
    /// store.flush();
    /// for flush in store.devtools().flushes(0) {
    ///     assert_eq!((flush.number, flush.flush.coalesced), (1, 1));
    ///     assert_eq!(flush.writes[0].times, 2);
    ///     println!("{flush}");
    /// }
    /// ```
    #[inline]
    pub fn flushes(&self, after: u64) -> Vec<FlushRecord> {
        #[cfg(debug_assertions)]
        return self.store.records(after);
        #[cfg(not(debug_assertions))]
        {
            let _ = after;
            Vec::new()
        }
    }

    /// How many events are remembered no more, because there was no room.
    #[inline]
    pub fn dropped(&self) -> u64 {
        #[cfg(debug_assertions)]
        return self.store.dropped();
        #[cfg(not(debug_assertions))]
        0
    }
}

impl<G: Tier> fmt::Debug for DevTools<'_, G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DevTools")
    }
}
