//! The edits between two lists: chunks that both share are passed by, and in the others items are matched
//! by their identity.

use std::hash::BuildHasherDefault;
use std::sync::Arc;

use hashbrown::HashMap;
use rustc_hash::FxHasher;

use super::ListEdit;
use super::script::{Origin, Script};
use crate::collection::CHUNK;
use crate::collection::list::{Chunk, List};

/// How many items are looked for without a table.
const FEW: usize = 64;

/// How many chunks are looked at for the next that both share, before all are put into a table.
const AHEAD: usize = 8;

type Table<K, V> = HashMap<K, V, BuildHasherDefault<FxHasher>>;

/// What a script of lists knows of items.
type Items<'a, T> = Script<&'a Arc<T>, &'a Arc<T>>;

impl<T: PartialEq> List<T> {
    /// The edits that make this list of an older one. They are few where this one was made from that, and
    /// right in any case.
    ///
    /// Costs the number of chunks, and the items of the chunks that differ. Items that are equal in value
    /// and place are none to change.
    #[doc(hidden)]
    pub fn edits_since<'a>(&'a self, base: &'a Self) -> Vec<ListEdit<'a, T>> {
        if self.is_same(base) {
            return Vec::new();
        }
        let mut script = Script::new();
        align(base.chunks(), self.chunks(), &mut script);
        script.close();
        match_items(&mut script);
        script.edits(|item| &**item)
    }
}

/// Finds the chunks that both share, and makes gaps of what is between them.
///
/// No operation puts chunks into another order, so that those that are shared come in one order.
fn align<'a, T>(old: &'a [Arc<Chunk<T>>], new: &'a [Arc<Chunk<T>>], script: &mut Items<'a, T>) {
    let pairs = old.iter().rev().zip(new.iter().rev());
    let shared = pairs.take_while(|(one, other)| Arc::ptr_eq(one, other)).count();
    let (old, new) = (&old[..old.len() - shared], &new[..new.len() - shared]);
    let (mut at, mut to) = (0, 0);
    let mut room = [0; CHUNK];
    let mut places: Option<Table<*const Chunk<T>, usize>> = None;
    while let (Some(one), Some(other)) = (old.get(at), new.get(to)) {
        if Arc::ptr_eq(one, other) {
            script.run(one.len());
        } else if !compare(one, other, script, &mut room) {
            // The chunks do not belong together: look for the next that both share.
            let ahead = old[at..].iter().zip(&new[to..]).take(AHEAD);
            let next = ahead.into_iter().position(|(one, other)| Arc::ptr_eq(one, other));
            let next = next.map(|count| (at + count, to + count)).or_else(|| {
                let places = places.get_or_insert_with(|| {
                    old.iter().enumerate().map(|(at, chunk)| (Arc::as_ptr(chunk), at)).collect()
                });
                new.iter().enumerate().skip(to).find_map(|(to, chunk)| {
                    let next = *places.get(&Arc::as_ptr(chunk))?;
                    (next >= at).then_some((next, to))
                })
            });
            let (old_end, new_end) = next.unwrap_or((old.len(), new.len()));
            script.gap(old[at..old_end].iter().flat_map(|chunk| chunk.iter()), []);
            script.gap([], new[to..new_end].iter().flat_map(|chunk| chunk.iter()));
            (at, to) = (old_end, new_end);
            continue;
        }
        (at, to) = (at + 1, to + 1);
    }
    script.gap(old[at..].iter().flat_map(|chunk| chunk.iter()), []);
    script.gap([], new[to..].iter().flat_map(|chunk| chunk.iter()));
}

/// Makes gaps of what differs between two chunks, if one was made from the other by few changes.
///
/// The places are room to work in.
fn compare<'a, T>(
    old: &'a Chunk<T>,
    new: &'a Chunk<T>,
    script: &mut Items<'a, T>,
    places: &mut [usize; CHUNK],
) -> bool {
    let same = |(one, other): &(&Arc<T>, &Arc<T>)| Arc::ptr_eq(one, other);
    if old.len() == new.len() {
        let differ = different(old, new, places);
        if differ.len() * 8 > old.len() * 7 {
            return false;
        }
        if stay(old, new, differ) {
            let mut next = 0;
            for &at in differ {
                script.run(at - next);
                script.gap([&old[at]], [&new[at]]);
                next = at + 1;
            }
            script.run(old.len() - next);
            return true;
        }
    }
    let head = old.iter().zip(new).take_while(same).count();
    let (old_rest, new_rest) = (&old[head..], &new[head..]);
    let tail = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(same).count();
    if old.len() != new.len() && (head + tail) * 4 < old.len().max(new.len()) * 3 {
        return false;
    }
    script.run(head);
    script.gap(&old_rest[..old_rest.len() - tail], &new_rest[..new_rest.len() - tail]);
    script.run(tail);
    true
}

/// The places at which two chunks of one length have different items.
fn different<'a, T>(old: &[Arc<T>], new: &[Arc<T>], places: &'a mut [usize; CHUNK]) -> &'a [usize] {
    // Most items are the same: several are looked at together, without a branch for each.
    const TOGETHER: usize = 8;
    let mut count = 0;
    for (block, (old, new)) in old.chunks(TOGETHER).zip(new.chunks(TOGETHER)).enumerate() {
        let pairs = || old.iter().zip(new);
        if pairs().fold(0, |all, (one, other)| all | (address(one) ^ address(other))) == 0 {
            continue;
        }
        for (at, (one, other)) in pairs().enumerate() {
            if !Arc::ptr_eq(one, other) {
                places[count] = block * TOGETHER + at;
                count += 1;
            }
        }
    }
    &places[..count]
}

/// Whether none of the items that differ has only gone from one of these places to another.
fn stay<T>(old: &[Arc<T>], new: &[Arc<T>], differ: &[usize]) -> bool {
    let absent = |item: &Arc<T>| !differ.iter().any(|&at| Arc::ptr_eq(&old[at], item));
    if differ.len() <= 4 {
        return differ.len() <= 1 || differ.iter().all(|&at| absent(&new[at]));
    }
    let mut sieve = Sieve::default();
    for &at in differ {
        sieve.add(&old[at]);
    }
    differ.iter().all(|&at| !sieve.may_have(&new[at]) || absent(&new[at]))
}

#[inline]
fn address<T>(item: &Arc<T>) -> usize {
    Arc::as_ptr(item).addr()
}

/// Says of most items that are not in a set that they are not.
#[derive(Default)]
struct Sieve([u64; Sieve::WORDS]);

impl Sieve {
    const WORDS: usize = 16;

    fn place<T>(item: &Arc<T>) -> (usize, u64) {
        // Allocations differ least in their lowest bits.
        let address = address(item);
        let mixed = (address >> 4) ^ (address >> 13);
        (mixed / 64 % Self::WORDS, 1 << (mixed % 64))
    }

    #[inline]
    fn add<T>(&mut self, item: &Arc<T>) {
        let (word, bit) = Self::place(item);
        self.0[word] |= bit;
    }

    #[inline]
    fn may_have<T>(&self, item: &Arc<T>) -> bool {
        let (word, bit) = Self::place(item);
        self.0[word] & bit != 0
    }
}

/// Finds out which items of the gaps belong together.
fn match_items<T: PartialEq>(script: &mut Items<'_, T>) {
    let (mut going, mut coming) = (0, 0);
    for at in 0..script.gaps.len() {
        let gap = script.gaps[at].clone();
        if gap.is_single() {
            continue;
        }
        let pairs = identical(script, gap.old.clone(), gap.new.clone());
        script.keep_longest(&pairs);
        let (old, new) = (gap.old.len() - pairs.len(), gap.new.len() - pairs.len());
        going += old.saturating_sub(new);
        coming += new.saturating_sub(old);
    }
    if going > 0 && coming > 0 {
        // An item that has left one gap may have come to another.
        let pairs = identical(script, 0..script.old.len(), 0..script.new.len());
        for (old, new) in pairs {
            script.set_origin(new, Origin::Moved(old));
        }
    }
    for at in 0..script.gaps.len() {
        let gap = script.gaps[at].clone();
        if gap.is_single() {
            if script.is_left(gap.old.start) && script.is_fresh(gap.new.start) {
                pair(script, gap.old.start, gap.new.start);
            }
            continue;
        }
        for (left, fresh) in script.pieces(&gap) {
            replace(script, &left, &fresh);
        }
    }
}

/// The pairs of places of items that are one and the same and of which nothing was said, by the new ones.
fn identical<T>(
    script: &Items<'_, T>,
    old: std::ops::Range<usize>,
    new: std::ops::Range<usize>,
) -> Vec<(usize, usize)> {
    if old.is_empty() || new.is_empty() {
        return Vec::new();
    }
    let old: Vec<usize> = old.filter(|&at| script.is_left(at)).collect();
    let new = new.filter(|&at| script.is_fresh(at));
    if old.len() > FEW {
        let places = old.into_iter().map(|at| (Arc::as_ptr(script.old[at]), at));
        let mut places: Table<*const T, usize> = places.collect();
        // Each is taken once, though no operation puts an item into a list twice.
        let find = |at| Some((places.remove(&Arc::as_ptr(script.new[at]))?, at));
        return new.filter_map(find).collect();
    }
    let mut sieve = Sieve::default();
    for &at in &old {
        sieve.add(script.old[at]);
    }
    // Mostly one comes after the other.
    let mut next = 0;
    new.filter(|&at| sieve.may_have(script.new[at]))
        .filter_map(|at| {
            let is = |&one: &usize| Arc::ptr_eq(script.old[one], script.new[at]);
            let found = old[next..].iter().position(is).map(|found| next + found);
            let found = found.or_else(|| old[..next].iter().position(is))?;
            next = found + 1;
            Some((old[found], at))
        })
        .collect()
}

/// Makes pairs of items that stood, and stand, between the same neighbours.
fn replace<T: PartialEq>(script: &mut Items<'_, T>, left: &[usize], fresh: &[usize]) {
    let equal = |(old, new): &(&usize, &usize)| script.old[**old] == script.new[**new];
    let head = left.iter().zip(fresh).take_while(equal).count();
    let (left_rest, fresh_rest) = (&left[head..], &fresh[head..]);
    let tail = left_rest.iter().rev().zip(fresh_rest.iter().rev()).take_while(equal).count();
    for (&old, &new) in left[..head].iter().zip(fresh) {
        script.set_origin(new, Origin::Kept(old));
    }
    for (&old, &new) in left.iter().rev().zip(fresh.iter().rev()).take(tail) {
        script.set_origin(new, Origin::Kept(old));
    }
    let left = &left_rest[..left_rest.len() - tail];
    let fresh = &fresh_rest[..fresh_rest.len() - tail];
    for (&old, &new) in left.iter().zip(fresh) {
        pair(script, old, new);
    }
}

/// Makes a pair of an older item and the one that is in its place.
fn pair<T: PartialEq>(script: &mut Items<'_, T>, old: usize, new: usize) {
    let equal = script.old[old] == script.new[new];
    script.set_origin(new, if equal { Origin::Kept(old) } else { Origin::Replaced(old) });
}
