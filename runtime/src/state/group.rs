//! Groups: what was written in each since its last flush, and who comes first.

use crate::graph::give_room_back;
use crate::meta::Span;

mod due;

pub(super) use due::Taken;

/// The groups of one store, by the order in which they were met or configured.
#[derive(Default)]
pub(crate) struct Groups {
    list: Vec<Group>,
    /// Invariant: one for each node of the graph.
    members: Vec<Member>,
    /// The groups in which something is waiting for a window to be opened.
    opened: Vec<u16>,
    /// What the builder said of priorities, by group name.
    configured: Vec<(String, i32)>,
    /// The only write that waits, which is kept here as long as it is the only one: most often it is told
    /// before there is another.
    lone: Option<Lone>,
}

/// A write that waits alone.
#[derive(Clone, Copy)]
struct Lone {
    node: u32,
    /// What there is to tell of it.
    part: Span,
    revision: u64,
    reached: u32,
    counts: bool,
    due: bool,
}

/// No place.
const NONE: u32 = u32::MAX;

/// What a node has to do with groups.
struct Member {
    group: u16,
    /// Invariant: where it stands in `written` of its group, or `NONE`.
    queued: u32,
    /// The highest of the node's own group and of its dependencies.
    priority: i32,
}

struct Group {
    name: &'static str,
    priority: i32,
    /// How many nodes it has.
    #[cfg(debug_assertions)]
    nodes: u32,
    pending: Pending,
    /// The revision up to which the group was told.
    flushed: u64,
}

/// What was written in one group since its last flush.
#[derive(Default)]
struct Pending {
    /// Invariant: each observed atom once.
    written: Vec<u32>,
    /// The revision of the first write.
    since: u64,
    writes: u64,
    /// Of these, the ones to what was waiting already.
    coalesced: u64,
    /// Calls that one notification per write would have made.
    reached: u64,
    /// To be told in the next pass.
    due: bool,
}

impl Groups {
    /// Groups of which some have a priority other than 0.
    pub(crate) fn configured(configured: Vec<(String, i32)>) -> Self {
        Self { configured, ..Self::default() }
    }

    /// The index of a group, added with the default priority if it is new.
    pub(crate) fn index(&mut self, name: &'static str) -> u16 {
        let known = self.list.iter().position(|group| group.name == name);
        let index = known.unwrap_or_else(|| {
            let configured = self.configured.iter().find(|(group, _)| group == name);
            self.list.push(Group {
                name,
                priority: configured.map_or(0, |&(_, priority)| priority),
                #[cfg(debug_assertions)]
                nodes: 0,
                pending: Pending::default(),
                flushed: 0,
            });
            self.list.len() - 1
        });
        index as u16
    }

    pub(crate) fn name(&self, group: u16) -> &'static str {
        self.list[usize::from(group)].name
    }

    pub(crate) fn len(&self) -> u16 {
        self.list.len() as u16
    }

    pub(super) fn priority(&self, node: u32) -> i32 {
        self.members[node as usize].priority
    }

    pub(super) fn add_node(&mut self, node: u32, group: u16, above: Option<i32>) {
        let own = self.list[usize::from(group)].priority;
        let priority = above.map_or(own, |above| above.max(own));
        let member = Member { group, queued: NONE, priority };
        #[cfg(debug_assertions)]
        {
            self.list[usize::from(group)].nodes += 1;
        }
        if node as usize == self.members.len() {
            self.members.push(member);
        } else {
            self.members[node as usize] = member;
        }
    }

    /// A node goes: it waits for nothing any more.
    pub(super) fn forget(&mut self, node: u32) {
        self.spill();
        let Member { group, queued, .. } = self.members[node as usize];
        #[cfg(debug_assertions)]
        {
            self.list[usize::from(group)].nodes -= 1;
        }
        if queued == NONE {
            return;
        }
        self.members[node as usize].queued = NONE;
        let written = &mut self.list[usize::from(group)].pending.written;
        written.swap_remove(queued as usize);
        if let Some(&moved) = written.get(queued as usize) {
            self.members[moved as usize].queued = queued;
        }
    }

    /// Gives the memory of the nodes from `bound` on back, which are gone.
    pub(super) fn trim(&mut self, bound: usize) {
        self.members.truncate(bound);
        give_room_back(&mut self.members);
    }

    /// The memory of what is known of nodes and of what waits.
    pub(super) fn bytes(&self) -> usize {
        let waiting = self.list.iter().map(|group| group.pending.written.capacity());
        let waiting = waiting.sum::<usize>() * size_of::<u32>();
        let groups = self.list.capacity() * size_of::<Group>();
        self.members.capacity() * size_of::<Member>() + groups + waiting
    }

    /// Gives the room back that lists do not use.
    pub(super) fn shrink(&mut self) {
        self.members.shrink_to_fit();
        for group in &mut self.list {
            group.pending.written.shrink_to_fit();
        }
    }

    /// Notes that an observed node was written; false if it was waiting to be told already. What
    /// only follows from a write of the user's is not counted as one.
    ///
    /// While a pass is being told, every write is reported as opening its group: a subscriber's write
    /// makes the group due, though its window may be open already.
    #[inline]
    pub(super) fn queue(
        &mut self,
        node: u32,
        part: Span,
        revision: u64,
        reached: u32,
        in_flight: bool,
        counts: bool,
    ) -> bool {
        if !in_flight && self.lone.is_none() && !self.has_waiting() {
            self.lone = Some(Lone { node, part, revision, reached, counts, due: false });
            return true;
        }
        self.spill();
        self.queue_up(node, revision, reached, in_flight, counts)
    }

    /// Puts the write that waits alone where the others go.
    #[inline]
    fn spill(&mut self) {
        if let Some(lone) = self.lone.take() {
            self.queue_up(lone.node, lone.revision, lone.reached, false, lone.counts);
            if lone.due {
                self.opened_are_due();
            }
        }
    }

    fn queue_up(
        &mut self,
        node: u32,
        revision: u64,
        reached: u32,
        in_flight: bool,
        counts: bool,
    ) -> bool {
        let member = &mut self.members[node as usize];
        let pending = &mut self.list[usize::from(member.group)].pending;
        pending.writes += u64::from(counts);
        pending.coalesced += u64::from(counts && member.queued != NONE);
        pending.reached += u64::from(reached);
        if in_flight && !pending.written.is_empty() {
            self.opened.push(member.group);
        }
        self.stand(node, revision)
    }

    /// Takes back a `queue` of the transaction at hand, the latest one first.
    pub(super) fn unqueue(&mut self, node: u32, first: bool, reached: u32, counts: bool) {
        self.spill();
        let member = &mut self.members[node as usize];
        let pending = &mut self.list[usize::from(member.group)].pending;
        pending.writes -= u64::from(counts);
        pending.coalesced -= u64::from(counts && !first);
        pending.reached -= u64::from(reached);
        if first {
            member.queued = NONE;
            pending.written.pop();
        }
    }

    /// Has a node looked at by the next flush of its group; false if it was waiting for it already.
    pub(super) fn look_again(&mut self, node: u32, revision: u64) -> bool {
        self.spill();
        self.stand(node, revision)
    }

    #[inline]
    fn stand(&mut self, node: u32, revision: u64) -> bool {
        let member = &mut self.members[node as usize];
        let pending = &mut self.list[usize::from(member.group)].pending;
        if member.queued != NONE {
            return false;
        }
        member.queued = pending.written.len() as u32;
        if pending.written.is_empty() {
            pending.since = revision;
            self.opened.push(member.group);
        }
        pending.written.push(node);
        true
    }

    /// Has a node looked at again by the next flush, which is due at once.
    pub(super) fn requeue(&mut self, node: u32, revision: u64) {
        self.spill();
        let member = &mut self.members[node as usize];
        let pending = &mut self.list[usize::from(member.group)].pending;
        pending.due = true;
        if pending.written.is_empty() {
            pending.since = revision;
        }
        if member.queued == NONE {
            member.queued = pending.written.len() as u32;
            pending.written.push(node);
        }
    }

    /// Holds what the fields promise; costs all groups and nodes.
    #[cfg(debug_assertions)]
    pub(super) fn check_invariants(&self, nodes: usize) {
        assert_eq!(self.members.len(), nodes);
        assert!(self.lone.is_none() || !self.has_waiting(), "a lone write is the only one");
        let mut waiting = vec![NONE; nodes];
        for (index, group) in self.list.iter().enumerate() {
            for (at, &node) in group.pending.written.iter().enumerate() {
                assert_eq!(waiting[node as usize], NONE, "node {node} waits to be told once");
                assert_eq!(usize::from(self.members[node as usize].group), index);
                waiting[node as usize] = at as u32;
            }
        }
        for (node, (member, waiting)) in self.members.iter().zip(waiting).enumerate() {
            assert_eq!(member.queued, waiting, "whether node {node} waits to be told");
        }
    }
}
