//! What the benches share: the shapes, atomata's and hand-written code for each, and a contest
//! between them.
#![forbid(unsafe_code)]
// Counts and times are turned into each other; they are small.
#![allow(clippy::cast_precision_loss, clippy::cast_possible_wrap, clippy::cast_sign_loss)]

pub mod cases;
pub mod clock;
pub mod collections;
pub mod contest;
pub mod deltas;
pub mod families;
pub mod graphs;
pub mod hand;
pub mod life;
pub mod memory;
pub mod ours;
pub mod seen;
pub mod shape;

pub use contest::{Contest, Runner};
pub use shape::{Contender, Shape};
