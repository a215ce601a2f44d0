//! Turns of several operations, and on which thread one is.

use std::sync::atomic::Ordering;

use super::inner::Inner;
use crate::core::Held;
use crate::event::Here;

impl Inner {
    /// Opens a turn of several operations; it ends when the guard is dropped.
    #[track_caller]
    pub(super) fn open_turn(&self) -> OpenTurn<'_> {
        let held = self.core.enter();
        if self.outbox.is_on() && !held.is_open() {
            self.core.state(&held).turn_began(Here::caller());
        }
        held.open();
        OpenTurn { inner: self, held: Some(held) }
    }

    /// Whether this thread is inside of a turn, or runs the flush.
    pub(super) fn is_inside(&self) -> bool {
        self.is_flusher() || self.is_hooking() || self.core.hold().is_open()
    }

    pub(super) fn is_hooking(&self) -> bool {
        self.hooking.load(Ordering::Relaxed) == thread_token()
    }

    pub(super) fn is_flusher(&self) -> bool {
        let token = thread_token();
        [&self.flusher, &self.teller].iter().any(|thread| thread.load(Ordering::Relaxed) == token)
    }
}

/// A turn of several operations, closed on drop, by a panic too.
pub(super) struct OpenTurn<'a> {
    inner: &'a Inner,
    held: Option<Held<'a>>,
}

impl Drop for OpenTurn<'_> {
    fn drop(&mut self) {
        let Some(held) = self.held.take() else { return };
        held.close();
        if self.inner.outbox.is_on() && !held.is_open() {
            self.inner.core.state(&held).values.leftovers.tap.turn_ended();
        }
        let flush = !held.is_open() && held.take_flush_at_end();
        self.inner.work_in(held, |_| ());
        if flush {
            self.inner.flush_all();
        }
    }
}

/// A number that only this thread has while it lives.
pub(super) fn thread_token() -> usize {
    thread_local!(static TOKEN: u8 = const { 0 });
    TOKEN.with(|token| std::ptr::from_ref(token).addr())
}
