//! What somebody let go of: subscriptions, pins, groups of the history, optimistic updates.

use std::sync::atomic::Ordering;

use super::inner::{Inner, Strategy};
use crate::state::{MemberId, State};

/// What somebody let go of.
#[derive(Clone, Copy)]
pub(super) enum Ended {
    Observer(MemberId),
    /// A node that was held in place, with its generation.
    Pin(u32, u64),
    /// A group of turns that are one entry of the history.
    Group,
    /// An optimistic update that can be reverted.
    Pending(u64),
}

impl Ended {
    fn leave(self, state: &mut State) {
        match self {
            Self::Observer(id) => state.unwatch(id),
            Self::Pin(slot, generation) => state.unpin(slot, generation),
            Self::Group => state.end_group(),
            Self::Pending(id) => state.confirm(id),
        }
    }
}

impl Inner {
    /// Lets something go now if that needs no waiting, else at the end of a later operation. Nobody is
    /// called from here: what is to be told of it is told at the end of its window, or by a later
    /// operation.
    pub(super) fn end(&self, ended: Ended) {
        let Some(turn) = self.core.try_hold() else {
            self.ended.lock().push_back(ended);
            self.has_ended.store(true, Ordering::Release);
            return;
        };
        let ((opened, rings), leftovers) = self.core.work(&turn, |state| {
            ended.leave(state);
            if !turn.is_open() && state.has_doubts() {
                state.end_lives();
            }
            let opens = self.strategy == Strategy::Windows && state.groups.has_opened();
            if opens && !turn.is_open() {
                self.open_windows(state);
            }
            // A member may have gone with those who observed it.
            (opens, !turn.is_open() && state.rings())
        });
        drop(turn);
        if rings {
            self.ring();
        }
        if let Some(leftovers) = leftovers {
            self.deal_with(leftovers);
        }
        if opened {
            self.follow_deadlines();
        }
    }

    /// Lets go of what had found the turn taken.
    #[cold]
    pub(super) fn bury(&self, state: &mut State) {
        let mut list = self.ended.lock();
        while let Some(ended) = list.pop_front() {
            ended.leave(state);
        }
        self.has_ended.store(false, Ordering::Relaxed);
    }
}
