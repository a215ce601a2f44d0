//! Writes a recording, one reading at a time.

use std::fmt;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use flate2::Compression;
use flate2::write::DeflateEncoder;
use serde::Serialize;

use super::delta::Delta;
use super::{MAGIC, VERSION, checksum};
use crate::sysmon::reading::{Machine, Reading};

/// Writes readings. What [`write`](Self::write) has returned from can be read, whatever happens next.
pub struct Writer<W: Write> {
    out: DeflateEncoder<W>,
    last: Reading,
    readings: u64,
}

impl Writer<BufWriter<File>> {
    /// Begins a recording in a new file, or over an old one.
    ///
    /// # Errors
    /// If the file cannot be created or written.
    pub fn create(path: &Path, machine: &Machine) -> io::Result<Self> {
        Self::new(BufWriter::new(File::create(path)?), machine)
    }
}

impl<W: Write> Writer<W> {
    /// Begins a recording.
    ///
    /// # Errors
    /// If `out` does not take it.
    pub fn new(mut out: W, machine: &Machine) -> io::Result<Self> {
        writeln!(out, "{MAGIC}{VERSION}")?;
        let out = DeflateEncoder::new(out, Compression::best());
        let mut writer = Self { out, last: Reading::default(), readings: 0 };
        writer.frame(machine)?;
        writer.out.flush()?;
        Ok(writer)
    }

    /// Adds a reading, whose lists must be in order of their keys, and flushes it.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn write(&mut self, reading: &Reading) -> io::Result<()> {
        self.frame(&Delta::between(&self.last, reading))?;
        self.out.flush()?;
        self.last.clone_from(reading);
        self.readings += 1;
        Ok(())
    }

    /// How many readings have been written.
    pub fn readings(&self) -> u64 {
        self.readings
    }

    /// What has been written to so far.
    pub fn written(&self) -> &W {
        self.out.get_ref()
    }

    /// Writes the end, without which a recording counts as truncated.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn finish(mut self) -> io::Result<W> {
        self.out.write_all(&0_u32.to_le_bytes())?;
        self.out.write_all(&checksum(&self.readings.to_le_bytes()).to_le_bytes())?;
        let mut out = self.out.finish()?;
        out.flush()?;
        Ok(out)
    }

    fn frame<T: Serialize>(&mut self, value: &T) -> io::Result<()> {
        let payload = postcard::to_allocvec(value).map_err(io::Error::other)?;
        let length = u32::try_from(payload.len()).map_err(io::Error::other)?;
        self.out.write_all(&length.to_le_bytes())?;
        self.out.write_all(&checksum(&payload).to_le_bytes())?;
        self.out.write_all(&payload)
    }
}

impl<W: Write> fmt::Debug for Writer<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writer").field("readings", &self.readings).finish_non_exhaustive()
    }
}
