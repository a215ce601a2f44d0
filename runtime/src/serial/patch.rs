//! JSON Patch (RFC 6902): read, and applied to an untyped document.
//!
//! A process that mirrors the state of another one as JSON, without its types, follows it with
//! [`apply`]:
//!
//! ```
//! use atomata::json_patch;
//! use serde_json::json;
//!
//! let mut mirror = json!({ "cart": { "items": ["tea"], "coupon": null } });
//! json_patch::apply(
//!     &mut mirror,
//!     br#"[
//!         { "op": "add", "path": "/cart/items/-", "value": "cake" },
//!         { "op": "replace", "path": "/cart/coupon", "value": "TEN" }
//!     ]"#,
//! )?;
//! assert_eq!(mirror, json!({ "cart": { "items": ["tea", "cake"], "coupon": "TEN" } }));
//! # Ok::<(), json_patch::PatchError>(())
//! ```

mod below;
mod error;
mod parse;
mod tree;
mod write;

use serde_json::Value;
use serde_json::value::RawValue;

use super::pointer::Pointer;

pub use super::pointer::PointerError;
pub(crate) use below::{Below, fits_at, patch_tree};
pub use error::PatchError;
pub(crate) use parse::parse;
pub(crate) use tree::apply_to;
pub(crate) use write::PatchWriter;

/// Applies a JSON Patch to a document: all of its operations, in order, or none.
///
/// Numbers are compared by value, as RFC 6902 asks of `test`: 1 is 1.0. Members that the RFC does not
/// know are ignored; a member that stands twice is an error.
///
/// Costs what the operations touch. The document is not copied: what an operation replaces or takes
/// away is kept until the last one has gone well.
///
/// What a hostile patch can do is bounded. All that `copy` makes is at most 64 MiB in one patch, and
/// nothing is put deeper than 127 levels, which is what `serde_json` reads back.
///
/// # Errors
/// Where the text is no patch, an operation does not fit the document, or a `test` fails. The document
/// is then equal to what it was before.
///
/// ```
/// use atomata::json_patch::{self, PatchError};
/// use serde_json::json;
///
/// let mut document = json!({ "count": 1 });
/// let patch = br#"[
///     { "op": "remove", "path": "/count" },
///     { "op": "replace", "path": "/missing", "value": 2 }
/// ]"#;
/// let error = json_patch::apply(&mut document, patch).unwrap_err();
/// assert_eq!(error.to_string(), r#"operation 1: there is nothing at "/missing""#);
/// assert_eq!(document, json!({ "count": 1 }));
/// ```
pub fn apply(document: &mut Value, patch: &[u8]) -> Result<(), PatchError> {
    let ops = parse(patch)?;
    apply_to(document, &ops.iter().enumerate().collect::<Vec<_>>())
}

/// How many arrays and objects may lie in each other: as many as `serde_json` reads.
const DEEPEST: usize = 127;

/// One operation of a patch that was read: it has every member that its kind needs.
#[derive(Debug)]
pub(crate) struct Op<'a> {
    pub(crate) kind: OpKind,
    pub(crate) path: Pointer<'a>,
    /// Only `move` and `copy` have it.
    pub(crate) from: Option<Pointer<'a>>,
    /// Only `add`, `replace` and `test` have it.
    pub(crate) value: Option<&'a RawValue>,
}

/// What an operation does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OpKind {
    /// Puts a value where there is none, before the element of that index, or over a member.
    Add,
    /// Takes a value away.
    Remove,
    /// Puts a value in the place of another.
    Replace,
    /// Takes a value away and adds it elsewhere.
    Move,
    /// Adds a value that is there already.
    Copy,
    /// Fails where the value is another.
    Test,
}

impl OpKind {
    const ALL: [Self; 6] =
        [Self::Add, Self::Remove, Self::Replace, Self::Move, Self::Copy, Self::Test];

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Remove => "remove",
            Self::Replace => "replace",
            Self::Move => "move",
            Self::Copy => "copy",
            Self::Test => "test",
        }
    }

    fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    const fn has_from(self) -> bool {
        matches!(self, Self::Move | Self::Copy)
    }

    const fn has_value(self) -> bool {
        matches!(self, Self::Add | Self::Replace | Self::Test)
    }
}
