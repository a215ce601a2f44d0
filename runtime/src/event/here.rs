//! The line of the user's program that called, in debug builds; nothing in others.

use std::panic::Location;

/// Where a verb was called.
#[derive(Clone, Copy)]
pub(crate) struct Here {
    #[cfg(debug_assertions)]
    at: &'static Location<'static>,
}

impl Here {
    /// The caller's line.
    #[inline]
    #[cfg_attr(debug_assertions, track_caller)]
    pub(crate) fn caller() -> Self {
        Self {
            #[cfg(debug_assertions)]
            at: Location::caller(),
        }
    }

    #[inline]
    #[cfg_attr(
        debug_assertions,
        expect(clippy::unnecessary_wraps, reason = "a release knows none")
    )]
    pub(crate) fn location(self) -> Option<&'static Location<'static>> {
        #[cfg(debug_assertions)]
        return Some(self.at);
        #[cfg(not(debug_assertions))]
        None
    }
}
