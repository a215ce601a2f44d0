//! Cuts the writing of a file at every byte: the name stands for the old file or for the new one.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::{env, fs, process};

use super::{Replacement, replace};
use crate::state::SaveError;

/// An empty directory, which is gone after the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = env::temp_dir().join(format!("atomata-{name}-{}", process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self) -> PathBuf {
        self.0.join("state.json")
    }

    fn count(&self) -> usize {
        fs::read_dir(&self.0).unwrap().count()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

const OLD: &str = "the state of yesterday";
const NEW: &str = "the state of today, which is longer";

fn put(path: &Path, text: &str) -> Result<(), SaveError> {
    replace(path, |file| file.write_all(text.as_bytes()).map_err(SaveError::io("write")))
}

/// Takes so many bytes more, and then fails.
struct Cut<'a> {
    to: &'a mut dyn Write,
    room: usize,
}

impl Write for Cut<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.room == 0 {
            return Err(io::ErrorKind::StorageFull.into());
        }
        let written = self.to.write(&bytes[..bytes.len().min(self.room)])?;
        self.room -= written;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

#[test]
fn a_crash_at_any_byte_leaves_the_old_file() {
    let folder = Folder::new("crash");
    put(&folder.file(), OLD).unwrap();
    for cut in 0..=NEW.len() {
        let mut replacement = Replacement::begin(&folder.file()).unwrap();
        replacement.file.write_all(&NEW.as_bytes()[..cut]).unwrap();
        if cut == NEW.len() {
            replacement.reach_disk().unwrap();
        }
        // The process is gone: nobody tidies up.
        replacement.goes = false;
        drop(replacement);
        assert_eq!(fs::read_to_string(folder.file()).unwrap(), OLD);
    }
    assert_eq!(folder.count(), 2 + NEW.len(), "what was begun lies beside it");
    put(&folder.file(), NEW).unwrap();
    assert_eq!(fs::read_to_string(folder.file()).unwrap(), NEW);
}

#[test]
fn a_write_that_fails_at_any_byte_leaves_the_old_file_alone() {
    let folder = Folder::new("failure");
    put(&folder.file(), OLD).unwrap();
    for room in 0..NEW.len() {
        let error = replace(&folder.file(), |to| {
            Cut { to, room }.write_all(NEW.as_bytes()).map_err(SaveError::io("write"))
        });
        let message = error.unwrap_err().to_string();
        assert!(
            message.starts_with("cannot write ") && message.contains("state.json"),
            "{message}"
        );
        assert_eq!(fs::read_to_string(folder.file()).unwrap(), OLD);
        assert_eq!(folder.count(), 1);
    }
}

#[test]
fn a_function_that_panics_leaves_the_old_file_alone() {
    let folder = Folder::new("panic");
    put(&folder.file(), OLD).unwrap();
    let path = folder.file();
    let result =
        std::panic::catch_unwind(|| replace(&path, |_| panic!("a value cannot be written")));
    assert!(result.is_err());
    assert_eq!(fs::read_to_string(folder.file()).unwrap(), OLD);
    assert_eq!(folder.count(), 1);
}

#[cfg(unix)]
#[test]
fn links_and_permissions_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let folder = Folder::new("links");
    put(&folder.file(), OLD).unwrap();
    fs::set_permissions(folder.file(), fs::Permissions::from_mode(0o600)).unwrap();
    let link = folder.0.join("link.json");
    symlink("state.json", &link).unwrap();
    put(&link, NEW).unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(folder.file()).unwrap(), NEW);
    assert_eq!(fs::metadata(folder.file()).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(folder.count(), 2);
}

#[test]
fn a_path_without_a_name_is_refused() {
    assert!(put(&env::temp_dir().join(".."), NEW).is_err());
    assert!(put(Path::new(""), NEW).is_err());
}
