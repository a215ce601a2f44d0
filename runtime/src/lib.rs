//! Application state, declared at compile time.
#![forbid(unsafe_code)]

mod error;
mod fields;
mod handle;
mod id;
mod meta;
mod slot;
mod value;

pub use atomata_macros::{Fields, atom, computed};
pub use fields::{Fields, Guarded, Mut};
pub use handle::{Field, Handle, Read, ReadHandle, Root, Write};
pub use id::Id;
pub use value::{CloneValue, CopyValue, DefaultValue, EqValue, SerdeValue, Share, Shared};

#[doc(hidden)]
pub mod __private;
