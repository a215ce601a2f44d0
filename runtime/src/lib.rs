//! Application state, declared at compile time.
#![forbid(unsafe_code)]
// Under loom only the kernels of `batch` are built: loom's types stand in for the primitives there.

#[cfg(not(loom))]
mod core;
#[cfg(not(loom))]
mod error;
#[cfg(not(loom))]
mod fields;
#[cfg(not(loom))]
mod graph;
#[cfg(not(loom))]
mod handle;
#[cfg(not(loom))]
mod id;
#[cfg(not(loom))]
mod meta;
#[cfg(not(loom))]
mod slot;
#[cfg(not(loom))]
mod state;
#[cfg(not(loom))]
mod store;
#[cfg(not(loom))]
mod value;

#[cfg_attr(loom, allow(dead_code))]
mod batch;
#[cfg_attr(loom, allow(dead_code))]
mod clock;
#[cfg_attr(loom, allow(dead_code, unused_imports))]
mod sync;

#[cfg(not(loom))]
pub mod testing;

#[cfg(not(loom))]
pub use atomata_macros::{Fields, atom, computed};
#[cfg(all(not(loom), feature = "tokio"))]
pub use batch::schedule::tokio::TokioScheduler;
#[cfg(not(loom))]
pub use batch::schedule::{Scheduler, Task, Timer, thread::ThreadScheduler};
pub use clock::Time;
#[cfg(not(loom))]
pub use error::{Error, Failure};
#[cfg(not(loom))]
pub use fields::{Fields, Guarded, Mut};
#[cfg(not(loom))]
pub use handle::{Field, Handle, Read, ReadHandle, Root, Write};
#[cfg(not(loom))]
pub use id::Id;
#[cfg(not(loom))]
pub use state::{Report, Stats};
#[cfg(not(loom))]
pub use store::{
    Builder, Dynamic, Get, Group, Holds, Settled, Snapshot, Source, Store, Subscription, Tier, Tx,
    View, Watch, WeakStore,
};
#[cfg(not(loom))]
pub use value::{CloneValue, CopyValue, DefaultValue, EqValue, SerdeValue, Share, Shared};

#[cfg(not(loom))]
#[doc(hidden)]
pub mod __private;
