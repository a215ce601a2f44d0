//! Programs that must compile and work, written the way a user writes them: a file per program.
//!
//! What stands here is what a hand types without thinking of the library. Where one of these needs a
//! detour, the library is at fault, not the program.
#![allow(
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cmp_owned,
    clippy::comparison_to_empty,
    clippy::float_cmp,
    clippy::manual_midpoint,
    clippy::needless_borrows_for_generic_args,
    clippy::needless_for_each,
    clippy::ptr_arg,
    clippy::ref_option,
    clippy::trivially_copy_pass_by_ref,
    reason = "what a user may write, the library must take"
)]

mod callbacks;
mod cells;
mod draw;
mod frameworks;
mod handles;
mod helpers;
mod library;
mod names;
mod parameters;
mod rendering;
mod requests;
mod shop;
mod sixty;
mod snapshots;
mod tuples;
