//! The flush: passes that take what is due, tell it with nothing held, and look again.

use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::Store;
use super::inner::{Inner, Strategy, thread_token};
use super::subscribe::Subscription;
use crate::core::Held;
use crate::error::{Error, panic_message};
use crate::state::{End, Pass, Report, State};
use crate::sync::Mutex;
use crate::tier::Tier;

/// After so many passes of one flush, subscribers that still write are cut off.
const MAX_PASSES: u32 = 100;

type Hook<T> = (Arc<End>, Arc<Mutex<T>>);

/// Functions around each flush.
#[derive(Default)]
pub(super) struct Hooks {
    count: AtomicUsize,
    before: Mutex<Vec<Hook<BeforeFlush>>>,
    after: Mutex<Vec<Hook<AfterFlush>>>,
    /// The list of the last report, for its memory.
    groups: Mutex<Vec<&'static str>>,
}

type BeforeFlush = Box<dyn FnMut() + Send>;
type AfterFlush = Box<dyn FnMut(&Report) + Send>;

impl Hooks {
    fn are_there(&self) -> bool {
        self.count.load(Ordering::Relaxed) > 0
    }

    fn add<T>(&self, list: &Mutex<Vec<Hook<T>>>, hook: T) -> Arc<End> {
        let life = Arc::new(End::new());
        list.lock().push((Arc::clone(&life), Arc::new(Mutex::new(hook))));
        self.count.fetch_add(1, Ordering::Relaxed);
        life
    }

    /// Calls the hooks of one list with nothing held but the hook itself.
    fn call<T>(&self, inner: &Inner, list: &Mutex<Vec<Hook<T>>>, mut call: impl FnMut(&mut T)) {
        let hooks: Vec<Hook<T>> = {
            let mut list = list.lock();
            list.retain(|(life, _)| {
                let ended = life.is_ended();
                self.count.fetch_sub(usize::from(ended), Ordering::Relaxed);
                !ended
            });
            list.clone()
        };
        for (life, hook) in hooks {
            if life.is_ended() {
                continue;
            }
            // One flush runs at a time, so nobody else wants the hook.
            let result = catch_unwind(AssertUnwindSafe(|| call(&mut hook.lock())));
            if let Err(payload) = result {
                let message = panic_message(&*payload);
                inner.report(&Error::Subscriber { name: "a flush".to_owned(), message });
            }
        }
    }
}

impl<G: Tier> Store<G> {
    /// Tells subscribers now what waits to be told, on this thread.
    ///
    /// Inside of a turn it happens at the turn's end. Inside of a subscriber, or while another thread
    /// flushes, it is left to the next pass of the flush that runs.
    ///
    /// ```
    /// use std::sync::mpsc::channel;
    /// use atomata::{Store, atom};
    ///
    /// #[atom]
    /// static VOLUME: u8 = 5;
    ///
    /// let (sender, receiver) = channel();
    /// let store = Store::manual();
    /// let _telling = store.subscribe(VOLUME, move |volume| sender.send(*volume).unwrap());
    /// store.set(VOLUME, 6);
    /// store.set(VOLUME, 7);
    /// store.flush();
    /// assert_eq!(receiver.try_iter().collect::<Vec<_>>(), [7]);
    /// ```
    #[track_caller]
    pub fn flush(&self) {
        let turn = self.inner.core.enter();
        if turn.is_open() {
            turn.flush_at_end();
            return;
        }
        drop(turn);
        self.inner.flush_all();
    }

    /// Calls a function before each flush, until the subscription is dropped.
    pub fn before_flush(&self, hook: impl FnMut() + Send + 'static) -> Subscription {
        let hooks = &self.inner.hooks;
        Subscription::of_hook(hooks.add(&hooks.before, Box::new(hook)))
    }

    /// Calls a function after each flush, with what the flush did, until the subscription is dropped.
    ///
    /// ```
    /// use atomata::{Store, atom};
    ///
    /// #[atom]
    /// static VOLUME: u8 = 5;
    ///
    /// let store = Store::manual();
    /// let _reporting = store.after_flush(|report| println!("{} of {}", report.notified, report.writes));
    /// let _telling = store.subscribe(VOLUME, |_| ());
    /// store.set(VOLUME, 6);
    /// store.flush();
    /// ```
    pub fn after_flush(&self, hook: impl FnMut(&Report) + Send + 'static) -> Subscription {
        let hooks = &self.inner.hooks;
        Subscription::of_hook(hooks.add(&hooks.after, Box::new(hook)))
    }
}

impl Inner {
    /// Makes everything due and flushes it.
    pub(super) fn flush_all(&self) {
        let turn = self.core.hold();
        self.core.work(&turn, |state| {
            state.groups.opened().for_each(drop);
            state.groups.all_due();
        });
        self.run_flush(turn);
    }

    /// Tells what is due, unless a flush runs elsewhere, which then tells it. The turn is let go
    /// before anybody is told.
    pub(super) fn run_flush(&self, turn: Held<'_>) {
        let Some(mut owner) = self.gate.claim() else { return };
        let mut held = Some(turn);
        let mut chain = 0;
        loop {
            self.flush_due(held.take(), &mut chain);
            if !owner.again() {
                break;
            }
        }
        if self.strategy == Strategy::Windows {
            self.follow_deadlines();
        }
    }

    /// One flush: passes until nothing is due. Only the owner of the gate comes here.
    ///
    /// `chain` counts the passes that were made because subscribers or hooks wrote in the one before;
    /// passes that other threads ask for are not their fault and end it.
    fn flush_due(&self, mut held: Option<Held<'_>>, chain: &mut u32) {
        let hooked = self.hooks.are_there();
        let started = hooked.then(|| self.scheduler.now());
        let mut report = Report::default();
        if hooked {
            report.groups = mem::take(&mut *self.hooks.groups.lock());
        }
        {
            let _flusher = Marked::with_this_thread(&self.flusher);
            if hooked && self.core_work(|state| state.groups.has_due()) {
                held = None;
                self.hooks.call(self, &self.hooks.before, |hook| hook());
            }
            let mut pass = Pass::new();
            while self.collect(held.take(), &mut pass, &mut report, chain) {
                for ticket in &mut pass {
                    ticket.call(&mut |error| self.report(&error));
                }
            }
        }
        if !report.runaway.is_empty() {
            let names = report.runaway.clone();
            self.report(&Error::Runaway { passes: *chain, names });
        }
        if report.passes == 0 {
            return;
        }
        if let Some(started) = started {
            report.duration = self.scheduler.now().since(started);
            let _hooking = Marked::with_this_thread(&self.hooking);
            self.hooks.call(self, &self.hooks.after, |hook| hook(&report));
            report.groups.clear();
            *self.hooks.groups.lock() = report.groups;
        }
    }

    /// Puts the observers of the last pass back and takes the next one; false if nothing is due.
    fn collect(
        &self,
        mut turn: Option<Held<'_>>,
        pass: &mut Pass,
        report: &mut Report,
        chain: &mut u32,
    ) -> bool {
        loop {
            let held = turn.take().unwrap_or_else(|| self.core.hold());
            let waited_for = self.waiters.are_there();
            let ((due, settled), leftovers) = self.core.work(&held, |state| {
                state.check_in_pass(pass, report);
                // What was taken by the last pass is told; what the next one takes is not.
                let told = if waited_for { state.settled_before() } else { 0 };
                let due = self.next_pass(state, pass, report, chain);
                let dropped = waited_for && !report.runaway.is_empty();
                (due, if dropped { state.settled_before() } else { told })
            });
            drop(held);
            if waited_for {
                self.waiters.settle(settled);
            }
            let Some(leftovers) = leftovers else { return due };
            // What `on_error` or a value's destructor writes is told by this flush, too.
            self.deal_with(leftovers);
            if due {
                return true;
            }
        }
    }

    fn next_pass(
        &self,
        state: &mut State,
        pass: &mut Pass,
        report: &mut Report,
        chain: &mut u32,
    ) -> bool {
        if !state.groups.has_due() {
            return false;
        }
        let own = self.wrote_back.swap(false, Ordering::Relaxed);
        if own && *chain >= MAX_PASSES {
            report.runaway = state.drop_due();
            return false;
        }
        *chain = if own { *chain + 1 } else { 1 };
        self.close_windows(state);
        if self.hooks.are_there() {
            state.groups.name_due(&mut report.groups);
        }
        *pass = state.collect(report);
        true
    }

    /// The window of a group ends with its flush; its next write opens another one.
    fn close_windows(&self, state: &mut State) {
        if self.strategy != Strategy::Windows {
            return;
        }
        let mut windows = self.windows.lock();
        if !self.policies.grouped {
            // What waits with the window must not outlast it.
            state.groups.all_due();
            windows.close_all();
            return;
        }
        for group in 0..state.groups.len() {
            if state.groups.is_due(group) && usize::from(group) < windows.len() {
                windows.close(usize::from(group));
            }
        }
    }
}

/// A mark of this thread, taken back on drop, by a panic too.
struct Marked<'a>(&'a AtomicUsize);

impl<'a> Marked<'a> {
    fn with_this_thread(mark: &'a AtomicUsize) -> Self {
        mark.store(thread_token(), Ordering::Relaxed);
        Self(mark)
    }
}

impl Drop for Marked<'_> {
    fn drop(&mut self) {
        self.0.store(0, Ordering::Relaxed);
    }
}
