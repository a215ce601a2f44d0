//! A moment on a scheduler's clock.

use std::ops::Add;
use std::time::Duration;

/// A moment on a scheduler's clock: the time since the clock's origin.
///
/// Moments of two schedulers have different origins and cannot be compared. Adding to a moment
/// saturates, so that a window of `Duration::MAX` means "never".
///
/// ```
/// use atomata::Time;
/// use std::time::Duration;
///
/// let opened = Time::from_duration(Duration::from_millis(20));
/// let due = opened + Duration::from_millis(16);
/// assert_eq!(due.as_duration(), Duration::from_millis(36));
/// assert_eq!(due.since(opened), Duration::from_millis(16));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Time(Duration);

impl Time {
    /// The moment the clock counts from.
    pub const ORIGIN: Self = Self(Duration::ZERO);

    /// The last moment, which no running clock reaches: a timer armed for it never fires.
    pub const MAX: Self = Self(Duration::MAX);

    /// The moment that lies `elapsed` after the origin.
    pub const fn from_duration(elapsed: Duration) -> Self {
        Self(elapsed)
    }

    /// The time from the origin to this moment.
    pub const fn as_duration(self) -> Duration {
        self.0
    }

    /// The time from `earlier` to this moment, or zero if `earlier` is the later one.
    pub const fn since(self, earlier: Self) -> Duration {
        self.0.saturating_sub(earlier.0)
    }
}

impl Add<Duration> for Time {
    type Output = Self;

    fn add(self, span: Duration) -> Self {
        Self(self.0.saturating_add(span))
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    #[test]
    fn a_sum_past_the_end_is_the_end() {
        let late = Time::ORIGIN + Duration::from_nanos(1) + Duration::MAX;
        assert_eq!(late, Time::MAX);
    }

    #[test]
    fn the_span_to_a_later_moment_is_zero() {
        let early = Time::from_duration(Duration::from_secs(1));
        assert_eq!(early.since(Time::MAX), Duration::ZERO);
    }
}
