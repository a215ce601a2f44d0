//! The processor time of this thread: on a shared machine, waiting for a core is nobody's cost.

use std::time::Duration;

/// How long this thread has been running.
#[cfg(unix)]
pub fn thread_time() -> Duration {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(now.tv_sec.unsigned_abs(), u32::try_from(now.tv_nsec).unwrap_or(0))
}

/// Where a thread has no clock of its own, the wall's.
#[cfg(not(unix))]
pub fn thread_time() -> Duration {
    use std::sync::OnceLock;
    use std::time::Instant;

    static START: OnceLock<Instant> = OnceLock::new();
    START.get_or_init(Instant::now).elapsed()
}

/// How long this thread ran in a function.
pub fn timed<R>(work: impl FnOnce() -> R) -> (Duration, R) {
    let before = thread_time();
    let result = work();
    (thread_time().saturating_sub(before), result)
}
