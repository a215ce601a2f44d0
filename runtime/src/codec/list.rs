//! The codec of a list: a whole one as serde writes it, or the edits since another version.

use std::any::{Any, TypeId};
use std::hash::Hash;
use std::marker::PhantomData;
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::binary::{Idle, from_binary, item_from_binary};
use super::made::{Editable, Edits, Known, catch_up, kept_or_copied};
use super::patching::{ListPatch, Patching};
use super::piece::part_of;
use super::plain::{from_json, known, once_for, to_binary, to_json};
use super::steps::{Spliced, Step};
use super::weigh::weigh;
use super::wires::{Codec, Edited, JsonEdit, Kept, Token, Told, Unfit};
use super::{AnyPiece, Coding, Piece};
use crate::collection::{List, ListEdit, Moment, keyed_edits};
use crate::serial::payload::{put_varint, take_varint};
use crate::serial::shape::shape_of;
use crate::value::{AnyPart, AnyTools, Probe, Share};

/// What an item must be for its list to be written by its edits.
pub trait Item: Serialize + DeserializeOwned + Clone + PartialEq + Share {}

impl<T: Serialize + DeserializeOwned + Clone + PartialEq + Share> Item for T {}

/// The codec of a [`List`].
struct Chunked<T>(PhantomData<fn() -> T>);

impl<T: Item> Probe<List<T>> {
    /// How to write the list by its edits.
    pub const EDITED: Coding = Some(&Chunked::<T>(PhantomData));
}

/// The codec of a plain list whose items have identity, by one of their fields.
pub struct Identified<T, K> {
    key: fn(&T) -> &K,
}

impl<T, K> Identified<T, K> {
    /// By the field that this function reads.
    pub const fn by(key: fn(&T) -> &K) -> Self {
        Self { key }
    }
}

impl<T, K> std::fmt::Debug for Identified<T, K> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Identified")
    }
}

/// What both have in common: the type of the list, and what differs between two of them.
trait Listed: Send + Sync + 'static {
    type Item: Item;
    type List: Editable<Edit = Step<Self::Item, <Self::List as Spliced<Self::Item>>::Gone>>
        + Spliced<Self::Item>
        + Serialize
        + DeserializeOwned;

    fn keep(&self, list: &Self::List, kept: Option<Arc<dyn AnyPiece>>) -> Kept;

    /// What its notes of what was done to it take.
    fn noted(&self, _list: &Self::List) -> usize {
        0
    }

    /// Nothing where it cannot be told.
    fn edits<'a>(
        &self,
        base: &'a dyn Any,
        list: &'a Self::List,
    ) -> Option<Vec<ListEdit<'a, Self::Item>>>;
}

/// What is kept of a list that notes what is done to it.
struct Noted<T> {
    moment: Option<Moment>,
    /// Present where the list did not know the last time what had been done: it was put in the place of
    /// another one, which may happen again.
    list: Option<List<T>>,
}

impl<T: Item> Listed for Chunked<T> {
    type Item = T;
    type List = List<T>;

    fn keep(&self, list: &List<T>, kept: Option<Arc<dyn AnyPiece>>) -> Kept {
        let knows = |kept: &dyn AnyPiece| {
            let noted = kept.value().downcast_ref::<Noted<T>>();
            noted.is_some_and(|noted| noted.moment.is_some_and(|moment| list.knows(moment)))
        };
        let moment = list.moment();
        let is_held = moment.is_none() || kept.as_deref().is_some_and(|kept| !knows(kept));
        let noted = Noted { moment, list: is_held.then(|| list.clone()) };
        let bytes = size_of::<Noted<T>>() + if is_held { list.heap(None) } else { 0 };
        Kept { now: Arc::new(Piece(noted)), bytes, before: kept.map(Told::Since) }
    }

    fn noted(&self, list: &List<T>) -> usize {
        list.noted()
    }

    fn edits<'a>(&self, base: &'a dyn Any, list: &'a List<T>) -> Option<Vec<ListEdit<'a, T>>> {
        let Some(noted) = base.downcast_ref::<Noted<T>>() else {
            return Some(list.edits_since(base.downcast_ref()?));
        };
        let told = noted.moment.and_then(|moment| list.edits_after(moment));
        told.or_else(|| Some(list.edits_since(noted.list.as_ref()?)))
    }
}

impl<T: Item, K: Hash + Eq + 'static> Listed for Identified<T, K> {
    type Item = T;
    type List = Vec<T>;

    fn keep(&self, list: &Vec<T>, mut kept: Option<Arc<dyn AnyPiece>>) -> Kept {
        let find = |base: &Vec<T>| {
            let edits = shorter(keyed_edits(base, list, self.key), list.len())?;
            Some(edits.into_iter().map(Step::of).collect())
        };
        let told = kept.as_mut().and_then(|kept| catch_up(kept, find));
        kept_or_copied(list, list.len() * size_of::<T>(), kept, told)
    }

    fn edits<'a>(&self, base: &'a dyn Any, list: &'a Vec<T>) -> Option<Vec<ListEdit<'a, T>>> {
        match base.downcast_ref::<Known<Step<T, Vec<T>>>>() {
            Some(known) => Some(known.edits.iter().filter_map(Step::as_edit).collect()),
            None => keyed_edits(base.downcast_ref::<Vec<T>>()?, list, self.key),
        }
    }
}

impl<L: Listed> Codec for L {
    fn shape(&self) -> u64 {
        once_for(TypeId::of::<L::List>(), shape_of::<L::List>)
    }

    fn behind(&self, value: &dyn Any) -> usize {
        known::<L::List>(value).map_or(0, weigh)
    }

    fn copy(&self, value: &dyn Any) -> Result<Box<dyn AnyPiece>, Unfit> {
        Ok(Box::new(Piece(known::<L::List>(value)?.clone())))
    }

    fn part(
        &self,
        piece: Box<dyn AnyPiece>,
        tools: &'static dyn AnyTools,
    ) -> Option<Box<dyn AnyPart>> {
        part_of::<L::List>(piece, tools)
    }

    fn put_json(&self, value: &dyn Any, out: &mut Vec<u8>) -> Result<(), Unfit> {
        to_json(known::<L::List>(value)?, out)
    }

    fn put_binary(&self, value: &dyn Any, out: &mut Vec<u8>) -> Result<(), Unfit> {
        to_binary(known::<L::List>(value)?, out)
    }

    fn take_json(&self, text: &[u8]) -> Result<Box<dyn AnyPiece>, Unfit> {
        Ok(Box::new(Piece(from_json::<L::List>(text)?)))
    }

    fn take_binary(&self, from: &mut &[u8]) -> Result<Box<dyn AnyPiece>, Unfit> {
        Ok(Box::new(Piece(from_binary::<L::List>(from)?)))
    }

    fn edited(&self) -> Option<&dyn Edited> {
        Some(self)
    }
}

const REMOVE: u8 = 0;
const INSERT: u8 = 1;
const SET: u8 = 2;
const MOVE: u8 = 3;

impl<L: Listed> Edited for L {
    fn keep(&self, value: &dyn Any, kept: Option<Arc<dyn AnyPiece>>) -> Result<Kept, Unfit> {
        Ok(Listed::keep(self, known(value)?, kept))
    }

    fn noted(&self, value: &dyn Any) -> usize {
        known(value).map_or(0, |list| Listed::noted(self, list))
    }

    fn put_edits(&self, base: &dyn Any, value: &dyn Any, out: &mut Vec<u8>) -> Result<bool, Unfit> {
        let list = known::<L::List>(value)?;
        let Some(edits) = shorter(self.edits(base, list), Editable::len(list)) else {
            return Ok(false);
        };
        put_varint(out, edits.len() as u64);
        for edit in edits {
            match edit {
                ListEdit::Remove { at, len } => put_numbers(out, REMOVE, [at, len]),
                ListEdit::Insert { at, items } => {
                    put_numbers(out, INSERT, [at, items.len()]);
                    items.into_iter().try_for_each(|item| to_binary(item, out))?;
                }
                ListEdit::Set { at, item } => {
                    put_numbers(out, SET, [at]);
                    to_binary(item, out)?;
                }
                ListEdit::Move { from, to } => put_numbers(out, MOVE, [from, to]),
            }
        }
        Ok(true)
    }

    fn take_edits(&self, value: &dyn Any, from: &mut &[u8]) -> Result<Box<dyn AnyPiece>, Unfit> {
        let fit = Editable::len(known::<L::List>(value)?);
        let (mut all, mut len) = (Vec::new(), fit);
        let mut idle = Idle::new();
        for _ in 0..take_number(from)? {
            let kind = take_byte(from)?;
            let at = take_number(from)?;
            all.push(match kind {
                REMOVE => {
                    let gone = take_number(from)?;
                    let end = at.checked_add(gone).filter(|&end| end <= len);
                    end.ok_or_else(|| outside(at, len))?;
                    len -= gone;
                    Step::Remove { at, len: gone }
                }
                INSERT if at <= len => {
                    let count = take_number(from)?;
                    let mut items = Vec::with_capacity(count.min(from.len()).min(1_024));
                    for _ in 0..count {
                        items.push(item_from_binary(from, &mut idle)?);
                    }
                    len += items.len();
                    Step::Insert { at, items }
                }
                SET if at < len => Step::Set { at, item: from_binary(from)? },
                MOVE if at < len => {
                    let to = take_number(from)?;
                    if to >= len {
                        return Err(outside(to, len));
                    }
                    Step::Move { from: at, to }
                }
                INSERT | SET | MOVE => return Err(outside(at, len)),
                _ => return Err(Unfit::new("no such edit of a list")),
            });
        }
        Ok(Box::new(Edits::<L::List> { all, fit }))
    }

    fn json_edits(
        &self,
        base: &dyn Any,
        value: &dyn Any,
        put: &mut dyn FnMut(JsonEdit<'_>) -> Result<(), Unfit>,
    ) -> Result<bool, Unfit> {
        let list = known::<L::List>(value)?;
        let Some(edits) = shorter(self.edits(base, list), Editable::len(list)) else {
            return Ok(false);
        };
        // Each item that goes is an operation here, so that an emptied list is said in fewer words.
        let operations = edits.iter().map(|edit| match edit {
            ListEdit::Remove { len, .. } => *len,
            _ => 1,
        });
        let operations: usize = operations.sum();
        if operations > 1 && operations > list.len() {
            return Ok(false);
        }
        for edit in edits {
            match edit {
                ListEdit::Remove { at, len } => {
                    let remove = || JsonEdit::Remove { at: Token::Index(at) };
                    (0..len).try_for_each(|_| put(remove()))?;
                }
                ListEdit::Insert { at, items } => {
                    for (at, item) in (at..).zip(items) {
                        put(JsonEdit::Add {
                            at: Token::Index(at),
                            value: &mut |out| to_json(item, out),
                        })?;
                    }
                }
                ListEdit::Set { at, item } => {
                    let value = &mut |out: &mut Vec<u8>| to_json(item, out);
                    put(JsonEdit::Replace { at: Token::Index(at), value })?;
                }
                ListEdit::Move { from, to } => put(JsonEdit::Move { from, to })?,
            }
        }
        Ok(true)
    }

    fn patching(&self, value: &dyn Any) -> Result<Box<dyn Patching>, Unfit> {
        let len = Editable::len(known::<L::List>(value)?);
        Ok(Box::new(ListPatch::<L::Item, L::List>::of(len)))
    }
}

/// The edits, unless they say more than the list does.
fn shorter<T>(edits: Option<Vec<ListEdit<'_, T>>>, len: usize) -> Option<Vec<ListEdit<'_, T>>> {
    let items = |edit: &ListEdit<'_, T>| match edit {
        ListEdit::Insert { items, .. } => items.len(),
        ListEdit::Remove { .. } | ListEdit::Set { .. } | ListEdit::Move { .. } => 1,
    };
    edits.filter(|edits| edits.len() <= 1 || edits.iter().map(items).sum::<usize>() < len)
}

fn put_numbers<const N: usize>(out: &mut Vec<u8>, kind: u8, numbers: [usize; N]) {
    out.push(kind);
    for number in numbers {
        put_varint(out, number as u64);
    }
}

pub(super) fn take_byte(from: &mut &[u8]) -> Result<u8, Unfit> {
    let (&byte, rest) = from.split_first().ok_or_else(|| Unfit::new("it ends too early"))?;
    *from = rest;
    Ok(byte)
}

pub(super) fn take_number(from: &mut &[u8]) -> Result<usize, Unfit> {
    let number = take_varint(from).map_err(Unfit::new)?;
    usize::try_from(number).map_err(Unfit::new)
}

fn outside(at: usize, len: usize) -> Unfit {
    Unfit(format!("there is no place {at} in a list of {len}"))
}
