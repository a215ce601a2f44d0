//! A flush as it was recorded.

use std::fmt;
use std::panic::Location;
use std::time::Duration;

use crate::clock::Time;
use crate::error::Name;
use crate::event::{Flush, Outcome, Times};

/// What was recorded from the end of one flush to that of the next.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct FlushRecord {
    /// Its number, counted from 1.
    pub number: u64,
    /// When it began, by the scheduler's clock.
    pub began: Option<Time>,
    /// What it did, in numbers.
    pub flush: Flush,
    /// The labels of the turns before it.
    pub labels: Vec<Name>,
    /// What was written before it and by its subscribers, each atom once, in the order of first writes.
    pub writes: Vec<Written>,
    /// The computeds that ran or were found to need no run, in order.
    pub computeds: Vec<Ran>,
    /// Who was told, in order.
    pub told: Vec<Told>,
}

/// An atom that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Written {
    /// Its name.
    pub name: Name,
    /// How often it was written and changed.
    pub times: u64,
    /// How often what was written was there already.
    pub equal: u64,
    /// The lines that wrote, the first eight different ones.
    pub at: Vec<&'static Location<'static>>,
}

/// A computed that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Ran {
    /// Its name.
    pub name: Name,
    /// What came of it.
    pub outcome: Outcome,
    /// How long it ran; not known of those of a compiled graph that run together.
    pub took: Option<Duration>,
}

/// The subscribers to a place that were called.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Told {
    /// What they were told of.
    pub name: Name,
    /// How many were called.
    pub calls: u32,
    /// How long they took.
    pub took: Option<Duration>,
}

impl fmt::Display for FlushRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Flush { writes, coalesced, notified, took, .. } = self.flush;
        write!(
            f,
            "flush {}: {writes} writes ({coalesced} coalesced), {notified} calls",
            self.number
        )?;
        took.iter().try_for_each(|took| write!(f, ", {took:.1?}"))?;
        for label in &self.labels {
            write!(f, "\n  \"{label}\"")?;
        }
        for Written { name, times, equal, at } in &self.writes {
            write!(f, "\n  wrote {name} {}", Times(*times))?;
            if *equal > 0 {
                write!(f, ", and {} what was there", Times(*equal))?;
            }
            at.iter().try_for_each(|at| write!(f, "\n    {at}"))?;
        }
        for Ran { name, outcome, took } in &self.computeds {
            write!(f, "\n  {name} {outcome}")?;
            took.iter().try_for_each(|took| write!(f, " ({took:.1?})"))?;
        }
        for Told { name, calls, took } in &self.told {
            write!(f, "\n  told {name} to {calls}")?;
            took.iter().try_for_each(|took| write!(f, " ({took:.1?})"))?;
        }
        Ok(())
    }
}
