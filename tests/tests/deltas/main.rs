//! Deltas: asked for, written, read, applied and followed. Each suite declares atoms of its own, for it is
//! compiled for both tiers.
#![forbid(unsafe_code)]
#![allow(
    dropping_copy_types,
    clippy::drop_non_drop,
    clippy::float_cmp,
    clippy::items_after_statements,
    clippy::semicolon_if_nothing_returned,
    clippy::too_many_lines,
    reason = "a list of steps reads best with each step as an expression, and the values are exact"
)]

mod applying;
mod asking;
mod declared;
mod families;
mod fields;
mod laws;
mod lists;
mod reshaped;
