//! What an operation leaves to be done with nothing held: values to drop, errors and warnings to tell.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::inner::Inner;
use crate::error::{Error, panic_message};
#[cfg(debug_assertions)]
use crate::event::Warning;
use crate::state::Leftovers;

/// How many different errors are remembered as printed.
const MAX_PRINTED: usize = 256;

impl Inner {
    /// Drops values and reports errors, with nothing held.
    #[cold]
    pub(super) fn deal_with(&self, leftovers: Leftovers) {
        let Leftovers { garbage, reports, ended, has_events, .. } = leftovers;
        // A value that panics when it is dropped must not take a flush with it; the hook has printed it.
        let _ = catch_unwind(AssertUnwindSafe(move || drop(garbage)));
        for error in &reports {
            self.report(error);
        }
        for listener in ended.iter().flat_map(|end| end.take_listeners()) {
            if let Err(payload) = catch_unwind(AssertUnwindSafe(listener)) {
                let (name, message) = ("an end".to_owned(), panic_message(&*payload));
                self.report(&Error::Subscriber { name, message });
            }
        }
        if has_events {
            self.deliver();
        }
    }

    /// Tells `on_error`, or stderr where there is none.
    pub(super) fn report(&self, error: &Error) {
        if let Some(on_error) = &self.on_error {
            // A handler that panics must not take the flush with it; the hook has printed it.
            let _ = catch_unwind(AssertUnwindSafe(|| on_error(error)));
            return;
        }
        self.print(error.to_string());
    }

    /// Prints a sentence to stderr, once.
    fn print(&self, text: String) {
        let mut printed = self.printed.lock();
        if printed.contains(&text) {
            return;
        }
        eprintln!("atomata: {text}");
        // Messages that differ each time must not fill the memory.
        if printed.len() == MAX_PRINTED {
            printed.clear();
        }
        printed.insert(text);
    }

    /// Tells `on_warning`, or stderr where there is none.
    #[cfg(debug_assertions)]
    pub(super) fn warn(&self, warning: &Warning) {
        match &self.on_warning {
            Some(on_warning) => {
                let _ = catch_unwind(AssertUnwindSafe(|| on_warning(warning)));
            }
            None => self.print(format!("warning: {warning}")),
        }
    }
}
