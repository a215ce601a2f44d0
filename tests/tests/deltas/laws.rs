//! The laws of deltas.
