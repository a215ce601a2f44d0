//! Application state, declared at compile time.
#![forbid(unsafe_code)]
// Under loom only the kernels of `batch` are built: loom's types stand in for the primitives there.

// The store is what uses these.
#[allow(dead_code, unused_imports)]
mod sync;

mod clock;

#[cfg(not(loom))]
mod error;
#[cfg(not(loom))]
mod fields;
#[cfg(not(loom))]
mod handle;
#[cfg(not(loom))]
mod id;
#[cfg(not(loom))]
mod meta;
#[cfg(not(loom))]
mod slot;
#[cfg(not(loom))]
mod value;

#[allow(dead_code)]
mod batch;

#[cfg(not(loom))]
pub mod testing;

#[cfg(all(not(loom), feature = "tokio"))]
pub use batch::schedule::tokio::TokioScheduler;
#[cfg(not(loom))]
pub use batch::schedule::{Scheduler, Task, Timer, thread::ThreadScheduler};
pub use clock::Time;
#[cfg(not(loom))]
pub use fields::{Fields, Guarded, Mut};
#[cfg(not(loom))]
pub use handle::{Field, Handle, Read, ReadHandle, Root, Write};
#[cfg(not(loom))]
pub use id::Id;
#[cfg(not(loom))]
pub use value::{CloneValue, CopyValue, DefaultValue, EqValue, SerdeValue, Share, Shared};

#[cfg(not(loom))]
#[doc(hidden)]
pub mod __private;
