//! A log of what a store told, to be compared as text.

use std::fmt::{Debug, Display};
use std::sync::{Arc, Mutex, PoisonError};

use expect_test::Expect;

/// Collects lines from callbacks on any thread.
#[derive(Clone, Debug, Default)]
pub struct Recorder {
    lines: Arc<Mutex<Vec<String>>>,
}

impl Recorder {
    /// An empty log.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a line.
    pub fn log(&self, line: impl Display) {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner).push(line.to_string());
    }

    /// The lines since the last call, joined by `; `.
    #[must_use]
    pub fn take(&self) -> String {
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *lines).join("; ")
    }

    /// Holds the lines since the last look against an inline `expect![]`.
    ///
    /// # Panics
    /// If they differ.
    #[track_caller]
    #[expect(clippy::needless_pass_by_value, reason = "an `expect![]` reads best in place")]
    pub fn check(&self, expected: Expect) {
        expected.assert_eq(&self.take());
    }

    /// A callback that logs `name value`, in the value's debug form.
    pub fn showing<V: Debug + ?Sized>(&self, name: &'static str) -> impl FnMut(&V) + Send + use<V> {
        let recorder = self.clone();
        move |value| recorder.log(format_args!("{name} {value:?}"))
    }

    /// A callback that logs `name value`.
    pub fn telling<V: Display + ?Sized>(
        &self,
        name: &'static str,
    ) -> impl FnMut(&V) + Send + use<V> {
        let recorder = self.clone();
        move |value| recorder.log(format_args!("{name} {value}"))
    }
}
