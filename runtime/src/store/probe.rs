//! Probes of a store: attaching them, and telling them what was noted.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use super::Store;
use super::builder::MakeProbe;
use super::inner::Inner;
use super::subscribe::Subscription;
use crate::clock::Time;
use crate::error::{Error, Name, panic_message};
use crate::event::{Attached, Event, IsOver, Probe, Subject};
use crate::state::End;
use crate::tier::Tier;

/// So often a probe is told of what probes did while they were told, before the rest has to wait.
const MOST_ROUNDS: u32 = 100;

impl<G: Tier> Store<G> {
    /// Tells a probe what the store does, until the subscription is dropped. Any number can be attached.
    ///
    /// What events a probe gets and when is said at [`Probe::tell`] and [`Event`]. A store without probes
    /// pays a branch where an event would be noted; one with them a few nanoseconds for each event.
    ///
    /// There is an example at [`Probe`].
    pub fn probe(&self, probe: impl Probe) -> Subscription {
        let end = Arc::new(End::new());
        let over = Arc::clone(&end);
        self.inner.attach(Arc::new(probe), Arc::new(move || over.is_ended()));
        Subscription::of_hook(end)
    }

    /// The name of what an event is about, with its key if it is a member of a family; of one that is gone
    /// the name of the family. Costs a lock.
    pub fn name_of(&self, subject: &Subject) -> Name {
        self.inner.core_work(|state| state.name_of_subject(subject))
    }

    /// The first probe of a type that is attached.
    pub(crate) fn probe_of<P: Probe>(&self) -> Option<Arc<P>> {
        self.inner.outbox.probes().0.into_iter().find_map(|attached| {
            let probe: Arc<dyn Any + Send + Sync> = attached.probe;
            probe.downcast().ok()
        })
    }

    /// Attaches a probe for as long as the store lives or `is_over` says so.
    pub(crate) fn attach(&self, make: MakeProbe, is_over: IsOver) {
        self.inner.attach(make(&self.inner.outbox), is_over);
    }

    /// The present moment, by the scheduler's clock.
    pub(crate) fn now(&self) -> Time {
        self.inner.outbox.now()
    }

    /// How long the oldest write waits that is to be told at the end of a window.
    pub(crate) fn waits(&self) -> Option<Duration> {
        let oldest = self.inner.windows.lock().oldest();
        oldest.map(|oldest| self.now().since(oldest))
    }

    /// Tells probes now what waits to be told together.
    pub(crate) fn tell_probes(&self) {
        self.inner.core_work(|state| state.values.leftovers.tap.ripen());
    }
}

impl Inner {
    pub(super) fn attach(&self, probe: Arc<dyn Probe>, is_over: IsOver) {
        // What is noted by now is for those who were there.
        self.core_work(|state| state.values.leftovers.tap.ripen());
        let wants = probe.wants();
        self.outbox.attach(Attached { probe, wants, is_over });
        self.core_work(|state| state.values.leftovers.tap.follow(&self.outbox));
    }

    /// Tells the probes what was noted, with nothing held, unless another thread does, which then tells it.
    pub(super) fn deliver(&self) {
        let Some(mut owner) = self.outbox.gate.claim() else { return };
        for _ in 0..MOST_ROUNDS {
            #[cfg(debug_assertions)]
            self.outbox.warnings().iter().for_each(|warning| self.warn(warning));
            let batch = self.outbox.take();
            if !batch.is_empty() {
                self.tell_batch(&batch);
            }
            self.outbox.give_back(batch);
            if !owner.again() {
                return;
            }
        }
    }

    /// State was written to bytes; of a delta, beside those of the last full state.
    #[cfg(feature = "serial")]
    pub(super) fn note_bytes(&self, began: Time, bytes: usize, full: Option<usize>) {
        if !self.outbox.is_on() {
            return;
        }
        let event = Event::Serialized {
            bytes: bytes as u64,
            saved: full.map_or(0, |full| full.saturating_sub(bytes)) as u64,
            full: full.is_none(),
            took: self.outbox.now().since(began),
        };
        self.core_work(|state| state.values.leftovers.tap.note(event));
    }

    fn tell_batch(&self, events: &[Event]) {
        let (probes, went) = self.outbox.probes();
        for Attached { probe, .. } in &probes {
            if let Err(payload) = catch_unwind(AssertUnwindSafe(|| probe.tell(events))) {
                let (name, message) = ("events".to_owned(), panic_message(&*payload));
                self.report(&Error::Subscriber { name, message });
            }
        }
        if went {
            self.core_work(|state| state.values.leftovers.tap.follow(&self.outbox));
        }
    }
}
