//! Operations of a JSON Patch that become edits of a collection, without a document of it.

mod list;
mod map;

use std::any::Any;

use serde::de::DeserializeOwned;

use super::AnyPiece;
use super::plain::from_json;
use super::wires::Unfit;
use crate::serial::patch::Below;

pub(super) use list::ListPatch;
pub(super) use map::MapPatch;

/// How much text of items and entries is written for one collection; what asks for more goes the way of the
/// document, which is written once.
const WRITTEN_AT_MOST: usize = 16 << 20;

/// Edits of one collection, gathered from operations in their order.
pub trait Patching {
    /// Takes one operation; nothing where it does not fit, or has to go the way of the document. What was
    /// gathered is then worth nothing; and where a value is not of the type, that is said in `why`.
    #[doc(hidden)]
    fn patch(&mut self, value: &dyn Any, below: &Below<'_>, why: &mut Option<Unfit>) -> Option<()>;
    /// The edits, to be made in the value that all operations were given.
    #[doc(hidden)]
    fn finish(self: Box<Self>) -> Box<dyn AnyPiece>;
}

impl std::fmt::Debug for dyn Patching {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Patching")
    }
}

/// How much text may yet be written.
struct Allowance(usize);

impl Allowance {
    fn new() -> Self {
        Self(WRITTEN_AT_MOST)
    }

    /// Takes what one item costs.
    fn take(&mut self, bytes: usize) -> Option<()> {
        self.0 = self.0.checked_sub(bytes)?;
        Some(())
    }
}

/// Reads an item or an entry.
fn read<T: DeserializeOwned>(below: &Below<'_>, why: &mut Option<Unfit>) -> Option<T> {
    let text = below.value?.get();
    let read = serde_json::from_str(text).or_else(|_| from_json(text.as_bytes()));
    read.map_err(|unfit| *why = Some(unfit)).ok()
}

/// Reads an item or an entry of which a part was changed.
fn read_text<T: DeserializeOwned>(text: &[u8], why: &mut Option<Unfit>) -> Option<T> {
    from_json(text).map_err(|unfit| *why = Some(unfit)).ok()
}
