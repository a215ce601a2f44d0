//! What tests of an application need: a clock that moves only when it is told to, and a log of what
//! was told.

use std::fmt::Display;
use std::mem;
use std::sync::Arc;

pub use crate::batch::schedule::manual::TestClock;
use crate::sync::Mutex;

/// A log of what callbacks were told, as text.
///
/// *Identity*: clones are one log.
///
/// ```
/// use atomata::{Store, atom, testing::Recorder};
///
/// #[atom]
/// static VOLUME: u8 = 5;
///
/// let store = Store::immediate();
/// let told = Recorder::new();
/// store.subscribe(VOLUME, told.telling("volume")).detach();
/// store.set(VOLUME, 6);
/// store.set(VOLUME, 7);
/// assert_eq!(told.take(), "volume 6; volume 7");
/// ```
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
        // Formatted first: it runs code of the user's.
        let line = line.to_string();
        self.lines.lock().push(line);
    }

    /// The lines since the last call, joined by `; `.
    pub fn take(&self) -> String {
        mem::take(&mut *self.lines.lock()).join("; ")
    }

    /// A subscriber that adds the line `name value`.
    pub fn telling<V: Display + ?Sized>(
        &self,
        name: &'static str,
    ) -> impl FnMut(&V) + Send + use<V> {
        let recorder = self.clone();
        move |value| recorder.log(format_args!("{name} {value}"))
    }
}
