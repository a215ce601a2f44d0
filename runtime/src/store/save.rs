//! Saving a store, and loading what was saved.

use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;

use super::Store;
use super::replace::replace;
use crate::serial::saved::position;
use crate::state::{Document, Load, Loaded, SaveError, Saved, State};
use crate::tier::Tier;

impl<G: Tier> Store<G> {
    /// Saves the atoms in use that are not `transient`, as [JSON](crate::docs::saving): one moment of all of them.
    /// Needs the feature `serial`, which is on by default.
    ///
    /// Costs a reference count for each value under the lock; what is written is written without it, and the writer
    /// may be slow. It gets blocks of some 64 KiB, so that it need not gather more.
    ///
    /// # Errors
    /// [`SaveError::Io`] if the writer fails; [`SaveError::Unsaved`] where serde refuses a value; the error of a
    /// call inside of a turn, where values may be half-way.
    ///
    /// ```
    /// use atomata::{Store, atom};
    ///
    /// #[atom(id = "tax")]
    /// static TAX: f64 = 0.2;
    ///
    /// let store = Store::new();
    /// store.set(TAX, 0.25);
    /// let mut saved = Vec::new();
    /// store.save(&mut saved)?;
    /// assert_eq!(saved, b"{\"atomata\":1,\"atoms\":{\n\"tax\":{\"version\":0,\"value\":0.25}\n}}");
    /// # Ok::<(), atomata::SaveError>(())
    /// ```
    pub fn save(&self, mut writer: impl Write) -> Result<(), SaveError> {
        self.saved("save")?.write(&mut writer)
    }

    /// As [`save`](Self::save), to a file, whole or not at all: it is written beside it, made to reach the disk,
    /// and renamed over it. If that fails, or the process or the machine does, the file that was there is there
    /// still; a crash may leave the one beside it behind, whose name begins with a dot and ends with `.tmp`.
    ///
    /// The permissions of the old file are kept, and where the path is a link, that to which it leads is replaced.
    ///
    /// # Errors
    /// As [`save`](Self::save), and [`SaveError::Io`] if the directory or the file cannot be written.
    ///
    /// ```
    /// use atomata::{Store, atom};
    ///
    /// #[atom]
    /// static TAX: f64 = 0.2;
    ///
    /// # let path = std::env::temp_dir().join(format!("atomata-save-{}", std::process::id()));
    /// // The first lines of a program: without a file, this is its first start.
    /// let store = Store::new();
    /// match store.load_from(&path) {
    ///     Err(error) if error.is_not_found() => {}
    ///     loaded => drop(loaded?),
    /// }
    /// store.set(TAX, 0.25);
    /// store.save_to(&path)?;
    ///
    /// let later = Store::new();
    /// later.load_from(&path)?;
    /// assert_eq!(later.get(TAX), 0.25);
    /// # std::fs::remove_file(&path).unwrap();
    /// # Ok::<(), atomata::SaveError>(())
    /// ```
    pub fn save_to(&self, path: impl AsRef<Path>) -> Result<(), SaveError> {
        let saved = self.saved("save_to")?;
        replace(path.as_ref(), |file| saved.write(file))
    }

    /// Makes the state that which was saved, all or nothing, as one turn; subscribers are told as of any change.
    ///
    /// A plain store knows an atom when it is used for the first time: until then what was loaded for it is kept
    /// as it is, and the atom begins with it. So a program can load before it does anything else. What cannot be
    /// read then is told to [`on_error`](crate::Builder::on_error), and the atom begins as it was declared; atoms
    /// that are [registered](crate::Builder::register) or have [migrations](crate::Migrations), and all those of a
    /// compiled graph, are read here, and errors returned.
    ///
    /// Atoms that are in use and were not saved begin anew, unless [`load_with`](Self::load_with) is told otherwise.
    ///
    /// # Errors
    /// [`SaveError`], with the place that is wrong; then nothing has changed.
    ///
    /// ```
    /// use atomata::{Store, atom};
    ///
    /// #[atom(key = u32)]
    /// static SCORE: u64 = 0;
    ///
    /// let store = Store::new();
    /// store.set(SCORE(7), 10);
    /// let mut saved = Vec::new();
    /// store.save(&mut saved)?;
    /// store.set(SCORE(8), 11);
    /// store.load(&saved[..])?;
    /// assert_eq!((store.keys(SCORE), store.get(SCORE(7))), (vec![7], 10));
    ///
    /// let cut = store.load(&saved[..saved.len() - 1]).unwrap_err();
    /// assert_eq!(cut.to_string(), "the saved state is cut short: it ends at line 4 column 1");
    /// # Ok::<(), atomata::SaveError>(())
    /// ```
    pub fn load(&self, reader: impl Read) -> Result<Loaded, SaveError> {
        self.load_with(reader, Load::new())
    }

    /// As [`load`](Self::load), from a file.
    ///
    /// # Errors
    /// As [`load`](Self::load), and [`SaveError::Io`] if the file cannot be read; at the first start of a program
    /// [there is none](SaveError::is_not_found).
    pub fn load_from(&self, path: impl AsRef<Path>) -> Result<Loaded, SaveError> {
        let path = path.as_ref();
        let file = File::open(path).map_err(|error| SaveError::io("open")(error).of_file(path))?;
        self.load(file).map_err(|error| error.of_file(path))
    }

    /// As [`load`](Self::load), with a policy for what does not fit.
    ///
    /// # Errors
    /// As [`load`](Self::load).
    ///
    /// ```
    /// use atomata::{Absent, Load, Store, atom};
    ///
    /// #[atom]
    /// static TAX: f64 = 0.2;
    ///
    /// let store = Store::new();
    /// store.set(TAX, 0.25);
    /// let nothing = &br#"{"atomata":1,"atoms":{}}"#[..];
    /// store.load_with(nothing, Load::new().absent(Absent::Keep))?;
    /// assert_eq!(store.get(TAX), 0.25);
    /// store.load(nothing)?;
    /// assert_eq!(store.get(TAX), 0.2);
    /// # Ok::<(), atomata::SaveError>(())
    /// ```
    pub fn load_with(&self, mut reader: impl Read, how: Load) -> Result<Loaded, SaveError> {
        let mut bytes = Vec::new();
        reader.read_to_end(&mut bytes).map_err(SaveError::io("read"))?;
        let document = Document::parse(text_of(&bytes)?)?;
        let turn = self.outside("load")?;
        self.inner.work_in(turn, |state| state.load(&document, how))
    }

    fn saved(&self, verb: &'static str) -> Result<Saved, SaveError> {
        let turn = self.outside(verb)?;
        Ok(self.inner.work_in(turn, State::saved))
    }
}

fn text_of(bytes: &[u8]) -> Result<&str, SaveError> {
    std::str::from_utf8(bytes).map_err(|error| {
        let before = std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default();
        let (line, column) = position(before, &before[before.len()..], 1, 1);
        match error.error_len() {
            None => SaveError::Cut { line, column },
            Some(_) => SaveError::Foreign { why: "it is not UTF-8".to_owned(), line, column },
        }
    })
}
