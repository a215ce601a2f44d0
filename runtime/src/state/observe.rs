//! Observers: who is to be told, in which order, and what a pass of a flush takes out.

use std::any::Any;
use std::cmp::Reverse;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{Amount, State, Values};
use crate::batch::registry::Life;
use crate::error::{Error, Name, panic_message};
use crate::graph::{Graph, Place, Watcher, give_room_back};
use crate::meta::Span;
use crate::slot::Garbage;
use crate::sync::Mutex;

/// Subscribers or effects that saw the same values last.
#[allow(unreachable_pub, reason = "a hidden trait method returns it")]
pub trait AnyObserver: Any + Send {
    /// Brings the current values up to date and looks at them; true if they are news, which are then kept for
    /// the call.
    fn refresh(&mut self, state: &mut State) -> bool;
    /// As `refresh`, where nothing has failed and a walk has brought up to date what it found; nothing if
    /// there may be more to be brought up to date. May panic, if a comparison of the user's does.
    fn look(&mut self, cut: &mut Cut<'_>) -> Option<bool>;
    /// The names of what is observed.
    fn name(&self) -> String;
    /// Calls the user's functions, but those whose subscription has ended, and returns how many those are. A
    /// panic goes to `failed`. Then lets go of values that are not needed to tell the next change.
    fn call(&mut self, failed: &mut dyn FnMut(Error)) -> u32;
    /// What was seen in a transaction is there to stay.
    fn settle(&mut self);
    /// How many functions there are.
    #[cfg(debug_assertions)]
    fn len(&self) -> usize;
    /// Drops the functions of those who are no members any more.
    fn keep(&mut self, members: &[Member], garbage: &mut Garbage);
}

/// The values that a pass tells: all of one moment.
#[allow(unreachable_pub, missing_debug_implementations, reason = "a hidden trait method takes it")]
pub struct Cut<'a> {
    pub(crate) values: &'a mut Values,
    pub(super) graph: &'a Graph,
    pub(crate) revision: u64,
}

impl Cut<'_> {
    /// The revision of the last change of a place.
    #[inline]
    pub(crate) fn changed(&self, slot: u32, span: Span) -> u64 {
        if span.is_whole() { self.graph.changed(slot) } else { self.values.marked(slot, span) }
    }
}

/// The life of an observer, and who hears of it if it ends with what it observes.
#[allow(unreachable_pub, missing_debug_implementations, reason = "a hidden trait method takes it")]
pub struct End {
    life: Life,
    /// Absent once they were told.
    listeners: Mutex<Option<Vec<Listener>>>,
}

type Listener = Box<dyn FnOnce() + Send>;

impl End {
    pub(crate) fn new() -> Self {
        Self { life: Life::new(), listeners: Mutex::new(Some(Vec::new())) }
    }

    /// Ends it by the will of who holds it, of which nobody has to be told.
    pub(crate) fn end(&self) {
        self.life.end();
    }

    #[inline]
    pub(crate) fn is_ended(&self) -> bool {
        self.life.is_ended()
    }

    /// Calls a function once what it observes is gone; at once if it is.
    pub(crate) fn on_end(&self, listener: Listener) {
        if let Some(listeners) = &mut *self.listeners.lock() {
            listeners.push(listener);
            return;
        }
        listener();
    }

    /// Those who are to be told, with nothing held.
    pub(crate) fn take_listeners(&self) -> Vec<Listener> {
        self.listeners.lock().take().unwrap_or_default()
    }
}

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
    observer: ObserverId,
    sequence: u64,
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
    end: Arc<End>,
}

/// The order of notifications: priority, graph order, order of subscription.
pub(super) type Rank = (Reverse<i32>, u32, u32, u64);

#[derive(Default)]
pub(super) struct Observers {
    pub(super) entries: Vec<Entry>,
    free: Vec<u32>,
    /// The observers of one place that a new subscription to it may join: the last one at each node, for
    /// who came in between has to be told in between.
    open: FxHashMap<u32, u32>,
    /// Invariant: not smaller than the sequence number of any member.
    sequence: u64,
    pub(super) pass: u64,
    /// How many members there are.
    live: usize,
    /// The observer that looked last.
    pub(super) looking: u32,
    /// Empty between two nodes; kept for its memory.
    pub(super) touched: Vec<u32>,
    /// Those that came while a transaction was open, and so may have seen what it takes back.
    inside: Vec<ObserverId>,
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
    parted: bool,
    /// It missed news, so a change that was told to others is one to it.
    pub(super) overdue: bool,
}

impl Observers {
    /// The entry of an observer, unless it ended.
    #[inline]
    fn entry(&mut self, id: ObserverId) -> Option<&mut Entry> {
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
    fn trim(&mut self) {
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

impl State {
    /// The values of this moment.
    pub(crate) fn cut(&mut self) -> Cut<'_> {
        let Self { values, graph, revision, .. } = self;
        Cut { values, graph, revision: *revision }
    }

    /// Registers an observer of these places with one member; its function comes with
    /// `check_in_observer`.
    pub(crate) fn watch(&mut self, places: Box<[Place]>, end: Arc<End>) -> MemberId {
        let priority = places.iter().map(|place| self.groups.priority(place.node)).max();
        let last = places.iter().map(|place| (self.graph.level(place.node), place.node)).max();
        let (level, node) = last.unwrap_or_default();
        let observers = &mut self.observers;
        observers.sequence += 1;
        observers.live += 1;
        let sequence = observers.sequence;
        let mut entry = Entry {
            sequence,
            rank: (Reverse(priority.unwrap_or_default()), level, node, sequence),
            places,
            members: vec![Member { sequence, end }],
            observer: None,
            pass: 0,
            missed: false,
            parted: false,
            overdue: false,
        };
        let index = observers.free.pop().unwrap_or(observers.entries.len() as u32);
        self.graph.watch(index, &mut entry.places);
        match &*entry.places {
            [place] => {
                observers.open.insert(place.node, index);
            }
            places => {
                for place in places {
                    observers.open.remove(&place.node);
                }
            }
        }
        if index as usize == observers.entries.len() {
            observers.entries.push(entry);
        } else {
            observers.entries[index as usize] = entry;
        }
        let observer = ObserverId { index, sequence };
        if self.values.transactions > 0 {
            self.observers.inside.push(observer);
        }
        MemberId { observer, sequence }
    }

    /// Adds a member to the observer of a place that came last, if `take` finds that it is one that saw
    /// what there is now, and gives it the function.
    pub(crate) fn watch_with(
        &mut self,
        place: Place,
        end: &Arc<End>,
        take: impl FnOnce(&mut dyn AnyObserver, &Self, u64) -> bool,
    ) -> Option<MemberId> {
        if self.values.transactions > 0 {
            return None;
        }
        let index = *self.observers.open.get(&place.node)?;
        let sequence = self.observers.sequence + 1;
        let entry = &mut self.observers.entries[index as usize];
        if entry.overdue || entry.missed || entry.places[0].span != place.span {
            return None;
        }
        let mut observer = entry.observer.take()?;
        let joined = take(&mut *observer, self, sequence);
        let entry = &mut self.observers.entries[index as usize];
        entry.observer = Some(observer);
        if !joined {
            return None;
        }
        entry.members.push(Member { sequence, end: Arc::clone(end) });
        let observer = ObserverId { index, sequence: entry.sequence };
        self.graph.join(&entry.places[0]);
        self.observers.sequence = sequence;
        self.observers.live += 1;
        Some(MemberId { observer, sequence })
    }

    /// Who observes a node.
    pub(super) fn observers_at(&self, node: u32) -> Vec<ObserverId> {
        let id = |watcher: &Watcher| {
            let index = watcher.observer;
            ObserverId { index, sequence: self.observers.entries[index as usize].sequence }
        };
        self.graph.watchers(node).iter().map(id).collect()
    }

    /// Ends those whose member of a family was removed, of which they are told with nothing held.
    pub(super) fn end_observers(&mut self, observers: &[ObserverId]) {
        for &id in observers {
            let Some(entry) = self.observers.entry(id) else { continue };
            let ends: Vec<_> = entry.members.iter().map(|member| Arc::clone(&member.end)).collect();
            self.remove_observer(id);
            for end in ends {
                end.end();
                self.values.leftovers.ended.push(end);
            }
        }
    }

    /// The outermost transaction ended. If some of it was taken back, who began to observe inside of
    /// it looks again: it is told if the value is not the one it began with.
    pub(super) fn look_again(&mut self, taken_back: bool) {
        for id in std::mem::take(&mut self.observers.inside) {
            let Some(entry) = self.observers.entry(id) else { continue };
            if !taken_back {
                entry.observer.iter_mut().for_each(|observer| observer.settle());
                continue;
            }
            entry.overdue = true;
            for place in &entry.places {
                self.groups.look_again(place.node, self.revision);
            }
        }
    }

    /// Puts an observer (back) into its place, unless it ended meanwhile.
    #[inline]
    pub(crate) fn check_in_observer(&mut self, id: ObserverId, observer: Box<dyn AnyObserver>) {
        let Some(entry) = self.observers.entry(id) else {
            self.values.leftovers.garbage.push(Box::new(observer));
            return;
        };
        let observer = entry.observer.insert(observer);
        if std::mem::take(&mut entry.parted) {
            observer.keep(&entry.members, &mut self.values.leftovers.garbage);
        }
        if std::mem::take(&mut entry.missed) {
            entry.overdue = true;
            for place in &entry.places {
                self.groups.requeue(place.node, self.revision);
            }
        }
    }

    /// Removes a subscription; nothing happens if it is gone.
    pub(crate) fn unwatch(&mut self, id: MemberId) {
        let Some(entry) = self.observers.entry(id.observer) else { return };
        if entry.members.len() == 1 {
            if entry.members[0].sequence == id.sequence {
                self.remove_observer(id.observer);
            }
            return;
        }
        let found = entry.members.binary_search_by_key(&id.sequence, |member| member.sequence);
        let Ok(at) = found else { return };
        entry.members.remove(at);
        // One that is being called is told when it comes back.
        match &mut entry.observer {
            Some(observer) => {
                observer.keep(&entry.members, &mut self.values.leftovers.garbage);
            }
            None => entry.parted = true,
        }
        let Self { graph, observers: Observers { entries, live, .. }, .. } = self;
        graph.part(&entries[id.observer.index as usize].places[0]);
        *live -= 1;
    }

    /// Removes an observer with all its members; nothing happens if it is gone.
    fn remove_observer(&mut self, id: ObserverId) {
        let place = self.observers.free.len() as u64;
        let Some(entry) = self.observers.entry(id) else { return };
        entry.sequence = 0;
        entry.pass = place;
        entry.missed = false;
        let mut places = std::mem::take(&mut entry.places);
        let members = std::mem::take(&mut entry.members).len();
        if let Some(observer) = entry.observer.take() {
            self.values.leftovers.garbage.push(Box::new(observer));
        }
        for place in &places {
            if self.observers.open.get(&place.node) == Some(&id.index) {
                self.observers.open.remove(&place.node);
            }
        }
        let Self { graph, values, observers: Observers { entries, free, .. }, .. } = self;
        let mut left = Vec::new();
        graph.unwatch(
            id.index,
            members as u32,
            &mut places,
            |watcher, at| {
                entries[watcher.observer as usize].places[watcher.place as usize].at = at;
            },
            |node| {
                if values.is_member(node) {
                    left.push(node);
                }
            },
        );
        free.push(id.index);
        self.observers.live -= members;
        self.observers.trim();
        for node in left {
            self.leave(node);
        }
    }

    /// How many observers there are.
    pub(crate) fn observer_count(&self) -> usize {
        self.observers.live
    }

    /// An observer could not look at its value, because comparing it panicked.
    pub(crate) fn comparing_failed(&mut self, name: String, payload: Box<dyn Any + Send>) {
        let message = panic_message(&*payload);
        self.values.leftovers.reports.push(Error::Subscriber { name, message });
        self.values.leftovers.garbage.push(payload);
    }

    /// Drops what is due without telling anybody; returns the names.
    pub(crate) fn drop_due(&mut self) -> Vec<Name> {
        let mut sources = Vec::new();
        self.groups.take_due(self.revision, &mut sources);
        sources.into_iter().map(|node| self.values.name(node)).collect()
    }
}
