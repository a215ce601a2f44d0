//! What a debug build finds odd about the use of a store.

use std::fmt;
use std::panic::Location;

use crate::error::Name;

/// A habit that costs more than it has to, found in a debug build.
///
/// It goes to [`Builder::on_warning`](crate::Builder::on_warning), without which it is printed to stderr once,
/// and to probes. Each is found once for each node. A release build finds none.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Warning {
    /// Which habit it is.
    pub kind: WarningKind,
    /// The atom, the computed or the group.
    pub name: Name,
    /// What was found, in numbers.
    pub found: u64,
    /// The line of the last write, where it is about one.
    pub at: Option<&'static Location<'static>>,
}

/// The habits that are warned of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum WarningKind {
    /// An atom that somebody observes was written more than 1,000 times between two flushes.
    HotAtom,
    /// Of 100 writes to an atom more than 90 wrote what was there; `update` and `modify` need not know whether
    /// they change anything, and are not counted.
    EqualWrites,
    /// A computed ran 1,000 times, each time in less than a microsecond, and never came to the same value:
    /// comparing and keeping it costs more than it saves.
    NeverCutsOff,
    /// The subscribers to a place took more than 16 ms in one pass, a frame.
    SlowSubscriber,
    /// A delta of more than a megabyte was written.
    HugeDelta,
    /// An atom was written 1,000 times, and nobody has read it, depends on it or is told of it.
    UnreadAtom,
    /// A group has more than 10,000 nodes; again with each doubling.
    GrowingGroup,
    /// The store holds more than its memory budget.
    MemoryOverBudget,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, name, found, at } = self;
        match kind {
            WarningKind::HotAtom => write!(
                f,
                "`{name}` was written {found} times between two flushes; write it once, or put it into a \
                 group with a shorter window"
            ),
            WarningKind::EqualWrites => write!(
                f,
                "of the last 100 writes to `{name}` {found} wrote what was there; write when it changes"
            ),
            WarningKind::NeverCutsOff => write!(
                f,
                "`{name}` ran {found} times and never came to the same value, each time in no time; compute \
                 it where it is used, or say `eq = none`"
            ),
            WarningKind::SlowSubscriber => write!(
                f,
                "the subscribers of `{name}` took {found} ms in one pass; do the work elsewhere"
            ),
            WarningKind::HugeDelta => write!(
                f,
                "a delta has {found} bytes; use `List`, `Map` or `by = …` for what changes in part"
            ),
            WarningKind::UnreadAtom => {
                write!(f, "`{name}` was written {found} times and nobody reads it; is it needed?")
            }
            WarningKind::GrowingGroup => write!(
                f,
                "the group `{name}` has {found} nodes; remove members that are not needed, or say `life`"
            ),
            WarningKind::MemoryOverBudget => {
                write!(f, "the store holds {found} bytes, which is more than its budget")
            }
        }?;
        if let Some(at) = at { write!(f, "; last at {at}") } else { Ok(()) }
    }
}
