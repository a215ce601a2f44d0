//! What the handles of one store share, and what happens at the end of each turn.

use std::cell::RefMut;
use std::collections::{HashSet, VecDeque};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Weak};

use once_cell::sync::OnceCell;

use super::ended::Ended;
use super::hooks::Hooks;
use super::memory::Keeper;
use super::settled::Waiters;
use crate::batch::alarm::Alarm;
use crate::batch::gate::Gate;
use crate::batch::schedule::{Scheduler, Timer};
use crate::batch::windows::{Policy, Windows};
use crate::core::{Core, Held};
use crate::error::Error;
#[cfg(debug_assertions)]
use crate::event::Warning;
use crate::event::{Here, Outbox};
use crate::state::{AnyObserver, ObserverId, State};
use crate::sync::Mutex;

/// When subscribers are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Strategy {
    /// At the end of the window of a group.
    Windows,
    /// At the end of each outermost write.
    Immediate,
    /// When `flush` is called.
    Manual,
}

pub(crate) type OnError = Box<dyn Fn(&Error) + Send + Sync>;

#[cfg(debug_assertions)]
pub(crate) type OnWarning = Box<dyn Fn(&Warning) + Send + Sync>;

/// The policy of a group the builder knows nothing of.
#[derive(Debug)]
pub(crate) struct Policies {
    /// Whether each group has a window of its own; if not, the first window is everybody's.
    pub(crate) grouped: bool,
    pub(crate) default: Policy,
    pub(crate) named: Vec<(String, Policy)>,
}

impl Policies {
    pub(crate) fn of(&self, group: &str) -> Policy {
        let named = self.named.iter().find(|(name, _)| name == group);
        named.map_or(self.default, |&(_, policy)| policy)
    }
}

/// One store. Lock order: the turn in `core` first, then one of the small locks at a time; none of
/// the small locks is held while user code runs.
pub(crate) struct Inner {
    pub(super) core: Core,
    pub(super) strategy: Strategy,
    pub(super) scheduler: Arc<dyn Scheduler>,
    pub(super) policies: Policies,
    pub(super) windows: Mutex<Windows>,
    pub(super) alarm: Alarm,
    pub(super) timer: OnceCell<Box<dyn Timer>>,
    pub(super) gate: Gate,
    /// The thread that runs the flush, by its token; 0 for none.
    pub(super) flusher: AtomicUsize,
    /// The thread that tells at the end of a write, by its token; 0 for none.
    pub(super) teller: AtomicUsize,
    /// The thread that calls the hooks after a flush, by its token; 0 for none.
    pub(super) hooking: AtomicUsize,
    /// Something became due because a subscriber or a hook wrote it; see `flush_due`.
    pub(super) wrote_back: AtomicBool,
    pub(super) hooks: Hooks,
    pub(super) waiters: Waiters,
    pub(super) outbox: Arc<Outbox>,
    pub(super) on_error: Option<OnError>,
    #[cfg(debug_assertions)]
    pub(super) on_warning: Option<OnWarning>,
    /// The errors that went to stderr, where there is no `on_error`: each goes there once.
    pub(super) printed: Mutex<HashSet<String>>,
    /// What ended where the turn could not be had.
    pub(super) ended: Mutex<VecDeque<Ended>>,
    pub(super) has_ended: AtomicBool,
    pub(super) memory: Keeper,
    #[cfg(feature = "serial")]
    pub(super) bell: Arc<super::bell::Bell>,
    pub(super) this: Weak<Self>,
}

impl Inner {
    pub(super) fn new(
        mut state: State,
        strategy: Strategy,
        scheduler: Arc<dyn Scheduler>,
        policies: Policies,
        on_error: Option<OnError>,
        memory: Keeper,
        #[cfg(debug_assertions)] on_warning: Option<OnWarning>,
    ) -> Arc<Self> {
        let hooks = Hooks::default();
        if memory.has_budget() {
            hooks.are_always_there();
        }
        let clock = Arc::clone(&scheduler);
        state.families.clock = Some(Box::new(move || clock.now()));
        let clock = Arc::clone(&scheduler);
        let outbox = Arc::new(Outbox::new(Box::new(move || clock.now())));
        state.values.leftovers.tap.follow(&outbox);
        Arc::new_cyclic(|this| Self {
            core: Core::new(state),
            strategy,
            scheduler,
            policies,
            windows: Mutex::new(Windows::new()),
            alarm: Alarm::new(),
            timer: OnceCell::new(),
            gate: Gate::new(),
            flusher: AtomicUsize::new(0),
            teller: AtomicUsize::new(0),
            hooking: AtomicUsize::new(0),
            wrote_back: AtomicBool::new(false),
            hooks,
            waiters: Waiters::default(),
            outbox,
            on_error,
            #[cfg(debug_assertions)]
            on_warning,
            printed: Mutex::default(),
            ended: Mutex::new(VecDeque::new()),
            has_ended: AtomicBool::new(false),
            memory,
            #[cfg(feature = "serial")]
            bell: Arc::default(),
            this: Weak::clone(this),
        })
    }

    /// Works on the state as an operation of its own, and then does what it made necessary.
    #[inline]
    #[track_caller]
    pub(crate) fn work<R>(&self, work: impl FnOnce(&mut State) -> R) -> R {
        let turn = self.core.hold();
        self.work_in(turn, work)
    }

    /// Looks at the state, which leaves nothing to do, or works on it as an operation of its own.
    #[inline]
    #[track_caller]
    pub(crate) fn look_or_work<R, E>(
        &self,
        look: impl FnOnce(&mut State) -> Option<R>,
        work: impl FnOnce(&mut State) -> Result<R, E>,
    ) -> Result<R, E> {
        let turn = self.core.hold();
        let seen = look(&mut self.core.glance(&turn));
        match seen {
            Some(result) => Ok(result),
            None => self.work_in(turn, work),
        }
    }

    /// As `work`, for a turn that is held already.
    #[inline]
    #[track_caller]
    pub(super) fn work_in<'a, R>(
        &'a self,
        turn: Held<'a>,
        work: impl FnOnce(&mut State) -> R,
    ) -> R {
        // Compiled for every verb and type of value, so all but the work itself stands elsewhere.
        let mut state = self.core.state(&turn);
        state.values.leftovers.tap.stand(Here::caller());
        let result = work(&mut state);
        if state.has_kept() && !turn.is_open() {
            state.record();
        }
        state.publish();
        let quiet = (turn.is_open() || !(state.groups.has_opened() || state.has_doubts()))
            && state.values.leftovers.is_empty()
            && !self.has_ended.load(Ordering::Relaxed);
        let rings = !turn.is_open() && state.rings();
        drop(state);
        if quiet {
            drop(turn);
        } else {
            self.finish(turn);
        }
        if rings {
            self.ring();
        }
        result
    }

    /// The state, where a write has nothing to heed but who observes it.
    #[inline]
    #[track_caller]
    pub(super) fn calm<'a>(&self, turn: &'a Held<'_>) -> Option<RefMut<'a, State>> {
        let state = self.core.glance(turn);
        let is_calm = state.is_calm() && !turn.is_open() && !self.has_ended.load(Ordering::Relaxed);
        is_calm.then_some(state)
    }

    /// Wakes those who wait for a change.
    #[inline]
    pub(super) fn ring(&self) {
        #[cfg(feature = "serial")]
        self.bell.ring();
    }

    /// The end of an operation that left something to tell, to drop or to report.
    pub(super) fn finish<'a>(&'a self, mut turn: Held<'a>) {
        if self.strategy == Strategy::Immediate
            && !turn.is_open()
            && !self.has_ended.load(Ordering::Relaxed)
        {
            match self.tell(turn) {
                None => return,
                Some(back) => turn = back,
            }
        }
        let ((next, rings), leftovers) = self.core.work(&turn, |state| {
            if self.has_ended.load(Ordering::Relaxed) {
                self.bury(state);
            }
            if !turn.is_open() && state.has_doubts() {
                state.end_lives();
            }
            let tells = state.groups.has_opened() && !turn.is_open();
            let next = if tells { self.put_in_line(state) } else { Next::Nothing };
            // Members may have gone, after all that was written.
            (next, !turn.is_open() && state.rings())
        });
        if rings {
            self.ring();
        }
        if matches!(next, Next::Flush) {
            // The flush goes on in the same turn, up to its first subscriber.
            self.run_flush(turn);
        } else {
            drop(turn);
        }
        if let Some(leftovers) = leftovers {
            self.deal_with(leftovers);
        }
        if matches!(next, Next::Follow) {
            self.follow_deadlines();
        }
    }

    /// There is something new to tell: now, at the end of a window, or when somebody asks.
    #[cold]
    fn put_in_line(&self, state: &mut State) -> Next {
        if !state.groups.has_pending() {
            // Only a transaction that was taken back comes here.
            state.groups.opened().for_each(drop);
            let nobody_waits = state.in_flight || !self.waiters.are_there();
            return if nobody_waits { Next::Nothing } else { Next::Flush };
        }
        match self.strategy {
            // What subscribers write is told in the next pass of the same flush.
            _ if self.is_flusher() => {
                state.groups.opened_are_due();
                self.wrote_back.store(true, Ordering::Relaxed);
                Next::Nothing
            }
            Strategy::Windows => {
                self.open_windows(state);
                Next::Follow
            }
            // What a hook writes after a flush is told in another one that follows at once.
            Strategy::Immediate => {
                state.groups.opened_are_due();
                if self.is_hooking() {
                    self.wrote_back.store(true, Ordering::Relaxed);
                }
                Next::Flush
            }
            Strategy::Manual => {
                state.groups.opened().for_each(drop);
                Next::Nothing
            }
        }
    }

    /// Puts the observer of a new effect into its place. What a flush would have told it while its
    /// first call was under way is told now.
    pub(super) fn check_in_new(&self, id: ObserverId, observer: Box<dyn AnyObserver>) {
        let turn = self.core.hold();
        let (missed, leftovers) = self.core.work(&turn, |state| {
            state.check_in_observer(id, observer);
            state.groups.has_due()
        });
        if missed && turn.is_open() {
            turn.flush_at_end();
            drop(turn);
        } else if missed && !self.is_flusher() {
            self.run_flush(turn);
        } else {
            drop(turn);
        }
        if let Some(leftovers) = leftovers {
            self.deal_with(leftovers);
        }
    }

    /// Works on the state if that needs no waiting, and leaves what follows from it for later.
    pub(super) fn try_work<R>(&self, work: impl FnOnce(&mut State) -> R) -> Option<R> {
        let turn = self.core.try_hold()?;
        let (result, leftovers) = self.core.work(&turn, work);
        drop(turn);
        if let Some(leftovers) = leftovers {
            self.deal_with(leftovers);
        }
        Some(result)
    }

    /// Works on the state as a part of something larger.
    pub(super) fn core_work<R>(&self, work: impl FnOnce(&mut State) -> R) -> R {
        let turn = self.core.hold();
        let (result, leftovers) = self.core.work(&turn, work);
        drop(turn);
        if let Some(leftovers) = leftovers {
            self.deal_with(leftovers);
        }
        result
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.waiters.settle_all();
        #[cfg(feature = "serial")]
        self.bell.fall_silent();
    }
}

/// What is left to do after an operation, with nothing held.
enum Next {
    Nothing,
    Flush,
    Follow,
}
