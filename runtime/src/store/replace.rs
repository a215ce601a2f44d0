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

/// The file that is being written, which is gone again unless it got its name.
struct Beside {
    path: PathBuf,
    is_renamed: bool,
}

impl Drop for Beside {
    fn drop(&mut self) {
        if !self.is_renamed {
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
    // A link goes on pointing where it points.
    let target = match fs::canonicalize(path) {
        Ok(target) => target,
        Err(error) if error.kind() == ErrorKind::NotFound => path.to_owned(),
        Err(error) => return Err(SaveError::io("find")(error).of_file(path)),
    };
    let failed =
        |tried: &'static str| move |error: io::Error| SaveError::io(tried)(error).of_file(path);
    let (mut file, mut beside) = create_beside(&target).map_err(failed("create a file beside"))?;
    if let Ok(old) = fs::metadata(&target) {
        // Who might not read the old one may not read the new one either.
        file.set_permissions(old.permissions()).map_err(failed("keep the permissions of"))?;
    }
    write(&mut file).map_err(|error| error.of_file(path))?;
    file.sync_all().map_err(failed("write"))?;
    drop(file);
    fs::rename(&beside.path, &target).map_err(failed("replace"))?;
    beside.is_renamed = true;
    sync_directory(&target).map_err(failed("sync the directory of"))
}

fn create_beside(target: &Path) -> io::Result<(File, Beside)> {
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
            Ok(file) => return Ok((file, Beside { path, is_renamed: false })),
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
