//! Batching: when subscribers are told.
//!
//! Waiting costs latency, telling each write costs work: a burst of 100 writes within a window calls a
//! subscriber once. Values never wait; only notifications do.
//!
//! | store | told | on |
//! |---|---|---|
//! | [`Store::new`](crate::Store::new) | at the end of the window of the written atom's group, 16 ms by default | the scheduler's thread |
//! | [`Builder::time`](crate::Builder::time) | at the end of one window for all groups | the scheduler's thread |
//! | [`Store::immediate`](crate::Store::immediate) | at the end of each outermost write | the writer's thread |
//! | [`Store::manual`](crate::Store::manual) | at [`flush`](crate::Store::flush) | the caller's thread |
//!
//! A window opens with the first write of its group that somebody watches, and ends when its time is
//! over, whatever is written meanwhile. What is due at one instant is told in one flush: by priority of
//! the group, then in the order of the graph, then in the order of subscription.
//!
//! ```
//! use std::time::Duration;
//! use atomata::{Group, Store, atom, testing::TestClock};
//!
//! #[atom(group = "ui")]
//! static CURSOR: u32 = 0;
//! #[atom(group = "data")]
//! static LOAD: f64 = 0.0;
//!
//! let clock = TestClock::new();
//! let store = Store::builder()
//!     .group("ui", Group::new().window(Duration::from_millis(8)).priority(10))
//!     .group("data", Group::new().window(Duration::from_millis(100)))
//!     .scheduler(clock.clone())
//!     .build();
//! store.subscribe(CURSOR, |_| ()).detach();
//! store.subscribe(LOAD, |_| ()).detach();
//!
//! store.set(CURSOR, 1);
//! store.set(LOAD, 0.5);
//! clock.advance(Duration::from_millis(8));
//! assert_eq!(store.stats().notified, 1);
//! clock.advance(Duration::from_millis(92));
//! assert_eq!(store.stats().notified, 2);
//! ```
//!
//! A source that writes as often as a window is long meets it only now and then: 100 ms of readings in
//! windows of 100 ms come as one flush for one reading or for two. A window well below the period tells
//! each.
//!
//! # A computed over several groups
//!
//! It has the highest priority of them, is told at the first flush that shows it changed, and not
//! again for the same value. A batch over two groups is one change of state, told in each group's
//! flush.
//!
//! # Subscribers that write
//!
//! What a subscriber writes is told in a further pass of the same flush. After 100 passes the rest is
//! dropped and reported as [`Error::Runaway`](crate::Error::Runaway); the values stay.
//!
//! # Waiting
//!
//! [`Store::settled`](crate::Store::settled) resolves once everything written before it was told. A program that ends, or
//! drops its store, before the window does tells nobody of what is in it; [`flush`](crate::Store::flush) first.
