//! The terminal: what is drawn on it, what its keys mean, and that it is left as it was found.
//!
//! It knows neither the store nor where readings come from.

mod draw;
mod keys;
mod panels;
mod table;
mod terminal;

pub use draw::draw;
pub use keys::{Action, KEYS, action};
pub use terminal::Screen;
