//! The end of an observer: whether it has come, and who hears of it.

use crate::batch::registry::Life;
use crate::sync::Mutex;

/// The life of an observer, and who hears of it if it ends with what it observes.
#[allow(unreachable_pub, missing_debug_implementations, reason = "a hidden trait method takes it")]
pub struct End {
    life: Life,
    /// Absent once they were told.
    listeners: Mutex<Option<Vec<Listener>>>,
}

type Listener = Box<dyn FnOnce() + Send>;

impl End {
    pub(crate) fn new() -> Self {
        Self { life: Life::new(), listeners: Mutex::new(Some(Vec::new())) }
    }

    /// Ends it by the will of who holds it, of which nobody has to be told.
    pub(crate) fn end(&self) {
        self.life.end();
    }

    #[inline]
    pub(crate) fn is_ended(&self) -> bool {
        self.life.is_ended()
    }

    /// Calls a function once what it observes is gone; at once if it is.
    pub(crate) fn on_end(&self, listener: Listener) {
        if let Some(listeners) = &mut *self.listeners.lock() {
            listeners.push(listener);
            return;
        }
        listener();
    }

    /// Those who are to be told, with nothing held.
    pub(crate) fn take_listeners(&self) -> Vec<Listener> {
        self.listeners.lock().take().unwrap_or_default()
    }
}
