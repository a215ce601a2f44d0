//! `#[atoms]` cannot see into another file.

use atomata::atoms;

#[atoms]
#[path = "parts/state.rs"]
mod state;

fn main() {}
