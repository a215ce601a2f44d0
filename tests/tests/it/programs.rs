//! Programs that must compile and work, written the way a user writes them: a file per program.
//!
//! What stands here is what a hand types without thinking of the library. Where one of these needs a
//! detour, the library is at fault, not the program.

mod callbacks;
mod cells;
mod draw;
mod frameworks;
mod handles;
mod helpers;
mod library;
mod names;
mod parameters;
mod requests;
mod shop;
mod sixty;
mod snapshots;
mod tuples;
