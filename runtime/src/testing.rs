//! What tests of an application need: a clock that moves only when it is told to, and a log of what
//! was told.

use std::fmt::Display;
use std::mem;
use std::sync::Arc;

pub use crate::batch::schedule::manual::TestClock;
use crate::sync::Mutex;
#[cfg(feature = "serial")]
use crate::{store::Store, tier::Tier};
#[cfg(feature = "serial")]
use serde_json::Value;

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

/// Holds the atoms of a store to be what a JSON document says, which has each under its key, as
/// [`Delta::to_json`](crate::Delta::to_json) writes it. What the document does not name may be anything.
///
/// # Panics
/// If an atom is another value, naming the first one; or if the text is no JSON object.
///
/// ```
/// use atomata::{Store, atom, testing::assert_state};
///
/// #[atom(id = "tax")]
/// static TAX: f64 = 0.2;
///
/// let store = Store::new();
/// store.set(TAX, 0.25);
/// assert_state(&store, r#"{"tax": 0.25}"#);
/// ```
#[cfg(feature = "serial")]
#[track_caller]
pub fn assert_state<G: Tier>(store: &Store<G>, expected: &str) {
    let state = store.full_state().and_then(|state| state.to_json());
    let state: Value = match state {
        Ok(state) => serde_json::from_str(&state).expect("a state is JSON"),
        Err(error) => panic!("the state cannot be written: {error}"),
    };
    let Ok(Value::Object(expected)) = serde_json::from_str(expected) else {
        panic!("what is expected is no JSON object")
    };
    for (name, expected) in &expected {
        let found = state.get(name).unwrap_or(&Value::Null);
        assert!(found == expected, "{name:?} is {found} and not {expected}");
    }
}

/// Holds a value to be what a JSON text says, as serde writes it.
///
/// # Panics
/// If it is another one, or if the text is no JSON.
///
/// ```
/// use atomata::testing::assert_json;
///
/// assert_json(&vec![1, 2], "[1, 2]");
/// ```
#[cfg(feature = "serial")]
#[track_caller]
pub fn assert_json<T: serde::Serialize + ?Sized>(value: &T, expected: &str) {
    let found = serde_json::to_value(value).expect("serde writes the value");
    let expected: Value = serde_json::from_str(expected).expect("what is expected is JSON");
    assert!(found == expected, "it is {found} and not {expected}");
}
