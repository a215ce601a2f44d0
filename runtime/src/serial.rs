//! The two wires, as far as they know nothing of a store: frames and payloads of the binary one, JSON
//! Pointers and JSON Patches of the other, and the fingerprint of what a type reads.
//!
//! Which values are written, when, and where they land is decided above.

pub mod frame;
pub mod patch;
pub(crate) mod payload;
pub(crate) mod pointer;
pub(crate) mod saved;
pub(crate) mod shape;
