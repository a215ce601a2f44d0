//! Why a delta could not be written, read or applied.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use crate::error::Error;
use crate::serial::frame::WireError;
use crate::serial::patch::PatchError;

/// Why a delta could not be written, read or applied. Where one was to be applied, nothing has changed.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum DeltaError {
    /// The bytes are no frame, or not a whole one.
    Wire(WireError),
    /// The text is no JSON Patch, or it does not fit the state.
    Patch(Arc<PatchError>),
    /// A value cannot be written.
    Unsent {
        /// Where it is: `Cart.coupon`.
        place: String,
        /// What serde said of it.
        why: String,
    },
    /// What was sent cannot be the value of this place.
    Unread {
        /// Where it was to be put: `Cart.coupon`.
        place: String,
        /// What serde said of it.
        why: String,
    },
    /// The delta is about an atom that this store does not know.
    UnknownAtom {
        /// Its key where the wire has it, else `id` and its [id](crate::Id).
        name: String,
    },
    /// The delta is about a place that the atom does not have.
    UnknownPlace {
        /// The place.
        place: String,
    },
    /// These atoms are declared otherwise where the delta comes from.
    Schema {
        /// The names of the atoms in the delta; at least one of them differs.
        names: Vec<String>,
    },
    /// The frame is of another stream than the ones before; a stream begins with a full state.
    OtherStream {
        /// The stream that is followed.
        expected: u64,
        /// The one that the frame is of.
        found: u64,
    },
    /// Frames are missing: ask for a full state.
    Gap {
        /// The sequence number of the state that is here.
        have: u64,
        /// The one that the delta begins with.
        base: u64,
    },
    /// The version is one of another store.
    OtherStore,
    /// The delta does not know what was before, so that it cannot be turned around: it was asked for by a
    /// [`Version`](crate::Version), and not made of two snapshots.
    OneWay {
        /// The first place of which the value before is not known.
        place: String,
    },
    /// The store could not do it.
    Store(Error),
}

impl fmt::Display for DeltaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Wire(error) => error.fmt(f),
            Self::Patch(error) => error.fmt(f),
            Self::Unsent { place, why } => write!(f, "`{place}` cannot be written: {why}"),
            Self::Unread { place, why } => write!(f, "`{place}` cannot be read: {why}"),
            Self::UnknownAtom { name } => write!(
                f,
                "the store knows no atom `{name}`; if the program has it, use it once or register it before \
                 (`Store::builder().register(…)`); what is computed or `transient` is never sent"
            ),
            Self::UnknownPlace { place } => write!(f, "there is no `{place}`"),
            Self::Schema { names } => write!(
                f,
                "{}`{}` is declared otherwise where the delta comes from, by its type or its fields; build both \
                 sides from the same declarations, or send JSON Patch, which goes by names",
                if names.len() > 1 { "at least one of " } else { "" },
                names.join("`, `")
            ),
            Self::OtherStream { expected, found } => write!(
                f,
                "a delta of the stream {found:016x}, but {expected:016x} is followed; begin with a \
                 full state"
            ),
            Self::Gap { have, base } => write!(
                f,
                "the delta begins with state {base}, but the one here is {have}; ask for a full state"
            ),
            Self::OtherStore => f.write_str("the version is one of another store"),
            Self::OneWay { place } => {
                write!(f, "what `{place}` was before is not known; make the delta of two snapshots")
            }
            Self::Store(error) => error.fmt(f),
        }
    }
}

impl StdError for DeltaError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Wire(error) => Some(error),
            Self::Patch(error) => Some(&**error),
            Self::Store(error) => Some(error),
            _ => None,
        }
    }
}

impl From<Error> for DeltaError {
    fn from(error: Error) -> Self {
        Self::Store(error)
    }
}

impl From<WireError> for DeltaError {
    fn from(error: WireError) -> Self {
        Self::Wire(error)
    }
}

impl From<PatchError> for DeltaError {
    fn from(error: PatchError) -> Self {
        Self::Patch(Arc::new(error))
    }
}
