//! Which of many short things are measured.

use std::time::Duration;

/// On average one of so many is measured.
pub(crate) const EVERY: u32 = 32;

/// What takes longer than this is measured each time: the clock is nothing beside it.
const SLOW: Duration = Duration::from_micros(2);

/// Chooses what is measured: one of [`EVERY`] at random, so that nothing that comes in turns is missed, and
/// all as long as they are slow.
#[derive(Debug)]
pub(super) struct Sampler {
    left: u32,
    random: u32,
}

impl Sampler {
    pub(super) fn new() -> Self {
        Self { left: 0, random: 0x9e37_79b9 }
    }

    /// Whether the next one is to be measured.
    #[inline]
    pub(super) fn is_next(&mut self) -> bool {
        match self.left.checked_sub(1) {
            Some(left) => {
                self.left = left;
                false
            }
            None => true,
        }
    }

    /// One was measured.
    pub(super) fn took(&mut self, time: Duration) {
        if time >= SLOW {
            self.left = 0;
            return;
        }
        // Marsaglia's xorshift.
        self.random ^= self.random << 13;
        self.random ^= self.random >> 17;
        self.random ^= self.random << 5;
        self.left = self.random % (2 * EVERY - 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_some_is_measured_and_all_that_are_slow() {
        let mut sampler = Sampler::new();
        let mut measured = 0;
        for _ in 0..32_000 {
            if sampler.is_next() {
                measured += 1;
                sampler.took(Duration::ZERO);
            }
        }
        assert!((900..1100).contains(&measured), "{measured} of 32000");
        while !sampler.is_next() {}
        sampler.took(SLOW);
        assert!(sampler.is_next());
        sampler.took(SLOW);
        assert!(sampler.is_next());
    }
}
