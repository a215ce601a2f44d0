//! What can be wrong with a patch, or between a patch and a document.

use std::error::Error as StdError;
use std::fmt;

use super::PointerError;

/// Why a patch could not be read or applied; the document is then as it was before.
///
/// `op` is the index of the operation in the patch, from 0.
#[derive(Debug)]
#[non_exhaustive]
pub enum PatchError {
    /// The text is no JSON array of objects, or a member is of the wrong type.
    Syntax {
        /// The operation, if the text came as far as one.
        op: Option<usize>,
        /// What the JSON parser says, with line and column.
        error: serde_json::Error,
    },
    /// `op` is none of `add`, `remove`, `replace`, `move`, `copy` and `test`.
    UnknownKind {
        /// The operation.
        op: usize,
        /// What it says instead.
        kind: String,
    },
    /// A member that the operation needs is not there.
    Missing {
        /// The operation.
        op: usize,
        /// `op`, `path`, `from` or `value`.
        member: &'static str,
    },
    /// A member is there twice.
    Duplicate {
        /// The operation.
        op: usize,
        /// `op`, `path`, `from` or `value`.
        member: &'static str,
    },
    /// A path is no JSON Pointer.
    Pointer {
        /// The operation.
        op: usize,
        /// `path` or `from`.
        member: &'static str,
        /// What is wrong with it.
        error: PointerError,
    },
    /// The value cannot be read, or not as what stands at its path.
    Value {
        /// The operation.
        op: usize,
        /// The path of the operation.
        path: String,
        /// What the JSON parser says, with line and column within the value.
        error: serde_json::Error,
    },
    /// There is nothing at a place that must exist.
    NotFound {
        /// The operation.
        op: usize,
        /// The part of its path that leads nowhere.
        path: String,
    },
    /// The last token of a path is no index that the array has.
    NoIndex {
        /// The operation.
        op: usize,
        /// The path up to the token.
        path: String,
        /// How many elements the array has.
        length: usize,
    },
    /// What stands there cannot be taken away or moved: the whole document, or a value into itself.
    Fixed {
        /// The operation.
        op: usize,
        /// The place.
        path: String,
    },
    /// A `test` found another value.
    TestFailed {
        /// The operation.
        op: usize,
        /// The place.
        path: String,
    },
    /// The document would become nested more deeply than JSON parsers read.
    TooDeep {
        /// The operation.
        op: usize,
        /// How many levels there may be.
        maximum: usize,
    },
    /// The patch copies more than it may.
    TooLarge {
        /// The operation.
        op: usize,
        /// How many bytes all copies of a patch may take together.
        maximum: usize,
    },
}

impl PatchError {
    /// The index of the operation that could not be read or applied, from 0.
    pub fn op(&self) -> Option<usize> {
        match self {
            Self::Syntax { op, .. } => *op,
            Self::UnknownKind { op, .. }
            | Self::Missing { op, .. }
            | Self::Duplicate { op, .. }
            | Self::Pointer { op, .. }
            | Self::Value { op, .. }
            | Self::NotFound { op, .. }
            | Self::NoIndex { op, .. }
            | Self::Fixed { op, .. }
            | Self::TestFailed { op, .. }
            | Self::TooDeep { op, .. }
            | Self::TooLarge { op, .. } => Some(*op),
        }
    }
}

impl fmt::Display for PatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.op() {
            Some(op) => write!(f, "operation {op}: ")?,
            None => write!(f, "the patch is no JSON array of operations: ")?,
        }
        match self {
            Self::Syntax { error, .. } => error.fmt(f),
            Self::UnknownKind { kind, .. } => write!(
                f,
                "unknown `op` {kind:?} (known: `add`, `remove`, `replace`, `move`, `copy`, `test`)"
            ),
            Self::Missing { member, .. } => write!(f, "`{member}` is missing"),
            Self::Duplicate { member, .. } => write!(f, "duplicate `{member}`"),
            Self::Pointer { member, error, .. } => write!(f, "`{member}`: {error}"),
            Self::Value { path, error, .. } => write!(f, "the value for {path:?}: {error}"),
            Self::NotFound { path, .. } => write!(f, "there is nothing at {path:?}"),
            Self::NoIndex { path, length, .. } => {
                write!(f, "{path:?} names no place in an array of {length} elements")
            }
            Self::Fixed { path, .. } => write!(
                f,
                "{path:?} cannot be taken away: it is the whole document, or would go into itself"
            ),
            Self::TestFailed { path, .. } => write!(f, "{path:?} has another value"),
            Self::TooDeep { maximum, .. } => {
                write!(f, "the document would be nested more than {maximum} levels deep")
            }
            Self::TooLarge { maximum, .. } => {
                write!(f, "the patch copies more than {maximum} bytes")
            }
        }
    }
}

impl StdError for PatchError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Syntax { error, .. } | Self::Value { error, .. } => Some(error),
            Self::Pointer { error, .. } => Some(error),
            _ => None,
        }
    }
}
