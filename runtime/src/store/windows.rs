//! The windows of groups, and the timer that ends them.

use std::sync::Weak;

use super::inner::Inner;
use crate::batch::schedule::{Task, Timer};
use crate::state::State;

impl Inner {
    pub(super) fn open_windows(&self, state: &mut State) {
        let now = self.scheduler.now();
        let mut windows = self.windows.lock();
        // Windows have the indices of groups, which are added as nodes are registered.
        let groups = if self.policies.grouped { usize::from(state.groups.len()) } else { 1 };
        for group in windows.len()..groups {
            windows.add(self.policies.of(state.groups.name(group as u16)));
        }
        for group in state.groups.opened() {
            let window = if self.policies.grouped { usize::from(group) } else { 0 };
            // The alarm asks for the earliest deadline itself.
            let _ = windows.open(window, now);
        }
    }

    pub(super) fn follow_deadlines(&self) {
        self.alarm.follow(
            || self.windows.lock().next_deadline(),
            |deadline| match deadline {
                Some(deadline) => self.timer().arm(deadline),
                None => {
                    if let Some(timer) = self.timer.get() {
                        timer.disarm();
                    }
                }
            },
        );
    }

    fn timer(&self) -> &dyn Timer {
        &**self.timer.get_or_init(|| {
            let this = Weak::clone(&self.this);
            self.scheduler.timer(Task::new(move || {
                if let Some(inner) = this.upgrade() {
                    inner.timer_fired();
                }
            }))
        })
    }

    fn timer_fired(&self) {
        self.alarm.fired();
        let now = self.scheduler.now();
        let turn = self.core.hold();
        self.core.work(&turn, |state| {
            let grouped = self.policies.grouped;
            self.windows.lock().close_due(now, |group| {
                if grouped { state.groups.make_due(group as u16) } else { state.groups.all_due() }
            });
        });
        self.run_flush(turn);
    }
}
