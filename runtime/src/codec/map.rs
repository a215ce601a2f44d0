//! The codec of a map: a whole one as serde writes it, or the edits since another version.

use std::any::{Any, TypeId};
use std::marker::PhantomData;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::binary::from_binary;
use super::list::{Item, take_byte, take_number};
use super::piece::part_of;
use super::plain::{from_json, known, once_for, to_binary, to_json};
use super::wires::{Codec, Edited, JsonEdit, Token, Unfit};
use super::{AnyPiece, Coding, Piece};
use crate::collection::{Map, MapEdit};
use crate::serial::payload::put_varint;
use crate::serial::shape::shape_of;
use crate::value::{AnyPart, AnyTools, Probe};

/// The codec of a [`Map`].
struct Sorted<K, V>(PhantomData<fn() -> (K, V)>);

impl<K: Item + Ord, V: Item> Probe<Map<K, V>> {
    /// How to write the map by its edits.
    pub const EDITED: Coding = Some(&Sorted::<K, V>(PhantomData));
}

impl<K: Item + Ord, V: Item> Codec for Sorted<K, V> {
    fn shape(&self) -> u64 {
        once_for(TypeId::of::<Map<K, V>>(), shape_of::<Map<K, V>>)
    }

    fn copy(&self, value: &dyn Any) -> Result<Box<dyn AnyPiece>, Unfit> {
        Ok(Box::new(Piece(known::<Map<K, V>>(value)?.clone())))
    }

    fn part(
        &self,
        piece: Box<dyn AnyPiece>,
        tools: &'static dyn AnyTools,
    ) -> Option<Box<dyn AnyPart>> {
        part_of::<Map<K, V>>(piece, tools)
    }

    fn put_json(&self, value: &dyn Any, out: &mut Vec<u8>) -> Result<(), Unfit> {
        to_json(known::<Map<K, V>>(value)?, out)
    }

    fn put_binary(&self, value: &dyn Any, out: &mut Vec<u8>) -> Result<(), Unfit> {
        to_binary(known::<Map<K, V>>(value)?, out)
    }

    fn take_json(&self, text: &[u8]) -> Result<Box<dyn AnyPiece>, Unfit> {
        Ok(Box::new(Piece(from_json::<Map<K, V>>(text)?)))
    }

    fn take_binary(&self, from: &mut &[u8]) -> Result<Box<dyn AnyPiece>, Unfit> {
        Ok(Box::new(Piece(from_binary::<Map<K, V>>(from)?)))
    }

    fn edited(&self) -> Option<&dyn Edited> {
        Some(self)
    }
}

const REMOVE: u8 = 0;
const PUT: u8 = 1;

impl<K: Item + Ord, V: Item> Edited for Sorted<K, V> {
    fn keep(&self, value: &dyn Any) -> Option<Box<dyn AnyPiece>> {
        self.copy(value).ok()
    }

    fn put_edits(&self, base: &dyn Any, value: &dyn Any, out: &mut Vec<u8>) -> Result<bool, Unfit> {
        let map = known::<Map<K, V>>(value)?;
        let edits = map.edits_since(known(base)?);
        if is_long(edits.len(), map.len()) {
            return Ok(false);
        }
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
        let mut map = known::<Map<K, V>>(value)?.clone();
        for _ in 0..take_number(from)? {
            match take_byte(from)? {
                REMOVE => {
                    map.remove(&from_binary::<K>(from)?);
                }
                PUT => {
                    let key = from_binary(from)?;
                    map.insert(key, from_binary(from)?);
                }
                _ => return Err(Unfit::new("no such edit of a map")),
            }
        }
        Ok(Box::new(Piece(map)))
    }

    fn json_edits(
        &self,
        base: &dyn Any,
        value: &dyn Any,
        put: &mut dyn FnMut(JsonEdit<'_>) -> Result<(), Unfit>,
    ) -> Result<bool, Unfit> {
        let map = known::<Map<K, V>>(value)?;
        let edits = map.edits_since(known(base)?);
        if is_long(edits.len(), map.len()) {
            return Ok(false);
        }
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
}

fn is_long(edits: usize, len: usize) -> bool {
    edits > 1 && edits >= len
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
