//! The life of a subscription: from its first call to its end.

use crate::sync::{AtomicU8, Ordering};

const IDLE: u8 = 0;
const RUNNING: u8 = 1;
const ENDED: u8 = 2;

/// Whether a subscription may be called, is being called, or has ended.
///
/// It ends once, and exactly one side learns that the callback is its own to drop: the one that ended
/// it while it was idle, or the one whose call was under way.
#[derive(Debug)]
pub(crate) struct Life {
    /// `IDLE` and `RUNNING` alternate under `begin` and `finish`; `ENDED` is final.
    state: AtomicU8,
}

impl Life {
    pub(crate) fn new() -> Self {
        Self { state: AtomicU8::new(IDLE) }
    }

    /// Begins a call. False if the subscription has ended, or a call of it is under way.
    #[must_use = "a call that did not begin must not be made"]
    pub(crate) fn begin(&self) -> bool {
        self.state.compare_exchange(IDLE, RUNNING, Ordering::AcqRel, Ordering::Acquire).is_ok()
    }

    /// Finishes the call that `begin` began. False if the subscription ended meanwhile: then the
    /// caller drops the callback.
    #[must_use = "a subscription that ended during its call is dropped by the caller"]
    pub(crate) fn finish(&self) -> bool {
        let step = self.state.compare_exchange(RUNNING, IDLE, Ordering::AcqRel, Ordering::Acquire);
        debug_assert_ne!(step, Err(IDLE), "only a call that began can finish");
        step.is_ok()
    }

    /// Ends the subscription. After it returns no call begins; one under way elsewhere may finish.
    /// Never blocks. True if this ended it while no call was under way: then the caller drops the
    /// callback.
    pub(crate) fn end(&self) -> bool {
        self.state.swap(ENDED, Ordering::AcqRel) == IDLE
    }

    pub(crate) fn is_ended(&self) -> bool {
        self.state.load(Ordering::Acquire) == ENDED
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    #[test]
    fn calls_follow_each_other_until_the_end() {
        let life = Life::new();
        for _ in 0..2 {
            assert!(life.begin());
            assert!(!life.begin(), "one call at a time");
            assert!(life.finish());
        }
        assert!(life.end());
        assert!(life.is_ended());
        assert!(!life.begin());
        assert!(!life.end(), "the callback is dropped once");
    }

    #[test]
    fn a_call_under_way_may_finish_and_hears_of_the_end() {
        let life = Life::new();
        assert!(life.begin());
        assert!(!life.end());
        assert!(life.is_ended());
        assert!(!life.finish());
        assert!(life.is_ended(), "finishing does not revive it");
        assert!(!life.begin());
    }
}

#[cfg(all(test, loom))]
mod model {
    use super::*;
    use crate::sync::Arc;
    use loom::{sync::atomic::AtomicBool, thread};

    #[test]
    fn loom_no_call_begins_after_the_end_and_one_side_drops_the_callback() {
        loom::model(|| {
            let life = Arc::new(Life::new());
            let told = Arc::new(AtomicBool::new(false));
            // What the call touches is relaxed, so that its order comes from `begin` and `finish`.
            let calls = Arc::new(AtomicU8::new(0));
            let callers: Vec<_> = (0..2)
                .map(|_| {
                    let (life, told, calls) = (life.clone(), told.clone(), calls.clone());
                    thread::spawn(move || {
                        let ended_before = told.load(Ordering::Acquire);
                        if !life.begin() {
                            return (0, false);
                        }
                        assert!(!ended_before, "a call began after the end");
                        let before = calls.load(Ordering::Relaxed);
                        calls.store(before + 1, Ordering::Relaxed);
                        (1, !life.finish())
                    })
                })
                .collect();
            let drops_here = life.end();
            told.store(true, Ordering::Release);
            assert!(!life.begin());

            let ends: Vec<_> = callers.into_iter().map(|caller| caller.join().unwrap()).collect();
            let began = ends.iter().map(|(began, _)| began).sum::<u8>();
            assert_eq!(calls.load(Ordering::Relaxed), began, "two calls overlapped");
            let drops_there = ends.iter().filter(|(_, drops)| *drops).count();
            assert_eq!(drops_there + usize::from(drops_here), 1);
            assert!(life.is_ended());
        });
    }
}
