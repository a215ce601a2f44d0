//! Testing an application: one store per test, time under control.
//!
//! Stores share nothing, so tests need no set-up and run in parallel. A computed is a function and is
//! tested as one. A store starts from other values with [`Builder::initial`](crate::Builder::initial).
//!
//! ```
//! use std::time::Duration;
//! use atomata::{Store, atom, computed, testing::{Recorder, TestClock}};
//!
//! #[atom]
//! static PRICE: u32 = 100;
//! #[atom]
//! static COUNT: u32 = 1;
//!
//! #[computed(deps = [PRICE, COUNT])]
//! fn total(price: u32, count: u32) -> u32 {
//!     price * count
//! }
//!
//! assert_eq!(total(2, 3), 6);
//!
//! let clock = TestClock::new();
//! let store = Store::builder().initial(PRICE, 10).scheduler(clock.clone()).build();
//! let told = Recorder::new();
//! store.subscribe(TOTAL, told.telling("total")).detach();
//!
//! store.set(COUNT, 2);
//! store.set(COUNT, 3);
//! assert_eq!(told.take(), "", "the window is still open");
//! clock.advance(Duration::from_millis(16));
//! assert_eq!(told.take(), "total 30");
//! ```
//!
//! [`Store::immediate`](crate::Store::immediate) tells within the write and needs no clock;
//! [`Store::manual`](crate::Store::manual) tells at [`flush`](crate::Store::flush).
