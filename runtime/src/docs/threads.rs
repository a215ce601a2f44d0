//! Threads: what may be done from where.
//!
//! A [`Store`](crate::Store) is `Clone + Send + Sync`; a clone is the same store. Every operation takes
//! the store's turn. A turn of several operations ([`batch`](crate::Store::batch),
//! [`transaction`](crate::Store::transaction), [`update`](crate::Store::update),
//! [`modify`](crate::Store::modify), [`read`](crate::Store::read)) keeps it until its function ends:
//! other threads wait, readers too, and so see all of it or nothing. The thread that has the turn may
//! use the store freely.
//!
//! ```
//! use std::thread;
//! use atomata::{Store, atom};
//!
//! #[atom]
//! static COUNT: u64 = 0;
//!
//! let store = Store::new();
//! thread::scope(|scope| {
//!     for _ in 0..4 {
//!         scope.spawn(|| (0..100).for_each(|_| store.update(COUNT, |count| *count += 1)));
//!     }
//! });
//! assert_eq!(store.get(COUNT), 400);
//! ```
//!
//! # What runs where
//!
//! | code | holds | may use the store |
//! |---|---|---|
//! | functions of `batch`, `transaction`, `modify`, `read` | the turn | yes |
//! | the function of `update` | the turn | yes, but not the atom it updates, nor what is computed from it |
//! | compute functions, initial values, `eq`, `Clone` and `PartialEq` of values, `Serialize` where memory is estimated | the turn and the state | no: a panic that names what was computed |
//! | subscribers, effects, hooks, `on_error`, the function of `with` | nothing | yes |
//!
//! Old values are dropped after the lock. Stores and subscriptions may be dropped everywhere.
//!
//! Waiting inside of a turn for another thread that needs the same store is a deadlock that nobody can
//! see: neither thread can go on.
//!
//! Rollback and local errors rely on unwinding; with `panic = "abort"` a panic ends the process.
