//! From the knowledge which items of two lists belong together to the edits that lead from one to the
//! other. Does not know how that was found out.
//!
//! Only what lies in *gaps* is looked at. Between gaps, and before the first and after the last, there are
//! *runs* of items that are the same in both lists. A *place* is an index into the items of all gaps, one
//! after the other, old or new; with the items of the runs before the gap it is an index into the list.

use std::iter;
use std::ops::Range;

use super::ListEdit;

/// Items that are not the same in both lists, side by side.
#[derive(Clone, Debug)]
pub(in crate::collection) struct Gap {
    /// The places of the older items.
    pub(in crate::collection) old: Range<usize>,
    /// The places of the newer items.
    pub(in crate::collection) new: Range<usize>,
    /// How many items the runs before it have.
    before: usize,
}

impl Gap {
    /// Whether there is one item on each side.
    #[inline]
    pub(in crate::collection) fn is_single(&self) -> bool {
        (self.old.len(), self.new.len()) == (1, 1)
    }
}

/// Where a newer item comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::collection) enum Origin {
    /// It is none of the older items.
    Fresh,
    /// It is the older item of this place, and stays where that was.
    ///
    /// Invariant: those of a gap are ascending, and of the same gap.
    Kept(usize),
    /// As kept, but it is another value.
    Replaced(usize),
    /// It is the older item of this place, and is taken from there.
    Moved(usize),
}

/// What is known of two lists.
pub(in crate::collection) struct Script<O, N> {
    pub(in crate::collection) gaps: Vec<Gap>,
    /// The older items of all gaps.
    pub(in crate::collection) old: Vec<O>,
    /// Whether each of them is one of the newer items.
    used: Vec<bool>,
    /// The newer items of all gaps.
    pub(in crate::collection) new: Vec<N>,
    origins: Vec<Origin>,
    /// The items of the runs so far.
    before: usize,
}

impl<O: Copy, N: Copy> Script<O, N> {
    pub(in crate::collection) fn new() -> Self {
        Self {
            gaps: Vec::new(),
            old: Vec::new(),
            used: Vec::new(),
            new: Vec::new(),
            origins: Vec::new(),
            before: 0,
        }
    }

    /// Goes past items that are the same in both lists.
    #[inline]
    pub(in crate::collection) fn run(&mut self, len: usize) {
        self.before += len;
    }

    /// Goes past items that are not. Without a run since the last gap, they become part of it.
    pub(in crate::collection) fn gap(
        &mut self,
        old: impl IntoIterator<Item = O>,
        new: impl IntoIterator<Item = N>,
    ) {
        let starts = (self.old.len(), self.new.len());
        self.old.extend(old);
        self.new.extend(new);
        let ends = (self.old.len(), self.new.len());
        match self.gaps.last_mut() {
            _ if starts == ends => {}
            Some(last) if last.before == self.before => {
                (last.old.end, last.new.end) = ends;
            }
            _ => {
                let (old, new) = (starts.0..ends.0, starts.1..ends.1);
                self.gaps.push(Gap { old, new, before: self.before });
            }
        }
    }

    /// To be called when all gaps are known, before anything is said of their items.
    pub(in crate::collection) fn close(&mut self) {
        self.used = vec![false; self.old.len()];
        self.origins = vec![Origin::Fresh; self.new.len()];
    }

    pub(in crate::collection) fn set_origin(&mut self, new: usize, origin: Origin) {
        self.origins[new] = origin;
        match origin {
            Origin::Fresh => {}
            Origin::Kept(old) | Origin::Replaced(old) | Origin::Moved(old) => self.used[old] = true,
        }
    }

    /// Whether nothing has been said of an older item.
    pub(in crate::collection) fn is_left(&self, old: usize) -> bool {
        !self.used[old]
    }

    /// Whether nothing has been said of a newer item.
    pub(in crate::collection) fn is_fresh(&self, new: usize) -> bool {
        self.origins[new] == Origin::Fresh
    }

    /// Of pairs of places, ascending by the new, keeps a longest ascending run; the others are moved.
    pub(in crate::collection) fn keep_longest(&mut self, pairs: &[(usize, usize)]) {
        let stays = longest_ascending(pairs);
        for (&(old, new), stays) in pairs.iter().zip(stays) {
            self.set_origin(new, if stays { Origin::Kept(old) } else { Origin::Moved(old) });
        }
    }

    /// The pieces of a gap between items that are kept, each with the items of which nothing was said.
    pub(in crate::collection) fn pieces(&self, gap: &Gap) -> Vec<(Vec<usize>, Vec<usize>)> {
        let mut pieces = Vec::new();
        let mut next = gap.old.start;
        let mut fresh = Vec::new();
        for new in gap.new.clone().map(Some).chain(iter::once(None)) {
            let end = match new.map(|new| (new, self.origins[new])) {
                Some((new, Origin::Fresh)) => {
                    fresh.push(new);
                    continue;
                }
                Some((_, Origin::Moved(_))) => continue,
                Some((_, Origin::Kept(old) | Origin::Replaced(old))) => old,
                None => gap.old.end,
            };
            let left: Vec<usize> = (next..end).filter(|&old| self.is_left(old)).collect();
            if !left.is_empty() || !fresh.is_empty() {
                pieces.push((left, std::mem::take(&mut fresh)));
            }
            next = end + 1;
        }
        pieces
    }

    /// The edits, first what goes, then what comes or moves, then what is replaced.
    pub(in crate::collection) fn edits<'a, T>(
        &self,
        item: impl Fn(N) -> &'a T,
    ) -> Vec<ListEdit<'a, T>> {
        let mut edits = Vec::with_capacity(self.gaps.len());
        self.removals(&mut edits);
        self.arrivals(&item, &mut edits);
        for gap in &self.gaps {
            for new in gap.new.clone() {
                if let Origin::Replaced(_) = self.origins[new] {
                    let item = item(self.new[new]);
                    edits.push(ListEdit::Set { at: gap.before + new, item });
                }
            }
        }
        edits
    }

    fn removals<T>(&self, edits: &mut Vec<ListEdit<'_, T>>) {
        let mut removed = 0;
        for gap in &self.gaps {
            let mut old = gap.old.start;
            while old < gap.old.end {
                let len = self.used[old..gap.old.end].iter().take_while(|used| !**used).count();
                if len > 0 {
                    edits.push(ListEdit::Remove { at: gap.before + old - removed, len });
                    removed += len;
                }
                old += len.max(1);
            }
        }
    }

    /// Settles the newer items from left to right. Between settled items stand those that are yet to be
    /// moved, where the removals have left them.
    fn arrivals<'a, T>(&self, item: &impl Fn(N) -> &'a T, edits: &mut Vec<ListEdit<'a, T>>) {
        let mut movers = self.movers();
        for gap in &self.gaps {
            // Movers that stood before this older item stand before what comes next.
            let mut passed = gap.old.start;
            // Whether the last edit inserts what stands right before.
            let mut inserting = false;
            for new in gap.new.clone() {
                let origin = self.origins[new];
                match origin {
                    Origin::Kept(old) | Origin::Replaced(old) => passed = old,
                    Origin::Fresh => {
                        let item = item(self.new[new]);
                        match edits.last_mut() {
                            Some(ListEdit::Insert { items, .. }) if inserting => items.push(item),
                            _ => {
                                let at = gap.before + new + movers.waiting_before(passed);
                                edits.push(ListEdit::Insert { at, items: vec![item] });
                            }
                        }
                    }
                    Origin::Moved(old) => {
                        let from = movers.settle(old, new);
                        let to = gap.before + new + movers.waiting_before(passed);
                        if from != to {
                            edits.push(ListEdit::Move { from, to });
                        }
                    }
                }
                inserting = origin == Origin::Fresh;
            }
        }
    }

    fn movers(&self) -> Movers {
        let moved = |origin: &Origin| matches!(origin, Origin::Moved(_));
        if !self.origins.iter().any(moved) {
            return Movers::default();
        }
        let mut movers = Movers::default();
        // How many of the newer items before each place come or move.
        movers.coming.push(0);
        let mut coming = 0;
        for origin in &self.origins {
            coming += usize::from(matches!(origin, Origin::Fresh | Origin::Moved(_)));
            movers.coming.push(coming);
        }
        let mut kept_before = 0;
        for gap in &self.gaps {
            let mut kept = gap.new.clone().filter_map(|new| match self.origins[new] {
                Origin::Kept(old) | Origin::Replaced(old) => Some((old, new)),
                _ => None,
            });
            let mut next = kept.next();
            for old in gap.old.clone().filter(|&old| self.used[old]) {
                if next.is_some_and(|(kept, _)| kept == old) {
                    kept_before += 1;
                    next = kept.next();
                } else {
                    let before = gap.before + kept_before;
                    let bound = next.map_or(gap.new.end, |(_, new)| new);
                    movers.all.push(Mover { old, before, bound });
                }
            }
        }
        movers.settled = vec![0; movers.all.len() + 1];
        movers
    }
}

/// An older item that is taken from its place.
#[derive(Debug)]
struct Mover {
    old: usize,
    /// How many items that stay stand before it.
    before: usize,
    /// The new place of the item that stays and stands next to it, or the end of the gap.
    bound: usize,
}

/// The items to be moved, and which of them were.
#[derive(Debug, Default)]
struct Movers {
    /// Ascending by place.
    all: Vec<Mover>,
    /// How many newer items before each place come or move.
    coming: Vec<usize>,
    /// A binary indexed tree of those that are settled.
    settled: Vec<usize>,
}

impl Movers {
    /// How many stand before an older item and wait to be moved.
    fn waiting_before(&self, old: usize) -> usize {
        if self.all.is_empty() {
            return 0;
        }
        let count = self.all.partition_point(|mover| mover.old < old);
        count - self.settled_in(count)
    }

    /// How many of the first so many are settled.
    fn settled_in(&self, mut count: usize) -> usize {
        let mut sum = 0;
        while count > 0 {
            sum += self.settled[count];
            count &= count - 1;
        }
        sum
    }

    /// Settles an item at a new place; says at which index of the list it stood.
    fn settle(&mut self, old: usize, new: usize) -> usize {
        let waiting = self.waiting_before(old);
        let rank = self.all.partition_point(|mover| mover.old < old);
        let mover = &self.all[rank];
        let from = mover.before + self.coming[new.min(mover.bound)] + waiting;
        let mut at = rank + 1;
        while at < self.settled.len() {
            self.settled[at] += 1;
            at += at & at.wrapping_neg();
        }
        from
    }
}

/// Which of these pairs, ascending by the second, make a longest run that ascends by the first, too.
fn longest_ascending(pairs: &[(usize, usize)]) -> Vec<bool> {
    if pairs.is_sorted_by(|one, other| one.0 < other.0) {
        return vec![true; pairs.len()];
    }
    // Of the runs of each length, the pair that ends the one with the least end.
    let mut ends: Vec<usize> = Vec::new();
    let mut before = vec![None; pairs.len()];
    for (at, pair) in pairs.iter().enumerate() {
        let len = ends.partition_point(|&end| pairs[end].0 < pair.0);
        before[at] = len.checked_sub(1).map(|len| ends[len]);
        match ends.get_mut(len) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let mut stays = vec![false; pairs.len()];
    let mut next = ends.last().copied();
    while let Some(at) = next {
        stays[at] = true;
        next = before[at];
    }
    stays
}
