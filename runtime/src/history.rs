//! The history of a store: undo and redo, time travel, branches.
//!
//! [`docs::history`](crate::docs::history) explains it. What is kept, and how it is exchanged with the
//! values of the store, is in `state`.

mod config;
mod pending;
mod timeline;
mod verbs;

pub use crate::state::Label;
pub use config::History;
pub use pending::Pending;
pub use timeline::{Branch, Entry, Point, Timeline};
pub use verbs::Grouping;
