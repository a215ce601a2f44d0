//! Deltas: what changed since a version, written for both wires, read back and applied.

use std::any::Any;
use std::fmt;
use std::sync::Arc;

use crate::codec::Told;
use crate::handle::AnyKey;
use crate::meta::Meta;
use crate::serial::frame::{Frame, FrameKind};

mod apply;
mod bases;
mod between;
mod binary;
mod census;
mod collect;
mod error;
mod json;
mod leaves;
mod patch;
mod read;
#[cfg(all(debug_assertions, feature = "devtools"))]
mod shown;

pub(crate) use apply::Staged;
pub(super) use apply::{first_in, place_in};
use bases::Bases;
pub(super) use bases::{Shelves, take_away};
pub(crate) use census::{Census, Written, finish_document, finish_payload};
pub(crate) use collect::Filter;
pub use error::DeltaError;
pub(super) use json::put_whole;
pub(super) use leaves::{Leaf, noted_in, place_of};
pub(super) use patch::{key_of, token_of};
#[cfg(all(debug_assertions, feature = "devtools"))]
pub(super) use shown::REDACTED;
#[cfg(all(debug_assertions, feature = "devtools"))]
pub(crate) use shown::Unshown;
#[cfg(all(debug_assertions, feature = "devtools"))]
pub(super) use shown::put_value;

/// A moment of a store, from which changes can be asked for later.
///
/// *Identity*: a revision of one store. *Life*: its own; it keeps no store alive. Of a
/// [`List`](crate::List) or a [`Map`](crate::Map) it keeps a place in what they note of their writes; of a
/// plain `Vec` with `by = …` and a `BTreeMap`, which are compared, a copy. Where that is taken away
/// ([`collect`](crate::Store::collect), a budget), the next change of the place is told as a whole.
#[derive(Clone)]
#[must_use = "the moment is forgotten when the version is dropped; bind it to a name and ask for the changes since"]
pub struct Version {
    pub(super) store: u64,
    pub(super) revision: u64,
    bases: Bases,
}

impl fmt::Debug for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Version").field("revision", &self.revision).finish_non_exhaustive()
    }
}

/// What changed in a store between two moments; or, if it [is full](Self::is_full), all that is there.
///
/// *Identity*: the values of the later moment, shared with the store until they are written, and which of
/// their fields differ. *Life*: its own. Computeds and `transient` atoms are never part of it.
#[derive(Clone)]
pub struct Delta {
    pub(super) changes: Vec<Change>,
    pub(super) full: bool,
    /// Which sequence numbers these are.
    pub(crate) stream: u64,
    /// The states that it leads from and to.
    pub(crate) base: u64,
    pub(crate) sequence: u64,
}

/// What became of one atom.
#[derive(Clone)]
pub(super) struct Change {
    pub(super) meta: &'static Meta,
    /// Of a member of a family.
    pub(super) key: Option<Arc<dyn AnyKey>>,
    pub(super) what: What,
}

#[derive(Clone)]
pub(super) enum What {
    /// A family was not there before. Only an untyped document has to know.
    Founded,
    /// The member is gone; its last value, where that is known.
    Removed(Option<Root>),
    /// All of the value may be new.
    Whole { before: Before, after: Root },
    /// These places of the value changed.
    Parts(Vec<Changed>),
}

/// What an atom was before.
#[derive(Clone)]
pub(super) enum Before {
    Unknown,
    /// A member that was not there.
    Nothing,
    Value(Root),
}

/// The value of a whole atom.
pub(in crate::state) type Root = Arc<dyn Any + Send + Sync>;

/// A place that changed.
#[derive(Clone)]
pub(super) struct Changed {
    /// Its mark; [`ROOT`] for a value that is tracked as one.
    pub(super) mark: u16,
    /// What stood there before, where that is known.
    pub(super) before: Option<Source>,
    /// The whole in which it stands now.
    pub(super) after: Root,
}

/// Where the value of a place was.
#[derive(Clone)]
pub(super) enum Source {
    /// At that place of the whole.
    In(Root),
    /// Not to be had: what is known leads from there to what comes after it.
    Told(Told),
}

/// The mark of a value that has none.
pub(in crate::state) const ROOT: u16 = u16::MAX;

impl Delta {
    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && !self.full
    }

    /// The number of the state that it leads to; those of one store ascend.
    pub fn sequence(&self) -> u64 {
        self.sequence
    }

    /// Whether it is a whole state, and not what changed since another.
    pub fn is_full(&self) -> bool {
        self.full
    }

    /// The delta as one frame of the [binary wire](crate::docs::wire). Costs what changed.
    ///
    /// # Errors
    /// [`DeltaError::Unsent`] where serde refuses a value.
    pub fn to_bytes(&self) -> Result<Vec<u8>, DeltaError> {
        let mut payload = Vec::new();
        let schema = self.put_payload(&mut payload)?;
        let kind = if self.full { FrameKind::Full } else { FrameKind::Delta };
        let &Self { stream, base, sequence, .. } = self;
        let mut out = Vec::new();
        Frame { kind, schema, stream, base, sequence, payload: &payload }.encode(&mut out);
        Ok(out)
    }

    /// Writes a frame of these numbers, unless its payload takes more than that; false then.
    pub(crate) fn put_frame_within(
        &self,
        out: &mut Vec<u8>,
        most: usize,
        (stream, base, sequence): (u64, u64, u64),
    ) -> Result<bool, DeltaError> {
        let mut payload = Vec::new();
        let Some(schema) = self.put_payload_within(&mut payload, most)? else { return Ok(false) };
        let kind = FrameKind::Delta;
        Frame { kind, schema, stream, base, sequence, payload: &payload }.encode(out);
        Ok(true)
    }

    /// The names of the atoms it is about, members of families with their keys.
    pub fn names(&self) -> Vec<String> {
        let named = self.changes.iter().filter(|change| !matches!(change.what, What::Founded));
        named.map(Change::name).collect()
    }
}

impl Change {
    fn name(&self) -> String {
        match &self.key {
            None => self.meta.name.to_owned(),
            Some(key) => self.meta.member_name(&**key),
        }
    }
}

impl fmt::Debug for Delta {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Delta")
            .field("full", &self.full)
            .field("atoms", &self.names())
            .finish_non_exhaustive()
    }
}
