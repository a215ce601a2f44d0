//! A report as a table.

use std::fmt;
use std::time::Duration;

use super::{MonitorReport, NodeReport, Spread};
use crate::event::Times;

/// So many nodes are printed.
const NODES: usize = 20;

impl fmt::Display for MonitorReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { stats, monitored, .. } = self;
        write!(f, "{} nodes, {} subscriptions, ", stats.nodes, stats.subscriptions)?;
        if self.is_first {
            writeln!(f, "not monitored so far; `Builder::monitor` does it from the beginning")?;
        } else {
            writeln!(f, "{monitored:.1?}")?;
        }
        writeln!(
            f,
            "writes     {} ({} equal, {} coalesced)",
            stats.writes, stats.equal_writes, stats.coalesced
        )?;
        writeln!(
            f,
            "computeds  {} ran, {} of them came to the same value, {} did not have to",
            stats.recomputed, stats.unchanged, stats.skipped
        )?;
        writeln!(
            f,
            "flushes    {} in {} passes, {} calls, {} saved by batching",
            stats.flushes, stats.passes, stats.notified, stats.saved
        )?;
        let serialized = &self.serialized;
        if serialized.times > 0 {
            writeln!(
                f,
                "bytes      {} written, {}, {} fewer than in full",
                serialized.bytes,
                Times(serialized.times),
                serialized.saved
            )?;
        }
        if let Some(memory) = self.memory {
            writeln!(f, "memory     {memory} bytes")?;
        }
        for limit in &self.limits {
            writeln!(f, "budget     {limit}")?;
        }
        let times = [
            ("flush", &self.flushes),
            ("update", &self.updates),
            ("subscribers of a place", &self.calls),
            ("serialization", &serialized.took),
        ];
        if times.iter().any(|(_, spread)| spread.measured > 0) {
            writeln!(f, "\n{:<24} {:>9} {}", "time", "measured", HEADS)?;
        }
        for (name, spread) in times.into_iter().filter(|(_, spread)| spread.measured > 0) {
            writeln!(f, "{name:<24} {spread}")?;
        }
        if !self.groups.is_empty() {
            writeln!(
                f,
                "\n{:<24} {:>9} {:>9} {:>9} {:>9} {:>9}",
                "group", "writes", "equal", "ran", "same", "told"
            )?;
        }
        for group in &self.groups {
            let figures =
                [group.writes, group.equal_writes, group.ran, group.unchanged, group.told];
            write!(f, "{:<24}", group.name)?;
            figures.iter().try_for_each(|figure| write!(f, " {figure:>9}"))?;
            writeln!(f)?;
        }
        self.nodes_to(f)?;
        if let Some(over) = &self.over {
            writeln!(f, "\n{over}")?;
        }
        if self.lost > 0 {
            writeln!(f, "\n{} events were lost", self.lost)?;
        }
        Ok(())
    }
}

impl MonitorReport {
    fn nodes_to(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.nodes.is_empty() {
            return Ok(());
        }
        writeln!(
            f,
            "\n{:<24} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9}",
            "node", "writes", "equal", "ran", "same", "told", "p95"
        )?;
        for node in self.nodes.iter().take(NODES) {
            let NodeReport { name, writes, equal_writes, ran, unchanged, told, .. } = node;
            let slower = node.runs.p95.max(node.calls.p95);
            let p95 = if slower.is_zero() { String::new() } else { short(slower) };
            writeln!(
                f,
                "{name:<24} {writes:>9} {equal_writes:>9} {ran:>9} {unchanged:>9} {told:>9} {p95:>9}"
            )?;
        }
        match self.nodes.len().saturating_sub(NODES) {
            0 => Ok(()),
            more => writeln!(f, "and {more} more"),
        }
    }
}

/// The heads of the columns of a [`Spread`], after the first.
const HEADS: &str = "      p50       p95       p99       max";

impl fmt::Display for Spread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { measured, p50, p95, p99, max } = self;
        write!(f, "{measured:>9}")?;
        [p50, p95, p99, max].into_iter().try_for_each(|time| write!(f, " {:>9}", short(*time)))
    }
}

fn short(time: Duration) -> String {
    format!("{time:.1?}")
}
