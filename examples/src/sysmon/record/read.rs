//! Reads a recording, one reading at a time.

use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use flate2::bufread::DeflateDecoder;
use serde::de::DeserializeOwned;

use super::delta::Delta;
use super::{MAGIC, MAX_FRAME, RecordError, VERSION, checksum};
use crate::sysmon::reading::{Machine, Reading};

/// The readings of a recording, in order. After an error there are no more.
pub struct Reader<R: BufRead> {
    input: DeflateDecoder<R>,
    machine: Machine,
    last: Reading,
    readings: u64,
    ended: bool,
}

impl Reader<BufReader<File>> {
    /// Opens a recording.
    ///
    /// # Errors
    /// If the file cannot be read, or is no recording this program can read.
    pub fn open(path: &Path) -> Result<Self, RecordError> {
        Self::new(BufReader::new(File::open(path).map_err(RecordError::Io)?))
    }
}

impl<R: BufRead> Reader<R> {
    /// Reads the beginning of a recording.
    ///
    /// # Errors
    /// If it is no recording this program can read.
    pub fn new(mut input: R) -> Result<Self, RecordError> {
        check_header(&mut input)?;
        let mut input = DeflateDecoder::new(input);
        let machine = frame(&mut input, 0)?.ok_or(RecordError::Damaged { readings: 0 })?;
        Ok(Self { input, machine, last: Reading::default(), readings: 0, ended: false })
    }

    /// What the counters mean on the machine the recording was made on.
    pub fn machine(&self) -> &Machine {
        &self.machine
    }

    fn read(&mut self) -> Result<Option<Reading>, RecordError> {
        let Some(delta) = frame::<Delta>(&mut self.input, self.readings)? else {
            return Ok(None);
        };
        let reading = delta
            .apply(&self.last)
            .map_err(|_| RecordError::Damaged { readings: self.readings })?;
        self.last.clone_from(&reading);
        self.readings += 1;
        Ok(Some(reading))
    }
}

impl<R: BufRead> Iterator for Reader<R> {
    type Item = Result<Reading, RecordError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let next = self.read().transpose();
        self.ended = !matches!(next, Some(Ok(_)));
        next
    }
}

impl<R: BufRead> fmt::Debug for Reader<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader")
            .field("machine", &self.machine)
            .field("readings", &self.readings)
            .finish_non_exhaustive()
    }
}

fn check_header(input: &mut impl BufRead) -> Result<(), RecordError> {
    let mut line = Vec::new();
    // Any other file may have no line break for gigabytes.
    input.take(MAGIC.len() as u64 + 12).read_until(b'\n', &mut line).map_err(RecordError::Io)?;
    let version = line
        .strip_suffix(b"\n")
        .and_then(|line| line.strip_prefix(MAGIC.as_bytes()))
        .and_then(|version| str::from_utf8(version).ok())
        .ok_or(RecordError::NotARecording)?;
    if version.parse() == Ok(VERSION) {
        Ok(())
    } else {
        Err(RecordError::Version { found: version.to_owned() })
    }
}

/// The next frame after this many readings, or `None` at the end.
fn frame<T: DeserializeOwned>(
    input: &mut impl Read,
    readings: u64,
) -> Result<Option<T>, RecordError> {
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::UnexpectedEof => RecordError::Truncated { readings },
        // What the decoder says of bytes that are no deflate stream.
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => {
            RecordError::Damaged { readings }
        }
        _ => RecordError::Io(error),
    };
    let length = number(input).map_err(failed)?;
    let expected = number(input).map_err(failed)?;
    if length == 0 && expected == checksum(&readings.to_le_bytes()) {
        return Ok(None);
    }
    if length == 0 || length > MAX_FRAME {
        return Err(RecordError::Damaged { readings });
    }
    let mut payload = vec![0; length as usize];
    input.read_exact(&mut payload).map_err(failed)?;
    if checksum(&payload) != expected {
        return Err(RecordError::Damaged { readings });
    }
    postcard::from_bytes(&payload).map(Some).map_err(|_| RecordError::Damaged { readings })
}

fn number(input: &mut impl Read) -> io::Result<u32> {
    let mut bytes = [0; 4];
    input.read_exact(&mut bytes)?;
    Ok(u32::from_le_bytes(bytes))
}
