//! Where a state notes what it does, under its lock.

use std::sync::Arc;

#[cfg(debug_assertions)]
use super::lints::Lints;
#[cfg(debug_assertions)]
use super::recorder::Recorder;
use super::sample::Sampler;
use super::sums::{Summing, Sums};
#[cfg(debug_assertions)]
use super::warning::WarningKind;
use super::{Event, Flush, Here, Outbox, Outcome, Subject, Wants};
use crate::clock::Time;
use crate::error::Name;

/// So many events are told together to probes that can wait.
const BATCH: usize = 256;

/// Takes note of events, where anybody wants them.
#[derive(Default)]
pub(crate) struct Tap {
    /// There is something to be told once the lock is gone.
    is_ripe: bool,
    noting: Option<Box<Noting>>,
}

struct Noting {
    outbox: Arc<Outbox>,
    /// Of all probes together; nothing where there are none, and debug builds note for themselves.
    wants: Option<Wants>,
    events: Vec<Event>,
    /// What is summed, where nobody wants more.
    sums: Summing,
    /// The verb that is at work.
    here: Option<Here>,
    computeds: Sampler,
    flushes: Sampler,
    turns: Sampler,
    /// A flush has begun.
    in_flush: bool,
    /// When, if it is measured.
    flush: Option<Time>,
    turn: Option<Time>,
    label: Option<Name>,
    #[cfg(debug_assertions)]
    recorder: Recorder,
    #[cfg(debug_assertions)]
    lints: Lints,
}

impl Tap {
    /// Takes note for the probes there are now; of nothing if there are none, but in debug builds.
    pub(crate) fn follow(&mut self, outbox: &Arc<Outbox>) {
        let wants = outbox.wants();
        if wants.is_none() && !cfg!(debug_assertions) {
            self.noting = None;
        } else if let Some(noting) = &mut self.noting {
            // What was summed by now stays with those who wanted sums.
            noting.sums.tell(&mut noting.events);
            noting.wants = wants;
        } else {
            self.noting = Some(Box::new(Noting {
                outbox: Arc::clone(outbox),
                wants,
                events: Vec::new(),
                sums: Summing::default(),
                here: None,
                computeds: Sampler::new(),
                flushes: Sampler::new(),
                turns: Sampler::new(),
                in_flush: false,
                flush: None,
                turn: None,
                label: None,
                #[cfg(debug_assertions)]
                recorder: Recorder::default(),
                #[cfg(debug_assertions)]
                lints: Lints::default(),
            }));
        }
        outbox.set_on(self.is_on());
    }

    #[inline]
    pub(crate) fn is_on(&self) -> bool {
        self.noting.is_some()
    }

    #[inline]
    pub(crate) fn is_ripe(&self) -> bool {
        self.is_ripe
    }

    /// Whether it does no more than count most of the time.
    pub(crate) fn is_quiet(&self) -> bool {
        self.noting.as_ref().is_none_or(|noting| noting.wants_only_sums())
    }

    /// Whether computeds have to run one by one.
    #[inline]
    pub(crate) fn wants_each_computed(&self) -> bool {
        let wants = self.noting.as_ref().and_then(|noting| noting.wants);
        wants.is_some_and(|wants| wants.each_computed)
    }

    /// A verb of the user's begins here.
    #[inline]
    pub(crate) fn stand(&mut self, here: Here) {
        #[cfg(debug_assertions)]
        if let Some(noting) = &mut self.noting {
            noting.here = Some(here);
        }
        let _ = here;
    }

    /// Hands the events over to be told; `ends` if they can be now.
    pub(crate) fn hand_over(&mut self, ends: bool) {
        if let Some(noting) = &mut self.noting {
            noting.sums.tell(&mut noting.events);
            noting.outbox.put(&mut noting.events);
        }
        self.is_ripe &= !ends;
    }

    /// Everything that was noted is to be told at the end of this operation.
    pub(crate) fn ripen(&mut self) {
        self.is_ripe = self.noting.is_some();
    }

    /// Notes an event that is rare.
    #[cold]
    pub(crate) fn note(&mut self, event: Event) {
        self.with(|noting| noting.push(event));
    }

    pub(crate) fn wrote(&mut self, atom: Subject, equal: bool) {
        self.with(|noting| {
            if let Some(sums) = noting.only_sums_of(atom) {
                sums.wrote(equal);
                return false;
            }
            let at = noting.here.and_then(Here::location);
            noting.push(Event::Wrote { atom, equal, at })
        });
    }

    /// When a computed begins to run, if it is measured.
    pub(crate) fn begin_computed(&mut self) -> Option<Time> {
        let noting = self.noting.as_mut()?;
        (noting.measures_all() || noting.computeds.is_next()).then(|| noting.outbox.now())
    }

    pub(crate) fn computed(&mut self, computed: Subject, outcome: Outcome, began: Option<Time>) {
        self.with(|noting| {
            if began.is_none()
                && let Some(sums) = noting.only_sums_of(computed)
            {
                sums.came_to(outcome);
                return false;
            }
            let took = began.map(|began| noting.outbox.now().since(began));
            if let Some(took) = took {
                noting.computeds.took(took);
            }
            noting.push(Event::Computed { computed, outcome, took })
        });
    }

    pub(crate) fn turn_began(&mut self) {
        self.with(|noting| {
            noting.turn =
                (noting.measures_all() || noting.turns.is_next()).then(|| noting.outbox.now());
            let at = noting.here.and_then(Here::location);
            noting.push(Event::TurnBegan { at })
        });
    }

    /// The turn that is open has a label, unless it has one.
    pub(crate) fn label(&mut self, label: &Name) {
        if let Some(noting) = &mut self.noting {
            noting.label.get_or_insert_with(|| label.clone());
        }
    }

    pub(crate) fn turn_ended(&mut self) {
        self.with(|noting| {
            let took = noting.turn.take().map(|began| noting.outbox.now().since(began));
            if let Some(took) = took {
                noting.turns.took(took);
            }
            let label = noting.label.take();
            noting.push(Event::TurnEnded { label, took })
        });
    }

    /// A pass of a flush begins, which may be its first.
    #[inline]
    pub(crate) fn pass_began(&mut self) {
        if self.is_on() {
            self.begin_flush();
        }
    }

    #[inline(never)]
    fn begin_flush(&mut self) {
        self.with(Noting::begin_flush);
    }

    /// The observers of a pass were called: of what, and how often; nothing of one that ended meanwhile.
    pub(crate) fn told(&mut self, told: impl Iterator<Item = Option<(Subject, u32)>>) {
        self.with(|noting| {
            if noting.flush.is_none() {
                let mut is_ripe = false;
                for (about, calls) in told.flatten() {
                    if let Some(sums) = noting.only_sums_of(about) {
                        sums.called(calls);
                    } else {
                        is_ripe |= noting.push(Event::Told { about, calls, took: None });
                    }
                }
                return is_ripe;
            }
            let outbox = Arc::clone(&noting.outbox);
            let mut times = outbox.calls();
            let mut is_ripe = false;
            for (at, told) in told.enumerate() {
                let Some((about, calls)) = told else { continue };
                let took = times.get(at).copied().flatten();
                is_ripe |= noting.push(Event::Told { about, calls, took });
            }
            times.clear();
            is_ripe
        });
    }

    pub(crate) fn flush_ended(&mut self, mut flush: Flush) {
        self.with(|noting| {
            if !std::mem::take(&mut noting.in_flush) {
                return false;
            }
            let began = noting.flush.take();
            if began.is_none() && noting.wants_only_sums() {
                return false;
            }
            flush.took = began.map(|began| noting.outbox.now().since(began));
            if let Some(took) = flush.took {
                noting.flushes.took(took);
            }
            noting.push(Event::FlushEnded(flush))
        });
    }

    /// What was recorded.
    #[cfg(debug_assertions)]
    pub(crate) fn recorder(&self) -> Option<&Recorder> {
        self.noting.as_ref().map(|noting| &noting.recorder)
    }

    /// Finds none of these habits any more.
    #[cfg(debug_assertions)]
    pub(crate) fn allow(&mut self, kinds: &[WarningKind]) {
        self.noting.iter_mut().for_each(|noting| noting.lints.allow(kinds));
    }

    /// A group has so many nodes.
    #[cfg(debug_assertions)]
    pub(crate) fn has_nodes(&mut self, group: &'static str, nodes: u64) {
        self.with(|noting| noting.lints.has_nodes(group, nodes) && noting.warn());
    }

    /// Somebody read a node, depends on it or is told of it.
    #[cfg(debug_assertions)]
    pub(crate) fn is_read(&mut self, node: Subject) {
        self.noting.iter_mut().for_each(|noting| noting.lints.is_read(node));
    }

    /// The next write to a node comes out of a guard or a closure.
    #[cfg(debug_assertions)]
    pub(crate) fn may_be_equal(&mut self, node: Subject) {
        self.noting.iter_mut().for_each(|noting| noting.lints.may_be_equal(node));
    }

    /// Nobody waits to be told of what is written to a node.
    #[cfg(debug_assertions)]
    pub(crate) fn is_unheard(&mut self, node: Subject) {
        self.noting.iter_mut().for_each(|noting| noting.lints.is_unheard(node));
    }

    #[inline]
    fn with(&mut self, note: impl FnOnce(&mut Noting) -> bool) {
        if let Some(noting) = &mut self.noting {
            self.is_ripe |= note(noting);
        }
    }
}

impl Noting {
    /// Takes an event; true if it is to be told at the end of the operation.
    #[inline]
    fn push(&mut self, event: Event) -> bool {
        #[cfg(debug_assertions)]
        let warns = self.debug(&event);
        #[cfg(not(debug_assertions))]
        let warns = false;
        let Some(wants) = self.wants else { return warns };
        if wants.sums && self.sum(&event) {
            return warns;
        }
        self.events.push(event);
        warns || wants.at_once || self.events.len() >= BATCH
    }

    /// Records an event, and has warnings told that it leads to.
    #[cfg(debug_assertions)]
    fn debug(&mut self, event: &Event) -> bool {
        self.recorder.see(event);
        self.lints.see(event) && self.warn()
    }

    /// Has the warnings told that were found.
    #[cfg(debug_assertions)]
    fn warn(&mut self) -> bool {
        let warnings = self.lints.take();
        self.recorder.warn(&warnings);
        if self.wants.is_some() {
            self.events.extend(warnings.iter().cloned().map(Event::Warned));
        }
        self.outbox.warn(warnings);
        true
    }

    /// Whether what is not measured has to be counted, and needs to be no event. A debug build looks at each.
    #[inline]
    fn wants_only_sums(&self) -> bool {
        !cfg!(debug_assertions) && self.wants.is_some_and(|wants| wants.sums)
    }

    /// The sums of a node, where nothing is to be noted besides.
    #[inline]
    fn only_sums_of(&mut self, node: Subject) -> Option<&mut Sums> {
        if self.wants_only_sums() { self.sums.of(node, &mut self.events) } else { None }
    }

    /// Counts what was not measured; false if it is to be told as an event.
    #[inline]
    fn sum(&mut self, event: &Event) -> bool {
        let mut count = |node: &Subject, count: &dyn Fn(&mut Sums)| {
            self.sums.of(*node, &mut self.events).map(count).is_some()
        };
        match event {
            Event::Wrote { atom, equal, .. } => count(atom, &|sums| sums.wrote(*equal)),
            Event::Computed { computed, outcome, took: None } => {
                count(computed, &|sums| sums.came_to(*outcome))
            }
            Event::Told { about, calls, took: None } => count(about, &|sums| sums.called(*calls)),
            Event::FlushEnded(flush) => flush.took.is_none(),
            Event::Wave { .. }
            | Event::TurnBegan { .. }
            | Event::TurnEnded { took: None, .. }
            | Event::FlushBegan { at: None } => true,
            _ => false,
        }
    }

    /// Whether everything is measured.
    fn measures_all(&self) -> bool {
        cfg!(debug_assertions) || self.wants.is_some_and(|wants| wants.each_time)
    }

    fn begin_flush(&mut self) -> bool {
        if std::mem::replace(&mut self.in_flush, true) {
            return false;
        }
        let at = (self.measures_all() || self.flushes.is_next()).then(|| self.outbox.now());
        self.flush = at;
        self.outbox.time_calls(at.is_some());
        if at.is_none() && self.wants_only_sums() {
            return false;
        }
        self.push(Event::FlushBegan { at })
    }
}
