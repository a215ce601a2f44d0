//! Application state, declared at compile time.
#![forbid(unsafe_code)]

mod error;
mod fields;
mod graph;
mod handle;
mod id;
mod meta;
mod slot;
mod state;
mod store;
mod value;

mod batch;
mod clock;
mod core;
mod sync;
pub mod testing;

#[cfg(feature = "tokio")]
pub use batch::schedule::tokio::TokioScheduler;
pub use batch::schedule::{Scheduler, Task, Timer, thread::ThreadScheduler};
pub use clock::Time;
pub use error::{Error, Failure};
pub use fields::{Fields, Guarded, Mut};
pub use handle::{Field, Handle, Read, ReadHandle, Root, Write};
pub use id::Id;
pub use state::Stats;
pub use store::{
    Builder, Dynamic, Get, Group, Holds, Report, Settled, Snapshot, Source, Store, Subscription,
    Tier, Tx, View, Watch, WeakStore,
};
pub use value::{CloneValue, CopyValue, DefaultValue, EqValue, SerdeValue, Share, Shared};

#[doc(hidden)]
pub mod __private;
