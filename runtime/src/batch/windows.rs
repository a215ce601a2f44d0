//! The flush windows of a store's groups. Plain state under its owner's lock: no time passes here and
//! no timer is known.

use crate::clock::Time;
use std::time::Duration;

/// How a group's writes are batched.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Policy {
    /// From a group's first pending write to its flush.
    pub(crate) window: Duration,
    /// Groups due at one instant are told in descending order of it.
    pub(crate) priority: i32,
}

/// The windows of all groups, each open from its first pending write until it is closed by a flush.
///
/// Invariant: an open window is due at its opening plus its policy's window, whatever is written
/// meanwhile.
#[derive(Debug, Default)]
pub(crate) struct Windows {
    groups: Vec<Window>,
    /// All groups, by descending priority, then in the order they were added.
    order: Vec<usize>,
}

#[derive(Debug)]
struct Window {
    policy: Policy,
    opened: Option<Time>,
}

impl Window {
    fn deadline(&self) -> Option<Time> {
        self.opened.map(|opened| opened + self.policy.window)
    }

    fn is_due(&self, now: Time) -> bool {
        self.deadline().is_some_and(|deadline| deadline <= now)
    }
}

impl Windows {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Adds a group with its window closed and returns its number; numbers count from zero.
    pub(crate) fn add(&mut self, policy: Policy) -> usize {
        let group = self.groups.len();
        let place = self
            .order
            .partition_point(|&other| self.groups[other].policy.priority >= policy.priority);
        self.groups.push(Window { policy, opened: None });
        self.order.insert(place, group);
        group
    }

    /// How many groups were added.
    pub(crate) fn len(&self) -> usize {
        self.groups.len()
    }

    #[cfg(test)]
    pub(crate) fn policy(&self, group: usize) -> Policy {
        self.groups[group].policy
    }

    /// Whether a write to the group would join a window. Asked before [`open`](Windows::open), it
    /// saves all but the first write of a window from reading the clock.
    pub(crate) fn is_open(&self, group: usize) -> bool {
        self.groups[group].opened.is_some()
    }

    /// Tells of a pending write. Returns the deadline if it has become the earliest of all, that is
    /// exactly when the timer has to be armed; a write into an open window changes nothing.
    ///
    /// O(groups) for the first write of a window, O(1) for the others.
    #[must_use = "the timer follows the earliest deadline"]
    pub(crate) fn open(&mut self, group: usize, now: Time) -> Option<Time> {
        if self.is_open(group) {
            return None;
        }
        let earliest = self.next_deadline();
        self.groups[group].opened = Some(now);
        let deadline = self.groups[group].deadline()?;
        earliest.is_none_or(|earliest| deadline < earliest).then_some(deadline)
    }

    /// The earliest deadline of the open windows. O(groups).
    pub(crate) fn next_deadline(&self) -> Option<Time> {
        self.groups.iter().filter_map(Window::deadline).min()
    }

    /// When the window was opened that is open for the longest time. O(groups).
    pub(crate) fn oldest(&self) -> Option<Time> {
        self.groups.iter().filter_map(|window| window.opened).min()
    }

    /// The groups whose window is due, by descending priority, then in the order they were added.
    #[cfg(test)]
    pub(crate) fn due(&self, now: Time) -> impl Iterator<Item = usize> {
        self.order.iter().copied().filter(move |&group| self.groups[group].is_due(now))
    }

    /// Closes what is due, telling of each group in the order of [`due`](Windows::due).
    pub(crate) fn close_due(&mut self, now: Time, mut closed: impl FnMut(usize)) {
        for &group in &self.order {
            if self.groups[group].is_due(now) {
                self.groups[group].opened = None;
                closed(group);
            }
        }
    }

    /// Closes a group's window; its next write opens a new one.
    pub(crate) fn close(&mut self, group: usize) {
        self.groups[group].opened = None;
    }

    /// Closes every window, for a flush that does not wait for deadlines.
    pub(crate) fn close_all(&mut self) {
        for window in &mut self.groups {
            window.opened = None;
        }
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    fn at(millis: u64) -> Time {
        Time::from_duration(Duration::from_millis(millis))
    }

    fn windows(policies: &[(u64, i32)]) -> Windows {
        let mut windows = Windows::new();
        for (number, &(window, priority)) in policies.iter().enumerate() {
            let policy = Policy { window: Duration::from_millis(window), priority };
            assert_eq!(windows.add(policy), number);
            assert_eq!(windows.policy(number), policy);
        }
        windows
    }

    fn due(windows: &Windows, millis: u64) -> Vec<usize> {
        windows.due(at(millis)).collect()
    }

    #[test]
    fn a_window_opens_at_its_first_write_and_is_due_at_its_end() {
        let mut windows = windows(&[(16, 0)]);
        assert_eq!(windows.next_deadline(), None);
        assert_eq!(windows.open(0, at(4)), Some(at(20)));
        assert!(windows.is_open(0));
        assert_eq!(windows.open(0, at(10)), None, "a later write joins the window");
        assert_eq!(windows.next_deadline(), Some(at(20)));
        assert_eq!(due(&windows, 19), [0; 0]);
        assert_eq!(due(&windows, 20), [0]);
        windows.close(0);
        assert_eq!(due(&windows, 1000), [0; 0]);
        assert_eq!(windows.next_deadline(), None);
        assert_eq!(windows.open(0, at(30)), Some(at(46)), "the next write opens a new window");
    }

    #[test]
    fn the_timer_is_armed_only_for_an_earlier_deadline() {
        let mut windows = windows(&[(16, 0), (100, 0), (1, 0), (16, 0)]);
        assert_eq!(windows.open(0, at(0)), Some(at(16)));
        assert_eq!(windows.open(1, at(0)), None);
        assert_eq!(windows.open(2, at(3)), Some(at(4)));
        assert_eq!(windows.open(3, at(0)), None, "an equal deadline needs no other timer");
        assert_eq!(windows.next_deadline(), Some(at(4)));
    }

    #[test]
    fn groups_due_together_come_by_priority_then_in_order() {
        let mut windows = windows(&[(5, 0), (5, 7), (5, -1), (5, 7), (50, 9)]);
        for group in [2, 0, 4, 3, 1] {
            _ = windows.open(group, at(0));
        }
        assert_eq!(due(&windows, 5), [1, 3, 0, 2]);
        let mut closed = Vec::new();
        windows.close_due(at(5), |group| closed.push(group));
        assert_eq!(closed, [1, 3, 0, 2]);
        assert_eq!(due(&windows, 5), [0; 0]);
        assert_eq!(windows.next_deadline(), Some(at(50)), "what is not due stays");
        windows.close_all();
        assert_eq!(windows.next_deadline(), None);
        assert!(!windows.is_open(4));
    }

    #[test]
    fn an_endless_window_is_never_due() {
        let mut windows = Windows::new();
        let never = windows.add(Policy { window: Duration::MAX, priority: 0 });
        assert_eq!(windows.open(never, at(5)), Some(Time::MAX));
        assert_eq!(due(&windows, 1 << 60), [0; 0]);
    }
}
