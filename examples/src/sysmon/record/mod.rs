//! Recordings: readings in a file, as small as they are dull.
//!
//! A line of text names the format and its version. A deflate stream of frames follows: the length
//! and the checksum of the payload, four bytes each, then the payload in postcard. The first frame is
//! the [`Machine`](super::reading::Machine), each further one a reading, told as what differs from the one before; an empty
//! frame, with the checksum of the number of readings, is the end. Each reading is flushed, so that a recording that was killed can be read up to
//! its last whole one.

mod delta;
mod read;
#[cfg(test)]
mod tests;
mod write;

use std::fmt;
use std::io;

use flate2::Crc;

pub use read::Reader;
pub use write::Writer;

/// The first line of a recording, up to the version.
const MAGIC: &str = "atomata sysmon recording ";

/// The version this program writes and reads.
pub const VERSION: u32 = 1;

/// No reading is near this size; a length above it is damage, and not a reason to allocate.
const MAX_FRAME: u32 = 1 << 24;

fn checksum(bytes: &[u8]) -> u32 {
    let mut checksum = Crc::new();
    checksum.update(bytes);
    checksum.sum()
}

/// Why a recording, or the rest of it, cannot be read.
#[derive(Debug)]
#[non_exhaustive]
pub enum RecordError {
    /// The file does not begin as a recording does.
    NotARecording,
    /// The file is a recording of another version of the format.
    Version {
        /// The version in its first line.
        found: String,
    },
    /// The file ends before the recording does. All whole readings have been returned.
    Truncated {
        /// How many there were.
        readings: u64,
    },
    /// The bytes after some readings are not those that were written.
    Damaged {
        /// How many readings were good.
        readings: u64,
    },
    /// The file could not be read.
    Io(io::Error),
}

impl fmt::Display for RecordError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotARecording => f.write_str("not a recording of sysmon"),
            Self::Version { found } => {
                write!(f, "a recording of version {found}; this program reads version {VERSION}")
            }
            Self::Truncated { readings } => {
                write!(f, "truncated after reading {readings}")
            }
            Self::Damaged { readings } => write!(f, "damaged after reading {readings}"),
            Self::Io(error) => write!(f, "not read: {error}"),
        }
    }
}

impl std::error::Error for RecordError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io(error) => Some(error),
            _ => None,
        }
    }
}
