//! Declaring state: every form and option of `#[atom]`, `#[computed]` and `#[derive(Fields)]`.
//!
//! # Atoms
//!
//! ```
//! use atomata::atom;
//! use serde::{Deserialize, Serialize};
//!
//! /// A single value. The expression is evaluated once per store, when it is first touched.
//! #[atom]
//! pub static TAX: f64 = 0.2;
//!
//! /// A value with fields. Each is a handle of its own: `Cart.items`.
//! #[atom]
//! #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
//! pub struct Cart {
//!     pub items: Vec<String>,
//!     pub coupon: Option<String>,
//! }
//!
//! /// One of several values.
//! #[atom]
//! #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
//! pub enum Filter {
//!     #[default]
//!     All,
//!     Done,
//! }
//! ```
//!
//! The name is both a type and a constant: `TAX` and `Filter` are handles, `Cart` is a handle whose
//! fields are handles. Docs, visibility and `cfg`s of the item apply to its handle.
//!
//! | option of `#[atom]` | meaning |
//! |---|---|
//! | `name = CART` | the constant's name; tuple and unit structs need one, because their name is taken |
//! | `group = "data"` | the batching group; by default `ui` below a module `ui` or `view`, `data` below `data` or `api`, else `default` |
//! | `id = "cart-v1"` | the stable key; by default `module::Name` |
//! | `default = expr` | the initial value of a struct or enum; by default `Default::default()` |
//! | `eq = path` | how two values are compared, instead of `==` |
//! | `nested` | on a `static` of a type with `#[derive(Fields)]`: its fields are handles |
//! | `transient` | neither saved, sent nor undone; needs no serde |
//! | `redact` | never shown by DevTools (`docs::devtools`), nor is a computed that depends on it |
//! | `key = Type` | a family: one for each key, see [`families`](super::families) |
//! | `life = …` | how long a member of a family lives: `keep`, `unobserved`, `lru(n)`, `ttl(duration)` |
//! | `hasher = path` | how the keys of a family are hashed, see [`Keys`](crate::Keys) |
//! | `crate = path` | where the crate `atomata` is found |
//!
//! | option on a field | meaning |
//! |---|---|
//! | `skip` | the field has no handle, and a change of it alone is none |
//! | `nested` | track inside of it, so that `Atom.field.inner` is a handle; its type has `#[derive(Fields)]` |
//! | `by = id` | a list whose items are told apart by this field |
//! | `eq = path` | how the field is compared |
//!
//! The type of an atom is `Clone + PartialEq + Send + Sync` and, unless it is `transient`, implements
//! serde's `Serialize` and `Deserialize`. Of a struct the fields are compared, not the struct.
//!
//! # Nested fields
//!
//! ```
//! use atomata::{Fields, Store, atom};
//! use serde::{Deserialize, Serialize};
//!
//! #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fields)]
//! pub struct Address {
//!     pub street: String,
//!     pub city: String,
//! }
//!
//! #[atom]
//! #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
//! pub struct Customer {
//!     pub name: String,
//!     #[atom(nested)]
//!     pub address: Address,
//! }
//!
//! let store = Store::new();
//! store.update(Customer, |customer| customer.address.street.push_str("High Street"));
//! assert_eq!(store.get(Customer.address.street), "High Street");
//! ```
//!
//! # Computeds
//!
//! ```
//! use atomata::{Store, atom, computed};
//!
//! #[atom]
//! static NAMES: Vec<String> = vec!["Ada".to_owned(), "Grace".to_owned()];
//! #[atom]
//! static CHOICE: Option<String> = None;
//! #[atom]
//! static LIMIT: usize = 10;
//!
//! // The parameters are the dependencies, in their order.
//! #[computed(deps = [NAMES, CHOICE, LIMIT])]
//! fn shown(names: &[String], choice: Option<&str>, limit: usize) -> Vec<String> {
//!     names
//!         .iter()
//!         .filter(|name| choice.is_none_or(|choice| name.as_str() == choice))
//!         .take(limit)
//!         .cloned()
//!         .collect()
//! }
//!
//! let store = Store::new();
//! store.set(CHOICE, Some("Ada".to_owned()));
//! assert_eq!(store.get(SHOWN), ["Ada"]);
//! assert_eq!(shown(&[], None, 1), [""; 0]); // still an ordinary function
//! ```
//!
//! A dependency arrives as `&T`, as whatever `&T` coerces to (`&[Item]`, `&str`), as `Option<&T>` where
//! it is an `Option`, or as `T` where it is `Copy`. The handle is the function's name in capitals. The
//! function must compute from its parameters alone; it runs under the store's lock, and entering that
//! store from it panics.
//!
//! | option of `#[computed]` | meaning |
//! |---|---|
//! | `deps = [TAX, Cart.items, OTHER]` | what it is computed from: atoms, fields, computeds |
//! | `name = TOTAL` | the handle's name |
//! | `group`, `id`, `key`, `life`, `hasher`, `crate` | as for atoms; the key is the first parameter |
//! | `eq = path` | how two results are compared, instead of `==` |
//! | `eq = none` | every run counts as a change |
