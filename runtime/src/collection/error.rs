//! Why an operation on many items was not done.

use std::error::Error as StdError;
use std::fmt::{self, Debug};

/// Why an operation on many items or keys was not done; the collection is as it was.
///
/// Keys are given as text, by their `Debug`, each once and in the order in which they were asked for.
///
/// ```
/// use atomata::{BatchError, List};
///
/// let mut list = List::from([1, 2, 3]);
/// let error = list.remove_batch([0, 7]).unwrap_err();
/// assert_eq!(error, BatchError::OutOfBounds { indices: vec![7], len: 3 });
/// assert_eq!(error.to_string(), "no item at index 7 of a list of 3 items");
/// assert_eq!(list, List::from([1, 2, 3]));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BatchError {
    /// The list is not that long.
    OutOfBounds {
        /// The indices without an item.
        indices: Vec<usize>,
        /// How many items the list has.
        len: usize,
    },
    /// Keys that the map does not have.
    Missing {
        /// The keys.
        keys: Vec<String>,
    },
    /// Keys, or indices, that were given more than once.
    Duplicate {
        /// The keys, or the indices.
        keys: Vec<String>,
    },
    /// Keys that the map has already.
    Present {
        /// The keys.
        keys: Vec<String>,
    },
}

/// The keys as text, each once, in the order in which they come first.
pub(super) fn texts<'a, K: Debug + Ord + ?Sized + 'a>(
    keys: impl IntoIterator<Item = &'a K>,
) -> Vec<String> {
    let mut seen = std::collections::BTreeSet::new();
    let new = keys.into_iter().filter(|key| seen.insert(*key));
    new.map(|key| format!("{key:?}")).collect()
}

/// Writes a word before a few of the names, and how many more there are.
fn name(
    f: &mut fmt::Formatter<'_>,
    one: &str,
    many: &str,
    names: impl ExactSizeIterator<Item = impl fmt::Display>,
) -> fmt::Result {
    const SHOWN: usize = 8;
    let count = names.len();
    f.write_str(if count == 1 { one } else { many })?;
    for (at, name) in names.take(SHOWN).enumerate() {
        f.write_str(if at == 0 { " " } else { ", " })?;
        name.fmt(f)?;
    }
    if count > SHOWN { write!(f, " and {} more", count - SHOWN) } else { Ok(()) }
}

impl fmt::Display for BatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OutOfBounds { indices, len } => {
                name(f, "no item at index", "no items at indices", indices.iter())?;
                let items = if *len == 1 { "item" } else { "items" };
                write!(f, " of a list of {len} {items}")
            }
            Self::Missing { keys } => {
                name(f, "no entry for the key", "no entries for the keys", keys.iter())
            }
            Self::Duplicate { keys } => name(f, "given twice:", "given twice:", keys.iter()),
            Self::Present { keys } => name(
                f,
                "there is an entry already for the key",
                "there are entries already for the keys",
                keys.iter(),
            ),
        }
    }
}

impl StdError for BatchError {}
