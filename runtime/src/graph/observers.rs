//! Who watches which nodes.

use super::Graph;
use super::watchers::Watchers;
use crate::meta::Span;

/// Somebody outside of the graph who wants to hear of changes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Watcher {
    pub(crate) observer: u32,
    /// Which of the observer's places this is.
    pub(crate) place: u32,
    /// How many members it has.
    pub(super) count: u32,
    /// It has other places, too, and one member.
    pub(super) is_elsewhere: bool,
    pub(crate) span: Span,
}

/// Where an observer stands; the observer keeps it.
#[allow(unreachable_pub, reason = "a hidden trait method takes it")]
#[derive(Clone, Copy, Debug)]
pub struct Place {
    pub(crate) node: u32,
    pub(crate) span: Span,
    /// Invariant: where the node's list of watchers, which has no order, holds the observer.
    pub(crate) at: u32,
}

impl Graph {
    /// Who watches the node.
    pub(crate) fn watchers(&self, node: u32) -> &[Watcher] {
        if self.is_fixed(node) {
            return self.fixed.lists_of(node).map_or(&[], |lists| &lists.watchers);
        }
        &self.links[node].watchers
    }

    /// Whether anything watches the node or depends on it.
    #[cfg(debug_assertions)]
    pub(crate) fn is_needed(&self, node: u32) -> bool {
        let fixed = || self.is_fixed(node) && !self.fixed.plan().reached(node).is_empty();
        !self.watchers(node).is_empty() || !self.dependents(node).is_empty() || fixed()
    }

    /// Tells who watches what overlaps with a part of the node; may tell of one more than once.
    #[inline]
    pub(crate) fn watchers_of_part(&mut self, node: u32, part: Span, tell: impl FnMut(&Watcher)) {
        if self.is_fixed(node) && self.fixed.lists_of(node).is_none() {
            return;
        }
        self.watchers_mut(node).of_part(part, tell);
    }

    /// The only one who has to hear of a change of that part of a source: nothing that somebody observes
    /// depends on it.
    #[inline]
    pub(crate) fn only_watcher(&mut self, source: u32, part: Span) -> Option<u32> {
        let uses = self.uses(source);
        match *self.watchers(source) {
            [] => None,
            [Watcher { observer, count, .. }] => (count == uses).then_some(observer),
            _ if part.is_whole() => None,
            _ => self.watchers_mut(source).only_of_part(part, uses),
        }
    }

    fn watchers_mut(&mut self, node: u32) -> &mut Watchers {
        if self.is_fixed(node) {
            return &mut self.fixed.lists_mut(node).watchers;
        }
        &mut self.links[node].watchers
    }

    /// An observer begins to watch these nodes.
    pub(crate) fn watch(&mut self, observer: u32, places: &mut [Place]) {
        let is_elsewhere = places.len() > 1;
        for (index, place) in (0..).zip(places) {
            let Place { node, span, .. } = *place;
            let watchers = self.watchers_mut(node);
            place.at = watchers.len() as u32;
            watchers.push(Watcher { observer, place: index, count: 1, is_elsewhere, span });
            if self.is_fixed(node) {
                self.fixed.note_lists(node);
            }
            self.begin_use(node);
        }
    }

    /// An observer of one place has one member more.
    pub(crate) fn join(&mut self, place: &Place) {
        self.watchers_mut(place.node).at_mut(place.at).count += 1;
        self.begin_use(place.node);
    }

    /// An observer of one place has one member less, and is not without any.
    pub(crate) fn part(&mut self, place: &Place) {
        self.watchers_mut(place.node).at_mut(place.at).count -= 1;
        self.end_use(place.node, 1, |_| ());
    }

    /// An observer with this many members ceases to watch these nodes. Tells where watchers of other
    /// observers moved to, who have to note it, and which nodes nobody observes any more.
    pub(crate) fn unwatch(
        &mut self,
        observer: u32,
        members: u32,
        places: &mut [Place],
        mut moved: impl FnMut(Watcher, u32),
        mut left: impl FnMut(u32),
    ) {
        for index in 0..places.len() {
            let Place { node, at, .. } = places[index];
            let watchers = self.watchers_mut(node);
            watchers.swap_remove(at);
            match watchers.get(at as usize) {
                Some(last) if last.observer == observer => places[last.place as usize].at = at,
                Some(&last) => moved(last, at),
                None => {}
            }
            if self.is_fixed(node) {
                self.fixed.note_lists(node);
            }
            self.end_use(node, members, &mut left);
        }
    }
}
