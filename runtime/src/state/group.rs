//! Groups: what was written in each since its last flush, and who comes first.

use crate::graph::give_room_back;
use crate::meta::Span;

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
    pub(super) fn told_before(&self, node: u32) -> u64 {
        self.group_of(node).flushed
    }

    fn group_of(&self, node: u32) -> &Group {
        &self.list[usize::from(self.members[node as usize].group)]
    }

    #[inline]
    pub(crate) fn has_opened(&self) -> bool {
        !self.opened.is_empty() || self.lone.is_some_and(|lone| !lone.due)
    }

    fn pending(&self, group: u16) -> &Pending {
        &self.list[usize::from(group)].pending
    }

    fn pending_mut(&mut self, group: u16) -> &mut Pending {
        &mut self.list[usize::from(group)].pending
    }

    pub(crate) fn has_pending(&self) -> bool {
        self.lone.is_some() || self.has_waiting()
    }

    /// The group of a node, and how many nodes it has.
    #[cfg(debug_assertions)]
    pub(super) fn nodes_beside(&self, node: u32) -> (&'static str, u32) {
        let group = &self.list[usize::from(self.members[node as usize].group)];
        (group.name, group.nodes)
    }

    /// How many atoms wait to be told.
    pub(crate) fn waiting(&self) -> usize {
        let waiting = self.list.iter().map(|group| group.pending.written.len());
        waiting.sum::<usize>() + usize::from(self.lone.is_some())
    }

    fn has_waiting(&self) -> bool {
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
    pub(super) fn settled_before(&self) -> u64 {
        let waiting = self.list.iter().filter(|group| !group.pending.written.is_empty());
        let lone = self.lone.map(|lone| lone.revision);
        waiting.map(|group| group.pending.since).chain(lone).min().unwrap_or(u64::MAX)
    }

    /// Takes the write that waits alone, whether it is due or not.
    #[inline]
    pub(super) fn take_lone(&mut self, revision: u64) -> Option<(u32, Taken)> {
        let Lone { node, part, reached, counts, .. } = self.lone.take()?;
        let group = &mut self.list[usize::from(self.members[node as usize].group)];
        let since = std::mem::replace(&mut group.flushed, revision);
        let (writes, reached) = (u64::from(counts), u64::from(reached));
        Some((node, Taken { since, writes, coalesced: 0, reached, all: true, part }))
    }

    /// Takes what is due; returns the revision up to which all of it was told before.
    pub(super) fn take_due(&mut self, revision: u64, sources: &mut Vec<u32>) -> Taken {
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
pub(super) struct Taken {
    pub(super) since: u64,
    pub(super) writes: u64,
    pub(super) coalesced: u64,
    pub(super) reached: u64,
    /// Nothing waits for a later flush.
    pub(super) all: bool,
    /// Where one source is all there is: what there is to tell of it.
    pub(super) part: Span,
}
