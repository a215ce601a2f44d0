//! Events of which only the number is wanted, summed where they happen.

use super::{Event, Outcome, Subject};

/// The nodes in so many slots are summed; events of others are told one by one.
const MOST: usize = 1 << 14;

/// How often something happened to a node.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sums {
    /// Writes that changed something.
    pub writes: u64,
    /// Writes of what was there already.
    pub equal_writes: u64,
    /// How often it ran.
    pub ran: u64,
    /// Of these, how often it came to the same value.
    pub unchanged: u64,
    /// How often it was looked at and did not have to run.
    pub skipped: u64,
    /// How often it, or something it depends on, panicked.
    pub failed: u64,
    /// Subscribers called.
    pub told: u64,
}

impl Sums {
    /// One write more.
    pub(crate) fn wrote(&mut self, equal: bool) {
        self.writes += u64::from(!equal);
        self.equal_writes += u64::from(equal);
    }

    /// It was looked at once more.
    pub(crate) fn came_to(&mut self, outcome: Outcome) {
        let (ran, same) = (&mut self.ran, &mut self.unchanged);
        match outcome {
            Outcome::Changed => *ran += 1,
            Outcome::Same => (*ran, *same) = (*ran + 1, *same + 1),
            Outcome::Failed => self.failed += 1,
            Outcome::Skipped => self.skipped += 1,
        }
    }

    /// So many subscribers were called.
    pub(crate) fn called(&mut self, calls: u32) {
        self.told += u64::from(calls);
    }

    /// What happened besides.
    pub(crate) fn add(&mut self, other: &Self) {
        self.writes += other.writes;
        self.equal_writes += other.equal_writes;
        self.ran += other.ran;
        self.unchanged += other.unchanged;
        self.skipped += other.skipped;
        self.failed += other.failed;
        self.told += other.told;
    }
}

/// The sums of a store since they were told last.
#[derive(Default)]
pub(super) struct Summing {
    /// By slots.
    rows: Vec<Option<(Subject, Sums)>>,
    /// Invariant: the slots that have a row.
    touched: Vec<u32>,
}

impl Summing {
    /// The sums of a node; none where it is told one by one. What another one in that slot had before is told.
    #[inline]
    pub(super) fn of(&mut self, node: Subject, events: &mut Vec<Event>) -> Option<&mut Sums> {
        let slot = node.slot() as usize;
        let is_known = matches!(self.rows.get(slot), Some(Some((known, _))) if *known == node);
        if !is_known {
            self.begin(node, events)?;
        }
        self.rows[slot].as_mut().map(|(_, sums)| sums)
    }

    #[cold]
    fn begin(&mut self, node: Subject, events: &mut Vec<Event>) -> Option<()> {
        let slot = node.slot() as usize;
        if slot >= MOST {
            return None;
        }
        if slot >= self.rows.len() {
            self.rows.resize(slot + 1, None);
        }
        match self.rows[slot].replace((node, Sums::default())) {
            Some((node, sums)) => events.push(Event::Summed { node, sums }),
            None => self.touched.push(node.slot()),
        }
        Some(())
    }

    /// Tells all sums, and begins anew.
    pub(super) fn tell(&mut self, events: &mut Vec<Event>) {
        for slot in self.touched.drain(..) {
            if let Some((node, sums)) = self.rows[slot as usize].take() {
                events.push(Event::Summed { node, sums });
            }
        }
    }
}
