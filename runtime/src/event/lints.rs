//! Finds habits that are warned of, in debug builds, from events alone.

use std::collections::HashSet;
use std::panic::Location;
use std::time::Duration;

use rustc_hash::FxHashMap;

use super::{Event, Outcome, Subject, Warning, WarningKind};
use crate::error::Name;

const HOT: u64 = 1000;
const EQUAL_OF: u64 = 100;
const EQUAL: u64 = 90;
const VAIN_RUNS: u64 = 1000;
const VAIN_TIME: Duration = Duration::from_micros(1);
const SLOW: Duration = Duration::from_millis(16);
const HUGE: u64 = 1 << 20;
const UNREAD: u64 = 1000;
const GROWN: u64 = 10_000;

/// The nodes in so many slots are looked at, so that a million members cost nothing.
const MOST: usize = 1024;

/// What was seen of each node.
#[derive(Default)]
pub(crate) struct Lints {
    /// By slots; the first ones alone.
    seen: Vec<Option<Seen>>,
    /// How many nodes a group had when it was warned of.
    grown: FxHashMap<&'static str, u64>,
    /// The nodes that were written since the last flush.
    written: Vec<u32>,
    told: HashSet<(WarningKind, Name)>,
    allowed: Vec<WarningKind>,
    new: Vec<Warning>,
}

struct Seen {
    node: Subject,
    /// Writes since the last flush.
    burst: u64,
    /// Of the writes up to the next hundredth.
    writes: u64,
    equal: u64,
    unread: u64,
    is_read: bool,
    vain: u64,
}

impl Lints {
    pub(super) fn allow(&mut self, kinds: &[WarningKind]) {
        self.allowed.extend_from_slice(kinds);
    }

    /// What was found since the last call.
    pub(super) fn take(&mut self) -> Vec<Warning> {
        std::mem::take(&mut self.new)
    }

    /// Somebody read a node, depends on it or is told of it.
    pub(super) fn is_read(&mut self, node: Subject) {
        if let Some(seen) = self.seen(node) {
            seen.is_read = true;
        }
    }

    /// The next write to a node comes out of a guard or a closure, which need not know whether they change anything.
    pub(super) fn may_be_equal(&mut self, node: Subject) {
        if let Some(seen) = self.seen(node) {
            seen.equal = seen.equal.saturating_sub(1);
        }
    }

    /// Nobody waits to be told of what is written to a node.
    pub(super) fn is_unheard(&mut self, node: Subject) {
        if let Some(seen) = self.seen(node) {
            seen.burst = 0;
        }
    }

    /// Looks at an event; true if it found something.
    pub(super) fn see(&mut self, event: &Event) -> bool {
        match event {
            Event::Wrote { atom, equal, at } => self.see_write(*atom, *equal, *at),
            Event::Computed { computed, outcome, took } => {
                let Some(seen) = self.seen(*computed) else { return false };
                let in_vain = *outcome == Outcome::Changed && took.is_none_or(|t| t < VAIN_TIME);
                match outcome {
                    Outcome::Skipped => return false,
                    _ if in_vain => seen.vain += 1,
                    _ => seen.vain = 0,
                }
                if seen.vain == VAIN_RUNS {
                    self.warn(WarningKind::NeverCutsOff, computed.name(), VAIN_RUNS, None);
                }
            }
            Event::Told { about, took, .. } => {
                self.is_read(*about);
                if let Some(took) = took.filter(|took| *took > SLOW) {
                    let millis = took.as_millis() as u64;
                    self.warn(WarningKind::SlowSubscriber, about.name(), millis, None);
                }
            }
            Event::FlushEnded(_) => self.begin_anew(),
            Event::Serialized { full: false, bytes, .. } if *bytes > HUGE => {
                self.warn(WarningKind::HugeDelta, "", *bytes, None);
            }
            Event::Memory { used, budget: Some(budget) } if used > budget => {
                self.warn(WarningKind::MemoryOverBudget, "", *used, None);
            }
            _ => (),
        }
        !self.new.is_empty()
    }

    fn see_write(&mut self, atom: Subject, equal: bool, at: Option<&'static Location<'static>>) {
        let Some(seen) = self.seen(atom) else { return };
        seen.burst += 1;
        seen.writes += 1;
        seen.equal += u64::from(equal);
        seen.unread += 1;
        let (burst, unread) = (seen.burst, if seen.is_read { 0 } else { seen.unread });
        let mut equals = 0;
        if seen.writes == EQUAL_OF {
            equals = seen.equal;
            (seen.writes, seen.equal) = (0, 0);
        }
        if burst == 1 {
            self.written.push(atom.slot());
        }
        if burst == HOT + 1 && unread == 0 {
            self.warn(WarningKind::HotAtom, atom.name(), burst, at);
        }
        if equals > EQUAL {
            self.warn(WarningKind::EqualWrites, atom.name(), equals, at);
        }
        if unread == UNREAD {
            self.warn(WarningKind::UnreadAtom, atom.name(), unread, at);
        }
    }

    /// A flush ended.
    fn begin_anew(&mut self) {
        for slot in self.written.drain(..) {
            if let Some(Some(seen)) = self.seen.get_mut(slot as usize) {
                seen.burst = 0;
            }
        }
    }

    /// A group has so many nodes.
    pub(super) fn has_nodes(&mut self, group: &'static str, nodes: u64) -> bool {
        let warned = self.grown.get(group).copied().unwrap_or(GROWN / 2);
        if nodes > warned * 2 {
            self.grown.insert(group, nodes);
            self.told.remove(&(WarningKind::GrowingGroup, group.into()));
            self.warn(WarningKind::GrowingGroup, group, nodes, None);
        }
        !self.new.is_empty()
    }

    /// What was seen of a node; begun anew if another one stood in the slot.
    fn seen(&mut self, node: Subject) -> Option<&mut Seen> {
        let slot = node.slot() as usize;
        if slot >= MOST {
            return None;
        }
        if slot >= self.seen.len() {
            self.seen.resize_with(slot + 1, || None);
        }
        let seen = &mut self.seen[slot];
        if seen.as_ref().is_some_and(|seen| seen.node != node) {
            *seen = None;
        }
        Some(seen.get_or_insert_with(|| Seen {
            node,
            burst: 0,
            writes: 0,
            equal: 0,
            unread: 0,
            is_read: false,
            vain: 0,
        }))
    }

    fn warn(
        &mut self,
        kind: WarningKind,
        name: &'static str,
        found: u64,
        at: Option<&'static Location<'static>>,
    ) {
        if !self.allowed.contains(&kind) && self.told.insert((kind, name.into())) {
            self.new.push(Warning { kind, name: name.into(), found, at });
        }
    }
}
