//! Application state, declared at compile time.
//!
//! An application's state is declared once, as *atoms* and *computeds*. A [`Store`] keeps the values,
//! keeps what is computed up to date, and tells subscribers what changed.
//!
//! ```
//! use atomata::{Store, atom, computed};
//! use serde::{Deserialize, Serialize};
//!
//! #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
//! pub struct Item {
//!     pub name: String,
//!     pub price: f64,
//! }
//!
//! /// Sales tax.
//! #[atom(group = "data")]
//! pub static TAX: f64 = 0.2;
//!
//! #[atom]
//! #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
//! pub struct Cart {
//!     pub items: Vec<Item>,
//!     pub coupon: Option<String>,
//! }
//!
//! #[computed(deps = [Cart.items, TAX])]
//! pub fn total(items: &[Item], tax: f64) -> f64 {
//!     items.iter().map(|item| item.price).sum::<f64>() * (1.0 + tax)
//! }
//!
//! let store = Store::new();
//! let _watching = store.subscribe(TOTAL, |total| println!("total {total}"));
//! store.update(Cart, |cart| cart.items.push(Item { name: "tea".into(), price: 10.0 }));
//! store.set(Cart.coupon, Some("TEN".into())); // `total` does not depend on it: nothing is computed
//! assert_eq!(store.get(TOTAL), 12.0);
//! ```
//!
//! # What it gives up
//!
//! Dependencies are fixed when the program is compiled: a computed names what it depends on, and may
//! depend on more than a run of it reads. That costs a recompute now and then, never a wrong value; in
//! return nothing is tracked while it runs, and a cycle, a missing dependency or a wrong type does not
//! compile. Every operation takes the store's one lock, so a store is for an application's state, not
//! for a hot loop's. Values are `Send + Sync`, because a store is.
//!
//! # The kinds
//!
//! | kind | identity | life |
//! |---|---|---|
//! | **atom** | its declaration: `module::Name`, or the `id` option | in each store from its first use until the store ends |
//! | **field** | its atom and its name | that of its atom |
//! | **computed** | its declaration | as an atom; it is computed when it is read, or at a flush if somebody watches |
//! | **member** of a family | its family and its key | from its first write until it is removed, or as `life` says |
//! | **effect**, **subscription** | one registration | until its [`Subscription`] is dropped, or, detached, that of the store; or until a member it observes is removed |
//! | **store** | its clones are one store; two stores share nothing | until its last clone is dropped |
//! | **snapshot** | a moment of a store | its own |
//!
//! A store's graph grows as its nodes are used, or is compiled as a whole: `Store<state::Graph>` for a module with
//! [`#[atoms]`](atoms), which is faster and means the same.
//!
//! A *handle* names an atom, a field or a computed: `TAX`, `Cart`, `Cart.items`, `TOTAL`; of a family, a
//! member or a field of it: `Todo(7)`, `Todo(7).done`. It holds no value; the same handle works on every
//! store.
//!
//! # The rules
//!
//! 1. A read sees every write before it, computeds too. Only notifications wait for the flush.
//! 2. Between two reads each computed runs at most once, after all it depends on.
//! 3. Writes of one thread exclude those of others for the length of a turn: a single write, a
//!    [`batch`](Store::batch), a [`transaction`](Store::transaction).
//! 4. Writing an equal value does nothing; a recomputed equal value stops there. NaN equals itself
//!    where the type is `f32` or `f64`.
//! 5. A subscriber is called at most once per pass, with nothing held, with values of one moment.
//! 6. A transaction that fails has changed nothing and told nobody.
//! 7. What panics stays local: a computed that panics fails until a dependency changes, a subscriber
//!    that panics stops no other. Both are told to [`on_error`](Builder::on_error).
//!
//! # Further reading
//!
//! [`docs::declaring`] has every option of the macros, [`docs::families`] is about state of which there is
//! one per key, [`docs::collections`] about large lists and maps, [`docs::compiled`] about graphs that are
//! known as a whole when the program is compiled,
//! [`docs::batching`] says when subscribers are told, [`docs::history`] how to undo and to travel in time,
//! [`docs::memory`] what a store takes in memory and how to hold it to a budget,
//! [`docs::threads`] what may be done from where,
//! [`docs::monitor`] how to see what a store does and why, `docs::devtools` how to do so in a browser,
//! [`docs::saving`] how state is saved, loaded and migrated, [`docs::deltas`] how to send what changed,
//! [`docs::testing`] how to test an application.
//!
//! # Features
//!
//! * `serial` (on by default): the two wires, `wire` and `json_patch`; `docs::wire` has the layout of the
//!   binary one.
//! * `devtools`: the inspector, in debug builds alone; see `docs::devtools`. `redux-devtools`: a bridge to the Redux
//!   DevTools besides.
//! * `tracing`: `export::Tracing`, which passes what a store does on to the crate of that name; `metrics`:
//!   `export::Metrics`, the same for the facade.
//! * `tokio`: `TokioScheduler`, which runs flush windows as tasks of a tokio runtime.
#![forbid(unsafe_code)]
// Under loom only the kernels of `batch` are built: loom's types stand in for the primitives there.

#[cfg(not(loom))]
mod codec;
#[cfg(not(loom))]
mod collection;
#[cfg(not(loom))]
mod core;
#[cfg(not(loom))]
mod error;
#[cfg(not(loom))]
mod family;
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
#[cfg(all(not(loom), feature = "serial"))]
mod serial;
#[cfg(not(loom))]
mod slot;
#[cfg(not(loom))]
mod state;
#[cfg(not(loom))]
mod store;
#[cfg(not(loom))]
mod tier;
#[cfg(not(loom))]
mod value;

#[cfg_attr(loom, allow(dead_code))]
mod batch;
#[cfg_attr(loom, allow(dead_code))]
mod clock;
#[cfg_attr(loom, allow(dead_code, unused_imports))]
mod sync;

#[cfg(not(loom))]
pub mod devtools;
#[cfg(not(loom))]
pub mod docs;
#[cfg(not(loom))]
pub mod event;
#[cfg(not(loom))]
pub mod export;
#[cfg(not(loom))]
pub mod history;
#[cfg(not(loom))]
pub mod monitor;
#[cfg(not(loom))]
pub mod testing;

#[cfg(not(loom))]
pub use atomata_macros::{Fields, atom, atoms, computed};
#[cfg(all(not(loom), feature = "tokio"))]
pub use batch::schedule::tokio::TokioScheduler;
#[cfg(not(loom))]
pub use batch::schedule::{Scheduler, Task, Timer, thread::ThreadScheduler};
pub use clock::Time;
#[cfg(not(loom))]
pub use collection::{BatchError, List, ListIter, Map, MapIter, MapKeys, MapRange, MapValues};
#[cfg(not(loom))]
pub use error::{Error, Failure, Name};
#[cfg(not(loom))]
pub use family::{Each, FastHasher, Keys, KeysIter};
#[cfg(not(loom))]
pub use fields::{Fields, Guarded, Mut};
#[cfg(not(loom))]
pub use handle::{
    Family, Field, Handle, Key, Keyed, Member, MemberHandle, Place, Read, ReadHandle, Root, Write,
};
#[cfg(not(loom))]
pub use history::History;
#[cfg(not(loom))]
pub use id::Id;
#[cfg(not(loom))]
pub use monitor::{Health, Monitor};
#[cfg(all(not(loom), feature = "serial"))]
pub use serial::saved::SAVED_VERSION;
#[cfg(all(not(loom), feature = "serial"))]
pub use serial::{frame as wire, patch as json_patch};
#[cfg(all(not(loom), feature = "serial"))]
pub use state::{
    Absent, Delta, DeltaError, Load, Loaded, Migrations, Missing, SaveError, StepError, Unknown,
    Version,
};
#[cfg(not(loom))]
pub use state::{Amount, Freed, Memory, Report, Stats, Usage};
#[cfg(all(not(loom), feature = "serial"))]
pub use store::{Applied, Deltas, Follower, Output, Serializer, Strategy, Wire};
#[cfg(not(loom))]
pub use store::{
    Bound, Builder, Get, Group, MemoryBudget, MemoryWarning, Reader, Settled, Snapshot, Source,
    Store, Subscription, Tx, View, Watch, WeakStore,
};
#[cfg(not(loom))]
pub use tier::{Dynamic, Holds, Tier};
#[cfg(not(loom))]
pub use value::{CloneValue, CopyOut, DefaultValue, EqValue, SerdeValue, Share, Shared, TakenAs};

#[cfg(not(loom))]
#[doc(hidden)]
pub mod __private;
