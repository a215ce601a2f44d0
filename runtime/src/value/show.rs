//! How DevTools show a value that is not sent: as serde writes it, or as `Debug` prints it.
//!
//! Probed by the macros for every type, and known where DevTools are; elsewhere the answer is that nothing is.

use super::Probe;

/// How to write a value of a type as JSON, or as plain text.
pub(crate) type Show<T> = Option<fn(&T, &mut Vec<u8>) -> bool>;

#[cfg(all(debug_assertions, feature = "devtools"))]
mod known {
    use std::fmt::Debug;
    use std::io::Write;

    use super::{Probe, Show};

    impl<T: serde::Serialize> Probe<T> {
        /// Serde writes it.
        pub const JSON: Show<T> = Some(|value, out| {
            let before = out.len();
            let written = serde_json::to_writer(&mut *out, value).is_ok();
            if !written {
                out.truncate(before);
            }
            written
        });
    }

    impl<T: Debug> Probe<T> {
        /// `Debug` prints it.
        pub const TEXT: Show<T> = Some(|value, out| write!(out, "{value:?}").is_ok());
    }
}

#[cfg(not(all(debug_assertions, feature = "devtools")))]
impl<T> Probe<T> {
    /// There is nobody to show it to.
    pub const JSON: Show<T> = None;
    /// There is nobody to show it to.
    pub const TEXT: Show<T> = None;
}

/// The answer of [`Probe`] for a type that serde does not write.
pub trait NotJson {
    #[doc(hidden)]
    type Value;
    /// Nothing.
    const JSON: Show<Self::Value> = None;
}

impl<T> NotJson for Probe<T> {
    type Value = T;
}

/// The answer of [`Probe`] for a type that is not `Debug`.
pub trait NotText {
    #[doc(hidden)]
    type Value;
    /// Nothing.
    const TEXT: Show<Self::Value> = None;
}

impl<T> NotText for Probe<T> {
    type Value = T;
}
