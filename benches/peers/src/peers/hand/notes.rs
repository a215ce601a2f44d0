//! How an update tells effects: at once, or by a note that is read when the lock was let go.
//!
//! A note is as small as a programmer would make it for the shape at hand.

use super::Callback;

/// Whom an update tells.
pub(super) trait Tell {
    /// One effect has news.
    fn tell(&mut self, slot: usize, value: i64);

    /// All effects have the same news.
    fn tell_all(&mut self, value: i64);
}

/// What one update told, for later.
pub(super) trait Notes: Tell + Default + 'static {
    /// With room for the news of so many effects.
    fn with_room_for(effects: usize) -> Self {
        let _ = effects;
        Self::default()
    }

    /// Tells it, and forgets it.
    fn call(&mut self, callbacks: &mut [Callback]);
}

/// For shapes with at most one effect.
#[derive(Default)]
pub(super) struct One(Option<i64>);

impl Tell for One {
    #[inline]
    fn tell(&mut self, _: usize, value: i64) {
        self.0 = Some(value);
    }

    #[inline]
    fn tell_all(&mut self, value: i64) {
        self.0 = Some(value);
    }
}

impl Notes for One {
    #[inline]
    fn call(&mut self, callbacks: &mut [Callback]) {
        if let Some(value) = self.0.take() {
            callbacks[0](value);
        }
    }
}

/// For shapes with many effects, one of which has news.
#[derive(Default)]
pub(super) struct OneOfMany(Option<(usize, i64)>);

impl Tell for OneOfMany {
    #[inline]
    fn tell(&mut self, slot: usize, value: i64) {
        self.0 = Some((slot, value));
    }

    fn tell_all(&mut self, _: i64) {
        unreachable!("one has news");
    }
}

impl Notes for OneOfMany {
    #[inline]
    fn call(&mut self, callbacks: &mut [Callback]) {
        if let Some((slot, value)) = self.0.take() {
            callbacks[slot](value);
        }
    }
}

/// For shapes with many effects, all of which have the same news.
#[derive(Default)]
pub(super) struct Everybody(Option<i64>);

impl Tell for Everybody {
    fn tell(&mut self, _: usize, _: i64) {
        unreachable!("all have news");
    }

    #[inline]
    fn tell_all(&mut self, value: i64) {
        self.0 = Some(value);
    }
}

impl Notes for Everybody {
    #[inline]
    fn call(&mut self, callbacks: &mut [Callback]) {
        if let Some(value) = self.0.take() {
            for callback in callbacks {
                callback(value);
            }
        }
    }
}

/// For shapes with many effects, several of which have news of their own.
///
/// The room never grows, which is cheaper than a `Vec` that might. Two arrays, because the compiler may read a
/// pair in one piece that was just written in two, for which a processor waits.
#[derive(Default)]
pub(super) struct Many {
    slots: Box<[usize]>,
    values: Box<[i64]>,
    count: usize,
}

impl Tell for Many {
    #[inline]
    fn tell(&mut self, slot: usize, value: i64) {
        self.slots[self.count] = slot;
        self.values[self.count] = value;
        self.count += 1;
    }

    fn tell_all(&mut self, _: i64) {
        unreachable!("each has its own news");
    }
}

impl Notes for Many {
    fn with_room_for(effects: usize) -> Self {
        Self { slots: vec![0; effects].into(), values: vec![0; effects].into(), count: 0 }
    }

    #[inline]
    fn call(&mut self, callbacks: &mut [Callback]) {
        for (&slot, &value) in self.slots[..self.count].iter().zip(&self.values) {
            callbacks[slot](value);
        }
        self.count = 0;
    }
}
