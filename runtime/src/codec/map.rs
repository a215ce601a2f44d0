//! The codec of a map: a whole one as serde writes it, or the edits since another version.

use std::any::{Any, TypeId};
use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde::ser::{SerializeMap, Serializer};

use super::binary::from_binary;
use super::entries::{Entered, Keyed};
use super::list::{Item, take_byte, take_number};
use super::made::{Editable, Edits, Known, catch_up, kept_or_copied};
use super::patching::{MapPatch, Patching};
use super::piece::part_of;
use super::plain::{from_json, known, once_for, to_binary, to_json};
use super::weigh::weigh;
use super::wires::{Codec, Edited, JsonEdit, Kept, Token, Told, Unfit};
use super::{AnyPiece, Coding, Piece};
use crate::collection::{Map, MapEdit, Moment, sorted_edits};
use crate::serial::payload::put_varint;
use crate::serial::shape::shape_of;
use crate::value::{AnyPart, AnyTools, Probe};

/// The codec of a map.
struct Sorted<M>(PhantomData<fn() -> M>);

impl<K: Item + Ord, V: Item> Probe<Map<K, V>> {
    /// How to write the map by its edits.
    pub const EDITED: Coding = Some(&Sorted::<Map<K, V>>(PhantomData));
}

impl<K: Item + Ord, V: Item> Probe<BTreeMap<K, V>> {
    /// How to write the map by its edits.
    pub const EDITED: Coding = Some(&Sorted::<BTreeMap<K, V>>(PhantomData));
}

/// A map of which can be told what differs from another one.
pub(super) trait Mapped:
    Editable<Edit = Entered<Self::Key, Self::Value, <Self as Keyed<Self::Key, Self::Value>>::Gone>>
    + Keyed<Self::Key, Self::Value>
    + Serialize
    + DeserializeOwned
{
    type Key: Item + Ord;
    type Value: Item;

    fn keep(&self, kept: Option<Arc<dyn AnyPiece>>) -> Kept;

    /// What its notes of what was done to it take.
    fn noted(&self) -> usize {
        0
    }

    /// Nothing where it cannot be told.
    fn edits<'a>(&'a self, base: &'a dyn Any) -> Option<Vec<MapEdit<'a, Self::Key, Self::Value>>>;
}

/// What is kept of a map that notes what is done to it.
struct Noted<K, V> {
    moment: Option<Moment>,
    /// Present where the map did not know the last time what had been done: it was put in the place of
    /// another one, which may happen again.
    map: Option<Map<K, V>>,
}

impl<K: Item + Ord, V: Item> Mapped for Map<K, V> {
    type Key = K;
    type Value = V;

    fn keep(&self, kept: Option<Arc<dyn AnyPiece>>) -> Kept {
        let knows = |kept: &dyn AnyPiece| {
            let noted = kept.value().downcast_ref::<Noted<K, V>>();
            noted.is_some_and(|noted| noted.moment.is_some_and(|moment| self.knows(moment)))
        };
        let moment = self.moment();
        let is_held = moment.is_none() || kept.as_deref().is_some_and(|kept| !knows(kept));
        let noted = Noted { moment, map: is_held.then(|| self.clone()) };
        let bytes = size_of::<Noted<K, V>>() + if is_held { self.heap(None) } else { 0 };
        Kept { now: Arc::new(Piece(noted)), bytes, before: kept.map(Told::Since) }
    }

    fn noted(&self) -> usize {
        Self::noted(self)
    }

    fn edits<'a>(&'a self, base: &'a dyn Any) -> Option<Vec<MapEdit<'a, K, V>>> {
        let Some(noted) = base.downcast_ref::<Noted<K, V>>() else {
            return Some(self.edits_since(base.downcast_ref()?));
        };
        let told = noted.moment.and_then(|moment| self.edits_after(moment));
        told.or_else(|| Some(self.edits_since(noted.map.as_ref()?)))
    }
}

impl<K: Item + Ord, V: Item> Mapped for BTreeMap<K, V> {
    type Key = K;
    type Value = V;

    fn keep(&self, mut kept: Option<Arc<dyn AnyPiece>>) -> Kept {
        let find = |base: &Self| {
            let edits = shorter(Some(sorted_edits(base, self)), self.len())?;
            Some(edits.into_iter().map(Entered::of).collect())
        };
        let told = kept.as_mut().and_then(|kept| catch_up(kept, find));
        kept_or_copied(self, self.len() * 4 / 3 * size_of::<(K, V)>(), kept, told)
    }

    fn edits<'a>(&'a self, base: &'a dyn Any) -> Option<Vec<MapEdit<'a, K, V>>> {
        match base.downcast_ref::<Known<Entered<K, V, V>>>() {
            Some(known) => Some(known.edits.iter().filter_map(Entered::as_edit).collect()),
            None => Some(sorted_edits(base.downcast_ref::<Self>()?, self)),
        }
    }
}

/// The edits, unless they say more than the map does.
fn shorter<K, V>(
    edits: Option<Vec<MapEdit<'_, K, V>>>,
    len: usize,
) -> Option<Vec<MapEdit<'_, K, V>>> {
    edits.filter(|edits| edits.len() <= 1 || edits.len() < len)
}

impl<M: Mapped> Codec for Sorted<M> {
    fn shape(&self) -> u64 {
        once_for(TypeId::of::<M>(), shape_of::<M>)
    }

    fn behind(&self, value: &dyn Any) -> usize {
        known::<M>(value).map_or(0, weigh)
    }

    fn copy(&self, value: &dyn Any) -> Result<Box<dyn AnyPiece>, Unfit> {
        Ok(Box::new(Piece(known::<M>(value)?.clone())))
    }

    fn part(
        &self,
        piece: Box<dyn AnyPiece>,
        tools: &'static dyn AnyTools,
    ) -> Option<Box<dyn AnyPart>> {
        part_of::<M>(piece, tools)
    }

    fn put_json(&self, value: &dyn Any, out: &mut Vec<u8>) -> Result<(), Unfit> {
        to_json(known::<M>(value)?, out)
    }

    fn put_binary(&self, value: &dyn Any, out: &mut Vec<u8>) -> Result<(), Unfit> {
        to_binary(known::<M>(value)?, out)
    }

    fn take_json(&self, text: &[u8]) -> Result<Box<dyn AnyPiece>, Unfit> {
        Ok(Box::new(Piece(from_json::<M>(text)?)))
    }

    fn take_binary(&self, from: &mut &[u8]) -> Result<Box<dyn AnyPiece>, Unfit> {
        Ok(Box::new(Piece(from_binary::<M>(from)?)))
    }

    fn edited(&self) -> Option<&dyn Edited> {
        Some(self)
    }
}

const REMOVE: u8 = 0;
const PUT: u8 = 1;

impl<M: Mapped> Edited for Sorted<M> {
    fn keep(&self, value: &dyn Any, kept: Option<Arc<dyn AnyPiece>>) -> Result<Kept, Unfit> {
        Ok(Mapped::keep(known::<M>(value)?, kept))
    }

    fn noted(&self, value: &dyn Any) -> usize {
        known::<M>(value).map_or(0, Mapped::noted)
    }

    fn put_edits(&self, base: &dyn Any, value: &dyn Any, out: &mut Vec<u8>) -> Result<bool, Unfit> {
        let map = known::<M>(value)?;
        let Some(edits) = shorter(map.edits(base), Editable::len(map)) else { return Ok(false) };
        put_varint(out, edits.len() as u64);
        for edit in edits {
            match edit {
                MapEdit::Remove(key) => {
                    out.push(REMOVE);
                    to_binary(key, out)?;
                }
                MapEdit::Put(key, value) => {
                    out.push(PUT);
                    to_binary(key, out)?;
                    to_binary(value, out)?;
                }
            }
        }
        Ok(true)
    }

    fn take_edits(&self, value: &dyn Any, from: &mut &[u8]) -> Result<Box<dyn AnyPiece>, Unfit> {
        let fit = Editable::len(known::<M>(value)?);
        let mut all = Vec::new();
        for _ in 0..take_number(from)? {
            all.push(match take_byte(from)? {
                REMOVE => Entered::Remove(from_binary(from)?),
                PUT => Entered::Put(from_binary(from)?, from_binary(from)?),
                _ => return Err(Unfit::new("no such edit of a map")),
            });
        }
        Ok(Box::new(Edits::<M> { all, fit }))
    }

    fn json_edits(
        &self,
        base: &dyn Any,
        value: &dyn Any,
        put: &mut dyn FnMut(JsonEdit<'_>) -> Result<(), Unfit>,
    ) -> Result<bool, Unfit> {
        let map = known::<M>(value)?;
        let Some(edits) = shorter(map.edits(base), Editable::len(map)) else { return Ok(false) };
        for edit in edits {
            match edit {
                MapEdit::Remove(key) => put(JsonEdit::Remove { at: Token::Key(&name_of(key)?) })?,
                MapEdit::Put(key, value) => {
                    // `add` puts a member, whether there is one or not.
                    let (name, value) =
                        (name_of(key)?, &mut |out: &mut Vec<u8>| to_json(value, out));
                    put(JsonEdit::Add { at: Token::Key(&name), value })?;
                }
            }
        }
        Ok(true)
    }

    fn patching(&self, value: &dyn Any) -> Result<Box<dyn Patching>, Unfit> {
        Ok(Box::new(MapPatch::<M>::of(Editable::len(known::<M>(value)?))))
    }
}

/// The name of the member that a JSON object has for a key: serde writes text as it is, and numbers and
/// the like as text.
fn name_of<K: Serialize>(key: &K) -> Result<String, Unfit> {
    let mut text = Vec::new();
    let mut serializer = serde_json::Serializer::new(&mut text);
    let mut object = serializer.serialize_map(Some(1)).map_err(Unfit::new)?;
    object.serialize_entry(key, &()).map_err(Unfit::new)?;
    object.end().map_err(Unfit::new)?;
    let named: serde_json::Map<String, serde_json::Value> = from_json(&text)?;
    named.into_iter().next().map(|(name, _)| name).ok_or_else(Unfit::misplaced)
}
