//! Why a state could not be saved or loaded.

use std::error::Error as StdError;
use std::path::PathBuf;
use std::{fmt, io};

use super::StepError;
use crate::error::Error;
use crate::serial::saved::{Misread, MisreadKind, SAVED_VERSION};
use crate::state::DeltaError;

/// Why a state could not be saved or loaded. Where one was to be loaded, nothing has changed; where one was to be
/// [saved to a file](crate::Store::save_to), the file is as it was.
///
/// Lines and columns count from 1, and columns are bytes.
#[derive(Debug)]
#[non_exhaustive]
pub enum SaveError {
    /// The reader, the writer or the file did not do it.
    Io {
        /// What was tried: `read`, `write`, `create`, …
        tried: &'static str,
        /// The file, where one was named.
        path: Option<PathBuf>,
        /// What the system said.
        error: io::Error,
    },
    /// The text ends too early: it was cut.
    Cut {
        /// The line where it ends.
        line: usize,
        /// The column where it ends.
        column: usize,
    },
    /// The text is no saved state.
    Foreign {
        /// What is wrong with it.
        why: String,
        /// The line of it.
        line: usize,
        /// The column of it.
        column: usize,
    },
    /// The text has a form that this version of the library does not know.
    Form {
        /// The version of the form.
        found: u32,
    },
    /// A value cannot be written.
    Unsaved {
        /// Where it is: `Cart.coupon`.
        place: String,
        /// What serde said of it.
        why: String,
    },
    /// What was saved cannot be the value of this place.
    Unread {
        /// Where it was to be put: `Cart.coupon`.
        place: String,
        /// What serde said of it.
        why: String,
        /// The line and column of what is wrong; nothing where it was migrated, and is not what the text says, or
        /// where the text is gone.
        at: Option<(usize, usize)>,
    },
    /// An atom or a field was saved that this program does not know, and that is an
    /// [error](super::Unknown::Error).
    Unknown {
        /// The key of the atom, or the place of the field.
        place: String,
        /// The line of it.
        line: usize,
    },
    /// An atom or a field was not saved, and that is an [error](super::Missing::Error).
    Missing {
        /// The atom or the place of the field.
        place: String,
    },
    /// Two entries are those of one atom, by its key and by one it had before.
    Twice {
        /// The atom.
        name: String,
        /// The two keys.
        keys: [String; 2],
    },
    /// An atom was saved by a newer version of the program.
    Newer {
        /// The atom.
        name: String,
        /// The version of it that was saved.
        found: u32,
        /// The version here.
        known: u32,
    },
    /// An atom was saved in a version from which no step leads on.
    NoStep {
        /// The atom.
        name: String,
        /// The version from which a step is missing.
        from: u32,
        /// The version here.
        known: u32,
    },
    /// A step of a migration failed.
    Step {
        /// The atom, a member of a family with its key.
        name: String,
        /// The version from which the step leads to the next.
        from: u32,
        /// What it said.
        error: StepError,
    },
    /// The store could not do it.
    Store(Error),
}

impl SaveError {
    /// Whether there is no such file: at the first start of a program there is none.
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::Io { error, .. } if error.kind() == io::ErrorKind::NotFound)
    }

    pub(crate) fn io(tried: &'static str) -> impl FnOnce(io::Error) -> Self {
        move |error| Self::Io { tried, path: None, error }
    }

    /// The same error, with the file it is about.
    #[must_use]
    pub(crate) fn of_file(mut self, file: &std::path::Path) -> Self {
        if let Self::Io { path, .. } = &mut self {
            *path = Some(file.to_owned());
        }
        self
    }
}

impl fmt::Display for SaveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { tried, path: None, error } => write!(f, "cannot {tried} the state: {error}"),
            Self::Io { tried, path: Some(path), error } => {
                write!(f, "cannot {tried} {}: {error}", path.display())
            }
            Self::Cut { line, column } => {
                write!(f, "the saved state is cut short: it ends at line {line} column {column}")
            }
            Self::Foreign { why, line, column } => {
                write!(f, "this is no saved state: {why}, at line {line} column {column}")
            }
            Self::Form { found } => write!(
                f,
                "the saved state has form {found}, but only form {SAVED_VERSION} is known here; it was \
                 saved by a newer program"
            ),
            Self::Unsaved { place, why } => write!(f, "`{place}` cannot be saved: {why}"),
            Self::Unread { place, why, at: Some((line, column)) } => {
                write!(
                    f,
                    "`{place}` cannot be loaded: {why}, at line {line} column {column}; if it was another \
                     type when it was saved, migrate it (`Migrations::step`)"
                )
            }
            Self::Unread { place, why, at: None } => {
                write!(f, "`{place}` cannot be loaded: {why}")
            }
            Self::Unknown { place, line } => {
                write!(f, "`{place}` was saved, but is not known here, at line {line}")
            }
            Self::Missing { place } => write!(f, "`{place}` was not saved"),
            Self::Twice { name, keys: [first, second] } => {
                write!(f, "`{name}` was saved twice, as `{first}` and as `{second}`")
            }
            Self::Newer { name, found, known } => write!(
                f,
                "`{name}` was saved in version {found}, but only versions up to {known} are known here; \
                 it was saved by a newer program"
            ),
            Self::NoStep { name, from, known } => write!(
                f,
                "`{name}` was saved in an older version, and no step leads from version {from} towards \
                 {known}; add it to the `Migrations`"
            ),
            Self::Step { name, from, error } => {
                write!(
                    f,
                    "`{name}` cannot be migrated from version {from} to {}: {error}",
                    from + 1
                )
            }
            Self::Store(error) => error.fmt(f),
        }
    }
}

impl StdError for SaveError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Io { error, .. } => Some(error),
            Self::Step { error, .. } => Some(&**error),
            Self::Store(error) => Some(error),
            _ => None,
        }
    }
}

impl From<Error> for SaveError {
    fn from(error: Error) -> Self {
        Self::Store(error)
    }
}

impl From<Misread> for SaveError {
    fn from(Misread { why, line, column, kind }: Misread) -> Self {
        match kind {
            MisreadKind::Cut => Self::Cut { line, column },
            MisreadKind::Syntax | MisreadKind::Foreign => Self::Foreign { why, line, column },
            MisreadKind::Version(found) => Self::Form { found },
        }
    }
}

impl From<DeltaError> for SaveError {
    fn from(error: DeltaError) -> Self {
        match error {
            DeltaError::Unsent { place, why } => Self::Unsaved { place, why },
            DeltaError::Unread { place, why } => Self::Unread { place, why, at: None },
            DeltaError::UnknownAtom { name: place } | DeltaError::UnknownPlace { place } => {
                Self::Unknown { place, line: 0 }
            }
            DeltaError::Store(error) => Self::Store(error),
            other => Self::Foreign { why: other.to_string(), line: 0, column: 0 },
        }
    }
}
