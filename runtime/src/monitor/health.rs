//! How a store is: for a server's health endpoint.

use std::fmt;
use std::time::Duration;

use crate::error::Name;

/// How a store is at a moment; made by [`Store::health`](crate::Store::health). It serializes, durations
/// as nanoseconds, and prints as a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Health {
    /// Nothing has failed.
    pub is_well: bool,
    /// The last flush that was measured; known with a monitor alone.
    pub last_flush: Option<LastFlush>,
    /// How long the oldest write waits that is to be told at the end of a window. More than the window is
    /// the lag of flushes. None if nothing waits, or for something else than a window.
    pub lag: Option<Duration>,
    /// The computeds and initial values that have failed, by name.
    pub failed: Vec<FailedNode>,
    /// How many atoms wait to be told.
    pub waiting: usize,
}

/// The last flush that was measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct LastFlush {
    /// How long ago it ended.
    pub ago: Duration,
    /// How long it took.
    pub took: Duration,
}

/// Something without a value, because it or something it depends on panicked.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FailedNode {
    /// Its name.
    pub name: Name,
    /// The name of what panicked.
    pub cause: String,
    /// The message of the panic.
    pub message: String,
}

impl fmt::Display for Health {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} wait", self.waiting)?;
        if let Some(lag) = self.lag {
            write!(f, " for {lag:.1?}")?;
        }
        if let Some(LastFlush { ago, took }) = self.last_flush {
            write!(f, ", last flush {ago:.1?} ago in {took:.1?}")?;
        }
        for FailedNode { name, cause, message } in &self.failed {
            write!(f, ", `{name}` failed")?;
            if name != cause {
                write!(f, " with `{cause}`")?;
            }
            write!(f, ": {message}")?;
        }
        Ok(())
    }
}
