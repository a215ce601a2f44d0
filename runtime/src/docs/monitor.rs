//! Monitoring: what a store does, how long it takes, and why somebody was told.
//!
//! Knowing costs. A store that nobody watches counts a few numbers ([`Store::stats`](crate::Store::stats)) and pays
//! a branch where an event would be noted. What is attached costs what it asks for; how much on a machine of
//! yours is said by `cargo bench -p atomata_benches --bench overhead`.
//!
//! | what | in | asks for |
//! |---|---|---|
//! | [`Monitor`](crate::Monitor) | every build | sums, a sample of times |
//! | a monitor with budgets, [`measure_all`](crate::Monitor::measure_all) | every build | every time, with budgets events at once |
//! | [`Store::probe`](crate::Store::probe), [`export`](crate::export) | every build | what their [`Wants`](crate::event::Wants) say |
//! | [`Store::why`](crate::Store::why), [`Store::devtools`](crate::Store::devtools), warnings | debug builds | the last 1,024 events, every time |
//!
//! # A monitor
//!
//! It counts by store, group and atom, and keeps histograms (p50, p95, p99, the longest) of flushes, turns, runs
//! of computeds, calls of subscribers and serialization. Its size is constant: histograms have 160 buckets, and
//! of atoms and computeds the first 1,024 are counted each for itself.
//!
//! ```
//! use std::time::Duration;
//! use atomata::{Monitor, Store, assert_within_budget, atom, monitor::Budget};
//!
//! #[atom]
//! static CURSOR: u32 = 0;
//!
//! let monitor = Monitor::new()
//!     .per_flush(Duration::from_secs(1))
//!     .budget(CURSOR, Budget::new().writes(100));
//! let store = Store::builder().manual().monitor(monitor).build();
//! store.subscribe(CURSOR, |_| ()).detach();
//! store.set(CURSOR, 1);
//! store.flush();
//!
//! println!("{}", store.report()); // a table; it serializes, too
//! assert_within_budget!(store); // in a test: names what was over, by how much, where
//! println!("{}", store.health()); // for a server's health endpoint
//! ```
//!
//! Flushes, turns and runs are measured one in 32 at random, and each one as long as they take more than 2 µs:
//! reading the clock twice costs as much as a small update. Computeds of a compiled graph that run together are
//! counted for the store alone, in release builds, unless a probe asks for
//! [each of them](crate::event::Wants::each_computed).
//!
//! # Events
//!
//! What a store does is noted under its lock and told to probes with nothing held, in the order in which it
//! happened, by one thread at a time; a thread that finds another one telling leaves its events to that.
//! Inside of a turn nothing is told before the turn ends. 65,536 events wait at most; what comes then is lost and
//! counted ([`Event::Lost`](crate::event::Event::Lost)), for a probe never blocks a writer.
//!
//! [`export`](crate::export) has probes for `tracing` (feature `tracing`), for the `metrics` facade (feature
//! `metrics`), and for Chrome's trace format, which Perfetto opens.
//!
//! # Why, and why not
//!
//! A debug build remembers the last flushes: the writes with their lines, the computeds that ran, who was told.
//!
//! ```
//! use atomata::{Store, atom, computed};
//!
//! #[atom]
//! static COUNT: u32 = 1;
//!
//! #[computed(deps = [COUNT])]
//! fn parity(count: u32) -> u32 {
//!     count % 2
//! }
//!
//! let store = Store::immediate();
//! store.subscribe(PARITY, |_| ()).detach();
//! store.set(COUNT, 3);
//! if let Some(why) = store.why_not(PARITY) {
//!     // `parity` was not told: it came to the same value
//!     //   parity came to the same value
//!     //     COUNT was written once
//!     //       at src/main.rs:13:7
//!     println!("{why}");
//! }
//! ```
//!
//! It also warns of habits that cost more than they have to
//! ([`WarningKind`](crate::event::WarningKind) has them), by
//! [`on_warning`](crate::Builder::on_warning) or once on stderr; [`allow`](crate::Builder::allow) silences a kind. A program that
//! draws on its terminal has to give `on_warning` and `on_error` functions of its own, or they print across it.
//!
//! # Nothing in a release
//!
//! A debug build is one in which this crate is compiled with debug assertions, whatever the profile is called. In
//! others `why`, `why_not`, `devtools` and `on_warning` can be called, are empty and answer with nothing, but for
//! their arguments, which are evaluated. `tests/release/prove.sh` builds one program with such calls and without,
//! and holds the code and the data of both to be the same bytes.
