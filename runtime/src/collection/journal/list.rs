//! The steps of a list, and the edits that they come to.

use crate::collection::ListEdit;
use crate::collection::list::List;

/// One step. Small, because many are kept.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::collection) enum Step {
    /// An item was, or may have been, written to.
    Set(u32),
    /// Items came.
    Insert(u32, u32),
    /// Items went.
    Remove(u32, u32),
}

impl Step {
    pub(in crate::collection) fn set(at: usize) -> Self {
        Self::Set(number(at))
    }

    pub(in crate::collection) fn insert(at: usize, len: usize) -> Self {
        Self::Insert(number(at), number(len))
    }

    pub(in crate::collection) fn remove(at: usize, len: usize) -> Self {
        Self::Remove(number(at), number(len))
    }
}

fn number(index: usize) -> u32 {
    u32::try_from(index).expect("a list has fewer than four thousand million items")
}

/// The edits that steps have come to in a list: what goes, what comes, what is written to. An item that
/// was written to is one to be put in place of another, whether it is equal to that or not.
pub(in crate::collection) fn edits_of_list<'a, T>(
    steps: &[Step],
    list: &'a List<T>,
) -> Vec<ListEdit<'a, T>> {
    let set = |at: usize| ListEdit::Set { at, item: &list[at] };
    if steps.iter().all(|step| matches!(step, Step::Set(_))) {
        let written = steps.iter().map(|step| match *step {
            Step::Set(at) | Step::Insert(at, _) | Step::Remove(at, _) => at,
        });
        return ascending(written.collect()).into_iter().map(|at| set(at as usize)).collect();
    }
    let (pieces, written) = Pieces::after(steps, list.len());
    let mut edits = Vec::new();
    pieces.removals(&mut edits);
    let (mut start, mut written) = (0, ascending(written).into_iter().peekable());
    let mut sets = Vec::new();
    for piece in &pieces.all {
        let range = start..piece.end as usize;
        start = range.end;
        let Some(from) = piece.from else {
            match edits.last_mut() {
                // Two pieces side by side come as one.
                Some(ListEdit::Insert { at, items }) if *at + items.len() == range.start => {
                    items.extend(list.iter_range(range));
                }
                _ => {
                    let (at, items) = (range.start, list.iter_range(range).collect());
                    edits.push(ListEdit::Insert { at, items });
                }
            }
            continue;
        };
        let end = from + range.len() as u32;
        // Those before it have gone.
        while written.next_if(|&at| at < from).is_some() {}
        while let Some(at) = written.next_if(|&at| at < end) {
            sets.push(set(range.start + (at - from) as usize));
        }
    }
    edits.extend(sets);
    edits
}

fn ascending(mut numbers: Vec<u32>) -> Vec<u32> {
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// A list as runs of items that it had before, and of ones that it had not.
struct Pieces {
    all: Vec<Piece>,
    /// How many items there were before.
    before: u32,
}

#[derive(Clone, Copy)]
struct Piece {
    /// Where it ends.
    end: u32,
    /// Where its first item was before; nothing for items that came.
    from: Option<u32>,
}

impl Pieces {
    /// The pieces that steps have led to, and where the items that were written to had been before.
    fn after(steps: &[Step], len: usize) -> (Self, Vec<u32>) {
        let before = steps.iter().rev().fold(len as u32, |len, step| match *step {
            Step::Set(_) => len,
            Step::Insert(_, count) => len - count,
            Step::Remove(_, count) => len + count,
        });
        let all = if before == 0 { vec![] } else { vec![Piece { end: before, from: Some(0) }] };
        let (mut pieces, mut written) = (Self { all, before }, Vec::new());
        for step in steps {
            match *step {
                Step::Set(at) => {
                    let place = pieces.find(at);
                    let from = pieces.all[place].from;
                    written.extend(from.map(|from| from + at - pieces.start(place)));
                }
                Step::Insert(at, count) => {
                    let place = pieces.split(at);
                    for piece in &mut pieces.all[place..] {
                        piece.end += count;
                    }
                    pieces.all.insert(place, Piece { end: at + count, from: None });
                }
                Step::Remove(at, count) => {
                    let places = pieces.split(at)..pieces.split(at + count);
                    let first = places.start;
                    pieces.all.drain(places);
                    for piece in &mut pieces.all[first..] {
                        piece.end -= count;
                    }
                }
            }
        }
        (pieces, written)
    }

    fn start(&self, place: usize) -> u32 {
        place.checked_sub(1).map_or(0, |before| self.all[before].end)
    }

    /// The piece that has an item; behind all where there is none.
    fn find(&self, at: u32) -> usize {
        self.all.partition_point(|piece| piece.end <= at)
    }

    /// Makes a piece begin at an index, and tells which.
    fn split(&mut self, at: u32) -> usize {
        let place = self.find(at);
        let start = self.start(place);
        if start == at {
            return place;
        }
        let from = self.all[place].from;
        self.all.insert(place, Piece { end: at, from });
        self.all[place + 1].from = from.map(|from| from + at - start);
        place + 1
    }

    /// What is missing of the items that there were.
    fn removals<T>(&self, edits: &mut Vec<ListEdit<'_, T>>) {
        let (mut next, mut removed, mut start) = (0, 0, 0);
        let mut gap = |next: u32, from: u32| {
            if next < from {
                let len = (from - next) as usize;
                edits.push(ListEdit::Remove { at: next as usize - removed, len });
                removed += len;
            }
        };
        for piece in &self.all {
            if let Some(from) = piece.from {
                gap(next, from);
                next = from + piece.end - start;
            }
            start = piece.end;
        }
        gap(next, self.before);
    }
}
