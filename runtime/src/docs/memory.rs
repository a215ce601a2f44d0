//! What a store takes in memory: asking, budgets, giving back, and what keeps what alive.
//!
//! # Asking
//!
//! [`Store::memory`](crate::Store::memory) says how much there is of each kind, what each group takes, and which
//! atoms take most; written out, it is a table.
//!
//! ```
//! use atomata::{History, Store, atom, computed};
//!
//! #[atom]
//! static NOTES: String = String::new();
//!
//! #[computed(deps = [NOTES])]
//! fn loud(notes: &str) -> String {
//!     notes.to_uppercase()
//! }
//!
//! let store = Store::builder().history(History::new()).build();
//! store.set(NOTES, "tea ".repeat(100));
//! store.set(NOTES, "milk ".repeat(100));
//! assert_eq!(store.get(LOUD).len(), 500);
//! let memory = store.memory();
//! assert_eq!((memory.atoms.count, memory.computeds.count, memory.history.count), (1, 1, 2));
//! assert!(memory.history.bytes > 400, "it holds what the notes were before");
//! println!("{memory}");
//! ```
//!
//! The numbers are estimates. A value counts with its place in the store and with what it owns directly: the text
//! of a `String`, the buffer of a `Vec`, the table of a `HashMap`, what is behind an `Arc` or a `Box`, the chunks
//! and items of a [`List`](crate::List) and a [`Map`](crate::Map). What lies behind that, the texts of a `Vec<String>` or what a type of
//! one's own owns, is estimated by what serde writes of the first 64 items of a collection, if the atom is one that is
//! saved; of computeds and `transient` atoms it is not counted. What is shared counts once: an entry of the history
//! counts what the value in the store does not hold, too. Beside an allocator that counts
//! (`cargo bench -p atomata_benches --bench memory`) nodes, members and subscriptions are within a tenth, and a
//! state of items with texts is seven eighths.
//!
//! Nothing is counted at writes: asking costs a look at each node, each dependency, each entry of the history, and a
//! few items of each collection.
//!
//! # A budget
//!
//! [`Builder::memory_budget`](crate::Builder::memory_budget) holds a store to so many bytes, by these estimates, and
//! [`Store::on_memory_warning`](crate::Store::on_memory_warning) tells once when it comes near.
//!
//! ```
//! use atomata::{History, MemoryBudget, Store, atom};
//!
//! #[atom]
//! static PAGE: String = String::new();
//!
//! let store = Store::builder()
//!     .immediate()
//!     .history(History::new().max_snapshots(1_000))
//!     .memory_budget(MemoryBudget::new(1 << 20).warn_at(0.9))
//!     .build();
//! let _warning = store.on_memory_warning(|warning| eprintln!("{warning}"));
//! let _telling = store.subscribe(PAGE, |_| ());
//! for page in 0..500 {
//!     store.set(PAGE, page.to_string().repeat(2_000));
//! }
//! assert!(store.history().bytes() < 1 << 20);
//! assert!(store.undo(), "the last entries are there");
//! ```
//!
//! Beyond it goes, until the rest is within it, what is not the present state:
//!
//! 1. what [`Serializer`](crate::Serializer)s keep of what they wrote, what was asked for longest ago first;
//! 2. what [`Version`](crate::Version)s, streams and serializers keep of plain collections to compare them: the
//!    next change of such a collection is told as a whole;
//! 3. entries of the history, the oldest first and without a hole; points that are pinned stay, and so does what
//!    leads there.
//!
//! Present values stay, whatever they take. The store looks at the end of each flush that told something, and when
//! a serializer or a stream has written. A look costs 128 of the values at most, in turns, so that a change of
//! one in many thousand is noticed some flushes later. Between two looks the history is held to what the values
//! leave of the budget, so that it stays within it where nothing is flushed, too. A store without a budget
//! does none of this.
//!
//! # Giving back
//!
//! [`Store::collect`](crate::Store::collect) frees at once all that can be had again: the first two of these, the
//! values of computeds that nobody observes, and room that is not in use. Nobody reads another value
//! afterwards, and nobody is told of anything; what was dropped is computed, written or copied again when
//! somebody asks. It is for the moment when a program goes into the background, or the system says that
//! memory is short.
//!
//! # What keeps what alive
//!
//! A store lives as long as a [`Store`](crate::Store) handle of it. Subscriptions, watches, bound handles, readers,
//! versions, serializers, streams, optimistic updates, futures and timers keep it not, and end with it; it keeps
//! nothing for those that are gone. Snapshots and [`Shared`](crate::Shared) values live on by themselves, and hold
//! the values of their moment. The one leak there is to make is a detached callback that captures a handle of
//! its own store: capture [`Store::downgrade`](crate::Store::downgrade) instead, or use
//! [`effect`](crate::Store::effect), which hands the store out.
