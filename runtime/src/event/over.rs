//! What took more than it was given.

use std::fmt;
use std::panic::Location;
use std::time::Duration;

use crate::error::Name;

/// Something that took more than its budget; see [`Monitor`](crate::Monitor).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OverBudget {
    /// What it was.
    pub what: Budgeted,
    /// How much it took.
    pub took: Amount,
    /// How much it may take.
    pub allowed: Amount,
    /// The line of the program that last wrote or began a turn before it; known in debug builds alone.
    pub at: Option<&'static Location<'static>>,
}

/// What has a budget.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Budgeted {
    /// A turn of several operations, with its label.
    Update(Option<Name>),
    /// A flush.
    Flush,
    /// One run of a computed.
    Run(Name),
    /// The calls of the subscribers to a node in one pass.
    Calls(Name),
    /// The writes to an atom between two flushes.
    Writes(Name),
}

/// What is measured of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// A time.
    Time(Duration),
    /// A number of times.
    Times(u64),
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Time(time) => write!(f, "{time:.1?}"),
            Self::Times(times) => times.fmt(f),
        }
    }
}

impl Amount {
    /// What this is more than that.
    fn over(self, allowed: Self) -> Self {
        match (self, allowed) {
            (Self::Time(took), Self::Time(allowed)) => Self::Time(took.saturating_sub(allowed)),
            (Self::Times(took), Self::Times(allowed)) => Self::Times(took.saturating_sub(allowed)),
            (took, _) => took,
        }
    }
}

impl fmt::Display for Budgeted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Update(None) => f.write_str("an update"),
            Self::Update(Some(label)) => write!(f, "the update \"{label}\""),
            Self::Flush => f.write_str("a flush"),
            Self::Run(name) => write!(f, "a run of `{name}`"),
            Self::Calls(name) => write!(f, "telling the subscribers of `{name}`"),
            Self::Writes(name) => write!(f, "writing `{name}` between two flushes"),
        }
    }
}

impl fmt::Display for OverBudget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, took, allowed, at } = self;
        match what {
            Budgeted::Writes(name) => {
                write!(f, "`{name}` was written {took} times between two flushes")
            }
            _ => write!(f, "{what} took {took}"),
        }?;
        write!(f, ", {} more than the {allowed} allowed", took.over(*allowed))?;
        if let Some(at) = at { write!(f, ", after the write at {at}") } else { Ok(()) }
    }
}
