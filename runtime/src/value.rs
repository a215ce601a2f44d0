//! What the store asks of the values it keeps, and the functions by which it handles them.

mod bounds;
mod bytes;
mod part;
mod shared;
mod show;
mod tools;

pub use bounds::{
    CloneValue, CopyOut, DefaultValue, EqValue, OptionalValue, SerdeValue, Share, TakenAs,
};
pub use bytes::NotHeap;
pub(crate) use part::{AnyPart, Part, Whole};
pub use shared::Shared;
pub use show::{NotJson, NotText};
pub use tools::{AnyTools, CloneTools, NotClone, NotCopy, NotEq, Probe, Tools};
