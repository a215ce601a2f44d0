//! The edits between two plain slices whose items have keys, and between two plain maps.

use std::cmp::Ordering;
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;

use super::edits::script::Script;
use super::edits::{ListEdit, MapEdit};

/// The edits that make the newer slice of the older one, items being matched by their keys, never by
/// place. None if keys of either occur twice where the slices differ, so that it is not known which item
/// is which.
///
/// Items at both ends whose keys are the same are compared in place. Only what is between is looked up.
pub fn keyed_edits<'a, T: PartialEq, K: Hash + Eq + ?Sized>(
    old: &[T],
    new: &'a [T],
    key: impl Fn(&T) -> &K,
) -> Option<Vec<ListEdit<'a, T>>> {
    let mut replaced = Vec::new();
    let head = matching(old.iter().zip(new), &key, |at| replaced.push(at));
    let (old_rest, new_rest) = (&old[head..], &new[head..]);
    let backwards = old_rest.iter().rev().zip(new_rest.iter().rev());
    let tail = matching(backwards, &key, |at| replaced.push(new.len() - 1 - at));

    let (old_rest, new_rest) =
        (&old_rest[..old_rest.len() - tail], &new_rest[..new_rest.len() - tail]);
    let mut script = Script::new();
    script.run(head);
    script.gap(old_rest, new_rest);
    script.close();
    let pairs = pairs_of(old_rest, new_rest, &key)?;
    script.keep_longest(&pairs);
    let mut edits = script.edits(|item| item);
    let changed = pairs.iter().filter(|&&(old, new)| old_rest[old] != new_rest[new]);
    replaced.extend(changed.map(|&(_, new)| head + new));
    replaced.sort_unstable();
    edits.extend(replaced.into_iter().map(|at| ListEdit::Set { at, item: &new[at] }));
    Some(edits)
}

/// The edits that make the newer map of the older one, one for each key that differs, in their order.
#[cfg_attr(not(feature = "serial"), allow(dead_code, reason = "only deltas ask"))]
pub(crate) fn sorted_edits<'a, K: Ord, V: PartialEq>(
    old: &'a BTreeMap<K, V>,
    new: &'a BTreeMap<K, V>,
) -> Vec<MapEdit<'a, K, V>> {
    let mut edits = Vec::new();
    let (mut old, mut new) = (old.iter().peekable(), new.iter().peekable());
    loop {
        let order = match (old.peek(), new.peek()) {
            (None, None) => return edits,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some((one, _)), Some((other, _))) => one.cmp(other),
        };
        let before = old.next_if(|_| order.is_le());
        match (before, new.next_if(|_| order.is_ge())) {
            (Some((_, before)), Some((key, value))) if before != value => {
                edits.push(MapEdit::Put(key, value));
            }
            (None, Some((key, value))) => edits.push(MapEdit::Put(key, value)),
            (Some((key, _)), None) => edits.push(MapEdit::Remove(key)),
            _ => {}
        }
    }
}

/// How many pairs at the beginning have the same key; tells which of them differ.
fn matching<'a, T: PartialEq + 'a, K: Eq + ?Sized>(
    pairs: impl Iterator<Item = (&'a T, &'a T)>,
    key: &impl Fn(&T) -> &K,
    mut differ: impl FnMut(usize),
) -> usize {
    let mut count = 0;
    for (old, new) in pairs {
        if old != new {
            if key(old) != key(new) {
                break;
            }
            differ(count);
        }
        count += 1;
    }
    count
}

/// The places of items of one key, by the new ones; none if a key occurs twice.
fn pairs_of<'a, T, K: Hash + Eq + ?Sized + 'a>(
    old: &'a [T],
    new: &'a [T],
    key: &impl Fn(&T) -> &K,
) -> Option<Vec<(usize, usize)>> {
    let mut places = HashMap::with_capacity(old.len().max(new.len()));
    for (at, item) in old.iter().enumerate() {
        if places.insert(key(item), (Some(at), false)).is_some() {
            return None;
        }
    }
    let mut pairs = Vec::with_capacity(old.len().min(new.len()));
    for (at, item) in new.iter().enumerate() {
        match places.entry(key(item)) {
            Entry::Vacant(place) => drop(place.insert((None, true))),
            Entry::Occupied(mut place) => {
                let (old, met) = place.get_mut();
                if std::mem::replace(met, true) {
                    return None;
                }
                pairs.extend(old.map(|old| (old, at)));
            }
        }
    }
    Some(pairs)
}
