//! Who watches which nodes, and how far a change reaches.

use super::Graph;
use crate::meta::Span;

/// Somebody outside of the graph who wants to hear of changes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Watcher {
    pub(crate) observer: u32,
    /// Which of the observer's places this is.
    pub(crate) place: u32,
    /// How many members it has.
    count: u32,
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

/// How many members the watchers have whose marks are touched.
pub(super) fn touched(watchers: &[Watcher], touches: impl Fn(Span) -> bool) -> u32 {
    let here = watchers.iter().filter(|watcher| touches(watcher.span));
    here.map(|watcher| watcher.count).sum()
}

impl Graph {
    /// Who watches the node.
    pub(crate) fn watchers(&self, node: u32) -> &[Watcher] {
        if self.is_fixed(node) {
            return self.fixed.lists(node).map_or(&[], |lists| &lists.watchers);
        }
        &self.links[node].watchers
    }

    fn watchers_mut(&mut self, node: u32) -> &mut Vec<Watcher> {
        if self.is_fixed(node) {
            return &mut self.fixed.lists_mut(node).watchers;
        }
        &mut self.links[node].watchers
    }

    /// An observer begins to watch these nodes.
    pub(crate) fn watch(&mut self, observer: u32, places: &mut [Place]) {
        for (index, place) in places.iter_mut().enumerate() {
            let watchers = self.watchers_mut(place.node);
            place.at = watchers.len() as u32;
            watchers.push(Watcher { observer, place: index as u32, count: 1, span: place.span });
            if self.is_fixed(place.node) {
                self.fixed.note_lists(place.node);
            }
        }
        self.each_upstream(places, |_, reach| *reach += 1);
    }

    /// An observer of one place has one member more.
    pub(crate) fn join(&mut self, place: &Place) {
        self.watchers_mut(place.node)[place.at as usize].count += 1;
        self.each_upstream(std::slice::from_ref(place), |_, reach| *reach += 1);
    }

    /// An observer of one place has one member less, and is not without any.
    pub(crate) fn part(&mut self, place: &Place) {
        self.watchers_mut(place.node)[place.at as usize].count -= 1;
        self.each_upstream(std::slice::from_ref(place), |_, reach| *reach -= 1);
    }

    /// An observer with this many members ceases to watch these nodes. Tells where watchers of other observers moved to, who
    /// have to note it, and which nodes nobody observes any more.
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
            watchers.swap_remove(at as usize);
            match watchers.get(at as usize) {
                Some(last) if last.observer == observer => places[last.place as usize].at = at,
                Some(&last) => moved(last, at),
                None => {}
            }
            if self.is_fixed(node) {
                self.fixed.note_lists(node);
            }
        }
        self.each_upstream(places, |node, reach| {
            *reach -= members;
            if *reach == 0 {
                left(node);
            }
        });
    }

    fn each_upstream(&mut self, places: &[Place], mut change: impl FnMut(u32, &mut u32)) {
        self.begin_walk();
        let mut stack = std::mem::take(&mut self.marking);
        for &Place { node, .. } in places {
            self.visit_or_push(node, &mut stack);
        }
        while let Some(node) = stack.pop() {
            change(node, &mut self.nodes.nodes[node].reach);
            for at in 0..self.links[node].deps().len() {
                self.visit_or_push(self.links[node].deps()[at], &mut stack);
            }
        }
        self.marking = stack;
        self.fixed.each_visited(change);
    }
}
