//! What a store takes in memory, kind by kind.
//!
//! Estimates, without a walk through any value: see `value/bytes.rs`. Values that only a snapshot, a
//! subscriber or a `Shared` holds any more are theirs.

use rustc_hash::FxHashMap;

use super::State;
use super::families::{Home, Role};
use crate::meta::Kind;

mod collect;
#[cfg_attr(not(feature = "serial"), allow(dead_code, reason = "what others hold is for deltas"))]
mod known;
mod report;
mod sizes;

#[cfg(feature = "serial")]
pub(crate) use known::{Bytes, Known};
pub use report::{Amount, Freed, Memory, Usage};
pub(super) use sizes::Sizes;

/// How many rows a report has of what takes most.
const LARGEST: usize = 10;

impl State {
    /// What there is and what it takes. Costs the nodes, their edges and the entries of the history.
    pub(crate) fn memory(&self) -> Memory {
        let mut memory = Memory::default();
        self.measure_values(&mut memory);
        memory.graph = Amount { count: self.graph.edges(), bytes: self.graph_bytes() };
        memory.subscriptions = self.observers.amount();
        if let Some(history) = &self.history {
            (memory.history, memory.pinned) = history.amounts();
        }
        let layers = self.pending.iter().map(super::history::Pending::bytes);
        memory.optimistic = Amount { count: self.pending.len(), bytes: layers.sum() };
        #[cfg(feature = "serial")]
        {
            memory.bases = Amount { count: self.shelves.count(), bytes: self.shelves.bytes() };
            memory.unread = self.saving.as_ref().map(|saving| saving.amount()).unwrap_or_default();
        }
        memory
    }

    /// By kind, by group and by name.
    fn measure_values(&self, memory: &mut Memory) {
        let (mut groups, mut rows) = (FxHashMap::default(), FxHashMap::default());
        for (slot, home) in (0..).zip(&self.values.homes) {
            let &Home { meta, role, .. } = home;
            let Some(value) = self.values.slots.find(slot).filter(|value| value.has_value()) else {
                continue;
            };
            let one = Amount { count: 1, bytes: value.bytes() };
            let kind = match (role, meta.kind) {
                (Role::Free | Role::Removed, _) => continue,
                (Role::Each, _) => &mut memory.families,
                (Role::Keys, _) => {
                    memory.families.count += 1;
                    &mut memory.families
                }
                (Role::Member, _) => &mut memory.members,
                (Role::Plain, Kind::Atom) => &mut memory.atoms,
                (Role::Plain, Kind::Computed) => &mut memory.computeds,
            };
            kind.bytes += one.bytes;
            if matches!(role, Role::Member | Role::Plain) {
                kind.count += 1;
                *groups.entry(meta.group).or_default() += one;
                let by_name =
                    rows.entry(std::ptr::from_ref(meta)).or_insert((meta, Amount::default()));
                by_name.1 += one;
                #[cfg(feature = "serial")]
                if let Some(root) = value.root() {
                    memory.journals += super::delta::noted_in(meta, root);
                }
            }
        }
        memory.groups = groups.into_iter().map(Usage::of).collect();
        memory.groups.sort_unstable_by(|one, other| one.name.cmp(&other.name));
        memory.largest =
            rows.into_values().map(|(meta, amount)| Usage::of((meta.name, amount))).collect();
        memory.largest.sort_by(|one, other| {
            other.bytes.cmp(&one.bytes).then_with(|| one.name.cmp(&other.name))
        });
        memory.largest.truncate(LARGEST);
    }

    /// The memory of what is known of nodes besides their values.
    fn graph_bytes(&self) -> usize {
        let homes = self.values.homes.capacity() * size_of::<Home>();
        let own = size_of::<Self>()
            + homes
            + self.values.slots.bytes()
            + self.table.bytes()
            + self.groups.bytes();
        #[cfg(feature = "serial")]
        let own = own + self.changes.as_ref().map_or(0, |changes| changes.bytes());
        own + self.graph.bytes()
    }
}
