//! Events on their way from the state of a store to its probes, and the probes.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::{Event, Probe, Wants};
use crate::batch::gate::Gate;
use crate::clock::Time;
use crate::sync::{Mutex, MutexGuard};

/// More events than this do not wait for probes; the rest is counted as lost.
const MOST: usize = 1 << 16;

type Clock = Box<dyn Fn() -> Time + Send + Sync>;

/// Whether a probe is one no more.
pub(crate) type IsOver = Arc<dyn Fn() -> bool + Send + Sync>;

/// A probe, and whether it still is one.
#[derive(Clone)]
pub(crate) struct Attached {
    pub(crate) probe: Arc<dyn Probe>,
    pub(crate) wants: Wants,
    pub(crate) is_over: IsOver,
}

/// What one store and its state share about events.
///
/// Invariant: events are put in under the store's turn and told by the owner of the gate, so that probes
/// hear of them in the order in which they happened.
pub(crate) struct Outbox {
    clock: Clock,
    queue: Mutex<Queue>,
    /// The list of the last batch, for its memory.
    spare: Mutex<Vec<Event>>,
    probes: Mutex<Vec<Attached>>,
    pub(crate) gate: Gate,
    /// Somebody takes note of events.
    is_on: AtomicBool,
    /// The calls of the flush that runs are to be measured.
    times_calls: AtomicBool,
    /// How long the calls of the pass at hand took, in their order; not known of one that panicked.
    calls: Mutex<Vec<Option<Duration>>>,
    #[cfg(debug_assertions)]
    warnings: Mutex<Vec<super::Warning>>,
}

#[derive(Default)]
struct Queue {
    events: VecDeque<Event>,
    lost: u64,
}

impl Outbox {
    pub(crate) fn new(clock: Clock) -> Self {
        Self {
            clock,
            queue: Mutex::default(),
            spare: Mutex::default(),
            probes: Mutex::default(),
            gate: Gate::new(),
            is_on: AtomicBool::new(false),
            times_calls: AtomicBool::new(false),
            calls: Mutex::default(),
            #[cfg(debug_assertions)]
            warnings: Mutex::default(),
        }
    }

    pub(crate) fn now(&self) -> Time {
        (self.clock)()
    }

    /// Whether anybody takes note of events.
    #[inline]
    pub(crate) fn is_on(&self) -> bool {
        self.is_on.load(Ordering::Relaxed)
    }

    pub(super) fn set_on(&self, is_on: bool) {
        self.is_on.store(is_on, Ordering::Relaxed);
        self.times_calls.fetch_and(is_on, Ordering::Relaxed);
    }

    #[inline]
    pub(crate) fn times_calls(&self) -> bool {
        self.times_calls.load(Ordering::Relaxed)
    }

    #[cfg(debug_assertions)]
    pub(super) fn warn(&self, warnings: Vec<super::Warning>) {
        self.warnings.lock().extend(warnings);
    }

    /// The warnings that wait to be told.
    #[cfg(debug_assertions)]
    pub(crate) fn warnings(&self) -> Vec<super::Warning> {
        std::mem::take(&mut *self.warnings.lock())
    }

    pub(crate) fn call_took(&self, time: Option<Duration>) {
        self.calls.lock().push(time);
    }

    pub(super) fn time_calls(&self, times: bool) {
        if self.times_calls() != times {
            self.times_calls.store(times, Ordering::Relaxed);
        }
    }

    pub(crate) fn attach(&self, attached: Attached) {
        self.probes.lock().push(attached);
    }

    /// The probes that are not over, and whether there were others, which are forgotten.
    pub(crate) fn probes(&self) -> (Vec<Attached>, bool) {
        let mut probes = self.probes.lock();
        let before = probes.len();
        probes.retain(|attached| !(attached.is_over)());
        (probes.clone(), probes.len() < before)
    }

    /// How long the calls of the last pass took; empty where that was not measured.
    pub(super) fn calls(&self) -> MutexGuard<'_, Vec<Option<Duration>>> {
        self.calls.lock()
    }

    /// What all probes together want; nothing if there are none.
    pub(super) fn wants(&self) -> Option<Wants> {
        self.probes().0.iter().map(|attached| attached.wants).reduce(Wants::and)
    }

    /// Takes events in, the oldest first; what there is no room for is lost.
    pub(super) fn put(&self, events: &mut Vec<Event>) {
        let mut queue = self.queue.lock();
        let room = MOST.saturating_sub(queue.events.len());
        queue.lost += events.len().saturating_sub(room) as u64;
        queue.events.extend(events.drain(..).take(room));
    }

    /// Takes in an event of a probe's own, while that is told of others.
    pub(crate) fn raise(&self, event: Event) {
        self.put(&mut vec![event]);
        // Who tells makes another round.
        drop(self.gate.claim());
    }

    /// The events that wait, of which there may be none. Given back with `give_back`.
    pub(crate) fn take(&self) -> Vec<Event> {
        let mut batch = std::mem::take(&mut *self.spare.lock());
        let mut queue = self.queue.lock();
        batch.extend(queue.events.drain(..));
        let lost = std::mem::take(&mut queue.lost);
        if lost > 0 {
            batch.push(Event::Lost { events: lost });
        }
        batch
    }

    pub(crate) fn give_back(&self, mut batch: Vec<Event>) {
        batch.clear();
        *self.spare.lock() = batch;
    }
}
