//! The edits of lists, by themselves and made.

use std::sync::Arc;

use super::list::Item;
use super::made::Editable;
use crate::collection::{List, ListEdit};

/// An edit of a list, with its items; or what it replaced.
#[derive(Clone)]
pub(super) enum Step<T, G> {
    Remove { at: usize, len: usize },
    Insert { at: usize, items: Vec<T> },
    Set { at: usize, item: T },
    Move { from: usize, to: usize },
    Gone(G),
}

impl<T: Clone, G> Step<T, G> {
    pub(super) fn of(edit: ListEdit<'_, T>) -> Self {
        match edit {
            ListEdit::Remove { at, len } => Self::Remove { at, len },
            ListEdit::Insert { at, items } => {
                Self::Insert { at, items: items.into_iter().cloned().collect() }
            }
            ListEdit::Set { at, item } => Self::Set { at, item: item.clone() },
            ListEdit::Move { from, to } => Self::Move { from, to },
        }
    }

    pub(super) fn as_edit(&self) -> Option<ListEdit<'_, T>> {
        Some(match self {
            Self::Remove { at, len } => ListEdit::Remove { at: *at, len: *len },
            Self::Insert { at, items } => {
                ListEdit::Insert { at: *at, items: items.iter().collect() }
            }
            Self::Set { at, item } => ListEdit::Set { at: *at, item },
            Self::Move { from, to } => ListEdit::Move { from: *from, to: *to },
            Self::Gone(_) => return None,
        })
    }

    /// The item that it puts in the place of another one.
    pub(super) fn item(&self) -> Option<&T> {
        match self {
            Self::Set { item, .. } => Some(item),
            _ => None,
        }
    }
}

/// A list in which single edits are made.
pub(super) trait Spliced<T> {
    type Gone: Send + Sync + Clone + 'static;

    fn find(&self, at: usize) -> Option<&T>;
    fn remove(&mut self, at: usize, len: usize) -> Self::Gone;
    fn insert(&mut self, at: usize, items: Vec<T>);
    /// Puts an item in the place of another one, and that in its.
    fn exchange(&mut self, at: usize, item: &mut T);
    fn move_item(&mut self, from: usize, to: usize);
}

/// Makes one edit.
pub(super) fn make<T, L: Spliced<T>>(list: &mut L, step: &mut Step<T, L::Gone>) {
    match step {
        Step::Remove { at, len } => *step = Step::Gone(list.remove(*at, *len)),
        Step::Insert { at, items } => list.insert(*at, std::mem::take(items)),
        Step::Set { at, item } => list.exchange(*at, item),
        Step::Move { from, to } => list.move_item(*from, *to),
        Step::Gone(_) => {}
    }
}

/// Whether an edit does nothing.
fn is_idle<T: PartialEq, L: Spliced<T>>(list: &L, step: &Step<T, L::Gone>) -> bool {
    match step {
        Step::Set { at, item } => list.find(*at) == Some(item),
        Step::Remove { .. } | Step::Insert { .. } | Step::Move { .. } | Step::Gone(_) => false,
    }
}

impl<T: Item> Spliced<T> for List<T> {
    type Gone = Vec<Arc<T>>;

    fn find(&self, at: usize) -> Option<&T> {
        self.get(at)
    }

    fn remove(&mut self, at: usize, len: usize) -> Vec<Arc<T>> {
        self.take_out(at, len)
    }

    fn insert(&mut self, at: usize, items: Vec<T>) {
        self.splice(at, 0, items);
    }

    fn exchange(&mut self, at: usize, item: &mut T) {
        self.exchange(at, item);
    }

    fn move_item(&mut self, from: usize, to: usize) {
        self.move_item(from, to);
    }
}

impl<T: Item> Editable for List<T> {
    type Edit = Step<T, Vec<Arc<T>>>;

    fn make(&mut self, edit: &mut Self::Edit) {
        make(self, edit);
    }

    fn is_idle(&self, edit: &Self::Edit) -> bool {
        is_idle(self, edit)
    }

    fn len(&self) -> usize {
        self.len()
    }
}

impl<T: Item> Spliced<T> for Vec<T> {
    type Gone = Self;

    fn find(&self, at: usize) -> Option<&T> {
        self.get(at)
    }

    fn remove(&mut self, at: usize, len: usize) -> Self {
        self.drain(at..at + len).collect()
    }

    fn insert(&mut self, at: usize, items: Self) {
        drop(self.splice(at..at, items));
    }

    fn exchange(&mut self, at: usize, item: &mut T) {
        std::mem::swap(&mut self[at], item);
    }

    fn move_item(&mut self, from: usize, to: usize) {
        let item = self.remove(from);
        self.insert(to, item);
    }
}

impl<T: Item> Editable for Vec<T> {
    type Edit = Step<T, Self>;

    fn make(&mut self, edit: &mut Self::Edit) {
        make(self, edit);
    }

    fn is_idle(&self, edit: &Self::Edit) -> bool {
        is_idle(self, edit)
    }

    fn len(&self) -> usize {
        self.len()
    }
}
