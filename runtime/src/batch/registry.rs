//! The life of a subscription: whether it may still be called.

use crate::sync::{AtomicBool, Ordering};

/// Whether a subscription has ended, for those who call it and those who end it.
///
/// One flush runs at a time, so calls never overlap, and the observer that holds the callback has one
/// owner at any moment: the flush that took it out, or the store. All that is left to agree on is that
/// no call begins after the end, which costs the caller a load.
#[derive(Debug)]
pub(crate) struct Life {
    /// Set once.
    ended: AtomicBool,
}

impl Life {
    pub(crate) fn new() -> Self {
        Self { ended: AtomicBool::new(false) }
    }

    /// Ends the subscription. After it returns no call begins; one under way elsewhere may finish.
    /// Never blocks. True for the first who ends it.
    pub(crate) fn end(&self) -> bool {
        !self.ended.swap(true, Ordering::AcqRel)
    }

    /// Asked right before each call.
    #[inline]
    pub(crate) fn is_ended(&self) -> bool {
        self.ended.load(Ordering::Acquire)
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    #[test]
    fn a_life_ends_once() {
        let life = Life::new();
        assert!(!life.is_ended());
        assert!(life.end());
        assert!(life.is_ended());
        assert!(!life.end());
        assert!(life.is_ended());
    }
}

#[cfg(all(test, loom))]
mod model {
    use super::*;
    use crate::sync::Arc;
    use loom::thread;

    #[test]
    fn loom_no_call_begins_after_the_end_and_one_side_is_the_first() {
        loom::model(|| {
            let life = Arc::new(Life::new());
            let told = Arc::new(AtomicBool::new(false));
            let caller = {
                let (life, told) = (Arc::clone(&life), Arc::clone(&told));
                thread::spawn(move || {
                    let ended_before = told.load(Ordering::Acquire);
                    assert!(!ended_before || life.is_ended(), "a call began after the end");
                })
            };
            let other = {
                let life = Arc::clone(&life);
                thread::spawn(move || life.end())
            };
            let first_here = life.end();
            told.store(true, Ordering::Release);
            assert!(life.is_ended());
            caller.join().unwrap();
            assert_ne!(other.join().unwrap(), first_here, "one of the two is the first");
        });
    }
}
