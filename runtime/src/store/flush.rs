//! The flush: passes that take what is due, tell it with nothing held, and look again.

use std::mem;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::Store;
use super::inner::{Inner, Strategy};
use super::open_turn::thread_token;
use crate::batch::gate::Owner;
use crate::clock::Time;
use crate::core::Held;
use crate::error::{Error, Name};
use crate::state::{Heard, Pass, Report, State, Tally, Ticket};
use crate::tier::Tier;

/// After so many passes of one flush, subscribers that still write are cut off.
const MAX_PASSES: u32 = 100;

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
        if self.core.state(&turn).in_lone_flush {
            return;
        }
        if let Some(owner) = self.gate.claim() {
            self.run_owned(owner, Some(turn), Tally::default());
        }
    }

    /// As `run_flush` for the owner of the gate, who may have made a pass already.
    fn run_owned(&self, mut owner: Owner<'_>, mut held: Option<Held<'_>>, mut tally: Tally) {
        let mut chain = tally.passes;
        loop {
            self.flush_due(held.take(), &mut chain, mem::take(&mut tally));
            if !owner.again() {
                break;
            }
        }
        if self.strategy == Strategy::Windows {
            self.follow_deadlines();
        }
    }

    /// The flush at the end of a write, in a store that tells at once, where nobody else flushes, waits
    /// for a flush or listens to it. Otherwise the turn is given back.
    ///
    /// It needs no gate: that it runs is known to the state, and who finds it there under the turn leaves the
    /// rest to it.
    pub(super) fn tell<'a>(&'a self, turn: Held<'a>) -> Option<Held<'a>> {
        if self.hooks.are_there() || self.waiters.are_there() {
            return Some(turn);
        }
        let mut state = self.core.state(&turn);
        if state.in_flight || !state.is_tidy() || !state.groups.has_opened() {
            drop(state);
            return Some(turn);
        }
        let mut tally = Tally::default();
        let pass = state.collect_at_once(&mut tally);
        drop(state);
        self.tell_pass(turn, pass, tally)
    }

    /// What follows from a write to a calm store that somebody observes.
    pub(super) fn tell_calmly(&self, turn: Held<'_>, heard: Heard) {
        if self.strategy != Strategy::Immediate
            || self.hooks.are_there()
            || self.waiters.are_there()
        {
            return self.work_in(turn, |state| state.queue_calmly(heard));
        }
        let mut tally = Tally::default();
        let mut state = self.core.glance(&turn);
        let pass = match state.only_observer(heard) {
            Some(index) => state.collect_only(heard, index, &mut tally).ok_or_else(Pass::default),
            None => state.collect_calmly(heard, &mut tally).into_only(),
        };
        match pass {
            Ok(ticket) if state.is_tidy() && !self.outbox.times_calls() => {
                state.in_lone_flush = true;
                let visits = state.stir();
                drop(state);
                drop(turn);
                self.tell_only(ticket, visits, tally);
            }
            only_or_pass => {
                drop(state);
                let pass = only_or_pass.map_or_else(|pass| pass, |ticket| Pass::from(Some(ticket)));
                if let Some(turn) = self.tell_pass(turn, pass, tally) {
                    self.finish(turn);
                }
            }
        }
    }

    /// Calls the only one who hears of a write to a calm store.
    #[inline]
    fn tell_only(&self, mut ticket: Ticket, visits: u64, mut tally: Tally) {
        {
            let _teller = Marked::with_this_thread(&self.teller);
            ticket.call(&mut |error| self.report(&error));
        }
        let turn = self.core.hold();
        let mut state = self.core.glance(&turn);
        if state.check_in_only(ticket, visits, &mut tally) && !self.waiters.are_there() {
            return;
        }
        drop(state);
        self.end_tell(turn, tally);
    }

    /// Tells the first pass of such a flush. The turn is given back where more is left to do.
    #[inline]
    fn tell_pass<'a>(
        &'a self,
        turn: Held<'a>,
        mut pass: Pass,
        mut tally: Tally,
    ) -> Option<Held<'a>> {
        let mut state = self.core.glance(&turn);
        let silent = pass.is_empty();
        if silent {
            state.check_in_pass(&mut pass, &mut tally);
        }
        state.in_lone_flush = !silent;
        let tidy = state.is_tidy();
        let calm = state.is_calm() && tidy;
        let visits = if silent { 0 } else { state.stir() };
        if silent && tidy {
            state.note_flush(&tally);
        }
        drop(state);
        if silent {
            // What is left over is dealt with as after any other operation.
            return (!tidy).then_some(turn);
        }
        if tidy {
            drop(turn);
        } else {
            let ((), leftovers) = self.core.work(&turn, |_| ());
            drop(turn);
            self.deal_with(leftovers.unwrap_or_default());
        }
        {
            let _teller = Marked::with_this_thread(&self.teller);
            self.call(&mut pass);
        }
        let turn = self.core.hold();
        let mut state = self.core.glance(&turn);
        state.check_in_pass(&mut pass, &mut tally);
        state.in_lone_flush = false;
        if calm && state.is_tidy() && state.settle(visits) && !self.waiters.are_there() {
            state.note_flush(&tally);
            return None;
        }
        drop(state);
        self.end_tell(turn, tally);
        None
    }

    /// The end of such a flush, or what is left to do of it.
    fn end_tell(&self, turn: Held<'_>, tally: Tally) {
        let mut state = self.core.state(&turn);
        let done = !state.groups.has_due() && state.is_tidy() && !self.waiters.are_there();
        if done {
            state.note_flush(&tally);
            state.calm_down();
        }
        drop(state);
        if done {
            drop(turn);
        } else if let Some(owner) = self.gate.claim() {
            self.run_owned(owner, Some(turn), tally);
        }
    }

    /// One flush: passes until nothing is due. Only the owner of the gate comes here.
    ///
    /// `chain` counts the passes that were made because subscribers or hooks wrote in the one before;
    /// passes that other threads ask for are not their fault and end it.
    fn flush_due(&self, mut held: Option<Held<'_>>, chain: &mut u32, mut tally: Tally) {
        let mut report = self.hooks.are_there().then(|| self.begin_report(&mut held));
        let runaway = {
            let _flusher = Marked::with_this_thread(&self.flusher);
            let mut pass = Pass::default();
            loop {
                match self.collect(held.take(), &mut pass, &mut tally, &mut report, chain) {
                    Next::Tell => self.call(&mut pass),
                    Next::Nothing => break Vec::new(),
                    Next::Runaway(names) => break names,
                }
            }
        };
        if !runaway.is_empty() {
            self.report(&Error::Runaway { passes: *chain, names: runaway.clone() });
        }
        if self.outbox.is_on() {
            self.core_work(|state| state.note_flush(&tally));
        }
        if let (Some((started, mut report)), 1..) = (report, tally.passes) {
            report.count(tally);
            report.runaway = runaway;
            self.end_report(started, report);
        }
    }

    /// Calls the observers of a pass, with nothing held.
    #[expect(clippy::inline_always, reason = "every flush comes here")]
    #[inline(always)]
    fn call(&self, pass: &mut Pass) {
        if self.outbox.times_calls() {
            return self.call_timed(pass);
        }
        for ticket in pass.tickets() {
            ticket.call(&mut |error| self.report(&error));
        }
    }

    #[cold]
    fn call_timed(&self, pass: &mut Pass) {
        let mut before = self.outbox.now();
        for ticket in pass.tickets() {
            let mut failed = false;
            ticket.call(&mut |error| {
                failed = true;
                self.report(&error);
            });
            let now = self.outbox.now();
            // To print a panic takes longer than most calls.
            self.outbox.call_took((!failed).then(|| now.since(before)));
            before = now;
        }
    }

    /// Puts the observers of the last pass back and takes the next one.
    fn collect(
        &self,
        mut turn: Option<Held<'_>>,
        pass: &mut Pass,
        tally: &mut Tally,
        report: &mut Option<(Time, Report)>,
        chain: &mut u32,
    ) -> Next {
        loop {
            let held = turn.take().unwrap_or_else(|| self.core.hold());
            let waited_for = self.waiters.are_there();
            let ((next, settled), leftovers) = self.core.work(&held, |state| {
                if state.in_lone_flush {
                    return (Next::Nothing, 0);
                }
                state.check_in_pass(pass, tally);
                // What was taken by the last pass is told; what the next one takes is not.
                let told = if waited_for { state.settled_before() } else { 0 };
                let next = self.next_pass(state, pass, tally, report, chain);
                let dropped = waited_for && matches!(next, Next::Runaway(_));
                (next, if dropped { state.settled_before() } else { told })
            });
            drop(held);
            if waited_for {
                self.waiters.settle(settled);
            }
            let Some(leftovers) = leftovers else { return next };
            // What `on_error` or a value's destructor writes is told by this flush, too.
            self.deal_with(leftovers);
            if !matches!(next, Next::Nothing) {
                return next;
            }
        }
    }

    fn next_pass(
        &self,
        state: &mut State,
        pass: &mut Pass,
        tally: &mut Tally,
        report: &mut Option<(Time, Report)>,
        chain: &mut u32,
    ) -> Next {
        if !state.groups.has_due() {
            return Next::Nothing;
        }
        let own = self.wrote_back.load(Ordering::Relaxed);
        if own {
            self.wrote_back.store(false, Ordering::Relaxed);
            if *chain >= MAX_PASSES {
                return Next::Runaway(state.drop_due());
            }
        }
        *chain = if own { *chain + 1 } else { 1 };
        self.close_windows(state);
        if let Some((_, report)) = report {
            state.groups.name_due(&mut report.groups);
        }
        *pass = state.collect(tally);
        Next::Tell
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

/// What a flush does next.
enum Next {
    Nothing,
    Tell,
    /// Subscribers wrote for too many passes; what they wrote last is not told.
    Runaway(Vec<Name>),
}

/// A mark of this thread, taken back on drop, by a panic too.
pub(super) struct Marked<'a>(&'a AtomicUsize);

impl<'a> Marked<'a> {
    pub(super) fn with_this_thread(mark: &'a AtomicUsize) -> Self {
        mark.store(thread_token(), Ordering::Relaxed);
        Self(mark)
    }
}

impl Drop for Marked<'_> {
    fn drop(&mut self) {
        self.0.store(0, Ordering::Relaxed);
    }
}
