//! Who watches one node, and which of them watch a part of it.

use std::ops::{Deref, Range};

use super::Watcher;
use super::links::push_alone;
use crate::meta::Span;

/// Who watches a node, in no order.
#[derive(Debug, Default)]
pub(super) struct Watchers {
    list: Vec<Watcher>,
    /// Made when a part is asked for, forgotten when the list changes; where there are few there is none.
    by_mark: Option<Box<ByMark>>,
}

/// Places in a list of watchers, by the mark that is watched.
#[derive(Debug)]
struct ByMark {
    /// Where those of each mark begin; the last ones watch any change.
    starts: Box<[u32]>,
    places: Box<[u32]>,
}

impl Deref for Watchers {
    type Target = [Watcher];

    #[inline]
    fn deref(&self) -> &[Watcher] {
        &self.list
    }
}

impl Watchers {
    /// Where a list is looked through faster than an index is looked up.
    const FEW: usize = 4;

    pub(super) fn push(&mut self, watcher: Watcher) {
        self.by_mark = None;
        push_alone(&mut self.list, watcher);
    }

    /// Takes one out; the last one comes into its place.
    pub(super) fn swap_remove(&mut self, at: u32) {
        self.by_mark = None;
        self.list.swap_remove(at as usize);
    }

    pub(super) fn at_mut(&mut self, at: u32) -> &mut Watcher {
        &mut self.list[at as usize]
    }

    /// Tells who watches what overlaps with a part; may tell of one more than once. The first time after the
    /// list changed it costs the list, then those alone who are told of.
    #[inline]
    pub(super) fn of_part(&mut self, part: Span, mut tell: impl FnMut(&Watcher)) {
        let Self { list, by_mark } = self;
        if list.len() <= Self::FEW {
            return list.iter().filter(|watcher| watcher.span.overlaps(part)).for_each(tell);
        }
        let by_mark = by_mark.get_or_insert_with(|| Box::new(ByMark::of(list)));
        let marks = usize::from(part.from)..usize::from(part.from + part.len);
        for &at in by_mark.of_any().iter().chain(by_mark.of_marks(marks)) {
            tell(&list[at as usize]);
        }
    }

    /// The only observer of what overlaps with a part, if there is just one, where the node has no other uses than those who watch it.
    #[inline]
    pub(super) fn only_of_part(&mut self, part: Span, uses: u32) -> Option<u32> {
        if self.list.iter().map(|watcher| watcher.count).sum::<u32>() != uses {
            return None;
        }
        let (mut only, mut found) = (None, 0);
        self.of_part(part, |watcher| {
            only = Some(watcher.observer);
            found += 1;
        });
        only.filter(|_| found == 1)
    }

    pub(super) fn bytes(&self) -> usize {
        let by_mark = self.by_mark.as_ref().map_or(0, |by_mark| {
            size_of::<ByMark>() + size_of_val(&*by_mark.starts) + size_of_val(&*by_mark.places)
        });
        self.list.capacity() * size_of::<Watcher>() + by_mark
    }

    pub(super) fn shrink(&mut self) {
        self.by_mark = None;
        self.list.shrink_to_fit();
    }
}

impl ByMark {
    /// Costs the list, and a place for each mark that somebody watches.
    fn of(list: &[Watcher]) -> Self {
        let marks_of = |span: Span| usize::from(span.from)..usize::from(span.from + span.len);
        let width = list.iter().map(|watcher| marks_of(watcher.span).end).max().unwrap_or(0);
        // Whole spans have no marks; they come last.
        let marks = |span: Span| if span.is_whole() { width..width + 1 } else { marks_of(span) };
        let mut starts = vec![0_u32; width + 2];
        for mark in list.iter().flat_map(|watcher| marks(watcher.span)) {
            starts[mark + 1] += 1;
        }
        for mark in 0..=width {
            starts[mark + 1] += starts[mark];
        }
        let mut places = vec![0; starts[width + 1] as usize];
        let mut next = starts.clone();
        for (place, watcher) in (0..).zip(list) {
            for mark in marks(watcher.span) {
                places[next[mark] as usize] = place;
                next[mark] += 1;
            }
        }
        Self { starts: starts.into(), places: places.into() }
    }

    fn of_any(&self) -> &[u32] {
        let width = self.starts.len() - 2;
        &self.places[self.starts[width] as usize..]
    }

    fn of_marks(&self, marks: Range<usize>) -> &[u32] {
        let width = self.starts.len() - 2;
        let start = |mark: usize| self.starts[mark.min(width)] as usize;
        &self.places[start(marks.start)..start(marks.end)]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn span() -> impl Strategy<Value = Span> {
        (0..6_u16, 0..4_u16).prop_map(|(from, len)| match len {
            0 => Span::WHOLE,
            len => Span { from, len },
        })
    }

    proptest! {
        /// Whatever came and went, those who are told of a part are those who watch some of it.
        #[test]
        fn a_part_finds_its_watchers(
            steps in prop::collection::vec((any::<bool>(), span(), 0..9_u16, 1..4_u16), 1..40),
        ) {
            let mut watchers = Watchers::default();
            for (step, (goes, span, from, len)) in (0..).zip(steps) {
                if goes && !watchers.is_empty() {
                    watchers.swap_remove(step % watchers.len() as u32);
                } else {
                    let watcher =
                        Watcher { observer: step, place: 0, count: 1, is_elsewhere: false, span };
                    watchers.push(watcher);
                }
                let part = Span { from, len };
                let mut told = Vec::new();
                watchers.of_part(part, |watcher| told.push(watcher.observer));
                told.sort_unstable();
                told.dedup();
                let touched = watchers.iter().filter(|watcher| watcher.span.overlaps(part));
                let mut touched: Vec<u32> = touched.map(|watcher| watcher.observer).collect();
                touched.sort_unstable();
                prop_assert_eq!(told, touched);
            }
        }
    }
}
