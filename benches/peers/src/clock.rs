//! The processor time of this thread: on a shared machine, waiting for a core is nobody's cost.

use std::sync::{Arc, Barrier};
use std::time::{Duration, Instant};

/// How long this thread has been running.
#[cfg(unix)]
fn thread_time() -> Duration {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(now.tv_sec.unsigned_abs(), u32::try_from(now.tv_nsec).unwrap_or(0))
}

/// Where a thread has no clock of its own, the wall's.
#[cfg(not(unix))]
fn thread_time() -> Duration {
    use std::sync::OnceLock;

    static START: OnceLock<Instant> = OnceLock::new();
    START.get_or_init(Instant::now).elapsed()
}

/// How many nanoseconds this thread ran in a function.
///
/// Allocations are not counted meanwhile, so that what counting costs is not measured.
pub fn nanoseconds(work: impl FnOnce()) -> f64 {
    let mut took = Duration::ZERO;
    allocation_counter::opt_out(|| {
        let before = thread_time();
        work();
        took = thread_time().saturating_sub(before);
    });
    took.as_secs_f64() * 1e9
}

/// Runs what `make` returns on so many threads that start together; the seconds of the slowest on the
/// wall's clock.
pub fn on_threads<F: FnOnce() + Send + 'static>(threads: usize, make: impl Fn() -> F) -> f64 {
    let barrier = Arc::new(Barrier::new(threads));
    let running: Vec<_> = (0..threads)
        .map(|_| {
            let (work, barrier) = (make(), Arc::clone(&barrier));
            std::thread::spawn(move || {
                barrier.wait();
                let start = Instant::now();
                work();
                start.elapsed().as_secs_f64()
            })
        })
        .collect();
    let took = running.into_iter().map(|thread| thread.join().expect("reading does not panic"));
    took.fold(0.0, f64::max)
}
