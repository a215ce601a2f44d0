//! The flush gate: one flush at a time, and no request between two flushes is lost.

use crate::sync::{AtomicU8, Ordering};

const FREE: u8 = 0;
const RUNNING: u8 = 1;
const RUNNING_AND_ASKED: u8 = 2;

/// Lets one thread through at a time; who finds it taken leaves a request for one more pass.
///
/// What a thread wrote before [`enter`](Gate::enter) is visible to a pass that starts after it: to the
/// thread's own pass, or to the one its request asks for.
#[derive(Debug)]
pub(crate) struct Gate {
    /// Only the thread that took it from `FREE` takes it back there. Every change is a
    /// read-modify-write, also the one that finds a request already standing: a mere load would not
    /// publish the caller's writes to the pass that answers the request.
    state: AtomicU8,
}

impl Gate {
    pub(crate) fn new() -> Self {
        Self { state: AtomicU8::new(FREE) }
    }

    /// True if the caller now owns the gate and has to make a pass. False if another one owns it,
    /// which has then been told to make one more.
    #[must_use = "the owner of the gate has to leave it"]
    pub(crate) fn enter(&self) -> bool {
        self.step(|state| if state == FREE { RUNNING } else { RUNNING_AND_ASKED }) == FREE
    }

    /// Called by the owner after a pass. True if somebody asked meanwhile: the request is taken and
    /// the owner makes another pass. False if nobody did, and the gate is free again.
    #[must_use = "a consumed request has to be answered by a pass"]
    pub(crate) fn again(&self) -> bool {
        let before = self.step(|state| if state == RUNNING_AND_ASKED { RUNNING } else { FREE });
        debug_assert_ne!(before, FREE, "only the owner asks whether to go on");
        before == RUNNING_AND_ASKED
    }

    /// Frees the gate without another pass, for an owner that unwinds. True if a request was standing,
    /// which nobody has answered.
    pub(crate) fn leave(&self) -> bool {
        let before = self.state.swap(FREE, Ordering::AcqRel);
        debug_assert_ne!(before, FREE, "only the owner leaves");
        before == RUNNING_AND_ASKED
    }

    /// Whether some thread owns the gate. The answer may be old when it arrives.
    #[cfg(test)]
    pub(crate) fn is_running(&self) -> bool {
        self.state.load(Ordering::Acquire) != FREE
    }

    /// [`enter`](Gate::enter) as a guard that leaves the gate if its owner unwinds.
    pub(crate) fn claim(&self) -> Option<Owner<'_>> {
        self.enter().then(|| Owner { gate: self, owns: true })
    }

    fn step(&self, next: impl Fn(u8) -> u8) -> u8 {
        let step = |state| Some(next(state));
        match self.state.fetch_update(Ordering::AcqRel, Ordering::Acquire, step) {
            Ok(before) | Err(before) => before,
        }
    }
}

/// The owner of a [`Gate`]. Dropped before [`again`](Owner::again) said no, it leaves the gate.
#[derive(Debug)]
pub(crate) struct Owner<'a> {
    gate: &'a Gate,
    owns: bool,
}

impl Owner<'_> {
    /// As [`Gate::again`].
    #[must_use = "a consumed request has to be answered by a pass"]
    pub(crate) fn again(&mut self) -> bool {
        self.owns = self.gate.again();
        self.owns
    }
}

impl Drop for Owner<'_> {
    fn drop(&mut self) {
        if self.owns {
            self.gate.leave();
        }
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    #[test]
    fn one_owner_and_one_more_pass_for_any_number_of_requests() {
        let gate = Gate::new();
        assert!(!gate.is_running());
        assert!(gate.enter());
        assert!(gate.is_running());
        assert!(!gate.enter());
        assert!(!gate.enter());
        assert!(gate.again(), "two requests are answered by one pass");
        assert!(!gate.again());
        assert!(!gate.is_running());
        assert!(gate.enter());
    }

    #[test]
    fn leaving_frees_the_gate_and_tells_of_a_request() {
        let gate = Gate::new();
        assert!(gate.enter());
        assert!(!gate.leave());
        assert!(gate.enter());
        assert!(!gate.enter());
        assert!(gate.leave());
        assert!(!gate.is_running());
    }

    #[test]
    fn an_owner_that_unwinds_leaves() {
        let gate = Gate::new();
        let unwound = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            let _owner = gate.claim().expect("the gate is free");
            assert!(gate.claim().is_none());
            std::panic::resume_unwind(Box::new(()));
        }));
        assert!(unwound.is_err());
        assert!(!gate.is_running());
    }

    #[test]
    fn an_owner_that_is_done_does_not_leave_twice() {
        let gate = Gate::new();
        let mut first = gate.claim().expect("the gate is free");
        assert!(!first.again());
        let _second = gate.claim().expect("the gate is free again");
        drop(first);
        assert!(gate.is_running());
    }
}

#[cfg(all(test, loom))]
mod model {
    use super::*;
    use crate::sync::Arc;
    use loom::thread;

    /// Writes and passes are relaxed, so that what orders them is the gate alone.
    struct World<const N: usize> {
        gate: Gate,
        written: [AtomicU8; N],
        seen: [AtomicU8; N],
        inside: AtomicU8,
        passes: AtomicU8,
    }

    impl<const N: usize> World<N> {
        fn new() -> Arc<Self> {
            Arc::new(Self {
                gate: Gate::new(),
                written: std::array::from_fn(|_| AtomicU8::new(0)),
                seen: std::array::from_fn(|_| AtomicU8::new(0)),
                inside: AtomicU8::new(0),
                passes: AtomicU8::new(0),
            })
        }

        fn write(&self, writer: usize) {
            self.written[writer].store(1, Ordering::Relaxed);
        }

        /// Counts itself by a load and a store apart, which two owners at once,
        /// or one that does not see its predecessor's, would miscount.
        fn pass(&self) {
            assert_eq!(self.inside.fetch_add(1, Ordering::Relaxed), 0, "two owners at once");
            for (seen, written) in self.seen.iter().zip(&self.written) {
                if written.load(Ordering::Relaxed) == 1 {
                    seen.store(1, Ordering::Relaxed);
                }
            }
            let passes = self.passes.load(Ordering::Relaxed);
            self.passes.store(passes + 1, Ordering::Relaxed);
            assert_eq!(self.inside.fetch_sub(1, Ordering::Relaxed), 1, "two owners at once");
        }

        /// A whole flush, as the store makes it; returns its passes.
        fn flush(&self) -> u8 {
            let mut passes = 0;
            if self.gate.enter() {
                loop {
                    self.pass();
                    passes += 1;
                    if !self.gate.again() {
                        break;
                    }
                }
            }
            passes
        }

        fn check(&self, passes: u8) {
            for seen in &self.seen {
                assert_eq!(seen.load(Ordering::Relaxed), 1, "a write was stranded");
            }
            assert_eq!(self.passes.load(Ordering::Relaxed), passes, "owners were not ordered");
            assert!(!self.gate.is_running());
        }
    }

    fn write_and_flush_on<const THREADS: usize>() {
        let world = World::<THREADS>::new();
        let others: Vec<_> = (1..THREADS)
            .map(|writer| {
                let world = Arc::clone(&world);
                thread::spawn(move || {
                    world.write(writer);
                    world.flush()
                })
            })
            .collect();
        world.write(0);
        let mut passes = world.flush();
        passes += others.into_iter().map(|other| other.join().unwrap()).sum::<u8>();
        world.check(passes);
    }

    #[test]
    fn loom_no_request_is_stranded_and_one_thread_owns_the_gate() {
        loom::model(write_and_flush_on::<2>);
    }

    #[test]
    fn loom_the_same_with_a_request_beside_a_request() {
        let mut model = loom::model::Builder::new();
        // All interleavings of three threads take minutes; these take seconds, and three changes of
        // thread at a bad moment are enough for two requests to meet inside one pass.
        model.preemption_bound.get_or_insert(3);
        model.check(write_and_flush_on::<3>);
    }

    #[test]
    fn loom_an_owner_that_leaves_hears_of_the_request() {
        loom::model(|| {
            let world = World::<2>::new();
            let other = {
                let world = Arc::clone(&world);
                thread::spawn(move || {
                    world.write(0);
                    world.flush()
                })
            };
            world.write(1);
            let mut passes = 0;
            if world.gate.enter() {
                world.pass();
                passes += 1;
                if world.gate.leave() {
                    passes += world.flush();
                }
            }
            passes += other.join().unwrap();
            world.check(passes);
        });
    }
}
