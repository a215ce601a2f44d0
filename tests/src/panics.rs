//! Panics as values, for tests that expect them.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// What a function panics with.
///
/// # Panics
/// If it does not panic.
#[track_caller]
pub fn panic_of<R>(run: impl FnOnce() -> R) -> String {
    let Err(payload) = catch_unwind(AssertUnwindSafe(run)) else {
        panic!("the function returned instead of panicking");
    };
    match payload.downcast::<String>() {
        Ok(text) => *text,
        Err(payload) => payload.downcast_ref::<&str>().copied().unwrap_or("no text").to_owned(),
    }
}
