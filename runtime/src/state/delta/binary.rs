//! Writes the payload of a frame.

use super::leaves::{Leaf, each_leaf, shape_of, with_leaf};
use super::{Change, Changed, Delta, DeltaError, ROOT, What};
use crate::id::Id;
use crate::meta::Meta;
use crate::serial::payload::put_varint;

/// What follows the key of an atom.
pub(super) const WHOLE: u8 = 0;
pub(super) const PARTS: u8 = 1;
pub(super) const REMOVED: u8 = 2;

/// What follows the mark of a place.
pub(super) const VALUE: u8 = 0;
pub(super) const EDITS: u8 = 1;

impl Delta {
    /// Writes the payload, and tells the fingerprint of what it is written by.
    pub(crate) fn put_payload(&self, out: &mut Vec<u8>) -> Result<u64, DeltaError> {
        let schema = self.put_payload_within(out, usize::MAX)?;
        Ok(schema.unwrap_or_default())
    }

    /// As `put_payload`; nothing where it takes more than that.
    pub(super) fn put_payload_within(
        &self,
        out: &mut Vec<u8>,
        most: usize,
    ) -> Result<Option<u64>, DeltaError> {
        let sent = || self.changes.iter().filter(|change| !matches!(change.what, What::Founded));
        put_varint(out, sent().count() as u64);
        for change in sent() {
            out.extend_from_slice(&change.meta.id.as_u64().to_le_bytes());
        }
        for change in sent() {
            change.put(out)?;
            if out.len() > most {
                return Ok(None);
            }
        }
        Ok(Some(schema(sent().map(|change| change.meta))))
    }
}

/// The fingerprint of what is written of these atoms, in this order.
pub(super) fn schema(metas: impl Iterator<Item = &'static Meta>) -> u64 {
    let fold = |all: Id, meta| all.folded(&shape_of(meta).to_le_bytes());
    metas.fold(Id::of("atomata"), fold).as_u64()
}

impl Change {
    pub(super) fn put(&self, out: &mut Vec<u8>) -> Result<(), DeltaError> {
        if let Some(key) = &self.key {
            let codec = self.meta.family.and_then(|family| family.codec);
            let put = codec.ok_or("its type is not `Serialize` and `Deserialize`".to_owned());
            let put = put.and_then(|codec| (codec.put)(&**key, out).map_err(|unfit| unfit.0));
            put.map_err(|why| DeltaError::Unsent {
                place: format!("the key of {}", self.name()),
                why,
            })?;
        }
        match &self.what {
            What::Founded => {}
            What::Removed(_) => out.push(REMOVED),
            What::Whole { after, .. } => {
                out.push(WHOLE);
                each_leaf(self.meta.body.tools(), &**after, &mut |leaf| {
                    put_value(&leaf, self.meta, out)
                })?;
            }
            What::Parts(changed) => {
                out.push(PARTS);
                put_varint(out, changed.len() as u64);
                for place in changed {
                    put_varint(out, u64::from(place.mark));
                    let tools = self.meta.body.tools();
                    let written = with_leaf(tools, &*place.after, place.mark, |leaf| {
                        put_changed(&leaf, place, self.meta, out)
                    });
                    written.unwrap_or_else(|| Err(unknown(self.meta, place.mark)))?;
                }
            }
        }
        Ok(())
    }
}

/// A bug of the engine, or a mark that nobody has.
pub(super) fn unknown(meta: &'static Meta, mark: u16) -> DeltaError {
    let place = if mark == ROOT {
        format!("{} as one value", meta.name)
    } else {
        format!("{}, field {mark}", meta.name)
    };
    DeltaError::UnknownPlace { place }
}

fn put_value(leaf: &Leaf<'_>, meta: &'static Meta, out: &mut Vec<u8>) -> Result<(), DeltaError> {
    let codec = leaf.codec(meta)?;
    codec.put_binary(leaf.value, out).map_err(|unfit| leaf.unsent(meta, unfit))
}

/// Writes the edits that were made of a collection, where they are known and shorter.
fn put_changed(
    leaf: &Leaf<'_>,
    changed: &Changed,
    meta: &'static Meta,
    out: &mut Vec<u8>,
) -> Result<(), DeltaError> {
    if let (Some(before), Some(edited)) = (&changed.before, leaf.codec(meta)?.edited()) {
        let start = out.len();
        out.push(EDITS);
        let told = before.with_leaf(meta.body.tools(), changed.mark, |before| {
            edited.put_edits(before.value, leaf.value, out)
        });
        if told.unwrap_or(Ok(false)).map_err(|unfit| leaf.unsent(meta, unfit))? {
            return Ok(());
        }
        out.truncate(start);
    }
    out.push(VALUE);
    put_value(leaf, meta, out)
}
