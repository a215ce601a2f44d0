//! The parts of `life`, Conway's game on a torus of which every cell is an atom.
//!
//! [`state`] has the rule: a cell by its place, and what becomes of it by its neighbourhood. [`World`]
//! turns generations; [`screen`] draws one.

pub mod options;
pub mod screen;
pub mod state;
pub mod summary;
pub mod world;

pub use world::World;
