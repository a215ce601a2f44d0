//! Deltas: what changed, instead of everything again.
//!
//! A store that is shown elsewhere (in a browser, in another process, in a file that grows) need not be sent as a
//! whole each time it changes. Writes mark what they change where they happen, so that asking what
//! changed costs what changed.
//!
//! # Asking
//!
//! A [`Version`](crate::Version) is a moment; [`Store::changes_since`](crate::Store::changes_since) is what
//! changed after it, and moves it on. Any number of consumers can each have one.
//!
//! ```
//! use atomata::{List, Store, atom};
//! use serde::{Deserialize, Serialize};
//!
//! #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
//! struct Line {
//!     id: u32,
//!     text: String,
//! }
//!
//! #[atom(id = "doc")]
//! #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
//! struct Document {
//!     title: String,
//!     lines: List<Line>,
//!     #[atom(by = id)]
//!     notes: Vec<Line>,
//! }
//!
//! let store = Store::new();
//! let line = |id| Line { id, text: format!("line {id}") };
//! store.update(Document.lines, |lines| lines.extend((0..1_000).map(line)));
//!
//! let mut version = store.version();
//! store.update(Document.lines, |lines| lines.insert(0, line(1_000)));
//! let delta = store.changes_since(&mut version)?;
//! assert_eq!(
//!     delta.to_patch()?,
//!     r#"[{"op":"add","path":"/doc/lines/0","value":{"id":1000,"text":"line 1000"}}]"#,
//! );
//! # Ok::<(), atomata::DeltaError>(())
//! ```
//!
//! | what it is | what is sent of it |
//! |---|---|
//! | a field, nested or not; a static; an enum | its value, if it was written with another one |
//! | [`List`](crate::List), [`Map`](crate::Map) | the edits: items added, removed, replaced |
//! | a `Vec` with `#[atom(by = id)]` | the edits, items being told apart by that field; never by their place |
//! | any other `Vec`, `HashMap` and so on | its value, as a whole |
//! | a member of a family | as an atom; and that it came, or was removed |
//! | computeds, `transient` atoms, fields with `skip` or `#[serde(skip)]` | nothing |
//!
//! A `List` costs a version a reference count, and the items that are written afterwards; a `Vec` with `by`
//! costs it a copy, and a comparison when it was written.
//!
//! # Two wires
//!
//! [`Delta::to_patch`](crate::Delta::to_patch) is a JSON Patch (RFC 6902), for browsers, developer tools and
//! people. Names are those that serde writes, and a field with `#[serde(with = …)]`, or with both `serialize_with`
//! and `deserialize_with`, is written and read by those functions, on both wires and where it is saved. With one of
//! the two alone, with `flatten`, and in a generic struct a field is written as its own type. What is not a number in JSON (NaN, the infinities) is written as
//! null, as `serde_json` does, and read back as NaN.
//!
//! [`Delta::to_bytes`](crate::Delta::to_bytes) is a frame of the compact [binary wire](crate::docs::wire):
//! ordinals of fields, values as postcard writes them, with a version, a fingerprint of the types, sequence
//! numbers and a checksum. postcard is not self-describing: a type whose `Deserialize` asks what comes next
//! (`untagged`, `flatten`, `serde_json::Value`, `skip_serializing_if`) is written and cannot be read back. Such a
//! field is an error when it is applied, and nothing changes; in a debug build it is one when it is written, which
//! names the field, unless it is in the items of a list or a map.
//!
//! Both are applied all or nothing: [`Store::apply_patch`](crate::Store::apply_patch),
//! [`Store::apply_bytes`](crate::Store::apply_bytes). Everything is read and looked at first; then the fields that
//! differ are written as one turn, and their subscribers are told.
//!
//! # A live stream
//!
//! [`Store::deltas`](crate::Store::deltas) begins with the whole state and goes on with deltas. A reader that is
//! slow gets what changed meanwhile as one. [`Follower`](crate::Follower) keeps another store equal to it, and
//! says when something is missing.
//!
//! ```
//! use std::thread;
//! use atomata::{Follower, Store, atom};
//!
//! #[atom]
//! static COUNT: u32 = 0;
//!
//! let here = Store::new();
//! let deltas = here.deltas();
//! let following = thread::spawn(move || {
//!     let there = Store::builder().register(COUNT).build();
//!     let mut follower = Follower::new();
//!     for delta in deltas {
//!         let bytes = delta.to_bytes().expect("a number can be written");
//!         follower.apply(&there, &bytes).expect("nothing is lost on the way");
//!     }
//!     there.get(COUNT)
//! });
//! for count in 1..=100 {
//!     here.set(COUNT, count);
//! }
//! drop(here);
//! assert!(following.join().expect("the thread ends with the store") <= 100);
//! ```
//!
//! A plain store knows the atoms that were used or registered. One that only receives has to be told which there
//! are: `Store::builder().register(COUNT)`, or a compiled graph, which knows all of its own. So has one that sends what
//! it has loaded: what was loaded for an atom of which the store does not know yet is text, without a type that could be
//! written to a wire. It is saved again, and told to streams at its first use, whatever that is; a family, with all of its
//! members. A full state that is applied takes its place.
//!
//! Members come to a follower in the order in which they came to the store, but not by way of JSON, whose objects have
//! none (RFC 8259). That order is not corrected later: a member
//! that was there before, one that was removed and made again between two deltas, and one whose removal was undone
//! stand where they stood or come last.
//!
//! # Two snapshots
//!
//! [`Snapshot::delta_from`](crate::Snapshot::delta_from) makes a delta of any two moments that were kept. It knows
//! what was before, so that it can be turned around ([`Delta::inverse`](crate::Delta::inverse)).
//! [`Delta::then`](crate::Delta::then) makes one of two.
//!
//! What was loaded is part of both from then on: that it was used for the first time in between is no change. Of an atom
//! that neither of the two moments knows nothing is told.
