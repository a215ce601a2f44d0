//! Compiled graphs: state that is known as a whole when the program is compiled.
//!
//! What it costs: everything of one graph stands in one module (or in modules inside of it), or in graphs
//! that it includes; a store is made for a graph by name; and the compiler has more to do. What it
//! gives: values lie in the fields of one struct, who depends on whom is a mask, and computeds are compiled
//! into the loop that brings them up to date. Meaning, laws and methods are the same.
//!
//! Put [`#[atoms]`](crate::atoms) on a module around ordinary declarations. It adds `Graph` to the module, and
//! `Store<state::Graph>` is a store of it, made by [`Store::of`](crate::Store::of) or
//! [`Store::builder_of`](crate::Store::builder_of).
//!
//! ```
//! use atomata::{Store, atoms};
//!
//! #[atoms]
//! pub mod state {
//!     use atomata::{atom, computed};
//!
//!     #[atom]
//!     pub static PRICE: f64 = 100.0;
//!     #[atom]
//!     pub static TAX: f64 = 0.2;
//!
//!     #[computed(deps = [PRICE, TAX])]
//!     pub fn total(price: f64, tax: f64) -> f64 {
//!         price * (1.0 + tax)
//!     }
//! }
//! use state::{PRICE, TOTAL};
//!
//! let store = Store::<state::Graph>::builder_of().immediate().build();
//! let _telling = store.subscribe(TOTAL, |total| println!("{total}"));
//! store.set(PRICE, 200.0); // prints 240
//! assert_eq!(store.get(TOTAL), 240.0);
//!
//! // The handles are the same in every store.
//! assert_eq!(Store::new().get(TOTAL), 120.0);
//! ```
//!
//! [`Store::new`](crate::Store::new), `immediate`, `manual` and `builder` make a `Store<Dynamic>`, whatever type is
//! expected: "expected `Store<Graph>`, found `Store`" means that it has to be `Store::<state::Graph>::of()`, or
//! `builder_of()` with `immediate()` or `manual()`.
//!
//! A handle of a node that the graph does not hold is a compile error:
//!
//! ```compile_fail,E0277
//! use atomata::{Store, atom, atoms};
//!
//! #[atoms]
//! pub mod state {
//!     #[atomata::atom]
//!     pub static TAX: f64 = 0.2;
//! }
//!
//! #[atom]
//! static OTHER: u32 = 1;
//!
//! Store::<state::Graph>::of().get(OTHER); // a store of `Graph` does not hold `OTHER`
//! ```
//!
//! # Graphs of graphs
//!
//! A graph may include others, of other modules and other crates. Their nodes come with it, and its
//! computeds may depend on them. A graph that is held through another one is named in parentheses, and none
//! may be included twice: a node has one value in a store.
//!
//! ```
//! use atomata::{Store, atoms};
//!
//! #[atoms]
//! pub mod base {
//!     #[atomata::atom]
//!     pub static RATE: f64 = 2.0;
//! }
//!
//! #[atoms(include = [base::Graph])]
//! pub mod billing {
//!     use crate::base::RATE;
//!     use atomata::{atom, computed};
//!
//!     #[atom]
//!     pub static HOURS: f64 = 8.0;
//!
//!     #[computed(deps = [HOURS, RATE])]
//!     pub fn due(hours: f64, rate: f64) -> f64 {
//!         hours * rate
//!     }
//! }
//!
//! #[atoms(include = [billing::Graph(base::Graph)])]
//! pub mod app {
//!     use crate::{base::RATE, billing::DUE};
//!     use atomata::computed;
//!
//!     #[computed(deps = [DUE, RATE])]
//!     pub fn summary(due: f64, rate: f64) -> String {
//!         format!("{due} at {rate}")
//!     }
//! }
//!
//! # fn main() {
//! let store = Store::<app::Graph>::of();
//! store.set(base::RATE, 3.0);
//! assert_eq!(store.get(app::SUMMARY), "24 at 3");
//! # }
//! ```
//!
//! # Helpers
//!
//! A function over any store that holds a graph asks for the trait that stands beside it, `Included`:
//!
//! ```
//! # use atomata::{Store, atoms};
//! #[atoms]
//! pub mod state {
//!     #[atomata::atom]
//!     pub static TAX: f64 = 0.2;
//! }
//!
//! fn raise<G: state::Included>(store: &Store<G>) {
//!     store.update(state::TAX, |tax| *tax *= 2.0);
//! }
//!
//! raise(&Store::<state::Graph>::of());
//! raise(&Store::new());
//! ```
//!
//! # Families
//!
//! Members come and go, so families, and computeds that depend on them, live in a dynamic part of the same
//! store. They may depend on the compiled part; a computed that depends on them is put there by itself.
//!
//! What an erased handle names is known when it is used: a node that the graph does not hold is put into the
//! dynamic part, too.
//!
//! # Pictures
//!
//! `Graph::DOT` and `Graph::MERMAID` are the graph as text, for documentation: atoms are boxes, computeds
//! rounded, families doubled, what another graph declares dashed.
//!
//! # What the attribute cannot see
//!
//! A macro call inside of the module is an error, since nothing tells what it declares; so is a module in
//! another file, which can have an `#[atoms]` of its own and be included. A node under a `cfg` keeps its
//! place and is absent where the `cfg` is off.
//!
//! What `Stats::skipped` counts is of the dynamic tier: in a compiled graph nothing is looked at that has
//! no dependency that changed. Slots are in the order of declaration, level by level, and so are
//! notifications of one priority; in the dynamic tier slots are in the order of first use.
