//! Reads the payload of a frame: everything is read and held against what is here before anything changes.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::apply::Staged;
use super::binary::{EDITS, PARTS, REMOVED, VALUE, WHOLE, schema, unknown};
use super::leaves::{Leaf, each_leaf, place_of, with_leaf};
use super::{DeltaError, ROOT};
use crate::codec::AnyPiece;
use crate::codec::Unfit;
use crate::handle::AnyKey;
use crate::meta::{Kind, Meta};
use crate::serial::frame::WireError;
use crate::serial::payload::Reader;
use crate::state::State;

impl State {
    /// Reads what a payload would change; `expected` is the fingerprint of what it was written by.
    pub(crate) fn read_payload(
        &mut self,
        payload: &[u8],
        expected: u64,
        full: bool,
    ) -> Result<Vec<Staged>, DeltaError> {
        let mut reader = Reader::new(payload);
        let count = reader.length()?;
        let mut metas = Vec::with_capacity(count.min(1_024));
        for _ in 0..count {
            metas.push(self.atom_of_id(reader.u64()?)?);
        }
        if schema(metas.iter().copied()) != expected {
            let names = metas.iter().map(|meta| meta.name.to_owned()).collect();
            return Err(DeltaError::Schema { names });
        }
        let mut staged = Vec::with_capacity(metas.len().min(1_024));
        let mut seen = FxHashMap::default();
        for meta in metas {
            let change = self.read_change(meta, full, &mut reader)?;
            // A member that was removed may be made again; nothing else has a place twice.
            let before = seen.insert(change.id(), change.removed);
            if before.is_some_and(|removed| !removed || change.removed) {
                return Err(unread(meta, "it stands twice in the delta"));
            }
            staged.push(change);
        }
        reader.finish()?;
        Ok(staged)
    }

    /// The atom of an id, if it is here and can be sent.
    fn atom_of_id(&self, id: u64) -> Result<&'static Meta, DeltaError> {
        let known = self.find_by_id(id).map(|slot| self.meta(slot));
        known
            .filter(|meta| meta.kind == Kind::Atom && !meta.transient)
            .ok_or_else(|| DeltaError::UnknownAtom { name: format!("id {id:016x}") })
    }

    fn read_change(
        &mut self,
        meta: &'static Meta,
        full: bool,
        reader: &mut Reader<'_>,
    ) -> Result<Staged, DeltaError> {
        let key = match meta.family {
            None => None,
            Some(family) => Some(read_key(meta, family.codec, reader)?),
        };
        let mut staged = Staged::new(meta, key);
        match reader.byte()? {
            REMOVED if staged.key.is_some() && !full => {
                staged.removed = true;
                return Ok(staged);
            }
            WHOLE => {
                let root = self.root_of(&staged)?;
                each_leaf(meta.body.tools(), root, &mut |leaf| {
                    let part = read_value(&leaf, meta, reader)?;
                    staged.parts.push((leaf.mark, part));
                    Ok(())
                })?;
            }
            PARTS if !full => {
                let count = reader.length()?;
                let root = self.root_of(&staged)?;
                let mut seen = FxHashSet::default();
                for _ in 0..count {
                    let mark = u16::try_from(reader.varint()?).unwrap_or(ROOT);
                    if !seen.insert(mark) {
                        return Err(unread(meta, "a place stands twice in the delta"));
                    }
                    let read = with_leaf(meta.body.tools(), root, mark, |leaf| {
                        read_changed(&leaf, meta, reader)
                    });
                    let part = read.unwrap_or_else(|| Err(unknown(meta, mark)))?;
                    staged.parts.push((mark, part));
                }
            }
            _ => return Err(unread(meta, "no such kind of change")),
        }
        Ok(staged)
    }
}

fn unread(meta: &'static Meta, why: &str) -> DeltaError {
    DeltaError::Unread { place: meta.name.to_owned(), why: why.to_owned() }
}

fn read_key(
    meta: &'static Meta,
    codec: Option<crate::codec::KeyCodec>,
    reader: &mut Reader<'_>,
) -> Result<Arc<dyn AnyKey>, DeltaError> {
    let unread = |why| DeltaError::Unread { place: format!("a key of {}", meta.name), why };
    let codec = codec.ok_or_else(|| unread("its type is not `Deserialize`".to_owned()))?;
    take(reader, |from| (codec.take)(from)).map_err(|unfit| unread(unfit.0))
}

fn read_changed(
    leaf: &Leaf<'_>,
    meta: &'static Meta,
    reader: &mut Reader<'_>,
) -> Result<Box<dyn AnyPiece>, DeltaError> {
    match reader.byte()? {
        VALUE => read_value(leaf, meta, reader),
        EDITS => {
            let edited = leaf.codec(meta)?.edited();
            let edited = edited.ok_or_else(|| leaf.unread(meta, "it is not edited"))?;
            take(reader, |from| edited.take_edits(leaf.value, from))
                .map_err(|unfit| leaf.unread(meta, unfit))
        }
        _ => Err(leaf.unread(meta, "no such kind of change")),
    }
}

fn read_value(
    leaf: &Leaf<'_>,
    meta: &'static Meta,
    reader: &mut Reader<'_>,
) -> Result<Box<dyn AnyPiece>, DeltaError> {
    let codec = leaf.codec(meta)?;
    take(reader, |from| codec.take_binary(from)).map_err(|unfit| leaf.unread(meta, unfit))
}

impl Leaf<'_> {
    pub(super) fn unread(&self, meta: &'static Meta, why: impl std::fmt::Display) -> DeltaError {
        DeltaError::Unread { place: place_of(meta, self.path), why: why.to_string() }
    }
}

/// Lets a codec take from the front of what is left.
fn take<T>(
    reader: &mut Reader<'_>,
    take: impl FnOnce(&mut &[u8]) -> Result<T, Unfit>,
) -> Result<T, Unfit> {
    let mut rest = reader.peek();
    let before = rest.len();
    let taken = take(&mut rest)?;
    let used = before - rest.len();
    reader.bytes(used).map_err(|error: WireError| Unfit::new(error))?;
    Ok(taken)
}
