//! What a store does, as events: facts that are noted under its lock and told to probes without it.
//!
//! It knows nodes by their descriptions and no values. Who asks for events is above: the monitor, dev tools,
//! exports, the user's own probes.

use std::fmt;
use std::panic::Location;
use std::time::Duration;

use crate::clock::Time;
use crate::error::Name;

mod here;
#[cfg(debug_assertions)]
mod lints;
mod outbox;
mod over;
mod probe;
#[cfg(debug_assertions)]
mod recorder;
mod sample;
mod subject;
mod sums;
mod tap;
mod times;
mod warning;

pub(crate) use here::Here;
pub(crate) use outbox::{Attached, IsOver, Outbox};
pub use over::{Amount, Budgeted, OverBudget};
pub use probe::{Probe, Wants};
#[cfg(debug_assertions)]
pub(crate) use recorder::Recorder;
pub use subject::Subject;
pub use sums::Sums;
pub(crate) use tap::Tap;
pub(crate) use times::Times;
pub use warning::{Warning, WarningKind};

/// One fact about what a store does.
///
/// Events come in the order in which things happened under the store's lock. Within a flush: it begins; the
/// computeds of a pass run; its subscribers are called; the events of the calls follow in the order of the
/// calls; then the next pass; it ends. A lone write is a turn of its own and has no events of turns.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Event {
    /// An atom, or a field of one, was written.
    Wrote {
        /// The atom.
        atom: Subject,
        /// What was written was there already, so that nothing changed.
        equal: bool,
        /// The line of the program that wrote; known in debug builds alone.
        at: Option<&'static Location<'static>>,
    },
    /// A computed ran, or was found to need no run.
    Computed {
        /// The computed.
        computed: Subject,
        /// What came of it.
        outcome: Outcome,
        /// How long it ran, where that was measured.
        took: Option<Duration>,
    },
    /// What happened to a node since its sums were told last, besides what was told one by one; see
    /// [`Wants::sums`].
    Summed {
        /// The node.
        node: Subject,
        /// How often what happened.
        sums: Sums,
    },
    /// Computeds of a compiled graph ran in one go; in debug builds they are told one by one. See [`Wants::each_computed`].
    Wave {
        /// How many ran.
        ran: u64,
        /// Of these, how many came to the same value.
        unchanged: u64,
    },
    /// A turn of several operations began: `update`, `modify`, `batch`, `transaction` and what is made of
    /// them. One inside of another has no events of its own.
    TurnBegan {
        /// The line of the program that began it; known in debug builds alone.
        at: Option<&'static Location<'static>>,
    },
    /// A transaction failed: what was written in it was taken back.
    RolledBack,
    /// A turn of several operations ended.
    TurnEnded {
        /// The label that [`Store::labelled`](crate::Store::labelled) gave it.
        label: Option<Name>,
        /// How long it held the store, where that was measured.
        took: Option<Duration>,
    },
    /// A flush has something to tell.
    FlushBegan {
        /// When, by the scheduler's clock, where the flush is measured.
        at: Option<Time>,
    },
    /// The subscribers to one place were called.
    Told {
        /// What they were told of; of several places the first one.
        about: Subject,
        /// How many were called.
        calls: u32,
        /// How long they took together, where that was measured.
        took: Option<Duration>,
    },
    /// A flush ended.
    FlushEnded(Flush),
    /// State was written to bytes.
    Serialized {
        /// How many bytes.
        bytes: u64,
        /// Of a delta: how many fewer than the last full state had.
        saved: u64,
        /// All of the state, not a delta.
        full: bool,
        /// How long it took.
        took: Duration,
    },
    /// The store went to another point of its history.
    Travelled {
        /// How: `undo`, `redo`, `go_to` or `revert`.
        verb: &'static str,
    },
    /// What the store was found to hold.
    Memory {
        /// Bytes in use.
        used: u64,
        /// What it may use.
        budget: Option<u64>,
    },
    /// A debug build found a habit that costs more than it has to.
    Warned(Warning),
    /// Something took more than the monitor's budget allows.
    OverBudget(OverBudget),
    /// Events that were lost, because probes were slower than the store.
    Lost {
        /// How many.
        events: u64,
    },
}

/// What came of a computed that was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// It ran and has another value.
    Changed,
    /// It ran and came to the same value, where the change stopped.
    Same,
    /// It, or something it depends on, panicked.
    Failed,
    /// Nothing it depends on had changed, so that it did not run.
    Skipped,
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Changed => "changed",
            Self::Same => "came to the same value",
            Self::Failed => "failed",
            Self::Skipped => "did not have to run",
        })
    }
}

/// What one flush did, in numbers; [`Report`](crate::Report) has the names besides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Flush {
    /// Writes that were told, or found to leave everything observed as it was.
    pub writes: u64,
    /// Of these, the ones that came after another one to the same atom.
    pub coalesced: u64,
    /// Subscribers called.
    pub notified: u64,
    /// Calls that one notification per write would have made beyond these.
    pub saved: u64,
    /// Rounds: one, and one more for each round of writes by subscribers.
    pub passes: u32,
    /// How long it took, by the scheduler's clock, where that was measured.
    pub took: Option<Duration>,
}
