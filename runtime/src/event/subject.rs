//! Which node an event is about.

use std::fmt;

use crate::id::Id;
use crate::meta::{Kind, Meta};

/// The node that an event is about.
///
/// *Identity*: the declaration, and the slot that the node has in its store; of a member of a family the
/// slot tells which. *Life*: it is a name and keeps nothing.
///
/// Costs nothing to copy. What it says is known from the declaration; the name of a member with its key is
/// asked of the store, by [`Store::name_of`](crate::Store::name_of).
#[derive(Clone, Copy)]
pub struct Subject {
    meta: &'static Meta,
    slot: u32,
    generation: u64,
}

impl Subject {
    pub(crate) fn new(meta: &'static Meta, slot: u32, generation: u64) -> Self {
        Self { meta, slot, generation }
    }

    /// The name as declared; of a member, that of its family.
    pub fn name(&self) -> &'static str {
        self.meta.name
    }

    /// The stable id of the declaration.
    pub fn id(&self) -> Id {
        self.meta.id
    }

    /// The group of the declaration.
    pub fn group(&self) -> &'static str {
        self.meta.group
    }

    /// Whether it is computed.
    pub fn is_computed(&self) -> bool {
        self.meta.kind == Kind::Computed
    }

    /// Whether it is a member of a family, or stands for all of them.
    pub fn is_member(&self) -> bool {
        self.meta.family.is_some()
    }

    /// Where it was declared: file and line.
    pub fn declared_at(&self) -> (&'static str, u32) {
        (self.meta.file, self.meta.line)
    }

    /// The slot it has in its store, which another node may have later.
    pub fn slot(&self) -> u32 {
        self.slot
    }

    /// What no other thing that stood in the slot has.
    pub(crate) fn generation(&self) -> u64 {
        self.generation
    }
}

impl PartialEq for Subject {
    fn eq(&self, other: &Self) -> bool {
        (self.slot, self.generation) == (other.slot, other.generation)
            && std::ptr::eq(self.meta, other.meta)
    }
}

impl Eq for Subject {}

impl fmt::Debug for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.meta.name)?;
        if self.is_member() { write!(f, "#{}", self.slot) } else { Ok(()) }
    }
}
