//! Reads the payload of a frame: everything is read and held against what is here before anything changes.

use std::sync::Arc;

use rustc_hash::FxHashMap;

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
        let mut staged = Vec::with_capacity(metas.len());
        for meta in metas {
            staged.push(self.read_change(meta, &mut reader)?);
        }
        reader.finish()?;
        check_edits(&staged)?;
        Ok(staged)
    }

    /// The atom of an id, if it is here and can be sent.
    fn atom_of_id(&self, id: u64) -> Result<&'static Meta, DeltaError> {
        let known = self.find_by_id(id).map(|slot| self.meta(slot));
        known
            .filter(|meta| meta.kind == Kind::Atom && !meta.transient)
            .ok_or_else(|| DeltaError::UnknownAtom { name: format!("{id:016x}") })
    }

    fn read_change(
        &mut self,
        meta: &'static Meta,
        reader: &mut Reader<'_>,
    ) -> Result<Staged, DeltaError> {
        let key = match meta.family {
            None => None,
            Some(family) => Some(read_key(meta, family.codec, reader)?),
        };
        let mut staged = Staged::new(meta, key);
        match reader.byte()? {
            REMOVED if staged.key.is_some() => {
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
            PARTS => {
                let count = reader.length()?;
                let root = self.root_of(&staged)?;
                for _ in 0..count {
                    let mark = u16::try_from(reader.varint()?).unwrap_or(ROOT);
                    let read = with_leaf(meta.body.tools(), root, mark, |leaf| {
                        read_changed(&leaf, meta, reader)
                    });
                    let (part, is_edits) = read.unwrap_or_else(|| Err(unknown(meta, mark)))?;
                    staged.parts.push((mark, part));
                    staged.edited |= is_edits;
                }
            }
            _ => {
                let place = meta.name.to_owned();
                return Err(DeltaError::Unread { place, why: "no such kind of change".to_owned() });
            }
        }
        Ok(staged)
    }
}

/// Edits fit the value that is there now: nothing else of the frame may be about it.
fn check_edits(staged: &[Staged]) -> Result<(), DeltaError> {
    if !staged.iter().any(|change| change.edited) {
        return Ok(());
    }
    let twice = |change: &Staged| {
        let (place, why) = (change.meta.name.to_owned(), "it comes twice".to_owned());
        Err(DeltaError::Unread { place, why })
    };
    let mut seen = FxHashMap::default();
    for change in staged {
        let earlier = seen.insert(change.id(), change.edited);
        if earlier.is_some_and(|edited| edited || change.edited) {
            return twice(change);
        }
        if change.edited {
            let mut marks: Vec<u16> = change.parts.iter().map(|(mark, _)| *mark).collect();
            marks.sort_unstable();
            if marks.windows(2).any(|pair| pair[0] == pair[1]) {
                return twice(change);
            }
        }
    }
    Ok(())
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
) -> Result<(Box<dyn AnyPiece>, bool), DeltaError> {
    match reader.byte()? {
        VALUE => Ok((read_value(leaf, meta, reader)?, false)),
        EDITS => {
            let edited = leaf.codec(meta)?.edited();
            let edited = edited.ok_or_else(|| leaf.unread(meta, "it is not edited"))?;
            let edits = take(reader, |from| edited.take_edits(leaf.value, from));
            Ok((edits.map_err(|unfit| leaf.unread(meta, unfit))?, true))
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
