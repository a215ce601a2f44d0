//! What was done, to be printed at the end.

use std::fmt;
use std::time::Duration;

use atomata::Stats;

use crate::sysmon::units::{bytes, count, percent};

/// What a run without a screen did.
#[derive(Clone, Debug)]
pub struct Summary {
    /// How many cells a side has.
    pub size: u16,
    /// How many generations were turned.
    pub generations: u64,
    /// How long it took to make the cells and neighbourhoods.
    pub creation: Duration,
    /// How long it took to turn the generations.
    pub turning: Duration,
    /// What the store did in that time.
    pub stats: Stats,
    /// How many cells live at the end.
    pub population: usize,
    /// Memory of the program in bytes, where it is known.
    pub resident: Option<u64>,
}

impl Summary {
    /// How many neighbourhoods were not even looked at, because nothing changed in them.
    pub fn skipped(&self) -> u64 {
        self.all().saturating_sub(self.stats.recomputed)
    }

    /// All neighbourhoods in all generations.
    fn all(&self) -> u64 {
        u64::from(self.size).pow(2) * self.generations
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { size, stats, .. } = self;
        let seconds = self.turning.as_secs_f64();
        let (skipped, all) = (self.skipped(), self.all());
        writeln!(
            f,
            "{size} x {size} cells, {} in {seconds:.2} s, {:.1} per second, {} live at the end",
            count(self.generations, "generation"),
            self.generations as f64 / seconds.max(1e-9),
            self.population,
        )?;
        // The number of the generation is written, too.
        let written = stats.writes.saturating_sub(self.generations);
        writeln!(f, "  written     {written:>10}  cells")?;
        writeln!(
            f,
            "  recomputed  {:>10}  neighbourhoods, {} came to the same value, cut off ({})",
            stats.recomputed,
            stats.unchanged,
            part(stats.unchanged, stats.recomputed)
        )?;
        writeln!(
            f,
            "  skipped     {skipped:>10}  neighbourhoods in which nothing changed, of {all} ({})",
            part(skipped, all)
        )?;
        write!(
            f,
            "  nodes       {:>10}  and {}, made in {:.2} s",
            stats.nodes,
            count(stats.subscriptions as u64, "subscription"),
            self.creation.as_secs_f64()
        )?;
        if let Some(resident) = self.resident {
            write!(f, "; the program holds {}", bytes(resident))?;
        }
        Ok(())
    }
}

/// The memory this program holds, where the system tells it.
pub fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib * 1024)
}

fn part(part: u64, all: u64) -> String {
    percent(if all == 0 { 0.0 } else { part as f64 / all as f64 })
}
