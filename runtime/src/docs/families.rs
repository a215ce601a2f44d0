//! Families: atoms and computeds by key.
//!
//! Real state is full of things there are many of: todos, rows, players. A family declares one and makes
//! as many as there are keys, each with subscribers, changes and an end of its own.
//!
//! ```
//! use atomata::{Each, Keys, Store, atom, computed};
//! use serde::{Deserialize, Serialize};
//!
//! type TodoId = u32;
//!
//! #[atom(key = TodoId)]
//! #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
//! pub struct Todo {
//!     pub title: String,
//!     pub done: bool,
//! }
//!
//! #[atom]
//! pub static SHOW_DONE: bool = false;
//!
//! // The key is the first parameter; the keys of dependencies are any expressions over it.
//! #[computed(key = TodoId, deps = [Todo(id).done, SHOW_DONE])]
//! pub fn visible(id: TodoId, done: bool, show_done: bool) -> bool {
//!     show_done || !done
//! }
//!
//! // `each` is a place of every member; the family itself is its keys.
//! #[computed(deps = [each(Todo.done), Todo])]
//! pub fn left(mut done: Each<'_, TodoId, bool>, keys: &Keys<TodoId>) -> String {
//!     format!("{} of {}", done.by_ref().filter(|(_, done)| !**done).count(), keys.len())
//! }
//!
//! let store = Store::immediate();
//! store.set(Todo(7).title, "tea".to_owned()); // makes it
//! store.update(Todo(8), |todo| *todo.done = true);
//! assert_eq!(store.keys(Todo), [7, 8]);
//! assert_eq!(store.get(VISIBLE(8)), false);
//! assert_eq!(store.get(LEFT), "1 of 2");
//!
//! let watching = store.subscribe(Todo(8).done, |done| println!("8 is done: {done}"));
//! store.remove(Todo(8));
//! assert!(watching.is_ended());
//! ```
//!
//! # Handles
//!
//! `Todo(7)` is a handle like others: it can be read, written, subscribed to, watched, erased, and has
//! fields. The parts of a tuple are arguments: `#[atom(key = (u32, u32))] static CELL` is `CELL(3, 4)`; of a
//! tuple behind an alias the macro sees the name alone, so it is passed as one. A
//! handle holds its key, and each field of it does; it is `Copy` where the key is. [`Store::bind`](crate::Store::bind) looks
//! the member up once, for a loop that uses it again and again.
//!
//! A key is `Eq + Hash + Clone + Send + Sync`, and serde's traits if its atom is saved. `Eq`, `Hash` and
//! `Clone` of keys run under the store's lock. Keys are hashed fast and without a secret, which suits
//! keys that the program makes itself; where strangers choose them, see [`Keys`](crate::Keys).
//!
//! # Members
//!
//! A member is there once it was written: `set`, `update`, `modify`, `replace`, `take` and `reset` make it.
//! Reading one that is not there gives its initial value, which may follow from the key
//! (`static SLOPE: i64 = |(x, y)| …`, `default = |id| …`), and makes nothing; so does observing or binding
//! one. [`Store::contains`](crate::Store::contains) and [`Store::keys`](crate::Store::keys) tell which are there.
//!
//! [`Store::remove`](crate::Store::remove) ends a member: subscriptions to it end without a call, bound handles of it are errors and
//! stay so, watches have ended, what depends on it sees its initial value. What is written under its key
//! later is another member. A computed does not end with what it depends on: who observes `VISIBLE(8)` and
//! wants to end with `Todo(8)` subscribes to the tuple of both.
//!
//! | option | how long a member lives |
//! |---|---|
//! | `life = keep` | until it is removed; the default of atoms |
//! | `life = unobserved` | until the last of its observers goes; the default of computeds |
//! | `life = lru(n)` | beyond `n` members, the one used longest ago that nobody observes goes |
//! | `life = ttl(duration)` | until it was not used for so long and nobody observes it |
//!
//! To be observed is to have a subscription, an effect, a watch or a bound handle, here or at what
//! depends on it by its key; who observes `each(…)` observes no single member. To be used is to be read or written by its handle. An atom that goes is removed, as by
//! [`Store::remove`](crate::Store::remove); of a computed only the work is lost. Lives end at the end of an operation on the
//! store, those of `ttl` at the first one after their time: no timer runs for them.
//!
//! A computed that nobody observes is computed anew by each read, though only once within a turn. Where
//! it is read in a loop without being observed, `life = keep` or `lru(n)` keeps it.
//!
//! # Dependencies
//!
//! | in `deps` | the parameter | reacts to |
//! |---|---|---|
//! | `Todo(id)`, `Todo(id).done` | as for a plain atom | that member, or field of it |
//! | `SUM(at.checked_sub(1)?)` | `Option<T>` or `Option<&T>` | the member; absent where the `?` returns |
//! | `Todo` | [`&Keys<TodoId>`](crate::Keys) | members that come and go |
//! | `each(Todo)`, `each(Todo.done)` | [`Each<'_, TodoId, bool>`](crate::Each) | members that come and go, and that place in each |
//!
//! A computed may depend on other keys of its own family, if that comes to an end:
//!
//! ```
//! use atomata::{Store, atom, computed};
//!
//! #[atom(key = u32)]
//! static INCOME: i64 = 0;
//!
//! #[computed(key = u32, deps = [INCOME(month), BALANCE(month.checked_sub(1)?)])]
//! fn balance(month: u32, income: i64, before: Option<i64>) -> i64 {
//!     before.unwrap_or(0) + income
//! }
//!
//! let store = Store::new();
//! store.set_batch(INCOME, [(0, 100), (1, -30), (2, 50)]);
//! assert_eq!(store.get(BALANCE(2)), 120);
//! ```
//!
//! A cycle through keys is found when a member is made, and is [`Error::Cycle`](crate::Error::Cycle) with the path of keys; a
//! chain of keys without an end is [`Error::Endless`](crate::Error::Endless). Nothing of either is left in the store.
//!
//! # Many at once
//!
//! [`Store::set_batch`](crate::Store::set_batch), [`Store::update_batch`](crate::Store::update_batch), [`Store::remove_batch`](crate::Store::remove_batch), [`Store::get_batch`](crate::Store::get_batch) and
//! [`Store::contains_keys`](crate::Store::contains_keys) work on many members under one lock; the writing ones are one change, which
//! each subscription hears of once. [`Store::entries`](crate::Store::entries) gives all members with their values, and
//! [`Store::retain`](crate::Store::retain) removes those that a function does not want.
//!
//! # What it costs
//!
//! A handle with a key is looked up by one hash and one comparison, a bound one by neither. A member takes
//! the memory of an atom and an entry in the table of keys, and gives it back when it goes; the table and
//! the slots of the store shrink with it. A change of one of many members costs that member's observers and
//! one mark for all who read `each(…)`, whose function then goes over the members again. A family that
//! somebody holds, as [`Shared`](crate::Shared) keys or in a snapshot, is copied once by the next member
//! that comes or goes. `cargo bench --bench families` measures each of these.
