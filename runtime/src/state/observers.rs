//! The list of those who observe, by the places where they do.

use std::cmp::Reverse;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::Amount;
use super::end::End;
use super::observe::AnyObserver;
#[cfg(debug_assertions)]
use crate::graph::Graph;
use crate::graph::{Place, give_room_back};

/// Names an observer; a slot of the list used again has another sequence number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ObserverId {
    pub(super) index: u32,
    pub(super) sequence: u64,
}

/// Names a subscription or an effect: one member of an observer.
#[allow(unreachable_pub, reason = "a hidden trait method takes it")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MemberId {
    pub(super) observer: ObserverId,
    pub(super) sequence: u64,
}

impl MemberId {
    /// The observer whose first member it is.
    pub(crate) fn observer(self) -> ObserverId {
        self.observer
    }

    pub(crate) fn sequence(self) -> u64 {
        self.sequence
    }
}

/// A subscription or an effect.
#[allow(unreachable_pub, missing_debug_implementations, reason = "a hidden trait method takes it")]
pub struct Member {
    pub(crate) sequence: u64,
    pub(super) end: Arc<End>,
}

/// The order of notifications: priority, graph order, order of subscription.
pub(super) type Rank = (Reverse<i32>, u32, u32, u64);

#[derive(Default)]
pub(super) struct Observers {
    pub(super) entries: Vec<Entry>,
    pub(super) free: Vec<u32>,
    /// The observers of one place that a new subscription to it may join: the last one at each node, for
    /// who came in between has to be told in between.
    pub(super) open: FxHashMap<u32, u32>,
    /// Invariant: not smaller than the sequence number of any member.
    pub(super) sequence: u64,
    pub(super) pass: u64,
    /// How many members there are.
    pub(super) live: usize,
    /// The observer that looked last.
    pub(super) looking: u32,
    /// Empty between two nodes; kept for its memory.
    pub(super) touched: Vec<u32>,
    /// Those that came while a transaction was open, and so may have seen what it takes back.
    pub(super) inside: Vec<ObserverId>,
}

pub(super) struct Entry {
    pub(super) sequence: u64,
    pub(super) rank: Rank,
    pub(super) places: Box<[Place]>,
    /// Invariant: by their sequence numbers.
    pub(super) members: Vec<Member>,
    /// Absent while it is called, and when the entry is free.
    pub(super) observer: Option<Box<dyn AnyObserver>>,
    /// The last pass that looked at it; of a free entry, where `free` has it.
    pub(super) pass: u64,
    /// A pass found news while the observer was out.
    pub(super) missed: bool,
    /// A member went while the observer was out.
    pub(super) parted: bool,
    /// It missed news, so a change that was told to others is one to it.
    pub(super) overdue: bool,
}

impl Observers {
    /// The entry of an observer, unless it ended.
    #[inline]
    pub(super) fn entry(&mut self, id: ObserverId) -> Option<&mut Entry> {
        self.entries.get_mut(id.index as usize).filter(|entry| entry.sequence == id.sequence)
    }

    /// How many members there are, and an estimate of what they take.
    pub(super) fn amount(&self) -> Amount {
        /// A function with the place that an audience has for it, and its life.
        const MEMBER: usize = 4 * size_of::<usize>() + 2 * size_of::<usize>() + size_of::<End>();
        let bytes = self.entries.iter().map(|entry| {
            let members = entry.members.capacity() * size_of::<Member>();
            let observer = entry.observer.as_ref().map_or(0, |observer| size_of_val(&**observer));
            size_of_val(&*entry.places) + members + observer + entry.members.len() * MEMBER
        });
        let entries = self.entries.capacity() * size_of::<Entry>();
        Amount { count: self.live, bytes: entries + bytes.sum::<usize>() }
    }

    /// Gives the room back that lists do not use.
    pub(super) fn shrink(&mut self) {
        self.entries.shrink_to_fit();
        self.free.shrink_to_fit();
        self.touched.shrink_to_fit();
        self.inside.shrink_to_fit();
        self.open.shrink_to_fit();
    }

    /// As `entry`, to look at.
    pub(super) fn at(&self, id: ObserverId) -> Option<&Entry> {
        self.entries.get(id.index as usize).filter(|entry| entry.sequence == id.sequence)
    }

    /// Gives the entries at the end back that are free. Costs those.
    pub(super) fn trim(&mut self) {
        let Self { entries, free, .. } = self;
        while let Some(&Entry { sequence: 0, pass: place, .. }) = entries.last() {
            free.swap_remove(place as usize);
            if let Some(&moved) = free.get(place as usize) {
                entries[moved as usize].pass = place;
            }
            entries.pop();
        }
        give_room_back(entries);
        give_room_back(free);
    }

    /// Holds what the fields promise; costs the graph once for each observer.
    #[cfg(debug_assertions)]
    pub(super) fn check_invariants(&self, graph: &Graph) {
        let live = self.entries.iter().filter(|entry| entry.sequence > 0);
        let mut reach = vec![0; graph.bound()];
        for entry in live.clone() {
            assert!(entry.sequence <= self.sequence);
            let mut seen = vec![false; graph.bound()];
            let mut stack: Vec<u32> = entry.places.iter().map(|place| place.node).collect();
            while let Some(node) = stack.pop() {
                if !std::mem::replace(&mut seen[node as usize], true) {
                    reach[node as usize] += entry.members.len() as u32;
                    stack.extend(graph.deps(node));
                }
            }
        }
        assert_eq!(live.clone().map(|entry| entry.members.len()).sum::<usize>(), self.live);
        assert_eq!(live.clone().count() + self.free.len(), self.entries.len());
        for entry in live {
            assert!(entry.members.is_sorted_by_key(|member| member.sequence));
            let out = entry.observer.as_ref().map(|observer| observer.len());
            assert!(out.is_none_or(|calls| calls == entry.members.len()), "a function a member");
        }
        for (&node, &index) in &self.open {
            let entry = &self.entries[index as usize];
            assert!(entry.sequence > 0 && entry.places[0].node == node, "who is open is there");
        }
        for (node, reach) in reach.into_iter().enumerate() {
            let node = node as u32;
            assert_eq!(graph.is_used(node), reach > 0, "whether node {node} is observed");
            let counted = graph.counted_reach(node);
            assert!(counted.is_none_or(|counted| counted == reach), "the observers of node {node}");
        }
    }
}
