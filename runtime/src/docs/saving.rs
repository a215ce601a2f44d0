//! Saving and loading: the first and the last lines of a program, and what becomes of old files.
//!
//! ```
//! use atomata::{Store, atom};
//! use serde::{Deserialize, Serialize};
//!
//! #[atom(id = "settings")]
//! #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
//! struct Settings {
//!     dark: bool,
//!     recent: Vec<String>,
//! }
//!
//! # let path = std::env::temp_dir().join(format!("atomata-docs-saving-{}.json", std::process::id()));
//! let store = Store::new();
//! match store.load_from(&path) {
//!     Err(error) if error.is_not_found() => {} // the first start
//!     loaded => drop(loaded?),
//! }
//! store.set(Settings.dark, true);
//! store.save_to(&path)?;
//! # std::fs::remove_file(&path).unwrap();
//! # Ok::<(), atomata::SaveError>(())
//! ```
//!
//! # What is saved
//!
//! Every atom in use that is not `transient`, with all members of families, under its key: `module::Name`, or what
//! `id = "…"` says. Name an `id` for what is saved, or moving it to another module makes another atom of it (which
//! [`Migrations::renamed`](crate::Migrations::renamed) puts right). Computeds follow from atoms and are not saved.
//! Fields that serde skips are not saved either; they stay as they are when the rest is loaded.
//!
//! [`save`](crate::Store::save) looks at one moment, and writes it without holding the store.
//! [`save_to`](crate::Store::save_to) replaces a file whole or not at all. Neither may be called inside of a turn.
//!
//! # How it is loaded
//!
//! [`load`](crate::Store::load) reads everything, takes it through migrations, and holds it against the types here
//! before anything changes: where a value does not fit, the error says where, and nothing has changed. Then all of
//! it changes in one turn, and subscribers are told of what differs, as of any write.
//!
//! A plain [`Store`](crate::Store) knows an atom when it is first used. What is loaded before that is kept as text,
//! and the atom begins with it at its first use, whatever that is; nobody has seen it before, so nobody is told.
//! If it cannot be read then, [`on_error`](crate::Builder::on_error) hears of it, the atom begins as it was declared,
//! and the text is saved on beside it (as `unread`), so that nothing is lost. To hear of it from `load` instead,
//! [register](crate::Builder::register) the atom. Compiled graphs know all of theirs, but for families.
//!
//! So what was loaded is part of the state from then on, as far as the store knows its type: [snapshots] have it, and its
//! first use is no change from one of them to the next. What is still text is in no [full state] and in no delta; who
//! has to send what was loaded registers it.
//!
//! [snapshots]: crate::Store::snapshot
//! [full state]: crate::Store::full_state
//!
//! What does not fit is dealt with by policy, [`Load`](crate::Load):
//!
//! | what | by default | else |
//! |---|---|---|
//! | an atom that is saved and not known | kept, and saved again | left out, or an error |
//! | a field that is saved and not known | left out | an error |
//! | a field that is known and not saved | begins anew | an error |
//! | an atom in use that is not saved | begins anew | stays, or an error |
//!
//! # Versions
//!
//! Each atom has a version, 0 at first, which is saved with it. Whoever changes the shape of an atom keeps the old
//! type, or none, and writes a step from that version to the next: see [`Migrations`](crate::Migrations). A value is
//! taken through all steps after its version; a newer one is an error. For a field that is new, no step is needed.
//!
//! # The form
//!
//! JSON in UTF-8, for people and for `diff`: atoms are sorted by their keys, and each of them and of the members of
//! a family stands on a line of its own. Members come in the order in which they came to the store.
//!
//! ```text
//! {"atomata":1,"atoms":{
//! "cart":{"version":2,"value":{"items":["tea"],"coupon":null}},
//! "todo":{"version":0,"members":{
//! "7":{"title":"write","done":true},
//! "9":{"title":"read","done":false}}}
//! }}
//! ```
//!
//! * `atomata` is the version of the form, [`SAVED_VERSION`](crate::SAVED_VERSION). Another one is an error.
//! * An atom is an object with `version` and either `value` or, of a family, `members`; perhaps also `unread`, the
//!   object that an earlier program saved and a later one could not read. Nothing else stands in it.
//! * A `value` is what serde makes of it, field by field where fields are tracked. The key of a member is its text,
//!   if serde makes a text of it, and else its JSON: `"[3,4]"`.
//! * A name that stands twice in one object is an error.
//! * The text ends with its last brace, so that one that was cut anywhere is not whole, and is an error that says so.
//!
//! JSON has no number for NaN and the infinities. They are written as `null`, and come back as NaN where a float
//! stands by itself, in a list, a struct or an enum; an `Option` takes `null` for `None`, and a value that serde reads
//! by way of a buffer (`untagged`, `flatten`) is refused. Other floats come back to the last bit. A map whose keys
//! are not texts or numbers has no JSON, and cannot be saved as a leaf.
//!
//! # Server rendering
//!
//! Stores share nothing, so a server makes one for each request, fills it, and puts what it
//! [saves](crate::Store::save) into the page; the page makes a store of its own and loads it. The values of
//! `transient` atoms stay on the server. In a script, `<` has to be written otherwise, or a value could end the script:
//!
//! ```
//! use atomata::{Store, atom};
//!
//! #[atom(id = "user")]
//! static USER: String = String::new();
//!
//! // On the server:
//! let store = Store::builder().manual().initial(USER, "</script>".to_owned()).build();
//! let mut state = Vec::new();
//! store.save(&mut state)?;
//! let state = String::from_utf8_lossy(&state).replace('<', "\\u003c");
//! let page = format!(r#"<script type="application/json" id="state">{state}</script>"#);
//! assert_eq!(page.matches("</script>").count(), 1);
//!
//! // In the page, with the text of that element:
//! let there = Store::new();
//! there.load(state.as_bytes())?;
//! assert_eq!(there.get(USER), "</script>");
//! # Ok::<(), atomata::SaveError>(())
//! ```
