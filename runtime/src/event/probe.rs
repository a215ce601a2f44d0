//! Who is told of events, and of how much.

use std::any::Any;

use super::Event;

/// Is told what a store does; attached with [`Store::probe`](crate::Store::probe) or
/// [`Builder::probe`](crate::Builder::probe).
///
/// ```
/// use std::sync::atomic::{AtomicU64, Ordering};
/// use std::sync::Arc;
/// use atomata::event::{Event, Probe, Wants};
/// use atomata::{Store, atom};
///
/// #[atom]
/// static VOLUME: u8 = 5;
///
/// struct Writes(Arc<AtomicU64>);
///
/// impl Probe for Writes {
///     fn wants(&self) -> Wants {
///         Wants::default().at_once(true)
///     }
///
///     fn tell(&self, events: &[Event]) {
///         let writes = events.iter().filter(|event| matches!(event, Event::Wrote { .. }));
///         self.0.fetch_add(writes.count() as u64, Ordering::Relaxed);
///     }
/// }
///
/// let writes = Arc::new(AtomicU64::new(0));
/// let store = Store::immediate();
/// let _probing = store.probe(Writes(writes.clone()));
/// store.set(VOLUME, 6);
/// assert_eq!(writes.load(Ordering::Relaxed), 1);
/// ```
pub trait Probe: Any + Send + Sync {
    /// How much it wants to know; asked once, when it is attached.
    fn wants(&self) -> Wants {
        Wants::default()
    }

    /// Takes the next events, in the order in which they happened.
    ///
    /// It is called with nothing held, by one thread at a time, at the end of an operation on the store; a
    /// thread that finds another one telling leaves its events to that. It may use the store. What it
    /// writes there makes events that it is told, too; after 100 rounds of that the rest waits for the next
    /// operation. A panic is reported like that of a subscriber.
    fn tell(&self, events: &[Event]);
}

/// What a probe wants to know. The least by default, which costs the store the least.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a wish of its own")]
pub struct Wants {
    pub(super) at_once: bool,
    pub(super) each_computed: bool,
    pub(super) each_time: bool,
    pub(super) sums: bool,
}

impl Wants {
    /// Events are told at the end of the operation, of a flush at its end, instead of some hundred together.
    #[must_use]
    pub const fn at_once(mut self, at_once: bool) -> Self {
        self.at_once = at_once;
        self
    }

    /// An event for each computed of a compiled graph, which then run one by one. Otherwise those that run
    /// together are told as [`Event::Wave`]. Computeds of a plain store are told one by one in any case.
    #[must_use]
    pub const fn each_computed(mut self, each: bool) -> Self {
        self.each_computed = each;
        self
    }

    /// Everything that takes time is measured. Otherwise a sample is: reading a clock costs as much as a
    /// small update.
    #[must_use]
    pub const fn each_time(mut self, each: bool) -> Self {
        self.each_time = each;
        self
    }

    /// Sums instead of events, where all probes of a store want them: of a wave there is none, and of a write, a run,
    /// a turn, a flush and a call an event is told only if it was measured, and else counted in [`Event::Summed`].
    /// These are told when somebody asks the store for its report, or many events wait.
    #[must_use]
    pub const fn sums(mut self, sums: bool) -> Self {
        self.sums = sums;
        self
    }

    /// What this one or the other wants.
    pub(super) fn and(self, other: Self) -> Self {
        Self {
            at_once: self.at_once || other.at_once,
            each_computed: self.each_computed || other.each_computed,
            each_time: self.each_time || other.each_time,
            sums: self.sums && other.sums,
        }
    }
}
