//! What can be wrong with bytes of the binary wire.

use std::error::Error as StdError;
use std::fmt;

/// Why bytes are no frame, or a payload cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WireError {
    /// The frame goes on beyond the bytes that are there.
    Truncated {
        /// How many bytes are missing at least.
        needed: usize,
    },
    /// The first byte is not that of a frame.
    NotAFrame {
        /// The first byte.
        found: u8,
    },
    /// The frame is of a layout that this version of the library does not know.
    UnsupportedVersion {
        /// The version it says.
        found: u8,
    },
    /// The frame is whole, and neither a full state nor a delta.
    UnknownKind {
        /// The byte of its kind.
        found: u8,
    },
    /// The bytes are not those that were sent.
    Checksum {
        /// The checksum of the bytes.
        expected: u32,
        /// The checksum that the frame carries.
        found: u32,
    },
    /// The frame is larger than the reader allows.
    TooLarge {
        /// How long its payload claims to be, in bytes.
        length: u64,
        /// How long a frame may be, in bytes.
        maximum: usize,
    },
    /// A varint has more than 64 bits, or more groups than its number needs.
    Overlong {
        /// Where it begins, in bytes from the front of the frame or the payload.
        offset: usize,
    },
    /// The payload ends where more must follow.
    Ended {
        /// Where, in bytes from its front.
        offset: usize,
        /// How many bytes are missing at least.
        needed: usize,
    },
    /// Bytes follow that belong to nothing.
    TrailingBytes {
        /// How many.
        count: usize,
    },
}

impl WireError {
    /// The same, of a place that lies `by` bytes further on.
    pub(in crate::serial) fn shifted(self, by: usize) -> Self {
        match self {
            Self::Overlong { offset } => Self::Overlong { offset: offset + by },
            Self::Ended { offset, needed } => Self::Ended { offset: offset + by, needed },
            other => other,
        }
    }

    /// The same, where it came up while the head of a frame was read.
    pub(super) fn of_a_head(self) -> Self {
        match self {
            Self::Ended { needed, .. } => Self::Truncated { needed },
            other => other,
        }
    }
}

impl fmt::Display for WireError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Truncated { needed } => {
                write!(f, "the frame is cut short: at least {needed} more bytes belong to it")
            }
            Self::NotAFrame { found } => write!(f, "no frame begins with the byte {found:#04x}"),
            Self::UnsupportedVersion { found } => {
                write!(f, "the frame is of version {found}, which is not known here")
            }
            Self::UnknownKind { found } => {
                write!(f, "the frame is of kind {found}, which is not known here")
            }
            Self::Checksum { expected, found } => write!(
                f,
                "the frame is damaged: its checksum is {expected:08x}, and it carries {found:08x}"
            ),
            Self::TooLarge { length, maximum } => write!(
                f,
                "the frame has a payload of {length} bytes, and at most {maximum} bytes are allowed \
                 for the whole of it"
            ),
            Self::Overlong { offset } => {
                write!(f, "the number at byte {offset} is written longer than it may be")
            }
            Self::Ended { offset, needed } => write!(
                f,
                "the payload ends at byte {offset}, where at least {needed} more bytes must follow"
            ),
            Self::TrailingBytes { count } => {
                write!(f, "{count} bytes follow that belong to nothing")
            }
        }
    }
}

impl StdError for WireError {}
