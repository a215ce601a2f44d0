//! The codec of a value that is written as a whole, with serde's traits.

use std::any::{Any, TypeId};

use parking_lot::Mutex;
use postcard::ser_flavors::Flavor;
use rustc_hash::FxHashMap;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Plain;
use super::binary::from_binary;
use super::floats;
use super::piece::part_of;
use super::weigh::weigh;
use super::wires::{Codec, Unfit};
use super::{AnyPiece, Piece};
use crate::serial::shape::shape_of;
use crate::value::{AnyPart, AnyTools, Share};

impl<T: Serialize + DeserializeOwned + Clone + Share> Codec for Plain<T> {
    fn shape(&self) -> u64 {
        once_for(TypeId::of::<T>(), shape_of::<T>)
    }

    fn behind(&self, value: &dyn Any) -> usize {
        known::<T>(value).map_or(0, weigh)
    }

    fn copy(&self, value: &dyn Any) -> Result<Box<dyn AnyPiece>, Unfit> {
        Ok(Box::new(Piece(known::<T>(value)?.clone())))
    }

    fn part(
        &self,
        piece: Box<dyn AnyPiece>,
        tools: &'static dyn AnyTools,
    ) -> Option<Box<dyn AnyPart>> {
        part_of::<T>(piece, tools)
    }

    fn put_json(&self, value: &dyn Any, out: &mut Vec<u8>) -> Result<(), Unfit> {
        to_json(known::<T>(value)?, out)
    }

    fn put_binary(&self, value: &dyn Any, out: &mut Vec<u8>) -> Result<(), Unfit> {
        let start = out.len();
        to_binary(known::<T>(value)?, out)?;
        if cfg!(debug_assertions) { can_be_read::<T>(&out[start..]) } else { Ok(()) }
    }

    fn take_json(&self, text: &[u8]) -> Result<Box<dyn AnyPiece>, Unfit> {
        // What JSON has no number for is written as null.
        if text == b"null" && TypeId::of::<T>() == TypeId::of::<f64>() {
            return Ok(Box::new(Piece(f64::NAN)));
        }
        if text == b"null" && TypeId::of::<T>() == TypeId::of::<f32>() {
            return Ok(Box::new(Piece(f32::NAN)));
        }
        Ok(Box::new(Piece(from_json::<T>(text)?)))
    }

    fn take_binary(&self, from: &mut &[u8]) -> Result<Box<dyn AnyPiece>, Unfit> {
        Ok(Box::new(Piece(from_binary::<T>(from)?)))
    }
}

/// Names in debug builds, where it is written, what the receiver would have to refuse.
fn can_be_read<T: DeserializeOwned>(mut written: &[u8]) -> Result<(), Unfit> {
    let read = from_binary::<T>(&mut written).map(drop);
    let whole = read.and_then(|()| match written {
        [] => Ok(()),
        rest => Err(Unfit(format!("{} bytes are left over", rest.len()))),
    });
    whole.map_err(|why| {
        Unfit(format!(
            "on the binary wire it would not be read back, as serde's `untagged`, `tag`, `flatten` and \
             `skip_serializing_if` are not: {why}"
        ))
    })
}

pub(super) fn known<T: 'static>(value: &dyn Any) -> Result<&T, Unfit> {
    value.downcast_ref().ok_or_else(Unfit::misplaced)
}

pub(super) fn to_json<T: Serialize + ?Sized>(value: &T, out: &mut Vec<u8>) -> Result<(), Unfit> {
    serde_json::to_writer(out, value).map_err(Unfit::new)
}

pub(super) fn to_binary<T: Serialize + ?Sized>(value: &T, out: &mut Vec<u8>) -> Result<(), Unfit> {
    postcard::serialize_with_flavor(value, Behind(out)).map_err(Unfit::new)
}

pub(super) fn from_json<T: DeserializeOwned>(text: &[u8]) -> Result<T, Unfit> {
    serde_json::from_slice(text).or_else(|refused| {
        let has_null = text.windows(4).any(|four| four == b"null");
        let read = if has_null { floats::from_json(text).ok() } else { None };
        read.ok_or_else(|| Unfit::new(refused))
    })
}

/// Writes behind what is there already.
struct Behind<'a>(&'a mut Vec<u8>);

impl Flavor for Behind<'_> {
    type Output = ();

    #[inline]
    fn try_push(&mut self, byte: u8) -> postcard::Result<()> {
        self.0.push(byte);
        Ok(())
    }

    #[inline]
    fn try_extend(&mut self, bytes: &[u8]) -> postcard::Result<()> {
        self.0.extend_from_slice(bytes);
        Ok(())
    }

    fn finalize(self) -> postcard::Result<()> {
        Ok(())
    }
}

/// What is found out once for each type: driving a type's `Deserialize` takes microseconds.
pub(super) fn once_for(ty: TypeId, find: fn() -> u64) -> u64 {
    static KNOWN: Mutex<Option<FxHashMap<TypeId, u64>>> = Mutex::new(None);
    if let Some(&known) = KNOWN.lock().as_ref().and_then(|known| known.get(&ty)) {
        return known;
    }
    // Without the lock: it runs the user's code.
    let found = find();
    KNOWN.lock().get_or_insert_default().insert(ty, found);
    found
}
