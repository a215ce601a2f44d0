//! The binary wire: frames, each a full state or a delta with what it needs to be trusted.
//!
//! [`docs::wire`](crate::docs::wire) has the layout, byte by byte. A [`Frame`] is read from bytes that
//! are all there; a [`FrameReader`] takes them in pieces, from a socket or a file that grows. What a
//! payload means is for the store that it is applied to.
//!
//! ```
//! use atomata::wire::{Frame, FrameKind, FrameReader};
//!
//! let frame = Frame { kind: FrameKind::Full, schema: 7, stream: 1, base: 0, sequence: 1, payload: b"state" };
//! let mut bytes = Vec::new();
//! frame.encode(&mut bytes);
//!
//! let mut reader = FrameReader::new();
//! reader.push(&bytes[..20]);
//! assert_eq!(reader.next_frame()?, None);
//! reader.push(&bytes[20..]);
//! assert_eq!(reader.next_frame()?, Some(frame));
//! # Ok::<(), atomata::wire::WireError>(())
//! ```

mod error;
mod pieces;

pub use error::WireError;
pub use pieces::FrameReader;

use super::payload::{Reader, put_varint, varint_len};

/// The first byte of every frame.
const MAGIC: u8 = 0xA7;
/// The layout of what follows it.
const VERSION: u8 = 1;
/// Magic, version, kind, schema and stream.
const FIXED: usize = 3 + 8 + 8;
const CHECKSUM: usize = 4;
/// The largest frame that is read unless another maximum is asked for: 64 MiB.
pub(crate) const DEFAULT_MAXIMUM: usize = 64 << 20;

/// What the payload of a frame is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FrameKind {
    /// A whole state.
    Full,
    /// What changed since the frame whose sequence number is the base.
    Delta,
}

impl FrameKind {
    const fn to_byte(self) -> u8 {
        match self {
            Self::Full => 0,
            Self::Delta => 1,
        }
    }

    const fn from_byte(byte: u8) -> Option<Self> {
        match byte {
            0 => Some(Self::Full),
            1 => Some(Self::Delta),
            _ => None,
        }
    }
}

/// One message of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame<'a> {
    /// Whether the payload is a whole state or a delta.
    pub kind: FrameKind,
    /// The fingerprint of the declarations that the payload is written by.
    pub schema: u64,
    /// Which stream it belongs to: sequence numbers of two streams mean nothing to each other.
    pub stream: u64,
    /// The sequence number of the state that a delta begins with.
    pub base: u64,
    /// The sequence number of the state that comes of it.
    pub sequence: u64,
    /// What is carried.
    pub payload: &'a [u8],
}

impl<'a> Frame<'a> {
    /// How many bytes [`encode`](Self::encode) writes.
    pub fn encoded_len(&self) -> usize {
        FIXED
            + varint_len(self.base)
            + varint_len(self.sequence)
            + varint_len(self.payload.len() as u64)
            + self.payload.len()
            + CHECKSUM
    }

    /// Writes the frame behind what `out` holds. Costs a copy of the payload and its checksum.
    pub fn encode(&self, out: &mut Vec<u8>) {
        out.reserve(self.encoded_len());
        let start = out.len();
        out.extend_from_slice(&[MAGIC, VERSION, self.kind.to_byte()]);
        out.extend_from_slice(&self.schema.to_le_bytes());
        out.extend_from_slice(&self.stream.to_le_bytes());
        put_varint(out, self.base);
        put_varint(out, self.sequence);
        put_varint(out, self.payload.len() as u64);
        out.extend_from_slice(self.payload);
        let checksum = crc32fast::hash(&out[start..]);
        out.extend_from_slice(&checksum.to_le_bytes());
    }

    /// Reads the frame at the front of `bytes`, and tells how many bytes it has. Nothing is copied or
    /// allocated.
    ///
    /// # Errors
    /// [`WireError::Truncated`] where the frame goes on beyond the bytes; the others where it can be no
    /// frame, whatever follows.
    pub fn decode(bytes: &'a [u8]) -> Result<(Self, usize), WireError> {
        Self::decode_within(bytes, usize::MAX)
    }

    /// As [`decode`](Self::decode), where nothing may follow the frame.
    ///
    /// # Errors
    /// Those of `decode`, and [`WireError::TrailingBytes`].
    pub fn decode_only(bytes: &'a [u8]) -> Result<Self, WireError> {
        let (frame, used) = Self::decode(bytes)?;
        match bytes.len() - used {
            0 => Ok(frame),
            count => Err(WireError::TrailingBytes { count }),
        }
    }

    /// As `decode`, for frames of at most `maximum` bytes: a larger one is refused as soon as its
    /// length can be read.
    fn decode_within(bytes: &'a [u8], maximum: usize) -> Result<(Self, usize), WireError> {
        let mut reader = Reader::new(bytes);
        let (kind, mut frame, length) = read_head(&mut reader).map_err(WireError::of_a_head)?;
        let head = reader.offset();
        let total = u64::try_from(head + CHECKSUM).ok().and_then(|head| head.checked_add(length));
        let total = match total.and_then(|total| usize::try_from(total).ok()) {
            Some(total) if total <= maximum => total,
            _ => return Err(WireError::TooLarge { length, maximum }),
        };
        let Some(whole) = bytes.get(..total) else {
            return Err(WireError::Truncated { needed: total - bytes.len() });
        };
        let (summed, checksum) = whole.split_at(total - CHECKSUM);
        let found = Reader::new(checksum).u32()?;
        let expected = crc32fast::hash(summed);
        if found != expected {
            return Err(WireError::Checksum { expected, found });
        }
        frame.kind = FrameKind::from_byte(kind).ok_or(WireError::UnknownKind { found: kind })?;
        frame.payload = &summed[head..];
        Ok((frame, total))
    }
}

/// Reads all before the payload: the byte of the kind, which nobody has vouched for yet, the frame
/// without kind and payload, and the length of the payload.
fn read_head<'a>(reader: &mut Reader<'a>) -> Result<(u8, Frame<'a>, u64), WireError> {
    match reader.byte()? {
        MAGIC => {}
        found => return Err(WireError::NotAFrame { found }),
    }
    match reader.byte()? {
        VERSION => {}
        found => return Err(WireError::UnsupportedVersion { found }),
    }
    let kind = reader.byte()?;
    let frame = Frame {
        kind: FrameKind::Full,
        schema: reader.u64()?,
        stream: reader.u64()?,
        base: reader.varint()?,
        sequence: reader.varint()?,
        payload: &[],
    };
    Ok((kind, frame, reader.varint()?))
}

#[cfg(test)]
mod tests;
