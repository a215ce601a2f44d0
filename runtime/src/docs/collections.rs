//! Collections: large lists and maps in an atom.
//!
//! A `Vec` in an atom is one value: a snapshot that is held while it is written copies all of it, and what
//! changed in it is found by comparing all of it. [`List`](crate::List) and [`Map`](crate::Map) share what
//! is equal between versions. In return each item is an allocation of its own: reading one costs a step
//! more, filling a list with numbers many times what a vector needs, and there is no slice of it.
//!
//! | | `Vec`, `BTreeMap` | `List`, `Map` |
//! |---|---|---|
//! | a clone | all items | constant |
//! | the first write while a clone is held | all items | one item, and what leads there |
//! | what differs from a version | compares all items | looks at the chunks that differ |
//! | insertion in front | moves all items | moves those of one chunk |
//! | as a parameter of a computed | `&[T]` | `&List<T>` |
//!
//! So: a `Vec` for what is short, or written as a whole; a `List` or a `Map` for what is long and changes
//! here and there; a family ([`families`](crate::docs::families)) where subscribers or computeds are to
//! know which entry changed.
//!
//! ```
//! use atomata::{List, Map, Store, atom, computed};
//! use serde::{Deserialize, Serialize};
//!
//! #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
//! pub struct Todo {
//!     pub title: String,
//!     pub done: bool,
//! }
//!
//! #[atom]
//! #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
//! pub struct Board {
//!     pub todos: List<Todo>,
//!     pub people: Map<String, u32>,
//! }
//!
//! #[computed(deps = [Board.todos])]
//! pub fn open(todos: &List<Todo>) -> usize {
//!     todos.iter().filter(|todo| !todo.done).count()
//! }
//!
//! let store = Store::new();
//! let todo = |title: &str| Todo { title: title.into(), done: false };
//! store.update(Board.todos, |todos| todos.extend(["tea", "milk"].map(todo)));
//!
//! let before = store.snapshot();
//! store.update(Board, |board| {
//!     board.todos[0].done = true;
//!     board.people.insert("ada".into(), 1);
//! });
//! assert_eq!((before.get(OPEN), store.get(OPEN)), (2, 1));
//! ```
//!
//! # Many items at once
//!
//! `insert_batch`, `update_batch`, `remove_batch` and `get_batch` do all of it or nothing: a
//! [`BatchError`](crate::BatchError) names each index or key that stands in the way. Done inside of one
//! [`update`](crate::Store::update) they are one change of state.
//!
//! ```
//! # use atomata::{BatchError, List};
//! let mut list: List<u32> = (0..5).collect();
//! let error = list.update_batch([1, 8, 9], |_, item| *item += 1).unwrap_err();
//! assert_eq!(error.to_string(), "no items at indices 8, 9 of a list of 5 items");
//! assert_eq!(list.to_vec(), [0, 1, 2, 3, 4]);
//! ```
//!
//! # Identity
//!
//! Items that two versions share are not compared: they are equal, even where they would not be equal to
//! themselves, as NaN is not.
