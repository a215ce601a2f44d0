//! The synchronisation primitives of the crate, under one roof.
//!
//! Nothing else names `parking_lot`. Under `cfg(loom)` the names stand for loom's models of them, so
//! that the kernels in `batch` are checked over every interleaving; what no kernel uses (condition
//! variables, the re-entrant mutex) has no model and exists in ordinary builds alone.

#[cfg(not(loom))]
pub(crate) use parking_lot::{Condvar, Mutex, MutexGuard, ReentrantMutex, ReentrantMutexGuard};
#[cfg(not(loom))]
pub(crate) use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering},
};

#[cfg(loom)]
pub(crate) use loom::sync::{
    Arc, MutexGuard,
    atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering},
};
#[cfg(loom)]
pub(crate) use model::Mutex;

#[cfg(loom)]
mod model {
    //! Loom's mutex behind the signatures of `parking_lot`, which knows no poisoning.

    use loom::sync::MutexGuard;

    #[derive(Debug)]
    pub(crate) struct Mutex<T>(loom::sync::Mutex<T>);

    impl<T> Mutex<T> {
        pub(crate) fn new(value: T) -> Self {
            Self(loom::sync::Mutex::new(value))
        }

        pub(crate) fn lock(&self) -> MutexGuard<'_, T> {
            self.0.lock().expect("a model ends at its first panic")
        }

        pub(crate) fn try_lock(&self) -> Option<MutexGuard<'_, T>> {
            self.0.try_lock().ok()
        }
    }
}
