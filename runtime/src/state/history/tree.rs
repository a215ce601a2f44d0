//! The points of a history, and the entries between them; it knows no store.
//!
//! Points are numbered as they come, so that a lower number is an older point, and one that leads to
//! another is older. An entry is named by the point it leads to.

use std::collections::BTreeMap;

use super::Label;
use super::change::{Change, Together};
use super::skip::Skip;
use crate::clock::Time;
use crate::slot::Garbage;
use crate::state::Amount;

/// What lies between a point and the one before it.
pub(super) struct Entry {
    pub(super) label: Option<Label>,
    /// When its first and its last turn ended.
    pub(super) at: Time,
    pub(super) last: Time,
    pub(super) turns: u32,
    pub(super) bytes: usize,
    pub(super) changes: Vec<Change>,
    pub(super) skip: Skip,
}

impl Entry {
    pub(super) fn new(changes: Vec<Change>, label: Option<Label>, at: Time) -> Self {
        let skip = Skip::default();
        let mut entry = Self { label, at, last: at, turns: 1, bytes: 0, changes, skip };
        entry.measure();
        entry
    }

    fn measure(&mut self) {
        let label = self.label.as_ref().map_or(0, |label| label.text().len());
        let changes = self.changes.iter().map(Change::bytes);
        self.bytes = POINT + label + changes.sum::<usize>();
    }
}

struct Point {
    /// What leads here; nothing of the first point.
    entry: Option<Entry>,
    before: Option<u64>,
    /// What follows, in the order in which it came.
    after: Vec<u64>,
    /// Which of these a redo leads to.
    next: Option<u64>,
    pinned: bool,
}

/// What a point takes in a map whose nodes are half full, with what follows it.
const POINT: usize = 2 * size_of::<(u64, Point)>() + 4 * size_of::<u64>();

/// The points that there are, of which one is the present.
pub(super) struct Tree {
    points: BTreeMap<u64, Point>,
    /// Invariant: the first point; all others come after it.
    start: u64,
    here: u64,
    last: u64,
    bytes: usize,
    /// Invariant: how many points follow another one that is not their only one before.
    forks: usize,
}

/// One step of a way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// From the point of this number to the one before.
    Back(u64),
    /// To the point of this number from the one before.
    On(u64),
}

impl Tree {
    pub(super) fn new() -> Self {
        Self::from(0)
    }

    fn from(start: u64) -> Self {
        let point =
            Point { entry: None, before: None, after: Vec::new(), next: None, pinned: false };
        let points = BTreeMap::from([(start, point)]);
        Self { points, start, here: start, last: start, bytes: 0, forks: 0 }
    }

    /// Forgets all points but the present one, which gets another number.
    pub(super) fn clear(&mut self, garbage: &mut Garbage) {
        let next = Self::from(self.last + 1);
        let Self { points, .. } = std::mem::replace(self, next);
        let entries = points.into_values().filter_map(|point| point.entry);
        let changes = entries.flat_map(|entry| entry.changes);
        garbage.extend(changes.map(|change| change.what.into_garbage()));
    }

    pub(super) fn here(&self) -> u64 {
        self.here
    }

    pub(super) fn start(&self) -> u64 {
        self.start
    }

    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// The entries that lead to a pinned point.
    pub(super) fn pinned(&self) -> Amount {
        let mut sum = Amount::default();
        let pinned = self.points.values().filter(|point| point.pinned);
        for entry in pinned.filter_map(|point| point.entry.as_ref()) {
            sum += Amount { count: 1, bytes: entry.bytes };
        }
        sum
    }

    /// How many entries there are.
    pub(super) fn len(&self) -> usize {
        self.points.len() - 1
    }

    pub(super) fn has(&self, point: u64) -> bool {
        self.points.contains_key(&point)
    }

    pub(super) fn entry(&self, point: u64) -> Option<&Entry> {
        self.points.get(&point)?.entry.as_ref()
    }

    #[cfg(all(debug_assertions, feature = "devtools"))]
    pub(super) fn entry_mut(&mut self, point: u64) -> Option<&mut Entry> {
        self.points.get_mut(&point)?.entry.as_mut()
    }

    /// The point that an entry leads from.
    #[cfg(all(debug_assertions, feature = "devtools"))]
    pub(super) fn origin_of(&self, point: u64) -> Option<u64> {
        self.points.get(&point)?.before
    }

    pub(super) fn is_pinned(&self, point: u64) -> bool {
        self.points.get(&point).is_some_and(|point| point.pinned)
    }

    pub(super) fn pin(&mut self, point: u64, pinned: bool) -> bool {
        self.points.get_mut(&point).map(|point| point.pinned = pinned).is_some()
    }

    fn point(&self, point: u64) -> &Point {
        &self.points[&point]
    }

    fn point_mut(&mut self, point: u64) -> &mut Point {
        self.points.get_mut(&point).expect("the points of the tree name each other")
    }

    /// The point that an undo leads to.
    pub(super) fn before(&self) -> Option<u64> {
        self.point(self.here).before
    }

    /// The point that a redo leads to.
    pub(super) fn next(&self) -> Option<u64> {
        self.point(self.here).next
    }

    /// The last point that redos lead to.
    pub(super) fn tip(&self) -> u64 {
        self.tip_of(self.here)
    }

    fn tip_of(&self, mut point: u64) -> u64 {
        while let Some(next) = self.point(point).next {
            point = next;
        }
        point
    }

    /// The points from the first one to the given one, which is left out if it is the first.
    pub(super) fn line(&self, tip: u64) -> Vec<u64> {
        let mut line = Vec::new();
        let mut at = tip;
        while let Some(before) = self.point(at).before {
            line.push(at);
            at = before;
        }
        line.reverse();
        line
    }

    /// The last points of all branches, the oldest first, each with the point where it leaves the
    /// branch at hand.
    pub(super) fn branches(&self) -> Vec<(u64, u64)> {
        let at_hand: Vec<u64> = std::iter::once(self.start).chain(self.line(self.tip())).collect();
        let tips = self.points.iter().filter(|(_, point)| point.after.is_empty());
        let leaves_at = |&tip: &u64| {
            let mut at = tip;
            while at_hand.binary_search(&at).is_err() {
                at = self.point(at).before.unwrap_or(self.start);
            }
            (tip, at)
        };
        tips.map(|(tip, _)| tip).map(leaves_at).collect()
    }

    /// How to get from here to another point.
    pub(super) fn way_to(&self, point: u64) -> Vec<Step> {
        let (mut from, mut to) = (self.here, point);
        let (mut back, mut on) = (Vec::new(), Vec::new());
        // What leads to another point has a lower number.
        while from != to {
            if from > to {
                back.push(Step::Back(from));
                from = self.point(from).before.unwrap_or(self.start);
            } else {
                on.push(Step::On(to));
                to = self.point(to).before.unwrap_or(self.start);
            }
        }
        on.reverse();
        back.append(&mut on);
        back
    }

    /// Whether a step leads along an entry that is skipped, so that nothing changes by it.
    pub(super) fn is_skipped(&self, step: Step) -> bool {
        let (Step::Back(point) | Step::On(point)) = step;
        self.entry(point).is_some_and(|entry| entry.skip.is_on())
    }

    /// The changes of a step, to be exchanged with the store.
    pub(super) fn changes(&mut self, step: Step) -> &mut Vec<Change> {
        let (Step::Back(point) | Step::On(point)) = step;
        let entry = self.point_mut(point).entry.as_mut();
        &mut entry.expect("a step is along an entry").changes
    }

    /// A step was made.
    pub(super) fn made(&mut self, step: Step) {
        let (Step::Back(at) | Step::On(at)) = step;
        let before = self.point(at).before.unwrap_or(self.start);
        self.point_mut(before).next = Some(at);
        self.here = if step == Step::On(at) { at } else { before };
        self.measure(at);
    }

    fn measure(&mut self, point: u64) {
        let Some(entry) = &mut self.point_mut(point).entry else { return };
        let old = entry.bytes;
        entry.measure();
        let new = entry.bytes;
        self.bytes = self.bytes - old + new;
    }

    /// Adds an entry that leads from here to a new point, which is here from now on.
    pub(super) fn push(&mut self, entry: Entry, keeps: bool, garbage: &mut Garbage) -> u64 {
        if !keeps {
            self.cut(garbage);
        }
        self.last += 1;
        let (before, point) = (self.here, self.last);
        self.bytes += entry.bytes;
        let entry = Some(entry);
        let new =
            Point { entry, before: Some(before), after: Vec::new(), next: None, pinned: false };
        self.points.insert(point, new);
        let from = self.point_mut(before);
        from.next = Some(point);
        from.after.push(point);
        let forks = from.after.len() > 1;
        self.forks += usize::from(forks);
        self.here = point;
        point
    }

    /// Adds what another turn changed to the entry that led here last.
    pub(super) fn extend(
        &mut self,
        point: u64,
        near: Vec<Change>,
        at: Time,
        garbage: &mut Garbage,
    ) {
        debug_assert_eq!(point, self.here);
        let Some(entry) = &mut self.point_mut(point).entry else { return };
        let far = std::mem::take(&mut entry.changes);
        entry.changes = Together::of(far, near, garbage);
        entry.last = at;
        entry.turns += 1;
        self.measure(point);
    }

    /// Drops what comes after this point, but for what leads to a pinned one.
    fn cut(&mut self, garbage: &mut Garbage) {
        let here = self.here;
        let newer: Vec<u64> =
            self.points.range(here + 1..).map(|(&point, _)| point).rev().collect();
        for point in newer {
            let Point { after, pinned, .. } = self.point(point);
            let follows = here == self.start || self.line(point).contains(&here);
            if follows && after.is_empty() && !pinned {
                self.drop_tip(point, garbage);
            }
        }
    }

    /// Drops a point that nothing comes after, with the entry that leads to it.
    fn drop_tip(&mut self, tip: u64, garbage: &mut Garbage) {
        let Some(Point { entry, before, .. }) = self.points.remove(&tip) else { return };
        self.discard(entry, garbage);
        let Some(before) = before else { return };
        let from = self.point_mut(before);
        from.after.retain(|&after| after != tip);
        let forks = !from.after.is_empty();
        if from.next == Some(tip) {
            from.next = from.after.last().copied();
        }
        self.forks -= usize::from(forks);
    }

    fn discard(&mut self, entry: Option<Entry>, garbage: &mut Garbage) {
        let Some(entry) = entry else { return };
        self.bytes -= entry.bytes;
        garbage.extend(entry.changes.into_iter().map(|change| change.what.into_garbage()));
    }

    /// Drops what is oldest until as much is left as may be. A pinned point stays, with what leads
    /// there: the entries between are merged.
    pub(super) fn prune(&mut self, most: usize, bytes: usize, garbage: &mut Garbage) {
        while self.len() > most || self.bytes > bytes {
            if let Some(tip) = self.oldest_tip_aside() {
                self.drop_tip(tip, garbage);
            } else if let Some(point) = self.oldest_unneeded() {
                self.merge_away(point, garbage);
            } else if let Some(tip) = Some(self.tip()).filter(|&tip| tip != self.here) {
                if self.is_pinned(tip) {
                    return;
                }
                self.drop_tip(tip, garbage);
            } else {
                return;
            }
        }
    }

    /// The end of the oldest branch that is not at hand.
    fn oldest_tip_aside(&self) -> Option<u64> {
        if self.forks == 0 {
            return None;
        }
        let tip = self.tip();
        let mut tips = self.points.iter().filter(|(_, point)| point.after.is_empty());
        tips.find(|&(&at, point)| at != tip && !point.pinned).map(|(&at, _)| at)
    }

    /// The oldest point that nobody asked for, and from which one entry leads on.
    fn oldest_unneeded(&self) -> Option<u64> {
        let mut points = self.points.iter();
        let is_unneeded = |&(&at, point): &(&u64, &Point)| {
            at != self.here && !point.pinned && point.after.len() == 1
        };
        points.find(is_unneeded).map(|(&at, _)| at)
    }

    /// Drops a point from which one entry leads on: that entry leads from the point before.
    fn merge_away(&mut self, point: u64, garbage: &mut Garbage) {
        let after = self.point(point).after[0];
        let is_done = self.line(self.here).contains(&after);
        let Some(Point { entry, before, .. }) = self.points.remove(&point) else { return };
        let Some(before) = before else {
            let dropped = self.point_mut(after).entry.take();
            self.discard(dropped, garbage);
            self.point_mut(after).before = None;
            self.start = after;
            return;
        };
        let later = self.point_mut(after);
        later.before = Some(before);
        if entry.as_ref().is_some_and(|older| older.skip.is_on()) {
            self.discard(entry, garbage);
        } else if let (Some(older), Some(newer)) = (entry, &mut later.entry) {
            let (old, bytes) = (older.changes, older.bytes);
            let new = std::mem::take(&mut newer.changes);
            newer.changes = if std::mem::take(&mut newer.skip).is_on() {
                garbage.extend(new.into_iter().map(|change| change.what.into_garbage()));
                old
            } else {
                let (far, near) = if is_done { (old, new) } else { (new, old) };
                Together::of(far, near, garbage)
            };
            newer.turns += older.turns;
            newer.at = older.at;
            newer.label = newer.label.take().or(older.label);
            self.bytes -= bytes;
        }
        let from = self.point_mut(before);
        for next in from.after.iter_mut().chain(&mut from.next) {
            if *next == point {
                *next = after;
            }
        }
        self.measure(after);
    }
}
