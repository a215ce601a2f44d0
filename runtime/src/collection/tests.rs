//! Collections beside the ones of the standard library, through random programs.

mod edits;
mod keyed;
mod list;
mod map;
mod serial;

use super::{List, ListEdit, Map, MapEdit};

/// Makes these edits in a vector.
fn replay<T: Clone>(items: &mut Vec<T>, edits: &[ListEdit<'_, T>]) {
    for edit in edits {
        match edit {
            ListEdit::Remove { at, len } => drop(items.drain(*at..at + len)),
            ListEdit::Insert { at, items: fresh } => {
                drop(items.splice(*at..*at, fresh.iter().map(|item| (*item).clone())));
            }
            ListEdit::Set { at, item } => items[*at] = (*item).clone(),
            ListEdit::Move { from, to } => {
                let item = items.remove(*from);
                items.insert(*to, item);
            }
        }
    }
}

/// Makes these edits in a list.
fn replay_in_list<T: Clone>(list: &mut List<T>, edits: &[ListEdit<'_, T>]) {
    for edit in edits {
        match edit {
            ListEdit::Remove { at, len } => list.splice(*at, *len, []),
            ListEdit::Insert { at, items } => {
                list.splice(*at, 0, items.iter().map(|item| (*item).clone()));
            }
            ListEdit::Set { at, item } => list.set(*at, (*item).clone()),
            ListEdit::Move { from, to } => list.move_item(*from, *to),
        }
    }
}

/// Makes these edits in a map.
fn replay_in_map<K: Ord + Clone, V: Clone>(map: &mut Map<K, V>, edits: &[MapEdit<'_, K, V>]) {
    for edit in edits {
        match edit {
            MapEdit::Remove(key) => drop(map.remove(*key)),
            MapEdit::Put(key, value) => drop(map.insert((*key).clone(), (*value).clone())),
        }
    }
}
