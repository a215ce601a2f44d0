//! What is due: which groups have something to tell, and what a pass takes of it.

use super::{Group, Groups, Lone, NONE, Pending};
use crate::graph::give_room_back;
use crate::meta::Span;

impl Groups {
    /// The groups that have something to tell since this was asked last.
    ///
    /// One that opened in a transaction that was taken back has nothing to tell any more.
    pub(crate) fn opened(&mut self) -> impl Iterator<Item = u16> + '_ {
        self.spill();
        let groups = &self.list;
        let has_pending = |group: &u16| !groups[usize::from(*group)].pending.written.is_empty();
        self.opened.drain(..).filter(has_pending)
    }

    pub(crate) fn opened_are_due(&mut self) {
        if let Some(lone) = &mut self.lone {
            lone.due = true;
        }
        for group in self.opened.drain(..) {
            let pending = &mut self.list[usize::from(group)].pending;
            pending.due = !pending.written.is_empty();
        }
    }

    pub(crate) fn make_due(&mut self, group: u16) {
        self.spill();
        let pending = self.pending_mut(group);
        pending.due = !pending.written.is_empty();
    }

    /// Adds the names of what is due, each once.
    pub(crate) fn name_due(&self, names: &mut Vec<&'static str>) {
        let lone = self.lone.filter(|lone| lone.due).map(|lone| self.group_of(lone.node));
        let due = self.list.iter().filter(|group| group.pending.due);
        for group in due.chain(lone) {
            if !names.contains(&group.name) {
                names.push(group.name);
            }
        }
    }

    pub(crate) fn is_due(&self, group: u16) -> bool {
        let lone = self
            .lone
            .is_some_and(|lone| lone.due && self.members[lone.node as usize].group == group);
        lone || self.pending(group).due
    }

    /// The revision up to which the group of a node was told.
    #[inline]
    pub(in crate::state) fn told_before(&self, node: u32) -> u64 {
        self.group_of(node).flushed
    }

    pub(super) fn group_of(&self, node: u32) -> &Group {
        &self.list[usize::from(self.members[node as usize].group)]
    }

    #[inline]
    pub(crate) fn has_opened(&self) -> bool {
        !self.opened.is_empty() || self.lone.is_some_and(|lone| !lone.due)
    }

    pub(super) fn pending(&self, group: u16) -> &Pending {
        &self.list[usize::from(group)].pending
    }

    pub(super) fn pending_mut(&mut self, group: u16) -> &mut Pending {
        &mut self.list[usize::from(group)].pending
    }

    pub(crate) fn has_pending(&self) -> bool {
        self.lone.is_some() || self.has_waiting()
    }

    /// The group of a node, and how many nodes it has.
    #[cfg(debug_assertions)]
    pub(in crate::state) fn nodes_beside(&self, node: u32) -> (&'static str, u32) {
        let group = &self.list[usize::from(self.members[node as usize].group)];
        (group.name, group.nodes)
    }

    /// How many atoms wait to be told.
    pub(crate) fn waiting(&self) -> usize {
        let waiting = self.list.iter().map(|group| group.pending.written.len());
        waiting.sum::<usize>() + usize::from(self.lone.is_some())
    }

    /// Whether nothing waits and nothing is due.
    pub(in crate::state) fn rest(&self) -> bool {
        self.lone.is_none() && self.opened.is_empty() && !self.has_waiting() && !self.has_due()
    }

    pub(super) fn has_waiting(&self) -> bool {
        self.list.iter().any(|group| !group.pending.written.is_empty())
    }

    pub(crate) fn has_due(&self) -> bool {
        self.lone.is_some_and(|lone| lone.due) || self.list.iter().any(|group| group.pending.due)
    }

    /// Marks every group that has something to tell as due.
    pub(crate) fn all_due(&mut self) {
        if let Some(lone) = &mut self.lone {
            lone.due = true;
            return;
        }
        for group in &mut self.list {
            group.pending.due = !group.pending.written.is_empty();
        }
    }

    /// The revision before the first write that is not told yet.
    pub(in crate::state) fn settled_before(&self) -> u64 {
        let waiting = self.list.iter().filter(|group| !group.pending.written.is_empty());
        let lone = self.lone.map(|lone| lone.revision);
        waiting.map(|group| group.pending.since).chain(lone).min().unwrap_or(u64::MAX)
    }

    /// Takes the write that waits alone, whether it is due or not.
    #[inline]
    pub(in crate::state) fn take_lone(&mut self, revision: u64) -> Option<(u32, Taken)> {
        let Lone { node, part, reached, counts, .. } = self.lone.take()?;
        let group = &mut self.list[usize::from(self.members[node as usize].group)];
        let since = std::mem::replace(&mut group.flushed, revision);
        let (writes, reached) = (u64::from(counts), u64::from(reached));
        Some((node, Taken { since, writes, coalesced: 0, reached, all: true, part }))
    }

    /// Takes a write that did not wait.
    #[inline]
    pub(in crate::state) fn take_at_once(
        &mut self,
        node: u32,
        part: Span,
        reached: u32,
        revision: u64,
    ) -> Taken {
        let since = self.told_at_once(node, revision);
        let reached = u64::from(reached);
        Taken { since, writes: 1, coalesced: 0, reached, all: true, part }
    }

    /// A write did not wait; returns the revision up to which its group was told before.
    #[inline]
    pub(in crate::state) fn told_at_once(&mut self, node: u32, revision: u64) -> u64 {
        let group = &mut self.list[usize::from(self.members[node as usize].group)];
        std::mem::replace(&mut group.flushed, revision)
    }

    /// Takes what is due; returns the revision up to which all of it was told before.
    pub(in crate::state) fn take_due(&mut self, revision: u64, sources: &mut Vec<u32>) -> Taken {
        if self.lone.is_some_and(|lone| lone.due)
            && let Some((node, taken)) = self.take_lone(revision)
        {
            sources.push(node);
            return taken;
        }
        let mut taken = Taken {
            since: u64::MAX,
            writes: 0,
            coalesced: 0,
            reached: 0,
            all: false,
            part: Span::WHOLE,
        };
        for group in self.list.iter_mut().filter(|group| group.pending.due) {
            for &node in &group.pending.written {
                self.members[node as usize].queued = NONE;
                sources.push(node);
            }
            // By what it holds now: it will hold as much again.
            give_room_back(&mut group.pending.written);
            group.pending.written.clear();
            taken.since = taken.since.min(group.flushed);
            taken.writes += group.pending.writes;
            taken.coalesced += group.pending.coalesced;
            group.pending.coalesced = 0;
            taken.reached += group.pending.reached;
            group.pending.writes = 0;
            group.pending.reached = 0;
            group.pending.due = false;
            group.flushed = revision;
        }
        taken.all = !self.has_pending();
        taken
    }
}

/// What a pass takes from the groups that are due.
#[derive(Clone, Copy, Debug)]
pub(in crate::state) struct Taken {
    pub(in crate::state) since: u64,
    pub(in crate::state) writes: u64,
    pub(in crate::state) coalesced: u64,
    pub(in crate::state) reached: u64,
    /// Nothing waits for a later flush.
    pub(in crate::state) all: bool,
    /// Where one source is all there is: what there is to tell of it.
    pub(in crate::state) part: Span,
}
