//! What the store did: each second for the screen, and all of it at the end.

use std::fmt;
use std::time::Duration;

use atomata::Stats;

use super::deltas::Written;
use super::units::{count, percent};
use super::view::Meter;

/// What a store did between two looks at it, per second.
pub fn meter(before: &Stats, now: &Stats, span: Duration) -> Meter {
    let per_second = |of: fn(&Stats) -> u64| {
        let count = u32::try_from(of(now) - of(before)).unwrap_or(u32::MAX);
        f64::from(count) / span.as_secs_f64().max(0.001)
    };
    Meter {
        writes: per_second(|stats| stats.writes + stats.equal_writes),
        coalesced: per_second(|stats| stats.coalesced),
        notified: per_second(|stats| stats.notified),
        recomputed: per_second(|stats| stats.recomputed),
    }
}

/// What was done from beginning to end.
#[derive(Clone, Debug)]
pub struct Summary {
    /// How many readings there were.
    pub readings: u64,
    /// How long it took.
    pub duration: Duration,
    /// What the store did.
    pub stats: Stats,
    /// How long flushes took, subscribers and all.
    pub flushing: Duration,
    /// How often something could not be read.
    pub problems: u64,
    /// What was written as deltas, if it was.
    pub deltas: Option<Written>,
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let stats = &self.stats;
        writeln!(
            f,
            "{} in {:.1} s, {}",
            count(self.readings, "reading"),
            self.duration.as_secs_f64(),
            count(self.problems, "problem")
        )?;
        let writes = stats.writes + stats.equal_writes;
        writeln!(
            f,
            "  writes      {writes:>7}  {} of what was there already, cut off at once ({})",
            stats.equal_writes,
            part(stats.equal_writes, writes)
        )?;
        writeln!(
            f,
            "  recomputes  {:>7}  {} came to the same value, where propagation stopped ({})",
            stats.recomputed,
            stats.unchanged,
            part(stats.unchanged, stats.recomputed)
        )?;
        let calls = stats.notified + stats.saved;
        writeln!(
            f,
            "  notified    {:>7}  {} more if each write were told ({} saved)",
            stats.notified,
            stats.saved,
            part(stats.saved, calls)
        )?;
        let flushes = u32::try_from(stats.flushes.max(1)).unwrap_or(u32::MAX);
        if let Some(Written { deltas, bytes, full_bytes }) = self.deltas {
            writeln!(
                f,
                "  deltas      {deltas:>7}  {}, {} as whole states ({})",
                count(bytes, "byte"),
                count(full_bytes, "byte"),
                part(bytes, full_bytes)
            )?;
        }
        write!(
            f,
            "  flushes     {:>7}  {:.1?} together, {:.1?} each; {} writes were coalesced",
            stats.flushes,
            self.flushing,
            self.flushing / flushes,
            stats.coalesced
        )
    }
}

#[allow(clippy::cast_precision_loss)]
fn part(part: u64, all: u64) -> String {
    percent(if all == 0 { 0.0 } else { part as f64 / all as f64 })
}
