//! Observing: how observers come, look at values and go.

use std::any::Any;
use std::cmp::Reverse;
use std::sync::Arc;

use super::end::End;
use super::observers::{Entry, Member, MemberId, ObserverId, Observers};
use super::{State, Values};
use crate::error::{Error, Name, panic_message};
use crate::graph::{Graph, Place, Watcher};
use crate::meta::Span;
use crate::slot::Garbage;

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
    /// What is there now may be taken back.
    pub(crate) inside: bool,
}

impl Cut<'_> {
    /// The revision of the last change of a place.
    #[inline]
    pub(crate) fn changed(&self, slot: u32, span: Span) -> u64 {
        if span.is_whole() { self.graph.changed(slot) } else { self.values.marked(slot, span) }
    }
}

impl State {
    /// The values of this moment.
    pub(crate) fn cut(&mut self) -> Cut<'_> {
        let inside = self.is_in_transaction();
        let Self { values, graph, revision, .. } = self;
        Cut { values, graph, revision: *revision, inside }
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
