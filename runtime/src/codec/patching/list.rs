//! Operations on a list.

use std::any::Any;
use std::marker::PhantomData;

use rustc_hash::FxHashMap;

use super::super::AnyPiece;
use super::super::list::Item;
use super::super::made::{Editable, Edits};
use super::super::plain::to_json;
use super::super::steps::{Spliced, Step};
use super::super::wires::Unfit;
use super::{Allowance, Patching, read, read_text};
use crate::serial::patch::{Below, OpKind};
use crate::serial::pointer::ArrayIndex;

/// How many steps may be gone through to find items; a patch that would ask for more is a long one that
/// moves places about.
const WALKED_AT_MOST: usize = 1 << 22;

pub(in crate::codec) struct ListPatch<T, L: Spliced<T>> {
    steps: Vec<Step<T, L::Gone>>,
    /// How long the list was, and is after the steps.
    fit: usize,
    len: usize,
    /// Which steps set items, by their places, as far as no place was moved since.
    set: FxHashMap<usize, usize>,
    moved: bool,
    walked: usize,
    allowance: Allowance,
    list: PhantomData<fn() -> L>,
}

impl<T: Item, L: Spliced<T>> ListPatch<T, L> {
    pub(in crate::codec) fn of(len: usize) -> Self {
        Self {
            steps: Vec::new(),
            fit: len,
            len,
            set: FxHashMap::default(),
            moved: false,
            walked: 0,
            allowance: Allowance::new(),
            list: PhantomData,
        }
    }

    /// The item that is at a place after all steps.
    fn find<'a>(&'a mut self, list: &'a L, mut at: usize) -> Option<&'a T> {
        if let Some(&step) = self.set.get(&at) {
            return self.steps[step].item();
        }
        if !self.moved {
            return list.find(at);
        }
        for step in self.steps.iter().rev() {
            self.walked += 1;
            match step {
                Step::Set { at: set, item } if *set == at => return Some(item),
                Step::Insert { at: first, items } if at >= *first => match items.get(at - first) {
                    Some(item) => return Some(item),
                    None => at -= items.len(),
                },
                Step::Remove { at: first, len } if at >= *first => at += len,
                Step::Move { from, to } if at == *to => at = *from,
                Step::Move { from, to } if (*from..*to).contains(&at) => at += 1,
                Step::Move { from, to } if (to + 1..from + 1).contains(&at) => at -= 1,
                _ => {}
            }
        }
        if self.walked > WALKED_AT_MOST { None } else { list.find(at) }
    }

    /// The text of the item at a place.
    fn written(&mut self, list: &L, at: usize) -> Option<Vec<u8>> {
        let mut text = Vec::new();
        to_json(self.find(list, at)?, &mut text).ok()?;
        self.allowance.take(text.len())?;
        Some(text)
    }

    fn put(&mut self, at: usize, item: T) {
        match self.set.get(&at) {
            Some(&step) => self.steps[step] = Step::Set { at, item },
            None => {
                self.set.insert(at, self.steps.len());
                self.steps.push(Step::Set { at, item });
            }
        }
    }

    fn insert(&mut self, at: usize, item: T) {
        self.moves(1, 0);
        match self.steps.last_mut() {
            Some(Step::Insert { at: first, items }) if *first + items.len() == at => {
                items.push(item);
            }
            _ => self.steps.push(Step::Insert { at, items: vec![item] }),
        }
    }

    fn remove(&mut self, at: usize) {
        self.moves(0, 1);
        match self.steps.last_mut() {
            Some(Step::Remove { at: first, len }) if *first == at => *len += 1,
            _ => self.steps.push(Step::Remove { at, len: 1 }),
        }
    }

    /// Places are about to be others.
    fn moves(&mut self, more: usize, fewer: usize) {
        self.moved = true;
        self.set.clear();
        self.len = self.len + more - fewer;
    }

    /// The place of an item that is there.
    fn place(&self, token: &str) -> Option<usize> {
        match ArrayIndex::parse(token)? {
            ArrayIndex::At(at) if at < self.len => Some(at),
            _ => None,
        }
    }
}

impl<T: Item, L: Spliced<T> + Editable<Edit = Step<T, L::Gone>>> Patching for ListPatch<T, L> {
    fn patch(&mut self, value: &dyn Any, below: &Below<'_>, why: &mut Option<Unfit>) -> Option<()> {
        let list: &L = value.downcast_ref()?;
        match (below.kind, below.is_whole()) {
            (OpKind::Add, true) => {
                let at = match ArrayIndex::parse(&below.token)? {
                    ArrayIndex::At(at) if at > self.len => return None,
                    ArrayIndex::At(at) => at,
                    ArrayIndex::End => self.len,
                };
                self.insert(at, read(below, why)?);
            }
            (OpKind::Remove, true) => self.remove(self.place(&below.token)?),
            (OpKind::Replace, true) => {
                self.put(self.place(&below.token)?, read(below, why)?);
            }
            (OpKind::Move, true) => {
                let from = self.place(below.from.as_deref()?)?;
                let to = match ArrayIndex::parse(&below.token)? {
                    ArrayIndex::End => self.len - 1,
                    ArrayIndex::At(_) => self.place(&below.token)?,
                };
                self.moves(0, 0);
                self.steps.push(Step::Move { from, to });
            }
            (OpKind::Test, _) => {
                let text = self.written(list, self.place(&below.token)?)?;
                return below.holds(&text).then_some(());
            }
            (OpKind::Add | OpKind::Remove | OpKind::Replace, false) => {
                let at = self.place(&below.token)?;
                let text = below.patched(&self.written(list, at)?)?;
                self.put(at, read_text(&text, why)?);
            }
            (OpKind::Copy, _) | (OpKind::Move, false) => return None,
        }
        Some(())
    }

    fn finish(self: Box<Self>) -> Box<dyn AnyPiece> {
        Box::new(Edits::<L> { all: self.steps, fit: self.fit })
    }
}
