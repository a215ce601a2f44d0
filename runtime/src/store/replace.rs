//! Replaces a file by another one, whole or not at all.
//!
//! The new one is written beside it, made to reach the disk, and renamed over it. Whatever happens on the way, the
//! name stands for the old file or for the new one.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::state::SaveError;

/// A file that is being written, to come to the place of another.
struct Replacement {
    file: File,
    path: PathBuf,
    target: PathBuf,
    /// The file goes again, if it does not get its name.
    goes: bool,
}

impl Drop for Replacement {
    fn drop(&mut self) {
        if self.goes {
            // What the error was is told already.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Replaces a file by what a function writes.
pub(super) fn replace(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> Result<(), SaveError>,
) -> Result<(), SaveError> {
    let mut replacement = Replacement::begin(path)?;
    write(&mut replacement.file).map_err(|error| error.of_file(path))?;
    replacement.reach_disk().map_err(failed("write", path))?;
    replacement.get_name().map_err(failed("replace", path))
}

fn failed(tried: &'static str, path: &Path) -> impl FnOnce(io::Error) -> SaveError {
    move |error| SaveError::io(tried)(error).of_file(path)
}

impl Replacement {
    fn begin(path: &Path) -> Result<Self, SaveError> {
        // A link goes on pointing where it points.
        let target = match fs::canonicalize(path) {
            Ok(target) => target,
            Err(error) if error.kind() == ErrorKind::NotFound => path.to_owned(),
            Err(error) => return Err(failed("find", path)(error)),
        };
        let create = || create_beside(&target);
        let (file, beside) = create().map_err(failed("create a file beside", path))?;
        let this = Self { file, path: beside, target, goes: true };
        if let Ok(old) = fs::metadata(&this.target) {
            // Who might not read the old one may not read the new one either.
            let kept = this.file.set_permissions(old.permissions());
            kept.map_err(failed("keep the permissions of", path))?;
        }
        Ok(this)
    }

    /// What was written outlasts the machine.
    fn reach_disk(&mut self) -> io::Result<()> {
        self.file.sync_all()
    }

    /// Comes to the place of the old file.
    fn get_name(mut self) -> io::Result<()> {
        fs::rename(&self.path, &self.target)?;
        self.goes = false;
        sync_directory(&self.target)
    }
}

fn create_beside(target: &Path) -> io::Result<(File, PathBuf)> {
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    let Some(name) = target.file_name() else {
        return Err(io::Error::new(ErrorKind::InvalidInput, "it names no file"));
    };
    loop {
        let mut beside = OsString::from(".");
        beside.push(name);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        beside.push(format!(".{}-{number}.tmp", process::id()));
        let path = target.with_file_name(beside);
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(file) => return Ok((file, path)),
            // Left behind by a process that crashed, and had the number of this one.
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
}

/// Makes the new name reach the disk.
#[cfg(unix)]
fn sync_directory(target: &Path) -> io::Result<()> {
    let directory = target.parent().filter(|parent| !parent.as_os_str().is_empty());
    File::open(directory.unwrap_or(Path::new(".")))?.sync_all()
}

#[cfg(not(unix))]
fn sync_directory(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests;
