//! JSON Patch (RFC 6902): written, read, and applied to an untyped document.

mod error;
mod write;

pub use super::pointer::PointerError;
pub use error::PatchError;
pub(crate) use write::PatchWriter;

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
}
