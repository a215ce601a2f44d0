//! The answer to "why?", as a value.

use std::fmt;
use std::panic::Location;

use crate::error::Name;
use crate::event::{Outcome, Times};

/// Why a place was told of in the last flush, or why not; made by [`Store::why`](crate::Store::why) and
/// [`Store::why_not`](crate::Store::why_not). It prints as a tree, each line because of those under it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Why {
    /// The flush that was looked at; 0 if there was none.
    pub flush: u64,
    /// The answer.
    pub verdict: Verdict,
    /// What happened to the node, and upstream of it.
    pub root: Step,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Verdict {
    /// Its subscribers were told.
    Told {
        /// How many.
        calls: u32,
    },
    /// It changed, and nobody subscribes to it.
    Unobserved,
    /// It, or something upstream, panicked; subscribers hear nothing until it recovers.
    Failed {
        /// What panicked.
        by: Name,
        /// The message of the panic.
        message: String,
    },
    /// Something was written that has not been told yet: its window is open, or nobody has flushed.
    Waits {
        /// What was written.
        on: Name,
        /// Where.
        at: Option<&'static Location<'static>>,
    },
    /// A computed came to the same value, where the change stopped.
    CutOff {
        /// The computed.
        by: Name,
    },
    /// What was written upstream was there already.
    Equal {
        /// The atom.
        atom: Name,
        /// Where it was written.
        at: Option<&'static Location<'static>>,
    },
    /// It changed, and its subscribers had seen that value, or came after it.
    Seen,
    /// Nothing it depends on was written.
    Untouched,
    /// It was never used in this store.
    Unused,
}

/// What happened to one node.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Step {
    /// Its name.
    pub name: Name,
    /// What happened to it.
    pub what: What,
    /// What of it happened upstream: in `why` what changed, in `why_not` all that was touched. A node that
    /// stands elsewhere in the tree has nothing here.
    pub because: Vec<Step>,
}

/// What happened to a node.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum What {
    /// It is an atom and was written.
    Written {
        /// How often it changed.
        times: u64,
        /// How often what was written was there already.
        equal: u64,
        /// The lines that wrote, the first eight different ones.
        at: Vec<&'static Location<'static>>,
    },
    /// It is computed and was looked at.
    Computed(Outcome),
    /// Nothing.
    Untouched,
}

impl What {
    /// Whether the node has another value because of it, or none.
    pub fn is_change(&self) -> bool {
        match self {
            Self::Written { times, .. } => *times > 0,
            Self::Computed(outcome) => matches!(outcome, Outcome::Changed | Outcome::Failed),
            Self::Untouched => false,
        }
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, flush) = (&self.root.name, self.flush);
        match &self.verdict {
            Verdict::Told { calls: 1 } => {
                write!(f, "`{name}` was told to 1 subscriber in flush {flush}")
            }
            Verdict::Told { calls } => {
                write!(f, "`{name}` was told to {calls} subscribers in flush {flush}")
            }
            Verdict::Unobserved => write!(f, "nobody subscribes to `{name}`"),
            Verdict::Failed { by, message } if by == name => {
                write!(f, "`{name}` failed: {message}")
            }
            Verdict::Failed { by, message } => {
                write!(f, "`{name}` failed, because `{by}` did: {message}")
            }
            Verdict::Waits { on, at } => {
                write!(f, "`{name}` was not told: `{on}` was written and waits to be told")?;
                at.iter().try_for_each(|at| write!(f, ", at {at}"))
            }
            Verdict::CutOff { by } if by == name => {
                write!(f, "`{name}` was not told: it came to the same value")
            }
            Verdict::CutOff { by } => {
                write!(f, "`{name}` was not told: `{by}` came to the same value")
            }
            Verdict::Equal { atom, at } => {
                write!(f, "`{name}` was not told: what was written to `{atom}` was there already")?;
                at.iter().try_for_each(|at| write!(f, ", at {at}"))
            }
            Verdict::Seen => write!(f, "`{name}` changed, and its subscribers had seen the value"),
            Verdict::Untouched => {
                write!(f, "`{name}` was not told: nothing it depends on was written")
            }
            Verdict::Unused => write!(f, "`{name}` was never used in this store"),
        }?;
        self.root.line(f, 1)
    }
}

impl Step {
    fn line(&self, f: &mut fmt::Formatter<'_>, depth: usize) -> fmt::Result {
        let Self { name, what, because } = self;
        write!(f, "\n{:1$}{name} ", "", depth * 2)?;
        match what {
            What::Written { times, equal, at } => {
                if *times > 0 {
                    write!(f, "was written {}", Times(*times))?;
                }
                if *equal > 0 {
                    let and = if *times > 0 { ", " } else { "" };
                    write!(f, "{and}was written {} as it was", Times(*equal))?;
                }
                at.iter().try_for_each(|at| write!(f, "\n{:1$}at {at}", "", depth * 2 + 2))?;
            }
            What::Computed(outcome) => write!(f, "{outcome}")?,
            What::Untouched => f.write_str("was not touched")?,
        }
        because.iter().try_for_each(|step| step.line(f, depth + 1))
    }
}
